/** What the play of this domain is made with: real actions in the hands of the real accounts, on days gone by. */
import { sql } from '../../../database/sql.ts';
import { type Actor, publicActor } from '../../../kernel/access/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { explain, type Refusal, type Result } from '../../../kernel/result/index.ts';

export interface CareStage {
  /** On a clock that `moveTo` moves; the platform's own stays where it is. */
  readonly context: Context;
  moveTo(instant: string): void;
}

/** A step of a play must succeed. */
export function must<T>(what: string, result: Result<T>): T {
  if (result.ok) return result.value;
  const { code, fields } = result as Refusal;
  throw new Error(`demonstration, ${what}: ${code} ${explain(result as Refusal).message} ${JSON.stringify(fields ?? '')}`);
}

export const officerOf = (id: string, name: string, role: Actor['role'], division: string): Actor => ({
  ...publicActor,
  kind: 'staff',
  id,
  name,
  role,
  division,
  ...scopeRange(division),
});

/** An account of the demonstration, as the actor of a transaction. */
export async function staffOf(tx: Tx, login: string): Promise<Actor> {
  const row = await tx.one<Pick<Actor, 'id' | 'name' | 'role' | 'duty' | 'unitId'> & { division: string }>(
    sql`select u.id, u.name, d.role, d.duty, d.division, d.unit_id from staff_user u join duty d on d.user_id = u.id where u.login = ${login} and u.demonstration`,
  );
  return { ...publicActor, kind: 'staff', ...row, ...scopeRange(row.division) };
}
