/** 家庭收入核算 (5.4): countable income, deductions, imputed income and maintenance over the window, exact until the end. */
import { addMonths, ageOn, monthNumber, plusMonths } from '../../../kernel/calendar/index.ts';
import {
  type AccountLine,
  atLeastZero,
  type Exact,
  exact,
  isBelow,
  larger,
  minus,
  over,
  type ParameterReader,
  plus,
  roundFen,
  smaller,
  times,
  yuan,
} from '../../../kernel/policy/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { FamilyFacts, IncomeItem, MemberFacts, ObligorItem } from './facts.ts';
import { memberLabel } from './household.ts';
import { expenseClasses, farmKinds, farmRates, incomeTypes, type NotIncome, notIncome, outgoings } from './terms.ts';

/** One line of the income sheet; a line that is not counted says why. `fen` is rounded for showing only. */
export interface IncomeLine extends AccountLine {
  readonly member: string | null;
}

/** Sums over the window. `openIncome`, `openDeductions`: what is 尚未查明; the sums are without them. */
export interface Income {
  readonly windowMonths: number;
  readonly gross: Exact;
  readonly deductions: Exact;
  readonly countable: Exact;
  readonly lines: readonly IncomeLine[];
  readonly openIncome: readonly string[];
  readonly openDeductions: readonly string[];
}

/**
 * What a rule run is about. `date`: the day of the parameters, and of the month that is paid. `judgedOn`: the day on which circumstances
 * (ages, reasons, who belongs) were judged; they stay as judged until somebody judges again, so that no amount falls by itself.
 */
export interface RunContext {
  readonly facts: FamilyFacts;
  readonly date: PlainDate;
  readonly judgedOn: PlainDate;
  readonly read: ParameterReader;
  /** What is no income by the provision that is applied; 57号第十三条 where nothing is said. */
  readonly notIncome?: NotIncome;
  /** Whoever is judged receives already, and no machine ends that: what is looked at is the month by its standards. */
  readonly receives?: true;
}

/** Monthly standard of the place, by urban or rural. */
export const standardKey = (urbanRural: 'urban' | 'rural'): string => (urbanRural === 'urban' ? 'DB-STD-U' : 'DB-STD-R');
export const standardOf = ({ facts, read }: RunContext): Fen => read.fen(standardKey(facts.urbanRural));

/** Words of a line: written when somebody reads the sheet, not for every family that is computed. */
type Words = () => Pick<IncomeLine, 'label' | 'formula'>;

class Sheet {
  private readonly entries: { member: MemberFacts | null; amount: Exact; words: Words; reason: string | null }[] = [];
  private counted = exact(0);
  readonly open: string[] = [];

  add(member: MemberFacts | null, amount: Exact, words: Words): void {
    this.entries.push({ member, amount, words, reason: null });
    this.counted = plus(this.counted, amount);
  }
  leaveOut(member: MemberFacts | null, amount: Exact, reason: string, words: Words): void {
    this.entries.push({ member, amount, words, reason });
  }
  sum(): Exact {
    return this.counted;
  }
  lines(members: readonly MemberFacts[], kind: 'added' | 'deducted'): IncomeLine[] {
    return this.entries.map(({ member, amount, words, reason }) => ({
      member: member?.ref ?? null,
      who: member && whoOf(member, members),
      ...words(),
      fen: roundFen(amount),
      ...(reason === null ? { as: kind } : { as: `not-${kind}` as const, reason }),
    }));
  }
}

/** 子女; of two that are called the same, 子女一 and 子女二, in the order in which the family names them. */
function whoOf(member: MemberFacts, members: readonly MemberFacts[]): string {
  const label = memberLabel(member);
  const alike = members.filter((m) => memberLabel(m) === label);
  return alike.length > 1 ? `${label}${'一二三四五六七八九'[alike.indexOf(member)] ?? ''}` : label;
}

/** The months that income is looked at for: up to the one before the application. */
interface Window {
  readonly months: number;
  readonly start: YearMonth;
  readonly end: YearMonth;
}
const windowBefore = (month: YearMonth, months: number): Window => ({
  months,
  start: plusMonths(month, -months),
  end: plusMonths(month, -1),
});

