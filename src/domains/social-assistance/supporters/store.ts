/** All SQL of supporters outside the household. What was found, and who is whose child, is sealed here and opened here. */
import { insertValues, setValues, sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { defineSealed } from '../../../kernel/protect/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { Disposition } from '../verification/store.ts';
import type { SupporterAnswer, SupporterDifference, SupporterFound } from './result.ts';
import type { SupporterState, SupportRelation } from './terms.ts';

defineSealed({ table: 'support_obligor', key: ['id'], sealed: ['content', 'result', 'reason'] });

export interface SupporterContent {
  readonly name: string;
  readonly idNumber: string;
  readonly relation: SupportRelation;
  /** The declared supporters that this person is; none for somebody whom the family has not declared or the rule does not compute. */
  readonly rows: readonly number[];
  readonly applicantName: string;
  /** What the case can use decides what is asked for. */
  readonly flow: string;
}

export interface SupporterResult {
  readonly answers: readonly SupporterAnswer[];
  /** Owners of sources that had not answered, and why the result was given nevertheless. */
  readonly unanswered: readonly string[];
  readonly proceedReason: string | null;
  readonly found: SupporterFound;
  readonly difference: SupporterDifference | null;
}

export interface Supporter {
  readonly id: string;
  readonly caseId: string;
  readonly division: DivisionCode;
  readonly personId: string;
  readonly namedAt: string;
  readonly declinedAt: string | null;
  readonly consentId: string | null;
  readonly startedAt: string | null;
  readonly resultAt: string | null;
  readonly differs: boolean | null;
  readonly disposition: Disposition | null;
  readonly disposedAt: string | null;
  readonly signedAt: string | null;
  readonly validTo: PlainDate | null;
  readonly revokedAt: string | null;
  readonly content: SupporterContent;
  readonly result: SupporterResult | null;
  readonly reason: string | null;
}

type Sealed = 'content' | 'result' | 'reason';
type Row = Omit<Supporter, Sealed> & { content: Buffer; result: Buffer | null; reason: Buffer | null };
const place = (field: Sealed, id: string): string => `support_obligor.${field}:${id}`;

const open = (tx: Tx, row: Row): Supporter => ({
  ...row,
  content: tx.keys.openJson(row.content, place('content', row.id)),
  result: row.result && tx.keys.openJson(row.result, place('result', row.id)),
  reason: row.reason && tx.keys.open(row.reason, place('reason', row.id)),
});

const FROM = sql`select s.id, s.case_id, s.division, s.person_id, s.named_at, s.declined_at, s.consent_id, s.started_at, s.result_at, s.differs,
    s.disposition, s.disposed_at, s.content, s.result, s.reason, c.signed_at, c.valid_to, c.revoked_at
  from support_obligor s left join consent c on c.id = s.consent_id`;

export const supportersOfCase = async (tx: Tx, caseId: string): Promise<Supporter[]> =>
  (await tx.rows<Row>(sql`${FROM} where s.case_id = ${caseId} order by s.named_at, s.id limit 30`)).map((row) => open(tx, row));

/** Those who are asked to agree, of the person who looks. */
export const supportersAsked = async (tx: Tx, personId: string): Promise<Supporter[]> =>
  (await tx.rows<Row>(sql`${FROM} where s.person_id = ${personId} order by s.named_at desc, s.id limit 30`)).map((row) =>
    open(tx, row),
  );

/** One, held until the transaction ends. */
export async function lockSupporter(tx: Tx, id: string): Promise<Supporter | null> {
  const row = await tx.maybe<Row>(sql`${FROM} where s.id = ${id} for update of s`);
  return row && open(tx, row);
}

export async function insertSupporter(
  tx: Tx,
  given: { caseId: string; division: DivisionCode; personId: string; content: SupporterContent },
): Promise<string | null> {
  const { content, ...plain } = given;
  const id = newId();
  const made = await tx.run(
    sql`insert into support_obligor ${insertValues({
      ...plain,
      id,
      content: tx.keys.sealJson(content, place('content', id)),
      namedAt: tx.now,
      namedBy: tx.actor.id,
    })} on conflict on constraint support_obligor_once do nothing`,
  );
  return made === 1 ? id : null;
}

/** Nobody who has answered is ever taken off the list. */
export const removeSupporter = (tx: Tx, id: string): Promise<number> =>
  tx.run(sql`delete from support_obligor where id = ${id} and consent_id is null and declined_at is null`);

export async function updateSupporter(
  tx: Tx,
  id: string,
  changes: Partial<{
    declinedAt: string | null;
    declinedBy: string | null;
    consentId: string | null;
    startedAt: string | null;
    startedBy: string | null;
    result: SupporterResult;
    resultAt: string;
    resultBy: string;
    differs: boolean;
    disposition: Disposition;
    reason: string;
    disposedAt: string;
    disposedBy: string;
  }>,
): Promise<void> {
  const { result, reason, ...plain } = changes;
  await tx.run(
    sql`update support_obligor set ${setValues({
      ...plain,
      ...(result ? { result: tx.keys.sealJson(result, place('result', id)) } : {}),
      ...(reason ? { reason: tx.keys.seal(reason, place('reason', id)) } : {}),
    })} where id = ${id}`,
  );
}

/** Queries belong to the consent under which they were asked: somebody who withdrew and agrees again is asked anew. */
export const supporterReference = (of: Pick<Supporter, 'id' | 'consentId'>): string => `supporter:${of.consentId ?? of.id}`;

export function supporterState(of: Omit<Supporter, Sealed>): SupporterState {
  if (of.resultAt) return of.disposition ? 'disposed' : of.differs ? 'differs' : 'agrees';
  if (of.revokedAt) return 'withdrawn';
  if (of.declinedAt) return 'declined';
  if (of.startedAt) return 'querying';
  return of.consentId ? 'consented' : 'asked';
}
