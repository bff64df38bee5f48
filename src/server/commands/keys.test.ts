import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/database.ts';
import { sql } from '../../database/sql.ts';
import { systemActor } from '../../kernel/access/index.ts';
import { recordAudit, sealAudit, verifyAudit } from '../../kernel/audit/server.ts';
import { openFile, openFileStore, storeUpload } from '../../kernel/document/server.ts';
import {
  keysInUse,
  makeKeyRing,
  newKey,
  readKeyFile,
  rotateSealed,
  sealedTables,
  writeKeyFile,
} from '../../kernel/protect/server.ts';
import { idNumber, register } from '../../kernel/resident/fixtures.ts';
import { findByIdNumber, reveal } from '../../kernel/resident/server.ts';
import { contextOn, run, scratchFolder } from '../backup/fixtures.ts';
import { type Config, readConfig } from '../config.ts';
import { makeKeysCommand } from './keys.ts';

const VILLAGE = '421222100201';
const everywhere = systemActor('test', '421200000000');
const folder = scratchFolder();
const store = openFileStore(path.join(folder, 'files'));
const PEOPLE = 1_020; // more than two batches

let db: Awaited<ReturnType<typeof freshDatabase>>;
let config: Config;
let city: Awaited<ReturnType<typeof contextOn>>;
const numbers: string[] = [];
const rotateAfter = (settleMs: number, args: string[]) =>
  run(
    makeKeysCommand(() => config, settleMs),
    'rotate',
    ...args,
  );
/** As an operator does: a server that is running has the time to read the new key. */
const rotate = (...args: string[]) => rotateAfter(1_200, args);
/** No server is running. */
const rotateAtOnce = (...args: string[]) => rotateAfter(0, args);
const newest = () => readKeyFile(config.keyFile).keys.at(-1)!.id;

beforeAll(async () => {
  db = await freshDatabase();
  config = { ...readConfig({ MINZHENG_DATA: folder }), schema: 'city', external: { appUrl: db.appUrl, ownerUrl: db.ownerUrl } };
  writeKeyFile(config.keyFile, { keys: [newKey('2026-01-01')] });
  city = await contextOn(config, { appUrl: db.appUrl });
  await city.context.write(everywhere, async (tx) => {
    for (let i = 0; i < PEOPLE; i++) {
      numbers.push(idNumber((['1950-03-04', '1951-03-04', '1952-03-04'] as const)[Math.floor(i / 400)]));
      await register(tx, {
        name: '换钥人',
        idNumber: numbers[i]!,
        phone: `138${String(i).padStart(8, '0')}`,
        address: `三组${i}号`,
        division: VILLAGE,
      });
    }
    await recordAudit(tx, { action: 'person.opened', division: VILLAGE });
  });
  while ((await sealAudit(city.context, { headFile: path.join(folder, 'audit-head.jsonl') })) === 0);
}, 60_000);
afterAll(async () => {
  await city.database.close();
  await db.drop();
  fs.rmSync(folder, { recursive: true, force: true });
});

test('数据库里每一个二进制列要么登记为加密列，要么说明为什么不用换密钥：没有遗漏', async () => {
  const { rows } = await db.owner.query<{ name: string }>(
    `select c.relname || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'city'::regnamespace and c.relkind = 'r' and a.atttypid = 'bytea'::regtype and not a.attisdropped order by 1`,
  );
  const declared = sealedTables().flatMap((shape) => [
    ...[...shape.sealed, ...Object.keys(shape.digests ?? {})].map((column) => `${shape.table}.${column}`),
    ...(shape.copies ?? []).map((copy) => `${copy.table}.${copy.column}`),
  ]);
  const left = [
    'audit_seal.digest', // of rows, without a key
    'audit_seal.mac', // keeps the key that it was made with
    'audit_seal.previous_mac',
    'care_code.device', // of a telephone, a digest that goes with the code
    'care_code.digest', // over in minutes
    'care_meal.device', // compared within a month
    'home_care_order.verified_device', // compared within a month
    'plan_survey_voice.phone_digest', // nothing else of the telephone is kept, and it goes with the survey's report
    'sign_in_code.code_digest', // over in minutes
  ];
  expect(rows.map((row) => row.name)).toEqual([...new Set([...declared, ...left])].sort());
});

