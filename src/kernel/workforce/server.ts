/** 从业人员, server face: one domain keeps the register of people in posts, every other one that needs hands counted asks here. */
import { type Sql, sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';
import type { PlainDate } from '../schema/index.ts';
import type { Post } from './index.ts';

export * from './index.ts';

export interface InPost {
  readonly post: Post;
  /** The health certificate holds on the day, and nobody has barred the person: 不能上岗 otherwise. */
  readonly fit: boolean;
}
/** `which`: the bodies, by their id. */
type Rows = (of: { which: (unitId: Sql) => Sql; day: PlainDate }) => Sql;
let register: Rows | null = null;

/** By the domain whose register it is: columns unit_id, post, fit; a row for each person in post in these bodies on the day. */
export function defineWorkforce(rows: Rows): void {
  if (register) throw new Error('the register of workers is defined twice');
  register = rows;
}

/** Whoever is in post in a body on a day, as far as the actor sees it. */
export async function workforceOf(tx: Tx, unitId: string, day: PlainDate): Promise<InPost[]> {
  if (!register) throw new Error('no domain keeps a register of workers');
  const rows = register({ which: (unit) => sql`${unit} = ${unitId}`, day });
  return tx.rows<InPost>(sql`select h.post, h.fit from (${rows}) h`);
}

/** Everybody in post in whatever body on a day, for a list of many: columns unit_id, post, fit. */
export function handsIn(day: PlainDate): Sql {
  if (!register) throw new Error('no domain keeps a register of workers');
  return register({ which: (unit) => sql`${unit} is not null`, day });
}
