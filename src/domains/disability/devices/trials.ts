/** 体验与适配预约 (DB-07): which half day, at which point, to try which kind. The database gives the seats, so none is given twice. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { grantAccess } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type PlainDate, PlainDateText, Uuid } from '../../../kernel/schema/index.ts';
import type { TrialRow } from './schema.ts';
import { findStation, ownStation } from './store.ts';
import { deviceKinds, halves, trialAdvice, trialPurposes } from './terms.ts';

export const NewTrial = z.strictObject({
  stationId: Uuid,
  kind: choice(deviceKinds).meta({ label: '想试哪一类', choices: deviceKinds }),
  purpose: choice(trialPurposes).meta({ label: '来做什么', choices: trialPurposes }),
  on: PlainDateText.meta({ label: '日期', widget: 'date' }),
  half: choice(halves).meta({ label: '上午还是下午', choices: halves }),
});
export type NewTrial = z.infer<typeof NewTrial>;

/** The first seat that is free; two who come for the last one at once: one gets it, the other a sentence. */
async function takeSeat(tx: Tx, given: NewTrial & { personId: string; division: string; seats: number }): Promise<string | null> {
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`trial:${given.stationId}:${given.on}:${given.half}`}, 0))`);
  const { seat } = await tx.one<{
    seat: number | null;
  }>(sql`select min(n)::int as seat from generate_series(1, ${given.seats}::int) n
    where not exists (select from device_trial t where t.station_id = ${given.stationId} and t.trial_on = ${given.on} and t.half = ${given.half} and t.seat = n and t.state in ('booked', 'came'))`);
  if (seat === null) return null;
  const id = newId();
  await tx.run(sql`insert into device_trial (id, station_id, division, person_id, purpose, kind, trial_on, half, seat, booked_at)
    values (${id}, ${given.stationId}, ${given.division}, ${given.personId}, ${given.purpose}, ${given.kind}, ${given.on}, ${given.half}, ${seat}, ${tx.now})`);
  return id;
}

export async function bookTrial(tx: Tx, given: NewTrial & { personId: string }): Promise<Result<{ id: string }>> {
  const station = await findStation(tx, given.stationId);
  if (!station || station.kind === 'recycling') return fail('NOT_FOUND');
  const ahead = await wholeParameter(tx, 'TRY-AHEAD', station.division, tx.today);
  const seats = await wholeParameter(tx, 'TRY-SLOT', station.division, tx.today);
  if (!ahead.ok) return ahead;
  if (!seats.ok) return seats;
  const furthest = plusDays(tx.today, ahead.value);
  if (given.on <= tx.today || given.on > furthest) return fail('TRIAL_DAY', { furthest });
  const twice = await tx.maybe(
    sql`select 1 as one from device_trial where person_id = ${given.personId} and kind = ${given.kind} and state = 'booked'`,
  );
  if (twice) return fail('TRIAL_TWICE', { item: deviceKinds[given.kind] });
  const id = await takeSeat(tx, { ...given, division: station.division, seats: seats.value });
  if (!id) return fail('TRIAL_FULL');
  await grantAccess(tx, { personId: given.personId, division: station.division, reason: `trial:${id}` });
  await notify(tx, {
    to: { personId: given.personId },
    template: 'device.trial-booked',
    params: {
      item: deviceKinds[given.kind],
      station: station.name,
      address: station.address,
      day: given.on,
      half: halves[given.half],
      tel: station.telephone,
    },
  });
  await recordAudit(tx, {
    action: 'device.trial-booked',
    subject: { kind: 'device-trial', id },
    personId: given.personId,
    division: station.division,
  });
  return ok({ id });
}

export async function cancelTrial(tx: Tx, given: { id: string; personId: string }): Promise<Result<{ id: string }>> {
  const done = await tx.run(
    sql`update device_trial set state = 'cancelled' where id = ${given.id} and person_id = ${given.personId} and state = 'booked'`,
  );
  return done === 1 ? ok({ id: given.id }) : fail('NOT_FOUND');
}

export const TrialResult = z.strictObject({
  came: choice({ yes: '来了', no: '没有来' }).meta({ label: '来了没有', choices: { yes: '来了', no: '没有来' } }),
  advice: choice(trialAdvice)
    .optional()
    .meta({ label: '建议', choices: trialAdvice, showIf: { field: 'came', in: ['yes'] }, requiredIfShown: true }),
  note: z
    .string()
    .trim()
    .max(300, '不超过300字')
    .default('')
    .meta({ label: '试用情况', widget: 'textarea', protect: true, showIf: { field: 'came', in: ['yes'] } }),
});

export async function recordTrial(tx: Tx, given: { id: string } & z.infer<typeof TrialResult>): Promise<Result<{ id: string }>> {
  const station = await ownStation(tx);
  if (!station.ok) return station;
  if (given.came === 'yes' && !given.advice)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'advice', message: '请选择建议' }]);
  const came = given.came === 'yes';
  const done =
    await tx.run(sql`update device_trial set state = ${came ? 'came' : 'missed'}, advice = ${came ? given.advice! : null},
      note = ${came && given.note ? tx.keys.seal(given.note, `device_trial.note:${given.id}`) : null}
    where id = ${given.id} and station_id = ${station.value.id} and state = 'booked' and trial_on <= ${tx.today}`);
  return done === 1 ? ok({ id: given.id }) : fail('TRIAL_NOT_YET');
}

interface Line {
  id: string;
  personId: string;
  kind: keyof typeof deviceKinds;
  purpose: keyof typeof trialPurposes;
  on: PlainDate;
  half: keyof typeof halves;
  personName: string;
  stationName: string;
}
const lineColumns = sql`t.id, t.person_id, t.kind, t.purpose, t.trial_on as on, t.half, p.name as person_name, s.name as station_name`;
const shown = ({ personId: _, kind, purpose, half, ...row }: Line): TrialRow => ({
  ...row,
  kindZh: deviceKinds[kind],
  purposeZh: trialPurposes[purpose],
  halfZh: halves[half],
});

/** Those that are booked at a station, soonest first. */
export const trialsAt = async (tx: Tx, stationId: string): Promise<{ rows: TrialRow[]; personIds: string[] }> => {
  const found =
    await tx.rows<Line>(sql`select ${lineColumns} from device_trial t join person p on p.id = t.person_id join device_station s on s.id = t.station_id
    where t.station_id = ${stationId} and t.state = 'booked' order by t.trial_on, t.half desc, t.seat limit 200`);
  return { rows: found.map(shown), personIds: found.map((r) => r.personId) };
};
export const trialsOf = async (tx: Tx, personId: string): Promise<TrialRow[]> =>
  (
    await tx.rows<Line>(sql`select ${lineColumns} from device_trial t join person p on p.id = t.person_id join device_station s on s.id = t.station_id
      where t.person_id = ${personId} and t.state = 'booked' order by t.trial_on limit 20`)
  ).map(shown);
