/** The flows that a running platform knows, each with its handlers. Domains register theirs at the composition root. */
import type { z } from 'zod';
import { nameFlowActions } from '../audit/index.ts';
import type { Tx } from '../context/server.ts';
import type { Refusal, Result } from '../result/index.ts';
import type { DivisionCode, FormField, Id, PlainDate } from '../schema/index.ts';
import type { ActionSpec, Channel, Flow, ServiceItem, Step } from './index.ts';

/** A case as handlers see it, locked for the transaction. `form` is opened. */
export interface Case {
  readonly id: Id<'Case'>;
  readonly no: string | null;
  readonly itemId: string;
  readonly itemVersion: number;
  readonly flow: string;
  readonly flowVersion: string;
  readonly division: DivisionCode;
  readonly applicantPersonId: Id<'Person'>;
  readonly applicantName: string;
  readonly agentPersonId: Id<'Person'> | null;
  readonly householdId: Id<'Household'> | null;
  readonly channel: Channel;
  readonly state: string;
  readonly holder: string | null;
  readonly enteredOn: PlainDate;
  readonly dueOn: PlainDate;
  /** The instant, where the limit runs in hours. */
  readonly dueAt: string | null;
  readonly amberOn: PlainDate | null;
  readonly redOn: PlainDate | null;
  readonly amberAt: string | null;
  readonly redAt: string | null;
  readonly totalDueOn: PlainDate | null;
  readonly totalAmberOn: PlainDate | null;
  readonly totalRedOn: PlainDate | null;
  readonly answerBy: PlainDate | null;
  readonly submittedAt: string;
  readonly acceptedOn: PlainDate | null;
  readonly closedAt: string | null;
  readonly outcome: string | null;
  readonly flags: readonly string[];
  /** As its opening says; empty for most items. */
  readonly matter: string;
  readonly seq: number;
  /** The event by which the present step was entered: alerts are raised once for it. */
  readonly stepSeq: number;
  readonly version: number;
  /** The case that this one came out of. */
  readonly parentId: Id<'Case'> | null;
  /** 领办: who of several officers works on it, and until when without doing anything (claims.ts). */
  readonly claimedBy: string | null;
  readonly claimedName: string | null;
  readonly claimEndsOn: PlainDate | null;
  readonly form: unknown;
}

/** What an action does to the case. `opinion` is shown in the history; `data` is kept sealed beside it. */
export interface Effect<State extends string = string> {
  readonly to: State;
  readonly opinion?: string | null;
  readonly data?: Record<string, unknown>;
  readonly addFlags?: readonly string[];
  readonly dropFlags?: readonly string[];
  readonly form?: unknown;
  readonly householdId?: Id<'Household'>;
  /** What it is about from now on, beside which another application of the person may be opened (`Opening.matter`). */
  readonly matter?: string;
  /** The day that the new step's limit starts from, where it is not today (a notice: its posting day). */
  readonly enteredOn?: PlainDate;
  /** A day that the law itself gives for the whole: no limit of the new step lies later. */
  readonly notAfter?: PlainDate;
  /** The last day for what the new step asks of the applicant, who is reminded of it; null: it has been answered. Left out: nothing, or as before where the case stays. */
  readonly answerBy?: PlainDate | null;
  /** The day from which the application counts as accepted, where no officer accepted it. */
  readonly acceptedOn?: PlainDate;
  /** Runs once the case has moved, in the same transaction: for papers that print its new number or limits. */
  readonly after?: (moved: Case) => Promise<Result<null>>;
}

export interface ActionHandler<Input = never, State extends string = string> {
  /** The shape of what the action asks for; the page draws its form from it. */
  readonly input: z.ZodType;
  /** Values the form begins with. */
  readonly initial?: (tx: Tx, kase: Case) => Promise<Record<string, unknown>>;
  /** Form fields where they depend on the case; else those of `input`. */
  readonly fields?: (tx: Tx, kase: Case) => Promise<readonly FormField[]>;
  /** Hidden from the allowed actions although the table has it: the record says that it makes no sense now. */
  readonly offered?: (tx: Tx, kase: Case) => Promise<boolean>;
  readonly run: (tx: Tx, kase: Case, input: Input) => Promise<Result<Effect<State>>>;
}

export const handler = <S extends z.ZodType, State extends string = string>(
  definition: Omit<ActionHandler<z.infer<S>, State>, 'input'> & { input: S },
): ActionHandler<never, State> => definition as unknown as ActionHandler<never, State>;

