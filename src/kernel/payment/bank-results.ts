/** From the bank: the result of each file, believed whole or not at all. */
import { sql } from '../../database/sql.ts';
import { type Actor, isOneOf } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { longMonth } from '../calendar/index.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import { emit } from '../event/server.ts';
import { notify } from '../notice/server.ts';
import { yuanDigits } from '../policy/index.ts';
import { explain, fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../schema/index.ts';
import { type BankFile, bankFilesOf, findBankFile } from './bank-files.ts';
import { type BankResultFile, fileHash, readBankResult } from './bank-format/files.ts';
import { type BankFormatKey, templateOf } from './bank-format/formats.ts';
import { readSheetResult } from './bank-format/sheet.ts';
import {
  type BankFileId,
  type BatchId,
  type BatchState,
  batchActions,
  batchStates,
  type EntitlementId,
  type LineId,
  type LineKind,
  type PaymentError,
  performs,
  programmeOf,
} from './index.ts';
import { lockOffsets, receiveOffsets } from './overpayments.ts';
import { postResult } from './postings.ts';
import { proposeAdjustments } from './propose.ts';
import { type Batch, lockBatch, ownsCounty, totalsHold, writeEvent } from './totals.ts';

export interface Imported {
  batchId: BatchId;
  state: BatchState;
  version: number;
  paid: { count: number; sumFen: Fen };
  returned: { count: number; sumFen: Fen };
  /** The same file was imported before: nothing changed. */
  already: boolean;
}

interface ResultRow {
  successCount: number;
  successFen: Fen;
  returnedCount: number;
  returnedFen: Fen;
}
const imported = (batch: Batch, row: ResultRow, already: boolean): Imported => ({
  batchId: batch.id,
  state: batch.state,
  version: batch.version,
  paid: { count: row.successCount, sumFen: row.successFen },
  returned: { count: row.returnedCount, sumFen: row.returnedFen },
  already,
});

interface SentRow {
  id: LineId;
  no: number;
  amountFen: Fen;
  personId: string;
  personName: string | null;
  division: DivisionCode;
  month: YearMonth;
  kind: LineKind;
  last4: string;
}
/** The lines of a file that the bank has not answered, by id, in the order of the file. */
export const sentOf = async (tx: Tx, fileId: BankFileId): Promise<ReadonlyMap<string, SentRow>> =>
  new Map(
    (
      await tx.rows<SentRow>(sql`select l.id, l.no, l.amount_fen, l.person_id, p.name as person_name, l.division, l.month, l.kind, l.account_last4 as last4
      from bank_file f join payment_line l on l.batch_id = f.batch_id and l.bank_file_id = f.id left join person p on p.id = l.person_id
      where f.id = ${fileId} and l.state = 'sent' order by l.no`)
    ).map((row) => [row.id as string, row]),
  );

/** Every line of the file exactly once, each with its amount; nothing that is not of the file. */
function compareWithSent(result: BankResultFile, sent: ReadonlyMap<string, SentRow>): Result<null, 'RESULT_UNREADABLE'> {
  for (const [i, line] of result.lines.entries()) {
    const own = sent.get(line.lineId);
    const at = line.at ?? i + 2;
    if (!own) return fail('RESULT_UNREADABLE', { line: at, problem: '这一笔不在送给这家银行的文件中' });
    if (own.amountFen !== line.amountFen)
      return fail('RESULT_UNREADABLE', {
        line: at,
        problem: `金额应为${yuanDigits(own.amountFen)}元，文件中为${yuanDigits(line.amountFen)}元`,
      });
  }
  if (result.lines.length !== sent.size)
    return fail('RESULT_UNREADABLE', {
      line: result.lines.length + 2,
      problem: `应有${sent.size}笔，只有${result.lines.length}笔`,
    });
  return ok(null);
}

type ImportError = PaymentError | 'NOT_FOUND';

/** The file and its batch, locked; null where the actor sees none. */
export async function lockFile(tx: Tx, id: BankFileId): Promise<{ file: BankFile; batch: Batch } | null> {
  const file = await findBankFile(tx, id);
  const batch = file && (await lockBatch(tx, file.batchId));
  return batch ? { file, batch } : null;
}

/** What a bank sent: the hash of what it says, and what it says. */
async function readContent(
  format: BankFormatKey,
  content: Buffer,
): Promise<{ hash: string; result: Result<BankResultFile, PaymentError> }> {
  const template = templateOf(format);
  if (template.carrier === 'sheet') return readSheetResult(template, content);
  return { hash: fileHash(template, content), result: readBankResult(template, content) };
}

/** The answer to this file and to no other. */
async function readFor(
  tx: Tx,
  file: BankFile,
  batch: Batch,
  read: Result<BankResultFile, PaymentError>,
): Promise<Result<BankResultFile, PaymentError>> {
  if (!read.ok) return read;
  const { batchId, bankFileHash } = read.value;
  if (batchId !== batch.id) return fail('RESULT_OTHER_BATCH');
  const { creditedOn } = read.value;
  const first = [file.madeOn, batch.payOn].sort()[0]!;
  const last = [tx.today, batch.payOn].sort()[1]!;
  if (creditedOn < first || creditedOn > last)
    return fail('RESULT_UNREADABLE', { line: 1, problem: `入账日期${creditedOn}不在送出以后、今天以前` });
  if (bankFileHash === file.hash) return read;
  const other = (await bankFilesOf(tx, batch.id)).find((f) => f.hash === bankFileHash);
  return other ? fail('RESULT_OTHER_BANK', { other: other.bankName, bank: file.bankName }) : fail('RESULT_OTHER_BATCH');
}

/** A file that is not believed stays on record with what is wrong with it: from then on the difference is the bank's to mend. */
function recordRefusal(tx: Tx, file: BankFile, hash: string, problem: string): void {
  tx.recordEvenIfRefused(async (own) => {
    await own.run(sql`insert into bank_result_refusal (id, bank_file_id, county, file_hash, problem, refused_at, refused_name)
      values (${newId()}, ${file.id}, ${file.county}, ${hash}, ${problem}, ${own.now}, ${own.actor.name}) on conflict do nothing`);
  });
}

/**
 * The bank's answer to one file, believed whole or not at all. Paid lines are told to the household, returned ones also to the village and the
 * county's finance clerk. The same file again changes nothing and says so, whoever sends it.
 */
export function importBankResult(
  context: Context,
  actor: Actor,
  command: { fileId: BankFileId; content: Buffer; requestId: string },
): Promise<Result<Imported, ImportError | 'REQUEST_REUSED'>> {
  const { fileId, content, requestId } = command;
  const raw = fileHash(templateOf('mzdf1'), content);
  return context.once(
    actor,
    { action: 'payment.bank-result', requestId, body: { fileId, hash: raw } },
    async (tx): Promise<Result<Imported, ImportError>> => {
      const locked = await lockFile(tx, fileId);
      if (!locked) return fail('NOT_FOUND');
      const { file, batch } = locked;
      const action = batchActions.importBankResult.zh;
      if (!isOneOf(actor, batchStates.sent.can.importBankResult))
        return fail('BATCH_NOT_YOURS', { action, performers: '财务经办' });
      if (!ownsCounty(actor, batch.county)) return fail('COUNTY_FOREIGN');
      const { hash, result } = await readContent(file.format, content);
      const known = await tx.maybe<ResultRow & { fileHash: string }>(
        sql`select file_hash, success_count, success_fen, returned_count, returned_fen from bank_result where bank_file_id = ${fileId}`,
      );
      if (known)
        return known.fileHash === hash ? ok(imported(batch, known, true)) : fail('RESULT_DIFFERS', { bank: file.bankName });
      if (!performs(batch.state, 'importBankResult', actor))
        return fail('BATCH_NOT_NOW', { state: batchStates[batch.state].zh, action });
      const totals = await totalsHold(tx, batch);
      if (!totals.ok) return totals;
      const read = await readFor(tx, file, batch, result);
      const sent = read.ok ? await sentOf(tx, fileId) : new Map();
      const believed = read.ok ? compareWithSent(read.value, sent) : read;
      if (!believed.ok) {
        recordRefusal(tx, file, hash, explain(believed).message);
        return believed;
      }
      if (!read.ok) return read;
      await tx.run(sql`update bank_inquiry set answer = 'result-file', answered_on = ${tx.today}, answered_at = ${tx.now}, answered_by = ${actor.id}, answered_name = ${actor.name}
        where bank_file_id = ${fileId} and answer is null`);
      return ok(await applyResult(tx, { batch, file }, { ...read.value, hash, letterNo: null }, sent));
    },
  );
}

export async function applyResult(
  tx: Tx,
  { batch, file }: { batch: Batch; file: BankFile },
  result: Pick<BankResultFile, 'creditedOn' | 'lines'> & { hash: string; letterNo: string | null },
  sent: ReadonlyMap<string, SentRow>,
): Promise<Imported> {
  const of = (paid: boolean) => result.lines.filter((l) => l.paid === paid);
  const fen = (lines: readonly { amountFen: Fen }[]): Fen => lines.reduce((s, l) => s + l.amountFen, 0);
  const [paid, returned] = [of(true), of(false)];
  const row: ResultRow = {
    successCount: paid.length,
    successFen: fen(paid),
    returnedCount: returned.length,
    returnedFen: fen(returned),
  };
  const resultId = newId();
  await tx.run(sql`insert into bank_result (id, batch_id, bank_file_id, county, file_hash, letter_no, credited_on, success_count, success_fen, returned_count, returned_fen, imported_at, imported_by)
    values (${resultId}, ${batch.id}, ${file.id}, ${batch.county}, ${result.hash}, ${result.letterNo}, ${result.creditedOn}, ${row.successCount}, ${row.successFen}, ${row.returnedCount}, ${row.returnedFen}, ${tx.now}, ${tx.actor.id})`);
  await tx.run(
    sql`update payment_line set state = 'paid', paid_on = ${result.creditedOn} where batch_id = ${batch.id} and state = 'sent' and id = any(${paid.map((l) => l.lineId)}::uuid[])`,
  );
  await tx.run(sql`update payment_line l set state = 'returned', return_code = r.code
    from unnest(${returned.map((l) => l.lineId)}::uuid[], ${returned.map(codeOf)}::text[]) r(id, code) where l.id = r.id and l.batch_id = ${batch.id} and l.state = 'sent'`);
  await lookAgain(tx, batch, file);
  const offsets = await lockOffsets(tx, { batchId: batch.id, bankFileId: file.id });
  await postResult(tx, batch, { id: file.id, bankName: file.bankName, paidFen: row.successFen, returnedFen: row.returnedFen });
  await receiveOffsets(tx, offsets, result.creditedOn);
  const overdue = batch.reissueBy < tx.today;
  const due = overdue ? tx.today : batch.reissueBy;
  await tx.run(sql`insert into returned_payment (line_id, bank_result_id, person_id, division, code, reason, returned_on, due_on)
    select l.id, ${resultId}, l.person_id, l.division, r.code, r.reason, ${tx.today}, ${due}
    from unnest(${returned.map((l) => l.lineId)}::uuid[], ${returned.map(codeOf)}::text[], ${returned.map(reasonOf)}::text[]) r(id, code, reason)
    join payment_line l on l.id = r.id`);
  const { waiting, returnedAny } = await tx.one<{ waiting: number; returnedAny: boolean }>(sql`select
      (select count(*)::int from bank_file f where f.batch_id = ${batch.id} and not exists (select from bank_result r where r.bank_file_id = f.id)) as waiting,
      exists (select from bank_result where batch_id = ${batch.id} and returned_count > 0) as returned_any`);
  const state: BatchState = waiting === 0 && !returnedAny ? 'all-paid' : 'partly-paid';
  await tx.run(sql`update payment_batch set state = ${state}, version = version + 1 where id = ${batch.id}`);
  const said = `${file.bankName}：成功${paid.length}笔${yuanDigits(row.successFen)}元，退回${returned.length}笔${yuanDigits(row.returnedFen)}元`;
  await writeEvent(tx, {
    batch: batch.id,
    action: result.letterNo === null ? 'importBankResult' : 'bankLetter',
    from: batch.state,
    to: state,
    note: `${said}${result.letterNo === null ? '' : `（书面答复${result.letterNo}）`}${waiting > 0 ? `；还有${waiting}家银行没有回盘` : ''}`,
  });
  await recordAudit(tx, {
    action: 'bank-result.imported',
    subject: { kind: 'payment-batch', id: batch.id },
    division: batch.county,
    detail: { hash: result.hash, bank: file.bank, ...row },
  });
  if (result.letterNo === null)
    for (const line of result.lines)
      await tell(tx, batch, { ...sent.get(line.lineId)!, ...line }, { creditedOn: result.creditedOn, due });
  return imported({ ...batch, state, version: batch.version + 1 }, row, false);
}

/** What came back is not with the household and not to be asked back; what was sent again is with it now, also where it was more than is due by today. */
async function lookAgain(tx: Tx, batch: Batch, file: BankFile): Promise<void> {
  const rows = await tx.rows<{ id: EntitlementId }>(sql`select distinct entitlement_id as id from payment_line
    where batch_id = ${batch.id} and bank_file_id = ${file.id} and (state = 'returned' or kind = 'reissue')`);
  if (rows.length > 0) await proposeAdjustments(tx, { ids: rows.map((row) => row.id), reason: '银行回盘' });
}

const codeOf = (line: { code: string }): string => line.code || 'R99';
const reasonOf = (line: { code: string; reason: string }): string => line.reason || `银行代码${line.code}`;

type Answered = SentRow & BankResultFile['lines'][number];

async function tell(tx: Tx, batch: Batch, line: Answered, when: { creditedOn: PlainDate; due: PlainDate }): Promise<void> {
  const { money } = programmeOf(batch.programme);
  const facts = {
    lineId: line.id,
    personId: line.personId,
    programme: batch.programme,
    period: line.month,
    amountFen: line.amountFen,
  };
  const subject = { kind: 'payment-line', id: line.id };
  const month = longMonth(line.month);
  const amount = yuanDigits(line.amountFen);
  if (line.paid) {
    await emit(tx, {
      type: 'benefit.paid',
      subject,
      division: line.division,
      payload: { ...facts, kind: line.kind, paidOn: when.creditedOn },
    });
    await notify(tx, {
      to: { personId: line.personId },
      template: 'benefit.paid',
      params: { month, money, amount, last4: line.last4 },
    });
    return;
  }
  const reason = reasonOf(line);
  await emit(tx, { type: 'benefit.returned', subject, division: line.division, payload: { ...facts, reasonCode: codeOf(line) } });
  await notify(tx, { to: { personId: line.personId }, template: 'benefit.returned', params: { month, money, reason } });
  const task = { name: line.personName ?? '领款人', month, money, amount, reason, due: when.due };
  await notify(tx, {
    to: { performer: 'village-worker', division: line.division },
    template: 'benefit.returned.task',
    params: task,
  });
  await notify(tx, {
    to: { performer: 'finance-clerk', division: batch.county },
    template: 'benefit.returned.task',
    params: task,
  });
}
