/**
 * 政策预演: before a standard is published it runs over everybody who receives, and over those who were refused; who gains, who loses,
 * who enters, who leaves, and what it costs. Publication is the same run, and its result is compared with the rehearsal. Pure.
 */
import type { Performer } from '../access/index.ts';
import {
  compareExact,
  type Decision,
  type ParameterRow,
  type Parameters,
  rehearsesStandards,
  standardHands,
} from '../policy/index.ts';
import type { Result } from '../result/index.ts';
import type { DivisionCode, Fen, Id, PlainDate, YearMonth } from '../schema/index.ts';
import type { ActionView } from '../service/index.ts';
import './errors.ts';
import type { Soundness } from './soundness.ts';

export type { Soundness, Unsound } from './soundness.ts';

export type DraftId = Id<'StandardDraft'>;
export type RunId = Id<'RehearsalRun'>;

/** What one household comes to in a month. `eligible` is null while something is not known. */
export interface Assessed {
  readonly eligible: boolean | null;
  readonly amountFen: Fen;
  readonly urbanRural: 'urban' | 'rural' | null;
  readonly persons: number;
  /** Why a person must look at it by such a standard, whatever the amount; left out where nobody need. */
  readonly review?: string;
}

/** How a programme is computed for everybody at once. Defined in a module without a database: worker threads load it. */
export interface RehearsalRules<Facts = unknown> {
  /** Of its entitlements, and the name of the rule of its decisions. */
  readonly programme: string;
  /** Address of the module that defines it (`import.meta.url`). */
  readonly module: string;
  /** Whether its amounts or conditions rest on a standard. */
  readonly reads: (key: string) => boolean;
  readonly assess: (facts: Facts, parameters: Parameters, month: YearMonth) => Result<Assessed, 'PARAM_MISSING'>;
  /** The same with its clauses, for whom it changes. `asOf` of the decision is the first of the month. */
  readonly decide: (facts: Facts, parameters: Parameters, month: YearMonth) => Result<Decision, 'PARAM_MISSING'>;
  /** Standards that only rise: the law of the programme gives the present one as floor of the next. */
  readonly neverLowered?: (key: string) => boolean;
  /** Standards that only hold together: a draft that leaves them otherwise is refused. */
  readonly soundness?: readonly Soundness[];
  /** Standards that hold nowhere until a place sets them, with their units: a draft may be the first to name them. */
  readonly offers?: Readonly<Record<string, string>>;
  /** How whoever receives is computed, where otherwise than who was refused: a benefit that goes on until a person has decided. */
  readonly receiving?: Pick<RehearsalRules<Facts>, 'assess' | 'decide'>;
  /**
   * The facts of a decision with the deaths that the one in force knows of; null where it knows of none more. By a later standard such a death lowers what a month
   * was to rise to, and never below what was decided for it.
   */
  readonly withLaterDeaths?: (facts: Facts, inForce: Facts) => Facts | null;
  /** Where an amount is a standard and no computation: whoever receives it is not judged again by a new one. */
  readonly atStandard?: AtStandard<Facts>;
}

/** Whoever receives: the place, and the facts kept with the amount where the standard depends on them; none are opened otherwise. */
export interface Receiving<Facts> {
  readonly division: DivisionCode;
  readonly facts: Facts | null;
}
export interface AtStandard<Facts = unknown> {
  readonly needsFacts: boolean;
  readonly assess: (of: Receiving<Facts>, parameters: Parameters, month: YearMonth) => Result<Assessed, 'PARAM_MISSING'>;
  readonly decide: (of: Receiving<Facts>, parameters: Parameters, month: YearMonth) => Result<Decision, 'PARAM_MISSING'>;
}

const rules = new Map<string, RehearsalRules>();
export function defineRehearsal<Facts>(definition: RehearsalRules<Facts>): void {
  rules.set(definition.programme, definition as RehearsalRules);
  rehearsesStandards(definition.programme, definition.reads, definition.offers);
}
export const rehearsalRules = (): readonly RehearsalRules[] => [...rules.values()];
/** The rules for somebody who receives, or who was refused. */
export const rulesFor = (rules: RehearsalRules, whose: 'receiving' | 'refused'): Pick<RehearsalRules, 'assess' | 'decide'> =>
  (whose === 'receiving' && rules.receiving) || rules;
export const rulesOf = (programme: string): RehearsalRules => {
  const found = rules.get(programme);
  if (!found) throw new Error(`programme ${programme} has no rehearsal`);
  return found;
};

/** A proposed standard below the one that it would replace, where that is its floor. Equal is not below. */
export const isLowered = (key: string, proposed: string, present: string): boolean =>
  rehearsalRules().some((rule) => rule.neverLowered?.(key)) && compareExact(proposed, present) < 0;

export const effects = {
  gain: '增加',
  loss: '减少',
  enter: '新符合条件',
  leave: '不再符合条件',
  unclear: '需人工核算',
  same: '不变',
} as const;
export type Effect = keyof typeof effects;

/** One proposed standard. */
export interface ProposedRow {
  readonly key: string;
  readonly division: DivisionCode;
  readonly value: string;
  readonly unit: string;
  readonly validFrom: PlainDate;
  /** Bounds for every division below. */
  readonly floor?: string | null;
  readonly ceiling?: string | null;
}

export type DraftAction = 'change' | 'rehearse' | 'submit' | 'approve' | 'sendBack' | 'publish' | 'withdraw';

const proposers: readonly Performer[] = standardHands;
const leaders: readonly Performer[] = ['county-leader', 'city-leader'];

