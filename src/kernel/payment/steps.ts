/** What people do with a batch: each step one transaction, allowed by the table of states, with the totals checked again. */
import { z } from 'zod';
import { sql } from '../../database/sql.ts';
import { type Actor, isOwnHand, type Performer, performerName } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { longDate, longMonth } from '../calendar/index.ts';
import type { Context, Tx } from '../context/server.ts';
import { notify } from '../notice/server.ts';
import { yuanDigits } from '../policy/index.ts';
import { fail, ok, type Refusal, type Result } from '../result/index.ts';
import { FenAmount, type FieldMeta, type FormField, formOf, parseInput } from '../schema/index.ts';
import type { ActionView } from '../service/index.ts';
import { bankFilesOf, makeBankFiles } from './bank-files.ts';
import { holdCheck } from './holds.ts';
import {
  type BatchAction,
  type BatchId,
  type BatchState,
  type BatchStep,
  batchActions,
  batchStates,
  type PaymentError,
  performs,
  programmeOf,
} from './index.ts';
import { followMoved } from './moves.ts';
import { type Batch, findBatch, lockBatch, ownsCounty, tellHolder, totalsHold, writeEvent } from './totals.ts';
import { bringUpToDate } from './up-to-date.ts';

export interface BatchCommand {
  batchId: BatchId;
  action: string;
  version: number;
  requestId: string;
  input: unknown;
}

export interface StepDone {
  id: BatchId;
  state: BatchState;
  version: number;
  /** Lines that the check before the bank put on hold; the batch then went back to review and nothing was sent. */
  held: number;
}

type StepError = PaymentError | 'NOT_FOUND' | 'NOT_PERMITTED' | 'VERSION_CONFLICT' | 'INVALID_INPUT';
type Outcome = { to: BatchState; note?: string | null; held?: number };
type Handler = { input: z.ZodType; run: (tx: Tx, batch: Batch, input: never) => Promise<Result<Outcome, StepError>> };

const label = (meta: FieldMeta) => meta as never;
const Nothing = z.strictObject({});
const Opinion = z.strictObject({
  opinion: z
    .string()
    .trim()
    .max(500, '不超过500字')
    .default('')
    .meta(label({ label: '意见', widget: 'textarea' })),
});
const Reason = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(4, '请写明原因（至少4个字）')
    .max(500, '不超过500字')
    .meta(label({ label: '原因', widget: 'textarea' })),
});
const Statement = z.strictObject({
  statedFen: FenAmount.meta(label({ label: '账户实际支出', help: '按财政专户对账单填写', widget: 'amount', unit: '元' })),
});

const handler = <S extends z.ZodType>(
  input: S,
  run: (tx: Tx, batch: Batch, input: z.infer<S>) => Promise<Result<Outcome, StepError>>,
): Handler => ({ input, run: run as Handler['run'] });

const touch = (
  tx: Tx,
  batch: Batch,
  column: 'prepared_by' | 'reviewed_by' | 'approved_by' | 'sent_by' | 'reconciled_by',
  state: BatchState,
): Promise<number> => {
  const by = tx.actor.id;
  const set = {
    prepared_by: sql`prepared_by = ${by}`,
    reviewed_by: sql`reviewed_by = ${by}`,
    approved_by: sql`approved_by = ${by}`,
    sent_by: sql`sent_by = ${by}`,
    reconciled_by: sql`reconciled_by = ${by}`,
  }[column];
  return tx.run(sql`update payment_batch set ${set}, state = ${state} where id = ${batch.id}`);
};

/** Who prepared or reviewed a batch for the county does not approve it for the treasury, whatever duty he or she holds now. */
const hasPrepared = ({ actor, now }: Tx, batch: Batch): boolean => isOwnHand(actor, batch.preparedBy, batch.preparedAt ?? now);
const hasChecked = (tx: Tx, batch: Batch): boolean =>
  hasPrepared(tx, batch) || isOwnHand(tx.actor, batch.reviewedBy, batch.reviewedAt ?? tx.now);

