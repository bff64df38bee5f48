/** 疑似虐待: whoever is suspected is taken off duty until the county has decided, and signs nothing meanwhile; what was written of the person concerned is frozen until it is closed. 瞒报 costs credit. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { holdersInUnit } from '../../../kernel/access/server.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { unfitReasons, workforceOf } from '../../../kernel/workforce/server.ts';
import { carers } from '../care/terms.ts';
import { tellStaff } from '../stays/apply.ts';
import { postCredit } from '../supervision/credit.ts';
import { addStep, lockIncident } from './store.ts';
import { grades, incidentTypes, leaders } from './terms.ts';

const onRecord = (tx: Tx, id: string, division: string) =>
  recordAudit(tx, { action: 'care-incident.continued', subject: { kind: 'care-incident', id }, division });

export const OffDuty = z.strictObject({
  userId: z.string().min(1, '请选是谁').max(60).meta({ label: '谁离岗' }),
  text: z.string().trim().min(2, '请写明原因').max(300).meta({ label: '为什么', widget: 'textarea', protect: true }),
});
/** 离岗: from now on this hand signs nothing in the home. Not by the own hand. */
export async function takeOffDuty(tx: Tx, id: string, given: z.infer<typeof OffDuty>): Promise<Result<{ id: string }>> {
  const found = await lockIncident(tx, id);
  if (!found.ok) return found;
  const incident = found.value;
  if (incident.type !== 'abuse') return fail('INCIDENT_NOT_ABUSE');
  if (incident.closedAt !== null) return fail('INCIDENT_CLOSED');
  if (given.userId === tx.actor.id) return fail('OFF_DUTY_SELF');
  const suspect = (await holdersInUnit(tx, incident.institutionId, carers)).find(({ id: user }) => user === given.userId);
  if (!suspect) return fail('NOT_FOUND');
  const made =
    await tx.run(sql`insert into care_off_duty (id, incident_id, institution_id, division, user_id, name, from_at, by_actor)
    values (${newId()}, ${id}, ${incident.institutionId}, ${incident.division}, ${suspect.id}, ${suspect.name}, ${tx.now}, ${tx.actor.id}) on conflict do nothing`);
  if (made === 0) return fail('OFF_DUTY_TWICE', { name: suspect.name });
  await addStep(tx, incident, { kind: 'off-duty', at: tx.now, content: { text: `${suspect.name}离岗：${given.text}` } });
  await tellStaff(tx, incident.institutionId, {
    performers: leaders,
    template: 'care.off-duty',
    params: { name: suspect.name },
  });
  await onRecord(tx, id, incident.division);
  return ok({ id });
}

export const BackOnDuty = z.strictObject({
  offDutyId: z.uuid('请选是谁').meta({ label: '谁恢复上岗' }),
  text: z.string().trim().min(4, '请写明依据').max(300).meta({ label: '依据', widget: 'textarea', help: '调查的结论、文号' }),
});
/** 恢复上岗: by the county only. */
export async function backOnDuty(tx: Tx, id: string, given: z.infer<typeof BackOnDuty>): Promise<Result<{ id: string }>> {
  const found = await lockIncident(tx, id);
  if (!found.ok) return found;
  const back = await tx.maybe<{ name: string }>(
    sql`update care_off_duty set ended_at = ${tx.now}, ended_by = ${tx.actor.id}, ended_why = ${given.text} where id = ${given.offDutyId} and incident_id = ${id} and ended_at is null
      returning name`,
  );
  if (!back) return fail('NOT_FOUND');
  await addStep(tx, found.value, { kind: 'back-on-duty', at: tx.now, content: { text: `${back.name}恢复上岗：${given.text}` } });
  await onRecord(tx, id, found.value.division);
  return ok({ id });
}

/** Who is off duty for it now. */
export const offDutyOf = (tx: Tx, incidentId: string): Promise<{ value: string; label: string }[]> =>
  tx.rows(
    sql`select id as value, name as label from care_off_duty where incident_id = ${incidentId} and ended_at is null order by name limit 50`,
  );
/** Who could be taken off duty. */
export const staffOfHome = async (tx: Tx, institutionId: string): Promise<{ value: string; label: string }[]> =>
  (await holdersInUnit(tx, institutionId, carers)).map(({ id, name }) => ({ value: id, label: name }));

/** The acting hand is off duty, barred by the county, or without a certificate that holds: nothing is signed by it. Of those off duty the database refuses it, too. */
export async function onDuty(tx: Tx): Promise<Result<null, 'OFF_DUTY' | 'OFF_SHIFT'>> {
  const off = await tx.maybe(
    sql`select 1 as known from care_off_duty where user_id = ${tx.actor.id} and ended_at is null limit 1`,
  );
  if (off) return fail('OFF_DUTY');
  const posts = await workforceOf(tx, { userId: tx.actor.id, day: tx.today });
  const unfit = posts.find((post) => post.unitId === tx.actor.unitId)?.unfit;
  return unfit === 'barred' || unfit === 'certificate' ? fail('OFF_SHIFT', { why: unfitReasons[unfit] }) : ok(null);
}
/** What was written of this stay stays as it is until the matter is closed. */
export async function notFrozen(tx: Tx, stayId: string): Promise<Result<null, 'CARE_FROZEN'>> {
  const frozen = await tx.maybe(sql`select 1 as known from care_incident i join care_incident_person c on c.incident_id = i.id
    where c.stay_id = ${stayId} and i.type = 'abuse' and i.closed_at is null limit 1`);
  return frozen ? fail('CARE_FROZEN') : ok(null);
}

export const Concealed = z.strictObject({
  documentNo: z.string().trim().min(4, '请填写文书号').max(60).meta({ label: '调查报告文号' }),
  text: z
    .string()
    .trim()
    .min(4, '请写明情况')
    .max(200)
    .meta({ label: '怎么瞒报的', widget: 'textarea', help: '会公开在信用台账上，不写个人' }),
});
/** 认定瞒报: by the county; the credit of the home loses what 5.10 says, once for an incident. */
export async function findConcealed(tx: Tx, id: string, given: z.infer<typeof Concealed>): Promise<Result<{ id: string }>> {
  const found = await lockIncident(tx, id);
  if (!found.ok) return found;
  const incident = found.value;
  if (incident.grade < 'S3') return fail('CONCEALED_GRADE', { grade: grades[incident.grade].zh });
  const posted = await postCredit(tx, {
    institutionId: incident.institutionId,
    division: incident.division,
    reason: incident.grade === 'S4' ? 's4-concealed' : 's3-concealed',
    note: `${given.documentNo}：${incidentTypes[incident.type]}，${given.text}`,
    cause: `concealed:${id}`,
  });
  if (!posted) return fail('CONCEALED_TWICE');
  await addStep(tx, incident, {
    kind: 'concealed',
    at: tx.now,
    content: { text: `认定瞒报（${given.documentNo}）：${given.text}` },
  });
  await onRecord(tx, id, incident.division);
  return ok({ id });
}
