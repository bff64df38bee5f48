/** One ticket: what was said, what may be done, what has been done. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { TicketView } from '../../../kernel/ticket/index.ts';
import { ActionDrawer } from '../../components/ActionDrawer.tsx';
import { Facts, Page, Section } from '../../components/layout.tsx';
import { Moment, State, Tag } from '../../components/marks.tsx';
import { ActionButtons, Happenings } from '../../components/RecordParts.tsx';
import { homeDivision, useSession } from '../../components/session.tsx';
import { Failed, Loading } from '../../components/states.tsx';
import { api } from '../../shared/api.ts';
import { useTextSearch } from '../search.ts';
import { TicketDue } from './Tickets.tsx';

export function TicketPage() {
  const { ticketId } = useParams({ strict: false }) as { ticketId: string };
  const ticket = useQuery({
    queryKey: ['/api/tickets', ticketId],
    queryFn: () => api.get<TicketView>(`/api/tickets/${ticketId}`),
  });
  if (ticket.isPending) return <Loading text="正在打开工单……" />;
  if (!ticket.data)
    return (
      <Page title="没有打开">
        <Failed error={ticket.error} retry={() => void ticket.refetch()} />
      </Page>
    );
  return <OneTicket ticket={ticket.data} />;
}

function OneTicket({ ticket }: { ticket: TicketView }) {
  const session = useSession();
  const queries = useQueryClient();
  const [search, change] = useTextSearch();
  const action = ticket.allowedActions.find((a) => a.action === search.do);
  const refresh = () => void queries.invalidateQueries();
  return (
    <>
      <Page title={`${ticket.categoryZh} 工单`} hidden>
        <div className="case-head">
          <div className="case-title">
            <h1>{ticket.categoryZh}</h1>
            <span>{ticket.kindZh}</span>
            <State zh={ticket.stateZh} />
            <Tag tone={ticket.urgency === 'A' ? 'bad' : 'plain'}>{ticket.urgencyZh}</Tag>
            {ticket.late && <Tag tone="bad">已超期</Tag>}
          </div>
          <p className="case-line">
            <span>{ticket.divisionName}</span>
            <span>
              {ticket.channelZh} <Moment at={ticket.openedAt} />
            </span>
            {!ticket.closedAt && (
              <span>
                本环节至 <TicketDue ticket={ticket} />
              </span>
            )}
          </p>
          {ticket.allowedActions.length > 0 ? (
            <ActionButtons actions={ticket.allowedActions} onAct={(a) => change({ do: a.action })} />
          ) : (
            !ticket.closedAt && <p className="case-says quiet">现在没有您可以办的步骤。</p>
          )}
        </div>
      </Page>
      <Section title="诉求">
        <p>{ticket.matter}</p>
        {ticket.photos.map(({ id, name }) => (
          <p key={id}>
            <a href={`/api/tickets/${ticket.id}/photos/${id}`} target="_blank" rel="noreferrer">
              {name}
            </a>
          </p>
        ))}
        <Facts
          rows={[
            ...(ticket.about ? [{ label: ticket.kindZh === '投诉举报' ? '举报谁' : '谁遇到困难', value: ticket.about }] : []),
            { label: '来电人', value: ticket.name ?? '没有留名' },
            { label: '回访电话', value: ticket.phone ? <span className="num">{ticket.phone}</span> : '没有留，凭查询码看答复' },
            ...(ticket.ratingZh ? [{ label: '满意程度', value: ticket.ratingZh }] : []),
          ]}
        />
      </Section>
      <Section title="办理经过">
        <Happenings events={ticket.events} />
      </Section>
      {action && (
        <ActionDrawer
          subjectId={ticket.id}
          version={ticket.version}
          action={action}
          division={homeDivision(session)}
          send={(command) => api.post(`/api/tickets/${ticket.id}/actions`, command)}
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
