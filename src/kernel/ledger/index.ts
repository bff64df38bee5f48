/**
 * 台账: money, goods, points and hours in double entry. Every entry comes to zero in each unit, nothing is changed afterwards, and a
 * balance never falls below zero unless its account says so. The database keeps all three; this face says what the shapes are.
 */
import { yuanDigits } from '../policy/index.ts';
import { defineErrors } from '../result/index.ts';
import type { DivisionCode, Id, PlainDate } from '../schema/index.ts';

export type LedgerAccountId = Id<'LedgerAccount'>;
export type LedgerEntryId = Id<'LedgerEntry'>;

/** `fen` for money, `minute` for hours, `point`, or goods by their code: `goods:quilt`. One account counts one unit. */
export type LedgerUnit = 'fen' | 'minute' | 'point' | `goods:${string}`;

/** What an account is for, as its owner names it: `payment.budget`, `reserve`. */
export interface AccountKey {
  readonly kind: string;
  readonly division: DivisionCode;
  /** Tells accounts of one kind and place apart: a programme, a batch, a person's id. Nothing by default. */
  readonly subject?: string;
  readonly unit: LedgerUnit;
}

export interface LedgerAccount extends Required<AccountKey> {
  readonly id: LedgerAccountId;
  readonly name: string;
  /** A source (a budget, the world outside) may owe; a purse may not. */
  readonly mayBeNegative: boolean;
  readonly balance: number;
}

/** A whole number of the account's unit, never zero: what comes in is positive, what goes out negative. */
export interface Posting {
  readonly accountId: LedgerAccountId;
  readonly amount: number;
}

export interface NewEntry {
  /** What made it, once and for ever (`reserve.outlay:<id>`): the same cause again posts nothing. */
  readonly cause: string;
  /** The record that it belongs to. */
  readonly reference?: { readonly kind: string; readonly id: string };
  /** What happened, in Chinese, without a person's data. */
  readonly note: string;
  /** At least two, on different accounts. */
  readonly postings: readonly Posting[];
}

/** `replayed`: the cause had been posted before; nothing was added. */
export interface Posted {
  readonly id: LedgerEntryId;
  readonly replayed: boolean;
}

/** One line of a statement, oldest first. */
export interface StatementLine {
  readonly entryId: LedgerEntryId;
  readonly no: number;
  readonly day: PlainDate;
  readonly at: string;
  readonly amount: number;
  readonly balanceAfter: number;
  readonly note: string;
  readonly cause: string;
  readonly referenceKind: string | null;
  readonly referenceId: string | null;
  readonly byName: string;
  readonly reverses: LedgerEntryId | null;
}

/** An account over a period, both days included. Totals are of the whole period, lines of one page. */
export interface Statement {
  readonly account: LedgerAccount;
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly opening: number;
  readonly incoming: number;
  readonly outgoing: number;
  readonly closing: number;
  readonly items: readonly StatementLine[];
  readonly next: string | null;
}

const unitNames: Record<string, string> = { fen: '元', minute: '分钟', point: '分' };

/** 1,234.50元 · 90分钟 · 12件. */
export const amountText = (unit: LedgerUnit, amount: number): string =>
  `${unit === 'fen' ? yuanDigits(amount) : amount}${unitNames[unit] ?? '件'}`;

defineErrors({
  LEDGER_BALANCE_SHORT: {
    http: 409,
    zh: '“{account}”余额不足：余额{balance}，需要{needed}。',
    next: '请先补足余额，或减少本次金额。',
  },
  LEDGER_CAUSE_REUSED: {
    http: 409,
    zh: '同一事由已按另外的账户或金额入账，不能再记。',
    next: '请核对原来的分录；确属记错的，先冲销。',
  },
  LEDGER_ALREADY_REVERSED: { http: 409, zh: '这笔分录已经冲销过，不能再冲销。' },
});
