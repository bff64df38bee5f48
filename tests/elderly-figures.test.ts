/** 养老服务的数: every figure is the sum of the rows that it opens, the binding ones of the plan are counted, and the share of nursing beds moves with a bed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playSites } from '../src/domains/elderly-care/demonstration/sites.ts';
import { playInstitutions } from '../src/domains/elderly-care-institutions/demonstration/play.ts';
import { playSubsidised } from '../src/domains/elderly-care-institutions/demonstration/subsidised.ts';
import { playSupervision } from '../src/domains/elderly-care-institutions/demonstration/supervision.ts';
import { operatingBook } from '../src/domains/elderly-care-institutions/subsidies/book.ts';
import type { Cockpit } from '../src/domains/planning-statistics/cockpit/content.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { makeIdNumber } from '../src/kernel/resident/server.ts';
import { approveSubsidy, checkSubsidy, paySubsidy, subsidyList } from '../src/kernel/subsidy/server.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';

let api: Api;
let city: Browser;
const XIANAN = '421202000000';
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  await playInstitutions({ context: api.context, moveTo: () => undefined }, '2026-09-01');
  await playSupervision({ context: api.context, filesDir: api.filesDir, moveTo: () => undefined });
  await playSites({ context: api.context, moveTo: () => undefined });
  city = await api.staff('shi');
});
afterAll(() => api?.stop());

interface Row {
  id: string;
  num: number;
  den: number;
  says: string;
  link: string | null;
  linkId: string | null;
}
interface Figure {
  key: string;
  total: { num: number; den: number; text: string | null; verdict: string };
  areas: { area: string; num: number; den: number }[];
}

async function rowsBehind(by: Browser, url: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor = ''; ; ) {
    const page = await by.get(`${url}${url.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`);
    rows.push(...page.rows);
    if (!page.next) return rows;
    cursor = page.next;
  }
}
const sum = (rows: readonly { num: number; den: number }[], part: 'num' | 'den') => rows.reduce((all, row) => all + row[part], 0);
const goal = async (by: Browser, id: string, query = '') =>
  ((await by.get(`/api/cockpit${query}`)) as Cockpit).plan!.indicators.find((row) => row.id === id)!;

test('两块板上每一项的分子分母，正好等于它打开的记录之和，各县之和等于全市', async () => {
  for (const board of ['care-institutions', 'elderly-care']) {
    const { indicators } = (await city.get(`/api/indicators?board=${board}`)) as { indicators: Figure[] };
    expect(indicators.length).toBeGreaterThan(5);
    for (const { key, total, areas } of indicators) {
      const rows = await rowsBehind(city, `/api/indicators/${key}`);
      expect({ key, num: sum(rows, 'num'), den: sum(rows, 'den') }).toEqual({ key, num: total.num, den: total.den });
      expect([key, sum(areas, 'den')]).toEqual([key, total.den]);
    }
  }
});

test('备案16张床、现场核过6张护理型：占37.5%；又核了一张就是7张，驾驶舱的数跟着变；县里、别的县各数各的', async () => {
  const before = await goal(city, 'IND14-04');
  expect(before).toMatchObject({ value: '37.5%（6／16）', source: '平台现在数的', met: false });
  expect(before.opens.to).toBe('/indicators/nursing-share');
  const wall = await (await api.staff('yuanzhang')).get(`/api/institutions/${(await home()).linkId}/beds`);
  const bed = wall.floors
    .flatMap((f: { rooms: { beds: { id: string; code: string; nursing: boolean }[] }[] }) => f.rooms.flatMap((r) => r.beds))
    .find((b: { nursing: boolean }) => !b.nursing);
  const head = await api.staff('yuanzhang');
  await head.post(`/api/beds/${bed.id}/equipment`, {
    rails: true,
    bedCalls: true,
    wheelchair: true,
    wardStaffed: true,
    requestId: requestId(),
  });
  // 机构自己说有的不算，现场核过才算
  expect((await goal(city, 'IND14-04')).value).toBe('37.5%（6／16）');
  const county = await api.staff('xian');
  await county.post(`/api/beds/${bed.id}/check`, { requestId: requestId() });
  expect((await goal(city, 'IND14-04')).value).toBe('43.8%（7／16）');
  expect((await goal(await api.staff('xianzhang'), 'IND14-04')).value).toBe('43.8%（7／16）');
  expect(await goal(city, 'IND14-04', '?division=421221000000')).toMatchObject({ value: null, note: '现在没有可数的' });
});

const home = async (): Promise<Row> => (await rowsBehind(city, '/api/indicators/nursing-share'))[0]!;

test('入住率和机构页面上的是同一个数；备案率、检查、隐患都数得出来，点开是那一家、那一处', async () => {
  const { rows } = await city.get('/api/indicators/occupancy?month=2026-08');
  const page = await city.get(`/api/institutions/${rows[0].linkId}`);
  expect(page.occupancy).toContain(`${rows[0].num}÷${rows[0].den}床日`);
  const of = async (key: string): Promise<Figure['total']> => (await city.get(`/api/indicators/${key}`)).indicator.total;
  expect(await of('recorded')).toMatchObject({ text: '1／1', verdict: 'reached' });
  expect(await of('dangers-closed')).toMatchObject({ verdict: 'missed' });
  const dangers = await rowsBehind(city, '/api/indicators/dangers-closed');
  expect(dangers.length).toBe((await city.get('/api/care-supervision/dangers')).rows.length);
  expect(dangers[0]).toMatchObject({ link: 'danger' });
});

test('县里只数本县；村里、机构里的人没有这两块板', async () => {
  const county = await api.staff('xian');
  const rows = await rowsBehind(county, '/api/indicators/beds-per-thousand');
  expect(rows.every((row) => row.link !== null || row.id.startsWith(`p${XIANAN.slice(0, 6)}`))).toBe(true);
  for (const login of ['cun', 'yuanzhang'])
    expect((await (await api.staff(login)).call('GET', '/api/indicators/nursing-share')).status, login).not.toBe(200);
});

const siteOf = async (by: Browser, q: string) => {
  const { rows } = await by.get(`/api/care-sites?q=${encodeURIComponent(q)}`);
  return rows[0] as {
    id: string;
    name: string;
    twice: boolean;
    mustGo: boolean;
    idleSince: string | null;
    openDays: number | null;
  };
};

test('约束性的两项接上了设施：街道和有条件的乡镇（名单上的汀泗桥镇）有综合性设施的；社区有日托的，整个街道的设施算它的每个社区', async () => {
  const streets = await rowsBehind(city, '/api/indicators/street-sites');
  expect(streets.filter((row) => row.num === 1).map((row) => row.says)).toEqual([
    '温泉街道综合养老服务中心',
    '汀泗桥镇综合养老服务中心',
  ]);
  expect(await goal(city, 'IND14-02')).toMatchObject({ source: '平台现在数的', met: false });
  const dayCare = await rowsBehind(city, '/api/indicators/day-care?division=421202000000');
  const met = dayCare.filter((row) => row.num === 1);
  // 温泉街道13个社区、浮山的香城、汀泗桥镇3个社区；南山的还在试运营，不算
  expect(met.map((row) => row.id.slice(0, 9)).filter((code, i, all) => all.indexOf(code) === i)).toEqual([
    '421202001',
    '421202002',
    '421202100',
  ]);
  expect(met.some((row) => row.id === '421202003002')).toBe(false);
  const beds = await rowsBehind(city, '/api/indicators/beds-per-thousand');
  expect(beds.filter((row) => row.link === 'site').reduce((all, row) => all + row.num, 0)).toBe(40 + 20 + 15 + 20 + 12 + 8);
});

test('古塘村两块牌子相距10米、同一产权方：疑似重复；县里看过写明不是同一处，就不再提示', async () => {
  const county = await api.staff('xian');
  const site = await siteOf(county, '古塘村幸福院');
  expect(site.twice).toBe(true);
  const file = await county.get(`/api/care-sites/${site.id}`);
  expect(file.twins).toMatchObject([{ name: '古塘村老年人互助照料中心', metres: 10 }]);
  await county.post(file.twins[0].offers[0].to, {
    ...file.twins[0].offers[0].fixed,
    reason: '互助照料中心是新建的两层楼，幸福院是旁边的平房',
  });
  expect((await siteOf(county, '古塘村幸福院')).twice).toBe(false);
  expect((await siteOf(county, '黄荆塘村幸福院')).mustGo).toBe(true);
});

test('乡镇登记一处、记开放：一天一次，三天以前的不能补，照片没有定位不收；乡镇不能自己定投用，县里能', async () => {
  const township = await api.staff('xiang');
  const given = {
    name: '花纹社区日间照料中心',
    kind: 'day-care',
    functions: ['day'],
    reach: 'place',
    division: '421202100005',
    address: '花纹社区一组',
    owner: '花纹社区居民委员会',
    operator: '花纹社区居民委员会',
    contact: '花大姐',
    telephone: '0999-0000811',
    hours: '每天8:00—17:00',
    areaM2: 200,
    dayPlaces: 10,
    fullBeds: 0,
    seats: 0,
    stage: 'trial',
    since: '2026-08-01',
  };
  const wrongly = await township.refused('/api/care-sites', { ...given, dayPlaces: 0, requestId: requestId() });
  expect(wrongly.fields).toMatchObject([{ path: 'dayPlaces' }]);
  const { id } = await township.post('/api/care-sites', { ...given, requestId: requestId() });
  const day = (on: string, more: object = {}) => ({ on, proof: 'cards', people: 5, ...more, requestId: requestId() });
  await township.post(`/api/care-sites/${id}/days`, day('2026-09-01'));
  expect((await township.refused(`/api/care-sites/${id}/days`, day('2026-09-01'))).code).toBe('SITE_DAY_TWICE');
  expect((await township.refused(`/api/care-sites/${id}/days`, day('2026-08-28'))).code).toBe('SITE_DAY_LATE');
  expect((await township.refused(`/api/care-sites/${id}/days`, day('2026-08-31', { proof: 'photo' }))).fields).toMatchObject([
    { path: 'photo' },
  ]);
  const opening = { to: 'operating', on: '2026-09-01', note: '试运营满一个月，验收合格', requestId: requestId() };
  expect((await township.refused(`/api/care-sites/${id}/stage`, opening)).code).toBe('SITE_MOVE');
  await (await api.staff('xian')).post(`/api/care-sites/${id}/decision`, { ...opening, requestId: requestId() });
  expect((await siteOf(township, '花纹')).openDays).toBeNull();
});

test('算例W16：规划9,800人要980平方米，移交了900，差80；另一个小区住宅验收了还没有移交，未同步；当年配建达标率0÷2', async () => {
  const { rows } = await city.get('/api/care-estates');
  expect(rows).toMatchObject([
    { name: '香城名苑（示例）', requiredM2: 980, shortM2: 80, outOfStep: false },
    { name: '书台新苑（示例）', requiredM2: 260, shortM2: 260, outOfStep: true },
  ]);
  expect((await city.get('/api/indicators/estates-built')).indicator.total).toMatchObject({ num: 0, den: 2 });
});

test('预收费：没有备案的不收会员费，不超过十二个月，总额不超过固定资产净额，两人同时卖也不超；余额不够保证金亮红灯、停收，发出提醒', async () => {
  const head = await api.staff('kangle');
  const county = await api.staff('xian');
  const { id } = await head.get('/api/institutions/own');
  const before = await head.get(`/api/institutions/${id}/money`);
  expect(before).toMatchObject({ serviceFen: 55_200_00, assets: { zh: '黄灯' }, reserve: { zh: '正常' }, cover: { zh: '正常' } });
  const person = { name: '龚玉兰', idNumber: makeIdNumber('421202', '1944-10-10', 712) };
  const sale = (more: object) => ({
    ...person,
    kind: 'service',
    amount: 100_00,
    monthly: 100_000_00,
    months: 12,
    fromMonth: '2026-10',
    contractNo: '康乐〔2026〕预字2号',
    requestId: requestId(),
    ...more,
  });
  const take = `/api/institutions/${id}/prepaid`;
  // 没有备案的不能收会员费；预收不超过十二个月；净额六万，收了五万五千二，再收一万就超了
  expect((await head.refused(take, sale({ kind: 'member', amount: 150_000_00 }))).code).toBe('PREPAID_UNRECORDED');
  expect((await head.refused(take, sale({ months: 13 }))).fields).toMatchObject([{ path: 'months' }]);
  // 早已开始的月份不是预收：补写成去年起的，一登记就算用完了，绕过总额；一年以后才开始的也不收
  for (const fromMonth of ['2025-09', '2026-08', '2026-11'])
    expect((await head.refused(take, sale({ fromMonth }))).fields, fromMonth).toMatchObject([{ path: 'fromMonth' }]);
  expect((await head.refused(take, sale({ amount: 10_000_00 }))).message).toContain('禁止继续收取');
  // 还能收4,800元：两个人同时各卖3,000元，只成一笔
  const both = await Promise.all([1, 2].map(() => head.call('POST', take, sale({ amount: 3000_00 }))));
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  expect(await head.get(`/api/institutions/${id}/money`)).toMatchObject({ assets: { totalFen: 58_200_00 } });
  // 公办的一家：押金一万多，余额2,000元，不够两成：红灯，不能再收；公办不能收会员费
  const own = await api.staff('yuanzhang');
  const welfare = (await own.get('/api/institutions/own')).id;
  const file = await own.get(`/api/institutions/${welfare}/money`);
  expect(file).toMatchObject({ reserve: { zh: '红灯' }, cover: { zh: '黄灯', says: '2026-09-28到期，请续保' } });
  expect((await own.refused(`/api/institutions/${welfare}/prepaid`, sale({}))).code).toBe('PREPAID_STOPPED');
  expect((await own.refused(`/api/institutions/${welfare}/prepaid`, sale({ kind: 'member' }))).code).toBe('PREPAID_NO_MEMBERS');
  const { rows: told } = await api.owner.query(
    "select distinct payload ->> 'rule' as rule from city.domain_event where type = 'prepaid.alert.raised' order by 1",
  );
  expect(told).toEqual([{ rule: 'assets' }, { rule: 'reserve' }]);
  // 亮红灯的排在前面；银行的表导进来，第二天的余额够了，灯就灭了
  expect((await county.get('/api/institution-money')).rows[0]).toMatchObject({ name: '咸安区社会福利院' });
  expect((await city.get('/api/indicators/insured')).indicator.total).toMatchObject({ text: '1／1' });
  const { creditCode } = await county.get(`/api/institutions/${welfare}`);
  await api.jumpTo('2026-09-02');
  const sheet = Buffer.from(`统一社会信用代码,院区号,日期,余额（元）\n${creditCode},1,2026-09-02,20000\n`);
  const sent = await county.sendFile('/api/sheets/imports', ['kind', 'escrow-balances'], sheet, '余额.csv');
  const rest = async () => {
    for (let i = 0; i < 200; i++) {
      const { state, goodCount } = await county.get(`/api/sheets/imports/${sent.body.id}`);
      if (!['reading', 'applying'].includes(state)) return { state, goodCount };
      await new Promise((done) => setTimeout(done, 20));
    }
  };
  await rest();
  await county.post(`/api/sheets/imports/${sent.body.id}`, { step: 'apply' });
  await rest();
  expect((await own.get(`/api/institutions/${welfare}/money`)).reserve).toMatchObject({ zh: '正常', balanceFen: 20_000_00 });
});

test('到了9月5日看8月：只开了3天的幸福院空转，不再计入覆盖率，发出事件；真实运营率数得出来；公众的清单上还找得到', async () => {
  const before = (await city.get('/api/indicators/mutual-aid')).indicator.total.num;
  await api.jumpTo('2026-09-05');
  const idle = await siteOf(await api.staff('xian'), '古塘村幸福院');
  expect(idle).toMatchObject({ idleSince: '2026-08-01', openDays: 3 });
  const { rows: told } = await api.owner.query(
    "select payload ->> 'since' as since from city.domain_event where type = 'facility.idled'",
  );
  expect(told).toEqual([{ since: '2026-08-01' }]);
  // 咸安区社会福利院的余额四天没有报了
  const money = await (await api.staff('xian')).get(`/api/institutions/${(await home()).linkId}/money`);
  expect(money).toMatchObject({ silent: true });
  expect(
    money.alerts
      .filter((alert: { clearedOn: string | null }) => alert.clearedOn === null)
      .map((a: { ruleZh: string }) => a.ruleZh),
  ).toContain('存管余额');
  // 古塘村还有一处开满了的，村还是覆盖的
  expect((await city.get('/api/indicators/mutual-aid')).indicator.total.num).toBe(before);
  const open = await city.get('/api/indicators/sites-open?month=2026-08');
  expect(open.indicator.total).toMatchObject({ num: 6, den: 7 });
  expect(open.rows.find((row: Row) => row.num === 0).says).toBe('农村幸福院，开放3天，要15天');
  const marks = (await city.get('/api/care-sites')).marks;
  expect(marks).toEqual(expect.arrayContaining([expect.objectContaining({ mark: 'idle', n: 1 })]));
  const page = (await api.visitor().call('GET', '/care-services?offers=meals')).body;
  expect(page).toContain('汀泗街老年食堂');
  expect(page).not.toContain('香城社区居家养老服务中心');
});

test('运营补贴：公建民营的三位老人二季度三个月都在住，三级、信用A类，每月（50＋100＋200）×1.1＝385元；公示期满领导批准，拨付；公办的申请不了', async () => {
  await playSubsidised({ context: api.context }, '2026-09-01');
  const head = await api.staff('chibi');
  const { rows } = await head.get('/api/care-subsidies');
  expect(rows).toMatchObject([{ bodyName: '赤壁市中心福利院', stateZh: '公示中', amountFen: 3 * 385_00 }]);
  expect(rows[0].lines[0]).toMatchObject({
    says: '2026年4月：0、1级1人，2级1人，3级0人，4级1人；3级，信用A类',
    fen: 385_00,
  });
  // 机构没有用平台记照护：县里看得到疑点，机构自己看不到；疑点不扣钱
  const doubted = await api.context.read(systemActor('county', api.context.city), (tx) => subsidyList(tx, operatingBook, {}));
  expect(doubted).toMatchObject({ value: { rows: [{ lines: [{ doubts: ['3位计入的老人整月没有照护记录'] }, {}, {}] }] } });
  expect(rows[0].lines[0].doubts).toBeUndefined();
  const { id } = await head.get('/api/institutions/own');
  expect((await api.visitor().call('GET', `/care-homes/${id}`)).body).toContain('2026年第2季度：1,155.00元，公示到2026年9月5日');
  const asked = (quarter: string) => ({ quarter, requestId: requestId() });
  expect((await head.refused('/api/care-subsidies', asked('2026-Q2'))).code).toBe('SUBSIDY_TWICE');
  expect((await head.refused('/api/care-subsidies', asked('2026-Q3'))).code).toBe('CARE_RUN_EARLY');
  const own = await api.staff('yuanzhang');
  expect((await own.refused('/api/care-subsidies', asked('2026-Q2'))).code).toBe('CARE_RUN_NOT_FOR');
  // 一月到三月还没有人住满：算下来是0元，只能不予补贴，写明原因
  const first = await head.post('/api/care-subsidies', asked('2026-Q1'));
  const county = await api.context.write(systemActor('test', api.context.city), (tx) =>
    checkSubsidy(tx, operatingBook, first.id, { verdict: 'ok', note: '照申请核对' }),
  );
  expect(county).toMatchObject({ ok: false, code: 'SUBSIDY_NOTHING' });
  const approve = () =>
    api.context.write(systemActor('leader', api.context.city), (tx) =>
      approveSubsidy(tx, operatingBook, rows[0].id, { note: '公示期满，没有异议' }),
    );
  expect(await approve()).toMatchObject({ ok: false, code: 'SUBSIDY_NOTICE' });
  await api.jumpTo('2026-09-07');
  expect(await approve()).toMatchObject({ ok: true, value: { payBy: '2026-09-20' } });
  const paid = await api.context.write(systemActor('test', api.context.city), (tx) =>
    paySubsidy(tx, operatingBook, rows[0].id, { on: '2026-09-07', documentNo: '赤财付〔2026〕88号' }),
  );
  expect(paid.ok).toBe(true);
  expect((await head.get('/api/care-subsidies')).rows.find((row: { id: string }) => row.id === rows[0].id)).toMatchObject({
    stateZh: '已拨付',
  });
});
