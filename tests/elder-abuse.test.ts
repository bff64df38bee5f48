/** What auditors find, and what fails: one telephone for many elders, cards that a till keeps, a maker's platform that is down, texts that do not leave. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tellSilentDevices } from '../src/domains/elderly-care/emergency/watch.ts';
import { notify } from '../src/kernel/notice/server.ts';
import { recordFact } from '../src/kernel/resident/server.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';
import { type Elder, elderDesk, VILLAGE } from './elders.ts';

let api: Api;
let people: Awaited<ReturnType<typeof elderDesk>>;
let hotline: Browser;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-14' });
  people = await elderDesk(api);
  hotline = await api.staff('rexian');
});
afterAll(() => api?.stop());

const titles = async (by: Browser): Promise<string[]> =>
  (await by.get('/api/messages')).items.map((m: { title: string }) => m.title);

test('一部手机替两位老人出示码：记下是同一部；另一部手机不同；只存摘要', async () => {
  const [first, second] = [await people.elder('艾奶奶'), await people.elder('白奶奶')];
  const show = async (who: Elder, mark: string) => {
    const phone = await people.phoneOf(who);
    const known = phone.cookie;
    phone.cookie = mark ? `${known}; mz_device=${mark}` : known;
    const answer = await phone.call('POST', '/api/elders/my/care-code', {});
    expect(answer.status).toBe(200);
    return String(answer.headers['set-cookie'] ?? '');
  };
  const given = await show(first, '');
  const mark = /mz_device=([A-Za-z0-9_-]+)/.exec(given)?.[1] ?? '';
  expect(given).toContain('HttpOnly');
  expect(await show(second, mark)).toBe('');
  const { rows } = await api.owner.query("select encode(device, 'hex') as device from care_code order by person_id");
  expect(rows).toHaveLength(2);
  expect(rows[0].device).toBe(rows[1].device);
  expect(Buffer.from(rows[0].device, 'hex').toString()).not.toContain(mark);
  await show(second, '');
  const again = await api.owner.query('select count(distinct device)::int as n from care_code');
  expect(again.rows[0].n).toBe(2);
});

test('一个厂家的设备同时没有信号：状态未知，说一次，不是一台一台报失联；别家的照报；恢复了再说失联的', async () => {
  const township = await api.staff('xiang');
  const home = await people.elder('柴奶奶', { birthDate: '1940-01-01' });
  const homeId = '00000000-0000-4000-8000-000000000001';
  await api.owner.query(
    `insert into emergency_home (id, person_id, division, terrain, sheet, consent_on, opened_on) values ($1, $2, '${VILLAGE}', 'street', '\\x00', '2026-01-01', '2026-01-01')`,
    [homeId, home.id],
  );
  const device = (sn: string, maker: string | null, seen: string) =>
    api.owner.query(
      `insert into care_device (id, home_id, division, sn, kind, maker, key_sealed, key_digest, last_seen_at, registered_at, registered_by)
       values (gen_random_uuid(), $1, '${VILLAGE}', $2, 'caller', $3, '\\x00', convert_to($2, 'UTF8'), $4, '2026-01-01', 'x')`,
      [homeId, sn, maker, seen],
    );
  for (let i = 0; i < 5; i++) await device(`KANG-000${i}`, '康护科技', '2026-09-10T00:00:00Z');
  await device('OTHER-0001', '别家', '2026-09-10T00:00:00Z');
  const desk = async () => (await titles(await api.staff('yingji'))).filter((t) => t === '厂家平台没有信号，状态未知').length;
  expect(await tellSilentDevices(api.context)).toBe(1);
  expect(await desk()).toBe(1);
  expect(await tellSilentDevices(api.context)).toBe(0);
  expect(await desk()).toBe(1);
  const { rows } = await township.get('/api/emergency/homes');
  const troubles = rows[0].devices.map((d: { sn: string; trouble: string }) => [d.sn.slice(0, 4), d.trouble]);
  expect(troubles).toContainEqual(['KANG', '状态未知（厂家平台没有信号）']);
  expect(troubles).toContainEqual(['OTHE', '24小时没有信号']);
  await api.owner.query(
    "update care_device set last_seen_at = '2026-09-14T00:00:00Z' where sn in ('KANG-0000', 'KANG-0001', 'KANG-0002')",
  );
  expect(await tellSilentDevices(api.context)).toBe(2);
  const open = await api.owner.query('select count(*)::int as n from care_device_outage where ended_at is null');
  expect(open.rows[0].n).toBe(0);
});

test('短信停了：30分钟没有发出去的，热线有电话单；打过的不再列；刚写的、年轻人的不列', async () => {
  const old = await people.elder('段奶奶', { birthDate: '1940-01-01' });
  const young = await people.elder('小段', { birthDate: '1990-01-01' });
  await people.work(async (tx) => {
    for (const who of [old, young])
      await notify(tx, {
        to: { personId: who.id },
        template: 'mutual-aid.points',
        params: { name: '甲', what: '打扫', minutes: 60, points: 10 },
      });
  });
  await api.owner.query(
    "update outgoing_message set state = 'failed', attempts = 3, sent_at = null, provider_ref = null, created_at = now() - interval '10 years' where person_id = any($1)",
    [[old.id, young.id]],
  );
  const list = () => hotline.get('/api/care-hotline/texts');
  const { rows } = await list();
  const own = rows.filter((row: { name: string }) => row.name === '段奶奶');
  expect(own[0]).toMatchObject({ phone: '13800138000', text: '互助积分' });
  expect(rows.map((row: { name: string }) => row.name)).not.toContain('小段');
  for (const row of own) await hotline.post(row.offers[0].to, { ...row.offers[0].fixed, result: 'told' });
  expect((await list()).rows.map((row: { name: string }) => row.name)).not.toContain('段奶奶');
  expect((await hotline.refused(own[0].offers[0].to, { requestId: requestId(), result: 'told' })).status).toBe(404);
});

test('一个网点一分钟刷了三位老人的卡：县里的网点名单上列出来看', async () => {
  await people.county.post('/api/elders/outlets', {
    requestId: requestId(),
    kind: 'home',
    name: '到家服务点',
    creditCode: '52421202MJH2345678',
    division: VILLAGE,
    address: '正街9号',
    telephone: '0715-8300009',
  });
  const outlets = () => people.county.get('/api/elders/outlets');
  const { id } = (await outlets()).rows[0];
  for (const name of ['甲奶奶', '乙奶奶', '丙奶奶']) {
    const who = await people.elder(name);
    await people.work(async (tx) => {
      const fact = {
        subject: { kind: 'person', id: who.id },
        kind: 'capacity-level',
        value: { level: 2, scheme: 'GB42195_2022', assessmentId: who.id, validTo: '2027-08-31' },
        source: '测试',
        validFrom: '2026-08-01',
        validTo: null,
      };
      const recorded = await recordFact(tx, fact as never);
      if (!recorded.ok) throw new Error(recorded.code);
    });
    const { id: caseId } = await people.clerk.post('/api/cases', {
      itemId: 'EL-22',
      channel: 'window',
      form: { applicant: { name: who.name, idNumber: who.idNumber, phone: '13800138000', division: VILLAGE }, consent: true },
      requestId: requestId(),
    });
    await api.owner.query(
      `insert into care_voucher_award (id, person_id, division, from_month, case_id, granted_on) values ($1, $2, '${VILLAGE}', '2026-09', $1, '2026-09-01')`,
      [caseId, who.id],
    );
    await api.owner.query(
      `insert into care_voucher (id, award_id, person_id, division, month, face_fen, lapses_on) values ($1, $1, $2, '${VILLAGE}', '2026-09', 80000, '2026-10-05')`,
      [caseId, who.id],
    );
    await api.owner.query(
      `insert into care_voucher_use (id, voucher_id, person_id, division, outlet_id, outlet_name, class, what, service_on, payable_fen, rate_percent, deducted_fen, way, verified_at, verified_by)
       values ($1, $1, $2, '${VILLAGE}', $3, '到家服务点', 'home', '助洁', '2026-09-14', 10000, 50, 5000, 'card', '2026-09-14T01:10:30Z', 'x')`,
      [caseId, who.id, id],
    );
  }
  expect((await outlets()).rows[0].doubts).toEqual(['9月14日09:10一分钟刷了3位老人的卡，看看卡是不是由网点收着']);
});

test('县里登记服务商自己的位置：签到在那里的，申报结算时标出来', async () => {
  const { id } = await people.county.post('/api/home-care/providers', {
    requestId: requestId(),
    creditCode: '91421202MA4KXXXX0A',
    name: '咸安康养居家服务中心',
    division: '421202000000',
    contractNo: 'RZ-2026-01',
    agreedFrom: '2026-01-01',
    agreedTo: '2027-12-31',
    telephone: '0715-8880001',
    contact: '田经理',
  });
  const place = async () =>
    (await people.county.get('/api/home-care/providers')).rows
      .find((row: { id: string }) => row.id === id)
      .offers.find((offer: { action: string }) => offer.action === 'place');
  const offer = await place();
  expect(offer.zh).toBe('登记自己的位置');
  await people.county.post(offer.to, { ...offer.fixed, position: '29.84100,114.32100,12' });
  expect((await place()).zh).toBe('改自己的位置');
  expect((await hotline.call('POST', offer.to, { ...offer.fixed, position: '29.84100,114.32100,12' })).status).toBe(403);
});
