import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate, RESTORING } from '../../database/migrate.ts';
import { sql } from '../../database/sql.ts';
import { systemActor } from '../../kernel/access/index.ts';
import { recordAudit, sealAudit, verifyAudit } from '../../kernel/audit/server.ts';
import { openFile, openFileStore, storeUpload } from '../../kernel/document/server.ts';
import { newKey, readKeyFile, writeKeyFile } from '../../kernel/protect/server.ts';
import { idNumber, register } from '../../kernel/resident/fixtures.ts';
import { findByIdNumber, reveal } from '../../kernel/resident/server.ts';
import { attach, poolOf } from '../attach.ts';
import { makeBackupCommand } from '../commands/backup.ts';
import { makeKeysCommand } from '../commands/keys.ts';
import { makeRestoreCommand } from '../commands/restore.ts';
import { type Config, readConfig } from '../config.ts';
import { contextOn, run, runningCity, scratchFolder } from './fixtures.ts';

const VILLAGE = '421222100201';
const MARKER = '备份标记三组12号';
const NUMBER = idNumber('1951-02-03');
/** Some hundred thousand bytes that do not shrink: a backup of several pieces. */
const PAPER = Buffer.concat([Buffer.from(`%PDF ${MARKER}`), randomBytes(300_000)]);
const everywhere = systemActor('test', '421200000000');
const folder = scratchFolder();
const file = (name: string) => path.join(folder, name);
const configOf = (dataDir: string) => readConfig({ MINZHENG_DATA: dataDir });

let city: Awaited<ReturnType<typeof runningCity>>;
let fileId: string;
let backedUp: Awaited<ReturnType<typeof run>>;
/** Persons that the writer had committed when the backup began, and when it had ended. */
let written = { before: 0, after: 0 };

const seal = async (config: Config, context: typeof city.context) => {
  while ((await sealAudit(context, { headFile: path.join(config.dataDir, 'audit-head.jsonl') })) === 0);
};

