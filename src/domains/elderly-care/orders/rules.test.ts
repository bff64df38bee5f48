import { describe, expect, test } from 'vitest';
import { nextAsk } from '../dispatch/offering.ts';
import { type Candidate, ranked, scoreOf, unfitFor, type Wanted } from '../dispatch/score.ts';
import { billOf } from './bill.ts';
import { checkInFault, isLateCancel, may, stampHolds, tooSoon, verifiesItself } from './rules.ts';

const at = (time: string, day = 22): string => new Date(`2026-11-${day}T${time}:00+08:00`).toISOString();

describe('W10 按小时计费', () => {
  const hourly = {
    unit: 'hour' as const,
    priceFen: 40_00,
    plannedMinutes: 120,
    minMinutes: 60,
    extensionMinutes: 0,
    reasonAccepted: false,
  };
  test('预约120分钟，实际112分钟：按15分钟一档向下取，105分钟，70元', () => {
    expect(billOf({ ...hourly, actualMinutes: 112 })).toEqual({ minutes: 105, fen: 70_00 });
  });
  test('实际160分钟，没有老人同意延长：最多144分钟，135分钟，90元；同意延长40分钟的，150分钟，100元', () => {
    expect(billOf({ ...hourly, actualMinutes: 160 })).toEqual({ minutes: 135, fen: 90_00 });
    expect(billOf({ ...hourly, actualMinutes: 160, extensionMinutes: 40 })).toEqual({ minutes: 150, fen: 100_00 });
  });
  test('按次的：够最短时长付全价，少一分钟不付；说明了原因、核实的人认可的照付', () => {
    const visit = { ...hourly, unit: 'visit' as const, priceFen: 150_00, minMinutes: 40 };
    expect(billOf({ ...visit, actualMinutes: 40 }).fen).toBe(150_00);
    expect(billOf({ ...visit, actualMinutes: 39 }).fen).toBe(0);
    expect(billOf({ ...visit, actualMinutes: 39, reasonAccepted: true }).fen).toBe(150_00);
  });
});

const worker = (given: Partial<Candidate> = {}): Candidate => ({
  id: 'w',
  level: 2,
  healthTo: '2026-12-31',
  backgroundOk: true,
  hiredOn: '2025-01-01',
  leftOn: null,
  barred: false,
  sex: 'female',
  km: 1,
  busy: [],
  continuous: false,
  ratingSum: 0,
  ratingCount: 0,
  ordersThisMonth: 0,
  ...given,
});
const wanted: Wanted = { day: '2026-11-22', start: at('10:00'), end: at('11:30'), level: 2, sex: null };
const limits = { bufferMinutes: 20, dayHours: 8, farMetres: 10_000, usualOrders: 8, ratings: 5, usualRating: 4 };
const many = (count: number) => Array.from({ length: count }, () => ({ start: at('06:00'), end: at('06:10') }));

