/** What pages read of cases: work lists (due first), search, one case with everything that its page shows. */
import { and, type Sql, sql } from '../../database/sql.ts';
import { type Actor, duties, isOneOf, type Performer, performerName, roles } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { plainDateOf } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { inScope } from '../division/index.ts';
import { ok, type Result } from '../result/index.ts';
import { type FormField, formOf, isPlainDate, type PlainDate } from '../schema/index.ts';
import {
  caseEvents,
  datesOf,
  divisionFilter,
  getCase,
  holderName,
  implementationOf,
  isHand,
  mustRecuse,
  type StoredEvent,
} from './cases.ts';
import { clockView, limitDays, pausesOf, startOf } from './clocks.ts';
import { type Cursor, cursorAt, isInstant, readCursor } from './cursor.ts';
import { type Case, flowOf } from './flows.ts';
import {
  type ActionView,
  type CaseEventView,
  type CaseRow,
  type CaseView,
  type ClockView,
  channels,
  lightOf,
  type Outcome,
  type TimelineStep,
} from './index.ts';
import { getServiceItem, itemNames } from './items.ts';
import { knownFilter } from './visibility.ts';

interface ListRow {
  id: string;
  no: string | null;
  itemId: string;
  flow: string;
  flowVersion: string;
  applicantPersonId: string;
  applicantName: string;
  division: string;
  state: string;
  holder: string | null;
  submittedAt: string;
  dueOn: PlainDate;
  dueAt: string | null;
  amberOn: PlainDate | null;
  redOn: PlainDate | null;
  totalDueOn: PlainDate | null;
  closedAt: string | null;
  outcome: Outcome | null;
  flags: string[];
  version: number;
}

const listColumns = sql`id, no, item_id, flow, flow_version, applicant_person_id, applicant_name, division, state, holder, submitted_at, due_on, due_at, amber_on, red_on, total_due_on, closed_at, outcome, flags, version`;

async function rowsOf(tx: Tx, rows: readonly ListRow[]): Promise<CaseRow[]> {
  const items = await itemNames(tx);
  return rows.map((row) => {
    const step = flowOf(row.flow, row.flowVersion).flow.steps[row.state]!;
    return {
      id: row.id,
      no: row.no,
      itemId: row.itemId,
      itemName: items.get(row.itemId) ?? row.itemId,
      applicantName: row.applicantName,
      division: row.division,
      divisionName: tx.divisions.fullName(row.division),
      state: row.state,
      stateZh: step.zh,
      holderZh: holderName(step.holder),
      submittedOn: plainDateOf(row.submittedAt),
      dueOn: row.closedAt || !step.within ? null : row.dueOn,
      dueAt: row.closedAt ? null : row.dueAt,
      totalDueOn: row.totalDueOn,
      light: lightOf({ ...row, closed: row.closedAt !== null }, tx),
      flags: row.flags,
      version: row.version,
      outcome: row.outcome,
    };
  });
}

/** A page of at most 20 rows; `next` is the cursor of the following page, null at the end. */
export interface CasePage {
  rows: CaseRow[];
  next: string | null;
}

const PAGE = 20;

export interface WorkFilter {
  /** mine: what this duty holds; all: every open case of the division; done: closed ones. */
  view: 'mine' | 'all' | 'done';
  light?: 'overdue' | 'today';
  state?: string;
  itemId?: string;
  division?: string;
  text?: string;
  cursor?: string;
}

/** The actor's own division, or a part of it; of any other nothing is found. RLS guards the rest. */
function scopeFilter(tx: Tx, division?: string): Sql {
  const own = tx.actor.division;
  if (!own) return sql`false`;
  if (division && !inScope(division, own)) return inScope(own, division) ? divisionFilter(tx.actor) : sql`false`;
  return divisionFilter(tx.actor, division);
}

/** The order that a list is read in: an index gives it, so that a page costs the same however long the list is. */
interface Order {
  readonly filters: readonly Sql[];
  readonly by: Sql;
  readonly after: (cursor: Cursor) => Sql;
  readonly isKey: (key: string) => boolean;
  readonly keyOf: (row: ListRow) => string;
}

const dueFirst: Order = {
  filters: [],
  by: sql`due_on, id`,
  after: ({ key, id }) => sql`(due_on, id) > (${key}::date, ${id}::uuid)`,
  isKey: isPlainDate,
  keyOf: (row) => row.dueOn,
};
const newestFirst: Order = {
  filters: [],
  by: sql`submitted_at desc, id desc`,
  after: ({ key, id }) => sql`(submitted_at, id) < (${key}::timestamptz, ${id}::uuid)`,
  isKey: isInstant,
  keyOf: (row) => row.submittedAt,
};

