/** What a case is decided from: the form says who; everything else comes from the registry, the entitlements, the federation and the initial check. */
import { sql } from '../../../database/sql.ts';
import { monthOf, plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { parametersOf, wholeParameter } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { type Case, caseEvents, type StoredEvent } from '../../../kernel/service/server.ts';
import { certificateOn } from '../certificate/index.ts';
import { levelChangedOn } from '../certificate/record.ts';
import { type AnyForm, isChange } from './application.ts';
import { isHeldIn } from './custody.ts';
import { type Kind, kinds, type SubsidyFacts } from './facts.ts';
import type { Allowance } from './higher.ts';
import { allowancesOf, type Known, knownOf } from './life.ts';
import { type SubsidyDecision, subsidyRules } from './rules.ts';
import { endReasons } from './standing.ts';
import { kindOfProgramme, kindsOf } from './terms.ts';

export const formOf = (kase: Case): AnyForm => kase.form as AnyForm;

/** What the township found at the initial check. */
export interface InitialCheck {
  readonly longTermCare: boolean | null;
  readonly careBasis: string;
  readonly others: NonNullable<SubsidyFacts['others']>;
}

/** What the township saw last of a person, in whatever case, and when; null: nothing yet. */
export async function lastCheck(tx: Tx, personId: string): Promise<{ on: PlainDate; check: InitialCheck } | null> {
  const last = await tx.maybe<{ caseId: string; on: PlainDate }>(sql`select e.case_id, e.on_date as on from service_case c
    join case_event e on e.case_id = c.id and e.action = 'passInitial' where c.applicant_person_id = ${personId} and c.flow = 'disability-subsidy'
    order by e.on_date desc, e.case_id desc limit 1`);
  const check = last && checkOf(await caseEvents(tx, last.caseId));
  return check ? { on: last.on, check } : null;
}

const checkOf = (events: readonly StoredEvent[]): InitialCheck | null =>
  (events.findLast((e) => e.action === 'passInitial')?.data?.check as InitialCheck | undefined) ?? null;

/** The day on which it was handed in, wherever that was. */
export async function filedOn(tx: Tx, kase: Case): Promise<PlainDate> {
  const filing = await tx.maybe<{ filedOn: PlainDate }>(
    sql`select filed_on from subsidy_filing where case_id = ${kase.id} and direction = 'in'`,
  );
  return filing?.filedOn ?? plainDateOf(kase.submittedAt);
}

/** The month from which it is paid: that of filing; of completion, when supplementing took longer than allowed (4.1). */
export async function applicationMonthOf(
  tx: Tx,
  kase: Case,
  events: readonly StoredEvent[],
): Promise<Result<YearMonth, 'PARAM_MISSING'>> {
  const allowed = await wholeParameter(tx, 'SUBSIDY-SUPPLEMENT-DAYS', kase.division, tx.today);
  if (!allowed.ok) return allowed;
  let month = monthOf(await filedOn(tx, kase));
  for (const [i, event] of events.entries()) {
    if (event.action !== 'requestSupplement') continue;
    const completed = events.slice(i).find((e) => e.action === 'resubmit');
    if (completed && tx.calendar.workdaysBetween(event.onDate, completed.onDate, kase.division) > allowed.value)
      month = monthOf(completed.onDate);
  }
  return ok(month);
}

const activeKinds = (known: Known, month: YearMonth): Kind[] =>
  known.drawn.filter((d) => d.toMonth === null || d.toMonth >= month).map((d) => kindOfProgramme(d.programme));

/** Which kinds this case is about. Who renews too late applies anew by the same form: what lapsed is decided again (E8). */
export function kindsAskedFor(form: AnyForm, of: { active: readonly Kind[]; lapsed: readonly Kind[] }): readonly Kind[] {
  if (!isChange(form)) return kindsOf[form.wanted].filter((kind) => !of.active.includes(kind));
  if (form.change === 'level') return Object.keys(kinds) as Kind[];
  return form.change === 'renewed' ? [...new Set([...of.active, ...of.lapsed])] : [];
}

/** Custody that was told of and that nobody has found true or not leaves the question open. */
const custodyKnown = (known: Known, month: YearMonth): SubsidyFacts['custody'] =>
  isHeldIn(known.ifTrue.custody, month) && !isHeldIn(known.life.custody, month) ? null : [...known.life.custody];

/** Other allowances that data tell of, from a month on; null while one of them has not been found true or not. */
export function allowancesKnown(known: Known, month: YearMonth): NonNullable<SubsidyFacts['others']> | null {
  const reaching = (others: readonly Allowance[]) => others.filter((o) => o.to === null || o.to >= month);
  const undecided = known.circumstances.filter((c) => c.state === 'proposed');
  if (reaching(allowancesOf(undecided)).length > 0) return null;
  return reaching(known.life.allowances).map(({ class: of, name, amountFen, from, to }) => ({
    class: of,
    name,
    amountFen,
    from,
    to,
  }));
}

export interface CaseFacts {
  readonly facts: SubsidyFacts;
  readonly known: Known;
  readonly active: readonly Kind[];
  readonly wanted: readonly Kind[];
}

export async function factsOf(tx: Tx, kase: Case): Promise<Result<CaseFacts>> {
  const events = await caseEvents(tx, kase.id);
  const month = await applicationMonthOf(tx, kase, events);
  if (!month.ok) return month;
  const known = await knownOf(tx, kase.applicantPersonId);
  const { life } = known;
  const check = checkOf(events);
  const certificate = certificateOn(life.certificates, tx.today);
  const active = activeKinds(known, monthOf(tx.today));
  const lapsed = known.drawn
    .filter((d) => d.endReason === endReasons['certificate-expired'])
    .map((d) => kindOfProgramme(d.programme));
  const since = (kind: Kind) =>
    known.drawn.find((d) => d.toMonth === null && kindOfProgramme(d.programme) === kind)?.fromMonth ?? null;
  const told = allowancesKnown(known, month.value);
  return ok({
    known,
    active,
    wanted: kindsAskedFor(formOf(kase), { active, lapsed }),
    facts: {
      division: kase.division,
      applicationMonth: month.value,
      certificate:
        certificate.state === 'none'
          ? null
          : {
              state: certificate.state,
              category: certificate.certificate.category,
              level: certificate.certificate.level,
              issuedOn: certificate.certificate.issuedOn,
            },
      levelChangedOn: levelChangedOn(life.certificates, tx.today),
      longTermCare: check?.longTermCare ?? null,
      dibao: [...life.dibao],
      edge: [...life.edge],
      tekun: [...life.tekun],
      workInjuryCare: [...life.workInjuryCare],
      orphan: [...life.orphan],
      deFactoFull: [...life.deFactoFull],
      custody: custodyKnown(known, month.value),
      others: check && told ? [...check.others, ...told] : null,
      drawnSince: { living: since('living'), nursing: since('nursing') },
    },
  });
}

export interface Computed extends CaseFacts {
  readonly decisions: readonly SubsidyDecision[];
}

/** Every kind that the case is about, as it would be decided now. */
export async function computeCase(tx: Tx, kase: Case): Promise<Result<Computed>> {
  const found = await factsOf(tx, kase);
  if (!found.ok) return found;
  const parameters = await parametersOf(tx);
  const decisions: SubsidyDecision[] = [];
  for (const kind of found.value.wanted) {
    const decided = subsidyRules[kind].current.decide(found.value.facts, parameters, tx.today);
    if (!decided.ok) return decided;
    decisions.push(decided.value);
  }
  return ok({ ...found.value, decisions });
}
