/** 进出双预警 (5.9): each rule just inside and just outside its line. */
import { describe, expect, test } from 'vitest';
import { type Clause, makeParameters, type ParameterReader, withParameters } from '../../../kernel/policy/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { loadCity } from '../../../server/city.ts';
import * as rules from './rules.ts';

const DIVISION = '421202100001';
const TODAY: PlainDate = '2026-09-01';
const parameters = makeParameters(
  loadCity('xianning').parameters.map((row, i) => ({ ...row, id: `p${i}`, knownSince: '2020-01-01' })),
);

const reading = <T>(rule: (read: ParameterReader) => T): T => {
  const result = withParameters({ parameters, division: DIVISION, date: TODAY }, rule);
  if (!result.ok) throw new Error(result.code);
  return result.value;
};
const fires = (rule: (read: ParameterReader) => Clause[]): boolean => rules.fires(reading(rule));
const household = (given: Partial<rules.Standing> = {}): rules.Standing => ({
  category: 'none',
  urbanRural: 'urban',
  persons: 3,
  yearlyIncomeFen: null,
  houses: null,
  housesSqm: null,
  exemptFen: 0,
  wageCountedIn: null,
  wagesCounted: 0,
  supportedIn: null,
  paid: false,
  soleEarner: null,
  ...given,
});
const dibao = (given: Partial<rules.Standing> = {}) => household({ category: 'dibao', paid: true, ...given });