/** A job that began in the window and goes on. */
const beganInside = (item: IncomeItem, { start }: Window): boolean =>
  item.type === 'wage' && item.per === 'month' && item.to === null && item.from !== null && item.from > start;

/** Months of the window in which an item ran; a job that began in it counts for all of it. */
function monthsOf(item: IncomeItem, { months, start, end }: Window, startedInside: boolean): number {
  if (startedInside) return months;
  const from = item.from !== null && item.from > start ? item.from : start;
  const to = item.to !== null && item.to < end ? item.to : end;
  return Math.max(0, monthsBetween(from, to) + 1);
}

const monthsBetween = (from: YearMonth, to: YearMonth): number => monthNumber(to) - monthNumber(from);

/** Income of the given members by the sheet, EMP-COST and expenses as deductions, and support from outside for those of them it is owed to. */
export function computeIncome(run: RunContext, members: readonly MemberFacts[], obligors: readonly ObligorItem[] | null): Income {
  const windowMonths = run.read.whole('WINDOW');
  const window = windowBefore(run.facts.applicationMonth, windowMonths);
  const income = new Sheet();
  const deducted = new Sheet();
  const imputed: string[] = [];

  if (run.facts.incomes === null) income.open.push('各项收入');
  const empCost = members.length > 0 ? times(run.read.number('EMP-COST'), standardOf(run)) : exact(0);
  for (const member of members) {
    const items = ofMember(run.facts.incomes ?? NONE, member);
    const wageMonths = addItems(run, member, items, { window, empCost, income, deducted });
    if (run.facts.incomes !== null) addImputed(run, member, wageMonths, windowMonths, income, imputed);
    for (const farm of run.facts.farms) {
      if (farm.member !== member.ref) continue;
      const { key, unit } = farmRates[farm.kind];
      const rate = run.read.fen(key);
      const net = times(rate, farm.scale, over(100 - farm.lossPercent, 100), over(windowMonths, 12));
      income.add(member, net, () => ({
        label: `${farmKinds[farm.kind]}种养净收入`,
        formula: `${yuan(rate)}×${farm.scale}${unit}${farm.lossPercent ? `×(1－受灾${farm.lossPercent}%)` : ''}`,
      }));
    }
    addExpenses(run, member, deducted);
  }
  addMaintenance(run, members, obligors, windowMonths, income);

  return new ComputedIncome(windowMonths, members, income, deducted, [...income.open, ...imputed]);
}

/** A getter of the class, not of each object: an accessor of its own would give every income a hidden class of its own, and cost more than the words. */
class ComputedIncome implements Income {
  readonly windowMonths: number;
  readonly gross: Exact;
  readonly deductions: Exact;
  readonly countable: Exact;
  readonly openIncome: readonly string[];
  readonly openDeductions: readonly string[];
  private readonly members: readonly MemberFacts[];
  private readonly income: Sheet;
  private readonly deducted: Sheet;
  constructor(
    windowMonths: number,
    members: readonly MemberFacts[],
    income: Sheet,
    deducted: Sheet,
    openIncome: readonly string[],
  ) {
    this.windowMonths = windowMonths;
    this.members = members;
    this.gross = income.sum();
    this.deductions = deducted.sum();
    this.countable = atLeastZero(minus(this.gross, this.deductions));
    this.openIncome = openIncome;
    this.openDeductions = deducted.open;
    this.income = income;
    this.deducted = deducted;
  }
  get lines(): readonly IncomeLine[] {
    return [...this.income.lines(this.members, 'added'), ...this.deducted.lines(this.members, 'deducted')];
  }
}

/** What the items of every member are put on. */
interface Sheets {
  readonly window: Window;
  /** What working costs in a month. */
  readonly empCost: Exact;
  readonly income: Sheet;
  readonly deducted: Sheet;
}

