/** Writing and reading the audit log. Sealing: seal.ts; verification: verify.ts. */
import { and, sql } from '../../database/sql.ts';
import { isOneOf } from '../access/index.ts';
import { homeDivision, newId, type Tx } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import type { AuditEntry, AuditFilter, AuditRow, Page } from './index.ts';

export * from './index.ts';
export { type SealingOptions, sealAudit, startSealing } from './seal.ts';
export { beginAuditEra, verifyAudit } from './verify.ts';
export { auditView } from './view.ts';

const PAGE = 50;
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Adds one row in the caller's transaction: it is there exactly when the work is. */
export async function recordAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  const actor = entry.by ?? tx.actor;
  tx.later(sql`insert into audit_log (id, business_at, actor_id, actor_name, role, duty, division, action,
      subject_kind, subject_id, person_id, person_ids, case_id, purpose, detail)
    values (${newId()}, ${tx.now}, ${actor.id}, ${actor.name}, ${actor.role}, ${actor.duty}, ${homeDivision(tx, entry.division)}, ${entry.action},
      ${entry.subject?.kind ?? null}, ${entry.subject?.id ?? null}, ${entry.personId ?? null}, ${entry.personIds ?? null},
      ${entry.caseId ?? null}, ${entry.purpose ?? null}, ${entry.detail ?? null})`);
}

const COLUMNS = sql`id, recorded_at, business_at, actor_id, actor_name, role, duty, division, action, subject_kind, subject_id,
  person_id, case_id, purpose, detail`;

const pageOf = (rows: AuditRow[]): Page<AuditRow> => ({
  items: rows.slice(0, PAGE),
  next: rows.length > PAGE ? rows[PAGE - 1]!.id : null,
});

/** The application makes the ids, the database the times: their clocks may differ by this much. */
const CLOCK_SKEW_MS = 5 * 60_000;
/** The lowest id of an instant: ids begin with the time, so a search within dates reads only those rows of the index. */
function idAt(instant: string, shiftMs: number): string {
  const hex = Math.max(0, Date.parse(instant) + shiftMs)
    .toString(16)
    .padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`;
}

const nothing: Page<AuditRow> = { items: [], next: null };
const mayAudit = (tx: Tx): boolean => isOneOf(tx.actor, ['auditor', 'audit-admin']);

/** The log of the auditor's divisions, newest first, 50 a page. Whoever is no auditor finds nothing. */
export async function searchAudit(tx: Tx, filter: AuditFilter, cursor: string | null = null): Promise<Page<AuditRow>> {
  const { lo, hi } = tx.actor;
  if (!mayAudit(tx) || lo === null || hi === null) return nothing;
  const where = [sql`division >= ${lo}`, sql`division < ${hi}`, sql`id < ${cursor ?? LAST_ID}`];
  if (filter.division) {
    const range = scopeRange(filter.division);
    where.push(sql`division >= ${range.lo}`, sql`division < ${range.hi}`);
  }
  const unit = filter.division ?? tx.actor.division;
  if (unit && !unit.startsWith('00', 4)) where.push(sql`county = ${unit.slice(0, 6)}`); // the index in reading order
  if (filter.action) where.push(sql`action = ${filter.action}`);
  if (filter.actorId) where.push(sql`actor_id = ${filter.actorId}`);
  if (filter.personId) where.push(sql`person_id = ${filter.personId}`);
  if (filter.caseId) where.push(sql`case_id = ${filter.caseId}`);
  if (filter.from) where.push(sql`recorded_at >= ${filter.from}`, sql`id >= ${idAt(filter.from, -CLOCK_SKEW_MS)}`);
  if (filter.to) where.push(sql`recorded_at < ${filter.to}`, sql`id < ${idAt(filter.to, CLOCK_SKEW_MS)}`);
  return pageOf(
    await tx.rows<AuditRow>(sql`select ${COLUMNS} from audit_log where ${and(where)} order by id desc limit ${PAGE + 1}`),
  );
}

/**
 * Who looked at, changed or exported a person's record, newest first, 50 a page; what the person did does not count as looking.
 * For that person (all of it) and for auditors (their divisions); everybody else finds nothing.
 */
export async function whoLooked(tx: Tx, personId: string, cursor: string | null = null): Promise<Page<AuditRow>> {
  if (tx.actor.personId !== personId && !mayAudit(tx)) return nothing;
  return pageOf(
    await tx.rows<AuditRow>(
      sql`select ${COLUMNS} from audit_of_person(${personId}, ${cursor ?? LAST_ID}, ${PAGE + 1}) order by id desc`,
    ),
  );
}
