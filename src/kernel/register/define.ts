/**
 * 台账: one way for every register that goes through steps by hands. A register says what is entered, through which steps a record goes and by
 * whose hand, what each step demands, and which limits run; list, card, buttons, course, reminders and spreadsheet follow.
 */
import { z } from 'zod';
import type { Performer } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import type { Result } from '../result/index.ts';
import { type DivisionCode, FileRef, type FormField, formOf, type Id, type PlainDate } from '../schema/index.ts';

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'now';

export interface EntryStep {
  readonly no: number;
  readonly action: string;
  readonly toState: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly files: readonly string[];
  readonly onDate: PlainDate;
  readonly at: string;
  readonly byId: string;
  readonly byName: string;
}

/** A record with its course, the first step being its entry. */
export interface Entry {
  readonly id: Id<'RegisterEntry'>;
  readonly register: string;
  readonly division: DivisionCode;
  readonly title: string;
  readonly state: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly version: number;
  readonly createdAt: string;
  readonly createdName: string;
  readonly steps: readonly EntryStep[];
}

/** A limit that runs. */
export interface Clock {
  readonly zh: string;
  readonly dueOn: PlainDate;
  readonly counts: 'workdays' | 'days';
  /** When its holder is told how much is left; left out: only when it is over. */
  readonly alertOn?: PlainDate;
  /** The office above has to act: it is told. */
  readonly above?: true;
}

export interface Step {
  readonly zh: string;
  readonly causes: string;
  readonly by: readonly Performer[];
  readonly from: readonly string[];
  readonly to: string;
  readonly danger?: true;
  readonly input: z.ZodObject;
  /** Steps whose hand this one must not be. */
  readonly apart?: readonly string[];
  /** Taken by the office above: the city decides what a county has entered. */
  readonly above?: true;
  /** Why it cannot be taken in another state, where a plain sentence is due. */
  readonly otherwise?: string;
  /** What must hold besides; may add to the content, and send the record elsewhere. `entry` is as it stands before the step. */
  readonly run?: (
    tx: Tx,
    entry: Entry,
    input: never,
  ) => Promise<Result<{ content?: Readonly<Record<string, unknown>>; to?: string }>>;
}

/** A record that may be chosen. */
export interface Choice {
  readonly id: string;
  readonly name: string;
}

export interface Register {
  readonly key: string;
  readonly zh: string;
  /** Address of the page on which it stands beside others of its kind. */
  readonly shelf: string;
  /** What the page says over the list. */
  readonly lead: string;
  /** The button that enters a record. */
  readonly enters: string;
  readonly by: readonly Performer[];
  readonly form: z.ZodObject;
  /** Questions that are answered by one of the domain's records (`Uuid` in the form). The name that it has then is kept beside it, as `<question>Name`. */
  readonly chosen?: Readonly<Record<string, (tx: Tx) => Promise<readonly Choice[]>>>;
  /** Of what there is one record at a time: a second one is refused until the first is over without having come to anything. */
  readonly one?: (content: Readonly<Record<string, unknown>>, division: DivisionCode) => string;
  readonly titleOf: (form: Readonly<Record<string, unknown>>, placeName: (code: DivisionCode) => string) => string;
  /** What an entry is refused for. */
  readonly entering?: (tx: Tx, form: never) => Promise<Result<null>>;
  readonly start: string;
  readonly states: Readonly<Record<string, { readonly zh: string; readonly tone: Tone; readonly final?: true }>>;
  readonly steps: Readonly<Record<string, Step>>;
  /** The limit that runs as the record stands; none: null. */
  readonly clock?: (tx: Tx, entry: Entry) => Promise<Result<Clock | null, 'PARAM_MISSING'>>;
  /** Shown on the page of another domain, by the name that the page asks with; null: this record is not (any more). */
  readonly beside?: {
    readonly page: string;
    readonly facts: (entry: Entry) => readonly { label: string; value: string }[] | null;
  };
  /** Whether and how everybody sees it on the portal; null: not (yet). */
  readonly open?: (entry: Entry) => readonly { label: string; value: string }[] | null;
}

/** 附件 that any entry and any step may carry; they belong to the record, and stand with the step in its course. */
const FILES = {
  files: z
    .array(FileRef)
    .max(9, '最多9份')
    .default([])
    .meta({ label: '附件', help: '依据、证明的照片或PDF；不要上传有个人信息的材料', paper: 'register-file' }),
};
/** A form as it is asked: with the files that may go with it. */
export const withFiles = (form: z.ZodObject): z.ZodObject => form.extend(FILES);

/** The questions of a register with the records that answer them: those that may be chosen, or the one that was. */
export const fieldsOf = (register: Register, choices: Readonly<Record<string, readonly Choice[]>>): FormField[] =>
  formOf(register.form).map((field) => {
    const { name, label, required, help } = field;
    const records = choices[name]?.map((choice) => ({ value: choice.id, label: choice.name }));
    return records ? { name, label, required, ...(help ? { help } : {}), type: 'choice', choices: records } : field;
  });

/** What was chosen, by the name that was kept. */
export const chosenOf = (register: Register, content: Readonly<Record<string, unknown>>): Record<string, readonly Choice[]> =>
  Object.fromEntries(
    Object.keys(register.chosen ?? {}).flatMap((name) =>
      content[name] === undefined ? [] : [[name, [{ id: String(content[name]), name: String(content[`${name}Name`]) }]]],
    ),
  );

const registers = new Map<string, Register>();

/** Registers a register when its module is loaded. A key used twice, or a step that leads nowhere, is a bug and stops the program. */
export function defineRegister(register: Register): void {
  if (registers.has(register.key)) throw new Error(`register ${register.key} is defined twice`);
  for (const [action, { from, to }] of Object.entries(register.steps))
    for (const state of [...from, to])
      if (!Object.hasOwn(register.states, state)) throw new Error(`register ${register.key}: ${action} names no state ${state}`);
  registers.set(register.key, register);
}

export const allRegisters = (): readonly Register[] => [...registers.values()];
export const findRegister = (key: string): Register | null => registers.get(key) ?? null;

/** The latest step of a kind. */
export const last = (entry: Pick<Entry, 'steps'>, action: string): EntryStep | null =>
  entry.steps.findLast((step) => step.action === action) ?? null;

/** What was entered first. */
export const ENTERED = 'enter';

/** Keeps the types of a step's form and of what it does together. */
export function step<S extends z.ZodObject>(
  given: Omit<Step, 'input' | 'run'> & {
    input: S;
    run?: (
      tx: Tx,
      entry: Entry,
      input: z.infer<S>,
    ) => Promise<Result<{ content?: Readonly<Record<string, unknown>>; to?: string }>>;
  },
): Step {
  return given as unknown as Step;
}
