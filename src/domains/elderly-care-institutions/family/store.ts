/** All SQL of requests and payment orders; and which of the stays are the family's own. */
import { type Sql, sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { type Admission, findAdmission, findStay, type Stay, sealPlace } from '../stays/store.ts';
import type { LeaveKind } from '../stays/terms.ts';
import type { OrderState, PayWay, RequestKind, RequestState, Slot } from './terms.ts';

/** The older person, or the agent whose papers were checked. */
export const mayRead = (a: Admission, personId: string): boolean =>
  a.personId === personId || (a.agentPersonId === personId && a.agentChecked);

/** A stay of the own person or of the one whose agent this is; for everybody else there is none. */
export async function ownStay(tx: Tx, stayId: string, personId: string): Promise<Result<{ stay: Stay; admission: Admission }>> {
  const stay = await findStay(tx, stayId);
  if (!stay.ok) return stay;
  const admission = await findAdmission(tx, stay.value.admissionId);
  return admission.ok && mayRead(admission.value, personId)
    ? ok({ stay: stay.value, admission: admission.value })
    : fail('NOT_FOUND');
}

export interface RequestContent {
  readonly leaveKind?: LeaveKind;
  readonly visitors?: string;
  readonly phone?: string;
  readonly note: string;
  readonly answer?: string;
}
export interface CareRequest extends RequestContent {
  id: string;
  /** Null for a tour: nobody of the family lives there yet. */
  stayId: string | null;
  institutionId: string;
  division: DivisionCode;
  kind: RequestKind;
  fromOn: PlainDate;
  lastOn: PlainDate | null;
  slot: Slot | null;
  state: RequestState;
  askedAt: string;
  askedBy: string;
  askedName: string;
}
type Row = Omit<CareRequest, keyof RequestContent> & { content: Buffer };
const requestColumns = sql`r.id, r.stay_id, r.institution_id, r.division, r.kind, r.from_on, r.last_on, r.slot, r.state, r.asked_at, r.asked_by, r.content,
  (select p.name from person p where p.id = r.asked_by) as asked_name`;
const requestOf = (tx: Tx, { content, ...row }: Row): CareRequest => ({
  ...row,
  ...tx.keys.openJson<RequestContent>(content, sealPlace('care_request', 'content', row.id)),
});

/** Those that wait for an answer first, then the latest days. */
export const requestsWhere = async (tx: Tx, where: Sql, ends: Sql = sql`limit 200`): Promise<CareRequest[]> =>
  (
    await tx.rows<Row>(
      sql`select ${requestColumns} from care_request r where ${where} order by r.state = 'asked' desc, r.from_on desc, r.asked_at desc, r.id ${ends}`,
    )
  ).map((row) => requestOf(tx, row));

export async function lockRequest(tx: Tx, id: string): Promise<Result<CareRequest, 'NOT_FOUND'>> {
  const row = await tx.maybe<Row>(sql`select ${requestColumns} from care_request r where r.id = ${id} for update of r`);
  return row ? ok(requestOf(tx, row)) : fail('NOT_FOUND');
}

export interface PaymentOrder {
  id: string;
  billId: string;
  code: string;
  amountFen: Fen;
  method: PayWay;
  state: OrderState;
  madeAt: string;
  saidAt: string | null;
}
/** The last order of each of these bills. */
export const ordersOf = (tx: Tx, billIds: readonly string[]): Promise<PaymentOrder[]> =>
  tx.rows(sql`select distinct on (bill_id) id, bill_id, code, amount_fen, method, state, made_at, said_at from care_payment_order
    where bill_id = any(${[...billIds]}::uuid[]) order by bill_id, made_at desc, id desc`);
