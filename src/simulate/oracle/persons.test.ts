/** The worked examples about 特困 and the two subsidies, as histories: what a person is due month by month. */
import { describe, expect, test } from 'vitest';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { dueMonths } from '../oracle.ts';
import type { Benefit, Step, TrueFamily, TruePerson } from '../world.ts';
import { certificate, city, family, income, person, type Sketch, son, spell, step } from './fixtures.ts';

const parameters = city();

interface View {
  asKnown?: boolean;
  published?: typeof parameters;
}

/** Yuan by month, of all the benefits named together. */
function yuanBy(benefits: readonly Benefit[], home: TrueFamily, steps: readonly Step[], until: PlainDate, view: View = {}) {
  const { asKnown = true, published = parameters } = view;
  const sums: Record<string, number> = {};
  for (const due of dueMonths(home, published, steps, { asKnown, until }))
    if (benefits.includes(due.benefit)) sums[due.month] = (sums[due.month] ?? 0) + due.fen / 100;
  return sums;
}
const tekunBy = (home: TrueFamily, steps: readonly Step[], until: PlainDate) =>
  yuanBy(['tekun', 'tekun-care'], home, steps, until);
const both: readonly Benefit[] = ['disability-living', 'disability-nursing'];

describe('特困', () => {
  const rural = (people: readonly TruePerson[], more: Partial<TrueFamily> = {}) =>
    family(people, { division: '421223100201', urbanRural: 'rural', ...more });
  const asks = (decidedOn: PlainDate, kind: Step['kind'] = 'granted') =>
    step(kind, decidedOn, { benefit: 'tekun', person: '老人', openedOn: '2026-05-06', checkedOn: '2026-05-08' });
  const assessed = (on: PlainDate) => step('reviewed', on, { benefit: 'tekun-care', person: '老人' });

  test('W6 农村66岁，6月25日认定：7月起；三项不能自理半护理1515元；11月评估四项不能，12月起全护理1840元', () => {
    const home = rural([
      person('老人', '1960-01-01', {
        does: 'old',
        unableTo: [spell(3, { to: '2026-11-01' }), spell(4, { from: '2026-11-02' })],
      }),
    ]);
    const steps = [asks('2026-06-25'), assessed('2026-07-03'), assessed('2026-11-18')];
    const paid = tekunBy(home, steps, '2026-12-31');
    expect(Object.keys(paid)[0]).toBe('2026-07');
    expect(paid).toMatchObject({ '2026-07': 1515, '2026-11': 1515, '2026-12': 1840 });
  });
  test.each([
    [0, 1385],
    [1, 1515],
    [3, 1515],
    [4, 1840],
    [6, 1840],
  ])('六项里%s项不能自理：月%s元', (unable, amount) => {
    const home = rural([person('老人', '1960-01-01', { does: 'old', unableTo: [spell(unable)] })]);
    expect(tekunBy(home, [asks('2026-06-25'), assessed('2026-06-28')], '2026-07-31')).toEqual({ '2026-07': amount });
  });

  test('W9 2月11日去世：2月足额1385元，3月起没有', () => {
    const home = rural([
      person('老人', '1950-01-01', { does: 'old', dies: '2026-02-11', deathTold: '2026-04-06', unableTo: [spell(0)] }),
    ]);
    const steps = [
      step('granted', '2025-12-20', { benefit: 'tekun', person: '老人' }),
      step('granted', '2025-12-22', { benefit: 'tekun-care', person: '老人' }),
    ];
    expect(tekunBy(home, steps, '2026-04-10')).toMatchObject({ '2026-01': 1385, '2026-02': 1385 });
    expect(Object.keys(tekunBy(home, steps, '2026-04-10'))).toHaveLength(2);
    expect(tekunBy(home, steps, '2026-04-05')).toMatchObject({ '2026-03': 1385, '2026-04': 1385 });
  });

  test('认定当天满60岁可以，差一天不行；有劳动能力的残疾人不到60岁也可以', () => {
    const aged = (born: PlainDate, sketch: Sketch = {}) => rural([person('老人', born, { does: 'old', ...sketch })]);
    const months = (home: TrueFamily) => Object.keys(tekunBy(home, [asks('2026-06-25')], '2026-07-31')).length;
    expect(months(aged('1966-06-25'))).toBe(1);
    expect(months(aged('1966-06-26'))).toBe(0);
    expect(months(aged('1980-01-01', { certificates: [certificate('physical', 2)] }))).toBe(1);
    expect(months(aged('1980-01-01', { certificates: [certificate('physical', 3)] }))).toBe(0);
    expect(months(aged('1980-01-01', { certificates: [certificate('mental', 3)] }))).toBe(1);
    expect(months(aged('1980-01-01', { certificates: [certificate('sight', 2)] }))).toBe(0);
  });
  test('收入低于农村低保标准660元才算没有生活来源，基础养老金163元和高龄津贴不算', () => {
    const earning = (rent: number) =>
      rural([
        person('老人', '1945-01-01', {
          does: 'old',
          incomes: [income('rent', rent), income('resident-pension', 163), income('old-age-allowance', 50)],
        }),
      ]);
    const months = (home: TrueFamily) => Object.keys(tekunBy(home, [asks('2026-06-25')], '2026-07-31')).length;
    expect([months(earning(659.99)), months(earning(660))]).toEqual([1, 0]);
  });
  test('有儿子要赡养的不是特困；老伴70岁以上又没有钱，不算有能力', () => {
    const months = (home: TrueFamily) => Object.keys(tekunBy(home, [asks('2026-06-25')], '2026-07-31')).length;
    const old = person('老人', '1950-01-01', { does: 'old' });
    expect(months(rural([old], { obligors: [son(3000, ['老人'], 3)] }))).toBe(0);
    expect(months(rural([old, person('老伴', '1956-06-25', { relation: 'spouse', does: 'old' })]))).toBe(1);
    expect(months(rural([old, person('老伴', '1956-06-26', { relation: 'spouse', does: 'old' })]))).toBe(0);
  });
  test('女儿还能赡养，不算特困，全家低保照旧', () => {
    const home = rural([
      person('女儿', '1980-01-01', { does: 'caring' }),
      person('老人', '1985-01-01', { relation: 'child', does: 'unable', certificates: [certificate('mental', 1)] }),
    ]);
    const steps = [step('granted', '2026-03-31'), asks('2026-06-25')];
    const due = dueMonths(home, parameters, steps, { asKnown: true, until: '2026-08-31' });
    expect(due.some((d) => d.benefit === 'tekun')).toBe(false);
    expect(due.find((d) => d.month === '2026-08')?.fen).toBe(1320_00 + 198_00);
  });
});

