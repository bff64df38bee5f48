/** What the plays of all domains are made with: real actions in the hands of the demonstration's accounts, on days gone by. */
import { sql } from '../../database/sql.ts';
import { type Actor, publicActor } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import { explain, type Refusal, type Result } from '../result/index.ts';
import type { PlainDate } from '../schema/index.ts';

/** A step of a play must succeed. `what` names it in the error. */
export function must<T>(what: string, result: Result<T>): T {
  if (result.ok) return result.value;
  const { code, fields } = result as Refusal;
  throw new Error(`demonstration, ${what}: ${code} ${explain(result as Refusal).message} ${JSON.stringify(fields ?? '')}`);
}

/** As `must`; null for a step that an earlier run took before it was killed: its request is known. */
export const unlessPlayed = <T>(what: string, result: Result<T>): T | null =>
  !result.ok && result.code === 'REQUEST_REUSED' ? null : must(what, result);

/** The same transaction, on another day (`time` in Asia/Shanghai) and in other hands. */
export const at = (tx: Tx, actor: Actor, day: PlainDate, time = '10:00'): Tx => ({
  ...tx,
  actor,
  today: day,
  now: new Date(`${day}T${time}:00+08:00`).toISOString(),
});

/** An account of the demonstration with its first duty, as the actor of a transaction. */
export async function staffOf(tx: Tx, login: string): Promise<Actor> {
  const row = await tx.one<Pick<Actor, 'id' | 'name' | 'role' | 'duty' | 'unitId'> & { division: string }>(
    sql`select u.id, u.name, d.role, d.duty, d.division, d.unit_id from staff_user u join duty d on d.user_id = u.id
      where u.login = ${login} and u.demonstration order by d.valid_from limit 1`,
  );
  return { ...publicActor, kind: 'staff', ...row, ...scopeRange(row.division) };
}
