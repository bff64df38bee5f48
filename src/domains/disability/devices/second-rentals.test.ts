/** A city that has the same kind of device out or reserved twice for one person is brought up to date all the same. */
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../../tests/database.ts';
import { newId } from '../../../kernel/context/server.ts';

const step = (name: string) => fs.readFileSync(path.join(import.meta.dirname, 'migrations', `${name}.sql`), 'utf8');
const DIVISION = '421202106000';
const STATION = newId();
const PERSON = newId();

let city: Awaited<ReturnType<typeof freshDatabase>>;
const run = (text: string, values: unknown[] = []) => city.owner.query(text, values);

beforeAll(async () => {
  city = await freshDatabase();
  await run('drop index rental_order_one_of_a_kind; alter table rental_order drop constraint rental_order_person_fkey');
  await run(`insert into device_item (code, name, kind, class_code, monthly_rent_fen, life_months, rentable)
    values ('BED', '护理床', 'nursing-bed', '18 12 10', 30000, 60, true)`);
  await run(
    `insert into device_station (id, name, kind, host, operator, division, address, telephone, hours)
    values ($1, '网点', 'point', 'community', '某公司', $2, '1号', '0715', '8:00')`,
    [STATION, DIVISION],
  );
});
afterAll(() => city.drop());

async function order(no: number, state: 'reserved' | 'out'): Promise<string> {
  const unit = newId();
  await run(
    `insert into device_unit (id, code, item_code, serial, batch, station_id, division, price_fen, source, in_service_on, state, changed_at, changed_by)
    values ($1, $2, 'BED', $2, '1', $3, $4, 240000, 'purchase', '2026-01-01', 'in-stock', now(), 'test')`,
    [unit, `U${no}`, STATION, DIVISION],
  );
  for (const to of state === 'out' ? ['reserved', 'rented'] : ['reserved'])
    await run('update device_unit set state = $2 where id = $1', [unit, to]);
  const id = newId();
  await run(
    `insert into rental_order (id, unit_id, item_code, station_id, division, person_id, state, reserved_on, pick_up_by, start_on, due_on, monthly_rent_fen, deposit_fen, created_at, created_by)
    values ($1, $2, 'BED', $3, $4, $5, $6, '2026-03-01', '2026-03-05', $7, $8, 30000, $9, timestamptz '2026-03-01' + $10 * interval '1 hour', 'test')`,
    [
      id,
      unit,
      STATION,
      DIVISION,
      PERSON,
      state,
      ...(state === 'out' ? ['2026-03-02', '2026-06-02', 36000] : [null, null, null]),
      no,
    ],
  );
  return id;
}

test('重复预约的：已取走的留下，没取走的取消、辅具放回在库；之后索引建得起来', async () => {
  const reserved = [await order(1, 'reserved'), await order(2, 'reserved')];
  const out = await order(3, 'out');
  await run(step('202611282029-end-second-rentals'));
  const { rows } = await run('select o.id, o.state, u.state as unit from rental_order o join device_unit u on u.id = o.unit_id');
  expect(rows).toHaveLength(3);
  for (const id of reserved) expect(rows).toContainEqual({ id, state: 'cancelled', unit: 'in-stock' });
  expect(rows).toContainEqual({ id: out, state: 'out', unit: 'rented' });
  await run(step('202611282031-rent-one-of-a-kind'));
});

test('两件都已取走的不能自动归还：说明是哪几单、怎么办', async () => {
  await run('drop index rental_order_one_of_a_kind');
  const second = await order(4, 'out');
  await expect(run(step('202611282029-end-second-rentals'))).rejects.toThrow(
    new RegExp(`有两件以上在租，请先用原来的版本办理归还.*${second}`),
  );
});
