/** What must hold of every table, whoever adds it: row-level security, an application role that is bound by it, named constraints. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unfitRole } from '../src/database/migrate.ts';
import { freshDatabase } from './database.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

const names = async (query: string): Promise<string[]> =>
  (await db.owner.query<{ name: string }>(query)).rows.map((row) => row.name);

/** Columns that place a record somewhere or with somebody. */
const placed = `(division|d[0-9]+|county|person_id|.*_person_id|related_id|applicant_id|holder_id|member_id|head_id|household_id|case_id|payee_id|beneficiary_id)`;

const bound = (schema: string) => `select c.relname as name from pg_class c
  where c.relnamespace = '${schema}'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and exists (
    select from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attname ~ '^${placed}$')`;
const unguarded = (schema: string) =>
  `${bound(schema)} and not (c.relrowsecurity and exists (select from pg_policy p where p.polrelid = c.oid)) order by 1`;

describe('行级安全', () => {
  test('凡有地区或人员的表，都开启行级安全并有策略', async () => {
    expect((await names(bound('city'))).length).toBeGreaterThan(20);
    expect(await names(unguarded('city'))).toEqual([]);
  });

  test('这个检查看得见漏掉的表（种一张没有策略的表，它就报出来）', async () => {
    await db.owner.query(
      'create schema planted; create table planted.forgotten (id uuid, person_id uuid); create table planted.half (division text); alter table planted.half enable row level security',
    );
    expect(await names(unguarded('planted'))).toEqual(['forgotten', 'half']);
    await db.owner.query('drop schema planted cascade');
  });

  test('分区也不能绕过去：应用角色读不到分区表本身', async () => {
    const open = await names(`select c.relname as name from pg_class c join pg_inherits i on i.inhrelid = c.oid
      where c.relnamespace = 'city'::regnamespace and c.relkind = 'r' and has_table_privilege('minzheng_app', c.oid, 'select') and not c.relrowsecurity order by 1`);
    expect(open).toEqual([]);
  });

  test('合并时搬动了哪些记录，只有合并和撤销合并自己读得到', async () => {
    await expect(db.database.pool.query('select from city.person_merge_move')).rejects.toMatchObject({ code: '42501' });
  });

  test('什么范围都没有设：每张有策略的表都一行也看不到（公开的除外）', async () => {
    const publicTables = await names(
      `select distinct c.relname as name from pg_policy p join pg_class c on c.oid = p.polrelid where pg_get_expr(p.polqual, p.polrelid) = 'true' order by 1`,
    );
    expect(publicTables).toEqual([
      'division_change',
      'holiday',
      'parameter',
      'place_name_key',
      'place_name_version',
      'public_notice',
    ]);
  });
});

describe('应用角色', () => {
  test('不是超级用户、不能绕过行级安全、不拥有任何东西、不能建表', async () => {
    expect(await unfitRole(db.database.pool)).toBeNull();
    const [role] = (
      await db.owner.query(
        `select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication from pg_roles where rolname = 'minzheng_app'`,
      )
    ).rows;
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreatedb: false,
      rolcreaterole: false,
      rolreplication: false,
    });
    expect(
      await names(`select relname as name from pg_class where relowner = 'minzheng_app'::regrole union all select proname from pg_proc where proowner = 'minzheng_app'::regrole
      union all select nspname from pg_namespace where nspowner = 'minzheng_app'::regrole`),
    ).toEqual([]);
    await expect(db.database.pool.query('create table city.mine (id int)')).rejects.toMatchObject({ code: '42501' });
    expect(
      await names(
        `select r.rolname as name from pg_auth_members m join pg_roles r on r.oid = m.roleid where m.member = 'minzheng_app'::regrole`,
      ),
    ).toEqual([]);
  });

  test('只增不改的表：应用角色不能改、不能删', async () => {
    const writable =
      await names(`select t as name from unnest(array['audit_log', 'case_event', 'decision', 'service_item', 'ledger_entry', 'ledger_posting']) t
      where has_table_privilege('minzheng_app', 'city.' || t, 'update') or has_table_privilege('minzheng_app', 'city.' || t, 'delete')`);
    expect(writable).toEqual([]);
  });

  test('以所有者身份运行的函数都固定了 search_path，不是人人可调', async () => {
    expect(
      await names(`select p.proname as name from pg_proc p where p.pronamespace = 'city'::regnamespace and p.prosecdef
      and not exists (select from unnest(coalesce(p.proconfig, '{}')) c where c like 'search_path=%') order by 1`),
    ).toEqual([]);
  });
});

