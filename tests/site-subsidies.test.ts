/** 设施补贴: by grade and open months, one programme for one purpose of one site; objections, the city's sample and the county's own mistakes before the approval. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playSiteMoney } from '../src/domains/elderly-care/demonstration/site-money.ts';
import { playSites } from '../src/domains/elderly-care/demonstration/sites.ts';
import { type Api, requestId, startApi } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  const stage = { context: api.context, moveTo: () => undefined };
  await playSites(stage);
  await playSiteMoney(stage, '2026-09-01');
  await playSiteMoney(stage, '2026-09-01');
  await api.run();
});
afterAll(() => api?.stop());

interface Offered {
  action: string;
  to: string;
  fixed: Record<string, unknown>;
}
const siteMoney = async (login: string) => (await api.staff(login)).get('/api/care-site-subsidies');
interface SiteRow {
  bodyName: string;
  what: string;
  stateZh: string;
  amountFen: number | null;
  lines: { says: string }[];
  reviews: { zh: string; says: string; open: boolean }[];
  says: string[];
  offers: Offered[];
}
test('设施补贴：城市中心B级开满9个月，30,000元；一处两块牌子没有核实以前不能申请；农村的B级开了3个月，2,000元，县核、领导批、拨付；一年一笔', async () => {
  const before = await siteMoney('xian');
  expect(before.rows).toMatchObject([
    { bodyName: '香城社区居家养老服务中心', what: '2025年运营补贴', stateZh: '公示期满，待批准', amountFen: 30_000_00 },
  ]);
  const township = await api.staff('xiang');
  const county = await api.staff('xian');
  const { rows: sites } = await township.get(`/api/care-sites?q=${encodeURIComponent('古塘村')}`);
  const rural = sites.find((row: { name: string }) => row.name.includes('互助')).id as string;
  const run = () => ({ site: rural, year: 2025, requestId: requestId() });
  expect((await township.refused('/api/care-site-subsidies/running', run())).code).toBe('SITE_SUBSIDY_TWIN');
  const { twins } = await county.get(`/api/care-sites/${rural}`);
  await county.post(twins[0].offers[0].to, { ...twins[0].offers[0].fixed, reason: '两层楼和旁边的平房，是两处房子' });
  expect((await township.refused('/api/care-site-subsidies/running', { ...run(), year: 2026 })).code).toBe('SITE_SUBSIDY_EARLY');
  await township.post('/api/care-site-subsidies/running', run());
  expect((await township.refused('/api/care-site-subsidies/running', run())).code).toBe('SUBSIDY_TWICE');
  const of = async (login: string) => ((await siteMoney(login)).rows as SiteRow[]).find((row) => row.bodyName.includes('互助'))!;
  const step = async (login: string, action: string, body: Record<string, unknown>) => {
    const offer = (await of(login)).offers.find((o) => o.action === action)!;
    return (await api.staff(login)).call('POST', offer.to, { ...offer.fixed, ...body });
  };
  expect((await step('xian', 'check', { verdict: 'ok', note: '记录和现场一致' })).body).toEqual({ amountFen: 2000_00 });
  expect((await of('xian')).lines[1]!.says).toBe('等次B，一年8,000.00元，开放满15天的3个月');
  await api.jumpTo('2026-09-09');
  expect((await step('xianzhang', 'approve', { note: '没有异议' })).status).toBe(200);
  expect((await step('xian', 'pay', { on: '2026-09-09', documentNo: '咸安财拨〔2026〕设补3号' })).status).toBe(200);
  expect(await of('xian')).toMatchObject({ stateZh: '已拨付' });
});

test('同一处同一用途只有一个项目给钱：福彩公益金给过建设的，不再给；这里给了运营的，别的项目也登记不进去；中心没有建设补贴', async () => {
  const township = await api.staff('xiang');
  const county = await api.staff('xian');
  const site = async (q: string) => (await county.get(`/api/care-sites?q=${encodeURIComponent(q)}`)).rows[0].id as string;
  const rural = await site('互助照料');
  const build = { site: rural, requestId: requestId() };
  expect((await township.refused('/api/care-site-subsidies/building', build)).message).toContain(
    '已经由“福彩公益金2020年农村养老项目（示例）”给过',
  );
  const elsewhere = {
    site: rural,
    purpose: 'run',
    year: 2025,
    programme: '乡村振兴衔接资金',
    amount: 10_000_00,
    documentNo: '咸乡振〔2025〕9号',
    requestId: requestId(),
  };
  expect((await county.refused('/api/care-site-subsidies/elsewhere', elsewhere)).code).toBe('SITE_SUBSIDY_PAID_HERE');
  const town = { site: await site('汀泗桥镇综合'), requestId: requestId() };
  expect((await township.refused('/api/care-site-subsidies/building', town)).message).toBe(
    '“综合性养老服务设施”没有一次性建设补贴。',
  );
});

test('公示异议、市级抽查：没有查清不能批准；查出来有问题的退回重核，原来的金额留着；领导核实异议，核的人不能自己核实', async () => {
  const of = async (login: string) => ((await siteMoney(login)).rows as SiteRow[]).find((row) => row.bodyName.includes('香城'))!;
  const step = async (login: string, action: string, body: Record<string, unknown> = {}) => {
    const offer = (await of(login)).offers.find((o) => o.action === action)!;
    return (await api.staff(login)).call('POST', offer.to, { ...offer.fixed, requestId: requestId(), ...body });
  };
  expect((await of('xian')).stateZh).toBe('公示期满，待批准');
  expect((await step('xian', 'object', { says: '居民说五月份一直锁着门' })).status).toBe(200);
  const city = await api.staff('shi');
  const sample = ((await city.get('/api/care-site-subsidies')).offers as Offered[]).find((o) => o.action === 'sample')!;
  expect(await city.post(sample.to, { ...sample.fixed })).toEqual({ drawn: 1 });
  expect((await city.refused(sample.to, { requestId: requestId() })).code).toBe('SUBSIDY_SAMPLE_NONE');
  const leader = await api.staff('xianzhang');
  const { id } = await (await api.staff('xian'))
    .get('/api/care-site-subsidies')
    .then(({ rows }: { rows: { id: string; bodyName: string }[] }) => rows.find((row) => row.bodyName.includes('香城'))!);
  const approval = { note: '公示期满', requestId: requestId() };
  expect((await leader.refused(`/api/care-site-subsidies/${id}/approval`, approval)).message).toBe(
    '公示异议还没有查清，不能批准。',
  );
  expect((await of('xianzhang')).offers.map(({ action }) => action)).toEqual(['answer']);
  expect((await step('xianzhang', 'answer', { outcome: 'right', answer: '看过五月的打卡和照片，开着' })).status).toBe(200);
  // 抽查的由市里登记
  expect((await of('xianzhang')).offers).toEqual([]);
  expect((await of('shi')).offers.map(({ action }) => action)).toEqual(['answer']);
  expect((await step('shi', 'answer', { outcome: 'wrong', answer: '三月的照片和二月的是同一张' })).status).toBe(200);
  const back = await of('xian');
  expect(back).toMatchObject({ stateZh: '待县核', amountFen: null });
  expect(back.reviews.map(({ zh, open }) => [zh, open])).toEqual([
    ['公示异议', false],
    ['市级抽查', false],
  ]);
  expect(back.reviews[1]!.says).toContain('当时算30,000.00元');
  expect((await step('xian', 'check', { verdict: 'ok', note: '照片重新核过' })).body).toEqual({ amountFen: 30_000_00 });
  const page = (await api.visitor().call('GET', '/open/subsidies')).body;
  expect(page).toContain('香城社区居家养老服务中心，2025年运营补贴');
  expect(page).toContain('或者告诉咸安区民政局');
  expect((await step('xian', 'correct', { says: '等次看错了一年' })).status).toBe(200);
  expect((await step('xian', 'check', { verdict: 'ok', note: '等次没有错' })).status).toBe(200);
  const { rows: kept } = await api.owner.query('select kind, upheld from subsidy_review order by raised_on, id');
  expect(kept).toEqual([
    { kind: 'objection', upheld: false },
    { kind: 'sample', upheld: true },
    { kind: 'correction', upheld: true },
  ]);
});

test('拨过的查出虚报：提出追回，领导定，退清为止；不能多过已拨的；导出的表打得开', async () => {
  const county = await api.staff('xian');
  const of = async (login: string) => ((await siteMoney(login)).rows as SiteRow[]).find((row) => row.bodyName.includes('互助'))!;
  const step = async (login: string, action: string, body: Record<string, unknown>) => {
    const offer = (await of(login)).offers.find((o) => o.action === action)!;
    return (await api.staff(login)).call('POST', offer.to, { ...offer.fixed, requestId: requestId(), ...body });
  };
  const reason = '两个月的开放记录是补写的';
  expect((await step('xian', 'reclaim', { amount: 2000_01, reason })).body.error.code).toBe('SUBSIDY_CLAIM_MUCH');
  expect((await step('xian', 'reclaim', { amount: 1333_33, reason })).status).toBe(200);
  expect((await of('xian')).stateZh).toBe('追回中');
  const decision = { verdict: 'claim', decision: '咸安民〔2026〕40号' };
  expect((await step('xianzhang', 'decide-claim', decision)).status).toBe(200);
  const receipt = { amount: 1333_33, on: '2026-09-09', voucher: '退设补2026-01' };
  expect((await step('xian', 'receive', receipt)).body).toEqual({ leftFen: 0 });
  expect(await of('xian')).toMatchObject({ stateZh: '已拨付' });
  const sheet = await county.call('GET', '/api/care-site-subsidies/export?state=paid');
  expect([sheet.status, sheet.headers['content-type']]).toEqual([
    200,
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ]);
});

test('同一本账以外的岗位办不了：乡镇看得到，不能核；机构的补贴不能从设施的地址办', async () => {
  const township = await api.staff('xiang');
  const { rows } = await siteMoney('xian');
  expect((await township.call('POST', `/api/care-site-subsidies/${rows[0].id}/check`, {})).status).toBe(403);
  const county = await api.staff('xian');
  const check = { verdict: 'ok', note: '照申请核对', requestId: requestId() };
  expect((await county.call('POST', `/api/care-construction/${rows[0].id}/check`, check)).status).toBe(404);
});

test.each([
  ['核过的设施补贴改金额', 'subsidy', 'amount_fen = amount_fen + 1'],
  ['异议的结果改掉', 'subsidy_review', 'upheld = not upheld'],
] as const)('%s：数据库不收', async (_, table, set) => {
  await expect(api.owner.query(`update ${table} set ${set}`)).rejects.toMatchObject({ constraint: `${table}_stays` });
});
