/**
 * 备用金: the county advances money to a township, which spends it at once in an emergency and accounts for it afterwards. Every fen is a
 * ledger posting: source (county) → fund (township) → given. The database refuses a fund below zero.
 */

import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { findAccount, type LedgerAccount, openAccount, postEntry } from '../../../kernel/ledger/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { parametersOf, withParameters, yuan, yuanDigits } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { countyOf } from '../family/places.ts';
import { refillDue } from './rules.ts';

const townshipName = (tx: Tx, township: DivisionCode): string => tx.divisions.get(township)?.name ?? township;

const sourceOf = (tx: Tx, township: DivisionCode): Promise<LedgerAccount> =>
  openAccount(tx, {
    kind: 'reserve.source',
    division: countyOf({ division: township }),
    unit: 'fen',
    name: '临时救助备用金（县级专户）',
    // 专户的钱来自财政预算，在财政的账上；这里记拨出多少
    mayBeNegative: true,
  });

const fundKey = (township: DivisionCode) => ({ kind: 'reserve', division: township, unit: 'fen' }) as const;

/** Null where the county has not advanced anything yet. */
export const findReserve = (tx: Tx, township: DivisionCode): Promise<LedgerAccount | null> => findAccount(tx, fundKey(township));

/** What the township may still spend, for its villages too, which see nothing else of its account; null where nothing was advanced. */
export const reserveBalance = async (tx: Tx, township: DivisionCode): Promise<Fen | null> =>
  (await tx.one<{ balance: Fen | null }>(sql`select reserve_balance(${township}) as balance`)).balance;

const openReserve = (tx: Tx, township: DivisionCode): Promise<LedgerAccount> =>
  openAccount(tx, { ...fundKey(township), name: `${townshipName(tx, township)}临时救助备用金`, mayBeNegative: false });

const givenBy = (tx: Tx, township: DivisionCode): Promise<LedgerAccount> =>
  openAccount(tx, {
    kind: 'reserve.given',
    division: township,
    unit: 'fen',
    name: `${townshipName(tx, township)}备用金已救助`,
    mayBeNegative: false,
  });

/** The advance and the share below which a refill is due, of a township today. */
export async function reserveTerms(
  tx: Tx,
  township: DivisionCode,
): Promise<Result<{ initialFen: Fen; share: string; lineFen: Fen }, 'PARAM_MISSING'>> {
  return withParameters({ parameters: await parametersOf(tx), division: township, date: tx.today }, (read) => {
    const [initialFen, share] = [read.fen('RES-INIT'), read.ref('RES-REFILL').value];
    return { initialFen, share, lineFen: Math.ceil(initialFen * Number(share)) };
  });
}

async function moveIn(
  tx: Tx,
  given: { township: DivisionCode; amountFen: Fen; cause: string; note: string; reference: { kind: string; id: string } },
): Promise<string> {
  const [source, fund] = [await sourceOf(tx, given.township), await openReserve(tx, given.township)];
  const posted = await postEntry(tx, {
    cause: given.cause,
    note: given.note,
    reference: given.reference,
    postings: [
      { accountId: source.id, amount: -given.amountFen },
      { accountId: fund.id, amount: given.amountFen },
    ],
  });
  // The source may owe and both accounts lie in the county: what is left is a bug.
  if (!posted.ok) throw new Error(`reserve of ${given.township}: ${posted.code}`);
  return posted.value.id;
}

/** The first advance of a township (RES-INIT). */
export async function advanceReserve(
  tx: Tx,
  given: { township: DivisionCode; documentNo: string },
): Promise<Result<{ balanceFen: Fen }, 'NOT_FOUND' | 'PARAM_MISSING' | 'RESERVE_OPEN_ALREADY'>> {
  const { township } = given;
  if (tx.divisions.get(township)?.level !== 'township') return fail('NOT_FOUND');
  const terms = await reserveTerms(tx, township);
  if (!terms.ok) return terms;
  if (await findReserve(tx, township)) return fail('RESERVE_OPEN_ALREADY', { township: townshipName(tx, township) });
  await moveIn(tx, {
    township,
    amountFen: terms.value.initialFen,
    cause: `reserve.advance:${township}`,
    note: `首次拨付（${given.documentNo}）`,
    reference: { kind: 'division', id: township },
  });
  return ok({ balanceFen: terms.value.initialFen });
}

