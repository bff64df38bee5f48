/** 养老机构改革台账 (elderly-care-institutions 4.16, 4.18): papers before use, promises that are kept or paid back, what a home did not get. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHome } from '../src/domains/elderly-care-institutions/fixtures.ts';
import { type Api, type Browser, startApi } from './api.ts';
import { actsOn, type RegisterActs } from './registers.ts';

let api: Api;
let acts: RegisterActs;
let clerk: Browser;
let second: Browser;
let leader: Browser;
let city: Browser;
let cityLeader: Browser;
let home: string;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  acts = actsOn(api);
  home = (await openHome(api)).home.id;
  clerk = await api.staff('xian');
  second = await acts.another('xian2', '县里另一位', 'county-clerk', '421202000000');
  [leader, city, cityLeader] = (await Promise.all(['xianzhang', 'shi', 'shiling'].map(api.staff))) as [Browser, Browser, Browser];
});
afterAll(() => api?.stop());

const place = '421202100001';
const on = '2026-09-01';
const open = async (key: string) => String((await api.visitor().call('GET', `/open/${key}`)).body);

test('转型改建：消防、改变用途的批文缺一个不能验收；齐了才能验收、运营', async () => {
  const key = 'care-conversion';
  const id = await acts.enter(clerk, key, {
    site: '原汀泗桥第二小学',
    place,
    formerUse: 'school',
    owner: '咸安区教育局',
    areaM2: 1800,
    beds: 60,
  });
  const paper = { no: '咸安字〔2026〕1号', on };
  await acts.done(clerk, key, id, 'title', { ...paper, term: '划拨，长期' });
  await acts.done(leader, key, id, 'plan', { ...paper, scheme: '改为60张床位的护理院，一楼日间照料' });
  expect((await acts.refusal(clerk, key, id, 'begin', { on: '2026-08-31' })).fields?.[0]?.message).toBe('不能早于2026-09-01');
  await acts.done(clerk, key, id, 'begin', { on });
  const acceptance = { ...paper, found: '符合方案' };
  expect((await acts.refusal(leader, key, id, 'accept', acceptance)).message).toBe(
    '还缺消防验收（备案）、改变用途的批文，不能验收。',
  );
  await acts.done(clerk, key, id, 'fire', paper);
  expect((await acts.refusal(leader, key, id, 'accept', acceptance)).message).toBe('还缺改变用途的批文，不能验收。');
  await acts.done(clerk, key, id, 'use', paper);
  expect((await acts.refusal(clerk, key, id, 'run', { on, operator: '咸安康养有限公司' })).code).toBe('REGISTER_STATE');
  await acts.done(leader, key, id, 'accept', acceptance);
  await acts.done(clerk, key, id, 'run', { on: '2026-09-01', operator: '咸安康养有限公司' });
  expect(await open(key)).toContain('咸安康养有限公司');
});

test('合作合同：风险和退出没有审过不能签，起草的人不能自己审', async () => {
  const key = 'care-cooperation';
  const id = await acts.enter(clerk, key, {
    name: '淦河颐养中心',
    kind: 'ppp',
    parties: '咸安区民政局出房屋\n湖北康颐出设备',
    share: '政府四成，企业六成',
    from: '2026-10-01',
    years: 15,
    risk: '建设风险由企业担，政策风险由政府担',
    exit: '到期无偿移交；提前退出的按评估结算',
  });
  const review = { risk: true, exit: true, opinion: '条款齐全' };
  expect((await acts.refusal(leader, key, id, 'sign', {})).code).toBe('REGISTER_STATE');
  expect((await acts.refusal(clerk, key, id, 'review', review)).code).toBe('REGISTER_OWN_HAND');
  expect((await acts.refusal(second, key, id, 'review', { ...review, exit: false })).code).toBe('INVALID_INPUT');
  await acts.done(second, key, id, 'review', review);
  await acts.done(leader, key, id, 'sign', { contractNo: '合〔2026〕7号', on: '2026-09-01' });
  expect(await acts.card(clerk, key, id)).toMatchObject({ limit: { zh: '合同到期', dueOn: '2041-10-01' } });
});

test('康养集团资产：每年核对用途，没有用于养老的30日改正，改回来继续', async () => {
  const key = 'care-group-asset';
  const id = await acts.enter(clerk, key, {
    name: '原市测量所办公楼',
    kind: 'housing',
    place,
    owner: '咸安区国资局',
    areaM2: 2600,
    use: '社区综合养老服务',
  });
  await acts.done(leader, key, id, 'transfer', { no: '咸安国资〔2026〕4号', on: '2026-09-01' });
  expect(await acts.card(clerk, key, id)).toMatchObject({ limit: { zh: '核对用途', dueOn: '2027-09-01' } });
  await acts.done(clerk, key, id, 'check', { on: '2026-09-01', elderly: false, found: '一楼租给了超市' });
  expect(await acts.card(clerk, key, id)).toMatchObject({ tone: 'bad', limit: { zh: '改回养老用途', dueOn: '2026-10-01' } });
  await acts.done(clerk, key, id, 'check', { on: '2026-09-01', elderly: true, found: '超市已经退出' });
  expect((await acts.card(clerk, key, id)).stateZh).toBe('已划转，用于养老');
});

test('优惠落实：一家一年一种只登记一次；应享未享的给点名的部门开一件工单', async () => {
  const key = 'care-preference';
  const due = { institution: home, kind: 'power', year: 2026, basis: '发改价格〔2019〕1号第三条', dueFen: 12_000_00 };
  const id = await acts.enter(clerk, key, due);
  expect((await acts.entryRefused(clerk, key, due)).message).toBe('优惠落实里已经有“咸安区社会福利院2026年电”。');
  expect((await acts.entryRefused(clerk, key, { ...due, year: 2027 })).code).toBe('INVALID_INPUT');
  const before = Number((await api.owner.query('select count(*) from ticket')).rows[0].count);
  await acts.done(clerk, key, id, 'chase', { reason: '仍按商业电价收', office: '咸宁市供电公司' });
  const { rows } = await api.owner.query('select category, division, state from ticket order by opened_at desc limit 1');
  expect(rows[0]).toEqual({ category: 'elderly', division: '421202000000', state: 'registered' });
  expect(Number((await api.owner.query('select count(*) from ticket')).rows[0].count)).toBe(before + 1);
  await acts.done(clerk, key, id, 'enjoy', { enjoyedFen: 11_800_00, voucher: '退费通知2026-09' });
  expect((await acts.card(clerk, key, id)).stateZh).toBe('已享');
});

test('再问一遍的才带出来：一次去几小时不是每年几小时，不办了的原因不是当初为什么办', async () => {
  const initial = async (by: Browser, key: string, id: string, action: string) => {
    const { offers } = await acts.card(by, key, id);
    return offers.find((offer: { action: string }) => offer.action === action).initial as Record<string, unknown>;
  };
  const support = await acts.enter(clerk, 'care-support', {
    institution: home,
    kind: 'guidance',
    receives: 'village',
    receiver: '汀泗村互助中心',
    place,
    hours: 100,
    matter: '护理培训',
  });
  expect(await initial(clerk, 'care-support', support, 'visit')).toEqual({});
  const run = await acts.enter(clerk, 'care-operation', {
    institution: home,
    mode: 'outsourced',
    owner: '咸安区民政局',
    reason: '床位空着一半，想请人来运营',
  });
  expect(await initial(leader, 'care-operation', run, 'drop')).toEqual({});
  // 上一次确认过的，下一次照着改
  const channel = await acts.enter(clerk, 'care-green-channel', {
    name: '咸安区第二人民医院',
    kind: 'general',
    grade: 'two',
    address: '咸安区永安大道1号',
    telephone: '0999-0000120',
  });
  expect(await initial(clerk, 'care-green-channel', channel, 'confirm')).toEqual({});
  const confirmed = { measures: ['register', 'see'], department: '老年科', telephone: '0999-0000121' };
  await acts.done(clerk, 'care-green-channel', channel, 'confirm', { ...confirmed, basis: '医院盖章的确认表' });
  expect(await initial(clerk, 'care-green-channel', channel, 'confirm')).toMatchObject(confirmed);
});

test('改革试点：中期、验收各有期限，支出不超过预算，登记的人不能自己验收', async () => {
  const key = 'care-reform-pilot';
  const id = await acts.enter(clerk, key, {
    name: '居家和社区养老服务改革试点',
    level: 'nation',
    reform: 'operation',
    documentNo: '民办函〔2026〕100号',
    tasks: '建一个平台，改二十家社区中心',
    budgetFen: 1_000_000_00,
    midOn: '2028-06-30',
    endOn: '2029-06-30',
  });
  expect(await acts.card(clerk, key, id)).toMatchObject({ limit: { zh: '中期评估', dueOn: '2028-06-30' } });
  expect((await acts.refusal(clerk, key, id, 'progress', { progress: '建好了平台', spentFen: 1_000_000_01 })).code).toBe(
    'INVALID_INPUT',
  );
  await acts.done(clerk, key, id, 'progress', { progress: '建好了平台', spentFen: 400_000_00 });
  expect((await acts.refusal(clerk, key, id, 'progress', { progress: '没有花钱', spentFen: 0 })).fields).toEqual([
    { path: 'spentFen', message: '累计支出不能比上次少' },
  ]);
  // 页上说接下来谁办；登记的人自己不能办的，也说出来
  const next = async (by: Browser) => (await acts.card(by, key, id)).next;
  const hands = '县级经办、县级审批';
  expect(await next(second)).toEqual([
    { zh: '登记进展', by: '县级经办' },
    { zh: '登记中期评估', by: hands },
  ]);
  expect((await next(clerk))[1]).toEqual({ zh: '登记中期评估', by: `${hands}，您办过前面的，由另一位办` });
  await acts.done(second, key, id, 'midterm', { on: '2026-09-01', opinion: '进度正常' });
  expect(await acts.card(clerk, key, id)).toMatchObject({ limit: { zh: '验收', dueOn: '2029-06-30' } });
  await acts.done(leader, key, id, 'accept', { acceptanceNo: '民验〔2026〕1号', result: '形成平台和二十家社区中心' });
});

test('床位建设：核过的才算；一张床在“十三五”里只算一次；净增＝新建、扩建−停用，打开就是这几条，和目标比', async () => {
  const key = 'care-bed-building';
  const building = async (more: object) => {
    const id = await acts.enter(clerk, key, {
      name: '咸安区社会福利院',
      place,
      kind: 'institution',
      event: 'new',
      on: '2018-06-01',
      beds: 120,
      again: 0,
      basis: '竣工验收〔2018〕3号',
      ...more,
    });
    return id;
  };
  const confirm = (id: string, by = second) => acts.done(by, key, id, 'confirm', { opinion: '看了竣工验收' });
  const first = await building({});
  expect((await acts.refusal(clerk, key, first, 'confirm', { opinion: '自己核' })).code).toBe('REGISTER_OWN_HAND');
  await confirm(first);
  await confirm(await building({ event: 'rebuilt', on: '2019-06-01', beds: 80, again: 50 }));
  await confirm(await building({ name: '汀泗街日间照料中心', kind: 'community', on: '2020-12-31', beds: 20 }));
  await confirm(await building({ event: 'lost', on: '2020-03-01', beds: 10 }));
  await confirm(await building({ event: 'extended', on: '2021-01-01', beds: 40 }));
  await building({ event: 'extended', on: '2019-07-01', beds: 30 });
  const figure = async (indicator: string) => {
    const month = '2026-09';
    return clerk.get(`/api/indicators/${indicator}?month=${month}`);
  };
  const numbers = ({ rows }: { rows: { num: number }[] }) => rows.map(({ num }) => num).toSorted((a, b) => a - b);
  const built = await figure('beds-built');
  expect(built.indicator.total).toMatchObject({ text: '170张', verdict: 'missed' });
  expect(numbers(built)).toEqual([20, 30, 120]);
  expect(built.rows.every((r: { link: string }) => r.link === 'register')).toBe(true);
  const grown = await figure('beds-grown');
  expect(numbers(grown)).toEqual([-10, 120]);
});

test('普惠床位：县核、市公示5个工作日、推荐；补助不超过每张2万元；收费高了30日改正，改不好按比例退还', async () => {
  const key = 'affordable-bed';
  const id = await acts.enter(clerk, key, {
    project: '温泉普惠养老中心',
    enterprise: '湖北康颐养老服务有限公司',
    enterpriseCode: '91421200MA00000001',
    type: 'medical',
    beds: 100,
    priceFen: 2_000_00,
    years: 10,
  });
  // 9月1日登记：2–4(1–3)、7–11(4–8)、14–18(9–13)、20日是调休上班(14)、21–24(15–18)、28、29(19、20)
  expect(await acts.card(clerk, key, id)).toMatchObject({ limit: { zh: '答复申报', dueOn: '2026-09-29' } });
  expect((await acts.refusal(clerk, key, id, 'check', { opinion: '用地合规' })).code).toBe('REGISTER_OWN_HAND');
  await acts.done(second, key, id, 'check', { opinion: '用地合规，价格低于周边' });
  const waiting = await acts.enter(clerk, key, {
    project: '淦河普惠养老中心',
    enterprise: '湖北康颐养老服务有限公司',
    enterpriseCode: '91421200MA00000001',
    type: 'travel',
    beds: 50,
    priceFen: 3_000_00,
    years: 5,
  });
  await acts.done(second, key, waiting, 'check', { opinion: '用地合规' });
  // 市里看得到县里的，公示由市里办，县里不能
  expect((await acts.refusal(clerk, key, id, 'post', { telephone: '0999-0000111' })).code).toBe('REGISTER_NOT_YOURS');
  await acts.done(city, key, id, 'post', { telephone: '0999-0000111' });
  expect(await open(key)).toContain('100张，每月不高于2000元，10年');
  const letter = { no: '咸民函〔2026〕30号', on: '2026-09-09' };
  expect((await acts.refusal(cityLeader, key, id, 'recommend', letter)).message).toBe('公示到2026年9月8日，期满才能推荐。');
  await acts.jump('2026-09-09');
  // 公示没有满的时候写的推荐函不算
  expect((await acts.refusal(cityLeader, key, id, 'recommend', { ...letter, on })).fields?.[0]?.path).toBe('on');
  await acts.done(cityLeader, key, id, 'recommend', letter);
  const fund = { paidFen: 2_000_000_01, no: '咸财社〔2026〕12号', on: '2026-09-09' };
  const early = { ...fund, paidFen: 2_000_000_00, on: '2026-09-08' };
  expect((await acts.refusal(clerk, key, id, 'fund', early)).fields?.[0]?.message).toBe('不能早于2026-09-09');
  expect((await acts.refusal(clerk, key, id, 'fund', fund)).fields?.[0]?.path).toBe('paidFen');
  await acts.done(clerk, key, id, 'fund', { ...fund, paidFen: 2_000_000_00 });
  expect(await acts.card(clerk, key, id)).toMatchObject({ limit: { zh: '核对价格和床位', dueOn: '2027-09-09' } });

  await acts.jump('2027-09-09');
  // 县里核了、市里一直没有公示的，逾期告诉市里
  const { rows: told } = await api.owner.query(
    "select to_performer, division from message where template = 'register.over' and body like '%淦河普惠%'",
  );
  expect(told).toEqual([{ to_performer: 'city-clerk', division: '421200000000' }]);
  const seen = { on: '2027-09-09', bedsKept: 70, highestFen: 1_900_00, found: '看了价目和床位图' };
  await acts.done(clerk, key, id, 'monitor', seen);
  expect(await acts.card(clerk, key, id)).toMatchObject({
    stateZh: '没有守承诺，改正中',
    limit: { zh: '改正', dueOn: '2027-10-09' },
  });
  const good = { ...seen, bedsKept: 100 };
  expect((await acts.refusal(second, key, id, 'correct', seen)).code).toBe('INVALID_INPUT');
  expect((await acts.refusal(clerk, key, id, 'correct', good)).code).toBe('REGISTER_OWN_HAND');
  const decision = { no: '咸安民决〔2027〕3号', on: '2027-10-10' };
  expect((await acts.refusal(leader, key, id, 'end', { note: '到此为止，不再核对' })).code).toBe('REGISTER_STATE');
  await acts.jump('2027-10-09');
  expect((await acts.refusal(leader, key, id, 'demand', decision)).code).toBe('REFORM_EARLY');
  await acts.jump('2027-10-10');
  await acts.done(leader, key, id, 'demand', decision);
  // 200万 × 30张 ÷ 100张 × (120−12)个月 ÷ 120个月 = 54万元
  const repay = { returnedFen: 539_999_99, on: '2027-10-10', voucher: '银-20271010-1' };
  expect((await acts.refusal(clerk, key, id, 'repay', repay)).fields).toEqual([
    { path: 'returnedFen', message: '应退540000元，一次退清' },
  ]);
  await acts.done(clerk, key, id, 'repay', { ...repay, returnedFen: 540_000_00 });
  expect((await acts.card(clerk, key, id)).stateZh).toBe('已退还');
});

test('台账名旁边的“在办几件、逾期几件”，打开就是那几件', async () => {
  const { registers } = await clerk.get('/api/registers?shelf=/care-reform');
  const rows = async (key: string, only: string): Promise<number> =>
    (await clerk.get(`/api/registers/${key}?${only}=yes`)).rows.length;
  for (const { key, open, late } of registers)
    expect([await rows(key, 'open'), await rows(key, 'late')], key).toEqual([open, late]);
  expect(registers.some(({ open }: { open: number }) => open > 0)).toBe(true);
});
