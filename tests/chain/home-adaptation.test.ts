/** 适老化改造: applied for by the village, decided and on the notice, planned and built with photographs, accepted by three, paid once, visited after 90 days. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepStatus } from '../../src/domains/social-assistance/recognition/status.ts';
import { createUser } from '../../src/kernel/access/server.ts';
import { emit } from '../../src/kernel/event/server.ts';
import { recordFact, registerHousehold } from '../../src/kernel/resident/server.ts';
import { type Api, type Browser, requestId, startApi } from '../api.ts';
import { type Elder, elderDesk, VILLAGE } from '../elders.ts';

let api: Api;
let desk: Awaited<ReturnType<typeof elderDesk>>;
let village: Browser;
let assessor: Browser;
let builder: Browser;
let ids: { assessor: string; provider: string };
const COUNTY = '421202000000';
let shots = 0;
/** No two photographs are alike. */
const photo = (by: Browser, paper: 'works-before' | 'works-after') =>
  by.upload(paper, Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from(`picture ${++shots}`)]));
const sign = (by: Browser, paper: string) => by.upload(paper);

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  desk = await elderDesk(api);
  village = await api.staff('cun');
  const assessors = await desk.assessors();
  const { id: provider } = await desk.county.post('/api/home-care/providers', {
    requestId: requestId(),
    creditCode: '91421202MA48R0T13X',
    name: '康居适老改造公司',
    division: COUNTY,
    contractNo: '咸安适老〔2026〕1号',
    agreedFrom: '2026-01-01',
    agreedTo: '2027-12-31',
    telephone: '0715-8300009',
    contact: '卢师傅',
  });
  await desk.work(async (tx) => {
    const duty = {
      role: 'institution-user',
      duty: 'home-care-manager',
      division: COUNTY,
      unitId: provider,
      domain: 'elderly-care',
      validFrom: '2026-01-01',
    } as const;
    const made = await createUser(tx, {
      login: 'shigong',
      name: '卢师傅',
      division: COUNTY,
      demonstration: true,
      duties: [duty],
    });
    if (!made.ok) throw new Error(made.code);
  });
  assessor = await api.staff('pinggu1');
  builder = await api.staff('shigong');
  ids = { assessor: assessors.pinggu1, provider };
});
afterAll(() => api?.stop());

const edge = (who: Elder) =>
  desk.work((tx) => keepStatus(tx, { personIds: [who.id], kind: 'edge', validFrom: '2026-01-01', validTo: null }));
const ask = (who: Elder, address: string) =>
  village
    .post('/api/cases', {
      itemId: 'EL-09',
      channel: 'proxy',
      form: {
        applicant: { name: who.name, idNumber: who.idNumber, phone: '13800138000', division: VILLAGE },
        address,
        account: { bank: '咸宁农商银行', number: `6217000000${who.idNumber.slice(-7, -1)}`, holder: who.name },
        need: '卫生间滑，起床没有扶的',
        owner: true,
        consent: true,
      },
      requestId: requestId(),
    })
    .then((opened) => opened.id as string);
const jump = (day: string): Promise<void> => {
  api.clock.set(`${day}T01:00:00.000Z`);
  return api.run();
};
const NONE = Object.fromEntries(
  ['floor-antislip', 'floor-level', 'bed-rail', 'bath-rail', 'shower-chair', 'stick', 'anti-lost'].map((item) => [
    item,
    'not-needed',
  ]),
);
const works = async (id: string) =>
  (
    await api.owner.query(
      'select counts::text, accepted_on::text, paid_on::text, actual_fen::int, subsidy_fen::int from home_works where case_id = $1',
      [id],
    )
  ).rows;

