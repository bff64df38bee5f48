/** 长期公布: what everybody reads, what hangs on the village's board, and the record that it hangs there. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, type Browser, carry, requestId, startApi } from '../../../../tests/api.ts';
import { maskName } from '../../../kernel/protect/index.ts';
import { storyOf } from '../demonstration/index.ts';

let api: Api;
let clerk: Browser;
let village: Browser;
let code: string;
const family = storyOf('one-yuan');
const head = family.persons[0]!;

beforeAll(async () => {
  api = await startApi({ start: '2026-06-01' });
  await api.register(family);
  await carry(api, family, 'decided');
  [clerk, village] = (await Promise.all(['xiang', 'cun'].map(api.staff))) as [Browser, Browser];
  code = (await api.owner.query('select division from entitlement')).rows[0].division;
});
afterAll(() => api?.stop());

const rows = async (who: Browser) => (await who.get('/api/roster')).rows;
const sheet = (who: Browser) => who.call('POST', `/api/roster/${code}/sheet`, { requestId: requestId() });
const page = async (division: string) => (await api.visitor().call('GET', `/roster?division=${division}`)).body as string;

test('起发那个月起公布，以前不公布；网上隐去姓名，看得到几口人、每月多少，到村才有名单', async () => {
  expect(await rows(clerk)).toEqual([]);
  expect((await sheet(clerk)).body.error.code).toBe('ROSTER_EMPTY');
  expect(await page(code)).toContain('眼下没有');
  await api.moveTo('2026-07-01');
  expect(await rows(clerk)).toMatchObject([{ village: code, households: 1, persons: 2, amountFen: 1_00, last: null, due: true }]);
  const seen = await page(code);
  expect(seen).toContain(maskName(head.name));
  expect(seen).toContain('2人，每月1.00元');
  expect(seen).not.toContain(head.name);
  const town = await page(`${code.slice(0, 9)}000`);
  expect(town).toContain('1户');
  expect(town).not.toContain(maskName(head.name));
  expect((await api.visitor().call('GET', '/roster?division=110101001001')).status).toBe(404);
});

test('村里打印公布单、张贴、拍照登记；同一个月登记以后不再打印；别的村打印不了', async () => {
  const first = (await sheet(clerk)).body;
  expect((await sheet(clerk)).body.id).toBe(first.id);
  const [{ last }] = await rows(clerk);
  expect(last).toMatchObject({ month: '2026-07', postedOn: null });
  expect((await clerk.call('GET', last.sheetUrl)).raw.subarray(0, 5).toString()).toBe('%PDF-');
  const posted = async (who: Browser, postedOn: string) =>
    who.call('POST', `/api/roster/postings/${last.id}/posted`, {
      requestId: requestId(),
      input: { postedOn, place: '村委会公示栏', photo: await who.upload('roster-photo') },
    });
  expect((await posted(clerk, '2026-06-30')).body.error.fields[0].message).toContain('从打印那天');
  expect((await posted(clerk, '2026-07-02')).body.error.code).toBe('INVALID_INPUT');
  expect((await posted(clerk, '2026-07-01')).status).toBe(200);
  expect((await posted(clerk, '2026-07-01')).body.error.code).toBe('ROSTER_POSTED');
  expect((await sheet(clerk)).body.error.code).toBe('ROSTER_POSTED');
  expect(await rows(clerk)).toMatchObject([{ due: false, last: { place: '村委会公示栏', postedOn: '2026-07-01' } }]);
  const elsewhere = await api.staff('jiayu');
  expect(await rows(elsewhere)).toEqual([]);
  expect(
    (await village.call('POST', '/api/roster/421202101001/sheet', { requestId: requestId() })).status,
  ).toBeGreaterThanOrEqual(400);
});

test('三个月以内算按期，满三个月那天起又该公布；指标跟着变', async () => {
  const on = async (day: string) => {
    api.clock.set(`${day}T01:00:00.000Z`);
    const { indicators } = await (await api.staff('xian')).get('/api/indicators?board=social-assistance');
    const [row] = await rows(await api.staff('xiang'));
    return { due: row.due, total: indicators.find((i: { key: string }) => i.key === 'roster-posted').total };
  };
  expect(await on('2026-09-30')).toMatchObject({ due: false, total: { num: 1, den: 1, text: '1／1' } });
  expect(await on('2026-10-01')).toMatchObject({ due: true, total: { num: 0, den: 1 } });
});
