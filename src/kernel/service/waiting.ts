/** Which of some cases wait for whoever asks. */
import { sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';

export async function waitsForActor(tx: Tx, caseIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (caseIds.length === 0) return new Set();
  const holder = tx.actor.kind === 'resident' ? 'applicant' : (tx.actor.duty ?? tx.actor.role);
  const rows = await tx.rows<{ id: string }>(
    sql`select id from service_case where id = any(${[...caseIds]}::uuid[]) and closed_at is null and holder = ${holder}`,
  );
  return new Set(rows.map((row) => row.id));
}
