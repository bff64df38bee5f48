/**
 * 骗取罚款 (5.14): beside the recovery, for what was obtained by hiding the truth. The county decides after it has heard the person; the amount is within
 * the lighter of the rules of then and now. What comes in is receipted and posted; it is no part of the recovery.
 */
import { sql } from '../../database/sql.ts';
import { type Actor, isOneOf, isOwnHand, type Performer } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { plusDays } from '../calendar/index.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import { bindFiles } from '../document/server.ts';
import { notify } from '../notice/server.ts';
import { yuanDigits } from '../policy/index.ts';
import { parametersOf, wholeParameter } from '../policy/server.ts';
import { fail, ok, type Result, wrong } from '../result/index.ts';
import type { DivisionCode, Fen, Id, PlainDate } from '../schema/index.ts';
import { fineCap } from './fine-cap.ts';
import { type FineId, type OverpaymentClass, type OverpaymentId, programmeOf } from './index.ts';
import { addressOf, countyOf, fineDecision, issuePaper, paymentPapers } from './papers.ts';
import { postFine, postFineReceipt } from './postings.ts';

const PAY_DAYS = 'FINE-PAY-DAYS';
export const finers: readonly Performer[] = ['county-leader'];

interface Debt {
  id: OverpaymentId;
  programme: string;
  personId: Id<'Person'>;
  division: DivisionCode;
  amountFen: Fen;
  classification: OverpaymentClass;
  /** Who confirmed it and called it fraud. */
  openedBy: string;
  openedOn: PlainDate;
  version: number;
}

export interface NewFine {
  id: OverpaymentId;
  version: number;
  /** What was hidden, since when. */
  facts: string;
  /** The last day on which the truth was hidden. */
  conductTo: PlainDate;
  amountFen: Fen;
  heardOn: PlainDate;
  /** What the person said. */
  statement: string;
  /** The signed record of the hearing. */
  hearingFile: string;
  requestId: string;
}
type FineError =
  | 'NOT_FOUND'
  | 'NOT_PERMITTED'
  | 'VERSION_CONFLICT'
  | 'FINE_ONLY_FRAUD'
  | 'FINE_OWN'
  | 'FINE_NO_LAW'
  | 'FINE_ALREADY'
  | 'FINE_TOO_MUCH'
  | 'PARAM_MISSING'
  | 'INVALID_INPUT'
  | 'FILE_NOT_AVAILABLE'
  | 'GLYPH_MISSING';

/** What a fine on a debt may come to if it is decided today. */
async function capOf(tx: Tx, debt: Debt, conductTo: PlainDate) {
  const { fine } = programmeOf(debt.programme);
  if (!fine) return fail('FINE_NO_LAW', { programme: programmeOf(debt.programme).zh });
  const parameters = await parametersOf(tx);
  const asked = { gainFen: debt.amountFen, division: debt.division, key: fine.cap };
  const cap = fineCap({ ...asked, conductOn: conductTo, decidedOn: tx.today }, parameters);
  if (!cap.ok) return cap;
  const alone = fineCap({ ...asked, conductOn: tx.today, decidedOn: tx.today }, parameters);
  const then = fineCap({ ...asked, conductOn: conductTo, decidedOn: conductTo }, parameters);
  const differ = alone.ok && then.ok && alone.value.times !== then.value.times;
  return ok({ ...cap.value, law: fine.law, lighterOfTwo: differ });
}

