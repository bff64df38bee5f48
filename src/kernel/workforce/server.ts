/** 从业人员, server face: one domain keeps the register of people in posts, every other one that needs hands counted asks here. */
import type { Sql } from '../../database/sql.ts';
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
/** The posts of one body, or of one person of the register, or of the account that somebody signs in with. */
type Asked = { readonly unitId?: string; readonly workerId?: string; readonly userId?: string; readonly day: PlainDate };
type Rows = (of: Asked) => Sql;
let register: Rows | null = null;

/** By the domain whose register it is: columns unit_id, name, post, unfit; a row for each post held on the day. */
export function defineWorkforce(rows: Rows): void {
  if (register) throw new Error('the register of workers is defined twice');
  register = rows;
}

/** Whoever is in post on a day, as far as the actor sees it. */
export async function workforceOf(tx: Tx, of: Asked): Promise<InPost[]> {
  if (!register) throw new Error('no domain keeps a register of workers');
  return tx.rows<InPost>(register(of));
}
