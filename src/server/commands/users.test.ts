import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/database.ts';
import { sql } from '../../database/sql.ts';
import { actorOf, changeOwnPassword, signInStaff, systemActor, totpCode } from '../../kernel/access/server.ts';
import { newKey, writeKeyFile } from '../../kernel/protect/server.ts';
import { contextOn, run, scratchFolder } from '../backup/fixtures.ts';
import { type Config, readConfig } from '../config.ts';
import { makeUsersCommand } from './users.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
let config: Config;
let city: Awaited<ReturnType<typeof contextOn>>;
const users = (...args: string[]) =>
  run(
    makeUsersCommand(() => config),
    ...args,
  );
const create = (login: string, name: string, ...more: string[]) =>
  users('create-admin', '--login', login, '--name', name, ...more);

beforeAll(async () => {
  db = await freshDatabase();
  const folder = scratchFolder();
  // A city's own database as `migrate` leaves it: nobody can sign in.
  config = {
    ...readConfig({ MINZHENG_DATA: folder }),
    schema: 'city',
    external: { appUrl: db.appUrl, ownerUrl: db.ownerUrl },
  };
  writeKeyFile(config.keyFile, { keys: [newKey('2026-01-01')] });
  city = await contextOn(config, { appUrl: db.appUrl });
});
afterAll(async () => {
  await city.database.close();
  await db.drop();
});

test('一个城市的第一个账号：打印一次初始密码和动态码密钥，登录后先换密码；再建要写 --yes', async () => {
  const made = await create('tang.liang', '唐亮');
  expect(made, made.err).toMatchObject({ code: 0, err: '' });
  const [, password] = made.out.match(/初始密码 +(\S+)/)!;
  const [, secret] = made.out.match(/动态码密钥 +(\S+)/)!;
  expect(made.out).toContain(`secret=${secret}&issuer=`);

  const opened = await signInStaff(city.context, {
    login: 'tang.liang',
    password: password!,
    code: totpCode(secret!, Date.now()),
  });
  if (!opened.ok) throw new Error(opened.code);
  const { actor } = (await actorOf(city.context, opened.value.token))!;
  expect(actor).toMatchObject({ role: 'sys-admin', division: '421200000000', passwordDue: true });
  const changed = await changeOwnPassword(city.context, actor, { password: password!, fresh: '青山绿水又一年-2026' });
  expect(changed.ok).toBe(true);
  expect((await actorOf(city.context, opened.value.token))!.actor.passwordDue).toBeUndefined();

  const again = await create('second', '王强');
  expect(again.code).toBe(1);
  expect(again.err).toContain('已经有在用的系统管理员：唐亮（tang.liang）');
  expect((await create('second', '王强', '--yes')).code).toBe(0);
  expect(await create('second', '王强', '--yes')).toMatchObject({ code: 1, err: '账号second已存在，请换一个。\n' });
  const rows = await city.context.read(systemActor('test', '421200000000'), (tx) =>
    tx.rows<{ actorId: string }>(sql`select actor_id from audit_log where action = 'user.created'`),
  );
  expect(rows).toEqual([{ actorId: 'system:operation' }, { actorId: 'system:operation' }]);
});

test('停用的管理员不算在用', async () => {
  await db.owner.query('update city.staff_user set active = false');
  expect((await create('third', '刘敏')).code).toBe(0);
});

test('写错用法：两种语言各一句，返回2', async () => {
  for (const args of [
    [],
    ['create-admin'],
    ['create-admin', '--login', 'a.b.c'],
    ['delete', '--login', 'a.b.c', '--name', '某某'],
  ])
    expect(await users(...args)).toMatchObject({ code: 2, err: expect.stringContaining('用法 usage: users create-admin') });
  expect((await create('1x', '某某')).err).toContain('小写字母开头');
  expect((await create('abc', '某')).err).toContain('2至50字');
  expect((await users('create-admin', '--force')).err).toContain('没有选项 --force');
});
