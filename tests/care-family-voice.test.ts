/** What families say of a home once a quarter, and who of its people reads of the older people's health when. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addRoom,
  admitAtDesk,
  type Home,
  makeElder,
  openHome,
  publishPrices,
} from '../src/domains/elderly-care-institutions/fixtures.ts';
import { startResidentSession } from '../src/kernel/access/server.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';

let api: Api;
let home: Home;
let city: Browser;
const stays: string[] = [];
const families: Browser[] = [];
const elders: string[] = [];
beforeAll(async () => {
  api = await startApi({ start: '2026-09-10' });
  ({ home } = await openHome(api));
  city = await api.staff('shi');
  await publishPrices(home, '2026-09-10');
  const beds = await addRoom(home, { name: '101', beds: 3 });
  for (const [i, name] of ['评价甲', '评价乙', '评价丙'].entries()) {
    const elder = await makeElder(api, { name, level: 2 });
    elders.push(elder.id);
    stays.push((await admitAtDesk(home, elder, { bedId: beds[i]!.id })).stayId);
    const own = api.visitor();
    own.cookie = `mz_session=${(await startResidentSession(api.context, elder.id)).token}`;
    families.push(own);
  }
});
afterAll(() => api?.stop());

const stars = (overall: string, words = '') => ({
  ...{ overall, environment: '4', facilities: '3', management: '5', service: '4' },
  words,
  requestId: requestId(),
});
const url = (i: number) => `/api/my/care/stays/${stays[i]}/evaluation`;
const page = async () => (await api.visitor().call('GET', `/care-homes/${home.id}`)).body as string;

test('家属评价：一位老人一个季度一次，别人家的评不了，在机构工作的评不了；机构答复，家属收到', async () => {
  expect((await families[0]!.get(`/api/my/care/stays/${stays[0]}`)).evaluations).toMatchObject({
    open: true,
    quarterZh: '2026年第3季度',
  });
  await families[0]!.post(url(0), stars('4', '夜里翻身很及时，早饭凉'));
  expect((await families[0]!.refused(url(0), stars('1'))).message).toBe('2026年第3季度已经评过。');
  expect((await families[0]!.refused(url(1), stars('1'))).code).toBe('NOT_FOUND');
  await api.owner.query("update staff_user set own_person_id = $1 where login = 'hugong'", [elders[1]]);
  expect((await families[1]!.refused(url(1), stars('5'))).code).toBe('EVALUATION_STAFF');
  await api.owner.query("update staff_user set own_person_id = null where login = 'hugong'");
  const own = await home.head.get(`/api/institutions/${home.id}/evaluations`);
  expect(own.rows).toMatchObject([{ overall: 4, words: '夜里翻身很及时，早饭凉' }]);
  expect(JSON.stringify(own)).not.toContain('评价甲');
  const answer = { answer: '早饭改用保温车，7点30分送到', requestId: requestId() };
  await home.head.post(own.rows[0].offers[0].to, answer);
  expect((await home.head.refused(own.rows[0].offers[0].to, { ...answer, requestId: requestId() })).code).toBe(
    'EVALUATION_ANSWERED',
  );
  const { evaluations } = await families[0]!.get(`/api/my/care/stays/${stays[0]}`);
  expect(evaluations).toMatchObject({ open: false, rows: [{ answer: '早饭改用保温车，7点30分送到' }] });
});

test('公开的页面：两条不显示星级，三条显示平均和条数；满意率、评价率打开就是这几条；说的话不公开', async () => {
  await families[1]!.post(url(1), stars('2'));
  expect(await page()).toContain('最近一年有2条评价，条数太少，先不显示星级。');
  await families[2]!.post(url(2), stars('5', '很好'));
  const shown = await page();
  expect(shown).toContain('总的3.7星，环境卫生4.0星，房间和设施3.0星，收费、公开和管理5.0星，照护和态度4.0星');
  expect(shown).toContain('写了话的2条，机构答复了1条');
  expect(shown).not.toContain('早饭凉');
  const { indicator, rows } = await city.get('/api/indicators/homes-satisfied');
  expect(indicator.total).toMatchObject({ num: 2, den: 3 });
  expect(rows).toHaveLength(3);
  expect((await city.get('/api/indicators/homes-evaluated')).indicator.total).toMatchObject({ num: 3, den: 3 });
});

test('排班：排了班的日子，不当班的护理员看不到老人的健康情况，写明原因看半小时、大家看得到；院长和当班的照常；没有排班的日子不限', async () => {
  api.clock.set('2026-09-11T09:00:00+08:00');
  expect((await home.carer.call('GET', '/api/care-day')).status).toBe(200);
  const duties = `/api/institutions/${home.id}/duties`;
  const week = await home.nurse.get(duties);
  const people = week.offers[0].fields.find((f: { name: string }) => f.name === 'people').choices as {
    value: string;
    label: string;
  }[];
  const carer = people.find(({ label }) => label === '宋春梅')!;
  const set = (shift: string, who: string[]) =>
    home.nurse.post(duties, { from: '2026-09-11', to: '2026-09-12', shift, people: who, requestId: requestId() });
  await set('evening', [carer.value]);
  expect(
    (await home.nurse.refused(duties, { from: '2026-09-10', to: '2026-09-10', shift: 'day', people: [], requestId: requestId() }))
      .code,
  ).toBe('DUTY_OVER');
  const off = await home.carer.call('GET', '/api/care-day');
  expect([off.status, off.body.error.code]).toEqual([403, 'CARE_OFF_SHIFT']);
  expect((await home.carer.call('GET', `/api/stays/${stays[0]}/care`)).status).toBe(403);
  expect((await home.carer.call('GET', `/api/stays/${stays[0]}/health`)).status).toBe(403);
  expect((await home.head.call('GET', `/api/stays/${stays[0]}/care`)).status).toBe(200);
  await home.carer.post('/api/care-off-shift', { reason: '家属来电话问昨晚的体温', requestId: requestId() });
  expect((await home.carer.call('GET', '/api/care-day')).status).toBe(200);
  expect((await home.head.get(`/api/institutions/${home.id}/off-shift`)).rows).toMatchObject([
    { userName: '宋春梅', reason: '家属来电话问昨晚的体温' },
  ]);
  api.clock.set('2026-09-11T09:31:00+08:00');
  expect((await home.carer.call('GET', '/api/care-day')).status).toBe(403);
  api.clock.set('2026-09-11T15:31:00+08:00');
  expect((await home.carer.call('GET', '/api/care-day')).status).toBe(200);
  api.clock.set('2026-09-13T09:00:00+08:00');
  expect((await home.carer.call('GET', '/api/care-day')).status).toBe(200);
});
