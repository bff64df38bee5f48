/** What rings at the bed by itself: a restraint that nobody has looked at or that lasts too long, a round that is wanted while the call is down. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { eachApart, whenDue } from '../../../kernel/worker/server.ts';
import { tellStaff } from '../stays/apply.ts';
import { alarmsNow, lockRestraint, setNextLook } from './restraint.ts';
import { carers, nurses } from './terms.ts';

const AT_ONCE = 100;

async function ringRestraint(tx: Tx, id: string): Promise<void> {
  const found = await lockRestraint(tx, id);
  if (!found.ok) return;
  const of = found.value;
  const { code } = await tx.one<{ code: string }>(
    sql`select b.code from care_stay s join care_bed b on b.id = s.bed_id where s.id = ${of.stayId}`,
  );
  for (const { kind, key, at } of alarmsNow(of)) {
    if (Date.parse(at) > Date.parse(tx.now) || of.told.includes(key)) continue;
    await tx.run(sql`update care_restraint set told = array_append(told, ${key}) where id = ${id}`);
    await tellStaff(tx, of.institutionId, {
      performers: kind === 'over' ? nurses : carers,
      template: kind === 'over' ? 'care.restraint-over' : 'care.restraint-look',
      params: { bed: code, minutes: of.checkMinutes, hours: of.maxHours },
    });
  }
  await setNextLook(tx, id);
}

async function ringOutage(tx: Tx, id: string): Promise<void> {
  const of = await tx.maybe<{ institutionId: string; place: string; everyMinutes: number }>(
    sql`update care_call_outage set next_at = ${tx.now}::timestamptz + make_interval(mins => every_minutes) where id = ${id} and next_at <= ${tx.now}
      returning institution_id, place, every_minutes`,
  );
  if (of)
    await tellStaff(tx, of.institutionId, {
      performers: carers,
      template: 'care.call-round',
      params: { place: of.place, minutes: of.everyMinutes },
    });
}

const dueRestraints = (tx: Tx) =>
  tx.rows<{ id: string }>(
    sql`select id from care_restraint where next_at is not null and next_at <= ${tx.now} order by next_at limit ${AT_ONCE}`,
  );
const dueOutages = (tx: Tx) =>
  tx.rows<{ id: string }>(
    sql`select id from care_call_outage where next_at is not null and next_at <= ${tx.now} order by next_at limit ${AT_ONCE}`,
  );

/** Gives how many there were. One that fails holds up no other, and is told at the end. */
export const ringCare = whenDue([dueRestraints, dueOutages], async (context) => {
  const system = systemActor('care-bedside', context.city);
  const [restraints, outages] = await context.read(system, (tx) => Promise.all([dueRestraints(tx), dueOutages(tx)]));
  const alarms = [
    ...restraints.map(({ id }) => ({ id, ring: ringRestraint })),
    ...outages.map(({ id }) => ({ id, ring: ringOutage })),
  ];
  return eachApart(alarms, 'alarms of care', ({ id, ring }) => context.write(system, (tx) => ring(tx, id)));
});
