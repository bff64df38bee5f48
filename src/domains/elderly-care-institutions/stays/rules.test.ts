/** 轮候、协议和试住的规则. */
import { describe, expect, test } from 'vitest';
import { bedMoves, levelOffered } from '../beds/terms.ts';
import {
  beforeIt,
  inOrder,
  missingClauses,
  missingRisks,
  rankOf,
  type Standing,
  stayDays,
  trialEnd,
  unmeasured,
} from './rules.ts';
import { type ClauseKey, clauses, riskTypes } from './terms.ts';

const of = (more: Partial<Standing>): Standing => ({
  tekun: false,
  tekunCare: null,
  dibao: false,
  onlyChildLost: false,
  level: null,
  ...more,
});

describe('公办机构的轮候次序', () => {
  test('特困不能自理、特困、低保三级、失独二级、其他', () => {
    expect([
      rankOf(of({ tekun: true, tekunCare: 'part' }), 'public'),
      rankOf(of({ tekun: true, tekunCare: 'able' }), 'public'),
      rankOf(of({ dibao: true, level: 3 }), 'public'),
      rankOf(of({ onlyChildLost: true, level: 2 }), 'public'),
      rankOf(of({}), 'public'),
    ]).toEqual([1, 2, 3, 4, 5]);
  });
  test('差一级就不算：低保二级、失独一级、没有评估过的，都按申请先后', () => {
    for (const one of [of({ dibao: true, level: 2 }), of({ onlyChildLost: true, level: 1 }), of({ dibao: true })])
      expect(rankOf(one, 'public')).toBe(5);
  });
  test('民办机构只看申请先后', () => {
    expect(rankOf(of({ tekun: true, tekunCare: 'full' }), 'private')).toBe(5);
  });
  test('同一类别先申请的在前；前面有几个人说得清', () => {
    const queue = [
      { id: 'a', rank: 5, no: 1 },
      { id: 'b', rank: 1, no: 9 },
      { id: 'c', rank: 5, no: 3 },
    ];
    expect(inOrder(queue).map((q) => q.id)).toEqual(['b', 'a', 'c']);
    expect(beforeIt(queue, 'c')).toBe(2);
  });
});

test('九项风险缺一项、协议缺一条，都点名', () => {
  const risk = { level: 'low', measure: '' } as const;
  const all = Object.fromEntries(Object.keys(riskTypes).map((type) => [type, risk]));
  expect(missingRisks(all)).toEqual([]);
  const { wandering: _, ...eight } = all as Record<string, typeof risk>;
  expect(missingRisks(eight)).toEqual(['走失']);
  expect(unmeasured({ ...all, fall: { level: 'high', measure: ' ' } })).toEqual(['跌倒']);
  const keys = Object.keys(clauses) as ClauseKey[];
  expect(missingClauses(keys)).toEqual([]);
  expect(missingClauses(keys.filter((key) => key !== 'fees'))).toEqual(['收费项目、标准、支付和退费']);
});

test('试住30天：9月10日入住，10月10日到期，提前3天提醒，再过7天没有决定算超期', () => {
  expect(trialEnd('2026-09-10', { days: 30, remind: 3, more: 7 })).toEqual({
    endsOn: '2026-10-10',
    remindOn: '2026-10-07',
    overdueFrom: '2026-10-17',
  });
});

test('能力等级0到4对应五个护理等级', () => {
  expect([0, 1, 2, 3, 4].map(levelOffered)).toEqual(['self', 'assisted-1', 'assisted-2', 'nursed-1', 'nursed-2']);
});

test('住了几天：退住那天不算；当天进出算一天', () => {
  expect(stayDays('2026-09-10', '2026-09-12')).toBe(2);
  expect(stayDays('2026-09-10', '2026-09-10')).toBe(1);
});

test('在住的床不能直接变成空闲，只能先待清洁', () => {
  expect(bedMoves.occupied).not.toContain('vacant');
  expect(bedMoves['on-leave']).not.toContain('vacant');
});
