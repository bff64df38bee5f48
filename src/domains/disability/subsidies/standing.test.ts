import { describe, expect, test } from 'vitest';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { spellsOf } from './custody.ts';
import type { Kind } from './facts.ts';
import { lifeWith, period, scaleOf, switches } from './fixtures.ts';
import { inForce } from './higher.ts';
import { graceEnd, type Life, standingOf } from './standing.ts';

const standing = (kind: Kind, life: Partial<Life>, today: PlainDate) =>
  standingOf(kind, lifeWith(life), { from: '2025-01', today, switches, scaleOf: scaleOf(kind) });
const lastOf = (kind: Kind, life: Partial<Life>, today: PlainDate = '2026-12-31') =>
  standing(kind, life, today).end?.lastMonth ?? null;

describe('什么时候停、最后发到哪个月', () => {
  test('没有变化的一直发', () => {
    expect(standing('living', {}, '2026-12-31')).toEqual({ end: null, suspendedFrom: null });
  });
  test('E4：6月25日确认特困、7月起：两项补贴都发到6月', () => {
    const life = { tekun: [{ from: '2026-07' as const, to: null }] };
    expect(standing('living', life, '2026-06-25').end).toEqual({ lastMonth: '2026-06', reason: 'tekun' });
    expect(lastOf('nursing', life)).toBe('2026-06');
  });
  test('E7：4月起领工伤生活护理费：两项补贴都发到3月', () => {
    const life = { workInjuryCare: [{ from: '2026-04' as const, to: null }] };
    expect([lastOf('living', life), lastOf('nursing', life)]).toEqual(['2026-03', '2026-03']);
  });
  test('死亡发到当月；羁押发到进去的当月；迁出发到当月', () => {
    expect(lastOf('nursing', { diedOn: '2026-02-10' })).toBe('2026-02');
    expect(lastOf('living', { custody: [{ from: '2026-05', to: null }] })).toBe('2026-05');
    expect(lastOf('living', { movedOn: ['2026-06-01'] })).toBe('2026-06');
  });
  test('以前服过刑、已经出来的，以后申请的补贴照发；服刑没有结束的，发不到起发的月份', () => {
    const custody = (to: `${number}-${number}` | null) => ({ custody: [{ from: '2024-05' as const, to }] });
    expect(lastOf('living', custody('2024-11'))).toBeNull();
    expect(lastOf('living', custody('2025-01'))).toBeNull();
    expect(lastOf('living', custody('2025-02'))).toBe('2024-12');
    expect(lastOf('nursing', custody(null))).toBe('2024-12');
    expect(spellsOf(['2026-03-20', '2024-05-08'], ['2024-11-30'])).toEqual([
      { from: '2024-05', to: '2024-11' },
      { from: '2026-03', to: null },
    ]);
  });
  test('享受期间进去的发到当月，出来以后不自动恢复；当月进去当月出来的不停', () => {
    const within = (to: `${number}-${number}`) => lastOf('living', { custody: [{ from: '2026-05', to }] });
    expect([within('2026-08'), within('2026-06'), within('2026-05')]).toEqual(['2026-05', '2026-05', null]);
  });
  test('退出低保：生活补贴发到最后一个低保月，护理补贴不受影响；转到另一户低保、中间没有断的不停', () => {
    const left = { dibao: [{ from: '2024-01' as const, to: '2026-08' as const }] };
    expect([lastOf('living', left), lastOf('nursing', left)]).toEqual(['2026-08', null]);
    expect(lastOf('living', { dibao: [...left.dibao, { from: '2026-09', to: null }] })).toBeNull();
    expect(lastOf('living', { dibao: [...left.dibao, { from: '2026-10', to: null }] })).toBe('2026-08');
  });
  test('孤儿、全额事实无人抚养：只停生活补贴，发到上月', () => {
    const months = [{ from: '2026-04' as const, to: null }];
    expect([lastOf('living', { orphan: months }), lastOf('nursing', { orphan: months })]).toEqual(['2026-03', null]);
    expect([lastOf('living', { deFactoFull: months }), lastOf('nursing', { deFactoFull: months })]).toEqual(['2026-03', null]);
  });
  test('证5月到期停着，7月迁到外县：从8月接着发的也停着；期限内换了证照发，过了期限的一个月也不发', () => {
    const here = (certificates: Life['certificates'], today: PlainDate) =>
      standingOf('nursing', lifeWith({ certificates, movedOn: ['2026-07-08'] }), {
        from: '2026-08',
        today,
        switches,
        scaleOf: scaleOf('nursing'),
      });
    const old = period('2020-05-16', '2026-05-16');
    expect(here([old], '2026-08-09')).toEqual({ end: null, suspendedFrom: '2026-06' });
    expect(here([old, period('2026-08-10', '2036-08-10')], '2026-09-01')).toEqual({ end: null, suspendedFrom: null });
    expect(here([old], '2026-08-16').end).toEqual({ lastMonth: '2026-05', reason: 'certificate-expired' });
    expect(here([old, period('2026-08-16', '2036-08-16')], '2026-09-01').end?.lastMonth).toBe('2026-05');
  });
  test('等级从一级改为三级：护理补贴发到变更当月；改为二级的不停', () => {
    const to = (level: '2' | '3') => ({
      certificates: [period('2020-03-01', '2026-06-10'), period('2026-06-10', '2036-06-10', { level })],
    });
    expect(lastOf('nursing', to('3'))).toBe('2026-06');
    expect(lastOf('nursing', to('2'))).toBeNull();
    expect(lastOf('living', to('3'))).toBeNull();
  });
  test('残疾人证注销：两项都发到当月', () => {
    const life = {
      certificates: [period('2020-03-01', '2026-06-10'), period('2026-06-10', null, { state: 'cancelled' as const })],
    };
    expect(standing('living', life, '2026-07-01').end).toEqual({ lastMonth: '2026-06', reason: 'certificate-cancelled' });
    expect(lastOf('nursing', life)).toBe('2026-06');
  });
  test('几件事都发生的，按最早的停；消息先后不影响结论；死亡登记撤销后回到原来的结论', () => {
    const life = { tekun: [{ from: '2026-07' as const, to: null }], diedOn: '2026-05-20' as const };
    expect(standing('living', life, '2026-12-31').end).toEqual({ lastMonth: '2026-05', reason: 'death' });
    expect(lastOf('living', { ...life, diedOn: null })).toBe('2026-06');
  });
});

