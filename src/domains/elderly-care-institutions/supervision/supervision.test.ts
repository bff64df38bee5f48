/** 监督的后果, through the API: a major danger stops admissions, a rating goes from one's own scores to a grade, and families read it all. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, type Browser, requestId, startApi } from '../../../../tests/api.ts';
import { startResidentSession } from '../../../kernel/access/server.ts';
import { addRoom, admitAtDesk, application, type Home, makeElder, openHome, publishPrices } from '../fixtures.ts';

const API = '/api/care-supervision';
let api: Api;
let home: Home;
let county: Browser;
let city: Browser;
let leader: Browser;

beforeAll(async () => {
  api = await startApi({ start: '2026-09-10' });
  ({ home } = await openHome(api));
  [county, city, leader] = (await Promise.all(['xian', 'shi', 'shiling'].map(api.staff))) as [Browser, Browser, Browser];
});
afterAll(() => api?.stop());

const photo = (by: Browser) =>
  by.upload('danger-photo', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(requestId())]));

describe('重大隐患', () => {
  let id: string;
  const step = async (by: Browser, what: string, input: object) => {
    const { version } = (await api.owner.query('select version from hidden_danger where id = $1', [id])).rows[0];
    return by.post(`${API}/dangers/${id}/${what}`, { version, ...input });
  };

  test('没有销号：网上不能预留，办好了押金也不能入住；机构公开的页面、公开名单上看得到；销号以后就能住', async () => {
    const beds = await addRoom(home, { name: '101', beds: 2 });
    await publishPrices(home, '2026-09-10');
    const given = {
      rule: '安全出口锁闭',
      place: '一楼东侧',
      note: '链条锁着，没有钥匙',
      suggested: 'major',
      photo: await photo(county),
    };
    ({ id } = await county.post(`${API}/dangers`, { objectId: home.id, source: 'complaint', ...given }));
    await step(county, 'grading', { grade: 'major', measures: '当场剪锁，封闭东侧' });
    const elder = await makeElder(api, { name: '郭老人', level: 1 });
    const shown = (await api.visitor().call('GET', `/care-homes/${home.id}`)).body;
    expect(shown).toContain('有重大隐患没有销号（安全出口锁闭');
    expect(shown).not.toContain('预留这张床');
    const family = api.visitor();
    family.cookie = `mz_session=${(await startResidentSession(api.context, elder.id)).token}`;
    const wish = { ...application(elder), institutionId: home.id, bedId: beds[1]!.id, requestId: requestId() };
    expect(await family.refused('/api/my/care/holds', wish)).toMatchObject({ code: 'CARE_ADMISSION_STOPPED' });
    await expect(admitAtDesk(home, elder, { bedId: beds[0]!.id })).rejects.toThrow('重大隐患未销号，暂停新收住');
    expect((await api.visitor().call('GET', '/draws')).body).toContain('安全出口锁闭');
    expect((await api.visitor().call('GET', `/institutions/${home.id}/supervision`)).body).toContain('现在不能新收住');
    await step(home.head, 'rectification', { note: '拆锁，改装推杆。', photo: await photo(home.head) });
    await step(city, 'review', { verdict: 'close', note: '现场打开。' });
    expect((await api.visitor().call('GET', '/draws')).body).not.toContain('安全出口锁闭');
    const { rows } = await api.owner.query(`select id from care_admission where state = 'reserved'`);
    await home.reception.post(`/api/admissions/${rows[0].id}/admit`, { requestId: requestId() });
    expect((await api.visitor().call('GET', `/care-homes/${home.id}`)).body).toContain('预留这张床');
  });
});

describe('等级评定（EL-19）', () => {
  const scores = { environment: 90, facilities: 95, management: 110, service: 400 };
  const application = { level: 3, ...scores, insuranceNo: 'PZ-2026-77', insuredTo: '2027-03-31', allAssessed: true };
  let id: string;
  const rating = async () => (await city.get(`${API}/ratings`)).rows.find((r: { id: string }) => r.id === id);
  const step = async (by: Browser, what: string, input: object = {}) => {
    const { version } = (await api.owner.query('select version from care_rating where id = $1', [id])).rows[0];
    return by.call('POST', `${API}/ratings/${id}/${what}`, { version, ...input });
  };

  test('先决条件平台自己核对：没有备案、登记不满一年的当场说明', async () => {
    expect(await home.head.refused(`${API}/ratings`, application)).toMatchObject({
      message: '还不符合先决条件：已经备案；登记满一年。',
    });
    await api.owner.query(`update care_institution set state = 'recorded' where id = $1`, [home.id]);
    await api.owner.query(`update care_institution_step set on_date = '2019-04-01' where institution_id = $1`, [home.id]);
    expect(await home.head.refused(`${API}/ratings`, { ...application, level: 4 })).toMatchObject({ code: 'CARE_RATING_UNMET' });
    expect(await home.head.refused(`${API}/ratings`, { ...application, service: 350 })).toMatchObject({
      message: '自评645分，只够2级。',
    });
    ({ id } = await home.head.post(`${API}/ratings`, application));
    expect(await home.head.refused(`${API}/ratings`, application)).toMatchObject({ code: 'CARE_RATING_OPEN' });
  });

  test('材料、现场三人、委员会、公示7日、授牌；不能高于现场得分够的级别；公示没有满不能授牌', async () => {
    expect((await rating()).materialsBy).toBe('2026-10-08');
    expect((await step(city, 'materials', { verdict: 'pass', note: '材料齐全。' })).status).toBe(200);
    const onSite = { ...scores, service: 350, assessors: '聂海、龙燕' };
    expect((await step(city, 'scores', onSite)).body.error.fields).toMatchObject([{ path: 'assessors' }]);
    expect((await step(city, 'scores', { ...onSite, assessors: '聂海、龙燕、薛平' })).body).toEqual({ level: 2 });
    const decision = { committee: '聂海、龙燕、薛平', reason: '同意评级。' };
    expect((await step(leader, 'decision', { level: 3, ...decision })).body.error.code).toBe('CARE_RATING_HIGH');
    expect((await step(leader, 'decision', { level: 2, ...decision })).status).toBe(200);
    expect((await rating()).noticeTo).toBe('2026-09-17');
    expect((await step(city, 'grant')).body.error.code).toBe('CARE_RATING_NOTICE');
    await api.moveTo('2026-09-18');
    expect((await step(city, 'grant')).body).toEqual({ validTo: '2029-09-17' });
    const own = await home.head.get(`${API}/standings/own`);
    expect(own).toMatchObject({ level: 2, forMonth: { month: '2026-09', level: 0 }, forNext: { month: '2026-10', level: 2 } });
    expect(own.entries.find((e: { reasonZh: string }) => e.reasonZh === '等级评定，每级').points).toBe(4);
    const { rows } = await api.owner.query(`select payload from domain_event where type = 'institution.graded'`);
    expect(rows).toMatchObject([{ payload: { level: 2, validTo: '2029-09-17' } }]);
  });

  test('年度复核降级：从那天起按低一级，有效期不变', async () => {
    const [grade] = (await city.get(`${API}/standings/${home.id}`)).grades;
    await leader.post(`${API}/grades/${grade.id}/lowering`, { level: 1, reason: '年度复核，护理记录缺失较多。' });
    expect(await city.get(`${API}/standings/${home.id}`)).toMatchObject({ level: 1, validTo: '2029-09-17' });
  });
});

test('整月没有自查的扣5分，一个月只扣一次；自查过的不扣', async () => {
  await home.head.post(`${API}/self-checks`, { looked: '消防器材、安全出口、燃气、食品留样', found: 0 });
  expect(await home.head.refused(`${API}/self-checks`, { looked: '消防器材、安全出口、燃气、食品留样', found: 0 })).toMatchObject(
    {
      code: 'CARE_SELF_CHECKED',
    },
  );
  await api.moveTo('2026-11-02');
  await api.run();
  const { entries } = await county.get(`${API}/standings/${home.id}`);
  expect(entries.filter((e: { reasonZh: string }) => e.reasonZh === '一个月没有自查')).toMatchObject([
    { points: -5, note: '2026-10' },
  ]);
});

test('在失信名单上的是D类，不管多少分', async () => {
  const countyLeader = await api.staff('xianzhang');
  await countyLeader.post(`${API}/standings/${home.id}/bad-faith`, {
    documentNo: '咸民信〔2026〕1号',
    reason: '虚报入住人数骗取补贴',
  });
  expect(await county.get(`${API}/standings/${home.id}`)).toMatchObject({ riskClass: 'D', badFaith: true });
  await countyLeader.post(`${API}/standings/${home.id}/credit`, {
    reason: 'fine',
    documentNo: '咸安民罚〔2026〕3号',
    note: '罚款一万元',
  });
  expect(
    await countyLeader.refused(`${API}/standings/${home.id}/credit`, {
      reason: 'fine',
      documentNo: '咸安民罚〔2026〕3号',
      note: '罚款一万元',
    }),
  ).toMatchObject({ code: 'CARE_CREDIT_TWICE' });
});
