/**
 * 按规定算的补贴: one way for every sum that is counted for a body and a period. A scheme says for whom it is, how it is counted, by which standards its days run and
 * in which parts it is paid; a book is a page on which schemes of the same hands stand. Record, notice, objections, decision, payment, clawback, list, spreadsheet and
 * buttons follow.
 */
import type { z } from 'zod';
import type { Performer } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import type { Offered } from '../offer/index.ts';
import type { Result } from '../result/index.ts';
import type { DivisionCode, Fen, FormField, PlainDate } from '../schema/index.ts';
import type { Line } from './content.ts';
import type { PartState, SubsidyState } from './terms.ts';

export interface Subsidy {
  readonly id: string;
  readonly scheme: string;
  readonly bodyId: string;
  /** As it was called when it asked. */
  readonly bodyName: string;
  readonly unitId: string | null;
  readonly division: DivisionCode;
  readonly term: string | null;
  /** What was filled in, and what else the amount hangs on. */
  readonly asked: Readonly<Record<string, unknown>>;
  readonly state: SubsidyState;
  readonly appliedOn: PlainDate;
  readonly checkBy: PlainDate;
  readonly checkedOn: PlainDate | null;
  readonly checkedBy: string | null;
  readonly note: string | null;
  readonly basis: Readonly<Record<string, unknown>> | null;
  readonly amountFen: Fen | null;
  /** Null after the check: it is not put on notice. */
  readonly noticeTo: PlainDate | null;
  readonly approvedOn: PlainDate | null;
  readonly opinion: string | null;
  readonly endedOn: PlainDate | null;
}

export interface Part {
  readonly subsidyId: string;
  readonly no: number;
  readonly amountFen: Fen;
  /** Not paid any more, because some of what was subsidised has ended. */
  readonly cutFen: Fen;
  readonly dueFrom: PlainDate;
  readonly state: PartState;
  readonly says: string | null;
  readonly checkedOn: PlainDate | null;
  readonly checkedBy: string | null;
  readonly approvedOn: PlainDate | null;
  readonly payBy: PlainDate | null;
  readonly paidOn: PlainDate | null;
  readonly documentNo: string | null;
}

/** Who asks for how much of what. */
export interface Asked {
  readonly body: { readonly id: string; readonly name: string; readonly division: DivisionCode };
  /** The body's own people see it (their unit is the body). */
  readonly own: boolean;
  /** One for a body and term in the whole city; left out: it may be asked for again. */
  readonly term?: string;
  /** While it is not approved, the body asks for no other one of the scheme. */
  readonly alone?: true;
  readonly asked?: Readonly<Record<string, unknown>>;
  /** What is written with it in the same transaction. */
  readonly entered?: (subsidy: Subsidy) => Promise<Result<unknown>>;
  /** What the answer says beside the id. */
  readonly answer?: Readonly<Record<string, unknown>>;
}

export interface Counted {
  readonly fen: Fen;
  /** By what it was counted; kept with the amount. */
  readonly basis: Readonly<Record<string, unknown>>;
  /** Why it comes to nothing. */
  readonly nothing: string | null;
}

type Given = Readonly<Record<string, unknown>>;

