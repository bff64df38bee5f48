/** 照护的规则: what a plan proposes, which tasks a day has, late and bulk signing, nights, the hands that are needed. Pure. */
import { addMonths, dayNumber, plainDateOf, plusDays, startOf, timeOfDay, weekday } from '../../../kernel/calendar/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { CareLevel } from '../beds/terms.ts';
import type { Risk } from '../stays/rules.ts';
import type { RiskType } from '../stays/terms.ts';
import { type Shift, shifts, type Weekday } from './terms.ts';

export interface PlanItem {
  /** 协助洗漱, 翻身拍背 … */
  readonly what: string;
  /** 07:30, as it is written on the board. */
  readonly times: readonly string[];
  /** None: every day. */
  readonly days: readonly Weekday[];
}

/** 07:30、12:00 → sorted, each once; null where one of them is no time of day. */
export function timesOf(text: string): string[] | null {
  const parts = text.split(/[\s、，,；;]+/).filter(Boolean);
  const times = parts.map((part) => /^(\d{1,2})[:：](\d{2})$/.exec(part));
  if (times.length === 0 || times.some((t) => t === null || Number(t[1]) > 23 || Number(t[2]) > 59)) return null;
  return [...new Set(times.map((t) => `${t![1]!.padStart(2, '0')}:${t![2]}`))].sort();
}

