/** 轮候和入住的规则: who comes first, what is missing before a contract, until when a trial lasts. Pure. */
import { dayNumber, plusDays } from '../../../kernel/calendar/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { type ClauseKey, clauses, type Rank, type RiskLevel, type RiskType, riskTypes, type TekunCare } from './terms.ts';

export interface Standing {
  readonly tekun: boolean;
  readonly tekunCare: TekunCare | null;
  readonly dibao: boolean;
  readonly onlyChildLost: boolean;
  /** 0–4; null while nobody has assessed. */
  readonly level: number | null;
}

/** The class of the queue of a public home; every other home goes by the time of application alone. */
export function rankOf(of: Standing, home: 'public' | 'private'): Rank {
  if (home === 'private') return 5;
  if (of.tekun) return of.tekunCare === 'part' || of.tekunCare === 'full' ? 1 : 2;
  const level = of.level ?? -1;
  if (of.dibao && level >= 3) return 3;
  if (of.onlyChildLost && level >= 2) return 4;
  return 5;
}

interface Queued {
  readonly id: string;
  readonly rank: number;
  readonly no: number;
}
export const inOrder = <T extends Queued>(queue: readonly T[]): T[] => queue.toSorted((a, b) => a.rank - b.rank || a.no - b.no);
/** How many stand before this one. */
export const beforeIt = (queue: readonly Queued[], id: string): number => inOrder(queue).findIndex((q) => q.id === id);

export interface Risk {
  readonly level: RiskLevel;
  readonly measure: string;
}
export const missingRisks = (risks: Partial<Record<RiskType, Risk>>): string[] =>
  (Object.keys(riskTypes) as RiskType[]).filter((type) => !risks[type]).map((type) => riskTypes[type]);
/** A risk of some height without a measure is not assessed. */
export const unmeasured = (risks: Partial<Record<RiskType, Risk>>): string[] =>
  (Object.entries(risks) as [RiskType, Risk][])
    .filter(([, risk]) => (risk.level === 'middle' || risk.level === 'high') && risk.measure.trim() === '')
    .map(([type]) => riskTypes[type]);

export const missingClauses = (given: readonly ClauseKey[]): string[] =>
  (Object.keys(clauses) as ClauseKey[]).filter((key) => !given.includes(key)).map((key) => clauses[key]);

/** 试住: the first day on which it is no longer one, the reminder before it, and when the head is told that nobody has decided. */
export const trialEnd = (from: PlainDate, limits: { days: number; remind: number; more: number }) => {
  const endsOn = plusDays(from, limits.days);
  return { endsOn, remindOn: plusDays(endsOn, -limits.remind), overdueFrom: plusDays(endsOn, limits.more) };
};

/** Days of a stay, the day of leaving not counted; one single date is one day. */
export const stayDays = (from: PlainDate, to: PlainDate): number => Math.max(1, dayNumber(to) - dayNumber(from));
