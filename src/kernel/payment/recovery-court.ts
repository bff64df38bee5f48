/**
 * 申请人民法院强制执行 (5.14): the last step of a recovery. It begins after the limit for a voluntary return, when the debtor was urged in writing and still
 * does not pay (行政强制法 arts. 53, 54), and never while a reconsideration or a lawsuit about the benefit is open. What comes is booked as every receipt.
 */
import { z } from 'zod';
import { sql } from '../../database/sql.ts';
import { type Actor, isOneOf } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { longDate, plusDays } from '../calendar/index.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import { wholeParameter } from '../policy/server.ts';
import { type FieldProblem, fail, ok, type Result } from '../result/index.ts';
import { choice, type DivisionCode, type Id, type PlainDate, PlainDateText } from '../schema/index.ts';
import { type CourtResult, type CourtView, courtOpen, courtResults, type OverpaymentId } from './index.ts';
import { lockOverpayment, openFen, recoverers } from './overpayments.ts';

const URGE_DAYS = 'RECOVERY-URGE-DAYS';

export const CourtApplication = z.strictObject({
  urgedOn: PlainDateText,
  court: z.string().trim().min(4, '请写明法院全称').max(60, '不超过60字'),
  appliedOn: PlainDateText,
  number: z.string().trim().max(60, '不超过60字').default(''),
});
export const CourtOutcome = z.strictObject({
  result: choice(courtResults),
  resultOn: PlainDateText,
  document: z.string().trim().min(2, '请填写裁定书或者通知书的文号').max(60, '不超过60字'),
});

/** An open reconsideration or lawsuit about the benefit of debt `o`: a decision behind one of its versions, or another of the household. */
const appealed = sql`exists (select from decision_appeal a where a.result is null and (
    a.case_id in (select d.case_id from entitlement_version w join decision d on d.id = w.decision_id where w.entitlement_id = o.entitlement_id)
    or a.case_id in (select c.id from service_case c where c.household_id = o.household_id)))`;

/** The last application of debt `o`, as one column. */
export const courtColumn = sql`(select jsonb_build_object('id', t.id, 'court', t.court, 'number', t.number, 'appliedOn', t.applied_on, 'result', t.result,
    'resultOn', t.result_on, 'resultNote', t.result_document, 'appealed', ${appealed})
  from court_application t where t.overpayment_id = o.id order by t.recorded_at desc, t.id desc limit 1)`;

export type CourtRow = Omit<CourtView, 'resultZh' | 'open' | 'suspended'> & { readonly appealed: boolean };

export function courtView({ appealed: isAppealed, ...row }: CourtRow): CourtView {
  const open = courtOpen(row.result);
  return { ...row, resultZh: row.result && courtResults[row.result], open, suspended: open && isAppealed };
}

type ApplyError =
  | 'NOT_FOUND'
  | 'NOT_PERMITTED'
  | 'VERSION_CONFLICT'
  | 'OVERPAYMENT_SETTLED'
  | 'COURT_TOO_EARLY'
  | 'COURT_NOT_URGED'
  | 'COURT_APPEAL_OPEN'
  | 'COURT_OPEN_ALREADY'
  | 'PARAM_MISSING'
  | 'INVALID_INPUT';

