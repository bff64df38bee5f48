/** All SQL of community rehabilitation. Records and sessions are the treating body's own: row-level security knows no other reader. */
import { type Sql, sql } from '../../../database/sql.ts';
import { isOneOf } from '../../../kernel/access/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { cursorAt, readCursor } from '../../../kernel/service/server.ts';
import type { Absence, ClaimedSession } from './rules.ts';
import type { closeReasons, evidences, services, staffRoles, withdrawalGrounds } from './terms.ts';

export interface Institution {
  id: string;
  name: string;
  division: DivisionCode;
  operator: string;
  address: string;
  telephone: string;
  capacity: number;
  isModel: boolean;
  /** Persons whom it serves or has been asked to. */
  persons: number;
}
const institutionColumns = sql`i.id, i.name, i.division, i.operator, i.address, i.telephone, i.capacity, i.is_model,
  rehab_persons_of(i.id) as persons`;
export const institutions = (tx: Tx): Promise<Institution[]> =>
  tx.rows<Institution>(
    sql`select ${institutionColumns} from rehab_institution i where i.active order by i.division, i.name limit 200`,
  );
export const findInstitution = (tx: Tx, id: string): Promise<Institution | null> =>
  tx.maybe<Institution>(sql`select ${institutionColumns} from rehab_institution i where i.id = ${id} and i.active`);

/** Locks a body: a referral waits for another one to it, and a session for the settlement of its month. */
export const lockInstitution = (tx: Tx, id: string, mode: 'alone' | 'together'): Promise<{ id: string } | null> =>
  tx.maybe(
    mode === 'alone'
      ? sql`select id from rehab_institution where id = ${id} for update`
      : sql`select id from rehab_institution where id = ${id} for share`,
  );

/** The institution of the worker's duty. */
export async function ownInstitution(tx: Tx): Promise<Result<Institution, 'INSTITUTION_NONE'>> {
  const id = isOneOf(tx.actor, ['rehab-worker']) ? tx.actor.unitId : null;
  const found = id ? await findInstitution(tx, id) : null;
  return found ? ok(found) : fail('INSTITUTION_NONE');
}

export interface RehabCase {
  caseId: string;
  personId: string;
  division: DivisionCode;
  institutionId: string | null;
  registeredOn: PlainDate;
  registerDue: PlainDate;
  referDue: PlainDate;
  referredOn: PlainDate | null;
  acceptedOn: PlainDate | null;
  planSignedOn: PlainDate | null;
  lastStageOn: PlainDate | null;
  consentBy: 'self' | 'guardian';
  consentOn: PlainDate;
  consentWithdrawnOn: PlainDate | null;
  closedOn: PlainDate | null;
  closeReason: keyof typeof closeReasons | null;
}
const caseColumns = sql`case_id, person_id, division, institution_id, registered_on, register_due, refer_due, referred_on, accepted_on, plan_signed_on, last_stage_on, consent_by, consent_on,
  consent_withdrawn_on, closed_on, close_reason`;
export const findRehabCase = (tx: Tx, caseId: string): Promise<RehabCase | null> =>
  tx.maybe<RehabCase>(sql`select ${caseColumns} from rehab_case where case_id = ${caseId}`);
export const lockRehabCase = (tx: Tx, caseId: string): Promise<RehabCase | null> =>
  tx.maybe<RehabCase>(sql`select ${caseColumns} from rehab_case where case_id = ${caseId} for update`);
export const updateRehabCase = (tx: Tx, caseId: string, set: Sql): Promise<number> =>
  tx.run(sql`update rehab_case set ${set} where case_id = ${caseId}`);

export type RecordKind = 'assessment' | 'plan' | 'stage' | 'closure' | 'hospital' | 'incident' | 'follow-up';
const recordPlace = (id: string): string => `rehab_record.content:${id}`;

