import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { newId } from '../context/server.ts';
import { accepted } from '../resident/fixtures.ts';
import { makeIdNumber } from '../resident/index.ts';
import { recordDeath, reportDeath } from '../resident/server.ts';
import {
  accountNumber,
  COUNTY,
  carryTo,
  clerk,
  everywhere,
  family,
  freeze,
  OTHER_TOWN,
  OTHER_VILLAGE,
  paymentDesk,
  schedule,
  sentence,
  step,
  township,
  VILLAGE,
} from './fixtures.ts';
import {
  type BatchId,
  endAtDeath,
  entitlementsOfHousehold,
  freezeBatch,
  holdPerson,
  issueBackPayList,
  type LineId,
  overpaidOf,
  payEstate,
  recordPayoutAccount,
  releaseHold,
  reviseByStandard,
  reviseEntitlement,
} from './server.ts';

let db: Awaited<ReturnType<typeof freshContext>>;
let desk: ReturnType<typeof paymentDesk>;
beforeAll(async () => {
  db = await freshContext({ start: '2026-03-23' });
  desk = paymentDesk(db);
});
afterAll(() => db.drop());

/** Somebody settles the estate of whoever has died. */
const nameHeir = async (lineId: LineId) => {
  const heir = { name: '亲属', idNumber: makeIdNumber('421222', '1990-09-09', 21), relation: '侄子' };
  const account = { bank: '通城农商银行', number: accountNumber() };
  accepted(await db.context.write(township, (tx) => payEstate(tx, { lineId, ...heir, ...account })));
};

