/** What rings by itself: a search that lasts, a family that nobody has told, a county that nobody has called. Every second, each incident in a transaction of its own. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { firstDayOf, longMonth, monthOf, plusMonths, startOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { eachApart, whenDue } from '../../../kernel/worker/server.ts';
import { findInstitution } from '../register/store.ts';
import { tellStaff } from '../stays/apply.ts';
import { raiseIncident, saidAt, setNext } from './act.ts';
import { incidentLimits } from './limits.ts';
import { type Alarm, alarmsOf } from './rules.ts';
import { courseOf, type Incident, lockIncident, personsOf, stepsOf } from './store.ts';
import { grades, incidentTypes, leaders } from './terms.ts';

const AT_ONCE = 100;

const dueIncidents = (tx: Tx) =>
  tx.rows<{ id: string }>(
    sql`select id from care_incident where next_at is not null and next_at <= ${tx.now} order by next_at limit ${AT_ONCE}`,
  );

/** Gives how many there were. One that fails holds up no other, and is told at the end. */
export const ringIncidents = whenDue(dueIncidents, async (context) => {
  const system = systemActor('care-incidents', context.city);
  const due = await context.read(system, dueIncidents);
  return eachApart(due, 'incidents', ({ id }) => context.write(system, (tx) => ring(tx, id)));
});

async function ring(tx: Tx, id: string): Promise<void> {
  const found = await lockIncident(tx, id);
  if (!found.ok) return;
  const incident = found.value;
  const set = await incidentLimits(tx, incident.division);
  if (!set.ok) throw new Error(`incident ${id}: ${set.code}`);
  const course = courseOf(incident, await personsOf(tx, [id]), await stepsOf(tx, [id]));
  for (const { alarm, at } of alarmsOf(course, set.value)) {
    if (Date.parse(at) > Date.parse(tx.now) || incident.told.includes(alarm)) continue;
    await tx.run(sql`update care_incident set told = array_append(told, ${alarm}) where id = ${id}`);
    await tell(tx, incident, alarm);
  }
  const next = await setNext(tx, id);
  if (!next.ok) throw new Error(`incident ${id}: ${next.code}`);
}

const untoldMonth = (tx: Tx) =>
  tx.rows(
    sql`select 1 as due where not exists (select from care_incident_minor_told where month = ${plusMonths(monthOf(tx.today), -1)} and division = ${tx.city})`,
  );

/** Once a month, on its first day or when the server is back, each county hears how many minor incidents its homes reported in the month before. */
export const tellMinor = whenDue(untoldMonth, (context) =>
  context.write(systemActor('care-incidents', context.city), async (tx) => {
    const month = monthOf(tx.today);
    const last = plusMonths(month, -1);
    const first = await tx.run(
      sql`insert into care_incident_minor_told (month, division, told_at) values (${last}, ${tx.city}, ${tx.now}) on conflict do nothing`,
    );
    if (first === 0) return;
    const counts = await tx.rows<{ county: string; n: number }>(
      sql`select left(division, 6) as county, count(*)::int as n from care_incident
        where grade = 'S1' and found_at >= ${startOf(firstDayOf(last)).toISOString()} and found_at < ${startOf(firstDayOf(month)).toISOString()} group by 1 order by 1`,
    );
    for (const { county, n } of counts)
      await notify(tx, {
        to: { performer: 'county-clerk', division: `${county}000000` },
        template: 'care.incident-minor-month',
        params: { month: longMonth(last), count: n },
      });
  }),
);

async function tell(tx: Tx, incident: Incident, alarm: Alarm): Promise<void> {
  const home = await findInstitution(tx, incident.institutionId);
  const county = `${incident.division.slice(0, 6)}000000`;
  const said = {
    home: home.ok ? home.value.name : '',
    time: saidAt(incident.foundAt),
    type: incidentTypes[incident.type],
    grade: grades[incident.grade].zh,
  };
  if (alarm === 'search') {
    const minutes = Math.floor((Date.parse(tx.now) - Date.parse(incident.foundAt)) / 60_000);
    const params = { home: said.home, minutes };
    await tellStaff(tx, incident.institutionId, { performers: leaders, template: 'care.incident-search', params });
    await notify(tx, { to: { performer: 'emergency-operator', division: county }, template: 'care.incident-search', params });
    return;
  }
  if (alarm === 'raise') {
    const raised = await raiseIncident(tx, incident.id, { grade: 'S3', text: '走失超过30分钟还没有找到' });
    if (!raised.ok) throw new Error(`incident ${incident.id}: ${raised.code}`);
    return;
  }
  const template = alarm === 'family' ? 'care.incident-family' : 'care.incident-phone';
  const params = alarm === 'family' ? { home: said.home, time: said.time, type: said.type } : said;
  await tellStaff(tx, incident.institutionId, { performers: leaders, template, params });
  await notify(tx, { to: { performer: 'county-clerk', division: county }, template, params });
}
