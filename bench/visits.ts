/**
 * The day's visits of a whole city: over 400,000 older people of whom some 60,000 are in the duty. Measured on the first day of a month that is due for everybody:
 * who is in by the facts recorded since the day before, and the duty of each with its day. `node bench/visits.ts [--persons 2650000]`
 */
import { parseArgs } from 'node:util';
import '../src/server/domains.ts';
import { sql } from '../src/database/sql.ts';
import { sweepStandings, visitsDaily } from '../src/domains/elderly-care/visits/duty.ts';
import { KIND } from '../src/domains/elderly-care/visits/terms.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { passDuties } from '../src/kernel/task/server.ts';
import { loadPack } from '../src/server/open.ts';
import { openCity, since, TODAY, withOwner } from './make-city.ts';
import { machine, print, say } from './measure.ts';

const { values } = parseArgs({ options: { persons: { type: 'string', default: '2650000' } } });
const LIMIT_SECONDS = 20;
/** One older person in so many is in the duty. */
const ONE_IN = 7;

const town = await openCity({ count: Number(values.persons), log: say });
try {
  const { context } = town;
  await loadPack({ context }, town.city);
  const system = systemActor('bench', context.city);
  const timed = async <T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> => {
    const started = performance.now();
    const result = await work();
    return { result, seconds: since(started) };
  };
  const counted = await withOwner(town.cluster.url('minzheng_owner'), async (client) => {
    const elders = await client.query(
      `select count(*)::int as n from person where birth_date <= '${TODAY}'::date - interval '60 years' and life_state = 'alive'`,
    );
    const facts =
      await client.query(`insert into fact_version (id, subject_kind, subject_id, kind, value, source, valid_from, known_since, recorded_by)
      select uuidv7(), 'person', id, 'living-status', jsonb_build_object('status', (array['alone', 'empty-nest', 'left-behind'])[1 + nth % 3]), '测量', '2026-01-01', '2026-08-30T02:00:00Z', 'bench'
      from (select id, row_number() over (order by id) as nth from person where birth_date <= '${TODAY}'::date - interval '60 years' and life_state = 'alive') p where nth % ${ONE_IN} = 0`);
    await client.query('vacuum (analyze) fact_version');
    return { elders: elders.rows[0].n as number, facts: facts.rowCount };
  });
  say(`${counted.elders} of 60 and more, ${counted.facts} facts`);
  const entered = await timed(() => sweepStandings(context));
  say(`${entered.result} persons settled for the first time after ${entered.seconds} s`);
  await withOwner(town.cluster.url('minzheng_owner'), async (client) => {
    // As if all of them had been in since spring: every cadence begins today.
    await client.query(
      `update task_plan set active_on = '2026-03-01', next_from = case cadence when 'week' then '2026-08-31'::date else '2026-09-01'::date end`,
    );
    await client.query('vacuum (analyze) task_plan, task_duty, visit_standing');
  });
  const day = await timed(() => visitsDaily(context));
  const { duties, villages } = await context.read(system, (tx) =>
    tx.one<{ duties: number; villages: number }>(
      sql`select count(*)::int as duties, count(distinct division)::int as villages from task_duty where kind = ${KIND} and cause = 'period'`,
    ),
  );
  const again = await timed(() => visitsDaily(context));
  const passed = await timed(() => passDuties(context));
  print({
    bench: 'visits',
    persons: town.persons,
    elders: counted.elders,
    inTheDuty: entered.result,
    villages,
    duties,
    seconds: { firstEntry: entered.seconds, day: day.seconds, nothingBegins: again.seconds, look: passed.seconds },
    aim: LIMIT_SECONDS,
    reached: day.seconds <= LIMIT_SECONDS,
    ...machine(),
  });
} finally {
  await town.stop();
}
