import { describe, expect, test } from 'vitest';
import { inOrder, scores } from './fixtures.ts';
import { items, itemsOf, maxOf, sectionKeys } from './items.ts';
import { leaningOf } from './leaning.ts';
import { legacyLevelOf } from './legacy.ts';
import { contradictions, doubts, type Findings, type Level, levelOf, preliminaryLevel } from './rules.ts';

const found = (more: Partial<Findings> = {}): Findings => ({
  scores: scores(),
  diagnoses: [],
  riskEvents: {},
  coma: false,
  ...more,
});

test('附录B有26项，四部分满分32、15、28、15，合计90', () => {
  expect(sectionKeys.flatMap(itemsOf)).toHaveLength(26);
  const max = sectionKeys.map((section) => itemsOf(section).reduce((sum, [, item]) => sum + maxOf(item), 0));
  expect(max).toEqual([32, 15, 28, 15]);
});

describe('W1 等级的界线', () => {
  test('全部满分90分：能力完好；上下楼梯少1分，89分：轻度失能', () => {
    expect(levelOf(found())).toMatchObject({ total: 90, preliminary: 0, final: 0 });
    expect(levelOf(found({ scores: scores({ mobility: { stairs: 2 } }) }))).toMatchObject({ total: 89, final: 1 });
  });
  test('66、65、46、45、30、29分：1、2、2、3、3、4级', () => {
    expect([66, 65, 46, 45, 30, 29].map(preliminaryLevel)).toEqual([1, 2, 2, 3, 3, 4]);
    expect([90, 89, 0].map(preliminaryLevel)).toEqual([0, 1, 4]);
  });
});

describe('W2 等级变更只有一级', () => {
  const w2 = inOrder([3, 3, 2, 3, 2, 3, 3, 3], [3, 3, 3, 1], [3, 3, 4, 2, 3, 3, 1, 1, 2], [1, 1, 2, 1, 3]);
  test('62分，初步2级；没有变更条件：2级', () => {
    expect(levelOf(found({ scores: w2 }))).toMatchObject({
      subtotals: { selfCare: 22, mobility: 10, mental: 22, participation: 8 },
      total: 62,
      preliminary: 2,
      adjustments: [],
      final: 2,
    });
  });
  test('有F01诊断，近30天跌倒3次：两个条件都写明，只升一级，3级', () => {
    const both = found({ scores: w2, diagnoses: [{ code: 'F01.9', source: '咸宁市中心医院' }], riskEvents: { fall: 3 } });
    expect(levelOf(both)).toMatchObject({ preliminary: 2, adjustments: ['dementia', 'riskEvents'], final: 3 });
  });
  test('风险事件不论种类合计：跌倒1次加噎食1次升级，只有1次不升；完好的升为轻度；F20也升', () => {
    expect(levelOf(found({ scores: w2, riskEvents: { fall: 1, choking: 1 } })).final).toBe(3);
    expect(levelOf(found({ scores: w2, riskEvents: { fall: 1 } })).final).toBe(2);
    expect(levelOf(found({ riskEvents: { wandering: 2 } })).final).toBe(1);
    expect(levelOf(found({ diagnoses: [{ code: 'F20', source: '市精神卫生中心' }] }))).toMatchObject({
      adjustments: ['psychiatric'],
      final: 1,
    });
    expect(levelOf(found({ diagnoses: [{ code: 'I63.9', source: '' }] })).final).toBe(0);
  });
  test('初步4级的不再升', () => {
    const least = inOrder(Array(8).fill(0), Array(4).fill(0), [0, 0, 0, 0, 0, 0, 1, 1, 1], Array(5).fill(0));
    expect(levelOf(found({ scores: least, riskEvents: { fall: 5 } }))).toMatchObject({ preliminary: 4, final: 4 });
  });
});

describe('W3 昏迷', () => {
  const at72 = scores({
    mental: { consciousness: 0, timeOrientation: 0, placeOrientation: 0, memory: 2 },
    participation: { dailyAffairs: 0, transport: 1 },
  });
  test('72分，昏迷，意识水平0分：完全失能', () => {
    expect(levelOf(found({ scores: at72, coma: true }))).toMatchObject({ total: 72, adjustments: ['coma'], final: 4 });
    expect(contradictions(found({ scores: at72, coma: true }))).toEqual([]);
  });
  test('意识水平评1分的：昏迷与意识水平评分矛盾', () => {
    const drowsy = found({ scores: scores({ mental: { consciousness: 1 } }), coma: true });
    expect(contradictions(drowsy)).toEqual([{ path: 'mental.consciousness', message: '昏迷与意识水平评分矛盾' }]);
  });
});

test('W4 旧标准：日常生活60分、精神2分、感知觉1级、社会参与9分：中度失能', () => {
  const perception = { consciousness: 0, vision: 2, hearing: 0, communication: 0 };
  expect(legacyLevelOf({ dailyLiving: 60, mental: 2, perception, social: 9, raised: false })).toBe(2);
  expect(legacyLevelOf({ dailyLiving: 60, mental: 2, perception: { ...perception, vision: 3 }, social: 9, raised: false })).toBe(
    3,
  );
  expect(legacyLevelOf({ dailyLiving: 60, mental: 2, perception, social: 9, raised: true })).toBe(3);
  expect(legacyLevelOf({ dailyLiving: 100, mental: 0, perception: { ...perception, vision: 0 }, social: 2, raised: false })).toBe(
    0,
  );
});

test('评分超出范围、F类诊断没有写明依据的不收', () => {
  const over = found({ scores: scores({ participation: { vision: 3 } }), diagnoses: [{ code: 'F03', source: '' }] });
  expect(contradictions(over).map((fault) => fault.path)).toEqual(['participation.vision', 'diagnoses.0.source']);
});

test('不能行走却独自上下楼梯、不到20分钟：提示再核对；正好20分钟、还没有结束的不提示', () => {
  const odd = found({ scores: scores({ mobility: { walking: 0, stairs: 3 } }) });
  expect(doubts(odd, { minutes: 19, minMinutes: 20 })).toHaveLength(2);
  expect(doubts(odd, { minutes: 20, minMinutes: 20 })).toEqual(['平地不能行走，上下楼梯却是独自完成']);
  expect(doubts(found(), { minutes: null, minMinutes: 20 })).toEqual([]);
});

test('每一项从0分到满分都有说明', () => {
  for (const section of sectionKeys)
    for (const [, item] of Object.entries(items[section]))
      expect(item.anchors.every((text: string) => text.length >= 4)).toBe(true);
});

test('评估师的偏向：12次里11次2级的点出；10次里8次（正好80%）、都是1级、只评过9次的不点', () => {
  const given = (two: number, others: number): Level[] => [...Array<Level>(two).fill(2), ...Array<Level>(others).fill(1)];
  const leaning = (levels: readonly Level[]) => leaningOf(levels, { cases: 10, percent: 80, from: 2 });
  expect(leaning(given(11, 1))).toEqual({ level: 2, same: 11, all: 12 });
  expect(leaning(given(8, 2))).toBeNull();
  expect(leaning(given(0, 20))).toBeNull();
  expect(leaning(given(9, 0))).toBeNull();
});
