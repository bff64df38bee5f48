/** 规划任务 over HTTP: entered by chapter, reported with proof, checked by another person, overdue told once, changed only with the approval on file. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TaskFile, TaskHead, TaskRow } from '../src/domains/planning-statistics/tasks/content.ts';
import { readRows } from '../src/kernel/sheet/server.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';

const TASKS = '/api/plan-tasks';
const CITY = '421200000000';
const XIANAN = '421202000000';

let api: Api;
const hands = new Map<string, Browser>();
const by = (login: string): Browser => hands.get(login)!;

beforeAll(async () => {
  api = await startApi({ start: '2026-07-06' });
  for (const login of ['xiang', 'xian', 'xianzhang', 'jiayuxian', 'shi', 'shiling', 'shenji', 'pinggu'])
    hands.set(login, await api.staff(login));
});
afterAll(() => api?.stop());

const list = (login: string, query = ''): Promise<TaskHead & { rows: TaskRow[]; found: number }> =>
  by(login).get(`${TASKS}?${query}`);
const file = (login: string, id: string): Promise<TaskFile> => by(login).get(`${TASKS}/${id}`);
const offered = (of: { offers: readonly { zh: string }[] }): string[] => of.offers.map(({ zh }) => zh);
const send = (login: string, at: string, given: object) => by(login).post(`${TASKS}/${at}`, { ...given, requestId: requestId() });
const refused = (login: string, at: string, given: object) =>
  by(login).refused(`${TASKS}/${at}`, { ...given, requestId: requestId() });
const pdf = Buffer.from('%PDF-1.4\n%%EOF\n');
const proof = (login: string) => by(login).upload('plan-task-proof', pdf, '佐证.pdf');

let chapter = '';
const task = (more: object = {}) => ({
  parent: chapter,
  text: '每个县建成一处特困失能人员集中照护机构',
  section: '第五章一',
  owner: XIANAN,
  department: '养老服务股',
  lead: '徐国平',
  due: '2026-07-31',
  requestId: requestId(),
  ...more,
});
let id = '';

describe('登记', () => {
  test('还没有篇章：不能登记任务；篇章由市里登记', async () => {
    chapter = '01890000-0000-7000-8000-000000000000';
    expect((await by('shi').refused(TASKS, task())).code).toBe('TASK_NO_CHAPTER');
    const given = { plan: '14', text: '健全养老服务体系', section: '第五章' };
    expect((await by('xian').call('POST', `${TASKS}/chapters`, { ...given, requestId: requestId() })).status).toBe(403);
    chapter = (await send('shi', 'chapters', given)).id;
  });

  test('市里给一个县登记一项：县里收到消息；乡镇、领导、第三方、审计不登记', async () => {
    for (const login of ['xiang', 'xianzhang', 'shiling', 'pinggu', 'shenji'])
      expect((await by(login).call('POST', TASKS, task())).status, login).toBe(403);
    [id] = (await by('shi').post(TASKS, task())).ids;
    expect(await file('xian', id)).toMatchObject({
      task: { state: 'waiting', stateZh: '未启动', unitName: '咸安区', lead: '徐国平', late: 0, chapterText: '健全养老服务体系' },
      reports: [],
    });
    expect(offered(await file('xian', id))).toEqual(['报进展', '提出调整', '撤回登记']);
    expect(offered(await file('jiayuxian', id))).toEqual([]);
    await api.run();
    const { rows } = await api.owner.query(`select count(*)::int as n from message where template = 'plan-task.entered'`);
    expect(rows[0].n).toBe(1);
  });

  test('“各县（市、区）各一条”是六条；县里只能给本县登记，可以分解', async () => {
    const { ids } = await by('shi').post(TASKS, task({ text: '乡镇社工站全部建成', owner: 'counties', due: '2026-12-31' }));
    expect(ids).toHaveLength(6);
    expect((await by('xian').refused(TASKS, task({ owner: CITY }))).fields[0]!.path).toBe('owner');
    const { ids: parts } = await by('xian').post(TASKS, task({ parent: id, text: '完成区福利院改造的验收', due: '2026-07-20' }));
    expect(await file('xian', parts[0])).toMatchObject({ task: { above: { id } } });
    expect((await file('shi', id)).below.map(({ text }) => text)).toEqual(['完成区福利院改造的验收']);
  });

  test('期限早于规划开始、没有负责人：指到那一栏', async () => {
    expect((await by('shi').refused(TASKS, task({ due: '2020-12-31' }))).fields[0]!.path).toBe('due');
    expect((await by('shi').refused(TASKS, task({ lead: '' }))).fields[0]!.path).toBe('lead');
  });

  test('登记错了，当天没有动过的可以撤回；分解过的不能', async () => {
    const [wrong] = (await by('shi').post(TASKS, task({ text: '写错了的任务' }))).ids;
    await send('shi', `${wrong}/removal`, {});
    expect((await by('shi').call('GET', `${TASKS}/${wrong}`)).status).toBe(404);
    expect((await refused('shi', `${id}/removal`, {})).code).toBe('TASK_TOUCHED');
  });
});

describe('进展', () => {
  test('责任单位报，必须有佐证；别的县、市里不能替报', async () => {
    const given = { claim: 'going', says: '完成选址和设计。' };
    expect((await refused('xian', `${id}/reports`, given)).fields[0]!.path).toBe('proof');
    const mine = { ...given, proof: await proof('jiayuxian') };
    expect((await refused('jiayuxian', `${id}/reports`, mine)).code).toBe('TASK_NOT_YOURS');
    expect((await refused('shi', `${id}/reports`, { ...given, proof: await proof('shi') })).code).toBe('TASK_NOT_YOURS');
    await send('xian', `${id}/reports`, { ...given, proof: await proof('xian') });
    expect((await refused('xian', `${id}/reports`, { ...given, proof: await proof('xian') })).code).toBe('TASK_REPORT_WAITS');
    // 没有核过的不算
    expect((await file('xian', id)).task).toMatchObject({ state: 'waiting', waits: true });
    expect((await list('shi', 'waits=1')).rows.map((row) => row.id)).toEqual([id]);
  });

  test('市里核：退回要写原因；核过才进入“进行”；佐证市里打得开，别的县打不开', async () => {
    const [first] = (await file('shi', id)).reports;
    expect((await by('jiayuxian').call('GET', `/api/files/${first!.proofFile}`)).status).toBe(404);
    expect((await by('shi').call('GET', `/api/files/${first!.proofFile}`)).status).toBe(200);
    expect((await file('jiayuxian', id)).reports).toEqual([]);
    const at = `${id}/reports/${first!.id}/check`;
    expect((await by('shiling').refused(`${TASKS}/${at}`, { decision: 'count', requestId: requestId() })).code).toBe(
      'TASK_NOT_YOURS',
    );
    expect((await refused('shi', at, { decision: 'return' })).fields[0]!.path).toBe('note');
    await send('shi', at, { decision: 'return', note: '佐证里没有规划许可' });
    expect((await refused('shi', at, { decision: 'count' })).code).toBe('TASK_REPORT_CHECKED');
    await send('xian', `${id}/reports`, { claim: 'going', says: '补了规划许可。', proof: await proof('xian') });
    const [second] = (await file('shi', id)).reports;
    await send('shi', `${id}/reports/${second!.id}/check`, { decision: 'count' });
    expect((await file('xian', id)).task).toMatchObject({ state: 'going', waits: false });
    expect((await file('xian', id)).reports.map(({ state }) => state)).toEqual(['counted', 'returned']);
  });

  test('市本级的任务市里报，由市级领导核，不能自己核', async () => {
    const [own] = (await by('shi').post(TASKS, task({ owner: CITY, text: '出台养老服务条例实施细则', due: '2026-07-10' }))).ids;
    await send('shi', `${own}/reports`, { claim: 'done', doneOn: '2026-07-06', says: '细则已印发。', proof: await proof('shi') });
    const [report] = (await file('shiling', own)).reports;
    expect(offered(report!)).toEqual(['核进展']);
    expect((await refused('shi', `${own}/reports/${report!.id}/check`, { decision: 'count' })).code).toBe('TASK_NOT_YOURS');
    await send('shiling', `${own}/reports/${report!.id}/check`, { decision: 'count' });
    expect((await file('shi', own)).task).toMatchObject({ state: 'done', doneOn: '2026-07-06', late: 0 });
    expect((await refused('shi', `${own}/reports`, { claim: 'going', says: '再报一次', proof: await proof('shi') })).code).toBe(
      'TASK_STATE',
    );
  });

  test('完成日期不能晚于今天；说完成的要写日期', async () => {
    const given = { claim: 'done', says: '全部建成投用。', proof: await proof('xian') };
    expect((await refused('xian', `${id}/reports`, { ...given, doneOn: '2026-07-07' })).fields[0]!.path).toBe('doneOn');
    expect((await refused('xian', `${id}/reports`, given)).fields[0]!.path).toBe('doneOn');
  });
});

describe('逾期', () => {
  test('到期那天不算，第二天起逾期：责任单位和它的领导各得一条，只一次', async () => {
    await api.moveTo('2026-07-31');
    expect((await file('xian', id)).task).toMatchObject({ state: 'going', late: 0 });
    await api.moveTo('2026-08-03');
    expect((await file('xian', id)).task).toMatchObject({ state: 'overdue', stateZh: '逾期', late: 3 });
    const { rows } = await api.owner.query(
      `select count(*)::int as n from message where template = 'plan-task.overdue' and body like '%照护机构%'`,
    );
    expect(rows[0].n).toBe(2);
  });

  test('清单按状态、单位、文字筛选；页面上的数就是清单里的数；导出与清单一样多', async () => {
    const { counts } = await list('shi');
    expect(await by('shi').get(`${TASKS}/counts`)).toEqual(counts);
    for (const { state, tasks } of counts.states)
      expect([state, (await list('shi', `state=${state}`)).found]).toEqual([state, tasks]);
    expect(counts.states.map(({ zh, tasks }) => [zh, tasks])).toEqual([
      ['未启动', 6],
      ['进行', 0],
      ['完成', 1],
      ['逾期', 2],
      ['调整（不再执行）', 0],
    ]);
    // 九项里两项逾期
    expect(counts.onSchedule).toEqual({ num: 7, den: 9 });
    expect((await list('shi', `unit=${XIANAN}`)).found).toBe(3);
    expect((await list('shi', `q=${encodeURIComponent('社工站')}`)).found).toBe(6);
    expect((await list('shi', `q=${encodeURIComponent('%')}`)).found).toBe(0);
    const { raw } = await by('shi').call('GET', `${TASKS}/export?state=overdue`);
    const texts: unknown[] = [];
    for await (const { cells } of readRows(raw, [{ key: 'text', title: '任务', kind: 'text' }])) texts.push(cells.text);
    expect(texts).toEqual(['完成区福利院改造的验收', '每个县建成一处特困失能人员集中照护机构']);
  });
});

describe('调整', () => {
  const propose = (login: string, given: object) =>
    by(login).call('POST', `${TASKS}/${id}/changes`, { ...given, requestId: requestId() });
  const decide = (login: string, change: string, given: object) =>
    by(login).call('POST', `/api/plan-task-changes/${change}`, { ...given, requestId: requestId() });
  const same = {
    kind: 'change',
    text: '每个县建成一处特困失能人员集中照护机构',
    due: '2026-07-31',
    department: '养老服务股',
    lead: '徐国平',
  };
  const later = { ...same, due: '2026-12-31', reason: '用地手续延后五个月' };
  let change = '';

  test('责任单位或市里提出，一次一件；与现在一样的不收；别的县不能提', async () => {
    expect((await propose('xian', { ...same, reason: '什么也没有改' })).body.error.code).toBe('TASK_CHANGE_SAME');
    expect((await propose('jiayuxian', later)).body.error.code).toBe('TASK_NOT_YOURS');
    change = (await propose('xian', later)).body.id;
    expect((await propose('shi', later)).body.error.code).toBe('TASK_CHANGE_OPEN');
    expect((await file('xian', id)).task.dueOn).toBe('2026-07-31');
  });

  test('没有批准文件不能同意；文号、文件齐了才改，原来的留着；县里、市里经办人不能审定', async () => {
    for (const login of ['xian', 'xianzhang', 'shi'])
      expect((await decide(login, change, { decision: 'adopt' })).status).toBe(403);
    const without = await decide('shiling', change, { decision: 'adopt', documentNo: '咸政函〔2026〕30号' });
    expect([without.body.error.code, without.body.error.fields[0].path]).toEqual(['TASK_CHANGE_UNAPPROVED', 'documentFile']);
    const documentFile = await by('shiling').upload('plan-task-approval', pdf, '批复.pdf');
    expect((await decide('shiling', change, { decision: 'adopt', documentFile })).body.error.fields[0].path).toBe('documentNo');
    const given = { decision: 'adopt', documentNo: '咸政函〔2026〕30号', documentFile };
    expect((await decide('shiling', change, given)).status).toBe(200);
    expect((await decide('shiling', change, given)).body.error.code).toBe('TASK_CHANGE_DECIDED');
    const { task: now, changes } = await file('xian', id);
    expect(now).toMatchObject({ dueOn: '2026-12-31', state: 'going', changed: true, late: 0 });
    expect(changes).toMatchObject([
      { says: ['完成期限：2026-07-31 → 2026-12-31'], documentNo: '咸政函〔2026〕30号', stateZh: '已同意' },
    ]);
  });

  test('不同意的写理由，任务不变；没有批准文件的，数据库也不让同意', async () => {
    const second = (await propose('xian', { kind: 'end', reason: '并入区社会福利院项目' })).body.id;
    expect((await decide('shiling', second, { decision: 'refuse' })).status).toBe(422);
    const forced = api.owner.query(
      `update plan_task_change set state = 'adopted', decided_at = now(), decided_by = 'x', decided_name = 'x' where id = $1`,
      [second],
    );
    await expect(forced).rejects.toMatchObject({ constraint: 'plan_task_change_approved' });
    expect((await decide('shiling', second, { decision: 'refuse', answer: '仍须按规划完成' })).status).toBe(200);
    expect((await file('xian', id)).task.state).toBe('going');
  });

  test('不再执行：任务到“调整”，不再催，也不算在按期里', async () => {
    const { onSchedule } = (await list('shi')).counts;
    const third = (await propose('xian', { kind: 'end', reason: '并入区社会福利院项目', documentNo: '咸政函〔2026〕31号' })).body
      .id;
    const documentFile = await by('shiling').upload('plan-task-approval', pdf, '批复.pdf');
    expect((await decide('shiling', third, { decision: 'adopt', documentFile })).status).toBe(200);
    expect((await file('xian', id)).task).toMatchObject({ state: 'ended', late: 0 });
    expect(offered(await file('xian', id))).toEqual([]);
    expect((await list('shi')).counts.onSchedule.den).toBe(onSchedule.den - 1);
    expect(api.errors).toEqual([]);
  });
});

describe('按期率', () => {
  test('是算出来的指标，目标95%：和规划页上的数相同，点开就是它数的任务；到期没有完成的那天起不按期', async () => {
    const rate = async (login: string) => (await by(login).get('/api/indicators?board=plan-tasks')).indicators[0];
    const { onSchedule } = (await list('shi')).counts;
    const whole = await rate('shi');
    expect(whole).toMatchObject({ key: 'plan-tasks-on-schedule', total: onSchedule, target: { num: 95, den: 100 } });
    const opened = async (query = '') => (await by('shi').get(`/api/indicators/plan-tasks-on-schedule${query}`)).rows;
    const rows = await opened();
    expect(rows).toHaveLength(onSchedule.den);
    expect(rows.every((row: { link: string }) => row.link === 'plan-task')).toBe(true);
    // 不再执行的不在里面；各县只数本县的
    expect(rows.map((row: { linkId: string }) => row.linkId)).not.toContain(id);
    expect((await rate('jiayuxian')).total.den).toBe(1);
    const missed = (await opened('?only=missed')).length;
    api.clock.set('2027-01-01T01:00:00.000Z');
    expect((await rate('shi')).total).toMatchObject((await list('shi')).counts.onSchedule);
    expect((await opened('?only=missed')).length).toBeGreaterThan(missed);
  });
});
