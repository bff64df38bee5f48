/** Rows of bills. */
import { sql } from '../../../database/sql.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

export const billStates = { open: '待付', objected: '有异议', paid: '已付清', withdrawn: '已收回' } as const;
export type BillState = keyof typeof billStates;

export interface Bill {
  id: string;
  stayId: string;
  institutionId: string;
  division: string;
  personId: string;
  month: YearMonth;
  totalFen: Fen;
  insuranceFen: Fen;
  publicFen: Fen;
  voucherFen: Fen;
  selfFen: Fen;
  paidFen: Fen;
  state: BillState;
  objectedOn: PlainDate | null;
  documentId: string | null;
  issuedOn: PlainDate;
  objection: Buffer | null;
  answer: Buffer | null;
}
export const billColumns = sql`b.id, b.stay_id, b.institution_id, b.division, b.person_id, b.month, b.total_fen, b.insurance_fen, b.public_fen, b.voucher_fen, b.self_fen, b.paid_fen,
  b.state, b.objected_on, b.document_id, b.issued_on, b.objection, b.answer`;
