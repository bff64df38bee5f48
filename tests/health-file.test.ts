/** 健康档案和健康服务签约: by separate consent, for what was agreed to, taken back and gone; one link of a person, a follow-up that was missed is a visit of the village. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addRoom,
  admitAtDesk,
  type Elder,
  type Home,
  makeElder,
  openHome,
  publishPrices,
} from '../src/domains/elderly-care-institutions/fixtures.ts';
import { startResidentSession } from '../src/kernel/access/server.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';

const VILLAGE = '421202100001';
let api: Api;
let home: Home;
let elder: Elder;
let own: Browser;
let stayId: string;
let township: Browser;
let village: Browser;
let desk: Browser;
const send = (by: Browser, url: string, body: object = {}) => by.post(url, { ...body, requestId: requestId() });
const no = (by: Browser, url: string, body: object = {}) => by.refused(url, { ...body, requestId: requestId() });
const told = async (by: Browser): Promise<string[]> => (await by.get('/api/messages')).items.map((m: { body: string }) => m.body);
async function jump(day: string): Promise<void> {
  api.clock.set(`${day}T01:00:00.000Z`);
  await api.run();
}

beforeAll(async () => {
  api = await startApi({ start: '2026-09-10' });
  ({ home } = await openHome(api));
  [township, village, desk] = (await Promise.all(['xiang', 'cun', 'yingji'].map(api.staff))) as [Browser, Browser, Browser];
  api.clock.set('2026-09-10T09:00:00+08:00');
  const [bed] = await addRoom(home, { name: '101', beds: 1 });
  await publishPrices(home, '2026-09-10');
  elder = await makeElder(api, { name: '戌老人', level: 2, division: VILLAGE });
  ({ stayId } = await admitAtDesk(home, elder, { bedId: bed!.id }));
  own = api.visitor();
  own.cookie = `mz_session=${(await startResidentSession(api.context, elder.id)).token}`;
});
afterAll(() => api?.stop());

describe('健康档案', () => {
  const file = {
    chronic: ['hypertension', 'heart'],
    allergies: '青霉素过敏',
    medicines: '氨氯地平，每天一次',
    more: '装了起搏器',
    purposes: ['institution'],
    agreed: true,
  };
  const atHome = async () => (await home.carer.get(`/api/stays/${stayId}/health`)).rows;
  /** The desk opens a call of hers. */
  async function call(): Promise<string> {
    const { id } = await desk.post('/api/emergency/calls', { requestId: requestId(), division: VILLAGE, said: '胸口痛' });
    await api.owner.query('update emergency_incident set person_id = $1 where id = $2', [elder.id, id]);
    return id;
  }

  test('没有同意就没有；同意给机构看的，床边的人看得到，坐席看不到；存的是密文，每次看本人都查得到', async () => {
    expect(await atHome()).toBeNull();
    expect((await no(own, '/api/elders/my/health', { ...file, agreed: false })).code).toBe('INVALID_INPUT');
    expect((await no(own, '/api/elders/my/health', { ...file, purposes: [] })).code).toBe('INVALID_INPUT');
    await send(own, '/api/elders/my/health', file);
    expect(await atHome()).toContainEqual({ label: '过敏', value: '青霉素过敏' });
    const id = await call();
    expect((await desk.get(`/api/emergency/incidents/${id}`)).health).toBeNull();
    const { rows } = await api.owner.query(`select encode(content, 'escape') as text from health_file`);
    expect(rows.map((r: { text: string }) => r.text).join('')).not.toContain('青霉素');
    const looks = await api.owner.query(
      `select count(*)::int as n from audit_log where action = 'health-file.read' and person_id = $1`,
      [elder.id],
    );
    expect(looks.rows[0].n).toBe(1);
  });

  test('改成也给坐席看：旧的一份内容没有了；坐席接了呼叫看得到；转诊的交接单上有过敏', async () => {
    await send(own, '/api/elders/my/health', { ...file, purposes: ['institution', 'emergency'] });
    const { rows } = await api.owner.query('select ended_as, content is null as gone from health_file order by given_at');
    expect(rows).toEqual([
      { ended_as: 'replaced', gone: true },
      { ended_as: null, gone: false },
    ]);
    const id = await call();
    expect((await desk.get(`/api/emergency/incidents/${id}`)).health).toContainEqual({
      label: '还要知道的',
      value: '装了起搏器',
    });
    const { referralId } = await send(home.carer, `/api/institutions/${home.id}/referrals`, {
      stayId,
      hospital: '咸安区人民医院（示例）',
      reason: '胸闷',
      escort: '宋春梅',
    });
    expect((await home.carer.get(`/api/care-referrals/${referralId}`)).handover).toContainEqual({
      label: '过敏',
      value: '青霉素过敏',
    });
  });

  test('两份同时有效，数据库不收；撤回以后谁也看不到，内容清掉了；机构凭签字的同意书可以再登记', async () => {
    await expect(
      api.owner.query(
        `insert into health_file (id, person_id, purposes, content, given_at, given_by, on_paper) values (gen_random_uuid(), $1, '{emergency}', 'x', now(), '谁', false)`,
        [elder.id],
      ),
    ).rejects.toMatchObject({ constraint: 'health_file_one' });
    await send(own, '/api/elders/my/health/withdrawal');
    expect(await atHome()).toBeNull();
    expect((await own.get('/api/elders/my/health')).health).toBeNull();
    expect((await no(own, '/api/elders/my/health/withdrawal')).code).toBe('HEALTH_NONE');
    const left = await api.owner.query('select count(*)::int as n from health_file where content is not null');
    expect(left.rows[0].n).toBe(0);
    const { agreed: _, ...paper } = file;
    await send(home.nurse, `/api/stays/${stayId}/health`, { ...paper, signedBy: '本人', signed: true });
    expect((await own.get('/api/elders/my/health')).health).toMatchObject({ by: '葛红梅按签字的同意书登记' });
    expect((await home.accountant.call('GET', `/api/stays/${stayId}/health`)).status).toBe(403);
    expect((await township.call('GET', `/api/stays/${stayId}/health`)).status).toBe(403);
  });
});

