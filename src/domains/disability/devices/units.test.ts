import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { newId } from '../../../kernel/context/server.ts';
import { grantEntitlement } from '../../../kernel/payment/server.ts';
import { recordFact, registerHousehold } from '../../../kernel/resident/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { codeOf, hand, must } from '../../../kernel/service/fixtures.ts';
import {
  act,
  assess,
  BED,
  book,
  CLEAN,
  city,
  clerk,
  closeDevices,
  county,
  figuresOpen,
  openDevices,
  otherClerk,
  out,
  person,
  says,
  serials,
  state,
  unit,
  VILLAGE,
} from './fixtures.ts';
import { cancelOrder, lapseReservations, refundDeposit, renew, reserve } from './orders.ts';
import { lockOrder } from './store.ts';
import { type UnitState, unitMoves, unitStates } from './terms.ts';
import { enterUnit, recallBatch } from './units.ts';
import { unitCard } from './views.ts';

beforeAll(openDevices);
afterAll(closeDevices);

describe('状态机在数据库里', () => {
  test('数据库的去向表与程序里的同一张表逐对相同', async () => {
    const states = Object.keys(unitStates) as UnitState[];
    for (const from of states)
      for (const to of states) {
        const { rows } = await city.owner.query('select device_unit_may_move($1, $2) as may', [from, to]);
        expect(rows[0].may, `${from} → ${to}`).toBe(unitMoves[from].includes(to));
      }
  });
  test('绕过程序直接改状态也不行：在库不能直接租出，待洗消没有合格记录不能在库', async () => {
    const code = await unit();
    const set = (to: string) => city.owner.query('update device_unit set state = $2 where code = $1', [code, to]);
    await expect(set('rented')).rejects.toMatchObject({ constraint: 'device_unit_move' });
    await out(await person(), code, '2026-04-10');
    must(await act(code, 'take-back', { condition: 'good' }));
    await expect(set('in-stock')).rejects.toMatchObject({ constraint: 'device_unit_clean' });
    must(await act(code, 'clean', { ...CLEAN, passed: 'no' }));
    await expect(set('in-stock')).rejects.toMatchObject({ constraint: 'device_unit_clean' });
    must(await act(code, 'clean', CLEAN));
    expect(await state(code)).toBe('in-stock');
  });
  test('上一次租赁的洗消记录不算数：再次归还以后要重新洗消', async () => {
    const code = await unit();
    const who = await person();
    for (const _ of [1, 2]) {
      await out(who, code, '2026-04-10');
      must(await act(code, 'take-back', { condition: 'good' }));
      expect(says(await book(who, code))).toBe('该辅具未完成洗消检测，不能出租。');
      await expect(city.owner.query(`update device_unit set state = 'in-stock' where code = $1`, [code])).rejects.toMatchObject({
        constraint: 'device_unit_clean',
      });
      must(await act(code, 'clean', CLEAN));
    }
  });
  test('每一次变化都有经过，应用角色不能改、不能删', async () => {
    const code = await unit();
    await out(await person(), code, '2026-04-10');
    const { rows } = await city.owner.query(
      'select to_state from device_unit_event e join device_unit u on u.id = e.unit_id where u.code = $1 order by seq',
      [code],
    );
    expect(rows.map((r) => r.to_state)).toEqual(['in-stock', 'reserved', 'rented']);
    const writable = await city.owner.query(
      `select has_table_privilege('minzheng_app', 'city.device_unit_event', 'update') or has_table_privilege('minzheng_app', 'city.device_unit_event', 'delete') as may`,
    );
    expect(writable.rows[0].may).toBe(false);
  });
  test('一件辅具同时只有一个有效订单（唯一索引）', async () => {
    const code = await unit();
    const who = await person();
    must(await book(who, code));
    const copy = `insert into rental_order (id, unit_id, item_code, station_id, division, person_id, state, reserved_on, pick_up_by, monthly_rent_fen, created_at, created_by)
      select $2, unit_id, item_code, station_id, division, person_id, 'reserved', reserved_on, pick_up_by, monthly_rent_fen, created_at, created_by from rental_order o join device_unit u on u.id = o.unit_id where u.code = $1`;
    await expect(
      city.owner.query(
        copy.replace(
          'select $2, unit_id, item_code, station_id, division',
          'select $2, o.unit_id, o.item_code, o.station_id, o.division',
        ),
        [code, newId()],
      ),
    ).rejects.toMatchObject({ constraint: 'rental_order_active' });
  });
  test('捐赠的辅具价值计零、先洗消；同型号同序列号不能登记两次', async () => {
    const code = await unit(clerk, { donor: '一位热心市民' });
    expect(await state(code)).toBe('to-clean');
    const { rows } = await city.owner.query('select price_fen, source from device_unit where code = $1', [code]);
    expect(rows[0]).toEqual({ price_fen: 0, source: 'donation' });
    const twice = await city.context.write(clerk, (tx) =>
      enterUnit(tx, { itemCode: BED, serial: `SN${serials}`, batch: '批', price: 1_00 }),
    );
    expect(codeOf(twice)).toBe('SERIAL_TWICE');
  });
});

