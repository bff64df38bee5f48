/** 添人、少人: who is counted from when, by what had been told (4.6, 5.3). */
import { describe, expect, test } from 'vitest';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { cluesDue, dueMonths } from '../oracle.ts';
import type { Step, Told, TrueFamily } from '../world.ts';
import { certificate, city, doing, family, person, spell, step, wage } from './fixtures.ts';

const parameters = city();
const due = (home: TrueFamily, steps: readonly Step[], until: PlainDate, asKnown = true) =>
  Object.fromEntries(
    dueMonths(home, parameters, steps, { asKnown, until })
      .filter((m) => m.benefit === 'dibao')
      .map((m) => [m.month, m.fen / 100]),
  );
const told = (on: PlainDate | null, by: Told['by'] = 'family'): Told => ({ on, by });
const granted = step('granted', '2026-03-31', { openedOn: '2026-03-02' });
const reviewed = (on: PlainDate) => step('reviewed', on, { openedOn: on, factsOn: on, ground: 'change' });

const father = person('父', '1990-01-01', { does: 'working', incomes: [wage(1000)] });
const mother = person('母', '1992-01-01', { relation: 'spouse' });

describe('孩子出生', () => {
  const born = (when: Told) =>
    family([
      father,
      mother,
      person('小宝', '2026-04-20', {
        relation: 'child',
        birthTold: when,
        together: [spell<true>(true, { from: '2026-04-20', told: when })],
        does: [doing('pupil', { from: '2026-04-20', told: when })],
      }),
    ]);
  test('5月6日报告，5月20日复核：6月起三口人加未成年人增发，1000元变1960元', () => {
    expect(due(born(told('2026-05-06')), [granted, reviewed('2026-05-20')], '2026-06-30')).toEqual({
      '2026-04': 1000,
      '2026-05': 1000,
      '2026-06': 1960,
    });
  });
  test('复核以后才报告：等下一次复核；从没报告：一直按两口人', () => {
    const late = [granted, reviewed('2026-05-20'), reviewed('2026-07-15')];
    expect(due(born(told('2026-07-10')), late, '2026-08-31')).toMatchObject({
      '2026-06': 1000,
      '2026-07': 1000,
      '2026-08': 1960,
    });
    expect(due(born(told(null)), late, '2026-08-31')['2026-08']).toBe(1000);
    expect(due(born(told(null)), late, '2026-08-31', false)['2026-06']).toBe(1960);
  });
});

test('结婚进来的配偶带着工资：从决定的次月起按两人算；搬走的成年孩子从决定的次月起不算', () => {
  const wed = told('2026-05-06');
  const spouse = person('丈夫', '1990-01-01', {
    relation: 'spouse',
    does: [doing('working', { told: wed })],
    together: [spell<true>(true, { from: '2026-05-01', told: wed })],
    incomes: [wage(1500, { told: wed })],
  });
  const bride = person('妻', '1992-01-01', { does: 'unable' });
  expect(due(family([bride, spouse]), [granted, reviewed('2026-05-20')], '2026-06-30')).toMatchObject({
    '2026-05': 800,
    '2026-06': 500,
  });
  const gone = person('女儿', '2000-01-01', {
    relation: 'child',
    does: 'unable',
    together: [spell<true>(true, { to: '2026-05-09', endTold: told('2026-05-12') })],
  });
  expect(due(family([bride, gone]), [granted, reviewed('2026-05-20')], '2026-06-30')).toMatchObject({
    '2026-05': 1600,
    '2026-06': 800,
  });
});

test('搬走的残疾孩子：生活补贴跟着低保，最后一个低保月为止', () => {
  const gone = person('女儿', '2000-01-01', {
    relation: 'child',
    does: 'unable',
    certificates: [certificate('physical', 1, { care: false })],
    together: [spell<true>(true, { to: '2026-05-09', endTold: told('2026-05-12') })],
  });
  const home = family([person('母', '1970-01-01', { does: 'unable' }), gone]);
  const living = step('granted', '2026-04-10', { benefit: 'disability-living', person: '女儿' });
  const months = dueMonths(home, parameters, [granted, living, reviewed('2026-05-20')], { asKnown: true, until: '2026-08-31' });
  expect(months.filter((m) => m.benefit === 'disability-living').map((m) => m.month)).toEqual(['2026-04', '2026-05']);
});

describe('服刑', () => {
  const home = (when: Told) =>
    family([
      person('父', '1990-01-01', {
        does: [doing('working', { to: '2026-04-30', endTold: when }), doing('jobless', { from: '2026-05-01', told: when })],
        incomes: [wage(1000, { to: '2026-04-30', endTold: when })],
        custody: [spell<true>(true, { from: '2026-05-01', told: when, to: '2026-08-31', endTold: told('2026-09-03') })],
      }),
      mother,
    ]);
  test('5月入狱、5月20日复核：6月起只算一人，800元；9月回家复核：10月起又算两人', () => {
    const steps = [granted, reviewed('2026-05-20'), reviewed('2026-09-10')];
    const idle = 0.8 * 1950;
    expect(due(home(told('2026-05-08')), steps, '2026-10-31')).toEqual({
      ...{ '2026-04': 1000, '2026-05': 1000, '2026-06': 800, '2026-07': 800, '2026-08': 800, '2026-09': 800 },
      '2026-10': Math.ceil(1600 - idle),
    });
  });
  test('监狱送来的，当天就该有预警；家里自己说的走复核，不用预警', () => {
    const rules = (when: Told) =>
      cluesDue(home(when), parameters, [granted], { until: '2026-12-31' })
        .filter((c) => c.rule !== 'OUT-7')
        .map((c) => `${c.rule} ${c.by}`);
    expect(rules(told('2026-05-08', 'department'))).toEqual(['OUT-2 2026-05-08']);
    expect(rules(told('2026-05-08'))).toEqual([]);
  });
});

