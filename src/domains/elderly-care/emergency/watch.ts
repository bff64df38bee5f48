/** What happens by itself, every second: calls that nobody answers, desks that do not go on, responders who do not reply; and devices that are silent. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { anyRow, eachApart, whenDue } from '../../../kernel/worker/server.ts';
import { callNext } from './act.ts';
import { dueWhileRinging, nextWhileRinging, type Unanswered } from './chain.ts';
import { ringing } from './intake.ts';
import { isOutage, type MakerCount } from './outage.ts';
import { chainLimits, deviceLimits } from './parameters.ts';
import { addStep, type Incident, incidentColumns } from './store.ts';
import { type StepName, steps } from './terms.ts';

defineTemplates({
  'emergency.waits': { title: '紧急呼叫没有人接', text: '{place}有一个紧急呼叫：{what}。请立即处理。' },
  'device.outage': {
    title: '厂家平台没有信号，状态未知',
    text: '{maker}的{devices}台设备有{silent}台同时没有信号，可能是厂家平台故障，状态未知。不是一台一台失联，探访照常，请联系厂家。',
  },
  'device.silent': { title: '智能设备失联', text: '{place}有{count}台设备{hours}小时没有信号，请上门查看。' },
});

const AT_ONCE = 200;

const dueCalls = (tx: Tx) =>
  tx.rows<{ id: string }>(
    sql`select id from emergency_incident where next_at is not null and next_at <= ${tx.now} order by next_at limit ${AT_ONCE}`,
  );

/** Takes what is due now, each call in a transaction of its own: one that fails holds up no other, and is told at the end. Gives how many. */
export const escalateDue = whenDue(dueCalls, async (context) => {
  const actor = systemActor('emergency-watch', context.city);
  const due = await context.read(actor, dueCalls);
  return eachApart(due, 'emergency calls', ({ id }) => context.write(actor, (tx) => escalate(tx, id)));
});

async function escalate(tx: Tx, id: string): Promise<number> {
  const incident = await tx.maybe<Incident>(
    sql`select ${incidentColumns} from emergency_incident i where i.id = ${id} and i.next_at <= ${tx.now} for update skip locked`,
  );
  if (!incident) return 0;
  if (incident.state === 'ringing') await ringOn(tx, incident);
  else if (incident.state === 'handling') await stalled(tx, incident);
  else if (incident.state === 'dispatched') {
    const called = await callNext(tx, incident);
    if (!called.ok) throw new Error(`emergency ${id}: ${called.params.key}`);
  } else await tx.run(sql`update emergency_incident set next_at = null where id = ${id}`);
  return 1;
}

/** Nobody has answered: wider and wider circles are told. */
async function ringOn(tx: Tx, incident: Incident): Promise<void> {
  const limits = await chainLimits(tx);
  if (!limits.ok) throw new Error(`emergency ${incident.id}: ${limits.params.key}`);
  const due = dueWhileRinging(ringing(incident), tx.now, limits.value);
  const done = [...incident.unanswered, ...due];
  const next = nextWhileRinging({ ...ringing(incident), done: done as Unanswered[] }, limits.value);
  await tx.run(
    sql`update emergency_incident set unanswered = ${done}::text[], next_at = ${next}, version = version + 1 where id = ${incident.id}`,
  );
  for (const step of due) {
    await addStep(tx, incident, step, tx.actor.name);
    await tellDesks(tx, incident, step, step === 'overflow' ? county(incident) : tx.city);
    if (incident.drillId === null)
      await emit(tx, {
        type: 'emergency.escalated',
        subject: { kind: 'emergency', id: incident.id },
        division: incident.division,
        payload: { incidentId: incident.id, level: incident.presumed, step },
      });
  }
}

/** Answered, and no further: the operator's screen may be dead. Every desk may go on with it. */
async function stalled(tx: Tx, incident: Incident): Promise<void> {
  await tx.run(
    sql`update emergency_incident set next_at = null, unanswered = array_append(unanswered, 'stalled'), version = version + 1 where id = ${incident.id}`,
  );
  await addStep(tx, incident, 'stalled', tx.actor.name);
  await tellDesks(tx, incident, 'stalled', county(incident));
  await tellDesks(tx, incident, 'stalled', tx.city);
}

