/** 办件: one shape in all domains. Head with everything that can be done; then facts, checks, decision, papers, notice, history. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button, Drawer } from 'antd';
import { type ComponentType, lazy, Suspense, useState } from 'react';
import type { ActionView, CaseView } from '../../../kernel/service/index.ts';
import { ActionDrawer } from '../../components/ActionDrawer.tsx';
import { DecisionCard } from '../../components/Decision.tsx';
import { ClockDays, FlowDiagram, Timeline } from '../../components/Flow.tsx';
import { Facts, Page, Section } from '../../components/layout.tsx';
import { Day, Deadline, Flags, IdNumber, Moment, Money, Month, PersonName, State } from '../../components/marks.tsx';
import { useSession } from '../../components/session.tsx';
import { Failed, Loading } from '../../components/states.tsx';
import { api } from '../../shared/api.ts';
import { domainPanels } from '../desks.ts';
import { useTextSearch } from '../search.ts';
import { Appeals } from './Appeals.tsx';
import type { CaseSections } from './caseSections.ts';

const panels: Readonly<Record<string, ComponentType<{ content: never; kase: CaseView }>>> = Object.fromEntries(
  Object.entries(domainPanels).map(([key, load]) => [key, lazy(() => load().then((panel) => ({ default: panel })))]),
);

export function CasePage() {
  const { caseId } = useParams({ strict: false }) as { caseId: string };
  const kase = useQuery({ queryKey: ['/api/cases', caseId], queryFn: () => api.get<CaseView>(`/api/cases/${caseId}`) });
  if (kase.isPending) return <Loading text="正在打开办件……" />;
  if (!kase.data)
    return (
      <Page title="没有打开">
        <Failed error={kase.error} retry={() => void kase.refetch()} />
      </Page>
    );
  return <OneCase kase={kase.data} />;
}

function OneCase({ kase }: { kase: CaseView }) {
  const session = useSession();
  const queries = useQueryClient();
  const [search, change] = useTextSearch();
  const [drawer, setDrawer] = useState<'clock' | 'flow' | null>(null);
  const sections = kase.sections as CaseSections;
  const action = kase.allowedActions.find((a) => a.action === search.do);
  const refresh = () => void queries.invalidateQueries();
  return (
    <>
      <Head kase={kase} onAct={(a) => change({ do: a.action })} onOpen={setDrawer} />
      <div className="case-columns">
        <div>
          {sections.decisions && sections.decisions.length > 0 && (
            <Section title="核算和决定">
              {[...sections.decisions].reverse().map((decision, i) => (
                <DecisionCard key={decision.id} decision={decision} earlier={i > 0} />
              ))}
            </Section>
          )}
          <Appeals caseId={kase.id} division={kase.division} />
          <FactSections sections={sections} />
          {Object.entries(panels).map(([key, Panel]) => {
            const content = sections[key];
            const empty = content === null || content === undefined || (Array.isArray(content) && content.length === 0);
            return empty ? null : (
              <Suspense key={key} fallback={<Loading />}>
                <Panel content={content as never} kase={kase} />
              </Suspense>
            );
          })}
          <NoticeSection sections={sections} />
          <Papers sections={sections} />
          <Benefit sections={sections} />
          <Kin kase={kase} />
          <History kase={kase} />
        </div>
        <div>
          <Section
            title="办到哪一步"
            aside={
              <Button type="link" size="small" onClick={() => setDrawer('flow')}>
                看流程图
              </Button>
            }
          >
            <Timeline steps={kase.timeline} />
          </Section>
        </div>
      </div>
      {action && (
        <ActionDrawer
          subjectId={kase.id}
          version={kase.version}
          action={action}
          division={session.actor.division ?? kase.division}
          send={(command) => api.post(`/api/cases/${kase.id}/actions`, command)}
          onDone={() => {
            change({ do: '' });
            refresh();
          }}
          onStale={refresh}
          onClose={() => change({ do: '' })}
        />
      )}
      <Drawer
        open={drawer !== null}
        onClose={() => setDrawer(null)}
        title={drawer === 'flow' ? '流程和现在的步骤' : '时限是怎么数的'}
        size={Math.min(560, window.innerWidth)}
        closable={{ 'aria-label': '关闭' }}
      >
        {drawer === 'flow' && <FlowDiagram nodes={kase.diagram} timeline={kase.timeline} />}
        {drawer === 'clock' &&
          (kase.clocks.length > 0 ? (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list in a scrolling drawer must be reachable by keyboard
            <section tabIndex={0} aria-label="逐日计算">
              {kase.clocks.map((clock) => (
                <ClockDays key={clock.label} clock={clock} />
              ))}
            </section>
          ) : (
            <p>现在没有在走的时限。</p>
          ))}
      </Drawer>
    </>
  );
}

function Head({
  kase,
  onAct,
  onOpen,
}: {
  kase: CaseView;
  onAct: (action: ActionView) => void;
  onOpen: (what: 'clock' | 'flow') => void;
}) {
  const session = useSession();
  const [first, ...others] = [...kase.allowedActions].sort((a, b) => Number(a.danger) - Number(b.danger));
  return (
    <Page title={`${kase.applicantName} ${kase.itemName}`} hidden>
      <div className="case-head">
        <div className="case-title">
          <h1>
            <PersonName id={kase.applicantPersonId} name={kase.applicantName} />
          </h1>
          <span>{kase.itemName}</span>
          <State zh={kase.stateZh} outcome={kase.outcome} />
          <Flags flags={kase.flags} />
        </div>
        <p className="case-line">
          <Deadline light={kase.light} dueOn={kase.dueOn} dueAt={kase.dueAt} today={session.today} />
          {kase.holderZh && <span>在{kase.holderZh}手里</span>}
          {kase.totalDueOn && !kase.outcome && (
            <span>
              全部手续至 <Day on={kase.totalDueOn} />
            </span>
          )}
          {kase.clocks.length > 0 && (
            <Button type="link" size="small" onClick={() => onOpen('clock')}>
              时限怎么数的
            </Button>
          )}
        </p>
        <p className="case-line">
          <span className="num">{kase.no ?? '未受理，尚无编号'}</span>
          <span>{kase.divisionName}</span>
          <span>
            {kase.channelZh}提交 <Day on={kase.submittedOn} />
          </span>
          {kase.acceptedOn && (
            <span>
              受理 <Day on={kase.acceptedOn} />
            </span>
          )}
        </p>
        <p className="case-says">{kase.says}</p>
        {first ? (
          <div className="case-actions">
            <Button type={first.danger ? 'default' : 'primary'} danger={first.danger} onClick={() => onAct(first)}>
              {first.zh}
            </Button>
            {others.map((action) => (
              <Button key={action.action} danger={action.danger} onClick={() => onAct(action)}>
                {action.zh}
              </Button>
            ))}
          </div>
        ) : (
          !kase.outcome && (
            <p className="case-says quiet">现在没有您可以办的步骤{kase.holderZh ? `，等${kase.holderZh}办理` : ''}。</p>
          )
        )}
      </div>
    </Page>
  );
}

function FactSections({ sections }: { sections: CaseSections }) {
  if (!sections.facts?.length) return null;
  return (
    <Section title="申报的情况">
      {sections.facts.map((group) => (
        <div key={group.title}>
          <h3>{group.title}</h3>
          <Facts rows={group.rows} />
        </div>
      ))}
      {sections.members?.some((m) => m.personId) && (
        <>
          <h3>人口家庭库中的档案</h3>
          <Facts
            rows={sections.members.map((m) => ({
              label: m.relationZh,
              value: (
                <>
                  <PersonName id={m.personId} name={m.name} /> {m.note && <IdNumber value={m.note} />}
                </>
              ),
            }))}
          />
        </>
      )}
    </Section>
  );
}

const objectionStates: Record<string, string> = { open: '处理中', upheld: '异议成立', dismissed: '异议不成立' };

function NoticeSection({ sections: { notice, objections = [] } }: { sections: CaseSections }) {
  if (!notice && objections.length === 0) return null;
  return (
    <Section title="公示和异议">
      {notice && (
        <Facts
          rows={[
            {
              label: notice.kind === 'granted' ? '长期公布' : '公示内容',
              value: `${notice.applicantMasked}，${notice.memberCount}人，${notice.text}`,
            },
            ...(notice.amountFen === null
              ? []
              : [{ label: notice.once ? '一次性金额' : '每月金额', value: <Money fen={notice.amountFen} /> }]),
            {
              label: notice.kind === 'granted' ? '公布日期' : '公示期',
              value:
                notice.kind === 'granted' ? (
                  <Day on={notice.postedOn} />
                ) : (
                  <>
                    <Day on={notice.postedOn} /> 至 <Day on={notice.endsOn} />
                  </>
                ),
            },
            { label: '张贴地点', value: notice.place },
            { label: '监督电话', value: notice.telephone },
          ]}
        />
      )}
      {objections.length > 0 && (
        <>
          <h3>收到的异议（{objections.length}件）</h3>
          <ul className="plain-list">
            {objections.map((objection) => (
              <li key={objection.id}>
                <p>{objection.text}</p>
                <p className="quiet line">
                  <span>
                    {objection.name} {objection.phone}
                  </span>
                  <Moment at={objection.receivedAt} /> <span>{objectionStates[objection.state] ?? objection.state}</span>
                </p>
                {objection.result && <p>处理结果：{objection.result}</p>}
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

function Papers({ sections: { papers = [], documents = [] } }: { sections: CaseSections }) {
  if (papers.length === 0 && documents.length === 0) return null;
  return (
    <Section title="材料和文书">
      <ul className="plain-list">
        {documents.map((document) => (
          <li key={document.id} className="line">
            <a href={document.url} target="_blank" rel="noreferrer">
              {document.title}
            </a>
            <span className="quiet num">{document.number}</span>
            <span className="quiet">
              <Day on={document.issuedOn} />
            </span>
          </li>
        ))}
        {papers.map((paper) => (
          <li key={paper.id} className="line">
            <a href={paper.url} target="_blank" rel="noreferrer">
              {paperNames[paper.zh] ?? paper.zh}
            </a>
            <span className="quiet">{paper.name}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Kinds of paper that fields of forms carry. */
