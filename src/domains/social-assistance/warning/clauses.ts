/** What the warnings are made of: how a household stands, and the clauses that several rules share. Pure. */
import { addMonths } from '../../../kernel/calendar/index.ts';
import {
  type Clause,
  type ClauseValue,
  type ParameterReader,
  type ParameterRef,
  textValue,
} from '../../../kernel/policy/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

export const categories = {
  dibao: '低保',
  tekun: '特困',
  edge: '低保边缘',
  rigid: '刚性支出困难',
  none: '没有享受救助',
} as const;
export type Category = keyof typeof categories;

/** How the household of the person stands on the day. */
export interface Standing {
  readonly category: Category;
  readonly urbanRural: 'urban' | 'rural';
  readonly persons: number;
  /** Countable income of the last decision, 12 months; null when there is none. */
  readonly yearlyIncomeFen: Fen | null;
  /** Houses that the last decision knew; null when there is none. */
  readonly houses: number | null;
  /** Their square metres together; null when one of them is not known. */
  readonly housesSqm: string | null;
  /** Financial assets that the last decision exempts, with a reason. */
  readonly exemptFen: Fen;
  /** The month up to which the last decision counts a running wage of the person; null when it counts none. */
  readonly wageCountedIn: YearMonth | null;
  /** How many such wages of the person it counts. */
  readonly wagesCounted: number;
  /** The person is covered by a benefit that is being paid. */
  readonly paid: boolean;
  /** Where 特困 supports the person; null when it does not. */
  readonly supportedIn: DivisionCode | null;
  /** The only one of the household who is known to earn, or the only one of working age. Null: not known. */
  readonly soleEarner: boolean | null;
}

export const LAYERED = '国办发〔2023〕39号';
export const CONFIRMATION = '民发〔2021〕57号';
export const EXTENSION = '民发〔2022〕83号';

interface Compared {
  value?: ClauseValue | null;
  limit?: ClauseValue | null;
  relation?: string;
  parameter?: ParameterRef;
  note?: string;
}

export const clause = (name: string, met: boolean | null, basis: string, rest: Compared = {}): Clause => {
  const { value = null, limit = null, ...others } = rest;
  return { name, verdict: met === null ? 'unknown' : met ? 'met' : 'unmet', value, limit, basis, ...others };
};

/** What could not be found out never fires. */
export const fires = (clauses: readonly Clause[]): boolean => clauses.every((c) => c.verdict === 'met');

export const standard = (standing: Standing, read: ParameterReader): { fen: Fen; ref: ParameterRef } => {
  const key = standing.urbanRural === 'urban' ? 'DB-STD-U' : 'DB-STD-R';
  return { fen: read.fen(key), ref: read.ref(key) };
};

export const unaided = (standing: Standing): Clause =>
  clause('没有享受任何一类救助', standing.category === 'none', LAYERED, {
    value: standing.category === 'none' ? null : textValue(categories[standing.category]),
  });

export const receives = (standing: Standing): Clause =>
  clause('本人在享受救助待遇', standing.paid, CONFIRMATION, { value: textValue(categories[standing.category]) });

export const inCategory = (standing: Standing, allowed: readonly Category[], basis: string): Clause =>
  clause(`家庭属于${allowed.map((c) => categories[c]).join('、')}`, allowed.includes(standing.category), basis, {
    value: textValue(categories[standing.category]),
  });

/** n whole months after a day have gone by. */
export const monthsOver = (since: PlainDate, months: number, asOf: PlainDate): boolean => addMonths(since, months) <= asOf;
export const daysText = (on: PlainDate): ClauseValue => textValue(on);
