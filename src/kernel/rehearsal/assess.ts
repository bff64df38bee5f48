/** Computing a page of the register: pure but for the keys, so that it runs in a worker thread as well as here. */
import { longMonth, monthOf, plusMonths } from '../calendar/index.ts';
import { type Decision, makeParameters, type ParameterRow, type Parameters, roundFen, times } from '../policy/index.ts';
import type { KeyRing } from '../protect/server.ts';
import type { Result } from '../result/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../schema/index.ts';
import { type Assessed, type Effect, type RehearsalRules, rulesFor, rulesOf } from './index.ts';

/** Where the facts of a version lie in the page's bytes. */
export interface SealedFacts {
  readonly at: number;
  readonly length: number;
  readonly place: string;
  /** The bytes are a whole decision, with the facts in it. */
  readonly whole: boolean;
}

export interface SubjectVersion {
  readonly id: string;
  readonly fromMonth: YearMonth;
  readonly amountFen: Fen;
  readonly facts: SealedFacts | null;
  /** The version whose facts these are. */
  readonly sameAs: string | null;
  readonly decisionId: string | null;
  /** Its amount is this many times that of the month before it begins (渐退), and follows when that one changes. */
  readonly lastShare: string | null;
}

/** An entitlement with its versions in the order of their numbers; an application that was refused has one, of nothing. */
export interface Subject {
  readonly id: string;
  readonly division: DivisionCode;
  readonly applicant: boolean;
  readonly fromMonth: YearMonth;
  readonly toMonth: YearMonth | null;
  /** Why no machine computes it now, such as a death that waits for a person. */
  readonly waits: string | null;
  readonly versions: readonly SubjectVersion[];
}

/** What holds for every page of a run. */
export interface Task {
  readonly programme: string;
  /** Address of the module that defines its rules. */
  readonly module: string;
  /** Standards as proposed (in a publication: as published), and as they were without. */
  readonly proposed: readonly ParameterRow[];
  readonly present: readonly ParameterRow[];
  readonly firstMonth: YearMonth;
  readonly today: PlainDate;
  readonly rise: boolean;
  /** A publication: decisions are made for whom it changes. */
  readonly decide: boolean;
}

/** A version to be written. */
export interface Step {
  readonly fromMonth: YearMonth;
  readonly amountFen: Fen;
  readonly decisionId: string | null;
  readonly factsOf: string;
  readonly parameterIds: readonly string[];
  readonly lastShare: string | null;
  /** Its decision, sealed; null where an amount that nobody computed goes on by the decision that it has. */
  readonly decided: {
    readonly factsDecision: string | null;
    /** The facts are in the content: they are those of that decision with a death that it did not know of. */
    readonly ownFacts: boolean;
    readonly asOf: PlainDate;
    readonly rule: { readonly name: string; readonly version: string };
    readonly content: Uint8Array;
  } | null;
}

export interface AssessedSubject {
  readonly id: string;
  readonly effect: Effect;
  readonly urbanRural: 'urban' | 'rural' | null;
  readonly persons: number | null;
  readonly fromMonth: YearMonth;
  readonly oldFen: Fen;
  readonly newFen: Fen;
  readonly arrearsFen: Fen;
  readonly reversal: boolean;
  readonly reason: string | null;
  /** Why a person must look at it, whatever the amount. */
  readonly review: string | null;
  readonly basisId: string | null;
  readonly steps: readonly Step[];
}

export interface Tools {
  readonly keys: KeyRing;
  readonly newId: () => string;
  readonly decisionPlace: (id: string) => string;
}

/** A task made ready once for all its pages. */
export interface Ready {
  readonly task: Task;
  readonly rules: RehearsalRules;
  readonly proposed: Parameters;
  readonly present: Parameters;
}

const makeReady = (task: Task): Ready => ({
  task,
  rules: rulesOf(task.programme),
  proposed: makeParameters(task.proposed),
  present: makeParameters(task.present),
});

/** The tasks of a run by programme, each made ready when its first page comes. */
export function readiness(tasks: readonly Task[]): (programme: string) => Ready {
  const made = new Map<string, Ready>();
  return (programme) => {
    let ready = made.get(programme);
    if (!ready) {
      ready = makeReady(tasks.find((task) => task.programme === programme)!);
      made.set(programme, ready);
    }
    return ready;
  };
}

