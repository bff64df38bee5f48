/** 密钥命令: real programs on this machine that answer, lie, hang and say too much. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { StartupProblem } from '../../database/cluster.ts';
import { type KeyFile, keyCommandSource, makeKeyRing, newKey, readKeyFile, retireKeys } from './server.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mz-keys-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

let made = 0;
function program(body: string, mode = 0o755): string {
  const file = path.join(folder, `tool-${++made}`);
  fs.writeFileSync(file, `#!/bin/sh\n${body}\n`, { mode });
  return file;
}
const printing = (text: string): string => {
  const file = path.join(folder, `answer-${++made}.json`);
  fs.writeFileSync(file, text);
  return program(`cat ${file}`);
};
const refusal = (command: string, limitMs?: number): string => {
  try {
    keyCommandSource(command, limitMs).read();
  } catch (error) {
    expect(error).toBeInstanceOf(StartupProblem);
    const { message } = error as Error;
    expect(message).not.toContain('\n');
    return message;
  }
  throw new Error('the command was taken');
};
const good: KeyFile = { keys: [newKey('2026-01-01'), newKey('2026-06-01')] };

test('命令打印的密钥与密钥文件一样用：最后一把加密，前面的能打开以前的', () => {
  const sealed = makeKeyRing({ keys: [good.keys[0]!] }).seal('甲', 'p');
  const source = keyCommandSource(printing(JSON.stringify(good)));
  expect(source.ring().open(sealed, 'p')).toBe('甲');
  expect(source.ring().current).toBe(good.keys[1]!.id);
  expect(source.write).toBeNull();
});

test('不经过 shell：参数原样传给程序；一个进程里只运行一次', () => {
  const log = path.join(folder, 'runs');
  const tool = program(`echo "$@" >> ${log}\nexec ${printing(JSON.stringify(good))}`);
  const source = keyCommandSource(`${tool}  export --label $(whoami);`);
  expect(source.read()).toEqual(good);
  source.ring();
  expect(fs.readFileSync(log, 'utf8')).toBe('export --label $(whoami);\n');
});

test('没有这个程序、不能执行、迟迟不答、返回错误：各说一句，指明是哪个命令', () => {
  expect(refusal(path.join(folder, 'nowhere'))).toContain('找不到密钥命令');
  expect(refusal(program('echo {}', 0o644))).toContain('不能执行');
  expect(refusal(program('sleep 30 & wait'), 300)).toMatch(/在1秒内没有答复/);
  expect(refusal(program('exit 3'))).toContain('返回 3');
  expect(refusal(program('kill -9 $$'))).toContain('SIGKILL');
  expect(refusal(program('yes | head -c 3000000'))).toContain('太长');
}, 20_000);

const secret = good.keys[0]!.secret;
test.each([
  ['不是 JSON', `登录成功\n${JSON.stringify(good)}`, '不是有效的 JSON'],
  ['空', '', '不是有效的 JSON'],
  ['null', 'null', '内容不完整'],
  ['没有密钥', '{"keys":[]}', '里没有密钥'],
  ['缺了一把的内容', `{"keys":[{"id":"k0000001","secret":"${secret}"},{"id":"k0000002"}]}`, '第2把密钥缺少'],
  ['不是对象', `{"keys":["${secret}"]}`, '第1把密钥缺少'],
  ['编号放成了密钥', `{"keys":[{"id":"${secret}","secret":"${secret}"}]}`, '第1把密钥的编号无效'],
  ['短了', `{"keys":[{"id":"k0000001","secret":"${secret.slice(0, 20)}"}]}`, '不是32字节'],
  ['同一把两次', JSON.stringify({ keys: [good.keys[0], good.keys[0]] }), '出现了两次'],
  ['退役密钥缺内容', `{"keys":[{"id":"k0000001","secret":"${secret}"}],"retired":[{"id":"k0000002"}]}`, '第1把退役密钥缺少'],
])('输出不对（%s）：一句话说明，句子里没有任何密钥', (_, text, said) => {
  const message = refusal(printing(text));
  expect(message).toContain(said);
  for (const part of [secret, secret.slice(0, 20)]) expect(message).not.toContain(part);
});

test('命令写到标准错误的东西不出现在句子里', () => {
  expect(refusal(program(`echo '${secret}' >&2; exit 1`))).not.toContain(secret);
});

test('密钥文件用同样的核对；退役后的文件读得回来', () => {
  const file = path.join(folder, 'keys.json');
  fs.writeFileSync(file, JSON.stringify(retireKeys(good, [good.keys[0]!.id], '2026-11-01')));
  expect(readKeyFile(file).retired).toHaveLength(1);
  fs.writeFileSync(file, '{"keys":[{"id":"k0000001","secret":"AA=="}]}');
  expect(() => readKeyFile(file)).toThrow(`密钥文件 ${file} 里第1把密钥（k0000001）的长度不是32字节`);
});