test('平台运行时轮换：正在运行的服务不重启就认得新密钥，轮换中一直按号码查得到；换完全部打得开，明文不出现', async () => {
  const { context } = city;
  const old = newest();
  const upload = { bytes: Buffer.from('%PDF 标记'), mediaType: 'application/pdf', name: '证明.pdf', paper: 'proof' } as const;
  const stored = await storeUpload(context, everywhere, store, upload);
  const before = await context.read(everywhere, (tx) =>
    tx.one<{ fileHash: string }>(sql`select file_hash from stored_file where id = ${stored.id}`),
  );
  let ended = false;
  let lookups = 0;
  const looking = (async () => {
    while (!ended) {
      const number = numbers[(lookups * 37) % PEOPLE]!;
      expect(await context.read(everywhere, (tx) => findByIdNumber(tx, number)), `lookup ${lookups}`).not.toBeNull();
      lookups++;
    }
  })();
  const answer = await rotate();
  ended = true;
  await looking;
  expect(answer).toMatchObject({ code: 0, err: '' });
  expect(answer.out).toContain(`旧密钥 ${old} 除核验以前的审计封存外不再需要`);
  expect(lookups).toBeGreaterThan(50);
  expect(newest()).not.toBe(old);
  expect([...(await keysInUse(db.owner, store)).keys()]).toEqual([newest()]);
  // Only the new key, as if the old one were gone already.
  const opened = await openFile(context, everywhere, store, stored.id);
  expect(opened.ok && opened.value.bytes.toString()).toBe('%PDF 标记');
  expect(await store.has(before.fileHash)).toBe(false);
  const { rows } = await db.owner.query<{ line: string }>('select p::text as line from person p');
  for (const secret of [numbers[5]!, '三组5号', Buffer.from('三组5号').toString('hex')])
    expect(rows.some((row) => row.line.includes(secret))).toBe(false);
}, 60_000);

test('轮换中途被杀：再执行一次接着做，不再生成新密钥', async () => {
  const file = readKeyFile(config.keyFile);
  const next = { keys: [...file.keys, newKey('2026-05-01')] };
  writeKeyFile(config.keyFile, next);
  // As far as a killed run came: the key is written, some persons are done.
  await db.owner.query(
    `update person set phone = null, phone_digest = null where id in (select id from person order by id limit 3)`,
  );
  const ring = makeKeyRing(next);
  const one = (await db.owner.query<{ id: string; address: Buffer }>('select id, address from person order by id desc limit 1'))
    .rows[0]!;
  await db.owner.query('update person set address = $1 where id = $2', [
    ring.seal(ring.open(one.address, `person.address:${one.id}`), `person.address:${one.id}`),
    one.id,
  ]);
  const answer = await rotateAtOnce();
  expect(answer).toMatchObject({ code: 0, err: '' });
  expect(answer.out).toContain('上次的轮换没有做完');
  expect(readKeyFile(config.keyFile).keys).toEqual(next.keys);
  expect([...(await keysInUse(db.owner, store)).keys()]).toEqual([newest()]);
}, 60_000);

test('退役：旧密钥从文件里去掉，资料照常打开、按号码查得到，以前的审计封存仍能核验；退役的密钥打不开任何资料', async () => {
  const stolen = makeKeyRing({ keys: [readKeyFile(config.keyFile).keys[0]!] });
  const answer = await rotateAtOnce('--retire');
  expect(answer).toMatchObject({ code: 0, err: '' });
  const file = readKeyFile(config.keyFile);
  expect(file.keys).toHaveLength(1);
  expect(file.retired).toHaveLength(2);
  expect(JSON.stringify(file.retired)).not.toContain('secret');
  const fresh = await contextOn(config, { appUrl: db.appUrl });
  const person = await fresh.context.read(everywhere, (tx) => findByIdNumber(tx, numbers[7]!));
  expect(
    await fresh.context.write(everywhere, (tx) => reveal(tx, { personId: person!.id, field: 'address', purpose: '测试' })),
  ).toEqual({ ok: true, value: '三组7号' });
  await sealAudit(fresh.context, { headFile: path.join(folder, 'audit-head.jsonl') });
  const report = await verifyAudit(db.owner, fresh.context.keys, { headFile: path.join(folder, 'audit-head.jsonl') });
  expect([report.seals >= 1, report.problems]).toEqual([true, []]);
  const { rows } = await db.owner.query<{ id_number: Buffer }>('select id_number from person where id = $1', [person!.id]);
  expect(() => stolen.open(rows[0]!.id_number, `person.id_number:${person!.id}`)).toThrow('缺少密钥');
  await fresh.database.close();
}, 60_000);

