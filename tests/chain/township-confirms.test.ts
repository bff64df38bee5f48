/** 委托乡镇确认 (《社会救助法》第四十四条, 83号): the city lets the townships of one county confirm and not those of another; the county looks at a sample afterwards. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawTownshipSamples } from '../../src/domains/social-assistance/delegation/draw.ts';
import { lives, monthly, story } from '../../src/domains/social-assistance/demonstration/story.ts';
import type { PlainDate } from '../../src/kernel/schema/index.ts';
import { type Api, type Browser, carry, requestId, startApi } from '../api.ts';

const COUNTY = '421221000000';
const PAPER = '鄂民政规〔2026〕5号';

let api: Api;
let clerk: Browser;
let leader: Browser;
let other: Browser;
let county: Browser;

let door = 0;
const alone = (name: string, pension: number, more: Partial<Parameters<typeof story>[0]> = {}) =>
  story({
    key: `township-${name}`,
    title: name,
    place: '东街社区',
    urbanRural: 'urban',
    address: `沿湖大道${++door}号`,
    people: [{ name, sex: '女', birth: '1968-03-03', lives: lives.退休 }],
    incomes: [monthly('self', 'employee-pension', pension)],
    expect: pension < 600 ? { outcome: 'eligible', amountFen: 0 } : { outcome: 'not-eligible', amountFen: 0 },
    ...more,
  });
const granted = alone('甲委', 300);
const refused = alone('乙委', 3000);
const relative = alone('丙委', 300, { staffRelative: { is: true, name: '林涛', relation: '姐弟' } });
const objected = alone('丁委', 300);
const slow = alone('戊委', 300);
const late = alone('辛委', 300);
const complained = alone('己委', 300);
const elsewhere = alone('庚委', 300, { place: '汀泗桥社区' });

/** The city enters what the province has ruled for one county. */
const enter = async (key: string, unit: string, value: string) => {
  const city = await api.staff('shi');
  await city.post('/api/parameters', {
    ...{ key, division: COUNTY, value, unit, validFrom: '2026-08-01', source: PAPER, nature: 'national' },
  });
};

beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  await api.register(granted, refused, relative, objected, slow, late, complained, elsewhere);
  await enter('DIBAO-BY-TOWNSHIP', 'switch', '1');
  // 抽查比例可以定得比一成高：这里全部看
  await enter('TOWNSHIP-SAMPLE-RATE', 'ratio', '1');
  [clerk, leader, other, county] = (await Promise.all(['jiayu', 'jiayuhe', 'jiayuzhen', 'jiayuqueren'].map(api.staff))) as [
    Browser,
    Browser,
    Browser,
    Browser,
  ];
});
afterAll(() => api?.stop());

const actions = async (by: Browser, id: string) => (await by.case(id)).allowedActions.map((a) => a.action);
const ahead = async (by: Browser, id: string) =>
  (await by.case(id)).timeline.filter((s) => s.status === 'ahead').map((s) => [s.zh, s.holderZh]);
const workdays = (from: PlainDate, n: number) => api.city.calendar.addWorkdays(from, n, COUNTY);
const ids = new Map<string, string>();

