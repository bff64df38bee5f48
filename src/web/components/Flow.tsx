/** Where a case stands: the steps in words, the flow as a diagram, and how each limit was counted day by day. */
import type { CaseView, ClockView, TimelineStep } from '../../kernel/service/index.ts';
import { Day, Tag } from './marks.tsx';

const statusWords = { done: '已办', now: '现在', ahead: '接下来' } as const;

export const Timeline = ({ steps }: { steps: readonly TimelineStep[] }) => (
  <ol className="timeline">
    {steps.map((step, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a case may pass a step twice; the order never changes
      <li key={i} className={`step step-${step.status}`} aria-current={step.status === 'now' ? 'step' : undefined}>
        <span className="step-status">{statusWords[step.status]}</span>
        <span className="step-name">{step.zh}</span>
        <span className="step-who quiet">
          {step.holderZh && `${step.holderZh} `}
          {step.on && <Day on={step.on} />}
          {step.status !== 'done' && step.dueOn && (
            <>
              至 <Day on={step.dueOn} />
            </>
          )}
        </span>
      </li>
    ))}
  </ol>
);

type Node = CaseView['diagram'][number];

const [ROW, WIDTH, BOX, MAIN_X, ASIDE_X] = [52, 440, 118, 150, 310];
/** A final step that many steps lead to is told in words: its lines would hide all others. */
const MANY = 4;

interface Placed extends Node {
  x: number;
  y: number;
  aside: boolean;
}

/** The usual path goes down the middle; detours and ends stand to the right of the step that they come after. */
function place(nodes: readonly Node[], path: ReadonlySet<string>): { placed: Placed[]; told: Node[]; height: number } {
  const sources = (node: Node) => nodes.filter((n) => n.to.includes(node.state)).length;
  const told = nodes.filter((n) => n.final && !n.now && sources(n) >= MANY);
  const placed: Placed[] = [];
  let row = -1;
  let lastAside = -1;
  for (const node of nodes.filter((n) => !told.includes(n))) {
    const aside = !path.has(node.state) && row >= 0;
    if (!aside) row++;
    const at = aside ? Math.max(row, lastAside + 1) : row;
    if (aside) lastAside = at;
    placed.push({ ...node, aside, x: aside ? ASIDE_X : MAIN_X, y: 16 + at * ROW });
  }
  return { placed, told, height: 16 + (Math.max(row, lastAside) + 1) * ROW };
}

function edgePath(from: Placed, to: Placed): string {
  const middle = (n: Placed) => n.x + BOX / 2;
  if (!from.aside && !to.aside && to.y - from.y === ROW) return `M${middle(from)} ${from.y + 30}V${to.y - 3}`;
  if (from.aside !== to.aside) {
    const [x1, x2] = from.aside ? [from.x, to.x + BOX + 4] : [from.x + BOX, to.x - 4];
    const bend = (x1 + x2) / 2;
    return `M${x1} ${from.y + 15}H${bend}V${to.y + 15}H${x2}`;
  }
  if (from.aside) {
    const out = from.x + BOX + 12;
    return to.y - from.y === ROW
      ? `M${middle(from)} ${from.y + 30}V${to.y - 3}`
      : `M${from.x + BOX} ${from.y + 15}H${out}V${to.y + 15}H${to.x + BOX + 4}`;
  }
  const out = from.x - 14 - (Math.abs(to.y - from.y) / ROW) * 9;
  return `M${from.x} ${from.y + 15}H${out}V${to.y + 15}H${to.x - 4}`;
}

export function FlowDiagram({ nodes, timeline }: { nodes: CaseView['diagram']; timeline: readonly TimelineStep[] }) {
  const now = nodes.find((n) => n.now);
  const path = new Set(timeline.map((s) => s.state));
  const { placed, told, height } = place(nodes, path);
  const at = new Map(placed.map((n) => [n.state, n]));
  return (
    <figure className="flow">
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={`流程图，现在是${now?.zh ?? '未知'}`}>
        <defs>
          <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path d="M0 0L8 4L0 8z" className="flow-arrow" />
          </marker>
        </defs>
        {placed.flatMap((from) =>
          from.to.flatMap((state) => {
            const to = at.get(state);
            return to
              ? [<path key={`${from.state}-${state}`} className="flow-line" d={edgePath(from, to)} markerEnd="url(#arrow)" />]
              : [];
          }),
        )}
        {placed.map((n) => (
          <g key={n.state} className={n.now ? 'flow-node flow-now' : n.final ? 'flow-node flow-final' : 'flow-node'}>
            <rect x={n.x} y={n.y} width={BOX} height={30} rx={n.final ? 15 : 3} />
            <text x={n.x + BOX / 2} y={n.y + 20} textAnchor="middle">
              {n.zh}
            </text>
          </g>
        ))}
      </svg>
      {told.length > 0 && (
        <figcaption>
          {told.map((end) => (
            <p key={end.state}>
              {end.zh}：可以从
              {nodes
                .filter((n) => n.to.includes(end.state))
                .map((n) => n.zh)
                .join('、')}
              到达。
            </p>
          ))}
        </figcaption>
      )}
    </figure>
  );
}

const Provisional = () => (
  <>
    <Tag tone="warn">暂定</Tag>
    当年放假通知尚未录入，录入后这一天可能变动。
  </>
);

/** 从哪天起，数到哪天: the arithmetic of a limit. */
export const ClockDays = ({ clock }: { clock: ClockView }) => (
  <section className="clock">
    <h3>{clock.label}</h3>
    <p>
      从 <Day on={clock.startOn} /> 起，{clock.limit}
      {clock.dueOn ? (
        <>
          ，到 <Day on={clock.dueOn} />
        </>
      ) : (
        '，现在暂停计算'
      )}
      。{clock.provisional && <Provisional />}
    </p>
    <ol className="clock-days">
      {clock.days.map((day) => (
        <li key={day.date} className={day.counted ? 'counted' : undefined}>
          <Day on={day.date} />
          <span>{day.text}</span>
        </li>
      ))}
    </ol>
  </section>
);