describe('可能需要救助', () => {
  test('IN-1 城市标准800元，12倍为9600元：自付正好9600元预警，9599.99元不预警；农村按660元算7920元', () => {
    const told = (selfPaid12mFen: number, urbanRural: 'urban' | 'rural' = 'urban') =>
      fires((read) => rules.medicalExpense({ selfPaid12mFen }, household({ urbanRural }), read));
    expect([told(9600_00), told(9599_99), told(7920_00, 'rural'), told(7919_99, 'rural')]).toEqual([true, false, true, false]);
  });
  test('IN-1 已在低保或边缘的家庭不再预警', () => {
    for (const category of ['dibao', 'tekun', 'edge', 'rigid'] as const)
      expect(fires((read) => rules.medicalExpense({ selfPaid12mFen: 99_000_00 }, household({ category }), read))).toBe(false);
  });
  test('IN-6 边缘家庭有人患重病：自付同样达到预警线的，可能单人保；没有救助的走IN-1，低保家庭都不走', () => {
    const both = (category: rules.Category, selfPaid12mFen = 9600_00) =>
      [rules.medicalExpense, rules.edgeIllness].map((rule) =>
        fires((read) => rule({ selfPaid12mFen }, household({ category }), read)),
      );
    expect([both('none'), both('edge'), both('edge', 9599_99), both('dibao')]).toEqual([
      [true, false],
      [false, true],
      [false, false],
      [false, false],
    ]);
  });
  test('IN-2 新领二级证预警，三级肢体不预警，三级智力、精神预警；注销不预警', () => {
    const told = (level: number, category: string, change = 'issued') =>
      rules.fires(rules.newCertificate({ level, category, change }, household()));
    expect([told(2, 'physical'), told(3, 'physical'), told(3, 'intellectual'), told(3, 'mental'), told(4, 'mental')]).toEqual([
      true,
      false,
      true,
      true,
      false,
    ]);
    expect(told(1, 'physical', 'cancelled')).toBe(false);
  });
  test('IN-2 与 IN-6：没有救助的家庭走IN-2，边缘家庭走IN-6（可能单人保），低保家庭都不走', () => {
    const certificate = { level: 1, category: 'sight', change: 'issued' };
    const both = (category: rules.Category) => [
      rules.fires(rules.newCertificate(certificate, household({ category }))),
      rules.fires(rules.edgeCertificate(certificate, household({ category }))),
    ];
    expect([both('none'), both('edge'), both('dibao')]).toEqual([
      [true, false],
      [false, true],
      [false, false],
    ]);
  });
  test('IN-3 唯一挣钱的人停保满三个月：6月1日停保9月1日预警，6月2日停保还差一天', () => {
    const told = (endedOn: PlainDate, soleEarner: boolean | null) =>
      fires((read) => rules.jobLost({ endedOn }, household({ soleEarner }), read, TODAY));
    expect([told('2026-06-01', true), told('2026-06-02', true), told('2026-06-01', false), told('2026-06-01', null)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
  test('IN-4 主要挣钱的人去世、家里还有人：预警；不是主要挣钱的人、说不清、家里没有别人：不预警', () => {
    const told = (soleEarner: boolean | null, left: number) =>
      rules.fires(rules.breadwinnerLost({ on: TODAY, left }, household({ soleEarner })));
    expect([told(true, 1), told(true, 0), told(false, 2), told(null, 2)]).toEqual([true, false, false, false]);
  });
  test('IN-5 列入防返贫监测、没有任何救助：预警；已在特困：不预警', () => {
    const told = (category: rules.Category) => rules.fires(rules.povertyListed({ listedOn: TODAY }, household({ category })));
    expect([told('none'), told('tekun')]).toEqual([true, false]);
  });
  test('IN-7 去年8月1日不予确认，今年8月1日断了收入：正好12个月预警，知道得再晚也预警；差一天的不预警；断收入在不予确认之前的不预警', () => {
    const told = (refusedOn: PlainDate, incomeEndedOn: PlainDate) =>
      fires((read) => rules.refusedThenWorse({ refusedOn, incomeEndedOn }, read));
    expect([told('2025-08-01', '2026-08-01'), told('2025-07-31', '2026-08-01'), told('2026-05-01', '2026-04-30')]).toEqual([
      true,
      false,
      false,
    ]);
  });
  test('IN-8 学校报告、IN-9 退役军人事务部门报告：报告了就预警', () => {
    expect(rules.fires(rules.schoolReport({ reportedOn: TODAY }))).toBe(true);
    expect(rules.fires(rules.veteranReport({ reportedOn: TODAY }))).toBe(true);
  });
});

describe('可能不再符合', () => {
  test('OUT-1 领取人死亡：预警；没有在领的人死亡：不预警', () => {
    const told = (paid: boolean) => rules.fires(rules.paidPersonDied({ diedOn: TODAY, confirmed: true }, household({ paid })));
    expect([told(true), told(false)]).toEqual([true, false]);
  });
  test('OUT-2 服刑、强制隔离戒毒预警，只是羁押不预警', () => {
    const told = (kind: string) => rules.fires(rules.paidPersonInCustody({ kind, startedOn: TODAY }, dibao()));
    expect([told('prison'), told('rehabilitation'), told('detention')]).toEqual([true, true, false]);
  });
  test('OUT-3 二人户城市，标准全年19200元：工资2000元扣就业成本400元，一年正好19200元预警；少一分不预警', () => {
    const told = (wageBaseFen: number) =>
      fires((read) => rules.wageReachesStandard({ wageBaseFen, insuredFrom: TODAY }, dibao({ persons: 2 }), read));
    expect([told(2000_00), told(1999_99)]).toEqual([true, false]);
  });
  test('OUT-3 已有核定收入7200元的二人户：新工资1400元（计1000元）合计19200元预警；边缘家庭不走这一条', () => {
    const standing = dibao({ persons: 2, yearlyIncomeFen: 7200_00 });
    const told = (wageBaseFen: number, of = standing) =>
      fires((read) => rules.wageReachesStandard({ wageBaseFen, insuredFrom: TODAY }, of, read));
    expect([told(1400_00), told(1399_99), told(9000_00, household({ category: 'edge' }))]).toEqual([true, false, false]);
  });
  test('OUT-3 这份工资复核时已经算进去了：不再加一次；核定以后的下个月又有新工作，照样预警', () => {
    const standing = dibao({ persons: 2, yearlyIncomeFen: 18_000_00, wageCountedIn: '2026-06' });
    const told = (insuredFrom: PlainDate) =>
      fires((read) => rules.wageReachesStandard({ wageBaseFen: 2000_00, insuredFrom }, standing, read));
    expect([told('2026-06-30'), told('2026-07-01')]).toEqual([false, true]);
    const second = { wageBaseFen: 2000_00, insuredFrom: '2026-05-01', isAdditional: true } as const;
    expect(fires((read) => rules.wageReachesStandard(second, standing, read))).toBe(true);
  });
  test('OUT-4 新登记汽车预警；企业实缴5万元预警，49999.99元不预警；第二套房预警；没有救助的家庭不预警', () => {
    const told = (kind: string, valueFen: number | null, standing = dibao({ houses: 1 }), owned = 1) =>
      fires((read) => rules.newAsset({ kind, valueFen, owned }, standing, read));
    expect([told('car', 1), told('firm', 50_000_00), told('firm', 49_999_99), told('house', 1)]).toEqual([
      true,
      true,
      false,
      true,
    ]);
    expect(told('house', 1, dibao({ houses: 0 }))).toBe(false);
    expect(told('car', 1, household())).toBe(false);
    // 一次查到两套、实缴资本不详：都要核实
    expect([told('house', 1, dibao({ houses: 0 }), 2), told('firm', null)]).toEqual([true, true]);
  });
  test('OUT-4 三口人第二套房：两套共120平方米（人均40）不预警，120.01平方米预警；面积不详的预警；有雇员的企业资本再少也预警', () => {
    const three = dibao({ houses: 1, housesSqm: '70', persons: 3 });
    const house = (areaSqm: string | null, standing = three) =>
      fires((read) => rules.newAsset({ kind: 'house', valueFen: 0, areaSqm }, standing, read));
    expect([house('50'), house('50.01'), house(null), house('10', dibao({ houses: 1, persons: 3 }))]).toEqual([
      false,
      true,
      true,
      true,
    ]);
    const firm = (employees: number | null) =>
      fires((read) => rules.newAsset({ kind: 'firm', valueFen: 1_00, employees }, three, read));
    expect([firm(0), firm(1), firm(null)]).toEqual([false, true, false]);
  });
  test('OUT-5 三口城市低保户上限24×800×3＝57600元：正好不预警，多一分预警；边缘家庭按36倍86400元', () => {
    const told = (householdFen: number, category: rules.Category) =>
      fires((read) => rules.depositsAbove({ householdFen }, household({ category }), read));
    expect([told(57_600_00, 'dibao'), told(57_600_01, 'dibao'), told(86_400_00, 'edge'), told(86_400_01, 'edge')]).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect(told(999_999_00, 'none')).toBe(false);
    const exempt = household({ category: 'dibao', exemptFen: 20_000_00 });
    const withExempt = (householdFen: number) => fires((read) => rules.depositsAbove({ householdFen }, exempt, read));
    expect([withExempt(77_600_00), withExempt(77_600_01)]).toEqual([false, true]);
  });
  test('OUT-6 特困又领残疾人补贴预警；低保又领残疾人补贴可以同享，不预警', () => {
    const told = (...programmes: string[]) => rules.fires(rules.doubleBenefit({ programmes }));
    expect([
      told('tekun', 'disability-living'),
      told('dibao', 'disability-living'),
      told('dibao', 'tekun'),
      told('dibao'),
    ]).toEqual([true, false, true, false]);
  });
  test('OUT-6 领低保、特困的人还在边缘或者刚性支出认定里预警；领残疾人补贴的边缘家庭不预警', () => {
    const told = (programme: string, ...recognised: string[]) =>
      rules.fires(rules.supportedAndRecognised({ programmes: [programme], recognised }));
    expect([told('dibao', 'edge'), told('tekun', 'rigid'), told('dibao'), told('disability-living', 'edge')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
  test('OUT-7 最后一次见到是3月1日：9月1日满六个月预警；3月2日的还差一天', () => {
    const told = (lastSeenOn: PlainDate) => fires((read) => rules.noProofOfLife({ lastSeenOn }, read, TODAY));
    expect([told('2026-03-01'), told('2026-03-02')]).toEqual([true, false]);
  });
  test('OUT-8 复核超期31天预警，30天不预警', () => {
    const told = (overdueDays: number) => fires((read) => rules.reviewOverdue({ overdueDays, dueOn: '2026-07-01' }, read));
    expect([told(31), told(30)]).toEqual([true, false]);
  });
  test('OUT-9 迁到别的县预警，本县里搬家不预警；没有在领的人不预警', () => {
    const told = (toDivision: string, standing = dibao()) =>
      rules.fires(rules.movedAway({ fromDivision: '421202100001', toDivision, movedOn: TODAY }, standing));
    expect([told('421221103201'), told('421202101201'), told('421221103201', household())]).toEqual([true, false, false]);
  });
  test('OUT-9 特困供养还在迁出地的预警，已经移交迁入地的不预警', () => {
    const told = (supportedIn: string) =>
      rules.fires(
        rules.movedAway(
          { fromDivision: '421202100001', toDivision: '421221103201', movedOn: TODAY },
          household({ category: 'tekun', paid: true, supportedIn }),
        ),
      );
    expect([told('421202100001'), told('421221103201')]).toEqual([true, false]);
  });
  test('OUT-10 一个账户收两家不相干家庭的款预警，只收一家不预警', () => {
    const told = (households: number) => fires((read) => rules.sharedAccount({ households }, read));
    expect([told(2), told(1)]).toEqual([true, false]);
  });
  test('查不清的不算：没有核定收入时写明只按新工资计算', () => {
    const [, income] = reading((read) =>
      rules.wageReachesStandard({ wageBaseFen: 2000_00, insuredFrom: TODAY }, dibao({ persons: 2 }), read),
    );
    expect(income!.note).toContain('只按新的工资计算');
  });
});
