/** 居家服务派单：谁先接、没有人接、没有网络、没有人到、一天一次派完。 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idNumber } from '../src/kernel/resident/fixtures.ts';
import { requestId } from './api.ts';
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
  hotline,
  items,
  manager,
  onBehalf,
  openHomeCare,
  post,
  refused,
  stamp,
  village,
} from './home-care.ts';

beforeAll(openHomeCare);
afterAll(closeHomeCare);

describe('谁先接就是谁', () => {
  test('发给所有人时两家的护理员同时接：一个接到，另一个知道已被接单', async () => {
    const li = await desk.elder('李长青');
    at('06:00', '2026-11-25');
    const id = await onBehalf(li, { on: '2026-11-25' });
    await api.run();
    for (const minute of ['06:10', '06:20', '06:30']) {
      at(minute, '2026-11-25');
      await api.run();
    }
    expect((await file(id)).course.at(-1)).toMatchObject({ zh: '发给所有合适的护理员', note: '3人' });
    const answers = await Promise.all(
      ['huli1', 'huli3'].map((login) =>
        carers[login]!.browser.call('POST', `/api/home-care/orders/${id}/take`, { requestId: requestId() }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)!.body.error.message).toBe('该工单已被他人接单。');
  });

  test('助急马上派，每人2分钟；没有人接的转调度员，调度员指定；证书没有核验的指定不了', async () => {
    const zhao = await desk.elder('赵友德');
    at('07:00', '2026-11-26');
    const id = await onBehalf(zhao, { itemId: items.URGENT, on: '2026-11-26', position: undefined }, hotline);
    await post(dispatcher, `orders/${id}/acceptance`, { position: DOOR });
    for (const minute of ['07:00', '07:02', '07:04', '07:06', '07:08']) {
      at(minute, '2026-11-26');
      await api.run();
    }
    const [row] = (await board('2026-11-26')).rows;
    expect(row).toMatchObject({ id, alarm: '没有人接', stateZh: '已受理' });
    const { id: fresh } = await manager.post('/api/care-workers', {
      requestId: requestId(),
      name: '新来的小吴',
      idNumber: idNumber('1990-01-01'),
      phone: '13900000009',
      hiredOn: '2026-11-01',
      healthTo: '2027-12-31',
      backgroundOn: '2026-10-01',
    });
    expect((await refused(dispatcher, `orders/${id}/assignment`, { workerId: fresh })).message).toBe(
      '不能派给新来的小吴：证书已过期或未核验，不能派单。',
    );
    await post(dispatcher, `orders/${id}/assignment`, { workerId: carers.huli1!.id });
    expect((await file(id)).workerName).toBe('章小兰');
  });
});

describe('没有网络、没有到', () => {
  test('山里没有信号，签到签退第二天才送到：按手机记的时间算；改过的时间、别人的凭证不算', async () => {
    const qian = await desk.elder('钱婆婆');
    at('06:00', '2026-11-27');
    const id = await onBehalf(qian, { on: '2026-11-27' });
    await post(dispatcher, `orders/${id}/assignment`, { workerId: carers.huli1!.id });
    at('09:30', '2026-11-27');
    const { ticket } = await stamp('huli1', id);
    const huli = carers.huli1!.browser;
    const pressed = (time: string) => ({ ticket, at: new Date(`2026-11-27T${time}:00+08:00`).toISOString() });
    at('08:00', '2026-11-28');
    await api.run();
    // 钟以为没有来，已另派；手机上的记录送到，恢复
    expect((await file(id)).stateZh).toBe('爽约');
    const send = (when: string, given: object = {}) =>
      refused(huli, `orders/${id}/check-in`, { position: DOOR, stamp: { ...pressed(when), ...given } });
    expect((await send('09:20')).code).toBe('ORDER_STAMP');
    expect((await send('10:00', { ticket: ticket.replace(/.$/, (c) => (c === '0' ? '1' : '0')) })).code).toBe('ORDER_STAMP');
    await post(huli, `orders/${id}/check-in`, { position: DOOR, stamp: pressed('10:02') });
    expect(await post(huli, `orders/${id}/check-out`, { position: DOOR, done: '打扫', stamp: pressed('11:54') })).toEqual({
      minutes: 112,
      fen: 70_00,
    });
    expect((await file(id)).visit).toMatchObject({ inLate: true, outLate: true, billedMinutes: 105 });
    const others = (await board('2026-11-28')).rows.filter((row) => row.personName === '钱婆婆');
    expect(others.map((row) => row.stateZh)).toEqual(['已取消']);
  });

  test('到了时间15分钟还没有人到：算爽约，村里和调度员知道，马上另派人；助急的也一样', async () => {
    const sun = await desk.elder('孙有福');
    at('06:00', '2026-11-29');
    const id = await onBehalf(sun, { on: '2026-11-29' });
    await post(dispatcher, `orders/${id}/assignment`, { workerId: carers.huli1!.id });
    at('10:11', '2026-11-29');
    expect((await board('2026-11-29')).rows[0]).toMatchObject({ id, alarm: '晚了11分钟' });
    at('10:15', '2026-11-29');
    await api.run();
    await api.run();
    const rows = (await board('2026-11-29')).rows.filter((row) => row.personName === '孙有福');
    expect(rows.map((row) => [row.stateZh, row.alarm])).toEqual([
      ['爽约', '护理员没有到'],
      ['派单中', null],
    ]);
    for (const by of [village, dispatcher])
      expect((await by.get('/api/messages')).items.map((m: { title: string }) => m.title)).toContain('护理员没有到');
  });
});

describe('一天的单', () => {
  test('批量派单：一天的单一次派完，没有人重叠，固定时间前后都留了20分钟', async () => {
    at('16:00', '2026-12-05');
    const chen = await desk.elder('陈秀英');
    const ids: string[] = [];
    for (const [i, time] of ['08:00', '08:00', '08:00', '11:00', '11:00', '14:00'].entries())
      ids.push(await onBehalf(chen, { on: '2026-12-07', time, address: `汀泗桥镇古塘村${i}组1号` }));
    const day = (await board('2026-12-07')).offers.find((o) => o.action === 'assign-day')!;
    expect(await dispatcher.post(day.to, day.fixed)).toMatchObject({ assigned: 6, nobody: 0, changed: 0, placeless: 0 });
    const files = await Promise.all(ids.map(file));
    expect(new Set(files.map((f) => `${f.start} ${f.workerName}`)).size).toBe(6);
    expect(new Set(files.map((f) => f.stateZh))).toEqual(new Set(['已接单']));
  });
});
