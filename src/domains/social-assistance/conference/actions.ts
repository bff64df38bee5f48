/**
 * 一事一议 (4.13): asked for by the township or the county, called by the county within so many working days (an emergency: the same day, by
 * telephone), minutes, a resolution. It lifts caps and repeats; who excludes whom is kept by the database whatever it says.
 */
import { sql } from '../../../database/sql.ts';
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { issueDocument } from '../../../kernel/document/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { type FieldProblem, fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { type Case, getCase, mustRecuse } from '../../../kernel/service/server.ts';
import { countyOf } from '../family/places.ts';
import type { ConferenceText } from './content.ts';
import { conferenceDocument, conferenceMinutes } from './documents.ts';
import type { MinutesInput, RequestInput, ResolutionInput } from './schema.ts';
import { isUrgent, lockConference, type Row, textPlace } from './store.ts';
import { conferenceSubjects } from './terms.ts';

/** The case, if this officer may do something about it. */
async function caseOf(tx: Tx, caseId: string): Promise<Result<Case>> {
  const kase = await getCase(tx, caseId);
  if (!kase.ok) return kase;
  return (await mustRecuse(tx, kase.value)) ? fail('RECUSAL') : kase;
}

const record = (tx: Tx, kase: Case, action: AuditAction, id: string): Promise<void> =>
  recordAudit(tx, {
    action,
    subject: { kind: 'conference', id },
    personId: kase.applicantPersonId,
    caseId: kase.id,
    division: kase.division,
  });

async function dueOf(tx: Tx, kase: Case): Promise<Result<PlainDate>> {
  if (isUrgent(kase)) return ok(tx.today);
  const days = await wholeParameter(tx, 'CONFERENCE-DAYS', kase.division, tx.today);
  return days.ok ? ok(tx.calendar.addWorkdays(tx.today, days.value, kase.division)) : days;
}

export async function requestConference(
  tx: Tx,
  caseId: string,
  input: RequestInput,
): Promise<Result<{ id: string; dueOn: PlainDate }>> {
  const kase = await caseOf(tx, caseId);
  if (!kase.ok) return kase;
  const { division, applicantPersonId, applicantName } = kase.value;
  const due = await dueOf(tx, kase.value);
  if (!due.ok) return due;
  const id = newId();
  const text: ConferenceText = { subject: input.subject, matter: input.matter };
  const written =
    await tx.run(sql`insert into case_conference (id, case_id, person_id, division, subject, state, requested_on, requested_by, requested_name, due_on, content)
    values (${id}, ${caseId}, ${applicantPersonId}, ${division}, ${input.subject}, 'requested', ${tx.today}, ${tx.actor.id}, ${tx.actor.name}, ${due.value},
      ${tx.keys.sealJson(text, textPlace(id))}) on conflict do nothing`);
  if (written === 0) {
    const open = await tx.one<{ dueOn: PlainDate }>(
      sql`select due_on from case_conference where case_id = ${caseId} and state = 'requested'`,
    );
    return fail('CONFERENCE_WAITING', { due: open.dueOn });
  }
  await notify(tx, {
    to: { performer: 'county-clerk', division: countyOf(kase.value) },
    template: 'conference.requested',
    params: { name: applicantName, subject: conferenceSubjects[input.subject], due: due.value },
    caseId,
  });
  await record(tx, kase.value, 'conference.requested', id);
  return ok({ id, dueOn: due.value });
}

async function problemsOf(tx: Tx, kase: Case, row: Row, input: ResolutionInput): Promise<Result<string[]>> {
  if (input.way === 'phone' && !isUrgent(kase)) return fail('CONFERENCE_PHONE');
  const least = await wholeParameter(tx, 'CONFERENCE-MIN', kase.division, tx.today);
  if (!least.ok) return least;
  const units = [...new Set(input.attendees.map((a) => a.unit))].sort();
  if (units.length < least.value) return fail('CONFERENCE_TOO_FEW', { count: least.value });
  const paid = row.subject === 'cap' || row.subject === 'repeat';
  const problems: FieldProblem[] = [];
  const wrong = (path: string, message: string) => problems.push({ path, message });
  if (input.heldOn > tx.today) wrong('heldOn', '会商日期不能晚于今天');
  if (input.heldOn < row.requestedOn) wrong('heldOn', `会商日期不能早于提请的${row.requestedOn}`);
  if (input.reviewOn <= input.heldOn) wrong('reviewOn', '回头看日期要在会商日期以后');
  if (input.way === 'meeting' && !input.minutes) wrong('minutes', '请写明讨论情况（至少10个字）');
  if (!input.amountFen && (paid || row.subject === 'write-off')) wrong('amountFen', '请填写议定金额');
  if (input.amountFen && row.subject !== 'write-off' && input.payer === '') wrong('payer', '有金额的，请写明由谁支付');
  return problems.length > 0 ? fail('INVALID_INPUT', { count: problems.length }, problems) : ok(units);
}

/** 会商结论. A conference by telephone has its resolution at once and its minutes later. */
export async function resolveConference(
  tx: Tx,
  id: string,
  input: ResolutionInput,
): Promise<Result<{ minutesNo: string | null }>> {
  const row = await lockConference(tx, id);
  if (!row) return fail('NOT_FOUND');
  if (row.state !== 'requested') return fail('CONFERENCE_DONE');
  const kase = await caseOf(tx, row.caseId);
  if (!kase.ok) return kase;
  const units = await problemsOf(tx, kase.value, row, input);
  if (!units.ok) return units;
  const { minutes, ...held } = input;
  const text: ConferenceText = { ...row.text, held };
  await tx.run(sql`update case_conference set state = 'resolved', held_on = ${input.heldOn}, way = ${input.way}, units = ${units.value}::text[],
    amount_fen = ${input.amountFen ?? null}, review_on = ${input.reviewOn}, content = ${tx.keys.sealJson(text, textPlace(id))}, recorded_at = ${tx.now},
    recorded_by = ${tx.actor.id} where id = ${id}`);
  await record(tx, kase.value, 'conference.resolved', id);
  return minutes && input.way === 'meeting' ? fileMinutes(tx, id, { minutes }) : ok({ minutesNo: null });
}

/** 会商纪要: the paper, whose number is what other decisions name. */
export async function fileMinutes(tx: Tx, id: string, input: MinutesInput): Promise<Result<{ minutesNo: string }>> {
  const row = await lockConference(tx, id);
  if (!row) return fail('NOT_FOUND');
  if (row.state === 'recorded') return fail('CONFERENCE_DONE');
  const { held } = row.text;
  if (row.state !== 'resolved' || !held) return fail('CONFERENCE_NOT_YET');
  const kase = await caseOf(tx, row.caseId);
  if (!kase.ok) return kase;
  const county = countyOf(kase.value);
  const letter = await issueDocument(tx, {
    kind: conferenceDocument,
    issuer: { division: county, name: tx.office(county).name },
    letter: conferenceMinutes({
      conference: { ...row.text, held, minutes: input.minutes },
      applicantName: kase.value.applicantName,
      caseNumber: kase.value.no ?? '（待受理）',
    }),
    signer: tx.actor.name,
    caseId: kase.value.id,
    personId: null,
    division: kase.value.division,
  });
  if (!letter.ok) return letter;
  const minutesNo = letter.value.number;
  await tx.run(
    sql`update case_conference set state = 'recorded', minutes_no = ${minutesNo}, document_id = ${letter.value.id} where id = ${id}`,
  );
  await record(tx, kase.value, 'conference.recorded', id);
  return ok({ minutesNo });
}