/** Records the application; it becomes the way of recovery and ends the former (nothing is offset any more). */
export function applyToCourt(
  context: Context,
  actor: Actor,
  command: z.infer<typeof CourtApplication> & { id: OverpaymentId; version: number; requestId: string },
): Promise<Result<{ id: string }, ApplyError | 'REQUEST_REUSED'>> {
  const { requestId, ...body } = command;
  return context.once(
    actor,
    { action: 'payment.court', requestId, body },
    async (tx): Promise<Result<{ id: string }, ApplyError>> => {
      if (!isOneOf(actor, recoverers)) return fail('NOT_PERMITTED');
      const debt = await lockOverpayment(tx, command.id);
      if (!debt) return fail('NOT_FOUND');
      if (debt.version !== command.version) return fail('VERSION_CONFLICT');
      const open = openFen(debt);
      if (open === 0) return fail('OVERPAYMENT_SETTLED');
      const { returnBy, suspended } = await tx.one<{ returnBy: PlainDate; suspended: boolean }>(
        sql`select o.return_by, ${appealed} as suspended from overpayment o where o.id = ${debt.id}`,
      );
      const problems: FieldProblem[] = [];
      if (command.appliedOn > tx.today) problems.push({ path: 'appliedOn', message: '不能晚于今天' });
      if (command.urgedOn <= returnBy)
        problems.push({ path: 'urgedOn', message: `应在主动退回的期限（${longDate(returnBy)}）以后` });
      if (tx.today <= returnBy) return fail('COURT_TOO_EARLY', { returnBy: longDate(returnBy) });
      if (problems.length > 0) return fail('INVALID_INPUT', { count: problems.length }, problems);
      const days = await wholeParameter(tx, URGE_DAYS, debt.division, command.appliedOn);
      if (!days.ok) return days;
      const earliest = plusDays(command.urgedOn, days.value + 1);
      if (command.appliedOn < earliest)
        return fail('COURT_NOT_URGED', { days: days.value, urgedOn: longDate(command.urgedOn), earliest: longDate(earliest) }, [
          { path: 'appliedOn', message: `最早${longDate(earliest)}` },
        ]);
      if (suspended) return fail('COURT_APPEAL_OPEN');
      const id = newId();
      const { court, number, urgedOn, appliedOn } = command;
      const written =
        await tx.run(sql`insert into court_application (id, overpayment_id, person_id, division, court, number, urged_on, applied_on, open_fen, recorded_at, recorded_by, recorded_name)
        values (${id}, ${debt.id}, ${debt.personId}, ${debt.division}, ${court}, ${number}, ${urgedOn}, ${appliedOn}, ${open}, ${tx.now}, ${actor.id}, ${actor.name})
        on conflict do nothing`);
      if (written === 0) return fail('COURT_OPEN_ALREADY', { court });
      await tx.run(sql`update recovery_plan set ended_at = ${tx.now} where overpayment_id = ${debt.id} and ended_at is null`);
      await tx.run(sql`insert into recovery_plan (id, overpayment_id, person_id, division, method, made_at, made_by, made_name)
        values (${newId()}, ${debt.id}, ${debt.personId}, ${debt.division}, 'court', ${tx.now}, ${actor.id}, ${actor.name})`);
      await tx.run(sql`update overpayment set version = version + 1 where id = ${debt.id}`);
      await note(tx, 'overpayment.court-applied', debt, { court, appliedOn });
      return ok({ id });
    },
  );
}

type OutcomeError = 'NOT_FOUND' | 'NOT_PERMITTED' | 'COURT_CLOSED' | 'INVALID_INPUT';

/** What the court answered: enforcement granted goes on until it is finished; every other result ends the application. */
export function recordCourtResult(
  context: Context,
  actor: Actor,
  command: z.infer<typeof CourtOutcome> & { id: string; requestId: string },
): Promise<Result<{ open: boolean }, OutcomeError | 'REQUEST_REUSED'>> {
  const { requestId, ...body } = command;
  return context.once(
    actor,
    { action: 'payment.court-result', requestId, body },
    async (tx): Promise<Result<{ open: boolean }, OutcomeError>> => {
      if (!isOneOf(actor, recoverers)) return fail('NOT_PERMITTED');
      const row = await tx.maybe<{
        overpaymentId: OverpaymentId;
        personId: Id<'Person'>;
        division: DivisionCode;
        appliedOn: PlainDate;
        result: CourtResult | null;
      }>(
        sql`select overpayment_id, person_id, division, applied_on, result from court_application where id = ${command.id} for update`,
      );
      if (!row) return fail('NOT_FOUND');
      if (!courtOpen(row.result) || row.result === command.result) return fail('COURT_CLOSED');
      const message =
        command.resultOn > tx.today
          ? '不能晚于今天'
          : command.resultOn < row.appliedOn
            ? `不能早于申请的${longDate(row.appliedOn)}`
            : null;
      if (message) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'resultOn', message }]);
      await tx.run(sql`update court_application set result = ${command.result}, result_on = ${command.resultOn}, result_document = ${command.document},
          resulted_at = ${tx.now}, resulted_by = ${actor.id} where id = ${command.id}`);
      await note(tx, 'overpayment.court-resulted', { ...row, id: row.overpaymentId }, { result: command.result });
      return ok({ open: courtOpen(command.result) });
    },
  );
}

const note = (
  tx: Tx,
  action: 'overpayment.court-applied' | 'overpayment.court-resulted',
  debt: { readonly id: OverpaymentId; readonly personId: Id<'Person'>; readonly division: DivisionCode },
  detail: Record<string, unknown>,
): Promise<void> =>
  recordAudit(tx, {
    action,
    subject: { kind: 'overpayment', id: debt.id },
    personId: debt.personId,
    division: debt.division,
    detail,
  });