const county = ({ division }: Pick<Incident, 'division'>) => `${division.slice(0, 6)}000000` as DivisionCode;
const tellDesks = (tx: Tx, incident: Incident, step: StepName, division: DivisionCode) =>
  notify(tx, {
    to: { performer: 'emergency-operator', division },
    template: 'emergency.waits',
    params: { place: `${incident.drillId ? '【演练】' : ''}${tx.divisions.fullName(incident.division)}`, what: steps[step] },
  });

/** Devices without a signal for so many hours: told to the township once, until they are heard of again. Without devices there is nothing to tell. */
export const tellSilentDevices = whenDue(
  (tx) => anyRow(tx, sql`care_device`),
  (context) =>
    context.write(systemActor('emergency-watch', context.city), async (tx) => {
      const limits = await deviceLimits(tx);
      if (!limits.ok) throw new Error(`silent devices: ${limits.params.key}`);
      const hours = limits.value['SOS-HEARTBEAT'];
      const since = new Date(Date.parse(tx.now) - hours * 3_600_000).toISOString();
      const down = await watchMakers(tx, {
        since,
        least: limits.value['SOS-MAKER-LEAST'],
        percent: limits.value['SOS-MAKER-SHARE'],
      });
      const silent = await tx.rows<{
        id: string;
        personId: string;
        division: DivisionCode;
        lastSeenAt: string | null;
      }>(sql`update care_device d set lost_told_at = ${tx.now}
      from emergency_home h where h.id = d.home_id and h.ended_on is null and d.state = 'in-use' and d.lost_told_at is null and coalesce(d.last_seen_at, d.registered_at) < ${since}
        and (d.maker is null or d.maker <> all(${down}::text[]))
      returning d.id, h.person_id, d.division, d.last_seen_at`);
      for (const { id, personId, division, lastSeenAt } of silent)
        await emit(tx, {
          type: 'device.signal.lost',
          subject: { kind: 'device', id },
          division,
          payload: { deviceId: id, personId, lastSeenAt },
        });
      const places = Map.groupBy(silent, ({ division }) => `${division.slice(0, 9)}000` as DivisionCode);
      for (const [township, list] of places)
        await notify(tx, {
          to: { performer: 'township-clerk', division: township },
          template: 'device.silent',
          params: { place: tx.divisions.get(township)?.name ?? township, count: list.length, hours },
        });
      return silent.length;
    }),
);

/** Makers whose platform is down: told once to every desk of the city, ended when their devices are heard of again. Gives their names. */
async function watchMakers(tx: Tx, of: { since: string; least: number; percent: number }): Promise<string[]> {
  const counts =
    await tx.rows<MakerCount>(sql`select d.maker, count(*)::int as devices, (count(*) filter (where coalesce(d.last_seen_at, d.registered_at) < ${of.since}))::int as silent
    from care_device d join emergency_home h on h.id = d.home_id and h.ended_on is null where d.state = 'in-use' and d.maker is not null group by d.maker order by d.maker limit 500`);
  const down = counts.filter((count) => isOutage(count, of));
  const names = down.map(({ maker }) => maker);
  await tx.run(sql`update care_device_outage set ended_at = ${tx.now} where ended_at is null and maker <> all(${names}::text[])`);
  for (const { maker, devices, silent } of down) {
    const fresh = await tx.run(sql`insert into care_device_outage (id, maker, division, devices, silent, since)
      values (${newId()}, ${maker}, ${tx.city}, ${devices}, ${silent}, ${tx.now}) on conflict (maker) where ended_at is null do nothing`);
    if (fresh === 0) continue;
    const counties = tx.divisions.children(tx.city).map(({ code }) => code);
    for (const division of [tx.city, ...counties])
      await notify(tx, {
        to: { performer: 'emergency-operator', division },
        template: 'device.outage',
        params: { maker, devices, silent },
      });
  }
  return names;
}
