/** Rules of money and safety (4.13, 5.11–5.15): cover without a gap, limits of what is taken in advance, subsidies and what is claimed back. Pure. */
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';

export type Light = 'good' | 'yellow' | 'red';

/** A policy covers its first and its last day. */
export interface Policy {
  readonly fromOn: PlainDate;
  readonly toOn: PlainDate;
  readonly beds: number;
}

/** The days between the first policy and today on which nothing covered, as spans; the last one may still run. */
export function gapsOf(policies: readonly Policy[], today: PlainDate): { from: PlainDate; to: PlainDate }[] {
  const sorted = policies.toSorted((a, b) => (a.fromOn < b.fromOn ? -1 : 1));
  const gaps: { from: PlainDate; to: PlainDate }[] = [];
  let coveredTo: PlainDate | null = null;
  for (const { fromOn, toOn } of sorted) {
    if (fromOn > today) break;
    if (coveredTo !== null && fromOn > plusDays(coveredTo, 1))
      gaps.push({ from: plusDays(coveredTo, 1), to: plusDays(fromOn, -1) });
    if (coveredTo === null || toOn > coveredTo) coveredTo = toOn;
  }
  if (coveredTo !== null && coveredTo < today) gaps.push({ from: plusDays(coveredTo, 1), to: today });
  return gaps;
}

export interface Cover {
  readonly light: Light;
  readonly says: string;
}
/** No cover with residents: red. A day without cover since `since`, too few beds insured, or the end near: yellow. */
export function coverOf(
  policies: readonly Policy[],
  of: { today: PlainDate; since: PlainDate; living: number; remindDays: number },
): Cover {
  const now = policies.filter(({ fromOn, toOn }) => fromOn <= of.today && of.today <= toOn);
  const gap = gapsOf(policies, of.today).findLast(({ to }) => to >= of.since);
  if (policies.length === 0 && of.living === 0) return { light: 'good', says: '没有人在住，还没有投保' };
  if (now.length === 0)
    return of.living > 0
      ? { light: 'red', says: `没有保险，在住${of.living}人` }
      : { light: 'yellow', says: '没有保险，没有人在住' };
  const beds = now.reduce((sum, policy) => sum + policy.beds, 0);
  if (beds < of.living) return { light: 'yellow', says: `投保${beds}张床，在住${of.living}人` };
  if (gap) return { light: 'yellow', says: `${gap.from}至${gap.to}断保` };
  const end =
    now
      .map(({ toOn }) => toOn)
      .toSorted()
      .at(-1) ?? of.today;
  const following = policies.some(({ fromOn, toOn }) => fromOn <= plusDays(end, 1) && toOn > end);
  return end <= plusDays(of.today, of.remindDays) && !following
    ? { light: 'yellow', says: `${end}到期，请续保` }
    : { light: 'good', says: `保到${end}` };
}

export interface Prepaid {
  /** 固定资产净额, without what is pledged. */
  readonly assetsFen: Fen;
  readonly serviceFen: Fen;
  readonly depositFen: Fen;
  readonly memberFen: Fen;
  /** Of the escrow account; null: never reported. */
  readonly balanceFen: Fen | null;
}
export interface PrepaidLimits {
  /** Percent of the limit at which it is yellow; of deposits and membership that stay in the account. */
  readonly yellow: number;
  readonly reserve: number;
}
export const totalOf = ({ serviceFen, depositFen, memberFen }: Pick<Prepaid, 'serviceFen' | 'depositFen' | 'memberFen'>): Fen =>
  serviceFen + depositFen + memberFen;
export const isOverAssets = (of: Prepaid, moreFen: Fen = 0): boolean => totalOf(of) + moreFen > of.assetsFen;

/** 5.15: the whole against the assets, the balance against the reserve. Products before shares. */
export function prepaidStanding(of: Prepaid, { yellow, reserve }: PrepaidLimits) {
  const total = totalOf(of);
  const assets: Light = isOverAssets(of) ? 'red' : total > 0 && total * 100 >= of.assetsFen * yellow ? 'yellow' : 'good';
  const held = of.depositFen + of.memberFen;
  const reserveFen: Fen = Math.ceil((held * reserve) / 100);
  const kept: Light = held === 0 ? 'good' : of.balanceFen === null || of.balanceFen < reserveFen ? 'red' : 'good';
  return { totalFen: total, assets, reserveFen, reserve: kept };
}

/** Of a prepaid service fee what is still to come: whole months that have not begun, the rest stays with the month. */
export const unusedFen = (amountFen: Fen, months: number, begun: number): Fen =>
  amountFen - Math.floor((amountFen * Math.min(months, Math.max(0, begun))) / months);
