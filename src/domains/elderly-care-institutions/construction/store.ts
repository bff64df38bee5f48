/** All SQL of the construction subsidy that is asked for more than once. */
import { sql } from '../../../database/sql.ts';
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { bedNights } from '../beds/nights.ts';
import type { Institution } from '../register/store.ts';
import { states } from '../register/terms.ts';
import { type BuildState, buildStates, type ClaimState, type PartState } from './terms.ts';

/** By what the amount was counted, kept with it. */
export interface BuildBasis {
  readonly selfFen: Fen;
  readonly leasedFen: Fen;
  readonly nursingShare: number;
  readonly parts: readonly number[];
  readonly [key: string]: unknown;
}
export interface Build {
  id: string;
  institutionId: string;
  division: DivisionCode;
  selfBeds: number;
  leasedBeds: number;
  leaseFrom: PlainDate | null;
  leaseTo: PlainDate | null;
  papers: string;
  recordedOn: PlainDate;
  state: BuildState;
  appliedOn: PlainDate;
  checkBy: PlainDate;
  checkedOn: PlainDate | null;
  checkedBy: string | null;
  note: string | null;
  nursingBeds: number | null;
  countedBeds: number | null;
  amountFen: Fen | null;
  basis: BuildBasis | null;
  noticeTo: PlainDate | null;
  firstPaidOn: PlainDate | null;
  endedOn: PlainDate | null;
}
/** `b` is the subsidy. */
export const buildColumns = sql`b.id, b.institution_id, b.division, b.self_beds, b.leased_beds, b.lease_from, b.lease_to, b.papers, b.recorded_on, b.state, b.applied_on, b.check_by,
  b.checked_on, b.checked_by, b.note, b.nursing_beds, b.counted_beds, b.amount_fen, b.basis, b.notice_to, b.first_paid_on, b.ended_on`;

export interface Part {
  buildId: string;
  no: number;
  amountFen: Fen;
  dueFrom: PlainDate;
  state: PartState;
  says: string | null;
  checkedOn: PlainDate | null;
  checkedBy: string | null;
  approvedOn: PlainDate | null;
  payBy: PlainDate | null;
  paidOn: PlainDate | null;
  documentNo: string | null;
}
export const partColumns = sql`p.build_id, p.no, p.amount_fen, p.due_from, p.state, p.says, p.checked_on, p.checked_by, p.approved_on, p.pay_by, p.paid_on, p.document_no`;

export interface Claim {
  id: string;
  buildId: string;
  institutionId: string;
  division: DivisionCode;
  reason: string;
  fullMonths: number;
  promisedMonths: number;
  paidFen: Fen;
  amountFen: Fen;
  receivedFen: Fen;
  state: ClaimState;
  proposedOn: PlainDate;
  proposedBy: string;
  decision: string | null;
  returnBy: PlainDate | null;
}
export const claimColumns = sql`c.id, c.build_id, c.institution_id, c.division, c.reason, c.full_months, c.promised_months, c.paid_fen, c.amount_fen, c.received_fen, c.state,
  c.proposed_on, c.proposed_by, c.decision, c.return_by`;

export const auditBuild = (tx: Tx, action: AuditAction, of: { id: string; division: DivisionCode }) =>
  recordAudit(tx, { action, subject: { kind: 'care-build', id: of.id }, division: of.division });

export async function lockBuild(tx: Tx, id: string, state: BuildState): Promise<Result<Build>> {
  const found = await tx.maybe<Build>(sql`select ${buildColumns} from care_build b where b.id = ${id} for update`);
  if (!found) return fail('NOT_FOUND');
  return found.state === state ? ok(found) : fail('BUILD_STATE', { state: buildStates[found.state].zh });
}

/** Nothing is paid to a home that does not take in older people any more. */
export const stillOpen = (home: Pick<Institution, 'name' | 'state'>): Result<null, 'BUILD_CLOSED'> =>
  states[home.state].open ? ok(null) : fail('BUILD_CLOSED', { name: home.name, state: states[home.state].zh });

/** Beds that other subsidies of the home, refused ones aside, have taken already, and the nursing beds among them. */
export const takenBeds = (tx: Tx, institutionId: string, exceptId: string | null): Promise<{ beds: number; nursing: number }> =>
  tx.one(sql`select coalesce(sum(self_beds + leased_beds), 0)::int as beds, coalesce(sum(nursing_beds), 0)::int as nursing
    from care_build where institution_id = ${institutionId} and state <> 'refused' and ${exceptId}::uuid is distinct from id`);

export const nursingBeds = async (tx: Tx, institutionId: string): Promise<number> =>
  (
    await tx.one<{ n: number }>(
      sql`select count(*)::int as n from care_bed where institution_id = ${institutionId} and nursing and checked_on is not null and state <> 'retired'`,
    )
  ).n;

/** The day on which so many beds of the home were on record for the first time. */
export const recordedSince = async (tx: Tx, institutionId: string, beds: number): Promise<PlainDate | null> =>
  (
    await tx.one<{ on: PlainDate | null }>(sql`select min((received_at at time zone 'Asia/Shanghai')::date) as on from care_filing
      where institution_id = ${institutionId} and state = 'received' and beds >= ${beds}`)
  ).on;

/** Bed-nights of a home from one day up to another, which is not counted. */
export async function nightsOf(
  tx: Tx,
  institutionId: string,
  of: { from: PlainDate; end: PlainDate },
): Promise<{ lived: number; usable: number }> {
  const found = await tx.maybe<{ lived: number; usable: number }>(
    sql`select n.lived::int as lived, n.usable::int as usable from (${bedNights(of.from, of.end)}) n where n.institution_id = ${institutionId}`,
  );
  return found ?? { lived: 0, usable: 0 };
}

export const payDay = (tx: Tx, division: DivisionCode, workdays: number): PlainDate =>
  tx.calendar.addWorkdays(tx.today, workdays, division);
export const noticeDay = (tx: Tx, days: number): PlainDate => plusDays(tx.today, days);
