/** 监督查询 (8.3): saved questions, each with its words and limits, answered as of today; a row is a thing to look into, not a verdict. */
import { type Sql, sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { type CountedRow, countedRows } from '../../../kernel/indicator/server.ts';
import { parametersOf, withParameters } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { conductQueries } from './conduct.ts';
import { meansPage } from './means.ts';
import { moneyQueries } from './money.ts';
import { type FindingRow, type QueryView, type RectificationState, rectificationStates } from './terms.ts';

export interface Limits {
  readonly accounts: number;
  readonly unchangedMonths: number;
  readonly idleMonths: number;
  readonly roundFen: number;
  readonly roundTimes: number;
  readonly houseSets: number;
}

export interface SupervisionQuery {
  readonly key: string;
  readonly zh: string;
  readonly says: (limits: Limits) => string;
  /** Columns as of a counted record (kernel indicator). */
  readonly rows: (at: { tx: Tx; limits: Limits }) => Sql;
  /** Reads every account of the city: not counted for the list, only looked for when it is opened. */
  readonly onOpening?: true;
  /** Whom records are about that open neither a person, a case, a household nor a clue: by their ids. */
  readonly persons?: (ids: readonly string[]) => Sql;
}

const MEANS = {
  key: 'means',
  zh: '有车、有房、有企业或财政供养',
  says: ({ houseSets }: Limits) => `低保家庭的核对报告里查得机动车、超过${houseSets}套的住房、市场主体或财政供养工资。`,
};

const bySql: readonly SupervisionQuery[] = [...moneyQueries, ...conductQueries];
export const queryNames: ReadonlyMap<string, string> = new Map([...bySql, MEANS].map((q) => [q.key, q.zh]));

export const limitsOf = async (tx: Tx): Promise<Result<Limits, 'PARAM_MISSING'>> =>
  withParameters({ parameters: await parametersOf(tx), division: tx.city, date: tx.today }, (read) => {
    const whole = (key: string) => Number(read.ref(key).value);
    return {
      accounts: whole('SUP-ACCOUNTS'),
      unchangedMonths: whole('SUP-UNCHANGED-MONTHS'),
      idleMonths: whole('SUP-IDLE-MONTHS'),
      roundFen: read.fen('SUP-ROUND'),
      roundTimes: whole('SUP-ROUND-TIMES'),
      houseSets: whole('HOUSE-SETS'),
    };
  });

const COUNT_LIMIT = 100;

/** Every query with its words and a count up to a hundred, where counting is quick. */
export async function queryViews(tx: Tx): Promise<Result<QueryView[], 'PARAM_MISSING'>> {
  const limits = await limitsOf(tx);
  if (!limits.ok) return limits;
  const open = await tx.rows<{ query: string; open: number }>(
    sql`select query, count(*)::int as open from rectification where state in ('assigned', 'done') group by query limit 50`,
  );
  const openOf = (key: string) => open.find((o) => o.query === key)?.open ?? 0;
  const views: QueryView[] = [];
  for (const query of bySql) {
    const counted = query.onOpening
      ? null
      : await tx.one<{ count: number }>(
          sql`select count(*)::int as count from (select 1 from (${query.rows({ tx, limits: limits.value })}) q limit ${COUNT_LIMIT}) c`,
        );
    views.push({
      key: query.key,
      zh: query.zh,
      says: query.says(limits.value),
      count: counted?.count ?? null,
      open: openOf(query.key),
    });
  }
  views.push({ key: MEANS.key, zh: MEANS.zh, says: MEANS.says(limits.value), count: null, open: openOf(MEANS.key) });
  return ok(views);
}

async function page(
  tx: Tx,
  key: string,
  at: { limits: Limits; division: DivisionCode; cursor?: string },
): Promise<{ rows: CountedRow[]; next: string | null } | null> {
  const cursor = at.cursor ? { cursor: at.cursor } : {};
  if (key === MEANS.key) return meansPage(tx, { division: at.division, houseSets: at.limits.houseSets, ...cursor });
  const query = bySql.find((q) => q.key === key);
  if (!query) return null;
  return countedRows(tx, query.rows({ tx, limits: at.limits }), {
    division: at.division,
    audit: 'supervision.listed',
    persons: query.persons,
    ...cursor,
  });
}

/** One page of a query: the rows with what has been ordered about each. */
export async function findings(
  tx: Tx,
  key: string,
  at: { division?: DivisionCode; cursor?: string },
): Promise<Result<{ zh: string; says: string; rows: FindingRow[]; next: string | null }, 'NOT_FOUND' | 'PARAM_MISSING'>> {
  const limits = await limitsOf(tx);
  if (!limits.ok) return limits;
  const own = tx.actor.division ?? tx.city;
  const division = at.division && inScope(at.division, own) ? at.division : own;
  const found = await page(tx, key, { limits: limits.value, division, ...(at.cursor ? { cursor: at.cursor } : {}) });
  if (!found) return fail('NOT_FOUND');
  const orders = await tx.rows<{ id: string; subject: string; state: RectificationState; dueOn: FindingRow['placeName'] }>(
    sql`select distinct on (subject) id, subject, state, due_on from rectification where query = ${key} and subject = any(${found.rows.map((r) => r.id)}::text[]) order by subject, found_on desc, id desc`,
  );
  const query = bySql.find((q) => q.key === key) ?? MEANS;
  return ok({
    zh: query.zh,
    says: query.says(limits.value),
    next: found.next,
    rows: found.rows.map((row) => {
      const order = orders.find((o) => o.subject === row.id);
      return {
        ...row,
        rectification: order
          ? ({
              id: order.id,
              state: order.state,
              stateZh: rectificationStates[order.state],
              dueOn: order.dueOn,
            } as FindingRow['rectification'])
          : null,
      };
    }),
  });
}

/** The one row of a query that an order is about, looked up again at the moment of ordering: nothing is ordered on what the browser says. */
export async function findingOf(tx: Tx, key: string, subject: string): Promise<CountedRow | null> {
  const limits = await limitsOf(tx);
  if (!limits.ok) return null;
  if (key === MEANS.key) {
    const before = await tx.maybe<{ before: string | null; division: DivisionCode }>(
      sql`select division, (select max(b.id::text) from entitlement b where b.id < e.id and b.programme = 'dibao' and b.state = 'active' and b.division = e.division) as before
        from entitlement e where e.id::text = ${subject}`,
    );
    if (!before) return null;
    const { rows } = await meansPage(tx, {
      division: before.division,
      houseSets: limits.value.houseSets,
      ...(before.before ? { cursor: before.before } : {}),
    });
    return rows.find((row) => row.id === subject) ?? null;
  }
  const query = bySql.find((q) => q.key === key);
  if (!query) return null;
  const own = tx.actor.division ?? tx.city;
  const one = sql`select * from (${query.rows({ tx, limits: limits.value })}) q where q.id = ${subject}`;
  return (await countedRows(tx, one, { division: own, audit: 'supervision.listed', persons: query.persons })).rows[0] ?? null;
}
