import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { identifier, sql } from '../../database/sql.ts';
import { type Actor, publicActor } from '../access/index.ts';
import { newId } from '../context/server.ts';
import { accepted, residentActor } from '../resident/fixtures.ts';
import { personFile, reportDeath } from '../resident/server.ts';
import { explain } from '../result/index.ts';
import type { YearMonth } from '../schema/index.ts';
import { fileHash } from './bank-format.ts';
import {
  accountNumber,
  COUNTY,
  carryTo,
  clerk,
  everywhere,
  type Family,
  family,
  freeze,
  OTHER_VILLAGE,
  otherTownship,
  reviewer,
  schedule,
  staff,
  step,
  TOWN,
  township,
  treasury,
  VILLAGE,
} from './fixtures.ts';
import {
  type BatchId,
  batches,
  batchLines,
  batchView,
  correctAccount,
  defineHoldCheck,
  downloadBankFile,
  endAtDeath,
  endEntitlement,
  entitlementsOfHousehold,
  figureLines,
  figures,
  freezeBatch,
  grantEntitlement,
  holdPerson,
  importBankResult,
  overpaidOf,
  paymentsOfPerson,
  recordPayoutAccount,
  releaseHold,
  reviseEntitlement,
  type SimulatedBank,
  simulateBank,
  supplementaryBatch,
} from './server.ts';

let db: Awaited<ReturnType<typeof freshContext>>;
beforeAll(async () => {
  db = await freshContext({ start: '2026-03-23' });
});
afterAll(() => db.drop());

/** A programme of its own keeps the batches of one test apart from those of another. */
let programmes = 0;
const newProgramme = (): string => `test-${++programmes}`;
const on = (day: string) => db.clock.set(day);

const view = async (id: BatchId, actor: Actor = clerk) => accepted(await db.context.read(actor, (tx) => batchView(tx, id)));
const lines = async (id: BatchId, actor: Actor = clerk) => (await db.context.write(actor, (tx) => batchLines(tx, id))).items;
const lineOf = async (id: BatchId, person: Family) => (await lines(id)).find((l) => l.personId === person.holder)!;
const bankFile = async (id: BatchId) => accepted(await db.context.write(clerk, (tx) => downloadBankFile(tx, id))).text;
const importFile = (batchId: BatchId, content: string, actor: Actor = clerk) =>
  importBankResult(db.context, actor, { batchId, content, requestId: newId() });
async function payOut(id: BatchId, bank: SimulatedBank = {}): Promise<string> {
  await carryTo(db, id, 'sent');
  const content = simulateBank(await bankFile(id), bank);
  accepted(await importFile(id, content));
  return content;
}
const supplement = (programme: string, month: YearMonth, lineIds?: string[]) =>
  supplementaryBatch(db.context, clerk, {
    programme,
    county: COUNTY,
    month,
    requestId: newId(),
    schedule,
    ...(lineIds ? { lineIds } : {}),
  });
const sentence = (result: { ok: boolean }) => (result.ok ? '' : explain(result as never).message);
const count = async (text: string, values: unknown[]): Promise<number> => (await db.owner.query(text, values)).rows[0].count;

/** The W15 batch: 1,740 + 340 + 1,040, two townships. */
async function w15() {
  on('2026-03-23');
  const programme = newProgramme();
  const group = { programme, exclusiveGroup: programme, fromMonth: '2026-04' as const };
  const a = await family(db.context, { ...group, names: ['张三', '李四', '张小华'], amountFen: 1740_00 });
  const b = await family(db.context, { ...group, names: ['王五', '赵六'], amountFen: 340_00, village: OTHER_VILLAGE });
  const c = await family(db.context, { ...group, names: ['钱七'], amountFen: 1040_00 });
  const { id } = await freeze(db.context, '2026-04', programme);
  return { programme, a, b, c, id };
}

