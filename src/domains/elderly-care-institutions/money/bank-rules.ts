/** 存管流水核对 (5.15, section 8): each deposit and membership against one entry of the bank, one to one; what is left on either side. Pure. */
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';

/** An entry of the bank: above zero what came in, below what went out. */
export interface BankEntry {
  readonly id: string;
  readonly onDate: PlainDate;
  readonly amountFen: Fen;
  /** The other side of the transfer, as the bank names it. */
  readonly payer: string | null;
}
/** What the home says it has taken or given back, with the same sign. */
export interface Stated {
  readonly key: string;
  readonly onDate: PlainDate;
  readonly amountFen: Fen;
  /** By when it has to be in the account. */
  readonly dueOn: PlainDate;
  /** Not before: a family may transfer some days before the accountant writes it down. */
  readonly notBefore: PlainDate;
  readonly name: string;
}

const named = (entry: BankEntry, item: Stated): boolean => entry.payer?.includes(item.name) === true;
const inTime = (entry: BankEntry, item: Stated): boolean => entry.onDate >= item.notBefore && entry.onDate <= item.dueOn;
/** Late only under the name of its person: an equal sum of some other month must not hide one that never came. */
const passes: readonly ((entry: BankEntry, item: Stated) => boolean)[] = [
  (entry, item) => named(entry, item) && inTime(entry, item),
  inTime,
  (entry, item) => named(entry, item) && entry.onDate >= item.notBefore,
];

/** The pairs that are beyond doubt, by entry: equal sums, the same name first, the older item first; each entry and each item once. */
export function pairUp(entries: readonly BankEntry[], items: readonly Stated[]): Map<string, Stated> {
  const pairs = new Map<string, Stated>();
  const taken = new Set<string>();
  const byDay = (a: { onDate: PlainDate }, b: { onDate: PlainDate }) => (a.onDate < b.onDate ? -1 : a.onDate > b.onDate ? 1 : 0);
  const [sorted, stated] = [entries.toSorted(byDay), items.toSorted(byDay)];
  for (const fits of passes)
    for (const entry of sorted) {
      if (pairs.has(entry.id)) continue;
      const item = stated.find((one) => !taken.has(one.key) && one.amountFen === entry.amountFen && fits(entry, one));
      if (!item) continue;
      pairs.set(entry.id, item);
      taken.add(item.key);
    }
  return pairs;
}

/** What is wrong with the account, as the lights say it. */
export interface BankStanding {
  /** Deposits and memberships that should be in the account and are not; by the statement that is here. */
  readonly unbanked: number;
  readonly unbankedFen: Fen;
  /** Entries that nobody has explained, older than so many days. */
  readonly unexplained: number;
  /** The most that went out on one day without an explanation. */
  readonly mostOutFen: Fen;
}
