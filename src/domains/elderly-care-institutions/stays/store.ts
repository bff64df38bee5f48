/** All SQL of admissions and stays; what is sealed of them is opened here and nowhere else. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import type { CareLevel } from '../beds/terms.ts';
import type { Risk, Standing } from './rules.ts';
import type { AdmissionKind, AdmissionState, ClauseKey, LeaveKind, RiskType, StayKind } from './terms.ts';

export interface Contract {
  readonly careLevel: CareLevel;
  readonly agent: string;
  readonly emergency: string;
  readonly from: PlainDate;
  readonly months: number;
  readonly depositFor: string;
  readonly clauses: readonly ClauseKey[];
  readonly bedFen: Fen;
  readonly careFen: Fen;
}

export interface Admission {
  id: string;
  institutionId: string;
  division: DivisionCode;
  personId: string;
  agentPersonId: string | null;
  agentChecked: boolean;
  no: number;
  state: AdmissionState;
  kind: AdmissionKind;
  wantedOn: PlainDate;
  contact: string;
  channel: 'online' | 'desk';
  rank: number;
  appliedAt: string;
  bedId: string | null;
  bookingId: string | null;
  jumpReason: string | null;
  capacityLevel: number | null;
  risksOn: PlainDate | null;
  contractId: string | null;
  careLevel: CareLevel | null;
  depositFen: Fen | null;
  depositPaid: boolean;
  trialFrom: PlainDate | null;
  closedReason: string | null;
  version: number;
  phone: string;
  standing: Standing;
  risks: Partial<Record<RiskType, Risk>>;
  contract: Contract | null;
}
interface AdmissionRow extends Omit<Admission, 'phone' | 'standing' | 'risks' | 'contract'> {
  contactPhone: Buffer;
  sealedStanding: Buffer;
  sealedRisks: Buffer | null;
  sealedContract: Buffer | null;
}

type SealedTable =
  | 'care_admission'
  | 'care_stay'
  | 'care_bill'
  | 'care_risk'
  | 'care_plan'
  | 'care_record'
  | 'care_medication'
  | 'care_handover'
  | 'care_patrol'
  | 'care_incident'
  | 'care_incident_step'
  | 'care_request'
  | 'care_round'
  | 'care_round_advice'
  | 'care_referral'
  | 'care_referral_step'
  | 'care_restraint'
  | 'care_restraint_check'
  | 'care_escrow_entry'
  | 'care_evaluation';
export const sealPlace = (table: SealedTable, column: string, id: string): string => `${table}.${column}:${id}`;

const admissionColumns = sql`a.id, a.institution_id, a.division, a.person_id, a.agent_person_id, a.agent_checked, a.no, a.state, a.kind, a.wanted_on, a.contact, a.channel,
  a.rank, a.applied_at, a.bed_id, a.booking_id, a.jump_reason, a.capacity_level, a.risks_on, a.contract_id, a.care_level, a.deposit_fen, a.deposit_paid, a.trial_from,
  a.closed_reason, a.version, a.contact_phone, a.standing as sealed_standing, a.risks as sealed_risks, a.contract as sealed_contract`;

function admissionOf(tx: Tx, { contactPhone, sealedStanding, sealedRisks, sealedContract, ...row }: AdmissionRow): Admission {
  const place = (column: string) => sealPlace('care_admission', column, row.id);
  return {
    ...row,
    phone: tx.keys.open(contactPhone, place('contact_phone')),
    standing: tx.keys.openJson(sealedStanding, place('standing')),
    risks: sealedRisks ? tx.keys.openJson(sealedRisks, place('risks')) : {},
    contract: sealedContract ? tx.keys.openJson(sealedContract, place('contract')) : null,
  };
}

export async function findAdmission(tx: Tx, id: string): Promise<Result<Admission, 'NOT_FOUND'>> {
  const row = await tx.maybe<AdmissionRow>(sql`select ${admissionColumns} from care_admission a where a.id = ${id}`);
  return row ? ok(admissionOf(tx, row)) : fail('NOT_FOUND');
}
export async function lockAdmission(tx: Tx, id: string): Promise<Result<Admission, 'NOT_FOUND'>> {
  const row = await tx.maybe<AdmissionRow>(sql`select ${admissionColumns} from care_admission a where a.id = ${id} for update`);
  return row ? ok(admissionOf(tx, row)) : fail('NOT_FOUND');
}
export const admissionOfBooking = async (tx: Tx, bookingId: string): Promise<Admission | null> => {
  const row = await tx.maybe<AdmissionRow>(
    sql`select ${admissionColumns} from care_admission a where a.booking_id = ${bookingId} for update`,
  );
  return row && admissionOf(tx, row);
};

export const queueOf = (tx: Tx, institutionId: string): Promise<{ id: string; rank: number; no: number }[]> =>
  tx.rows(
    sql`select id, rank, no from care_admission where institution_id = ${institutionId} and state = 'waiting' order by rank, no limit 1000`,
  );

export interface Stay {
  id: string;
  admissionId: string;
  institutionId: string;
  division: DivisionCode;
  personId: string;
  bedId: string;
  bookingId: string;
  kind: StayKind;
  fromOn: PlainDate;
  trialTo: PlainDate | null;
  toOn: PlainDate | null;
  ended: 'discharged' | 'deceased' | null;
  endReason: string | null;
  refundDue: PlainDate | null;
  version: number;
  /** A level that waits for the consent of the family. */
  asked: { level: CareLevel; from: PlainDate; why: string } | null;
}
interface StayRow extends Omit<Stay, 'asked'> {
  levelToConsent: Buffer | null;
}
const stayColumns = sql`s.id, s.admission_id, s.institution_id, s.division, s.person_id, s.bed_id, s.booking_id, s.kind, s.from_on, s.trial_to, s.to_on, s.ended, s.end_reason,
  s.refund_due, s.version, s.level_to_consent`;
