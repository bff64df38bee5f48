import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshContext, testKeys } from '../../../tests/database.ts';
import { sql } from '../../database/sql.ts';
import { type Actor, publicActor, type Role } from '../access/index.ts';
import { newId } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import { makeKeyRing, newKey } from '../protect/server.ts';
import {
  type AuditAction,
  type AuditFault,
  beginAuditEra,
  recordAudit,
  sealAudit,
  searchAudit,
  startSealing,
  verifyAudit,
  whoLooked,
} from './server.ts';

const XIANAN = '421202000000';
const TONGCHENG = '421222000000';
const staff = (role: Role, division: string, name = '王敏'): Actor => ({
  ...publicActor,
  ...scopeRange(division),
  kind: 'staff',
  id: `user-${name}`,
  name,
  role,
  division,
});
const resident = (personId: string): Actor => ({
  ...publicActor,
  kind: 'resident',
  id: personId,
  name: '张小华',
  role: 'resident',
  personId,
  ownPersonId: personId,
});
const clerk = staff('county-clerk', XIANAN);
const clerkOfTongcheng = staff('county-clerk', TONGCHENG, '李强');
const auditor = staff('auditor', XIANAN, '审计员');

let city: Awaited<ReturnType<typeof freshContext>>;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'audit-'));
let headFile: string;
beforeAll(async () => {
  city = await freshContext();
});
afterAll(async () => {
  await city.drop();
  fs.rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  await city.owner.query('delete from audit_seal; delete from audit_log; delete from audit_era where era > 1');
  headFile = path.join(fs.mkdtempSync(path.join(folder, 'heads-')), 'heads.jsonl');
});

const write = (actor: Actor, personId: string | null = null, action: AuditAction = 'person.opened') =>
  city.context.write(actor, (tx) => recordAudit(tx, { action, personId, purpose: '办理低保' }));
const faults = async (keys = testKeys): Promise<[AuditFault, number | null][]> =>
  (await verifyAudit(city.owner, keys, { headFile })).problems.map((p) => [p.fault, p.seal]);
/** Seals until `rows` are sealed: transactions of the other test files on this server hold the horizon back for a moment. */
async function sealed(rows: number, options: { batch?: number } = {}): Promise<void> {
  let done = 0;
  await expect
    .poll(async () => (done += await sealAudit(city.context, { headFile, ...options })), { timeout: 50_000 })
    .toBe(rows);
}
/** Three seals of two rows each. */
async function threeSeals(): Promise<void> {
  for (let seal = 0; seal < 3; seal++) {
    await city.context.write(clerk, async (tx) => {
      for (const personId of [newId(), newId()])
        await recordAudit(tx, { action: 'person.opened', personId, purpose: '办理低保' });
    });
    await sealed(2);
  }
}

