/** What a quarter comes to: each month by who was in bed, at which level, and by what the home was then. */
import { sql } from '../../../database/sql.ts';
import { firstDayOf, plusDays, plusMonths, startOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { factsAsOf } from '../../../kernel/resident/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { policiesOf } from '../money/store.ts';
import type { Institution } from '../register/store.ts';
import { BEDS_LET } from '../supervision/checklist.ts';
import { classesOn } from '../supervision/credit.ts';
import { careHomes } from '../supervision/kind.ts';
import { gradesOf } from '../supervision/rating.ts';
import { gradeForMonth } from '../supervision/rating-rules.ts';
import { type Counted, doubtsOf, type Moves, type Whole } from './doubts.ts';
import { runNorms } from './parameters.ts';
import { type Band, bandOf, coveredThroughout, type RunMonth, runAmount } from './rules.ts';

export interface ComputedMonth extends RunMonth {
  readonly month: YearMonth;
  readonly fen: Fen;
  readonly nothing: string | null;
  /** What looks like a false claim; not of months that were counted before this was looked at. */
  readonly doubts?: readonly string[];
  readonly [key: string]: unknown;
}

export const monthsOf = (quarter: string): YearMonth[] => {
  const first = `${quarter.slice(0, 4)}-${String(Number(quarter.slice(6)) * 3 - 2).padStart(2, '0')}` as YearMonth;
  return [first, plusMonths(first, 1), plusMonths(first, 2)];
};

/**
 * Those who count in the home, each with the last day in bed: at least so many days in bed, not in support as 特困, nowhere longer in the month (as long:
 * the later place). Days of leave are no days in bed.
 */
const counted = (
  tx: Tx,
  home: Pick<Institution, 'id'>,
  of: { month: YearMonth; from: PlainDate; end: PlainDate; days: number },
) =>
  tx.rows<{ personId: string; onDay: PlainDate }>(sql`with stay as (
      select s.id, s.institution_id, s.person_id, s.from_on, least(coalesce(s.to_on, ${of.end}::date), ${of.end}::date) as until,
        least(coalesce(s.to_on, ${of.end}::date), ${of.end}::date) - greatest(s.from_on, ${of.from}::date)
          - coalesce((select sum(greatest(0, least(coalesce(l.to_on, ${of.end}::date), coalesce(s.to_on, ${of.end}::date), ${of.end}::date) - greatest(l.from_on, s.from_on, ${of.from}::date)))
            from care_leave l where l.stay_id = s.id), 0) as days
      from care_stay s where s.from_on < ${of.end} and (s.to_on is null or s.to_on > ${of.from})
    ), ranked as (select stay.*, row_number() over (partition by person_id order by days desc, from_on desc) as place from stay)
    select r.person_id, coalesce((select l.from_on - 1 from care_leave l where l.stay_id = r.id and l.from_on < r.until and (l.to_on is null or l.to_on >= r.until)), r.until - 1) as on_day
    from ranked r where r.institution_id = ${home.id} and r.place = 1 and r.days >= ${of.days}
      and not exists (select from entitlement_member m join entitlement e on e.id = m.entitlement_id
        where m.person_id = r.person_id and e.programme = 'tekun' and m.months @> month_no(${of.month}))
    order by r.person_id limit 5000`);

/** The level in force on a day, with the day from which; whoever was not assessed by then is not counted. */
async function levelOn(
  tx: Tx,
  { personId, onDay }: { personId: string; onDay: PlainDate },
): Promise<{ level: number; from: PlainDate } | null> {
  const [fact] = await factsAsOf(tx, { kind: 'person', id: personId }, { validOn: onDay, kinds: ['capacity-level'] });
  const value = fact?.value as { level: number; validTo: PlainDate } | undefined;
  return fact && value && value.validTo >= onDay ? { level: value.level, from: fact.validFrom } : null;
}

/** Persons at whose bed anything was recorded in the days. */
const caredFor = async (tx: Tx, home: Pick<Institution, 'id'>, of: { from: PlainDate; end: PlainDate }): Promise<Set<string>> =>
  new Set(
    (
      await tx.rows<{ personId: string }>(sql`select distinct s.person_id from care_stay s where s.institution_id = ${home.id}
        and exists (select from care_record r where r.stay_id = s.id and r.done_at >= ${startOf(of.from).toISOString()} and r.done_at < ${startOf(of.end).toISOString()})`)
    ).map(({ personId }) => personId),
  );

/** Of those, whose meals or vital signs were; a record from before they were told apart counts as one. */
const measuredIn = async (tx: Tx, home: Pick<Institution, 'id'>, of: { from: PlainDate; end: PlainDate }): Promise<Set<string>> =>
  new Set(
    (
      await tx.rows<{ personId: string }>(sql`select distinct s.person_id from care_stay s where s.institution_id = ${home.id}
        and exists (select from care_record r where r.stay_id = s.id and r.done_at >= ${startOf(of.from).toISOString()} and r.done_at < ${startOf(of.end).toISOString()}
          and (r.vital is not false or r.meal))`)
    ).map(({ personId }) => personId),
  );

/** What of the whole home looks false in a month: who moved to and fro, beds that are let, days in bed that left no trace. */
async function wholeOf(
  tx: Tx,
  home: Pick<Institution, 'id'>,
  of: { from: PlainDate; end: PlainDate; swapDays: number },
): Promise<Whole> {
  const { bedDays, tracedDays } = await tx.one<{ bedDays: number; tracedDays: number }>(sql`select
      (select coalesce(sum(greatest(0, least(coalesce(s.to_on, ${of.end}::date), ${of.end}::date) - greatest(s.from_on, ${of.from}::date)
          - coalesce((select sum(greatest(0, least(coalesce(l.to_on, ${of.end}::date), coalesce(s.to_on, ${of.end}::date), ${of.end}::date) - greatest(l.from_on, s.from_on, ${of.from}::date)))
            from care_leave l where l.stay_id = s.id), 0))), 0)::int
        from care_stay s where s.institution_id = ${home.id} and s.from_on < ${of.end} and (s.to_on is null or s.to_on > ${of.from})) as bed_days,
      (select count(distinct (r.stay_id, (r.done_at at time zone 'Asia/Shanghai')::date))::int from care_record r where r.institution_id = ${home.id}
        and r.done_at >= ${startOf(of.from).toISOString()} and r.done_at < ${startOf(of.end).toISOString()}) as traced_days`);
  const found = await tx.rows<{
    on: PlainDate;
  }>(sql`select distinct found_on as "on" from hidden_danger where kind = ${careHomes.kind} and object_id = ${home.id}
    and source = 'inspection' and rule like ${`${BEDS_LET}%`} and found_on < ${of.end} and (closed_on is null or closed_on >= ${of.from}) order by 1`);
  const moves = await tx.rows<Moves>(
    sql`select other, back, came, went from care_moves_between(${home.id}::uuid, ${plusDays(of.end, -of.swapDays)}::date, ${of.end}::date)`,
  );
  return { moves, bedDays, tracedDays, letOn: found.map(({ on }) => on) };
}

/** `since`: the first day of the quarter, before which a higher level was nobody's wish for this subsidy. */
async function computeMonth(
  tx: Tx,
  home: Institution,
  { month, since }: { month: YearMonth; since: PlainDate },
): Promise<Result<ComputedMonth, 'PARAM_MISSING'>> {
  const from = firstDayOf(month);
  const end = firstDayOf(plusMonths(month, 1));
  const last = plusDays(end, -1);
  const norms = await runNorms(tx, home.division, last);
  if (!norms.ok) return norms;
  const residents: Record<Band, number> = { low: 0, two: 0, three: 0, four: 0 };
  const cared = await caredFor(tx, home, { from, end });
  const measured = await measuredIn(tx, home, { from, end });
  const whole = await wholeOf(tx, home, { from, end, swapDays: norms.value.doubt.swapDays });
  const all: Counted[] = [];
  for (const one of await counted(tx, home, { month, from, end, days: norms.value.days })) {
    const now = await levelOn(tx, one);
    if (!now) continue;
    residents[bandOf(now.level)]++;
    const before = now.from >= since ? await levelOn(tx, { personId: one.personId, onDay: plusDays(now.from, -1) }) : null;
    all.push({
      personId: one.personId,
      caredFor: cared.has(one.personId),
      measured: measured.has(one.personId),
      raisedOn: before && before.level < now.level ? now.from : null,
    });
  }
  const { on: registeredOn } = await tx.one<{ on: PlainDate }>(
    sql`select (entered_at at time zone 'Asia/Shanghai')::date as "on" from care_institution where id = ${home.id}`,
  );
  const credit = (await classesOn(tx, [{ id: home.id, division: home.division, registeredOn }], last)).get(home.id)!;
  const late =
    await tx.maybe(sql`select 1 as yes from hidden_danger where kind = ${careHomes.kind} and object_id = ${home.id} and grade = 'major'
    and due_on < ${last} and (closed_on is null or closed_on > ${last}) limit 1`);
  const of: RunMonth = {
    residents,
    star: gradeForMonth(await gradesOf(tx, home.id), month),
    credit,
    covered: coveredThroughout(await policiesOf(tx, home.id), { from, to: last }),
    dangerLate: late !== null,
  };
  return ok({ month, ...of, ...runAmount(of, norms.value), doubts: doubtsOf(all, whole, norms.value.doubt) });
}

export async function computeQuarter(
  tx: Tx,
  home: Institution,
  quarter: string,
): Promise<Result<{ months: ComputedMonth[]; fen: Fen }, 'PARAM_MISSING'>> {
  const months: ComputedMonth[] = [];
  const since = firstDayOf(monthsOf(quarter)[0]!);
  for (const month of monthsOf(quarter)) {
    const computed = await computeMonth(tx, home, { month, since });
    if (!computed.ok) return computed;
    months.push(computed.value);
  }
  return ok({ months, fen: months.reduce((sum, { fen }) => sum + fen, 0) });
}
