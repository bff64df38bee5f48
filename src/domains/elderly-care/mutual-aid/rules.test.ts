import { describe, expect, test } from 'vitest';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { type AidRecord, aidDoubts, aidMay, pointsFor } from './rules.ts';

const record = (helper: string, helped: string, day: number, minutes: number): AidRecord => ({
  helperId: `h-${helper}`,
  helperPersonId: helper,
  helperName: helper,
  personId: helped,
  personName: helped,
  on: `2026-09-${String(day).padStart(2, '0')}` as PlainDate,
  minutes,
});
const norms = { dayMinutes: 480, fullDays: 3, pairMinutes: 600 };

test('一小时10分：59分钟9分，60分钟10分，不满一分的不记', () => {
  expect([5, 6, 59, 60, 90].map((minutes) => pointsFor(minutes, 10))).toEqual([0, 1, 9, 10, 15]);
});

test('做完了才能确认，确认了才能作废；没有人接的不能记做完', () => {
  expect([aidMay('open', 'done'), aidMay('taken', 'done'), aidMay('taken', 'confirm'), aidMay('done', 'confirm')]).toEqual([
    false,
    true,
    false,
    true,
  ]);
  expect([aidMay('done', 'void'), aidMay('confirmed', 'void'), aidMay('done', 'cancel')]).toEqual([false, true, false]);
});

describe('要看一看的', () => {
  test('两个人互相帮，一个月各10小时以上的列出来一次；差一分钟的不列', () => {
    const both = [record('甲', '乙', 1, 300), record('甲', '乙', 2, 300), record('乙', '甲', 3, 600)];
    expect(aidDoubts(both, norms).map(({ says }) => says)).toEqual(['乙和甲互相帮，一个月一个记10小时，一个记10小时']);
    expect(aidDoubts([...both.slice(0, 2), record('乙', '甲', 3, 599)], norms)).toEqual([]);
  });
  test('一个月三天记满8小时的列出来，两天的不列', () => {
    const days = [1, 2, 3].map((day) => record('甲', '乙', day, 480));
    expect(aidDoubts(days, norms).map(({ says }) => says)).toEqual(['甲一个月有3天记满8小时']);
    expect(aidDoubts(days.slice(1), norms)).toEqual([]);
  });
  test('两份档案合并以后发现是自己帮自己的', () => {
    expect(aidDoubts([record('甲', '甲', 1, 60)], norms).map(({ says }) => says)).toEqual(['甲帮忙的和被帮的是同一个人，1次']);
  });
});
