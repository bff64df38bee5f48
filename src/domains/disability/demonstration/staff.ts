/** The accounts of the demonstration as actors of a transaction. */
import { sql } from '../../../database/sql.ts';
import { type Actor, publicActor } from '../../../kernel/access/index.ts';
import type { DutyCode } from '../../../kernel/access/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';

export const officerOf = (id: string, name: string, role: Actor['role'], division: string): Actor => ({
  ...publicActor,
  kind: 'staff',
  id,
  name,
  role,
  division,
  ...scopeRange(division),
});

export async function staffActor(tx: Tx, login: string): Promise<Actor> {
  const row = await tx.one<{
    id: string;
    name: string;
    role: Actor['role'];
    duty: DutyCode | null;
    division: string;
    unitId: string | null;
  }>(
    sql`select u.id, u.name, d.role, d.duty, d.division, d.unit_id from staff_user u join duty d on d.user_id = u.id where u.login = ${login} and u.demonstration`,
  );
  return { ...officerOf(row.id, row.name, row.role, row.division), duty: row.duty, unitId: row.unitId };
}
