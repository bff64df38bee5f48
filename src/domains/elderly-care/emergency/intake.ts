/**
 * Calls come in. What a device sends is stored before the device is answered, so that a call which was acknowledged is never lost; the same number sent again is
 * the same signal. The clock of the server counts, that of the device is evidence.
 */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { type Context, newId, type Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { isLate, isSameCall, nextWhileRinging, presumedLevel } from './chain.ts';
import './errors.ts';
import { chainLimits } from './parameters.ts';
import type { Signal } from './schema.ts';
import { addStep, DEVICE_KEY, type Incident, incidentColumns, saidPlace } from './store.ts';
import { type Level, type Source, signalKinds, type Terrain } from './terms.ts';

interface Device {
  id: string;
  homeId: string;
  personId: string;
  division: DivisionCode;
  terrain: Terrain;
}

export interface Received {
  readonly incidentId: string | null;
  /** The signal had come before. */
  readonly repeated: boolean;
}

/** One signal of a device that shows its key. */
export function receiveSignal(
  context: Context,
  key: string,
  signal: Signal,
): Promise<Result<Received, 'DEVICE_KEY' | 'SIGNAL_OTHER'>> {
  return context.write(systemActor('emergency-intake', context.city), async (tx) => {
    // Held until the end: two signals of one device come one after the other. The home is looked up by its own key: joined, the planner goes through all homes.
    const found = await tx.maybe<{ id: string; homeId: string }>(sql`select id, home_id from care_device
      where key_digest = any (${tx.keys.digests(DEVICE_KEY, key)}::bytea[]) and state = 'in-use' for update`);
    const home =
      found &&
      (await tx.maybe<Omit<Device, 'id' | 'homeId'>>(
        sql`select person_id, division, terrain from emergency_home where id = ${found.homeId} and ended_on is null`,
      ));
    if (!home) return fail('DEVICE_KEY');
    const device: Device = { ...found, ...home };
    await tx.run(
      sql`update care_device set last_seen_at = ${tx.now}, lost_told_at = null, battery = coalesce(${signal.battery ?? null}::smallint, battery) where id = ${device.id}`,
    );
    await tx.run(sql`insert into care_device_hour (device_id, hour, division)
      values (${device.id}, date_trunc('hour', ${tx.now}::timestamptz), ${device.division}) on conflict do nothing`);
    if (signal.kind === 'heartbeat' || signal.kind === 'battery') return ok({ incidentId: null, repeated: false });
    const known = await tx.maybe<{ incidentId: string; kind: string }>(
      sql`select incident_id, kind from emergency_signal where device_id = ${device.id} and signal_id = ${signal.signalId}`,
    );
    if (known) return known.kind === signal.kind ? ok({ incidentId: known.incidentId, repeated: true }) : fail('SIGNAL_OTHER');
    const incidentId = await callOf(tx, device, signal);
    await tx.run(sql`insert into emergency_signal (device_id, signal_id, division, kind, device_at, received_at, incident_id)
      values (${device.id}, ${signal.signalId}, ${device.division}, ${signal.kind}, ${signal.deviceAt ?? null}, ${tx.now}, ${incidentId})`);
    return ok({ incidentId, repeated: false });
  });
}

/** The call that a signal belongs to: the one that the device has made and that is not resolved, or a new one. */
async function callOf(tx: Tx, device: Device, signal: Signal): Promise<string> {
  const presumed = presumedLevel(signal.kind);
  const last = await tx.maybe<Incident>(
    sql`select ${incidentColumns} from emergency_incident i where i.device_id = ${device.id} and i.ending is distinct from 'test' order by i.t0 desc limit 1 for update`,
  );
  const limits = await chainLimits(tx);
  if (last && presumed > 0 && isSameCall(last)) {
    const graver = presumed < last.presumed;
    const next =
      graver && last.state === 'ringing' && limits.ok
        ? nextWhileRinging({ ...ringing(last), presumed }, limits.value)
        : last.nextAt;
    await tx.run(
      sql`update emergency_incident set repeats = repeats + 1, presumed = ${graver ? presumed : last.presumed}, next_at = ${next}, version = version + 1 where id = ${last.id}`,
    );
    await addStep(tx, last, 'repeated', signalKinds[signal.kind]);
    return last.id;
  }
  const late = limits.ok && isLate(signal.deviceAt ?? null, tx.now, limits.value.late);
  const { id } = await openCall(tx, {
    division: device.division,
    terrain: device.terrain,
    homeId: device.homeId,
    personId: device.personId,
    deviceId: device.id,
    source: 'device',
    signal: signal.kind,
    presumed,
    late,
    by: signalKinds[signal.kind],
  });
  return id;
}

/** What `chain.ts` asks of a call that rings. */
export const ringing = ({ t0, presumed, unanswered }: Pick<Incident, 't0' | 'presumed' | 'unanswered'>) => ({
  t0,
  presumed,
  done: unanswered as never[],
});

interface NewIncident {
  readonly division: DivisionCode;
  readonly terrain: Terrain;
  readonly source: Source;
  readonly homeId: string | null;
  readonly deviceId?: string;
  readonly personId: string | null;
  readonly signal?: Signal['kind'];
  readonly presumed: Level;
  readonly late?: boolean;
  readonly by: string;
  readonly said?: string;
  /** 演练: rings like any other; nobody outside hears of it. */
  readonly drillId?: string;
}

/** A new call; a test is closed as it comes. A missing standard stops only the reminders, never the call. */
export async function openCall(tx: Tx, given: NewIncident): Promise<{ id: string }> {
  const id = newId();
  const limits = await chainLimits(tx);
  const test = given.presumed === 0;
  const next = limits.ok && !test ? nextWhileRinging({ t0: tx.now, presumed: given.presumed, done: [] }, limits.value) : null;
  await tx.run(sql`insert into emergency_incident (id, division, terrain, source, home_id, device_id, person_id, signal, presumed, late, said, t0, next_at, state, ending, closed_at, drill_id)
    values (${id}, ${given.division}, ${given.terrain}, ${given.source}, ${given.homeId}, ${given.deviceId ?? null}, ${given.personId}, ${given.signal ?? null}, ${given.presumed},
      ${given.late ?? false}, ${given.said ? tx.keys.seal(given.said, saidPlace(id)) : null}, ${tx.now}, ${next},
      ${test ? 'closed' : 'ringing'}, ${test ? 'test' : null}, ${test ? tx.now : null}, ${given.drillId ?? null})`);
  await addStep(tx, { id, division: given.division }, 'received', given.by);
  if (!test && !given.drillId)
    await emit(tx, {
      type: 'emergency.opened',
      subject: { kind: 'emergency', id },
      division: given.division,
      payload: { incidentId: id, personId: given.personId, level: given.presumed, division: given.division },
    });
  return { id };
}