const handlers: Record<Exclude<BatchAction, 'importBankResult'>, Handler> = {
  startCheck: handler(Nothing, async (tx, batch) => {
    await bringUpToDate(tx, batch.id);
    const held = await holdCheck(tx, batch.id);
    await tx.run(sql`update payment_batch set state = 'checking' where id = ${batch.id}`);
    const townships = await tx.rows<{ township: string }>(
      sql`select township from payment_batch_township where batch_id = ${batch.id} order by township limit 500`,
    );
    for (const { township } of townships)
      for (const performer of ['township-clerk', 'township-leader'] as const)
        await notify(tx, {
          to: { performer, division: township },
          template: 'payment.township',
          batchId: batch.id,
          params: { month: longMonth(batch.month), programme: programmeOf(batch.programme).zh, due: batch.townshipBy },
        });
    return ok({ to: 'checking', held });
  }),

  confirmTownship: handler(Opinion, async (tx, batch, { opinion }) => {
    const township = tx.actor.division ?? '';
    const place = tx.divisions.get(township)?.name ?? township;
    const row = await tx.maybe<{ confirmedAt: string | null }>(
      sql`select confirmed_at from payment_batch_township where batch_id = ${batch.id} and township = ${township}`,
    );
    if (!row) return fail('TOWNSHIP_NOT_IN_BATCH');
    if (row.confirmedAt) return fail('TOWNSHIP_CONFIRMED_ALREADY', { township: place });
    await tx.run(sql`update payment_batch_township set confirmed_at = ${tx.now}, confirmed_by = ${tx.actor.id}, confirmed_name = ${tx.actor.name}
      where batch_id = ${batch.id} and township = ${township}`);
    const { open } = await tx.one<{ open: number }>(sql`select payment_batch_unconfirmed(${batch.id}) as open`);
    const to: BatchState = open === 0 ? 'township-confirmed' : 'checking';
    if (open === 0) {
      await tx.run(sql`update payment_batch set state = ${to} where id = ${batch.id}`);
      await tellHolder(tx, batch, to);
    }
    return ok({ to, note: opinion ? `${place}：${opinion}` : place });
  }),

  submitReview: handler(Opinion, async (tx, batch, { opinion }) => {
    if (batch.preparedBy !== null) return fail('BATCH_ALREADY_PREPARED');
    if (batch.lineCount === 0) return fail('NOTHING_TO_PAY');
    await touch(tx, batch, 'prepared_by', batch.state);
    await tellHolder(tx, batch, batch.state, 'finance-reviewer');
    return ok({ to: batch.state, note: opinion || null });
  }),

  reviewCounty: handler(Opinion, async (tx, batch, { opinion }) => {
    if (batch.preparedBy === null) return fail('BATCH_NOT_PREPARED');
    if (hasPrepared(tx, batch)) return fail('MAKER_IS_CHECKER');
    await touch(tx, batch, 'reviewed_by', 'county-reviewed');
    await tellHolder(tx, batch, 'county-reviewed');
    return ok({ to: 'county-reviewed', note: opinion || null });
  }),

  returnToTownships: handler(Reason, async (tx, batch, { reason }) => {
    await tx.run(sql`update payment_batch set state = 'checking', prepared_by = null, reviewed_by = null where id = ${batch.id}`);
    await tx.run(
      sql`update payment_batch_township set confirmed_at = null, confirmed_by = null, confirmed_name = null where batch_id = ${batch.id}`,
    );
    return ok({ to: 'checking', note: reason });
  }),

  approveTreasury: handler(Opinion, async (tx, batch, { opinion }) => {
    if (hasChecked(tx, batch)) return fail('MAKER_IS_CHECKER');
    await touch(tx, batch, 'approved_by', 'treasury-approved');
    await tellHolder(tx, batch, 'treasury-approved');
    return ok({ to: 'treasury-approved', note: opinion || null });
  }),

  sendToBank: handler(Nothing, async (tx, batch) => {
    const changed = await bringUpToDate(tx, batch.id);
    const held = await holdCheck(tx, batch.id);
    // What the check holds is committed: the batch is back at the county's review, and nothing goes to the bank.
    if (held > 0) return ok({ to: 'township-confirmed', held, note: `送银行前核对发现${held}笔须暂停，未送出` });
    if (changed && (await findBatch(tx, batch.id))!.state !== batch.state)
      return ok({ to: 'township-confirmed', note: `送银行前核对发现${changed}笔的待遇已经变更，未送出` });
    if (batch.lineCount === 0) return fail('NOTHING_TO_PAY');
    await touch(tx, batch, 'sent_by', 'sent');
    await makeBankFiles(tx, batch);
    await followMoved(tx, batch.id);
    const files = await bankFilesOf(tx, batch.id);
    return ok({ to: 'sent', note: files.map((f) => `${f.bankName}${f.lineCount}笔${yuanDigits(f.sumFen)}元`).join('，') });
  }),

  reconcile: handler(Statement, async (tx, batch, { statedFen }) => {
    const silent = await tx.rows<{ bankName: string }>(
      sql`select f.bank_name from bank_file f where f.batch_id = ${batch.id} and not exists (select from bank_result r where r.bank_file_id = f.id) order by f.bank limit 100`,
    );
    if (silent.length > 0) return fail('RESULTS_MISSING', { banks: silent.map((f) => f.bankName).join('、') });
    const result = await tx.one<{ successFen: number; returnedFen: number }>(
      sql`select sum(success_fen)::bigint as success_fen, sum(returned_fen)::bigint as returned_fen from bank_result where batch_id = ${batch.id}`,
    );
    if (result.successFen + result.returnedFen !== batch.sumFen) return fail('BATCH_TOTALS_DIFFER');
    if (statedFen !== result.successFen)
      return fail('RECONCILE_DIFFERS', { stated: yuanDigits(statedFen), paid: yuanDigits(result.successFen) });
    await touch(tx, batch, 'reconciled_by', 'reconciled');
    return ok({ to: 'reconciled', note: `成功${yuanDigits(result.successFen)}元，退回${yuanDigits(result.returnedFen)}元` });
  }),
};

