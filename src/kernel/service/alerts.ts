/** Amber, red, overdue: each step of a case warns once a level; overdue tells the supervisor (escalation). */
import { sql } from '../../database/sql.ts';
import type { Performer } from '../access/index.ts';
import { systemActor } from '../access/index.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import { emit } from '../event/server.ts';
import { defineTemplates, type NoticeParams, notify } from '../notice/server.ts';
import type { PlainDate } from '../schema/index.ts';
import { automaticSteps } from './timers.ts';

defineTemplates({
  'case.due-soon': { title: '快到期', text: '办件{no}（{name}）须在{due}前办完本环节。' },
  'case.overdue': { title: '已超期', text: '办件{no}（{name}）已超过本环节期限{due}，请立即办理。' },
});

/** Who hears of an overdue case beside its holder: the leader of the same level. */
const supervisors: Partial<Record<string, Performer>> = {
  'village-worker': 'township-clerk',
  'township-clerk': 'township-leader',
  'verification-officer': 'county-leader',
  'county-clerk': 'county-leader',
  'hotline-agent': 'county-leader',
  'county-confirmer': 'county-leader',
};

interface DueRow {
  id: string;
  seq: number;
  no: string | null;
  division: string;
  holder: string;
  applicantName: string;
  dueOn: PlainDate;
  level: 'amber' | 'red' | 'overdue';
}

const levelOf = sql`case when due_on < now_on or due_at < now_at then 'overdue' when red_on <= now_on then 'red' else 'amber' end`;

/** The division of a holder's office: the village's own, its township, its county. */
export function officeOf(holder: string, division: string): string {
  if (holder === 'village-worker') return division;
  const length = holder.startsWith('township') ? 9 : holder.startsWith('city') ? 4 : 6;
  return division.slice(0, length).padEnd(12, '0');
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
  const above = supervisors[message.holder];
  if (above) await tellHolder(tx, { ...message, holder: above });
}

/** Raises what is due; each (case, step, level) once. Returns the number of alerts. */
export async function raiseAlerts(context: Context): Promise<number> {
  const city = systemActor('case-alerts', context.city);
  // A step that ends by itself (a notice) is nobody's delay.
  const automatic = automaticSteps().map((step) => `${step.flow}/${step.state}`);
  let raised = 0;
  for (;;) {
    const count = await context.write(city, async (tx) => {
      const due =
        await tx.rows<DueRow>(sql`select * from (select id, step_seq as seq, no, division, holder, applicant_name, due_on, ${levelOf} as level
          from service_case, (select ${tx.today}::date as now_on, ${tx.now}::timestamptz as now_at) n where closed_at is null and coalesce(amber_on, due_on + 1) <= now_on and not ((flow || '/' || state) = any(${automatic}::text[]))) c
        where not exists (select from case_alert a where a.case_id = c.id and a.seq = c.seq and a.level = c.level) order by due_on, id limit 200`);
      for (const row of due) {
        const first =
          await tx.run(sql`insert into case_alert (case_id, seq, level, division, raised_at) values (${row.id}, ${row.seq}, ${row.level}, ${row.division}, ${tx.now})
          on conflict (case_id, seq, level) do nothing`);
        if (first === 0) continue; // another process raised it a moment ago
        const template = row.level === 'overdue' ? 'case.overdue' : 'case.due-soon';
        const params = { no: row.no ?? '', name: row.applicantName, due: row.dueOn };
        const message = { holder: row.holder, division: row.division, template, params, caseId: row.id };
        await (row.level === 'overdue' ? tellLate(tx, message) : tellHolder(tx, message));
        if (row.level === 'overdue')
          await emit(tx, {
            type: 'case.deadline.missed',
            subject: { kind: 'case', id: row.id },
            division: row.division,
            payload: { caseId: row.id, clock: 'step', dueAt: row.dueOn, alertId: newId() },
          });
      }
      return due.length;
    });
    raised += count;
    if (count < 200) return raised;
  }
}
