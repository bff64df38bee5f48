/** One case with everything that its page shows: events, actions, clocks, time line. */
import { sql } from '../../database/sql.ts';
import { type Actor, isOneOf, isPerformer, type Performer, performerName } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { longDate, plainDateOf } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { ok, type Result } from '../result/index.ts';
import { type FormField, formOf } from '../schema/index.ts';
import { datesOf, getCase, holderName, implementationOf, isHand, mustRecuse } from './cases.ts';
import { claimView } from './claiming.ts';
import { claimRow, isAnothers } from './claims.ts';
import { clockView, limitDays, pausesOf, pausesWithin, startOf, startOfTotal, totalParameter } from './clocks.ts';
import { editedByAnother } from './editing.ts';
import { caseEvents, type StoredEvent } from './events.ts';
import type { Case } from './flows.ts';
import {
  type ActionView,
  type CaseEventView,
  type CaseRow,
  type CaseView,
  type ClockView,
  channels,
  DEEMED,
  type Outcome,
  type Step,
  type TimelineStep,
} from './index.ts';
import { getServiceItem } from './items.ts';
import { type ListRow, limitsView, listColumns, rowsOf } from './lists.ts';
import { caseNames } from './names.ts';
import { mayDisown } from './not-mine.ts';
import { knownFilter } from './visibility.ts';

/** The parent and the children of a case, as far as the actor may see them. */
async function kinOf(tx: Tx, kase: Case): Promise<{ parent: CaseRow | null; children: CaseRow[] }> {
  const rows = await rowsOf(
    tx,
    await tx.rows<ListRow>(
      sql`select ${listColumns} from service_case where (parent_id = ${kase.id} or id = ${kase.parentId}) and ${await knownFilter(tx)} order by submitted_at limit 40`,
    ),
  );
  return { parent: rows.find((r) => r.id === kase.parentId) ?? null, children: rows.filter((r) => r.id !== kase.parentId) };
}

const actorRoleName = (code: string): string => (isPerformer(code) ? performerName(code) : code);

/** How much of a case a reader sees: officers all, the applicant no internal words, those who only pay no words at all. */
type Reader = 'officer' | 'applicant' | 'payer';
const payers: readonly Performer[] = ['finance-clerk', 'finance-reviewer'];
const readerOf = (actor: Actor): Reader =>
  actor.kind === 'resident' ? 'applicant' : isOneOf(actor, payers) ? 'payer' : 'officer';
const hidesOpinion = (flow: CaseFlow, action: string, reader: Reader): boolean =>
  reader === 'payer' || (reader === 'applicant' && flow.actions[action]?.internal === true);

/** What nobody accepts is no application: a report of the family, a review that the platform opens. */
const opening = (flow: CaseFlow): string => ('accept' in flow.actions ? '提交申请' : '提出');

/** What the engine writes itself. */
const happenings: Readonly<Record<string, (flow: CaseFlow) => string>> = {
  submit: opening,
  deem: () => '视为受理',
  recount: () => '重算到期日',
};

const eventView = (flow: CaseFlow, event: StoredEvent, reader: Reader): CaseEventView => ({
  seq: event.seq,
  action: event.action,
  zh: happenings[event.action]?.(flow) ?? flow.actions[event.action]?.zh ?? event.action,
  fromZh: event.fromState ? (flow.steps[event.fromState]?.zh ?? null) : null,
  toZh: flow.steps[event.toState]?.zh ?? event.toState,
  actorName: event.actorName,
  actorRole: actorRoleName(event.actorRole),
  at: event.at,
  onDate: event.onDate,
  opinion: hidesOpinion(flow, event.action, reader) ? null : event.opinion,
  data: reader === 'officer' ? event.data : null,
});

type CaseFlow = ReturnType<typeof implementationOf>['flow'];