describe('两项补贴', () => {
  const home = (sketch: Sketch, more: Partial<TrueFamily> = {}) =>
    family([person('本人', '1980-01-01', { does: 'unable', ...sketch })], more);
  const dibao = step('granted', '2025-11-20', { openedOn: '2025-11-01' });
  const applied = (decidedOn: PlainDate, openedOn: PlainDate, kinds = both): Step[] =>
    kinds.map((benefit) => step('granted', decidedOn, { openedOn, benefit, person: '本人' }));
  const long = applied('2025-12-10', '2025-12-01');
  const inMay = (sketch: Sketch, steps: readonly Step[]) => yuanBy(both, home(sketch), steps, '2026-05-31')['2026-05'];

  test('E1 低保、一级、需照护235元；三级肢体110元；不是低保的二级听力125元；不需长期照护只有生活补贴', () => {
    expect(inMay({ certificates: [certificate('physical', 1)] }, [dibao, ...long])).toBe(235);
    expect(inMay({ certificates: [certificate('physical', 3)] }, [dibao, ...long])).toBe(110);
    expect(inMay({ certificates: [certificate('hearing', 2)] }, long)).toBe(125);
    expect(inMay({ certificates: [certificate('physical', 2, { care: false })] }, [dibao, ...long])).toBe(110);
    expect(inMay({ certificates: [certificate('physical', 2, { care: false })] }, long)).toBeUndefined();
    expect(inMay({ certificates: [certificate('mental', 3)] }, long)).toBeUndefined();
  });
  test('E2 6月30日提交、7月14日批准：从6月起', () => {
    const paid = yuanBy(
      both,
      home({ certificates: [certificate('physical', 1)] }),
      [dibao, ...applied('2026-07-14', '2026-06-30')],
      '2026-07-31',
    );
    expect(paid).toEqual({ '2026-06': 235, '2026-07': 235 });
  });
  test('E3 5月起用新标准、1月起执行：原领215元的1至4月差80元；2月去世的差40元；4月新增的差20元', () => {
    const published = city({ LIV: '2026-04-25', NUR: '2026-04-25' });
    const difference = (sketch: Sketch, steps: readonly Step[]) => {
      const who = home({ certificates: [certificate('physical', 1)], ...sketch });
      const sum = (until: PlainDate) =>
        Object.entries(yuanBy(both, who, steps, until, { published }))
          .filter(([month]) => month >= '2026-01' && month <= '2026-04')
          .reduce((total, [, yuan]) => total + yuan, 0);
      return sum('2026-05-31') - sum('2026-04-24');
    };
    expect(difference({}, [dibao, ...long])).toBe(80);
    expect(difference({ dies: '2026-02-10' }, [dibao, ...long])).toBe(40);
    expect(difference({}, [dibao, ...applied('2026-04-20', '2026-04-02')])).toBe(20);
  });
  test('E4 特困6月25日认定、7月生效：两项补贴最后发6月', () => {
    const tekun = step('granted', '2026-06-25', { benefit: 'tekun', person: '本人', openedOn: '2026-05-06' });
    const due = dueMonths(home({ certificates: [certificate('physical', 1)] }), parameters, [dibao, ...long, tekun], {
      asKnown: true,
      until: '2026-10-31',
    });
    const by = (month: string) =>
      due
        .filter((d) => d.month === month)
        .map((d) => d.benefit)
        .sort();
    expect(by('2026-06')).toEqual(['dibao', 'disability-living', 'disability-nursing']);
    expect(by('2026-07')).toEqual(['tekun']);
    expect(by('2026-10')).toEqual(['tekun']);
  });
  test('E5 孤儿、二级智力、需照护：没有生活补贴，护理补贴125元', () => {
    const others = [spell({ kind: 'orphan' as const, fen: 1215_00 })];
    expect(inMay({ certificates: [certificate('intellectual', 2)], others }, [dibao, ...long])).toBe(125);
  });
  test('E6 82岁、低保、一级，另有城市护理类津贴150元：只剩生活补贴110元；津贴125元时，先领哪个留哪个', () => {
    const with_ = (yuan: number, from: PlainDate) => [spell({ kind: 'nursing-type' as const, fen: yuan * 100 }, { from })];
    const paid = (yuan: number, from: PlainDate) =>
      inMay({ certificates: [certificate('physical', 1)], others: with_(yuan, from) }, [dibao, ...long]);
    expect([paid(150, '2026-03-01'), paid(125, '2026-03-01'), paid(125, '2025-06-01'), paid(124, '2025-06-01')]).toEqual([
      110, 235, 110, 235,
    ]);
  });
  test('E7 4月起领工伤生活护理费：两项补贴最后发3月', () => {
    const others = [spell({ kind: 'work-injury-care' as const, fen: 1200_00 }, { from: '2026-04-01' })];
    const paid = yuanBy(both, home({ certificates: [certificate('physical', 1)], others }), [dibao, ...long], '2026-06-30');
    expect(Object.keys(paid).at(-1)).toBe('2026-03');
  });

  describe('E8 证件8月15日到期', () => {
    const renewed = (on: PlainDate | null, told = on) => ({
      certificates: [
        certificate('physical', 1, { validTo: '2026-08-15', ...(on ? { to: on } : {}) }),
        ...(on ? [certificate('physical', 1, { from: on, told: { on: told, by: 'department' } })] : []),
      ],
    });
    const paid = (sketch: Sketch, until: PlainDate, steps: readonly Step[] = []) =>
      Object.keys(yuanBy(both, home(sketch), [dibao, ...long, ...steps], until)).filter((m) => m >= '2026-08');
    test('没有换证：发到8月', () => {
      expect(paid(renewed(null), '2026-12-31')).toEqual(['2026-08']);
    });
    test('10月20日换证：9月、10月补发，11月照发', () => {
      expect(paid(renewed('2026-10-20'), '2026-11-30')).toEqual(['2026-08', '2026-09', '2026-10', '2026-11']);
      expect(paid(renewed('2026-10-20', '2026-10-22'), '2026-10-21')).toEqual(['2026-08']);
    });
    test('11月15日换证还来得及，11月16日来不及', () => {
      expect(paid(renewed('2026-11-15'), '2026-12-31')).toHaveLength(5);
      expect(paid(renewed('2026-11-16'), '2026-12-31')).toEqual(['2026-08']);
    });
    test('12月1日换证：中间不补，重新申请从12月起', () => {
      expect(paid(renewed('2026-12-01'), '2026-12-31')).toEqual(['2026-08']);
      expect(paid(renewed('2026-12-01'), '2026-12-31', applied('2026-12-10', '2026-12-02'))).toEqual(['2026-08', '2026-12']);
    });
  });

  test('低保停了，生活补贴一起停；渐退期里照发', () => {
    const hired = family([
      person('本人', '1980-01-01', { does: 'unable', certificates: [certificate('physical', 1)] }),
      person('妻子', '1985-01-01', {
        relation: 'spouse',
        does: 'working',
        incomes: [income('wage', 3000, { from: '2026-04-01' })],
      }),
    ]);
    const living: readonly Benefit[] = ['disability-living'];
    const review = step('reviewed', '2026-04-20', { openedOn: '2026-04-07' });
    const paid = yuanBy(living, hired, [dibao, ...applied('2025-12-10', '2025-12-01', living), review], '2026-12-31');
    expect(Object.keys(paid).at(-1)).toBe('2026-10');
  });
  test('同一天先决定生活补贴、后确认低保：补贴没有；先确认低保：次月起', () => {
    const home = family([person('儿', '2000-01-01', { certificates: [certificate('mental', 1)] })]);
    const living = step('refused', '2026-03-20', { benefit: 'disability-living', person: '儿', openedOn: '2026-03-16' });
    const dibao = step('granted', '2026-03-20', { openedOn: '2026-03-02' });
    const months = (steps: readonly Step[]) => Object.keys(yuanBy(['disability-living'], home, steps, '2026-05-31'));
    expect(months([living, dibao])).toEqual([]);
    expect(months([dibao, living])).toEqual(['2026-04', '2026-05']);
  });

  test('不早于条件具备的月份：低保7月生效、6月提交，生活补贴从7月起', () => {
    const who = home({ certificates: [certificate('physical', 1)] });
    const later = step('granted', '2026-06-10', { openedOn: '2026-05-10' });
    const paid = yuanBy(['disability-living'], who, [later, ...applied('2026-06-25', '2026-06-12')], '2026-08-31');
    expect(Object.keys(paid)).toEqual(['2026-07', '2026-08']);
  });
  test('升到二级的次月才有护理补贴；初次领证从领证当月起', () => {
    const upgraded = [certificate('physical', 3, { to: '2026-05-09' }), certificate('physical', 2, { from: '2026-05-10' })];
    const nursing: readonly Benefit[] = ['disability-nursing'];
    const first = (certificates: Sketch['certificates']) =>
      Object.keys(yuanBy(nursing, home({ certificates }), applied('2026-05-25', '2026-05-12', nursing), '2026-07-31'))[0];
    expect(first(upgraded)).toBe('2026-06');
    expect(first([certificate('physical', 2, { from: '2026-05-10' })])).toBe('2026-05');
  });
  test('降到三级：护理补贴发到变更当月', () => {
    const lowered = [certificate('physical', 2, { to: '2026-05-09' }), certificate('physical', 3, { from: '2026-05-10' })];
    const paid = yuanBy(['disability-nursing'], home({ certificates: lowered }), long, '2026-07-31');
    expect(Object.keys(paid).at(-1)).toBe('2026-05');
  });
  test('服刑：发到入狱当月', () => {
    const paid = yuanBy(
      both,
      home({ certificates: [certificate('physical', 1)], custody: [spell<true>(true, { from: '2026-05-01' })] }),
      long,
      '2026-07-31',
    );
    expect(Object.keys(paid).at(-1)).toBe('2026-05');
  });
});
