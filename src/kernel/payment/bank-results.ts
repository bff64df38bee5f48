/** From the bank: the result of each file, believed whole or not at all; a file that is silent too long; what the bank writes of it. */
import { sql } from '../../database/sql.ts';
import { type Actor, isOneOf, systemActor } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { longMonth } from '../calendar/index.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import { bindFiles } from '../document/server.ts';
import { emit } from '../event/server.ts';
import { notify } from '../notice/server.ts';
import { yuanDigits } from '../policy/index.ts';
import { explain, fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../schema/index.ts';
import { type BankFile, bankFilesOf, findBankFile, resultDayFrom } from './bank-files.ts';
import { type BankResultFile, fileHash, readBankResult } from './bank-format/files.ts';
import { templateOf } from './bank-format/formats.ts';
import {
  type BankFileId,
  type BankLetterAnswer,
  type BatchId,
  type BatchState,
  batchActions,
  batchStates,
  type LineId,
  type LineKind,
  type PaymentError,
  performs,
  programmeOf,
} from './index.ts';
import { lockOffsets, receiveOffsets } from './overpayments.ts';
import { postResult } from './postings.ts';
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
const sentOf = async (tx: Tx, fileId: BankFileId): Promise<ReadonlyMap<string, SentRow>> =>
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
    if (!own) return fail('RESULT_UNREADABLE', { line: i + 2, problem: '这一笔不在送给这家银行的文件中' });
    if (own.amountFen !== line.amountFen)
      return fail('RESULT_UNREADABLE', {
        line: i + 2,
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
async function lockFile(tx: Tx, id: BankFileId): Promise<{ file: BankFile; batch: Batch } | null> {
  const file = await findBankFile(tx, id);
  const batch = file && (await lockBatch(tx, file.batchId));
  return batch ? { file, batch } : null;
}

/** Reads the content as the answer to this file and to no other. */
async function readFor(tx: Tx, file: BankFile, batch: Batch, content: Buffer): Promise<Result<BankResultFile, PaymentError>> {
  const read = readBankResult(templateOf(file.format), content);
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
      const hash = fileHash(templateOf(file.format), content);
      const known = await tx.maybe<ResultRow & { fileHash: string }>(
        sql`select file_hash, success_count, success_fen, returned_count, returned_fen from bank_result where bank_file_id = ${fileId}`,
      );
      if (known)
        return known.fileHash === hash ? ok(imported(batch, known, true)) : fail('RESULT_DIFFERS', { bank: file.bankName });
      if (!performs(batch.state, 'importBankResult', actor))
        return fail('BATCH_NOT_NOW', { state: batchStates[batch.state].zh, action });
      const totals = await totalsHold(tx, batch);
      if (!totals.ok) return totals;
      const read = await readFor(tx, file, batch, content);
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

async function applyResult(
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

interface SilentFile {
  id: BankFileId;
  county: DivisionCode;
  bankName: string;
  programme: string;
  month: YearMonth;
}

/**
 * The daily look at files whose bank is silent: after the last day for a result the file is frozen. Nothing of it is sent again until the bank has
 * answered in writing that it paid nothing, or the result comes after all; a result that was promised and did not come is asked for again. Returns the
 * number of files frozen now.
 */
export async function freezeUnanswered(context: Context): Promise<number> {
  return context.write(systemActor('bank-inquiry', context.city), async (tx) => {
    const described = sql`(select bank_name from bank_file where id = bank_file_id) as bank_name, (select programme from payment_batch where id = batch_id) as programme,
        (select month from payment_batch where id = batch_id) as month`;
    const silent = await tx.rows<SilentFile>(sql`
      insert into bank_inquiry (bank_file_id, batch_id, county, opened_on)
      select f.id, f.batch_id, f.county, ${tx.today}::date from bank_file f
        where f.result_by < ${tx.today}::date and not exists (select from bank_result r where r.bank_file_id = f.id) order by f.id limit 500
      on conflict do nothing
      returning bank_file_id as id, county, ${described}`);
    await tellFinance(tx, silent, 'payment.frozen');
    const late = await tx.rows<SilentFile>(sql`
      update bank_inquiry set reminded_on = ${tx.today} where answer is null and result_by < ${tx.today}::date and (reminded_on is null or reminded_on <= result_by)
      returning bank_file_id as id, county, ${described}`);
    await tellFinance(tx, late, 'payment.result-late');
    return silent.length;
  });
}

async function tellFinance(
  tx: Tx,
  files: readonly SilentFile[],
  template: 'payment.frozen' | 'payment.result-late',
): Promise<void> {
  for (const file of files)
    for (const performer of ['finance-clerk', 'finance-reviewer'] as const)
      await notify(tx, {
        to: { performer, division: file.county },
        template,
        params: { month: longMonth(file.month), programme: programmeOf(file.programme).zh, bank: file.bankName },
      });
}

export interface BankLetter {
  fileId: BankFileId;
  answer: BankLetterAnswer;
  letterNo: string;
  answeredOn: PlainDate;
  letterFile: string;
  requestId: string;
}
type LetterError =
  | 'NOT_FOUND'
  | 'NOT_PERMITTED'
  | 'COUNTY_FOREIGN'
  | 'LETTER_OWN'
  | 'FILE_NOT_FROZEN'
  | 'FILE_NOT_AVAILABLE'
  | 'LETTER_KNOWN'
  | 'INVALID_INPUT';
const NOT_PAID = { code: 'R98', reason: '银行书面答复：没有付款' };

/** The payment was made and the result follows, within the limit for a result: until then the file stays frozen and on the desk. */
async function recordInterim(
  tx: Tx,
  { batch, file }: { batch: Batch; file: BankFile },
  { letterNo, letterFile, answeredOn }: Pick<BankLetter, 'letterNo' | 'letterFile' | 'answeredOn'>,
): Promise<Result<PlainDate, LetterError>> {
  const resultBy = resultDayFrom(tx, batch, answeredOn);
  const open = await tx.run(
    sql`update bank_inquiry set result_by = ${resultBy} where bank_file_id = ${file.id} and answer is null`,
  );
  if (open === 0) return fail('FILE_NOT_FROZEN', { bank: file.bankName });
  const kept =
    await tx.run(sql`insert into bank_interim_letter (id, bank_file_id, county, letter_no, letter_file, answered_on, result_by, recorded_at, recorded_by, recorded_name)
      values (${newId()}, ${file.id}, ${file.county}, ${letterNo}, ${letterFile}, ${answeredOn}, ${resultBy}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name}) on conflict do nothing`);
  return kept === 0 ? fail('LETTER_KNOWN', { letterNo }) : ok(resultBy);
}

/** Nothing was paid: the file has its answer. */
async function recordNotPaid(tx: Tx, file: BankFile, command: BankLetter): Promise<Result<null, LetterError>> {
  const answered =
    await tx.run(sql`update bank_inquiry set answer = 'not-paid', letter_no = ${command.letterNo}, letter_file = ${command.letterFile}, answered_on = ${command.answeredOn},
      answered_at = ${tx.now}, answered_by = ${tx.actor.id}, answered_name = ${tx.actor.name}
    where bank_file_id = ${file.id} and answer is null`);
  return answered === 0 ? fail('FILE_NOT_FROZEN', { bank: file.bankName }) : ok(null);
}

/**
 * 银行书面答复: nothing was paid, and every line of the file may be sent again to the same accounts; or the payment was made and the result follows,
 * which leaves the file frozen.
 */
export function recordBankLetter(
  context: Context,
  actor: Actor,
  command: BankLetter,
): Promise<Result<{ batchId: BatchId }, LetterError | 'REQUEST_REUSED'>> {
  const { requestId, ...body } = command;
  return context.once(
    actor,
    { action: 'payment.bank-letter', requestId, body },
    async (tx): Promise<Result<{ batchId: BatchId }, LetterError>> => {
      const locked = await lockFile(tx, command.fileId);
      if (!locked) return fail('NOT_FOUND');
      const { file, batch } = locked;
      if (!isOneOf(actor, ['finance-clerk', 'finance-reviewer'])) return fail('NOT_PERMITTED');
      if (!ownsCounty(actor, batch.county)) return fail('COUNTY_FOREIGN');
      // 书面答复说没有付款，钱就会再发一次：送出的人不能自己登记。
      if (command.answer === 'not-paid' && batch.sentBy === actor.id) return fail('LETTER_OWN');
      if (command.answeredOn > tx.today)
        return fail('INVALID_INPUT', { count: 1 }, [{ path: 'answeredOn', message: '答复日期不能晚于今天' }]);
      if (command.answeredOn < file.madeOn)
        return fail('INVALID_INPUT', { count: 1 }, [
          { path: 'answeredOn', message: `答复日期不能早于送银行的日期（${file.madeOn}）` },
        ]);
      const follows = command.answer === 'result-follows';
      const recorded = follows ? await recordInterim(tx, { batch, file }, command) : await recordNotPaid(tx, file, command);
      if (!recorded.ok) return recorded;
      const bound = await bindFiles(tx, [command.letterFile], { caseId: file.id, personId: null, division: batch.county });
      if (!bound.ok) return bound;
      await recordAudit(tx, {
        action: 'bank-letter.recorded',
        subject: { kind: 'payment-batch', id: batch.id },
        division: batch.county,
        detail: { bank: file.bank, answer: command.answer, letterNo: command.letterNo },
      });
      if (follows) {
        await writeEvent(tx, {
          batch: batch.id,
          action: 'bankLetter',
          from: batch.state,
          to: batch.state,
          note: `${file.bankName}书面答复（${command.letterNo}）：已经付款，回盘另送，最迟${recorded.value}`,
        });
        return ok({ batchId: batch.id });
      }
      const sent = await sentOf(tx, file.id);
      const lines = [...sent.values()].map((l) => ({ lineId: l.id, amountFen: l.amountFen, paid: false, ...NOT_PAID }));
      await applyResult(
        tx,
        { batch, file },
        { hash: `letter:${file.id}`, letterNo: command.letterNo, creditedOn: command.answeredOn, lines },
        sent,
      );
      // The accounts were right: nothing is to be corrected before the money goes out again.
      await tx.run(sql`update returned_payment r set handled_at = ${tx.now}, handled_by = ${actor.id}, handled_name = ${actor.name}, account_id = l.account_id
        from payment_line l where l.id = r.line_id and l.batch_id = ${batch.id} and l.bank_file_id = ${file.id} and r.handled_at is null`);
      await tx.run(
        sql`update payment_line set state = 'corrected' where batch_id = ${batch.id} and bank_file_id = ${file.id} and state = 'returned'`,
      );
      return ok({ batchId: batch.id });
    },
  );
}
