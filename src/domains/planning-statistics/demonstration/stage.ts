/** What the plays of this domain are made with: real actions in the hands of the real accounts, on days gone by. */
import { sql } from '../../../database/sql.ts';
import { type Actor, publicActor } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { explain, type Refusal, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';

/** A step of a play must succeed. */
export function must<T>(what: string, result: Result<T>): T {
  if (result.ok) return result.value;
  const { code, fields } = result as Refusal;
  throw new Error(`demonstration, ${what}: ${code} ${explain(result as Refusal).message} ${JSON.stringify(fields ?? '')}`);
}

/** The same transaction, on another day and in other hands. */
export const at = (tx: Tx, actor: Actor, day: PlainDate): Tx => ({
  ...tx,
  actor,
  today: day,
  now: new Date(`${day}T10:00:00+08:00`).toISOString(),
});

export async function staffOf(tx: Tx, login: string): Promise<Actor> {
  const row = await tx.one<Pick<Actor, 'id' | 'name' | 'role' | 'duty' | 'unitId'> & { division: string }>(
    sql`select u.id, u.name, d.role, d.duty, d.division, d.unit_id from staff_user u join duty d on d.user_id = u.id where u.login = ${login} and u.demonstration order by d.valid_from limit 1`,
  );
  return { ...publicActor, kind: 'staff', ...row, ...scopeRange(row.division) };
}
