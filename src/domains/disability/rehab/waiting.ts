/** 等待转介的时间: working days from registration to referral, in bands that stop at the limit. Counts only. Pure. */
import { cellsOf } from '../../../kernel/indicator/index.ts';

export interface WaitBand {
  readonly zh: string;
  /** Longest wait of the band. */
  readonly upTo: number;
}

/** 0至1天, 2至3天 … up to the limit; then up to twice as long, and longer. */
export function waitBands(limit: number): { inTime: WaitBand[]; late: WaitBand[] } {
  const days = (from: number, upTo: number) => (from === upTo ? `${from}个工作日` : `${from}至${upTo}个工作日`);
  const inTime = Array.from({ length: Math.ceil((limit + 1) / 2) }, (_, i) => {
    const upTo = Math.min(limit, 2 * i + 1);
    return { zh: days(2 * i, upTo), upTo };
  });
  const late = [
    { zh: days(limit + 1, 2 * limit), upTo: 2 * limit },
    { zh: `${2 * limit + 1}个工作日以上`, upTo: Number.POSITIVE_INFINITY },
  ];
  return { inTime, late };
}

export interface Waited {
  /** Working days to the referral; null: not referred yet. */
  readonly days: number | null;
  /** Referred by the last day of its limit, or the limit has not passed. */
  readonly inTime: boolean;
}

export interface WaitingRow {
  zh: string;
  text: string;
  count: number | null;
}
export interface Waiting {
  year: number;
  limit: number;
  inTime: WaitingRow[];
  late: WaitingRow[];
  /** Registered, neither referred nor late. */
  open: WaitingRow[];
}

/**
 * What is in time is judged by the case's own last day, so that the bars come to the indicator 转介及时率; because that one tells both sums, each side
 * hides its small counts by itself.
 */
export function waitingOf(cases: readonly Waited[], limit: number, year: number): Waiting {
  const bands = waitBands(limit);
  const among = (given: readonly WaitBand[], waited: readonly number[]): number[] => {
    const counts = given.map(() => 0);
    for (const days of waited) {
      const band = given.findIndex(({ upTo }) => days <= upTo);
      counts[band < 0 ? given.length - 1 : band]!++;
    }
    return counts;
  };
  const referred = (inTime: boolean) => cases.flatMap((c) => (c.days !== null && c.inTime === inTime ? [c.days] : []));
  const unreferred = (inTime: boolean) => cases.filter((c) => c.days === null && c.inTime === inTime).length;
  const told = (names: readonly string[], counts: readonly number[]): WaitingRow[] =>
    cellsOf(counts).map((text, i) => ({ zh: names[i]!, text, count: text === String(counts[i]) ? counts[i]! : null }));
  return {
    year,
    limit,
    inTime: told(
      bands.inTime.map((band) => band.zh),
      among(bands.inTime, referred(true)),
    ),
    late: told(
      [...bands.late.map((band) => band.zh), '还没有转介，已过期限'],
      [...among(bands.late, referred(false)), unreferred(false)],
    ),
    open: told(['还没有转介，期限内'], [unreferred(true)]),
  };
}