const NONE: readonly IncomeItem[] = [];
function ofMember(all: readonly IncomeItem[], { ref }: MemberFacts): readonly IncomeItem[] {
  let own: IncomeItem[] | null = null;
  for (const item of all) {
    if (item.member !== ref) continue;
    if (own) own.push(item);
    else own = [item];
  }
  return own ?? NONE;
}

/** Adds one member's items; returns the months with wage, which bear EMP-COST and no imputed income. */
function addItems(
  run: RunContext,
  member: MemberFacts,
  items: readonly IncomeItem[],
  { window, empCost, income, deducted }: Sheets,
): number {
  if (items.length === 0) return 0;
  const left = run.notIncome ?? notIncome;
  const currentJob = items.some((item) => beganInside(item, window));
  let wageMonths = 0;
  let wages = exact(0);
  for (const item of items) {
    const label = incomeTypes[item.type];
    const startedInside = currentJob && beganInside(item, window);
    const months = monthsOf(item, window, startedInside);
    const { amountFen } = item;
    if (amountFen === null) {
      if (!left[item.type]) (outgoings.includes(item.type) ? deducted : income).open.push(`${memberLabel(member)}${label}`);
      if (item.type === 'wage') wageMonths += months;
      continue;
    }
    const amount = item.per === 'month' ? times(amountFen, months) : exact(amountFen);
    const formula = () =>
      item.per === 'month' ? `${yuan(amountFen)}×${months}个月${startedInside ? '（现工作月收入折算）' : ''}` : yuan(amountFen);
    const earlierJob = item.type === 'wage' && currentJob && !startedInside;
    const excluded = left[item.type] ?? (earlierJob ? '已按现工作月收入折算整个核算期' : undefined);
    if (excluded) {
      income.leaveOut(member, amount, excluded, () => ({ label, formula: formula() }));
      continue;
    }
    if (outgoings.includes(item.type)) {
      income.add(member, times(-1, amount), () => ({ label, formula: `－${formula()}` }));
    } else if (item.type === 'resident-pension') {
      const basePension = run.read.fen('PENSION-EXCL');
      const counted = atLeastZero(minus(amount, times(basePension, months)));
      income.add(member, counted, () => ({
        label,
        formula: `${formula()}，不计中央基础养老金${yuan(basePension)}/月`,
      }));
    } else {
      income.add(member, amount, () => ({ label, formula: formula() }));
    }
    if (item.type === 'wage') {
      wageMonths += months;
      wages = plus(wages, amount);
    }
  }
  const months = Math.min(wageMonths, window.months);
  const cost = smaller(times(empCost, months), wages);
  if (isBelow(0, cost))
    deducted.add(member, cost, () => ({
      label: '就业成本',
      formula: `${yuan(roundFen(empCost))}×${months}个月，不超过其工资`,
    }));
  return months;
}

/** 视同收入: able to work, of working age, without work and without a reason: a share of the minimum wage for the months without wage. */
function addImputed(
  run: RunContext,
  member: MemberFacts,
  wageMonths: number,
  windowMonths: number,
  income: Sheet,
  open: string[],
): void {
  const age = ageOn(member.birthDate, run.judgedOn);
  const [from, to] = [run.read.whole('LAB-AGE-MIN'), run.read.whole('LAB-AGE-MAX')];
  const months = windowMonths - wageMonths;
  if (age < from || age > to || months <= 0) return;
  if (member.workCapacity === 'none') return;
  if (member.student !== 'none' && member.student !== 'part-time') return;
  if (member.employment !== null && member.employment !== 'unemployed') return;
  if (member.exemptReason !== null) {
    if (member.exemptReason !== 'jobseeker') return;
    if (member.exemptSince === null) {
      open.push(`${memberLabel(member)}求职登记日期`);
      return;
    }
    if (run.judgedOn <= addMonths(member.exemptSince, run.read.whole('JOBSEEK-MONTHS'))) return;
  }
  if (member.employment === null || member.workCapacity === null) {
    open.push(`${memberLabel(member)}${member.workCapacity === null ? '劳动能力' : '就业状况'}`);
    return;
  }
  const coefficient = run.read.ref(member.workCapacity === 'full' ? 'LAB-COEF-FULL' : 'LAB-COEF-PART').value;
  const wage = run.read.fen('MIN-WAGE');
  income.add(member, times(coefficient, wage, months), () => ({
    label: '视同收入（有劳动能力未就业且无免计原因）',
    formula: `最低工资${yuan(wage)}×${coefficient}×${months}个月`,
  }));
}