export interface DraftStep {
  readonly zh: string;
  readonly can: Partial<Record<DraftAction, readonly Performer[]>>;
}
/** Nothing is in force before `publishing`. The server allows by this table, the page draws its buttons from it. */
export const draftStates = {
  draft: { zh: '拟定中', can: { change: proposers, rehearse: proposers, submit: proposers, withdraw: proposers } },
  submitted: { zh: '待批准', can: { approve: leaders, sendBack: leaders } },
  approved: { zh: '已批准', can: { publish: leaders, sendBack: leaders } },
  publishing: { zh: '公布中', can: {} },
  published: { zh: '已公布', can: {} },
  withdrawn: { zh: '已撤回', can: {} },
} as const satisfies Record<string, DraftStep>;
export type DraftState = keyof typeof draftStates;

export const draftActions = {
  change: { zh: '修改', causes: '改后须重新预演。' },
  rehearse: { zh: '预演', causes: '按拟调标准把正在领取的和一年内未予确认的都算一遍，不改变任何待遇。' },
  submit: { zh: '送审', causes: '以经办人身份送审，由另一人批准。' },
  approve: { zh: '批准', causes: '同意按预演的结果公布。批准人不得是拟定人和送审人。' },
  sendBack: { zh: '退回', causes: '退回拟定，批准作废。' },
  publish: {
    zh: '公布',
    causes: '标准生效，生成标准调整公告，逐户重算并写入新的金额；减少和不再符合条件的不自动执行，交人工听取意见。',
  },
  withdraw: { zh: '撤回', causes: '不再推进这个方案。' },
} as const satisfies Record<DraftAction, { zh: string; causes: string }>;

/** Totals of one group: a county, urban or rural, a family size. */
export interface GroupTotals {
  readonly county: DivisionCode;
  readonly urbanRural: 'urban' | 'rural' | null;
  /** 5 stands for five and more; 0 where the facts could not be computed. */
  readonly size: number;
  readonly effect: Effect;
  readonly households: number;
  readonly persons: number;
  /** Per month, in the last month computed. */
  readonly oldFen: Fen;
  readonly newFen: Fen;
  /** For the months up to the present one. */
  readonly arrearsFen: Fen;
  readonly reversals: number;
}

export interface RunReport {
  readonly groups: readonly (GroupTotals & { programme: string })[];
  /** A publication: how it compares with the rehearsal that was approved. */
  readonly compared?: { readonly equal: number; readonly different: number; readonly rehearsedAt: string };
}

export interface RunView {
  id: RunId;
  kind: 'rehearsal' | 'publication';
  state: 'running' | 'done';
  startedAt: string;
  endedAt: string | null;
  onDate: PlainDate;
  done: number;
  total: number;
  report: RunReport | null;
}

export interface DraftRowView extends ProposedRow {
  divisionName: string;
  /** The value in force on the first day without this draft; null where there is none. */
  nowValue: string | null;
  nowSource: string | null;
  /** How it stands to the standards that it is read together with; null where it is read alone. */
  said: string | null;
}

export interface DraftListRow {
  id: DraftId;
  title: string;
  documentNo: string;
  division: DivisionCode;
  divisionName: string;
  state: DraftState;
  stateZh: string;
  proposedName: string;
  proposedAt: string;
  publishedAt: string | null;
}

export interface DraftView extends DraftListRow {
  version: number;
  note: string | null;
  submittedName: string | null;
  submittedAt: string | null;
  approvedName: string | null;
  approvedAt: string | null;
  rows: DraftRowView[];
  /** The latest rehearsal; `outdated` when the draft was changed since. */
  rehearsal: (RunView & { outdated: boolean }) | null;
  publication: RunView | null;
  /** 标准调整公告; null before the publication. */
  announcement: { readonly number: string; readonly title: string; readonly url: string } | null;
  allowedActions: ActionView[];
}

/** One household in a result. */
export interface HouseholdRow {
  subjectId: string;
  programme: string;
  programmeZh: string;
  personId: Id<'Person'>;
  /** Null when the actor may not see the person. */
  personName: string | null;
  division: DivisionCode;
  divisionName: string;
  effect: Effect;
  effectZh: string;
  persons: number | null;
  urbanRural: 'urban' | 'rural' | null;
  fromMonth: YearMonth;
  oldFen: Fen;
  newFen: Fen;
  arrearsFen: Fen;
  reversal: boolean;
  reason: string | null;
}

/** A household whose published result is not the rehearsed one. */
export interface DifferenceRow extends HouseholdRow {
  rehearsed: { effect: Effect; effectZh: string; oldFen: Fen; newFen: Fen } | null;
  why: string;
}

/** Whether every proposed value is at least the one in force: then whoever comes out worse is a reversal. */
export const isRise = (rows: readonly { value: string; nowValue: string | null }[]): boolean =>
  rows.every((row) => row.nowValue === null || compareExact(row.value, row.nowValue) >= 0);

/** The rows of a draft as rows of the register of standards; `documentNo` is their source. */
export const asParameterRow = (
  row: ProposedRow,
  given: { id: string; documentNo: string; knownSince: string },
): ParameterRow => ({
  id: given.id,
  key: row.key,
  division: row.division,
  value: row.value,
  unit: row.unit,
  validFrom: row.validFrom,
  validTo: null,
  knownSince: given.knownSince,
  source: given.documentNo,
  nature: 'seed',
  note: '',
  floor: row.floor ?? null,
  ceiling: row.ceiling ?? null,
});
