/** 适老化改造: applied for by the village, decided and on the notice, planned and built with photographs, accepted by three, paid once, visited after 90 days. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepLowIncome } from '../../src/domains/elderly-care/subsidies/facts.ts';
import { createUser } from '../../src/kernel/access/server.ts';
import { registerHousehold } from '../../src/kernel/resident/server.ts';
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
  desk.work((tx) => keepLowIncome(tx, { memberIds: [who.id], kind: 'edge', validFrom: '2026-01-01', validTo: null }));
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

test('同一住处的同一项：两个没有登记成一户的人，同一个地址只办一家；撤回以后放开', async () => {
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
});
