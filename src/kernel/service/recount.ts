/** When the holidays of a year change: the limits of open cases that were counted by them are counted anew, and say so in their history. */
import { sql } from '../../database/sql.ts';
import { CalendarYearMissing, type Holiday, longDate, makeCalendar } from '../calendar/index.ts';
import { holidayRows } from '../calendar/server.ts';
import type { Tx } from '../context/server.ts';
import { defineSubscription } from '../event/server.ts';
import { datesOf, implementationOf, lockCase } from './cases.ts';
import { type Limits, pausesOf, stepLimits, totalLimit } from './clocks.ts';
import { appendEvent } from './events.ts';
import type { Case } from './flows.ts';
import type { Marks } from './index.ts';

interface Counted {
  readonly step: Limits;
  readonly total: Marks | null;
}

/** Null where a year on the way is not entered, or a parameter is missing: nothing was or can be counted by it. */
async function countedBy(tx: Tx, kase: Case): Promise<Counted | null> {
  const { flow } = implementationOf(kase);
  try {
    const [dates, pauses] = [await datesOf(tx, kase), await pausesOf(tx, kase.id)];
    const step = await stepLimits(tx, flow.steps[kase.state]!, dates, pauses);
    const total = await totalLimit(tx, flow, dates, pauses, kase.flags);
    return step.ok && total.ok ? { step: step.value, total: total.value } : null;
  } catch (error) {
    if (error instanceof CalendarYearMissing) return null;
    throw error;
  }
}

/** A limit that somebody set by hand, or that another day caps, is not what the calendar gave: it stays. */
async function recount(tx: Tx, earlier: Tx, later: Tx, id: string, year: number): Promise<void> {
  const found = await lockCase(tx, id);
  if (!found.ok || found.value.closedAt !== null) return;
  const kase = found.value;
  const [was, is] = [await countedBy(earlier, kase), await countedBy(later, kase)];
  if (!was || !is) return;
  const ownStep = kase.dueOn === was.step.dueOn;
  const step = ownStep ? is.step : kase;
  const ownTotal = was.total !== null && kase.totalDueOn === was.total.dueOn;
  const total = ownTotal ? (is.total?.dueOn ?? null) : kase.totalDueOn;
  const lights = step.amberOn !== kase.amberOn || step.redOn !== kase.redOn;
  const says = [
    step.dueOn === kase.dueOn ? '' : `本环节到期日由${longDate(kase.dueOn)}改为${longDate(step.dueOn)}`,
    total === kase.totalDueOn || !total || !kase.totalDueOn
      ? ''
      : `全部手续的到期日由${longDate(kase.totalDueOn)}改为${longDate(total)}`,
  ].filter(Boolean);
  if (says.length === 0 && !lights) return;
  const told = says.length > 0;
  await tx.run(sql`update service_case set due_on = ${step.dueOn}, amber_on = ${step.amberOn}, red_on = ${step.redOn}, total_due_on = ${total}
    ${ownTotal ? sql`, total_amber_on = ${is.total?.amberOn ?? null}, total_red_on = ${is.total?.redOn ?? null}` : sql``}
    ${told ? sql`, seq = seq + 1, version = version + 1` : sql``} where id = ${id}`);
  if (told)
    appendEvent(
      tx,
      { caseId: id, seq: kase.seq + 1, division: kase.division, applicantPersonId: kase.applicantPersonId },
      { action: 'recount', from: kase.state, to: kase.state, opinion: `${year}年放假安排有变动，${says.join('；')}。` },
    );
}

/** Only cases with a limit that reaches into the year: those that end before it, or begin after it, do not count by its days. */
const BATCH = 200;

export const recountLimits = defineSubscription({
  name: 'service.recount-limits',
  types: ['calendar.changed'],
  async handle(tx, event) {
    const { year, before } = event.payload as { year: number; before: string };
    const rows = await holidayRows(tx);
    const others = rows.filter((row) => row.division !== null || !row.date.startsWith(`${year}-`));
    const earlier = { ...tx, calendar: makeCalendar([...others, ...(JSON.parse(before) as Holiday[])]) };
    const later = { ...tx, calendar: makeCalendar(rows) };
    for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
      const open = await tx.rows<{ id: string }>(
        sql`select id from service_case where closed_at is null and id > ${after}::uuid and submitted_at < ${`${year + 1}-01-02`}::date
          and greatest(due_on, total_due_on) >= ${`${year}-01-01`}::date order by id limit ${BATCH}`,
      );
      for (const { id } of open) await recount(tx, earlier, later, id, year);
      if (open.length < BATCH) break;
      after = open.at(-1)!.id;
    }
  },
});
