/** How an overpayment comes back: by itself, in instalments, kept back from what is paid, or not at all. */
import { sql } from '../../database/sql.ts';
import { type Actor, isOneOf, isOwnHand } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { monthAfter } from '../calendar/index.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import { bindFiles } from '../document/server.ts';
import { yuanDigits } from '../policy/index.ts';
import { wholeParameter } from '../policy/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { Fen } from '../schema/index.ts';
import { type OverpaymentId, offsetLimit, plannedMethods, type RecoveryMethod } from './index.ts';
import { type Debt, lockOverpayment, OFFSET_PERCENT, openFen, recoverers, underWay } from './overpayments.ts';
import { postWriteOff } from './postings.ts';
import { warrantOf } from './warrants.ts';

export interface NewPlan {
  id: OverpaymentId;
  version: number;
  method: RecoveryMethod;
  monthlyFen?: Fen | undefined;
  consentFile?: string | undefined;
  minutes?: string | undefined;
  requestId: string;
}
type PlanError =
  | 'NOT_FOUND'
  | 'NOT_PERMITTED'
  | 'VERSION_CONFLICT'
  | 'OVERPAYMENT_SETTLED'
  | 'OFFSET_CONSENT'
  | 'OFFSET_TOO_MUCH'
  | 'OFFSET_NOT_PAID'
  | 'OFFSET_UNDER_WAY'
  | 'WRITE_OFF_COUNTY'
  | 'WRITE_OFF_OWN'
  | 'MINUTES_MISSING'
  | 'WRITE_OFF_NO_MINUTES'
  | 'PARAM_MISSING'
  | 'INVALID_INPUT'
  | 'FILE_NOT_AVAILABLE';

async function mayOffset(tx: Tx, row: Debt, plan: NewPlan): Promise<Result<null, PlanError>> {
  if (!plan.consentFile) return fail('OFFSET_CONSENT');
  const paying = await tx.maybe<{ fen: Fen; caseId: string | null }>(sql`select v.amount_fen as fen,
      (select d.case_id from entitlement_version w join decision d on d.id = w.decision_id where w.entitlement_id = e.id order by w.no desc limit 1) as case_id
    from entitlement e cross join lateral (select amount_fen from entitlement_version where entitlement_id = e.id order by no desc limit 1) v
    where e.id = ${row.entitlementId} and e.state = 'active'`);
  if (!paying) return fail('OFFSET_NOT_PAID');
  const percent = await wholeParameter(tx, OFFSET_PERCENT, row.division, tx.today);
  if (!percent.ok) return percent;
  const most = offsetLimit(paying.fen, percent.value);
  if (!plan.monthlyFen || plan.monthlyFen > most)
    return fail('OFFSET_TOO_MUCH', { percent: percent.value, most: yuanDigits(most) });
  if (!paying.caseId) return fail('OFFSET_CONSENT');
  return bindFiles(tx, [plan.consentFile], { caseId: paying.caseId, personId: row.personId, division: row.division });
}

/** How the rest comes back. One plan at a time: a new one ends the former. Writing off needs the county's minutes. */
/** How this actor may have money come back: what nobody will ever pay is written off by the county alone. */
export const methodsOf = (actor: Pick<Actor, 'role' | 'duty'>): RecoveryMethod[] =>
  plannedMethods.filter((method) => method !== 'write-off' || isOneOf(actor, ['county-leader']));

export function planRecovery(
  context: Context,
  actor: Actor,
  command: NewPlan,
): Promise<Result<{ openFen: Fen }, PlanError | 'REQUEST_REUSED'>> {
  const { requestId, ...body } = command;
  return context.once(
    actor,
    { action: 'payment.recovery-plan', requestId, body },
    async (tx): Promise<Result<{ openFen: Fen }, PlanError>> => {
      if (!isOneOf(actor, recoverers)) return fail('NOT_PERMITTED');
      if (!methodsOf(actor).includes(command.method)) return fail('WRITE_OFF_COUNTY');
      const row = await lockOverpayment(tx, command.id);
      if (!row) return fail('NOT_FOUND');
      if (row.version !== command.version) return fail('VERSION_CONFLICT');
      const open = openFen(row);
      if (open === 0) return fail('OVERPAYMENT_SETTLED');
      const minutes = command.minutes?.trim() ?? '';
      if (command.method === 'write-off') {
        if (isOwnHand(actor, row.openedBy, row.openedOn)) return fail('WRITE_OFF_OWN');
        if (minutes.length < 6) return fail('MINUTES_MISSING');
        const warrant = await warrantOf(row.programme)?.(tx, {
          overpaymentId: row.id,
          personId: row.personId,
          minutes,
          openFen: open,
        });
        if (warrant && !warrant.ok) return warrant;
      }
      if (command.method === 'instalments' && !command.monthlyFen)
        return fail('INVALID_INPUT', { count: 1 }, [{ path: 'monthlyFen', message: '请填写每月退回多少' }]);
      if (command.method === 'offset') {
        const may = await mayOffset(tx, row, command);
        if (!may.ok) return may;
      }
      const writtenOff = command.method === 'write-off' ? open - (await underWay(tx, row.id)) : 0;
      if (command.method === 'write-off' && writtenOff === 0) return fail('OFFSET_UNDER_WAY', { open: yuanDigits(open) });
      const byMonth = command.method === 'offset' || command.method === 'instalments';
      await tx.run(sql`update recovery_plan set ended_at = ${tx.now} where overpayment_id = ${row.id} and ended_at is null`);
      await tx.run(sql`insert into recovery_plan (id, overpayment_id, person_id, division, method, monthly_fen, from_month, consent_file, minutes, made_at, made_by, made_name, ended_at)
      values (${newId()}, ${row.id}, ${row.personId}, ${row.division}, ${command.method}, ${byMonth ? command.monthlyFen! : null}, ${byMonth ? monthAfter(tx.today) : null},
        ${command.method === 'offset' ? command.consentFile! : null}, ${command.method === 'write-off' ? minutes : null}, ${tx.now}, ${actor.id}, ${actor.name},
        ${command.method === 'write-off' ? tx.now : null})`);
      if (writtenOff > 0) await postWriteOff(tx, row, writtenOff);
      await tx.run(
        sql`update overpayment set written_off_fen = written_off_fen + ${writtenOff}, version = version + 1 where id = ${row.id}`,
      );
      await recordAudit(tx, {
        action: `overpayment.plan.${command.method}`,
        subject: { kind: 'overpayment', id: row.id },
        personId: row.personId,
        division: row.division,
        detail: { openFen: open },
      });
      return ok({ openFen: open - writtenOff });
    },
  );
}
