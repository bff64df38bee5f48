import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { accepted, residentActor } from '../resident/fixtures.ts';
import { personFile } from '../resident/server.ts';
import { fileHash } from './bank-format/files.ts';
import { templateOf } from './bank-format/formats.ts';
import { accountNumber, COUNTY, carryTo, clerk, paymentDesk, reviewer, sentence, staff, step } from './fixtures.ts';
import {
  correctAccount,
  downloadBankFile,
  figureLines,
  figures,
  lastPaidMonth,
  paymentsOfPerson,
  simulateBank,
} from './server.ts';

let db: Awaited<ReturnType<typeof freshContext>>;
let desk: ReturnType<typeof paymentDesk>;
beforeAll(async () => {
  db = await freshContext({ start: '2026-03-23' });
  desk = paymentDesk(db);
});
afterAll(() => db.drop());

describe('W15：退票、更正、补发', () => {
  test('三笔1740+340+1040=3120，成功2780，退回340（户名不符），对账；更正后补发一笔340；再次重发、重复导入都不起作用', async () => {
    const { programme, a, b, id } = await desk.w15();
    expect(await desk.view(id)).toMatchObject({
      state: 'draft',
      lineCount: 3,
      sumFen: 3120_00,
      payOn: '2026-04-10',
      dueOn: '2026-04-02',
    });
    await carryTo(db, id, 'sent');
    const file = await desk.bankFile(id);
    const returnedLine = (await desk.lineOf(id, b)).id;
    const content = simulateBank(file, { returns: { [returnedLine]: 'R01' } });
    desk.on('2026-04-13');
    expect(accepted(await desk.importFile(id, content))).toMatchObject({
      state: 'partly-paid',
      paid: { count: 2, sumFen: 2780_00 },
      returned: { count: 1, sumFen: 340_00 },
      already: false,
    });
    expect(await desk.lineOf(id, b)).toMatchObject({ stateZh: '退票', returnReason: '户名不符', paidOn: null });
    expect(await desk.lineOf(id, a)).toMatchObject({ stateZh: '成功', paidOn: '2026-04-10' });

    const wrong = await step(db, id, 'reconcile', { input: { statedFen: 3120_00 } });
    expect(sentence(wrong)).toBe('账户实际支出3,120.00元与银行成功金额2,780.00元不符，不能对账。');
    accepted(await step(db, id, 'reconcile', { input: { statedFen: 2780_00 } }));
    expect((await desk.view(id)).stateZh).toBe('已对账');

    const tooEarly = await desk.supplement(programme, '2026-04', [returnedLine]);
    expect(sentence(tooEarly)).toBe('该笔款项现在是“退票”，不能重发。');
    accepted(
      await db.context.write(township2, (tx) =>
        correctAccount(tx, { lineId: returnedLine, bank: '通城农商银行', number: accountNumber(), holder: '王五' }),
      ),
    );
    const second = accepted(await desk.supplement(programme, '2026-04'));
    expect(second).toMatchObject({ written: 1, held: 0 });
    expect(await desk.view(second.id)).toMatchObject({
      kind: 'supplementary',
      seq: 2,
      lineCount: 1,
      sumFen: 340_00,
      payOn: '2026-04-20',
    });
    const underway = await desk.supplement(programme, '2026-04', [returnedLine]);
    expect(sentence(underway)).toBe('该笔款项正在重发（待发），不能再次发放。');
    await desk.payOut(second.id);
    expect(await desk.view(second.id)).toMatchObject({ state: 'all-paid', paid: { count: 1, sumFen: 340_00 } });

    const again = await desk.supplement(programme, '2026-04', [returnedLine]);
    expect(sentence(again)).toBe('该笔款项已重发成功，不能再次发放。');
    expect(sentence(await desk.supplement(programme, '2026-04'))).toBe('没有可以发放的款项。');

    const before = await desk.lines(id);
    expect(accepted(await desk.importFile(id, content))).toMatchObject({
      already: true,
      paid: { count: 2 },
      returned: { count: 1 },
    });
    expect(await desk.lines(id)).toEqual(before);
    expect(
      await desk.count('select count(*)::int from domain_event where type = $1 and payload ->> $2 = $3', [
        'benefit.paid',
        'programme',
        programme,
      ]),
    ).toBe(3);
    expect(
      await desk.count('select count(*)::int from domain_event where type = $1 and payload ->> $2 = $3', [
        'benefit.returned',
        'programme',
        programme,
      ]),
    ).toBe(1);
    expect(
      (await db.owner.query('select body from message where to_person_id = $1 order by id', [b.holder])).rows.map((r) => r.body),
    ).toEqual([
      '2026年4月补助金退回，原因：户名不符，请更正账户。',
      expect.stringMatching(/^2026年4月补助金340\.00元已发放至尾号\d{4}账户。$/),
    ]);
    expect(
      await desk.count(
        "select count(*)::int from message where to_performer in ('village-worker', 'finance-clerk') and template = 'benefit.returned.task' and body like $1",
        ['王五%'],
      ),
    ).toBe(2);

    const paid = await db.context.read(clerk, (tx) =>
      figures(tx, { from: '2026-04', to: '2026-04', division: COUNTY, programme }),
    );
    expect(paid.rows).toEqual([
      { county: COUNTY, countyName: '通城县', month: '2026-04', persons: 6, households: 3, sumFen: 3120_00, averageFen: 520_00 },
    ]);
    // Who names no month gets the last one that has been paid, not the one that runs now.
    expect(
      await db.context.read(clerk, (tx) =>
        Promise.all([COUNTY, '421223000000'].map((division) => lastPaidMonth(tx, { division, programme }))),
      ),
    ).toEqual(['2026-04', null]);
    const opened = await db.context.write(clerk, (tx) => figureLines(tx, { month: '2026-04', division: COUNTY, programme }));
    expect(opened.items.reduce((s, l) => s + l.amountFen, 0)).toBe(3120_00);
    expect(
      (await db.context.read(residentActor(b.holder), (tx) => paymentsOfPerson(tx, b.holder))).items.map((p) => [
        p.kindZh,
        p.stateZh,
        p.amountFen,
      ]),
    ).toEqual([
      ['重发', '成功', 340_00],
      ['当月', '已重发', 340_00],
    ]);
    const sections = accepted(await db.context.write(clerk, (tx) => personFile(tx, b.holder))).sections;
    expect(sections.map((s) => s.zh)).toEqual(expect.arrayContaining(['享受待遇', '发放记录']));
  });

  const township2 = staff('421222101000', 'township-clerk', null, '乡镇庚');

  test('重发的一笔又被退回：从那一笔再更正、再重发，原来的一笔不能再动', async () => {
    const { programme, b, id } = await desk.w15();
    const first = (await desk.lineOf(id, b)).id;
    await desk.payOut(id, { returns: { [first]: 'R02' } });
    const fix = (lineId: string) =>
      db.context.write(clerk, (tx) =>
        correctAccount(tx, { lineId, bank: '通城农商银行', number: accountNumber(), holder: '王五' }),
      );
    accepted(await fix(first));
    const second = accepted(await desk.supplement(programme, '2026-04'));
    const reissue = (await desk.lineOf(second.id, b)).id;
    await desk.payOut(second.id, { returns: 1 });
    expect(sentence(await fix(first))).toBe('该笔款项现在是“已重发”，不能更正账户。');
    accepted(await fix(reissue));
    const third = accepted(await desk.supplement(programme, '2026-04'));
    await desk.payOut(third.id);
    expect((await db.context.read(clerk, (tx) => paymentsOfPerson(tx, b.holder))).items.map((p) => p.stateZh).sort()).toEqual(
      ['已重发', '已重发', '成功'].sort(),
    );
  });
});

