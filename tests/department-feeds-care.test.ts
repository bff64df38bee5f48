/** 市场监管、气象、应急、住建报送到居家和社区养老：服务商暂停，极端天气自动走访，转移的老人，竣工小区的配建，规划项目进展，辅具到了需求办结。 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emit, type NewEvent } from '../src/kernel/event/server.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';
import { report } from './departments.ts';
import { type Elder, elderDesk, VILLAGE } from './elders.ts';

let api: Api;
let desk: Awaited<ReturnType<typeof elderDesk>>;
let county: Browser;
let village: Browser;
let department: Browser;
let alone: Elder;
const COUNTY = '421202000000';
const said = async (by: Browser, title: string): Promise<string[]> =>
  (await by.get('/api/messages')).items.filter((m: { title: string }) => m.title === title).map((m: { body: string }) => m.body);
const post = (by: Browser, url: string, body: Record<string, unknown> = {}) =>
  by.post(`/api/${url}`, { ...body, requestId: requestId() });
const tell = async (event: NewEvent) => {
  await desk.work((tx) => emit(tx, event));
  await api.run();
};

beforeAll(async () => {
  api = await startApi({ start: '2026-11-10' });
  desk = await elderDesk(api);
  ({ county } = desk);
  [village, department] = (await Promise.all(['cun', 'yibao'].map(api.staff))) as [Browser, Browser];
  alone = await desk.elder('袁独居', { birthDate: '1944-02-01' });
  await post(village, `elders/${alone.id}/living`, {
    input: { status: 'alone', contacts: [{ name: '女儿小芳', relation: 'child', phone: '13900001111', canOpenDoor: true }] },
  });
  await api.run();
});
afterAll(() => api?.stop());

test('服务商受到市场监管处罚：自动暂停派单，写明哪个文书；问题解决了县里恢复；名册里没有的不收', async () => {
  const { id } = await post(county, 'home-care/providers', {
    creditCode: '91421202MA4KXXXX0A',
    name: '咸安康养居家服务中心',
    division: COUNTY,
    contractNo: 'RZ-2026-01',
    agreedFrom: '2026-01-01',
    agreedTo: '2027-12-31',
    telephone: '0715-8880001',
    contact: '田经理',
  });
  const punish = (creditCode: string) =>
    report(department, {
      type: 'provider.penalised',
      happenedOn: '2026-11-09',
      payload: { creditCode, kind: 'fine', documentNo: '咸市监罚〔2026〕31号' },
    });
  expect(await punish('91421202MA4KXXXX9Y')).toBe('居家服务商名册里没有这个信用代码。');
  expect(await punish('91421202MA4KXXXX0A')).toBe('已收到。');
  await api.run();
  const provider = async () => (await county.get('/api/home-care/providers')).rows.find((row: { id: string }) => row.id === id);
  expect(JSON.stringify(await provider())).toContain('市场监管处罚：罚款，2026年11月9日，咸市监罚〔2026〕31号');
  expect(await said(county, '服务商受到处罚')).toHaveLength(1);
  const resume = (await provider()).offers.find((o: { action: string }) => o.action === 'resume');
  await county.post(resume.to, resume.fixed);
  expect(JSON.stringify(await provider())).not.toContain('市场监管处罚');
});

test('气象预警：橙色自动启动24小时走访，蓝色只告诉县里；同一种天气走访还在进行的不重复启动；到时候没有走的写明超期几人', async () => {
  const warn = (level: string, area = VILLAGE.replace(/\d{3}$/, '000'), hazard = 'snow') =>
    report(department, {
      type: 'weather.warning.published',
      happenedOn: '2026-11-10',
      payload: { warningId: 'QX-2026-118', hazard, level, area, validTo: '2026-11-12' },
    });
  expect(await warn('orange', '421281000000')).toBe('不在本部门的地区。');
  expect(await warn('blue')).toBe('已收到。');
  await api.run();
  const board = async () => (await desk.clerk.get('/api/elder-visits/board')).warning;
  expect(await board()).toBeNull();
  expect(await said(county, '气象预警')).toEqual([expect.stringContaining('没有到自动启动走访的级别')]);
  expect(await warn('orange')).toBe('已收到。');
  await api.run();
  expect(await board()).toMatchObject({ hazardZh: '暴雪冰冻', people: 1, done: 0, overdue: 0, byName: '气象预警自动启动' });
  expect(await said(village, '极端天气走访')).toEqual([expect.stringContaining('有1位老人要在')]);
  await warn('red');
  await api.run();
  expect(await said(county, '气象预警')).toContainEqual(expect.stringContaining('走访已经在进行'));
  expect((await api.owner.query('select count(*)::int as n from visit_warning')).rows).toEqual([{ n: 1 }]);
  api.clock.set('2026-11-12T09:00:00+08:00');
  await api.run();
  expect(await board()).toMatchObject({ people: 1, done: 0, overdue: 1 });
});

test('灾害转移：在探访名单上的老人24小时内要看一遍，不在名单上的告诉村里和乡镇；年轻人不管', async () => {
  const moved = (who: Elder) =>
    report(department, {
      type: 'disaster.person.displaced',
      idNumber: who.idNumber,
      happenedOn: '2026-11-12',
      payload: { eventId: 'ZH-2026-7', placeId: 'AZ-03' },
    });
  const [other, young] = [await desk.elder('涂老人'), await desk.elder('小涂', { birthDate: '1990-01-01' })];
  for (const who of [alone, other, young]) expect(await moved(who)).toBe('已收到。');
  await api.run();
  const bodies = await said(village, '老人转移安置');
  expect(bodies).toHaveLength(2);
  expect(bodies.find((body) => body.startsWith('袁独居'))).toContain('已排进“今日走访”');
  expect(bodies.find((body) => body.startsWith('涂老人'))).toContain('不在探访名单');
  const duties = await api.owner.query(`select cause from task_duty where person_id = $1 and cause = 'grave'`, [alone.id]);
  expect(duties.rows).toHaveLength(1);
});

test('辅具免费配置、租到了：没有办结的辅具需求自动办结，写明哪天怎么来的；别的需求不动', async () => {
  await api.owner.query(
    `insert into care_need (id, person_id, division, code, urgency, due_on, found_at, found_by, source)
     select gen_random_uuid(), $1, $2, c, 'normal', '2026-12-01', now(), '测试', 'register' from unnest(array['device', 'outing']) c
     where not exists (select from care_need n where n.person_id = $1 and n.code = c)`,
    [alone.id, VILLAGE],
  );
  await tell({
    type: 'assistive-device.rented',
    subject: { kind: 'device-unit', id: alone.id },
    division: VILLAGE,
    payload: { unitId: 'U1', personId: alone.id, stationId: 'S1', startOn: '2026-11-12', dueOn: '2026-12-12' },
  });
  const states = await api.owner.query(
    `select code, state, closed_by from care_need where person_id = $1 and code in ('device', 'outing') order by code`,
    [alone.id],
  );
  expect(states.rows).toEqual([
    { code: 'device', state: 'closed', closed_by: '辅具服务网点' },
    { code: 'outing', state: 'found', closed_by: null },
  ]);
});

test('住宅小区竣工：居住区配建里有了住宅验收的日子，县里知道应配建多少、差多少；地名办提醒命名；乡镇代码不收', async () => {
  const done = (division: string) =>
    report(department, {
      type: 'housing.project.completed',
      happenedOn: '2026-11-11',
      payload: {
        projectRef: 'ZJ-2026-88',
        division,
        name: '温泉花园',
        developer: '咸宁城建公司',
        households: 450,
        plannedPeople: 1200,
      },
    });
  expect(await done('421202100000')).toBe('请填写到村（社区）的区划代码。');
  expect(await done(VILLAGE)).toBe('已收到。');
  await api.run();
  const [estate] = (await county.get('/api/care-estates')).rows;
  expect(estate).toMatchObject({
    name: '温泉花园',
    housingAcceptedOn: '2026-11-11',
    requiredM2: 120,
    shortM2: 120,
    outOfStep: true,
  });
  expect(await said(county, '住宅小区竣工了，请核对配建')).toEqual([
    expect.stringContaining('应配建120平方米，已移交0平方米，还差120平方米，没有同步移交'),
  ]);
  expect(await said(county, '新小区竣工，请核对地名')).toEqual([expect.stringContaining('“温泉花园”')]);
});

test('规划项目的阶段变了：对应设施的经过里记一笔，只有一处设施的跟着往前走，验收以后由县里变', async () => {
  const site = await post(county, 'care-sites', {
    name: '汀泗桥镇综合养老服务中心',
    kind: 'integrated',
    functions: ['activity'],
    division: VILLAGE,
    reach: 'place',
    address: '花坛巷5号',
    owner: '汀泗桥镇人民政府',
    operator: '汀泗桥镇人民政府',
    contact: '石桂花',
    telephone: '0715-8300001',
    hours: '每天',
    areaM2: 180,
    dayPlaces: 0,
    fullBeds: 0,
    seats: 0,
    stage: 'planned',
    since: '2026-01-06',
  });
  const project = '01a00000-0000-7000-8000-00000000cafe';
  await api.owner.query('update care_site set planned_project = $1 where id = $2', [project, site.id]);
  const stage = (fromStage: string, toStage: string) =>
    tell({
      type: 'project.stage.changed',
      subject: { kind: 'project', id: project },
      division: COUNTY,
      payload: { projectId: project, fromStage, toStage, changedOn: '2026-11-11' },
    });
  await stage('reserve', 'approved');
  await stage('tender', 'started');
  await stage('structure', 'completed');
  const file = await county.get(`/api/care-sites/${site.id}`);
  expect(file.steps.map((s: { zh: string; note: string; toZh: string }) => [s.zh, s.note, s.toZh]).slice(0, 3)).toEqual([
    ['规划项目进展', '对应的规划项目由“主体”到“竣工验收”', '在建'],
    ['规划项目进展', '对应的规划项目由“招标”到“开工”', '在建'],
    ['规划项目进展', '对应的规划项目由“储备”到“立项”', '立项'],
  ]);
});