beforeAll(async () => {
  fs.mkdirSync(file('live'));
  city = await runningCity(file('live'));
  const { context, config } = city;
  await context.write(everywhere, (tx) => register(tx, { name: '备份人', idNumber: NUMBER, address: MARKER, division: VILLAGE }));
  const store = openFileStore(path.join(config.dataDir, 'files'));
  const upload = { bytes: PAPER, mediaType: 'application/pdf', name: '证明.pdf', paper: 'proof' } as const;
  fileId = (await storeUpload(context, everywhere, store, upload)).id;
  await context.write(everywhere, (tx) => recordAudit(tx, { action: 'person.opened', division: VILLAGE }));
  await seal(config, context);
  expect(
    (
      await run(
        makeKeysCommand(() => config),
        'operator',
        '--out',
        file('operator'),
      )
    ).code,
  ).toBe(0);
  // Persons go on being registered, one after another, while the backup is made.
  let stop = false;
  let count = 0;
  const writing = (async () => {
    while (!stop) {
      await context.write(everywhere, (tx) => register(tx, { name: '写入者', division: VILLAGE }));
      count++;
    }
  })();
  while (count < 400) await new Promise((resolve) => setTimeout(resolve, 5));
  written = { before: count, after: 0 };
  backedUp = await run(
    makeBackupCommand(() => config),
    '--out',
    file('city.bak'),
    '--key-file',
    file('operator.pub'),
  );
  written.after = count;
  stop = true;
  await writing;
}, 60_000);
afterAll(async () => {
  await city.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const restored = async (dataDir: string, ...more: string[]) =>
  run(
    makeRestoreCommand(() => configOf(dataDir)),
    '--in',
    file('city.bak'),
    '--operator-key',
    file('operator'),
    ...more,
  );
const untouched = (dataDir: string) => !fs.existsSync(dataDir) || fs.readdirSync(dataDir).length === 0;

test('平台正在写入时备份成功，说明要用哪把运维私钥和数据密钥；文件里没有明文，也没有数据密钥', async () => {
  expect(backedUp).toMatchObject({ code: 0, err: '' });
  const [key] = readKeyFile(city.config.keyFile).keys;
  expect(backedUp.out).toContain(`数据密钥 ${key!.id}`);
  const bytes = fs.readFileSync(file('city.bak'));
  for (const secret of [MARKER, NUMBER, '备份人', key!.secret]) expect(bytes.includes(secret)).toBe(false);
  expect(fs.statSync(file('city.bak')).mode & 0o777).toBe(0o600);
});

test('恢复到空目录：行数与摘要一致，号码查得到，密文打得开，上传文件在，审计核验通过，备份本身留在审计里', async () => {
  const target = file('restored');
  const answer = await restored(target, '--keys', city.config.keyFile);
  expect(answer).toMatchObject({ code: 0, err: '' });
  expect(answer.out).toContain('没有发现改动');
  expect(fs.existsSync(path.join(target, 'restoring'))).toBe(false);
  const config = configOf(target);
  const attached = await attach(config);
  const { context, database } = await contextOn(config, attached);
  try {
    const person = await context.read(everywhere, (tx) => findByIdNumber(tx, NUMBER));
    const address = await context.write(everywhere, (tx) =>
      reveal(tx, { personId: person!.id, field: 'address', purpose: '测试' }),
    );
    expect(address).toEqual({ ok: true, value: MARKER });
    const opened = await openFile(context, everywhere, openFileStore(path.join(target, 'files')), fileId);
    expect(opened.ok && opened.value.bytes.equals(PAPER)).toBe(true);
    const { persons } = await context.read(everywhere, (tx) =>
      tx.one<{ persons: number }>(sql`select count(*)::int as persons from person`),
    );
    // One snapshot: everything that was committed before, nothing that came after the end.
    expect(persons - 1).toBeGreaterThanOrEqual(written.before);
    expect(persons - 1).toBeLessThanOrEqual(written.after);
    // Names are found once, although a trigger fills the table of names as well.
    const owner = poolOf(attached.ownerUrl, config.schema);
    const { rows } = await owner.query(
      `select count(*)::int as keys from person_search s join person p on p.id = s.person_id where p.name = '备份人'`,
    );
    expect(rows).toEqual([{ keys: 4 }]);
    const eras = await owner.query('select era, reason from audit_era order by era');
    expect(eras.rows).toMatchObject([{ era: 1 }, { era: 2, reason: expect.stringContaining('restored') }]);
    // Work goes on: the new rows are of the new era, and the chain holds.
    await context.write(everywhere, (tx) => register(tx, { name: '恢复以后', division: VILLAGE }));
    await seal(config, context);
    expect(await verifyAudit(owner, context.keys, { headFile: path.join(target, 'audit-head.jsonl') })).toMatchObject({
      problemCount: 0,
      unsealed: { count: 0 },
    });
    await owner.end();
  } finally {
    await database.close();
    await attached.close();
  }
}, 60_000);

test('备份是平台自己的一次操作：审计里有一条', async () => {
  const owner = poolOf(city.cluster.url('minzheng_owner'), city.config.schema);
  const { rows } = await owner.query(
    `select actor_id, detail->'rows' > '20' as counted from audit_log where action = 'city.backed-up'`,
  );
  expect(rows).toMatchObject([{ counted: true }]);
  await owner.end();
});

test('运维私钥不对：说明要用哪一把，目标仍是空的', async () => {
  await run(
    makeKeysCommand(() => city.config),
    'operator',
    '--out',
    file('other'),
  );
  const answer = await run(
    makeRestoreCommand(() => configOf(file('wrong'))),
    '--in',
    file('city.bak'),
    '--operator-key',
    file('other'),
    '--keys',
    city.config.keyFile,
  );
  const wanted = (JSON.parse(fs.readFileSync(file('operator'), 'utf8')) as { id: string }).id;
  expect(answer.code).toBe(1);
  expect(answer.err).toContain(`这份备份要用运维密钥 ${wanted} 打开`);
  expect(untouched(file('wrong'))).toBe(true);
});

test('缺少数据密钥：说出缺哪一把，目标仍是空的', async () => {
  const used = readKeyFile(city.config.keyFile).keys[0]!.id;
  const none = await restored(file('nokeys'));
  expect([none.code, none.err]).toEqual([1, expect.stringContaining(`数据密钥 ${used} 加密`)]);
  writeKeyFile(file('strange.json'), { keys: [newKey('2026-02-02')] });
  const strange = await restored(file('nokeys'), '--keys', file('strange.json'));
  expect([strange.code, strange.err]).toEqual([1, expect.stringContaining(`没有数据密钥 ${used}`)]);
  expect(untouched(file('nokeys'))).toBe(true);
});

test('目录里已有数据：一句话拒绝，什么也不动', async () => {
  const answer = await restored(file('live'));
  expect(answer.code).toBe(1);
  expect(answer.err).toMatch(/^.*已有数据（audit-head\.jsonl、|^.*已有数据（files、/);
  expect(answer.err.trim().split('\n')).toHaveLength(1);
});

const changedInTheMiddle = (bytes: Buffer): Buffer => {
  bytes[bytes.length >> 1]! ^= 1;
  return bytes;
};

test.each([
  ['中间改了一个字节', changedInTheMiddle],
  ['尾部被截掉', (bytes: Buffer) => bytes.subarray(0, -40)],
] as const)(
  '备份文件%s：拒绝，没有留下半份数据',
  async (_title, harm) => {
    fs.writeFileSync(file('harmed.bak'), harm(fs.readFileSync(file('city.bak'))));
    const answer = await run(
      makeRestoreCommand(() => configOf(file('harmed'))),
      '--in',
      file('harmed.bak'),
      '--operator-key',
      file('operator'),
      '--keys',
      city.config.keyFile,
    );
    expect(answer.code).toBe(1);
    expect(answer.err).toContain('备份文件不完整，或者被改动过');
    expect(untouched(file('harmed'))).toBe(true);
  },
  60_000,
);

test('外部数据库：有数据时拒绝；空的可以恢复；上次恢复被中断的可以重来，没重来之前不能启动', async () => {
  const admin = new pg.Client({ connectionString: city.cluster.url('postgres', 'postgres') });
  await admin.connect();
  await admin.query('create database moved owner minzheng_owner');
  await admin.end();
  const external = { appUrl: city.cluster.url('minzheng_app', 'moved'), ownerUrl: city.cluster.url('minzheng_owner', 'moved') };
  const settings = { ...configOf(file('moved')), external };
  const role = { ownerUrl: external.ownerUrl, schema: settings.schema, appRole: 'minzheng_app' };
  await migrate(role);
  const again = () =>
    run(
      makeRestoreCommand(() => settings),
      '--in',
      file('city.bak'),
      '--operator-key',
      file('operator'),
      '--keys',
      city.config.keyFile,
    );
  const refused = await again();
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('已有城市 xianning 的数据')]);
  const owner = poolOf(external.ownerUrl, settings.schema);
  await owner.query(`comment on schema ${settings.schema} is '${RESTORING}'`);
  await expect(migrate(role)).rejects.toThrow('上一次恢复没有做完');
  expect(await again()).toMatchObject({ code: 0, err: '' });
  expect((await owner.query('select count(*)::int as n from person')).rows[0].n).toBeGreaterThan(20);
  await expect(migrate(role)).resolves.toEqual([]);
  await owner.end();
}, 60_000);
