import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext, testKeys } from '../../../tests/database.ts';
import { systemActor } from '../../kernel/access/index.ts';
import { recordAudit, sealAudit } from '../../kernel/audit/server.ts';
import { makeAuditCommand } from './audit.ts';

let city: Awaited<ReturnType<typeof freshContext>>;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'audit-'));
const headFile = path.join(folder, 'heads.jsonl');
beforeAll(async () => {
  city = await freshContext();
  const actor = systemActor('test', city.context.city);
  const write = () => city.context.write(actor, (tx) => recordAudit(tx, { action: 'person.opened' }));
  await write();
  while ((await sealAudit(city.context, { headFile })) === 0); // other test files may hold the horizon back for a moment
  await write();
});
afterAll(async () => {
  await city.drop();
  fs.rmSync(folder, { recursive: true });
});

async function run(...args: string[]) {
  const written = { out: '', err: '' };
  const sink = (key: 'out' | 'err') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        written[key] += chunk.toString();
        done();
      },
    });
  const command = makeAuditCommand((work) => work({ owner: city.owner, keys: testKeys, headFile }));
  const code = await command.run(args, { stdin: Readable.from([]), stdout: sink('out'), stderr: sink('err') });
  return { code, ...written };
}

test('没有改动：返回 0，说明封存多少、尚未封存几条和最早时间', async () => {
  const { code, out } = await run('verify');
  expect(code).toBe(0);
  expect(out).toMatch(/^封存1号，共1条审计记录；没有发现改动。\n尚未封存1条，最早一条记于\d{4}年\d+月\d+日 \d\d:\d\d:\d\d。\n$/);
});

test('有人改了记录：返回 1，指出第几号封存；json 给出同样内容', async () => {
  await city.owner.query("update audit_log set action = 'person.closed'");
  const { code, out } = await run('verify');
  expect([code, out.split('\n')[0]]).toEqual([1, '第1号封存内有审计记录被改动。']);
  const json = await run('verify', '--format', 'json');
  expect([json.code, JSON.parse(json.out).problems]).toEqual([
    1,
    [{ fault: 'ROW_CHANGED', seal: 1, message: '第1号封存内有审计记录被改动。' }],
  ]);
});

test('指定的链头文件不存在：说明找不到，不当作通过', async () => {
  const { code, out } = await run('verify', '--head', `${headFile}.none`);
  expect(code).toBe(1);
  expect(out).toContain('找不到库外链头文件');
});

test('写错用法：一行说明，返回 2', async () => {
  expect(await run('check')).toMatchObject({ code: 2, err: expect.stringContaining('audit verify') });
  expect(await run('verify', '--format', 'xml')).toMatchObject({ code: 2, err: expect.stringContaining('xml') });
});
