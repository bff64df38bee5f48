/** 照护的规则: frequency, late and bulk signing, nights and shifts, the hands that are needed. */
import { expect, test } from 'vitest';
import {
  bulkSigned,
  isLate,
  lastNight,
  mayHandOver,
  nightOf,
  planDue,
  proposedItems,
  risksDue,
  shiftAt,
  socialWorkersNeeded,
  tasksOn,
  timesOf,
  timesSigned,
  workersNeeded,
} from './rules.ts';
import { tidyVital, vitalProblem } from './terms.ts';

const at = (time: string, day = '2026-09-10') => new Date(`${day}T${time}+08:00`).toISOString();

test('几点做：07:30、12：00，重复的算一次；写不成时间的不收', () => {
  expect(timesOf('12：00、7:30 07:30')).toEqual(['07:30', '12:00']);
  expect(timesOf('24:00')).toBeNull();
  expect(timesOf('早饭后')).toBeNull();
});

test('计划10日15时定：当天只有15时以后的；周二、周五洗澡的，11日（周五）有，12日没有', () => {
  const items = [
    { what: '协助进餐', times: ['07:30', '17:30'], days: [] },
    { what: '协助洗澡', times: ['15:00'], days: ['2', '5'] as const },
  ];
  expect(tasksOn(items, '2026-09-10', at('15:00:00'))).toEqual([{ itemNo: 0, dueAt: at('17:30:00') }]);
  expect(tasksOn(items, '2026-09-11', at('15:00:00')).map((t) => t.itemNo)).toEqual([0, 0, 1]);
  expect(tasksOn(items, '2026-09-12', at('15:00:00')).map((t) => t.itemNo)).toEqual([0, 0]);
});

test('介护2每两小时翻身；介助1没有，压疮风险高的就有；走失风险高的点名', () => {
  const whats = (level: Parameters<typeof proposedItems>[0], risks: Parameters<typeof proposedItems>[1] = {}) =>
    proposedItems(level, risks).map((i) => i.what);
  expect(whats('nursed-2')).toContain('翻身，看皮肤');
  expect(whats('assisted-1')).not.toContain('翻身，看皮肤');
  const risks = {
    'pressure-injury': { level: 'high', measure: '翻身' },
    wandering: { level: 'middle', measure: '手环' },
  } as const;
  expect(whats('assisted-1', risks)).toEqual(expect.arrayContaining(['翻身，看皮肤', '点名，看定位手环']));
});

test('8时该做的：10时整做不算晚，10时零1秒算；早做也一样', () => {
  expect(isLate(at('08:00:00'), at('10:00:00'))).toBe(false);
  expect(isLate(at('08:00:00'), at('10:00:01'))).toBe(true);
  expect(isLate(at('08:00:00'), at('05:59:59'))).toBe(true);
});

test('60秒里签6项是集中补签，6项都标；5项不是；第6项在第61秒也不是', () => {
  const six = ['00', '10', '20', '30', '40', '60'].map((s) => (s === '60' ? at('16:01:00') : at(`16:00:${s}`)));
  expect(bulkSigned(six)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(bulkSigned(six.slice(0, 5))).toEqual([]);
  expect(bulkSigned([...six.slice(0, 5), at('16:01:01')])).toEqual([]);
});

test('没有网络：送到时说是20分钟前签的；做的时间不晚于签的时间', () => {
  expect(timesSigned({ signedAgo: 1200 }, at('10:00:00'))).toEqual({ signedAt: at('09:40:00'), doneAt: at('09:40:00') });
  expect(timesSigned({ doneAt: at('06:30:00') }, at('10:00:00'))).toEqual({ signedAt: at('10:00:00'), doneAt: at('06:30:00') });
  expect(timesSigned({ doneAt: at('11:00:00') }, at('10:00:00')).doneAt).toBe(at('10:00:00'));
});

test('21时起算这一夜，到第二天6时；白天的不算；早上5时问，上一夜还是前天的', () => {
  expect(nightOf(at('21:00:00'))).toBe('2026-09-10');
  expect(nightOf(at('05:59:00', '2026-09-11'))).toBe('2026-09-10');
  expect(nightOf(at('06:00:00'))).toBeNull();
  expect(lastNight(at('05:00:00'))).toBe('2026-09-08');
  expect(lastNight(at('06:00:00'))).toBe('2026-09-09');
  expect([shiftAt(at('07:59:00')), shiftAt(at('08:00:00')), shiftAt(at('16:00:00'))]).toEqual(['night', 'day', 'evening']);
});

test('10日入住，计划最迟13日；九项风险一年以后重评', () => {
  expect(planDue('2026-09-10', 3)).toBe('2026-09-13');
  expect(risksDue('2026-09-10', 12)).toBe('2027-09-10');
});

test('人员配比1:15、1:6、1:3：自理10、介助1 6（2人），介助2 7（2人），介护1 2、介护2 2（2人），共6人', () => {
  const ratio = { self: 15, semi: 6, full: 3 };
  const levels = { self: 10, 'assisted-1': 6, 'assisted-2': 7, 'nursed-1': 2, 'nursed-2': 2 };
  expect(workersNeeded(levels, ratio)).toBe(6);
  expect(workersNeeded({ ...levels, self: 9 }, ratio)).toBe(5);
  expect([socialWorkersNeeded(100), socialWorkersNeeded(101)]).toEqual([1, 2]);
});

test('交班：这一班开始以后、第二天以内；还没有开始的、前天的、年份打错的不收', () => {
  const may = (date: string, shift: 'day' | 'evening' | 'night', time: string) =>
    mayHandOver({ date: date as never, shift }, at(time));
  expect(may('2026-09-10', 'day', '16:05:00')).toBe(true);
  expect(may('2026-09-10', 'evening', '15:59:59')).toBe(false);
  expect(may('2026-09-10', 'evening', '16:00:00')).toBe(true);
  expect(may('2026-09-09', 'evening', '00:10:00')).toBe(true);
  expect(may('2026-09-08', 'evening', '00:10:00')).toBe(false);
  expect(may('2030-09-10', 'day', '16:05:00')).toBe(false);
});

test('体征：全角的、带单位的照收；人不可能有的、写反了的当场说', () => {
  expect(['３６。５', '36.5℃'].map(tidyVital)).toEqual(['36.5', '36.5']);
  expect(tidyVital('１４２／８５')).toBe('142/85');
  expect(vitalProblem('temperature', '36.5')).toBeNull();
  expect(vitalProblem('temperature', '99')).toBe('体温请按36.5的样子，30到43填写');
  expect(vitalProblem('temperature', '365')).not.toBeNull();
  expect(vitalProblem('pressure', '142/85')).toBeNull();
  expect(vitalProblem('pressure', '142')).not.toBeNull();
  expect(vitalProblem('pulse', '7')).not.toBeNull();
  expect(vitalProblem('pulse', '')).toBeNull();
});
