/** Locking a batch, its history, and what happens to its count, sum and hash when a line changes. */
import { type Sql, sql } from '../../database/sql.ts';
import type { Actor } from '../access/index.ts';
import { longMonth } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { levelOf, scopeRange } from '../division/index.ts';
import { notify } from '../notice/server.ts';
import { yuanDigits } from '../policy/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../schema/index.ts';
import {
  type BatchAction,
  type BatchId,
  type BatchKind,
  type BatchState,
  type BatchStep,
  batchActions,
  batchStates,
  programmeOf,
} from './index.ts';

export interface Batch {
  id: BatchId;
  programme: string;
  county: DivisionCode;
  month: YearMonth;
  seq: number;
  kind: BatchKind;
  state: BatchState;
  lineCount: number;
  sumFen: Fen;
  hash: string;
  payOn: PlainDate;
  townshipBy: PlainDate;
  countyBy: PlainDate;
  treasuryBy: PlainDate;
  resultBy: PlainDate;
  reissueBy: PlainDate;
  preparedBy: string | null;
  reviewedBy: string | null;
  sentBy: string | null;
  /** When each of them did it last. */
  preparedAt: string | null;
  reviewedAt: string | null;
  sentAt: string | null;
  version: number;
}

const lastAt = (action: BatchAction) =>
  sql`(select max(e.at) from payment_batch_event e where e.batch_id = payment_batch.id and e.action = ${action})`;
export const batchColumns = sql`id, programme, county, month, seq, kind, state, line_count, sum_fen, hash, pay_on, township_by, county_by, treasury_by,
  result_by, reissue_by, prepared_by, reviewed_by, sent_by, ${lastAt('submitReview')} as prepared_at, ${lastAt('reviewCounty')} as reviewed_at, ${lastAt('sendToBank')} as sent_at, version`;

/** County steps belong to officers whose scope holds the whole county: a township sees the batch, but not all of its lines. */
export function ownsCounty(actor: Actor, county: DivisionCode): boolean {
  const { lo, hi } = scopeRange(county);
  return levelOf(county) === 'county' && actor.lo !== null && actor.hi !== null && actor.lo <= lo && actor.hi >= hi;
}

export const findBatch = (tx: Tx, id: BatchId): Promise<Batch | null> =>
  tx.maybe<Batch>(sql`select ${batchColumns} from payment_batch where id = ${id}`);

/** One at a time on a batch: whoever waits here reads the state that the one before left. */
export const lockBatch = (tx: Tx, id: BatchId): Promise<Batch | null> =>
  tx.maybe<Batch>(sql`select ${batchColumns} from payment_batch where id = ${id} for update`);

/**
 * Locks the batches, not yet sent to the bank, that hold lines `l` of the filter: before the lines, in one order, so that nobody
 * changes a line of a batch that is just leaving.
 */
export async function lockUnsent(tx: Tx, filter: Sql): Promise<BatchId[]> {
  const rows = await tx.rows<{ id: BatchId }>(sql`select b.id from payment_batch b
    where b.sent_by is null and exists (select from payment_line l where l.batch_id = b.id and l.state in ('pending', 'on-hold') and ${filter})
    order by b.id for update of b`);
  return rows.map((row) => row.id);
}

interface Totals {
  lineCount: number;
  sumFen: Fen;
  hash: string;
}
export const totalsOf = (tx: Tx, id: BatchId): Promise<Totals> =>
  tx.one<Totals>(sql`select line_count, sum_fen, hash from payment_batch_totals(${id})`);

/** What is stored on the batch must be what its lines say, at every step. */
export async function totalsHold(tx: Tx, batch: Batch): Promise<Result<null, 'BATCH_TOTALS_DIFFER'>> {
  const now = await totalsOf(tx, batch.id);
  return now.lineCount === batch.lineCount && now.sumFen === batch.sumFen && now.hash === batch.hash
    ? ok(null)
    : fail('BATCH_TOTALS_DIFFER');
}

