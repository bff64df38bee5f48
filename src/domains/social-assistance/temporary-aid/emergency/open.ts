/** Opening an emergency case: where it happens, whoever it is. A person without any paper is registered under a temporary number. */
import { sql } from '../../../../database/sql.ts';
import { newId, type Tx } from '../../../../kernel/context/server.ts';
import { inScope } from '../../../../kernel/division/index.ts';
import { bindFiles } from '../../../../kernel/document/server.ts';
import { findOrRegister, grantAccess, type PersonId, registerPerson } from '../../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../../kernel/result/index.ts';
import type { PlainDate } from '../../../../kernel/schema/index.ts';
import type { Case, Opening } from '../../../../kernel/service/server.ts';
import { openAid } from '../store.ts';
import type { EmergencyAid } from './form.ts';

/** LS-20260808-1a2b3c4d: a number of our own for somebody who has none at hand; the true one replaces it by merging the files. */
const temporaryNumber = (today: PlainDate): string => `LS-${today.replaceAll('-', '')}-${newId().slice(-8)}`;

async function victim(tx: Tx, form: EmergencyAid): Promise<Result<PersonId>> {
  const { name, division, phone } = form;
  const contact = phone ? { phone } : {};
  if (form.idNumber) return findOrRegister(tx, { name, idNumber: form.idNumber, division, ...contact });
  if (form.sex === undefined || form.age === undefined) return fail('AID_PERSON_UNKNOWN');
  return registerPerson(tx, {
    name,
    idKind: 'temporary',
    idNumber: temporaryNumber(tx.today),
    sex: form.sex,
    birthDate: `${Number(tx.today.slice(0, 4)) - form.age}-01-01`,
    division,
    ...contact,
  });
}

export async function openEmergency(tx: Tx, form: EmergencyAid): Promise<Result<Opening>> {
  const { division } = form;
  if (tx.divisions.get(division)?.level !== 'village')
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'division', message: '请选择到村（社区）' }]);
  if (tx.actor.kind === 'resident') return fail('AID_BY_REPORT');
  if (!tx.actor.division || !inScope(division, tx.actor.division))
    return fail('DIVISION_FOREIGN', {}, [{ path: 'division', message: '不在您的办理范围内' }]);
  const report = form.reportId
    ? await tx.maybe<{ reportedAt: string }>(
        sql`select reported_at from emergency_report where id = ${form.reportId} and state = 'open' for update`,
      )
    : null;
  if (form.reportId && !report) return fail('AID_REPORT_HANDLED');
  const person = await victim(tx, form);
  if (!person.ok) return person;
  return ok({
    division,
    applicantPersonId: person.value,
    applicantName: form.name,
    persons: [{ personId: person.value, role: 'self' }],
    flags: ['emergency'],
    ...(report ? { submittedAt: report.reportedAt } : {}),
    form,
  });
}

export async function emergencyOpened(tx: Tx, kase: Case): Promise<Result<null>> {
  const form = kase.form as EmergencyAid;
  await grantAccess(tx, { personId: kase.applicantPersonId, division: kase.division, reason: `case:${kase.id}` });
  await openAid(tx, {
    caseId: kase.id,
    type: 'emergency',
    cause: form.cause,
    division: kase.division,
    personId: kase.applicantPersonId,
    persons: form.persons,
    reportedAt: kase.submittedAt,
  });
  if (form.reportId)
    await tx.run(sql`update emergency_report set state = 'opened', case_id = ${kase.id}, handled_at = ${tx.now}, handled_by = ${tx.actor.id}
      where id = ${form.reportId}`);
  return form.photo && !kase.parentId
    ? bindFiles(tx, [form.photo], { caseId: kase.id, personId: kase.applicantPersonId, division: kase.division })
    : ok(null);
}