/** County, item and day: what a 办件号 must state before a search for it is a short one. */
const NUMBER_PREFIX = /^\d{6}[A-Za-z]{2}\d{10,}$/;

/** A case number from its day on, or the applicant's name from its beginning; both read from where the text begins. */
function orderOfText(text: string): Order {
  if (NUMBER_PREFIX.test(text)) {
    const number = text.toUpperCase();
    return {
      filters: [sql`no >= ${number}`, sql`no < ${`${number}:`}`],
      by: sql`no`,
      after: ({ key }) => sql`no > ${key}`,
      isKey: (key) => NUMBER_PREFIX.test(key),
      keyOf: (row) => row.no ?? '',
    };
  }
  return {
    filters: [sql`applicant_name >= ${text}`, sql`applicant_name < ${`${text}\u{10FFFF}`}`],
    by: sql`applicant_name, id`,
    after: ({ key, id }) => sql`(applicant_name, id) > (${key}, ${id}::uuid)`,
    isKey: () => true,
    keyOf: (row) => row.applicantName,
  };
}

/** The work list of the actor's duty: due first; closed cases newest first; a search by name or number. The list that was shown goes into the audit. */
export async function workList(tx: Tx, filter: WorkFilter): Promise<CasePage> {
  const open = filter.view !== 'done';
  const text = filter.text?.replaceAll('\u0000', '').trim();
  const order = text ? orderOfText(text) : open ? dueFirst : newestFirst;
  const filters: Sql[] = [
    // A number is read by its own index; the division is then looked at row by row.
    text && NUMBER_PREFIX.test(text) ? sql`(${scopeFilter(tx, filter.division)}) is true` : scopeFilter(tx, filter.division),
    await knownFilter(tx),
    open ? sql`closed_at is null and open` : sql`closed_at is not null and not open`,
    ...order.filters,
  ];
  if (filter.view === 'mine') filters.push(sql`holder = ${tx.actor.duty ?? tx.actor.role}`);
  if (filter.light === 'overdue') filters.push(sql`due_on < ${tx.today}::date`);
  if (filter.light === 'today') filters.push(sql`due_on = ${tx.today}::date`);
  if (filter.state) filters.push(sql`state = ${filter.state}`);
  if (filter.itemId) filters.push(sql`item_id = ${filter.itemId}`);
  const cursor = readCursor(filter.cursor, order.isKey);
  if (cursor) filters.push(order.after(cursor));
  const found = await tx.rows<ListRow>(
    sql`select ${listColumns} from service_case where ${and(filters)} order by ${order.by} limit ${PAGE + 1}`,
  );
  const page = found.slice(0, PAGE);
  const last = page.at(-1);
  if (page.length > 0)
    await recordAudit(tx, {
      action: 'case.listed',
      personIds: [...new Set(page.map((row) => row.applicantPersonId))],
      detail: { ...filter, ...(text ? { text } : {}) },
    });
  return { rows: await rowsOf(tx, page), next: found.length > PAGE && last ? cursorAt(order.keyOf(last), last.id) : null };
}

export interface WorkCounts {
  overdue: number;
  today: number;
  mine: number;
  all: number;
}

/** Counts that are lists; counted up to 1,000, beyond which 「1000+」 is shown. */
export async function workCounts(tx: Tx): Promise<WorkCounts> {
  const scope = and([scopeFilter(tx), await knownFilter(tx)]);
  const holder = tx.actor.duty ?? tx.actor.role;
  const count = (filter: Sql) =>
    sql`(select count(*)::int from (select 1 from service_case where ${scope} and closed_at is null and ${filter} limit 1000) t)`;
  return tx.one<WorkCounts>(sql`select ${count(sql`holder = ${holder} and due_on < ${tx.today}::date`)} as overdue, ${count(sql`holder = ${holder} and due_on = ${tx.today}::date`)} as today,
    ${count(sql`holder = ${holder}`)} as mine, ${count(sql`true`)} as "all"`);
}

/** The cases of the resident who is signed in, and those that he or she filed for others. */
export async function myCases(tx: Tx): Promise<CaseRow[]> {
  const person = tx.actor.personId;
  if (!person) return [];
  return rowsOf(
    tx,
    await tx.rows<ListRow>(
      sql`select ${listColumns} from service_case where applicant_person_id = ${person} or agent_person_id = ${person} order by submitted_at desc limit 50`,
    ),
  );
}

/** Every case that a person is part of, for the file of one person. */
export async function casesOfPerson(tx: Tx, personId: string): Promise<CaseRow[]> {
  return rowsOf(
    tx,
    await tx.rows<ListRow>(
      sql`select ${listColumns} from service_case where id in (select case_id from case_person where person_id = ${personId}) and ${await knownFilter(tx)} order by submitted_at desc limit 50`,
    ),
  );
}

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

