import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { newId } from '../context/server.ts';
import { accepted } from '../resident/fixtures.ts';
import {
  COUNTY,
  clerk,
  everywhere,
  family,
  freeze,
  OTHER_VILLAGE,
  paymentDesk,
  reviewer,
  schedule,
  sentence,
  staff,
  VILLAGE,
} from './fixtures.ts';
import { rangesOf } from './list-lines.ts';
import { freezeBatch, freezeDue, reviseEntitlement } from './server.ts';

let db: Awaited<ReturnType<typeof freshContext>>;
let desk: ReturnType<typeof paymentDesk>;
beforeAll(async () => {
  db = await freshContext({ start: '2026-03-23' });
  desk = paymentDesk(db);
});
afterAll(() => db.drop());

describe('同一待遇同一月份只发一次', () => {
  test('平台例11：同一名单两次生成，第一次1200笔，第二次写入0笔、冲突1200笔、标记重复', async () => {
    const programme = desk.newProgramme();
    const one = await family(db.context, {
      programme,
      exclusiveGroups: [programme],
      names: ['吴一'],
      amountFen: 100_00,
      fromMonth: '2026-07',
    });
    await db.owner.query(
      `with p as (insert into person (id, division, registered_division, name, name_pinyin, name_initials, sex, birth_date, ethnicity, id_kind, id_number, id_digest, digest_key, created_at, created_by)
         select gen_random_uuid(), division, registered_division, '吴' || i, 'wu', 'w', sex, birth_date, ethnicity, id_kind, id_number, decode(md5(i::text), 'hex'), digest_key, created_at, created_by
         from person, generate_series(2, 1200) i where id = $2 returning id),
       e as (insert into entitlement (id, programme, household_id, person_id, division, from_month, created_at, created_by)
         select gen_random_uuid(), o.programme, o.household_id, p.id, o.division, o.from_month, o.created_at, o.created_by from p, entitlement o where o.id = $1 returning id, person_id),
       v as (insert into entitlement_version (id, entitlement_id, no, from_month, amount_fen, breakdown, parameter_ids, reason, division, person_id, known_since, recorded_by)
         select gen_random_uuid(), e.id, 1, '2026-07', 10000, '[]', '{}', '确认', $3, e.person_id, now(), 'test' from e)
       insert into payout_account (id, person_id, division, bank, holder, account, account_digest, digest_key, last4, valid_from, recorded_at, recorded_by)
         select gen_random_uuid(), e.person_id, a.division, a.bank, a.holder, a.account, a.account_digest, a.digest_key, a.last4, a.valid_from, a.recorded_at, a.recorded_by from e, payout_account a where a.person_id = $2`,
      [one.id, one.holder, VILLAGE],
    );
    desk.on('2026-06-22');
    const first = await freeze(db.context, '2026-07', programme);
    expect(first).toMatchObject({ written: 1200, conflicts: 0, repeated: false });
    expect(await freeze(db.context, '2026-07', programme)).toEqual({
      id: first.id,
      written: 0,
      conflicts: 1200,
      repeated: true,
      held: 0,
    });
    expect(await desk.view(first.id)).toMatchObject({ lineCount: 1200, sumFen: 120_000_00 });
  });

  test('一个县的待遇太多时按乡镇分几次写：各段首尾相接、盖住全县，一个乡镇不拆开', async () => {
    const programme = desk.newProgramme();
    for (const [name, place] of [
      ['冯一', VILLAGE],
      ['冯二', VILLAGE],
      ['冯三', OTHER_VILLAGE],
    ] as const)
      await family(db.context, {
        programme,
        exclusiveGroups: [programme],
        names: [name],
        amountFen: 100_00,
        fromMonth: '2026-04',
        village: place,
      });
    const ranges = (most?: number) => db.context.read(clerk, (tx) => rangesOf(tx, { programme, county: COUNTY }, most));
    expect(await ranges()).toEqual([{ lo: '421222000000', hi: '421223000000' }]);
    expect(await ranges(2)).toEqual([
      { lo: '421222000000', hi: '421222101' },
      { lo: '421222101', hi: '421223000000' },
    ]);
    expect(await ranges(1)).toEqual(await ranges(2));
  });

  test('两人同时生成同一月：一批，另一次写入0笔；同一请求再送，答案相同', async () => {
    const programme = desk.newProgramme();
    await family(db.context, {
      programme,
      exclusiveGroups: [programme],
      names: ['郑一'],
      amountFen: 500_00,
      fromMonth: '2026-04',
    });
    desk.on('2026-03-23');
    const order = { programme, county: COUNTY, month: '2026-04' as const, requestId: newId(), schedule };
    const answers = await Promise.all([
      freezeBatch(db.context, clerk, order),
      freezeBatch(db.context, { ...clerk, id: 'user-另一人' }, { ...order, requestId: newId() }),
      freezeBatch(db.context, clerk, order),
    ]);
    const values = answers.map(accepted);
    expect(new Set(values.map((v) => v.id)).size).toBe(1);
    expect(values[2]).toEqual(values[0]);
    expect(await desk.count('select count(*)::int from payment_line where programme = $1', [programme])).toBe(1);
    expect(await desk.count('select count(*)::int from payment_batch where programme = $1', [programme])).toBe(1);
  });

  test('绕过程序直接写第二笔、写零元、写负数：数据库拒绝', async () => {
    const { id, a } = await desk.w15();
    const copy = (column: string, value: string) =>
      db.owner.query(
        `insert into payment_line (id, batch_id, no, entitlement_id, version_id, programme, person_id, household_id, division, month, kind, amount_fen, account_id, account_digest, account_last4, state)
         select gen_random_uuid(), batch_id, no + 100, entitlement_id, version_id, programme, person_id, household_id, division, ${column === 'month' ? `'${value}'` : 'month'}, kind,
           ${column === 'amount_fen' ? value : 'amount_fen'}, account_id, account_digest, account_last4, state from payment_line where batch_id = $1 and person_id = $2`,
        [id, a.holder],
      );
    await expect(copy('none', '')).rejects.toThrow('payment_line_once');
    const other = await db.owner.query('select version_id from payment_line where batch_id = $1 and person_id <> $2 limit 1', [
      id,
      a.holder,
    ]);
    await expect(
      db.owner.query('update payment_line set version_id = $1 where batch_id = $2 and person_id = $3', [
        other.rows[0].version_id,
        id,
        a.holder,
      ]),
    ).rejects.toThrow('payment_line_version_fkey');
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
    desk.on('2026-03-19');
    const order = { programme: desk.newProgramme(), county: COUNTY, month: '2026-04' as const, requestId: newId(), schedule };
    expect(sentence(await freezeBatch(db.context, clerk, order))).toBe('2026年4月的名单从2026年3月20日起才能生成。');
    expect(await freezeBatch(db.context, staff('421223000000', 'county-clerk', 'finance-clerk', '邻县'), order)).toMatchObject({
      code: 'COUNTY_FOREIGN',
    });
    expect(await freezeBatch(db.context, reviewer, order)).toMatchObject({ code: 'NOT_PERMITTED' });
  });

  test('每天的任务：19日不生成，20日各县自动生成下月名单，当天再跑、经办人再点都不重复', async () => {
    const programme = desk.newProgramme();
    await family(db.context, {
      programme,
      exclusiveGroups: [programme],
      names: ['卫一'],
      amountFen: 100_00,
      fromMonth: '2026-09',
    });
    desk.on('2026-08-19');
    expect(await freezeDue(db.context, [programme], schedule)).toBe(0);
    desk.on('2026-08-20');
    expect(await freezeDue(db.context, [programme], schedule)).toBe(1);
    expect((await freeze(db.context, '2026-09', programme)).repeated).toBe(true);
    desk.on('2026-08-21');
    expect(await freezeDue(db.context, [programme], schedule)).toBe(0);
    expect(await desk.count('select count(*)::int from payment_batch where programme = $1', [programme])).toBe(1);
  });

  test('名单生成后才确认的家庭：补发批次补上当月，下月名单不再重复', async () => {
    const programme = desk.newProgramme();
    const group = { programme, exclusiveGroups: [programme], fromMonth: '2026-04' as const, amountFen: 300_00 };
    await family(db.context, { ...group, names: ['周一'] });
    desk.on('2026-03-23');
    await freeze(db.context, '2026-04', programme);
    const late = await family(db.context, { ...group, names: ['周二'] });
    const extra = accepted(await desk.supplement(programme, '2026-04'));
    expect((await desk.lines(extra.id)).map((l) => [l.personId, l.month, l.kindZh])).toEqual([[late.holder, '2026-04', '当月']]);
    desk.on('2026-04-20');
    const later = await family(db.context, { ...group, names: ['周三'] });
    const may = await freeze(db.context, '2026-05', programme);
    expect((await desk.lines(may.id)).filter((l) => l.personId === later.holder).map((l) => l.month)).toEqual([
      '2026-04',
      '2026-05',
    ]);
    expect((await desk.lines(may.id)).filter((l) => l.personId === late.holder).map((l) => l.month)).toEqual(['2026-05']);
  });
});
