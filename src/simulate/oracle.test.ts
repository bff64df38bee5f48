/** The worked examples of social assistance about 低保, as histories, month by month. */
import { describe, expect, test } from 'vitest';
import type { PlainDate } from '../kernel/schema/index.ts';
import {
  certificate,
  city,
  doing,
  expense,
  family,
  income,
  person,
  type Sketch,
  son,
  spell,
  step,
  wage,
} from './oracle/fixtures.ts';
import { dueMonths, entitledMonths, standingOn } from './oracle.ts';
import type { Step, TrueFamily } from './world.ts';

const parameters = city();
const yuanBy = (
  home: TrueFamily,
  steps: readonly Step[],
  until: PlainDate,
  { asKnown = true, published = parameters, benefit = 'dibao' } = {},
): Record<string, number> =>
  Object.fromEntries(
    dueMonths(home, published, steps, { asKnown, until })
      .filter((due) => due.benefit === benefit)
      .map((due) => [due.month, due.fen / 100]),
  );
/** The amount of the month after the application is granted on 2026-03-31. */
const granted = (home: TrueFamily, more: Partial<Step> = {}): number | undefined =>
  yuanBy(home, [step('granted', '2026-03-31', { openedOn: '2026-03-02', ...more })], '2026-04-30')['2026-04'];

const w1 = (more: Sketch = {}) =>
  family([
    person('父', '1986-05-01', { does: 'working', incomes: [wage(1600)] }),
    person('母', '1988-05-01', { relation: 'spouse' }),
    person('孩子', '2016-01-15', {
      relation: 'child',
      does: 'pupil',
      certificates: [certificate('physical', 1)],
      expenses: [expense('rehabilitation', 3600)],
      ...more,
    }),
  ]);

describe('W1–W4 谁符合，多少钱', () => {
  test('W1 三口之家，父亲工资1600元，孩子一级肢体残疾，自付康复费3600元：补差1500元，增发240元，月1740元', () => {
    expect(granted(w1())).toBe(1740);
  });

  const pair = (monthly: number) =>
    family([
      person('甲', '1970-01-01', { incomes: [income('rent', monthly)] }),
      person('乙', '1970-01-01', { relation: 'spouse' }),
    ]);
  test.each([
    [1600, undefined, 'edge'],
    [1599.99, 1, 'dibao'],
    [2399.99, undefined, 'edge'],
    [2400, undefined, null],
  ])('W2 城市两口之家月收入%s元：低保%s元，%s', (monthly, amount, standing) => {
    expect(granted(pair(monthly))).toBe(amount);
    expect(standingOn(pair(monthly), parameters, '2026-03-02')).toBe(standing);
  });

  const couple = (sonEarns: number) => {
    const central = income('resident-pension', 185);
    return family(
      [
        person('老伴甲', '1953-06-01', { does: 'old', incomes: [central, income('land-rent', 100)] }),
        person('老伴乙', '1955-06-01', { relation: 'spouse', does: 'old', incomes: [central] }),
      ],
      { division: '421224100201', urbanRural: 'rural', obligors: [son(sonEarns, ['老伴甲', '老伴乙'], 3)] },
    );
  };
  test('W3 农村老两口，儿子一家三口月入6000元：赡养费1200元，月收入1344元，边缘家庭', () => {
    expect(granted(couple(6000))).toBeUndefined();
    expect(standingOn(couple(6000), parameters, '2026-03-02')).toBe('edge');
  });
  test('W3 儿子挣5800元：补差76元，两人满70岁各增发132元，月340元', () => {
    expect(granted(couple(5800))).toBe(340);
  });

  const w4 = family(
    [
      person('父', '1964-12-01', { does: 'old', incomes: [income('employee-pension', 2700)] }),
      person('母', '1967-12-01', { relation: 'spouse' }),
      person('子', '1997-12-01', { relation: 'child', does: 'unable', certificates: [certificate('physical', 1)] }),
    ],
    { asks: [{ item: 'dibao', on: '2026-03-02', person: '子', single: 'jobless-severe' }] },
  );
  test('W4 边缘家庭的一级残疾人单独申请：自己没有收入，父亲满60岁不算，月1040元', () => {
    expect(standingOn(w4, parameters, '2026-03-02')).toBe('edge');
    expect(granted(w4)).toBeUndefined();
    expect(granted(w4, { person: '子' })).toBe(1040);
  });
});

