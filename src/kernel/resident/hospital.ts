/**
 * 住院的日子: kept once, as a fact of the person, for whoever must not serve, visit or pay on them. Half-open: the day of leaving is no day in
 * hospital. The health side tells of both ends; what cannot be is refused, so that nobody's days are guessed.
 */
import { sql } from '../../database/sql.ts';
import { longDate } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { emit } from '../event/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import { factHistory, recordFact, retractFacts } from './facts.ts';

const HOSPITAL = 'hospital-stay';

export interface HospitalDays {
  readonly from: PlainDate;
  /** The day of leaving; null while it goes on. */
  readonly to: PlainDate | null;
}

/** The days in hospital of somebody, whatever place he is of, the newest first; for a caller who may know of the person or serves him. */
export const hospitalStaysOf = (tx: Tx, personId: string): Promise<HospitalDays[]> =>
  tx.rows<HospitalDays>(sql`select from_on as "from", to_on as "to" from hospital_stays(${personId})`);

export const inHospitalOn = async (tx: Tx, personId: string, day: PlainDate): Promise<boolean> =>
  (await hospitalStaysOf(tx, personId)).some(({ from, to }) => from <= day && (to === null || to > day));

interface Told {
  readonly personId: string;
  readonly division: DivisionCode;
  readonly on: PlainDate;
  readonly hospitalId: string;
}
const instantOf = (on: PlainDate): string => `${on}T00:00:00+08:00`;

/** 住院: keeps it and tells `hospital.admitted`; the event's id. */
export async function admitToHospital(
  tx: Tx,
  of: Told,
): Promise<Result<string, 'HOSPITAL_ALREADY' | 'HOSPITAL_OVERLAPS' | 'NOT_FOUND' | 'FACT_DATES'>> {
  const known = await hospitalStaysOf(tx, of.personId);
  const open = known.find(({ to }) => to === null);
  if (open) return fail('HOSPITAL_ALREADY', { from: longDate(open.from) });
  const later = known.find(({ to }) => to !== null && to > of.on);
  if (later) return fail('HOSPITAL_OVERLAPS', { from: longDate(later.from), to: longDate(later.to!) });
  const kept = await recordFact(tx, {
    subject: { kind: 'person', id: of.personId as never },
    kind: HOSPITAL,
    value: { hospitalId: of.hospitalId },
    source: tx.actor.name,
    validFrom: of.on,
  });
  if (!kept.ok) return kept;
  const event = await emit(tx, {
    type: 'hospital.admitted',
    subject: { kind: 'person', id: of.personId },
    division: of.division,
    payload: { personId: of.personId, hospitalId: of.hospitalId, admittedAt: instantOf(of.on) },
    occurredAt: instantOf(of.on),
    sensitivity: 'sensitive',
  });
  return ok(event.eventId);
}

/** 出院: ends the stay that goes on and tells `hospital.discharged`; the event's id. Who leaves on the day of coming had no day there. */
export async function dischargeFromHospital(
  tx: Tx,
  of: Told & { readonly consentRef: string | null },
): Promise<Result<string, 'HOSPITAL_NONE' | 'HOSPITAL_BACKWARDS' | 'NOT_FOUND' | 'FACT_DATES'>> {
  const subject = { kind: 'person', id: of.personId as never } as const;
  const open = (await factHistory(tx, subject)).find(({ kind, validTo }) => kind === HOSPITAL && validTo === null);
  if (!open) return fail('HOSPITAL_NONE');
  if (of.on < open.validFrom) return fail('HOSPITAL_BACKWARDS', { from: longDate(open.validFrom) });
  await retractFacts(tx, subject, [open.id]);
  if (of.on > open.validFrom) {
    const { value, source, validFrom } = open;
    const kept = await recordFact(tx, { subject, kind: HOSPITAL, value, source, validFrom, validTo: of.on });
    if (!kept.ok) return kept;
  }
  const event = await emit(tx, {
    type: 'hospital.discharged',
    subject: { kind: 'person', id: of.personId },
    division: of.division,
    payload: { personId: of.personId, hospitalId: of.hospitalId, dischargedAt: instantOf(of.on), consentRef: of.consentRef },
    occurredAt: instantOf(of.on),
    sensitivity: 'sensitive',
  });
  return ok(event.eventId);
}
