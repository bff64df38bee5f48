/** To the bank and back: the file that leaves, the result that is believed whole or not at all, and accounts that were wrong. */
import { sql } from '../../database/sql.ts';
import { type Actor, isOneOf } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { longMonth } from '../calendar/index.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import { emit } from '../event/server.ts';
import { notify } from '../notice/server.ts';
import { yuanDigits } from '../policy/index.ts';
import { openHere, startOpener } from '../protect/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../schema/index.ts';
import { type AccountOwner, accountPlace, recordPayoutAccount } from './accounts.ts';
import { type BankFileLine, type BankResultFile, bankFileWriter, fileHash, readBankResult } from './bank-format.ts';
import {
  type BatchId,
  type BatchState,
  batchActions,
  batchStates,
  type LineId,
  type LineKind,
  type LineState,
  lineStates,
  type PaymentError,
  performs,
  programmeOf,
} from './index.ts';
import { receiveOffsets } from './overpayments.ts';
import { postResult } from './postings.ts';
import { type Batch, findBatch, lockBatch, ownsCounty, totalsHold, writeEvent } from './totals.ts';

interface FileRow {
  no: number;
  id: LineId;
  personId: string;
  amountFen: Fen;
  month: YearMonth;
  accountId: string;
  account: Buffer;
  holder: string;
  bank: string;
}

const FILE_PAGE = 2_000;
/** A file of one page is opened here: a thread takes longer to start. */
const opensHere = (batch: Batch): boolean => batch.lineCount <= FILE_PAGE;

/**
 * The bytes of a batch's file, page by page, from rows that never change once they are sent. Accounts are opened in a thread: the server goes
 * on serving meanwhile. `take` gets each piece with the persons in it; nothing else is kept. Returns the SM3 of the file.
 */
export async function writeBankFile(
  tx: Tx,
  batch: Batch,
  take: (text: string, personIds: readonly string[]) => void,
): Promise<string> {
  const { money } = programmeOf(batch.programme);
  const { id, programme, county, month, lineCount, sumFen, payOn } = batch;
  const file = bankFileWriter({ batchId: id, programme, county, month, count: lineCount, sumFen, payOn });
  const opener = opensHere(batch) ? openHere(tx.keys) : startOpener(tx.keys.handles());
  const pageAfter = (no: number) =>
    tx.rows<FileRow>(sql`select l.no, l.id, l.person_id, l.amount_fen, l.month, a.id as account_id, a.account, a.holder, a.bank
      from payment_line l join payout_account a on a.id = l.account_id
      where l.batch_id = ${id} and l.no > ${no} and l.state not in ('pending', 'on-hold', 'ended') order by l.no limit ${FILE_PAGE}`);
  try {
    take(file.head(), []);
    for (let rows = await pageAfter(0); rows.length > 0; ) {
      const opening = opener.open(rows.map((row) => ({ sealed: row.account, place: accountPlace(row.accountId) })));
      // The next page is read while the thread opens this one.
      const [accounts, next] = await Promise.all([opening, rows.length === FILE_PAGE ? pageAfter(rows.at(-1)!.no) : []]);
      const lines = rows.map(
        (row, i): BankFileLine => ({
          lineId: row.id,
          holder: row.holder,
          bank: row.bank,
          account: accounts[i]!,
          amountFen: row.amountFen,
          purpose: `${money}${row.month}`,
        }),
      );
      take(
        file.lines(lines),
        rows.map((row) => row.personId),
      );
      rows = next;
    }
    const { text, hash } = file.end();
    take(text, []);
    return hash;
  } finally {
    await opener.stop();
  }
}

/** Puts the file of a batch that is just being sent on record. Its content is made anew at each download and checked against the hash. */
export async function makeBankFile(tx: Tx, batch: Batch): Promise<void> {
  const hash = await writeBankFile(tx, batch, () => {});
  await tx.run(sql`insert into bank_file (id, batch_id, county, hash, line_count, sum_fen, made_on, created_at, created_by)
    values (${newId()}, ${batch.id}, ${batch.county}, ${hash}, ${batch.lineCount}, ${batch.sumFen}, ${tx.today}, ${tx.now}, ${tx.actor.id})`);
}

const AUDIT_PERSONS = 1000;

/** The file for the bank, with clear accounts: for the county's finance clerk only, on record for every person in it. Needs a write transaction. */
export async function downloadBankFile(
  tx: Tx,
  batchId: BatchId,
): Promise<
  Result<
    { name: string; text: string; hash: string },
    'NOT_FOUND' | 'NOT_PERMITTED' | 'BANK_FILE_NOT_READY' | 'BANK_FILE_CHANGED'
  >
