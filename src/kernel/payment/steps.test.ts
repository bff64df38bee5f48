import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { identifier, sql } from '../../database/sql.ts';
import { type Actor, publicActor } from '../access/index.ts';
import { accepted, residentActor } from '../resident/fixtures.ts';
import {
  carryTo,
  clerk,
  otherTownship,
  paymentDesk,
  reviewer,
  sentence,
  staff,
  step,
  TOWN,
  township,
  treasury,
  VILLAGE,
} from './fixtures.ts';
import { batches, batchView, entitlementsOfHousehold, paymentsOfPerson } from './server.ts';

let db: Awaited<ReturnType<typeof freshContext>>;
let desk: ReturnType<typeof paymentDesk>;
beforeAll(async () => {
  db = await freshContext({ start: '2026-03-23' });
  desk = paymentDesk(db);
});
afterAll(() => db.drop());

describe('经办与复核', () => {
  test('各乡镇确认后才能复核；经办人不能复核；顺序不能跳；岗位不对有说明', async () => {
    const { id } = await desk.w15();
    expect(sentence(await step(db, id, 'reviewCounty'))).toBe('批次现在是“草稿”，不能复核通过。');
    accepted(await step(db, id, 'startCheck'));
    expect(sentence(await step(db, id, 'confirmTownship', { actor: clerk }))).toBe(
      '确认本乡镇名单由乡镇经办人、乡镇审核人办理，您的岗位不能操作。',
    );
    expect((await desk.view(id, township)).allowedActions.map((a) => a.zh)).toEqual(['确认本乡镇名单']);
    expect((await desk.view(id, township)).townships.map((t) => t.township)).toEqual([TOWN]);
    expect((await desk.lines(id, township)).map((l) => l.personName)).toEqual(expect.arrayContaining(['张三', '钱七']));
    expect(await desk.lines(id, township)).toHaveLength(2);
    accepted(await step(db, id, 'confirmTownship', { actor: township }));
    expect((await desk.view(id)).state).toBe('checking');
    expect(sentence(await step(db, id, 'confirmTownship', { actor: township }))).toContain('已经确认过名单');
    accepted(await step(db, id, 'confirmTownship', { actor: otherTownship }));
    expect((await desk.view(id)).state).toBe('township-confirmed');
    expect(sentence(await step(db, id, 'reviewCounty'))).toBe('财务经办尚未提交复核。');
    accepted(await step(db, id, 'submitReview'));
    const samePerson: Actor = { ...reviewer, id: clerk.id };
    expect(sentence(await step(db, id, 'reviewCounty', { actor: samePerson }))).toBe('经办人与复核人不得为同一人。');
    expect((await desk.view(id, samePerson)).allowedActions.map((a) => a.action)).toEqual(['returnToTownships']);
    await expect(db.owner.query('update payment_batch set reviewed_by = prepared_by where id = $1', [id])).rejects.toThrow(
      'payment_batch_two_persons',
    );
    await expect(db.owner.query("update payment_batch set state = 'treasury-approved' where id = $1", [id])).rejects.toThrow(
      'payment_batch_steps',
    );
    accepted(await step(db, id, 'reviewCounty'));
    for (const { id: same } of [clerk, reviewer]) {
      const bothDuties: Actor = { ...treasury, id: same };
      expect(sentence(await step(db, id, 'approveTreasury', { actor: bothDuties }))).toBe('经办人与复核人不得为同一人。');
      expect((await desk.view(id, bothDuties)).allowedActions.map((a) => a.action)).toEqual(['returnToTownships']);
    }
    accepted(await step(db, id, 'returnToTownships', { actor: treasury, input: { reason: '资金来源有误，请重新确认' } }));
    expect((await desk.view(id)).townships.map((t) => t.confirmedAt)).toEqual([null, null]);
    await carryTo(db, id, 'sent');
    expect((await desk.view(id)).events.map((e) => e.actionZh)).toEqual([
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
    const { id } = await desk.w15();
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
    const { id } = await desk.w15();
    accepted(await step(db, id, 'startCheck'));
    const confirm = async (actor: Actor) => {
      const first = await step(db, id, 'confirmTownship', { actor });
      return first.ok || first.code !== 'VERSION_CONFLICT' ? first : step(db, id, 'confirmTownship', { actor });
    };
    (await Promise.all([confirm(township), confirm(otherTownship)])).map(accepted);
    expect((await desk.view(id)).state).toBe('township-confirmed');
  });

  test('明细被改动而合计没变：拒绝提交', async () => {
    const { id, a } = await desk.w15();
    await carryTo(db, id, 'county-reviewed');
    await db.owner.query('update payment_line set amount_fen = amount_fen + 1 where batch_id = $1 and person_id = $2', [
      id,
      a.holder,
    ]);
    expect(sentence(await step(db, id, 'approveTreasury', { actor: treasury }))).toBe('批次合计与明细不符，已拒绝提交。');
  });

  test('送银行时中途断电：什么也没有发生，重来一次即可', async () => {
    const { id } = await desk.w15();
    await carryTo(db, id, 'treasury-approved');
    await db.owner.query(`create function cut() returns trigger language plpgsql as $$ begin raise exception 'power cut'; end $$;
      create trigger cut before insert on bank_file for each row execute function cut()`);
    await expect(step(db, id, 'sendToBank')).rejects.toThrow('power cut');
    await db.owner.query('drop trigger cut on bank_file; drop function cut()');
    expect(await desk.view(id)).toMatchObject({ state: 'treasury-approved', bankFiles: [] });
    expect((await desk.lines(id)).every((l) => l.state === 'pending')).toBe(true);
    accepted(await step(db, id, 'sendToBank'));
    expect((await desk.view(id)).state).toBe('sent');
  });

  test('谁能看见：居民、村、系统管理员看不到批次；邻县看不到；乡镇只看到自己的', async () => {
    const { id, b } = await desk.w15();
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

test('没有范围的连接看不到一行', async () => {
  await desk.w15();
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
