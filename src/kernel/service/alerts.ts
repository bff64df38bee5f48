/** Amber, red, overdue: each step of a case warns once a level, of its own limit and of the whole; overdue tells whoever is above (escalation). */
import { type Sql, sql } from '../../database/sql.ts';
import type { Performer } from '../access/index.ts';
import { isPerformer, superiors, systemActor } from '../access/index.ts';
import { newId, type Tx } from '../context/server.ts';
import { emit } from '../event/server.ts';
import { defineTemplates, type NoticeParams, notify } from '../notice/server.ts';
import type { PlainDate } from '../schema/index.ts';
import { whenDue } from '../worker/server.ts';
import { officeOf } from './escalation.ts';
import { automaticSteps } from './timers.ts';

defineTemplates({
  'case.due-soon': { title: '快到期', text: '办件{no}（{name}）须在{due}前办完本环节。' },
  'case.overdue': { title: '已超期', text: '办件{no}（{name}）已超过本环节期限{due}，请立即办理。' },
  'case.total-due-soon': { title: '全部手续快到期', text: '办件{no}（{name}）的全部手续须在{due}前办完。' },
  'case.total-overdue': { title: '全部手续已超期', text: '办件{no}（{name}）已超过全部手续的期限{due}，请立即办理。' },
});

interface DueRow {
  id: string;
  seq: number;
  no: string | null;
  division: string;
  holder: string;
  applicantName: string;
  clock: 'step' | 'total';
  dueOn: PlainDate;
  level: 'amber' | 'red' | 'overdue';
}

/** The limits of open cases that ask for attention: a limit warns while it is the one that ends first, and is missed whichever it is. */
function dueLimits(tx: Tx, automatic: readonly string[]): Sql {
  const limit = (clock: DueRow['clock'], columns: { due: Sql; amber: Sql; red: Sql; over: Sql }, filter: Sql) =>
    sql`select id, step_seq as seq, no, division, holder, applicant_name, ${clock} as clock, ${columns.due} as due_on,
        case when ${columns.over} then 'overdue' when ${columns.red} then 'red' else 'amber' end as level
      from service_case where closed_at is null and coalesce(${columns.amber}, ${columns.due} + 1) <= ${tx.today}::date and ${filter}`;
  const stepOver = sql`(due_on < ${tx.today}::date or due_at < ${tx.now}::timestamptz)`;
  const totalOver = sql`total_due_on < ${tx.today}::date`;
  const total = sql`(total_due_on < due_on or (total_due_on = due_on and due_at is null))`;
  return sql`${limit(
    'step',
    {
      due: sql`due_on`,
      amber: sql`amber_on`,
      red: sql`case when red_at is null then red_on <= ${tx.today}::date else red_at <= ${tx.now}::timestamptz end`,
      over: stepOver,
    },
    sql`(amber_at <= ${tx.now}::timestamptz) is not false and not ((flow || '/' || state) = any(${[...automatic]}::text[])) and (${total} is not true or (${stepOver} and total_due_on <> due_on))`,
  )} union all ${limit(
    'total',
    { due: sql`total_due_on`, amber: sql`total_amber_on`, red: sql`total_red_on <= ${tx.today}::date`, over: totalOver },
    sql`total_due_on is not null and (${total} or ${totalOver})`,
  )}`;
}

interface LimitMessage {
  holder: string;
  division: string;
  template: string;
  params: NoticeParams;
  caseId?: string;
}

async function tellHolder(tx: Tx, { holder, division, ...message }: LimitMessage): Promise<void> {
  if (holder !== 'applicant')
    await notify(tx, { to: { performer: holder as Performer, division: officeOf(holder, division) }, ...message });
}

/** What is late is told to its holder and to the leader above. */
export async function tellLate(tx: Tx, message: LimitMessage): Promise<void> {
  await tellHolder(tx, message);
  const above = isPerformer(message.holder) ? superiors[message.holder] : null;
  if (above) await tellHolder(tx, { ...message, holder: above });
}

const templates = {
  step: { soon: 'case.due-soon', overdue: 'case.overdue' },
  total: { soon: 'case.total-due-soon', overdue: 'case.total-overdue' },
} as const;

const BATCH = 200;

function dueAlerts(tx: Tx): Promise<DueRow[]> {
  // A step that ends by itself (a notice) is nobody's delay; the whole limit runs through it all the same.
  const automatic = automaticSteps().map((step) => `${step.flow}/${step.state}`);
  return tx.rows<DueRow>(sql`select * from (${dueLimits(tx, automatic)}) c
    where not exists (select from case_alert a where a.case_id = c.id and a.clock = c.clock and a.seq = c.seq and a.level = c.level)
    order by due_on, id, clock limit ${BATCH}`);
}

/** Raises what is due; each (case, limit, step, level) once. Returns the number of alerts. */
export const raiseAlerts = whenDue(dueAlerts, async (context) => {
  const city = systemActor('case-alerts', context.city);
  let raised = 0;
  for (;;) {
    const count = await context.write(city, async (tx) => {
      const due = await dueAlerts(tx);
      for (const row of due) await raise(tx, row);
      return due.length;
    });
    raised += count;
    if (count < BATCH) return raised;
  }
});

async function raise(tx: Tx, row: DueRow): Promise<void> {
  const { clock, level } = row;
  const first =
    await tx.run(sql`insert into case_alert (case_id, clock, seq, level, division, raised_at) values (${row.id}, ${clock}, ${row.seq}, ${level}, ${row.division}, ${tx.now})
    on conflict (case_id, clock, seq, level) do nothing`);
  if (first === 0) return; // another process raised it a moment ago
  const params = { no: row.no ?? '', name: row.applicantName, due: row.dueOn };
  const message = { holder: row.holder, division: row.division, params, caseId: row.id };
  if (level !== 'overdue') return tellHolder(tx, { ...message, template: templates[clock].soon });
  await tellLate(tx, { ...message, template: templates[clock].overdue });
  // Whoever takes the case over hears that its whole limit is over; that it was missed is told once.
  const missedBefore =
    clock === 'total' &&
    (await tx.maybe(
      sql`select seq from case_alert where case_id = ${row.id} and clock = 'total' and level = 'overdue' and seq <> ${row.seq} limit 1`,
    ));
  if (!missedBefore)
    await emit(tx, {
      type: 'case.deadline.missed',
      subject: { kind: 'case', id: row.id },
      division: row.division,
      payload: { caseId: row.id, clock, dueAt: row.dueOn, alertId: newId() },
    });
}
