/** The city's own assessment of its counties over HTTP (规划第七章六): goals of the plan, tasks, boundary lines and indicators of any business as weighted items, explained and opened to their rows. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../src/database/sql.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';

const LIST = '/api/performance';
const XIANAN = '421202000000';
const JIAYU = '421221000000';
/** 养老机构床位中护理型床位占比, 约束性, ≥60%（2025） */
const BEDS = 'IND14-04';

let api: Api;
const hands = new Map<string, Browser>();
const by = (login: string): Browser => hands.get(login)!;
const system = () => systemActor('test', api.context.city);

beforeAll(async () => {
  api = await startApi({ start: '2026-01-29' });
  for (const login of ['xian', 'xianzhang', 'jiayuxian', 'shi', 'shiling', 'shenji']) hands.set(login, await api.staff(login));
});
afterAll(() => api?.stop());

const plan = (more: Record<string, unknown> = {}) => ({
  requestId: requestId(),
  input: {
    scheme: 'government',
    year: 2025,
    baseMonth: '2026-01',
    selfDueOn: '2026-02-03',
    goals: [{ goal: BEDS, weight: 30 }],
    figures: [
      { indicator: 'plan-tasks-on-schedule', weight: 20 },
      { indicator: 'boundary-score', weight: 20 },
    ],
    judged: [{ title: '殡葬改革', standard: '移风易俗写入村规民约，散埋乱葬有台账', weight: 30 }],
    ...more,
  },
});
const sheetOf = async (login: string, title: string) =>
  (await by(login).get(LIST)).sheets.find((s: { title: string }) => s.title === title);
const sheet = (login: string, id: string) => by(login).get(`${LIST}/sheets/${id}`);
const on = async (login: string, id: string, action: string, no?: number, input: unknown = {}) =>
  by(login).call('POST', `${LIST}/sheets/${id}${no === undefined ? '' : `/items/${no}`}/actions`, {
    action,
    input,
    version: (await sheet('shi', id)).version,
    requestId: requestId(),
  });
const TITLE = '2025年度党政绩效考核';

async function publishes(login: string, source: 'report' | 'department', given: { num: number; den: number }) {
  const step = async (actor: string, action: string) => {
    const row = await api.context.read(system(), (tx) =>
      tx.one<{ id: string; edit: number }>(
        sql`select id, edit from plan_value where indicator = ${BEDS} and division = ${XIANAN} and source = ${source} order by id desc limit 1`,
      ),
    );
    await by(actor).post(`/api/plan-values/${row.id}/${action}`, { edit: row.edit, requestId: requestId() });
  };
  const proof = await by(login).upload('plan-value-proof');
  const what = { indicator: BEDS, division: XIANAN, period: '2025', source, sourceText: '床位台账', proof };
  await by(login).post('/api/plan-values', { ...what, ...given, requestId: requestId() });
  if (source === 'report') await step('xianzhang', 'check');
  await step(source === 'report' ? 'shi' : 'shiling', 'audit');
  await step('shiling', 'publish');
}

describe('方案', () => {
  test('每一种考核各有自己的年度方案；党政绩效没有规划中期；目标只列一次，合计100分', async () => {
    const twice = plan({ goals: [15, 15].map((weight) => ({ goal: BEDS, weight })) });
    expect((await by('shi').refused(LIST, twice)).fields[0]).toEqual({ path: 'goals', message: '同一个目标只列一次' });
    expect((await by('shi').refused(LIST, plan({ kind: 'midterm' }))).fields[0]!.path).toBe('kind');
    expect((await by('shi').refused(LIST, plan({ goals: [{ goal: 'IND99', weight: 30 }] }))).code).toBe('INVALID_INPUT');
    expect((await by('shi').refused(LIST, plan({ goals: [] }))).fields[0]!.message).toBe('各项分值合计应为100分，现在是70分');
    const safety = plan({ scheme: 'safety', goals: [], figures: [{ indicator: 'boundary-peaceful', weight: 70 }] });
    const { id: other } = await by('shi').post(LIST, safety);
    const { id } = await by('shi').post(LIST, plan());
    expect((await by('shi').refused(LIST, plan())).message).toBe(`${TITLE}已经有方案。`);
    for (const one of [id, other])
      await by('shiling').post(`${LIST}/${one}/actions`, { action: 'adopt', input: {}, requestId: requestId() });
    const { plans } = await by('shi').get(LIST);
    expect(plans.map((p: { title: string }) => p.title).sort()).toEqual(['2025年度平安建设（综治）考核', TITLE].sort());
    expect(plans[0].changes).toBeNull();
  });

  test('下一年的方案写明与上年相比改了什么', async () => {
    const next = plan({
      year: 2026,
      baseMonth: '2026-12',
      selfDueOn: '2027-01-15',
      goals: [
        { goal: BEDS, weight: 25 },
        { goal: 'IND14-08', weight: 25 },
      ],
      figures: [{ indicator: 'plan-tasks-on-schedule', weight: 20 }],
    });
    const { id } = await by('shi').post(LIST, next);
    const { plans } = await by('shi').get(LIST);
    const { changes } = plans.find((p: { id: string }) => p.id === id);
    expect(changes).toHaveLength(3);
    expect(changes[0]).toContain('护理型床位占比');
    expect(changes[0]).toContain('由30分改为25分');
    expect(changes[1]).toMatch(/^新增“公益性公墓\(骨灰堂\)乡镇中心村覆盖率”25分$/);
    expect(changes[2]).toBe('不再考核“平安边界得分”20分');
  });
});

