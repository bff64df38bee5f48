import { describe, expect, test } from 'vitest';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { standards } from '../fixtures.ts';
import { bestStanding, depositFen, furthestDue, lossFen, mayRenewTo, monthsBetween, type Rental, rentalBill } from './rent.ts';
import type { Standing } from './terms.ts';

const bill = (given: Partial<Rental> & { standing?: Standing }) =>
  standards((read) =>
    rentalBill(read, {
      monthlyRentFen: 300_00,
      start: '2026-03-10',
      due: '2026-06-10',
      returned: '2026-06-07',
      standings: [{ from: '2026-03-10', standing: given.standing ?? 'dibao' }],
      drawnFen: {},
      ...given,
    }),
  );
const deposit = (priceFen: number, standing: Standing) => standards((read) => depositFen(read, { priceFen, standing }));

describe('示例 E10、E11 租金、补贴、自付、押金', () => {
  test('E10 低保对象租护理床（购置价2,400元、月租300元）3月10日至6月7日：89天，租金890元，补贴80%即712元，自付178元', () => {
    expect(bill({})).toMatchObject({
      days: 89,
      chargedDays: 89,
      overdueDays: 0,
      rentFen: 890_00,
      subsidyFen: 712_00,
      ownFen: 178_00,
    });
  });
  test('E10 押金30%为720元，低保减半360元；不减半的720元', () => {
    expect(deposit(2_400_00, 'dibao')).toBe(360_00);
    expect(deposit(2_400_00, 'certificate')).toBe(720_00);
  });
  test('E11 同一人当年已享受2,500元：额度还剩500元，补贴500元，自付390元', () => {
    expect(bill({ drawnFen: { '2026': 2_500_00 } })).toMatchObject({ subsidyFen: 500_00, ownFen: 390_00 });
  });
  test('当年额度正好够用时全额补贴，差一分就少补一分；额度用完只付自付', () => {
    expect(bill({ drawnFen: { '2026': 2_288_00 } }).subsidyFen).toBe(712_00);
    expect(bill({ drawnFen: { '2026': 2_288_01 } }).subsidyFen).toBe(711_99);
    expect(bill({ drawnFen: { '2026': 3_000_00 } })).toMatchObject({ subsidyFen: 0, ownFen: 890_00 });
    expect(bill({ drawnFen: { '2026': 3_100_00 } })).toMatchObject({ subsidyFen: 0, ownFen: 890_00 });
  });
});

