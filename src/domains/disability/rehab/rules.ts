/** 精神障碍社区康复: admission, standard service, settlement of a month. Pure. */
import { addMonths, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { ParameterReader } from '../../../kernel/policy/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

/** Stable and of a low risk: the community; else the medical side first. */
export const isAdmissible = (read: ParameterReader, given: { riskLevel: number; acute: boolean }): boolean =>
  !given.acute && given.riskLevel <= wholeOf(read, 'REH-RISK-MAX');

const wholeOf = (read: ParameterReader, key: string): number => {
  const { num, den } = read.number(key);
  return Number(num / den);
};

/** When the next staged assessment is due: counted from the last one, else from the plan. */
export const nextStageOn = (read: ParameterReader, last: PlainDate): PlainDate =>
  addMonths(last, wholeOf(read, 'REH-STAGE-MONTHS'));

export const followUpMonths = [1, 3, 6, 12] as const;
export const followUpsOf = (closedOn: PlainDate): PlainDate[] => followUpMonths.map((months) => addMonths(closedOn, months));

export interface ServedPerson {
  readonly planSignedOn: PlainDate | null;
  /** Months with at least one valid service. */
  readonly servedMonths: readonly YearMonth[];
  readonly lastStageOn: PlainDate | null;
}

/** 规范服务: a signed plan, service in three months in a row, the last staged assessment no older than three months. */
export function hasStandardService(read: ParameterReader, person: ServedPerson, asOf: PlainDate): boolean {
  if (person.planSignedOn === null || person.planSignedOn > asOf) return false;
  const wanted = wholeOf(read, 'REH-STD-MONTHS');
  const months = new Set(person.servedMonths.filter((month) => month <= monthOf(asOf)));
  const inARow = [...months].some((first) =>
    Array.from({ length: wanted }, (_, i) => plusMonths(first, i)).every((month) => months.has(month)),
  );
  if (!inARow) return false;
  const last = person.lastStageOn;
  return last !== null && last <= asOf && nextStageOn(read, last) >= asOf;
}

export const voidReasons = {
  'too-short': '不足最短时长',
  'in-hospital': '住院期间',
  deceased: '去世以后',
  overlap: '与另一次服务时间重叠',
  'over-cap': '超过当月次数上限',
} as const;
export type VoidReason = keyof typeof voidReasons;

export interface ClaimedSession {
  readonly id: string;
  readonly personId: string;
  readonly staffId: string;
  /** ISO instants. */
  readonly startsAt: string;
  readonly endsAt: string;
  readonly on: PlainDate;
  readonly minutes: number;
}

/** Days on which a person was not in the community: from (counted) to the day of discharge (not counted); null: not back yet. */
export interface Absence {
  readonly personId: string;
  readonly from: PlainDate;
  readonly to: PlainDate | null;
  readonly kind: 'hospital' | 'death';
}

export interface SettledMonth {
  readonly claimed: number;
  readonly valid: readonly string[];
  readonly cuts: readonly { readonly id: string; readonly reason: VoidReason }[];
  readonly unitPriceFen: Fen;
  readonly sumFen: Fen;
}

/** Whether somebody was not in the community on a day. A death that was revoked has an end, and counts for nothing. */
export const isAway = (absence: Absence, on: PlainDate): boolean =>
  absence.kind === 'death'
    ? // 去世当天仍可能有过服务；住院当天起不算在社区。
      absence.to === null && on > absence.from
    : on >= absence.from && (absence.to === null || on < absence.to);

const awayOn = (absences: readonly Absence[], session: ClaimedSession): Absence | undefined =>
  absences.find((a) => a.personId === session.personId && isAway(a, session.on));

/** Sessions of one body in one month, in order of time: void ones are cut with their reason, then the cap of each person. */
export function settleMonth(
  read: ParameterReader,
  given: { sessions: readonly ClaimedSession[]; absences: readonly Absence[] },
): SettledMonth {
  const least = wholeOf(read, 'REH-MIN-MINUTES');
  const cap = wholeOf(read, 'REH-MAX');
  const unitPriceFen = read.fen('REH-PRICE');
  const cuts: { id: string; reason: VoidReason }[] = [];
  const valid: ClaimedSession[] = [];
  const ordered = [...given.sessions].sort((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : 0));
  for (const session of ordered) {
    const away = awayOn(given.absences, session);
    const reason: VoidReason | null =
      session.minutes < least
        ? 'too-short'
        : away
          ? away.kind === 'death'
            ? 'deceased'
            : 'in-hospital'
          : valid.some((v) => sharesPerson(v, session) && overlaps(v, session))
            ? 'overlap'
            : valid.filter((v) => v.personId === session.personId).length >= cap
              ? 'over-cap'
              : null;
    if (reason) cuts.push({ id: session.id, reason });
    else valid.push(session);
  }
  return {
    claimed: given.sessions.length,
    valid: valid.map((s) => s.id),
    cuts,
    unitPriceFen,
    sumFen: valid.length * unitPriceFen,
  };
}

const sharesPerson = (a: ClaimedSession, b: ClaimedSession): boolean => a.personId === b.personId || a.staffId === b.staffId;
const overlaps = (a: ClaimedSession, b: ClaimedSession): boolean => a.startsAt < b.endsAt && b.startsAt < a.endsAt;

/** Whether somebody may serve this year: the hours of the year before, entered in quarters of an hour. */
export const isTrained = (read: ParameterReader, quarterHours: number): boolean => {
  const hours = read.number('REH-HOURS');
  return BigInt(quarterHours) * hours.den >= hours.num * 4n;
};