async function actionsFor(tx: Tx, kase: Case): Promise<ActionView[]> {
  const implementation = implementationOf(kase);
  const { flow } = implementation;
  const views: ActionView[] = [];
  if (isAnothers(tx, kase)) return views;
  let recused: boolean | null = null;
  for (const [action, hands] of Object.entries(flow.steps[kase.state]!.can)) {
    if (!hands || !isHand(tx.actor, hands, kase) || hands.every((h) => h === 'anyone' || h === 'timer')) continue;
    const spec = flow.actions[action]!;
    if (spec.recusal) recused ??= await mustRecuse(tx, kase);
    if (spec.recusal && recused) continue;
    const definition = implementation.actions[action]!;
    if (definition.offered && !(await definition.offered(tx, kase))) continue;
    const fields: readonly FormField[] = definition.fields ? await definition.fields(tx, kase) : formOf(definition.input);
    views.push({
      action,
      zh: spec.zh,
      causes: spec.causes,
      danger: spec.danger ?? false,
      ...(spec.aside ? { aside: true as const } : {}),
      fields,
      initial: definition.initial ? await definition.initial(tx, kase) : {},
    });
  }
  return views;
}

async function clocksOf(tx: Tx, kase: Case): Promise<ClockView[]> {
  const { flow } = implementationOf(kase);
  const step = flow.steps[kase.state]!;
  const dates = await datesOf(tx, kase);
  const pauses = await pausesOf(tx, kase.id);
  const views: ClockView[] = [];
  if (step.within && !kase.closedAt) {
    const days = await limitDays(tx, step.within.parameter, dates);
    if (days.ok)
      views.push(
        clockView(tx.calendar, {
          label: `本环节：${step.zh}`,
          start: startOf(step, dates),
          days: days.value,
          unit: step.within.unit,
          submittedAt: kase.submittedAt,
          pauses: pausesWithin(step, pauses),
          division: kase.division,
        }),
      );
  }
  const start = startOfTotal(flow, dates);
  if (flow.total && start) {
    const days = await limitDays(tx, totalParameter(flow, kase.flags), dates);
    if (days.ok)
      views.push(
        clockView(tx.calendar, {
          label: flow.total.from === 'submitted' ? '全部手续（自收到申请起）' : '全部手续（自受理起）',
          start,
          days: days.value,
          unit: 'workdays',
          submittedAt: kase.submittedAt,
          pauses,
          division: kase.division,
        }),
      );
  }
  return views;
}

/** What the applicant reads about the step; of one that nobody answered in time, that it counts as accepted. */
const saysOf = (kase: Case, step: Step): string =>
  kase.flags.includes(DEEMED) && step.deems
    ? `过了期限没有告诉您缺材料，按规定从${longDate(kase.acceptedOn!)}起视为已经受理，办理期限从那天算起。`
    : step.says;

/** The path that most cases take from here: the first way out of each step, until a final one. */
function timelineOf(kase: Case, events: readonly StoredEvent[], flow: CaseFlow): TimelineStep[] {
  const done: TimelineStep[] = events
    .filter(
      (e, i) =>
        e.action === 'deem' ||
        (e.toState !== kase.state && events[i + 1]?.fromState === e.toState && events[i + 1]?.toState !== e.toState),
    )
    .map((e) => ({
      state: e.toState,
      zh: e.action === 'deem' ? '视为受理' : flow.steps[e.toState]!.zh,
      status: 'done',
      holderZh: null,
      on: e.action === 'deem' ? kase.acceptedOn : e.onDate,
      dueOn: null,
      says: '',
    }));
  const step = flow.steps[kase.state]!;
  const now: TimelineStep = {
    state: kase.state,
    zh: step.zh,
    status: step.final ? 'done' : 'now',
    holderZh: holderName(step.holder),
    on: kase.enteredOn,
    dueOn: kase.closedAt || !step.within ? null : kase.dueOn,
    says: saysOf(kase, step),
  };
  const ahead: TimelineStep[] = [];
  const seen = new Set([kase.state]);
  for (let at = kase.state; ; ) {
    const next = mainSuccessor(flow, at, kase.flags);
    if (!next || seen.has(next)) break;
    seen.add(next);
    const s = flow.steps[next]!;
    ahead.push({ state: next, zh: s.zh, status: 'ahead', holderZh: holderName(s.holder), on: null, dueOn: null, says: s.says });
    if (s.final) break;
    at = next;
  }
  return [...done, now, ...ahead];
}

