/** 养老服务人才 over HTTP (4.14, 5.13): one register for homes and providers, training, months, and the money from application to payment. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClaimsReady, MonthPage, WorkerFile } from '../src/domains/elderly-care/workforce/content.ts';
import { type Home, openHome } from '../src/domains/elderly-care-institutions/fixtures.ts';
import { createUser, systemActor } from '../src/kernel/access/server.ts';
import { idNumber } from '../src/kernel/resident/fixtures.ts';
import type { SubsidyHead, SubsidyRow } from '../src/kernel/subsidy/index.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';
import { report } from './departments.ts';
import { actsOn } from './registers.ts';

const COUNTY = '421202000000';
let api: Api;
let home: Home;
let county: Browser;
let leader: Browser;
let manager: Browser;
const SONG = idNumber('1990-03-02');
const PANG = idNumber('1975-05-05');
let song: string;
let pang: string;

const at = (day: string, time = '10:00') => api.clock.set(`${day}T${time}:00+08:00`);
const post = (by: Browser, url: string, body: Record<string, unknown> = {}) =>
  by.post(`/api/${url}`, { ...body, requestId: requestId() });
const no = (by: Browser, url: string, body: Record<string, unknown> = {}) =>
  by.refused(`/api/${url}`, { ...body, requestId: requestId() });
const claims = (by: Browser): Promise<SubsidyHead<ClaimsReady> & { rows: SubsidyRow[] }> => by.get('/api/care-claims');
const ready = async (by: Browser, kindZh: string) => (await claims(by)).beside!.find((row) => row.kindZh === kindZh)!;
const file = (id: string, by = county): Promise<WorkerFile> => by.get(`/api/care-workers/${id}`);
const month = (attended: number, insured = true, pay = 4_200_00) => ({ attended, insured, pay });
const figure = async (key: string) => {
  const { indicators } = await county.get('/api/indicators?board=elderly-care');
  return indicators.find((one: { key: string }) => one.key === key).total as { num: number; den: number; text: string };
};

async function enter(by: Browser, name: string, number: string, more: Record<string, unknown>): Promise<string> {
  const { id } = await post(by, 'care-workers', {
    name,
    idNumber: number,
    phone: '13900001234',
    healthTo: '2027-12-31',
    backgroundOn: '2025-11-20',
    ...more,
  });
  return id;
}
async function certified(by: Browser, id: string, certificate: Record<string, unknown>): Promise<void> {
  const made = await post(by, `care-workers/${id}/certificates`, {
    issuer: '湖北省职业技能鉴定',
    issuedOn: '2025-10-01',
    ...certificate,
  });
  await post(county, `care-certificates/${made.id}/verification`, {
    result: 'valid',
    reply: '全国联网查询，姓名、编号、等级一致',
  });
}

beforeAll(async () => {
  api = await startApi({ start: '2026-01-01' });
  ({ home } = await openHome(api));
  [county, leader] = (await Promise.all(['xian', 'xianzhang'].map(api.staff))) as [Browser, Browser];
  const { id } = await post(county, 'home-care/providers', {
    creditCode: '91421202MA4KXXXX0A',
    name: '咸安康养居家服务中心',
    division: COUNTY,
    contractNo: 'RZ-2026-01',
    agreedFrom: '2026-01-01',
    agreedTo: '2026-12-31',
    telephone: '0715-8880001',
    contact: '田经理',
  });
  await api.context.write(systemActor('test', '421200000000'), async (tx) => {
    const made = await createUser(tx, {
      login: 'fuwu',
      name: '田文',
      division: COUNTY,
      demonstration: true,
      duties: [
        {
          role: 'institution-user',
          duty: 'home-care-manager',
          division: COUNTY,
          domain: 'elderly-care',
          unitId: id,
          validFrom: '2026-01-01',
        },
      ],
    });
    if (!made.ok) throw new Error(made.code);
  });
  manager = await api.staff('fuwu');
});
afterAll(() => api?.stop());

test('院长登记员工，算进人员配比；县里核对合同、按发证机关的答复核验证书；扫码只看得到隐去的姓名和等级', async () => {
  const contract = { education: 'college', graduatedOn: '2025-06-30', contractTo: '2028-11-30' };
  song = await enter(home.head, '宋春梅', SONG, { hiredOn: '2025-12-01', ...contract });
  pang = await enter(home.head, '庞秀珍', PANG, { hiredOn: '2025-12-01' });
  const social = await enter(home.head, '项立', idNumber('1985-04-04'), { hiredOn: '2025-12-01', post: 'social-worker' });
  expect(
    (await no(home.head, 'care-workers', { name: '宋春梅', idNumber: SONG, phone: '13900001234', hiredOn: '2026-01-01' })).fields,
  ).toEqual([{ path: 'idNumber', message: '这个人（或者这个账号）已经登记在一家单位，离职后才能再登记' }]);
  expect(await home.head.get(`/api/institutions/${home.id}/staff`)).toMatchObject({ carers: 2, socialWorkers: 1 });
  const lapsed = {
    no: 'C-0004',
    scheme: 'eight',
    level: '2',
    issuer: '省鉴定中心',
    issuedOn: '2025-10-01',
    validTo: '2025-09-30',
  };
  expect((await no(home.head, `care-workers/${song}/certificates`, lapsed)).fields).toEqual([
    { path: 'validTo', message: '须晚于发证日期' },
  ]);

  expect(
    (
      await no(home.head, `care-workers/${song}/certificates`, {
        no: 'C-0005',
        scheme: 'five',
        level: '7',
        issuer: '省鉴定中心',
        issuedOn: '2025-10-01',
      })
    ).fields,
  ).toEqual([{ path: 'level', message: '这种证书没有这个等级' }]);
  const { code } = await file(song);
  const page = async () => String((await api.visitor().call('GET', `/care-workers/${code}`)).body);
  await certified(home.head, song, { no: 'C-0001', scheme: 'eight', level: '3' });
  await certified(home.head, pang, { no: 'C-0002', scheme: 'five', level: '2' });
  await certified(home.head, social, { no: 'S-0001', scheme: 'social', level: 's1' });
  expect(await page()).toContain('三级（高级工）');
  expect(await page()).toContain('宋*梅');
  expect(await page()).not.toMatch(/宋春梅|咸安区社会福利院|C-0001|1390000/);
  expect(String((await api.visitor().call('GET', '/care-workers/NOBODY')).body)).toContain('没有查到这个证书码');
  await post(county, `care-workers/${song}/check`, { seen: '劳动合同三年，学历在学信网查过' });
});

test('岗前培训三天，来和走都扫码：24学时的算培训上岗，少一学时的不算；没有签退的不能结业', async () => {
  at('2026-01-05', '08:00');
  const { id } = await post(county, 'care-classes', {
    kind: 'pre-post',
    name: '一月岗前培训',
    place: '市养老护理培训基地',
    hours: 24,
    from: '2026-01-05',
    to: '2026-01-07',
  });
  const codes = [(await file(song)).code, (await file(pang)).code];
  const scan = (code: string, way: string) => post(county, `care-classes/${id}/scan`, { code, way });
  for (const day of ['2026-01-05', '2026-01-06', '2026-01-07'])
    for (const [from, to] of [
      ['08:30', '11:30'],
      ['14:00', '17:00'],
    ] as const) {
      at(day, from);
      for (const code of codes) await scan(`https://example.test/care-workers/${code}`, 'in');
      // 庞秀珍最后一次早走了一分钟
      at(day, day === '2026-01-07' && from === '14:00' ? '16:59' : to);
      await scan(codes[1]!, 'out');
      at(day, to);
      if (day === '2026-01-07' && from === '14:00')
        expect((await no(county, `care-classes/${id}/close`)).message).toBe('还有1人没有签退：宋春梅。');
      await scan(codes[0]!, 'out');
    }
  expect((await no(county, `care-classes/${id}/scan`, { code: codes[0], way: 'out' })).code).toBe('CARE_CLASS_OUT');
  await post(county, `care-classes/${id}/close`);
  expect((await file(song)).trainings).toMatchObject([{ hours: 24, counts: true }]);
  expect((await file(pang)).trainings).toMatchObject([{ hours: 23, says: '不满24学时' }]);
  expect(await figure('workers-trained')).toMatchObject({ num: 1, den: 2, text: '50.0%' });
});

test('W15 大专入职补贴第一期6000元、三级岗位津贴每月400元，14天的那个月没有：申报、县核、公示、批准、拨付', async () => {
  at('2026-11-05');
  const sheet: MonthPage = await home.head.get('/api/care-months?month=2026-01');
  expect(sheet.rows.map(({ name, entered }) => [name, entered])).toContainEqual(['宋春梅', null]);
  for (let m = 0; m < 11; m++) {
    const day = new Date(Date.UTC(2025, 11 + m, 1)).toISOString().slice(0, 7);
    await post(home.head, 'care-months', { month: day, rows: { [song]: month(day === '2026-06' ? 14 : 22) } });
  }
  expect((await no(home.head, 'care-months', { month: '2026-11', rows: { [song]: month(3) } })).message).toBe(
    '2026年11月还没有过完。',
  );
  expect((await ready(home.head, '入职补贴')).lacking).toContainEqual({
    workerId: expect.any(String),
    name: '宋春梅',
    why: '在岗参保满11个月，要满12个月',
  });
  expect((await no(home.head, 'care-claims/entry')).code).toBe('CARE_CLAIM_NONE');

  at('2026-12-01');
  await post(home.head, 'care-months', { month: '2026-11', rows: { [song]: month(22) } });
  expect((await ready(home.head, '入职补贴')).due).toMatchObject([
    { name: '宋春梅', says: '第1期，在岗参保满12个月（2025年12月到2026年11月）', fen: 6_000_00 },
  ]);
  const entry = await post(home.head, 'care-claims/entry');
  expect(entry.amountFen).toBe(6_000_00);
  expect((await no(home.head, 'care-claims/entry')).code).toBe('CARE_CLAIM_NONE');
  // 2026年1月到11月，6月只有14天；2025年12月证书还没有核验
  const allowance = await post(home.head, 'care-claims/post');
  expect(allowance.amountFen).toBe(10 * 400_00);
  expect((await no(home.head, 'care-months', { month: '2026-10', rows: { [song]: month(20) } })).code).toBe('CARE_MONTH_DRAWN');
  await post(home.head, 'care-months', { month: '2026-06', rows: { [song]: month(14, true, 4_300_00) } });

  expect((await no(leader, `care-claims/${entry.id}/approval`, { note: '没有异议' })).code).toBe('SUBSIDY_STATE');
  const check = { verdict: 'ok', note: '考勤和社保记录对过' };
  for (const id of [entry.id, allowance.id]) await post(county, `care-claims/${id}/check`, check);
  at('2026-12-08');
  expect((await no(leader, `care-claims/${entry.id}/approval`, { note: '没有异议' })).code).toBe('SUBSIDY_NOTICE');
  at('2026-12-09');
  for (const id of [entry.id, allowance.id]) await post(leader, `care-claims/${id}/approval`, { note: '公示期满，没有异议' });
  for (const id of [entry.id, allowance.id])
    await post(county, `care-claims/${id}/payment`, { on: '2026-12-09', documentNo: '咸财社拨2026-118' });
  expect((await claims(county)).rows.map(({ what, stateZh, amountFen }) => [what, stateZh, amountFen])).toEqual(
    expect.arrayContaining([
      ['入职补贴', '已拨付', 6_000_00],
      ['岗位津贴', '已拨付', 4_000_00],
    ]),
  );
});

test('换了单位：两家各填半个月，合起来够天数的由新单位申报，一个月只有一笔；同一秒申报两次，只有一次成', async () => {
  await post(home.head, `care-workers/${pang}/leave`, { leftOn: '2026-11-16' });
  await post(home.head, 'care-months', { month: '2026-11', rows: { [pang]: month(9) } });
  // 走以前挣的，原单位照样替她申报
  await post(home.head, 'care-months', { month: '2026-10', rows: { [pang]: month(20) } });
  expect((await ready(home.head, '岗位津贴')).due).toMatchObject([{ name: '庞秀珍', fen: 200_00 }]);
  expect((await ready(home.head, '入职补贴')).lacking.map(({ name }) => name)).toEqual(['宋春梅']);
  await post(home.head, 'care-claims/post');
  expect((await no(home.head, 'care-months', { month: '2026-11', rows: { [pang]: month(16) } })).message).toBe(
    '庞秀珍2026年11月在本单位15天，出勤不能是16天。',
  );
  expect(
    (await no(manager, 'care-workers', { name: '庞秀真', idNumber: PANG, phone: '13900001234', hiredOn: '2026-11-16' })).fields,
  ).toEqual([{ path: 'name', message: '和这个身份证号登记的姓名不一致，请核对' }]);
  expect(
    (await no(manager, 'care-workers', { name: '庞秀珍', idNumber: PANG, phone: '13900001234', hiredOn: '2026-11-15' })).fields,
  ).toEqual([{ path: 'hiredOn', message: '这一天还在别的单位' }]);
  const again = await enter(manager, '庞秀珍', PANG, { hiredOn: '2026-11-16' });
  await post(manager, 'care-months', { month: '2026-11', rows: { [again]: month(8) } });
  const both = await Promise.all([1, 2].map(() => manager.call('POST', '/api/care-claims/post', { requestId: requestId() })));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  const [row] = (await claims(manager)).rows;
  expect(row).toMatchObject({ bodyName: '咸安康养居家服务中心', amountFen: 200_00, lines: [{ of: '庞秀珍' }] });
  expect((await file(again, manager)).course.map(({ employerName }) => employerName)).toEqual([
    '咸安区社会福利院',
    '咸安康养居家服务中心',
  ]);

  // 县里停止上岗以后再核：这一行和申报时不一样，先划掉
  await post(county, `care-workers/${again}/bar`, { reason: '打骂老人，查实' });
  expect((await no(county, `care-claims/${row!.id}/check`, { verdict: 'ok', note: '核对无误' })).message).toBe(
    '庞秀珍这一行和申报时不一样：县里已停止上岗。',
  );
  const [strike] = (await claims(county)).rows.find(({ id }) => id === row!.id)!.lines[0]!.offers!;
  await post(county, `care-claims/${row!.id}/strike`, { worker: strike!.fixed.worker, reason: '已停止上岗' });
  expect((await no(county, `care-claims/${row!.id}/check`, { verdict: 'ok', note: '核对无误' })).code).toBe('CARE_CLAIM_EMPTY');
  await post(county, `care-claims/${row!.id}/check`, { verdict: 'refuse', note: '本人已停止上岗' });
  expect(String((await api.visitor().call('GET', `/care-workers/${(await file(again)).code}`)).body)).toContain(
    '现在没有有效的证书',
  );
});

test('别家的人和钱看不到：服务商看不到养老院的申报，护理主管不能登记员工；指标点得开每一个人', async () => {
  expect((await claims(manager)).rows.every(({ bodyName }) => bodyName === '咸安康养居家服务中心')).toBe(true);
  expect((await manager.call('GET', `/api/care-workers/${song}`)).status).toBe(404);
  expect((await home.nurse.call('POST', '/api/care-workers', { requestId: requestId() })).status).toBe(403);
  expect((await (await api.staff('xiang')).call('GET', '/api/care-claims')).status).toBe(403);
  expect(await figure('care-jobs')).toMatchObject({ num: 2 });
  const { rows } = await county.get('/api/indicators/care-jobs');
  expect(rows.map(({ name }: { name: string }) => name).sort()).toEqual(['宋春梅', '庞秀珍']);
  expect(await figure('social-workers-per-elder')).toMatchObject({ num: 1 });
  // 宋春梅10个月4200元、1个月4300元（2025年12月不在本年），庞秀珍三笔各4200元；全市服务业一年57600元
  expect(await figure('workers-pay')).toMatchObject({ num: (10 * 4200 + 4300 + 3 * 4200) * 100, den: (11 + 3) * 4_800_00 });
});

test('大赛成绩只是建议：人社部门答复以前、以后，等级都不自动变；表彰公示满5个工作日由另一人决定，弄虚作假的撤销', async () => {
  const card = (key: string, id: string) => county.get(`/api/registers/${key}/${id}`);
  const step = async (by: Browser, key: string, id: string, action: string, input: object = {}) =>
    by.call('POST', `/api/registers/${key}/${id}/steps`, { action, version: (await card(key, id)).version, ...input });
  const before = (await file(song)).certificates;
  const won = await post(county, 'registers/care-competition', {
    competition: '咸宁市养老护理职业技能大赛',
    range: 'city',
    heldOn: '2026-10-20',
    name: '宋春梅',
    employer: '咸安区社会福利院',
    rank: '一等奖',
  });
  const propose = { level: '二级（技师）', basis: '赛事通知第六条：一等奖晋升一级', documentNo: '咸安民函〔2026〕18号' };
  expect((await step(county, 'care-competition', won.id, 'propose', propose)).status).toBe(200);
  await step(county, 'care-competition', won.id, 'answer', {
    reply: 'agreed',
    on: '2026-12-09',
    documentNo: '咸安人社函〔2026〕9号',
  });
  expect(await card('care-competition', won.id)).toMatchObject({ stateZh: '人社部门已答复', shelf: '/care-registers' });
  expect((await file(song)).certificates).toEqual(before);

  const honour = await post(county, 'registers/care-honour', {
    nominee: '宋春梅',
    kind: 'person',
    employer: '咸安区社会福利院',
    range: 'county',
    honour: '最美养老护理员',
    deeds: '一年里照护二十多位老人，带出三名新护理员，春节没有休息。',
    agreed: true,
  });
  expect((await step(county, 'care-honour', honour.id, 'check', { opinion: '事迹属实' })).status).toBeGreaterThanOrEqual(400);
  const second = await actsOn(api).another('xian2', '县里另一位', 'county-clerk', '421202000000');
  await step(second, 'care-honour', honour.id, 'check', { opinion: '事迹属实' });
  await step(county, 'care-honour', honour.id, 'post', { telephone: '0715-8880000' });
  const open = async () => String((await api.visitor().call('GET', '/open/care-honour')).body);
  expect(await open()).toContain('到2026年12月16日');
  const decide = { documentNo: '咸安民发〔2026〕30号' };
  at('2026-12-16');
  expect((await step(leader, 'care-honour', honour.id, 'decide', decide)).body.error.code).toBe('REGISTER_NOTICE');
  at('2026-12-17');
  expect((await step(leader, 'care-honour', honour.id, 'decide', decide)).status).toBe(200);
  expect(await open()).toContain('咸安民发〔2026〕30号');
  await step(leader, 'care-honour', honour.id, 'withdraw', { reason: '查实伪造考勤', withdrawalNo: '咸安民发〔2026〕35号' });
  expect(await open()).not.toContain('宋春梅');
});

test('结业：同名的两位写证书码才分得清；签了到就走、一学时也没有的不算合格', async () => {
  at('2026-12-21', '08:30');
  const { id } = await post(county, 'care-classes', {
    kind: 'refresh',
    name: '十二月复训',
    place: '市养老护理培训基地',
    hours: 8,
    from: '2026-12-21',
    to: '2026-12-22',
  });
  const people = [];
  for (const [name, born] of [
    ['余芳', '1980-01-01'],
    ['余芳', '1981-01-01'],
    ['甘走', '1982-01-01'],
  ] as const) {
    const worker = await enter(home.head, name, idNumber(born), { hiredOn: '2026-12-01' });
    people.push({ worker, code: (await file(worker)).code });
  }
  const scan = (code: string, way: string) => post(county, `care-classes/${id}/scan`, { code, way });
  for (const { code } of people) await scan(code, 'in');
  at('2026-12-21', '11:30');
  for (const { code } of people.slice(0, 2)) await scan(code, 'out');
  at('2026-12-22', '17:00'); // 甘走那天没有签退：不算学时

  expect((await no(county, `care-classes/${id}/close`, { failed: '余芳' })).message).toBe('余芳有2位，请写证书码。');
  expect(await post(county, `care-classes/${id}/close`, { failed: people[1]!.code })).toMatchObject({ passed: 1 });
  const says = async (id: string) => (await file(id)).trainings.map((one) => one.says);
  expect(await Promise.all(people.map(({ worker }) => says(worker)))).toEqual([['不满16学时'], ['考试不合格'], ['没有学时']]);
});

test('人社报送证书吊销：停止上岗；凭这本证书拨过的岗位津贴提出追回，由领导定；入职补贴不看证书，不追', async () => {
  at('2026-12-23', '09:00');
  const department = await api.staff('yibao');
  const revoked = (certificateNo: string) =>
    report(department, { type: 'skill.certificate.revoked', happenedOn: '2026-12-22', payload: { certificateNo } });
  expect(await revoked('C-9999')).toBe('养老服务人才名册里没有这本证书。');
  expect(await revoked('C-0001')).toBe('已收到。');
  await api.run();
  expect(await file(song)).toMatchObject({ trouble: expect.stringContaining('C-0001') });
  const reclaimed = await api.owner.query(
    `select s.scheme, c.amount_fen::int as fen, c.reason from subsidy_claim c join subsidy s on s.id = c.subsidy_id`,
  );
  expect(reclaimed.rows).toEqual([{ scheme: 'carer-post', fen: 4_000_00, reason: '宋春梅的证书C-0001于2026年12月22日被吊销' }]);
  const told = (await county.get('/api/messages')).items.find((m: { title: string }) => m.title === '技能证书被吊销');
  expect(told.body).toContain('已提出追回1笔补贴，请定。');
});
