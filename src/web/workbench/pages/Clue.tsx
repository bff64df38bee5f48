/** One clue: why it is here (each reason with its evidence), whom it concerns, what may be done, what has been done. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { ClueView, ReasonView } from '../../../kernel/clue/index.ts';
import { ActionDrawer } from '../../components/ActionDrawer.tsx';
import { Clauses } from '../../components/Decision.tsx';
import { Facts, Page, Section } from '../../components/layout.tsx';
import { Day, Deadline, Moment, PersonName, State, Tag } from '../../components/marks.tsx';
import { ActionButtons, Happenings } from '../../components/RecordParts.tsx';
import { useSession } from '../../components/session.tsx';
import { Failed, Loading } from '../../components/states.tsx';
import { api } from '../../shared/api.ts';
import { useTextSearch } from '../search.ts';
import { Level } from './Clues.tsx';

interface Receipt {
  state: string;
  draft?: { id: string; itemId: string };
}

export function CluePage() {
  const { clueId } = useParams({ strict: false }) as { clueId: string };
  const clue = useQuery({ queryKey: ['/api/clues', clueId], queryFn: () => api.get<ClueView>(`/api/clues/${clueId}`) });
  if (clue.isPending) return <Loading text="正在打开线索……" />;
  if (!clue.data)
    return (
      <Page title="没有打开">
        <Failed error={clue.error} retry={() => void clue.refetch()} />
      </Page>
    );
  return <OneClue clue={clue.data} />;
}

function OneClue({ clue }: { clue: ClueView }) {
  const session = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [search, change] = useTextSearch();
  const action = clue.allowedActions.find((a) => a.action === search.do);
  const refresh = () => void queries.invalidateQueries();
  const send = async (command: object) => {
    const done = await api.post<Receipt>(`/api/clues/${clue.id}/actions`, command);
    // 代为申请：草稿已经起好，接着填
    if (done.draft)
      void navigate({ to: '/apply/$itemId', params: { itemId: done.draft.itemId }, search: { draft: done.draft.id } });
    return done;
  };
  return (
    <>
      <Page title={`${clue.name} ${clue.kindZh}线索`} hidden>
        <div className="case-head">
          <div className="case-title">
            <h1>
              <PersonName id={clue.personId} name={clue.name} />
            </h1>
            <span>{clue.directionZh}</span>
            <State zh={clue.dispositionZh ?? clue.stateZh} />
            <Level level={clue.level} />
            {clue.urgent && <Tag tone="bad">紧急</Tag>}
          </div>
          <p className="case-line">
            <Deadline
              light={clue.state === 'closed' ? 'done' : clue.level === 'orange' ? 'overdue' : 'green'}
              dueOn={clue.dueOn}
              today={session.today}
            />
            {clue.holderZh && <span>在{clue.holderZh}手里</span>}
            <span>{clue.divisionName}</span>
            <span>
              {clue.sourceZh} <Moment at={clue.reportedAt} />
            </span>
          </p>
          {clue.evidence && <p className="case-says">销号依据：{clue.evidence}</p>}
          {clue.allowedActions.length > 0 ? (
            <ActionButtons actions={clue.allowedActions} onAct={(a) => change({ do: a.action })} />
          ) : (
            clue.state !== 'closed' && (
              <p className="case-says quiet">现在没有您可以办的步骤{clue.holderZh ? `，等${clue.holderZh}办理` : ''}。</p>
            )
          )}
        </div>
      </Page>
      <div className="case-columns">
        <div>
          <Section title={clue.reasonList.length > 1 ? `为什么（${clue.reasonList.length}项）` : '为什么'}>
            {[...clue.reasonList].reverse().map((reason) => (
              <Reason key={reason.id} reason={reason} />
            ))}
          </Section>
          <Section title="办理经过">
            <Happenings events={clue.events} />
          </Section>
        </div>
        <div>
          <Section title="这一家">
            {clue.members.length > 0 ? (
              <ul className="plain-list">
                {clue.members.map((m) => (
                  <li key={m.personId} className="line">
                    <PersonName id={m.personId} name={m.name} note={m.relationZh} />
                  </li>
                ))}
              </ul>
            ) : (
              <p className="quiet">人口家庭库里还没有对上。核实时请到“居民”里查找或者登记。</p>
            )}
          </Section>
        </div>
      </div>
      {action && (
        <ActionDrawer
          subjectId={clue.id}
          version={clue.version}
          action={action}
          division={session.actor.division ?? clue.division}
          send={send}
          onDone={() => {
            change({ do: '' });
            refresh();
          }}
          onStale={refresh}
          onClose={() => change({ do: '' })}
        />
      )}
    </>
  );
}

function Reason({ reason }: { reason: ReasonView }) {
  const { about, reporter } = reason;
  const told = [
    about?.name && { label: '谁家', value: about.name },
    about?.phone && { label: '联系电话', value: about.phone },
    about?.address && { label: '住在哪里', value: about.address },
    reporter?.name && { label: '反映人', value: reporter.name },
    reporter?.phone && { label: '反映人电话', value: reporter.phone },
  ].flatMap((row) => (row ? [row] : []));
  return (
    <article>
      <h3>
        {reason.ruleZh} {reason.rule.includes('-') && <span className="num quiet">{reason.rule}</span>}{' '}
        {reason.withdrawn && <Tag>已撤回</Tag>}
      </h3>
      <p className="quiet line">
        <span>{reason.directionZh}</span>
        <span>{reason.sourceZh}</span>
        <Moment at={reason.foundAt} />
        <span>
          应在 <Day on={reason.verifyBy} /> 前核实
        </span>
      </p>
      {reason.hold && (
        <p>
          {reason.hold.releasedAt ? (
            <>
              暂停的款项已于 <Moment at={reason.hold.releasedAt} /> 恢复。
            </>
          ) : (
            <strong>
              款项暂停发放，到核实为止，最晚 <Day on={reason.hold.until} /> 恢复。
            </strong>
          )}
        </p>
      )}
      {reason.text && <p>{reason.text}</p>}
      {told.length > 0 && <Facts rows={told} />}
      {reason.clauses.length > 0 && <Clauses clauses={reason.clauses} />}
    </article>
  );
}