describe('暂停、死亡、变更', () => {
  test('没有登记账户的：暂停并写明原因，登记后自动恢复', async () => {
    const programme = desk.newProgramme();
    const none = await family(db.context, {
      programme,
      exclusiveGroups: [programme],
      names: ['冯一'],
      amountFen: 200_00,
      fromMonth: '2026-04',
      account: 'none',
    });
    desk.on('2026-03-23');
    const { id, held } = await freeze(db.context, '2026-04', programme);
    expect(held).toBe(1);
    expect(await desk.lineOf(id, none)).toMatchObject({ stateZh: '暂停', holdReason: '没有登记发放账户', last4: null });
    expect(await desk.view(id)).toMatchObject({ lineCount: 0, sumFen: 0, held: { count: 1, sumFen: 200_00 } });
    await carryTo(db, id, 'checking');
    accepted(await step(db, id, 'confirmTownship', { actor: township }));
    expect(sentence(await step(db, id, 'submitReview'))).toBe('没有可以发放的款项。');
    accepted(
      await db.context.write(everywhere, (tx) =>
        recordPayoutAccount(tx, {
          personId: none.holder,
          division: VILLAGE,
          bank: '通城农商银行',
          number: accountNumber(),
          holder: '冯一',
        }),
      ),
    );
    expect(await desk.view(id)).toMatchObject({ lineCount: 1, sumFen: 200_00, held: { count: 0 } });
    const invalid = await db.context.write(everywhere, (tx) =>
      recordPayoutAccount(tx, { personId: none.holder, division: VILLAGE, bank: '通城农商银行', number: '123', holder: '冯一' }),
    );
    expect(sentence(invalid)).toBe('银行账号应为12至19位数字。');
  });

  test('财政已审核后收到死亡报告：该笔暂停，合计重算，退回县级复核；撤回报告后恢复', async () => {
    const { id, b } = await desk.w15();
    await carryTo(db, id, 'treasury-approved');
    const hash = (await desk.view(id)).hash;
    await db.context.write(everywhere, (tx) =>
      holdPerson(tx, { personId: b.members[1]!, division: OTHER_VILLAGE, code: 'death', reason: '收到死亡报告，待核实' }),
    );
    const after = await desk.view(id);
    expect(after).toMatchObject({
      state: 'township-confirmed',
      lineCount: 2,
      sumFen: 2780_00,
      held: { count: 1, sumFen: 340_00 },
    });
    expect(after.hash).not.toBe(hash);
    expect(after.events.at(-1)).toMatchObject({ actionZh: '重新计算合计', note: '收到死亡报告，待核实' });
    expect(sentence(await step(db, id, 'reviewCounty'))).toBe('财务经办尚未提交复核。');
    await db.context.write(everywhere, (tx) => releaseHold(tx, { personId: b.members[1]!, code: 'death', reason: '误报' }));
    expect(await desk.view(id)).toMatchObject({ lineCount: 3, sumFen: 3120_00, hash });
  });

  test('复核后才报告死亡而没有事件送到：送银行前的核对发现，不送出；其余重新复核后送出；误报的在补发批次补上', async () => {
    const { programme, id, b } = await desk.w15();
    await carryTo(db, id, 'treasury-approved');
    accepted(
      await db.context.write(everywhere, (tx) => reportDeath(tx, { personId: b.holder, diedOn: '2026-03-20', source: '村委会' })),
    );
    expect(accepted(await step(db, id, 'sendToBank'))).toMatchObject({ state: 'township-confirmed', held: 1 });
    expect(await desk.view(id)).toMatchObject({ bankFiles: [], lineCount: 2, sumFen: 2780_00 });
    accepted(await step(db, id, 'submitReview'));
    accepted(await step(db, id, 'reviewCounty'));
    await carryTo2(id);
    expect((await desk.lineOf(id, b)).stateZh).toBe('暂停');
    expect((await desk.bankFile(id)).toString()).not.toContain('王五');
    // The report was wrong: the person lives, the hold goes, the month is paid by the next batch.
    await db.owner.query("update person set life_state = 'alive' where id = $1", [b.holder]);
    await db.context.write(everywhere, (tx) => releaseHold(tx, { personId: b.holder, code: 'death', reason: '误报' }));
    const extra = accepted(await desk.supplement(programme, '2026-04'));
    expect((await desk.lines(extra.id)).map((l) => [l.personName, l.amountFen])).toEqual([['王五', 340_00]]);
  });
  const carryTo2 = async (id: BatchId) => {
    accepted(await step(db, id, 'approveTreasury'));
    accepted(await step(db, id, 'sendToBank'));
  };

  test('送银行与死亡报告同时到：要么先暂停并退回复核，要么已经送出；文件、合计、明细总是一致', async () => {
    for (let round = 0; round < 3; round++) {
      const { id, b } = await desk.w15();
      await carryTo(db, id, 'treasury-approved');
      await Promise.all([
        step(db, id, 'sendToBank'),
        db.context.write(everywhere, (tx) =>
          holdPerson(tx, { personId: b.holder, division: OTHER_VILLAGE, code: 'death', reason: '收到死亡报告，待核实' }),
        ),
      ]);
      const batch = await desk.view(id);
      const states = (await desk.lines(id)).map((l) => l.state).sort();
      if (batch.state === 'sent') {
        expect(states).toEqual(['sent', 'sent', 'sent']);
        expect(batch).toMatchObject({ lineCount: 3, sumFen: 3120_00, bankFiles: [{ lineCount: 3, sumFen: 3120_00 }] });
      } else {
        expect(states).toEqual(['on-hold', 'pending', 'pending']);
        expect(batch).toMatchObject({ state: 'township-confirmed', lineCount: 2, sumFen: 2780_00, bankFiles: [] });
      }
    }
  });

  test('W8：5月20日奶奶去世，5月仍全额；7月3日才登记：6、7月多发1920元；8月按860元发', async () => {
    const { programme, home } = await desk.paidHome();
    const dead = home.members[1]!;
    const effect = await db.context.write(everywhere, (tx) => endAtDeath(tx, dead, '2026-05-20'));
    expect(effect).toEqual({ ended: [], toRecompute: [{ id: home.id, programme, fromMonth: '2026-06' }] });
    desk.on('2026-07-20');
    const august = await freeze(db.context, '2026-08', programme);
    expect(await desk.lineOf(august.id, home)).toMatchObject({
      stateZh: '暂停',
      holdReason: '家庭成员死亡，待重新核算',
      amountFen: 1820_00,
    });
    await db.context.write(everywhere, async (tx) => {
      accepted(
        await reviseEntitlement(tx, {
          id: home.id,
          fromMonth: '2026-06',
          amountFen: 860_00,
          breakdown: [],
          decisionId: null,
          parameterIds: [],
          reason: '成员死亡',
        }),
      );
      await releaseHold(tx, { personId: dead, code: 'recompute', reason: '已重新核算' });
    });
    expect(await desk.lineOf(august.id, home)).toMatchObject({ stateZh: '待发', amountFen: 860_00 });
    expect(await desk.view(august.id)).toMatchObject({ lineCount: 1, sumFen: 860_00 });
    const overpaid = await db.context.read(everywhere, (tx) => overpaidOf(tx, home.id));
    expect(overpaid.map((m) => [m.month, m.overpaidFen])).toEqual([
      ['2026-06', 960_00],
      ['2026-07', 960_00],
    ]);
    expect((await db.context.read(everywhere, (tx) => entitlementsOfHousehold(tx, home.householdId)))[0]!.memberIds).toHaveLength(
      2,
    );
  });

  test('W9：单人2月11日去世，4月名单送出前核对到：2月应发，3月1385元多发，4月的一笔终止', async () => {
    const programme = desk.newProgramme();
    desk.on('2026-01-20');
    const alone = await family(db.context, {
      programme,
      exclusiveGroups: [programme],
      names: ['五保老人'],
      amountFen: 1385_00,
      fromMonth: '2026-02',
    });
    for (const [month, day] of [
      ['2026-02', '2026-01-20'],
      ['2026-03', '2026-02-24'],
    ] as const) {
      desk.on(day);
      await desk.payOut((await freeze(db.context, month, programme)).id);
    }
    desk.on('2026-03-20');
    const april = await freeze(db.context, '2026-04', programme);
    desk.on('2026-04-06');
    const effect = await db.context.write(everywhere, (tx) => endAtDeath(tx, alone.holder, '2026-02-11'));
    expect(effect.ended).toMatchObject([
      { id: alone.id, overpaid: [{ month: '2026-03', paidFen: 1385_00, dueFen: 0, overpaidFen: 1385_00 }] },
    ]);
    expect(await desk.lineOf(april.id, alone)).toMatchObject({ stateZh: '终止' });
    expect(await desk.view(april.id)).toMatchObject({ lineCount: 0, sumFen: 0 });
    desk.on('2026-04-20');
    expect(
      await freezeBatch(db.context, clerk, { programme, county: COUNTY, month: '2026-05', requestId: newId(), schedule }),
    ).toMatchObject({ code: 'NOTHING_TO_PAY' });
  });

  test('W14：标准提高补发，1至4月每月差76元，经确认随5月批次单列一笔304元，5月当月1740元；再生成不重复补', async () => {
    const programme = desk.newProgramme();
    desk.on('2025-12-22');
    const home = await family(db.context, {
      programme,
      exclusiveGroups: [programme],
      names: ['父亲', '母亲', '孩子'],
      amountFen: 1664_00,
      fromMonth: '2026-01',
    });
    for (const [month, day] of [
      ['2026-01', '2025-12-22'],
      ['2026-02', '2026-01-20'],
      ['2026-03', '2026-02-24'],
      ['2026-04', '2026-03-20'],
    ] as const) {
      desk.on(day);
      await desk.payOut((await freeze(db.context, month, programme)).id);
    }
    desk.on('2026-04-20');
    accepted(
      await db.context.write(everywhere, (tx) =>
        reviseEntitlement(tx, {
          id: home.id,
          fromMonth: '2026-01',
          amountFen: 1740_00,
          breakdown: [],
          decisionId: null,
          parameterIds: [],
          reason: '标准提高',
        }),
      ),
    );
    const proposed = await desk.proposals(home.id);
    expect(proposed).toMatchObject([{ direction: 'back-pay', amountFen: 304_00, reason: '标准提高', state: 'proposed' }]);
    expect(proposed[0]!.months).toEqual(['2026-01', '2026-02', '2026-03', '2026-04'].map((month) => ({ month, fen: 76_00 })));
    expect(sentence(await desk.decide([proposed[0]!.id], 'reject', { note: '' }))).toBe('不予调整的，请写明理由（至少4个字）。');
    accepted(await desk.decide([proposed[0]!.id], 'confirm'));
    const may = await freeze(db.context, '2026-05', programme);
    expect((await desk.lines(may.id)).map((l) => [l.kindZh, l.amountFen]).sort()).toEqual([
      ['当月', 1740_00],
      ['补差', 304_00],
    ]);
    expect((await desk.lines(may.id)).find((l) => l.kind === 'back-pay')!.covers).toEqual({
      '2026-01': 76_00,
      '2026-02': 76_00,
      '2026-03': 76_00,
      '2026-04': 76_00,
    });
    // 补发清册：只列补发的，不列当月；同一份名单只出一份
    expect((await desk.view(may.id)).backPay).toEqual({ count: 1, sumFen: 304_00 });
    const list = (within = COUNTY) => issueBackPayList(db.context, clerk, { batchId: may.id, within, requestId: newId() });
    const paper = accepted(await list());
    expect(paper).toMatchObject({ title: '补发清册' });
    const { rows } = await db.owner.query('select content from issued_document where id = $1', [paper.id]);
    const said = JSON.stringify(db.context.keys.openJson(rows[0].content, `issued_document.content:${paper.id}`));
    expect(said).toContain('2026年1月至2026年4月","304.00"');
    expect(said).toContain('1人（户），¥304.00（人民币叁佰零肆元整）');
    expect(said).not.toContain('1,740.00');
    expect((await Promise.all([list(), list()])).map((one) => accepted(one).id)).toEqual([paper.id, paper.id]);
    // 批次里别的行变了，清册还是这一份
    await db.owner.query("update payment_batch set hash = 'other' where id = $1", [may.id]);
    expect(accepted(await list()).id).toBe(paper.id);
    await db.owner.query(`update payment_batch set hash = (select hash from payment_batch_totals($1)) where id = $1`, [may.id]);
    expect(await list(OTHER_TOWN)).toMatchObject({ code: 'BACK_PAY_NONE' });
    expect(await list('421202000000')).toMatchObject({ code: 'NOT_FOUND' });
    await desk.payOut(may.id);
    desk.on('2026-05-20');
    const june = await freeze(db.context, '2026-06', programme);
    expect((await desk.lines(june.id)).map((l) => [l.kindZh, l.amountFen])).toEqual([['当月', 1740_00]]);
    expect(await db.context.read(everywhere, (tx) => overpaidOf(tx, home.id))).toEqual([]);
  });

  test('4月8日报告死亡，4月的一笔先暂停；核实为4月5日去世：4月全额照发给登记的领取人，5月不再有', async () => {
    const { programme, id, c } = await desk.w15();
    desk.on('2026-04-08');
    await db.context.write(everywhere, async (tx) => {
      accepted(await reportDeath(tx, { personId: c.holder, diedOn: '2026-04-05', source: '村委会' }));
      await holdPerson(tx, { personId: c.holder, division: VILLAGE, code: 'death', reason: '收到死亡报告，待核实' });
    });
    expect(await desk.lineOf(id, c)).toMatchObject({ stateZh: '暂停' });
    await db.context.write(everywhere, async (tx) => {
      accepted(await recordDeath(tx, { personId: c.holder, diedOn: '2026-04-05', source: '殡仪馆' }));
      await endAtDeath(tx, c.holder, '2026-04-05');
    });
    expect(await desk.lineOf(id, c)).toMatchObject({ stateZh: '待发', amountFen: 1040_00 });
    accepted(await step(db, id, 'startCheck'));
    const held = await desk.lineOf(id, c);
    expect(held).toMatchObject({ stateZh: '暂停', holdReason: '领款人已死亡，请登记由谁领取' });
    await nameHeir(held.id);
    expect(await desk.view(id)).toMatchObject({ lineCount: 3, sumFen: 3120_00 });
    desk.on('2026-04-20');
    const may = await freeze(db.context, '2026-05', programme);
    expect((await desk.lines(may.id)).map((l) => l.personId)).not.toContain(c.holder);
  });

  test('独居老人9月14日去世后才公布8月起的新标准：8月、9月的差额照发，发给登记的领取人；10月起没有', async () => {
    const programme = desk.newProgramme();
    desk.on('2026-07-20');
    const home = await family(db.context, {
      programme,
      exclusiveGroups: [programme],
      names: ['独居老人'],
      amountFen: 865_00,
      fromMonth: '2026-08',
    });
    for (const [month, day] of [
      ['2026-08', '2026-07-20'],
      ['2026-09', '2026-08-20'],
    ] as const) {
      desk.on(day);
      await desk.payOut((await freeze(db.context, month, programme)).id);
    }
    desk.on('2026-09-24');
    await db.context.write(everywhere, async (tx) => {
      accepted(await recordDeath(tx, { personId: home.holder, diedOn: '2026-09-14', source: '殡仪馆' }));
      await endAtDeath(tx, home.holder, '2026-09-14');
    });
    desk.on('2026-10-15');
    const raised = {
      entitlementId: home.id,
      division: VILLAGE,
      personId: home.holder,
      fromMonth: '2026-08',
      amountFen: 889_00,
      decisionId: newId(),
      parameterIds: [],
      factsOf: newId(),
      lastShare: null,
    } as const;
    await db.context.write(everywhere, (tx) => reviseByStandard(tx, [raised], { reason: '调标：测试', division: COUNTY }));
    const [proposal] = await desk.proposals(home.id);
    expect(proposal).toMatchObject({ direction: 'back-pay', amountFen: 48_00 });
    accepted(await desk.decide([proposal!.id], 'confirm'));
    desk.on('2026-10-20');
    const november = await freeze(db.context, '2026-11', programme);
    const lines = async () => (await desk.lines(november.id)).map((l) => [l.kindZh, l.stateZh, l.amountFen]);
    expect(await lines()).toEqual([['补差', '暂停', 48_00]]);
    await nameHeir((await desk.lines(november.id))[0]!.id);
    expect(await lines()).toEqual([['补差', '待发', 48_00]]);
  });
});