describe('回盘文件：整份相信或整份拒绝', () => {
  test('导入到一半断电：一笔也没有登记、没有通知，重来一次全部登记', async () => {
    const { id, programme } = await desk.w15();
    await carryTo(db, id, 'sent');
    const content = simulateBank(await desk.bankFile(id), { returns: 1 });
    await db.owner.query(`create function cut() returns trigger language plpgsql as $$ begin raise exception 'power cut'; end $$;
      create trigger cut before insert on domain_event for each row when (new.type = 'benefit.returned') execute function cut()`);
    await expect(desk.importFile(id, content)).rejects.toThrow('power cut');
    await db.owner.query('drop trigger cut on domain_event; drop function cut()');
    expect((await desk.lines(id)).map((l) => l.state)).toEqual(['sent', 'sent', 'sent']);
    expect(await desk.count('select count(*)::int from domain_event where payload ->> $1 = $2', ['programme', programme])).toBe(
      0,
    );
    expect(accepted(await desk.importFile(id, content))).toMatchObject({
      already: false,
      paid: { count: 2 },
      returned: { count: 1 },
    });
  });

  test('两人同时导入同一文件：只记一次', async () => {
    const { id, programme } = await desk.w15();
    await carryTo(db, id, 'sent');
    const content = simulateBank(await desk.bankFile(id), {});
    const both = await Promise.all([
      desk.importFile(id, content),
      desk.importFile(id, content, { actor: { ...clerk, id: 'user-另一人' } }),
    ]);
    expect(both.map((r) => accepted(r).already).sort()).toEqual([false, true]);
    expect(
      await desk.count('select count(*)::int from domain_event where type = $1 and payload ->> $2 = $3', [
        'benefit.paid',
        'programme',
        programme,
      ]),
    ).toBe(3);
  });

  test('送银行文件只有财务经办能下载；内容每次相同；每个人都查得到这次导出', async () => {
    const { id, a } = await desk.w15();
    expect((await desk.view(id)).bankFiles).toEqual([]);
    await carryTo(db, id, 'sent');
    const file = await desk.bankFile(id);
    expect(await desk.bankFile(id)).toEqual(file);
    expect(file.toString().split('\n')[0]).toMatch(
      /^H\|MZDF1\|[0-9a-f-]{36}\|test-\d+\|421222000000\|2026-04\|3\|3120\.00\|2026-04-10$/,
    );
    const [sent] = (await desk.view(id)).bankFiles;
    expect(fileHash(templateOf('mzdf1'), file)).toBe(sent!.hash);
    expect(await db.context.write(reviewer, (tx) => downloadBankFile(tx, sent!.id))).toMatchObject({ code: 'NOT_PERMITTED' });
    expect(
      await desk.count(
        "select count(*)::int from audit_log where action = 'bank-file.exported' and subject_id = $1 and person_ids @> array[$2]::uuid[]",
        [id, a.holder],
      ),
    ).toBe(2);
  });
});
