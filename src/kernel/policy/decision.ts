/**
 * What a rule hands back, and how it is said in Chinese. The same record serves the officer's screen, the resident's letter, the appeal
 * and the auditor; it is plain JSON and stored as it is.
 */
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../schema/index.ts';
import { ceilFen, compareExact, floorFen, over, type Ratio, roundFen } from './exact.ts';
import type { ParameterRef } from './parameters.ts';

export type Verdict = 'met' | 'unmet' | 'unknown';
export type Outcome = 'eligible' | 'not-eligible' | 'undetermined';

/** fen: an amount. ratio: num fen over den, exact, shown rounded. count: with its unit (人、套). */
export type ClauseValue =
  | { readonly kind: 'fen'; readonly fen: Fen }
  | ({ readonly kind: 'ratio' } & Ratio)
  | { readonly kind: 'count'; readonly count: number; readonly unit: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'boolean'; readonly is: boolean };

/** One condition that was looked at. `name` says it as a statement that is met or not. */
export interface Clause {
  readonly name: string;
  readonly verdict: Verdict;
  /** Null while not yet known. */
  readonly value: ClauseValue | null;
  readonly limit: ClauseValue | null;
  /** How value stands to limit when met, as said in the provision: 低于、不超过、不少于 … */
  readonly relation?: string;
  /** Provision, e.g. 民发〔2021〕57号第三条. */
  readonly basis: string;
  readonly parameter?: ParameterRef;
  /** What is missing, or why it is so, for people. */
  readonly note?: string;
}

/** One line of the computation as shown on the sheet: 共同生活成员基本差额 ＝ (28,800 − 10,800) ÷ 12. */
export interface BreakdownLine {
  readonly label: string;
  readonly formula: string;
  readonly fen: Fen;
}

/** One item of an account: whose it is, what it is, and what was done with it. */
export interface AccountLine extends BreakdownLine {
  /** As the facts call the person; null: of the household. */
  readonly who: string | null;
  /** The same person as the case names him or her (`self`, `m1`). */
  readonly member?: string | null;
  readonly as: keyof typeof accountedAs;
  /** Why it does not enter. */
  readonly reason?: string;
}
export const accountedAs = { added: '计入', deducted: '扣减', 'not-added': '不计入', 'not-deducted': '不扣减' } as const;

/** How a figure that the conditions compare came about, item by item, and what it comes to. */
export interface Account {
  readonly title: string;
  readonly lines: readonly AccountLine[];
  readonly results: readonly BreakdownLine[];
}

/** A line as its columns say it. What does not enter keeps its amount in the formula, so that the last column adds up. */
export function accountRow({ who, label, formula, fen, as, reason }: AccountLine) {
  const enters = as === 'added' || as === 'deducted';
  return {
    what: `${who ? `${who}：` : ''}${label}`,
    formula: enters || formula === yuan(fen) ? formula : `${formula}＝${yuan(fen)}`,
    treatment: accountedAs[as],
    reason: reason ?? null,
    amount: enters ? yuanDigits(as === 'deducted' ? -fen : fen) : '—',
  };
}

export interface RuleId {
  readonly name: string;
  readonly version: string;
}

export interface Decision {
  readonly programme: string;
  readonly rule: RuleId;
  /** The day whose parameters were used to judge. */
  readonly asOf: PlainDate;
  readonly outcome: Outcome;
  readonly clauses: readonly Clause[];
  /** Per month; 0 when not eligible, null while undetermined. */
  readonly amountFen: Fen | null;
  /** First month paid; null unless eligible. */
  readonly effectiveMonth: YearMonth | null;
  readonly breakdown: readonly BreakdownLine[];
  /** The household's income, where the rule looks at it; decisions of earlier versions have none. */
  readonly account?: Account;
  /** Every parameter row that was read; `rowId` is what the store keeps for replay. */
  readonly parameters: readonly ParameterRef[];
}

/** Not eligible as soon as one clause is unmet; eligible only when all are met: what could not be checked is never a pass. */
export function outcomeOf(clauses: readonly Clause[]): Outcome {
  let outcome: Outcome = 'eligible';
  for (const { verdict } of clauses) {
    if (verdict === 'unmet') return 'not-eligible';
    if (verdict === 'unknown') outcome = 'undetermined';
  }
  return outcome;
}

export const fenValue = (fen: Fen): ClauseValue => ({ kind: 'fen', fen });
export const ratioValue = ({ num, den }: Ratio): ClauseValue => ({ kind: 'ratio', num, den });
export const countValue = (count: number, unit: string): ClauseValue => ({ kind: 'count', count, unit });
export const textValue = (text: string): ClauseValue => ({ kind: 'text', text });
export const booleanValue = (is: boolean): ClauseValue => ({ kind: 'boolean', is });

/** 1,740.00 */
export function yuanDigits(fen: Fen): string {
  const cents = fen < 0 ? -fen : fen;
  const rest = cents % 100;
  let whole = (cents - rest) / 100;
  let text = rest < 10 ? `.0${rest}` : `.${rest}`;
  while (whole >= 1000) {
    const group = whole % 1000;
    text = `,${group < 10 ? '00' : group < 100 ? '0' : ''}${group}${text}`;
    whole = (whole - group) / 1000;
  }
  return `${fen < 0 ? '-' : ''}${whole}${text}`;
}
/** 1,740.00元, in sentences and letters. */
export const yuan = (fen: Fen): string => `${yuanDigits(fen)}元`;
/** ¥1,740.00, in tables. */
export const yuanSign = (fen: Fen): string => `${fen < 0 ? '-' : ''}¥${yuanDigits(Math.abs(fen))}`;

