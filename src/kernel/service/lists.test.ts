/** Work lists over a filled table: every row once, and a page costs the same however long the list is. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { Sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import { whoLooked } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { residentActor } from '../resident/fixtures.ts';
import { hand, testItem } from './fixtures.ts';
import {
  casesOfPerson,
  gatherOpenWork,
  myCases,
  openWork,
  publishItems,
  type WorkFilter,
  workCards,
  workCounts,
  workList,
} from './server.ts';

const 汀泗桥镇 = '421202106000';
const 咸安区 = '421202000000';
const 咸宁市 = '421200000000';
const township = hand(汀泗桥镇, 'township-clerk');
const county = hand(咸安区, 'county-leader', { duty: 'county-confirmer' });
const cityHall = hand(咸宁市, 'township-clerk');
const OPEN = 12_000;
const CLOSED = 12_000;

let city: Awaited<ReturnType<typeof freshContext>>;

beforeAll(async () => {
  city = await freshContext({ start: '2026-03-02' });
  await city.context.write(systemActor('city-pack', '000000000000'), (tx) => publishItems(tx, [testItem]));
  const villages = city.city.divisions.all.filter((d) => d.level === 'village').map((d) => d.code);
  await city.owner.query(
    `insert into service_case (id, no, item_id, item_version, flow, flow_version, division, applicant_person_id, applicant_name, channel, state, holder, entered_on, due_on, submitted_at,
       accepted_on, closed_at, outcome, form, seq, created_at, created_by)
     select gen_random_uuid(), left(v.code, 6) || 'TT0120260301' || lpad(i::text, 5, '0'), 'TT-01', 1, 'test-notice', '1', v.code, gen_random_uuid(),
       (array['张','王','李','陈','刘'])[1 + i % 5] || (array['伟','秀英','小华'])[1 + i % 3], 'window',
       case when i > $2 then 'granted' else 'submitted' end,
       case when i > $2 then null else (array['township-clerk','township-leader','village-worker','county-confirmer'])[1 + (i / 7) % 4] end,
       date '2026-02-01', date '2026-01-15' + (i % 90), timestamptz '2026-01-01' + i * interval '1 minute', date '2026-03-01',
       case when i > $2 then timestamptz '2026-03-01' end, case when i > $2 then 'granted' end, '', 1, now(), 'test'
     from generate_series(1, $3) i join lateral (select ($1::text[])[1 + (i * 7919) % cardinality($1::text[])] as code) v on true`,
    [villages, OPEN, OPEN + CLOSED],
  );
  await city.owner.query('analyze service_case');
});
afterAll(() => city.drop());

interface PlanNode {
  'Node Type': string;
  'Index Name'?: string;
  'Relation Name'?: string;
  Plans?: PlanNode[];
}
const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];
const literal = (value: unknown): string =>
  Array.isArray(value) ? `'{${value.join(',')}}'` : `'${String(value).replaceAll("'", "''")}'`;

/** The plans of every statement on service_case that the work runs, as prepared: for these values, and for any values (generic). */
async function plansOf(
  actor: Parameters<typeof city.context.write>[0],
  work: (tx: Tx) => Promise<unknown>,
): Promise<PlanNode[][]> {
  const statements: Sql[] = [];
  const spy =
    <T>(ask: (statement: Sql) => Promise<T>) =>
    (statement: Sql) => {
      if (statement.text.includes('from service_case')) statements.push(statement);
      return ask(statement);
    };
  return city.context.write(actor, async (tx) => {
    await work({ ...tx, rows: spy(tx.rows) as Tx['rows'], one: spy(tx.one) as Tx['one'] });
    expect(statements.length).toBeGreaterThan(0);
    const plans: PlanNode[][] = [];
    for (const mode of ['force_custom_plan', 'force_generic_plan'])
      for (const [i, statement] of statements.entries()) {
        await tx.run(new Sql(`set local plan_cache_mode = ${mode}`, []));
        await tx.run(new Sql(`prepare ${mode}_${i} as ${statement.text}`, []));
        const [row] = await tx.rows<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
          new Sql(`explain (format json) execute ${mode}_${i}(${statement.values.map(literal).join(', ')})`, []),
        );
        await tx.run(new Sql(`deallocate ${mode}_${i}`, []));
        plans.push(nodesOf(row!['QUERY PLAN'][0]!.Plan));
      }
    return plans;
  });
}

