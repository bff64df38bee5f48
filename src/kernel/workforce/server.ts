/** 从业人员, server face: one domain keeps the register of people in posts, every other one that needs hands counted asks here. */
import { type Sql, sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';
import type { PlainDate } from '../schema/index.ts';
import type { Post } from './index.ts';

export * from './index.ts';

/** Why somebody in post may not work: 停止上岗, or a paper that has run out. */
export const unfitReasons = { barred: '停止上岗', health: '健康证过期', certificate: '技能证书到期' } as const;
export type Unfit = keyof typeof unfitReasons;

export interface InPost {
  readonly unitId: string;
  readonly name: string;
  readonly post: Post;
  readonly unfit: Unfit | null;
}
/** `which`: the posts that are asked for, by the columns of the body, the person of the register and the account that somebody signs in with. */
type Rows = (of: { which: (columns: { unit: Sql; worker: Sql; user: Sql }) => Sql; day: PlainDate }) => Sql;
let register: Rows | null = null;

/** By the domain whose register it is: columns unit_id, name, post, unfit; a row for each post held on the day. */
export function defineWorkforce(rows: Rows): void {
  if (register) throw new Error('the register of workers is defined twice');
  register = rows;
}

function posts(day: PlainDate, which: Parameters<Rows>[0]['which']): Sql {
  if (!register) throw new Error('no domain keeps a register of workers');
  return register({ which, day });
}

/** The posts of one body, or of one person of the register, or of the account that somebody signs in with. */
type Asked = ({ readonly unitId: string } | { readonly workerId: string } | { readonly userId: string }) & {
  readonly day: PlainDate;
};

/** Whoever is in post on a day, as far as the actor sees it. */
export function workforceOf(tx: Tx, asked: Asked): Promise<InPost[]> {
  const rows = posts(asked.day, ({ unit, worker, user }) =>
    'unitId' in asked
      ? sql`${unit} = ${asked.unitId}`
      : 'workerId' in asked
        ? sql`${worker} = ${asked.workerId}`
        : sql`${user} = ${asked.userId}`,
  );
  return tx.rows<InPost>(sql`select h.* from (${rows}) h order by h.name, h.post limit 5000`);
}

/** Everybody in post in whatever body on a day, for a list of many: columns unit_id, name, post, unfit. */
export const handsIn = (day: PlainDate): Sql => posts(day, ({ unit }) => sql`${unit} is not null`);