test('一户从申请到回访：基础项目先列，前后照片不能重复，没有验收不拨付，4200元补3000元，五年一次', async () => {
  const who = await desk.elder('涂菊香', { birthDate: '1943-05-31' });
  await edge(who);
  const wife = await desk.elder('涂老伴', { birthDate: '1944-05-31' });
  await edge(wife);
  await desk.work(async (tx) => {
    const kept = await registerHousehold(tx, {
      division: VILLAGE,
      urbanRural: 'rural',
      headId: who.id as never,
      members: [
        { personId: who.id as never, relation: 'head' },
        { personId: wife.id as never, relation: 'spouse' },
      ],
      from: '2020-01-01',
    });
    if (!kept.ok) throw new Error(kept.code);
  });

  const id = await ask(who, '三组12号');
  await desk.clerk.act(id, 'accept', { opinion: '情况属实。' });
  // 公示没有健康信息；金额到验收以后才知道
  await desk.reviewer.act(id, 'approve', { opinion: '同意。' });
  expect((await api.owner.query('select text, amount_fen from public_notice where case_id = $1', [id])).rows).toEqual([
    { text: '拟同意特殊困难老年人家庭适老化改造', amount_fen: null },
  ]);
  await jump('2026-03-10');
  await desk.county.act(id, 'assign', { assessor: ids.assessor, provider: ids.provider, plannedOn: '2026-03-11' });
  // 没有派到的评估人员不知道有这一件
  expect((await (await api.staff('pinggu2')).call('GET', `/api/cases/${id}`)).status).toBe(404);
  await jump('2026-03-11');
  expect((await assessor.get('/api/home-works/mine')).rows).toMatchObject([{ caseId: id, name: '涂菊香', stepZh: '上门定方案' }]);

  const before = [await photo(assessor, 'works-before'), await photo(assessor, 'works-before')];
  const row = (item: string, quoted: number, at: number) => ({ item, quoted, spot: '卫生间门口朝淋浴区', before: before[at]! });
  const plan = {
    visitedOn: '2026-03-11',
    basic: { ...NONE, 'bath-rail': 'needed' },
    works: [row('sensor-light', 400_00, 0)],
    signedBy: 'self',
    signature: await sign(assessor, 'elder-signature'),
  };
  const early = await assessor.actRefused(id, 'plan', plan);
  expect(early.fields).toEqual([{ path: 'works', message: '先做必需的基础项目，再做可选项目：还缺如厕洗浴扶手' }]);
  const same = [row('bath-rail', 3_800_00, 0), row('sensor-light', 400_00, 0)];
  expect((await assessor.actRefused(id, 'plan', { ...plan, works: same })).code).toBe('WORKS_PHOTO_REUSED');
  await assessor.act(id, 'plan', { ...plan, works: [row('bath-rail', 3_800_00, 0), row('sensor-light', 400_00, 1)] });

  // 施工单位看得到改造前的照片；改造后的照片不能拿改造前的充数
  const kase = await builder.case(id);
  expect(kase.sections.works.items.map((item: { zh: string }) => item.zh)).toEqual(['如厕洗浴扶手', '自动感应灯']);
  // 报价旁边是参考价，高出许多的标出来
  type Priced = { amountZh: string; referenceFen: number; overPercent: number | null };
  const priced = (kase.sections.works.items as Priced[]).map((i) => [i.amountZh, i.referenceFen, i.overPercent]);
  expect(priced).toEqual([
    ['1件', 420_00, 804],
    ['1件', 240_00, 66],
  ]);
  expect((await builder.call('GET', kase.sections.works.items[0].before)).status).toBe(200);
  await jump('2026-03-20');
  const old = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from('picture 1')]);
  const copied = await builder.upload('works-after', old);
  const after = [await photo(builder, 'works-after'), await photo(builder, 'works-after')];
  const done = (first: string) => ({
    finishedOn: '2026-03-20',
    works: [
      { item: 'bath-rail', actual: 3_800_00, after: first },
      { item: 'sensor-light', actual: 400_00, after: after[1]! },
    ],
    undone: [],
  });
  expect((await builder.actRefused(id, 'finish', done(copied))).code).toBe('WORKS_PHOTO_REUSED');
  await builder.act(id, 'finish', done(after[0]!));

  // 数据库也不让没有验收就拨付
  await expect(
    api.owner.query('update home_works set paid_on = $2, subsidy_fen = 1 where case_id = $1', [id, '2026-03-20']),
  ).rejects.toThrow('home_works_paid');
  await desk.clerk.act(id, 'inspect', { inspectedOn: '2026-03-20', result: 'rework', faults: '扶手松动' });
  await builder.act(id, 'finish', done(after[0]!));
  const unsigned = await desk.clerk.actRefused(id, 'inspect', { inspectedOn: '2026-03-20', result: 'pass' });
  expect(unsigned.fields).toHaveLength(3);
  await desk.clerk.act(id, 'inspect', {
    inspectedOn: '2026-03-20',
    result: 'pass',
    signedBy: 'self',
    elderSignature: await sign(desk.clerk, 'elder-signature'),
    builderSignature: await sign(desk.clerk, 'builder-signature'),
    townshipSignature: await sign(desk.clerk, 'township-signature'),
  });
  await desk.reviewer.act(id, 'pay', { opinion: '同意拨付。' });
  expect(await works(id)).toEqual([
    {
      counts: '[2026-03-02,2031-03-20)',
      accepted_on: '2026-03-20',
      paid_on: '2026-03-20',
      actual_fen: 4_200_00,
      subsidy_fen: 3_000_00,
    },
  ]);
  expect(
    (
      await api.owner.query(
        `select from_month, to_month from entitlement where programme = 'home-adaptation' and person_id = $1`,
        [who.id],
      )
    ).rows,
  ).toEqual([{ from_month: '2026-03', to_month: '2026-03' }]);

  // 老伴同一户，另写一个地址也不行
  const again = await ask(wife, '四组1号');
  await desk.clerk.act(again, 'accept', { opinion: '情况属实。' });
  expect((await desk.reviewer.actRefused(again, 'approve', { opinion: '同意。' })).code).toBe('WORKS_NOT_ELIGIBLE');
  const shown = (await desk.reviewer.case(again)).sections.decisions[0].clauses.filter(
    (c: { verdict: string }) => c.verdict === 'unmet',
  );
  expect(shown.map((c: { name: string }) => c.name)).toEqual(['同一户、同一住处5年内没有享受过']);

  // 太早不算回访；满90天以前回访，坏了的通知施工单位
  expect((await village.actRefused(id, 'followUp', { visitedOn: '2026-03-20', inUse: 'all' })).code).toBe('WORKS_FOLLOW_EARLY');
  await jump('2026-06-10');
  await village.act(id, 'followUp', { visitedOn: '2026-06-10', inUse: 'broken', found: '感应灯不亮' });
  expect((await desk.clerk.case(id)).stateZh).toBe('已办结');
});