describe('全家户籍从咸安迁到嘉鱼（标准830元）', () => {
  const moved = (when: PlainDate) =>
    family([person('老人', '1962-01-01', { does: 'unable' })], {
      move: { on: '2026-05-12', division: '421221103001', urbanRural: 'urban', told: told(when) },
    });
  test('5月12日迁、5月20日知道：咸安发到5月，嘉鱼从6月起830元，不重不漏；重新确认以后一样', () => {
    const months = { '2026-04': 800, '2026-05': 800, '2026-06': 830, '2026-07': 830 };
    expect(due(moved('2026-05-20'), [granted], '2026-07-31')).toEqual(months);
    const confirmed = step('reviewed', '2026-06-10', { openedOn: '2026-05-20', ground: 'move' });
    expect(due(moved('2026-05-20'), [granted, confirmed], '2026-07-31')).toEqual(months);
  });
  test('7月15日才知道：已经发出的6、7月不追，8月起按迁入地；事实上6月起就该由迁入地发', () => {
    expect(due(moved('2026-07-15'), [granted], '2026-08-31')).toMatchObject({ '2026-06': 800, '2026-07': 800, '2026-08': 830 });
    expect(due(moved('2026-07-15'), [granted], '2026-08-31', false)).toMatchObject({ '2026-06': 830, '2026-08': 830 });
  });
});

describe('全家户籍在咸安以内从城市（800元）迁到农村（660元）', () => {
  const moved = family([person('老人', '1962-01-01', { does: 'unable' })], {
    move: { on: '2026-05-12', division: '421202100001', urbanRural: 'rural', told: told('2026-05-20') },
  });
  test('什么也不停：复核作出决定以前照旧，决定的次月起660元', () => {
    expect(due(moved, [granted], '2026-08-31')).toMatchObject({ '2026-05': 800, '2026-06': 800, '2026-08': 800 });
    const decided = step('reviewed', '2026-06-10', { openedOn: '2026-05-20', ground: 'move' });
    expect(due(moved, [granted, decided], '2026-08-31')).toMatchObject({ '2026-06': 800, '2026-07': 660, '2026-08': 660 });
  });
});

describe('单人保', () => {
  const ask = { item: 'dibao', on: '2026-03-02', person: '夫', single: 'illness' } as const;
  const alone = { ...granted, person: '夫' };
  const home = (yuan: number, to: PlainDate | null = null) =>
    family(
      [
        person('夫', '1975-01-01', { does: 'unable', seriousIllness: [spell<true>(true)] }),
        person('妻', '1978-01-01', { relation: 'spouse', does: 'working', incomes: [wage(yuan, { to })] }),
      ],
      { asks: [ask] },
    );
  const months = (yuan: number, steps: readonly Step[] = [alone], to: PlainDate | null = null) =>
    dueMonths(home(yuan, to), parameters, steps, { asKnown: true, until: '2026-06-30' }).map(
      (m) => `${m.person} ${m.month} ${m.fen / 100}`,
    );
  test('低保边缘家庭里的重病患者：本人没有收入，边缘家庭的义务人不计供养费，800＋30%＝1040元', () => {
    expect(months(2400)).toEqual(['夫 2026-04 1040', '夫 2026-05 1040', '夫 2026-06 1040']);
  });
  test('全家到了1.5倍标准就不是边缘；全家低于标准的该全家申请', () => {
    expect([months(2799.99).length, months(2800).length]).toEqual([3, 0]);
    expect([months(2000).length, months(1999.99).length]).toEqual([3, 0]);
  });
  const poorer = { ...reviewed('2026-05-20'), person: '夫' };
  test('全家后来低于标准：全家的低保办成以前照发，办成以后他在全家里，不再单独保；全家的停了也不恢复', () => {
    expect(months(2400, [alone, poorer], '2026-04-30')).toEqual(['夫 2026-04 1040', '夫 2026-05 1040', '夫 2026-06 1040']);
    const together = { ...step('granted', '2026-05-28'), ground: 'reclassified', factsOn: '2026-05-20' } as const;
    expect(months(2400, [alone, poorer, together], '2026-04-30')).toEqual([
      '夫 2026-04 1040',
      '夫 2026-05 1040',
      'null 2026-06 1840',
    ]);
    const never = months(2400, [alone, poorer, together, reviewed('2026-05-29')]);
    expect(never).toEqual(['夫 2026-04 1040', '夫 2026-05 1040', '夫 2026-06 1040']);
  });
  test('家里只剩他一人：全家就是他，照发', () => {
    const widower: TrueFamily = {
      ...home(2400),
      people: home(2400).people.map((p) =>
        p.ref === '妻' ? { ...p, death: { on: '2026-05-02', told: told('2026-05-02') } } : p,
      ),
    };
    const due = dueMonths(widower, parameters, [alone, poorer], { asKnown: true, until: '2026-06-30' });
    expect(due.map((m) => `${m.person} ${m.month} ${m.fen / 100}`)).toEqual([
      '夫 2026-04 1040',
      '夫 2026-05 1040',
      '夫 2026-06 1040',
    ]);
  });
});