describe('租金的天数和比例', () => {
  test('起租日计算、归还日不计算；借3天按7天收，借7天也是7天，借8天是8天', () => {
    const of = (returned: PlainDate) => bill({ returned });
    expect(of('2026-03-13')).toMatchObject({ days: 3, chargedDays: 7, rentFen: 70_00 });
    expect(of('2026-03-17')).toMatchObject({ days: 7, chargedDays: 7, rentFen: 70_00 });
    expect(of('2026-03-18')).toMatchObject({ days: 8, chargedDays: 8, rentFen: 80_00 });
    expect(of('2026-03-10')).toMatchObject({ days: 0, chargedDays: 7, overdueDays: 0, subsidyFen: 56_00 });
  });
  test('租期中身份变化，按天用各自的比例：5月1日起不再是低保，补贴 52×8 + 37×5', () => {
    const changed = bill({
      standings: [
        { from: '2026-03-10', standing: 'dibao' },
        { from: '2026-05-01', standing: 'certificate' },
      ],
    });
    expect(changed.subsidyFen).toBe(52 * 8_00 + 37 * 5_00);
    expect(changed.ownFen).toBe(890_00 - 601_00);
  });
  test('跨年的租期分年计算，各用当年的额度', () => {
    const across = bill({
      start: '2026-12-20',
      due: '2027-02-01',
      returned: '2027-01-19',
      standings: [{ from: '2026-12-20', standing: 'tekun' }],
      drawnFen: { '2026': 2_950_00 },
    });
    expect(across.years).toEqual([
      { year: '2026', days: 12, subsidyFen: 50_00, uncappedFen: 120_00 },
      { year: '2027', days: 18, subsidyFen: 180_00, uncappedFen: 180_00 },
    ]);
    expect(across).toMatchObject({ rentFen: 300_00, subsidyFen: 230_00, ownFen: 70_00 });
  });
  test('逾期的每一天付全额租金、不补贴：应还6月1日，6月7日才还，6天没有补贴', () => {
    expect(bill({ due: '2026-06-01' })).toMatchObject({ overdueDays: 6, rentFen: 890_00, subsidyFen: 83 * 8_00 });
    expect(bill({ due: '2026-06-07' })).toMatchObject({ overdueDays: 0, subsidyFen: 712_00 });
    expect(bill({ due: '2026-06-06' })).toMatchObject({ overdueDays: 1, subsidyFen: 704_00 });
  });
  test('除不尽的日租金最后一步才取整，分年之和等于总数，不会补得比租金还多', () => {
    const odd = bill({
      monthlyRentFen: 100_01,
      start: '2026-12-30',
      due: '2027-02-01',
      returned: '2027-01-06',
      standings: [{ from: '2026-12-30', standing: 'tekun' }],
    });
    expect(odd.rentFen).toBe(23_34);
    expect(odd.years.reduce((sum, y) => sum + y.subsidyFen, 0)).toBe(odd.subsidyFen);
    expect(odd).toMatchObject({ subsidyFen: 23_34, ownFen: 0 });
  });
  test('各类人员的比例：特困100%，低保和低保边缘80%，其他持证残疾人和60岁以上50%，其余不补', () => {
    const share = (standing: Standing) => bill({ standing }).subsidyFen;
    expect(['tekun', 'dibao', 'edge', 'severe', 'certificate', 'elder', 'none'].map((s) => share(s as Standing))).toEqual([
      890_00, 712_00, 712_00, 445_00, 445_00, 445_00, 0,
    ]);
  });
  test('有几种身份时取补得最多的一种', () => {
    const best = (...held: Standing[]) => standards((read) => bestStanding(read, held));
    expect(best('elder', 'dibao', 'certificate')).toBe('dibao');
    expect(best('elder', 'severe')).toBe('severe');
    expect(best()).toBe('none');
  });
});

describe('押金、遗失赔偿、续租', () => {
  test('押金向上取整到10元，最高1,000元', () => {
    expect(deposit(1_000_00, 'none')).toBe(300_00);
    expect(deposit(1_000_01, 'none')).toBe(310_00);
    expect(deposit(3_333_33, 'none')).toBe(1_000_00);
    expect(deposit(3_300_00, 'none')).toBe(990_00);
    expect(deposit(9_000_00, 'none')).toBe(1_000_00);
  });
  test('减半对象：特困、低保、低保边缘、一二级残疾人；其他持证残疾人和老年人不减', () => {
    expect(['tekun', 'dibao', 'edge', 'severe', 'certificate', 'elder'].map((s) => deposit(2_000_00, s as Standing))).toEqual([
      300_00, 300_00, 300_00, 300_00, 600_00, 600_00,
    ]);
  });
  test('遗失赔偿按剩余寿命，最低一成：用了15个月、寿命60个月赔75%；用了54个月正好一成，之后不再降', () => {
    const loss = (monthsInService: number) =>
      standards((read) => lossFen(read, { priceFen: 2_400_00, monthsInService, lifeMonths: 60 }));
    expect([loss(0), loss(15), loss(53), loss(54), loss(55), loss(80)]).toEqual([
      2_400_00, 1_800_00, 280_00, 240_00, 240_00, 240_00,
    ]);
  });
  test('在用月数按整月：差一天不算一个月', () => {
    expect(monthsBetween('2026-01-15', '2026-02-14')).toBe(0);
    expect(monthsBetween('2026-01-15', '2026-02-15')).toBe(1);
    expect(monthsBetween('2025-11-30', '2026-11-22')).toBe(11);
  });
  test('续租合计12个月：到满12个月的那天可以，多一天要先重新评估', () => {
    expect(standards((read) => furthestDue(read, '2026-03-10'))).toBe('2027-03-10');
    const may = (due: PlainDate) => standards((read) => mayRenewTo(read, { start: '2026-03-10', due }));
    expect([may('2027-03-10'), may('2027-03-11')]).toEqual([true, false]);
  });
});