async function expectIndexOrder(actor: Parameters<typeof city.context.write>[0], filter: WorkFilter, index: RegExp) {
  for (const plan of await plansOf(actor, (tx) => workList(tx, filter))) {
    const types = plan.map((node) => node['Node Type']);
    expect(types, JSON.stringify([filter, ...plan.map((n) => [n['Node Type'], n['Index Name']])])).not.toContain('Sort');
    expect(types).not.toContain('Incremental Sort');
    expect(types).not.toContain('Seq Scan');
    expect(plan.find((node) => node['Index Name'])?.['Index Name']).toMatch(index);
  }
}

describe('一页的代价与清单长短无关：按索引的次序读，不排序、不全表扫描', () => {
  test('我的待办：乡镇、县、市', async () => {
    await expectIndexOrder(township, { view: 'mine' }, /^service_case_work_d9$/);
    await expectIndexOrder(county, { view: 'mine' }, /^service_case_work_d6$/);
    await expectIndexOrder(cityHall, { view: 'mine' }, /^service_case_work_d4$/);
  });
  test('翻到后面的页、只看超期、只看今天到期：同样', async () => {
    const { next } = await city.context.write(county, (tx) => workList(tx, { view: 'mine' }));
    await expectIndexOrder(county, { view: 'mine', cursor: next! }, /^service_case_work_d6$/);
    await expectIndexOrder(county, { view: 'mine', light: 'overdue' }, /^service_case_work_d6$/);
    await expectIndexOrder(county, { view: 'mine', light: 'today' }, /^service_case_work_d6$/);
    await expectIndexOrder(township, { view: 'others' }, /^service_case_open_d9$/);
  });
  test('全部在办', async () => {
    await expectIndexOrder(township, { view: 'all' }, /^service_case_open_d9$/);
    await expectIndexOrder(county, { view: 'all' }, /^service_case_open_d6$/);
    await expectIndexOrder(cityHall, { view: 'all' }, /^service_case_open_d4$/);
    await expectIndexOrder(hand(villageOf(), 'village-worker'), { view: 'all' }, /^service_case_open_d/);
  });
  test('已办结：新近的在前', async () => {
    await expectIndexOrder(township, { view: 'done' }, /^service_case_done_d9$/);
    await expectIndexOrder(county, { view: 'done' }, /^service_case_done_d6$/);
    await expectIndexOrder(cityHall, { view: 'done' }, /^service_case_done_d4$/);
  });
  test('按姓名的开头找：在办和办结', async () => {
    for (const view of ['all', 'done'] as const) {
      await expectIndexOrder(county, { view, text: '张' }, /^service_case_name_d6$/);
      await expectIndexOrder(cityHall, { view, text: '张小华' }, /^service_case_name_d4$/);
    }
  });
  test('按办件号找', async () => {
    await expectIndexOrder(county, { view: 'all', text: '421202TT0120260301' }, /^service_case_no_key$/);
  });
  test('数量只数到1000', async () => {
    const counts = await city.context.read(cityHall, workCounts);
    expect(counts.all).toBe(1000);
    expect(counts.mine).toBe(1000);
    for (const plan of await plansOf(cityHall, workCounts))
      expect(plan.map((node) => node['Node Type'])).not.toContain('Seq Scan');
  });
  test('我的办件、一个人的办件：不扫全表', async () => {
    const me = residentActor('00000000-0000-7000-8000-000000000001');
    for (const plan of await plansOf(me, myCases)) expect(plan.map((node) => node['Node Type'])).not.toContain('Seq Scan');
    for (const plan of await plansOf(county, (tx) => casesOfPerson(tx, me.id)))
      expect(plan.filter((n) => n['Node Type'] === 'Seq Scan').map((n) => n['Relation Name'])).not.toContain('service_case');
  });
});

const villageOf = (): string =>
  city.city.divisions.all.find((d) => d.level === 'village' && d.code.startsWith('421202106'))!.code;

async function walk(
  actor: Parameters<typeof city.context.write>[0],
  filter: WorkFilter,
  between: () => Promise<void> = async () => {},
) {
  const rows: { id: string; dueOn: string | null; applicantName: string; no: string | null; light: string; division: string }[] =
    [];
  for (let cursor: string | undefined; ; ) {
    const page = await city.context.write(actor, (tx) => workList(tx, { ...filter, ...(cursor ? { cursor } : {}) }));
    expect(page.rows.length).toBeLessThanOrEqual(20);
    rows.push(...page.rows);
    if (!page.next) return rows;
    cursor = page.next;
    await between();
  }
}
const expected = async (where: string): Promise<string[]> =>
  (await city.owner.query(`select id from service_case where ${where}`)).rows.map((row) => row.id);