/** Every case of a household, for the file of one household. */
export async function casesOfHousehold(tx: Tx, householdId: string): Promise<CaseRow[]> {
  return rowsOf(
    tx,
    await tx.rows<ListRow>(
      sql`select ${listColumns} from service_case where household_id = ${householdId} and ${await knownFilter(tx)} order by submitted_at desc limit 50`,
    ),
  );
}

const actorRoleName = (code: string): string =>
  code in duties ? performerName(code as Performer) : code in roles ? roles[code as keyof typeof roles] : code;

/** How much of a case a reader sees: officers all, the applicant no internal words, those who only pay no words at all. */
type Reader = 'officer' | 'applicant' | 'payer';
const payers: readonly Performer[] = ['finance-clerk', 'finance-reviewer'];
const readerOf = (actor: Actor): Reader =>
  actor.kind === 'resident' ? 'applicant' : isOneOf(actor, payers) ? 'payer' : 'officer';
const hidesOpinion = (flow: CaseFlow, action: string, reader: Reader): boolean =>
  reader === 'payer' || (reader === 'applicant' && flow.actions[action]?.internal === true);

const eventView = (flow: CaseFlow, event: StoredEvent, reader: Reader): CaseEventView => ({
  seq: event.seq,
  action: event.action,
  zh: event.action === 'submit' ? '提交申请' : (flow.actions[event.action]?.zh ?? event.action),
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
          pauses,
          division: kase.division,
        }),
      );
  }
  if (flow.total && kase.acceptedOn) {
    const key =
      kase.flags.includes('extended') && flow.total.extendedParameter ? flow.total.extendedParameter : flow.total.parameter;
    const days = await limitDays(tx, key, dates);
    if (days.ok)
      views.push(
        clockView(tx.calendar, {
          label: '全部手续（自受理起）',
          start: kase.acceptedOn,
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

/** The path that most cases take from here: the first way out of each step, until a final one. */
function timelineOf(kase: Case, events: readonly StoredEvent[], flow: CaseFlow): TimelineStep[] {
  const done: TimelineStep[] = events
    .filter((e, i) => e.toState !== kase.state && events[i + 1]?.fromState === e.toState && events[i + 1]?.toState !== e.toState)
    .map((e) => ({
      state: e.toState,
      zh: flow.steps[e.toState]!.zh,
      status: 'done',
      holderZh: null,
      on: e.onDate,
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
    says: step.says,
  };
  const ahead: TimelineStep[] = [];
  const seen = new Set([kase.state]);
  for (let at = kase.state; ; ) {
    const next = mainSuccessor(flow, at);
    if (!next || seen.has(next)) break;
    seen.add(next);
    const s = flow.steps[next]!;
    ahead.push({ state: next, zh: s.zh, status: 'ahead', holderZh: holderName(s.holder), on: null, dueOn: null, says: s.says });
    if (s.final) break;
    at = next;
  }
  return [...done, now, ...ahead];
}

/** Steps are written in the order of the usual path: the usual successor is the next step of the table that has no side exit before it. */
function mainSuccessor(flow: CaseFlow, state: string): string | null {
  const states = Object.keys(flow.steps);
  if (flow.steps[state]!.final) return null;
  const usual = states.filter(
    (s) =>
      !flow.steps[s]!.pauses &&
      flow.steps[s]!.final !== 'refused' &&
      flow.steps[s]!.final !== 'withdrawn' &&
      flow.steps[s]!.final !== 'terminated' &&
      !flow.steps[s]!.aside,
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
  const item = await getServiceItem(tx, kase.itemId, kase.itemVersion);
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
    itemName: item.ok ? item.value.name : kase.itemId,
    applicantName: kase.applicantName,
    applicantPersonId: kase.applicantPersonId,
    householdId: kase.householdId,
    division: kase.division,
    divisionName: tx.divisions.fullName(kase.division),
    state: kase.state,
    stateZh: step.zh,
    says: step.says,
    holderZh: holderName(step.holder),
    submittedOn: plainDateOf(kase.submittedAt),
    acceptedOn: kase.acceptedOn,
    dueOn: kase.closedAt || !step.within ? null : kase.dueOn,
    dueAt: kase.closedAt ? null : kase.dueAt,
    totalDueOn: kase.totalDueOn,
    light: lightOf({ ...kase, closed: kase.closedAt !== null }, tx),
    flags: kase.flags,
    version: kase.version,
    outcome: kase.outcome as Outcome | null,
    channel: kase.channel,
    channelZh: channels[kase.channel],
    closedAt: kase.closedAt,
    ...(await kinOf(tx, kase)),
    allowedActions: await actionsFor(tx, kase),
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
    sections: await implementation.sections(tx, kase),
  });
}

const successors = (flow: CaseFlow, state: string): string[] => flow.steps[state]!.leadsTo?.slice() ?? [];
