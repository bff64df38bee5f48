/** 卫健报送的住院、出院：居家服务暂停和恢复，餐先停，结算标出，提议即时评估；养老机构登记请假、销假。 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addRoom, admitAtDesk, makeElder, openHome, publishPrices } from '../src/domains/elderly-care-institutions/fixtures.ts';
import { hospitalStaysOf, inHospitalOn } from '../src/kernel/resident/server.ts';
import type { Browser } from './api.ts';
import { requestId } from './api.ts';
import { report } from './departments.ts';
import {
  api,
  at,
  carers,
  closeHomeCare,
  desk,
  dispatcher,
  file,
  hasQuota,
  items,
  manager,
  onBehalf,
  openHomeCare,
  post,
  refused,
  system,
  village,
  visit,
} from './home-care.ts';

let health: Browser;
beforeAll(async () => {
  await openHomeCare();
  health = await api.staff('yibao');
});
afterAll(closeHomeCare);

const admitted = (who: { idNumber: string }, on: string) =>
  report(health, { type: 'hospital.admitted', idNumber: who.idNumber, happenedOn: on, payload: { hospitalId: 'H001' } });
const left = (who: { idNumber: string }, on: string) =>
  report(health, { type: 'hospital.discharged', idNumber: who.idNumber, happenedOn: on, payload: { hospitalId: 'H001' } });
const said = async (by: Browser): Promise<string[]> =>
  (await by.get('/api/messages')).items.map(({ title, body }: { title: string; body: string }) => `${title}：${body}`);

describe('住院的日子', () => {
  test('先出院后住院、重叠、倒过来的都说明为什么不收；当天进当天出的不算一天；日子在居民档案里只有一份', async () => {
    at('09:00');
    const qin = await desk.elder('秦住院');
    expect(await left(qin, '2026-11-20')).toBe('没有查到这个人的住院登记，请先报住院，再报出院。');
    expect(await admitted(qin, '2026-11-18')).toBe('已收到。');
    expect(await admitted(qin, '2026-11-20')).toBe('这个人从2026年11月18日起已登记住院，请先报出院。');
    expect(await left(qin, '2026-11-17')).toBe('出院早于住院（2026年11月18日）。');
    expect(await left(qin, '2026-11-20')).toBe('已收到。');
    expect(await admitted(qin, '2026-11-19')).toBe('与2026年11月18日至2026年11月20日的住院重叠，请核对日期。');
    expect(await admitted(qin, '2026-11-22')).toBe('已收到。');
    expect(await left(qin, '2026-11-22')).toBe('已收到。');
    await api.context.read(system, async (tx) => {
      expect(await hospitalStaysOf(tx, qin.id)).toEqual([{ from: '2026-11-18', to: '2026-11-20' }]);
      expect([await inHospitalOn(tx, qin.id, '2026-11-19'), await inHospitalOn(tx, qin.id, '2026-11-20')]).toEqual([true, false]);
    });
  });
});

describe('居家服务', () => {
  test('住院：没有开始的单暂停，不派、不算爽约，老人、下单的人、护理员和服务商都知道；出院接着派，过了时间的取消', async () => {
    at('08:00', '2026-11-24');
    const wang = await desk.elder('王住院');
    const phone = await desk.phoneOf(wang);
    const tomorrow = await onBehalf(wang, { on: '2026-11-25' });
    const later = await onBehalf(wang, { on: '2026-11-28', itemId: items.WASH });
    await api.run();
    await post(dispatcher, `orders/${tomorrow}/assignment`, { workerId: carers.huli1!.id });
    expect(await admitted(wang, '2026-11-24')).toBe('已收到。');
    await api.run();
    for (const id of [tomorrow, later]) expect((await file(id)).stateZh).toBe('住院暂停');
    expect(await said(phone)).toContainEqual(
      '服务先停一停：王住院在住院，2次预约的上门服务（2026年11月25日10:00居室保洁、2026年11月28日10:00上门洗衣）先不派人。出院以后接着派，时间已经过了的取消。',
    );
    expect((await said(village)).some((m) => m.startsWith('服务先停一停'))).toBe(true);
    expect(await said(carers.huli1!.browser)).toContainEqual(
      '工单暂停：老人在住院，2026年11月25日10:00的居室保洁先停，不用去了。',
    );
    expect((await said(manager)).some((m) => m.startsWith('工单暂停'))).toBe(true);
    expect((await refused(carers.huli1!.browser, `orders/${tomorrow}/departure`)).code).toBe('NOT_FOUND');
    expect((await refused(dispatcher, `orders/${tomorrow}/redispatch`)).message).toBe('这张工单现在是“住院暂停”，不能这样办。');
    // 住院期间再约的，也等出院
    const more = await onBehalf(wang, { on: '2026-11-29' });
    expect((await file(more)).stateZh).toBe('住院暂停');
    at('10:00', '2026-11-25');
    await api.run();
    expect((await file(tomorrow)).stateZh).toBe('已取消');
    expect((await file(tomorrow)).course.at(-1)!.note).toBe('老人住院，时间已过');
    at('09:00', '2026-11-27');
    expect(await left(wang, '2026-11-27')).toBe('已收到。');
    await api.run();
    expect((await file(later)).stateZh).toMatch(/已受理|派单中/);
    expect((await file(more)).stateZh).toMatch(/已受理|派单中/);
    expect((await said(phone)).some((m) => m.startsWith('服务恢复：王住院已出院'))).toBe(true);
    expect((await api.owner.query(`select late_cancel from home_care_order where id = $1`, [tomorrow])).rows).toEqual([
      { late_cancel: false },
    ]);
  });

  test('住院报得晚：那天老人不在的爽约改为取消；医院还没有报出院的，调度员可以恢复', async () => {
    at('08:00', '2026-12-01');
    const lu = await desk.elder('陆晚报');
    const missed = await onBehalf(lu, { on: '2026-12-01' });
    await api.run();
    await post(dispatcher, `orders/${missed}/assignment`, { workerId: carers.huli2!.id });
    at('10:10', '2026-12-01');
    const { mine } = await carers.huli2!.browser.get('/api/home-care/mine');
    const { stamp } = mine
      .find((row: { id: string }) => row.id === missed)
      .offers.find((o: { action: string }) => o.action === 'check-in');
    await post(carers.huli2!.browser, `orders/${missed}/absence`, {
      position: '29.78000,114.25000,15',
      note: '敲门没有人应',
      stamp: { ticket: stamp.ticket, at: stamp.issuedAt },
    });
    expect((await file(missed)).stateZh).toBe('爽约');
    const next = await onBehalf(lu, { on: '2026-12-04' });
    at('09:00', '2026-12-02');
    await admitted(lu, '2026-11-30');
    await api.run();
    expect((await file(missed)).stateZh).toBe('已取消');
    expect((await file(missed)).course.at(-1)!.zh).toBe('住院，不算爽约');
    const paused = await file(next);
    expect(paused.stateZh).toBe('住院暂停');
    const resume = paused.offers.find(({ action }) => action === 'resume')!;
    await dispatcher.post(resume.to, resume.fixed);
    expect((await file(next)).stateZh).toMatch(/已受理|派单中/);
  });

  test('结算：老人在住院的那天有服务记录，标出来', async () => {
    const he = await desk.elder('何结算');
    await hasQuota(he);
    const ids: string[] = [];
    for (const day of ['2027-03-08', '2027-03-09']) {
      at('06:00', day);
      const id = await onBehalf(he, { on: day, fund: 'public' });
      await post(dispatcher, `orders/${id}/assignment`, { workerId: carers.huli2!.id });
      await visit('huli2', id, '10:00', '12:00', day);
      await post(village, `orders/${id}/village-confirmation`, { who: '何结算本人' });
      ids.push(id);
    }
    at('09:00', '2027-04-06');
    await admitted(he, '2027-03-08');
    await left(he, '2027-03-12');
    const { id } = await post(manager, 'settlements', { month: '2027-03' });
    const marked = await api.owner.query(
      `select order_id from home_care_settlement_line where settlement_id = $1 and 'hospital' = any(flags)`,
      [id],
    );
    expect(marked.rows.map((row) => row.order_id)).toEqual([ids[1]]);
  });
});

test('出院：有能力等级的老人，向乡镇提议即时评估，等级照常有效；没有评过的不提', async () => {
  at('09:00', '2027-04-12');
  const [fang, ping] = [await desk.elder('方出院'), await desk.elder('平出院')];
  await hasQuota(fang);
  for (const who of [fang, ping]) {
    await admitted(who, '2027-04-08');
    await left(who, '2027-04-11');
  }
  await api.run();
  const { rows } = await desk.clerk.get('/api/clues?view=all');
  const own = rows.filter((row: { kindZh: string }) => row.kindZh === '老年人能力评估');
  const files: string[] = [];
  for (const { id } of own) files.push(JSON.stringify(await desk.clerk.get(`/api/clues/${id}`)));
  const [clue, ...more] = files.filter((one) => one.includes('方出院'));
  expect(more).toEqual([]);
  expect(clue).toContain('出院，建议即时评估');
  expect(clue).toContain('2027年4月11日出院');
  expect(files.some((one) => one.includes('平出院'))).toBe(false);
});

describe('养老机构', () => {
  test('老人住院没有登记请假：接待收到提醒，“老人”页上有一行；登记了就没有了；出院的请销假或者退住', async () => {
    at('09:00', '2027-05-10');
    const { home } = await openHome(api);
    const [bed] = await addRoom(home, { name: '101', beds: 2 });
    await publishPrices(home, '2027-05-10');
    const su = await makeElder(api, { name: '苏在院', level: 2 });
    const { stayId } = await admitAtDesk(home, su, { bedId: bed!.id });
    const lines = async () => (await home.reception.get(`/api/institutions/${home.id}/hospital`)).rows;
    expect(await lines()).toEqual([]);
    at('09:00', '2027-05-12');
    await admitted(su, '2027-05-11');
    await api.run();
    expect((await said(home.reception)).some((m) => m.startsWith('老人住院了：苏在院2027年5月11日住院'))).toBe(true);
    const [row] = await lines();
    expect(row).toMatchObject({ name: '苏在院', bed: bed!.code, says: '2027年5月11日住院，还没有登记请假', left: false });
    // 接待看得到，请假由护理登记
    expect(row.offers).toEqual([]);
    const [asNurse] = (await home.nurse.get(`/api/institutions/${home.id}/hospital`)).rows;
    const leave = asNurse.offers.find((o: { action: string }) => o.action === 'leave');
    expect(leave.initial).toEqual({ kind: 'hospital', from: '2027-05-12' });
    await home.nurse.post(leave.to, { ...leave.initial, ...leave.fixed });
    expect(await lines()).toEqual([]);
    at('09:00', '2027-05-15');
    await left(su, '2027-05-15');
    await api.run();
    expect((await said(home.reception)).some((m) => m.startsWith('老人出院了'))).toBe(true);
    const [back] = await lines();
    expect(back).toMatchObject({ says: '2027年5月15日出院，请销假；不回来的办退住，床位放出来', left: true });
    expect(back.offers.map((o: { action: string }) => o.action)).toEqual(['discharge']);
    await home.nurse.post(`/api/stays/${stayId}/return`, { requestId: requestId() });
    expect(await lines()).toEqual([]);
  });
});
