/** The holiday table of the city: seeded from its pack, changed by its administrator, counted by everybody. */
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import type { Context, Tx } from '../context/server.ts';
import { emit } from '../event/server.ts';
import { type FieldProblem, fail, ok, type Result } from '../result/index.ts';
import type { PlainDate } from '../schema/index.ts';
import './audited.ts';
import { type Holiday, weekday } from './index.ts';
import type { NoticeDay } from './notice-text.ts';

/** Every row; those of the city itself hold everywhere. */
export const holidayRows = (tx: Tx): Promise<Holiday[]> =>
  tx.rows<Holiday>(
    sql`select date, kind, name, source, provisional, nullif(division, ${tx.city}) as division from holiday order by date limit 5000`,
  );

/** What the process counts with follows the table. */
export async function refreshCalendar(context: Context): Promise<void> {
  context.calendar.use(await context.read(systemActor('calendar', context.city), holidayRows));
}

export interface YearList {
  readonly year: number;
  readonly source: string;
  /** Its notice is not published yet. */
  readonly provisional: boolean;
  readonly days: readonly NoticeDay[];
}

const inYear = (rows: readonly Holiday[], year: number): Holiday[] =>
  rows.filter((row) => row.division === null && row.date.startsWith(`${year}-`));
const sameDays = (a: readonly Holiday[], b: readonly Holiday[]): boolean => {
  const text = (rows: readonly Holiday[]) => rows.map((r) => `${r.date} ${r.kind} ${r.name} ${r.provisional}`).join();
  return text(a) === text(b);
};

/** Rest days that the law itself fixes (全国年节及纪念日放假办法): a list without them is of another year, or not whole. */
const FIXED = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'];

function problemsOf({ year, days }: YearList): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const at = (message: string) => problems.push({ path: 'days', message });
  const seen = new Set<string>();
  for (const { date, kind } of days) {
    if (!date.startsWith(`${year}-`)) at(`${date}不在${year}年`);
    if (seen.has(date)) at(`${date}写了两次`);
    seen.add(date);
    if (kind === 'workday' && weekday(date) % 6 !== 0) at(`${date}不是周末，不能是调休上班的日子`);
  }
  for (const day of FIXED)
    if (!days.some((d) => d.date === `${year}-${day}` && d.kind === 'holiday')) at(`缺少法定放假的${year}-${day}`);
  return problems.slice(0, 10);
}

/** Replaces the days of a year for the whole city, and tells it: whoever counted by the old ones counts anew. */
export async function changeYear(tx: Tx, list: YearList): Promise<Result<{ days: number }, 'CALENDAR_DAYS' | 'CALENDAR_PAST'>> {
  if (list.year < Number(tx.today.slice(0, 4))) return fail('CALENDAR_PAST', { year: list.year });
  const problems = problemsOf(list);
  if (problems.length > 0) return fail('CALENDAR_DAYS', { year: list.year, problem: problems[0]!.message }, problems);
  await writeYear(tx, list);
  return ok({ days: list.days.length });
}

async function writeYear(tx: Tx, list: YearList): Promise<void> {
  const { year, source, provisional } = list;
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended('holiday', 0))`);
  const before = inYear(await holidayRows(tx), year);
  const days = list.days.toSorted((a, b) => (a.date < b.date ? -1 : 1));
  const after = days.map((day): Holiday => ({ ...day, source, provisional, division: null }));
  const [from, to] = [`${year}-01-01` as PlainDate, `${year}-12-31` as PlainDate];
  await tx.run(sql`delete from holiday where division = ${tx.city} and date between ${from} and ${to}`);
  await tx.run(sql`insert into holiday (division, date, kind, name, source, provisional, entered_by, entered_at)
    select ${tx.city}, d.date, d.kind, d.name, ${source}, ${provisional}, ${tx.actor.id}, ${tx.now}
    from jsonb_to_recordset(${JSON.stringify(days)}::jsonb) as d(date date, kind text, name text)`);
  if (sameDays(before, after)) return;
  await recordAudit(tx, {
    action: 'calendar.changed',
    subject: { kind: 'calendar', id: String(year) },
    division: tx.city,
    detail: { year, days: days.length, provisional, source },
  });
  await emit(tx, {
    type: 'calendar.changed',
    subject: { kind: 'calendar', id: String(year) },
    division: tx.city,
    payload: { year, provisional, before: JSON.stringify(before.map((row) => ({ ...row, source: '' }))) },
    sensitivity: 'public',
  });
}

/**
 * The pack's years that the table does not have yet; a year that is announced in a newer pack takes the place of a provisional one. What an
 * administrator entered stays.
 */
export async function loadHolidays(tx: Tx, pack: readonly Holiday[]): Promise<number> {
  const known = await holidayRows(tx);
  let loaded = 0;
  for (const year of new Set(pack.filter((row) => row.division === null).map((row) => Number(row.date.slice(0, 4))))) {
    const given = inYear(pack, year);
    const there = inYear(known, year);
    const provisional = given.some((row) => row.provisional);
    if (there.length > 0 && (provisional || there.every((row) => !row.provisional))) continue;
    await writeYear(tx, {
      year,
      source: given[0]!.source,
      provisional,
      days: given.map(({ date, kind, name }) => ({ date, kind, name })),
    });
    loaded += given.length;
  }
  const local = pack.filter((row) => row.division !== null);
  for (const row of local)
    loaded += await tx.run(sql`insert into holiday (division, date, kind, name, source, provisional, entered_by, entered_at)
      values (${row.division}, ${row.date}, ${row.kind}, ${row.name}, ${row.source}, ${row.provisional}, ${tx.actor.id}, ${tx.now}) on conflict do nothing`);
  return loaded;
}