const NO_FACTS = '现行金额不是由系统按事实核算的，须由人工核算';
const NOT_KNOWN = '按现有事实还不能得出结论，须由人工核算';
const NO_STANDARD = '缺少有效参数，须由人工核算';

interface Month {
  readonly month: YearMonth;
  readonly version: SubjectVersion;
  readonly oldFen: Fen;
  readonly newFen: Fen;
  /**
   * Computed by the standard; by the amount of the month before; as it was decided, because a death that is known since leaves nothing of the rise; its version has
   * no facts, so that the amount stays and a person computes it.
   */
  readonly by: 'standard' | 'last' | 'decided' | 'hand';
  /** The facts with a death that the decision of the month did not know of, where the amount rests on them. */
  readonly laterFacts: unknown;
}

function latest(first: YearMonth, ...others: YearMonth[]): YearMonth {
  let last = first;
  for (const month of others) if (month > last) last = month;
  return last;
}

/** The months to compute: from the first one concerned to the present one, or to the last version that begins later. */
function monthsOf(subject: Subject, task: Task): YearMonth[] {
  const first = latest(subject.fromMonth, task.firstMonth);
  const later = latest(first, monthOf(task.today), ...subject.versions.map((v) => v.fromMonth));
  const last = subject.toMonth !== null && subject.toMonth < later ? subject.toMonth : later;
  const months: YearMonth[] = [];
  for (let month = first; month <= last; month = plusMonths(month, 1)) months.push(month);
  return months;
}

/**
 * What a gradual exit pays: the last amount before it, as it stands by the proposed standards. Null where that month cannot be computed. A family
 * that was confirmed only then has not been paid before: its first month counts.
 */
function amountOfLast(ready: Ready, subject: Subject, version: SubjectVersion, computing: Computing): Fen | null {
  const month = latest(subject.fromMonth, plusMonths(version.fromMonth, -1));
  const before = subject.versions.findLast((v) => v.lastShare === null && v.fromMonth <= month);
  if (!before || version.lastShare === null) return null;
  const last = (fen: Fen): Fen => roundFen(times(version.lastShare!, fen));
  if (month < ready.task.firstMonth) return version.amountFen;
  const assessed = computing.assess(before, ready.proposed, month);
  return assessed?.ok && assessed.value.eligible && assessed.value.amountFen > 0 ? last(assessed.value.amountFen) : null;
}

const versionIn = (subject: Subject, month: YearMonth): SubjectVersion | undefined =>
  subject.versions.findLast((v) => v.fromMonth <= month);

/** What the versions of a subject come to; null for one whose facts are not kept. */
interface Computing {
  assess(version: SubjectVersion, parameters: Parameters, month: YearMonth): Result<Assessed, 'PARAM_MISSING'> | null;
  decide(version: SubjectVersion, parameters: Parameters, month: YearMonth): Result<Decision, 'PARAM_MISSING'> | null;
  /** Its facts with the deaths that the version in force knows of; null where there are none. */
  withLaterDeaths(version: SubjectVersion, inForce: SubjectVersion): unknown;
}

function computingOf({ rules }: Ready, subject: Subject, bytes: Uint8Array, keys: KeyRing): Computing {
  const { division } = subject;
  const by = subject.applicant ? undefined : rules.atStandard;
  const own = rulesFor(rules, subject.applicant ? 'refused' : 'receiving');
  const factsOf = by?.needsFacts === false ? () => null : factsReader(subject, bytes, keys);
  const of = <T>(version: SubjectVersion, compute: (facts: unknown) => T): T | null => {
    const facts = factsOf(version);
    return facts === undefined ? null : compute(facts);
  };
  return {
    withLaterDeaths(version, inForce) {
      if (!rules.withLaterDeaths || version === inForce) return null;
      const [then, now] = [factsOf(version), factsOf(inForce)];
      return then && now && then !== now ? rules.withLaterDeaths(then, now) : null;
    },
    assess: (version, parameters, month) =>
      of(version, (facts) => by?.assess({ division, facts }, parameters, month) ?? own.assess(facts, parameters, month)),
    decide: (version, parameters, month) =>
      of(version, (facts) => by?.decide({ division, facts }, parameters, month) ?? own.decide(facts, parameters, month)),
  };
}