describe('E6：82岁、一级、低保，在领护理补贴125元，又有市里的照护补贴', () => {
  const care = (amountFen: number, to: `${number}-${number}` | null = null) => ({
    allowances: [{ class: 'nursing' as const, name: '照护补贴', amountFen, from: '2026-03' as const, to }],
  });
  test('照护补贴150元：护理补贴发到上月，生活补贴110元照发，合计260元', () => {
    expect(standing('nursing', care(150_00), '2026-03-01').end).toEqual({ lastMonth: '2026-02', reason: 'higher-allowance' });
    expect(lastOf('living', care(150_00))).toBeNull();
  });
  test('照护补贴125元的，留下已经在领的；124.99元的照发；125.01元的停发', () => {
    expect([lastOf('nursing', care(125_00)), lastOf('nursing', care(124_99))]).toEqual([null, null]);
    expect(lastOf('nursing', care(125_01))).toBe('2026-02');
  });
  test('照护补贴只发到8月：停了的不自动恢复；9月重新享受的不再停', () => {
    expect(lastOf('nursing', care(150_00, '2026-08'))).toBe('2026-02');
    const again = { from: '2026-09' as const, today: '2026-12-31' as const, switches, scaleOf: scaleOf('nursing') };
    expect(standingOf('nursing', lifeWith(care(150_00, '2026-08')), again).end).toBeNull();
    expect(standingOf('nursing', lifeWith(care(150_00)), again).end?.lastMonth).toBe('2026-08');
  });
  test('标准提高到照护补贴以上的月份不停；高龄津贴只在就高的月份起算', () => {
    const raised = {
      from: '2025-01' as const,
      today: '2026-12-31' as const,
      switches,
      scaleOf: (month: string) => ({ standardFen: month < '2026-03' ? 125_00 : 160_00, oldAgeStacks: month < '2026-07' }),
    };
    expect(standingOf('nursing', lifeWith(care(150_00)), raised).end).toBeNull();
    const age = {
      allowances: [{ class: 'old-age' as const, name: '高龄津贴', amountFen: 200_00, from: '2024-01' as const, to: null }],
    };
    expect(standingOf('living', lifeWith(age), raised).end?.lastMonth).toBe('2026-06');
    expect(lastOf('living', age)).toBeNull();
  });
  test('后来的消息只管它的起始月以后，前面的月份不变；另一个项目的补贴不受影响', () => {
    const told = (
      programme: string,
      from: `${number}-${number}`,
      amountFen: number,
      to: `${number}-${number}` | null = null,
    ) => ({
      class: 'nursing' as const,
      name: '照护补贴',
      programme,
      from,
      amountFen,
      to,
    });
    const news = [told('ECS', '2026-03', 150_00), told('HAA', '2026-01', 80_00), told('ECS', '2026-09', 160_00)];
    expect(inForce(news).map((a) => [a.from, a.to, a.amountFen])).toEqual([
      ['2026-03', '2026-08', 150_00],
      ['2026-01', null, 80_00],
      ['2026-09', null, 160_00],
    ]);
    expect(inForce([told('ECS', '2026-03', 150_00), told('ECS', '2026-03', 150_00, '2026-08')]).map((a) => a.to)).toEqual([
      '2026-08',
    ]);
  });
});

