/** 床边的照护和家属看到的, through the API: a plan, a day of tasks, a wrong line, a fall, a person missing, a bill that is paid, and a duty given with its home. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, type Browser, requestId, startApi } from '../../../../tests/api.ts';
import { startResidentSession } from '../../../kernel/access/server.ts';
import { idNumber } from '../../../kernel/resident/fixtures.ts';
import { makeDailyTasks } from '../care/plan.ts';
import { remindNursing } from '../care/remind.ts';
import { addRoom, admitAtDesk, type Elder, type Home, makeElder, nineRisks, openHome, publishPrices } from '../fixtures.ts';
import { ringIncidents } from '../incidents/watch.ts';

let api: Api;
let home: Home;
let county: Browser;
let elder: Elder;
let stayId: string;
let own: Browser;
let stranger: Browser;

const at = (time: string, day = '2026-09-10') => api.clock.set(`${day}T${time}:00+08:00`);
const resident = async (personId: string): Promise<Browser> => {
  const browser = api.visitor();
  browser.cookie = `mz_session=${(await startResidentSession(api.context, personId)).token}`;
  return browser;
};
const send = (by: Browser, url: string, body: Record<string, unknown> = {}) => by.post(url, { ...body, requestId: requestId() });
const no = (by: Browser, url: string, body: Record<string, unknown> = {}) => by.refused(url, { ...body, requestId: requestId() });
const bed = async () => (await home.carer.get('/api/care-day')).beds[0];
const life = () => own.get(`/api/my/care/stays/${stayId}`);
const messages = async (by: Browser): Promise<string[]> =>
  (await by.get('/api/messages')).items.map((m: { body: string }) => m.body);

beforeAll(async () => {
  api = await startApi({ start: '2026-09-10' });
  ({ home } = await openHome(api));
  county = await api.staff('xian');
  at('09:00');
  const beds = await addRoom(home, { name: '101', beds: 2 });
  await publishPrices(home, '2026-09-10');
  elder = await makeElder(api, { name: '寅老人', level: 2 });
  ({ stayId } = await admitAtDesk(home, elder, { bedId: beds[0]!.id }));
  [own, stranger] = await Promise.all([resident(elder.id), resident((await makeElder(api, { name: '卯老人' })).id)]);
});
afterAll(() => api?.stop());

const plan = {
  goals: '不再跌倒，自己吃饭',
  wishes: '早饭爱喝粥',
  doctor: '低盐',
  items: [
    { what: '量体温、血压', times: '10:00', days: [] },
    { what: '协助如厕', times: '09:30、11:00、12:00、13:00、14:00、14:30', days: [] },
  ],
};

test('护理站催计划：10日入住，最迟13日；定了计划，当天还没到的任务都在护理员的手机上，家属也看到', async () => {
  const [row] = (await home.nurse.get(`/api/institutions/${home.id}/nursing`)).rows;
  expect(row).toMatchObject({ name: '寅老人', planNo: null, planDue: '2026-09-13', risksDue: '2027-09-10' });
  const file = await home.nurse.get(`/api/stays/${stayId}/care`);
  expect(file.offers[0].initial.items.map((i: { what: string }) => i.what)).toContain('协助如厕');
  expect(
    await no(home.nurse, `/api/stays/${stayId}/plan`, { ...plan, items: [{ what: '喂饭', times: '早饭以后' }] }),
  ).toMatchObject({
    code: 'PLAN_TIMES',
  });
  await send(home.nurse, `/api/stays/${stayId}/plan`, plan);
  expect((await bed()).tasks.map((t: { what: string }) => t.what)).toHaveLength(7);
  expect((await life()).plan).toMatchObject({ no: 1, goals: '不再跌倒，自己吃饭' });
  // 办公室和别人看不到床边的事
  expect((await county.call('GET', `/api/stays/${stayId}/care`)).status).toBe(403);
  expect((await stranger.call('GET', `/api/my/care/stays/${stayId}`)).status).toBe(404);
  // 再生成一遍，一项也不多
  await makeDailyTasks(api.context);
  expect((await bed()).tasks).toHaveLength(7);
});

test('签一项；第二个人再签、还没到时间的不收；写错的另写一行，原来的留着，改不动', async () => {
  at('10:05');
  const [toilet, temperature] = (await bed()).tasks;
  expect(temperature.what).toBe('量体温、血压');
  const sign = (by: Browser, id: string, body: Record<string, unknown>) => send(by, `/api/care-tasks/${id}/record`, body);
  // 没有网络，25分钟前在床边签的，现在才送到；送两遍还是一行
  const offline = { result: 'done', signedAgo: 1500, requestId: 'phone-tick-0001' };
  const first = await home.carer.post(`/api/care-tasks/${toilet.id}/record`, offline);
  expect(await home.carer.post(`/api/care-tasks/${toilet.id}/record`, offline)).toEqual(first);
  await sign(home.carer, temperature.id, { result: 'done', temperature: '36.5', pressure: '150/90' });
  expect(await no(home.nurse, `/api/care-tasks/${temperature.id}/record`, { result: 'done' })).toMatchObject({
    code: 'CARE_TASK_SIGNED',
    message: '这一项宋春梅已在10:05签过：已做。',
  });
  const later = (await bed()).tasks.at(-1);
  expect((await no(home.carer, `/api/care-tasks/${later.id}/record`, { result: 'done' })).code).toBe('CARE_TASK_EARLY');
  expect(
    (await no(home.carer, `/api/care-tasks/${temperature.id}/correction`, { result: 'abnormal', reason: '血压看错' })).code,
  ).toBe('ABNORMAL_WHAT');
  await send(home.carer, `/api/care-tasks/${temperature.id}/correction`, {
    result: 'done',
    pressure: '130/80',
    reason: '血压看错了',
  });
  const [done, measured] = (await bed()).tasks;
  expect(done.lines).toMatchObject([{ resultZh: '已做', by: '宋春梅', late: false }]);
  expect(new Date(done.lines[0].doneAt).toISOString()).toBe(new Date('2026-09-10T09:40:00+08:00').toISOString());
  expect(measured.lines.map((l: { says: string; corrected: boolean }) => [l.says, l.corrected])).toEqual([
    ['体温36.5℃，血压150/90', true],
    ['血压130/80，更正：血压看错了', false],
  ]);
  const { rows } = await api.owner.query(`select has_column_privilege('minzheng_app', 'care_record', 'result', 'update') as edit,
    has_table_privilege('minzheng_app', 'care_record', 'delete') as remove`);
  expect(rows).toEqual([{ edit: false, remove: false }]);
});

test('下班前一分钟里补签5项不标，第6项起都标“集中补签”；晚了2小时以上的写明两个时间', async () => {
  at('14:45');
  const open = (await bed()).tasks.filter((t: { lines: unknown[] }) => t.lines.length === 0);
  expect(open).toHaveLength(5);
  for (const task of open) await send(home.carer, `/api/care-tasks/${task.id}/record`, { result: 'done', doneAt: task.dueAt });
  expect((await home.nurse.get(`/api/institutions/${home.id}/nursing`)).bulk).toEqual([]);
  await api.owner.query(`insert into care_task (id, plan_id, stay_id, institution_id, division, item_no, on_day, due_at)
    select gen_random_uuid(), plan_id, stay_id, institution_id, division, 0, on_day, '2026-09-10T15:00:00+08:00' from care_task where on_day = '2026-09-10' limit 1`);
  const last = (await bed()).tasks.at(-1);
  expect((await send(home.carer, `/api/care-tasks/${last.id}/record`, { result: 'refused', note: '说等女儿来' })).bulk).toBe(
    true,
  );
  expect((await home.nurse.get(`/api/institutions/${home.id}/nursing`)).bulk).toMatchObject([{ by: '宋春梅', count: 6 }]);
  expect((await life()).week[0]).toMatchObject({ done: 7, refused: 1, missed: 0 });
});

test('一班只交一次；夜里巡查记在哪一夜；人员配比按今天的等级算', async () => {
  const handover = { date: '2026-09-10', shift: 'day', notes: '101-1血压偏高，晚上再量' };
  await send(home.carer, `/api/institutions/${home.id}/handovers`, handover);
  expect(await no(home.nurse, `/api/institutions/${home.id}/handovers`, handover)).toMatchObject({
    code: 'HANDOVER_TWICE',
    message: '2026年9月10日白班已经由宋春梅交过班。',
  });
  at('23:00');
  await send(home.carer, `/api/institutions/${home.id}/patrols`, { findings: '都睡了' });
  at('07:00', '2026-09-11');
  expect((await home.nurse.get(`/api/institutions/${home.id}/nursing`)).night).toEqual({
    on: '2026-09-10',
    patrols: 1,
    needed: 2,
  });
  await send(home.head, '/api/care-workers', {
    name: '宋春梅',
    idNumber: idNumber('1988-03-02'),
    phone: '13900005021',
    post: 'carer',
    hiredOn: '2026-09-01',
  });
  expect(await home.head.get(`/api/institutions/${home.id}/staff`)).toMatchObject({
    carers: 1,
    needed: 1,
    socialWorkersNeeded: 1,
  });
});

test('跌倒骨折：报得低了不收；家属、县里同时收到；没写原因不能结案，S3由县里结案；家属看得到经过', async () => {
  at('22:30', '2026-09-11');
  const fall = {
    type: 'fall',
    stayIds: [stayId],
    injury: 'hospital',
    measure: 'hospital',
    place: '卫生间门口',
    what: '起夜时滑倒，右腕肿',
    minutesAgo: 5,
  };
  const report = `/api/institutions/${home.id}/incidents`;
  expect(await no(home.carer, report, { ...fall, grade: 'S1' })).toMatchObject({
    code: 'INCIDENT_GRADE',
    message: '按这个情况至少报S3 严重。',
  });
  const { id, grade } = await send(home.carer, report, fall);
  expect(grade).toBe('S3');
  expect((await messages(own))[0]).toBe(
    '寅老人于9月11日22:25发生跌倒，已送医院，请与0999-0000701联系。经过和处置可以在“家人的养老机构”里看。',
  );
  // 夜里也马上发短信
  const text = await api.owner.query(`select next_at from outgoing_message where text like '%老人在养老机构有情况%'`);
  expect(new Date(text.rows[0].next_at).toISOString()).toBe(new Date(api.clock.now()).toISOString());
  expect((await messages(county))[0]).toContain('跌倒（S3 严重）');
  const event = await api.owner.query(`select payload from domain_event where type = 'incident.opened'`);
  expect(event.rows.map((r) => r.payload)).toMatchObject([{ incidentId: id, institutionId: home.id, type: 'fall', grade: 'S3' }]);
  const step = (by: Browser, what: string, body: Record<string, unknown>) => send(by, `/api/care-incidents/${id}/${what}`, body);
  at('22:56', '2026-09-11');
  await ringIncidents(api.context);
  expect((await messages(county))[0]).toContain('还没有登记告知家属');
  await step(home.nurse, 'family', { stayId, whom: '儿子王小明', way: 'phone', text: '马上赶去医院', minutesAgo: 20 });
  await step(home.nurse, 'county', { text: '打给郑海燕', minutesAgo: 10 });
  const [row] = (await county.get('/api/care-incidents')).rows;
  expect(row).toMatchObject({ home: '咸安区社会福利院', persons: ['寅老人（1号楼101-1）'], late: false });
  expect(await no(county, `/api/care-incidents/${id}/closing`, { text: '同意' })).toMatchObject({
    code: 'INCIDENT_CLOSE',
    message: '还不能结案，还缺：原因、整改。',
  });
  await step(home.nurse, 'cause', { text: '地面有水', minutesAgo: 0 });
  await step(home.nurse, 'correction', { text: '装感应灯、防滑垫，9月15日前做完', minutesAgo: 0 });
  expect((await no(home.head, `/api/care-incidents/${id}/closing`, { text: '可以' })).code).toBe('INCIDENT_CLOSER');
  await step(county, 'closing', { text: '现场看过，已装好' });
  const [seen] = (await life()).incidents;
  expect(seen.steps.map((s: { zh: string }) => s.zh)).toEqual(['告知家属', '原因', '整改', '结案']);
});

test('走失：15分钟提醒报110，30分钟自动升为严重；找到了不再响', async () => {
  at('14:00', '2026-09-12');
  const { id, grade } = await send(home.carer, `/api/institutions/${home.id}/incidents`, {
    type: 'wandering',
    stayIds: [stayId],
    injury: 'none',
    measure: 'searching',
    place: '院子',
    what: '点名时不在',
  });
  expect(grade).toBe('S1');
  at('14:14', '2026-09-12');
  expect(await ringIncidents(api.context)).toBe(0);
  at('14:15', '2026-09-12');
  expect(await ringIncidents(api.context)).toBe(1);
  expect((await messages(home.head))[0]).toContain('走失已15分钟，请马上报110');
  at('14:30', '2026-09-12');
  await ringIncidents(api.context);
  expect(await county.get(`/api/care-incidents/${id}`)).toMatchObject({ gradeZh: 'S3 严重' });
  await send(home.carer, `/api/care-incidents/${id}/located`, { text: '在菜场，身体好', minutesAgo: 0 });
  expect((await no(home.carer, `/api/care-incidents/${id}/located`, { text: '再登记', minutesAgo: 60 })).code).toBe(
    'INCIDENT_BEFORE',
  );
});

test('代管药品：一人备药、另一人给，自己备的自己不能给；不够3天的告诉家属；药不够的不能备', async () => {
  at('07:30', '2026-09-13');
  const { id } = await send(home.nurse, `/api/stays/${stayId}/medications`, {
    drug: '氨氯地平片 5毫克',
    dose: '每次1片，饭后',
    times: '08:00、18:00',
    units: 1,
    stock: 6,
    doctor: '区医院刘医生9月12日',
    entrustedBy: '儿子王小明',
    signed: true,
  });
  const [dose] = (await bed()).doses;
  const step = (by: Browser, what: string, body = {}) => send(by, `/api/care-doses/${dose.id}/${what}`, body);
  expect((await no(home.carer, `/api/care-doses/${dose.id}/giving`, { result: 'given' })).code).toBe('DOSE_UNPREPARED');
  await step(home.carer, 'preparation');
  expect(await no(home.carer, `/api/care-doses/${dose.id}/giving`, { result: 'given' })).toMatchObject({
    code: 'DOSE_SAME_HAND',
    message: '备药和服药要两个人核对，您备的药由另一个人给。',
  });
  await step(home.nurse, 'giving', { result: 'given' });
  expect((await no(home.nurse, `/api/care-doses/${dose.id}/giving`, { result: 'refused' })).code).toBe('DOSE_SIGNED');
  expect((await messages(own))[0]).toContain('一种药剩下的不够3天');
  expect(await life()).toMatchObject({
    medications: [{ stock: 5, daysLeft: 2 }],
    doses: [{ state: 'given' }, { state: 'waiting' }],
  });
  await expect(api.owner.query(`update care_dose set given_by = prepared_by where id = $1`, [dose.id])).rejects.toMatchObject({
    code: '23514',
  });
  await api.owner.query('update care_medication set stock = 0 where id = $1', [id]);
  at('17:30', '2026-09-13');
  const evening = (await bed()).doses.at(-1);
  expect((await no(home.carer, `/api/care-doses/${evening.id}/preparation`)).code).toBe('DOSE_STOCK');
  await send(home.nurse, `/api/care-medications/${id}/stock`, { units: 20 });
  await send(home.nurse, `/api/care-medications/${id}/end`, { reason: '医嘱停药' });
  expect((await bed()).doses.map((d: { state: string }) => d.state)).toEqual(['given']);
});

test('每天一早提醒护理主管和院长还没做的，一天只一次', async () => {
  at('08:00', '2026-09-14');
  const before = (await messages(home.nurse)).length;
  await remindNursing(api.context);
  await remindNursing(api.context);
  const after = await messages(home.nurse);
  expect(after).toHaveLength(before + 1);
  expect(after[0]).toBe('9月13日晚上只巡查0次，不足2次。请在“护理站”里办。');
});

test('家属请假16时提出，机构第二天才答复：餐费按提出的时间算；探访满了换时段', async () => {
  at('16:00', '2026-09-14');
  const leave = { leaveKind: 'out', from: '2026-09-15', last: '2026-09-16', note: '回家过生日' };
  const { id } = await send(own, `/api/my/care/stays/${stayId}/leave`, leave);
  expect((await stranger.refused(`/api/my/care/stays/${stayId}/leave`, { ...leave, requestId: requestId() })).status).toBe(404);
  at('08:00', '2026-09-15');
  await send(home.nurse, `/api/care-requests/${id}/answer`, { outcome: 'agreed' });
  const visit = { on: '2026-09-18', slot: 'afternoon', visitors: '女儿王小红' };
  await send(own, `/api/my/care/stays/${stayId}/visit`, visit);
  expect((await no(own, `/api/my/care/stays/${stayId}/visit`, visit)).code).toBe('VISIT_TWICE');
  expect((await life()).requests.map((r: { kindZh: string; stateZh: string }) => [r.kindZh, r.stateZh])).toEqual([
    ['探访', '等机构答复'],
    ['请假', '已同意'],
  ]);
  expect((await bed()).tasks).toEqual([]);
});

test('还没有入住的家庭预约参观：一个时段三家，第四家换时段；机构答复，预约的人收到；别人撤不了', async () => {
  at('09:00', '2026-09-15');
  const tour = { on: '2026-09-20', slot: 'morning', visitors: '一家三口', phone: '13907240001', note: '' };
  const url = `/api/my/care/homes/${home.id}/tour`;
  const { id } = await send(stranger, url, tour);
  expect((await no(stranger, url, tour)).code).toBe('VISIT_TWICE');
  expect((await no(stranger, url, { ...tour, on: '2026-09-14' })).code).toBe('REQUEST_DAYS');
  for (const name of ['甲看房', '乙看房']) await send(await resident((await makeElder(api, { name })).id), url, tour);
  const fourth = await resident((await makeElder(api, { name: '丙看房' })).id);
  expect((await no(fourth, url, tour)).message).toBe('9月20日上午（9时到11时）已经约满3家。');
  await send(fourth, url, { ...tour, slot: 'afternoon' });
  expect((await no(fourth, `/api/my/care/requests/${id}/withdrawal`)).status).toBe(404);
  const { rows } = await home.reception.get(`/api/institutions/${home.id}/requests`);
  expect(rows.find((r: { id: string }) => r.id === id)).toMatchObject({ kindZh: '参观', name: '卯老人', stayId: null });
  // 参观由接待答复，请假由护理答复
  expect((await no(home.nurse, `/api/care-requests/${id}/answer`, { outcome: 'agreed', answer: '' })).code).toBe('NOT_PERMITTED');
  await send(home.reception, `/api/care-requests/${id}/answer`, { outcome: 'agreed', answer: '请带身份证' });
  expect((await stranger.get('/api/my/care/tours')).rows).toMatchObject([{ stateZh: '已同意', answer: '请带身份证' }]);
  expect((await fourth.get('/api/my/care/tours')).rows).toMatchObject([{ stateZh: '等机构答复' }]);
});

test('窗口办的入住没有代理人：接待核对证件以后登记儿子，儿子马上看得到，每次看都有记录；别人还是看不到', async () => {
  const son = await makeElder(api, { name: '寅小军', born: '1970-01-05' });
  const agent = { name: son.name, idNumber: son.idNumber, checked: true };
  const phone = await resident(son.id);
  expect((await phone.call('GET', `/api/my/care/stays/${stayId}`)).status).toBe(404);
  expect((await no(home.reception, `/api/stays/${stayId}/agent`, { ...agent, checked: false })).code).toBe('INVALID_INPUT');
  expect(
    (await no(home.reception, `/api/stays/${stayId}/agent`, { name: elder.name, idNumber: elder.idNumber, checked: true })).code,
  ).toBe('AGENT_SELF');
  await send(home.reception, `/api/stays/${stayId}/agent`, agent);
  expect((await phone.get(`/api/my/care/stays/${stayId}`)).name).toBe('寅老人');
  expect((await phone.get('/api/my/care')).rows).toMatchObject([{ name: '寅老人', stateZh: '已入住' }]);
  const { rows } = await api.owner.query(
    `select count(*)::int as n from audit_log where action = 'care-stay.read-by-agent' and person_id = $1`,
    [elder.id],
  );
  expect(rows[0].n).toBe(2);
  expect((await home.reception.get(`/api/stays/${stayId}`)).agent).toBe('寅小军');
});

test('等级变更：两次评估摆在一起，同意了才改；投诉转给县里', async () => {
  at('10:00', '2026-09-17');
  await send(home.nurse, `/api/stays/${stayId}/level-question`, { level: 'nursed-1', from: '2026-09-20', why: '跌倒以后要人扶' });
  expect((await life()).asked).toMatchObject({
    now: { levelZh: '介助2', monthlyFen: 900_00 },
    proposed: { levelZh: '介护1', monthlyFen: 1500_00 },
    assessments: [{ capacityZh: '2级', offeredZh: '介助2' }],
  });
  await send(own, `/api/my/care/stays/${stayId}/consent`);
  await send(own, `/api/my/care/stays/${stayId}/complaint`, { text: '夜里按铃半小时没有人来', phone: '13900005999' });
  const tickets = await api.owner.query(`select kind, category, channel from ticket`);
  expect(tickets.rows).toEqual([{ kind: 'complaint', category: 'elderly', channel: 'portal' }]);
});

test('付账单：开付款单，说付了，会计没有查到；再付一次，会计登记收款，家属看到已付清', async () => {
  at('09:00', '2026-10-01');
  await send(home.accountant, `/api/stays/${stayId}/bills`, { month: '2026-09' });
  const [bill] = (await life()).bills;
  // 9月10日至30日21天：床位840元；护理费10天介助2、11天介护1：300+550=850元；餐费请假2整天不收：380元
  expect(bill).toMatchObject({ canPay: true, leftFen: 2070_00, order: null });
  const order = await send(own, `/api/my/care/bills/${bill.id}/order`, { method: 'bank' });
  expect(order.code).toMatch(/^\d{8}$/);
  expect((await no(own, `/api/my/care/bills/${bill.id}/order`, { method: 'cash' })).code).toBe('ORDER_OPEN');
  expect((await no(stranger, `/api/my/care/bills/${bill.id}/order`, { method: 'bank' })).code).toBe('NOT_FOUND');
  await send(own, `/api/my/care/orders/${order.id}/paid`);
  expect((await messages(home.accountant))[0]).toContain(`编号${order.code}`);
  await send(home.accountant, `/api/care-payment-orders/${order.id}/missing`);
  expect((await life()).bills[0].order.stateZh).toBe('会计没有查到这笔钱');
  await send(own, `/api/my/care/bills/${bill.id}/order`, { method: 'mobile' });
  await send(home.accountant, `/api/bills/${bill.id}/payment`, { amount: 2070_00, method: 'mobile' });
  expect((await life()).bills[0]).toMatchObject({ stateZh: '已付清', canPay: false, order: { state: 'received' } });
});

test('系统管理员给护理员设岗：不选机构不行，选了别县的地区不行；设好以后只看得到这一家', async () => {
  const admin = await api.staff('xitong');
  const form = await admin.get('/api/users/duty-form');
  const unit = form.fields.find((f: { name: string }) => f.name === 'unitId');
  expect(unit.choices.map((c: { label: string }) => c.label)).toContain('咸安区社会福利院（养老机构）');
  const user = (await admin.get('/api/users?text=xiang2')).rows[0];
  const give = { post: 'care-home-carer', division: '421202000000' };
  expect((await admin.refused(`/api/users/${user.id}/duties`, give)).code).toBe('DUTY_UNIT_NEEDED');
  expect((await admin.refused(`/api/users/${user.id}/duties`, { ...give, division: '421221000000', unitId: home.id })).code).toBe(
    'DUTY_UNIT_OUTSIDE',
  );
  expect((await admin.refused(`/api/users/${user.id}/duties`, { ...give, post: 'county-clerk', unitId: home.id })).code).toBe(
    'DUTY_UNIT_UNFIT',
  );
  await admin.post(`/api/users/${user.id}/duties`, { ...give, unitId: home.id });
  const after = (await admin.get('/api/users?text=xiang2')).rows[0];
  expect(after.duties.at(-1)).toMatchObject({ zh: '养老机构护理员', unitName: '咸安区社会福利院' });
});

test('退住以后，没做的任务不再催；九项风险重评写得全', async () => {
  expect((await no(home.nurse, `/api/stays/${stayId}/risks`, { ...nineRisks(), fall: undefined })).code).toBe(
    'PLAN_RISKS_MISSING',
  );
  await send(home.nurse, `/api/stays/${stayId}/risks`, { ...nineRisks({ fall: 'high' }), measures: '起夜有人扶' });
  expect((await bed()).risks).toEqual([{ zh: '跌倒', levelZh: '高', measure: '起夜有人扶' }]);
  await makeDailyTasks(api.context);
  await send(home.reception, `/api/stays/${stayId}/discharge`, { reason: '回家居住' });
  const { rows } = await api.owner.query(`select count(*)::int as n from care_task where result is null and due_at > $1`, [
    api.clock.now(),
  ]);
  expect(rows[0].n).toBe(0);
});
