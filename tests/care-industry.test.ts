/** 养老产业和协调 (elderly-care 4.14, 4.17, 4.19): resolutions with owners, ten things a year, a risk notice and days to think, promised returns that are not published, talents. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, type Browser, startApi } from './api.ts';
import { actsOn, type RegisterActs } from './registers.ts';

let api: Api;
let acts: RegisterActs;
let clerk: Browser;
let second: Browser;
let leader: Browser;
let city: Browser;
let citySecond: Browser;
let cityLeader: Browser;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  acts = actsOn(api);
  [clerk, leader, city, cityLeader] = (await Promise.all(['xian', 'xianzhang', 'shi', 'shiling'].map(api.staff))) as [
    Browser,
    Browser,
    Browser,
    Browser,
  ];
  second = await acts.another('xian2', '县里另一位', 'county-clerk', '421202000000');
  citySecond = await acts.another('shi2', '市里另一位', 'city-clerk', '421200000000');
});
afterAll(() => api?.stop());

const on = '2026-09-01';
const open = async (key: string) => String((await api.visitor().call('GET', `/open/${key}`)).body);
const listed = async (by: Browser, key: string): Promise<{ id: string; title: string; dueOn: string }[]> =>
  (await by.get(`/api/registers/${key}`)).rows;
const tickets = async (): Promise<{ kind: string; urgency: string }[]> =>
  (await api.owner.query('select kind, urgency from ticket order by opened_at')).rows;

test('协调机制：会上定的每一条成为一件议定事项，有责任单位和期限；登记的人不能自己办结；一年没有开会提醒', async () => {
  const id = await acts.enter(city, 'care-coordination', {
    name: '咸宁市养老服务联席会议',
    lead: '市人民政府',
    members: '市发改委\n市民政局\n市财政局',
    documentNo: '咸政办函〔2021〕10号',
  });
  expect(await acts.card(city, 'care-coordination', id)).toMatchObject({ limit: { zh: '开一次会', dueOn: '2027-09-01' } });
  const meeting = {
    on,
    chair: '分管副市长',
    attended: '各成员单位',
    resolutions: [
      { what: '落实养老机构用电居民价', owner: '市发改委', due: '2026-10-31' },
      { what: '划转两处闲置公房给康养集团', owner: '市国资委', due: '2026-12-31' },
    ],
  };
  const early = { ...meeting, resolutions: [{ ...meeting.resolutions[0]!, due: '2026-08-31' }] };
  expect((await acts.refusal(city, 'care-coordination', id, 'meet', early)).fields).toEqual([
    { path: 'resolutions.0.due', message: '不能早于开会' },
  ]);
  expect(await listed(city, 'care-resolution')).toEqual([]);
  await acts.done(city, 'care-coordination', id, 'meet', meeting);
  const made = await listed(city, 'care-resolution');
  expect(made.map(({ title, dueOn }) => [title, dueOn]).toSorted()).toEqual([
    ['市发改委：落实养老机构用电居民价', '2026-10-31'],
    ['市国资委：划转两处闲置公房给康养集团', '2026-12-31'],
  ]);
  const result = { result: '已经下文，9月起执行' };
  expect((await acts.refusal(city, 'care-resolution', made[0]!.id, 'done', result)).code).toBe('REGISTER_OWN_HAND');
  await acts.done(citySecond, 'care-resolution', made[0]!.id, 'done', result);
});

test('十件实事：一年十件各登记一次，办成的另一位核；I-23 是办成的÷10，没有登记的也算没有办成', async () => {
  const key = 'care-ten-things';
  const thing = (no: number) => ({ year: 2026, no, thing: `第${no}件：建一处社区护理站`, owner: '市民政局', due: '2026-11-30' });
  expect((await clerk.call('POST', `/api/registers/${key}`, { ...thing(1), requestId: 'ten-things-1' })).status).toBe(403);
  expect((await acts.entryRefused(city, key, { ...thing(1), due: '2027-01-31' })).fields?.[0]?.path).toBe('due');
  const ids: string[] = [];
  for (const no of [1, 2, 3]) ids.push(await acts.enter(city, key, thing(no)));
  expect((await acts.entryRefused(city, key, thing(2))).code).toBe('REGISTER_TWICE');
  expect((await acts.refusal(city, key, ids[0]!, 'done', { result: '建成开业' })).code).toBe('REGISTER_OWN_HAND');
  for (const id of ids.slice(0, 2)) await acts.done(cityLeader, key, id, 'done', { result: '建成开业' });
  await acts.done(cityLeader, key, ids[2]!, 'replace', { reason: '换成助浴点项目' });
  const { indicator, rows } = await city.get('/api/indicators/ten-things?month=2026-09');
  expect(indicator.total).toMatchObject({ num: 2, den: 10, verdict: 'missed' });
  expect(rows).toHaveLength(10);
  expect(rows.filter((r: { num: number; link: string }) => r.num === 1 && r.link === 'register')).toHaveLength(2);
  expect(rows.filter((r: { says: string }) => r.says === '还没有登记')).toHaveLength(8);
  // 换掉的让出来，可以另登记一件
  await acts.enter(city, key, thing(3));
  expect(await open(key)).toContain('已办成：建成开业');
});

const agreement = {
  kind: 'house',
  other: '某某人寿保险公司',
  asset: '住宅一套，86平方米，不动产权证号另存',
  appraisalFen: 600_000_00,
  appraiser: '湖北正信资产评估',
};
const warned = { on, aloud: true, signed: true, witness: '社区网格员、律师' };

test('以房养老：风险要当面念、签字，9月1日告知冷静到16日，16日不能签，17日能签；法律审查的不是登记的人', async () => {
  const key = 'care-asset-agreement';
  const numbered = { ...agreement, no: '以房〔2026〕1号' };
  expect((await acts.entryRefused(clerk, key, { ...numbered, asset: '王某的房子，身份证421202194505050012' })).code).toBe(
    'TEXT_SHOWS_NUMBERS',
  );
  const id = await acts.enter(clerk, key, numbered);
  expect((await acts.refusal(clerk, key, id, 'warn', { ...warned, aloud: false })).code).toBe('INVALID_INPUT');
  expect((await acts.refusal(leader, key, id, 'sign', { on })).code).toBe('REGISTER_STATE');
  await acts.done(clerk, key, id, 'warn', warned);
  expect(await acts.card(clerk, key, id)).toMatchObject({ stateZh: '已告知，冷静期', limit: { dueOn: '2026-09-16' } });
  const review = { opinion: '权属清楚，没有抵押，可以解除' };
  expect((await acts.refusal(clerk, key, id, 'review', review)).code).toBe('REGISTER_OWN_HAND');
  await acts.done(second, key, id, 'review', review);
  await acts.jump('2026-09-17');
  expect((await acts.refusal(leader, key, id, 'sign', { on: '2026-09-16' })).code).toBe('CARE_ASSET_COOLING');
  await acts.done(leader, key, id, 'sign', { on: '2026-09-17' });
  expect(await open(key)).not.toContain('住宅一套');
  expect((await acts.refusal(clerk, key, id, 'income', { year: 2026, incomeFen: 1, elderlyFen: 1, used: '发给老人' })).code).toBe(
    'CARE_ASSET_NO_BASE',
  );
  const regretted = await acts.enter(clerk, key, { ...numbered, no: '以房〔2026〕2号' });
  await acts.done(clerk, key, regretted, 'regret', { reason: '家里人不同意' });
});

test('养老基地：集体的山林、水面，收益用在老人身上多少每年公布', async () => {
  const key = 'care-asset-agreement';
  const id = await acts.enter(clerk, key, {
    ...agreement,
    no: '基地〔2026〕1号',
    kind: 'base',
    other: '古塘村集体经济合作社',
    asset: '楠竹山200亩',
  });
  await acts.done(clerk, key, id, 'warn', { ...warned, on: '2026-09-01' });
  await acts.done(second, key, id, 'review', { opinion: '村民代表会议通过，公示过' });
  await acts.done(leader, key, id, 'sign', { on: '2026-09-17' });
  await acts.done(clerk, key, id, 'income', {
    year: 2026,
    incomeFen: 80_000_00,
    elderlyFen: 50_000_00,
    used: '幸福院伙食和取暖',
  });
  expect(await open(key)).toContain('2026年收益80000元，用于老年人50000元');
});

test('金融助老：名单外的银行选不到；承诺收益的发不出去，开一件投诉举报工单，网上没有；普通信息发得出去', async () => {
  const bank = await acts.enter(clerk, 'care-finance-bank', {
    bank: '咸宁农村商业银行',
    bankCode: '91421200MA00000003',
    licence: 'B0999H242120001',
  });
  const info = {
    bank,
    title: '养老储蓄说明会',
    body: '网点每周三上午讲防诈骗，现场有人帮老人用手机。',
    telephone: '0999-0000555',
  };
  const key = 'care-finance-info';
  expect((await acts.entryRefused(clerk, key, info)).fields).toEqual([{ path: 'bank', message: '请从名单里选' }]);
  await acts.done(second, 'care-finance-bank', bank, 'verify', { on, how: '许可证查询系统核对一致' });
  const good = await acts.enter(clerk, key, info);
  await acts.done(second, key, good, 'publish', { opinion: '内容真实' });
  expect(await open(key)).toContain('不代表推荐');
  const before = await tickets();
  const bad = await acts.enter(clerk, key, {
    ...info,
    title: '长者康养计划',
    body: '投入十万元，保本保息，年化收益8%，还送旅游。',
  });
  await acts.done(second, key, bad, 'publish', { opinion: '没有细看' });
  expect(await acts.card(clerk, key, bad)).toMatchObject({ stateZh: '禁止发布承诺收益的养老产品，已转风险线索', offers: [] });
  expect(await open(key)).not.toContain('长者康养计划');
  expect((await tickets()).slice(before.length)).toEqual([{ kind: 'complaint', urgency: 'B' }]);
  // 移出白名单的银行，它的信息也撤下
  await acts.done(leader, 'care-finance-bank', bank, 'remove', { reason: '许可证被吊销' });
  expect(await open(key)).not.toContain('养老储蓄说明会');
  expect(await acts.card(clerk, key, good)).toMatchObject({ stateZh: '已撤下' });
});

test('产业名录：介绍里承诺回报的同样拦下、转线索', async () => {
  const key = 'care-industry';
  const id = await acts.enter(clerk, key, {
    name: '潜山旅居康养基地',
    kind: 'travel',
    operator: '咸宁潜山文旅公司',
    address: '温泉街道潜山路1号',
    telephone: '0999-0000556',
    about: '预存房费享固定回报，随时退款，名额有限。',
    support: '',
  });
  await acts.done(second, key, id, 'publish', { opinion: '核过营业执照' });
  expect((await acts.card(clerk, key, id)).tone).toBe('bad');
  expect(await open(key)).not.toContain('潜山旅居');
});

test('跨市养老：补贴跟着人走，凭接收机构按期的证明；本市的不登记；三个月没有证明逾期', async () => {
  const key = 'cross-city-care';
  const given = {
    no: 'HAA-2026-000123',
    programme: 'allowance',
    cityCode: '420100',
    city: '武汉市',
    home: '武汉市社会福利院',
    from: on,
  };
  expect((await acts.entryRefused(clerk, key, { ...given, cityCode: '421202' })).fields?.[0]?.message).toBe('本市的不用登记');
  const id = await acts.enter(clerk, key, given);
  await acts.done(clerk, key, id, 'prove', { no: '武福证〔2026〕5号', on: '2026-09-15', stays: true });
  expect(await acts.card(clerk, key, id)).toMatchObject({ limit: { zh: '接收机构证明', dueOn: '2026-12-15', late: false } });
  expect((await acts.refusal(clerk, key, id, 'stop', { reason: '没有收到新的' })).message).toBe(
    '接收机构的证明管到2026年12月15日，还没有过期。',
  );
});

test('适老产品：目录里的才能试用，老人都同意、原来的方式保留；没有评价好的试用不能推荐', async () => {
  const product = await acts.enter(clerk, 'aged-product', {
    name: '防走失手环',
    maker: '武汉某某科技公司',
    kind: 'wearable',
    standard: 'GB/T 39267',
    priceFen: 299_00,
    support: '',
  });
  const trial = {
    product,
    site: '汀泗桥社区',
    persons: 20,
    from: '2026-09-01',
    to: '2026-09-15',
    consent: true,
    traditional: true,
  };
  expect((await acts.entryRefused(clerk, 'product-trial', trial)).fields?.[0]?.path).toBe('product');
  await acts.done(second, 'aged-product', product, 'list', { opinion: '有检验报告和售后' });
  expect((await acts.entryRefused(clerk, 'product-trial', { ...trial, consent: false })).code).toBe('INVALID_INPUT');
  const ahead = await acts.enter(clerk, 'product-trial', { ...trial, from: '2026-12-01', to: '2026-12-31' });
  expect(
    (
      await acts.refusal(clerk, 'product-trial', ahead, 'evaluate', {
        verdict: 'good',
        satisfied: 18,
        result: '还没有用，先写上',
      })
    ).fields,
  ).toEqual([{ path: 'result', message: '试用还没有开始' }]);
  const id = await acts.enter(clerk, 'product-trial', trial);
  expect((await acts.refusal(leader, 'aged-product', product, 'recommend', { opinion: '不错' })).code).toBe('INVALID_INPUT');
  await acts.done(clerk, 'product-trial', id, 'evaluate', { verdict: 'good', satisfied: 18, result: '定位准，充电麻烦' });
  await acts.done(leader, 'aged-product', product, 'recommend', { opinion: '试用评价好' });
  expect(await open('aged-product')).toContain('评价好，推荐');
});

test('智慧养老单位：关了传统方式的不能验收', async () => {
  const key = 'smart-care-site';
  const id = await acts.enter(clerk, key, {
    site: '汀泗桥社区',
    kind: 'community',
    devices: '一键通120台',
    services: '紧急呼叫、助餐',
  });
  await acts.done(clerk, key, id, 'build', { on });
  const paper = { no: '咸安验〔2026〕1号', on: '2026-09-15' };
  expect((await acts.refusal(leader, key, id, 'accept', { ...paper, traditional: false })).code).toBe('INVALID_INPUT');
  await acts.done(leader, key, id, 'accept', { ...paper, traditional: true });
  expect(await acts.card(clerk, key, id)).toMatchObject({ limit: { zh: '年度复核', dueOn: '2027-09-15' } });
});

test('同一件事两位同时登记，只成一条；别的县同名的不受影响', async () => {
  const key = 'care-incubation';
  const given = { name: '邻里互助社', direction: 'elderly', base: '孵化基地一号', from: '2026-09', months: 6 };
  const both = await Promise.all(
    [clerk, second].map((by, i) => by.call('POST', `/api/registers/${key}`, { ...given, requestId: `at-once-${i}-incubation` })),
  );
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  expect(both.find(({ status }) => status === 409)!.body.error.code).toBe('REGISTER_TWICE');
  const elsewhere = await acts.another('jiayu2', '嘉鱼县里一位', 'county-clerk', '421221000000');
  await acts.enter(elsewhere, key, given);
});

test('孵化：出孵登记由另一位办', async () => {
  const key = 'care-incubation';
  const id = await acts.enter(clerk, key, {
    name: '夕阳助老服务社',
    direction: 'both',
    base: '咸安区社会组织孵化基地',
    from: '2026-09',
    months: 12,
  });
  await acts.done(clerk, key, id, 'support', { on, what: '免费场地一间', costFen: 12_000_00 });
  expect(
    (
      await acts.refusal(leader, key, id, 'graduate', {
        code: '不是统一社会信用代码的十八个字符呀',
        services: '承接两个社区的助餐',
      })
    ).code,
  ).toBe('INVALID_INPUT');
  await acts.done(leader, key, id, 'graduate', { code: '52421202MJ00000001', services: '承接两个社区的助餐' });
  expect((await acts.card(clerk, key, id)).stateZh).toBe('已出孵登记');
});

test('百千万：县推荐、市入选；名额满了不再选，撤销让出名额；外出护理员一批一条', async () => {
  await city.post('/api/parameters', {
    key: 'CW-TALENT-HUNDRED',
    division: '421200000000',
    value: '1',
    unit: 'persons',
    validFrom: '2026-09-18',
    source: '咸宁市养老人才规划（测试）',
    nature: 'seed',
    note: '',
  });
  await acts.jump('2026-09-18');
  const person = {
    employer: '咸安区社会福利院',
    tier: 'hundred',
    year: 2026,
    deeds: '高级技师，带教二十人，省赛一等奖',
    agreed: true,
  };
  const key = 'care-talent';
  const [one, two] = [
    await acts.enter(clerk, key, { ...person, name: '宋春梅' }),
    await acts.enter(clerk, key, { ...person, name: '庞秀珍' }),
  ];
  const paper = { documentNo: '咸民发〔2026〕66号' };
  expect((await acts.refusal(leader, key, one, 'choose', paper)).code).toBe('REGISTER_NOT_YOURS');
  await acts.done(cityLeader, key, one, 'choose', paper);
  expect((await acts.refusal(cityLeader, key, two, 'choose', paper)).message).toBe('2026年百名领军人才的名额1人已经满了。');
  await acts.done(cityLeader, key, one, 'withdraw', { reason: '调离养老行业' });
  await acts.done(cityLeader, key, two, 'choose', paper);
  expect(await open(key)).toContain('庞秀珍');

  const away = {
    city: '武汉市',
    employer: '武汉市社会福利院',
    persons: 12,
    certified: 13,
    from: on,
    months: 12,
    base: '咸安区养老人才培训基地',
  };
  expect((await acts.entryRefused(clerk, 'care-worker-export', away)).fields?.[0]?.path).toBe('certified');
  const batch = await acts.enter(clerk, 'care-worker-export', { ...away, certified: 12 });
  expect(await acts.card(clerk, 'care-worker-export', batch)).toMatchObject({ limit: { zh: '合同到期', dueOn: '2027-09-01' } });
});