function refusal(batch: Batch, action: BatchAction, actor: Actor): Refusal<StepError> | null {
  const { zh, can } = batchStates[batch.state] as BatchStep;
  const performers = can[action];
  if (!performers) return fail('BATCH_NOT_NOW', { state: zh, action: batchActions[action].zh });
  return performs(batch.state, action, actor)
    ? null
    : fail('BATCH_NOT_YOURS', { action: batchActions[action].zh, performers: names(performers) });
}
const names = (performers: readonly Performer[]): string => performers.map(performerName).join('、');

/** One step of a batch. The county's own officers act on their county's batches only; a township confirms its own part. */
export function actOnBatch(
  context: Context,
  actor: Actor,
  command: BatchCommand,
): Promise<Result<StepDone, StepError | 'REQUEST_REUSED'>> {
  const { requestId, ...body } = command;
  return context.once(actor, { action: 'payment.step', requestId, body }, async (tx): Promise<Result<StepDone, StepError>> => {
    const batch = await lockBatch(tx, command.batchId);
    if (!batch) return fail('NOT_FOUND');
    if (!Object.hasOwn(handlers, command.action)) return fail('NOT_PERMITTED');
    const action = command.action as keyof typeof handlers;
    const refused = refusal(batch, action, actor);
    if (refused) return refused;
    if (action !== 'confirmTownship' && !ownsCounty(actor, batch.county)) return fail('COUNTY_FOREIGN');
    if (batch.version !== command.version) return fail('VERSION_CONFLICT');
    const input = parseInput(handlers[action].input, command.input ?? {});
    if (!input.ok) return input;
    const totals = await totalsHold(tx, batch);
    if (!totals.ok) return totals;
    const done = await handlers[action].run(tx, batch, input.value as never);
    if (!done.ok) return done;
    const { to, note, held = 0 } = done.value;
    await tx.run(sql`update payment_batch set version = version + 1 where id = ${batch.id}`);
    await writeEvent(tx, { batch: batch.id, action, from: batch.state, to, note });
    await recordAudit(tx, {
      action: `payment-batch.${action}`,
      subject: { kind: 'payment-batch', id: batch.id },
      division: batch.county,
      detail: { from: batch.state, to, held },
    });
    const now = await findBatch(tx, batch.id);
    return ok({ id: batch.id, state: now!.state, version: now!.version, held });
  });
}

/** The buttons of this actor on this batch: exactly those whose step the server would take. */
export function allowedActions(tx: Tx, batch: Batch, own: { townshipOpen: boolean; unanswered: number }): ActionView[] {
  const { can } = batchStates[batch.state] as BatchStep;
  if (batch.lineCount === 0) return [];
  return (Object.keys(can) as BatchAction[])
    .filter((action) => performs(batch.state, action, tx.actor))
    .filter((action) => (action === 'confirmTownship' ? own.townshipOpen : ownsCounty(tx.actor, batch.county)))
    .filter((action) => action !== 'importBankResult' || own.unanswered > 0)
    .filter((action) => action !== 'reconcile' || own.unanswered === 0)
    .filter((action) => action !== 'submitReview' || batch.preparedBy === null)
    .filter((action) => action !== 'reviewCounty' || (batch.preparedBy !== null && !hasPrepared(tx, batch)))
    .filter((action) => action !== 'approveTreasury' || !hasChecked(tx, batch))
    .map((action) => ({
      action,
      zh: batchActions[action].zh,
      causes: `${batchActions[action].causes}${action === 'sendToBank' && tx.today < batch.payOn ? `发放日是${longDate(batch.payOn)}，还没有到，现在送出的话银行可能提前付款。` : ''}`,
      danger: action === 'returnToTownships',
      fields: fieldsOf(action),
      initial: {},
    }));
}

/** The bank's result comes as a file, by its own route. */
const fieldsOf = (action: BatchAction): FormField[] => (action === 'importBankResult' ? [] : formOf(handlers[action].input));
