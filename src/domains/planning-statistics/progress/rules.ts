/** 项目推进的规则 (planning 4.3, 5.4): order of the stages, money of a month, estimates, and what has to be looked at. Pure. */
import { type Calendar, firstDayOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { FieldProblem } from '../../../kernel/result/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import {
  type Alarm,
  alarmOrder,
  goesOn,
  type Side,
  type Source,
  type Stage,
  sources,
  stages,
  stageWeights,
  stepOf,
} from './terms.ts';

/** 万元, as the tables print it. */
export const wan = (fen: Fen): string => `${(fen / 1_000_000).toLocaleString('zh-CN', { maximumFractionDigits: 6 })}万元`;

export type Move = 'same' | 'next' | 'skip' | 'back';
export function moveOf(from: Stage, to: Stage): Move {
  const steps = stepOf(to) - stepOf(from);
  return steps === 0 ? 'same' : steps === 1 ? 'next' : steps > 1 ? 'skip' : 'back';
}
/** Why a stage is skipped or gone back to must be said. */
export const needsReason = (from: Stage, to: Stage): boolean => ['skip', 'back'].includes(moveOf(from, to));

/** 《政府投资条例》: a design estimate above the approved feasibility estimate by more than so many percent is reported back; exactly as much is not. */
export const mustReportBack = (of: { feasibilityFen: Fen; designFen: Fen }, percent: number): boolean =>
  BigInt(of.designFen) * 100n > BigInt(of.feasibilityFen) * BigInt(100 + percent);

export interface Estimates {
  readonly feasibilityFen: Fen | null;
  readonly designFen: Fen | null;
  /** Of the answer to what was reported back. */
  readonly reportedBackNo: string | null;
}
export const isOverrun = ({ feasibilityFen, designFen, reportedBackNo }: Estimates, percent: number): boolean =>
  feasibilityFen !== null &&
  designFen !== null &&
  reportedBackNo === null &&
  mustReportBack({ feasibilityFen, designFen }, percent);

/** How much may be built for: the approved design estimate, before that the feasibility estimate, before that the investment of the library. */
export const ceilingOf = (of: Estimates & { investmentFen: Fen }): { fen: Fen; zh: string } =>
  of.designFen !== null
    ? { fen: of.designFen, zh: '核定的概算' }
    : of.feasibilityFen !== null
      ? { fen: of.feasibilityFen, zh: '批复的估算' }
      : { fen: of.investmentFen, zh: '项目库的投资' };

export interface Planned {
  readonly source: Source;
  readonly planned: Fen;
}
export interface Moved {
  readonly source: Source;
  readonly arrived: Fen;
  readonly paid: Fen;
}

const twice = (rows: readonly { source: Source }[]): number =>
  rows.findIndex((row, i) => rows.findIndex((other) => other.source === row.source) < i);

/** What is wrong with a plan of funding for this investment; `has` is what has arrived so far. */
export function planProblem(investmentFen: Fen, plan: readonly Planned[], has: readonly Moved[]): FieldProblem | null {
  const again = twice(plan);
  if (again >= 0) return { path: `money.${again}.source`, message: `${sources[plan[again]!.source]}写了两次` };
  const empty = plan.findIndex((row) => row.planned === 0);
  if (empty >= 0) return { path: `money.${empty}.planned`, message: '计划须大于0，没有这项来源的请删去' };
  for (const { source, arrived } of has.filter((row) => row.arrived > 0)) {
    const at = plan.findIndex((row) => row.source === source);
    if (at < 0) return { path: 'money', message: `${sources[source]}已到账${wan(arrived)}，不能从计划里删去` };
    if (plan[at]!.planned < arrived) return { path: `money.${at}.planned`, message: `已到账${wan(arrived)}，计划不能比它少` };
  }
  const total = plan.reduce((sum, row) => sum + row.planned, 0);
  return total === investmentFen
    ? null
    : { path: 'money', message: `各来源计划之和${wan(total)}，须等于投资${wan(investmentFen)}` };
}

/** What a month's report says in sums since the beginning. */
export interface Sums {
  readonly month: YearMonth;
  readonly stage: Stage;
  readonly investedFen: Fen;
  readonly money: readonly Moved[];
}
export interface MonthReport extends Sums {
  readonly stageOn: PlainDate | null;
  readonly reason: string | null;
}
export interface Course extends Estimates {
  readonly stage: Stage;
  readonly stageOn: PlainDate | null;
  readonly investmentFen: Fen;
  readonly plan: readonly Planned[];
  /** The counted reports next to this month, that month's own left out. */
  readonly before: Sums | null;
  readonly after: Sums | null;
  /** The stage of the version of this month that counts until now. */
  readonly own: Stage | null;
}

