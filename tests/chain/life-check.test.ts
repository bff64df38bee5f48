/** 年度认证 by the resident and the family (EL-35): what has seen him confirms at once, else the village comes; what was done is on record. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemActor } from '../../src/kernel/access/index.ts';
import { recordTrace } from '../../src/kernel/resident/server.ts';
import { type Api, type Browser, requestId, startApi } from '../api.ts';
import { type Elder, elderDesk, VILLAGE } from '../elders.ts';

let api: Api;
let desk: Awaited<ReturnType<typeof elderDesk>>;
let village: Browser;
let [seen, unseen, late]: Elder[] = [];

beforeAll(async () => {
  api = await startApi({ start: '2026-04-27' });
  desk = await elderDesk(api);
  village = await api.staff('cun');
  [seen, unseen, late] = [
    await desk.elder('郝安康', { birthDate: '1946-05-31' }),
    await desk.elder('尤不遇', { birthDate: '1946-05-31' }),
    await desk.elder('冯迟', { birthDate: '1946-05-31' }),
  ];
  await api.moveTo('2026-05-01');
  for (const who of [seen, unseen, late]) {
    const { rows } = await api.owner.query(`select id from service_case where applicant_person_id = $1 and item_id = 'EL-02'`, [
      who.id,
    ]);
    const account = { bank: '咸宁农商银行', number: `6217000000${who.idNumber.slice(-7, -1)}`, holder: who.name };
    await village.act(rows[0].id, 'confirm', { seen: 'home', account, opinion: '本人身份、账户属实。' });
    await desk.clerk.act(rows[0].id, 'pass', { opinion: '户籍属实。' });
    await desk.reviewer.act(rows[0].id, 'approve', { opinion: '同意。' });
  }
  await api.run();
});
afterAll(() => api?.stop());

const ask = (more = {}) => ({ way: 'home', phone: '13800138009', requestId: requestId(), ...more });
const forElder = (who: Elder, more = {}) => ({ elderName: who.name, idNumber: who.idNumber, ...ask(), ...more });
const mine = async (phone: Browser) => (await phone.get('/api/elders/my')).allowance;
const dueOf = async (who: Elder) =>
  (await api.owner.query('select check_due_on::text as due from old_age_award where person_id = $1', [who.id])).rows[0].due;

test('还早：期限前90天才能做，页面上没有表；说清从哪天起', async () => {
  const phone = await desk.phoneOf(seen!);
  expect(await mine(phone)).toMatchObject({ checkDueOn: '2027-05-01', check: { asked: null, fields: null, records: [] } });
  expect((await phone.refused('/api/elders/my/life-check', ask())).message).toBe(
    '这一次认证到2027年5月1日为止，2027年1月31日起可以做。',
  );
});

test('期限前90天里有人见过他（这里是国家平台的人脸）：点一下马上认证，村里不用跑；没有人见过的约村里，登录手机不算见到本人', async () => {
  await api.moveTo('2027-02-01', { every: 31 });
  api.clock.set('2027-02-02T01:00:00.000Z');
  await api.context.write(systemActor('test', api.context.city), (tx) =>
    recordTrace(tx, { personId: seen!.id, division: VILLAGE, seenOn: '2027-01-31', way: 'face' }),
  );
  const phone = await desk.phoneOf(seen!);
  expect((await mine(phone)).check.fields.map(({ name }: { name: string }) => name)).toEqual(['way', 'phone']);
  expect(await phone.post('/api/elders/my/life-check', ask())).toMatchObject({
    done: true,
    says: '2027年1月31日已经见过本人，认证完成，不用再跑。',
  });
  expect(await mine(phone)).toMatchObject({
    checkDueOn: '2028-05-01',
    check: { records: [{ on: '2027-02-02', says: '2027年1月31日有见到本人的记录，自动认证' }] },
  });

  const other = await desk.phoneOf(unseen!);
  expect(await other.post('/api/elders/my/life-check', ask({ way: 'video' }))).toMatchObject({ done: false });
  expect((await mine(other)).check).toMatchObject({ asked: expect.stringContaining('已经约了视频见到本人'), fields: null });
  expect((await other.refused('/api/elders/my/life-check', ask())).code).toBe('LIFE_CHECK_ASKED');
  expect(await dueOf(unseen!)).toBe('2027-05-01');
  const { rows } = await village.get('/api/elders/allowances?list=check');
  expect(rows).toMatchObject([
    { name: '尤不遇', mayCheck: true, asked: { says: expect.stringContaining('本人约了视频见到本人'), phone: '13800138009' } },
  ]);
  // 乡镇看得到约了，看不到电话
  expect((await desk.clerk.get('/api/elders/allowances?list=check')).rows[0].asked.phone).toBe('');
  await village.post(`/api/elders/${unseen!.id}/life-checks`, { requestId: requestId(), input: { way: 'video' } });
  expect(await mine(other)).toMatchObject({
    checkDueOn: '2028-05-01',
    check: { asked: null, records: [{ says: expect.stringMatching(/^视频见到本人，/) }] },
  });
});

test('家属替老人约上门：姓名和号码对不上的不说有没有这个人；村里的走访里有；过了期限没有办的告诉乡镇，只告诉一次', async () => {
  const child = await desk.phoneOf(seen!);
  expect((await child.refused('/api/elders/life-checks', forElder(late!, { elderName: '别人' }))).code).toBe('LIFE_CHECK_WHO');
  expect((await child.refused('/api/elders/life-checks', forElder({ ...late!, idNumber: '421202193001010018' }))).code).toMatch(
    /LIFE_CHECK_WHO|INVALID_INPUT/,
  );
  expect((await child.post('/api/elders/life-checks', forElder(late!))).done).toBe(false);
  const { stops } = await village.get('/api/visits');
  expect(stops.find(({ name }: { name: string }) => name === '冯迟').tasks).toMatchObject([{ zh: '高龄津贴年度认证（约了）' }]);
  const tolds = async () =>
    (await api.owner.query(`select count(*)::int as n from message where title = '约的年度认证没有办'`)).rows[0].n;
  await api.moveTo('2027-02-25');
  const told = await tolds();
  expect(told).toBeGreaterThan(0);
  await api.moveTo('2027-02-26');
  expect(await tolds()).toBe(told);
  expect((await village.get('/api/elders/allowances?list=check')).rows).toMatchObject([{ name: '冯迟', asked: { late: true } }]);
});

test('老人去世停发的，约着的认证不用做了；做过的记录数据库不许改', async () => {
  await desk.died(late!, '2027-02-26');
  const { rows } = await api.owner.query('select way, seen_on from life_check where person_id = $1', [late!.id]);
  expect(rows).toEqual([{ way: 'void', seen_on: null }]);
  expect((await (await desk.phoneOf(seen!)).refused('/api/elders/life-checks', forElder(late!))).code).toBe('LIFE_CHECK_WHO');
  await expect(api.owner.query(`update life_check set way = 'home' where person_id = $1`, [unseen!.id])).rejects.toMatchObject({
    constraint: 'life_check_stays',
  });
  expect(api.errors).toEqual([]);
});