describe('租赁', () => {
  test('E10 低保对象租护理床89天：押金360元，租金890元、补贴712元、自付178元，押金7个工作日内退', async () => {
    city.clock.set('2026-03-10');
    const who = await person();
    await city.context.write(county, async (tx) => {
      const { id: householdId } = must(
        await registerHousehold(tx, { division: VILLAGE, urbanRural: 'urban', headId: who, members: [], from: '2026-01-01' }),
      );
      const decision = newId();
      must(
        await grantEntitlement(tx, {
          programme: 'dibao',
          exclusiveGroups: ['basic-living'],
          householdId,
          personId: who,
          division: VILLAGE,
          memberIds: [who],
          fromMonth: '2026-01',
          amountFen: 500_00,
          breakdown: [],
          decisionId: decision,
          parameterIds: [],
        }),
      );
    });
    const code = await unit();
    const handed = await out(who, code, '2026-06-10');
    expect(handed.depositFen).toBe(360_00);
    city.clock.set('2026-06-07');
    const settled = must(await act(code, 'take-back', { condition: 'good' }));
    expect(settled).toMatchObject({
      rentFen: 890_00,
      subsidyFen: 712_00,
      ownFen: 178_00,
      depositFen: 360_00,
      overdueDays: 0,
      refundDue: '2026-06-16',
    });
    const refund = () => city.context.write(clerk, async (tx) => refundDeposit(tx, (await lockOrder(tx, handed.orderId))!));
    expect(must(await refund()).refundFen).toBe(360_00);
    expect(codeOf(await refund())).toBe('REFUND_DONE');
    // E11 同年第二次：先占去额度的大部分，再租同样的89天
    await city.owner.query('update rental_subsidy set subsidy_fen = 250000 where order_id = $1 and year = 2026', [
      handed.orderId,
    ]);
    must(await act(code, 'clean', CLEAN));
    await out(who, code, '2026-12-01');
    city.clock.set('2026-09-04');
    expect(must(await act(code, 'take-back', { condition: 'good' }))).toMatchObject({
      rentFen: 890_00,
      subsidyFen: 500_00,
      ownFen: 390_00,
    });
    const messages = await city.owner.query('select body from message where to_person_id = $1', [who]);
    expect(messages.rows.map((r) => r.body).join()).not.toMatch(/低保|残疾|特困/);
  });
  test('二级残疾人押金减半，租金补一半', async () => {
    city.clock.set('2026-09-10');
    const who = await person();
    await city.context.write(county, async (tx) =>
      must(
        await recordFact(tx, {
          subject: { kind: 'person', id: who },
          kind: 'disability-certificate',
          value: { level: '2', category: 'physical', validTo: '2030-01-01', state: 'valid' },
          source: '残联',
          validFrom: '2020-01-01',
        }),
      ),
    );
    const code = await unit();
    expect((await out(who, code, '2026-09-30')).depositFen).toBe(360_00);
    city.clock.set('2026-09-20');
    expect(must(await act(code, 'take-back', { condition: 'good' }))).toMatchObject({ rentFen: 100_00, subsidyFen: 50_00 });
  });
  test('两个网点同时预约最后一件：一个成功，另一个得到“该辅具已被预约或租出，请选择其他网点”', async () => {
    const code = await unit();
    const [a, b] = [await person('甲某某'), await person('乙某某')];
    const answers = await Promise.all([book(a, code, clerk), book(b, code, otherClerk)]);
    expect(answers.filter((r) => r.ok)).toHaveLength(1);
    expect(says(answers.find((r) => !r.ok)!)).toBe('该辅具已被预约或租出，请选择其他网点。');
    const { rows } = await city.owner.query(
      `select count(*)::int as n from rental_order o join device_unit u on u.id = o.unit_id where u.code = $1`,
      [code],
    );
    expect(rows[0].n).toBe(1);
  });
  test('按种类预约：网点里十个人同时要三件，正好三个人得到，各是不同的一件', async () => {
    const stationId = otherClerk.unitId!;
    for (let i = 0; i < 3; i++) await unit(otherClerk);
    const people = await Promise.all(Array.from({ length: 10 }, (_, i) => person(`人${i}某`)));
    const answers = await Promise.all(
      people.map((personId) => city.context.write(otherClerk, (tx) => reserve(tx, { personId, stationId, itemCode: BED }))),
    );
    const got = answers.flatMap((r) => (r.ok ? [r.value.code] : []));
    expect(new Set(got).size).toBe(3);
    expect(got).toHaveLength(3);
    expect(new Set(answers.filter((r) => !r.ok).map(says))).toEqual(new Set(['该辅具已被预约或租出，请选择其他网点。']));
  });
  test('没有预约不能出库；别的网点的辅具不能在这里出库；没有的编码说清楚', async () => {
    const code = await unit();
    expect(codeOf(await act(code, 'hand-out', { dueOn: '2026-12-01', depositReceived: true }))).toBe('UNIT_MOVE');
    must(await book(await person(), code));
    expect(says(await act(code, 'hand-out', { dueOn: '2026-12-01', depositReceived: true }, otherClerk))).toContain('温泉网点');
    expect(codeOf(await act('FJ000000000000', 'clean', CLEAN))).toBe('UNIT_UNKNOWN');
  });
  test('先做简易评估才能出库：没有评估不行；在网点问的护理床不行，结果留下来；上门看过再评一次就可以', async () => {
    const code = await unit();
    must(await book(await person('评估甲'), code));
    const handOut = () => act(code, 'hand-out', { dueOn: '2026-12-01', depositReceived: true });
    expect(says(await handOut())).toBe('还没有做简易评估，不能出库。');
    expect(must(await assess(code, { where: 'station' }))).toEqual({ verdict: 'not', reasons: ['送到家的辅具须上门看过再租'] });
    expect(says(await handOut())).toBe('简易评估的结果是不适合租：送到家的辅具须上门看过再租。');
    const card = must(await city.context.write(clerk, (tx) => unitCard(tx, code)));
    expect(card.assessment).toMatchObject({ verdictZh: '不适合租', reasons: ['送到家的辅具须上门看过再租'] });
    must(await assess(code, { skin: 'risk' }));
    must(await handOut());
    const { rows } = await city.owner.query(
      `select a.verdict, a.content from rental_assessment a join rental_order o on o.id = a.order_id join device_unit u on u.id = o.unit_id where u.code = $1 order by a.assessed_at, a.id`,
      [code],
    );
    expect(rows.map((r) => r.verdict)).toEqual(['not', 'with-care']);
    expect(rows[0].content.toString('utf8')).not.toContain('上门');
  });
  test('租期最长12个月：多一天不行；续租同样', async () => {
    const code = await unit();
    const who = await person();
    must(await book(who, code));
    must(await assess(code));
    const today = city.clock.today();
    const year = `${Number(today.slice(0, 4)) + 1}${today.slice(4)}` as PlainDate;
    const after = `${year.slice(0, 8)}${String(Number(year.slice(8)) + 1).padStart(2, '0')}` as PlainDate;
    expect(codeOf(await act(code, 'hand-out', { dueOn: after, depositReceived: true }))).toBe('RENTAL_TOO_LONG');
    const { orderId } = must(await act(code, 'hand-out', { dueOn: '2026-10-01', depositReceived: true })) as { orderId: string };
    const longer = (dueOn: PlainDate) =>
      city.context.write(clerk, async (tx) => renew(tx, (await lockOrder(tx, orderId))!, { dueOn }));
    expect([codeOf(await longer(after)), codeOf(await longer('2026-09-30')), codeOf(await longer(year))]).toEqual([
      'RENTAL_TOO_LONG',
      'DUE_TOO_EARLY',
      'OK',
    ]);
  });
  test('预约三天没有取：第四天自动取消，辅具回到在库；没到期的不动', async () => {
    const code = await unit();
    const who = await person();
    must(await book(who, code));
    const lapse = () => city.context.write(systemActor('device-reservations', city.context.city), lapseReservations);
    const day = (n: number) => city.clock.set(new Date(Date.parse(city.clock.now()) + n * 86_400_000).toISOString());
    day(3);
    await lapse();
    expect(await state(code)).toBe('reserved');
    day(1);
    await lapse();
    expect(await state(code)).toBe('in-stock');
    must(await book(who, code));
  });
  test('取消预约，辅具当场可以给别人；已经出库的不能取消', async () => {
    const code = await unit();
    const first = must(await book(await person(), code));
    must(await city.context.write(clerk, (tx) => cancelOrder(tx, first.orderId, '本人取消')));
    const next = await out(await person(), code, '2026-12-01');
    expect(codeOf(await city.context.write(clerk, (tx) => cancelOrder(tx, next.orderId, '取消')))).toBe('UNIT_MOVE');
  });
  test('属于医疗器械的，没有备案或许可的网点不能出租', async () => {
    const code = await unit(clerk, { itemCode: 'OXY-01' });
    expect(codeOf(await book(await person(), code))).toBe('STATION_NO_PERMIT');
  });
});

