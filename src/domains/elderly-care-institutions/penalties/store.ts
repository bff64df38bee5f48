/** A case of penalty as it is stored. */
import { sql } from '../../../database/sql.ts';
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { type PenaltyKind, type PenaltyState, penaltyStates } from './terms.ts';

export interface Penalty {
  id: string;
  institutionId: string;
  division: DivisionCode;
  state: PenaltyState;
  facts: string;
  openedOn: PlainDate;
  leadId: string;
  leadName: string;
  leadCert: string;
  secondId: string;
  secondName: string;
  secondCert: string;
  record: string | null;
  recordedOn: PlainDate | null;
  kinds: PenaltyKind[] | null;
  fineFen: Fen | null;
  basis: string | null;
  noticedOn: PlainDate | null;
  sayBy: PlainDate | null;
  mayHear: boolean | null;
  said: string | null;
  saidOn: PlainDate | null;
  hearingAskedOn: PlainDate | null;
  heard: string | null;
  heardOn: PlainDate | null;
  decidedOn: PlainDate | null;
  decidedKinds: PenaltyKind[] | null;
  decidedFen: Fen | null;
  answer: string | null;
  documentId: string | null;
  documentNo: string | null;
  publishBy: PlainDate | null;
  publishedOn: PlainDate | null;
  payBy: PlainDate | null;
  paidOn: PlainDate | null;
  voucher: string | null;
  revokedOn: PlainDate | null;
  returnBy: PlainDate | null;
  returnedOn: PlainDate | null;
  returnVoucher: string | null;
}
/** `n` is the case. */
export const penaltyColumns = sql`n.id, n.institution_id, n.division, n.state, n.facts, n.opened_on, n.lead_id, n.lead_name, n.lead_cert, n.second_id, n.second_name, n.second_cert,
  n.record, n.recorded_on, n.kinds, n.fine_fen, n.basis, n.noticed_on, n.say_by, n.may_hear, n.said, n.said_on, n.hearing_asked_on, n.heard, n.heard_on, n.decided_on,
  n.decided_kinds, n.decided_fen, n.answer, n.document_id, n.document_no, n.publish_by, n.published_on, n.pay_by, n.paid_on, n.voucher,
  n.revoked_on, n.return_by, n.returned_on, n.return_voucher`;

export async function lockPenalty(tx: Tx, id: string, state: PenaltyState): Promise<Result<Penalty>> {
  const found = await tx.maybe<Penalty>(sql`select ${penaltyColumns} from care_penalty n where n.id = ${id} for update`);
  if (!found) return fail('NOT_FOUND');
  return found.state === state ? ok(found) : fail('PENALTY_STATE', { state: penaltyStates[found.state].zh });
}

export const auditPenalty = (tx: Tx, action: AuditAction, of: { id: string; division: DivisionCode }) =>
  recordAudit(tx, { action, subject: { kind: 'care-penalty', id: of.id }, division: of.division });

export interface Certified {
  userId: string;
  name: string;
  certNo: string;
}
/** Officers of the county whose certificates are valid today. */
export const certifiedOf = (tx: Tx, division: DivisionCode): Promise<Certified[]> =>
  tx.rows<Certified>(sql`select user_id, name, cert_no from inspector where ended_on is null and cert_from <= ${tx.today} and cert_to >= ${tx.today}
    and left(division, 6) = ${division.slice(0, 6)} order by no limit 200`);