/** Opens the facts of a version once. */
function factsReader(subject: Subject, bytes: Uint8Array, keys: KeyRing) {
  const opened = new Map<string, unknown>();
  return (version: SubjectVersion): unknown => {
    const holder = version.facts ? version : subject.versions.find((v) => v.id === version.sameAs);
    if (!holder?.facts) return undefined;
    if (!opened.has(holder.id)) {
      const { at, length, place, whole } = holder.facts;
      const value = keys.openJson<{ facts?: unknown }>(bytes.subarray(at, at + length), place);
      opened.set(holder.id, whole ? value.facts : value);
    }
    return opened.get(holder.id);
  };
}

const unclear = (
  subject: Subject,
  at: { fromMonth: YearMonth; oldFen: Fen; basisId: string | null },
  reason: string,
): AssessedSubject => ({
  id: subject.id,
  effect: 'unclear',
  urbanRural: null,
  persons: null,
  fromMonth: at.fromMonth,
  oldFen: at.oldFen,
  newFen: at.oldFen,
  arrearsFen: 0,
  reversal: false,
  reason,
  review: null,
  basisId: at.basisId,
  steps: [],
});

function effectOf(subject: Subject, months: readonly Month[], eligible: boolean): Effect {
  if (subject.applicant) return eligible ? 'enter' : 'same';
  if (months.some((m) => m.newFen === 0)) return 'leave';
  if (months.some((m) => m.newFen < m.oldFen)) return 'loss';
  return months.some((m) => m.newFen > m.oldFen) ? 'gain' : 'same';
}

/** A death that a later decision knows of: the month rises to what is due without the person, where that is less. */
function lessDeaths(ready: Ready, due: Month, computing: Computing, inForce: SubjectVersion | undefined): Month {
  const { month, version, oldFen, newFen } = due;
  const laterFacts = inForce && newFen > oldFen ? computing.withLaterDeaths(version, inForce) : null;
  if (laterFacts === null) return due;
  const assessed = rulesFor(ready.rules, 'receiving').assess(laterFacts, ready.proposed, month);
  if (!assessed.ok || assessed.value.eligible === null) return due;
  const lessFen = assessed.value.eligible ? assessed.value.amountFen : 0;
  if (lessFen >= newFen) return due;
  return lessFen > oldFen ? { ...due, newFen: lessFen, laterFacts } : { ...due, newFen: oldFen, by: 'decided' };
}

/** Null when no month of the subject is concerned. */
export function assessSubject(ready: Ready, subject: Subject, bytes: Uint8Array, tools: Tools): AssessedSubject | null {
  const { task } = ready;
  const months = monthsOf(subject, task);
  if (months.length === 0) return null;
  const computing = computingOf(ready, subject, bytes, tools.keys);
  const computed: Month[] = [];
  const inForce = versionIn(subject, months.at(-1)!);
  let last = { urbanRural: null as 'urban' | 'rural' | null, persons: 0, eligible: false, review: null as string | null };
  for (const month of months) {
    const version = versionIn(subject, month);
    if (!version) continue;
    const at = { fromMonth: months[0]!, oldFen: version.amountFen, basisId: version.id };
    if (subject.waits) return unclear(subject, at, subject.waits);
    if (version.lastShare !== null) {
      const newFen = amountOfLast(ready, subject, version, computing);
      computed.push({
        month,
        version,
        oldFen: version.amountFen,
        newFen: newFen ?? version.amountFen,
        by: newFen === null ? 'hand' : 'last',
        laterFacts: null,
      });
      continue;
    }
    const assessed = computing.assess(version, ready.proposed, month);
    if (assessed === null) {
      computed.push({ month, version, oldFen: version.amountFen, newFen: version.amountFen, by: 'hand', laterFacts: null });
      continue;
    }
    if (!assessed.ok) return unclear(subject, at, NO_STANDARD);
    const { eligible, amountFen, urbanRural, persons, review = null } = assessed.value;
    if (eligible === null) {
      if (subject.applicant) return null;
      return unclear(subject, at, NOT_KNOWN);
    }
    last = { urbanRural, persons, eligible, review };
    const due = {
      month,
      version,
      oldFen: version.amountFen,
      newFen: eligible ? amountFen : 0,
      by: 'standard',
      laterFacts: null,
    } as const;
    computed.push(lessDeaths(ready, due, computing, inForce));
  }
  const end = computed.at(-1);
  if (!end) return null;
  const byHand = computed.filter((m) => m.by === 'hand');
  if (byHand.length === computed.length)
    return unclear(subject, { fromMonth: months[0]!, oldFen: end.oldFen, basisId: end.version.id }, NO_FACTS);
  const effect = effectOf(subject, computed, last.eligible);
  const now = monthOf(task.today);
  const worse = effect === 'loss' || effect === 'leave';
  // What has an end is decided already.
  const review = subject.toMonth === null ? last.review : null;
  return {
    id: subject.id,
    effect: byHand.length > 0 ? 'unclear' : effect,
    urbanRural: last.urbanRural,
    persons: last.persons,
    fromMonth: computed.find((m) => m.newFen !== m.oldFen)?.month ?? computed[0]!.month,
    oldFen: end.oldFen,
    newFen: end.newFen,
    arrearsFen: effect === 'enter' ? 0 : computed.reduce((sum, m) => (m.month <= now ? sum + m.newFen - m.oldFen : sum), 0),
    reversal: worse && task.rise,
    reason:
      [
        ...(byHand.length > 0 ? [byHandReason(byHand)] : []),
        ...(worse ? [whyWorse(ready, computed, computing)] : []),
        ...(review ? [review] : []),
      ].join('；') || null,
    review,
    basisId: end.version.id,
    steps: task.decide && effect === 'gain' ? stepsOf(ready, subject, computed, { computing, tools }) : [],
  };
}