/** The township steps are those of a person who may not see the whole: the totals written here come from the batch. */
export async function writeEvent(
  tx: Tx,
  event: {
    batch: BatchId;
    action: BatchAction | 'freeze' | 'recompute' | 'bankLetter';
    from: BatchState | null;
    to: BatchState;
    note?: string | null;
  },
): Promise<void> {
  await tx.run(sql`insert into payment_batch_event (batch_id, seq, action, from_state, to_state, actor_id, actor_name, role, duty, division, at, note, line_count, sum_fen, hash)
    select b.id, coalesce((select max(seq) from payment_batch_event e where e.batch_id = b.id), 0) + 1, ${event.action}, ${event.from}, ${event.to},
      ${tx.actor.id}, ${tx.actor.name}, ${tx.actor.role}, ${tx.actor.duty}, b.county, ${tx.now}, ${event.note ?? null}, b.line_count, b.sum_fen, b.hash
    from payment_batch b where b.id = ${event.batch}`);
}

const otherEvents: Readonly<Record<string, string>> = {
  freeze: '生成名单',
  recompute: '重新计算合计',
  bankLetter: '登记银行书面答复',
};
export const eventName = (action: string): string => otherEvents[action] ?? batchActions[action as BatchAction].zh;

const holders: Partial<Record<BatchState, 'finance-clerk' | 'finance-reviewer' | 'treasury-officer'>> = {
  'township-confirmed': 'finance-clerk',
  'county-reviewed': 'treasury-officer',
  'treasury-approved': 'finance-clerk',
};

export const dueOn = (batch: Batch): PlainDate | null => {
  const { by } = batchStates[batch.state] as BatchStep;
  return by === null || by === 'freezeOn' ? null : batch[by];
};

const countyName = (tx: Tx, county: DivisionCode): string => tx.divisions.get(county)?.name ?? county;

/** Tells whoever holds the next step of a batch. */
export async function tellHolder(tx: Tx, batch: Batch, to: BatchState, performer = holders[to]): Promise<void> {
  if (!performer) return;
  const due = dueOn({ ...batch, state: to });
  await notify(tx, {
    to: { performer, division: batch.county },
    template: 'payment.todo',
    batchId: batch.id,
    params: {
      county: countyName(tx, batch.county),
      month: longMonth(batch.month),
      programme: programmeOf(batch.programme).zh,
      step: batchStates[to].zh,
      due: due ?? batch.payOn,
    },
  });
}

/**
 * After lines of unsent batches changed: count, sum and hash anew. A batch that the county had already taken in hand goes back to
 * the county's review (8.2), whose signatures no longer hold. Batches are locked in the order of their ids.
 */
export async function recompute(tx: Tx, batchIds: readonly BatchId[], reason: string): Promise<void> {
  for (const id of [...new Set(batchIds)].sort()) {
    const batch = await lockBatch(tx, id);
    if (!batch) throw new Error(`batch ${id} of a changed line is not visible`);
    const totals = await totalsOf(tx, id);
    if (totals.hash === batch.hash && totals.lineCount === batch.lineCount) continue;
    const reviewed = batch.preparedBy !== null;
    const state: BatchState = reviewed ? 'township-confirmed' : batch.state;
    await tx.run(sql`update payment_batch set line_count = ${totals.lineCount}, sum_fen = ${totals.sumFen}, hash = ${totals.hash}, state = ${state},
      prepared_by = null, reviewed_by = null, approved_by = null, version = version + 1 where id = ${id}`);
    await writeEvent(tx, { batch: id, action: 'recompute', from: batch.state, to: state, note: reason });
    if (!reviewed) continue;
    const params = {
      county: countyName(tx, batch.county),
      month: longMonth(batch.month),
      programme: programmeOf(batch.programme).zh,
      reason,
      count: totals.lineCount,
      amount: yuanDigits(totals.sumFen),
    };
    for (const performer of ['finance-clerk', 'finance-reviewer'] as const)
      await notify(tx, { to: { performer, division: batch.county }, template: 'payment.changed', batchId: id, params });
  }
}