test('同一住处的同一项：两个没有登记成一户的人，同一个地址只办一家；撤回、去世以后放开', async () => {
  const [first, second] = [
    await desk.elder('熊大福', { birthDate: '1940-02-02' }),
    await desk.elder('熊二福', { birthDate: '1942-02-02' }),
  ];
  for (const one of [first, second]) await edge(one);
  const a = await ask(first, '五组8号');
  const b = await ask(second, '五组 ８号');
  for (const id of [a, b]) await desk.clerk.act(id, 'accept', { opinion: '情况属实。' });
  await desk.reviewer.act(a, 'approve', { opinion: '同意。' });
  expect((await desk.reviewer.actRefused(b, 'approve', { opinion: '同意。' })).code).toBe('WORKS_NOT_ELIGIBLE');
  await village.act(a, 'withdraw', { reason: '老人不想改了' });
  await desk.reviewer.act(b, 'approve', { opinion: '同意。' });
  // 老人去世：没有动工的办件终止，住处放开
  await desk.died(second, api.clock.today());
  expect((await desk.clerk.case(b)).stateZh).toBe('已终止');
  expect((await works(b)).map((row) => row.counts)).toEqual([null]);
});

const assessed = (who: Elder, level: number) =>
  desk.work(async (tx) => {
    const value = { level, scheme: 'GB42195_2022', assessmentId: who.id, validTo: '2027-05-31' };
    const subject = { kind: 'person' as const, id: who.id };
    const kept = await recordFact(tx, {
      subject,
      kind: 'capacity-level',
      value,
      source: '老年人能力评估',
      validFrom: '2026-06-10',
      validTo: '2027-06-01',
    });
    if (!kept.ok) throw new Error(kept.code);
  });