const movedOf = (of: Sums | null, source: Source): Moved =>
  of?.money.find((row) => row.source === source) ?? { source, arrived: 0, paid: 0 };

/** What is wrong with the money of a report, by field: paid ≤ arrived ≤ planned, and sums that never fall from month to month. */
function moneyProblem({ plan, before, after }: Course, { money }: MonthReport): FieldProblem | null {
  const again = twice(money);
  if (again >= 0) return { path: `money.${again}.source`, message: `${sources[money[again]!.source]}写了两次` };
  for (const [i, { source, arrived, paid }] of money.entries()) {
    const planned = plan.find((row) => row.source === source)?.planned ?? 0;
    const [least, most] = [movedOf(before, source), after && movedOf(after, source)];
    const wrong = (field: keyof Moved, message: string): FieldProblem => ({ path: `money.${i}.${field}`, message });
    if (planned === 0) return wrong('source', `资金计划里没有${sources[source]}，请先登记资金计划`);
    if (arrived > planned) return wrong('arrived', `累计到账不能超过计划${wan(planned)}`);
    if (paid > arrived) return wrong('paid', '累计支付不能超过累计到账');
    if (arrived < least.arrived) return wrong('arrived', `累计数不能比上一份月报的${wan(least.arrived)}少`);
    if (paid < least.paid) return wrong('paid', `累计数不能比上一份月报的${wan(least.paid)}少`);
    if (most && arrived > most.arrived) return wrong('arrived', `累计数不能比后一份月报的${wan(most.arrived)}多`);
    if (most && paid > most.paid) return wrong('paid', `累计数不能比后一份月报的${wan(most.paid)}多`);
  }
  const left = (before?.money ?? []).find((row) => row.arrived > 0 && !money.some(({ source }) => source === row.source));
  return left ? { path: 'money', message: `${sources[left.source]}上一份月报已到账${wan(left.arrived)}，这一份也要写上` } : null;
}

function stageProblem(course: Course, report: MonthReport, today: PlainDate): FieldProblem | null {
  const { before, after } = course;
  const from = before?.stage ?? 'reserve';
  if (after)
    return [from, course.own, after.stage].includes(report.stage)
      ? null
      : { path: 'stage', message: '后面已经有月报，阶段请在最近一次月报里更正' };
  if (report.stage === from) return null;
  if (needsReason(from, report.stage) && (report.reason ?? '').length < 4)
    return {
      path: 'reason',
      message:
        moveOf(from, report.stage) === 'skip'
          ? `从${stages[from]}到${stages[report.stage]}跳过了阶段，请写明原因（至少4个字）`
          : `从${stages[from]}退回${stages[report.stage]}，请写明原因（至少4个字）`,
    };
  if (!report.stageOn) return { path: 'stageOn', message: `请填写到${stages[report.stage]}的日期` };
  if (report.stageOn > today) return { path: 'stageOn', message: '日期不能晚于今天' };
  // 更正的可以改早：原来的日期可能就是错的
  if (course.own === null && course.stageOn !== null && report.stageOn < course.stageOn)
    return { path: 'stageOn', message: `不能早于到${stages[from]}的日期${course.stageOn}` };
  if (report.stageOn > lastDayOf(report.month)) return { path: 'stageOn', message: '日期不能晚于所报的月份' };
  return null;
}

const lastDayOf = (month: YearMonth): PlainDate => plusDays(firstDayOf(plusMonths(month, 1)), -1);

/** What is wrong with a monthly report, the first thing by field; null when nothing is. */
export function reportProblem(course: Course, report: MonthReport, today: PlainDate): FieldProblem | null {
  if (firstDayOf(report.month) > today) return { path: 'month', message: '不能报还没有到的月份' };
  const staged = stageProblem(course, report, today);
  if (staged) return staged;
  const { before, after } = course;
  const invested = (message: string): FieldProblem => ({ path: 'invested', message });
  if (before && report.investedFen < before.investedFen) return invested(`累计数不能比上一份月报的${wan(before.investedFen)}少`);
  if (after && report.investedFen > after.investedFen) return invested(`累计数不能比后一份月报的${wan(after.investedFen)}多`);
  const ceiling = ceilingOf(course);
  if (report.investedFen > ceiling.fen)
    return invested(`累计完成投资超过了${ceiling.zh}${wan(ceiling.fen)}，请先按程序报批，再登记估算概算或调整投资`);
  return moneyProblem(course, report);
}

/** The last day for a month's report: a day of the next month, or the working day before it. */
export function dueOf(month: YearMonth, day: number, calendar: Pick<Calendar, 'isWorkday'>): PlainDate {
  let due = plusDays(firstDayOf(plusMonths(month, 1)), day - 1);
  // 内部报送日遇休息日提前；提前到本月里去了的，往后
  while (due > lastDayOf(month) && !calendar.isWorkday(due)) due = plusDays(due, -1);
  if (due > lastDayOf(month)) return due;
  due = plusDays(firstDayOf(plusMonths(month, 1)), day - 1);
  while (!calendar.isWorkday(due)) due = plusDays(due, 1);
  return due;
}