describe('一行不漏、一行不重', () => {
  test('边翻页边有新件进来：原有的每件恰好出现一次，先到期的在前', async () => {
    const before = await expected(`d9 = '421202106' and holder = 'township-clerk' and closed_at is null`);
    expect(before.length).toBeGreaterThan(20);
    let inserted = 0;
    const rows = await walk(township, { view: 'mine' }, async () => {
      await city.owner.query(
        `insert into service_case (id, item_id, item_version, flow, flow_version, division, applicant_person_id, applicant_name, channel, state, holder, entered_on, due_on, submitted_at, form, seq, created_at, created_by)
         select gen_random_uuid(), 'TT-01', 1, 'test-notice', '1', $1, gen_random_uuid(), '后来', 'window', 'submitted', 'township-clerk', date '2026-03-02', date '2026-01-15' + ($2::int * 3) % 90, now(), '', 1, now(), 'test'`,
        [villageOf(), ++inserted * 11],
      );
    });
    const ids = rows.map((row) => row.id);
    expect(inserted).toBeGreaterThan(0);
    expect(new Set(ids).size).toBe(ids.length);
    expect(before.filter((id) => !ids.includes(id))).toEqual([]);
    expect(rows.map((r) => r.dueOn)).toEqual(rows.map((r) => r.dueOn).toSorted());
    await city.owner.query(
      `update service_case set state = 'withdrawn', holder = null, closed_at = now(), outcome = 'withdrawn' where applicant_name = '后来'`,
    );
  });

  test('姓名、办件号、办结：各与直接查库一致', async () => {
    expect((await walk(township, { view: 'all', text: '张' })).map((r) => r.id).toSorted()).toEqual(
      (await expected(`d9 = '421202106' and closed_at is null and applicant_name like '张%'`)).toSorted(),
    );
    expect((await walk(township, { view: 'done', text: '王秀英' })).map((r) => r.id).toSorted()).toEqual(
      (await expected(`d9 = '421202106' and closed_at is not null and applicant_name = '王秀英'`)).toSorted(),
    );
    expect((await walk(township, { view: 'done' })).map((r) => r.id).toSorted()).toEqual(
      (await expected(`d9 = '421202106' and closed_at is not null`)).toSorted(),
    );
    const [one] = (
      await city.owner.query(
        `select no from service_case where d9 = '421202106' and closed_at is null and no is not null limit 1`,
      )
    ).rows;
    expect((await walk(township, { view: 'all', text: one.no })).map((r) => r.no)).toEqual([one.no]);
    expect((await walk(township, { view: 'all', text: one.no.toLowerCase() })).map((r) => r.no)).toEqual([one.no]);
  });

  test('红黄绿：超期和今天到期的筛选与灯一致', async () => {
    const overdue = await walk(township, { view: 'all', light: 'overdue' });
    expect(overdue.length).toBeGreaterThan(0);
    expect(new Set(overdue.map((r) => r.light))).toEqual(new Set(['overdue']));
    expect(new Set((await walk(county, { view: 'all', light: 'today' })).map((r) => r.dueOn))).toEqual(new Set(['2026-03-02']));
  });

  test('今天要办的每个数，点开正好是那么多件；以小时计的过了时刻就算超期，不再算今天到期', async () => {
    const [{ id }] = (
      await city.owner.query(
        `update service_case set due_on = '2026-03-02', due_at = '2026-03-02T00:00:00+08:00' where id =
           (select id from service_case where d9 = '421202106' and holder = 'township-clerk' and closed_at is null and due_on > '2026-03-02' order by id limit 1) returning id`,
      )
    ).rows;
    for (const actor of [township, hand(villageOf(), 'village-worker')]) {
      const counts = await city.context.read(actor, workCounts);
      for (const { key, list } of workCards) expect((await walk(actor, list)).length, key).toBe(counts[key]);
      expect(counts.mine + counts.others).toBe(counts.all);
    }
    const ids = async (light: 'overdue' | 'today') => (await walk(township, { view: 'mine', light })).map((row) => row.id);
    expect(await ids('overdue')).toContain(id);
    expect(await ids('today')).not.toContain(id);
  });

  test('只看下属一个村；别的乡镇、别的县：什么也没有；乱写的翻页记号从头开始', async () => {
    const village = villageOf();
    expect(new Set((await walk(township, { view: 'all', division: village })).map((r) => r.division))).toEqual(
      new Set([village]),
    );
    expect(await walk(township, { view: 'all', division: '421202101000' })).toEqual([]);
    expect(await walk(township, { view: 'all', division: '421221000000' })).toEqual([]);
    const first = await city.context.write(township, (tx) => workList(tx, { view: 'mine' }));
    for (const cursor of ['x', '~', "2026-99-99~';drop", `not-a-date~${first.rows[0]!.id}`, '2026-01-01~1234'])
      expect((await city.context.write(township, (tx) => workList(tx, { view: 'mine', cursor }))).rows.map((r) => r.id)).toEqual(
        first.rows.map((r) => r.id),
      );
  });

  test('名字里带百分号、引号、\\u0000 的查找不出错', async () => {
    for (const text of ['%', "'", '\\', '张\u0000', '_'])
      await city.context.write(township, (tx) => workList(tx, { view: 'all', text }));
  });

  test('清单被看过：名单上的人查得到是谁看的', async () => {
    const page = await city.context.write(county, (tx) => workList(tx, { view: 'mine' }));
    const { rows } = await city.owner.query(`select applicant_person_id as p from service_case where id = '${page.rows[0]!.id}'`);
    const looked = await city.context.read(residentActor(rows[0].p), (tx) => whoLooked(tx, rows[0].p));
    expect(looked.items.map((i) => [i.action, i.actorId])).toContainEqual(['case.listed', county.id]);
  });
});