const atTime = (day: PlainDate, time: string): string =>
  new Date(startOf(day).getTime() + (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * 60_000).toISOString();

/** The tasks of a day, from an instant on: what was due before a plan began is nobody's task. */
export const tasksOn = (items: readonly PlanItem[], day: PlainDate, from: string): { itemNo: number; dueAt: string }[] =>
  items.flatMap((item, itemNo) =>
    item.days.length > 0 && !item.days.includes(String(weekday(day)) as Weekday)
      ? []
      : item.times.map((time) => ({ itemNo, dueAt: atTime(day, time) })).filter((task) => task.dueAt > from),
  );

const EVERY_TWO_HOURS = [
  '00:00',
  '02:00',
  '04:00',
  '06:00',
  '08:00',
  '10:00',
  '12:00',
  '14:00',
  '16:00',
  '18:00',
  '20:00',
  '22:00',
];
const MEALS = ['07:30', '11:30', '17:30'];
const ranks: Readonly<Record<CareLevel, number>> = { self: 0, 'assisted-1': 1, 'assisted-2': 2, 'nursed-1': 3, 'nursed-2': 4 };

/** What a nurse may begin a plan with, by the care level and the risks of some height; every line may be changed. */
export function proposedItems(level: CareLevel, risks: Partial<Record<RiskType, Risk>>): PlanItem[] {
  const rank = ranks[level];
  const risky = (type: RiskType) => ['middle', 'high'].includes(risks[type]?.level ?? '');
  const daily = (what: string, times: readonly string[]): PlanItem => ({ what, times, days: [] });
  return [
    daily('量体温、血压', ['08:00']),
    ...(rank >= 1 ? [daily('协助洗漱', ['06:30', '20:00'])] : []),
    ...(rank >= 2 ? [daily('协助如厕', ['06:00', '10:00', '14:00', '18:00', '21:30'])] : []),
    ...(rank >= 3 ? [daily('协助进餐', MEALS)] : []),
    ...(rank >= 4 || risky('pressure-injury') ? [daily('翻身，看皮肤', EVERY_TWO_HOURS)] : []),
    ...(risky('choking') ? [daily('进餐时在旁看护', MEALS)] : []),
    ...(risky('misuse') ? [daily('看着服药', ['08:00', '18:00'])] : []),
    ...(risky('fall') || risky('bed-fall') ? [daily('看床栏、地面，扶着起夜', ['22:00', '02:00'])] : []),
    ...(risky('wandering') ? [daily('点名，看定位手环', ['09:00', '15:00', '19:00'])] : []),
    ...(risky('harm') ? [daily('看情绪，收好尖锐物品', ['10:00', '16:00'])] : []),
    { what: rank >= 2 ? '协助洗澡' : '提醒洗澡', times: ['15:00'], days: ['2', '5'] },
  ];
}

const HOUR = 3_600_000;
/** Done outside due ± 2 h. */
export const isLate = (dueAt: string, doneAt: string): boolean => Math.abs(Date.parse(doneAt) - Date.parse(dueAt)) > 2 * HOUR;
/** Not signed while it is open any more: two hours after it was due. */
export const isMissed = (dueAt: string, now: string): boolean => Date.parse(now) - Date.parse(dueAt) > 2 * HOUR;

export const BULK = { more: 5, withinMs: 60_000 } as const;
/** 集中补签: of one signer, those that lie in a stretch of 60 s with more than 5 signatures. Gives their places in the list. */
export function bulkSigned(signedAt: readonly string[]): number[] {
  const sorted = signedAt.map((at, place) => ({ at: Date.parse(at), place })).toSorted((a, b) => a.at - b.at);
  const flagged = new Set<number>();
  let first = 0;
  for (const [last, { at }] of sorted.entries()) {
    while (at - sorted[first]!.at > BULK.withinMs) first++;
    if (last - first + 1 > BULK.more) for (let i = first; i <= last; i++) flagged.add(sorted[i]!.place);
  }
  return [...flagged].sort((a, b) => a - b);
}

/**
 * 什么时候做的、签的. A phone says how many seconds ago it was signed, not at what time: a clock that is wrong says that right, too. Nothing is done after it was
 * signed.
 */
export function timesSigned(given: { doneAt?: string | undefined; signedAgo?: number | undefined }, now: string) {
  const signedAt = new Date(Date.parse(now) - (given.signedAgo ?? 0) * 1000).toISOString();
  const doneAt = given.doneAt === undefined ? signedAt : new Date(given.doneAt).toISOString();
  return { signedAt, doneAt: [doneAt, signedAt].sort()[0]! };
}

/** Where one dose stands: prepared by one, given by another, or missed two hours after it was due. */
export function doseState(
  dose: { dueAt: string; preparedBy: string | null; result: string | null },
  now: string,
): 'waiting' | 'open' | 'missed' | 'prepared' | 'given' | 'refused' {
  if (dose.result === 'given' || dose.result === 'refused') return dose.result;
  if (isMissed(dose.dueAt, now)) return 'missed';
  if (dose.preparedBy !== null) return 'prepared';
  return Date.parse(dose.dueAt) - Date.parse(now) > 2 * HOUR ? 'waiting' : 'open';
}

/** A shift is handed over once it has begun, until the day after: what is entered for another day would take the place of the real one. */
export function mayHandOver({ date, shift }: { date: PlainDate; shift: Shift }, now: string): boolean {
  const begins = startOf(date).getTime() + shifts[shift].from * HOUR;
  return begins <= Date.parse(now) && date >= plusDays(plainDateOf(now), -1);
}

/** Which night an instant belongs to, from 21:00 to 06:00 of the next day; null by day. */
export function nightOf(at: string): PlainDate | null {
  const [day, hour] = [plainDateOf(at), Number(timeOfDay(at).slice(0, 2))];
  if (hour >= 21) return day;
  return hour < 6 ? plusDays(day, -1) : null;
}
/** The last night that is over. */
export const lastNight = (now: string): PlainDate => {
  const [day, hour] = [plainDateOf(now), Number(timeOfDay(now).slice(0, 2))];
  return plusDays(day, hour < 6 ? -2 : -1);
};
export const shiftAt = (at: string): Shift => {
  const hour = Number(timeOfDay(at).slice(0, 2));
  return (Object.keys(shifts) as Shift[]).find((key) => hour >= shifts[key].from && hour < shifts[key].to)!;
};

/** The last day for the plan: so many days after the admission. */
export const planDue = (fromOn: PlainDate, days: number): PlainDate => plusDays(fromOn, days);
/** The day on which the nine risks are to be assessed again. */
export const risksDue = (lastOn: PlainDate, months: number): PlainDate => addMonths(lastOn, months);
export const daysLate = (due: PlainDate, today: PlainDate): number => Math.max(0, dayNumber(today) - dayNumber(due));

export interface Ratio {
  readonly self: number;
  readonly semi: number;
  readonly full: number;
}
/** 5.4: workers that the residents of each level need. */
export function workersNeeded(levels: Partial<Record<CareLevel, number>>, ratio: Ratio): number {
  const n = (level: CareLevel) => levels[level] ?? 0;
  return (
    Math.ceil((n('self') + n('assisted-1')) / ratio.self) +
    Math.ceil(n('assisted-2') / ratio.semi) +
    Math.ceil((n('nursed-1') + n('nursed-2')) / ratio.full)
  );
}
/** Homes under 100 beds may share one inside the county. */
export const socialWorkersNeeded = (beds: number): number => Math.ceil(beds / 100);