> {
  const batch = await findBatch(tx, batchId);
  if (!batch) return fail('NOT_FOUND');
  if (!isOneOf(tx.actor, ['finance-clerk']) || !ownsCounty(tx.actor, batch.county)) return fail('NOT_PERMITTED');
  const known = await tx.maybe<{ hash: string }>(sql`select hash from bank_file where batch_id = ${batchId}`);
  if (!known) return fail('BANK_FILE_NOT_READY');
  const [pieces, personIds]: [string[], string[]] = [[], []];
  const hash = await writeBankFile(tx, batch, (text, persons) => {
    pieces.push(text);
    for (const person of persons) personIds.push(person);
  });
  if (hash !== known.hash) return fail('BANK_FILE_CHANGED');
  for (let i = 0; i < personIds.length; i += AUDIT_PERSONS)
    await recordAudit(tx, {
      action: 'bank-file.exported',
      subject: { kind: 'payment-batch', id: batchId },
      personIds: personIds.slice(i, i + AUDIT_PERSONS),
      division: batch.county,
      purpose: '送银行代发',
      detail: { hash },
    });
  return ok({
    name: `${batch.programme}-${batch.county.slice(0, 6)}-${batch.month}-${batch.seq}.txt`,
    text: pieces.join(''),
    hash,
  });
}