describe('约束', () => {
  test('每个约束都有自己的名字，不是数据库自动起的', async () => {
    // Not-null constraints are a property of the column (PostgreSQL 18 lists them too).
    const automatic =
      await names(`select c.relname || '.' || k.conname as name from pg_constraint k join pg_class c on c.oid = k.conrelid
      where k.connamespace = 'city'::regnamespace and k.contype in ('c', 'u', 'x', 'f') and not c.relispartition and k.coninhcount = 0
        and (k.conname ~ '_check[0-9]*$' or k.conname ~ '_key[0-9]+$' or k.conname ~ '_excl[0-9]*$' or k.conname ~ '_fkey[0-9]+$') order by 1`);
    expect(automatic).toEqual([]);
  });

  test('每张表都有主键和中文说明', async () => {
    expect(
      await names(`select c.relname as name from pg_class c where c.relnamespace = 'city'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'migration'
      and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p') order by 1`),
    ).toEqual(['person_search']); // 检索用的派生表，随人员增减
    expect(
      await names(`select c.relname as name from pg_class c where c.relnamespace = 'city'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'migration'
      and coalesce(obj_description(c.oid), '') !~ '[一-龥]' order by 1`),
    ).toEqual([]);
  });

  test('地区代码按字节排序（collate "C"）：范围比较不随数据库的语言变', async () => {
    expect(
      await names(`select c.relname || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_collation l on l.oid = a.attcollation
      where c.relnamespace = 'city'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and a.attname ~ '^(.*division|d[0-9]+)$' and a.atttypid = 'text'::regtype and l.collname <> 'C' order by 1`),
    ).toEqual([]);
  });
});

describe('两份档案合并', () => {
  /** Columns that hold a person and do not follow, each with the reason. */
  const stays: Readonly<Record<string, string>> = {
    'audit_log.person_id': '只增不改；谁看过按两份一起查',
    'death_amendment.person_id': '合并前须先办结',
    'demonstration_story.person_id': '演示用',
    'disability_certificate.person_id': '由事实派生，按保留的一份重新登记',
    'draft.person_id': '与所属人一起换（merge_person）',
    'entitlement_exclusion.person_id': '跟着 entitlement_member',
    'household.head_id': '按家庭成员换（merged-household.ts）',
    'household_member.person_id': '按两个时间换（merged-household.ts）',
    'life_event.person_id': '只增不改；各份档案自己的经过',
    'person.merged_into': '合并本身',
    'person_merge.merged_id': '合并本身',
    'person_merge.survivor_id': '合并本身',
    'person_search.person_id': '并掉的不列',
    'rehearsal_row.person_id': '预演当时的结果',
    'session.person_id': '登录结束（merge_person）',
    'sign_in_code.person_id': '一次性验证码',
  };

  test('凡记着人的列，要么跟到保留的一份，要么写明为什么不跟', async () => {
    const columns = await names(`select c.table_name || '.' || c.column_name as name from information_schema.columns c
      join pg_class t on t.relname = c.table_name and t.relnamespace = 'city'::regnamespace and t.relkind in ('r', 'p') and not t.relispartition
      where c.table_schema = 'city' and c.data_type = 'uuid' and (c.column_name ~ '(^|_)person_id$' or c.column_name in ('related_id', 'guardian_id', 'applicant_id', 'head_id', 'merged_into', 'survivor_id', 'merged_id')
        or exists (select from pg_constraint f join pg_attribute a on a.attrelid = f.conrelid and a.attnum = any (f.conkey)
          where f.conrelid = t.oid and f.contype = 'f' and f.confrelid = 'city.person'::regclass and a.attname = c.column_name)) order by 1`);
    const follows = await names(`select table_name || '.' || column_name as name from city.person_reference order by 1`);
    expect(columns.length).toBeGreaterThan(70);
    expect(columns.filter((column) => !follows.includes(column) && !(column in stays))).toEqual([]);
    expect(Object.keys(stays).filter((column) => !columns.includes(column))).toEqual([]);
    expect(
      await names(`select table_name || '.' || column_name as name from city.person_reference r
      where not exists (select from information_schema.columns c where c.table_schema = 'city' and c.table_name = r.table_name and c.column_name = r.column_name)`),
    ).toEqual([]);
  });
});