const isOnPath = ({ path }: Step, flags: readonly string[]): boolean =>
  !path || ('with' in path ? flags.includes(path.with) : !flags.includes(path.without));

/** Steps are written in the order of the usual path: the usual successor is the next step of the table that has no side exit before it. */
function mainSuccessor(flow: CaseFlow, state: string, flags: readonly string[]): string | null {
  const states = Object.keys(flow.steps);
  if (flow.steps[state]!.final) return null;
  const usual = states.filter(
    (s) =>
      !flow.steps[s]!.pauses &&
      flow.steps[s]!.final !== 'refused' &&
      flow.steps[s]!.final !== 'withdrawn' &&
      flow.steps[s]!.final !== 'terminated' &&
      !flow.steps[s]!.aside &&
      isOnPath(flow.steps[s]!, flags),
  );
  const at = usual.indexOf(state);
  return at >= 0 ? (usual[at + 1] ?? null) : (usual.find((s) => states.indexOf(s) > states.indexOf(state)) ?? null);
}

/** Everything that the page of a case shows. Opening it is on record for the applicant. */
export async function caseView(tx: Tx, id: string): Promise<Result<CaseView, 'NOT_FOUND'>> {
  const found = await getCase(tx, id);
  if (!found.ok) return found;
  const kase = found.value;
  const implementation = implementationOf(kase);
  const { flow } = implementation;
  const step = flow.steps[kase.state]!;
  const events = await caseEvents(tx, id);
  const reader = readerOf(tx.actor);
  if (reader !== 'applicant')
    await recordAudit(tx, {
      action: 'case.view',
      subject: { kind: 'case', id },
      personId: kase.applicantPersonId,
      caseId: id,
      division: kase.division,
    });
  return ok({
    id: kase.id,
    no: kase.no,
    itemId: kase.itemId,
    itemName: (await caseNames(tx, [kase])).get(kase.id)!,
    applicantName: kase.applicantName,
    applicantPersonId: kase.applicantPersonId,
    householdId: kase.householdId,
    division: kase.division,
    divisionName: tx.divisions.fullName(kase.division),
    state: kase.state,
    stateZh: step.zh,
    says: saysOf(kase, step),
    holderZh: holderName(step.holder),
    submittedOn: plainDateOf(kase.submittedAt),
    acceptedOn: kase.acceptedOn,
    answerBy: kase.answerBy,
    ...limitsView(tx, kase, step),
    flags: kase.flags,
    version: kase.version,
    outcome: kase.outcome as Outcome | null,
    accepts: 'accept' in flow.actions,
    disownable: mayDisown(tx.actor, kase),
    channel: kase.channel,
    channelZh: channels[kase.channel],
    closedAt: kase.closedAt,
    ...(await kinOf(tx, kase)),
    allowedActions: await actionsFor(tx, kase),
    claim: claimRow(tx, kase),
    claiming: await claimView(tx, kase),
    editing: await editedByAnother(tx, kase),
    events: events.map((e) => eventView(flow, e, reader)),
    timeline: timelineOf(kase, events, flow),
    clocks: await clocksOf(tx, kase),
    diagram: Object.entries(flow.steps).map(([state, s]) => ({
      state,
      zh: s.zh,
      to: successors(flow, state),
      now: state === kase.state,
      final: s.final !== undefined,
    })),
    toBring: await toBring(tx, kase),
    sections: await implementation.sections(tx, kase),
  });
}

async function toBring(tx: Tx, { itemId, itemVersion }: Case): Promise<readonly string[]> {
  const item = await getServiceItem(tx, itemId, itemVersion);
  return item.ok ? (item.value.guide?.papers ?? []) : [];
}

const successors = (flow: CaseFlow, state: string): string[] => flow.steps[state]!.leadsTo?.slice() ?? [];
