/** 走访发现的需求，村里、调度台一按下成工单。 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, requestId } from './api.ts';
import {
  api,
  at,
  board,
  carers,
  closeHomeCare,
  DOOR,
  desk,
  dispatcher,
  file,
  openHomeCare,
  post,
  village,
  visit,
} from './home-care.ts';

beforeAll(openHomeCare);
afterAll(closeHomeCare);

describe('走访发现的需求下成工单', () => {
  const needs = async (day = '2027-02-11') => (await board(day)).needs;
  const press = async (by: Browser, offer: { to: string; fieldsAt?: string; fixed: object }, more: object = {}) => {
    const { initial } = await by.get(offer.fieldsAt!);
    return by.call('POST', offer.to, { ...offer.fixed, ...initial, ...more });
  };

  test('一按下单，两边都看得到；没有人到的另派单接着办，取消的需求回来；核实了自动办结', async () => {
    const hu = await desk.elder('胡桂兰');
    at('08:00', '2027-02-10');
    const contacts = [{ name: '女儿小芳', relation: 'child', phone: '13900001111', canOpenDoor: true }];
    await village.post(`/api/elders/${hu.id}/living`, { requestId: requestId(), input: { status: 'alone', contacts } });
    await api.run();
    const [startedAt, endedAt] = ['2027-02-10T07:40:00+08:00', '2027-02-10T07:50:00+08:00'];
    await village.post('/api/elder-visits/records', {
      requestId: requestId(),
      sentAt: api.clock.now(),
      input: { personId: hu.id, mode: 'home', outcome: 'need', startedAt, endedAt, position: DOOR, needs: ['clean'] },
    });
    const [need] = await needs();
    expect(need).toMatchObject({ what: '助洁', personName: '胡桂兰', urgent: false });
    // 登记里没有地址的，第一次要填；以后不用
    expect((await press(dispatcher, need!.offers[0]!)).body.error.fields).toMatchObject([{ path: 'address' }]);
    const { id, no } = (await press(dispatcher, need!.offers[0]!, { address: '汀泗桥镇古塘村5组2号' })).body;
    expect(await file(id)).toMatchObject({ needZh: expect.stringContaining('助洁，2027年2月10日'), stateZh: '已受理' });
    expect(await needs()).toEqual([]);
    const seen = async () => (await village.get('/api/elder-visits/rows?view=needs')).rows;
    expect((await seen())[0]).toMatchObject({ orderId: id, says: expect.stringContaining(`工单${no}，已受理`), offers: [] });
    await post(dispatcher, `orders/${id}/assignment`, { workerId: carers.huli1!.id });
    at('09:16', '2027-02-11');
    await api.run();
    const [{ orderId: other }] = await seen();
    expect(other).not.toBe(id);
    await post(village, `orders/${other}/cancellation`, { reason: '改天再来' });
    expect((await needs()).map((row) => row.id)).toEqual([need!.id]);
    // 村里一按：明天9点，地址、电话用上一次的
    const order = (await seen())[0].offers.find((o: { action: string }) => o.action === 'order');
    const again = (await press(village, { ...order, fixed: { requestId: requestId() } })).body.id;
    await post(dispatcher, `orders/${again}/assignment`, { workerId: carers.huli2!.id });
    await visit('huli2', again, '09:00', '11:00', '2027-02-12');
    await post(village, `orders/${again}/village-confirmation`, { who: '胡桂兰本人' });
    expect(await seen()).toEqual([]);
    const section = await village.get(`/api/persons/${hu.id}/sections/elder-visits`);
    expect(JSON.stringify(section)).toContain('（居室保洁）已核实');
    expect(api.errors).toEqual([]);
  });
});
