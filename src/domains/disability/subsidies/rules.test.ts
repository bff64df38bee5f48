import { describe, expect, test } from 'vitest';
import { amounts, card, decide, factsWith, parametersWith, standards, unmet } from './fixtures.ts';
import { higherOf } from './higher.ts';
import { arrearsOf, determineSubsidy } from './rules.ts';

describe('算例', () => {
  test('E1：低保家庭成员、肢体一级、需要照护：110＋125＝235元；三级：110元', () => {
    expect(amounts(factsWith())).toEqual({ living: 110_00, nursing: 125_00, total: 235_00 });
    expect(amounts(factsWith({ certificate: card('3') }))).toEqual({ living: 110_00, nursing: 0, total: 110_00 });
  });
  test('E1：听力二级、不是低保、需要照护：125元；二级、不需要长期照护：是低保才有生活补贴', () => {
    expect(amounts(factsWith({ certificate: card('2', 'hearing'), dibao: [] }))).toEqual({
      living: 0,
      nursing: 125_00,
      total: 125_00,
    });
    expect(amounts(factsWith({ certificate: card('2'), longTermCare: false })).total).toBe(110_00);
    expect(amounts(factsWith({ certificate: card('2'), longTermCare: false, dibao: [] })).total).toBe(0);
  });

  test('E2：6月30日材料齐全，7月14日审定：从6月起发', () => {
    expect(decide('living', factsWith({ applicationMonth: '2026-06' }), '2026-07-14').effectiveMonth).toBe('2026-06');
  });

  test('E3：标准自1月起提高、5月才执行：两项都在领的补4×20＝80元；2月10日去世的补2×20＝40元；4月新增的补1×20＝20元', () => {
    const months = ['2026-01', '2026-02', '2026-03', '2026-04'] as const;
    const owed = (entitled: { from: `${number}-${number}`; to: `${number}-${number}` | null }, upTo: number) =>
      (['LIV', 'NUR'] as const)
        .flatMap((key) => {
          const due = (month: string) =>
            Number((standards.on(key, '421222100201', `${month}-01` as never) as { value: { value: string } }).value.value);
          const paid = months.slice(0, upTo).map((month) => ({ month, amountFen: due('2025-12') }));
          return arrearsOf(entitled, paid, due);
        })
        .reduce((sum, line) => sum + line.amountFen, 0);
    expect(owed({ from: '2025-01', to: null }, 4)).toBe(80_00);
    expect(owed({ from: '2025-01', to: '2026-02' }, 2)).toBe(40_00);
    expect(owed({ from: '2026-04', to: null }, 4)).toBe(20_00);
  });

  test('E5：孤儿全额保障、智力二级、需要照护：生活0元，护理125元', () => {
    const orphan = factsWith({ certificate: card('2', 'intellectual'), orphan: [{ from: '2026-01', to: null }] });
    expect(amounts(orphan)).toEqual({ living: 0, nursing: 125_00, total: 125_00 });
    expect(unmet('living', orphan)).toEqual(['领取孤儿基本生活费的，不享受生活补贴，可以享受护理补贴']);
  });

  test('E6：82岁、一级、低保，市里照护补贴150元：110＋max(125, 150)＝260元，护理补贴不再发；照护补贴正好125元的，留下已经在领的一项', () => {
    const care = (amountFen: number) => [
      { class: 'nursing' as const, name: '照护补贴', amountFen, from: '2026-03' as const, to: null },
    ];
    const facts = factsWith({ others: care(150_00), drawnSince: { living: '2025-01', nursing: '2025-01' } });
    const { living, nursing } = amounts(facts);
    const best = higherOf({ standardFen: 125_00, others: care(150_00), drawnSince: '2025-01' });
    expect([living, nursing, best]).toEqual([110_00, 0, { takes: 'other', fen: 150_00 }]);
    expect(living! + best.fen).toBe(260_00);
    expect(unmet('nursing', facts)).toEqual(['已享受照护补贴每月150.00元，同类补贴就高享受一项']);
    expect(higherOf({ standardFen: 125_00, others: care(125_00), drawnSince: '2025-01' }).takes).toBe('subsidy');
    expect(higherOf({ standardFen: 125_00, others: care(125_00), drawnSince: null }).takes).toBe('other');
    expect(higherOf({ standardFen: 125_00, others: care(124_99), drawnSince: null }).takes).toBe('subsidy');
    expect(higherOf({ standardFen: 125_00, others: care(125_01), drawnSince: '2025-01' }).takes).toBe('other');
  });
});

