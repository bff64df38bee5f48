/** To the bank: a batch leaves as one file for each agency bank. Only sums and hashes are kept; a file is written anew whenever it is wanted. */
import { sql } from '../../database/sql.ts';
import { isOneOf } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { newId, type Tx } from '../context/server.ts';
import { openHere, startOpener } from '../protect/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../schema/index.ts';
import { XLSX } from '../sheet/server.ts';
import { accountPlace } from './accounts.ts';
import { type BankFileLine, bankFileWriter } from './bank-format/files.ts';
import { type BankFormatKey, templateOf } from './bank-format/formats.ts';
import { packSheet } from './bank-format/sheet.ts';
import { agencyBankFor, agencyBanksOf } from './banks.ts';
import { type BankFileId, type BatchId, type LineId, programmeOf } from './index.ts';
import { postSent } from './postings.ts';
import { type Batch, findBatch, ownsCounty } from './totals.ts';

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

export interface BankFile {
  id: BankFileId;
  batchId: BatchId;
  county: DivisionCode;
  bank: string;
  bankName: string;
  format: BankFormatKey;
  hash: string;
  lineCount: number;
  sumFen: Fen;
  madeOn: PlainDate;
  resultBy: PlainDate;
}
export const bankFileColumns = sql`f.id, f.batch_id, f.county, f.bank, f.bank_name, f.format, f.hash, f.line_count, f.sum_fen, f.made_on, f.result_by`;

export const bankFilesOf = (tx: Tx, batchId: BatchId): Promise<BankFile[]> =>
  tx.rows<BankFile>(sql`select ${bankFileColumns} from bank_file f where f.batch_id = ${batchId} order by f.bank limit 100`);

export const findBankFile = (tx: Tx, id: BankFileId): Promise<BankFile | null> =>
  tx.maybe<BankFile>(sql`select ${bankFileColumns} from bank_file f where f.id = ${id}`);

const FILE_PAGE = 2_000;
type Written = Pick<BankFile, 'id' | 'format' | 'lineCount' | 'sumFen'>;

/**
 * The bytes of a file, page by page, from rows that never change once they are sent. Accounts are opened in a thread (a file of one page is
 * opened here: a thread takes longer to start): the server goes on serving meanwhile. `take` gets each piece with the persons in it; nothing else is
 * kept. Returns the SM3 of the file.
 */
export async function writeBankFile(
  tx: Tx,
  batch: Batch,
  written: Written,
  take: (bytes: Buffer, personIds: readonly string[]) => void,
): Promise<string> {
  const { money } = programmeOf(batch.programme);
  const { id, programme, county, month, payOn } = batch;
  const { lineCount: count, sumFen } = written;
  const file = bankFileWriter(templateOf(written.format), { batchId: id, programme, county, month, count, sumFen, payOn });
  const opener = count <= FILE_PAGE ? openHere(tx.keys) : startOpener(tx.keys.handles());
  const pageAfter = (no: number) =>
    tx.rows<FileRow>(sql`select l.no, l.id, l.person_id, l.amount_fen, l.month, a.id as account_id, a.account, a.holder, a.bank
      from payment_line l join payout_account a on a.id = l.account_id
      where l.batch_id = ${id} and l.no > ${no} and l.bank_file_id = ${written.id} order by l.no limit ${FILE_PAGE}`);
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
    const { bytes, hash } = file.end();
    take(bytes, []);
    return hash;
  } finally {
    await opener.stop();
  }
}

/** The last day for a result that is awaited from a day on: a bank has as many days as after the pay day of the batch. */
export function resultDayFrom(tx: Tx, { payOn, resultBy, county }: Batch, from: PlainDate): PlainDate {
  if (from <= payOn) return resultBy;
  let workdays = 1;
  while (tx.calendar.addWorkdays(payOn, workdays, county) < resultBy) workdays++;
  return tx.calendar.addWorkdays(from, workdays, county);
}

/**
 * Puts the files of a batch that is just being sent on record: each payable line goes into the file of its account's bank. The money of each file
 * leaves the special account by an entry of its own. The content of a file is made anew at each download and checked against its hash.
 */