describe('封存与核验', () => {
  test('没有人动过：核验无问题，并说明尚未封存的条数和最早时间', async () => {
    await threeSeals();
    await write(clerk);
    const report = await verifyAudit(city.owner, testKeys, { headFile });
    expect(report).toMatchObject({ seals: 3, sealedRows: 6, problems: [], problemCount: 0, unsealed: { count: 1 } });
    expect(Date.now() - Date.parse(report.unsealed.oldest!)).toBeLessThan(60_000);
  });

  test.each([
    ['把办理人改成别人', "update audit_log set actor_name = '别人'", 'ROW_CHANGED'],
    ['改了事由', 'update audit_log set purpose = null', 'ROW_CHANGED'],
    ['把记录时间挪前一微秒', "update audit_log set recorded_at = recorded_at - interval '1 microsecond'", 'ROW_CHANGED'],
    ['删掉一条', 'delete from audit_log', 'ROW_REMOVED'],
  ] as const)('%s：指出是第2号封存', async (_, tamper, fault) => {
    await threeSeals();
    await city.owner.query(`${tamper} where (xid, id) = (select xid, id from audit_log order by xid, id offset 2 limit 1)`);
    expect(await faults()).toEqual([[fault, 2]]);
  });

  test('补插一条倒填的记录：指出插入处', async () => {
    await threeSeals();
    await city.owner.query(
      `insert into audit_log (xid, id, recorded_at, business_at, actor_id, actor_name, role, division, action)
       select xid, $1, recorded_at, business_at, actor_id, actor_name, role, division, 'person.opened' from audit_log order by xid, id offset 2 limit 1`,
      [newId()],
    );
    expect(await faults()).toEqual([['ROW_INSERTED', 2]]);
  });

  test('删掉最后一号封存：库内看不出，库外链头看得出', async () => {
    await threeSeals();
    await city.owner.query('delete from audit_seal where no = 3');
    expect((await verifyAudit(city.owner, testKeys)).problems).toEqual([]);
    expect(await faults()).toEqual([['CHAIN_CUT', 3]]);
  });

  test('删掉最后一号封存和它的记录，再由系统重新封存：链头对不上', async () => {
    await threeSeals();
    await city.owner.query(
      'delete from audit_log a using audit_seal s where s.no = 3 and a.xid >= s.from_xid; delete from audit_seal where no = 3',
    );
    await write(clerk);
    await expect.poll(() => sealAudit(city.context), { timeout: 50_000 }).toBe(1);
    expect(await faults()).toEqual([['CHAIN_CUT', 3]]);
  });

  test('删掉中间一号封存：接不上', async () => {
    await threeSeals();
    await city.owner.query('delete from audit_seal where no = 2');
    expect(await faults()).toEqual([['CHAIN_BROKEN', 3]]);
  });

  test('改了封存自己的条数：封存的校验码不符', async () => {
    await threeSeals();
    await city.owner.query('update audit_seal set row_count = 1 where no = 2');
    expect(await faults()).toEqual([['SEAL_CHANGED', 2]]);
  });

  test('有人用自己的密钥冒充同一编号重做：不符；缺少密钥则说明缺少，不当作通过', async () => {
    await threeSeals();
    const [id, other] = [testKeys.current, newKey('2026-01-01')];
    expect(await faults(makeKeyRing({ keys: [{ ...other, id }] }))).toEqual([1, 2, 3].map((no) => ['SEAL_CHANGED', no]));
    expect(await faults(makeKeyRing({ keys: [other] }))).toEqual([1, 2, 3].map((no) => ['KEY_MISSING', no]));
  });

  test('链头文件被删：说明找不到；断电只写了半行：不算改动；中间有读不懂的行：指出', async () => {
    await threeSeals();
    fs.appendFileSync(headFile, '{"no":4,"ma');
    expect(await faults()).toEqual([]);
    fs.appendFileSync(headFile, '\n{"no":1}\n');
    expect(await faults()).toEqual([
      ['HEAD_DAMAGED', null],
      ['HEAD_DAMAGED', null],
    ]);
    fs.rmSync(headFile);
    expect(await faults()).toEqual([['HEAD_MISSING', null]]);
  });

  test('还没提交的记录不会被漏封：封存等它，别的记录照常写入', async () => {
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let begun: () => void = () => {};
    const started = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const slow = city.context.write(clerk, async (tx) => {
      await recordAudit(tx, { action: 'person.opened' });
      begun();
      await held;
    });
    await started;
    await write(clerk);
    expect(await sealAudit(city.context, { headFile })).toBe(0);
    release();
    await slow;
    await sealed(2);
    expect(await faults()).toEqual([]);
  });

  test('四个窗口不停办理，两个进程同时封存：一条不漏，核验无误', async () => {
    const options = { everyMs: 5, headFile, batch: 7, onError: (error: unknown) => expect.fail(String(error)) };
    const sealers = [startSealing(city.context, options), startSealing(city.context, options)];
    const windows = Array.from({ length: 4 }, async () => {
      for (let i = 0; i < 50; i++) await write(clerk, newId());
    });
    await Promise.all(windows);
    await Promise.all(sealers.map((sealer) => sealer.stop()));
    const unsealed = async () => {
      await sealAudit(city.context, { headFile, batch: 7 });
      return (await verifyAudit(city.owner, testKeys, { headFile })).unsealed.count;
    };
    await expect.poll(unsealed, { timeout: 50_000 }).toBe(0);
    const report = await verifyAudit(city.owner, testKeys, { headFile });
    expect(report).toMatchObject({ sealedRows: 200, unsealed: { count: 0, oldest: null }, problems: [] });
    expect(report.seals).toBeGreaterThan(20);
  });

  test('一次办理写了十条而一批只取三条：同一事务不拆开', async () => {
    await city.context.write(clerk, async (tx) => {
      for (let i = 0; i < 10; i++) await recordAudit(tx, { action: 'person.opened' });
    });
    await write(clerk);
    await sealed(11, { batch: 3 });
    expect(await faults()).toEqual([]);
    expect((await city.owner.query('select row_count from audit_seal order by no')).rows.map((r) => r.row_count)).toEqual([
      10, 1,
    ]);
  });

  test('恢复到新的服务器，事务号重新起算：旧纪元的余数先封存，新旧接成一条链；往旧纪元补插会被发现', async () => {
    await threeSeals();
    await write(clerk);
    await city.owner.query(
      'update audit_log set xid = ((xid::text::numeric) + 1000000000)::text::xid8 where xid >= (select max(to_xid::text::numeric)::text::xid8 from audit_seal)',
    );
    await beginAuditEra(city.owner, 'restored');
    await write(clerk);
    await sealed(2);
    expect((await city.owner.query('select era, row_count from audit_seal where no > 3 order by no')).rows).toEqual([
      { era: 1, row_count: 1 },
      { era: 2, row_count: 1 },
    ]);
    expect(await faults()).toEqual([]);
    await city.owner.query(
      "update audit_log set xid = '18446744073709551615' where era = 1 and action = 'person.opened' and xid = (select xid from audit_log where era = 1 order by xid desc limit 1)",
    );
    expect(await faults()).toEqual([
      ['ROW_REMOVED', 4],
      ['ROW_INSERTED', null],
    ]);
  });
});