const stayOf = (tx: Tx, { levelToConsent, ...row }: StayRow): Stay => ({
  ...row,
  asked: levelToConsent ? tx.keys.openJson(levelToConsent, sealPlace('care_stay', 'level_to_consent', row.id)) : null,
});

export async function findStay(tx: Tx, id: string): Promise<Result<Stay, 'NOT_FOUND'>> {
  const row = await tx.maybe<StayRow>(sql`select ${stayColumns} from care_stay s where s.id = ${id}`);
  return row ? ok(stayOf(tx, row)) : fail('NOT_FOUND');
}
export async function lockStay(tx: Tx, id: string): Promise<Result<Stay, 'NOT_FOUND'>> {
  const row = await tx.maybe<StayRow>(sql`select ${stayColumns} from care_stay s where s.id = ${id} for update`);
  return row ? ok(stayOf(tx, row)) : fail('NOT_FOUND');
}
/** The one live stay of a person; null outside the actor's range. */
export async function liveStayOf(tx: Tx, personId: string): Promise<Stay | null> {
  const row = await tx.maybe<StayRow>(
    sql`select ${stayColumns} from care_stay s where s.person_id = ${personId} and s.to_on is null for update`,
  );
  return row && stayOf(tx, row);
}

export interface LevelRow {
  careLevel: CareLevel;
  fromOn: PlainDate;
  consentBy: string;
}
export const levelsOf = (tx: Tx, stayId: string): Promise<LevelRow[]> =>
  tx.rows(sql`select care_level, from_on, consent_by from care_stay_level where stay_id = ${stayId} order by from_on limit 100`);

export interface BedOfStay {
  bedId: string;
  code: string;
  priceClass: string;
  fromOn: PlainDate;
  reason: string;
}
export const bedsOf = (tx: Tx, stayId: string): Promise<BedOfStay[]> =>
  tx.rows(sql`select l.bed_id, b.code, b.price_class, l.from_on, l.reason from care_stay_bed l join care_bed b on b.id = l.bed_id
    where l.stay_id = ${stayId} order by l.from_on, l.recorded_at limit 100`);

export interface LeaveRow {
  id: string;
  kind: LeaveKind;
  fromOn: PlainDate;
  toOn: PlainDate | null;
  noticedAt: string;
}
export const leavesOf = (tx: Tx, stayId: string): Promise<LeaveRow[]> =>
  tx.rows(sql`select id, kind, from_on, to_on, noticed_at from care_leave where stay_id = ${stayId} order by from_on limit 200`);

export const nameOf = async (tx: Tx, personId: string): Promise<string> =>
  (await tx.maybe<{ name: string }>(sql`select name from person where id = ${personId}`))?.name ?? '（本区划外的人）';

const notLive = async (tx: Tx, stay: Stay) =>
  fail('STAY_STATE', { name: await nameOf(tx, stay.personId), what: stay.ended === 'deceased' ? '去世' : '退住' });

/** The stay, locked, of somebody who lives there. */
export const lived = async (tx: Tx, id: string): Promise<Result<Stay>> => {
  const found = await lockStay(tx, id);
  if (!found.ok) return found;
  return found.value.toOn === null ? found : notLive(tx, found.value);
};
