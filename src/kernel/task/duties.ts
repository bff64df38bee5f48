/** 定期任务的义务: made for the whole city as their periods begin, settled by what was done, told of when they are missed. Nothing here reads more plans than are due. */
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import { plusDays, weekday } from '../calendar/index.ts';
import type { Context, Tx } from '../context/server.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import { eachApart, whenDue } from '../worker/server.ts';
import { type Cadence, dueOfPeriod, type MissedStep, missedAt, missedSteps, periodOf, plannedOn, stateOf } from './cadence.ts';
import type { DutyCause } from './index.ts';

export interface Duty {
  readonly id: string;
  readonly planId: string;
  readonly personId: string;
  readonly division: DivisionCode;
  readonly cause: DutyCause;
  readonly level: string;
  readonly fromAt: string;
  readonly dueAt: string;
  readonly needed: number;
  readonly gapDays: number;
  readonly state: string;
  readonly told: number;
}
export const dutyColumns = sql`d.id, d.plan_id, d.person_id, d.division, d.cause, d.level, d.from_at, d.due_at, d.needed, d.gap_days, d.state, d.told`;

interface Kind {
  /** Days between two that count in one period. */
  readonly gapDays: (tx: Tx) => Promise<number>;
  /** When what counts was done for somebody, from an instant on. */
  readonly done: (tx: Tx, personId: string, from: string) => Promise<string[]>;
  /** Tells those who must hear that duties are missed. */
  readonly missed: (tx: Tx, duties: readonly Duty[], step: MissedStep) => Promise<void>;
}
const kinds = new Map<string, Kind>();
/** Said once by each kind of recurring task. */
export const defineTasks = (kind: string, of: Kind): void => void kinds.set(kind, of);

const kindOf = (kind: string): Kind => {
  const found = kinds.get(kind);
  if (!found) throw new Error(`recurring task ${kind} is not defined`);
  return found;
};

/** A year that nobody has entered yet has its weekends. */
const isWorkday =
  (tx: Tx) =>
  (day: PlainDate): boolean =>
    tx.calendar.years.includes(Number(day.slice(0, 4))) ? tx.calendar.isWorkday(day) : weekday(day) % 6 !== 0;

/** The duties of one cadence whose period has begun, in one county: one statement, however many there are. Gives how many. */
async function makeOf(tx: Tx, of: { kind: string; cadence: Cadence; lo: string; hi: string }): Promise<number> {
  const { kind, cadence, lo, hi } = of;
  const oldest = await tx.one<{ from: PlainDate | null }>(
    sql`select min(next_from) as "from" from task_plan where kind = ${kind} and cadence = ${cadence} and next_from <= ${tx.today} and division >= ${lo} and division < ${hi}`,
  );
  if (oldest.from === null) return 0;
  const period = periodOf(cadence, oldest.from);
  const due = dueOfPeriod(cadence, period, await kindOf(kind).gapDays(tx));
  const days = plannedOn(period, isWorkday(tx));
  const { made } = await tx.one<{ made: number }>(sql`
    with begun as (
      select id, person_id, division, level, row_number() over (partition by division order by person_id) - 1 as nth from task_plan
      where kind = ${kind} and cadence = ${cadence} and next_from >= ${period.from} and next_from <= ${period.to} and next_from <= ${tx.today} and division >= ${lo} and division < ${hi}
    ), made as (
      insert into task_duty (plan_id, kind, person_id, division, cause, level, from_at, due_at, needed, gap_days, planned_on, next_at)
      select id, ${kind}, person_id, division, 'period', level, ${due.fromAt}::timestamptz, ${due.dueAt}::timestamptz, ${due.needed}, ${due.gapDays},
        (${days}::date[])[1 + nth % ${days.length}::int], ${due.dueAt}::timestamptz from begun
      on conflict do nothing
    ), moved as (
      update task_plan p set next_from = ${plusDays(period.to, 1)} from begun where p.id = begun.id returning p.id
    )
    select count(*)::int as made from moved`);
  return made;
}

/** For whom a period begins: on most days for nobody. */
export const dutiesBegin = (kind: string) => (tx: Tx) =>
  tx.rows<{ county: string; cadence: Cadence }>(
    sql`select distinct left(division, 6) as county, cadence from task_plan where kind = ${kind} and next_from <= ${tx.today} order by 1, 2`,
  );