describe('召回、维修、遗失', () => {
  test('召回：整批锁定，在用的人收到消息，禁止出库；预约随之取消；归还后仍是召回，只能报废', async () => {
    const batch = '召回批';
    const [free, held, rented, other] = [
      await unit(clerk, { batch }),
      await unit(clerk, { batch }),
      await unit(otherClerk, { batch }),
      await unit(clerk, { batch: '别的批' }),
    ];
    const [booker, renter] = [await person(), await person()];
    must(await book(booker, held));
    must(await book(renter, rented, otherClerk));
    must(await assess(rented, {}, otherClerk));
    must(await act(rented, 'hand-out', { dueOn: '2026-12-01', depositReceived: true }, otherClerk));
    const recalled = await city.context.write(county, (tx) =>
      recallBatch(tx, { itemCode: BED, batch, reason: '床栏有松脱风险' }),
    );
    expect(must(recalled)).toEqual({ units: 3, told: 2 });
    expect(await Promise.all([free, held, rented, other].map(state))).toEqual(['recalled', 'recalled', 'recalled', 'in-stock']);
    expect(says(await book(booker, free))).toBe('该批次辅具已召回，禁止出库。');
    expect(says(await act(held, 'hand-out', { dueOn: '2026-12-01', depositReceived: true }))).toBe(
      '该批次辅具已召回，禁止出库。',
    );
    await figuresOpen();
    must(await act(rented, 'take-back', { condition: 'good' }, otherClerk));
    expect(await state(rented)).toBe('recalled');
    expect(codeOf(await act(rented, 'clean', CLEAN, otherClerk))).toBe('UNIT_MOVE');
    must(await act(rented, 'scrap', { reason: '召回报废' }, otherClerk));
    const { rows } = await city.owner.query(`select payload from domain_event where type = 'assistive-device.recalled'`);
    expect(rows[0].payload).toMatchObject({ batch, reason: '床栏有松脱风险' });
    expect(rows[0].payload.unitIds).toHaveLength(3);
  });
  test('归还和召回同时发生：不论先后，最后都是召回，租赁都已结清', async () => {
    for (let i = 0; i < 3; i++) {
      const batch = `同时${i}`;
      const code = await unit(clerk, { batch });
      await out(await person(), code, '2026-12-01');
      const [back, recall] = await Promise.all([
        act(code, 'take-back', { condition: 'good' }),
        city.context.write(county, (tx) => recallBatch(tx, { itemCode: BED, batch, reason: '产品缺陷' })),
      ]);
      expect([back.ok, recall.ok]).toEqual([true, true]);
      expect(await state(code)).toBe('recalled');
    }
  });
  test('损坏的归还直接送修，修好还要洗消才能出租；洗消不合格仍待洗消', async () => {
    const code = await unit();
    await out(await person(), code, '2026-12-01');
    must(await act(code, 'take-back', { condition: 'damaged', note: '床头摇柄断了' }));
    expect(await state(code)).toBe('repair');
    must(await act(code, 'repaired', { cost: 120_00 }));
    expect(await state(code)).toBe('to-clean');
    must(await act(code, 'clean', { ...CLEAN, passed: 'no' }));
    expect(await state(code)).toBe('to-clean');
    must(await act(code, 'clean', CLEAN));
    expect(await state(code)).toBe('in-stock');
  });
  test('遗失：租赁结束，按寿命折算赔偿，辅具报废', async () => {
    const code = await unit();
    await out(await person(), code, '2026-12-01');
    expect(must(await act(code, 'lost'))).toMatchObject({ lossFen: 2_400_00 });
    expect(await state(code)).toBe('scrapped');
  });
  test('别的县看不到：行级安全', async () => {
    const seen = await city.context.read(hand('421221000000', 'county-clerk'), (tx) =>
      tx.rows(sql`select 1 from device_unit union all select 1 from rental_order union all select 1 from device_unit_event`),
    );
    expect(seen).toEqual([]);
  });
});
