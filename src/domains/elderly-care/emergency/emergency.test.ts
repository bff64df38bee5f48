import { describe, expect, test } from 'vitest';
import {
  type Called,
  type Candidate,
  dueWhileRinging,
  isLate,
  isSameCall,
  nextWhileRinging,
  presumedLevel,
  toCall,
} from './chain.ts';
import { type CallFacts, type Limits, measured } from './times.ts';

const limits: Limits = {
  answer: 15,
  classify: 60,
  dispatch1: 60,
  dispatch2: 180,
  contact: 300,
  arrive: { street: 900, plain: 1800, hill: 2700 },
  callback: 86_400,
};
const at = (time: string): string => new Date(`2026-11-22T${time}+08:00`).toISOString();

describe('W12 山区村的一次一级呼叫', () => {
  const call: CallFacts = {
    level: 1,
    terrain: 'hill',
    t0: at('02:10:00'),
    t1: at('02:10:14'),
    t2: at('02:11:10'),
    t3: at('02:11:14'),
    contactAt: at('02:11:20'),
    t5: at('02:56:14'),
    t6: null,
    t7: null,
  };
  const met = (of: CallFacts) =>
    Object.fromEntries(measured(of, limits, at('03:00:00')).map((m) => [m.measure, [m.tookMs! / 1000, m.met]]));
  test('14秒接听、56秒分级、60秒派出（正好也算）、45分到场，都达标', () => {
    expect(met(call)).toEqual({
      answer: [14, true],
      classify: [56, true],
      dispatch1: [60, true],
      contact: [66, true],
      arrive: [2700, true],
    });
  });
  test('再晚一秒就不达标', () => {
    expect(met({ ...call, t5: at('02:56:15') }).arrive).toEqual([2701, false]);
    expect(met({ ...call, t3: at('02:11:15') }).dispatch1).toEqual([61, false]);
  });
  test('没有人接的：接听不达标，后面的不问', () => {
    const lost = { ...call, level: null, t1: null, t2: null, t3: null, contactAt: null, t5: null };
    const answer = { measure: 'answer', tookMs: null, limitSeconds: 15, met: false };
    expect(measured(lost, limits, at('02:10:16'))).toEqual([{ ...answer, pending: false }]);
    // 还在时限里的，既不算达标也不算超时
    expect(measured(lost, limits, at('02:10:15'))).toEqual([{ ...answer, pending: true }]);
  });
});

describe('没有人接', () => {
  const chain = { overflow: 15, neighbour: 45, ambulance: 60, accept: 60 };
  const ringing = { t0: at('02:10:00'), presumed: 1 as const, done: [] };
  test('15秒转全县坐席，45秒转市级，60秒自动拨120；跌倒不动、烟雾才拨，按键求助不拨', () => {
    expect(dueWhileRinging(ringing, at('02:10:14.999'), chain)).toEqual([]);
    expect(dueWhileRinging(ringing, at('02:10:15'), chain)).toEqual(['overflow']);
    expect(dueWhileRinging({ ...ringing, done: ['overflow'] }, at('02:10:45'), chain)).toEqual(['neighbour']);
    expect(dueWhileRinging(ringing, at('02:11:00'), chain)).toEqual(['overflow', 'neighbour', 'ambulance']);
    expect(dueWhileRinging({ ...ringing, presumed: 2 }, at('02:12:00'), chain)).toEqual(['overflow', 'neighbour']);
    expect([presumedLevel('fall-still'), presumedLevel('smoke'), presumedLevel('pressed'), presumedLevel('test')]).toEqual([
      1, 1, 2, 0,
    ]);
  });
  test('下一步的时刻；都做过就没有了', () => {
    expect(nextWhileRinging(ringing, chain)).toBe(at('02:10:15'));
    expect(nextWhileRinging({ ...ringing, done: ['overflow', 'neighbour'] }, chain)).toBe(at('02:11:00'));
    expect(nextWhileRinging({ ...ringing, presumed: 2, done: ['overflow', 'neighbour'] }, chain)).toBeNull();
  });
});