describe('条件', () => {
  test('特困的两项都不发；工伤生活护理费的两项都不发；写明理由', () => {
    const since = [{ from: '2026-07' as const, to: null }];
    for (const kind of ['living', 'nursing'] as const) {
      expect(unmet(kind, factsWith({ tekun: since }))).toEqual(['特困人员不重复享受残疾人两项补贴']);
      expect(unmet(kind, factsWith({ workInjuryCare: since }))).toEqual(['领取工伤保险生活护理费的，不享受残疾人两项补贴']);
    }
    expect(amounts(factsWith({ tekun: [{ from: '2020-01', to: '2026-05' }] })).total).toBe(235_00);
  });
  test('服刑、强制戒毒的两项都不发，写明理由；比对到还没有核实的转人工；以前服过刑、已经出来的照发', () => {
    const held = factsWith({ custody: [{ from: '2026-05', to: null }] });
    for (const kind of ['living', 'nursing'] as const) {
      expect(unmet(kind, held)).toEqual(['服刑、强制戒毒期间不享受两项补贴，结束后可以重新申请']);
      expect(decide(kind, factsWith({ custody: null })).outcome).toBe('undetermined');
    }
    expect(amounts(factsWith({ custody: [{ from: '2024-05', to: '2024-11' }] })).total).toBe(235_00);
  });
  test('证件过期的先换证；没有残疾人证的不符合；查不到的是待查明，不当作符合', () => {
    expect(unmet('living', factsWith({ certificate: { ...card('1'), state: 'expired' } }))).toEqual([
      '残疾人证已过期，请先办理换证',
    ]);
    expect(decide('nursing', factsWith({ certificate: null })).outcome).toBe('undetermined');
    expect(decide('living', factsWith({ dibao: null })).outcome).toBe('undetermined');
    expect(decide('living', factsWith({ others: null })).outcome).toBe('undetermined');
    expect(unmet('living', factsWith({ dibao: [] }))).toEqual(['生活补贴对象为低保家庭中的残疾人，可先咨询低保申请']);
  });
  test('三级智力、精神：NUR-L3 关时没有护理补贴，开时有；三级肢体开了也没有', () => {
    const mental = factsWith({ certificate: card('3', 'mental') });
    expect(unmet('nursing', mental)).toEqual(['护理补贴对象为一级、二级且需长期照护的残疾人']);
    const on = parametersWith({ 'NUR-L3': 1 });
    expect(decide('nursing', mental, '2026-06-20', on).amountFen).toBe(125_00);
    expect(decide('nursing', factsWith({ certificate: card('3') }), '2026-06-20', on).amountFen).toBe(0);
    expect(decide('nursing', factsWith({ certificate: card('4', 'mental') }), '2026-06-20', on).amountFen).toBe(0);
    expect(decide('nursing', factsWith({ certificate: card('2', 'mental') })).amountFen).toBe(125_00);
  });
  test('低保边缘：LIV-EDGE 关时没有生活补贴，开时有', () => {
    const edge = factsWith({ dibao: [], edge: [{ from: '2026-01', to: null }] });
    expect(decide('living', edge).amountFen).toBe(0);
    expect(decide('living', edge, '2026-06-20', parametersWith({ 'LIV-EDGE': 1 })).amountFen).toBe(110_00);
  });
  test('高龄津贴：可以同时享受；HIGH-AGE 改为就高时，不低于110元的留高龄津贴', () => {
    const age = (amountFen: number) =>
      factsWith({ others: [{ class: 'old-age', name: '高龄津贴', amountFen, from: '2024-01', to: null }] });
    expect(decide('living', age(200_00)).amountFen).toBe(110_00);
    const higher = parametersWith({ 'HIGH-AGE': 0 });
    expect(decide('living', age(110_00), '2026-06-20', higher).amountFen).toBe(0);
    expect(decide('living', age(109_99), '2026-06-20', higher).amountFen).toBe(110_00);
    expect(decide('nursing', age(200_00), '2026-06-20', higher).amountFen).toBe(125_00);
  });
  test('全额领取事实无人抚养儿童补贴的没有生活补贴，可以有护理补贴', () => {
    expect(amounts(factsWith({ deFactoFull: [{ from: '2026-02', to: null }] }))).toMatchObject({ living: 0, nursing: 125_00 });
  });
});

describe('起发月份', () => {
  test('低保7月才生效的从7月起；残疾人证8月才签发的从8月起；等级6月变更的从7月起', () => {
    const first = (given: Parameters<typeof factsWith>[0]) => decide('living', factsWith(given), '2026-06-20').effectiveMonth;
    expect(first({ dibao: [{ from: '2026-07', to: null }] })).toBe('2026-07');
    expect(first({ certificate: { ...card('1'), issuedOn: '2026-08-03' } })).toBe('2026-08');
    expect(first({ levelChangedOn: '2026-06-05' })).toBe('2026-07');
    expect(first({})).toBe('2026-06');
  });
  test('在服刑期间申请、8月出来的从8月起；6月进去的，6月仍发', () => {
    const first = (from: `${number}-${number}`, to: `${number}-${number}` | null) =>
      decide('living', factsWith({ custody: [{ from, to }] }), '2026-08-20').effectiveMonth;
    expect([first('2026-05', '2026-08'), first('2026-05', '2026-06'), first('2026-06', null)]).toEqual([
      '2026-08',
      '2026-06',
      '2026-06',
    ]);
  });
  test('别的护理补贴发到7月为止的，从8月起发；还在发的不发；发到申请以前的不影响', () => {
    const until = (to: `${number}-${number}` | null) =>
      decide(
        'nursing',
        factsWith({ others: [{ class: 'nursing', name: '照护补贴', amountFen: 150_00, from: '2026-03', to }] }),
        '2026-08-20',
      );
    expect(until('2026-07').effectiveMonth).toBe('2026-08');
    expect(until('2026-05').effectiveMonth).toBe('2026-06');
    expect(until(null).outcome).toBe('not-eligible');
  });
  test('金额按起发月份的标准：2025年12月申请的先按100元', () => {
    expect(decide('living', factsWith({ applicationMonth: '2025-12' }), '2026-01-05').amountFen).toBe(100_00);
  });
  test('没有标准的年份：转人工，不当作零元', () => {
    expect(
      determineSubsidy(
        'living',
        factsWith({
          applicationMonth: '2015-01',
          dibao: [{ from: '2014-01', to: null }],
          certificate: { ...card('1'), issuedOn: '2014-01-01' },
        }),
        standards,
        '2015-01-05',
      ),
    ).toMatchObject({ ok: false, code: 'PARAM_MISSING' });
  });
});
