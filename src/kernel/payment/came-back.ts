/**
 * What came back from the bank, and is not due any more as it was sent (a death told late, an amount lowered meanwhile), is not sent again: its month is
 * open for a list at the amount of today, a difference is proposed anew, and the money goes back to the budget.
 */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import type { DivisionCode, Fen } from '../schema/index.ts';
import type { EntitlementId, LineId } from './index.ts';
import type { ListKey } from './list-lines.ts';
import { openAgain } from './open-again.ts';
import { overOf, type Position, paysFor, positions } from './positions.ts';
import { postNotSentAgain } from './postings.ts';
import { proposeAdjustments } from './propose.ts';

export interface NotSentAgain {
  id: LineId;
  personId: string;
  division: DivisionCode;
  amountFen: Fen;
}

const REASON = '退回的款项不再照原样应发';

/**
 * Ends them, each with the lines that it was sent by before, whenever a list of the county is made. Their money is still where it came back to: `settleNotSentAgain`
 * takes it from there when the debts that the list locks are locked (the books are always last).
 */
export async function endNotDue(tx: Tx, { programme, county }: Pick<ListKey, 'programme' | 'county'>): Promise<NotSentAgain[]> {
  const { lo, hi } = scopeRange(county);
  const ids = (
    await tx.rows<{ id: EntitlementId }>(sql`select distinct entitlement_id as id from payment_line where programme = ${programme}
      and division >= ${lo} and division < ${hi} and return_code is not null and state in ('returned', 'corrected') order by 1`)
  ).map((row) => row.id);
  if (ids.length === 0) return [];
  await tx.rows(sql`select id from entitlement where id = any(${ids}::uuid[]) order by id for update`);
  const differences = await endThese(tx, overOf(await positions(tx, ids)), 'differences');
  if (differences.length > 0) await proposeAdjustments(tx, { ids, reason: REASON });
  // Where something else of the month was decided or paid already, the whole comes out right only when this arrives as it was sent.
  const alone = overOf(await positions(tx, ids)).filter((p) => p.outFen === 0 && p.settledFen === 0);
  return [...differences, ...(await endThese(tx, alone, 'months'))];
}

/** What is still due, if less, waits for the account to be corrected first: another list would only send it where it came back from. */
async function endThese(tx: Tx, months: readonly Position[], which: 'months' | 'differences'): Promise<NotSentAgain[]> {
  if (months.length === 0) return [];
  const ended = await tx.rows<NotSentAgain & { last: boolean }>(sql`
    with recursive sent as (
      select l.id, l.reissue_of, true as last from payment_line l
        where ${which === 'months' ? sql`l.covers is null` : sql`l.covers is not null`}
          and ((l.state = 'corrected' and ${paysFor(months)}) or (l.state = 'returned' and ${paysFor(months.filter((p) => p.dueFen === 0))}))
      union all select o.id, o.reissue_of, false from sent s join payment_line o on o.id = s.reissue_of)
    update payment_line l set state = 'ended', return_code = null from sent s where l.id = s.id
    returning l.id, l.person_id, l.division, l.amount_fen, s.last`);
  const ids = ended.map((line) => line.id);
  await tx.run(sql`update returned_payment set handled_at = ${tx.now}, handled_by = ${tx.actor.id}, handled_name = ${tx.actor.name}
    where line_id = any(${ids}::uuid[]) and handled_at is null`);
  await openAgain(tx, ids);
  return ended.filter((line) => line.last).map(({ last: _, ...line }) => line);
}

/** The money of those goes back to the budget. */
export async function settleNotSentAgain(
  tx: Tx,
  { programme, county }: Pick<ListKey, 'programme' | 'county'>,
  lines: readonly NotSentAgain[],
): Promise<void> {
  if (lines.length === 0) return;
  for (const { id, amountFen } of lines) await postNotSentAgain(tx, { programme, county }, { id, amountFen });
  await recordAudit(tx, {
    action: 'payment-lines.not-sent-again',
    subject: { kind: 'payment-line', id: lines[0]!.id },
    personIds: [...new Set(lines.map((line) => line.personId))],
    division: county,
    detail: { programme, lines: lines.length, amountFen: lines.reduce((sum, line) => sum + line.amountFen, 0) },
  });
}
