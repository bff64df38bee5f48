/** 居家服务一张单谁付多少（W9、W7）：额度、消费券、本人。 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, requestId } from './api.ts';
import type { Elder } from './elders.ts';
import {
  api,
  at,
  carers,
  closeHomeCare,
  codeOf,
  county,
  DOOR,
  desk,
  dispatcher,
  file,
  hasQuota,
  items,
  manager,
  onBehalf,
  openHomeCare,
  order,
  post,
  stamp,
  tillOf,
  village,
  visit,
  voucherFor,
} from './home-care.ts';

beforeAll(openHomeCare);
afterAll(closeHomeCare);

describe('W9、W7 额度、消费券、本人各付多少', () => {
  let he: Elder;
  let phone: Browser;
  const month = async () => (await phone.get('/api/my/home-care')).month;
  const done = async (given: object, day: string) => {
    const id = await onBehalf(he, { fund: 'public', on: day, anySex: 'yes', ...given });
    await post(dispatcher, `orders/${id}/assignment`, { workerId: carers.huli1!.id });
    await visit('huli1', id, '10:00', '11:00', day);
    return id;
  };
  const confirmed = async (id: string) => {
    await post(village, `orders/${id}/village-confirmation`, { who: '何冬秀本人' });
    return (await file(id)).parts;
  };

  test('W9 二档300元：助洁80元、助浴150元全由额度付；陪诊120元下单前就知道额度付70元，自付50元；第四单剩余0.00元', async () => {
    he = await desk.elder('何冬秀');
    await hasQuota(he);
    phone = await desk.phoneOf(he);
    at('07:00', '2026-12-12');
    const wash = await done({ itemId: items.WASH }, '2026-12-12');
    at('07:00', '2026-12-13');
    const bath = await done({ itemId: items.BATH }, '2026-12-13');
    expect(await month()).toMatchObject({ quota: { amountFen: 300_00, reservedFen: 230_00, usedFen: 0 } });
    expect(await confirmed(wash)).toEqual({ quotaFen: 80_00, voucherFen: 0, ownFen: 0 });
    expect(await confirmed(bath)).toEqual({ quotaFen: 150_00, voucherFen: 0, ownFen: 0 });
    at('07:00', '2026-12-14');
    const asked = { ...order({ itemId: items.ESCORT, on: '2026-12-14' }), fund: 'public' };
    expect((await phone.post('/api/my/home-care/parts', asked)).says).toBe(
      '按预约的时间约120.00元：政府购买额度付70.00元（2026年12月的额度剩余0.00元），本人约付50.00元。以核实的时间为准。',
    );
    const escort = await done({ itemId: items.ESCORT }, '2026-12-14');
    expect(await file(escort)).toMatchObject({ heldFen: 70_00, parts: null });
    expect(await confirmed(escort)).toEqual({ quotaFen: 70_00, voucherFen: 0, ownFen: 50_00 });
    // 额度用完了：第四单按不用额度的价格，全由本人付
    const fourth = await onBehalf(he, { itemId: items.WASH, on: '2026-12-15', fund: 'public' });
    const { items: told } = await phone.get('/api/messages');
    expect(told.map((m: { body: string }) => m.body).find((text: string) => text.includes('12月15日'))).toContain(
      '2026年12月的额度剩余0.00元），本人约付90.00元',
    );
    expect(await file(fourth)).toMatchObject({ heldFen: null, fundZh: '不用额度' });
    await post(village, `orders/${fourth}/cancellation`, { reason: '家里来人了' });
    expect(await month()).toMatchObject({ orders: 3, quotaFen: 300_00, voucherFen: 0, ownFen: 50_00 });
  });

  test('取消、爽约的放开，护理员后来补到的重新占住；中断的也放开', async () => {
    at('07:00', '2027-01-04');
    const day = '2027-01-04';
    const cancelled = await onBehalf(he, { itemId: items.BATH, on: day, fund: 'public' });
    expect(await month()).toMatchObject({ quota: { reservedFen: 150_00 } });
    await post(village, `orders/${cancelled}/cancellation`, { reason: '不洗了' });
    expect(await month()).toMatchObject({ quota: { reservedFen: 0 } });
    const late = await onBehalf(he, { itemId: items.WASH, on: day, fund: 'public' });
    await post(dispatcher, `orders/${late}/assignment`, { workerId: carers.huli1!.id });
    at('09:58', day);
    const kept = await stamp('huli1', late);
    at('10:16', day);
    await api.run();
    // 爽约的放开，另派的单占住：还是一笔
    expect((await file(late)).stateZh).toBe('爽约');
    expect(await month()).toMatchObject({ quota: { reservedFen: 80_00 } });
    await post(carers.huli1!.browser, `orders/${late}/check-in`, { position: DOOR, stamp: kept });
    expect(await month()).toMatchObject({ quota: { reservedFen: 80_00 } });
    expect(await file(late)).toMatchObject({ stateZh: '服务中', heldFen: 80_00 });
    await post(carers.huli1!.browser, `orders/${late}/abort`, { reason: '停水了' });
    expect(await month()).toMatchObject({ quota: { reservedFen: 0, usedFen: 0 } });
  });

  test('额度付不完的，消费券抵剩下的一半；收银台不能为同一单再收一次；不予结算的，券退回、额度放开', async () => {
    await voucherFor(he, '2027-01');
    const { id: outlet } = await county.post('/api/elders/outlets', {
      requestId: requestId(),
      kind: 'home',
      name: '咸安康养居家服务中心',
      creditCode: '91421202MA4KXXXX0A',
      division: '421202001002',
      address: '温泉街道花坛巷3号',
      telephone: '0715-8300001',
    });
    const till = await tillOf(outlet);
    const day = '2027-01-05';
    at('07:00', day);
    const first = await done({ itemId: items.BATH }, day);
    at('12:00', day);
    const second = await onBehalf(he, { itemId: items.BATH, on: day, time: '15:00', fund: 'public' });
    const third = { ...order({ itemId: items.ESCORT, on: '2027-01-06' }), idNumber: he.idNumber, name: he.name, fund: 'public' };
    expect((await village.post('/api/home-care/orders/parts', third)).says).toBe(
      '按预约的时间约130.00元：政府购买额度付0.00元（2027年1月的额度剩余0.00元），消费券约抵65.00元，本人约付65.00元。以核实的时间为准。',
    );
    expect(await confirmed(first)).toEqual({ quotaFen: 150_00, voucherFen: 0, ownFen: 0 });
    await post(village, `orders/${second}/cancellation`, { reason: '洗过了' });
    at('07:00', '2027-01-06');
    const wash = await done({ itemId: items.BATH }, '2027-01-06');
    await confirmed(wash);
    at('07:00', '2027-01-07');
    const clean = await done({ itemId: items.ESCORT, fund: 'self' }, '2027-01-07');
    const bill = { code: await codeOf(phone), serviceOn: '2027-01-07', what: '陪诊', payableFen: 130_00 };
    expect((await till.refused('/api/care-till/vouchers', { ...bill, requestId: requestId() })).code).toBe('VOUCHER_ORDER');
    expect(await confirmed(clean)).toEqual({ quotaFen: 0, voucherFen: 65_00, ownFen: 65_00 });
    const { rows } = await till.get('/api/care-till/vouchers');
    expect(rows).toMatchObject([{ what: '陪同就医', payableFen: 130_00, deductedFen: 65_00, offers: [] }]);
    expect(
      (await till.refused(`/api/care-till/vouchers/${rows[0].id}/reversal`, { reason: '记错了人', requestId: requestId() })).code,
    ).toBe('VOUCHER_OF_ORDER');
    expect(await month()).toMatchObject({ quotaFen: 300_00, voucherFen: 65_00, ownFen: 65_00, voucher: { usedFen: 65_00 } });
    for (const id of [clean, wash]) {
      await post(village, `orders/${id}/dispute`, { dispute: '没有人来过' });
      await post(county, `orders/${id}/decision`, { decision: 'refuse', grounds: '查实没有上门' });
      expect((await file(id)).parts).toEqual({ quotaFen: 0, voucherFen: 0, ownFen: 0 });
    }
    expect(await month()).toMatchObject({ quota: { usedFen: 150_00 }, voucherFen: 0, ownFen: 0, voucher: { usedFen: 0 } });
    // 结算单只有额度付的那一张
    at('09:00', '2027-02-03');
    expect(await post(manager, 'settlements', { month: '2027-01' })).toMatchObject({ lines: 1, fen: 150_00 });
    // 网点的券另有去处：冲正过的不再算
    expect((await till.get('/api/care-till/vouchers')).month).toEqual({ count: 0, deductedFen: 0 });
  });

  test('数据库守着：各部分加起来就是应付的；额度付的要真的占着；没有做成的单不占额度', async () => {
    const [{ id }] = (
      await api.owner.query(`select id from home_care_order where quota_fen = 15000 and state = 'verified' limit 1`)
    ).rows;
    for (const [set, constraint] of [
      ['own_fen = own_fen + 1', 'home_care_order_parts'],
      ['quota_fen = quota_fen - 1, own_fen = own_fen + 1', 'home_care_order_quota'],
      [`state = 'aborted'`, 'home_care_order_lets_go'],
    ] as const)
      await expect(api.owner.query(`update home_care_order set ${set} where id = $1`, [id])).rejects.toMatchObject({
        constraint,
      });
    await expect(api.owner.query(`update care_quota_hold set fen = fen - 1 where order_id = $1`, [id])).rejects.toMatchObject({
      constraint: 'care_quota_adds_up',
    });
  });
});
