/** 供需对接 over HTTP: a need from the village and one from the portal; what fits is offered; what nobody has offered anything for stands in the gaps. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GapView, NeedFile, NeedList } from '../src/domains/elderly-care/matching/content.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { plusDays } from '../src/kernel/calendar/index.ts';
import { emit } from '../src/kernel/event/server.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';
import { type Elder, elderDesk, VILLAGE } from './elders.ts';

let api: Api;
let people: Awaited<ReturnType<typeof elderDesk>>;
let clerk: Browser;
let county: Browser;
let gong: Elder;
beforeAll(async () => {
  api = await startApi({ start: '2026-11-20' });
  people = await elderDesk(api);
  [clerk, county] = (await Promise.all(['xiang', 'xian'].map(api.staff))) as [Browser, Browser];
  gong = await people.elder('龚大爷');
  for (const site of [
    { name: '汀泗桥老年食堂', lonLat: '114.2890,29.7430', hours: '11:00—13:00' },
    { name: '横沟桥老年食堂', division: '421202103001', lonLat: '114.3200,29.8600', hours: '11:00—13:00' },
  ])
    await county.post('/api/care-sites', {
      requestId: requestId(),
      division: VILLAGE,
      kind: 'canteen',
      functions: ['meals'],
      reach: 'place',
      address: '正街1号',
      owner: '村委会',
      operator: '康养公司',
      contact: '老余',
      telephone: '0999-0000123',
      areaM2: 120,
      dayPlaces: 0,
      fullBeds: 0,
      seats: 40,
      stage: 'operating',
      since: '2025-01-01',
      ...site,
    });
});
afterAll(() => api?.stop());

const list = (query = ''): Promise<NeedList> => clerk.get(`/api/care-needs${query}`);
const file = (id: string, by = clerk): Promise<NeedFile> => by.get(`/api/care-needs/${id}`);
const register = (code: string, more: object = {}) => ({
  requestId: requestId(),
  idNumber: gong.idNumber,
  name: gong.name,
  division: VILLAGE,
  code,
  specials: [],
  note: '',
  ...more,
});

let meal = '';
test('村里登记助餐：本村的食堂可以介绍，太远的不列、说几家；同一个需求不登记两遍', async () => {
  ({ id: meal } = await clerk.post('/api/care-needs', register('meal', { note: '牙不好，要软的' })));
  expect((await clerk.refused('/api/care-needs', register('meal'))).message).toBe('这位老人已经登记了“助餐”，还没有办结。');
  // 周五登记，三个工作日是下周三
  expect((await list()).rows).toMatchObject([{ what: '助餐', personName: '龚大爷', stateZh: '等着介绍', matchBy: '2026-11-25' }]);
  const found = await file(meal);
  expect(found.wishes).toEqual([{ label: '说明', value: '牙不好，要软的' }]);
  expect(found.matches.map(({ name, reasons }) => [name, reasons])).toEqual([
    ['汀泗桥老年食堂', ['就在本乡镇（街道）', '价格要问', '还没有评价', '空位要问']],
  ]);
  expect(found.barred).toEqual([{ why: '太远', n: 1 }]);
  const outside = await api.staff('jiayu');
  expect((await outside.call('GET', `/api/care-needs/${meal}`)).status).toBe(404);
});

test('介绍一家：记下谁介绍的，不能介绍两遍；老人的答复写明', async () => {
  const [offer] = (await file(meal)).matches[0]!.offers;
  await clerk.post(offer!.to, offer!.fixed);
  expect((await clerk.refused(offer!.to, { ...offer!.fixed, requestId: requestId() })).code).toBe('MATCH_TWICE');
  const [made] = (await file(meal)).made;
  expect(made).toMatchObject({ name: '汀泗桥老年食堂', telephone: '0999-0000123', answerZh: null });
  await clerk.post(`/api/care-needs/${meal}/answer`, { requestId: requestId(), offerId: made!.id, answer: 'accepted' });
  expect(await file(meal)).toMatchObject({ stateZh: '已介绍', owner: '汀泗桥老年食堂', made: [{ answerZh: '愿意' }] });
});

test('本人在网上提助浴：附近没有，三个工作日没有介绍，算没有着落，按乡镇列进缺口，地图上有，只报一次', async () => {
  const phone = await people.phoneOf(gong);
  const { id } = await phone.post('/api/elders/my/needs', {
    requestId: requestId(),
    code: 'bath',
    specials: [],
    note: '每周一次',
  });
  expect((await phone.get('/api/elders/my')).needs).toMatchObject([
    { zh: '助浴', stateZh: '正在找' },
    { zh: '助餐', stateZh: '已经介绍' },
  ]);
  expect(await file(id)).toMatchObject({ sourceZh: '网上', matches: [] });
  await api.moveTo('2026-11-25');
  expect((await list('?show=unmet')).rows).toEqual([]);
  await api.moveTo('2026-11-26');
  await api.moveTo('2026-11-27');
  expect((await list('?show=unmet')).rows).toMatchObject([{ id, what: '助浴', stateZh: '没有着落' }]);
  const gaps: GapView = await county.get('/api/care-needs/gaps');
  expect(gaps.rows).toEqual([
    {
      division: '421202100000',
      placeZh: '咸安区汀泗桥镇',
      counts: [{ code: 'bath', zh: '助浴', n: 1 }],
      unmet: 1,
      open: 2,
    },
  ]);
  const events = await api.owner.query("select payload from domain_event where type = 'need.match.failed'");
  expect(events.rows.map(({ payload }) => payload)).toEqual([
    { kind: 'bath', division: '421202100000', count: 1, asOf: '2026-11-26' },
  ]);
  const map = await county.get('/api/map?division=421202100000');
  expect(map.total.counts['care-gaps']).toBe(1);
});

test('养老机构的空床：后报的算，先报的晚到不改', async () => {
  const institutionId = crypto.randomUUID();
  const tell = (free: (string | number)[], asOf: string) =>
    api.context.write(systemActor('test', '421200000000'), (tx) =>
      emit(tx, {
        type: 'bed.vacancy.changed',
        subject: { kind: 'care-institution', id: institutionId },
        division: VILLAGE,
        payload: { institutionId, freeByKind: free, asOf },
      } as never),
    );
  await tell(['ordinary', 3, 'nursing', 2], '2026-11-27T02:00:00.000Z');
  await tell(['ordinary', 9, 'nursing', 9], '2026-11-27T01:00:00.000Z');
  await api.run();
  const beds = await api.owner.query('select ordinary, nursing from care_free_bed where institution_id = $1', [institutionId]);
  expect(beds.rows).toEqual([{ ordinary: 3, nursing: 2 }]);
});

test('老年协会：备案、90天以内有活动日志的计入覆盖率；过了3月31日还没有今年计划的，村里知道，只说一次', async () => {
  const village = await api.staff('cun');
  const step = (id: string, what: string, body: object, by = village) =>
    by.post(`/api/senior-associations/${id}/${what}`, { requestId: requestId(), ...body });
  const rate = async () => {
    const { rows } = await county.get('/api/senior-associations');
    return rows.map(({ active, planLate }: { active: boolean; planLate: boolean }) => [active, planLate]);
  };
  const { id } = await village.post('/api/senior-associations', {
    requestId: requestId(),
    division: VILLAGE,
    name: '汀泗桥社区老年协会',
    head: '涂会长',
    members: 86,
    since: '2025-10-01',
  });
  await step(id, 'log', { on: '2026-08-01', kind: 'culture', persons: 40, what: '建军节文艺汇演' });
  const filing = { to: 'filed', on: '2026-03-01', paper: '汀民备〔2026〕3号' };
  expect(
    (await clerk.refused(`/api/senior-associations/${id}/stage`, { ...filing, on: '2025-09-30', requestId: requestId() })).fields,
  ).toEqual([{ path: 'on', message: '不能早于2025年10月1日筹备' }]);
  await step(id, 'stage', filing, clerk);
  expect(await rate()).toEqual([[false, true]]);
  await step(id, 'log', { on: '2026-11-26', kind: 'help', persons: 12, what: '看望高龄老人' });
  await api.moveTo('2026-11-28');
  await api.moveTo('2026-11-29');
  const titles = (await village.get('/api/messages')).items.map((m: { title: string }) => m.title);
  expect(titles.filter((title: string) => title === '老年协会还没有今年的活动计划')).toHaveLength(1);
  await step(id, 'plan', { year: 2026, items: '重阳节汇演、冬至看望高龄老人', approvedOn: '2026-11-27' });
  expect(await rate()).toEqual([[true, false]]);
});

test('老人不要介绍的那一家：又等着介绍，再过期限没有着落照样列进缺口；另一家还在等答复的不退回', async () => {
  const { id } = await clerk.post('/api/care-needs', register('clean'));
  await api.owner.query(
    `insert into care_need_offer (id, need_id, division, supply_kind, supply_id, name, telephone, score, offered_at, offered_by)
     select gen_random_uuid(), n.id, n.division, 'provider', gen_random_uuid(), '甲家政' || k, '0999-0000888', 500, now(), '测试' from care_need n, generate_series(1, 2) k where n.id = $1`,
    [id],
  );
  await api.owner.query("update care_need set state = 'given', owner = '甲家政' where id = $1", [id]);
  const [one, two] = (await file(id)).made;
  const declined = (offerId: string) =>
    clerk.post(`/api/care-needs/${id}/answer`, { requestId: requestId(), offerId, answer: 'declined' });
  await declined(one!.id);
  expect(await file(id)).toMatchObject({ stateZh: '已介绍' });
  await declined(two!.id);
  expect(await file(id)).toMatchObject({ stateZh: '等着介绍', owner: null });
  await api.moveTo(plusDays(api.context.clock.today(), 10));
  expect((await list('?show=unmet')).rows.map((row) => row.id)).toContain(id);
});
