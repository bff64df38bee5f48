/** 地名命名 over HTTP (divisions.md 4.2, 5.1, 8, 10): from the application to the announcement, with its limits and its refusals; examples 6, 7 and 8. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlainDate } from '../src/kernel/schema/index.ts';
import { type Api, Browser, requestId, startApi } from './api.ts';

let api: Api;
let clerk: Browser;
let leader: Browser;
let city: Browser;
let village: Browser;

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  [clerk, leader, city, village] = (await Promise.all(['xian', 'xianzhang', 'shi', 'cun'].map(api.staff))) as [
    Browser,
    Browser,
    Browser,
    Browser,
  ];
});
afterAll(() => api?.stop());

const FUSHAN = '421202002000';
const jumpTo = async (day: PlainDate) => {
  await api.jumpTo(day);
  expect(api.errors).toEqual([]);
};
let persons = 0;
/** Each application is somebody else's. */
const form = (given: Record<string, unknown> = {}) => ({
  applicant: {
    unit: '咸安区住建局',
    name: `经办${'甲乙丙丁戊己庚辛壬癸'[persons % 10]}`,
    idNumber: idNumber(persons++),
    phone: '13907240001',
    village: '421202100001',
  },
  kind: 'naming',
  category: 'street',
  division: FUSHAN,
  specific: '书香',
  generic: '路',
  person: 'none',
  whereabouts: '东起银泉大道，西至淦河',
  widthMetres: 24,
  lengthMetres: 1200,
  meaning: '路旁有学校',
  reason: '新建道路，方便群众出行。',
  papers: [],
  ...given,
});
/** 18 digits with a check digit, one for each applicant. */
const idNumber = (n: number): string => {
  const body = `42120219800101${String(100 + n).slice(-3)}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return body + '10X98765432'[[...body].reduce((sum, digit, i) => sum + Number(digit) * weights[i]!, 0) % 11];
};

const apply = async (given: Record<string, unknown> = {}): Promise<string> =>
  (await clerk.post('/api/cases', { itemId: 'PN-01', channel: 'window', form: form(given), requestId: requestId() })).id;
const act = async (by: Browser, id: string, action: string, input: Record<string, unknown> = {}) =>
  by.call('POST', `/api/cases/${id}/actions`, {
    action,
    version: (await clerk.get(`/api/cases/${id}`)).version,
    requestId: requestId(),
    input,
  });
const done = async (by: Browser, id: string, action: string, input: Record<string, unknown> = {}) => {
  const answer = await act(by, id, action, input);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
};
const approval = (given: Record<string, unknown> = {}) => ({
  approvedBy: 'government',
  approver: '咸安区人民政府',
  documentNo: '咸安政函〔2026〕21号',
  approvedOn: api.clock.today(),
  ...given,
});
const namings = async (list = 'all') => (await clerk.get(`/api/place-namings?list=${list}`)).rows;
const check = (query: Record<string, string>) => new Browser(api.app).get(`/api/place-names/check?${new URLSearchParams(query)}`);

describe('名称能不能用（例8，不用登录）', () => {
  const community = { category: 'committee', specific: '双泉', generic: '社区' };
  test('浮山街道拟设双泉社区：咸安区已有，不能用', async () => {
    const answer = await check({ ...community, division: FUSHAN });
    expect(answer.usable).toBe(false);
    expect(answer.findings[0]).toMatchObject({
      code: 'N4',
      zh: '咸安区内已有咸安区浮山街道“双泉社区”，不得重名（地名管理条例第九条）。',
    });
  });
  test('通山拟设双泉村：县里有双泉社区；赤壁拟设双泉社区：市里有双泉村；写明理由可以用', async () => {
    const tongshan = await check({ ...community, generic: '村', division: '421224100000' });
    expect([tongshan.usable, tongshan.findings[0].verdict, tongshan.findings[0].zh]).toEqual([
      true,
      'reason',
      expect.stringContaining('通山县通羊镇“双泉社区”'),
    ]);
    const chibi = await check({ ...community, division: '421281003000' });
    expect([chibi.usable, chibi.findings[0].zh]).toEqual([true, expect.stringContaining('赤壁市陆水湖街道“双泉村”')]);
  });
  test('文必路与文笔路同音：写明理由；查的是同一个县', async () => {
    const query = { category: 'street', specific: '文必', generic: '路', width: '24' };
    expect((await check({ ...query, division: FUSHAN })).findings).toMatchObject([{ code: 'N5', verdict: 'reason' }]);
    expect((await check({ ...query, division: '421281001000' })).findings).toEqual([]);
  });
});

describe('申请人自己撤回', () => {
  test('名称不再留着，正在征求的意见停下来；别人可以用这个名称', async () => {
    const given = form({ specific: '晨读' });
    const id = await apply(given);
    await done(clerk, id, 'accept');
    await done(clerk, id, 'consult', { explanation: '这条新路叫“晨读路”合不合适，请大家说说。' });
    const kept = async () => (await clerk.get('/api/place-names?status=applied')).rows.length;
    expect(await kept()).toBe(1);
    const applicant = new Browser(api.app);
    const holder = given.applicant.idNumber;
    const { demoCode } = await applicant.post('/api/resident/code', { idNumber: holder });
    await applicant.post('/api/resident/sign-in', { idNumber: holder, code: demoCode });
    await applicant.act(id, 'withdraw', { reason: '另想名称' });
    await api.run();
    expect(api.errors).toEqual([]);
    expect(await kept()).toBe(0);
    const asked = (await clerk.get('/api/consultations?kind=place-name')).rows;
    expect(asked.map((row: { stateZh: string }) => row.stateZh)).toEqual(['已撤回']);
  });
});

describe('新路命名：从申请到公告', () => {
  let id: string;

  test('受理以后名称先留着：别人不能再用，门户上还查不到', async () => {
    id = await apply();
    await done(clerk, id, 'accept');
    expect((await clerk.get('/api/place-names?text=书香路')).rows).toEqual([]);
    expect((await clerk.get('/api/place-names?status=applied')).rows).toMatchObject([{ name: '书香路', statusZh: '申请中' }]);
    expect((await new Browser(api.app).call('GET', '/place-names?text=%E4%B9%A6%E9%A6%99%E8%B7%AF')).body).toContain('没有找到');
    const second = await apply();
    await done(clerk, second, 'accept');
    await done(clerk, second, 'propose', { opinion: '请审批', reason: '' });
    const refused = await act(leader, second, 'approve', approval());
    expect([refused.status, refused.body.error.message]).toEqual([422, expect.stringContaining('不得重名')]);
    await done(leader, second, 'refuse', { reason: '与在办的申请重名。' });
    const { sections } = await clerk.get(`/api/cases/${second}`);
    expect(JSON.stringify(sections.documents)).toContain('不予批准决定书');
  });

  test('论证的时间不算在期限里；征求的意见和答复，申请人看得到', async () => {
    await done(clerk, id, 'assess', { why: '主干道，社会影响大' });
    await jumpTo('2026-03-09');
    await done(clerk, id, 'recordAssessment', {
      conclusion: '名称合适，寓意好',
      experts: '三位专家',
      report: await clerk.upload('place-assessment'),
    });
    await done(clerk, id, 'consult', { explanation: '这条新路叫“书香路”合不合适，请大家说说。' });
    const [open] = (await clerk.get('/api/consultations?kind=place-name&state=open')).rows;
    // 草案有名称、位置和理由，没有申请人
    const draft = (await new Browser(api.app).call('GET', `/consultations/${open.id}`)).body;
    expect(draft).toContain('拟定名称：书香路');
    expect(draft).not.toContain('周明');
    const early = await act(clerk, id, 'recordOpinions', { answer: '都赞成，不改。' });
    expect([early.status, early.body.error.message]).toEqual([409, '征求意见征集中，采纳情况公布以后才能接着审查。']);
    const consultation = async () => (await clerk.get(`/api/consultations/${open.id}`)).version;
    const tell = async (step: string, input: Record<string, unknown>) =>
      clerk.post(`/api/consultations/${open.id}/${step}`, { version: await consultation(), ...input });
    await tell('opinions', { channel: 'desk', text: '赞成，学校就在路边。' });
    await jumpTo('2026-03-17');
    await tell('answers', { opinions: [1], gist: '赞成用这个名称', adoption: 'adopted', reply: '感谢，名称不改。' });
    await tell('summary', { summary: '收到1条意见，赞成，名称不作修改。' });
    await done(clerk, id, 'recordOpinions', { answer: '都赞成，不改。' });
    const { sections } = await clerk.get(`/api/cases/${id}`);
    expect(JSON.stringify(sections.facts)).toContain('征求意见收到1条：都赞成，不改。');
  });

  test('提请的人不能自己登记批准；街路巷只能是人民政府批准', async () => {
    await done(clerk, id, 'propose', { opinion: '符合规则', reason: '' });
    expect((await act(clerk, id, 'approve', approval())).status).toBeGreaterThanOrEqual(400);
    const other = await act(leader, id, 'approve', approval({ approvedBy: 'department' }));
    expect(other.body.error.fields).toEqual([{ path: 'approvedBy', message: '这一类地名的批准机关：市、县人民政府' }]);
  });

  test('例6 2026年9月17日批准：备案、公告都到10月8日；10月9日才备案，逾期备案1天，报上级', async () => {
    await jumpTo('2026-09-17');
    await done(leader, id, 'approve', approval());
    const [naming] = await namings();
    expect(naming).toMatchObject({
      name: '书香路',
      filing: { dueOn: '2026-10-08', daysLeft: 21, lateDays: 0 },
      announcing: { dueOn: '2026-10-08' },
    });
    expect((await clerk.get('/api/place-names?text=shuxianglu')).rows).toMatchObject([{ name: '书香路', statusZh: '标准' }]);
    const step = (what: string, version: number, input: Record<string, unknown>) =>
      clerk.call('POST', `/api/place-namings/${naming.id}/${what}`, { version, ...input });
    await jumpTo('2026-10-08');
    expect((await step('announcement', 1, { announcedOn: '2026-10-08' })).status).toBe(200);
    const told = async (by: Browser) =>
      (await by.get('/api/messages')).items.filter((m: { title: string }) => /备案逾期/.test(m.title)).length;
    expect([await told(clerk), await told(city)]).toEqual([0, 0]);
    await jumpTo('2026-10-09');
    await jumpTo('2026-10-10');
    expect([await told(clerk), await told(city)]).toEqual([1, 1]);
    const filing = { filedOn: '2026-10-09', filedWith: '咸宁市民政局', filingNo: '咸民备〔2026〕9号' };
    expect((await step('filing', 2, filing)).status).toBe(200);
    const [after] = await namings('late');
    expect(after).toMatchObject({ filing: { doneOn: '2026-10-09', lateDays: 1 }, announcing: { lateDays: 0 } });
    expect(after.announcement).toBe(
      '标准地名：书香路；罗马字母拼写：Shuxiang Lu；所属政区：咸安区浮山街道；位置：东起银泉大道，西至淦河；批准机关：咸安区人民政府（咸安政函〔2026〕21号）；批准日期：2026年9月17日',
    );
    expect((await step('filing', 3, filing)).body.error.code).toBe('PLACE_NAME_DONE');
  });

  test('事件：地名批准，带名称、地区、批准日期', async () => {
    const { rows } = await api.owner.query(`select payload from domain_event where type = 'place.approved'`);
    expect(rows.map((row) => row.payload)).toMatchObject([{ name: '书香路', division: FUSHAN, approvedOn: '2026-09-17' }]);
  });
});

describe('更名、销名', () => {
  test('桂花路更名丹桂路：那天以前叫桂花路，以后叫丹桂路；旧名还查得到', async () => {
    await jumpTo('2026-10-12');
    const id = await apply({
      kind: 'renaming',
      division: '421202001000',
      present: '桂花路',
      specific: '丹桂',
      whereabouts: '温泉街道',
    });
    await done(clerk, id, 'accept');
    await done(clerk, id, 'propose', { opinion: '同意更名', reason: '' });
    await done(leader, id, 'approve', approval({ approvedOn: '2026-10-12' }));
    const [row] = (await clerk.get('/api/place-names?text=桂花路')).rows;
    expect(row).toMatchObject({ name: '丹桂路', formerNames: '东方红路、桂花路' });
    const on = async (day: string) => (await clerk.get(`/api/place-names/${row.id}?on=${day}`)).on.name;
    expect([await on('1980-01-01'), await on('2026-10-11'), await on('2026-10-12')]).toEqual(['东方红路', '桂花路', '丹桂路']);
    const { rows } = await api.owner.query(`select payload from domain_event where type = 'place.renamed'`);
    expect(rows[0].payload).toMatchObject({ oldName: '桂花路', name: '丹桂路' });
  });

  test('没有这个现名，说得明白；行政区划的名称不在这里办', async () => {
    const refused = await clerk.refused('/api/cases', {
      itemId: 'PN-01',
      channel: 'window',
      form: form({ kind: 'renaming', present: '没有路' }),
      requestId: requestId(),
    });
    expect(refused.fields[0]!.message).toContain('地名库里这里没有');
    const unit = await clerk.refused('/api/cases', {
      itemId: 'PN-01',
      channel: 'window',
      form: form({ category: 'division', generic: '镇' }),
      requestId: requestId(),
    });
    expect(unit.fields[0]!.message).toContain('行政区划管理条例');
  });

  test('列入保护名录的南大街要更名：没有保护措施，批不了', async () => {
    const id = await apply({ kind: 'renaming', division: '421202003000', present: '南大街', specific: '南正', generic: '街' });
    await done(clerk, id, 'accept');
    await done(clerk, id, 'propose', { opinion: '请审批', reason: '' });
    const { allowedActions } = await leader.get(`/api/cases/${id}`);
    expect(allowedActions.map((a: { action: string }) => a.action)).not.toContain('approve');
    const refused = await act(leader, id, 'approve', approval());
    expect(refused.body.error.message).toContain('“南大街”已列入保护名录，须先制定保护措施');
  });

  test('花坛巷销名：成为废止地名，名录里查得到', async () => {
    const id = await apply({
      kind: 'retirement',
      division: '421202001000',
      present: '花坛巷',
      specific: undefined,
      generic: undefined,
    });
    await done(clerk, id, 'accept');
    await done(clerk, id, 'propose', { opinion: '旧城改造，巷子没有了', reason: '' });
    await done(leader, id, 'approve', approval());
    expect((await clerk.get('/api/place-names?text=花坛巷')).rows).toMatchObject([{ statusZh: '废止' }]);
  });
});

describe('其他部门批准的（例7）', () => {
  test('住建部门3月2日批准楼名，3月10日备案：没有逾期；公告从备案起15日，到3月25日', async () => {
    api.clock.set('2027-03-10T01:00:00.000Z');
    const given = {
      ...form({ category: 'building', specific: '书院', generic: '大厦', areaMetres: 12000 }),
      approver: '咸安区住房和城乡建设局',
      documentNo: '咸安建函〔2027〕3号',
      approvedOn: '2027-03-02',
      reason: '',
    };
    const { applicant: _, papers: __, widthMetres: ___, lengthMetres: ____, ...body } = given;
    const { id } = await clerk.post('/api/place-namings', { ...body, requestId: requestId() });
    const view = async () => (await namings()).find((row: { id: string }) => row.id === id);
    expect(await view()).toMatchObject({ filing: { dueOn: '2027-03-17' }, announcing: { dueOn: null, daysLeft: null } });
    const early = await clerk.call('POST', `/api/place-namings/${id}/announcement`, { version: 1, announcedOn: '2027-03-10' });
    expect(early.body.error.message).toBe('其他部门批准的地名，先备案再公告。');
    await clerk.post(`/api/place-namings/${id}/filing`, {
      version: 1,
      filedOn: '2027-03-10',
      filedWith: '咸安区民政局',
      filingNo: '备〔2027〕1号',
    });
    expect(await view()).toMatchObject({ filing: { lateDays: 0 }, announcing: { dueOn: '2027-03-25', daysLeft: 15 } });
  });

  test('街路巷不能当部门批准的登记', async () => {
    const { applicant: _, papers: __, ...body } = form({ specific: '墨香' });
    const refused = await clerk.refused('/api/place-namings', {
      ...body,
      approver: '咸安区住房和城乡建设局',
      documentNo: '咸安建函〔2027〕4号',
      approvedOn: '2027-03-02',
      reason: '',
      requestId: requestId(),
    });
    expect(refused.fields[0]!.message).toBe('街路巷由市、县人民政府批准，请走命名申请');
  });
});

test('村里不能登记备案；别的县看不到这些批准', async () => {
  const [naming] = await namings();
  expect((await village.call('POST', `/api/place-namings/${naming.id}/filing`, {})).status).toBe(403);
  const jiayu = (await api.staff('jiayuxian')) as Browser;
  expect((await jiayu.get('/api/place-namings?list=all')).rows).toEqual([]);
});

describe('哪一级批准（4.2）', () => {
  test('街路由县里批准；自然地理实体照省里的规定报市里，县长不能替市里批；市里批了就是标准地名', async () => {
    const level = async (id: string) => {
      const { allowedActions } = await clerk.get(`/api/cases/${id}`);
      return allowedActions.find((a: { action: string }) => a.action === 'propose').initial.level;
    };
    const street = await apply(form({ specific: '晚晴' }));
    await done(clerk, street, 'accept');
    expect(await level(street)).toBe('county');
    const lake = await apply(
      form({ category: 'natural', specific: '鹤栖', generic: '湖', widthMetres: undefined, lengthMetres: undefined }),
    );
    await done(clerk, lake, 'accept');
    expect(await level(lake)).toBe('city');
    await done(clerk, lake, 'propose', { opinion: '符合规则', level: 'city', reason: '' });
    expect((await act(leader, lake, 'approve', approval())).status).not.toBe(200);
    const cityLeader = await api.staff('shiling');
    const given = approval({ approver: '咸宁市人民政府', documentNo: '咸政函〔2026〕9号' });
    expect((await act(cityLeader, lake, 'approve', given)).status).toBe(200);
    expect((await clerk.get(`/api/place-names?text=${encodeURIComponent('鹤栖湖')}`)).rows[0].statusZh).toBe('标准');
  });

  test('跨县的选其中一个县，由它报市里：不能谁都不管', async () => {
    const answer = await clerk.call('POST', '/api/cases', {
      itemId: 'PN-01',
      channel: 'window',
      requestId: requestId(),
      form: form({ specific: '通咸', generic: '大道', division: '421200000000', widthMetres: 45 }),
    });
    expect(answer.body.error.fields[0].message).toBe('跨几个县（市、区）的，选其中一个县，由它报市里批准');
  });
});