describe('委托了的县', () => {
  test('受理：20个工作日，通知书和时间线都写明由乡镇（街道）确认', async () => {
    const id = await carry(api, granted, 'accepted');
    ids.set('granted', id);
    expect(await clerk.case(id)).toMatchObject({ totalDueOn: '2026-09-29', flags: ['by-township'] });
    const family = await api.resident(granted);
    expect((await family.case(id)).clocks.at(-1)).toMatchObject({ label: '全部手续（自受理起）', limit: '20个工作日' });
    expect((await ahead(family, id)).slice(-3)).toEqual([
      ['公示中', '乡镇经办人'],
      ['待乡镇确认', '乡镇审核人'],
      ['已确认', null],
    ]);
  });

  test('公示期满交给乡镇负责人，不报县；提出初审意见的人不能确认，县里也不能替他确认', async () => {
    const id = ids.get('granted')!;
    await carry(api, granted, 'toFile', { id, from: 'toCheck' });
    expect((await other.case(id)).state).toBe('confirmingHere');
    expect(await actions(county, id)).toEqual([]);
    expect(await leader.actRefused(id, 'confirm', { opinion: '同意确认。' })).toMatchObject({
      status: 403,
      code: 'SAME_OFFICER',
    });
    await other.act(id, 'confirm', { opinion: '同意确认。' });
    const kase = await other.case(id);
    expect(kase).toMatchObject({ state: 'granted', outcome: 'granted' });
    const letter = kase.sections.documents[0];
    expect(letter.title).toBe('最低生活保障确认通知书');
    expect(letter.number).toMatch(/^嘉鱼.+民低保确字/);
    const { content } = (await api.owner.query('select content, id from issued_document where id = $1', [letter.id])).rows[0];
    const says = JSON.stringify(api.context.keys.openJson(content, `issued_document.content:${letter.id}`));
    expect(says).toContain(`受嘉鱼县民政局委托作出（${PAPER}）`);
    expect(says).toContain('向嘉鱼县人民政府申请行政复议');
  });

  test('不符合条件的，也由没有初审的另一位负责人作出不予确认的决定', async () => {
    const id = await carry(api, refused, 'toFile');
    ids.set('refused', id);
    expect((await other.case(id)).state).toBe('confirmingHere');
    await other.act(id, 'refuse', { opinion: '不予确认。' });
    expect((await other.case(id)).outcome).toBe('refused');
  });

  test('近亲属备案的不委托：照旧报县，30个工作日，县级入户以后才能决定', async () => {
    const id = await carry(api, relative, 'confirming');
    expect(await county.case(id)).toMatchObject({ state: 'confirming', flags: ['staff-relative'] });
    expect(await county.actRefused(id, 'confirm', { opinion: '同意。' })).toMatchObject({ code: 'COUNTY_VISIT_REQUIRED' });
  });

  test('公示有人反映的转回县级，期限按30个工作日', async () => {
    const id = await carry(api, objected, 'onNotice');
    const accepted = (await clerk.case(id)).acceptedOn!;
    expect((await clerk.case(id)).totalDueOn).toBe(workdays(accepted, 20));
    const { id: notice } = (await clerk.case(id)).sections.notice;
    await api.visitor().post(`/api/notices/${notice}/objections`, {
      text: '她女儿每月给她一千元。',
      name: '邻居甲',
      phone: '13971500021',
      requestId: requestId(),
    });
    expect(await clerk.case(id)).toMatchObject({ state: 'objected', flags: ['objection'], totalDueOn: workdays(accepted, 30) });
  });

  test('特殊情形延长到45个工作日，须在20个工作日届满前写明理由', async () => {
    const id = await carry(api, slow, 'checking');
    const { acceptedOn, totalDueOn } = await clerk.case(id);
    await clerk.act(id, 'extend', { ground: 'separated', reason: '人户分离，要到外县核实' });
    expect((await clerk.case(id)).totalDueOn).toBe(workdays(acceptedOn!, 45));
    expect(totalDueOn).toBe(workdays(acceptedOn!, 20));
    ids.set('late', await carry(api, late, 'accepted'));
  });

  test('有人举报的，乡镇提请县级确认：县级先入户', async () => {
    const id = await carry(api, complained, 'toFile');
    await other.act(id, 'passToCounty', { ground: 'complaint', reason: '电话举报家里有车，要县里查清' });
    expect(await county.case(id)).toMatchObject({ state: 'confirming', flags: ['complaint'] });
    expect(await county.actRefused(id, 'confirm', { opinion: '同意。' })).toMatchObject({ code: 'COUNTY_VISIT_REQUIRED' });
  });
});

test('没有委托的县：照旧由县级确认，30个工作日', async () => {
  const id = await carry(api, elsewhere, 'toFile');
  const township = await api.staff('xiang');
  expect(await township.case(id)).toMatchObject({ state: 'toFile', flags: [] });
  expect((await ahead(township, id)).map(([zh]) => zh)).toEqual(['待确认', '已确认']);
});

