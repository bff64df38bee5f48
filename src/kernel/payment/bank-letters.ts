/** A file whose bank is silent too long, and what the bank writes of it. */
import { type Sql, sql } from '../../database/sql.ts';
import { type Actor, isOneOf, isOwnHand, systemActor } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { longMonth } from '../calendar/index.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import { bindFiles } from '../document/server.ts';
import { notify } from '../notice/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../schema/index.ts';
import { anyRow, whenDue } from '../worker/server.ts';
import { type BankFile, resultDayFrom } from './bank-files.ts';
import { applyResult, lockFile, sentOf } from './bank-results.ts';
import { type BankFileId, type BankLetterAnswer, type BatchId, programmeOf } from './index.ts';
import { type Batch, ownsCounty, writeEvent } from './totals.ts';

interface SilentFile {
  id: BankFileId;
  county: DivisionCode;
  bankName: string;
  programme: string;
  month: YearMonth;
}

const silent = (tx: Tx): Sql => sql`bank_file f
  where f.result_by < ${tx.today}::date and not exists (select from bank_result r where r.bank_file_id = f.id)`;
const promised = (tx: Tx): Sql =>
  sql`answer is null and result_by < ${tx.today}::date and (reminded_on is null or reminded_on <= result_by)`;
/** Silent files that are not frozen yet, and results that were promised. */
const anySilent = (tx: Tx) =>
  anyRow(
    tx,
    sql`${silent(tx)} and not exists (select from bank_inquiry q where q.bank_file_id = f.id)`,
    sql`bank_inquiry where ${promised(tx)}`,
  );

/**
 * The daily look at files whose bank is silent: after the last day for a result the file is frozen. Nothing of it is sent again until the bank has
 * answered in writing that it paid nothing, or the result comes after all; a result that was promised and did not come is asked for again. Returns the
 * number of files frozen now.
 */
export const freezeUnanswered = whenDue(anySilent, (context) =>
  context.write(systemActor('bank-inquiry', context.city), async (tx) => {
    const described = sql`(select bank_name from bank_file where id = bank_file_id) as bank_name, (select programme from payment_batch where id = batch_id) as programme,
        (select month from payment_batch where id = batch_id) as month`;
    const frozen = await tx.rows<SilentFile>(sql`
      insert into bank_inquiry (bank_file_id, batch_id, county, opened_on)
      select f.id, f.batch_id, f.county, ${tx.today}::date from ${silent(tx)} order by f.id limit 500
      on conflict do nothing
      returning bank_file_id as id, county, ${described}`);
    await tellFinance(tx, frozen, 'payment.frozen');
    const late = await tx.rows<SilentFile>(sql`
      update bank_inquiry set reminded_on = ${tx.today} where ${promised(tx)}
      returning bank_file_id as id, county, ${described}`);
    await tellFinance(tx, late, 'payment.result-late');
    return frozen.length;
  }),
);

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
      if (command.answer === 'not-paid' && isOwnHand(actor, batch.sentBy, batch.sentAt ?? tx.now)) return fail('LETTER_OWN');
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