describe('E8：残疾人证有效期至2026年8月15日', () => {
  const until = [period('2016-08-16', '2026-08-16')];
  const renewed = (on: PlainDate) => ({ certificates: [...until, period(on, '2036-10-20')] });
  test('8月照发，9月起暂停，不终止', () => {
    expect(standing('living', { certificates: until }, '2026-08-15')).toEqual({ end: null, suspendedFrom: null });
    expect(standing('living', { certificates: until }, '2026-08-16')).toEqual({ end: null, suspendedFrom: '2026-09' });
    expect(graceEnd('2026-08-15', 3)).toBe('2026-11-15');
  });
  test('10月20日换证：恢复，9月、10月补发；11月15日换证仍算，11月16日不算', () => {
    expect(standing('nursing', renewed('2026-10-20'), '2026-10-20')).toEqual({ end: null, suspendedFrom: null });
    expect(standing('nursing', renewed('2026-11-15'), '2026-11-15').end).toBeNull();
    expect(standing('nursing', renewed('2026-11-16'), '2026-11-16').end).toEqual({
      lastMonth: '2026-08',
      reason: 'certificate-expired',
    });
  });
  test('12月1日才换证：发到8月终止，要重新申请；没有换证的，11月16日起终止', () => {
    expect(lastOf('living', renewed('2026-12-01'), '2026-12-01')).toBe('2026-08');
    expect(lastOf('living', { certificates: until }, '2026-11-15')).toBeNull();
    expect(lastOf('living', { certificates: until }, '2026-11-16')).toBe('2026-08');
  });
  test('冻结的从次月起暂停；没有任何证件数据的不因此停发', () => {
    const frozen = [period('2016-08-16', '2026-06-10'), period('2026-06-10', '2027-01-01', { state: 'frozen' })];
    expect(standing('living', { certificates: frozen }, '2026-06-20')).toEqual({ end: null, suspendedFrom: '2026-07' });
    expect(standing('living', { certificates: [] }, '2026-06-20')).toEqual({ end: null, suspendedFrom: null });
  });
});
