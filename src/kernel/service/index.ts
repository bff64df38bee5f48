/**
 * 事项与办件: a case moves through a table of steps. The server allows by the table, the page draws its buttons from it, the
 * clock counts by it, and the flow diagram prints it. A domain gives a flow (this file's types) and one handler per action.
 */
import type { Actor, Performer } from '../access/index.ts';
import type { DivisionCode, FormField, Id, PlainDate } from '../schema/index.ts';
import type { Light, RulingLimit } from './lights.ts';

export * from './item-views.ts';
export * from './lights.ts';

/** Who may act in a step: a performer of the workbench, the applicant (or agent), anybody (objection), or the platform's timer. */
export type Hand = Performer | 'applicant' | 'anyone' | 'timer';

export interface StepLimit {
  /** Key of the parameter that holds the number of days; null: the item says it itself (`workdays`). */
  readonly parameter: string | null;
  /** Hours run from the instant of submission by the clock, day and night, and never roll. */
  readonly unit: 'workdays' | 'notice-days' | 'months' | 'hours';
  /** The day that the limit starts from (not counted itself). */
  readonly from: 'entered' | 'submitted' | 'accepted';
}

/** Flag of an application that counts as accepted because nobody answered it in time. */
export const DEEMED = 'deemed-accepted';

export type Outcome = 'granted' | 'refused' | 'withdrawn' | 'terminated';

export interface Step<Action extends string = string> {
  readonly zh: string;
  /** Who holds the case; null in a final step. */
  readonly holder: Hand | null;
  readonly within?: StepLimit;
  /** The legal clock stands while the case is here. */
  readonly pauses?: true;
  /** An application that nobody answered here in time counts as accepted from the day it was received. */
  readonly deems?: true;
  /** What the applicant may be asked for here until a day: 「等您补交缺少的材料」. */
  readonly asks?: string;
  readonly can: Partial<Record<Action, readonly Hand[]>>;
  /** Taken by the platform once the step's limit is over. */
  readonly auto?: Action;
  readonly final?: Outcome;
  /** Off the usual path (a detour): left out of the steps ahead on the time line. */
  readonly aside?: true;
  /** On the usual path only of cases that carry this flag, or do not. */
  readonly path?: { readonly with: string } | { readonly without: string };
  /** Every step that an action of this one may lead to: the diagram prints it, and the engine refuses any other. */
  readonly leadsTo?: readonly string[];
  /** What the applicant reads about this step: what happens now and what comes next. */
  readonly says: string;
}

export interface ActionSpec {
  /** A verb that an officer would say. */
  readonly zh: string;
  /** What it will cause, said before it does. */
  readonly causes: string;
  readonly danger?: true;
  /** Possible at any time and awaited by nobody. */
  readonly aside?: true;
  /** Its opinion is for officers: the applicant reads that it happened, not what was said. */
  readonly internal?: true;
  /** Asks for nothing and judges nothing: an officer may take it for several cases of a list, each on its own. Never a decision. */
  readonly bulk?: true;
  /** Blocked when the actor is related to a person of the case (回避). */
  readonly recusal?: true;
  /** Done at somebody's home: how the walk of a village calls it, and for which cases where not for all (one of these flags). */
  readonly visit?: { readonly zh: string; readonly flags?: readonly string[] };
}

export interface Flow<State extends string = string, Action extends string = string> {
  readonly name: string;
  readonly version: string;
  readonly start: NoInfer<State>;
  readonly steps: Readonly<Record<State, Step<NoInfer<Action>>>>;
  readonly actions: Readonly<Record<Action, ActionSpec>>;
  /** Known only to the hands of this table: in lists, files and by its address nobody else finds its cases. */
  readonly confidential?: true;
  /** The whole procedure, in working days: from acceptance, or from the day on which it was received. Known from acceptance on. */
  readonly total?: {
    readonly parameter: string | null;
    /** Another parameter for cases that carry a flag; of several the first of this list. */
    readonly flagged?: Readonly<Record<string, string>>;
    readonly from?: 'submitted';
  };
}

/** Keeps the literal names of states and actions, so that a handler table can be checked against them. */
export const defineFlow = <const State extends string, const Action extends string>(
  flow: Flow<State, Action>,
): Flow<State, Action> => flow;

export interface ActionView {
  action: string;
  zh: string;
  causes: string;
  danger: boolean;
  /** Possible, but not what the case waits for. */
  aside?: true;
  fields: readonly FormField[];
  /** Values to begin with. */
  initial: Record<string, unknown>;
}

export interface CaseRow {
  id: Id<'Case'>;
  no: string | null;
  itemId: string;
  itemName: string;
  applicantName: string;
  division: DivisionCode;
  divisionName: string;
  state: string;
  stateZh: string;
  holderZh: string | null;
  submittedOn: PlainDate;
  /** Of the present step. */
  dueOn: PlainDate | null;
  totalDueOn: PlainDate | null;
  /** The one of the two that ends first, and so rules the light; null where none runs. */
  limit: Pick<RulingLimit, 'of' | 'dueOn' | 'dueAt'> | null;
  light: Light;
  flags: readonly string[];
  version: number;
  outcome: Outcome | null;
  /** Whether it is accepted once, and has a number from then on; a report or a review never is. */
  accepts: boolean;
  /** Who of several officers works on it; null: nobody has taken it. */
  claim: { name: string; mine: boolean } | null;
  /** What the actor may do with several of a list at once; left out of lists that are not for working. */
  bulk?: readonly { action: string; zh: string; causes: string }[];
}