const paperNames: Record<string, string> = {
  consent: '核对授权签名',
  support: '申请材料',
  'visit-photo': '入户照片',
  'visit-signature': '入户调查签名',
  'notice-photo': '公示张贴照片',
  'scene-photo': '急难现场照片',
  'aid-receipt': '领款签字或收据',
  'hearing-signature': '听取意见签名',
  'offset-consent': '按月抵扣同意书',
  'agreement-signature': '照料协议签名',
};

const entitlementStates: Record<string, string> = { active: '发放中', suspended: '暂停', stopped: '已停发' };

function Benefit({ sections: { entitlement, payments = [] } }: { sections: CaseSections }) {
  if (!entitlement && payments.length === 0) return null;
  return (
    <Section title="待遇和发放">
      {entitlement && (
        <Facts
          rows={[
            { label: '待遇', value: entitlementStates[entitlement.state] ?? entitlement.state },
            { label: '每月', value: <Money fen={entitlement.amountFen ?? entitlement.versions?.at(-1)?.amountFen} /> },
            { label: '从', value: <Month month={entitlement.fromMonth} /> },
          ]}
        />
      )}
      {payments.length > 0 && (
        <table className="breakdown">
          <caption className="sr-only">发放记录</caption>
          <thead>
            <tr>
              <th scope="col">月份</th>
              <th scope="col">状态</th>
              <th scope="col">到账</th>
              <th scope="col">账户</th>
              <th scope="col" className="cell-number">
                金额
              </th>
            </tr>
          </thead>
          <tbody>
            {payments.map((payment) => (
              <tr key={`${payment.month}${payment.amountFen}${payment.stateZh}${payment.paidOn ?? ''}`}>
                <td>
                  <Month month={payment.month} />
                </td>
                <td>{payment.stateZh}</td>
                <td>
                  <Day on={payment.paidOn} />
                </td>
                <td className="num">尾号{payment.last4}</td>
                <td className="cell-number">
                  <Money fen={payment.amountFen} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

/** The case that this one came out of, and those that came out of it. */
function Kin({ kase }: { kase: CaseView }) {
  const kin = [...(kase.parent ? [{ ...kase.parent, kind: '来自' }] : []), ...kase.children.map((c) => ({ ...c, kind: '另立' }))];
  if (kin.length === 0) return null;
  return (
    <Section title="关联办件">
      <ul className="plain-list">
        {kin.map((row) => (
          <li key={row.id} className="line">
            <span className="quiet">{row.kind}</span>
            <Link to={'/cases/$caseId' as never} params={{ caseId: row.id } as never}>
              {row.applicantName} {row.itemName}
            </Link>
            <State zh={row.stateZh} outcome={row.outcome} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

const History = ({ kase }: { kase: CaseView }) => (
  <Section title="办理经过">
    <ol className="plain-list">
      {[...kase.events].reverse().map((event) => (
        <li key={event.seq}>
          <p className="line">
            <b>{event.zh}</b>
            {event.fromZh && event.fromZh !== event.toZh && (
              <span className="quiet">
                {event.fromZh} → {event.toZh}
              </span>
            )}
          </p>
          {event.opinion && <p>{event.opinion}</p>}
          <p className="quiet line">
            <span>
              {event.actorName} {event.actorRole}
            </span>
            <Day on={event.onDate} />
          </p>
        </li>
      ))}
    </ol>
  </Section>
);
