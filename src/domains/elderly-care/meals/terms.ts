/** Names shared by the parts of 老年助餐 (MEAL). */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

export const periods = { lunch: '午餐', dinner: '晚餐' } as const;
export type Period = keyof typeof periods;
export const modes = { 'dine-in': '堂食', delivery: '送餐' } as const;
export type Mode = keyof typeof modes;
export const ways = { code: '手机码', card: '卡', 'name-book': '名册' } as const;
export type Way = keyof typeof ways;

export const categories = {
  M1: '特困、低保',
  M2: '低保边缘、失能或者70岁以上独居',
  M3: '80岁以上',
  M4: '60岁以上',
} as const;
export type Category = keyof typeof categories;

export interface MealRow {
  readonly id: string;
  readonly name: string;
  readonly periodZh: string;
  readonly modeZh: string;
  readonly wayZh: string;
  readonly priceFen: Fen;
  readonly subsidyFen: Fen;
  readonly whyNone: string | null;
  readonly servedAt: string;
  readonly voidReason: string | null;
  readonly offers: readonly Offer[];
}

/** A canteen's till: today. */
export interface MealTill {
  readonly outlet: { readonly name: string; readonly seats: number };
  readonly period: Period;
  readonly totals: readonly { readonly zh: string; readonly count: number; readonly subsidyFen: Fen }[];
  readonly subsidyFen: Fen;
  readonly rows: readonly MealRow[];
}

export interface GuestRow {
  readonly personId: string;
  readonly name: string;
  readonly age: number;
  readonly villageName: string;
}

export interface Served {
  readonly name: string;
  readonly subsidyFen: Fen;
  readonly selfPayFen: Fen;
  readonly whyNone: string | null;
}

/** What a canteen comes to in a month, and what to look at before it is paid. */
export interface CanteenMonth {
  readonly outletId: string;
  readonly name: string;
  readonly villageName: string;
  readonly meals: number;
  readonly subsidised: number;
  readonly subsidyFen: Fen;
  readonly awardFen: Fen;
  readonly doubts: readonly string[];
}
export interface CanteenMonths {
  readonly month: YearMonth;
  readonly rows: readonly CanteenMonth[];
  readonly totalFen: Fen;
  readonly asOf: PlainDate;
}