export interface Scheme {
  /** Unique over the platform; never changed. */
  readonly key: string;
  readonly zh: string;
  /** Its term in words, before its name: 2026年第2季度. */
  readonly termZh?: (of: Subsidy) => string;
  readonly ask: {
    /** Added to the address of the book; empty where the book has one scheme. */
    readonly path: string;
    readonly zh: string;
    readonly causes: string;
    readonly form: z.ZodObject;
    readonly work: (tx: Tx, given: never) => Promise<Result<Asked>>;
    /** The button over the list, where it makes sense for the reader; left out: the domain offers it elsewhere (`askOffer`). */
    readonly head?: (tx: Tx) => Promise<{ readonly fields: readonly FormField[]; readonly initial?: Given } | null>;
  };
  /** Standards by which days run; each is counted by its unit, working days or days. No notice: approved after the check. No pay: the days of the check are those of the whole. */
  readonly days: { readonly check: string; readonly notice: string | null; readonly pay: string | null };
  readonly count: (tx: Tx, of: Subsidy) => Promise<Result<Counted>>;
  /** Before whom of the form of the check is asked to look at. */
  readonly checks: { readonly causes: string; readonly help: string };
  /** How the amounts came about, for all rows of a page at once. */
  readonly lines: (tx: Tx, rows: readonly Subsidy[]) => Promise<ReadonlyMap<string, readonly Line[]>>;
  /** Whether it may still be given. */
  readonly still?: (tx: Tx, of: Subsidy) => Promise<Result<unknown>>;
  /** With the refusal, in the same transaction. */
  readonly refused?: (tx: Tx, of: Subsidy, note: string) => Promise<void>;
  /** Paid in parts, each checked and approved for itself; left out: at once. */
  readonly parts?: {
    readonly names: readonly string[];
    readonly shares: (basis: Given) => readonly number[];
    readonly dueFrom: (of: Subsidy, no: number) => PlainDate;
    /** What more a part needs; `pays` false: it is withheld, and `says` why. */
    readonly check?: (tx: Tx, of: Subsidy, part: Part, note: string) => Promise<Result<{ says: string; pays: boolean }>>;
    readonly causes: (no: number) => string;
  };
  /** It must be used for its purpose so many months from the first payment; what ends early comes back. */
  readonly use?: {
    readonly months: string;
    readonly unit: string;
    /** How many units the amount was counted by. */
    readonly units: (basis: Given) => number;
    /** An end that was entered by mistake may be undone. */
    readonly undo?: (tx: Tx, of: Subsidy) => Promise<Result<unknown>>;
  };
  /** Standard of the days in which a claim is to be paid back, and who of the body is told. */
  readonly returns?: {
    readonly days: string;
    readonly tell?: (tx: Tx, of: Subsidy, text: { by: PlainDate; amount: string; why: string }) => Promise<void>;
  };
}

/** Keeps the types of a scheme's form and of what it does together. */
export const scheme = <S extends z.ZodObject>(
  given: Omit<Scheme, 'ask'> & {
    ask: Omit<Scheme['ask'], 'form' | 'work'> & { form: S; work: (tx: Tx, given: z.output<S>) => Promise<Result<Asked>> };
  },
): Scheme => given as unknown as Scheme;

export interface Book {
  /** Its address in the API. */
  readonly url: string;
  readonly zh: string;
  readonly lead: string;
  readonly by: {
    readonly ask: readonly Performer[];
    readonly read: readonly Performer[];
  };
  readonly schemes: readonly Scheme[];
  /** What else the page shows, sent with its first rows. */
  readonly beside?: (tx: Tx) => Promise<Result<unknown>>;
}

const schemes = new Map<string, Scheme>();
/** Registers a book when its module is loaded. A key used twice is a bug and stops the program. */
export function defineBook(book: Book): Book {
  for (const one of book.schemes) {
    if (schemes.has(one.key)) throw new Error(`subsidy ${one.key} is defined twice`);
    schemes.set(one.key, one);
  }
  return book;
}

export function schemeOf({ scheme: key }: Pick<Subsidy, 'scheme'>): Scheme {
  const found = schemes.get(key);
  if (!found) throw new Error(`no subsidy ${key} is defined`);
  return found;
}

export const whatOf = (of: Subsidy): string => {
  const { zh, termZh } = schemeOf(of);
  return `${termZh?.(of) ?? ''}${zh}`;
};

/** Lines that follow from each record alone. */
export const linesEach =
  (lines: (of: Subsidy) => readonly Line[]): Scheme['lines'] =>
  async (_, rows) =>
    new Map(rows.map((of) => [of.id, lines(of)]));

/** The button of a scheme where a page of the domain offers it. */
export const askOffer = (book: Book, one: Scheme, more: Partial<Offered> = {}): Offered => ({
  action: book.schemes.length === 1 ? 'ask' : `ask-${one.key}`,
  zh: one.ask.zh,
  causes: one.ask.causes,
  by: book.by.ask,
  to: `${book.url}${one.ask.path}`,
  ...more,
});
