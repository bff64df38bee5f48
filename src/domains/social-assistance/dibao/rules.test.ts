/** The check, top-ups by age, standards by place and day, and what holds for every family. */
import { describe, expect, test } from 'vitest';
import { amount, coupleWith, D26, decide, family, familyW1, JIAYU, person, value, without, XIANAN } from './fixtures.ts';
import { amountForMonth, determineDibao, dibaoRules } from './rules.ts';

describe('核对', () => {
  const outcome = (check: Parameters<typeof coupleWith>[1] & object) => decide(coupleWith(1000, check)).outcome;
  test('没有核对、正在查询：尚不能确定，不会当作通过', () => {
    expect(outcome({ check: null })).toBe('undetermined');
    expect(outcome({ check: { status: 'querying' } })).toBe('undetermined');
  });
  test('税务未反馈：写明理由才可以继续办理', () => {
    const partial = { status: 'partial' as const, unanswered: ['税务'] };
    expect(outcome({ check: partial })).toBe('undetermined');
    expect(outcome({ check: { ...partial, proceedReason: '税务系统停机，已用社保缴费基数核实' } })).toBe('eligible');
  });
  test('核对报告有效期当日仍可用，次日须重新核对', () => {
    expect(outcome({ check: { status: 'complete', validTo: '2026-03-31' } })).toBe('eligible');
    expect(outcome({ check: { status: 'complete', validTo: '2026-03-30' } })).toBe('undetermined');
  });
  test('核对差异没有处置结论：尚不能确定', () => {
    const flagged = (disposition: 'data-error' | null) =>
      outcome({ discrepancies: [{ kind: 'vehicle', source: '车辆登记', disposition }] });
    expect([flagged(null), flagged('data-error')]).toEqual(['undetermined', 'eligible']);
  });
});

describe('单人保对象去世', () => {
  test('去世当月全月发放，次月起为 0', () => {
    const facts = family([person('本人', 'self', { diedOn: '2026-05-20', status: 'clergy-apart' })], {
      single: { applicant: '本人', ground: 'clergy' },
    });
    expect([amount(facts, '2026-05').amountFen, amount(facts, '2026-06').amountFen]).toEqual([800_00, 0]);
  });
});

describe('分类施保的年龄', () => {
  const old = (birthDate: `${number}-${number}-${number}`) => family([person('老人', 'self', { birthDate })]);
  test('5 月 20 日满 70 岁：5 月没有高龄增发，6 月起有', () => {
    expect(amount(old('1956-05-20'), '2026-05').topUpFen).toBe(0);
    expect(amount(old('1956-05-20'), '2026-06').topUpFen).toBe(160_00);
  });
  test('5 月满 18 岁：未成年人增发最后发到 5 月', () => {
    expect(amount(old('2008-05-20'), '2026-05').topUpFen).toBe(160_00);
    expect(amount(old('2008-05-20'), '2026-06').topUpFen).toBe(0);
  });
  test('二级肢体残疾算重度，三级不算', () => {
    const level = (n: number) =>
      amount(family([person('本人', 'self', { disabilities: [{ type: 'physical', level: n }] })]), '2026-04').topUpFen;
    expect([level(1), level(2), level(3)]).toEqual([240_00, 240_00, 0]);
  });
  test('三级智力残疾增发 30%，三级肢体残疾没有；残疾人证过期没有', () => {
    const with_ = (type: 'intellectual' | 'physical', validTo: '2026-03-31' | '2026-04-01' | null = null) =>
      amount(family([person('本人', 'self', { disabilities: [{ type, level: 3, validTo }] })]), '2026-04').topUpFen;
    expect([
      with_('intellectual'),
      with_('physical'),
      with_('intellectual', '2026-04-01'),
      with_('intellectual', '2026-03-31'),
    ]).toEqual([240_00, 0, 240_00, 0]);
  });
});

describe('标准', () => {
  test('嘉鱼县自己的标准优先于市标准', () => {
    expect(decide(coupleWith(1650, { division: JIAYU })).outcome).toBe('eligible');
    expect(decide(coupleWith(1650, { division: XIANAN })).outcome).toBe('not-eligible');
  });
  test('缺少任何一项用到的标准：停止计算，转人工处理，不当作 0', () => {
    for (const key of ['DB-STD-U', 'EMP-COST', 'FIN-LIMIT-DIBAO', 'EDGE-RATIO', 'ROUND', 'TOP-SEV', 'HOUSE-SETS', 'WINDOW'])
      expect(determineDibao(familyW1(), without(key), '2026-03-31')).toMatchObject({
        ok: false,
        code: 'PARAM_MISSING',
        params: { key },
      });
  });
  test('标准生效以前的日期没有标准：停止计算', () => {
    expect(determineDibao(familyW1(), D26, '2024-12-31')).toMatchObject({ ok: false, code: 'PARAM_MISSING' });
  });
  test('旧决定按所记的规则版本重算，结果逐字相同', () => {
    const first = decide(familyW1());
    const again = dibaoRules.version(first.rule.version)!.decide(familyW1(), D26, first.asOf);
    expect(value(again)).toEqual(first);
  });
});

describe('性质', () => {
  test('收入每多一角，金额不增；低于标准必有补差，达到标准必无', () => {
    let last = Number.POSITIVE_INFINITY;
    for (let jiao = 15_800; jiao <= 16_200; jiao += 1) {
      const d = decide(coupleWith(jiao / 10));
      expect(d.amountFen).toBeLessThanOrEqual(last);
      expect(d.amountFen! > 0).toBe(jiao < 16_000);
      expect(d.amountFen! % 100).toBe(0);
      last = d.amountFen!;
    }
  });
  test('多一个没有收入的成员，金额不减；多一项扣减，金额不减', () => {
    for (let wage = 0; wage <= 4_000; wage += 250) {
      const w1 = familyW1(wage);
      const more = { ...w1, members: [...w1.members, { ...w1.members[2]!, ref: '老二', name: '老二', disabilities: [] }] };
      const deducted = {
        ...w1,
        expenses: [...w1.expenses, { member: '孩子', class: 'rehabilitation', totalFen: 1_000_00, reimbursedFen: 0 } as const],
      };
      expect(decide(more).amountFen).toBeGreaterThanOrEqual(decide(w1).amountFen!);
      expect(decide(deducted).amountFen).toBeGreaterThanOrEqual(decide(w1).amountFen!);
    }
  });
  test('决定里的首月金额，与单独核算那个月的金额、算式、所用标准完全一样：标准变动前后、家里有人去世的也一样', () => {
    const families = [400, 800, 1600, 2000, 2399.99].flatMap((yuan) => [familyW1(yuan), coupleWith(yuan)]);
    const bereaved = families.map((f) => ({
      ...f,
      members: f.members.map((m, i) => (i === 1 ? { ...m, diedOn: '2026-03-25' as const } : m)),
    }));
    for (const facts of [...families, ...bereaved])
      for (const on of ['2025-12-20', '2026-03-20', '2026-12-31'] as const) {
        const d = decide(facts, on as '2026-03-31');
        if (d.outcome !== 'eligible') continue;
        const due = value(amountForMonth(facts, D26, d.effectiveMonth!, on));
        expect([d.amountFen, d.breakdown]).toEqual([due.amountFen, due.breakdown]);
        expect(d.parameters).toEqual(expect.arrayContaining([...due.parameters]));
      }
  });
});
