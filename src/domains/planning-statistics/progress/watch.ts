/** 提醒: what has to be looked at is kept with each project, computed by the rules whenever it changes and once a day. */
import { type Sql, sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/server.ts';
import { dayNumber } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope, scopeRange } from '../../../kernel/division/index.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import type { ProjectLevel } from '../projects/place.ts';
import { alarmsOf, type Limits, medianPrice, overdueMonth, type Watched } from './rules.ts';
import type { Alarm } from './terms.ts';

defineTemplates({
  'project.stale': { title: '项目长期未更新', text: '{project}已{days}日未更新进度。' },
  'project.never': {
    title: '项目从未报过进度',
    text: '{place}有{count}个项目进库{days}日以上还没有报过进度，请到规划项目里逐个报。',
  },
  'project.to-check': { title: '项目月报待核', text: '{project}{month}的月报由{by}报来，请核对。' },
  'project.returned': { title: '项目月报被退回', text: '{project}{month}月报被退回：{reason}。' },
  'project.urged': { title: '市里督促项目进度', text: '{project}：{reason}' },
});

/** The standards in force today. */
export async function limitsOf(tx: Tx): Promise<Result<Limits & { reportDay: number }, 'PARAM_MISSING'>> {
  const keys = [
    'PROJECT-STALE-DAYS',
    'PROJECT-PAID-POINTS',
    'PROJECT-PRICE-FACTOR',
    'PROJECT-DESIGN-OVERRUN',
    'PROJECT-REPORT-DAY',
  ] as const;
  const values: number[] = [];
  for (const key of keys) {
    const found = await wholeParameter(tx, key, tx.city, tx.today);
    if (!found.ok) return found;
    values.push(found.value);
  }
  const [staleDays, paidPoints, priceFactor, designPercent, reportDay] = values as [number, number, number, number, number];
  return ok({
    staleDays,
    paidPoints,
    priceFactor,
    designPercent,
    reportDay,
    overdue: overdueMonth(tx.today, reportDay, tx.calendar),
  });
}

/** Another of the same name and category that is neither cancelled nor merged. A county does not see the others' rows: there the name that was found twice in the city stays so until the next day. */
const twin = (tx: Tx): Sql => {
  const same = sql`o.category = p.category and o.name = p.name and o.id <> p.id and o.side not in ('cancelled', 'merged')`;
  // 未列入印发表的没有表：与印出的、与别的申报的都比
  const seen = sql`(exists (select from project o where o.table_id = coalesce(p.table_id, (select t.id from project_table t
      where t.plan = p.plan and t.kind = 'detail' and t.state = 'current')) and ${same})
    or exists (select from project o where o.table_id is null and o.plan = p.plan and ${same}))`;
  return inScope(tx.city, tx.actor.division ?? tx.city) ? seen : sql`(p.alarms @> '{duplicate}' or ${seen})`;
};

/** Of those the condition finds; `p` is the project. The reported part of one county is judged by the medians of the whole city. */
export async function refreshAlarms(tx: Tx, where: Sql): Promise<Result<null, 'PARAM_MISSING'>> {
  const limits = await limitsOf(tx);
  if (!limits.ok) return limits;
  const rows = await tx.rows<Watched & { id: string; alarms: Alarm[] }>(sql`select p.id, p.alarms, p.stage, p.side,
      coalesce(p.adjusted_fen, p.investment_fen) as investment_fen, p.units, p.feasibility_fen, p.design_fen, p.reported_back_no, p.reported_month, p.updated_on, p.entered_on,
      (select coalesce(sum(f.paid_fen), 0)::bigint from project_funding f where f.project_id = p.id) as paid_fen, m.median_fen, ${twin(tx)} as twin
    from project p left join project_price m on m.plan = p.plan and m.category = p.category and m.subcategory = p.subcategory where ${where}`);
  const changed = rows
    .map((row) => ({ id: row.id, was: row.alarms, now: alarmsOf(row, limits.value, tx.today) }))
    .filter(({ was, now }) => was.join() !== now.join());
  if (changed.length > 0)
    await tx.run(sql`update project p set alarms = string_to_array(c.alarms, ',') from unnest(${changed.map((c) => c.id)}::uuid[], ${changed.map((c) => c.now.join())}::text[])
      c(id, alarms) where p.id = c.id`);
  return ok(null);
}

