/** 银行、消防、市场监管报送到养老机构：存管余额和灯，隐患，信用分和风险等级；护理员不能上岗，院里知道。 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tellLapsedCertificates } from '../src/domains/elderly-care/workers/staff.ts';
import { type Home, openHome } from '../src/domains/elderly-care-institutions/fixtures.ts';
import { watchMoney } from '../src/domains/elderly-care-institutions/money/watch.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { idNumber } from '../src/kernel/resident/fixtures.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';
import { report } from './departments.ts';

let api: Api;
let home: Home;
let county: Browser;
let department: Browser;
const CODE = '12421202DEM0000001';
const titles = async (by: Browser): Promise<string[]> =>
  (await by.get('/api/messages')).items.map((m: { title: string }) => m.title);
const post = (by: Browser, url: string, body: Record<string, unknown> = {}) =>
  by.post(`/api/${url}`, { ...body, requestId: requestId() });

beforeAll(async () => {
  api = await startApi({ start: '2026-11-10' });
  ({ home } = await openHome(api));
  [county, department] = (await Promise.all(['xian', 'yibao'].map(api.staff))) as [Browser, Browser];
});
afterAll(() => api?.stop());

test('银行按日报存管余额：没有账户、没有这家、报过的说明为什么不收；报了灯就按它算，两天不报亮黄，手工登记照旧', async () => {
  const balance = (happenedOn: string, balanceFen: number, creditCode = CODE) =>
    report(department, { type: 'escrow.balance.reported', happenedOn, payload: { creditCode, balanceFen } });
  expect(await balance('2026-11-10', 1, '91421202MA4KXXXX9Y')).toBe('养老机构名册里没有这个信用代码。');
  expect(await balance('2026-11-10', 1)).toBe('这家机构还没有登记存管账户，请先到县民政局登记。');
  await post(county, `institutions/${home.id}/escrow`, {
    bank: '咸宁农商行',
    accountTail: '1234',
    planOn: '2026-10-01',
    assets: 3_000_000_00,
    assetsOn: '2026-10-01',
    assetsDocument: '审计报告2026-9',
  });
  const money = () => county.get(`/api/institutions/${home.id}/money`);
  expect((await money()).silent).toBe(true);
  expect(await balance('2026-11-10', 420_000_00)).toBe('已收到。');
  await api.run();
  expect(await money()).toMatchObject({
    silent: false,
    balances: [{ onDate: '2026-11-10', balanceFen: 420_000_00, byName: '银行报送' }],
  });
  expect(await balance('2026-11-10', 430_000_00)).toBe('这一天的余额已经报过。');
  expect(
    await report(department, {
      type: 'escrow.balance.reported',
      happenedOn: '2026-11-10',
      payload: { creditCode: CODE, siteNo: 2, balanceFen: 1 },
    }),
  ).toBe('这家机构没有第2处院区。');
  api.clock.set('2026-11-13T09:00:00+08:00');
  await watchMoney(api.context);
  expect((await money()).alerts[0]).toMatchObject({ ruleZh: expect.stringContaining('余额'), clearedOn: null });
  await post(county, `institutions/${home.id}/balances`, { onDate: '2026-11-13', balance: 400_000_00 });
  expect((await money()).silent).toBe(false);
});

test('消防检查发现问题：照报送的级别定级交办，院长、隐患页上都有；不是养老机构的不收', async () => {
  const found = (grade: string, creditCode = CODE) =>
    report(department, {
      type: 'fire.violation.found',
      happenedOn: '2026-11-11',
      payload: { creditCode, item: 'exit', grade, documentNo: '咸消责改〔2026〕17号' },
    });
  expect(await found('major', '91421202MA4KXXXX9Y')).toBe('养老机构名册里没有这个信用代码。');
  expect(await found('larger')).toBe('已收到。');
  await api.run();
  const [danger] = (await county.get('/api/care-supervision/dangers')).rows;
  expect(danger).toMatchObject({ rule: '疏散通道、安全出口堵塞或者锁闭', dueOn: '2026-12-11' });
  expect(JSON.stringify(await county.get(`/api/care-supervision/dangers/${danger.id}`))).toContain('咸消责改〔2026〕17号');
  expect(await titles(home.head)).toContain('隐患交办');
  const points = await api.owner.query(`select reason, points from care_credit_entry where institution_id = $1`, [home.id]);
  expect(points.rows).toEqual([{ reason: 'larger-found', points: -5 }]);
});

test('列入经营异常名录：扣分记在信用台账，等级跟着分数走，同一天再报不重复扣', async () => {
  const standing = async () =>
    (await county.get('/api/care-supervision/standings')).rows.find((row: { id: string }) => row.id === home.id);
  const before = await standing();
  const listed = () =>
    report(department, {
      type: 'organisation.abnormal.listed',
      happenedOn: '2026-11-12',
      payload: { creditCode: CODE, ground: 'report' },
    });
  expect(await listed()).toBe('已收到。');
  await api.run();
  expect((await standing()).points).toBe(before.points - 15);
  expect([before.riskClass, (await standing()).riskClass]).toEqual(['B', 'C']);
  await listed();
  await api.run();
  expect((await standing()).points).toBe(before.points - 15);
  expect((await titles(home.head)).filter((t) => t === '列入经营异常名录')).toHaveLength(1);
  expect(JSON.stringify(await county.get(`/api/care-supervision/standings/${home.id}`))).toContain('列入经营异常名录');
});

test('护理员停止上岗、证书到期：不算在配比里，院长知道还差几人；本人不能再签照护记录', async () => {
  const enter = async (name: string, born: `${number}-${number}-${number}`, more: object = {}) =>
    (
      await post(home.head, 'care-workers', {
        name,
        idNumber: idNumber(born),
        phone: '13900001234',
        hiredOn: '2026-01-01',
        healthTo: '2027-12-31',
        backgroundOn: '2026-01-10',
        ...more,
      })
    ).id as string;
  const barred = await enter('宋春梅', '1988-01-01', { login: 'hugong' });
  const lapsed = await enter('吴证书', '1979-02-02');
  await enter('乔学徒', '1999-03-03');
  const { id } = await post(home.head, `care-workers/${lapsed}/certificates`, {
    no: 'C-LAPSE',
    scheme: 'five',
    level: '3',
    issuer: '省鉴定中心',
    issuedOn: '2023-11-14',
    validTo: '2026-11-14',
  });
  await post(county, `care-certificates/${id}/verification`, { result: 'valid', reply: '联网查询一致' });
  const page = () => home.head.get(`/api/institutions/${home.id}/staff`);
  expect(await page()).toMatchObject({ carers: 3, rows: [{ postZh: '护理员', fit: 3, unfit: [] }] });
  await post(county, `care-workers/${barred}/bar`, { reason: '打骂老人，查实' });
  api.clock.set('2026-11-15T09:00:00+08:00');
  await api.context.write(systemActor('home-care', api.context.city), tellLapsedCertificates);
  await api.run();
  expect(await page()).toMatchObject({
    carers: 1,
    rows: [{ fit: 1, unfit: ['吴证书（技能证书到期）', '宋春梅（停止上岗）'] }],
  });
  const told = (await home.head.get('/api/messages')).items.filter((m: { title: string }) => m.title === '有人不能上岗了');
  expect(told.map((m: { body: string }) => m.body).sort()).toEqual([
    expect.stringContaining('吴证书技能证书到期，不再排班'),
    expect.stringContaining('宋春梅停止上岗，不再排班'),
  ]);
  expect(
    (
      await home.carer.refused(`/api/institutions/${home.id}/patrols`, {
        findings: '都睡了，床栏拉好了',
        requestId: requestId(),
      })
    ).message,
  ).toBe('您停止上岗，不能上岗、签照护记录。');
});