/** Fen of a value, exact; null when it is no amount. */
const amountOf = (value: ClauseValue | null) =>
  value?.kind === 'fen' ? over(value.fen, 1) : value?.kind === 'ratio' ? over(value.num, value.den) : null;

/**
 * A value as people read it. With its limit at hand, an average that lies a fraction below or above the limit is cut, not rounded, to its
 * own side: nobody is refused "800.00元, not below 800.00元" by mistake of printing (platform 5.9).
 */
export function formatValue(value: ClauseValue | null, limit: ClauseValue | null = null): string {
  if (!value) return '待查明';
  if (value.kind === 'count') return `${value.count}${value.unit}`;
  if (value.kind === 'text') return value.text;
  if (value.kind === 'boolean') return value.is ? '是' : '否';
  const amount = amountOf(value)!;
  const bound = amountOf(limit);
  const side = bound ? compareExact(amount, bound) : 0;
  const rounded = roundFen(amount);
  const touches = bound !== null && side !== 0 && rounded === roundFen(bound);
  return yuan(touches ? (side < 0 ? floorFen(amount) : ceilFen(amount)) : rounded);
}

export const verdictNames: Readonly<Record<Verdict, string>> = { met: '符合', unmet: '不符合', unknown: '待查明' };
export const outcomeNames: Readonly<Record<Outcome, string>> = {
  eligible: '符合条件',
  'not-eligible': '不符合条件',
  undetermined: '尚不能确定',
};

/** `家庭月人均收入低于低保标准：符合。实际300.00元，标准低于800.00元。依据：…。` One sentence line for letter, screen and audit. */
export function clauseText(clause: Clause): string {
  const actual = clause.value ? `实际${formatValue(clause.value, clause.limit)}` : '';
  const limit = clause.limit ? `标准为${clause.relation ?? ''}${formatValue(clause.limit, clause.value)}` : '';
  const figures = [actual, limit].filter(Boolean).join('，');
  return [
    `${clause.name}：${verdictNames[clause.verdict]}`,
    figures,
    clause.note ?? '',
    clause.parameter?.nature === 'assumption' ? '标准为假定值，待主管部门确认' : '',
    `依据：${clause.basis}`,
  ]
    .filter(Boolean)
    .join('。')
    .concat('。');
}

/** `家庭月人均收入低于低保标准（实际900.00元，标准低于800.00元）`: a condition within a sentence. */
export function clauseFigures({ name, value, limit, relation }: Clause): string {
  const figures = [
    value && value.kind !== 'boolean' ? `实际${formatValue(value, limit)}` : '',
    limit ? `标准${relation ?? ''}${formatValue(limit, value)}` : '',
  ].filter(Boolean);
  return figures.length > 0 ? `${name}（${figures.join('，')}）` : name;
}

/** One thing that two decisions say differently, in words. */
export interface Difference {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

const amountText = (decision: Decision): string => (decision.amountFen === null ? '待定' : yuan(decision.amountFen));
const clauseShort = (clause: Clause): string =>
  [
    verdictNames[clause.verdict],
    clause.value && clause.value.kind !== 'boolean' ? `实际${formatValue(clause.value, clause.limit)}` : '',
    clause.limit ? `标准${clause.relation ?? ''}${formatValue(clause.limit, clause.value)}` : '',
  ]
    .filter(Boolean)
    .join('，');

/** What a decision made again says otherwise: outcome, amount, and each clause. */
export function differencesBetween(before: Decision, after: Decision): Difference[] {
  const all: Difference[] = [
    { what: '结果', before: outcomeNames[before.outcome], after: outcomeNames[after.outcome] },
    { what: '金额', before: amountText(before), after: amountText(after) },
  ];
  const names = [...new Set([...before.clauses, ...after.clauses].map((c) => c.name))];
  for (const name of names) {
    const [was, is] = [before, after].map((d) => d.clauses.find((c) => c.name === name));
    all.push({ what: name, before: was ? clauseShort(was) : '没有这一条', after: is ? clauseShort(is) : '没有这一条' });
  }
  return all.filter((d) => d.before !== d.after);
}

/** A stored decision as it is opened: everything that its result rests on. */
export interface DecisionPage {
  readonly id: string;
  readonly caseId: string;
  /** Null when the reader may not see the person. */
  readonly personName: string | null;
  readonly division: DivisionCode;
  readonly divisionName: string;
  readonly kindZh: string;
  readonly asOf: PlainDate;
  readonly outcome: Outcome;
  readonly amountFen: Fen | null;
  readonly effectiveMonth: YearMonth | null;
  readonly madeAt: string;
  readonly rule: RuleId;
  readonly clauses: readonly Clause[];
  readonly breakdown: readonly BreakdownLine[];
  readonly account: Account | null;
  readonly parameters: readonly ParameterRef[];
  /** Whether it can be appealed against: an opinion on the way cannot. */
  readonly remedy: boolean;
}

/** What can be done against a decision, as every letter says it. */
export const REMEDIES = '不服这个决定的，可以自收到之日起60日内向县（市、区）人民政府申请行政复议，或者6个月内向人民法院起诉。';