/** The yardstick of 单价疑点: of everything in the current table; by whoever sees the whole city. */
export async function refreshPrices(tx: Tx, of: { plan: string; tableId: string }): Promise<void> {
  const rows = await tx.rows<{ category: string; subcategory: string; investmentFen: Fen; units: number }>(
    sql`select category, subcategory, coalesce(adjusted_fen, investment_fen) as investment_fen, units from project where table_id = ${of.tableId} order by row_no`,
  );
  const groups = Map.groupBy(rows, (row) => `${row.category}\n${row.subcategory}`);
  const medians = [...groups.values()].map((group) => ({ ...group[0]!, median: medianPrice(group)! }));
  await tx.run(sql`delete from project_price where plan = ${of.plan}`);
  await tx.run(sql`insert into project_price (plan, category, subcategory, division, median_fen)
    select ${of.plan}, m.category, m.subcategory, ${tx.city}, m.median from unnest(${medians.map((m) => m.category)}::text[], ${medians.map((m) => m.subcategory)}::text[],
      ${medians.map((m) => m.median)}::bigint[]) m(category, subcategory, median)`);
}

/** Prices and alarms of a whole table, and of what was entered beside it. */
export async function watchTable(tx: Tx, of: { plan: string; tableId: string }): Promise<Result<null, 'PARAM_MISSING'>> {
  await refreshPrices(tx, of);
  return refreshAlarms(tx, sql`(p.table_id = ${of.tableId} or (p.table_id is null and p.plan = ${of.plan}))`);
}

/** Whoever answers for the reports of a project. */
export const officerOf = (level: ProjectLevel) => (level === 'city' ? 'city-clerk' : 'county-clerk');

interface Stale {
  id: string;
  name: string;
  level: ProjectLevel;
  division: DivisionCode;
  updatedOn: PlainDate | null;
}

/** 没有更新的: one notice for each project that had been reported, one for a county's that never were; once, until it is updated again. */
async function tellStale(tx: Tx, staleDays: number): Promise<void> {
  const rows =
    await tx.rows<Stale>(sql`select id, name, level, division, updated_on from project where alarms && '{stale,never}' and stale_told_on is null
    and (table_id is null or table_id in (select id from project_table where state = 'current')) order by id limit 5000`);
  for (const { name, level, division, updatedOn } of rows)
    if (updatedOn !== null)
      await notify(tx, {
        to: { performer: officerOf(level), division: level === 'city' ? tx.city : division },
        template: 'project.stale',
        params: { project: name, days: dayNumber(tx.today) - dayNumber(updatedOn) },
      });
  const never = rows.filter((row) => row.updatedOn === null);
  const groups = Map.groupBy(never, ({ level, division }) => (level === 'city' ? tx.city : `${division.slice(0, 6)}000000`));
  for (const [division, group] of groups)
    await notify(tx, {
      to: { performer: officerOf(division === tx.city ? 'city' : 'county'), division },
      template: 'project.never',
      params: { place: tx.divisions.get(division)?.name ?? '', count: group.length, days: staleDays },
    });
  await tx.run(sql`update project set stale_told_on = ${tx.today} where id = any(${rows.map((row) => row.id)}::uuid[])`);
}

function currentTables(tx: Tx): Promise<{ id: string; plan: string }[]> {
  const { lo, hi } = scopeRange(tx.city);
  return tx.rows(
    sql`select id, plan from project_table where kind = 'detail' and state = 'current' and division >= ${lo} and division < ${hi} order by plan limit 20`,
  );
}

/** Once a day, as the city: what time alone brings. Nothing where no table is imported. */
export const watchDaily = whenDue(currentTables, (context) =>
  context.write(systemActor('project-watch', context.city), async (tx) => {
    const tables = await currentTables(tx);
    const limits = await limitsOf(tx);
    if (!limits.ok) throw new Error(`project watch: ${limits.params.key ?? limits.code}`);
    for (const { id, plan } of tables) await watchTable(tx, { plan, tableId: id });
    await tellStale(tx, limits.value.staleDays);
  }),
);