describe('计分', () => {
  test('规划目标按县里发布的数和县的目标：咸安60%对65%，30分得27.6分；没有发布的不计入', async () => {
    const target = { year: '2025', value: '65', reason: '区里自己提高', requestId: requestId() };
    const { id } = await by('xian').post(`/api/plan-indicators/${BEDS}/targets`, target);
    const decision = { decision: 'adopt', documentNo: '咸民发〔2026〕1号', requestId: requestId() };
    await by('shiling').post(`/api/plan-targets/${id}`, decision);
    const ask = { indicator: BEDS, level: 'county', term: 'year', fromPeriod: '2025', requestId: requestId() };
    await by('shi').post('/api/plan-assignments', ask);
    const mine = await sheetOf('xian', TITLE);
    expect((await sheet('xian', mine.id)).items[2].now).toBe('现在没有记录，目标65%（2025年）');
    await publishes('xian', 'report', { num: 2760, den: 4600 });
    expect((await sheet('xian', mine.id)).items[2]).toMatchObject({
      kind: 'goal',
      indicator: BEDS,
      now: '现在60.0%（2025年发布的），目标65%（2025年）',
    });
    const other = await sheetOf('jiayuxian', TITLE);
    expect((await sheet('jiayuxian', other.id)).items[2].now).toBe('现在没有记录，目标60%（2025年）');
  });

  test('界线考核得分和规划任务按期率进考核，点开就是它数的界线和任务', async () => {
    const { rows } = await by('shi').get('/api/boundary-lines');
    const { id: line } = rows.find((r: { name: string }) => r.name === '咸安—嘉鱼线');
    // 20 + 0（上一轮没有补录）+ 30 + 15 + 8 = 73分
    await by('shi').post(`/api/boundary-lines/${line}/assessments`, { year: 2026, agreed: true, files: 8, incident: false });
    const { id: chapter } = await by('shi').post('/api/plan-tasks/chapters', {
      plan: '14',
      text: '健全养老服务体系',
      section: '第五章',
      requestId: requestId(),
    });
    const task = { parent: chapter, section: '第五章一', department: '养老服务股', lead: '徐国平', text: '建成一处照护机构' };
    await by('shi').post('/api/plan-tasks', { ...task, owner: XIANAN, due: '2026-01-30', requestId: requestId() });
    await by('shi').post('/api/plan-tasks', { ...task, owner: JIAYU, due: '2026-06-30', requestId: requestId() });
    await api.moveTo('2026-02-02');
    const at = `month=2026-01&division=${XIANAN}`;
    const score = await by('xian').get(`/api/indicators/boundary-score?${at}`);
    expect(score.indicator.total).toMatchObject({ num: 7300, den: 10000, text: '73.0%' });
    expect(score.rows).toMatchObject([{ name: '咸安—嘉鱼线', says: '73.00分，不合格', link: 'boundary-line', linkId: line }]);
    const tasks = await by('xian').get(`/api/indicators/plan-tasks-on-schedule?${at}`);
    expect(tasks.rows.map((r: { name: string; num: number }) => [r.name, r.num])).toEqual([['建成一处照护机构', 0]]);
  });

  test('来源不同的数没有核定，不能核分；核定以后每一项写明怎么得分，没有可数的连分值一起不计', async () => {
    const { id } = await sheetOf('xian', TITLE);
    const proof = await by('xian').upload('performance-proof');
    await on('xian', id, 'fill', 4, { points: 28, says: '台账齐全，照片附后。', proof });
    expect((await on('xian', id, 'report')).status).toBe(200);
    expect((await on('shi', id, 'score', 4, { points: 24, reason: '两处没有整治。' })).status).toBe(200);
    await publishes('shi', 'department', { num: 2600, den: 4600 });
    const refused = await on('shi', id, 'tell');
    expect(refused.body.error.message).toContain('2025年有来源不同的数，还没有核定，不能核分');
    const { conflicts } = await by('shi').get(`/api/plan-indicators/${BEDS}?division=${XIANAN}`);
    const [conflict] = conflicts;
    const chosen = conflict.values.find((v: { sourceZh: string }) => v.sourceZh === '单位填报');
    const choice = { valueId: chosen.id, reason: '以现场清点的为准', requestId: requestId() };
    await by('shi').post(`/api/plan-conflicts/${conflict.id}`, choice);
    expect((await on('shi', id, 'tell')).status).toBe(200);
    const told = await sheet('xian', id);
    expect(told.items.map((i: { points: string }) => i.points)).toEqual(['0分', '16.2分', '27.6分', '24分']);
    expect(told.items[2].reason).toBe('实际60.0%（2025年发布的），目标65%（2025年）：30分×60.0%÷65%，得27.6分（不进位）。');
    expect(told.total).toBe('67.8分');
    const other = await sheetOf('jiayuxian', TITLE);
    await api.moveTo('2026-02-04');
    await on('shi', other.id, 'score', 4, { points: 0, reason: '没有自评。' });
    expect((await on('shi', other.id, 'tell')).status).toBe(200);
    // (20 + 16.2 + 0) ÷ (20 + 20 + 30) × 100
    expect(await sheet('jiayuxian', other.id)).toMatchObject({ total: '51.7分' });
    expect((await sheet('jiayuxian', other.id)).items[2]).toMatchObject({ points: '不计入' });
  });

  test('别的县看不到咸安的表，审计看得到；县里不起草', async () => {
    const { id } = await sheetOf('xian', TITLE);
    expect((await by('jiayuxian').call('GET', `${LIST}/sheets/${id}`)).status).toBe(404);
    expect((await by('shenji').get(`${LIST}/sheets/${id}`)).total).toBe('67.8分');
    expect((await by('xian').call('POST', LIST, plan())).status).toBe(403);
  });
});
