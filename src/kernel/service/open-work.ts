/** How much is open and how much is late, by place: for maps and cockpits, at the size of a city. */
import { and, sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import { inScope, levelOf, scopeRange } from '../division/index.ts';
import type { DivisionCode } from '../schema/index.ts';
import { anyRow, whenDue } from '../worker/server.ts';
import { inTime, scopeFilter, scopeOf } from './lists.ts';
import { hiddenFrom, knownFilter } from './visibility.ts';

interface OpenWork {
  readonly place: DivisionCode;
  readonly open: number;
  readonly overdue: number;
}

/**
 * What is open, and what of it is past its limit, by the units right below a city, a county or a township: each number is what the work list finds there.
 * Of cities and counties the counts that `open_work` keeps are added up; only what may be late since an hour of today is looked up case by case.
 */
export async function openWork(tx: Tx, division: DivisionCode): Promise<OpenWork[]> {
  const level = levelOf(division);
  const hidden = await hiddenFrom(tx);
  const own = tx.actor.division;
  if ((level !== 'city' && level !== 'county') || hidden.items.length > 0 || !own || !inScope(division, own))
    return lookedUp(tx, division);
  const length = level === 'city' ? 6 : 9;
  const { lo, hi } = scopeRange(division);
  return tx.rows<OpenWork>(sql`
    with kept as (select left(division, ${length}::int) as unit, sum(cases) as open, sum(cases) filter (where ends_on < ${tx.today}::date) as late
        from open_work where division >= ${lo} and division < ${hi} and not flow = any (${hidden.flows}::text[]) group by 1),
      now as (select left(division, ${length}::int) as unit, count(*) as late from service_case
        where ${and([...scopeOf(tx, { view: 'all' }), scopeFilter(tx, division), await knownFilter(tx)])} and ends_on = ${tx.today}::date and not ${inTime(tx)} group by 1)
    select rpad(kept.unit, 12, '0') as place, kept.open::int as open, (coalesce(kept.late, 0) + coalesce(now.late, 0))::int as overdue
    from kept left join now using (unit) where kept.open > 0 order by 1 limit 500`);
}

/** Case by case: of one township, or where a duty knows the cases of its own domain only. */
async function lookedUp(tx: Tx, division: DivisionCode): Promise<OpenWork[]> {
  const level = levelOf(division);
  const length = level === 'city' ? 6 : level === 'county' ? 9 : 12;
  const [, ...late] = scopeOf(tx, { view: 'all', light: 'overdue' });
  return tx.rows(sql`select rpad(left(division, ${length}::int), 12, '0') as place, count(*)::int as open, (count(*) filter (where ${and(late)}))::int as overdue
    from service_case where ${and([...scopeOf(tx, { view: 'all' }), scopeFilter(tx, division), await knownFilter(tx)])} group by 1 order by 1 limit 500`);
}

const several = sql`select division, flow, ends_on from open_work group by 1, 2, 3 having count(*) > 1 limit 5000`;

/** Puts the rows of one place, flow and day together again; every row is taken once, whoever does it at the same time. Gives how many are left of them. */
export const gatherOpenWork = whenDue(
  (tx) => anyRow(tx, sql`(${several}) s`),
  (context) =>
    context.write(systemActor('open-work', context.city), (tx) =>
      tx.run(sql`with several as (${several}),
        taken as (delete from open_work o using several s where (o.division, o.flow, o.ends_on) = (s.division, s.flow, s.ends_on) returning o.*)
      insert into open_work (division, flow, ends_on, cases)
        select division, flow, ends_on, sum(cases) from taken group by 1, 2, 3 having sum(cases) <> 0`),
    ),
);
