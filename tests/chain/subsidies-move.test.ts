/** 残疾人两项补贴跨县接续 (4.2): the old county pays to the month of the move, the new one goes on from the next; no month twice, none missed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from '../api.ts';
import { type Person, subsidyDesk } from '../subsidies.ts';

let api: Api;
let desk: Awaited<ReturnType<typeof subsidyDesk>>;
let who: Person;
beforeAll(async () => {
  api = await startApi({ start: '2026-04-27' });
  desk = await subsidyDesk(api);
  who = await desk.granted('迁移甲');
});
afterAll(() => api?.stop());

const entitled = async () =>
  (
    await api.owner.query(
      `select programme, division, from_month, to_month from entitlement where person_id = $1 and programme like 'disability-%' order by programme, from_month`,
      [who.id],
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