describe('同一次呼叫', () => {
  test('没有处置完以前再按，不论隔多久，是同一次；处置完或关闭以后再按，哪怕只隔一分钟，是新的一次', () => {
    expect(isSameCall({ t6: null, closedAt: null })).toBe(true);
    expect(isSameCall({ t6: at('02:12:00'), closedAt: null })).toBe(false);
    expect(isSameCall({ t6: null, closedAt: at('02:11:00') })).toBe(false);
  });
  test('设备说报警已过10分钟的，照样马上办，标明迟到', () => {
    expect(isLate(at('02:00:00'), at('02:10:00'), 600)).toBe(false);
    expect(isLate(at('01:59:59'), at('02:10:00'), 600)).toBe(true);
    expect(isLate(null, at('02:10:00'), 600)).toBe(false);
  });
});

describe('派谁去', () => {
  const candidates: Candidate[] = [
    { helper: 'ambulance', id: null, name: '120' },
    { helper: 'responder', id: 'r1', name: '村医' },
    { helper: 'responder', id: 'r2', name: '邻居' },
    { helper: 'responder', id: 'r3', name: '网格员' },
    { helper: 'contact', id: 'c1', name: '儿子' },
    { helper: 'village', id: null, name: '村委会' },
    { helper: 'township', id: null, name: '乡镇值班' },
    { helper: 'county', id: null, name: '县级值班' },
  ];
  const names = (of: readonly Candidate[]) => of.map(({ name }) => name);
  const call = (name: string, answer: Called['answer'] = null, calledAt = at('02:11:00')): Called => {
    const { helper, id } = candidates.find((c) => c.name === name)!;
    return { helper, id, calledAt, answer };
  };
  test('一级：先拨120，同时叫最近的两个人和第一联系人', () => {
    expect(names(toCall(1, candidates, [], at('02:11:00'), 60))).toEqual(['120', '村医', '邻居', '儿子']);
  });
  test('二级：一个一个叫；60秒没有回应叫下一个，谢绝的马上叫下一个；接受了就不再叫', () => {
    expect(names(toCall(2, candidates, [], at('02:11:00'), 60))).toEqual(['村医', '儿子']);
    const called = [call('村医'), call('儿子')];
    expect(toCall(2, candidates, called, at('02:11:59.999'), 60)).toEqual([]);
    expect(names(toCall(2, candidates, called, at('02:12:00'), 60))).toEqual(['邻居']);
    expect(names(toCall(2, candidates, [call('村医', 'declined'), call('儿子')], at('02:11:10'), 60))).toEqual(['邻居']);
    expect(toCall(2, candidates, [call('村医', 'accepted'), call('儿子')], at('02:20:00'), 60)).toEqual([]);
  });
  test('响应人都叫过了：村干部、乡镇值班、县级值班；村里没有登记响应人，从村干部叫起', () => {
    const all = [call('村医'), call('邻居'), call('网格员'), call('儿子')];
    expect(names(toCall(2, candidates, all, at('02:12:00'), 60))).toEqual(['村委会']);
    expect(names(toCall(2, candidates, [...all, call('村委会', null, at('02:12:00'))], at('02:13:00'), 60))).toEqual([
      '乡镇值班',
    ]);
    const nobody = candidates.filter(({ helper }) => helper !== 'responder');
    expect(names(toCall(2, nobody, [], at('02:11:00'), 60))).toEqual(['村委会', '儿子']);
    expect(names(toCall(1, nobody, [], at('02:11:05'), 60))).toEqual(['120', '村委会', '儿子']);
  });
  test('三级和误报：不派人', () => {
    expect([toCall(3, candidates, [], at('02:11:00'), 60), toCall(0, candidates, [], at('02:11:00'), 60)]).toEqual([[], []]);
  });
});