/** The newest month whose report is overdue on a day. */
export function overdueMonth(today: PlainDate, day: number, calendar: Pick<Calendar, 'isWorkday'>): YearMonth {
  const last = plusMonths(today.slice(0, 7) as YearMonth, -1);
  return today > dueOf(last, day, calendar) ? last : plusMonths(last, -1);
}

/** The share paid runs ahead of the stage by more than so many points; exactly as many is none. */
export const paidAhead = (of: { paidFen: Fen; investmentFen: Fen; stage: Stage }, points: number): boolean =>
  of.investmentFen > 0 && BigInt(of.paidFen) * 100n > BigInt(stageWeights[of.stage] + points) * BigInt(of.investmentFen);

/** What one unit costs is more than so many times the median of its subcategory, or less than that part of it. */
export const isOutlier = (of: { investmentFen: Fen; units: number }, medianFen: Fen, factor: number): boolean => {
  const [price, median] = [BigInt(of.investmentFen), BigInt(medianFen) * BigInt(of.units)];
  return medianFen > 0 && (price > BigInt(factor) * median || price * BigInt(factor) < median);
};

/** Half up to the fen; null where there is nothing. */
export function medianPrice(of: readonly { investmentFen: Fen; units: number }[]): Fen | null {
  if (of.length === 0) return null;
  const sorted = of.toSorted((a, b) => {
    const [left, right] = [BigInt(a.investmentFen) * BigInt(b.units), BigInt(b.investmentFen) * BigInt(a.units)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)]!, sorted[Math.floor(sorted.length / 2)]!];
  // (a/m + b/n) / 2
  const [num, den] = [
    BigInt(low.investmentFen) * BigInt(high.units) + BigInt(high.investmentFen) * BigInt(low.units),
    2n * BigInt(low.units) * BigInt(high.units),
  ];
  return Number((2n * num + den) / (2n * den));
}

export interface Limits {
  readonly staleDays: number;
  readonly paidPoints: number;
  readonly priceFactor: number;
  readonly designPercent: number;
  readonly overdue: YearMonth;
}
export interface Watched extends Estimates {
  readonly stage: Stage;
  readonly side: Side;
  readonly investmentFen: Fen;
  readonly units: number;
  readonly paidFen: Fen;
  readonly reportedMonth: YearMonth | null;
  readonly updatedOn: PlainDate | null;
  readonly enteredOn: PlainDate;
  readonly medianFen: Fen | null;
  /** Another project of its category has the same name. */
  readonly twin: boolean;
}

/** Everything that has to be looked at in a project on a day, in the order in which it is told. */
export function alarmsOf(of: Watched, limits: Limits, today: PlainDate): Alarm[] {
  const given = of.side !== 'cancelled' && of.side !== 'merged';
  // 投用以后、暂停期间不催月报
  const reports = goesOn(of.side) && of.stage !== 'in-use';
  const since = plusDays(today, -limits.staleDays);
  const all: Record<Alarm, boolean> = {
    // 储备的还没有开始，不要月报
    late: reports && of.stage !== 'reserve' && (of.reportedMonth === null || of.reportedMonth < limits.overdue),
    stale: reports && of.updatedOn !== null && of.updatedOn <= since,
    never: reports && of.updatedOn === null && of.enteredOn <= since,
    paid: given && paidAhead(of, limits.paidPoints),
    price: given && of.medianFen !== null && isOutlier(of, of.medianFen, limits.priceFactor),
    overrun: given && isOverrun(of, limits.designPercent),
    // 只提醒，不合并：是不是一个项目由人看
    duplicate: given && of.twin,
  };
  return alarmOrder.filter((alarm) => all[alarm]);
}

/** What one may do to a project beside its stage, and from where. */
export const sideMoves = {
  pause: { zh: '暂停', from: ['none', 'adjusted'], to: 'paused' },
  resume: { zh: '恢复', from: ['paused', 'cancelled', 'merged'], to: 'none' },
  adjust: { zh: '调整投资', from: ['none', 'adjusted'], to: 'adjusted' },
  merge: { zh: '合并', from: ['none', 'adjusted', 'paused'], to: 'merged' },
  cancel: { zh: '取消', from: ['none', 'adjusted', 'paused'], to: 'cancelled' },
} as const satisfies Record<string, { zh: string; from: readonly Side[]; to: Side }>;
export type SideMove = keyof typeof sideMoves;
export const mayMove = (side: Side, move: SideMove): boolean => (sideMoves[move].from as readonly Side[]).includes(side);
