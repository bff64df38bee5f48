/** The register in pages: entitlements with their versions and sealed facts, then those who were refused within a year, then those who are recognised for something lesser. */
import { type Sql, sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import { type EntitlementId, factsPlace } from '../payment/server.ts';
import { decisionPlace } from '../policy/server.ts';
import type { DivisionCode, Fen, Id, YearMonth } from '../schema/index.ts';
import type { SealedFacts, Subject, SubjectVersion } from './assess.ts';
import { rulesOf } from './index.ts';

export interface RegisterOrder {
  readonly programme: string;
  readonly division: DivisionCode;
  readonly firstMonth: YearMonth;
  /** The last id of the page before; '' for the first. */
  readonly after: string;
  readonly limit: number;
  /** This one entitlement alone. */
  readonly only?: EntitlementId;
}

export interface Holder {
  readonly division: DivisionCode;
  readonly personId: Id<'Person'>;
  readonly householdId: Id<'Household'> | null;
}

export interface RegisterPage {
  readonly subjects: readonly Subject[];
  readonly holders: ReadonlyMap<string, Holder>;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The last id of this page; null when nothing is left. */
  readonly last: string | null;
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const afterId = (order: RegisterOrder): string => order.after || FIRST_ID;

/** Collects the sealed facts of a page in one piece, which a thread is given without copying. */
class Bytes {
  private readonly parts: Buffer[] = [];
  private length = 0;
  add(sealed: Buffer, place: string, whole: boolean): SealedFacts {
    const at = this.length;
    this.parts.push(sealed);
    this.length += sealed.length;
    return { at, length: sealed.length, place, whole };
  }
  joined(): Uint8Array<ArrayBuffer> {
    const all = Buffer.allocUnsafeSlow(this.length); // its own memory: a thread is given it whole
    let at = 0;
    for (const part of this.parts) at += part.copy(all, at);
    return all;
  }
}

interface VersionRow {
  id: string;
  division: DivisionCode;
  personId: string;
  householdId: string;
  fromMonth: YearMonth;
  toMonth: YearMonth | null;
  waits: string | null;
  versionId: string;
  versionFrom: YearMonth;
  amountFen: Fen;
  decisionId: string | null;
  lastShare: string | null;
  facts: Buffer | null;
  sameAs: string | null;
  content: Buffer | null;
  factsIn: string | null;
}

const WAITS = '家庭成员死亡，待重新核算';

/**
 * The sealed facts of each version. One from before the register of facts rests on its decision as a whole, which is looked up for it alone: as
 * a join, a page would read every decision of a smaller city.
 */
const kept = {
  columns: sql`f.facts, f.same_as, case when f.version_id is null then (select coalesce(d.facts_of, d.id) from decision d
      where d.id = v.decision_id and d.outcome = 'eligible' and d.amount_fen = v.amount_fen) end as facts_in`,
  joins: sql`left join entitlement_facts f on f.version_id = v.id`,
};
/** Amounts that are a standard need no facts of anybody. */
export const opensFacts = (programme: string): boolean => rulesOf(programme).atStandard?.needsFacts !== false;
const notRead = { columns: sql`null as facts, null as same_as, null::uuid as facts_in`, joins: sql`` };

/**
 * Entitlements that reach the first month; locked when they are to be changed. The run's own scope keeps the page within its division:
 * a range of divisions here would make every page read the whole programme to sort it.
 */
export async function entitlementPage(tx: Tx, order: RegisterOrder & { lock: boolean; facts: boolean }): Promise<RegisterPage> {
  const lock = order.lock ? sql`for update` : sql``;
  const which = order.only ? sql`id = ${order.only}` : sql`id > ${afterId(order)}::uuid`;
  const { columns, joins } = order.facts ? kept : notRead;
  const rows = await tx.rows<VersionRow>(sql`with page as materialized (
      select id, division, person_id, household_id, from_month, to_month from entitlement
      where programme = ${order.programme} and ${which}
        and (to_month is null or to_month >= ${order.firstMonth}) and (to_month is null or to_month >= from_month)
      order by id limit ${order.limit} ${lock})
    select r.*, (select o.content from decision o where o.id = r.facts_in) as content from (
      select e.id, e.division, e.person_id, e.household_id, e.from_month, e.to_month, v.id as version_id, v.from_month as version_from, v.amount_fen, v.decision_id, v.last_share,
        ${columns},
        (select ${WAITS}::text from payment_hold h where h.entitlement_id = e.id and h.code = 'recompute' and h.released_at is null limit 1) as waits
      from page e join entitlement_version v on v.entitlement_id = e.id
      ${joins}
      order by e.id, v.no) r`);
  const bytes = new Bytes();
  const subjects: (Subject & { versions: SubjectVersion[] })[] = [];
  const holders = new Map<string, Holder>();
  for (const row of rows) {
    let subject = subjects.at(-1);
    if (subject?.id !== row.id) {
      const { id, division, fromMonth, toMonth, waits } = row;
      subject = { id, division, applicant: false, fromMonth, toMonth, waits, versions: [] };
      subjects.push(subject);
      holders.set(id, { division: row.division, personId: row.personId, householdId: row.householdId });
    }
    subject.versions.push({
      id: row.versionId,
      fromMonth: row.versionFrom,
      amountFen: row.amountFen,
      decisionId: row.decisionId,
      lastShare: row.lastShare,
      sameAs: row.sameAs,
      facts: row.facts
        ? bytes.add(row.facts, factsPlace(row.versionId), false)
        : row.content
          ? bytes.add(row.content, decisionPlace(row.factsIn!), true)
          : null,
    });
  }
  return { subjects, holders, bytes: bytes.joined(), last: subjects.length === order.limit ? subjects.at(-1)!.id : null };
}

interface RefusedRow {
  id: string;
  division: DivisionCode;
  personId: string;
  content: Buffer;
}

const lesser = new Map<string, Sql>();
/**
 * Decisions (`decision_id`, `division`) by which families stand just above a programme, however long ago they were made: a standard that rises may take them in.
 * Each is of a different decision.
 */
export function standsAbove(programme: string, decisions: Sql): void {
  lesser.set(programme, decisions);
}

/** Whoever was refused within a year and receives nothing of the programme: the last decision of each person. */
export async function refusedPage(tx: Tx, order: RegisterOrder): Promise<RegisterPage> {
  const { lo, hi } = scopeRange(order.division);
  return applicants(
    order,
    await tx.rows<RefusedRow>(sql`select d.id, d.division, d.person_id, d.content from decision d
    where d.rule_name = ${order.programme} and d.kind = 'final' and d.outcome = 'not-eligible' and d.id > ${afterId(order)}::uuid
      and d.division >= ${lo} and d.division < ${hi} and d.as_of > (${tx.today}::date - interval '1 year')
      and not exists (select from decision n where n.person_id = d.person_id and n.rule_name = d.rule_name and n.kind = 'final' and n.made_at > d.made_at)
      and not exists (select from entitlement e where e.person_id = d.person_id and e.programme = ${order.programme} and (e.to_month is null or e.to_month >= ${order.firstMonth}))
    order by d.id limit ${order.limit}`),
  );
}

/** Whoever stands just above the programme. */
export async function lesserPage(tx: Tx, order: RegisterOrder): Promise<RegisterPage> {
  const decisions = lesser.get(order.programme);
  const { lo, hi } = scopeRange(order.division);
  const rows = decisions
    ? await tx.rows<RefusedRow>(sql`select d.id, l.division, d.person_id, d.content from (${decisions}) l join decision d on d.id = l.decision_id
        where l.decision_id > ${afterId(order)}::uuid and l.division >= ${lo} and l.division < ${hi} order by d.id limit ${order.limit}`)
    : [];
  return applicants(order, rows);
}

function applicants(order: RegisterOrder, rows: readonly RefusedRow[]): RegisterPage {
  const bytes = new Bytes();
  const from = order.firstMonth;
  const subjects = rows.map(
    (row): Subject => ({
      id: row.id,
      division: row.division,
      applicant: true,
      fromMonth: from,
      toMonth: null,
      waits: null,
      versions: [
        {
          id: row.id,
          fromMonth: from,
          amountFen: 0,
          decisionId: row.id,
          lastShare: null,
          sameAs: null,
          facts: bytes.add(row.content, decisionPlace(row.id), true),
        },
      ],
    }),
  );
  const holders = new Map(rows.map((row) => [row.id, { division: row.division, personId: row.personId, householdId: null }]));
  return { subjects, holders, bytes: bytes.joined(), last: rows.length === order.limit ? rows.at(-1)!.id : null };
}

/** How many there are to compute, for the progress. */
export async function registerSize(tx: Tx, order: Pick<RegisterOrder, 'programme' | 'division' | 'firstMonth'>): Promise<number> {
  const { lo, hi } = scopeRange(order.division);
  const { count } = await tx.one<{ count: number }>(sql`select
      (select count(*) from entitlement where programme = ${order.programme} and division >= ${lo} and division < ${hi} and (to_month is null or to_month >= ${order.firstMonth}))
      + (select count(*) from decision where rule_name = ${order.programme} and kind = 'final' and outcome = 'not-eligible' and division >= ${lo} and division < ${hi}
        and as_of > (${tx.today}::date - interval '1 year'))
      + (select count(*) from (${lesser.get(order.programme) ?? sql`select null::text as division where false`}) l where l.division >= ${lo} and l.division < ${hi}) as count`);
  return count;
}
