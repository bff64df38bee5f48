/** The page on which the registers of the reform of public homes stand side by side, and what their forms share. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { outside } from '../../../kernel/register/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { Operation } from '../register/terms.ts';

export const SHELF = '/care-reform';
/** Whoever has a yearly step before him is told so many days before. */
export const TELL_BEFORE = 30;

/** The homes of the actor's range that are run so, and have not ended. */
export const homesRun =
  (...by: readonly Operation[]) =>
  (tx: Tx) =>
    tx.rows<{ id: string; name: string }>(
      sql`select id::text as id, name from care_institution where operation = any(${[...by]}::text[]) and state not in ('ended', 'deregistered') order by name limit 500`,
    );
export const publicHomes = homesRun('public', 'outsourced', 'public-built-private-run');
export const anyHome = homesRun('public', 'outsourced', 'public-built-private-run', 'private');

export const pastPaper = (tx: Tx, on: PlainDate, notBefore?: PlainDate): Result<Record<string, never>> =>
  outside(tx, 'on', on, notBefore) ?? ok({});

/** Residents of the home who are 特困 and whose place is written nowhere: neither an agreement of three nor a paper says where they will be. */
export async function everyoneHasAPlace(tx: Tx, institutionId: string, what: string): Promise<Result<null, 'REFORM_TEKUN'>> {
  const { n } = await tx.one<{ n: number }>(sql`select care_tekun_unplaced(${institutionId}::uuid) as n`);
  return n === 0 ? ok(null) : fail('REFORM_TEKUN', { n, what });
}