describe('W7 渐退', () => {
  const hired = (monthly: number) =>
    family([
      person('母', '1985-01-01', {
        does: [doing('caring', { to: '2026-03-31' }), doing('working', { from: '2026-04-01' })],
        incomes: [wage(monthly, { from: '2026-04-01' })],
      }),
      person('外婆', '1962-01-01', { relation: 'parent', does: 'old', incomes: [income('employee-pension', 600)] }),
    ]);
  const steps = [
    step('granted', '2026-02-25', { openedOn: '2026-02-02' }),
    step('reviewed', '2026-04-20', { openedOn: '2026-04-07', factsOn: '2026-04-08' }),
  ];
  test('月入600元的两口之家领1000元，母亲就业月薪2600元：5月至10月仍发1000元，11月起停', () => {
    expect(yuanBy(hired(2600), steps, '2026-12-31')).toEqual({
      ...{ '2026-03': 1000, '2026-04': 1000, '2026-05': 1000, '2026-06': 1000, '2026-07': 1000 },
      ...{ '2026-08': 1000, '2026-09': 1000, '2026-10': 1000 },
    });
  });
  test('月薪3200元，人均1700元，达到两倍标准：5月起停发', () => {
    expect(yuanBy(hired(3200), steps, '2026-12-31')).toEqual({ '2026-03': 1000, '2026-04': 1000 });
  });
  test.each([
    [2999.99, 8],
    [3000, 2],
  ])('月薪%s元：两倍标准不含本数，共发%s个月', (monthly, months) => {
    expect(Object.keys(yuanBy(hired(monthly), steps, '2026-12-31'))).toHaveLength(months);
  });
  test('工资没有变，外婆去世后收入超过标准：不是就业所致，没有渐退', () => {
    const home = family([
      person('母', '1985-01-01', { does: 'working', incomes: [wage(1900, { from: '2020-01-01' })] }),
      person('外婆', '1962-01-01', { relation: 'parent', does: 'old', dies: '2026-04-10', deathTold: '2026-04-13' }),
    ]);
    const death = step('reviewed', '2026-04-20', { openedOn: '2026-04-13', ground: 'death' });
    expect(yuanBy(home, [steps[0]!, death], '2026-12-31')).toEqual({ '2026-03': 100, '2026-04': 100 });
  });
  test('渐退期内又失业，经复核恢复', () => {
    const home = hired(2600);
    const [mother, grandmother] = home.people;
    const lost = {
      ...mother!,
      incomes: [wage(2600, { from: '2026-04-01', to: '2026-06-30' })],
      situations: [
        doing('caring', { to: '2026-03-31' }),
        doing('working', { from: '2026-04-01', to: '2026-06-30' }),
        doing('caring', { from: '2026-07-01' }),
      ],
    };
    const again = [...steps, step('reviewed', '2026-07-15', { openedOn: '2026-07-02' })];
    const paid = yuanBy({ ...home, people: [lost, grandmother!] }, again, '2026-12-31');
    expect(paid).toMatchObject({ '2026-07': 1000, '2026-08': 1000, '2026-11': 1000, '2026-12': 1000 });
  });
});

describe('W8 家庭成员去世', () => {
  const home = (deathTold: PlainDate) =>
    family([
      person('外婆', '1951-03-01', { does: 'old', dies: '2026-05-20', deathTold }),
      person('女儿', '1983-03-01', { relation: 'child', does: 'working', incomes: [wage(1300)] }),
      person('外孙', '2010-01-01', { relation: 'grandchild', does: 'pupil' }),
    ]);
  const steps = [step('granted', '2026-03-31', { openedOn: '2026-03-02' })];
  test('5月20日去世，7月3日才知道：5月照发1820元，6月起应发860元，6、7月多发1920元', () => {
    const due = yuanBy(home('2026-07-03'), steps, '2026-08-31');
    expect(due).toEqual({ '2026-04': 1820, '2026-05': 1820, '2026-06': 860, '2026-07': 860, '2026-08': 860 });
  });
  test('还不知道去世时，按知道的应发1820元；事实上应发860元', () => {
    expect(yuanBy(home('2026-07-03'), steps, '2026-07-02')['2026-06']).toBe(1820);
    expect(yuanBy(home('2026-07-03'), steps, '2026-07-02', { asKnown: false })['2026-06']).toBe(860);
  });
  test('唯一受助人去世：当月照发，次月起没有', () => {
    const alone = family([person('老人', '1960-01-01', { does: 'old', dies: '2026-06-30' })]);
    expect(Object.keys(yuanBy(alone, steps, '2026-09-30')).at(-1)).toBe('2026-06');
    const nextDay = family([person('老人', '1960-01-01', { does: 'old', dies: '2026-07-01' })]);
    expect(Object.keys(yuanBy(nextDay, steps, '2026-09-30')).at(-1)).toBe('2026-07');
  });
  test('老两口存款30,000元，一人12月去世：剩下一人超过19,200元，1月起没有，已发的追回', () => {
    const home = family(
      [
        person('老伴', '1950-01-01', { does: 'old', dies: '2026-12-12', deathTold: '2027-01-16' }),
        person('老人', '1951-01-01', { relation: 'spouse', does: 'old' }),
      ],
      { deposits: [spell(30_000_00)] },
    );
    const reviewed = [...steps, step('reviewed', '2027-01-20', { openedOn: '2027-01-14', ground: 'death' })];
    expect(Object.keys(yuanBy(home, reviewed, '2027-03-31')).at(-1)).toBe('2026-12');
  });
  test('挣钱的人去世，金额不会自己增加；复核后次月增加', () => {
    const earner = (told: PlainDate) =>
      family([
        person('丈夫', '1984-01-01', { does: 'working', incomes: [wage(1600)], dies: '2026-05-20', deathTold: told }),
        person('妻子', '1985-01-01', { relation: 'spouse' }),
      ]);
    const reviewed = [...steps, step('reviewed', '2026-06-10', { openedOn: '2026-05-25', ground: 'death' })];
    const due = yuanBy(earner('2026-05-25'), reviewed, '2026-07-31');
    expect(due).toMatchObject({ '2026-05': 400, '2026-06': 400, '2026-07': 800 });
  });
});

