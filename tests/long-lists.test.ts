/** Lists of the workbench that a real city fills: they go on to the end, none is cut off in silence. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeElder, openHome } from '../src/domains/elderly-care-institutions/fixtures.ts';
import { startResidentSession } from '../src/kernel/access/server.ts';
import { plusDays } from '../src/kernel/calendar/index.ts';
import { type Api, Browser, requestId, startApi } from './api.ts';

let api: Api;
let city: Browser;
beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  city = await api.staff('shi');
});
afterAll(() => api?.stop());

async function all(by: Browser, url: string): Promise<{ id: string }[]> {
  const rows: { id: string }[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { rows: { id: string }[]; next: string | null } = await by.get(`${url}${cursor && `?cursor=${cursor}`}`);
    rows.push(...page.rows);
    cursor = page.next;
  }
  return rows;
}

test('村级管理线七百条：界线页翻到底，一条不少；地图看全市不画村的，看县才画', async () => {
  const before = (await all(city, '/api/boundary-lines')).length;
  await api.owner.query(`insert into boundary_line (id, name, level, division, other_division, course, course_kind, course_source, created_at, created_by)
    select gen_random_uuid(), '第' || n || '条', 'village', '421202100' || lpad(n::text, 3, '0'), '421202101' || lpad(n::text, 3, '0'), '[[114.2,29.8],[114.3,29.8]]'::jsonb, 'traced', '测试', now(), 'test'
    from generate_series(1, 700) n`);
  const rows = await all(city, '/api/boundary-lines');
  expect(new Set(rows.map(({ id }) => id)).size).toBe(before + 700);
  expect((await city.get('/api/map?division=421200000000')).borders.rows).toHaveLength(before);
  expect((await city.get('/api/map?division=421202000000')).borders.rows.length).toBeGreaterThan(700);
});

test('一家机构的请求翻得到底：还没有答复的排在前面，哪天的都在第一页', async () => {
  const { home } = await openHome(api);
  const days = Array.from({ length: 30 }, (_, n) => plusDays(api.clock.today(), n + 1));
  for (const name of ['甲看房', '乙看房']) {
    const own = new Browser(api.app);
    own.cookie = `mz_session=${(await startResidentSession(api.context, (await makeElder(api, { name })).id)).token}`;
    for (const on of days)
      for (const slot of ['morning', 'afternoon'])
        await own.post(`/api/my/care/homes/${home.id}/tour`, {
          ...{ on, slot, visitors: '一家三口', phone: '13907240001', note: '' },
          requestId: requestId(),
        });
  }
  const url = `/api/institutions/${home.id}/requests`;
  const rows = await all(home.reception, url);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(120);
  for (const { id } of rows.slice(0, 110))
    await home.reception.post(`/api/care-requests/${id}/answer`, {
      ...{ outcome: 'declined', answer: '那天消杀' },
      requestId: requestId(),
    });
  const first: { rows: { stateZh: string }[]; next: string | null } = await home.reception.get(url);
  expect(first.rows.map(({ stateZh }) => stateZh).slice(0, 11)).toEqual([...Array(10).fill('等机构答复'), '没有同意']);
  expect(first.next).not.toBeNull();
});
