/** Small charts drawn by hand: a gauge against its target, bars, a Pareto. Every one says its figures in words too. */
import { Fragment, type ReactNode } from 'react';

/** A share from 0 to 100 with the mark of its target. */
export function Gauge({
  num,
  den,
  target,
  label,
  better = 'higher',
}: {
  num: number;
  den: number;
  target: number | null;
  label: string;
  better?: 'higher' | 'lower';
}) {
  const share = den === 0 ? 0 : num / den;
  const reached = target === null || (better === 'lower' ? share <= target : share >= target);
  return (
    <svg viewBox="0 0 200 18" preserveAspectRatio="none" className="gauge" role="img" aria-label={label}>
      <rect x="0" y="5" width="200" height="8" fill="var(--line)" />
      <rect x="0" y="5" width={200 * share} height="8" fill={reached ? 'var(--good)' : 'var(--warn)'} />
      {target !== null && <rect x={Math.min(198, 200 * target - 1)} y="0" width="2" height="18" fill="var(--ink)" />}
    </svg>
  );
}

export interface BarRow {
  zh: string;
  /** Null: not told, so no bar; `text` says why. */
  count: number | null;
  /** In place of the count. */
  text?: string;
  /** Beside the count. */
  note?: ReactNode;
  tone?: 'bad' | 'warn';
  /** A line under the row: here a limit ends. */
  limit?: string;
}
const counted = (count: number): string => count.toLocaleString('zh-CN');
const partOf = (count: number | null, longest: number): { width: string } => ({ width: `${((count ?? 0) / longest) * 100}%` });

