/** Whose turn it is: which batches wait for the actor, and the sentence that says whom one waits for. */
import { join, type Sql, sql } from '../../database/sql.ts';
import { type Actor, ownHands, performerName } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import { type BatchAction, type BatchState, batchActions, batchStates, forward, performs, turnOf } from './index.ts';
import type { Batch } from './totals.ts';

/** The batches whose next step is the actor's own: the same as their first button, asked of all batches at once. */
export function waitsFor({ actor, today }: Tx): Sql {
  const steps = (Object.keys(batchStates) as BatchState[]).flatMap((state) =>
    forward(state)
      .filter((action) => performs(state, action, actor))
      .map((action) => sql`(state = ${state} and ${stillOpen(action, actor, ownHands(actor, today))})`),
  );
  return steps.length === 0 ? sql`false` : sql`line_count > 0 and (${join(steps, sql` or `)})`;
}
function stillOpen(action: BatchAction, actor: Actor, own: readonly string[]): Sql {
  const unanswered = sql`exists (select from bank_file f left join bank_result r on r.bank_file_id = f.id where f.batch_id = payment_batch.id and r.id is null)`;
  switch (action) {
    case 'confirmTownship':
      return sql`exists (select from payment_batch_township t where t.batch_id = payment_batch.id and t.township = ${actor.division} and t.confirmed_at is null)`;
    case 'submitReview':
      return sql`prepared_by is null`;
    case 'reviewCounty':
      return sql`prepared_by <> all(${[...own]}::text[])`;
    case 'approveTreasury':
      return sql`prepared_by <> all(${[...own]}::text[]) and reviewed_by <> all(${[...own]}::text[])`;
    case 'importBankResult':
      return unanswered;
    case 'reconcile':
      return sql`not ${unanswered}`;
    default:
      return sql`true`;
  }
}

const SHOWN_TOWNSHIPS = 5;
/** 现在等谁办什么. A township sees its own confirmation and not those of others. */
export function waitsZh(batch: Batch, unanswered: number, open: readonly string[]): string | null {
  if (batch.state === 'reconciled') return null;
  const turn = turnOf({ ...batch, prepared: batch.preparedBy !== null, unanswered });
  if (!turn) return '名单里没有要发的款，现在不用办。';
  const { zh } = batchActions[turn.action];
  if (turn.action !== 'confirmTownship') return `现在等${turn.performers.map(performerName).join('、')}办理：${zh}。`;
  if (open.length === 0) return '现在等其他乡镇（街道）确认名单。';
  const named = open.slice(0, SHOWN_TOWNSHIPS).join('、');
  return `现在等${named}${open.length > SHOWN_TOWNSHIPS ? `等${open.length}个乡镇（街道）` : ''}确认名单。`;
}
