/** 今天要办：办件以外等着办的，每个数点开就是那么多条。 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playSites } from '../src/domains/elderly-care/demonstration/sites.ts';
import type { WaitingRow } from '../src/kernel/offer/index.ts';
import { type Browser, requestId } from './api.ts';
import { api, at, closeHomeCare, county, desk, onBehalf, openHomeCare, VILLAGE, village } from './home-care.ts';
import { actsOn } from './registers.ts';

let township: Browser;
beforeAll(async () => {
  await openHomeCare();
  await playSites({ context: api.context, moveTo: () => undefined });
  township = await api.staff('xiang');
});
afterAll(closeHomeCare);

const waiting = async (by: Browser): Promise<WaitingRow[]> => (await by.get('/api/desk/waiting')).rows;
const zhOf = async (by: Browser): Promise<string[]> => (await waiting(by)).map(({ zh, count }) => `${zh} ${count}`);

/** How many rows the page shows that a number leads to. */
async function listed(by: Browser, { to, search }: WaitingRow): Promise<number> {
  const query = new URLSearchParams(search);
  switch (to) {
    case '/elder-visits/board':
      return (await by.get(`/api/elder-visits/rows?${query}`)).rows.length;
    case '/care-needs':
      return (await by.get(`/api/care-needs?${query}`)).rows.length;
    case '/mutual-aid':
      return (await by.get('/api/mutual-aid/requests?show=waiting')).rows.length;
    case '/lost-searches':
      return (await by.get('/api/lost-searches')).open.length;
    case '/home-care/board':
      return (await by.get('/api/home-care/board')).left.length;
    case '/tickets':
      return (await by.get('/api/tickets')).rows.length;
    default: {
      const { key, ...filter } = search;
      return (await by.get(`/api/registers/${key}?${new URLSearchParams(filter)}`)).rows.length;
    }
  }
}

test('没有事的时候什么也不列；居民看不到', async () => {
  expect(await waiting(village)).toEqual([]);
  expect(await waiting(await desk.phoneOf(await desk.elder('王月娥')))).toEqual([]);
});

test('村里、乡镇、县里各看到自己的，晚了的在前；每个数点开就是那么多条', async () => {
  at('09:00', '2026-11-23');
  const [zhou, li] = [await desk.elder('周桂珍', { birthDate: '1944-05-01' }), await desk.elder('李守田')];
  for (const who of [zhou, li])
    await village.post(`/api/elders/${who.id}/living`, {
      requestId: requestId(),
      input: { status: 'alone', contacts: [{ name: '女儿小芳', relation: 'child', phone: '13900001111', canOpenDoor: true }] },
    });
  await village.post('/api/care-needs', {
    requestId: requestId(),
    idNumber: li.idNumber,
    name: li.name,
    division: VILLAGE,
    code: 'meal',
    specials: [],
    note: '',
  });
  await village.post('/api/mutual-aid/requests', {
    requestId: requestId(),
    idNumber: li.idNumber,
    name: li.name,
    division: VILLAGE,
    kind: 'shopping',
    on: '2026-11-24',
    time: '10:00',
    note: '买一袋米',
  });
  await onBehalf(li, { on: '2026-11-26', position: undefined });
  const { form } = await county.get('/api/registers/care-guidance');
  const [guide] = form.find((f: { name: string }) => f.name === 'guide').choices;
  const receiver = form
    .find((f: { name: string }) => f.name === 'receiver')
    .choices.find((c: { value: string }) => c.value !== guide.value);
  const id = await actsOn(api).enter(county, 'care-guidance', {
    guide: guide.value,
    receiver: receiver.value,
    hours: 40,
    matter: '培训护理员，看台账，讲标准',
  });
  await api.owner.query(`update register_entry set due_on = '2026-11-01' where id = $1`, [id]);

  expect(await zhOf(village)).toEqual(['今天该走的探访 2', '没有办完的互助求助 1']);
  expect(await zhOf(township)).toEqual(['今天该走的探访 2', '没有办结的养老需求 1', '没有办完的互助求助 1']);
  expect(await zhOf(county)).toEqual(['对下指导逾期 1', '别的日子还等着办的居家服务工单 1', '没有办结的养老需求 1']);

  at('09:00', '2026-12-02');
  await api.run();
  const late = await zhOf(village);
  expect(late[0]).toMatch(/^超期没有走的探访 [1-9]/);
  for (const by of [village, township, county])
    for (const row of await waiting(by)) expect([row.zh, await listed(by, row)]).toEqual([row.zh, row.count]);
});
