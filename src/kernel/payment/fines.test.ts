import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { newId } from '../context/server.ts';
import { documentsOf } from '../document/server.ts';
import { makeParameters } from '../policy/index.ts';
import { loadParameters, type NewParameter } from '../policy/server.ts';
import { accepted } from '../resident/fixtures.ts';
import type { PlainDate } from '../schema/index.ts';
import { fineCap } from './fine-cap.ts';
import { clerk, everywhere, family, freeze, paymentDesk, reviewer, sentence, uploadFor } from './fixtures.ts';
import {
  decideFine,
  defineProgramme,
  endEntitlement,
  type OverpaymentId,
  overpayments,
  recordFineReceipt,
  recordReceipt,
} from './server.ts';

const parameter = (key: string, value: string, validFrom: PlainDate, validTo: PlainDate | null = null): NewParameter => ({
  key,
  division: '421200000000',
  value,
  unit: key === 'FINE-CAP' ? 'times' : 'days',
  validFrom,
  validTo,
  source: '测试',
  nature: 'national',
  note: '',
});
const rows = [
  parameter('FINE-CAP', '3', '2014-05-01', '2026-07-01'),
  parameter('FINE-CAP', '2', '2026-07-01'),
  parameter('FINE-PAY-DAYS', '15', '2021-07-15'),
  parameter('RECOVERY-RETURN-DAYS', '30', '2021-07-01'),
];
const { key: PROGRAMME } = defineProgramme({
  key: 'test-fraud',
  zh: '最低生活保障',
  money: '低保金',
  fine: { cap: 'FINE-CAP', law: '《中华人民共和国社会救助法》第七十三条' },
});

test('W16：2026年2月以前骗取14000元，8月10日决定：罚款最多2倍28000元；6月30日决定的按旧规定最多42000元，7月1日起28000元', () => {
  const parameters = makeParameters(rows.map((row) => ({ ...row, id: newId(), knownSince: '2014-05-01' })) as never);
  const fraud = { gainFen: 14000_00, conductOn: '2026-02-28', division: '421202000000', key: 'FINE-CAP' } as const;
  expect(fineCap({ ...fraud, decidedOn: '2026-08-10' }, parameters)).toMatchObject({ value: { capFen: 28000_00, times: '2' } });
  expect(fineCap({ ...fraud, decidedOn: '2026-06-30' }, parameters)).toMatchObject({ value: { capFen: 42000_00 } });
  expect(fineCap({ ...fraud, decidedOn: '2026-07-01' }, parameters)).toMatchObject({ value: { capFen: 28000_00 } });
});