describe('W14 提标补发', () => {
  test('2026年标准4月20日公布、1月1日起执行：原发1664元，1月起应发1740元，四个月差额304元', () => {
    const late = '2026-04-20';
    const published = city({ 'DB-STD-U': late, 'DB-STD-R': late });
    const steps = [step('granted', '2025-12-20', { openedOn: '2025-12-01' })];
    const before = yuanBy(w1(), steps, '2026-04-19', { published });
    const after = yuanBy(w1(), steps, '2026-05-31', { published });
    expect(before).toEqual({ '2026-01': 1664, '2026-02': 1664, '2026-03': 1664, '2026-04': 1664 });
    expect(after).toEqual({ '2026-01': 1740, '2026-02': 1740, '2026-03': 1740, '2026-04': 1740, '2026-05': 1740 });
  });
});

describe('时间的规则', () => {
  const alone = (born: PlainDate, more: Sketch = {}) => family([person('老人', born, { does: 'old', ...more })]);
  test('W5 3月31日确认，4月起发；4月1日确认，5月起发', () => {
    expect(Object.keys(yuanBy(alone('1960-01-01'), [step('granted', '2026-03-31')], '2026-05-31'))[0]).toBe('2026-04');
    expect(Object.keys(yuanBy(alone('1960-01-01'), [step('granted', '2026-04-01')], '2026-05-31'))[0]).toBe('2026-05');
  });
  test('7月31日满70岁，8月起增发160元；8月1日满70岁，9月起', () => {
    const steps = [step('granted', '2026-03-31')];
    expect(yuanBy(alone('1956-07-31'), steps, '2026-09-30')).toMatchObject({ '2026-07': 800, '2026-08': 960 });
    expect(yuanBy(alone('1956-08-01'), steps, '2026-09-30')).toMatchObject({ '2026-08': 800, '2026-09': 960 });
  });
  test('7月满18岁：增发到7月为止', () => {
    const home = family([person('母', '1980-01-01'), person('儿子', '2008-07-01', { relation: 'child', does: 'pupil' })]);
    expect(yuanBy(home, [step('granted', '2026-03-31')], '2026-09-30')).toMatchObject({ '2026-07': 1760, '2026-08': 1600 });
  });
  const richer = (monthly: number) =>
    family([person('老人', '1960-01-01', { does: 'old', incomes: [income('rent', monthly, { from: '2026-05-01' })] })]);
  const steps = [step('granted', '2026-03-31'), step('reviewed', '2026-05-20', { openedOn: '2026-05-10' })];
  test('复核：变化不到10%，金额不变；正好10%，次月起减', () => {
    expect(yuanBy(richer(79.99), steps, '2026-06-30')).toMatchObject({ '2026-05': 800, '2026-06': 800 });
    expect(yuanBy(richer(80), steps, '2026-06-30')).toMatchObject({ '2026-05': 800, '2026-06': 720 });
  });
  test('定期复核不问变化大小：79.99元也重新核定', () => {
    const periodic = steps.map((s) => (s.kind === 'reviewed' ? { ...s, ground: 'periodic' } : s));
    expect(yuanBy(richer(79.99), periodic, '2026-06-30')).toMatchObject({ '2026-05': 800, '2026-06': 721 });
  });
  test('住房出租到两次复核之间：减少从决定的次月起，不追溯', () => {
    expect(yuanBy(richer(300), steps, '2026-06-30')).toMatchObject({ '2026-05': 800, '2026-06': 500 });
  });
});

