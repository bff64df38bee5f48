/** 办件: one shape in all domains. Head with everything that can be done; then the decision and what the case holds (CaseFile.tsx), in the order in which it is read. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Button, Drawer } from 'antd';
import { type ComponentType, lazy, Suspense, useEffect, useState } from 'react';
import type { ActionView, CaseView } from '../../../kernel/service/index.ts';
import { ActionDrawer } from '../../components/ActionDrawer.tsx';
import { BlankForms } from '../../components/BlankForms.tsx';
import { DecisionCard } from '../../components/Decision.tsx';
import { ClockDays, FlowDiagram, Timeline } from '../../components/Flow.tsx';
import { Page, Section } from '../../components/layout.tsx';
import { CaseDeadline, Day, Flags, PersonName, State } from '../../components/marks.tsx';
import { useSession } from '../../components/session.tsx';
import { Failed, Loading } from '../../components/states.tsx';
import { api } from '../../shared/api.ts';
import { longDate } from '../../shared/format.ts';
import type { Doubts } from '../desk.ts';
import { domainDoubts, domainPanels } from '../desks.ts';
import { useTextSearch } from '../search.ts';
import { Appeals } from './Appeals.tsx';
import { Benefit, FactSections, History, Kin, NoticeSection, Papers } from './CaseFile.tsx';
import type { CaseSections } from './caseSections.ts';
import { useEditing } from './useEditing.ts';

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

/** Fetched when the form is opened, so that it is there where the network is not. */
function useDoubts(action: string | undefined): Doubts | undefined {
  const [known, setKnown] = useState<{ action: string; doubts: Doubts }>();
  useEffect(() => {
    if (action && domainDoubts[action]) void domainDoubts[action]().then((doubts) => setKnown({ action, doubts }));
  }, [action]);
  return known?.action === action ? known?.doubts : undefined;
}

function OneCase({ kase }: { kase: CaseView }) {
  const session = useSession();
  const queries = useQueryClient();
  const [search, change] = useTextSearch();
  const [drawer, setDrawer] = useState<'clock' | 'flow' | null>(null);
  const sections = kase.sections as CaseSections;
  const action = kase.allowedActions.find((a) => a.action === search.do);
  const claiming = kase.claiming?.actions.find((a) => `claim:${a.action}` === search.do);
  const refresh = () => void queries.invalidateQueries();
  const another = useEditing(kase.id, action?.action);
  const doubts = useDoubts(action?.action);
  return (
    <>
      <Head
        kase={kase}
        onAct={(a) => change({ do: a.action })}
        onClaim={(a) => change({ do: `claim:${a.action}` })}
        onOpen={setDrawer}
      />
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
          <Papers kase={kase} />
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
      {(action ?? claiming) && (
        <ActionDrawer
          subjectId={kase.id}
          subject={kase.applicantName}
          version={kase.version}
          action={(action ?? claiming)!}
          doubts={doubts}
          refused={another}
          division={session.actor.division ?? kase.division}
          send={({ version, ...command }) =>
            action
              ? api.post(`/api/cases/${kase.id}/actions`, { ...command, version })
              : api.post(`/api/cases/${kase.id}/claim`, command)
          }
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
  onClaim,
  onOpen,
}: {
  kase: CaseView;
  onAct: (action: ActionView) => void;
  onClaim: (action: ActionView) => void;
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
          <CaseDeadline kase={kase} today={session.today} />
          {kase.holderZh && (
            <span>
              在{kase.holderZh}手里
              {kase.editing && `，${kase.editing.name}正在办（到${kase.editing.until}）`}
              {kase.claim && (kase.claim.mine ? '，您领办' : `，${kase.claim.name}领办`)}
              {kase.claiming?.actions.map((claim) => (
                <Button key={claim.action} type="link" size="small" onClick={() => onClaim(claim)}>
                  {claim.zh}
                </Button>
              ))}
            </span>
          )}
          <OtherLimit kase={kase} />
          {kase.answerBy && (
            <span>
              申请人答复至 <Day on={kase.answerBy} />
            </span>
          )}
          {kase.clocks.length > 0 && (
            <Button type="link" size="small" onClick={() => onOpen('clock')}>
              时限怎么数的
            </Button>
          )}
        </p>
        <p className="case-line">
          <span className="num">{kase.no ?? (kase.accepts && '未受理，尚无编号')}</span>
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
        <p className="case-says quiet">申请人看到的：{kase.says}</p>
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
          !kase.outcome && <p className="case-says quiet">{nothingToDo(kase)}</p>
        )}
        {first && !kase.acceptedOn && <BlankForms itemId={kase.itemId} />}
      </div>
    </Page>
  );
}

function nothingToDo({ claim, claiming, holderZh }: CaseView): string {
  if (claim && !claim.mine && claiming?.by)
    return `这一件由${claim.name}领办，到${longDate(claiming.by.endsOn)}没有再办的，自动放开。要接手的，请${claim.name}转给您，或者请负责人转办。`;
  return `现在没有您可以办的步骤${holderZh ? `，等${holderZh}办理` : ''}。`;
}

/** The limit that does not rule the light, beside the one that does. */
function OtherLimit({ kase: { limit, dueOn, totalDueOn, outcome } }: { kase: CaseView }) {
  if (outcome) return null;
  const [zh, on] = limit?.of === 'total' ? ['本环节', dueOn] : ['全部手续', totalDueOn];
  return (
    on && (
      <span>
        {zh}至 <Day on={on} />
      </span>
    )
  );
}
