/** What a person or a household has of assistive devices, in the file: rented and fitted. Never why. */
import { sql } from '../../../database/sql.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { defineHouseholdFileSection, definePersonFileSection, membersOf } from '../../../kernel/resident/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { type OrderState, orderStates } from './terms.ts';

async function devicesOf(tx: Tx, persons: readonly string[]): Promise<{ on: string; person: string; what: string }[]> {
  const rows = await tx.rows<{
    on: PlainDate;
    person: string | null;
    item: string;
    state: OrderState | null;
    back: PlainDate | null;
  }>(sql`
    (select coalesce(o.start_on, o.reserved_on) as on, p.name as person, i.name as item, o.state, o.returned_on as back
      from rental_order o join device_item i on i.code = o.item_code left join person p on p.id = o.person_id
      where o.person_id = any(${[...persons]}::uuid[]) and o.state <> 'cancelled' order by 1 desc, o.id limit 50)
    union all
    (select a.delivered_on, p.name, i.name, null, a.taken_back_on
      from device_allocation a join device_item i on i.code = a.item_code left join person p on p.id = a.person_id
      where a.person_id = any(${[...persons]}::uuid[]) order by 1 desc, a.id limit 50)
    order by 1 desc`);
  return rows.map((row) => ({
    on: longDate(row.on),
    person: row.person ?? '',
    what: `${row.state ? `租用${row.item}，${orderStates[row.state]}` : `免费配置${row.item}`}${row.back ? `，${longDate(row.back)}归还` : ''}`,
  }));
}

const KEY = 'devices';
definePersonFileSection({ key: KEY, zh: '辅具', load: (tx, personId) => devicesOf(tx, [personId]) });
defineHouseholdFileSection({
  key: KEY,
  zh: '辅具',
  load: async (tx, householdId) =>
    devicesOf(
      tx,
      (await membersOf(tx, householdId, { validOn: tx.today })).map((m) => m.personId),
    ),
});
