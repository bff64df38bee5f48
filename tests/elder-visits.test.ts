/** 探访关爱 over HTTP: a village goes round its elders, part of it without a network; who is missed, who does not answer, what is found, who is away or dies. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forgetVisitPlaces } from '../src/domains/elderly-care/visits/forget.ts';
import { visitPlace } from '../src/domains/elderly-care/visits/sealed.ts';
import { emit } from '../src/kernel/event/server.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';
import { type Elder, elderDesk, VILLAGE } from './elders.ts';

let api: Api;
let desk: Awaited<ReturnType<typeof elderDesk>>;
let village: Browser;
let clerk: Browser;
let li: Elder;
let zhou: Elder;
let wang: Elder;

const at = (text: string) => new Date(`${text}:00+08:00`).toISOString();
const STAY = '01a00000-0000-7000-8000-000000000001';
const HOME = '29.71000,114.30000,12';

async function goTo(text: string): Promise<void> {
  api.clock.set(at(text));
  await api.run();
}
const lives = (who: Elder, status: string) =>
  village.post(`/api/elders/${who.id}/living`, {
    requestId: requestId(),
    input: { status, contacts: [{ name: '女儿小芳', relation: 'child', phone: '13900001111', canOpenDoor: true }] },
  });
const visit = (who: Elder, startedAt: string, more: Record<string, unknown> = {}) => ({
  personId: who.id,
  mode: 'home',
  outcome: 'well',
  startedAt: at(startedAt),
  endedAt: new Date(Date.parse(at(startedAt)) + 6 * 60_000).toISOString(),
  position: HOME,
  ...more,
});
const send = (input: object, id = requestId(), by = village) =>
  by.post('/api/elder-visits/records', { requestId: id, sentAt: api.clock.now(), input });
const dutiesOf = async (who: Elder): Promise<string[]> =>
  (
    await api.owner.query(
      `select cause, level, state, to_char(due_at at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') as due from task_duty where person_id = $1 order by due_at, cause`,
      [who.id],
    )
  ).rows.map((row) => `${row.cause} ${row.level} ${row.due} ${row.state}`);
const told = async (performer: string, title: string): Promise<string[]> =>
  (
    await api.owner.query(`select body from message where to_performer = $1 and title = $2 order by created_at`, [
      performer,
      title,
    ])
  ).rows.map((row) => row.body);
const today = async (who: Elder, by = village) =>
  (await by.get('/api/elder-visits/today')).rows.find((row: { personId: string }) => row.personId === who.id);
const rows = async (view: string, by = clerk) => (await by.get(`/api/elder-visits/rows?view=${view}`)).rows;

beforeAll(async () => {
  api = await startApi({ start: '2026-10-28' });
  desk = await elderDesk(api);
  [village, clerk] = (await Promise.all(['cun', 'xiang'].map(api.staff))) as [Browser, Browser];
  api.clock.set(at('2026-10-28T09:00'));
  li = await desk.elder('李守田', { birthDate: '1960-02-01' });
  zhou = await desk.elder('周桂珍', { birthDate: '1944-05-01' });
  wang = await desk.elder('王月娥', { birthDate: '1958-03-01' });
});
afterAll(() => api?.stop());

describe('进名单、走一遍', () => {
  test('登记独居、空巢就进名单：独居满80的是黄色；5个工作日内第一次走访，整月从11月算起', async () => {
    await lives(li, 'empty-nest');
    await lives(zhou, 'alone');
    await lives(wang, 'empty-nest');
    expect(await today(zhou)).toMatchObject({ level: 'yellow', contact: { name: '女儿小芳', canOpenDoor: true } });
    expect(await dutiesOf(li)).toEqual(['first green 11-05 00:00 open']);
    await goTo('2026-11-02T08:00');
    expect(await dutiesOf(li)).toEqual(['first green 11-05 00:00 open', 'period green 12-01 00:00 open']);
    // 再跑一遍不多出来
    await goTo('2026-11-02T09:00');
    expect(await dutiesOf(li)).toHaveLength(2);
    expect((await village.get('/api/visits')).stops.map((stop: { name: string }) => stop.name)).toContain('周桂珍');
  });
  test('没有网络时走的，第二天才送到：按走访的时间算，送两遍只记一次，同一个编号换了内容不收', async () => {
    await goTo('2026-11-05T16:00');
    expect(await dutiesOf(li)).toContain('first green 11-05 00:00 overdue');
    const walked = visit(li, '2026-11-04T15:00');
    expect(await send(walked, 'phone-queue-1')).toMatchObject({ validity: 'valid', reasons: [] });
    expect(await send(walked, 'phone-queue-1')).toMatchObject({ validity: 'valid' });
    expect(
      await village.refused('/api/elder-visits/records', {
        requestId: 'phone-queue-1',
        sentAt: api.clock.now(),
        input: { ...walked, outcome: 'no-answer' },
      }),
    ).toMatchObject({ code: 'REQUEST_REUSED' });
    // 第一次走访按时；11月也走到了
    expect(await dutiesOf(li)).toEqual(['first green 11-05 00:00 met', 'period green 12-01 00:00 met']);
    // 第一次上门定位，住处就记下了
    expect(
      await api.owner.query(`select 1 from fact_version where kind = 'home-point' and subject_id = $1`, [li.id]),
    ).toMatchObject({ rowCount: 1 });
  });
  test('离住处太远的存疑，乡镇核实了才算；村里不能自己核实', async () => {
    const far = { position: '29.75000,114.30000,12', startedAt: at('2026-11-05T15:30'), endedAt: at('2026-11-05T15:40') };
    await send(visit(zhou, '2026-11-04T10:00', { position: HOME }));
    const { validity, reasons } = await send({ ...visit(zhou, '2026-11-05T15:30'), ...far });
    expect([validity, reasons]).toEqual(['suspect', ['定位异常，待乡镇核实']]);
    const [row] = await rows('suspects');
    expect(row).toMatchObject({ name: '周桂珍', offers: [{ zh: '核实' }] });
    expect((await rows('suspects', village))[0].offers).toEqual([]);
    await clerk.post(row.offers[0].to, { requestId: requestId(), verdict: 'invalid', note: '电话问过邻居，那天没有来' });
    expect(await rows('suspects')).toEqual([]);
  });
  test('例6 每月两次：隔不到10天的不算，隔够了做到', async () => {
    await goTo('2026-11-12T11:00');
    await send(visit(zhou, '2026-11-12T10:00'));
    expect((await dutiesOf(zhou)).at(-1)).toBe('period yellow 12-01 00:00 open');
    await goTo('2026-11-16T11:00');
    await send(visit(zhou, '2026-11-16T10:00'));
    expect((await dutiesOf(zhou)).at(-1)).toBe('period yellow 12-01 00:00 met');
  });
});

describe('例13 更危险了，马上多走', () => {
  test('18日10时重新评分为红：19日10时前走到；19日9时入户，这一周也算走了；11月的按月走访由每周代替', async () => {
    await goTo('2026-11-18T10:00');
    const { fields } = await village.get(`/api/elder-visits/${wang.id}/risk`);
    expect(fields.map((field: { name: string }) => field.name)).toContain('bereavedOn');
    await village.post(`/api/elder-visits/${wang.id}/risk`, {
      requestId: requestId(),
      bereavedOn: '2026-11-17',
      suddenIllness: true,
      hazard: true,
      unreachable: true,
    });
    expect(await dutiesOf(wang)).toEqual([
      'first green 11-05 00:00 overdue',
      'raised red 11-19 10:00 open',
      'period red 11-23 00:00 open',
      'period green 12-01 00:00 superseded',
    ]);
    await goTo('2026-11-19T09:10');
    await send(visit(wang, '2026-11-19T09:00'));
    expect(await dutiesOf(wang)).toEqual([
      'first green 11-05 00:00 late',
      'raised red 11-19 10:00 met',
      'period red 11-23 00:00 met',
      'period green 12-01 00:00 superseded',
    ]);
    // 红色的打电话不算
    api.clock.set(at('2026-11-20T09:00'));
    expect(await send(visit(wang, '2026-11-20T08:50', { mode: 'phone' }))).toMatchObject({
      validity: 'invalid',
      reasons: ['红色等级须入户走访'],
    });
  });
  test('好转了也不自己降：系统提出，乡镇定，不满30日不行', async () => {
    await village.post(`/api/elder-visits/${wang.id}/risk`, { requestId: requestId(), suddenIllness: true });
    const [row] = await rows('lower');
    expect(row).toMatchObject({ name: '王月娥', levelZh: '红' });
    expect(await clerk.refused(row.offers[0].to, { requestId: requestId(), note: '病情平稳了' })).toMatchObject({
      message: '现等级未满30日，不得降级。',
    });
    expect(await village.call('POST', row.offers[0].to, { requestId: requestId(), note: '病情平稳了' })).toMatchObject({
      status: 403,
    });
  });
  test('例7 一周没有走：周一零点超期告诉村里，周三告诉乡镇，周五告诉县里；补走了从清单去掉，统计仍是超期', async () => {
    await goTo('2026-11-23T08:00');
    await goTo('2026-11-29T23:59');
    expect((await dutiesOf(wang)).at(-2)).toBe('period red 11-30 00:00 open');
    const before = (await told('village-worker', '探访超期')).length;
    await goTo('2026-11-30T00:00');
    expect(await dutiesOf(wang)).toContain('period red 11-30 00:00 overdue');
    expect((await told('village-worker', '探访超期')).length).toBe(before + 1);
    const events = await api.owner.query(
      `select payload from domain_event where type = 'visit.deadline.missed' and subject_id = $1`,
      [wang.id],
    );
    expect(events.rows.at(-1).payload).toMatchObject({ level: 'red', period: '2026-11-23/2026-11-30' });
    const township = (await told('township-clerk', '探访超期还没有补')).length;
    await goTo('2026-12-02T00:00');
    expect((await told('township-clerk', '探访超期还没有补')).length).toBe(township + 1);
    const county = (await told('county-clerk', '探访超期还没有补')).length;
    await goTo('2026-12-04T00:00');
    expect((await told('county-clerk', '探访超期还没有补')).length).toBe(county + 1);
    expect((await rows('overdue')).map((row: { name: string }) => row.name)).toContain('王月娥');
    await goTo('2026-12-04T09:10');
    await send(visit(wang, '2026-12-04T09:00'));
    expect(await dutiesOf(wang)).toContain('period red 11-30 00:00 late');
  });
});

describe('敲门无应答', () => {
  test('例11 红色：敲门没有人应，半小时内没有记电话的报乡镇；再上门还是没有人应，转应急呼叫台；见到人就结束', async () => {
    await goTo('2026-12-07T09:01');
    await send(visit(wang, '2026-12-07T09:00', { outcome: 'no-answer', endedAt: at('2026-12-07T09:01') }));
    expect((await today(wang)).knock).toMatchObject({ step: 'calling', by: at('2026-12-07T09:30') });
    await goTo('2026-12-07T09:30');
    expect(await told('township-clerk', '敲门无应答')).toHaveLength(1);
    const { offers } = (await today(wang)).knock;
    expect(offers.map((offer: { zh: string }) => offer.zh)).toEqual(['记电话找人', '找到了']);
    await village.post(offers[0].to, { requestId: requestId(), note: '本人、女儿、邻居都没有接' });
    await goTo('2026-12-07T11:00');
    await send(visit(wang, '2026-12-07T10:55', { outcome: 'no-answer', endedAt: at('2026-12-07T10:56') }));
    const operator = await api.staff('yingji');
    const board = (await operator.get('/api/emergency/board')).rows;
    expect(board).toMatchObject([{ personName: '王月娥', level: 1 }]);
    expect((await today(wang)).knock.step).toBe('desk');
    const steps = await api.owner.query(
      `select payload ->> 'step' as step from domain_event where type = 'noanswer.escalated' order by seq`,
    );
    expect(steps.rows.map(({ step }) => step)).toEqual(['opened', 'township', 'desk']);
    api.clock.set(at('2026-12-07T12:00'));
    await send(visit(wang, '2026-12-07T11:50'));
    expect(await today(wang)).not.toMatchObject({ knock: { step: 'desk' } });
    expect((await rows('knocks')).length).toBe(0);
  });
});

test('走访发现的需求：乡镇一个工作日内交办，办完写结果，记在老人的档案里', async () => {
  api.clock.set(at('2026-12-08T10:10'));
  await send(visit(li, '2026-12-08T10:00', { outcome: 'need', needs: ['meal', 'hazard'], note: '电线老化' }));
  expect(await told('township-clerk', '老人有需要')).toHaveLength(2);
  const [row] = await rows('needs');
  expect(row.says).toMatch(/待交办，2026年12月9日前交办/);
  const give = row.offers.find((offer: { zh: string }) => offer.zh === '交办');
  expect(give.initial).toEqual({ dueOn: '2026-12-15' });
  await clerk.post(give.to, { requestId: requestId(), owner: '镇社工站 宋晓', dueOn: '2026-12-15' });
  const close = (await rows('needs'))[0].offers.find((offer: { zh: string }) => offer.zh === '办结');
  await village.post(close.to, { requestId: requestId(), result: '已在村老年食堂订餐，每天送到' });
  const file = await village.get(`/api/persons/${li.id}/sections/elder-visits`);
  expect(JSON.stringify(file)).toMatch(/办结：已在村老年食堂订餐/);
  expect(await rows('needs')).toHaveLength(1);
});

test('住进养老机构那天起不用走，出院第二天起要走；换联系人要写交接', async () => {
  const stay = (type: 'stay.started' | 'stay.ended', payload: Record<string, string>) =>
    desk.work((tx) =>
      emit(tx, {
        type,
        subject: { kind: 'person', id: li.id },
        division: VILLAGE,
        payload: { stayId: STAY, personId: li.id, institutionId: STAY, kind: 'long', ...payload },
      }),
    );
  await goTo('2027-01-04T09:00');
  expect((await dutiesOf(li)).at(-1)).toBe('period green 02-01 00:00 open');
  await stay('stay.started', { from: '2027-01-04' });
  await goTo('2027-01-05T09:00');
  expect((await dutiesOf(li)).at(-1)).toBe('period green 02-01 00:00 exempt');
  expect(
    await village.refused('/api/elder-visits/records', {
      requestId: requestId(),
      sentAt: api.clock.now(),
      input: visit(li, '2027-01-05T08:30'),
    }),
  ).toMatchObject({ code: 'VISIT_PAUSED' });
  await goTo('2027-01-08T09:00');
  await stay('stay.ended', { to: '2027-01-08', reason: 'discharged' });
  await goTo('2027-01-11T09:00');
  expect((await dutiesOf(li)).filter((duty) => duty.startsWith('resumed'))).toHaveLength(1);
  const form = await village.get(`/api/elder-visits/${li.id}/hand-over`);
  const holder = form.fields[0].choices[0];
  expect(
    await village.refused(`/api/elder-visits/${li.id}/hand-over`, { requestId: requestId(), holderId: holder.value, note: '' }),
  ).toMatchObject({ code: 'INVALID_INPUT' });
  await village.post(`/api/elder-visits/${li.id}/hand-over`, {
    requestId: requestId(),
    holderId: holder.value,
    note: '耳朵背，敲门要大声',
  });
  expect((await today(li)).holderName).toBe(holder.label);
});

test('出院：任何等级都在24小时内去看一次；再送一遍不多出来', async () => {
  await goTo('2027-01-11T09:30');
  const discharged = () =>
    desk.work((tx) =>
      emit(tx, {
        type: 'hospital.discharged',
        subject: { kind: 'person', id: li.id },
        division: VILLAGE,
        payload: { personId: li.id, hospitalId: 'H1', dischargedAt: at('2027-01-11T08:00') },
      }),
    );
  await discharged();
  await api.run();
  await discharged();
  await api.run();
  expect((await dutiesOf(li)).filter((duty) => duty.startsWith('grave'))).toEqual(['grave green 01-12 09:30 open']);
});

test('极端天气：县里启动，独居的24小时内走一遍，村里收到人数', async () => {
  const { people } = await desk.county.post('/api/elder-visits/warnings', { requestId: requestId(), hazard: 'cold' });
  expect(people).toBe(1);
  expect(await told('village-worker', '极端天气走访')).toEqual([
    expect.stringMatching(/寒潮：.*有1位老人要在1月12日09:30前看一遍/),
  ]);
  expect((await today(zhou)).duties.map((duty: { causeZh: string }) => duty.causeZh)).toContain('极端天气');
  await send(visit(zhou, '2027-01-11T09:20'));
  const { warning } = await clerk.get('/api/elder-visits/board');
  expect(warning).toMatchObject({ hazardZh: '寒潮', people: 1 });
});

test('例12 去世以后：没有到期的不用走，不在本月探访率里；去世以后的记录不收；死亡登记撤销了，接着走', async () => {
  await goTo('2027-02-01T09:00');
  await goTo('2027-02-11T09:00');
  await desk.died(zhou, '2027-02-10');
  expect((await dutiesOf(zhou)).at(-1)).toBe('period yellow 03-01 00:00 exempt');
  expect(
    await village.refused('/api/elder-visits/records', {
      requestId: requestId(),
      sentAt: api.clock.now(),
      input: visit(zhou, '2027-02-11T08:30'),
    }),
  ).toMatchObject({ message: '该对象已于2027年2月10日死亡。' });
  const { total } = await clerk.get('/api/elder-visits/board');
  expect(total).toMatchObject({ people: 2, due: 2, visited: 0, rate: '0.0' });
  await send(visit(li, '2027-02-11T08:30'));
  expect((await clerk.get('/api/elder-visits/board')).total).toMatchObject({ due: 2, visited: 1, rate: '50.0' });
  const leader = await api.staff('xianzhang');
  const { indicators } = await leader.get('/api/indicators?board=elderly-care&month=2027-02');
  expect(indicators.find((one: { key: string }) => one.key === 'elder-visit-rate')).toMatchObject({
    zh: '特殊困难老年人月探访率',
    total: { num: 1, den: 2, verdict: 'missed' },
  });
  // 认错了人：两个人撤销登记，接着走
  const file = `/api/persons/${zhou.id}/death`;
  await clerk.post(`${file}/amendment`, { kind: 'revoke', reason: 'wrong-person', paper: '派出所证明本人健在' });
  await (await api.staff('xianghe')).post(`${file}/amendment/decision`, { decision: 'confirm', note: '' });
  await api.run();
  expect((await clerk.get('/api/elder-visits/board')).total).toMatchObject({ people: 3 });
  expect(api.errors).toEqual([]);
});

test('走访的位置只留90天：以后只剩结论和距离以外的内容，新的还在；再跑一遍没有可去的', async () => {
  const placed = async () =>
    (await api.owner.query(`select min(visited_on)::text as first, count(*)::int as n from elder_visit where placed`)).rows[0];
  const before = await placed();
  expect(before.n).toBeGreaterThan(2);
  api.clock.set(at('2027-03-01T09:00'));
  const gone = await forgetVisitPlaces(api.context);
  expect(gone).toBeGreaterThan(0);
  const after = await placed();
  expect(after.n).toBe(before.n - gone);
  expect(after.first >= '2026-12-01').toBe(true);
  expect(await forgetVisitPlaces(api.context)).toBe(0);
  const { rows } = await api.owner.query('select id, content from elder_visit where not placed order by visited_on limit 1');
  const kept = await desk.work(async (tx) =>
    tx.keys.openJson<{ place: unknown; note: string }>(rows[0].content, visitPlace(rows[0].id)),
  );
  expect(kept).toMatchObject({ place: null, note: expect.any(String) });
});
