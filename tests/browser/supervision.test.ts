/** 双随机 to the end, as people do it: drawn before everybody, checked on a phone without network, a locked exit closed again; and the reader's own browser computes the same draw. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHomes } from '../../src/domains/elderly-care-institutions/demonstration/homes.ts';
import {
  COUNTY,
  engageInspectors,
  openSupervisedHomes,
} from '../../src/domains/elderly-care-institutions/demonstration/supervised.ts';
import { createUser, systemActor } from '../../src/kernel/access/server.ts';
import type { Browser } from '../api.ts';
import { type City, PHONE, photo, pick, reads, shot, sign, startCity, type } from './browser.ts';

const API = '/api/care-supervision';
let city: City;
let office: Browser;
let planId: string;

beforeAll(async () => {
  city = await startCity('2026-09-01');
  await city.context.write(systemActor('demonstration', city.context.city), async (tx) => {
    await openHomes(tx);
    await openSupervisedHomes(tx);
    await engageInspectors(tx);
  });
  const [county, leader] = [await city.staff('xian'), await city.staff('shicai')];
  office = await city.staff('shi');
  planId = (await county.post(`${API}/plans`, { division: COUNTY, year: 2026, matter: '消防和服务安全' })).id;
  await leader.post(`${API}/plans/${planId}/approval`, { version: 1 });
  await county.post(`${API}/plans/${planId}/publication`, { version: 2 });
});
afterAll(() => city?.stop());

/** Whoever answers for a home; a draw may choose one that has no account yet. */
async function headOf(unitId: string): Promise<Browser> {
  await city.context.write(systemActor('demonstration', city.context.city), (tx) =>
    createUser(tx, {
      login: 'toujia',
      name: '负责人',
      division: COUNTY,
      demonstration: true,
      duties: [
        {
          role: 'institution-user',
          duty: 'care-home-head',
          division: COUNTY,
          unitId,
          domain: 'elderly-care-institutions',
          validFrom: '2026-01-01',
        },
      ],
    }),
  );
  return city.staff('toujia');
}

const submit = (page: Parameters<typeof reads>[0]) => page.locator('.action-drawer button[type=submit]').click();
const settled = (page: Parameters<typeof reads>[0]) => page.locator('.action-drawer form').waitFor({ state: 'detached' });

test('从承诺到抽取、从手机检查到销号；公众的重算页面算出来的一样', async () => {
  const { id, no } = await office.post(`${API}/plans/${planId}/draws`, {
    from: '2026-09-14',
    to: '2026-09-30',
    beaconSource: '双色球2026103期',
  });

  // The legal office promises, and sees no secret.
  const legal = await city.officer('曾敏');
  await legal.goto(`/work/draws/${id}`);
  await legal.getByRole('button', { name: '生成密值，公布承诺值' }).click();
  await submit(legal);
  await settled(legal);
  await reads(legal, '承诺已公布，等开奖号码');
  const open = await city.window();
  await open.goto(`/draws/${no}`);
  await reads(open, '还没有公开');
  await city.moveTo('2026-09-03');
  const called = { version: 2, beacon: '03 08 16 21 27 30 + 11', beaconOn: '2026-09-02', witness: '市司法局 贺平' };
  await office.post(`${API}/draws/${id}/beacon`, called);
  await legal.reload();
  await legal.getByRole('button', { name: '启封密值，抽取' }).click();
  await submit(legal);
  await settled(legal);
  await reads(legal, '抽中2家');
  await shot(legal, 'draw-room');

  // Whoever reads computes it again.
  await open.reload();
  await reads(open, '重算完了：和公布的一模一样。');
  const { result, input } = await office.get(`${API}/draws/${id}`);
  const nameOf = (one: string) =>
    [...input.objects, ...input.inspectors].find((o: { id: string }) => o.id === one).name as string;
  const computed = (await open.locator('#replay').textContent())!;
  for (const pair of result.pairs)
    expect(computed).toContain(`${nameOf(pair.objectId)}（${nameOf(pair.lead)}、${nameOf(pair.second)}）`);
  await shot(open, 'draw-replay');

  // The lead officer goes, the code at the door is scanned, and there is no network inside.
  const [first] = result.pairs;
  const home = nameOf(first.objectId);
  const county = await city.staff('xian');
  const row = (await county.get(`${API}/tasks`)).rows.find((t: { objectName: string }) => t.objectName === home);
  const { rows } = await city.owner.query('select object_id from inspection_task where id = $1', [row.id]);
  const { code } = await county.post(`${API}/objects/${rows[0].object_id}/code`);
  const phone = await city.officer(nameOf(first.lead), PHONE);
  await phone.goto(`/work/arrive/${code}`);
  await phone.getByRole('button', { name: `到了${home}` }).click();
  await reads(phone, '已亮码');
  await phone.getByRole('button', { name: '登记检查结果' }).click();
  const drawer = phone.locator('.action-drawer');
  await drawer.locator('.causes').waitFor();
  await phone.context().setOffline(true);
  const task = await (await city.staff('xian')).get(`${API}/tasks/${row.id}`);
  for (const { code: item } of task.items as { code: string }[])
    await pick(phone, `${item}.answer`, item === 'exits' ? '不符合' : '符合');
  await type(phone, 'exits.place', '一楼东侧安全出口');
  await type(phone, 'exits.note', '链条锁，值班员没有钥匙');
  await drawer.locator('#f-exits-photo-group input[type=file]').last().setInputFiles(photo());
  await reads(drawer, '存在这台设备上，等网络');
  await pick(phone, 'result', '责令整改');
  await sign(phone, 'leadSignature');
  await sign(phone, 'secondSignature');
  await type(phone, 'objectSigner', '负责人');
  await shot(phone, 'check-phone');
  await submit(phone);
  await reads(drawer, '联网后自动再送一次');
  await phone.context().setOffline(false);
  await reads(phone, '已完成：登记检查结果');
  await reads(phone, '查出的隐患');
  await shot(phone, 'check-done');

  // The county grades it, the place rectifies it, the county looks and closes it.
  const desk = await city.officer('郑海燕');
  await desk.goto('/work/dangers');
  await desk.getByRole('link', { name: /疏散通道、安全出口锁闭/ }).click();
  await desk.getByRole('button', { name: '定级交办' }).click();
  await type(desk, 'measures', '当场剪锁，封闭东侧，3日内交方案');
  await submit(desk);
  await settled(desk);
  await reads(desk, '挂牌督办');
  await open.goto('/draws');
  await reads(open, `${home}`);
  await reads(open, '重大');
  const head = await headOf(rows[0].object_id);
  const { version } = (await city.owner.query('select version from hidden_danger')).rows[0];
  const after = await head.upload('danger-photo');
  const danger = desk.url().split('/').at(-1);
  await head.post(`${API}/dangers/${danger}/rectification`, { version, note: '拆除链条锁，改装推杆锁。', photo: after });
  await desk.reload();
  await desk.getByRole('button', { name: '复查' }).click();
  await pick(desk, 'verdict', '整改到位，销号');
  await type(desk, 'note', '现场打开，通道清空。');
  await submit(desk);
  await settled(desk);
  await reads(desk, '已销号');
  await shot(desk, 'danger-closed');
});