/** Bars side by side with their numbers; the longest fills its track. */
export function Bars({ rows, caption, of }: { rows: readonly BarRow[]; caption: string; of?: number }) {
  const longest = Math.max(1, of ?? 0, ...rows.map((row) => row.count ?? 0));
  return (
    <table className="bars">
      <caption className="sr-only">{caption}</caption>
      <tbody>
        {rows.map((row) => (
          <Fragment key={row.zh}>
            <tr>
              <th scope="row">{row.zh}</th>
              <td className="bar-track" aria-hidden="true">
                {row.count !== null && <span className={`bar bar-${row.tone ?? 'plain'}`} style={partOf(row.count, longest)} />}
              </td>
              <td className="num">{row.text ?? counted(row.count ?? 0)}</td>
              <td className="quiet">{row.note}</td>
            </tr>
            {row.limit && (
              <tr className="bar-limit">
                <td colSpan={4}>{row.limit}</td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

/** Causes from the most frequent on, with what they come to together. */
export function Pareto({ rows, caption }: { rows: readonly { zh: string; count: number }[]; caption: string }) {
  const total = rows.reduce((sum, row) => sum + row.count, 0);
  let seen = 0;
  return (
    <Bars
      caption={caption}
      rows={rows.map((row) => {
        seen += row.count;
        return { ...row, note: `累计${Math.floor((seen * 1000) / total) / 10}%` };
      })}
    />
  );
}

export interface PyramidSide {
  count: number | null;
  text: string;
  /** The number as the way to what it counts. */
  open?: ReactNode;
}

/** Men to the left, women to the right, the oldest on top; a table that looks like a pyramid. `of`: the longest bar of all that stand together. */
export function Pyramid({
  rows,
  caption,
  of,
}: {
  rows: readonly { zh: string; left: PyramidSide; right: PyramidSide }[];
  caption: string;
  of: number;
}) {
  const bar = ({ count }: PyramidSide, side: 'left' | 'right') => (
    <td className={`pyramid-track pyramid-${side}`} aria-hidden="true">
      {(count ?? 0) > 0 && <span className={`bar pyramid-bar-${side}`} style={partOf(count, Math.max(1, of))} />}
    </td>
  );
  const number = (side: PyramidSide) => <td className="num">{side.open ?? side.text}</td>;
  return (
    <table className="pyramid">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col" className="num">
            男
          </th>
          <td />
          <th scope="col">年龄</th>
          <td />
          <th scope="col" className="num">
            女
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ zh, left, right }) => (
          <tr key={zh}>
            {number(left)}
            {bar(left, 'left')}
            <th scope="row">{zh}</th>
            {bar(right, 'right')}
            {number(right)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export interface TrendValue {
  readonly x: number;
  readonly value: number;
  /** 2025年12月 60.0%（平台留存的） */
  readonly says: string;
  /** Full: counted by the platform; ring: as somebody printed it. */
  readonly ring: boolean;
}

/** A course over the years with the line of its target; one value is a point. In words for whoever does not see it. */
export function Trend({
  points,
  target,
  from,
  to,
  label,
}: {
  points: readonly TrendValue[];
  target: number | null;
  from: number;
  to: number;
  label: string;
}) {
  if (points.length === 0) return null;
  const [width, height, edge, foot] = [180, 52, 5, 12];
  const most = Math.max(target ?? 0, ...points.map(({ value }) => value), 0.001) * 1.08;
  const x = (at: number) => edge + ((at - from) / Math.max(0.001, to - from)) * (width - 2 * edge);
  const ground = height - foot;
  const y = (value: number) => ground - (value / most) * (ground - edge);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      className="trend"
      role="img"
      aria-label={`${label}：${points.map((p) => p.says).join('；')}`}
    >
      <line x1={edge} x2={width - edge} y1={ground} y2={ground} className="trend-base" />
      <text x={edge} y={height - 2}>
        {from}
      </text>
      <text x={width - edge} y={height - 2} textAnchor="end">
        {to - 1}
      </text>
      {target !== null && <line x1={edge} x2={width - edge} y1={y(target)} y2={y(target)} className="trend-target" />}
      <polyline className="trend-line" points={points.map((p) => `${x(p.x)},${y(p.value)}`).join(' ')} />
      {points.map((p) => (
        <circle key={p.says} cx={x(p.x)} cy={y(p.value)} r={p.ring ? 3 : 2.5} className={p.ring ? 'trend-ring' : 'trend-point'}>
          <title>{p.says}</title>
        </circle>
      ))}
    </svg>
  );
}

export interface CoursePoint {
  readonly label: string;
  readonly value: number;
  readonly text: string;
  /** A day, as its number: points stand as far apart as their days. */
  readonly day: number;
}

/** Values over time with the line of the target; said in words by its label. */
export function Course({
  points,
  target,
  label,
}: {
  points: readonly CoursePoint[];
  target: { value: number; text: string } | null;
  label: string;
}) {
  const [width, height, left, right, top, bottom] = [360, 180, 14, 14, 26, 24];
  const values = [...points.map((p) => p.value), ...(target ? [target.value] : [])];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low || Math.abs(high) || 1) * 0.25;
  const [first, last] = [points[0]!.day, points.at(-1)!.day];
  const x = (day: number) => (last === first ? width / 2 : left + ((day - first) / (last - first)) * (width - left - right));
  const y = (value: number) => height - bottom - ((value - low + room) / (high - low + 2 * room)) * (height - top - bottom);
  const anchor = (i: number) => (points.length === 1 ? 'middle' : i === 0 ? 'start' : i === points.length - 1 ? 'end' : 'middle');
  // 挨得近的只写首尾，图下的表里都有
  const isSaid = (i: number) => points.length <= 5 || i === 0 || i === points.length - 1;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className="course" role="img" aria-label={label}>
      <line x1="0" x2={width} y1={height - bottom} y2={height - bottom} stroke="var(--line-2)" />
      {target && (
        <>
          <line
            x1="0"
            x2={width}
            y1={y(target.value)}
            y2={y(target.value)}
            stroke="var(--warn)"
            strokeWidth="1.5"
            strokeDasharray="5 4"
          />
          <text x="0" y={y(target.value) - 5} fontSize="12" fill="var(--ink-2)">
            目标{target.text}
          </text>
        </>
      )}
      <polyline
        points={points.map((p) => `${x(p.day)},${y(p.value)}`).join(' ')}
        fill="none"
        stroke="var(--accent)"
        strokeWidth="2"
      />
      {points.map((p, i) => (
        <g key={p.label}>
          <circle cx={x(p.day)} cy={y(p.value)} r="3.5" fill="var(--accent)" />
          {isSaid(i) && (
            <>
              <text x={x(p.day)} y={y(p.value) + 18} fontSize="12" textAnchor={anchor(i)} fill="var(--ink)">
                {p.text}
              </text>
              <text x={x(p.day)} y={height - 7} fontSize="11" textAnchor={anchor(i)} fill="var(--ink-2)">
                {p.label}
              </text>
            </>
          )}
        </g>
      ))}
    </svg>
  );
}