test('有一处密文被改坏：其余照换，说出是哪一处，旧密钥不去掉', async () => {
  const { rows } = await db.owner.query<{ id: string }>(
    `update person set address = set_byte(address, 30, get_byte(address, 30) # 255) where id = (select id from person where address is not null order by id limit 1) returning id`,
  );
  const answer = await rotateAtOnce('--retire');
  expect(answer.code).toBe(1);
  expect(answer.err).toBe(`打不开：person:${rows[0]!.id}\n`);
  expect(answer.out).toContain('仍有资料在用，不能去掉');
  expect(readKeyFile(config.keyFile).keys).toHaveLength(2);
}, 60_000);

test('两个人同时轮换：后一个一句话拒绝', async () => {
  const [a, b] = await Promise.all([rotate(), rotate()]);
  expect([a, b].filter((answer) => answer.err.includes('请等它结束后再试'))).toHaveLength(1);
}, 60_000);

test('中断的轮换留下的旧文件：下次轮换时清掉，正在用的不动', async () => {
  const ring = makeKeyRing(readKeyFile(config.keyFile));
  const left = await store.write(makeKeyRing({ keys: [newKey('2020-01-01')] }).sealBytes(Buffer.from('x'), 'p'));
  const place = path.join(folder, 'files', left.slice(0, 2), left.slice(2, 4), left);
  const fresh = await store.write(makeKeyRing({ keys: [newKey('2020-01-01')] }).sealBytes(Buffer.from('y'), 'p'));
  fs.utimesSync(place, new Date('2020-01-01'), new Date('2020-01-01'));
  await rotateSealed(db.owner, ring, store, { settleMs: 0 });
  expect([await store.has(left), await store.has(fresh)]).toEqual([false, true]);
}, 60_000);

test('密钥由命令给出：平台写不进去，新密钥交成文件由操作员导入；导入之后换到新密钥下，退役同样交出', async () => {
  await db.owner.query('update person set address = null where id = (select id from person order by id limit 1)'); // the damaged one
  expect((await rotateAtOnce()).code).toBe(0);
  const vault = path.join(folder, 'vault.json'); // stands for the cipher machine
  fs.renameSync(config.keyFile, vault);
  const command = { ...config, keyCommand: `/bin/cat ${vault}` };
  const byCommand = (...args: string[]) =>
    run(
      makeKeysCommand(() => command, 0),
      'rotate',
      ...args,
    );
  const before = readKeyFile(vault);
  expect(await byCommand('--retire')).toMatchObject({ code: 1, err: expect.stringContaining('加 --out 文件') });
  const out = path.join(folder, 'new-keys.json');
  const first = await byCommand('--out', out);
  expect(first).toMatchObject({ code: 0, err: '', out: expect.stringContaining('还没有换任何资料') });
  expect(fs.statSync(out).mode & 0o777).toBe(0o600);
  const next = readKeyFile(out);
  expect([next.keys.slice(0, -1), next.keys.length]).toEqual([before.keys, before.keys.length + 1]);
  expect(readKeyFile(vault)).toEqual(before);
  expect([...(await keysInUse(db.owner, store)).keys()]).not.toContain(next.keys.at(-1)!.id);
  expect(await byCommand('--out', out)).toMatchObject({ code: 1, err: expect.stringContaining('不会覆盖') });

  fs.renameSync(out, vault);
  const second = await byCommand();
  expect(second).toMatchObject({ code: 0, err: '', out: expect.stringContaining(`最新密钥是 ${next.keys.at(-1)!.id}`) });
  expect([...(await keysInUse(db.owner, store)).keys()]).toEqual([next.keys.at(-1)!.id]);

  const third = await byCommand('--retire', '--out', out);
  expect(third).toMatchObject({ code: 0, out: expect.stringContaining('请导入密码机') });
  expect(readKeyFile(out)).toMatchObject({ keys: [{ id: next.keys.at(-1)!.id }] });
  for (const { secret } of next.keys)
    for (const said of [first, second, third]) expect(said.out + said.err).not.toContain(secret);
  expect(fs.existsSync(config.keyFile)).toBe(false);
  fs.renameSync(vault, config.keyFile);
}, 60_000);