describe('只增不改', () => {
  test.each([
    ['改', sql`update audit_log set purpose = 'x'`],
    ['删', sql`delete from audit_log`],
    ['清空', sql`truncate audit_log`],
    ['改封存', sql`update audit_seal set row_count = 0`],
    ['删封存', sql`delete from audit_seal`],
    ['开新纪元', sql`insert into audit_era (era, reason) values (9, 'x')`],
    [
      '自定事务号倒填',
      sql`insert into audit_log (xid, id, business_at, actor_id, actor_name, role, division, action) values ('5', ${newId()}, ${'2026-01-01T00:00:00Z'}, 'x', 'x', 'x', ${XIANAN}, 'x')`,
    ],
    [
      '自定记录时间',
      sql`insert into audit_log (recorded_at, id, business_at, actor_id, actor_name, role, division, action) values (${'2026-01-01T00:00:00Z'}, ${newId()}, ${'2026-01-01T00:00:00Z'}, 'x', 'x', 'x', ${XIANAN}, 'x')`,
    ],
  ])('应用账号不能%s', async (_, statement) => {
    await expect(city.context.write(clerk, (tx) => tx.run(statement))).rejects.toThrow(/permission denied/);
  });
});

describe('谁看过', () => {
  const zhang = newId();
  const li = newId();
  const actions = (page: { items: { action: string }[] }) => page.items.map((row) => row.action).sort();

  test('本人看得到所有看过自己的人，连同名单里出现过的一次；自己看自己不算，别人看别人不在内', async () => {
    await write(clerk, zhang);
    await write(clerkOfTongcheng, zhang, 'person.revealed');
    await city.context.write(clerk, (tx) => recordAudit(tx, { action: 'case.listed', personIds: [li, zhang] }));
    await write(clerk, li);
    await write(resident(zhang), zhang);
    const page = await city.context.read(resident(zhang), (tx) => whoLooked(tx, zhang));
    expect(actions(page)).toEqual(['case.listed', 'person.opened', 'person.revealed']);
    expect(page.items.find((row) => row.action === 'person.revealed')).toMatchObject({
      actorName: '李强',
      purpose: '办理低保',
      division: TONGCHENG,
    });
    expect(Object.keys(page.items[0]!)).not.toContain('personIds');
  });

  test('不能查别人的；经办人员不能查；审计人员只看得到本辖区的', async () => {
    await write(clerk, zhang);
    await write(clerkOfTongcheng, zhang, 'person.revealed');
    const ask = (actor: Actor) => city.context.read(actor, (tx) => whoLooked(tx, zhang));
    expect(actions(await ask(resident(li)))).toEqual([]);
    expect(actions(await ask(clerk))).toEqual([]);
    expect(actions(await ask(auditor))).toEqual(['person.opened']);
    const direct = await city.context.read(resident(li), (tx) =>
      tx.rows(sql`select * from audit_of_person(${zhang}, ${'ffffffff-ffff-ffff-ffff-ffffffffffff'}, 1000)`),
    );
    expect(direct).toEqual([]);
  });

  test('一页五十条，翻页不重不漏', async () => {
    await city.context.write(clerk, async (tx) => {
      for (let i = 0; i < 120; i++)
        await recordAudit(tx, { action: `case.${i}`, ...(i % 2 ? { personId: zhang } : { personIds: [zhang] }) });
    });
    const seen: string[] = [];
    let cursor: string | null = null;
    const sizes: number[] = [];
    do {
      const page: Awaited<ReturnType<typeof whoLooked>> = await city.context.read(resident(zhang), (tx) =>
        whoLooked(tx, zhang, cursor),
      );
      sizes.push(page.items.length);
      seen.push(...actions(page));
      cursor = page.next;
    } while (cursor);
    expect(sizes).toEqual([50, 50, 20]);
    expect(new Set(seen).size).toBe(120);
  });

  test('审计查询：按人、按动作、按辖区；行级安全不给辖区外和没有身份的人看', async () => {
    await write(clerk, zhang);
    await write(clerk, li, 'person.revealed');
    await write(clerkOfTongcheng, zhang);
    const find = (actor: Actor, filter: Parameters<typeof searchAudit>[1]) =>
      city.context.read(actor, (tx) => searchAudit(tx, filter));
    expect(actions(await find(auditor, {}))).toEqual(['person.opened', 'person.revealed']);
    expect(
      actions(await find(auditor, { personId: zhang, action: 'person.opened', division: XIANAN, from: '2020-01-01T00:00:00Z' })),
    ).toEqual(['person.opened']);
    expect(actions(await find(auditor, { division: TONGCHENG }))).toEqual([]);
    const [hourAgo, hence] = [-1, 1].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString());
    expect((await find(auditor, { from: hourAgo, to: hence })).items).toHaveLength(2);
    expect((await find(auditor, { to: hourAgo })).items).toHaveLength(0);
    expect((await find(auditor, { from: hence })).items).toHaveLength(0);
    expect(actions(await find(clerk, {}))).toEqual([]);
    const count = (actor: Actor) => city.context.read(actor, async (tx) => (await tx.rows(sql`select id from audit_log`)).length);
    expect([
      await count(auditor),
      await count(publicActor),
      await count(resident(zhang)),
      await count(staff('auditor', '421200000000')),
    ]).toEqual([2, 0, 2, 3]);
  });

  test('没有岗位地区的访客（登录失败）也留痕，归到全市', async () => {
    await city.context.write(publicActor, (tx) => recordAudit(tx, { action: 'sign-in.refused' }));
    const page = await city.context.read(staff('auditor', '421200000000'), (tx) =>
      searchAudit(tx, { action: 'sign-in.refused' }),
    );
    expect(page.items).toMatchObject([{ actorName: '访客', division: '421200000000' }]);
  });
});