function addExpenses(run: RunContext, member: MemberFacts, deducted: Sheet): void {
  for (const expense of run.facts.expenses) {
    if (expense.member !== member.ref) continue;
    // 教育和其他支出不从收入里扣，只在刚性支出里算
    if (expense.class === 'education' || expense.class === 'other') continue;
    const { totalFen, reimbursedFen } = expense;
    const label = expenseClasses[expense.class];
    const entitled = expense.class === 'medical' ? member.seriousIllness : member.disabilities.length > 0;
    if (!entitled) {
      const reason = expense.class === 'medical' ? '未认定重特大疾病' : '无残疾人证';
      deducted.leaveOut(member, exact(totalFen ?? 0), reason, () => ({ label, formula: yuan(totalFen ?? 0) }));
    } else if (totalFen === null || reimbursedFen === null) {
      deducted.open.push(`${memberLabel(member)}${label}`);
    } else {
      deducted.add(member, atLeastZero(minus(totalFen, reimbursedFen)), () => ({
        label,
        formula: `${yuan(totalFen)}－报销${yuan(reimbursedFen)}`,
      }));
    }
  }
}

/** Support owed by households outside, each by its own local standard; an agreement or judgment replaces it where higher. */
function addMaintenance(
  run: RunContext,
  members: readonly MemberFacts[],
  obligors: readonly ObligorItem[] | null,
  windowMonths: number,
  income: Sheet,
): void {
  if (obligors === null) {
    income.open.push('户外法定赡养抚养扶养义务人情况');
    return;
  }
  for (const obligor of obligors) {
    const supported = members.filter((m) => obligor.supports.includes(m.ref)).length;
    if (supported === 0) continue;
    const label = '户外义务人给付的赡养抚养扶养费';
    if (obligor.category !== 'none') {
      income.leaveOut(null, exact(0), '义务人为救助对象', () => ({ label, formula: yuan(0) }));
      continue;
    }
    if (obligor.monthlyIncomeFen === null) {
      income.open.push('户外义务人收入');
      continue;
    }
    const { each, formula } = monthlySupport(run, obligor, obligor.monthlyIncomeFen);
    const agreed = exact(obligor.agreedMonthlyFen ?? 0);
    const perPerson = larger(each, agreed);
    const how = () =>
      obligor.agreedMonthlyFen !== null && perPerson === agreed
        ? `协议或裁判每人每月${yuan(obligor.agreedMonthlyFen)}`
        : formula();
    income.add(null, times(perPerson, supported, windowMonths), () => ({
      label,
      formula: `${how()}×${supported}人×${windowMonths}个月`,
    }));
  }
}

/** Monthly support for one person: the obligor household's surplus over its own protected living, a share of it, divided among those it must support. */
function monthlySupport(
  { read }: RunContext,
  obligor: Pick<ObligorItem, 'householdSize' | 'mustSupport' | 'division' | 'urbanRural'>,
  monthlyIncome: Fen | Exact,
): { each: Exact; formula: () => string } {
  const standard = read.fen(standardKey(obligor.urbanRural), obligor.division);
  const free = read.ref('MAINT-FREE', obligor.division).value;
  const rate = read.ref('MAINT-RATE', obligor.division).value;
  const surplus = atLeastZero(minus(monthlyIncome, times(free, standard, obligor.householdSize)));
  return {
    each: over(times(surplus, rate), obligor.mustSupport),
    formula: () =>
      `(${yuan(roundFen(monthlyIncome))}－${free}×${yuan(standard)}×${obligor.householdSize}人)×${rate}÷${obligor.mustSupport}`,
  };
}
