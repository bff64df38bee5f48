import { describe, expect, test } from 'vitest';
import { AnswerItem, type AnswerItemInput } from '../../../kernel/exchange/index.ts';
import { coupleWith, D26, familyW1, person } from '../dibao/fixtures.ts';
import { FamilyFacts } from '../family/facts.ts';
import { adjust, findDiscrepancies } from './findings.ts';
import { hintsOf } from './hints.ts';
import { askedAtOnce, consentedWith, sourceList, type VerificationSource } from './sources.ts';

const told = (member: string, source: VerificationSource, ...items: AnswerItemInput[]) => ({
  member,
  source,
  asOf: '2026-03-03' as const,
  items: items.map((item) => AnswerItem.parse(item)),
});
const said = (facts: FamilyFacts, ...findings: ReturnType<typeof told>[]) =>
  hintsOf(facts, findings).map(({ tone, text }) => [tone, text]);

describe('佐证：证实、没有证实、未申报的有利情况', () => {
  test('孩子申报上学：有学籍为相符，没有学籍写明没有查到', () => {
    expect(said(familyW1(), told('孩子', 'education', { kind: 'enrolment', text: '四年级' }))).toEqual([
      ['confirms', '申报义务教育或高中阶段，有学籍（四年级）'],
    ]);
    expect(said(familyW1(), told('孩子', 'education'))).toEqual([['denies', '申报义务教育或高中阶段，没有查到学籍']]);
  });
  test('申报肢体一级：证上一级为相符，证上二级写明等级不同，没有证写明没有查到', () => {
    const certificate = (level: string) =>
      told('孩子', 'disability-certificate', { kind: 'certificate', text: `肢体${level}级`, quantity: level });
    expect(said(familyW1(), certificate('1'))[0]![0]).toBe('confirms');
    expect(said(familyW1(), certificate('2'))[0]).toEqual(['denies', '申报肢体1级残疾，残疾人证登记的等级不同（肢体2级）']);
    expect(said(familyW1(), told('孩子', 'disability-certificate'))[0]![0]).toBe('denies');
    expect(said(familyW1(), told('父亲', 'disability-certificate', { kind: 'certificate', text: '听力2级' }))[0]![0]).toBe(
      'favours',
    );
  });
  test('申报自付医疗费5000元：医保记录正好5000元为相符，4999.99元写明差额；没有申报而有记录，提醒补报', () => {
    const facts = FamilyFacts.parse({
      ...familyW1(),
      expenses: [{ member: '父亲', class: 'medical', totalFen: 8000_00, reimbursedFen: 3000_00 }],
    });
    const bills = (fen: number) => told('父亲', 'medical-insurance', { kind: 'self-paid', amountFen: fen });
    expect(said(facts, bills(5000_00))[0]![0]).toBe('confirms');
    expect(said(facts, bills(4999_99))[0]![0]).toBe('denies');
    expect(said(familyW1(), bills(600_00))[0]![0]).toBe('favours');
  });
  test('申报已登记求职：查到登记为相符，没有查到写明；佐证不是差异，不改变核算', () => {
    const facts = FamilyFacts.parse({
      ...familyW1(),
      members: [person('父亲', 'self', { employment: 'unemployed', exemptReason: 'jobseeker' })],
      incomes: [],
      expenses: [],
    });
    const found = told('父亲', 'unemployment', { kind: 'jobseeker', date: '2026-01-10' });
    expect(said(facts, found)).toEqual([['confirms', '申报已登记求职，有登记（2026-01-10）']]);
    const empty = told('父亲', 'unemployment');
    expect(said(facts, empty)[0]![0]).toBe('denies');
    expect(findDiscrepancies(facts, [found, empty], D26, '2026-03-03')).toMatchObject({ ok: true, value: [] });
  });
});

describe('宣告失踪', () => {
  test('法院查得宣告失踪而没有申报：列为差异；属实调整后不计入人口的情形是宣告失踪', () => {
    const facts = familyW1();
    const found = findDiscrepancies(
      facts,
      [told('父亲', 'courts', { kind: 'declared-missing', date: '2025-06-01' })],
      D26,
      '2026-03-03',
    );
    if (!found.ok) throw new Error(found.code);
    expect(found.value).toMatchObject([{ kind: 'missing', text: '查得宣告失踪记录（2025-06-01），申报中未说明' }]);
    expect(adjust(facts, found.value[0]!).members.find((m) => m.ref === '父亲')?.status).toBe('declared-missing');
  });
});

describe('向谁查询', () => {
  test('支付机构：2026年6月30日签的授权不含，7月1日起含', () => {
    expect(consentedWith('2026-06-30')).not.toContain('payment-accounts');
    expect(consentedWith('2026-07-01')).toContain('payment-accounts');
  });
  test('以文件、信函答复的来源：申报了保险才查保险机构，申报了失踪才查法院；协同查询只由人提出', () => {
    const facts = coupleWith(1000);
    const [first] = facts.members;
    const insured = FamilyFacts.parse({
      ...facts,
      assets: { ...facts.assets, financial: [{ owner: first!.ref, kind: 'insurance', valueFen: 100_00 }] },
    });
    const missing = FamilyFacts.parse({
      ...facts,
      members: facts.members.map((m) => (m === first ? { ...m, status: 'missing-undeclared' } : m)),
    });
    const asked = (source: VerificationSource, of: FamilyFacts, way = sourceList[source].way as string) =>
      askedAtOnce(source, way, of, first!.ref);
    expect([asked('commercial-insurance', facts), asked('commercial-insurance', insured)]).toEqual([false, true]);
    expect([asked('courts', facts), asked('courts', missing)]).toEqual([false, true]);
    expect(asked('cooperation', missing)).toBe(false);
    expect([asked('tax', facts), asked('tax', facts, 'off')]).toEqual([true, false]);
  });
});
