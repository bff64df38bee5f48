/**
 * Forward-only SQL migrations, found in every `migrations/` folder below `src/`, run in one global order by file name.
 * A file that has run may not change: its hash is kept. `{{app}}` in a file stands for the application's role.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';

const ROOT = path.resolve(import.meta.dirname, '..');

export interface Migration {
  name: string;
  file: string;
  text: string;
  hash: string;
}

export function findMigrations(root = ROOT): Migration[] {
  const files = fs
    .globSync('**/migrations/*.sql', { cwd: root })
    .map((file) => ({ name: path.basename(file, '.sql'), file: path.join(root, file) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (let i = 1; i < files.length; i++)
    if (files[i]!.name === files[i - 1]!.name) throw new Error(`two migrations are named ${files[i]!.name}`);
  return files.map(({ name, file }) => {
    const text = fs.readFileSync(file, 'utf8');
    return { name, file, text, hash: createHash('sha256').update(text).digest('hex') };
  });
}

/** The comment on a schema while a backup is restored into it: what a killed restore leaves must not be taken for a city. */
export const RESTORING = 'minzheng: a restore has not ended';

/** Brings one city's schema up to date. `only` runs just these (a restore: what the backup was made with). Returns the names that ran. */
export async function migrate(options: {
  ownerUrl: string;
  schema: string;
  appRole: string;
  only?: ReadonlySet<string>;
}): Promise<string[]> {
  const { schema, appRole } = options;
  for (const name of [schema, appRole]) if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`not a usable name: ${name}`);
  const client = new pg.Client({ connectionString: options.ownerUrl });
  await client.connect();
  try {
    await client.query(`select pg_advisory_lock(hashtext('minzheng-migrate'))`);
    const { rows } = await client.query<{ note: string | null }>(
      `select obj_description(oid, 'pg_namespace') as note from pg_namespace where nspname = $1`,
      [schema],
    );
    if (rows[0]?.note === RESTORING && !options.only) throw new Error('上一次恢复没有做完，请重新执行 restore。');
    await client.query(`create schema if not exists extensions; create extension if not exists btree_gist schema extensions;
      create schema if not exists ${schema}; grant usage on schema ${schema}, extensions to ${appRole};
      alter default privileges in schema ${schema} grant select, insert, update, delete on tables to ${appRole};
      alter default privileges in schema ${schema} grant usage on sequences to ${appRole};
      set search_path = ${schema}, extensions;
      create table if not exists migration (name text constraint migration_pkey primary key, hash text not null, ran_at timestamptz not null default clock_timestamp());
      revoke insert, update, delete on migration from ${appRole}`);
    const done = new Map(
      (await client.query<{ name: string; hash: string }>('select name, hash from migration')).rows.map((r) => [r.name, r.hash]),
    );
    const ran: string[] = [];
    for (const migration of findMigrations()) {
      if (options.only && !options.only.has(migration.name)) continue;
      const known = done.get(migration.name);
      if (known === migration.hash) continue;
      if (known) throw new Error(`migration ${migration.name} was changed after it ran`);
      await client.query('begin');
      try {
        await client.query(migration.text.replaceAll('{{app}}', appRole));
        await client.query('insert into migration (name, hash) values ($1, $2)', [migration.name, migration.hash]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw new Error(`migration ${migration.name}: ${(error as Error).message}`, { cause: error });
      }
      ran.push(migration.name);
    }
    return ran;
  } finally {
    await client.end();
  }
}

/** Refuses a runtime role that row-level security would not bind. Null when the role is fit. */
export async function unfitRole(pool: pg.Pool): Promise<string | null> {
  const { rows } = await pool.query<{ super: boolean; bypass: boolean; owns: number }>(
    `select rolsuper as super, rolbypassrls as bypass,
       (select count(*)::int from pg_class c where c.relowner = r.oid and c.relkind in ('r', 'p')) as owns
     from pg_roles r where rolname = current_user`,
  );
  const role = rows[0]!;
  if (role.super) return '数据库账号是超级用户，行级安全不起作用，拒绝启动。请把 DATABASE_URL 换成普通账号。';
  if (role.bypass) return '数据库账号可以绕过行级安全，拒绝启动。请去掉 BYPASSRLS。';
  if (role.owns > 0)
    return '数据库账号是数据表的所有者，行级安全不起作用，拒绝启动。请分开 DATABASE_URL 与 DATABASE_OWNER_URL 的账号。';
  return null;
}
