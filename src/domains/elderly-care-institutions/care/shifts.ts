/** 交接班、巡查: one handover for a shift, at least two rounds a night. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, PlainDateText } from '../../../kernel/schema/index.ts';
import { onDuty } from '../incidents/abuse.ts';
import { findInstitution } from '../register/store.ts';
import { sealPlace } from '../stays/store.ts';
import { roundMade } from './outage.ts';
import { mayHandOver, nightOf } from './rules.ts';
import { shiftNames, shifts } from './terms.ts';

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
  if (!mayHandOver(given, tx.now)) return fail('HANDOVER_DAY', {}, [{ path: 'date', message: '只能交今天、昨天已经开始的班' }]);
  const duty = await onDuty(tx);
  if (!duty.ok) return duty;
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
  const duty = await onDuty(tx);
  if (!duty.ok) return duty;
  const id = newId();
  await tx.run(sql`insert into care_patrol (id, institution_id, division, night_of, at, findings, by_actor, by_name)
    values (${id}, ${institutionId}, ${home.value.division}, ${nightOf(tx.now)}, ${tx.now}, ${tx.keys.seal(given.findings, sealPlace('care_patrol', 'findings', id))},
      ${tx.actor.id}, ${tx.actor.name})`);
  await roundMade(tx, institutionId);
  return ok({ id });
}