export interface Outlay {
  readonly caseId: string;
  readonly personId: string;
  readonly township: DivisionCode;
  readonly amountFen: Fen;
  readonly first: { readonly id: string; readonly name: string; readonly on: PlainDate };
  readonly receiptFile: string;
  readonly photoFile: string;
}

/** Money goes out for a case: two officers, a receipt, a photo. The second of two who spend the last money is told so. */
export async function payFromReserve(
  tx: Tx,
  outlay: Outlay,
): Promise<Result<{ balanceFen: Fen }, 'RESERVE_NOT_OPEN' | 'RESERVE_SHORT' | 'AID_SAME_OFFICER' | 'PARAM_MISSING'>> {
  const { township, amountFen, caseId } = outlay;
  if (isOwnHand(tx.actor, outlay.first.id, outlay.first.on)) return fail('AID_SAME_OFFICER');
  const fund = await findReserve(tx, township);
  if (!fund) return fail('RESERVE_NOT_OPEN');
  const given = await givenBy(tx, township);
  const posted = await postEntry(tx, {
    cause: `reserve.outlay:${caseId}`,
    note: '急难先行救助',
    reference: { kind: 'case', id: caseId },
    postings: [
      { accountId: fund.id, amount: -amountFen },
      { accountId: given.id, amount: amountFen },
    ],
  });
  const balanceFen = (await findReserve(tx, township))!.balance;
  if (!posted.ok) {
    if (posted.code !== 'LEDGER_BALANCE_SHORT') throw new Error(`outlay of case ${caseId}: ${posted.code}`);
    return fail('RESERVE_SHORT', { balance: yuanDigits(balanceFen), amount: yuanDigits(amountFen) });
  }
  await tx.run(sql`insert into reserve_outlay (id, case_id, township, person_id, amount_fen, first_by, first_name, second_by, second_name, receipt_file, photo_file, entry_id, at, day)
    values (${newId()}, ${caseId}, ${township}, ${outlay.personId}, ${amountFen}, ${outlay.first.id}, ${outlay.first.name}, ${tx.actor.id}, ${tx.actor.name},
      ${outlay.receiptFile}, ${outlay.photoFile}, ${posted.value.id}, ${tx.now}, ${tx.today})`);
  const terms = await reserveTerms(tx, township);
  if (!terms.ok) return terms;
  const due = refillDue(balanceFen, terms.value);
  if (due) await openRefill(tx, { township, balanceFen, amountFen: due.proposedFen });
  return ok({ balanceFen });
}

/** Opens a refill proposal unless one waits already; true when it was opened now. */
async function openRefill(tx: Tx, given: { township: DivisionCode; balanceFen: Fen; amountFen: Fen }): Promise<boolean> {
  const { township, balanceFen, amountFen } = given;
  const opened = await tx.run(sql`insert into reserve_refill (id, township, balance_fen, amount_fen, proposed_on, proposed_by)
    values (${newId()}, ${township}, ${balanceFen}, ${amountFen}, ${tx.today}, ${tx.actor.id})
    on conflict (township) where paid_on is null do nothing`);
  if (opened === 0) return false;
  await notify(tx, {
    to: { performer: 'finance-clerk', division: countyOf({ division: township }) },
    template: 'aid.refill',
    params: { township: townshipName(tx, township), balance: yuanDigits(balanceFen), amount: yuanDigits(amountFen) },
  });
  return true;
}