describe('财产和隐瞒', () => {
  const saver = (fen: number, seenBy: PlainDate | null = null) =>
    family([person('老人', '1960-01-01', { does: 'old' })], {
      deposits: [spell(fen, { told: { on: null, by: 'family' }, seenBy })],
    });
  const asked = step('granted', '2026-03-31', { openedOn: '2026-03-02', checkedOn: '2026-03-05' });
  test('存款19200元不超过24倍标准，多一分就超过', () => {
    const open = (fen: number) => family([person('老人', '1960-01-01', { does: 'old' })], { deposits: [spell(fen)] });
    expect(granted(open(19_200_00))).toBe(800);
    expect(granted(open(19_200_01))).toBeUndefined();
  });
  test('没申报的存款：核对查得到就不该批；谁也查不到，按知道的该发，事实上不该发', () => {
    expect(yuanBy(saver(30_000_00, '2026-01-01'), [asked], '2026-04-30')).toEqual({});
    expect(yuanBy(saver(30_000_00), [asked], '2026-04-30')).toEqual({ '2026-04': 800 });
    expect(yuanBy(saver(30_000_00), [asked], '2026-04-30', { asKnown: false })).toEqual({});
  });
  test('少报的工资：更正以前按申报，更正以后的复核按事实', () => {
    const home = family([
      person('父', '1985-01-01', {
        does: 'working',
        incomes: [
          spell({ type: 'wage', fen: 1700_00 }, { wrongly: { value: { type: 'wage', fen: 1000_00 }, until: '2026-05-06' } }),
        ],
      }),
      person('子', '2016-01-01', { relation: 'child', does: 'pupil' }),
    ]);
    const steps = [step('granted', '2026-03-31'), step('reviewed', '2026-05-20', { openedOn: '2026-05-06' })];
    expect(yuanBy(home, steps, '2026-06-30')).toEqual({ '2026-04': 1160, '2026-05': 1160, '2026-06': 460 });
  });
  test('换了工作没有说：核对看到新工资，旧工资让位；没有新工资，旧工资算到报告为止', () => {
    const never = { on: null, by: 'family' as const };
    const worker = (...jobs: Sketch['incomes'] & {}) =>
      family([
        person('父', '1985-01-01', { does: 'working', incomes: jobs }),
        person('子', '2016-01-01', { relation: 'child', does: 'pupil' }),
      ]);
    const first = wage(1000, { to: '2026-04-30', endTold: never, seenBy: '2020-02-01' });
    const second = wage(1800, { from: '2026-05-01', told: never, seenBy: '2026-06-01' });
    const check = (checkedOn: PlainDate) => [
      step('granted', '2026-03-31'),
      step('reviewed', '2026-06-20', { openedOn: '2026-06-01', checkedOn, factsOn: checkedOn, ground: 'periodic' }),
    ];
    expect(yuanBy(worker(first, second), check('2026-05-31'), '2026-07-31')['2026-07']).toBe(1160);
    expect(yuanBy(worker(first, second), check('2026-06-01'), '2026-07-31')['2026-07']).toBe(360);
    expect(yuanBy(worker(first), check('2026-06-01'), '2026-07-31')['2026-07']).toBe(1160);
  });
  test('两套房人均40平方米以内可以，超过就不行；一套不论大小', () => {
    const housed = (...areas: number[]) =>
      family([person('老人', '1960-01-01', { does: 'old' })], { houses: areas.map((areaSqm) => spell({ areaSqm })) });
    expect([granted(housed(120)), granted(housed(20, 20)), granted(housed(20, 21))]).toEqual([800, 800, undefined]);
  });
});

test('事实上符合条件的月份：没人申请也知道', () => {
  const home = family([
    person('父', '1984-01-01', { does: 'working', incomes: [wage(3500, { to: '2026-04-30' })] }),
    person('子', '2016-01-01', { relation: 'child', does: 'pupil' }),
  ]);
  const months = entitledMonths(home, parameters, { from: '2026-03-01', until: '2026-05-31' });
  expect(months.map((m) => `${m.benefit} ${m.month} ${m.fen / 100}`)).toEqual(['dibao 2026-05 1760']);
});
