/** What the page of a clue or a ticket and the row of a list are made of: what may be done now, and what has been done. */
import { Button } from 'antd';
import type { ActionView } from '../../kernel/service/index.ts';
import { Moment } from './marks.tsx';

/** What may be done with one row of a list. */
export function RowActions<A extends Pick<ActionView, 'action' | 'zh' | 'danger'>>({
  actions,
  onAct,
}: {
  actions: readonly A[];
  onAct: (action: A) => void;
}) {
  return actions.map((action) => (
    <Button key={action.action} size="small" danger={action.danger} onClick={() => onAct(action)}>
      {action.zh}
    </Button>
  ));
}

/** The usual step first; what takes something away last. */
export function ActionButtons({ actions, onAct }: { actions: readonly ActionView[]; onAct: (action: ActionView) => void }) {
  const [first, ...others] = [...actions].sort((a, b) => Number(a.danger) - Number(b.danger));
  if (!first) return null;
  return (
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
  );
}

interface Happening {
  seq: number;
  zh: string;
  toZh: string;
  actorName: string;
  roleZh: string;
  at: string;
  note: string | null;
}

/** Newest first. */
export const Happenings = ({ events }: { events: readonly Happening[] }) => (
  <ol className="plain-list">
    {[...events].reverse().map((event) => (
      <li key={event.seq}>
        <p className="line">
          <b>{event.zh}</b>
          <span className="quiet">{event.toZh}</span>
        </p>
        {event.note && <p>{event.note}</p>}
        <p className="quiet line">
          <span>
            {event.actorName} {event.roleZh}
          </span>
          <Moment at={event.at} />
        </p>
      </li>
    ))}
  </ol>
);