test('家庭养老床位：改造补贴过的扶手不能再列；建设补贴以后每月核定，上门4次、在线正好90%发200元；入住机构自动撤床', async () => {
  const who = await desk.elder('涂桂枝', { birthDate: '1942-01-09' });
  await assessed(who, 3);
  const opened = await village.post('/api/cases', {
    itemId: 'EL-10',
    channel: 'proxy',
    form: {
      applicant: { name: who.name, idNumber: who.idNumber, phone: '13800138000', division: VILLAGE },
      address: '三组12号',
      account: { bank: '咸宁农商银行', number: '6217000000999901', holder: who.name },
      need: '助浴、夜里有人看着',
      consent: true,
    },
    requestId: requestId(),
  });
  const id = opened.id as string;
  await desk.clerk.act(id, 'accept', { opinion: '情况属实。' });
  await desk.reviewer.act(id, 'approve', { opinion: '同意。' });
  await jump('2026-06-18');
  await desk.county.act(id, 'assign', { provider: ids.provider, plannedOn: '2026-06-18' });
  const row = async (item: string, quoted: number) => ({
    item,
    quoted,
    spot: '卧室门口朝床',
    before: await photo(builder, 'works-before'),
  });
  const plan = {
    visitedOn: '2026-06-18',
    works: [await row('bath-rail', 400_00), await row('sleep-mat', 1_200_00)],
    visits: 4,
    services: '每周助浴一次',
    agreement: await sign(builder, 'agreement-signature'),
    signedBy: 'family',
    signature: await sign(builder, 'elder-signature'),
  };
  // 三组12号装过扶手，别人申请也一样
  expect((await builder.actRefused(id, 'plan', plan)).fields).toEqual([
    { path: 'works.0.item', message: '这个地址的如厕洗浴扶手已经补贴过或者正在办，不能重复补贴' },
  ]);
  expect((await builder.actRefused(id, 'plan', { ...plan, visits: 3, works: [plan.works[1]!] })).fields).toEqual([
    { path: 'visits', message: '每月不少于4次' },
  ]);
  await builder.act(id, 'plan', { ...plan, works: [plan.works[1]!] });
  await builder.act(id, 'finish', {
    finishedOn: '2026-06-18',
    works: [{ item: 'sleep-mat', actual: 1_200_00, after: await photo(builder, 'works-after') }],
    undone: [],
  });
  await desk.clerk.act(id, 'inspect', {
    inspectedOn: '2026-06-18',
    result: 'pass',
    signedBy: 'family',
    elderSignature: await sign(desk.clerk, 'elder-signature'),
    builderSignature: await sign(desk.clerk, 'builder-signature'),
    townshipSignature: await sign(desk.clerk, 'township-signature'),
  });
  await desk.reviewer.act(id, 'pay', { opinion: '同意拨付。' });

  // 家庭床位在用，每千名老年人床位数的分子还是没有
  const figure = (await (await api.staff('shi')).get('/api/indicators/beds-per-thousand')).indicator.total;
  expect([figure.num, figure.den > 0]).toEqual([0, true]);

  // 六月没有用满整月；七月上门4天，设备在线由机构报，县里核定
  const visit = (day: string) =>
    api.owner.query(
      `insert into elder_visit (id, person_id, division, level, mode, outcome, started_at, ended_at, visited_on, sent_at, received_at, content, validity, visitor_id, visitor_name)
       values (gen_random_uuid(), $1, $2, 'red', 'home', 'well', $3::timestamptz, $3::timestamptz, $3::date, $3::timestamptz, $3::timestamptz, '\\x00', 'valid', 'v', '陈秀兰')`,
      [who.id, VILLAGE, day],
    );
  for (const day of ['2026-07-03', '2026-07-10', '2026-07-17', '2026-07-24']) await visit(day);
  await jump('2026-08-03');
  const [bed] = (await builder.get('/api/family-beds')).rows;
  expect(bed).toMatchObject({
    name: '涂桂枝',
    visitsPlanned: 4,
    month: { visits: 4, hoursOnline: 0, hoursTotal: 744, stateZh: '待核定' },
  });
  expect((await desk.county.refused(`/api/family-beds/${bed.id}/check`, { requestId: requestId(), month: '2026-06' })).code).toBe(
    'BED_NOT_WHOLE',
  );
  // 744小时的90%是669.6小时：669小时差一点，670小时够
  await builder.post(`/api/family-beds/${bed.id}/hours`, {
    requestId: requestId(),
    month: '2026-07',
    hours: 670,
    proof: await builder.upload('device-hours'),
  });
  expect(await desk.county.post(`/api/family-beds/${bed.id}/check`, { requestId: requestId(), month: '2026-07' })).toEqual({
    amountFen: 200_00,
  });
  expect((await desk.county.refused(`/api/family-beds/${bed.id}/check`, { requestId: requestId(), month: '2026-07' })).code).toBe(
    'BED_MONTH_CLOSED',
  );
  expect(
    (
      await api.owner.query(`select programme, from_month from entitlement where person_id = $1 order by from_month, programme`, [
        who.id,
      ])
    ).rows,
  ).toEqual([
    { programme: 'family-bed-build', from_month: '2026-06' },
    { programme: 'family-bed-month', from_month: '2026-07' },
  ]);

  await desk.work(async (tx) => {
    await emit(tx, {
      type: 'stay.started',
      subject: { kind: 'person', id: who.id },
      division: VILLAGE,
      payload: { stayId: '0198f7b6-0000-7000-8000-000000000001', personId: who.id, from: '2026-08-10' },
    });
  });
  await jump('2026-08-11');
  expect((await desk.county.get('/api/family-beds?list=ended')).rows).toMatchObject([
    { name: '涂桂枝', endedOn: '2026-08-10', endReason: '入住养老机构' },
  ]);
});
