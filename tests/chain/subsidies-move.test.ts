/** 残疾人两项补贴随户籍走 (4.2): the old county pays to the month of the move, the new one goes on from the next; no month twice, none missed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordCertificate } from '../../src/domains/disability/certificate/record.ts';
import { type Api, startApi } from '../api.ts';
import { type Person, subsidyDesk } from '../subsidies.ts';

let api: Api;
let desk: Awaited<ReturnType<typeof subsidyDesk>>;
let who: Person;
/** Whose certificate runs out before the move. */
let expired: Person;
beforeAll(async () => {
  api = await startApi({ start: '2026-04-27' });
  desk = await subsidyDesk(api);
  who = await desk.granted('迁移甲');
  expired = await desk.granted('迁移丙', { validTo: '2026-05-15' });
});
afterAll(() => api?.stop());

const entitled = () => entitledOf(who);
const entitledOf = async (of: Person) =>
  (
    await api.owner.query(
      `select programme, division, from_month, to_month from entitlement where person_id = $1 and programme like 'disability-%' order by programme, from_month`,
      [of.id],
    )
  ).rows;
const moves = (movedOn: string) =>
  desk.tell('person.moved', who, {
    kind: 'registered',
    fromDivision: '421202100001',
    toDivision: '421221103001',
    movedOn,
  });

test('6月8日户籍从咸安迁到嘉鱼：咸安发到6月，嘉鱼从7月接着发，两项都接，月份不重不漏，本人收到消息', async () => {
  await desk.payThrough('2026-06-10');
  await moves('2026-06-08');
  expect(api.errors).toEqual([]);
  expect(await entitled()).toEqual(
    ['disability-living', 'disability-nursing'].flatMap((programme) => [
      { programme, division: '421202100001', from_month: '2026-04', to_month: '2026-06' },
      { programme, division: '421221103001', from_month: '2026-07', to_month: null },
    ]),
  );
  const phone = await desk.phoneOf(who);
  const bodies = (await phone.get('/api/messages')).items.map((m: { body: string }) => m.body).join('\n');
  expect(bodies).toContain('2026年7月');
  await desk.payThrough('2026-07-01');
  expect((await desk.linesOf(who, '2026-07')).map((line) => line.month)).toEqual(['2026-07', '2026-07']);
});

test('同一次迁移再报一次：还是这两份；迁走的月份已经发过的，从下个月接', async () => {
  const before = await entitled();
  await moves('2026-06-08');
  expect(await entitled()).toEqual(before);
  expect(api.errors).toEqual([]);
});

test('残疾人证5月到期，6月起停着，7月8日迁走：停着的6、7月不因为迁走就发；8月换证以后咸安补6、7月，嘉鱼发8月', async () => {
  const stateOf = async () =>
    (await desk.linesOf(expired)).filter((line) => line.month > '2026-05').map((line) => [line.month, line.state]);
  await desk.payThrough('2026-07-10');
  await desk.tell('person.moved', expired, {
    kind: 'registered',
    fromDivision: '421202100001',
    toDivision: '421221103001',
    movedOn: '2026-07-08',
  });
  expect((await entitledOf(expired)).map((e) => [e.from_month, e.to_month])).toEqual([
    ['2026-04', '2026-07'],
    ['2026-08', null],
    ['2026-04', '2026-07'],
    ['2026-08', null],
  ]);
  await desk.payThrough('2026-08-09');
  expect(await stateOf()).toEqual(
    ['2026-06', '2026-06', '2026-07', '2026-07', '2026-08', '2026-08'].map((month) => [month, 'on-hold']),
  );
  await desk.work((tx) =>
    recordCertificate(tx, {
      personId: expired.id,
      division: '421221103001',
      certificate: {
        number: `${expired.idNumber}41B`,
        category: 'physical',
        level: '1',
        issuedOn: '2026-08-10',
        validTo: '2036-08-09',
        state: 'valid',
      },
      idNumber: expired.idNumber,
      since: '2026-08-10',
      source: '残联',
    }),
  );
  await api.run();
  await desk.payThrough('2026-09-29');
  expect(api.errors).toEqual([]);
  expect((await stateOf()).filter(([month]) => month! < '2026-09')).toEqual(
    ['2026-06', '2026-06', '2026-07', '2026-07', '2026-08', '2026-08'].map((month) => [month, 'paid']),
  );
});

test('在本县以内从汀泗桥镇迁到温泉街道：还是原来的两项补贴，归温泉管，从下一份名单起列在温泉；每月每项只有一笔', async () => {
  const near = await desk.granted('迁移乙');
  const before = await entitledOf(near);
  const [award] = (await api.owner.query('select case_id from subsidy_award where person_id = $1 limit 1', [near.id])).rows;
  await desk.tell('person.moved', near, {
    kind: 'registered',
    fromDivision: '421202100001',
    toDivision: '421202001002',
    movedOn: api.clock.today(),
  });
  expect(api.errors).toEqual([]);
  expect(await entitledOf(near)).toEqual(before.map((row) => ({ ...row, division: '421202001002' })));
  const there = await api.staff('wenquan');
  expect((await there.case(award.case_id)).applicantName).toBe('迁移乙');
  const awards = await api.owner.query('select distinct division from subsidy_award where person_id = $1', [near.id]);
  expect(awards.rows).toEqual([{ division: '421202001002' }]);
  await desk.payThrough('2026-10-29');
  const lines = await desk.linesOf(near);
  expect(lines.length).toBeGreaterThan(0);
  for (const month of new Set(lines.map((line) => line.month)))
    expect(lines.filter((line) => line.month === month && line.kind === 'regular').length, month).toBeLessThanOrEqual(2);
  const { rows } = await api.owner.query(
    `select distinct division from payment_line where person_id = $1 and month = (select max(month) from payment_line where person_id = $1)`,
    [near.id],
  );
  expect(rows).toEqual([{ division: '421202001002' }]);
  expect(api.errors).toEqual([]);
});
