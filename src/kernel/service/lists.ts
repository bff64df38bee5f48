/** Lists of cases: work lists (due first), search, the cases of a person and of a household. */
import { and, identifier, join, type Sql, sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { plainDateOf } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { inScope } from '../division/index.ts';
import { type Id, isPlainDate, type PlainDate } from '../schema/index.ts';
import { holderName, isHand } from './cases.ts';
import { claimFilter, claimRow, isAnothers } from './claims.ts';
import { type Cursor, cursorAt, isInstant, readCursor } from './cursor.ts';
import { flowOf } from './flows.ts';
import {
  type CaseLimits,
  type CaseRow,
  lightOf,
  type Outcome,
  rulingLimit,
  type Step,
  type WorkCounts,
  type WorkScope,
  workCards,
} from './index.ts';
import { caseNames } from './names.ts';
import { divisionFilter, knownFilter } from './visibility.ts';

export interface ListRow {
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
  amberAt: string | null;
  redAt: string | null;
  totalDueOn: PlainDate | null;
  totalAmberOn: PlainDate | null;
  totalRedOn: PlainDate | null;
  endsOn: PlainDate;
  closedAt: string | null;
  outcome: Outcome | null;
  flags: string[];
  version: number;
  claimedBy: string | null;
  claimedName: string | null;
  claimEndsOn: PlainDate | null;
}

export const listColumns = sql`id, no, item_id, flow, flow_version, applicant_person_id, applicant_name, division, state, holder, submitted_at, due_on, due_at, amber_on, red_on, amber_at, red_at, total_due_on, total_amber_on, total_red_on, ends_on, closed_at, outcome, flags, version, claimed_by, claimed_name, claim_ends_on`;

/** The limits of a case as a reader sees them: a step without one of its own leaves the whole limit, if any. */
export function limitsView(
  tx: Pick<Tx, 'today' | 'now'>,
  kase: CaseLimits & { readonly closedAt: string | null },
  step: Step,
): Pick<CaseRow, 'dueOn' | 'totalDueOn' | 'limit' | 'light'> {
  const closed = kase.closedAt !== null;
  const limit = rulingLimit(kase);
  const { of, dueOn, dueAt } = limit;
  const runs = !closed && (of === 'total' || step.within !== undefined);
  return {
    dueOn: closed || !step.within ? null : kase.dueOn,
    totalDueOn: kase.totalDueOn,
    limit: runs ? { of, dueOn, dueAt } : null,
    light: lightOf({ ...limit, closed }, tx),
  };
}

export async function rowsOf(tx: Tx, rows: readonly ListRow[]): Promise<CaseRow[]> {
  const names = await caseNames(tx, rows);
  return rows.map((row) => {
    const { flow } = flowOf(row.flow, row.flowVersion);
    const step = flow.steps[row.state]!;
    return {
      id: row.id,
      no: row.no,
      itemId: row.itemId,
      itemName: names.get(row.id)!,
      applicantName: row.applicantName,
      division: row.division,
      divisionName: tx.divisions.fullName(row.division),
      state: row.state,
      stateZh: step.zh,
      holderZh: holderName(step.holder),
      submittedOn: plainDateOf(row.submittedAt),
      ...limitsView(tx, row, step),
      flags: row.flags,
      version: row.version,
      outcome: row.outcome,
      accepts: 'accept' in flow.actions,
      claim: claimRow(tx, row),
    };
  });
}

/** With what the actor may do with several of them at once. */
function workable(tx: Tx, rows: readonly CaseRow[], listed: readonly ListRow[]): CaseRow[] {
  const bulkOf = (row: ListRow) => {
    if (isAnothers(tx, row)) return [];
    const { flow } = flowOf(row.flow, row.flowVersion);
    return Object.entries(flow.steps[row.state]!.can).flatMap(([action, hands]) => {
      const { zh, causes, bulk } = flow.actions[action]!;
      return bulk && isHand(tx.actor, hands!, { applicantPersonId: row.applicantPersonId as Id<'Person'>, agentPersonId: null })
        ? [{ action, zh, causes }]
        : [];
    });
  };
  return rows.map((row, i) => ({ ...row, bulk: bulkOf(listed[i]!) }));
}

/** A page of at most 20 rows; `next` is the cursor of the following page, null at the end. */
export interface CasePage {
  rows: CaseRow[];
  next: string | null;
}

const PAGE = 20;

export interface WorkFilter extends WorkScope {
  state?: string;
  itemId?: string;
  division?: string;
  text?: string;
  /** What the actor has taken, or what nobody has. */
  claim?: 'mine' | 'none';
  cursor?: string;
}

/** The actor's own division, or a part of it; of any other nothing is found. RLS guards the rest. */
export function scopeFilter(tx: Tx, division?: string): Sql {
  const own = tx.actor.division;
  if (!own) return sql`false`;
  if (division && !inScope(division, own)) return inScope(own, division) ? divisionFilter(tx.actor) : sql`false`;
  return divisionFilter(tx.actor, division);
}

/** A limit in hours has not come to its instant; others last their day. */
export const inTime = (tx: Tx): Sql => sql`(due_at is null or due_at >= ${tx.now}::timestamptz)`;

/** What a work list is of: open or closed, in whose hands, how late. A limit in hours is over at its instant, before its day is. */
export function scopeOf(tx: Tx, { view, light }: WorkScope): Sql[] {
  const filters = [view === 'done' ? sql`closed_at is not null and not open` : sql`closed_at is null and open`];
  const holder = tx.actor.duty ?? tx.actor.role;
  if (view === 'mine') filters.push(sql`holder = ${holder}`);
  if (view === 'others') filters.push(sql`holder <> ${holder}`);
  if (light === 'overdue')
    // Said as what is left out, which is little: of an "or" the planner guesses half, and sorts instead of reading in order.
    filters.push(sql`ends_on <= ${tx.today}::date`, sql`not (ends_on = ${tx.today}::date and ${inTime(tx)})`);
  if (light === 'today') filters.push(sql`ends_on = ${tx.today}::date`, inTime(tx));
  return filters;
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
  by: sql`ends_on, id`,
  after: ({ key, id }) => sql`(ends_on, id) > (${key}::date, ${id}::uuid)`,
  isKey: isPlainDate,
  keyOf: (row) => row.endsOn,
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
  const text = filter.text?.replaceAll('\u0000', '').trim();
  const order = text ? orderOfText(text) : filter.view === 'done' ? newestFirst : dueFirst;
  const filters: Sql[] = [
    ...scopeOf(tx, filter),
    // A number is read by its own index; the division is then looked at row by row.
    text && NUMBER_PREFIX.test(text) ? sql`(${scopeFilter(tx, filter.division)}) is true` : scopeFilter(tx, filter.division),
    await knownFilter(tx),
    ...order.filters,
  ];
  if (filter.state) filters.push(sql`state = ${filter.state}`);
  if (filter.itemId) filters.push(sql`item_id = ${filter.itemId}`);
  if (filter.claim) filters.push(claimFilter(tx, filter.claim));
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
  return {
    rows: workable(tx, await rowsOf(tx, page), page),
    next: found.length > PAGE && last ? cursorAt(order.keyOf(last), last.id) : null,
  };
}

/** Counts that are lists; counted up to 1,000, beyond which 「1000+」 is shown. */
export async function workCounts(tx: Tx): Promise<WorkCounts> {
  const known = [scopeFilter(tx), await knownFilter(tx)];
  const count = (scope: WorkScope) =>
    sql`(select count(*)::int from (select 1 from service_case where ${and([...known, ...scopeOf(tx, scope)])} limit 1000) t)`;
  return tx.one<WorkCounts>(
    sql`select ${join(
      workCards.map((card) => sql`${count(card.list)} as ${identifier(card.key)}`),
      sql`, `,
    )}`,
  );
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

/** The open cases that some persons are part of, in words to choose by. */
export async function openCasesOf(tx: Tx, personIds: readonly string[]): Promise<{ id: string; zh: string }[]> {
  const rows = await rowsOf(
    tx,
    await tx.rows<ListRow>(
      sql`select ${listColumns} from service_case where id in (select case_id from case_person where person_id = any(${[...personIds]}::uuid[]))
        and closed_at is null and ${await knownFilter(tx)} order by submitted_at desc limit 50`,
    ),
  );
  return rows.map((row) => ({ id: row.id, zh: `${row.itemName} ${row.no ?? '还没有办件号'}（${row.stateZh}）` }));
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