/** Decides a fine: for fraud only, once, after the hearing, within the cap; the decision on paper goes to the person. */
export function decideFine(
  context: Context,
  actor: Actor,
  command: NewFine,
): Promise<Result<{ id: FineId; documentId: string }, FineError | 'REQUEST_REUSED'>> {
  const { requestId, ...body } = command;
  return context.once(
    actor,
    { action: 'payment.fine', requestId, body },
    async (tx): Promise<Result<{ id: FineId; documentId: string }, FineError>> => {
      if (!isOneOf(actor, finers)) return fail('NOT_PERMITTED');
      const debt = await tx.maybe<Debt>(
        sql`select id, programme, person_id, division, amount_fen, classification, opened_by, opened_on, version from overpayment where id = ${command.id} for update`,
      );
      if (!debt) return fail('NOT_FOUND');
      if (debt.version !== command.version) return fail('VERSION_CONFLICT');
      if (debt.classification !== 'fraud') return fail('FINE_ONLY_FRAUD');
      if (isOwnHand(actor, debt.openedBy, debt.openedOn)) return fail('FINE_OWN');
      if (await tx.maybe(sql`select 1 from recovery_fine where overpayment_id = ${debt.id}`)) return fail('FINE_ALREADY');
      if (command.heardOn > tx.today) return wrong('heardOn', '听取日期不能晚于今天');
      if (command.conductTo > tx.today) return wrong('conductTo', '行为终了的日期不能晚于今天');
      const cap = await capOf(tx, debt, command.conductTo);
      if (!cap.ok) return cap;
      const { capFen, times, law, lighterOfTwo } = cap.value;
      if (command.amountFen > capFen)
        return fail('FINE_TOO_MUCH', { cap: yuanDigits(capFen), gain: yuanDigits(debt.amountFen), times });
      const days = await wholeParameter(tx, PAY_DAYS, debt.division, tx.today);
      if (!days.ok) return days;
      const id: FineId = newId();
      const payBy = plusDays(tx.today, days.value);
      const { facts, conductTo, amountFen, heardOn, statement, hearingFile } = command;
      const letter = fineDecision({
        ...(await addressOf(tx, debt)),
        programmeZh: programmeOf(debt.programme).zh,
        gainFen: debt.amountFen,
        ...{ facts, conductTo, amountFen, heardOn, statement, law, lighterOfTwo, capFen, payBy, capTimes: times },
      });
      const paper = await issuePaper(tx, { ...debt, kind: paymentPapers.fineDecision, letter });
      if (!paper.ok) return paper;
      const bound = await bindFiles(tx, [hearingFile], { caseId: id, personId: debt.personId, division: debt.division });
      if (!bound.ok) return bound;
      await tx.run(sql`insert into recovery_fine (id, overpayment_id, person_id, division, gain_fen, conduct_to, cap_times, cap_fen, amount_fen, heard_on, hearing_file, pay_by, document_id, decided_on, decided_at, decided_by, decided_name)
        values (${id}, ${debt.id}, ${debt.personId}, ${debt.division}, ${debt.amountFen}, ${conductTo}, ${times}, ${capFen}, ${amountFen}, ${heardOn}, ${hearingFile}, ${payBy}, ${paper.value.id},
          ${tx.today}, ${tx.now}, ${actor.id}, ${actor.name})`);
      await tx.run(sql`update overpayment set version = version + 1 where id = ${debt.id}`);
      await postFine(tx, { ...debt, id }, amountFen);
      await recordAudit(tx, {
        action: 'overpayment.fined',
        subject: { kind: 'overpayment', id: debt.id },
        personId: debt.personId,
        division: debt.division,
        detail: { amountFen, capFen, capTimes: times },
      });
      await notify(tx, {
        to: { personId: debt.personId },
        template: 'payment.fined',
        params: { amount: yuanDigits(amountFen), date: payBy },
      });
      return ok({ id, documentId: paper.value.id });
    },
  );
}

export interface FineReceipt {
  id: FineId;
  version: number;
  amountFen: Fen;
  receivedOn: PlainDate;
  voucher: string;
  requestId: string;
}
type ReceiptError =
  | 'NOT_FOUND'
  | 'NOT_PERMITTED'
  | 'VERSION_CONFLICT'
  | 'FINE_SETTLED'
  | 'RECEIPT_TOO_MUCH'
  | 'VOUCHER_USED'
  | 'INVALID_INPUT';

/** Money paid on a fine, by its voucher; the same voucher counts once in a county, for fines and recoveries together. */
export function recordFineReceipt(
  context: Context,
  actor: Actor,
  command: FineReceipt,
): Promise<Result<{ openFen: Fen }, ReceiptError | 'REQUEST_REUSED'>> {
  const { requestId, ...body } = command;
  return context.once(
    actor,
    { action: 'payment.fine-receipt', requestId, body },
    async (tx): Promise<Result<{ openFen: Fen }, ReceiptError>> => {
      if (!isOneOf(actor, ['finance-clerk'])) return fail('NOT_PERMITTED');
      const fine = await tx.maybe<{
        overpaymentId: OverpaymentId;
        programme: string;
        personId: Id<'Person'>;
        division: DivisionCode;
        openFen: Fen;
        version: number;
      }>(sql`select f.overpayment_id, o.programme, f.person_id, f.division, f.amount_fen - f.received_fen as open_fen, f.version
        from recovery_fine f join overpayment o on o.id = f.overpayment_id where f.id = ${command.id} for update of f`);
      if (!fine) return fail('NOT_FOUND');
      if (fine.version !== command.version) return fail('VERSION_CONFLICT');
      if (command.receivedOn > tx.today) return wrong('receivedOn', '缴款日期不能晚于今天');
      if (fine.openFen === 0) return fail('FINE_SETTLED');
      if (command.amountFen > fine.openFen) return fail('RECEIPT_TOO_MUCH', { open: yuanDigits(fine.openFen) });
      const id = newId();
      const written =
        await tx.run(sql`insert into recovery_receipt (id, overpayment_id, fine_id, person_id, division, county, way, amount_fen, received_on, voucher, recorded_at, recorded_by)
        values (${id}, ${fine.overpaymentId}, ${command.id}, ${fine.personId}, ${fine.division}, ${countyOf(fine.division)}, 'fine', ${command.amountFen}, ${command.receivedOn}, ${command.voucher}, ${tx.now}, ${actor.id})
        on conflict do nothing`);
      if (written === 0) return fail('VOUCHER_USED', { voucher: command.voucher });
      await tx.run(
        sql`update recovery_fine set received_fen = received_fen + ${command.amountFen}, version = version + 1 where id = ${command.id}`,
      );
      await postFineReceipt(
        tx,
        { id: command.id, programme: fine.programme, division: fine.division },
        { id, fen: command.amountFen },
      );
      await recordAudit(tx, {
        action: 'overpayment.fine-received',
        subject: { kind: 'overpayment', id: fine.overpaymentId },
        personId: fine.personId,
        division: fine.division,
        detail: { amountFen: command.amountFen },
      });
      return ok({ openFen: fine.openFen - command.amountFen });
    },
  );
}