export async function addRecord(
  tx: Tx,
  record: { caseId: string; institutionId: string; kind: RecordKind; content: unknown },
): Promise<string> {
  const id = newId();
  await tx.run(sql`insert into rehab_record (id, case_id, institution_id, kind, content, made_on, made_at, made_by)
    values (${id}, ${record.caseId}, ${record.institutionId}, ${record.kind}, ${tx.keys.sealJson(record.content, recordPlace(id))}, ${tx.today}, ${tx.now}, ${tx.actor.id})`);
  return id;
}

export interface RehabRecord {
  id: string;
  kind: RecordKind;
  madeOn: PlainDate;
  content: Record<string, unknown>;
}
export async function recordsOf(tx: Tx, caseId: string): Promise<RehabRecord[]> {
  const rows = await tx.rows<Omit<RehabRecord, 'content'> & { content: Buffer }>(
    sql`select id, kind, made_on, content from rehab_record where case_id = ${caseId} order by made_at, id limit 200`,
  );
  return rows.map((row) => ({ ...row, content: tx.keys.openJson(row.content, recordPlace(row.id)) }));
}
export const hasAssessment = async (tx: Tx, caseId: string): Promise<boolean> =>
  (await tx.maybe(
    sql`select 1 as one from rehab_record where case_id = ${caseId} and kind in ('assessment', 'stage') limit 1`,
  )) !== null;

export interface Staff {
  id: string;
  name: string;
  role: keyof typeof staffRoles;
  quarterHours: number;
}
/** With the hours of training in a year. */
export const staffOf = (tx: Tx, institutionId: string, year: number): Promise<Staff[]> =>
  tx.rows<Staff>(sql`select s.id, s.name, s.role, coalesce((select sum(t.quarter_hours) from rehab_training t
      where t.staff_id = s.id and t.held_on >= ${`${year}-01-01`}::date and t.held_on < ${`${year + 1}-01-01`}::date), 0)::int as quarter_hours
    from rehab_staff s where s.institution_id = ${institutionId} and s.active order by s.name limit 200`);

export interface Session {
  id: string;
  service: keyof typeof services;
  heldOn: PlainDate;
  startsAt: string;
  minutes: number;
  place: string;
  staffName: string;
  evidence: keyof typeof evidences;
  note: string;
  /** Why it was taken back; null while it counts. */
  withdrawnFor: keyof typeof withdrawalGrounds | null;
  mayWithdraw: boolean;
}
const notePlace = (id: string): string => `rehab_session.note:${id}`;
export async function sessionsOf(tx: Tx, caseId: string): Promise<Session[]> {
  const rows = await tx.rows<
    Omit<Session, 'note'> & { note: Buffer }
  >(sql`select r.id, r.service, r.held_on, lower(r.during) as starts_at, r.minutes, r.place, s.name as staff_name, r.evidence, r.note, r.withdrawn_for,
      (r.withdrawn_on is null and not exists (select from rehab_settlement t where t.institution_id = r.institution_id
        and t.month = to_char(r.held_on, 'YYYY-MM') and t.state <> 'returned')) as may_withdraw
    from rehab_session r join rehab_staff s on s.id = r.staff_id where r.case_id = ${caseId} order by r.during desc limit 100`);
  return rows.map((row) => ({ ...row, note: tx.keys.open(row.note, notePlace(row.id)) }));
}

export interface NewSession {
  readonly kase: RehabCase;
  readonly institutionId: string;
  readonly staffId: string;
  readonly service: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly on: PlainDate;
  readonly minutes: number;
  readonly place: string;
  readonly evidence: string;
  readonly note: string;
}
export async function addSession(tx: Tx, s: NewSession): Promise<string> {
  const id = newId();
  await tx.run(sql`insert into rehab_session (id, case_id, person_id, institution_id, division, staff_id, service, during, held_on, minutes, place, evidence, note, recorded_at, recorded_by)
    values (${id}, ${s.kase.caseId}, ${s.kase.personId}, ${s.institutionId}, ${s.kase.division}, ${s.staffId}, ${s.service}, tstzrange(${s.startsAt}::timestamptz, ${s.endsAt}::timestamptz), ${s.on},
      ${s.minutes}, ${s.place}, ${s.evidence}, ${tx.keys.seal(s.note, notePlace(id))}, ${tx.now}, ${tx.actor.id})`);
  return id;
}
export const overlapping = (
  tx: Tx,
  s: Pick<NewSession, 'kase' | 'staffId' | 'startsAt' | 'endsAt'>,
): Promise<{ one: number } | null> =>
  tx.maybe(sql`select 1 as one from rehab_session where (person_id = ${s.kase.personId} or staff_id = ${s.staffId})
    and withdrawn_on is null and during && tstzrange(${s.startsAt}::timestamptz, ${s.endsAt}::timestamptz) limit 1`);