describe('县级抽查', () => {
  /** The township writes down what the pension is now. */
  const pension = async (review: string, amountFen: number) => {
    const initial = (await clerk.case(review)).allowedActions.find((a) => a.action === 'recordFacts')!.initial as object;
    await clerk.act(review, 'recordFacts', {
      ...initial,
      validFrom: api.clock.today(),
      source: '养老金发放记录',
      incomes: [{ member: 'self', type: 'employee-pension', amountFen, per: 'month' }],
    });
  };
  const open = async (by: Browser) => (await by.get('/api/township-checks')).rows;
  const judge = (by: Browser, id: string, action: string, note: string) =>
    by.call('POST', `/api/township-checks/${id}/judgement`, { action, requestId: requestId(), input: { note } });

  test('一个月过完，从上月乡镇的决定里抽签：种子留存，只抽一次，县里收到通知', async () => {
    await api.jumpTo('2026-11-02');
    expect(await drawTownshipSamples(api.context)).toBe(0);
    expect(await clerk.actRefused(ids.get('late')!, 'extend', { ground: 'separated', reason: '人户分离' })).toMatchObject({
      code: 'EXTEND_TOO_LATE',
    });
    const { rows } = await county.get('/api/township-draws');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ month: '2026-09', decisions: 2, drawn: 2, open: 2, wrong: 0, rate: '1' });
    expect(rows[0].seed).toMatch(/^[0-9a-f]{32}$/);
    expect((await open(county)).map((r: { applicantName: string; dueOn: string }) => [r.applicantName, r.dueOn]).sort()).toEqual([
      ['乙委', '2026-10-20'],
      ['甲委', '2026-10-20'],
    ]);
    const told = (await county.get('/api/messages')).items.map((m: { title: string }) => m.title);
    expect(told).toContain('乡镇确认抽查');
    // 别的县看不到
    expect(await open(await api.staff('queren'))).toEqual([]);
  });

  test('没有问题的办结；看过的不能再看；乡镇只能看，不能下结论', async () => {
    const id = ids.get('granted')!;
    expect((await judge(other, id, 'agreed', '')).status).toBe(403);
    expect((await open(other)).find((r: { id: string }) => r.id === id).actions).toEqual([]);
    expect((await judge(county, id, 'wrong', '')).body.error.fields).toMatchObject([{ path: 'note' }]);
  });

  test('待遇还在的，认为不对就开出复核，由县级决定', async () => {
    const id = ids.get('granted')!;
    const { body } = await judge(county, id, 'wrong', '养老金按旧数计算，少算了一百元');
    expect((await judge(county, id, 'agreed', '')).body.error).toMatchObject({ code: 'TOWNSHIP_CHECKED' });
    const review = await clerk.case(body.remedyCaseId);
    expect(review.sections.review).toMatchObject({ kindZh: '县级抽查' });
    expect(review.flags).toEqual(['review-supervision']);
    await pension(review.id, 200_00);
    await clerk.act(review.id, 'proposeChange', { opinion: '养老金按实际数，拟增发。' });
    expect((await county.case(review.id)).state).toBe('deciding');
    await county.act(review.id, 'decide', { opinion: '同意增发。' });
  });

  test('不予确认的，认为不对就用原来的申请另开一件，由县级确认', async () => {
    const { body } = await judge(county, ids.get('refused')!, 'wrong', '有一项收入已经停发，应当重新核实');
    await clerk.act(body.remedyCaseId, 'accept');
    expect(await clerk.case(body.remedyCaseId)).toMatchObject({ flags: ['proxy'], parent: { id: ids.get('refused') } });
    expect(await open(county)).toEqual([]);
    const done = (await county.get('/api/township-checks?view=done')).rows;
    expect(done.map((r: { verdict: string }) => r.verdict)).toEqual(['wrong', 'wrong']);
    expect((await county.get('/api/township-draws')).rows[0]).toMatchObject({ open: 0, wrong: 2 });
    expect(api.errors).toEqual([]);
  });

  test('平常的复核也由乡镇决定：提出的人不能定，决定书是乡镇的，下个月再抽', async () => {
    const { id } = await clerk.post('/api/cases', {
      itemId: 'SA-02',
      channel: 'proxy',
      requestId: requestId(),
      form: {
        name: '甲委',
        idNumber: granted.persons[0]!.idNumber,
        change: 'income',
        happenedOn: api.clock.today(),
        detail: '',
        papers: [],
      },
    });
    expect((await clerk.case(id)).flags).toEqual(['review-change', 'by-township']);
    await pension(id, 50_00);
    await clerk.act(id, 'proposeChange', { opinion: '养老金减少，拟增发。' });
    expect(await clerk.case(id)).toMatchObject({ state: 'decidingHere', stateZh: '待乡镇决定', holderZh: '乡镇审核人' });
    expect(await actions(county, id)).toEqual([]);
    await leader.act(id, 'decide', { opinion: '同意增发。' });
    const decided = await clerk.case(id);
    expect(decided.state).toBe('decided');
    expect(decided.sections.documents[0]).toMatchObject({ title: '最低生活保障金增发决定书' });
    expect(decided.sections.documents[0].number).toMatch(/^嘉鱼鱼岳民低保增字/);
    const { rows } = await api.owner.query('select what, month, sampled from township_decision where case_id = $1', [id]);
    expect(rows).toEqual([{ what: 'decide', month: '2026-11', sampled: null }]);
  });

  test('过了期限没有看完的，告诉县里的领导一次', async () => {
    await api.jumpTo('2026-12-01');
    await api.jumpTo('2026-12-16');
    await api.run();
    const { rows } = await api.owner.query(
      `select body from message where template = 'township-sample.overdue' order by created_at`,
    );
    expect(rows.map((r) => r.body)).toEqual([
      '乡镇确认抽查有2件过了期限还没有看完，请督促办理。',
      '乡镇确认抽查有1件过了期限还没有看完，请督促办理。',
    ]);
    expect(api.errors).toEqual([]);
  });
});
