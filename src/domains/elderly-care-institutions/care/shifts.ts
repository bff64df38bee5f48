/** 交接班、巡查和员工: one handover for a shift, at least two rounds a night, and the hands that are there. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, PlainDateText } from '../../../kernel/schema/index.ts';
import { findInstitution } from '../register/store.ts';
import { sealPlace } from '../stays/store.ts';
import { nightOf } from './rules.ts';
import { posts, shiftNames, shifts } from './terms.ts';

export const NewHandover = z.strictObject({
  date: PlainDateText.meta({ label: '哪一天', widget: 'date' }),
  shift: choice(shiftNames).meta({ label: '哪一班', choices: shiftNames }),
  notes: z
    .string()
    .trim()
    .min(2, '请写明交班内容')
    .max(2000)
    .meta({ label: '交班内容', widget: 'textarea', protect: true, help: '谁要特别看着、没做完的、设备和物品' }),
});

export async function handOver(
  tx: Tx,
  institutionId: string,
  given: z.infer<typeof NewHandover>,
): Promise<Result<{ id: string }>> {
  const home = await findInstitution(tx, institutionId);
  if (!home.ok) return home;
  const id = newId();
  const made =
    await tx.run(sql`insert into care_handover (id, institution_id, division, on_date, shift, notes, at, by_actor, by_name)
    values (${id}, ${institutionId}, ${home.value.division}, ${given.date}, ${given.shift}, ${tx.keys.seal(given.notes, sealPlace('care_handover', 'notes', id))}, ${tx.now},
      ${tx.actor.id}, ${tx.actor.name}) on conflict (institution_id, on_date, shift) do nothing`);
  if (made === 0) {
    const { byName } = await tx.one<{ byName: string }>(
      sql`select by_name from care_handover where institution_id = ${institutionId} and on_date = ${given.date} and shift = ${given.shift}`,
    );
    return fail('HANDOVER_TWICE', { date: longDate(given.date), shift: shifts[given.shift].zh, name: byName });
  }
  return ok({ id });
}

export const NewPatrol = z.strictObject({
  findings: z
    .string()
    .trim()
    .min(2, '请写明看到什么')
    .max(500)
    .meta({ label: '看到什么', widget: 'textarea', protect: true, help: '例如：都睡了，204的床栏拉好了' }),
});

export async function patrol(tx: Tx, institutionId: string, given: z.infer<typeof NewPatrol>): Promise<Result<{ id: string }>> {
  const home = await findInstitution(tx, institutionId);
  if (!home.ok) return home;
  const id = newId();
  await tx.run(sql`insert into care_patrol (id, institution_id, division, night_of, at, findings, by_actor, by_name)
    values (${id}, ${institutionId}, ${home.value.division}, ${nightOf(tx.now)}, ${tx.now}, ${tx.keys.seal(given.findings, sealPlace('care_patrol', 'findings', id))},
      ${tx.actor.id}, ${tx.actor.name})`);
  return ok({ id });
}

export const NewStaff = z.strictObject({
  name: z.string().trim().min(2, '请填写姓名').max(50).meta({ label: '姓名' }),
  post: choice(posts).meta({ label: '岗位', choices: posts }),
  certificate: z.string().trim().max(100).optional().meta({ label: '证书', help: '例如：养老护理员四级，证书编号' }),
  healthCertTo: PlainDateText.optional().meta({ label: '健康证有效期至', widget: 'date' }),
  contractTo: PlainDateText.optional().meta({ label: '劳动合同到哪天', widget: 'date', help: '没有固定期限的不填' }),
  from: PlainDateText.meta({ label: '从哪天起在岗', widget: 'date' }),
});

export async function addStaff(tx: Tx, institutionId: string, given: z.infer<typeof NewStaff>): Promise<Result<{ id: string }>> {
  const home = await findInstitution(tx, institutionId);
  if (!home.ok) return home;
  const id = newId();
  await tx.run(sql`insert into care_staff_member (id, institution_id, division, name, post, certificate, health_cert_to, contract_to, from_on, changed_at, changed_by)
    values (${id}, ${institutionId}, ${home.value.division}, ${given.name}, ${given.post}, ${given.certificate || null}, ${given.healthCertTo ?? null}, ${given.contractTo ?? null},
      ${given.from}, ${tx.now}, ${tx.actor.id})`);
  await recordAudit(tx, { action: 'care-staff.changed', subject: { kind: 'care-staff', id }, division: home.value.division });
  return ok({ id });
}

export const StaffEnd = z.strictObject({ on: PlainDateText.meta({ label: '从哪天起不在岗', widget: 'date' }) });
export async function endStaff(tx: Tx, id: string, given: z.infer<typeof StaffEnd>): Promise<Result<{ id: string }>> {
  const member = await tx.maybe<{ name: string; leftOn: string | null; division: string }>(
    sql`select name, left_on, division from care_staff_member where id = ${id} for update`,
  );
  if (!member) return fail('NOT_FOUND');
  if (member.leftOn !== null) return fail('CARE_STAFF_LEFT', { name: member.name });
  await tx.run(
    sql`update care_staff_member set left_on = greatest(from_on, ${given.on}::date), changed_at = ${tx.now}, changed_by = ${tx.actor.id} where id = ${id}`,
  );
  await recordAudit(tx, { action: 'care-staff.changed', subject: { kind: 'care-staff', id }, division: member.division });
  return ok({ id });
}
