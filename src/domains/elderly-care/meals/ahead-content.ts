/** Menus and orders ahead as pages read them. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import type { Tone } from '../facilities/content.ts';
import type { Period } from './terms.ts';

export interface MenuRow {
  readonly on: PlainDate;
  readonly period: Period;
  readonly periodZh: string;
  readonly dishes: string;
  readonly priceFen: Fen;
  readonly ordered: number;
  readonly offers: readonly Offer[];
}
export interface OrderedMeal {
  readonly id: string;
  readonly personName: string;
  readonly periodZh: string;
  readonly modeZh: string;
  readonly delivery: boolean;
  /** Where it is brought; null: eaten there. */
  readonly place: { readonly address: string; readonly phone: string; readonly note: string } | null;
  readonly placeZh: string;
  readonly priceFen: Fen;
  readonly channelZh: string;
  readonly stateZh: string;
  readonly tone: Tone;
  readonly endReason: string | null;
  readonly offers: readonly Offer[];
}
/** The cook's day: how many portions, who eats there, the round of those who are brought theirs. */
export interface CookDay {
  readonly outletName: string;
  readonly on: PlainDate;
  readonly counts: readonly { readonly zh: string; readonly portions: number; readonly delivery: number }[];
  readonly rows: readonly OrderedMeal[];
  readonly menus: readonly MenuRow[];
  /** The Monday whose menu is not complete and late; null: nothing is late. */
  readonly lateWeek: PlainDate | null;
  readonly offers: readonly Offer[];
}

/** On the phone. */
export interface CanteenWeek {
  readonly outletId: string;
  readonly name: string;
  readonly address: string;
  readonly telephone: string;
  readonly placeZh: string;
  readonly days: readonly {
    readonly on: PlainDate;
    readonly meals: readonly {
      readonly period: Period;
      readonly periodZh: string;
      readonly dishes: string;
      readonly priceFen: Fen;
      /** What is paid with the subsidy, if nothing changes until then. */
      readonly selfFen: Fen;
      readonly closed: boolean;
      readonly mine: boolean;
      readonly offers: readonly Offer[];
    }[];
  }[];
}
export interface MyMeals {
  readonly canteens: readonly CanteenWeek[];
  readonly orders: readonly {
    readonly id: string;
    readonly personName: string;
    readonly on: PlainDate;
    readonly periodZh: string;
    readonly modeZh: string;
    readonly canteenName: string;
    readonly priceFen: Fen;
    readonly stateZh: string;
    readonly offers: readonly Offer[];
  }[];
}

/** The canteens of a county, as the offices see them. */
export interface MealBoard {
  readonly week: PlainDate;
  /** The hours of the day at which orders close. */
  readonly closing: { readonly lunch: number; readonly dinner: number };
  readonly rows: readonly {
    readonly outletId: string;
    readonly name: string;
    readonly placeZh: string;
    readonly telephone: string;
    readonly todayPortions: number;
    readonly tomorrowPortions: number;
    readonly missed: number;
    readonly nextWeek: number;
  }[];
  readonly offers: readonly Offer[];
  /** This year's list of the own village; null: not posted. */
  readonly list: { readonly postedOn: PlainDate; readonly persons: number; readonly documentId: string } | null;
}
/** What stands of a canteen's payment for a month; `stateZh` null: not counted yet. */
export interface CanteenRun {
  readonly outletId: string;
  readonly stateZh: string | null;
  readonly tone: Tone;
  readonly amountFen: Fen | null;
  readonly says: string | null;
  readonly offers: readonly Offer[];
}