describe('健康服务签约', () => {
  let link: string;
  const to = (what: string) => `/api/health-links/${link}/${what}`;
  const signing = {
    centre: '汀泗桥镇卫生院（示例）',
    doctor: '夏医生',
    fromOn: '2026-09-10',
    toOn: '2027-09-09',
    chronic: true,
    tcm: true,
  };

  test('村里提议，本人同意了才能签；一个人只有一份', async () => {
    const proposal = { idNumber: elder.idNumber, centre: '汀泗桥镇卫生院（示例）' };
    ({ id: link } = await send(village, '/api/health-links', proposal));
    expect((await no(township, '/api/health-links', proposal)).code).toBe('HEALTH_LINK_OPEN');
    expect((await no(township, to('signing'), signing)).code).toBe('HEALTH_LINK_STATE');
    await send(own, `/api/elders/my/health-links/${link}/agreement`);
    await send(township, to('signing'), signing);
    await expect(
      api.owner.query(
        `insert into health_link (id, person_id, division, state, centre, proposed_at, proposed_by) values (gen_random_uuid(), $1, $2, 'proposed', '另一家卫生院', now(), '谁')`,
        [elder.id, VILLAGE],
      ),
    ).rejects.toMatchObject({ constraint: 'health_link_one' });
    expect((await village.get('/api/health-links')).rows).toMatchObject([
      { stateZh: '已签约', doctor: '夏医生', dueOn: '2026-10-10', late: false },
    ]);
  });

  test('30天里没有随访：村里收到，走访里有这一家；补做了，走访里没有了；第四季度还有一次', async () => {
    await jump('2026-10-10');
    const walk = async () =>
      (await village.get('/api/visits')).stops
        .flatMap((s: { name: string; tasks: { zh: string }[] }) => s.tasks.map((t) => `${s.name}：${t.zh}`))
        .filter((t: string) => t.includes('随访'));
    expect(await walk()).toEqual([]);
    await jump('2026-10-11');
    expect((await told(village)).some((m) => m.includes('随访到期没有做，已列入走访'))).toBe(true);
    expect(await walk()).toEqual(['戌老人：慢性病随访没有做，上门看看']);
    expect((await village.get('/api/health-links')).rows).toMatchObject([{ late: true }]);
    await send(village, to('follow-up'), { on: '2026-10-11', kinds: ['chronic', 'tcm'], way: 'home' });
    expect(await walk()).toEqual([]);
    expect((await own.get('/api/elders/my/health')).links).toMatchObject([
      { stateZh: '已签约', followed: [{ on: '2026-10-11', says: '慢性病随访、中医药服务，上门' }] },
    ]);
    await jump('2027-01-02');
    expect((await village.get('/api/health-links')).rows).toMatchObject([{ dueOn: '2027-03-31' }]);
  });

  test('到期前提醒续签；没有续的到期结束，不再催随访；本人随时可以解约', async () => {
    await jump('2027-08-11');
    expect((await told(village)).some((m) => m.includes('2027年9月9日到期'))).toBe(true);
    await jump('2027-09-10');
    expect((await own.get('/api/elders/my/health')).links).toMatchObject([{ stateZh: '已结束：到期没有续签' }]);
    const { rows } = await api.owner.query(`select ended_reason from task_plan where kind = 'health-follow-up'`);
    expect(rows).toEqual([{ ended_reason: 'ended' }]);
    ({ id: link } = await send(village, '/api/health-links', { idNumber: elder.idNumber, centre: '咸安区中医院（示例）' }));
    await send(own, `/api/elders/my/health-links/${link}/end`);
    expect((await own.get('/api/elders/my/health')).links.map((l: { stateZh: string }) => l.stateZh)).toContain(
      '已结束：本人解约',
    );
  });
});