/** The township asks for more before the line is reached by itself: only when it is due. */
export async function proposeRefill(
  tx: Tx,
  township: DivisionCode,
): Promise<Result<{ amountFen: Fen }, 'RESERVE_NOT_OPEN' | 'RESERVE_ENOUGH' | 'RESERVE_REFILL_OPEN' | 'PARAM_MISSING'>> {
  const fund = await findReserve(tx, township);
  if (!fund) return fail('RESERVE_NOT_OPEN');
  const terms = await reserveTerms(tx, township);
  if (!terms.ok) return terms;
  const due = refillDue(fund.balance, terms.value);
  if (!due) return fail('RESERVE_ENOUGH', { balance: yuanDigits(fund.balance), line: yuanDigits(terms.value.lineFen) });
  const opened = await openRefill(tx, { township, balanceFen: fund.balance, amountFen: due.proposedFen });
  return opened ? ok({ amountFen: due.proposedFen }) : fail('RESERVE_REFILL_OPEN', { township: townshipName(tx, township) });
}

export async function payRefill(tx: Tx, id: string): Promise<Result<{ balanceFen: Fen }, 'NOT_FOUND'>> {
  const refill = await tx.maybe<{ township: DivisionCode; amountFen: Fen }>(
    sql`select township, amount_fen from reserve_refill where id = ${id} and paid_on is null for update`,
  );
  if (!refill) return fail('NOT_FOUND');
  const entryId = await moveIn(tx, {
    ...refill,
    cause: `reserve.refill:${id}`,
    note: '补充拨付',
    reference: { kind: 'reserve-refill', id },
  });
  await tx.run(
    sql`update reserve_refill set paid_on = ${tx.today}, paid_by = ${tx.actor.id}, entry_id = ${entryId} where id = ${id}`,
  );
  await notify(tx, {
    to: { performer: 'township-leader', division: refill.township },
    template: 'aid.refilled',
    params: { amount: yuanDigits(refill.amountFen) },
  });
  return ok({ balanceFen: (await findReserve(tx, refill.township))!.balance });
}

/** 年终结余: carried into the next year, or returned to the county. */
export async function closeYear(
  tx: Tx,
  given: { township: DivisionCode; year: number; choice: 'carry' | 'return' },
): Promise<Result<{ amountFen: Fen }, 'RESERVE_NOT_OPEN' | 'RESERVE_YEAR_NOT_OVER' | 'RESERVE_YEAR_DONE' | 'VERSION_CONFLICT'>> {
  const { township, year, choice } = given;
  if (tx.today <= (`${year}-12-31` as PlainDate)) return fail('RESERVE_YEAR_NOT_OVER', { year });
  const fund = await findReserve(tx, township);
  if (!fund) return fail('RESERVE_NOT_OPEN');
  const first = await tx.run(sql`insert into reserve_year_end (township, year, choice, amount_fen, decided_on, decided_by)
    values (${township}, ${year}, ${choice}, ${fund.balance}, ${tx.today}, ${tx.actor.id}) on conflict do nothing`);
  if (first === 0) return fail('RESERVE_YEAR_DONE', { township: townshipName(tx, township), year });
  if (choice === 'return' && fund.balance > 0) {
    const source = await sourceOf(tx, township);
    const posted = await postEntry(tx, {
      cause: `reserve.year-end:${township}:${year}`,
      note: `${year}年结余收回`,
      reference: { kind: 'division', id: township },
      postings: [
        { accountId: fund.id, amount: -fund.balance },
        { accountId: source.id, amount: fund.balance },
      ],
    });
    // Somebody spent in between.
    if (!posted.ok) return fail('VERSION_CONFLICT');
  }
  await recordAudit(tx, {
    action: `reserve.year-end.${choice}`,
    subject: { kind: 'ledger-account', id: fund.id },
    division: township,
    detail: { year, balance: yuan(fund.balance) },
  });
  return ok({ amountFen: fund.balance });
}
