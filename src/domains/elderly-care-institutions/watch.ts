/** What the domain does by itself once a day: leaves that begin or end, trials and bills that are due, the clock of recording. */
import { sql } from '../../database/sql.ts';
import { systemActor } from '../../kernel/access/index.ts';
import { longMonth, plusDays } from '../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../kernel/context/server.ts';
import { notify } from '../../kernel/notice/server.ts';
import type { PlainDate, YearMonth } from '../../kernel/schema/index.ts';
import { whenDue } from '../../kernel/worker/server.ts';
import { officeOf } from './recording/filing.ts';
import { recordingClock } from './recording/rules.ts';
import { type Institution, institutionColumns } from './register/store.ts';
import { tellFamily, tellStaff } from './stays/apply.ts';
import { limits } from './stays/limits.ts';
import { followLeave } from './stays/live.ts';
import { trialEnd } from './stays/rules.ts';
import { findStay, nameOf } from './stays/store.ts';
import { reception } from './stays/terms.ts';

const BATCH = 500;

/** Those who are away, or back, as of today. */
const movedOnLeave = (tx: Tx) =>
  tx.rows<{ id: string }>(sql`select s.id from care_stay s join care_bed b on b.id = s.bed_id where s.to_on is null
    and (b.state = 'on-leave') <> exists (select from care_leave l where l.stay_id = s.id and l.from_on <= ${tx.today} and (l.to_on is null or l.to_on > ${tx.today}))
    and b.state in ('occupied', 'on-leave') order by s.id limit ${BATCH}`);
async function followLeaves(tx: Tx): Promise<void> {
  for (const { id } of await movedOnLeave(tx)) {
    const stay = await findStay(tx, id);
    if (stay.ok) await followLeave(tx, stay.value);
  }
}

interface Trial {
  id: string;
  division: string;
  institutionId: string;
  personId: string;
  fromOn: PlainDate;
  told: string | null;
  agentPersonId: string | null;
}
const openTrials = (tx: Tx) =>
  tx.rows<Trial>(
    sql`select s.id, s.division, s.institution_id, s.person_id, s.from_on, s.told, a.agent_person_id from care_stay s join care_admission a on a.id = s.admission_id
      where s.kind = 'trial' and s.trial_to is null and s.to_on is null and s.told is distinct from 'over' order by s.id limit ${BATCH}`,
  );
/** 试住 is never turned into a stay by itself: the family and the home are reminded, then the head is told that nobody has decided. */
async function watchTrials(tx: Tx): Promise<void> {
  for (const trial of await openTrials(tx)) {
    const set = await limits(tx, trial.division, ['CARE-TRIAL-DAYS', 'CARE-TRIAL-REMIND', 'CARE-TRIAL-MORE']);
    if (!set.ok) continue;
    const end = trialEnd(trial.fromOn, {
      days: set.value['CARE-TRIAL-DAYS'],
      remind: set.value['CARE-TRIAL-REMIND'],
      more: set.value['CARE-TRIAL-MORE'],
    });
    const step = tx.today >= end.overdueFrom ? 'over' : tx.today >= end.remindOn && trial.told === null ? 'remind' : null;
    if (step === null) continue;
    await tx.run(sql`update care_stay set told = ${step} where id = ${trial.id}`);
    const params = { name: await nameOf(tx, trial.personId), day: end.endsOn };
    if (step === 'over')
      await tellStaff(tx, trial.institutionId, {
        performers: ['care-home-head'],
        template: 'care.trial-over',
        params: { name: params.name },
      });
    else {
      await tellStaff(tx, trial.institutionId, { performers: reception, template: 'care.trial-ends', params });
      await tellFamily(tx, trial, 'care.trial-ends', params);
    }
  }
}

interface DueBill {
  id: string;
  month: YearMonth;
  left: number;
  personId: string;
  agentPersonId: string | null;
}
async function dueBills(tx: Tx): Promise<DueBill[]> {
  const set = await limits(tx, tx.city, ['CARE-BILL-REMIND']);
  if (!set.ok) return [];
  return tx.rows<DueBill>(
    sql`select b.id, b.month, (b.self_fen - b.paid_fen)::bigint as left, b.person_id, a.agent_person_id from care_bill b join care_stay s on s.id = b.stay_id
      join care_admission a on a.id = s.admission_id where b.state = 'open' and b.self_fen > b.paid_fen and b.reminded_on is null
        and b.issued_on <= ${plusDays(tx.today, -set.value['CARE-BILL-REMIND'])} order by b.id limit ${BATCH}`,
  );
}
async function remindBills(tx: Tx): Promise<void> {
  for (const bill of await dueBills(tx)) {
    await tx.run(sql`update care_bill set reminded_on = ${tx.today} where id = ${bill.id}`);
    await tellFamily(tx, bill, 'care.bill-due', { month: longMonth(bill.month), left: (bill.left / 100).toFixed(2) });
  }
}

const unrecorded = (tx: Tx) =>
  tx.rows<Institution & { firstResidentOn: PlainDate; told: 'remind' | null }>(
    sql`select ${institutionColumns}, i.first_resident_on, i.told from care_institution i where i.state = 'unrecorded' and i.told is distinct from 'late' order by i.id limit ${BATCH}`,
  );
/** The clock of recording: told to the home and its office on the seventh working day, and when it has run out. */
async function watchRecording(tx: Tx): Promise<void> {
  for (const of of await unrecorded(tx)) {
    const set = await limits(tx, of.division, ['CARE-RECORD-DAYS', 'CARE-RECORD-REMIND', 'CARE-ONSITE-DAYS']);
    if (!set.ok) continue;
    const clock = recordingClock(tx.calendar, {
      firstResidentOn: of.firstResidentOn,
      today: tx.today,
      division: of.division,
      days: set.value['CARE-RECORD-DAYS'],
      remindAt: set.value['CARE-RECORD-REMIND'],
    });
    const step = clock.late ? 'late' : tx.today >= clock.remindOn && of.told === null ? 'remind' : null;
    if (step === null) continue;
    await tx.run(sql`update care_institution set told = ${step} where id = ${of.id}`);
    const to = { performer: officeOf(of), division: officeOf(of) === 'city-clerk' ? tx.city : of.division };
    const [template, params] =
      step === 'late'
        ? (['care.record-late', { home: of.name, date: clock.dueOn }] as const)
        : (['care.record-remind', { home: of.name, date: clock.dueOn, left: clock.left }] as const);
    await notify(tx, { to, template, params });
    await tellStaff(tx, of.id, { performers: ['care-home-head'], template, params });
    // 发现没有备案就收住的，也限期现场核查
    if (step === 'late')
      await tx.run(sql`insert into care_onsite (id, institution_id, division, cause, due_on, opened_at)
        values (${newId()}, ${of.id}, ${of.division}, 'unrecorded', ${tx.calendar.addWorkdays(tx.today, set.value['CARE-ONSITE-DAYS'], of.division)}, ${tx.now})`);
  }
}

export const watchInstitutions = whenDue([movedOnLeave, openTrials, dueBills, unrecorded], async (context) => {
  const system = systemActor('care-homes', context.city);
  for (const step of [followLeaves, watchTrials, remindBills, watchRecording]) await context.write(system, step);
});