const byHandReason = (months: readonly Month[]): string => {
  const [first, last] = [months[0]!.month, months.at(-1)!.month];
  const span = first === last ? longMonth(first) : `${longMonth(first)}至${longMonth(last)}`;
  return `${span}的金额不是由系统按事实核算的，须由人工核算；其余月份已核算`;
};

/** By the standards in force the family would come to what it gets: then the new standard is what takes it away. */
function whyWorse(ready: Ready, months: readonly Month[], computing: Computing): string {
  const worst = months.find((m) => m.newFen < m.oldFen)!;
  const before = computing.assess(worst.version, ready.present, worst.month);
  const unchanged = before?.ok && before.value.eligible === true && before.value.amountFen === worst.oldFen;
  return unchanged ? '因标准变动' : '因家庭情况与作出决定时不同（如年龄），按现行标准也会变动';
}

/** One version from the first month that changes, another wherever the amount or what it rests on changes again: later standards are computed from that. */
function stepsOf(ready: Ready, subject: Subject, months: readonly Month[], of: { computing: Computing; tools: Tools }): Step[] {
  const { computing, tools } = of;
  const steps: Step[] = [];
  let amount: Fen | null = null;
  let share: string | null = null;
  let restsOn: string | null = null;
  for (const { month, version, oldFen, newFen, by, laterFacts } of months) {
    const basis = `${version.sameAs ?? version.id} ${laterFacts !== null}`;
    if (amount === null ? newFen === oldFen : newFen === amount && version.lastShare === share && basis === restsOn) continue;
    amount = newFen;
    share = version.lastShare;
    restsOn = basis;
    if (by !== 'standard') {
      const { decisionId, id: factsOf, lastShare } = version;
      steps.push({ fromMonth: month, amountFen: newFen, decisionId, factsOf, parameterIds: [], lastShare, decided: null });
      continue;
    }
    const decided = laterFacts
      ? rulesFor(ready.rules, 'receiving').decide(laterFacts, ready.proposed, month)
      : computing.decide(version, ready.proposed, month);
    if (!decided?.ok || decided.value.amountFen !== newFen)
      throw new Error(`decision of ${version.id} differs from its assessment`);
    const decision = decided.value;
    const decisionId = tools.newId();
    steps.push({
      fromMonth: month,
      amountFen: newFen,
      decisionId,
      factsOf: version.sameAs ?? version.id,
      parameterIds: [...new Set(decision.parameters.map((p) => p.rowId))],
      lastShare: null,
      decided: {
        // 按标准逐月调整出来的版本没有自己的决定，以前一个决定为依据
        factsDecision: version.decisionId ?? subject.versions.findLast((v) => v.decisionId !== null)?.decisionId ?? null,
        ownFacts: laterFacts !== null,
        asOf: decision.asOf,
        rule: decision.rule,
        content: tools.keys.sealJson({ decision, facts: laterFacts }, tools.decisionPlace(decisionId)),
      },
    });
  }
  return steps;
}
