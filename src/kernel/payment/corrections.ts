/** The right account for a payment: one that the bank sent back, or one that waits because there is none or the bank's file cannot write it. */
import { sql } from '../../database/sql.ts';
import { isOneOf } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { inScope } from '../division/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../schema/index.ts';
import { type AccountOwner, recordPayoutAccount } from './accounts.ts';
import { accountHolds, type LineId, type LineState, lineStates, programmeOf } from './index.ts';
import { countyOf, issuePaper, paymentPapers, returnSlip } from './papers.ts';
import { payeeIn } from './payees.ts';

interface Payee {
  name: string;
  division: DivisionCode;
}

interface Line {
  entitlementId: string;
  personId: string;
  division: DivisionCode;
  state: LineState;
  holdCode: string | null;
  accountId: string | null;
}

/** The line says whom it is for; its account, whom it was paid to; without one, the payee of the entitlement. */
async function ownerOf(tx: Tx, lineId: LineId, line: Line): Promise<AccountOwner> {
  const paid = line.accountId
    ? await tx.one<{ personId: string | null; payeeId: string | null }>(
        sql`select person_id, payee_id from payout_account where id = ${line.accountId}`,
      )
    : await tx.maybe<{ personId: string | null; payeeId: string | null }>(sql`select e.person_id, e.payee_id from payment_line l
        cross join lateral (${payeeIn(sql`l.entitlement_id`, sql`l.month`)}) o join entitlement_payee e on e.entitlement_id = l.entitlement_id and e.owner_id = o.owner_id
        where l.id = ${lineId} order by e.no desc limit 1`);
  return paid?.payeeId ? { payeeId: paid.payeeId } : { personId: paid?.personId ?? line.personId };
}

/** 退票处理单: by the office of whoever corrected it. */
async function issueSlip(tx: Tx, of: { lineId: LineId; bank: string; number: string; holder: string }) {
  const row = await tx.one<{
    personId: string;
    division: DivisionCode;
    name: string | null;
    programme: string;
    month: YearMonth;
    amountFen: Fen;
    bankName: string;
    code: string;
    reason: string;
    returnedOn: PlainDate;
    oldLast4: string;
  }>(sql`select l.person_id, l.division, p.name, l.programme, l.month, l.amount_fen, coalesce(f.bank_name, '代发银行') as bank_name, r.code, r.reason, r.returned_on, l.account_last4 as old_last4
    from payment_line l join returned_payment r on r.line_id = l.id left join bank_file f on f.id = l.bank_file_id left join person p on p.id = l.person_id where l.id = ${of.lineId}`);
  const letter = returnSlip({
    ...row,
    name: row.name ?? '领款人',
    programmeZh: programmeOf(row.programme).zh,
    newBank: of.bank,
    newHolder: of.holder,
    newLast4: of.number.slice(-4),
    handledOn: tx.today,
    handledBy: tx.actor.name,
  });
  const at = tx.actor.role === 'township-clerk' && tx.actor.division ? tx.actor.division : countyOf(row.division);
  return issuePaper(tx, { kind: paymentPapers.returnSlip, letter, personId: row.personId, division: row.division, at });
}

/** From now on for every payment to the same owner; a returned line may be sent again, a waiting one is paid with its batch. */
export async function correctAccount(
  tx: Tx,
  correction: { lineId: LineId; bank: string; number: string; holder: string },
): Promise<
  Result<
    { lineId: LineId },
    'NOT_FOUND' | 'NOT_PERMITTED' | 'LINE_NOT_RETURNED' | 'ACCOUNT_OF_UNIT' | 'ACCOUNT_INVALID' | 'GLYPH_MISSING'
  >
> {
  if (!isOneOf(tx.actor, ['township-clerk', 'finance-clerk'])) return fail('NOT_PERMITTED');
  const { lineId, ...account } = correction;
  const line = await tx.maybe<Line>(
    sql`select entitlement_id, person_id, division, state, hold_code, account_id from payment_line where id = ${lineId} for update`,
  );
  if (!line) return fail('NOT_FOUND');
  const waits = line.state === 'on-hold' && accountHolds.some((code) => code === line.holdCode);
  if (line.state !== 'returned' && !waits) return fail('LINE_NOT_RETURNED', { state: lineStates[line.state] });
  const owner = await ownerOf(tx, lineId, line);
  const unit = owner.payeeId && (await tx.maybe<Payee>(sql`select name, division from payee where id = ${owner.payeeId}`));
  if (owner.payeeId && !(unit && inScope(unit.division, tx.actor.division ?? tx.city)))
    return fail('ACCOUNT_OF_UNIT', { name: unit?.name ?? '收款单位' });
  const recorded = await recordPayoutAccount(tx, { ...owner, division: unit?.division ?? line.division, ...account });
  if (!recorded.ok) return recorded;
  if (line.state === 'returned') {
    const slip = await issueSlip(tx, { lineId, ...account });
    if (!slip.ok) return slip;
    await tx.run(sql`update payment_line set state = 'corrected' where id = ${lineId}`);
    await tx.run(
      sql`update returned_payment set handled_at = ${tx.now}, handled_by = ${tx.actor.id}, handled_name = ${tx.actor.name}, account_id = ${recorded.value.id}, slip_id = ${slip.value.id} where line_id = ${lineId}`,
    );
  }
  await recordAudit(tx, {
    action: 'payment-line.account-corrected',
    subject: { kind: 'payment-line', id: lineId },
    personId: line.personId,
    division: line.division,
  });
  return ok({ lineId });
}
