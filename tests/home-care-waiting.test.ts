/** 居家服务工单等着人办的：没有受理的有时限，哪一天的都在派单台上。 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requestId } from './api.ts';
import {
  api,
  at,
  board,
  carers,
  closeHomeCare,
  county,
  DOOR,
  desk,
  dispatcher,
  file,
  hotline,
  items,
  onBehalf,
  openHomeCare,
  order,
  post,
  refused,
  village,
  visit,
} from './home-care.ts';

beforeAll(openHomeCare);
afterAll(closeHomeCare);

const told = async (): Promise<string[]> =>
  (await dispatcher.get('/api/messages')).items.map((m: { title: string; body: string }) => `${m.title}：${m.body}`);

describe('不知道住处位置的单，等调度员受理', () => {
  test('下周的单：调度员马上知道，今天的派单台上就有；30分钟没有受理标红、再说一次；受理了就不再列', async () => {
    const li = await desk.elder('李长青');
    at('09:00', '2026-11-23');
    const id = await onBehalf(li, { on: '2026-12-01', position: undefined });
    expect((await told())[0]).toMatch(/^有一张单等受理：JJ261201-.*请在09:30以前打电话问清/);
    expect((await board('2026-11-23')).left.map((row) => [row.id, row.alarm])).toEqual([[id, null]]);
    expect((await board('2026-12-01')).left).toEqual([]);

    at('09:29', '2026-11-23');
    await api.run();
    expect((await told())[0]).toMatch(/^有一张单等受理/);
    at('09:30', '2026-11-23');
    await api.run();
    expect((await told())[0]).toMatch(/^没有按时受理：/);
    const [row] = (await board('2026-11-23')).left;
    expect(row).toMatchObject({ id, alarm: '没有按时受理', stateZh: '待受理' });
    expect(row!.offers.map(({ zh }) => zh)).toEqual(['受理']);
    await post(dispatcher, `orders/${id}/acceptance`, { position: DOOR });
    expect((await board('2026-11-23')).left).toEqual([]);
  });

  test('到了时间还没有人受理：流单，老人知道另约；助急的2分钟就说，不流单', async () => {
    const zhao = await desk.elder('赵友德');
    at('08:00', '2026-11-24');
    const id = await onBehalf(zhao, { on: '2026-11-24', time: '11:00', position: undefined });
    const urgent = await onBehalf(zhao, { itemId: items.URGENT, on: '2026-11-24', position: undefined }, hotline);
    at('08:02', '2026-11-24');
    await api.run();
    expect((await told())[0]).toMatch(/^没有按时受理：.*应急照护/);
    at('11:15', '2026-11-24');
    await api.run();
    expect([(await file(id)).stateZh, (await file(urgent)).stateZh]).toEqual(['流单', '待受理']);
    const phone = await desk.phoneOf(zhao);
    expect((await phone.get('/api/messages')).items.map((m: { title: string }) => m.title)).toContain('没有派到人');
    await post(dispatcher, `orders/${urgent}/rejection`, { reason: '打电话问过，不用了' });
  });
});

test('预约的日子：最多提前90天，写错年份的约不上；看要付多少的时候就说', async () => {
  const li = await desk.elder('李守田');
  at('09:00', '2026-11-23');
  const asked = (on: string) => ({ ...order({ on }), idNumber: li.idNumber, name: li.name, fund: 'self' });
  for (const [on, code] of [
    ['2026-11-22', 'ORDER_SOON'],
    ['2027-02-22', 'ORDER_FURTHEST'],
    ['2126-11-24', 'ORDER_FURTHEST'],
  ] as const) {
    expect((await refused(village, 'orders', asked(on))).code).toBe(code);
    expect((await village.refused('/api/home-care/orders/parts', asked(on))).code).toBe(code);
  }
  expect((await refused(village, 'orders', asked('2027-02-22'))).message).toBe('最多提前90天预约，现在约得到2027年2月21日。');
  await onBehalf(li, { on: '2027-02-21' });
});

test('前几天的异议、等电话回访的，今天的派单台上都有，办完了才没有', async () => {
  const feng = await desk.elder('冯玉兰');
  at('06:00', '2026-11-25');
  const [disputed, bath] = [
    await onBehalf(feng, { on: '2026-11-25' }),
    await onBehalf(feng, { on: '2026-11-25', time: '14:00', itemId: items.BATH }),
  ];
  for (const id of [disputed, bath]) await post(dispatcher, `orders/${id}/assignment`, { workerId: carers.huli1!.id });
  await visit('huli1', disputed, '10:00', '11:00', '2026-11-25');
  await visit('huli1', bath, '14:00', '15:30', '2026-11-25');
  const phone = await desk.phoneOf(feng);
  await phone.post(`/api/my/home-care/${disputed}/dispute`, { requestId: requestId(), dispute: '只扫了客厅，厨房没有做' });
  at('16:00', '2026-11-28');
  await api.run();
  const { left, leftMore } = await board('2026-11-28');
  expect(left.map(({ id, alarm }) => [id, alarm])).toEqual([
    [disputed, '有异议'],
    [bath, '等电话回访'],
  ]);
  expect(left[1]!.offers.map(({ zh }) => zh)).toEqual(['电话回访确认']);
  expect(leftMore).toBe(false);
  await post(county, `orders/${disputed}/decision`, { decision: 'pay', grounds: '看了照片，厨房不在约定里' });
  expect((await board('2026-11-28')).left.map(({ id }) => id)).toEqual([bath]);
});