/** What opening a case needs to know from the form. */
export interface Opening {
  readonly division: DivisionCode;
  readonly applicantPersonId: Id<'Person'>;
  readonly applicantName: string;
  readonly agentPersonId?: Id<'Person'> | null;
  readonly householdId?: Id<'Household'> | null;
  readonly persons: readonly { personId: Id<'Person'>; role: string }[];
  readonly flags?: readonly string[];
  /** What of the person it is about, where somebody may have several at once (two benefits, each with its review): one open case for each. */
  readonly matter?: string;
  /** ISO instant from which limits run, where the matter was reported before the case was opened. */
  readonly submittedAt?: string;
  /** A day that the law itself gives: the first step's limit does not lie later. */
  readonly notAfter?: PlainDate;
  readonly form: unknown;
}

export interface FlowImplementation<State extends string = string, Action extends string = string> {
  readonly flow: Flow<State, Action>;
  /** The application form of an item that uses this flow. */
  readonly form: (item: ServiceItem) => z.ZodType;
  /** The application's pages: one topic each. */
  readonly formSteps?: readonly { title: string; help?: string; fields: readonly string[] }[];
  readonly open: (tx: Tx, item: ServiceItem, form: never, channel: Channel) => Promise<Result<Opening>>;
  /** A resident may ask for somebody else: the form names the applicant, and `open` makes whoever sends it the agent. */
  readonly forOthers?: true;
  /** What should be mended before an officer sends the application for somebody; it may be sent all the same. */
  readonly advises?: (tx: Tx, form: never) => Promise<Refusal | null>;
  /**
   * What a second application of the same person does while the first is open: an action of that case, with what of the form it asks for; null, or left
   * out: it is refused. For whoever may open one and may know of the open case.
   */
  readonly joins?: (tx: Tx, open: Case, form: never) => Promise<{ readonly action: Action; readonly input: unknown } | null>;
  /**
   * Residents may say what concerns a case that they may not see: `open` and `joins` run with the sight of the city, `open` says who may speak, and whoever
   * is neither applicant nor proxy of the case hears only that it was taken in.
   */
  readonly takesInUnseen?: true;
  /** After the case exists, in the same transaction. */
  readonly opened?: (tx: Tx, kase: Case) => Promise<Result<null>>;
  readonly actions: Readonly<Record<Action, ActionHandler<never, State>>>;
  /** Asked for every member of staff who opens a case or acts on it; a refusal is "not found". */
  readonly mayOpen?: (tx: Tx, kase: Case) => Promise<boolean>;
  /** What these cases are called where the item's name is not their own; the others are left out. */
  readonly names?: (tx: Tx, caseIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** What the case page shows of the domain's own records. */
  readonly sections: (tx: Tx, kase: Case) => Promise<Record<string, unknown>>;
}

const flows = new Map<string, FlowImplementation>();

/** What the compiler cannot see: the steps that a step leads to, and that nobody is left holding a case without a way out. */
function refuseFaults(flow: Flow, state: string, step: Step): void {
  const fault = (text: string) => new Error(`flow ${flow.name}: step ${state} ${text}`);
  for (const action of Object.keys(step.can)) if (!(action in flow.actions)) throw fault(`allows the unknown action ${action}`);
  for (const next of step.leadsTo ?? []) if (!(next in flow.steps)) throw fault(`leads to the unknown step ${next}`);
  if (step.auto && !step.can[step.auto]?.includes('timer'))
    throw fault(`has the automatic action ${step.auto} that no timer may take`);
  if ((step.holder === null) !== (step.final !== undefined)) throw fault('must have a holder, or be final');
  if (step.final) return;
  if (!step.leadsTo?.length || Object.keys(step.can).length === 0) throw fault('has no way out');
}

/** Registers a flow under its name and version. Handlers for every action are guaranteed by the type. */
export function defineFlowImplementation<S extends string, A extends string>(
  implementation: FlowImplementation<S, A>,
): FlowImplementation<S, A> {
  const { flow } = implementation;
  for (const [state, step] of Object.entries<Flow<S, A>['steps'][S]>(flow.steps)) refuseFaults(flow, state, step);
  for (const [action, spec] of Object.entries<ActionSpec>(flow.actions))
    if (spec.bulk && !implementation.actions[action as A].input.safeParse({}).success)
      throw new Error(`flow ${flow.name}: action ${action} is for several cases, but asks for something`);
  nameFlowActions(flow.actions);
  flows.set(`${flow.name}@${flow.version}`, implementation as unknown as FlowImplementation);
  return implementation;
}

export function flowOf(name: string, version?: string): FlowImplementation {
  const found = version ? flows.get(`${name}@${version}`) : [...flows.values()].findLast((f) => f.flow.name === name);
  if (!found) throw new Error(`flow ${name}@${version ?? 'newest'} is not registered`);
  return found;
}

export const hasFlow = (name: string): boolean => [...flows.values()].some((f) => f.flow.name === name);
export const allFlows = (): readonly FlowImplementation[] => [...flows.values()];