/** 领办: what is done about who works on a case. */
export const claimActions = {
  claim: { zh: '领办', causes: '由您接着办，同岗位的其他人不能再办这一步。5个工作日没有办的，自动放开。' },
  handOver: { zh: '转给他人', causes: '由接手的人办，会收到消息；您和其他人不能再办这一步。' },
  release: { zh: '交回', causes: '同岗位的人都可以办，谁都可以再领。' },
} as const;
export type ClaimAction = keyof typeof claimActions;

export interface CaseClaimView {
  /** Who works on it and the last day on which it lapses unless something is done; null: nobody has taken it. */
  readonly by: { readonly name: string; readonly mine: boolean; readonly endsOn: PlainDate } | null;
  readonly actions: readonly ActionView[];
}

/** What a work list is of. mine: what this duty holds; others: what others of the division or the applicants hold; all: both; done: closed ones. */
export interface WorkScope {
  view: 'mine' | 'others' | 'all' | 'done';
  light?: 'overdue' | 'today';
}

/** The counts that a day begins with; each opens the list that it counts. */
export const workCards = [
  { key: 'overdue', zh: '已超期', list: { view: 'mine', light: 'overdue' } },
  { key: 'today', zh: '今天到期', list: { view: 'mine', light: 'today' } },
  { key: 'mine', zh: '等我办', list: { view: 'mine' } },
  { key: 'others', zh: '等别人', list: { view: 'others' } },
  { key: 'all', zh: '辖区在办', list: { view: 'all' } },
] as const satisfies readonly { key: string; zh: string; list: WorkScope }[];
export type WorkCounts = Record<(typeof workCards)[number]['key'], number>;

export interface CaseEventView {
  seq: number;
  action: string;
  zh: string;
  fromZh: string | null;
  toZh: string;
  actorName: string;
  actorRole: string;
  at: string;
  onDate: PlainDate;
  opinion: string | null;
  data: Record<string, unknown> | null;
}

/** One line of the applicant's time line: done, now, or still to come, with its legal limit and who holds it. */
export interface TimelineStep {
  state: string;
  zh: string;
  status: 'done' | 'now' | 'ahead';
  holderZh: string | null;
  on: PlainDate | null;
  dueOn: PlainDate | null;
  says: string;
}

export interface ClockView {
  label: string;
  startOn: PlainDate;
  limit: string;
  dueOn: PlainDate | null;
  /** A year on the way is not announced yet. */
  provisional: boolean;
  /** How the day was counted. */
  days: readonly { date: PlainDate; text: string; counted: boolean }[];
}

export interface CaseView extends CaseRow {
  says: string;
  channel: string;
  channelZh: string;
  applicantPersonId: Id<'Person'>;
  householdId: Id<'Household'> | null;
  acceptedOn: PlainDate | null;
  /** The last day for what the applicant is asked for in this step. */
  answerBy: PlainDate | null;
  closedAt: string | null;
  /** The case that this one came out of, and those that came out of it; each is decided by itself. */
  parent: CaseRow | null;
  children: readonly CaseRow[];
  /** Another resident asked in the reader's name: 不是我办的. */
  disownable: boolean;
  allowedActions: readonly ActionView[];
  /** Left out for whoever is no officer. */
  claiming: CaseClaimView | null;
  /** The colleague who is filling in a form of this case just now, and until what time it is held for that. */
  editing: { readonly name: string; readonly until: string } | null;
  events: readonly CaseEventView[];
  timeline: readonly TimelineStep[];
  clocks: readonly ClockView[];
  diagram: readonly { state: string; zh: string; to: readonly string[]; now: boolean; final: boolean }[];
  /** Papers to bring by the guide of the item's version with which the case began, whatever the guide says today. */
  toBring: readonly string[];
  /** What the domain adds: facts, checks, visit, decision, papers, notice. */
  sections: Record<string, unknown>;
}

export const channels = {
  window: '窗口',
  online: '网上',
  mobile: '手机',
  proxy: '代办',
  hotline: '电话',
  discovery: '主动发现',
} as const;
export type Channel = keyof typeof channels;

/** How an application came in where nobody says: of a village on somebody's behalf, of other officers at the window. */
export const channelOf = (actor: Pick<Actor, 'kind' | 'role'>): Channel =>
  actor.kind === 'resident' ? 'online' : actor.role === 'village-worker' ? 'proxy' : 'window';

/** Text and limits of a service item: data, edited without code. */
export interface ServiceItem {
  itemId: string;
  version: number;
  name: string;
  template: string;
  domain: string;
  audience: string;
  acceptLevel: string;
  decideLevel: string;
  timeLimit: string;
  publicNotice: string;
  basis: string;
  /** Guide page: what you get, conditions, steps, papers, in plain words. */
  guide: {
    gets: string;
    conditions: readonly string[];
    steps: readonly string[];
    papers: readonly string[];
    fee: string;
  } | null;
  situations: readonly string[];
  keywords: readonly string[];
  /** Everyday words for it, and its place among the items that the same words mean (0 is the first). */
  said?: readonly { words: string; place: number }[];
  /** Extra fields of the closed subset, kept in `extra`. */
  extraFields: readonly FormField[];
  /** Working days of a `simple-approval` item. */
  workdays: number | null;
}
