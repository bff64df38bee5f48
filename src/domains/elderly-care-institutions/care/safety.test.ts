/** 约束、疑似虐待、呼叫器坏了、停电的名单, through the API: what the database refuses, what rings, what is frozen, what it costs. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, type Browser, requestId, startApi } from '../../../../tests/api.ts';
import { startResidentSession } from '../../../kernel/access/server.ts';
import { addRoom, admitAtDesk, type Elder, type Home, makeElder, openHome, publishPrices } from '../fixtures.ts';
import { tellMinor } from '../incidents/watch.ts';
import { ringCare } from './ring.ts';

let api: Api;
let home: Home;
let county: Browser;
let elder: Elder;
let stayId: string;
let own: Browser;

const at = (time: string, day = '2026-09-10') => api.clock.set(`${day}T${time}:00+08:00`);
const send = (by: Browser, url: string, body: Record<string, unknown> = {}) => by.post(url, { ...body, requestId: requestId() });
const no = (by: Browser, url: string, body: Record<string, unknown> = {}) => by.refused(url, { ...body, requestId: requestId() });
const messages = async (by: Browser): Promise<string[]> =>
  (await by.get('/api/messages')).items.map((m: { body: string }) => m.body);

beforeAll(async () => {
  api = await startApi({ start: '2026-09-10' });
  ({ home } = await openHome(api));
  county = await api.staff('xian');
  at('09:00');
  const [bed] = await addRoom(home, { name: '101', beds: 1 });
  await publishPrices(home, '2026-09-10');
  elder = await makeElder(api, { name: '亥老人', level: 3 });
  ({ stayId } = await admitAtDesk(home, elder, { bedId: bed!.id, contract: { careLevel: 'nursed-1' } }));
  own = api.visitor();
  own.cookie = `mz_session=${(await startResidentSession(api.context, elder.id)).token}`;
});
afterAll(() => api?.stop());

describe('约束保护', () => {
  const order = {
    way: 'vest',
    reason: '夜里反复拔管，陪护、转移注意都试过',
    orderedBy: '区医院刘医生',
    orderedOn: '2026-09-10',
    consentBy: '儿子王小明',
    signed: true,
    maxHours: 2,
  };
  let id: string;

  test('没有医嘱、没有签字、超过2小时的不收；绕过程序写库也不收；家属马上知道', async () => {
    const url = `/api/stays/${stayId}/restraints`;
    expect((await no(home.nurse, url, { ...order, orderedBy: '' })).fields).toMatchObject([
      { path: 'orderedBy', message: '没有医嘱不能约束' },
    ]);
    expect((await no(home.nurse, url, { ...order, signed: false })).code).toBe('INVALID_INPUT');
    expect((await no(home.nurse, url, { ...order, maxHours: 3 })).message).toBe('约束最长2小时。');
    expect((await home.carer.call('POST', url, { ...order, requestId: requestId() })).status).toBe(403);
    await expect(
      api.owner.query(
        `insert into care_restraint (id, stay_id, institution_id, division, way, ordered_by, ordered_on, content, consent, start_at, max_hours, check_minutes, recorded_at, by_actor, by_name)
          select gen_random_uuid(), id, institution_id, division, 'vest', ' ', '2026-09-10', 'x', 'x', '2026-09-10T10:00:00+08:00', 2, 30, now(), 'x', 'x' from care_stay where id = $1`,
        [stayId],
      ),
    ).rejects.toMatchObject({ constraint: 'care_restraint_order' });
    at('22:00');
    ({ id } = await send(home.nurse, url, order));
    expect((await no(home.nurse, url, order)).code).toBe('RESTRAINT_OPEN');
    expect((await messages(own))[0]).toContain('按医嘱、经同意做了约束保护');
  });

  test('30分钟提醒去看，看过重新算；2小时提醒解除；家属看得到每一次观察', async () => {
    at('22:29');
    expect(await ringCare(api.context)).toBe(0);
    at('22:30');
    expect(await ringCare(api.context)).toBe(1);
    expect((await messages(home.carer))[0]).toBe('1号楼101-1的老人在约束中，30分钟到了，请去看一次并登记。');
    await send(home.carer, `/api/care-restraints/${id}/look`, { note: '皮肤完好，手指红润' });
    expect((await home.nurse.get(`/api/stays/${stayId}/care`)).restraints).toMatchObject([{ late: false, endedAt: null }]);
    at('00:00', '2026-09-11');
    await ringCare(api.context);
    expect((await messages(home.nurse)).some((m) => m.includes('约束已到2小时，请马上解除'))).toBe(true);
    await send(home.carer, `/api/care-restraints/${id}/release`, { why: '平静了，皮肤完好' });
    expect((await no(home.carer, `/api/care-restraints/${id}/look`, { note: '再看' })).code).toBe('RESTRAINT_ENDED');
    const [seen] = (await own.get(`/api/my/care/stays/${stayId}`)).restraints;
    expect(seen).toMatchObject({ wayZh: '约束背心', consentBy: '儿子王小明', looks: [{ note: '皮肤完好，手指红润' }] });
    expect(await ringCare(api.context)).toBe(0);
  });
});

describe('呼叫器坏了，停电', () => {
  test('坏了每30分钟提醒巡查，巡查一次重新算，修好为止；坏着的时候不能再登记一次', async () => {
    at('10:00', '2026-09-12');
    const url = `/api/institutions/${home.id}/call-outages`;
    const { id } = await send(home.nurse, url, { place: '二楼全部' });
    expect((await no(home.nurse, url, { place: '二楼' })).code).toBe('CALL_DOWN_TWICE');
    at('10:20', '2026-09-12');
    await send(home.carer, `/api/institutions/${home.id}/patrols`, { findings: '都好' });
    at('10:49', '2026-09-12');
    expect(await ringCare(api.context)).toBe(0);
    at('10:50', '2026-09-12');
    expect(await ringCare(api.context)).toBe(1);
    expect((await messages(home.carer))[0]).toContain('二楼全部的呼叫器还没有修好，30分钟没有巡查');
    at('11:20', '2026-09-12');
    expect((await home.nurse.get(`/api/institutions/${home.id}/nursing`)).outage).toMatchObject({
      wanted: 2,
      rounds: 1,
      late: true,
    });
    expect(await ringCare(api.context)).toBe(1);
    await send(home.nurse, `/api/care-call-outages/${id}/end`, { fixed: '换了主机，逐间试过' });
    at('12:00', '2026-09-12');
    expect(await ringCare(api.context)).toBe(0);
    expect((await home.nurse.get(`/api/institutions/${home.id}/nursing`)).outage).toBeNull();
  });

  test('20:00以后没有打印名单的标红；名单上是今晚在院的人和家属电话；打印了就不标', async () => {
    const due = async () => (await home.nurse.get(`/api/institutions/${home.id}/nursing`)).rosterDue;
    at('19:59', '2026-09-12');
    expect(await due()).toBe(false);
    at('20:00', '2026-09-12');
    expect(await due()).toBe(true);
    expect((await home.carer.get(`/api/institutions/${home.id}/roster`)).rows).toMatchObject([
      { name: '亥老人', where: '在院', levelZh: '介护1', contact: '王小明', phone: '13900005999' },
    ]);
    await send(home.carer, `/api/institutions/${home.id}/roster-print`);
    expect(await due()).toBe(false);
    expect((await county.call('GET', `/api/institutions/${home.id}/roster`)).status).toBe(403);
  });
});

describe('疑似虐待', () => {
  let id: string;
  let carerId: string;
  let task: string;

  test('登记当事人离岗：他签不了照护、巡查；绕过程序写库也不收；自己不能给自己登记', async () => {
    at('09:00', '2026-09-13');
    await send(home.nurse, `/api/stays/${stayId}/plan`, {
      goals: '皮肤完好',
      items: [
        { what: '协助翻身', times: '10:00、11:00', days: [] },
        { what: '喂午饭', times: '11:30', days: [] },
      ],
    });
    at('10:00', '2026-09-13');
    [{ id: task }] = (await home.carer.get('/api/care-day')).beds[0].tasks;
    await send(home.carer, `/api/care-tasks/${task}/record`, { result: 'done' });
    // 虚报的疑点按“吃饭”“体征”数，内容不用打开
    const lunch = (await home.carer.get('/api/care-day')).beds[0].tasks.at(-1);
    await send(home.nurse, `/api/care-tasks/${lunch.id}/record`, { result: 'done', temperature: '36.5' });
    const { rows: kept } = await api.owner.query('select vital, meal from care_record order by received_at, id');
    expect(kept).toEqual([
      { vital: false, meal: false },
      { vital: true, meal: true },
    ]);
    ({ id } = await send(home.head, `/api/institutions/${home.id}/incidents`, {
      type: 'abuse',
      stayIds: [stayId],
      injury: 'none',
      measure: 'separated',
      place: '101',
      what: '同屋说夜里打过手',
    }));
    const file = await home.head.get(`/api/care-incidents/${id}`);
    const offer = file.offers.find((o: { action: string }) => o.action === 'off-duty');
    const carers = offer.fields.find((f: { name: string }) => f.name === 'userId').choices;
    carerId = carers.find((c: { label: string }) => c.label === '宋春梅').value;
    const headId = carers.find((c: { label: string }) => c.label !== '宋春梅' && c.label !== '葛红梅')?.value;
    if (headId) expect((await no(home.head, offer.to, { userId: headId, text: '自查' })).code).toBe('OFF_DUTY_SELF');
    await send(home.head, offer.to, { userId: carerId, text: '调查期间' });
    expect((await no(home.carer, `/api/institutions/${home.id}/patrols`, { findings: '都好' })).code).toBe('OFF_DUTY');
    const [, next] = (await home.carer.get('/api/care-day')).beds[0].tasks;
    expect((await no(home.carer, `/api/care-tasks/${next.id}/record`, { result: 'done' })).code).toBe('OFF_DUTY');
    await expect(
      api.owner.query(
        `insert into care_patrol (id, institution_id, division, at, findings, by_actor, by_name) select gen_random_uuid(), id, division, now(), 'x', $2, 'x' from care_institution where id = $1`,
        [home.id, carerId],
      ),
    ).rejects.toMatchObject({ constraint: 'care_off_duty_refused' });
  });

  test('照护记录封存：护理主管也不能更正，写库也不收；没有报110不能结案；县里认定以后恢复上岗', async () => {
    const wrong = { result: 'done', reason: '时间记错' };
    expect((await no(home.nurse, `/api/care-tasks/${task}/correction`, wrong)).code).toBe('CARE_FROZEN');
    await expect(
      api.owner.query(
        `insert into care_record (id, task_id, stay_id, institution_id, division, result, done_at, signed_at, received_at, signed_by, signed_name, corrects)
          select gen_random_uuid(), task_id, stay_id, institution_id, division, 'done', done_at, signed_at, received_at, 'x', 'x', id from care_record where task_id = $1`,
        [task],
      ),
    ).rejects.toMatchObject({ constraint: 'care_record_frozen' });
    const step = (by: Browser, what: string, body: Record<string, unknown>) =>
      send(by, `/api/care-incidents/${id}/${what}`, body);
    await step(home.nurse, 'family', { stayId, whom: '儿子王小明', way: 'phone', text: '马上来', minutesAgo: 0 });
    await step(home.head, 'cause', { text: '调查后认定是误会', minutesAgo: 0 });
    await step(home.head, 'correction', { text: '夜里两人一组', minutesAgo: 0 });
    expect((await no(county, `/api/care-incidents/${id}/closing`, { text: '同意' })).message).toBe(
      '还不能结案，还缺：报110（疑似虐待的）。',
    );
    await step(home.head, 'police', { text: '派出所李警官接的', minutesAgo: 0 });
    const back = (await county.get(`/api/care-incidents/${id}`)).offers.find(
      (o: { action: string }) => o.action === 'back-on-duty',
    );
    expect((await home.head.call('POST', back.to, { ...back.initial, text: '没事', requestId: requestId() })).status).toBe(403);
    await send(county, back.to, { ...back.initial, text: '派出所、县里调查没有虐待' });
    await send(home.carer, `/api/institutions/${home.id}/patrols`, { findings: '都好' });
    await step(county, 'closing', { text: '没有虐待，夜里改两人一组' });
    await send(home.nurse, `/api/care-tasks/${task}/correction`, wrong);
  });

  test('瞒报：县里认定一次，扣10分，再认定不收；照片由护理主管交，县里看得到几张', async () => {
    const conceal = { documentNo: '咸安民调〔2026〕3号', text: '三天以后才报' };
    expect(
      (await home.head.call('POST', `/api/care-incidents/${id}/concealed`, { ...conceal, requestId: requestId() })).status,
    ).toBe(403);
    await send(county, `/api/care-incidents/${id}/concealed`, conceal);
    expect((await no(county, `/api/care-incidents/${id}/concealed`, conceal)).code).toBe('CONCEALED_TWICE');
    const { rows } = await api.owner.query('select points, reason from care_credit_entry where institution_id = $1', [home.id]);
    expect(rows).toEqual([{ points: -10, reason: 's3-concealed' }]);
    at('15:00', '2026-09-13');
    const fall = await send(home.carer, `/api/institutions/${home.id}/incidents`, {
      type: 'fall',
      stayIds: [stayId],
      injury: 'none',
      measure: 'watching',
      place: '走廊',
      what: '滑了一下，没有受伤',
    });
    expect(fall.grade).toBe('S1');
    const photo = await home.nurse.upload('incident-photo');
    await send(home.nurse, `/api/care-incidents/${fall.id}/photos`, { photos: [photo], text: '走廊地面' });
    expect((await county.get(`/api/care-incidents/${fall.id}`)).steps.at(-1)).toMatchObject({ zh: '照片', photos: [photo] });
    expect((await county.call('GET', `/api/files/${photo}`)).status).toBe(200);
    expect((await api.staff('xiang').then((by) => by.call('GET', `/api/files/${photo}`))).status).toBe(404);
  });

  test('每月县里收到一次上月轻微事件几件，1日停机的2日补说，重开不再说；名单打得开，数得上', async () => {
    const minor = async () => (await messages(county)).filter((text) => text.includes('S1轻微'));
    at('08:00', '2026-10-02');
    await tellMinor(api.context);
    expect(await minor()).toEqual(['2026年9月养老机构报的S1轻微事件1件，请在“突发事件”的“上月轻微”里看。']);
    expect((await county.get('/api/care-incidents?view=minor')).rows).toMatchObject([{ typeZh: '跌倒', gradeZh: 'S1 轻微' }]);
    await tellMinor(api.context);
    at('08:00', '2026-10-03');
    await tellMinor(api.context);
    at('08:00', '2026-11-01');
    await tellMinor(api.context);
    expect(await minor()).toHaveLength(1);
  });
});
