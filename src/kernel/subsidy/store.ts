/** All SQL of the subsidies that is asked for more than once, and how their days are counted. */
import { sql } from '../../database/sql.ts';
import { isOneOf, isOwnHand } from '../access/index.ts';
import { type AuditAction, recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { Fen, PlainDate } from '../schema/index.ts';
import { type Book, type Part, type Subsidy, schemeOf } from './define.ts';
import { type ClaimState, type PartState, partStates, type ReviewKind, type SubsidyState, states } from './terms.ts';

/** `s` is the subsidy. */
export const subsidyColumns = sql`s.id, s.scheme, s.body_id, s.body_name, s.unit_id, s.division, s.term, s.asked, s.state, s.applied_on, s.check_by, s.checked_on, s.checked_by, s.note, s.basis,
  s.amount_fen, s.notice_to, s.approved_on, s.opinion, s.ended_on`;
export const partColumns = sql`p.subsidy_id, p.no, p.amount_fen, p.cut_fen, p.due_from, p.state, p.says, p.checked_on, p.checked_by, p.approved_on, p.pay_by, p.paid_on, p.document_no`;

export interface Claim {
  readonly id: string;
  readonly subsidyId: string;
  readonly reason: string;
  readonly endedOn: PlainDate | null;
  /** Nothing of it goes on. */
  readonly whole: boolean;
  /** So many of the units ended; null: the claim is not of an end. */
  readonly units: number | null;
  readonly ofUnits: number | null;
  readonly fullMonths: number | null;
  readonly promisedMonths: number | null;
  readonly paidFen: Fen;
  readonly amountFen: Fen;
  readonly receivedFen: Fen;
  readonly state: ClaimState;
  readonly proposedOn: PlainDate;
  readonly proposedBy: string;
  readonly decision: string | null;
  readonly returnBy: PlainDate | null;
}
export const claimColumns = sql`c.id, c.subsidy_id, c.reason, c.ended_on, c.whole, c.units, c.of_units, c.full_months, c.promised_months, c.paid_fen, c.amount_fen, c.received_fen, c.state,
  c.proposed_on, c.proposed_by, c.decision, c.return_by`;

export interface Review {
  readonly id: string;
  readonly subsidyId: string;
  readonly kind: ReviewKind;
  readonly says: string;
  /** What somebody wrote on the page of the notice, with his name and telephone, sealed; null: registered by the county. */
  readonly content: Buffer | null;
  readonly amountFen: Fen;
  readonly raisedOn: PlainDate;
  readonly raisedName: string;
  readonly answer: string | null;
  readonly upheld: boolean | null;
  readonly answeredOn: PlainDate | null;
}
export const reviewColumns = sql`r.id, r.subsidy_id, r.kind, r.says, r.content, r.amount_fen, r.raised_on, r.raised_name, r.answer, r.upheld, r.answered_on`;

export const auditSubsidy = (
  tx: Tx,
  action: AuditAction,
  of: Pick<Subsidy, 'id' | 'division' | 'scheme'>,
  detail: Readonly<Record<string, unknown>> = {},
) =>
  recordAudit(tx, {
    action,
    subject: { kind: 'subsidy', id: of.id },
    division: of.division,
    detail: { scheme: of.scheme, ...detail },
  });

/** A subsidy of the book in a state, locked. What another book holds is not found: its hands are other ones. */
export async function lockSubsidy(
  tx: Tx,
  book: Book,
  id: string,
  wanted: readonly SubsidyState[],
): Promise<Result<Subsidy, 'NOT_FOUND' | 'SUBSIDY_STATE'>> {
  const found = await tx.maybe<Subsidy>(sql`select ${subsidyColumns} from subsidy s where s.id = ${id} for update`);
  if (!found || !book.schemes.some(({ key }) => key === found.scheme)) return fail('NOT_FOUND');
  return wanted.includes(found.state) ? ok(found) : fail('SUBSIDY_STATE', { state: states[found.state].zh });
}

/** Of an approved subsidy, locked, one of its parts in a state, where it may still be paid. */
export async function lockPart(
  tx: Tx,
  book: Book,
  id: string,
  wanted: { no: number; state: PartState },
): Promise<Result<{ of: Subsidy; part: Part }>> {
  const found = await lockSubsidy(tx, book, id, ['approved', 'paid']);
  if (!found.ok) return found;
  const of = found.value;
  if (of.endedOn !== null) return fail('SUBSIDY_ENDED', { on: of.endedOn });
  const still = await schemeOf(of).still?.(tx, of);
  if (still && !still.ok) return still;
  const part = await tx.maybe<Part>(
    sql`select ${partColumns} from subsidy_part p where p.subsidy_id = ${id} and p.no = ${wanted.no} for update`,
  );
  if (!part) return fail('NOT_FOUND');
  return part.state === wanted.state ? ok({ of, part }) : fail('SUBSIDY_STATE', { state: partStates[part.state].zh });
}

/** Another hand than the one before; who stands in for somebody counts as him. */
export const otherHand = (
  tx: Tx,
  before: { by: string | null; on: PlainDate | null; zh: string },
): Result<null, 'SUBSIDY_OWN_HAND'> =>
  before.by !== null && isOwnHand(tx.actor, before.by, before.on!) ? fail('SUBSIDY_OWN_HAND', { earlier: before.zh }) : ok(null);

/** What was paid, `grossFen` as if nothing had been cut of it, and since when. */
export const paidOf = (tx: Tx, id: string): Promise<{ fen: Fen; grossFen: Fen; firstOn: PlainDate | null }> =>
  tx.one(sql`select coalesce(sum(amount_fen - cut_fen), 0)::bigint as fen, coalesce(sum(amount_fen), 0)::bigint as gross_fen, min(paid_on) as first_on
    from subsidy_part where subsidy_id = ${id} and state = 'paid'`);

/** Whether anything still waits: a part that may be paid, a claim that is open. */
export const settle = (tx: Tx, id: string): Promise<number> =>
  tx.run(sql`update subsidy set state = case
      when exists (select from subsidy_part where subsidy_id = ${id} and state in ('waiting', 'checked', 'approved'))
        or exists (select from subsidy_claim where subsidy_id = ${id} and state in ('proposed', 'claimed')) then 'approved' else 'paid' end where id = ${id}`);

/** Subsidies of a scheme that a body has asked for, refused ones aside. */
export const subsidiesOf = (tx: Tx, scheme: string, bodyId: string): Promise<Subsidy[]> =>
  tx.rows<Subsidy>(
    sql`select ${subsidyColumns} from subsidy s where s.scheme = ${scheme} and s.body_id = ${bodyId} and s.state <> 'refused' order by s.applied_on desc, s.id desc limit 100`,
  );

export const mayAct = (tx: Tx, by: Parameters<typeof isOneOf>[1]): boolean => isOneOf(tx.actor, by);
