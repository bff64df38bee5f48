/** 核对中心 lists: what waits, what failed, what is disputed. No more of a person than the case shows in any list. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { cursorAt, isInstant, readCursor } from '../../../kernel/service/server.ts';
import type { Objection, OpenQuery } from './report.ts';
import { sourceOwner, type VerificationSource } from './sources.ts';

const PAGE = 20;

/** What has no answer, oldest first: one row for a case and source. */
export async function openQueries(
  tx: Tx,
  filter: { source?: VerificationSource; cursor?: string },
): Promise<{ rows: OpenQuery[]; next: string | null }> {
  const at = readCursor(filter.cursor, isInstant);
  const found = await tx.rows<
    Omit<OpenQuery, 'sourceName' | 'divisionName' | 'overdue'> & { division: string; addressee: string; personIds: string[] }
  >(sql`select * from (
      select (array_agg(q.id order by q.id))[1] as id, q.case_id, c.no as case_no, c.applicant_name, c.division, q.source, q.addressee, q.way,
        min(q.state) as state, max(q.error) as fault, min(q.asked_at) as asked_at, min(q.due_on) as due_on, count(*)::int as members,
        array_agg(q.person_id::text) as person_ids
      from exchange_query q join service_case c on c.id = q.case_id
      where c.closed_at is null and (q.state = 'pending' or (q.state in ('failed', 'timeout') and q.error not in ('not-needed', 'consent-ended')))
        and (${filter.source ?? null}::text is null or q.source = ${filter.source ?? null})
      group by q.case_id, c.no, c.applicant_name, c.division, q.source, q.addressee, q.way, q.reference) w
    where ${at?.key ?? null}::timestamptz is null or (w.asked_at, w.id) > (${at?.key ?? null}::timestamptz, ${at?.id ?? null}::uuid)
    order by w.asked_at, w.id limit ${PAGE + 1}`);
  const page = found.slice(0, PAGE);
  const last = page.at(-1);
  await recordAudit(tx, {
    action: 'verification.queries.listed',
    personIds: [...new Set(page.flatMap((row) => row.personIds))],
    detail: { rows: page.length, ...(filter.source ? { source: filter.source } : {}) },
  });
  return {
    rows: page.map(({ division, addressee, personIds: _, ...row }) => ({
      ...row,
      sourceName: addressee || sourceOwner(row.source),
      divisionName: tx.divisions.fullName(division),
      overdue: row.dueOn !== null && row.dueOn < tx.today,
    })),
    next: found.length > PAGE && last ? cursorAt(last.askedAt, last.id) : null,
  };
}

/** Objections that wait for the re-check, the one due first on top; at most fifty. */
export async function objectionQueue(tx: Tx): Promise<Objection[]> {
  const rows = await tx.rows<
    Omit<Objection, 'divisionName'> & { division: string; applicantPersonId: string }
  >(sql`select v.id, v.case_id, c.no as case_no,
      c.applicant_name, c.applicant_person_id, c.division, v.report_no, v.objected_at, v.review_due, v.state = 'rechecking' as rechecking
    from verification_request v join service_case c on c.id = v.case_id
    where v.state in ('disputed', 'rechecking') order by v.review_due, v.id limit 50`);
  await recordAudit(tx, {
    action: 'verification.objections.listed',
    personIds: rows.map((row) => row.applicantPersonId),
    detail: { rows: rows.length },
  });
  return rows.map(({ division, applicantPersonId: _, ...row }) => ({ ...row, divisionName: tx.divisions.fullName(division) }));
}
