/** 日间照料 over HTTP: registered, came by card or name-book, never more than there are places; the open days of the facility follow. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DayCare } from '../src/domains/elderly-care/day-care/content.ts';
import type { SiteFile } from '../src/domains/elderly-care/facilities/content.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';
import { type Elder, elderDesk, VILLAGE } from './elders.ts';

let api: Api;
let people: Awaited<ReturnType<typeof elderDesk>>;
let village: Browser;
let siteId = '';
const elders: Elder[] = [];
const enterSite = async (name: string): Promise<string> =>
  (
    await people.county.post('/api/care-sites', {
      requestId: requestId(),
      name,
      kind: 'day-care',
      functions: ['day'],
      division: VILLAGE,
      reach: 'place',
      address: '正街9号',
      owner: `${name}产权方`,
      operator: '居委会',
      contact: '邱艳',
      telephone: '0999-0000803',
      hours: '周一至周五8:30—17:00',
      areaM2: 360,
      dayPlaces: 2,
      fullBeds: 0,
      seats: 0,
      stage: 'operating',
      since: '2026-09-01',
    })
  ).id;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-14' });
  people = await elderDesk(api);
  village = await api.staff('cun');
  siteId = await enterSite('南山社区日间照料中心');
  for (const name of ['方奶奶', '钱奶奶', '孙奶奶']) elders.push(await people.elder(name, { birthDate: '1944-03-01' }));
});
afterAll(() => api?.stop());

const view = (): Promise<DayCare> => village.get(`/api/care-sites/${siteId}/day-care`);
const entry = (who: Elder) => ({ requestId: requestId(), idNumber: who.idNumber, name: who.name, contact: '13800138001' });
const enter = (who: Elder, site = siteId) => village.call('POST', `/api/care-sites/${site}/day-care`, entry(who));

test('两个位子：两个人同一刻抢最后一个，只有一个登记上；满了说满了；一个人只在一处', async () => {
  expect((await enter(elders[0]!)).body).toMatchObject({ free: 1 });
  const both = await Promise.all([enter(elders[1]!), enter(elders[2]!)]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(await view()).toMatchObject({ places: 2, free: 0, today: 0 });
  const left = both[0]!.status === 200 ? elders[2]! : elders[1]!;
  expect((await enter(left)).body.error.message).toBe('南山社区日间照料中心的2个日托位已经满了。');
  const other = await enterSite('北街日间照料中心');
  expect((await enter(elders[0]!, other)).body.error.message).toBe('方奶奶已经在南山社区日间照料中心登记日间照料。');
});

test('库里也不让：绕过程序登记第三个人', async () => {
  const third = await people.elder('李奶奶', { birthDate: '1944-03-01' });
  await expect(
    api.owner.query(
      `insert into day_care_member (id, site_id, division, person_id, from_on, contact, entered_at, entered_by) values (gen_random_uuid(), $1, '${VILLAGE}', $2, '2026-09-14', '\\x00', now(), 'x')`,
      [siteId, third.id],
    ),
  ).rejects.toMatchObject({ constraint: 'day_care_places' });
});

test('名册点一下、刷卡都行，一天一次；别人的卡不行；没有结束的日子才能补记三天', async () => {
  const [row] = (await view()).rows.filter(({ personName }) => personName === '方奶奶');
  const come = row!.offers.find(({ action }) => action === 'present')!;
  await village.post(come.to, { ...come.fixed, on: '2026-09-14' });
  expect((await village.refused(come.to, { requestId: requestId(), on: '2026-09-14' })).code).toBe('DAY_CARE_TWICE');
  const stranger = await people.elder('周奶奶', { birthDate: '1944-03-01' });
  const cardOf = async (who: Elder) =>
    (await village.post(`/api/elders/${who.id}/care-card`, { requestId: requestId() })).number as string;
  const swipe = (card: string) =>
    village.call('POST', `/api/care-sites/${siteId}/day-care/cards`, { requestId: requestId(), card, on: '2026-09-15' });
  await api.moveTo('2026-09-15');
  expect((await swipe(await cardOf(stranger))).body.error.code).toBe('DAY_CARE_NOT_HERE');
  expect((await swipe(await cardOf(elders[0]!))).body).toEqual({ name: '方奶奶' });
  expect(await view()).toMatchObject({ today: 1 });
  expect((await village.refused(come.to, { requestId: requestId(), on: '2026-09-11' })).code).toBe('DAY_CARE_LATE');
});

test('来过人的日子第二天就是设施开放的日子，凭刷卡，人次就是来的人', async () => {
  await api.moveTo('2026-09-16');
  const file: SiteFile = await people.county.get(`/api/care-sites/${siteId}`);
  expect(file.days.map(({ on, proofZh, people: n }) => [on, proofZh, n])).toEqual([
    ['2026-09-15', '刷卡', 1],
    ['2026-09-14', '刷卡', 1],
  ]);
});

test('不再来的让出位子；供需对接看得到有没有空位', async () => {
  const need = async () => {
    const { id } = await people.clerk.post('/api/care-needs', {
      requestId: requestId(),
      idNumber: (await people.elder('需要日托的', { birthDate: '1944-03-01' })).idNumber,
      name: '需要日托的',
      division: VILLAGE,
      code: 'day',
      specials: [],
      note: '',
    });
    return people.clerk.get(`/api/care-needs/${id}`);
  };
  const names = async () => (await need()).matches.map(({ name }: { name: string }) => name);
  expect(await names()).not.toContain('南山社区日间照料中心');
  const [row] = (await view()).rows;
  const end = row!.offers.find(({ action }) => action === 'end')!;
  await village.post(end.to, { ...end.fixed, on: '2026-09-16', reason: '去子女家住' });
  expect(await view()).toMatchObject({ free: 1 });
  expect(await names()).toContain('南山社区日间照料中心');
});