export const absencesOf = async (tx: Tx, persons: readonly string[]): Promise<Absence[]> =>
  (
    await tx.rows<{ personId: string; kind: Absence['kind']; fromOn: PlainDate; toOn: PlainDate | null }>(
      sql`select person_id, kind, from_on, to_on from rehab_absences_of(${[...persons]}::uuid[])`,
    )
  ).map(({ personId, kind, fromOn, toOn }) => ({ personId, kind, from: fromOn, to: toOn }));

const CLAIM_PAGE = 5000;
/** Every session of a body in a month, read page by page. */
export async function claimedIn(tx: Tx, institutionId: string, month: YearMonth): Promise<ClaimedSession[]> {
  const claimed: ClaimedSession[] = [];
  for (let after: string | null = '00000000-0000-0000-0000-000000000000'; after !== null; ) {
    const page: ClaimedSession[] =
      await tx.rows<ClaimedSession>(sql`select id, person_id, staff_id, lower(during) as starts_at, upper(during) as ends_at, held_on as "on", minutes from rehab_session
      where institution_id = ${institutionId} and withdrawn_on is null and held_on >= ${`${month}-01`}::date and held_on < (${`${month}-01`}::date + interval '1 month') and id > ${after} order by id limit ${CLAIM_PAGE}`);
    claimed.push(...page);
    after = page.length === CLAIM_PAGE ? page.at(-1)!.id : null;
  }
  return claimed;
}

export interface Settlement {
  id: string;
  institutionId: string;
  institutionName: string;
  month: YearMonth;
  claimed: number;
  valid: number;
  cuts: Record<string, number>;
  unitPriceFen: Fen;
  sumFen: Fen;
  state: 'submitted' | 'returned' | 'checked';
  madeBy: string;
  /** Why it was sent back last. */
  returnReason: string | null;
}
const SETTLEMENT_PAGE = 50;
/** The newest month first. */
export async function settlements(tx: Tx, cursor?: string): Promise<{ rows: Settlement[]; next: string | null }> {
  const at = readCursor(cursor, (text) => /^\d{4}-\d{2}$/.test(text));
  const found =
    await tx.rows<Settlement>(sql`select s.id, s.institution_id, i.name as institution_name, s.month, s.claimed, s.valid, s.cuts, s.unit_price_fen, s.sum_fen, s.state, s.made_by,
      (select b.reason from rehab_settlement_return b where b.settlement_id = s.id order by b.returned_at desc, b.id desc limit 1) as return_reason
    from rehab_settlement s join rehab_institution i on i.id = s.institution_id
    where ${at ? sql`(s.month, s.id) < (${at.key}, ${at.id}::uuid)` : sql`true`} order by s.month desc, s.id desc limit ${SETTLEMENT_PAGE + 1}`);
  const rows = found.slice(0, SETTLEMENT_PAGE);
  const last = rows.at(-1);
  return { rows, next: found.length > SETTLEMENT_PAGE && last ? cursorAt(last.month, last.id) : null };
}
/** The bill of a month that takes in nothing more: handed in or checked. */
export const settlementOf = (tx: Tx, institutionId: string, month: YearMonth): Promise<{ id: string } | null> =>
  tx.maybe(
    sql`select id from rehab_settlement where institution_id = ${institutionId} and month = ${month} and state <> 'returned'`,
  );
