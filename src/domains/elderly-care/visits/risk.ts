/** 风险评分, tool v1 (left-behind-care 5.1, 5.2): who is among 特殊困难老年人, how many points, which level, until when it stands by itself. Pure. */
import { ageOn, birthdayOf, dayNumber, plusDays } from '../../../kernel/calendar/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { OLD } from '../register/terms.ts';
import { type Group, groups, type Level } from './terms.ts';

export const TOOL = 'v1';

/** What is known of somebody on a day; null: nothing is known. */
export interface Known {
  readonly birthDate: PlainDate;
  readonly living: string | null;
  /** 0 to 4, by the assessment in force. */
  readonly capacity: number | null;
  readonly demented: boolean;
  /** Grade of a valid certificate. */
  readonly disability: number | null;
  readonly onlyChildLost: boolean;
  readonly suddenIllness: boolean;
  readonly dischargedOn: PlainDate | null;
  readonly bereavedOn: PlainDate | null;
  /** The last day on which the children were heard of. */
  readonly contactOn: PlainDate | null;
  readonly poor: boolean;
  readonly hazard: boolean;
  readonly unreachable: boolean;
}

export interface Bands {
  readonly red: number;
  readonly yellow: number;
}

export interface Standing {
  readonly groups: readonly Group[];
  readonly score: number;
  readonly level: Level;
  /** What it is made of, with its points. */
  readonly reasons: readonly { readonly zh: string; readonly points: number }[];
  /** The next day on which it may change by the calendar alone. */
  readonly reviewOn: PlainDate | null;
}

const RECENT_DAYS = 90;
const SILENT_DAYS = 30;
const disabled = (known: Known): boolean => (known.capacity ?? 0) >= 2 || known.demented;

export function groupsOf(known: Known, on: PlainDate): Group[] {
  if (ageOn(known.birthDate, on) < OLD) return [];
  const is: Readonly<Record<Group, boolean>> = {
    ELD_ALONE: known.living === 'alone',
    ELD_EMPTY: known.living === 'empty-nest',
    ELD_LEFT: known.living === 'left-behind',
    ELD_FUNC: disabled(known),
    ELD_DIS: known.disability !== null && known.disability <= 2,
    ELD_ONLY: known.onlyChildLost,
  };
  return (Object.keys(groups) as Group[]).filter((group) => is[group]);
}

const within = (since: PlainDate | null, on: PlainDate): boolean =>
  since !== null && dayNumber(on) - dayNumber(since) <= RECENT_DAYS && since <= on;

export function standingOf(known: Known, on: PlainDate, bands: Bands): Standing {
  const old = ageOn(known.birthDate, on) >= 80;
  const alone = known.living === 'alone';
  const capacity = known.capacity ?? 0;
  const recent = within(known.dischargedOn, on) || within(known.bereavedOn, on);
  const silent = known.contactOn !== null && dayNumber(on) - dayNumber(known.contactOn) >= SILENT_DAYS;
  const items: readonly [boolean, string, number][] = [
    [old, '满80周岁', 15],
    [alone, '独居', 20],
    [capacity >= 3 || known.demented, '重度失能或者失智', 30],
    [(capacity === 1 || capacity === 2) && !known.demented, '部分失能', 15],
    [known.suddenIllness, '有可能突然危及生命的病', 20],
    [recent, '90天内出院或者亲人去世', 20],
    [silent, '30天没有和子女联系', 15],
    [known.disability !== null && known.disability <= 2, '重度残疾', 15],
    [known.poor, '低保或者特困', 10],
    [known.hazard, '住房有隐患', 10],
    [known.unreachable, '半小时内没有人能赶到', 10],
    [known.onlyChildLost, '计划生育特殊家庭', 10],
  ];
  const reasons = items.filter(([holds]) => holds).map(([, zh, points]) => ({ zh, points }));
  const score = reasons.reduce((sum, { points }) => sum + points, 0);
  let level: Level = score >= bands.red ? 'red' : score >= bands.yellow ? 'yellow' : 'green';
  if (alone && disabled(known)) level = 'red';
  if (alone && old && level === 'green') level = 'yellow';
  const changes = [
    birthdayOf(known.birthDate, OLD),
    birthdayOf(known.birthDate, 80),
    ...[known.dischargedOn, known.bereavedOn].flatMap((day) => (day ? [plusDays(day, RECENT_DAYS + 1)] : [])),
    ...(known.contactOn ? [plusDays(known.contactOn, SILENT_DAYS)] : []),
  ].filter((day) => day > on);
  return { groups: groupsOf(known, on), score, level, reasons, reviewOn: changes.sort()[0] ?? null };
}

const order: readonly Level[] = ['green', 'yellow', 'red'];
/** Above 0: `a` is the graver one. */
export const compareLevels = (a: Level, b: Level): number => order.indexOf(a) - order.indexOf(b);

/** Lowering waits until the level has stood so many days. */
export const mayLower = (levelSince: PlainDate, on: PlainDate, days: number): boolean =>
  dayNumber(on) - dayNumber(levelSince) >= days;

/** A level in force is reviewed when it runs out, whatever else. */
export const earlier = (a: PlainDate | null, b: PlainDate | null): PlainDate | null =>
  a === null ? b : b === null || a < b ? a : b;
