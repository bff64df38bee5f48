/** 我需要的服务: a person's own needs that are open, with what was offered. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type Need, needs } from '../visits/terms.ts';
import type { MyNeed } from './mine-content.ts';

export async function myNeeds(tx: Tx): Promise<MyNeed[]> {
  const rows = await tx.rows<{ id: string; code: Need; offers: { name: string; telephone: string }[] }>(sql`select n.id, n.code,
      (select coalesce(jsonb_agg(jsonb_build_object('name', o.name, 'telephone', o.telephone) order by o.offered_at), '[]') from care_need_offer o
        where o.need_id = n.id and o.answer is distinct from 'declined') as offers
    from care_need n where n.person_id = ${tx.actor.personId} and n.state <> 'closed' order by n.found_at desc limit 20`);
  return rows.map(({ id, code, offers }) => ({
    id,
    zh: needs[code],
    stateZh: offers.length > 0 ? '已经介绍' : '正在找',
    offers,
  }));
}