describe('W11 派给谁', () => {
  const a = worker({ id: 'a', km: 2, continuous: true, ratingSum: 45, ratingCount: 10, busy: many(3) });
  const b = worker({ id: 'b', km: 0.5, ratingSum: 48, ratingCount: 10, busy: many(1) });
  test('甲2公里、熟人、4.5分、今天3单：0.825；乙0.5公里、4.8分、1单：0.747。先问甲，10分钟没有答复问乙', () => {
    expect(scoreOf(a, limits)).toBeCloseTo(0.825, 6);
    expect(scoreOf(b, limits)).toBeCloseTo(0.747, 6);
    expect(ranked([b, a], wanted, limits).map(({ id }) => id)).toEqual(['a', 'b']);
  });
  test('评价不到5次的按4分算；同分的，本月单少的在前', () => {
    expect(scoreOf(worker({ ratingSum: 4, ratingCount: 4 }), limits)).toBe(scoreOf(worker(), limits));
    const equal = [worker({ id: 'x', ordersThisMonth: 5 }), worker({ id: 'y', ordersThisMonth: 2 })];
    expect(ranked(equal, wanted, limits).map(({ id }) => id)).toEqual(['y', 'x']);
  });
  test('不能派的：证书过期或未核验，等级不够，健康证昨天到期，离职当天，八小时满了', () => {
    const why = (given: Partial<Candidate>) => unfitFor(worker(given), wanted, limits);
    expect(why({ level: 0 })).toBe('certificate');
    expect(why({ level: 1 })).toBe('skill');
    expect(why({ healthTo: '2026-11-21' })).toBe('health');
    expect(why({ healthTo: '2026-11-22' })).toBeNull();
    expect(why({ leftOn: '2026-11-22' })).toBe('left');
    expect(why({ backgroundOk: false })).toBe('background');
    expect(why({ busy: [{ start: at('00:00'), end: at('06:30') }] })).toBeNull();
    expect(why({ busy: [{ start: at('00:00'), end: at('06:31') }] })).toBe('load');
  });
  test('前后各留20分钟：9:40结束的赶得上，9:41结束的赶不上；助浴要同性', () => {
    const until = (end: string) => unfitFor(worker({ busy: [{ start: at('09:00'), end: at(end) }] }), wanted, limits);
    expect(until('09:40')).toBeNull();
    expect(until('09:41')).toBe('busy');
    expect(unfitFor(worker(), { ...wanted, sex: 'male' }, limits)).toBe('sex');
  });
  test('问三个人，每人10分钟；再发给所有人15分钟；还没有人接，转调度员。助急每次2分钟', () => {
    const asks = { each: 10, offers: 3, broadcast: 15, urgent: 2 };
    const next = (asked: number, more = {}) =>
      nextAsk({ asked, everybody: false, fit: 5, fresh: 5, urgent: false, ...more }, asks);
    expect(next(0)).toEqual({ ask: 'next', minutes: 10 });
    expect(next(3)).toEqual({ ask: 'everybody', minutes: 15 });
    expect(next(3, { everybody: true })).toEqual({ ask: 'dispatcher' });
    expect(next(1, { fresh: 0 })).toEqual({ ask: 'everybody', minutes: 15 });
    expect(next(1, { fit: 0, fresh: 0 })).toEqual({ ask: 'dispatcher' });
    expect(next(0, { urgent: true })).toEqual({ ask: 'next', minutes: 2 });
    expect(next(3, { urgent: true })).toEqual({ ask: 'everybody', minutes: 2 });
  });
});

describe('工单能不能这样办', () => {
  test('签到以前可以取消，签到以后不能；争议只在服务做完以后；结了账的什么也不能改', () => {
    expect([may('submitted', 'cancel'), may('en-route', 'cancel'), may('checked-in', 'cancel')]).toEqual([true, true, false]);
    expect([may('checked-in', 'dispute'), may('to-verify', 'dispute'), may('evaluated', 'dispute')]).toEqual([false, true, true]);
    expect(may('settled', 'dispute')).toBe(false);
  });
  test('至少提前两小时，差一分钟不行；助急马上', () => {
    const soon = (start: string, urgent = false) => tooSoon(at(start), at('08:00'), { urgent, leadHours: 2 });
    expect([soon('10:00'), soon('09:59'), soon('08:00', true)]).toEqual([false, true, false]);
  });
  test('开始前两小时取消不计，晚一分钟算临时取消', () => {
    expect([isLateCancel(at('10:00'), at('08:00'), 2), isLateCancel(at('10:00'), at('08:01'), 2)]).toEqual([false, true]);
  });
  test('签到：早于30分钟不行；别处没有签退不行；200米算到，201米不算；住址没有坐标的不拦', () => {
    const fault = (given: object) =>
      checkInFault({
        plannedStart: at('10:00'),
        at: at('09:55'),
        earlyMinutes: 30,
        busy: false,
        metres: 200,
        fenceMetres: 200,
        ...given,
      });
    expect(fault({})).toBeNull();
    expect(fault({ at: at('09:30') })).toBeNull();
    expect(fault({ at: at('09:29') })).toBe('early');
    expect(fault({ busy: true })).toBe('busy');
    expect(fault({ metres: 201 })).toBe('far');
    expect(fault({ metres: null })).toBeNull();
  });
  test('没有网络时的手机时间：夹在服务器两次时间之间才算；晚一天送到算，晚过72小时不算', () => {
    const holds = (given: object) =>
      stampHolds({ at: at('10:00'), issuedAt: at('07:00'), now: at('12:00'), hours: 72, ...given });
    expect(holds({})).toBe(true);
    expect(holds({ now: at('10:00', 23) })).toBe(true);
    expect(holds({ now: at('10:01', 25) })).toBe(false);
    expect(holds({ at: at('06:59') })).toBe(false);
    expect(holds({ at: at('12:01') })).toBe(false);
  });
  test('72小时没有人说什么，凭证齐全的自动核实；助浴、陪诊一定要打电话', () => {
    const itself = (given: object) =>
      verifiesItself({
        checkedOutAt: at('10:00', 20),
        now: at('10:00', 23),
        hours: 72,
        complete: true,
        alwaysCall: false,
        ...given,
      });
    expect([itself({}), itself({ now: at('09:59', 23) }), itself({ complete: false }), itself({ alwaysCall: true })]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