describe('W15：退票、更正、补发', () => {
  test('三笔1740+340+1040=3120，成功2780，退回340（户名不符），对账；更正后补发一笔340；再次重发、重复导入都不起作用', async () => {
    const { programme, a, b, id } = await w15();
    expect(await view(id)).toMatchObject({
      state: 'draft',
      lineCount: 3,
      sumFen: 3120_00,
      payOn: '2026-04-10',
      dueOn: '2026-04-02',
    });
    await carryTo(db, id, 'sent');
    const file = await bankFile(id);
    const returnedLine = (await lineOf(id, b)).id;
    const content = simulateBank(file, { returns: { [returnedLine]: 'R01' } });
    on('2026-04-13');
    expect(accepted(await importFile(id, content))).toMatchObject({
      state: 'partly-paid',
      paid: { count: 2, sumFen: 2780_00 },
      returned: { count: 1, sumFen: 340_00 },
      already: false,
    });
    expect(await lineOf(id, b)).toMatchObject({ stateZh: '退票', returnReason: '户名不符', paidOn: null });
    expect(await lineOf(id, a)).toMatchObject({ stateZh: '成功', paidOn: '2026-04-10' });

    const wrong = await step(db, id, 'reconcile', { input: { statedFen: 3120_00 } });
    expect(sentence(wrong)).toBe('账户实际支出3,120.00元与银行成功金额2,780.00元不符，不能对账。');
    accepted(await step(db, id, 'reconcile', { input: { statedFen: 2780_00 } }));
    expect((await view(id)).stateZh).toBe('已对账');

    const tooEarly = await supplement(programme, '2026-04', [returnedLine]);
    expect(sentence(tooEarly)).toBe('该笔款项现在是“退票”，不能重发。');
    accepted(
      await db.context.write(township2, (tx) =>
        correctAccount(tx, { lineId: returnedLine, bank: '通城农商银行', number: accountNumber(), holder: '王五' }),
      ),
    );
    const second = accepted(await supplement(programme, '2026-04'));
    expect(second).toMatchObject({ written: 1, held: 0 });
    expect(await view(second.id)).toMatchObject({
      kind: 'supplementary',
      seq: 2,
      lineCount: 1,
      sumFen: 340_00,
      payOn: '2026-04-20',
    });
    const underway = await supplement(programme, '2026-04', [returnedLine]);
    expect(sentence(underway)).toBe('该笔款项正在重发（待发），不能再次发放。');
    await payOut(second.id);
    expect(await view(second.id)).toMatchObject({ state: 'all-paid', paid: { count: 1, sumFen: 340_00 } });

    const again = await supplement(programme, '2026-04', [returnedLine]);
    expect(sentence(again)).toBe('该笔款项已重发成功，不能再次发放。');
    expect(sentence(await supplement(programme, '2026-04'))).toBe('没有可以发放的款项。');

    const before = await lines(id);
    expect(accepted(await importFile(id, content))).toMatchObject({ already: true, paid: { count: 2 }, returned: { count: 1 } });
    expect(await lines(id)).toEqual(before);
    expect(
      await count('select count(*)::int from domain_event where type = $1 and payload ->> $2 = $3', [
        'benefit.paid',
        'programme',
        programme,
      ]),
    ).toBe(3);
    expect(
      await count('select count(*)::int from domain_event where type = $1 and payload ->> $2 = $3', [
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
      await count(
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
    const { programme, b, id } = await w15();
    const first = (await lineOf(id, b)).id;
    await payOut(id, { returns: { [first]: 'R02' } });
    const fix = (lineId: string) =>
      db.context.write(clerk, (tx) =>
        correctAccount(tx, { lineId, bank: '通城农商银行', number: accountNumber(), holder: '王五' }),
      );
    accepted(await fix(first));
    const second = accepted(await supplement(programme, '2026-04'));
    const reissue = (await lineOf(second.id, b)).id;
    await payOut(second.id, { returns: 1 });
    expect(sentence(await fix(first))).toBe('该笔款项现在是“已重发”，不能更正账户。');
    accepted(await fix(reissue));
    const third = accepted(await supplement(programme, '2026-04'));
    await payOut(third.id);
    expect((await db.context.read(clerk, (tx) => paymentsOfPerson(tx, b.holder))).items.map((p) => p.stateZh).sort()).toEqual(
      ['已重发', '已重发', '成功'].sort(),
    );
  });
});

describe('回盘文件：整份相信或整份拒绝', () => {
  test('改金额、改结果、截断、重复行、陌生行、别批的文件：各有一句话，一笔也没有导入', async () => {
    const { id, a } = await w15();
    const other = await w15();
    await carryTo(db, id, 'sent');
    await carryTo(db, other.id, 'sent');
    const good = simulateBank(await bankFile(id), {});
    const rows = good.split('\n');
    const broken: [string, string][] = [
      [good.replace('|1740.00|S', '|1840.00|S'), '成功金额与明细不符'],
      [good.replace('|S||', '|F|R01|户名不符'), '成功笔数与明细不符'],
      [rows.slice(0, 3).join('\n'), '没有文件尾，文件可能不完整'],
      [good.replace(/D\|2\|[^|]+/, `D|2|${rows[1]!.split('|')[2]}`), '这一笔在文件中重复出现'],
      [good.replace('2026-04-10', '2026-04-11'), '校验码不符，文件可能被改动'],
      ['姓名,金额\n张三,1', '不是回盘文件的文件头'],
    ];
    for (const [content, problem] of broken) expect(sentence(await importFile(id, content))).toContain(problem);
    expect(sentence(await importFile(id, simulateBank(await bankFile(other.id), {})))).toBe('回盘文件不属于这一批，没有导入。');
    // The bank's own mistakes, with a right check sum.
    const asIf = (change: (text: string) => string) => {
      const [head, ...rest] = change(good.replace(/T\|.*\n$/, ''))
        .split('\n')
        .slice(0, -1);
      const details = rest.map((r) => r.split('|'));
      const sum = details.reduce((s, d) => s + Number(d[3]!.replace('.', '')), 0);
      const body = [head, ...rest, ''].join('\n');
      return `${body}T|${details.length}|${(sum / 100).toFixed(2)}|0|0.00|${fileHash(body)}\n`;
    };
    expect(
      sentence(
        await importFile(
          id,
          asIf((t) => t.replace('1740.00', '1840.00')),
        ),
      ),
    ).toContain('金额应为1,740.00元，文件中为1,840.00元');
    expect(
      sentence(
        await importFile(
          id,
          asIf((t) => t.replace(/D\|1\|[^|]+/, `D|1|${newId()}`)),
        ),
      ),
    ).toContain('这一笔不在本批次中');
    expect(
      sentence(
        await importFile(
          id,
          asIf((t) => t.replace(/D\|3\|.*\n/, '')),
        ),
      ),
    ).toContain('应有3笔，只有2笔');
    expect((await lines(id)).map((l) => l.state)).toEqual(['sent', 'sent', 'sent']);

    expect(accepted(await importFile(id, good.replaceAll('\n', '\r\n')))).toMatchObject({ state: 'all-paid' });
    expect(sentence(await importFile(id, simulateBank(await bankFile(id), { returns: 1 })))).toBe(
      '这一批已导入过另一份回盘文件，不能再导入。',
    );
    expect((await lineOf(id, a)).stateZh).toBe('成功');
  });

  test('导入到一半断电：一笔也没有登记、没有通知，重来一次全部登记', async () => {
    const { id, programme } = await w15();
    await carryTo(db, id, 'sent');
    const content = simulateBank(await bankFile(id), { returns: 1 });
    await db.owner.query(`create function cut() returns trigger language plpgsql as $$ begin raise exception 'power cut'; end $$;
      create trigger cut before insert on domain_event for each row when (new.type = 'benefit.returned') execute function cut()`);
    await expect(importFile(id, content)).rejects.toThrow('power cut');
    await db.owner.query('drop trigger cut on domain_event; drop function cut()');
    expect((await lines(id)).map((l) => l.state)).toEqual(['sent', 'sent', 'sent']);
    expect(await count('select count(*)::int from domain_event where payload ->> $1 = $2', ['programme', programme])).toBe(0);
    expect(accepted(await importFile(id, content))).toMatchObject({ already: false, paid: { count: 2 }, returned: { count: 1 } });
  });

  test('两人同时导入同一文件：只记一次', async () => {
    const { id, programme } = await w15();
    await carryTo(db, id, 'sent');
    const content = simulateBank(await bankFile(id), {});
    const both = await Promise.all([importFile(id, content), importFile(id, content, { ...clerk, id: 'user-另一人' })]);
    expect(both.map((r) => accepted(r).already).sort()).toEqual([false, true]);
    expect(
      await count('select count(*)::int from domain_event where type = $1 and payload ->> $2 = $3', [
        'benefit.paid',
        'programme',
        programme,
      ]),
    ).toBe(3);
  });

  test('送银行文件只有财务经办能下载；内容每次相同；每个人都查得到这次导出', async () => {
    const { id, a } = await w15();
    expect(await db.context.write(clerk, (tx) => downloadBankFile(tx, id))).toMatchObject({ code: 'BANK_FILE_NOT_READY' });
    await carryTo(db, id, 'sent');
    const file = await bankFile(id);
    expect(await bankFile(id)).toBe(file);
    expect(file.split('\n')[0]).toMatch(/^H\|MZDF1\|[0-9a-f-]{36}\|test-\d+\|421222000000\|2026-04\|3\|3120\.00\|2026-04-10$/);
    expect(fileHash(file)).toBe((await view(id)).bankFile!.hash);
    expect(await db.context.write(reviewer, (tx) => downloadBankFile(tx, id))).toMatchObject({ code: 'NOT_PERMITTED' });
    expect(
      await count(
        "select count(*)::int from audit_log where action = 'bank-file.exported' and subject_id = $1 and person_ids @> array[$2]::uuid[]",
        [id, a.holder],
      ),
    ).toBe(2);
  });
});

describe('同一待遇同一月份只发一次', () => {
  test('平台例11：同一名单两次生成，第一次1200笔，第二次写入0笔、冲突1200笔、标记重复', async () => {
    const programme = newProgramme();
    const one = await family(db.context, {
      programme,
      exclusiveGroup: programme,
      names: ['吴一'],
      amountFen: 100_00,
      fromMonth: '2026-07',
    });
    await db.owner.query(
      `with p as (insert into person (id, division, registered_division, name, name_pinyin, name_initials, sex, birth_date, ethnicity, id_kind, id_number, id_digest, digest_key, created_at, created_by)
         select gen_random_uuid(), division, registered_division, '吴' || i, 'wu', 'w', sex, birth_date, ethnicity, id_kind, id_number, decode(md5(i::text), 'hex'), digest_key, created_at, created_by
         from person, generate_series(2, 1200) i where id = $2 returning id),
       e as (insert into entitlement (id, programme, exclusive_group, household_id, person_id, division, from_month, created_at, created_by)
         select gen_random_uuid(), o.programme, o.exclusive_group, o.household_id, p.id, o.division, o.from_month, o.created_at, o.created_by from p, entitlement o where o.id = $1 returning id, person_id),
       v as (insert into entitlement_version (id, entitlement_id, no, from_month, amount_fen, breakdown, parameter_ids, reason, division, person_id, known_since, recorded_by)
         select gen_random_uuid(), e.id, 1, '2026-07', 10000, '[]', '{}', '确认', $3, e.person_id, now(), 'test' from e)
       insert into payout_account (id, person_id, division, bank, holder, account, account_digest, digest_key, last4, valid_from, recorded_at, recorded_by)
         select gen_random_uuid(), e.person_id, a.division, a.bank, a.holder, a.account, a.account_digest, a.digest_key, a.last4, a.valid_from, a.recorded_at, a.recorded_by from e, payout_account a where a.person_id = $2`,
      [one.id, one.holder, VILLAGE],
    );
    on('2026-06-22');
    const first = await freeze(db.context, '2026-07', programme);
    expect(first).toMatchObject({ written: 1200, conflicts: 0, repeated: false });
    expect(await freeze(db.context, '2026-07', programme)).toEqual({
      id: first.id,
      written: 0,
      conflicts: 1200,
      repeated: true,
      held: 0,
    });
    expect(await view(first.id)).toMatchObject({ lineCount: 1200, sumFen: 120_000_00 });
  });

  test('两人同时生成同一月：一批，另一次写入0笔；同一请求再送，答案相同', async () => {
    const programme = newProgramme();
    await family(db.context, { programme, exclusiveGroup: programme, names: ['郑一'], amountFen: 500_00, fromMonth: '2026-04' });
    on('2026-03-23');
    const order = { programme, county: COUNTY, month: '2026-04' as const, requestId: newId(), schedule };
    const answers = await Promise.all([
      freezeBatch(db.context, clerk, order),
      freezeBatch(db.context, { ...clerk, id: 'user-另一人' }, { ...order, requestId: newId() }),
      freezeBatch(db.context, clerk, order),
    ]);
    const values = answers.map(accepted);
    expect(new Set(values.map((v) => v.id)).size).toBe(1);
    expect(values[2]).toEqual(values[0]);
    expect(await count('select count(*)::int from payment_line where programme = $1', [programme])).toBe(1);
    expect(await count('select count(*)::int from payment_batch where programme = $1', [programme])).toBe(1);
  });

  test('绕过程序直接写第二笔、写零元、写负数：数据库拒绝', async () => {
    const { id, a } = await w15();
    const copy = (column: string, value: string) =>
      db.owner.query(
        `insert into payment_line (id, batch_id, no, entitlement_id, version_id, programme, person_id, household_id, division, month, kind, amount_fen, account_id, account_digest, account_last4, state)
         select gen_random_uuid(), batch_id, no + 100, entitlement_id, version_id, programme, person_id, household_id, division, ${column === 'month' ? `'${value}'` : 'month'}, kind,
           ${column === 'amount_fen' ? value : 'amount_fen'}, account_id, account_digest, account_last4, state from payment_line where batch_id = $1 and person_id = $2`,
        [id, a.holder],
      );
    await expect(copy('none', '')).rejects.toThrow('payment_line_once');
    for (const amount of ['0', '-100']) {
      await expect(db.owner.query('update payment_line set amount_fen = $1 where batch_id = $2', [amount, id])).rejects.toThrow(
        'payment_line_amount',
      );
      await expect(copy('amount_fen', amount)).rejects.toThrow('payment_line_amount');
    }
    const refused = await db.context.write(everywhere, (tx) =>
      reviseEntitlement(tx, {
        id: a.id,
        fromMonth: '2026-04',
        amountFen: 0,
        breakdown: [],
        decisionId: null,
        parameterIds: [],
        reason: '减发',
      }),
    );
    expect(sentence(refused)).toBe('金额必须大于零。');
  });

  test('还不到上月20日：不能生成下月名单；别县的财务不能生成本县的', async () => {
    on('2026-03-19');
    const order = { programme: newProgramme(), county: COUNTY, month: '2026-04' as const, requestId: newId(), schedule };
    expect(sentence(await freezeBatch(db.context, clerk, order))).toBe('2026年4月的名单从2026-03-20起才能生成。');
    expect(await freezeBatch(db.context, staff('421223000000', 'county-clerk', 'finance-clerk', '邻县'), order)).toMatchObject({
      code: 'COUNTY_FOREIGN',
    });
    expect(await freezeBatch(db.context, reviewer, order)).toMatchObject({ code: 'NOT_PERMITTED' });
  });

  test('名单生成后才确认的家庭：补发批次补上当月，下月名单不再重复', async () => {
    const programme = newProgramme();
    const group = { programme, exclusiveGroup: programme, fromMonth: '2026-04' as const, amountFen: 300_00 };
    await family(db.context, { ...group, names: ['周一'] });
    on('2026-03-23');
    await freeze(db.context, '2026-04', programme);
    const late = await family(db.context, { ...group, names: ['周二'] });
    const extra = accepted(await supplement(programme, '2026-04'));
    expect((await lines(extra.id)).map((l) => [l.personId, l.month, l.kindZh])).toEqual([[late.holder, '2026-04', '当月']]);
    on('2026-04-20');
    const later = await family(db.context, { ...group, names: ['周三'] });
    const may = await freeze(db.context, '2026-05', programme);
    expect((await lines(may.id)).filter((l) => l.personId === later.holder).map((l) => l.month)).toEqual(['2026-04', '2026-05']);
    expect((await lines(may.id)).filter((l) => l.personId === late.holder).map((l) => l.month)).toEqual(['2026-05']);
  });
});

describe('互斥待遇', () => {
  const grant = (person: string, householdId: string, programme: string, fromMonth: YearMonth) =>
    db.context.once(everywhere, { action: 'grant', requestId: newId(), body: {} }, (tx) =>
      grantEntitlement(tx, {
        programme,
        exclusiveGroup: 'basic',
        householdId,
        personId: person,
        division: VILLAGE,
        memberIds: [person],
        fromMonth,
        amountFen: 100_00,
        breakdown: [],
        decisionId: null,
        parameterIds: [],
      }),
    );
  test('同一人同时被两处确认：一处成功，另一处得到说明；前一项终止后可以再确认', async () => {
    const seed = await family(db.context, {
      programme: newProgramme(),
      exclusiveGroup: 'seed',
      names: ['孙一'],
      amountFen: 100_00,
      fromMonth: '2026-04',
    });
    const [p, q] = [newProgramme(), newProgramme()];
    const both = await Promise.all([
      grant(seed.holder, seed.householdId, p, '2026-05'),
      grant(seed.holder, seed.householdId, q, '2026-05'),
    ]);
    expect(both.filter((r) => r.ok)).toHaveLength(1);
    const refused = both.find((r) => !r.ok)!;
    expect(sentence(refused)).toBe('孙一正在享受补助，同一时段不能重复享受。');
    const first = both.find((r) => r.ok)!;
    accepted(
      await db.context.write(everywhere, (tx) =>
        endEntitlement(tx, { id: accepted(first).id, lastMonth: '2026-06', reason: '收入超标' }),
      ),
    );
    expect(await grant(seed.holder, seed.householdId, q, '2026-06')).toMatchObject({ ok: false });
    expect(await grant(seed.holder, seed.householdId, q, '2026-07')).toMatchObject({ ok: true });
  });
});

describe('经办与复核', () => {
  test('各乡镇确认后才能复核；经办人不能复核；顺序不能跳；岗位不对有说明', async () => {
    const { id } = await w15();
    expect(sentence(await step(db, id, 'reviewCounty'))).toBe('批次现在是“草稿”，不能复核通过。');
    accepted(await step(db, id, 'startCheck'));
    expect(sentence(await step(db, id, 'confirmTownship', { actor: clerk }))).toBe(
      '确认本乡镇名单由乡镇经办人、乡镇审核人办理，您的岗位不能操作。',
    );
    expect((await view(id, township)).allowedActions.map((a) => a.zh)).toEqual(['确认本乡镇名单']);
    expect((await view(id, township)).townships.map((t) => t.township)).toEqual([TOWN]);
    expect((await lines(id, township)).map((l) => l.personName)).toEqual(expect.arrayContaining(['张三', '钱七']));
    expect(await lines(id, township)).toHaveLength(2);
    accepted(await step(db, id, 'confirmTownship', { actor: township }));
    expect((await view(id)).state).toBe('checking');
    expect(sentence(await step(db, id, 'confirmTownship', { actor: township }))).toContain('已经确认过名单');
    accepted(await step(db, id, 'confirmTownship', { actor: otherTownship }));
    expect((await view(id)).state).toBe('township-confirmed');
    expect(sentence(await step(db, id, 'reviewCounty'))).toBe('财务经办尚未提交复核。');
    accepted(await step(db, id, 'submitReview'));
    const samePerson: Actor = { ...reviewer, id: clerk.id };
    expect(sentence(await step(db, id, 'reviewCounty', { actor: samePerson }))).toBe('经办人与复核人不得为同一人。');
    expect((await view(id, samePerson)).allowedActions.map((a) => a.action)).toEqual(['returnToTownships']);
    await expect(db.owner.query('update payment_batch set reviewed_by = prepared_by where id = $1', [id])).rejects.toThrow(
      'payment_batch_two_persons',
    );
    await expect(db.owner.query("update payment_batch set state = 'treasury-approved' where id = $1", [id])).rejects.toThrow(
      'payment_batch_steps',
    );
    accepted(await step(db, id, 'reviewCounty'));
    accepted(await step(db, id, 'returnToTownships', { actor: treasury, input: { reason: '资金来源有误，请重新确认' } }));
    expect((await view(id)).townships.map((t) => t.confirmedAt)).toEqual([null, null]);
    await carryTo(db, id, 'sent');
    expect((await view(id)).events.map((e) => e.actionZh)).toEqual([
      '生成名单',
      '开始核对',
      '确认本乡镇名单',
      '确认本乡镇名单',
      '提交复核',
      '复核通过',
      '退回重新确认',
      '确认本乡镇名单',
      '确认本乡镇名单',
      '提交复核',
      '复核通过',
      '审核同意拨款',
      '送银行',
    ]);
  });

  test('两位复核人同时通过：一人成功，另一人被告知已不是这一步', async () => {
    const { id } = await w15();
    await carryTo(db, id, 'township-confirmed');
    accepted(await step(db, id, 'submitReview'));
    const both = await Promise.all([
      step(db, id, 'reviewCounty'),
      step(db, id, 'reviewCounty', { actor: { ...reviewer, id: 'user-另一复核' } }),
    ]);
    expect(both.filter((r) => r.ok)).toHaveLength(1);
    expect(['BATCH_NOT_NOW', 'VERSION_CONFLICT']).toContain((both.find((r) => !r.ok) as { code: string }).code);
  });

  test('两个乡镇同时确认：都算数，批次进到“乡镇已确认”', async () => {
    const { id } = await w15();
    accepted(await step(db, id, 'startCheck'));
    const confirm = async (actor: Actor) => {
      const first = await step(db, id, 'confirmTownship', { actor });
      return first.ok || first.code !== 'VERSION_CONFLICT' ? first : step(db, id, 'confirmTownship', { actor });
    };
    (await Promise.all([confirm(township), confirm(otherTownship)])).map(accepted);
    expect((await view(id)).state).toBe('township-confirmed');
  });

  test('明细被改动而合计没变：拒绝提交', async () => {
    const { id, a } = await w15();
    await carryTo(db, id, 'county-reviewed');
    await db.owner.query('update payment_line set amount_fen = amount_fen + 1 where batch_id = $1 and person_id = $2', [
      id,
      a.holder,
    ]);
    expect(sentence(await step(db, id, 'approveTreasury', { actor: treasury }))).toBe('批次合计与明细不符，已拒绝提交。');
  });

  test('送银行时中途断电：什么也没有发生，重来一次即可', async () => {
    const { id } = await w15();
    await carryTo(db, id, 'treasury-approved');
    await db.owner.query(`create function cut() returns trigger language plpgsql as $$ begin raise exception 'power cut'; end $$;
      create trigger cut before insert on bank_file for each row execute function cut()`);
    await expect(step(db, id, 'sendToBank')).rejects.toThrow('power cut');
    await db.owner.query('drop trigger cut on bank_file; drop function cut()');
    expect(await view(id)).toMatchObject({ state: 'treasury-approved', bankFile: null });
    expect((await lines(id)).every((l) => l.state === 'pending')).toBe(true);
    accepted(await step(db, id, 'sendToBank'));
    expect((await view(id)).state).toBe('sent');
  });

  test('谁能看见：居民、村、系统管理员看不到批次；邻县看不到；乡镇只看到自己的', async () => {
    const { id, b } = await w15();
    const sees = (actor: Actor) => db.context.read(actor, (tx) => batchView(tx, id)).then((r) => r.ok);
    expect(await sees(residentActor(b.holder))).toBe(false);
    expect(await sees(staff(VILLAGE, 'village-worker', null, '村干部'))).toBe(false);
    expect(await sees(staff('421200000000', 'sys-admin', null, '管理员'))).toBe(false);
    expect(await sees(staff('421223000000', 'county-clerk', 'finance-clerk', '邻县'))).toBe(false);
    expect(await sees(staff('421222102000', 'township-clerk', null, '别的乡镇'))).toBe(false);
    expect(await sees(staff('421200000000', 'city-leader', null, '市领导'))).toBe(true);
    const astray = staff(TOWN, 'county-clerk', 'finance-clerk', '挂错地区的财务');
    expect(await step(db, id, 'startCheck', { actor: astray })).toMatchObject({ code: 'COUNTY_FOREIGN' });
    expect((await db.context.read(publicActor, (tx) => batches(tx, {}))).items).toEqual([]);
    expect(
      (await db.context.read(residentActor(b.members[1]!), (tx) => entitlementsOfHousehold(tx, b.householdId))).map(
        (e) => e.versions.length,
      ),
    ).toEqual([1]);
    expect(await db.context.read(residentActor(b.members[1]!), (tx) => paymentsOfPerson(tx, b.holder))).toEqual({
      items: [],
      next: null,
    });
  });
});

describe('暂停、死亡、变更', () => {
  test('没有登记账户的：暂停并写明原因，登记后自动恢复', async () => {
    const programme = newProgramme();
    const none = await family(db.context, {
      programme,
      exclusiveGroup: programme,
      names: ['冯一'],
      amountFen: 200_00,
      fromMonth: '2026-04',
      account: 'none',
    });
    on('2026-03-23');
    const { id, held } = await freeze(db.context, '2026-04', programme);
    expect(held).toBe(1);
    expect(await lineOf(id, none)).toMatchObject({ stateZh: '暂停', holdReason: '没有登记发放账户', last4: null });
    expect(await view(id)).toMatchObject({ lineCount: 0, sumFen: 0, held: { count: 1, sumFen: 200_00 } });
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
    expect(await view(id)).toMatchObject({ lineCount: 1, sumFen: 200_00, held: { count: 0 } });
    const invalid = await db.context.write(everywhere, (tx) =>
      recordPayoutAccount(tx, { personId: none.holder, division: VILLAGE, bank: '通城农商银行', number: '123', holder: '冯一' }),
    );
    expect(sentence(invalid)).toBe('银行账号应为12至19位数字。');
  });

  test('财政已审核后收到死亡报告：该笔暂停，合计重算，退回县级复核；撤回报告后恢复', async () => {
    const { id, b } = await w15();
    await carryTo(db, id, 'treasury-approved');
    const hash = (await view(id)).hash;
    await db.context.write(everywhere, (tx) =>
      holdPerson(tx, { personId: b.members[1]!, division: OTHER_VILLAGE, code: 'death', reason: '收到死亡报告，待核实' }),
    );
    const after = await view(id);
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
    expect(await view(id)).toMatchObject({ lineCount: 3, sumFen: 3120_00, hash });
  });

  test('复核后才报告死亡而没有事件送到：送银行前的核对发现，不送出；其余重新复核后送出；误报的在补发批次补上', async () => {
    const { programme, id, b } = await w15();
    await carryTo(db, id, 'treasury-approved');
    accepted(
      await db.context.write(everywhere, (tx) => reportDeath(tx, { personId: b.holder, diedOn: '2026-03-20', source: '村委会' })),
    );
    expect(accepted(await step(db, id, 'sendToBank'))).toMatchObject({ state: 'township-confirmed', held: 1 });
    expect(await view(id)).toMatchObject({ bankFile: null, lineCount: 2, sumFen: 2780_00 });
    accepted(await step(db, id, 'submitReview'));
    accepted(await step(db, id, 'reviewCounty'));
    await carryTo2(id);
    expect((await lineOf(id, b)).stateZh).toBe('暂停');
    expect(await bankFile(id)).not.toContain('王五');
    // The report was wrong: the person lives, the hold goes, the month is paid by the next batch.
    await db.owner.query("update person set life_state = 'alive' where id = $1", [b.holder]);
    await db.context.write(everywhere, async (tx) => {
      await holdPerson(tx, { personId: b.holder, division: OTHER_VILLAGE, code: 'death', reason: '收到死亡报告，待核实' });
      await releaseHold(tx, { personId: b.holder, code: 'death', reason: '误报' });
    });
    const extra = accepted(await supplement(programme, '2026-04'));
    expect((await lines(extra.id)).map((l) => [l.personName, l.amountFen])).toEqual([['王五', 340_00]]);
  });
  const carryTo2 = async (id: BatchId) => {
    accepted(await step(db, id, 'approveTreasury'));
    accepted(await step(db, id, 'sendToBank'));
  };

  test('别的业务域登记的检查也会暂停', async () => {
    const { programme, id, c } = await w15();
    defineHoldCheck({
      name: `custody-${programme}`,
      find: async (_tx, batchId) => (batchId === id ? [{ lineId: (await lineOf(id, c)).id, reason: '正在服刑' }] : []),
    });
    accepted(await step(db, id, 'startCheck'));
    expect(await lineOf(id, c)).toMatchObject({ stateZh: '暂停', holdReason: '正在服刑' });
    expect(await view(id)).toMatchObject({ lineCount: 2, sumFen: 2080_00 });
  });

  test('W8：5月20日奶奶去世，5月仍全额；7月3日才登记：6、7月多发1920元；8月按860元发', async () => {
    const programme = newProgramme();
    on('2026-04-20');
    const home = await family(db.context, {
      programme,
      exclusiveGroup: programme,
      names: ['女儿', '奶奶', '外孙'],
      amountFen: 1820_00,
      fromMonth: '2026-05',
    });
    for (const [month, day] of [
      ['2026-05', '2026-04-20'],
      ['2026-06', '2026-05-20'],
      ['2026-07', '2026-06-22'],
    ] as const) {
      on(day);
      await payOut((await freeze(db.context, month, programme)).id);
    }
    on('2026-07-03');
    const dead = home.members[1]!;
    const effect = await db.context.write(everywhere, (tx) => endAtDeath(tx, dead, '2026-05-20'));
    expect(effect).toEqual({ ended: [], toRecompute: [{ id: home.id, programme, fromMonth: '2026-06' }] });
    on('2026-07-20');
    const august = await freeze(db.context, '2026-08', programme);
    expect(await lineOf(august.id, home)).toMatchObject({
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
      await releaseHold(tx, { personId: dead, code: 'death', reason: '已重新核算' });
    });
    expect(await lineOf(august.id, home)).toMatchObject({ stateZh: '待发', amountFen: 860_00 });
    expect(await view(august.id)).toMatchObject({ lineCount: 1, sumFen: 860_00 });
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
    const programme = newProgramme();
    on('2026-01-20');
    const alone = await family(db.context, {
      programme,
      exclusiveGroup: programme,
      names: ['五保老人'],
      amountFen: 1385_00,
      fromMonth: '2026-02',
    });
    for (const [month, day] of [
      ['2026-02', '2026-01-20'],
      ['2026-03', '2026-02-24'],
    ] as const) {
      on(day);
      await payOut((await freeze(db.context, month, programme)).id);
    }
    on('2026-03-20');
    const april = await freeze(db.context, '2026-04', programme);
    on('2026-04-06');
    const effect = await db.context.write(everywhere, (tx) => endAtDeath(tx, alone.holder, '2026-02-11'));
    expect(effect.ended).toEqual([
      { id: alone.id, overpaid: [{ month: '2026-03', paidFen: 1385_00, dueFen: 0, overpaidFen: 1385_00 }] },
    ]);
    expect(await lineOf(april.id, alone)).toMatchObject({ stateZh: '终止' });
    expect(await view(april.id)).toMatchObject({ lineCount: 0, sumFen: 0 });
    on('2026-04-20');
    expect(
      await freezeBatch(db.context, clerk, { programme, county: COUNTY, month: '2026-05', requestId: newId(), schedule }),
    ).toMatchObject({ code: 'NOTHING_TO_PAY' });
  });

  test('W14：标准提高补发，1至4月每月差76元，随5月批次单列一笔304元，5月当月1740元；再生成不重复补', async () => {
    const programme = newProgramme();
    on('2025-12-22');
    const home = await family(db.context, {
      programme,
      exclusiveGroup: programme,
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
      on(day);
      await payOut((await freeze(db.context, month, programme)).id);
    }
    on('2026-04-20');
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
    const may = await freeze(db.context, '2026-05', programme);
    expect((await lines(may.id)).map((l) => [l.kindZh, l.amountFen]).sort()).toEqual([
      ['当月', 1740_00],
      ['补差', 304_00],
    ]);
    expect((await lines(may.id)).find((l) => l.kind === 'back-pay')!.covers).toEqual({
      '2026-01': 76_00,
      '2026-02': 76_00,
      '2026-03': 76_00,
      '2026-04': 76_00,
    });
    await payOut(may.id);
    on('2026-05-20');
    const june = await freeze(db.context, '2026-06', programme);
    expect((await lines(june.id)).map((l) => [l.kindZh, l.amountFen])).toEqual([['当月', 1740_00]]);
    expect(await db.context.read(everywhere, (tx) => overpaidOf(tx, home.id))).toEqual([]);
  });
});

test('没有范围的连接看不到一行', async () => {
  await w15();
  const tables = [
    'entitlement',
    'entitlement_member',
    'entitlement_version',
    'payout_account',
    'payment_batch',
    'payment_batch_township',
    'payment_batch_event',
    'payment_line',
    'payment_hold',
    'bank_file',
    'bank_result',
    'returned_payment',
  ];
  for (const table of tables) {
    const seen = await db.database.transaction({ lo: null, hi: null, personId: null }, 'read', (q) =>
      q.rows(sql`select 1 as seen from ${identifier(table)} limit 1`),
    );
    expect(seen, table).toEqual([]);
  }
});