describe('W16：隐瞒出租车，12个月多领14000元', () => {
  let db: Awaited<ReturnType<typeof freshContext>>;
  let desk: ReturnType<typeof paymentDesk>;
  beforeAll(async () => {
    db = await freshContext({ start: '2026-07-20' });
    desk = paymentDesk(db);
    await db.context.write(everywhere, (tx) => loadParameters(tx, rows));
  });
  afterAll(() => db.drop());
  const debtOf = async (entitlementId: string) =>
    (await db.context.write(clerk, (tx) => overpayments(tx, { entitlementId }))).items[0]!;

  test('追回14000；罚款28000.01元不行、28000元可以，须先听取陈述申辩、须认定为骗取；决定书、缴款入账，与追回分开', async () => {
    // 2025年3月至2026年2月，每月多领1166元或1167元，合计14000元：这里用一个月14000元代替
    const home = await family(db.context, {
      names: ['曹操之'],
      amountFen: 14000_00,
      fromMonth: '2026-08',
      programme: PROGRAMME,
      exclusiveGroups: ['fraud'],
    });
    const { id } = await freeze(db.context, '2026-08', PROGRAMME);
    await desk.payOut(id);
    desk.on('2026-08-10');
    accepted(
      await db.context.write(everywhere, (tx) => endEntitlement(tx, { id: home.id, lastMonth: '2026-07', reason: '隐瞒出租车' })),
    );
    const [proposal] = await desk.proposals(home.id);
    accepted(await desk.decide([proposal!.id], 'confirm', { classification: 'fraud' }));
    const debt = await debtOf(home.id);
    expect(debt).toMatchObject({ amountFen: 14000_00, classificationZh: '隐瞒骗取', mayFine: true, fine: null });
    const papers = await db.context.read(clerk, (tx) => documentsOf(tx, { personId: home.holder }));
    expect(papers).toMatchObject([{ id: debt.noticeId, title: '多发款项追回通知书' }]);

    const leader = { ...reviewer, duty: null, role: 'county-leader' as const, id: 'user-局长', name: '局长' };
    const fine = async (more: Partial<Parameters<typeof decideFine>[2]> = {}) =>
      decideFine(db.context, leader, {
        id: debt.id as OverpaymentId,
        version: debt.version,
        facts: '2025年3月起隐瞒家中营运的出租车',
        conductTo: '2026-02-28',
        amountFen: 28000_00,
        heardOn: '2026-08-07',
        statement: '承认隐瞒，愿意退回，请求从轻',
        hearingFile: await uploadFor(db.context, leader),
        requestId: newId(),
        ...more,
      });
    expect(sentence(await fine({ amountFen: 28000_01 }))).toBe(
      '罚款最多28,000.00元（骗取14,000.00元的2倍，按行为时和决定时较轻的规定）。',
    );
    expect(sentence(await fine({ hearingFile: newId() }))).toContain('材料不存在');
    expect(await fine({ heardOn: '2026-08-11' })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await decideFine(db.context, clerk, { ...(await command()) })).toMatchObject({ code: 'NOT_PERMITTED' });
    expect(await decideFine(db.context, { ...leader, id: reviewer.id }, await command())).toMatchObject({ code: 'FINE_OWN' });
    async function command() {
      return {
        id: debt.id as OverpaymentId,
        version: debt.version,
        facts: '隐瞒出租车',
        conductTo: '2026-02-28' as const,
        amountFen: 1,
        heardOn: '2026-08-07' as const,
        statement: '无',
        hearingFile: newId(),
        requestId: newId(),
      };
    }
    const decided = accepted(await fine());
    expect(await fine()).toMatchObject({ code: 'VERSION_CONFLICT' });
    const now = await debtOf(home.id);
    expect(now.fine).toMatchObject({ amountFen: 28000_00, receivedFen: 0, payBy: '2026-08-25', documentId: decided.documentId });
    expect(await fine({ version: now.version })).toMatchObject({ code: 'FINE_ALREADY' });
    expect(await desk.balances(PROGRAMME)).toEqual({
      budget: -14000_00,
      receivable: 14000_00,
      fined: -28000_00,
      'fine-due': 28000_00,
    });

    const receipt = {
      id: decided.id,
      version: 1,
      amountFen: 28000_00,
      receivedOn: '2026-08-10' as const,
      voucher: '罚没0001',
      requestId: newId(),
    };
    accepted(await recordFineReceipt(db.context, clerk, receipt));
    accepted(await recordFineReceipt(db.context, clerk, receipt));
    expect(await recordFineReceipt(db.context, clerk, { ...receipt, version: 2, requestId: newId() })).toMatchObject({
      code: 'FINE_SETTLED',
    });
    const back = {
      id: debt.id as OverpaymentId,
      version: now.version,
      way: 'return' as const,
      amountFen: 14000_00,
      receivedOn: '2026-08-10' as const,
      requestId: newId(),
    };
    // 同一张凭证不能既算罚款又算退回
    expect(sentence(await recordReceipt(db.context, clerk, { ...back, voucher: '罚没0001' }))).toContain('已经登记过');
    accepted(await recordReceipt(db.context, clerk, { ...back, voucher: '非税0002', requestId: newId() }));
    expect(await desk.balances(PROGRAMME)).toEqual({
      budget: -14000_00,
      recovered: 14000_00,
      fined: -28000_00,
      'fine-paid': 28000_00,
    });
  });

  test('迟报的、没有规定罚款的项目：不罚', async () => {
    const other = desk.newProgramme();
    for (const [programme, classification, code] of [
      [PROGRAMME, 'late-report', 'FINE_ONLY_FRAUD'],
      [other, 'fraud', 'FINE_NO_LAW'],
    ] as const) {
      desk.on('2026-08-20');
      const home = await family(db.context, {
        names: ['杨一'],
        amountFen: 500_00,
        fromMonth: '2026-09',
        programme,
        exclusiveGroups: [programme],
      });
      const { id } = await freeze(db.context, '2026-09', programme);
      await desk.payOut(id);
      accepted(
        await db.context.write(everywhere, (tx) => endEntitlement(tx, { id: home.id, lastMonth: '2026-08', reason: '情况变化' })),
      );
      accepted(await desk.decide([(await desk.proposals(home.id))[0]!.id], 'confirm', { classification }));
      const debt = await debtOf(home.id);
      expect(debt.mayFine).toBe(false);
      const leader = { ...reviewer, duty: null, id: 'user-局长' };
      const fined = decideFine(db.context, leader, {
        id: debt.id as OverpaymentId,
        version: debt.version,
        facts: '隐瞒收入若干',
        conductTo: '2026-08-01',
        amountFen: 1,
        heardOn: '2026-08-07',
        statement: '无',
        hearingFile: newId(),
        requestId: newId(),
      });
      expect(await fined).toMatchObject({ code });
    }
  });
});