describe('在办和超期的件数：不必一件一件数，和清单一样', () => {
  /** What the list would find, counted without any help. */
  const listed = async (division: string, length: number, today: string, now: string) =>
    (
      await city.owner.query(
        `select rpad(left(division, $2), 12, '0') as place, count(*)::int as open,
           (count(*) filter (where ends_on < $3 or (ends_on = $3 and due_at < $4)))::int as overdue
         from service_case where closed_at is null and division like $1 group by 1 order by 1`,
        [`${division.replace(/0+$/, '')}%`, length, today, now],
      )
    ).rows;
  const told = (actor: Parameters<typeof city.context.read>[0], division: string) =>
    city.context.read(actor, async (tx) => ({ rows: await openWork(tx, division as never), today: tx.today, now: tx.now }));
  async function agree() {
    for (const [actor, division, length] of [
      [cityHall, 咸宁市, 6],
      [cityHall, 咸安区, 9],
      [county, 咸安区, 9],
      [township, 汀泗桥镇, 12],
    ] as const) {
      const { rows, today, now } = await told(actor, division);
      expect(rows.length).toBeGreaterThan(1);
      expect(rows).toEqual(await listed(division, length, today, now));
    }
  }
  const rowsKept = async () =>
    (await city.owner.query('select count(*)::int as n, count(distinct (division, flow, ends_on))::int as places from open_work'))
      .rows[0];

  test('收进来的、结了的、搬了地方的、改了期限的、只到今天某一刻的；并起来以前和以后', async () => {
    await agree();
    await city.owner.query(`update service_case set closed_at = now(), state = 'granted', outcome = 'granted', holder = null
      where id in (select id from service_case where closed_at is null order by id limit 300)`);
    await city.owner.query(
      `update service_case set division = '421202106201' where id in (select id from service_case where closed_at is null order by id limit 40)`,
    );
    await city.owner.query(
      `update service_case set due_on = '2026-03-02', due_at = timestamptz '2026-03-01 16:00:01+00' where id in (select id from service_case where closed_at is null order by id desc limit 25)`,
    );
    await city.owner.query(
      `update service_case set due_on = '2026-03-02', due_at = timestamptz '2026-03-02 15:59:59+00' where id in (select id from service_case where closed_at is null order by id desc offset 25 limit 25)`,
    );
    await agree();
    expect((await rowsKept()).n).toBeGreaterThan((await rowsKept()).places);
    while ((await gatherOpenWork(city.context)) > 0);
    const { n, places } = await rowsKept();
    expect(n).toBe(places);
    await agree();
  });

  test('外县的人数不到这里：一件也没有', async () => {
    const elsewhere = hand('421222000000', 'county-leader', { duty: 'county-confirmer' });
    expect((await told(elsewhere, 咸安区)).rows).toEqual([]);
  });
});