export async function makeBankFiles(tx: Tx, batch: Batch): Promise<void> {
  const resultBy = resultDayFrom(tx, batch, tx.today);
  const banks = await agencyBanksOf(tx, batch.county);
  const opened = await tx.rows<{
    bank: string;
  }>(sql`select distinct a.bank from payment_line l join payout_account a on a.id = l.account_id
    where l.batch_id = ${batch.id} and l.state = 'pending' order by 1`);
  const files = new Map(banks.map((bank) => [bank.code, { bank, id: newId() as BankFileId }]));
  const into = opened.map(({ bank }) => files.get(agencyBankFor(banks, bank).code)!.id);
  const sent = await tx.run(sql`update payment_line l set state = 'sent', bank_file_id = f.id
    from payout_account a join unnest(${opened.map((o) => o.bank)}::text[], ${into}::uuid[]) f(bank, id) on f.bank = a.bank
    where l.batch_id = ${batch.id} and l.state = 'pending' and a.id = l.account_id`);
  if (sent !== batch.lineCount) throw new Error(`batch ${batch.id}: ${sent} of ${batch.lineCount} lines found their bank`);
  const sums = await tx.rows<{ id: BankFileId; lineCount: number; sumFen: Fen; newFen: Fen; againFen: Fen }>(sql`
    select bank_file_id as id, count(*)::int as line_count, sum(amount_fen)::bigint as sum_fen,
      coalesce(sum(amount_fen) filter (where kind <> 'reissue'), 0)::bigint as new_fen, coalesce(sum(amount_fen) filter (where kind = 'reissue'), 0)::bigint as again_fen
    from payment_line where batch_id = ${batch.id} and bank_file_id is not null group by bank_file_id order by bank_file_id`);
  for (const { id, lineCount, sumFen, newFen, againFen } of sums) {
    const { bank } = [...files.values()].find((file) => file.id === id)!;
    const hash = await writeBankFile(tx, batch, { id, format: bank.format, lineCount, sumFen }, () => {});
    await tx.run(sql`insert into bank_file (id, batch_id, county, bank, bank_name, format, hash, line_count, sum_fen, made_on, result_by, created_at, created_by)
      values (${id}, ${batch.id}, ${batch.county}, ${bank.code}, ${bank.name}, ${bank.format}, ${hash}, ${lineCount}, ${sumFen}, ${tx.today}, ${resultBy}, ${tx.now}, ${tx.actor.id})`);
    await postSent(tx, batch, { id, bankName: bank.name, newFen, againFen });
  }
}

const AUDIT_PERSONS = 1000;

/** A file for its bank, with clear accounts: for the county's finance clerk only, on record for every person in it. Needs a write transaction. */
export async function downloadBankFile(
  tx: Tx,
  id: BankFileId,
): Promise<
  Result<
    { name: string; bytes: Buffer; contentType: string; format: BankFormatKey; hash: string },
    'NOT_FOUND' | 'NOT_PERMITTED' | 'BANK_FILE_CHANGED'
  >
> {
  const file = await findBankFile(tx, id);
  const batch = file && (await findBatch(tx, file.batchId));
  if (!batch) return fail('NOT_FOUND');
  if (!isOneOf(tx.actor, ['finance-clerk']) || !ownsCounty(tx.actor, batch.county)) return fail('NOT_PERMITTED');
  const [pieces, personIds]: [Buffer[], string[]] = [[], []];
  const hash = await writeBankFile(tx, batch, file, (bytes, persons) => {
    pieces.push(bytes);
    for (const person of persons) personIds.push(person);
  });
  if (hash !== file.hash) return fail('BANK_FILE_CHANGED');
  for (let i = 0; i < personIds.length; i += AUDIT_PERSONS)
    await recordAudit(tx, {
      action: 'bank-file.exported',
      subject: { kind: 'payment-batch', id: batch.id },
      personIds: personIds.slice(i, i + AUDIT_PERSONS),
      division: batch.county,
      purpose: '送银行代发',
      detail: { hash, bank: file.bank },
    });
  const template = templateOf(file.format);
  const rows = Buffer.concat(pieces);
  const sheet = template.carrier === 'sheet';
  return ok({
    name: `${batch.programme}-${batch.county.slice(0, 6)}-${batch.month}-${batch.seq}-${file.bank}.${sheet ? 'xlsx' : 'txt'}`,
    bytes: sheet ? await packSheet(template, rows, { hash, title: programmeOf(batch.programme).zh }) : rows,
    contentType: sheet ? XLSX : `text/plain; charset=${template.charset.name}`,
    format: file.format,
    hash,
  });
}