/** What begins today for the whole city, county by county, each in a transaction of its own; again the same day it finds nothing to do. */
export async function makeDuties(context: Context, kind: string): Promise<number> {
  const city = systemActor('recurring-tasks', context.city);
  const due = await context.read(city, dutiesBegin(kind));
  let all = 0;
  for (const { county, cadence } of due)
    for (;;) {
      const made = await context.write(city, (tx) =>
        makeOf(tx, { kind, cadence, lo: `${county}000000`, hi: `${Number(county) + 1}000000` }),
      );
      all += made;
      if (made === 0) break;
    }
  return all;
}

const paceOf = (duty: Pick<Duty, 'cause' | 'needed' | 'fromAt' | 'dueAt'>): 'soon' | 'later' =>
  duty.cause === 'period' && Date.parse(duty.dueAt) - Date.parse(duty.fromAt) > 8 * 86_400_000 ? 'later' : 'soon';

/** Somebody was seen, or a record is judged otherwise: every duty of his that this can change is settled anew. */
export async function settleDuties(tx: Tx, kind: string, personId: string): Promise<void> {
  const recently = new Date(Date.parse(tx.now) - 100 * 86_400_000).toISOString();
  const duties = await tx.rows<Duty>(sql`select ${dutyColumns} from task_duty d
    where d.person_id = ${personId} and d.kind = ${kind} and d.due_at >= ${recently} and d.state in ('open', 'met', 'overdue', 'late') order by d.due_at for update`);
  if (duties.length === 0) return;
  const first = duties.map(({ fromAt }) => fromAt).sort()[0]!;
  const done = await kindOf(kind).done(tx, personId, first);
  for (const duty of duties) {
    const now = stateOf(duty, done, tx.now);
    const waits = now.state === 'open' ? duty.dueAt : now.state === 'overdue' ? nextOf(duty, duty.told) : null;
    const again = now.state === 'open' && now.counted > 0 && now.counted < duty.needed ? duty.gapDays : null;
    await tx.run(sql`update task_duty set state = ${now.state}, counted = ${now.counted}, done_at = ${now.doneAt}, next_at = ${waits},
      planned_on = case when ${again}::int is null then planned_on else greatest(planned_on, ${tx.today}::date + ${again}::int) end where id = ${duty.id}`);
  }
}

const nextOf = (duty: Duty, told: number): string | null => {
  const step = missedSteps[told];
  return step ? missedAt(duty.dueAt, paceOf(duty))[step] : null;
};

const AT_ONCE = 500;

const passed = (tx: Tx) =>
  tx.rows<{ kind: string; told: number }>(
    sql`select k.kind, d.told from unnest(${[...kinds.keys()]}::text[]) k (kind) cross join lateral
      (select distinct told from (select told from task_duty where kind = k.kind and next_at <= ${tx.now} order by next_at limit ${AT_ONCE}) due) d`,
  );

/** Duties whose end, or whose next step after it, has come: marked, and told of; what fails of one kind holds up no other. Gives how many. */
export const passDuties = whenDue(passed, async (context) => {
  const city = systemActor('recurring-tasks', context.city);
  const steps = await context.read(city, passed);
  return eachApart(steps, 'steps of missed duties', (step) => context.write(city, (tx) => passSome(tx, step)));
});

async function passSome(tx: Tx, { kind, told }: { kind: string; told: number }): Promise<number> {
  const duties = await tx.rows<Duty>(
    sql`select ${dutyColumns} from task_duty d where d.kind = ${kind} and d.told = ${told} and d.next_at <= ${tx.now} order by d.next_at, d.id limit ${AT_ONCE} for update skip locked`,
  );
  for (const duty of duties)
    await tx.run(
      sql`update task_duty set state = 'overdue', told = ${told + 1}, next_at = ${nextOf(duty, told + 1)} where id = ${duty.id}`,
    );
  const step = missedSteps[told];
  if (step !== undefined && duties.length > 0) await kindOf(kind).missed(tx, duties, step);
  return duties.length;
}