export interface Imported {
  id: BatchId;
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
  id: batch.id,
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

/** Every line of the batch exactly once, each with its amount; nothing that is not of the batch. */
function compareWithBatch(result: BankResultFile, sent: ReadonlyMap<string, SentRow>): Result<null, 'RESULT_UNREADABLE'> {
  for (const [i, line] of result.lines.entries()) {
    const own = sent.get(line.lineId);
    if (!own) return fail('RESULT_UNREADABLE', { line: i + 2, problem: '这一笔不在本批次中' });
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

/**
 * The bank's answer, believed whole or not at all. Paid lines are told to the household, returned ones also to the village and the
 * county's finance clerk. The same file again changes nothing and says so, whoever sends it.
 */
export function importBankResult(
  context: Context,
  actor: Actor,
  command: { batchId: BatchId; content: string; requestId: string },
): Promise<Result<Imported, ImportError | 'REQUEST_REUSED'>> {
  const { batchId, content, requestId } = command;
  const hash = fileHash(content);
  return context.once(
    actor,
    { action: 'payment.bank-result', requestId, body: { batchId, hash } },
    async (tx): Promise<Result<Imported, ImportError>> => {
      const batch = await lockBatch(tx, batchId);
      if (!batch) return fail('NOT_FOUND');
      const action = batchActions.importBankResult.zh;
      if (!isOneOf(actor, batchStates.sent.can.importBankResult))
        return fail('BATCH_NOT_YOURS', { action, performers: '财务经办' });
      if (!ownsCounty(actor, batch.county)) return fail('COUNTY_FOREIGN');
      const known = await tx.maybe<ResultRow & { fileHash: string }>(
        sql`select file_hash, success_count, success_fen, returned_count, returned_fen from bank_result where batch_id = ${batchId}`,
      );
      if (known) return known.fileHash === hash ? ok(imported(batch, known, true)) : fail('RESULT_DIFFERS');
      if (!performs(batch.state, 'importBankResult', actor))
        return fail('BATCH_NOT_NOW', { state: batchStates[batch.state].zh, action });
      const read = readBankResult(content);
      if (!read.ok) return read;
      const result = read.value;
      const file = await tx.one<{ hash: string }>(sql`select hash from bank_file where batch_id = ${batchId}`);
      if (result.batchId !== batchId || result.bankFileHash !== file.hash) return fail('RESULT_OTHER_BATCH');
      const totals = await totalsHold(tx, batch);
      if (!totals.ok) return totals;
      const sent = new Map(
        (
          await tx.rows<SentRow>(sql`select l.id, l.no, l.amount_fen, l.person_id, p.name as person_name, l.division, l.month, l.kind, l.account_last4 as last4
          from payment_line l left join person p on p.id = l.person_id where l.batch_id = ${batchId} and l.state = 'sent' order by l.no`)
        ).map((row) => [row.id as string, row]),
      );
      const fits = compareWithBatch(result, sent);
      if (!fits.ok) return fits;
      return ok(await applyResult(tx, batch, { ...result, hash }, sent));
    },
  );
}

async function applyResult(
  tx: Tx,
  batch: Batch,
  result: BankResultFile & { hash: string },
  sent: ReadonlyMap<string, SentRow>,
): Promise<Imported> {
  const sumOf = (paid: boolean) => result.lines.filter((l) => l.paid === paid);
  const fen = (lines: readonly { amountFen: Fen }[]): Fen => lines.reduce((s, l) => s + l.amountFen, 0);
  const [paid, returned] = [sumOf(true), sumOf(false)];
  const row: ResultRow = {
    successCount: paid.length,
    successFen: fen(paid),
    returnedCount: returned.length,
    returnedFen: fen(returned),
  };
  const resultId = newId();
  await tx.run(sql`insert into bank_result (id, batch_id, county, file_hash, credited_on, success_count, success_fen, returned_count, returned_fen, imported_at, imported_by)
    values (${resultId}, ${batch.id}, ${batch.county}, ${result.hash}, ${result.creditedOn}, ${row.successCount}, ${row.successFen}, ${row.returnedCount}, ${row.returnedFen}, ${tx.now}, ${tx.actor.id})`);
  await tx.run(
    sql`update payment_line set state = 'paid', paid_on = ${result.creditedOn} where batch_id = ${batch.id} and state = 'sent' and id = any(${paid.map((l) => l.lineId)}::uuid[])`,
  );
  await tx.run(sql`update payment_line l set state = 'returned', return_code = r.code
    from unnest(${returned.map((l) => l.lineId)}::uuid[], ${returned.map(codeOf)}::text[]) r(id, code) where l.id = r.id and l.batch_id = ${batch.id} and l.state = 'sent'`);
  await postResult(tx, batch, { paidFen: row.successFen, returnedFen: row.returnedFen });
  await receiveOffsets(tx, batch.id, result.creditedOn);
  const due = batch.reissueBy;
  await tx.run(sql`insert into returned_payment (line_id, bank_result_id, person_id, division, code, reason, returned_on, due_on)
    select l.id, ${resultId}, l.person_id, l.division, r.code, r.reason, ${tx.today}, ${due}
    from unnest(${returned.map((l) => l.lineId)}::uuid[], ${returned.map(codeOf)}::text[], ${returned.map(reasonOf)}::text[]) r(id, code, reason)
    join payment_line l on l.id = r.id`);
  for (const line of result.lines)
    await tell(tx, batch, { ...sent.get(line.lineId)!, ...line }, { creditedOn: result.creditedOn, due });
  const state: BatchState = returned.length === 0 ? 'all-paid' : 'partly-paid';
  await tx.run(sql`update payment_batch set state = ${state}, version = version + 1 where id = ${batch.id}`);
  await writeEvent(tx, {
    batch: batch.id,
    action: 'importBankResult',
    from: 'sent',
    to: state,
    note: `成功${paid.length}笔${yuanDigits(row.successFen)}元，退回${returned.length}笔${yuanDigits(row.returnedFen)}元`,
  });
  await recordAudit(tx, {
    action: 'bank-result.imported',
    subject: { kind: 'payment-batch', id: batch.id },
    division: batch.county,
    detail: { hash: result.hash, ...row },
  });
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

/** The right account for a returned line: from now on for every payment to the same owner, and this one may be sent again. */
export async function correctAccount(
  tx: Tx,
  correction: { lineId: LineId; bank: string; number: string; holder: string },
): Promise<Result<{ lineId: LineId }, 'NOT_FOUND' | 'NOT_PERMITTED' | 'LINE_NOT_RETURNED' | 'ACCOUNT_INVALID'>> {
  if (!isOneOf(tx.actor, ['township-clerk', 'finance-clerk'])) return fail('NOT_PERMITTED');
  const line = await tx.maybe<{ personId: string; division: DivisionCode; state: LineState; accountId: string }>(
    sql`select person_id, division, state, account_id from payment_line where id = ${correction.lineId} for update`,
  );
  if (!line) return fail('NOT_FOUND');
  if (line.state !== 'returned') return fail('LINE_NOT_RETURNED', { state: lineStates[line.state] });
  const { lineId, ...account } = correction;
  // The line says whom it is for; its account, whom it was paid to.
  const paid = await tx.one<{ personId: string | null; payeeId: string | null }>(
    sql`select person_id, payee_id from payout_account where id = ${line.accountId}`,
  );
  const owner: AccountOwner = paid.payeeId ? { payeeId: paid.payeeId } : { personId: paid.personId! };
  const recorded = await recordPayoutAccount(tx, { ...owner, division: line.division, ...account });
  if (!recorded.ok) return recorded;
  await tx.run(sql`update payment_line set state = 'corrected' where id = ${lineId}`);
  await tx.run(
    sql`update returned_payment set handled_at = ${tx.now}, handled_by = ${tx.actor.id}, handled_name = ${tx.actor.name}, account_id = ${recorded.value.id} where line_id = ${lineId}`,
  );
  await recordAudit(tx, {
    action: 'payment-line.account-corrected',
    subject: { kind: 'payment-line', id: lineId },
    personId: line.personId,
    division: line.division,
  });
  return ok({ lineId });
}
