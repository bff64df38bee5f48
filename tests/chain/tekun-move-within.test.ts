/** 特困人员在本县以内迁移 over HTTP: the support goes on in the new township without anybody being judged again; the basic rate follows 城乡. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, type Browser, startApi } from '../api.ts';
import { oldPerson, tekunDesk } from '../tekun.ts';

const HERE = '421202100001'; // 汀泗桥镇汀泗桥社区
const THERE = '421202001002'; // 温泉街道万年路社区
const toTown = oldPerson('tekun-to-town', '甲搬');
const asBefore = oldPerson('tekun-as-before', '乙搬', { birth: '1958-03-01' });

let api: Api;
let desk: Awaited<ReturnType<typeof tekunDesk>>;
let there: Browser;

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(toTown.story, asBefore.story);
  desk = await tekunDesk(api);
  there = await api.staff('wenquan');
});
afterAll(() => api?.stop());

const rows = async (query: string, ...values: unknown[]) => (await api.owner.query(query, values)).rows;
const versions = (name: string) =>
  rows(
    `select e.programme, e.division, e.to_month as "to", v.from_month as "from", v.amount_fen::int as fen from entitlement_version v
       join entitlement e on e.id = v.entitlement_id join person p on p.id = e.person_id where p.name = $1 order by e.programme, v.no`,
    name,
  );
const moving = (urbanRural: 'urban' | 'rural') => ({
  toDivision: THERE,
  urbanRural,
  movedOn: '2026-05-12',
  source: '公安户籍信息',
});

test('5月12日从农村迁到城市社区：还是同一份供养，5月按农村1190元，6月起按城市1600元，照料护理费不变', async () => {
  const recognition = await desk.supported(toTown);
  await api.jumpTo('2026-04-26'); // 5月的名单还在汀泗桥
  await api.jumpTo('2026-05-13');
  const change = await desk.change(toTown, { kind: 'moved' }, await api.resident(toTown.story));
  expect(await desk.clerk.actRefused(change, 'recordMove', { ...moving('rural'), toDivision: HERE })).toMatchObject({
    fields: [{ path: 'toDivision', message: '现在就在这个村（社区）' }],
  });
  expect(await desk.clerk.actRefused(change, 'recordMove', { ...moving('urban'), toDivision: '421202001000' })).toMatchObject({
    code: 'MOVE_PLACE',
    fields: [{ path: 'toDivision', message: '请选择到村（社区）' }],
  });
  expect(await desk.clerk.actRefused(change, 'recordMove', { ...moving('urban'), movedOn: '2026-05-14' })).toMatchObject({
    code: 'MOVE_IN_FUTURE',
    fields: [{ path: 'movedOn', message: '不能晚于今天' }],
  });
  await desk.clerk.act(change, 'recordMove', moving('urban'));
  await api.run();
  expect(api.errors).toEqual([]);
  const at = { division: THERE, to: null };
  expect(await versions('甲搬')).toEqual([
    { programme: 'tekun', ...at, from: '2026-04', fen: 1190_00 },
    { programme: 'tekun', ...at, from: '2026-06', fen: 1600_00 },
    { programme: 'tekun-care', ...at, from: '2026-04', fen: 325_00 },
  ]);
  const done = await desk.clerk.case(change);
  expect(done).toMatchObject({ state: 'movedOut', outcome: 'granted' });
  expect(done.events.at(-1)!.opinion).toContain('2026年5月12日户籍迁到');
  const supported = (await there.case(recognition)).sections.tekun;
  expect(supported).toMatchObject({ stateZh: '供养中', gradeZh: '半护理', standardZh: '城市' });
  expect(supported.benefits[0]).toMatchObject({ amountFen: 1190_00, next: { fromMonth: '2026-06', amountFen: 1600_00 } });
  expect((await there.get('/api/messages')).items).toMatchObject([
    { body: '甲搬的户籍从咸安区汀泗桥镇汀泗桥社区迁来，特困人员救助供养随着转来，由本乡镇（街道）接着发放、探访和复核。' },
  ]);
  expect((await desk.clerk.call('GET', `/api/cases/${recognition}`)).status).toBe(404);
  expect((await (await api.resident(toTown.story)).get('/api/messages')).items[0].body).toContain(
    '从2026年6月起基本生活费按城市标准发放，每月1,600.00元',
  );
});

test('每个月只有一笔：5月的在汀泗桥的名单，6月的在温泉的名单', async () => {
  await api.jumpTo('2026-05-26');
  await api.jumpTo('2026-06-26');
  const lines = await rows(
    `select l.month, l.division, l.amount_fen::int as fen from payment_line l join entitlement e on e.id = l.entitlement_id
       join person p on p.id = e.person_id where p.name = '甲搬' and e.programme = 'tekun' and l.month >= '2026-05' and l.month < '2026-07' order by l.month`,
  );
  expect(lines).toEqual([
    { month: '2026-05', division: HERE, fen: 1190_00 },
    { month: '2026-06', division: THERE, fen: 1600_00 },
  ]);
});

test('城乡类别没有变：一切照旧，评估、协议跟着走，没有新的金额', async () => {
  await desk.supported(asBefore);
  const before = await versions('乙搬');
  const change = await desk.change(asBefore, { kind: 'moved' });
  await desk.clerk.act(change, 'recordMove', { ...moving('rural'), movedOn: api.clock.today() });
  await api.run();
  expect(api.errors).toEqual([]);
  expect(await versions('乙搬')).toEqual(before.map((version) => ({ ...version, division: THERE })));
  expect(
    await rows(
      `select t.state, t.urban_rural, a.division as assessed, g.division as agreed from tekun_profile t join person p on p.id = t.person_id
         join tekun_assessment a on a.profile_id = t.id join tekun_agreement g on g.profile_id = t.id where p.name = '乙搬'`,
    ),
  ).toEqual([{ state: 'supported', urban_rural: 'rural', assessed: THERE, agreed: THERE }]);
  expect((await (await api.resident(asBefore.story)).get('/api/messages')).items[0].body).toContain(
    '特困供养由那里的乡镇（街道）接着办，一切照旧',
  );
});
