/** 履约 → 验收 → 付款申请 → 绩效评价: the life of a contract that is paid in parts. */
import { z } from 'zod';
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { bindFiles } from '../document/server.ts';
import { emit } from '../event/server.ts';
import { notify } from '../notice/server.ts';
import { wholeParameter } from '../policy/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { BankAccount, type DivisionCode, type Fen, FileRef, type PlainDate } from '../schema/index.ts';
import { type ContractState, contractStates, type MilestoneState, milestoneStates, scoreOf, scoreParts } from './index.ts';

const words = (label: string, max = 300) =>
  z.string().trim().min(4, '请至少填写4个字').max(max, `不超过${max}个字`).meta({ label, widget: 'textarea' });
const part = (key: keyof typeof scoreParts) =>
  z
    .int('请填写整数')
    .min(0, '不能小于0')
    .max(scoreParts[key][1], `不能大于${scoreParts[key][1]}`)
    .meta({ label: `${scoreParts[key][0]}（${scoreParts[key][1]}分）` });

export const Acceptance = z.strictObject({
  note: words('验收意见').meta({ label: '验收意见', help: '做了多少、做得怎样，凭什么材料', widget: 'textarea' }),
});
export const PaymentRequest = z.strictObject({
  invoiceNo: z
    .string()
    .trim()
    .regex(/^\d{8,20}$/, '发票号码是8至20位数字')
    .meta({ label: '发票号码' }),
  invoice: FileRef.meta({ label: '发票', widget: 'file', paper: 'invoice' }),
  bank: z.string().trim().min(4, '请填写开户行').max(60).meta({ label: '开户行' }),
  account: BankAccount.meta({ label: '收款账号', protect: true, help: '须是本机构的对公账户' }),
});
export const Scoring = z.strictObject({
  quality: part('quality'),
  amount: part('amount'),
  satisfaction: part('satisfaction'),
  compliance: part('compliance'),
});
export const Breach = z.strictObject({ reason: words('违约的情况') });

export interface Contract {
  id: string;
  no: string;
  programmeId: string;
  providerId: string;
  division: DivisionCode;
  state: ContractState;
  score: number | null;
}
export interface Milestone {
  id: string;
  contractId: string;
  providerId: string;
  division: DivisionCode;
  no: number;
  name: string;
  amountFen: Fen;
  state: MilestoneState;
  dueOn: PlainDate;
  bank: string | null;
  account: Buffer | null;
}

const accountPlace = (id: string): string => `contract_milestone.account:${id}`;
export const milestoneAccount = (tx: Tx, milestone: Pick<Milestone, 'id' | 'account'>): string =>
  tx.keys.open(milestone.account!, accountPlace(milestone.id));

/** The contract first, then the milestone: everybody locks in this order. */
export async function lockMilestone(tx: Tx, id: string): Promise<{ contract: Contract; milestone: Milestone } | null> {
  const contract =
    await tx.maybe<Contract>(sql`select id, no, programme_id, provider_id, division, state, score from service_contract
    where id = (select contract_id from contract_milestone where id = ${id}) for update`);
  const milestone =
    contract &&
    (await tx.maybe<Milestone>(sql`select id, contract_id, provider_id, division, no, name, amount_fen, state, due_on, bank, account
    from contract_milestone where id = ${id} for update`));
  return milestone ? { contract, milestone } : null;
}

const lockContract = (tx: Tx, id: string): Promise<Contract | null> =>
  tx.maybe<Contract>(
    sql`select id, no, programme_id, provider_id, division, state, score from service_contract where id = ${id} for update`,
  );

type MoveRefusal = 'NOT_FOUND' | 'CONTRACT_STATE' | 'MILESTONE_MOVE';

async function movable(
  tx: Tx,
  id: string,
  from: MilestoneState,
): Promise<Result<{ contract: Contract; milestone: Milestone }, MoveRefusal>> {
  const found = await lockMilestone(tx, id);
  if (!found) return fail('NOT_FOUND');
  if (found.contract.state === 'breached') return fail('CONTRACT_STATE', { state: contractStates.breached });
  const { state } = found.milestone;
  return state === from ? ok(found) : fail('MILESTONE_MOVE', { state: milestoneStates[state] });
}

/** 验收: the last part is the final acceptance, so it comes after the others. */
export async function acceptMilestone(
  tx: Tx,
  id: string,
  { note }: z.infer<typeof Acceptance>,
): Promise<Result<null, MoveRefusal | 'MILESTONE_ORDER'>> {
  const found = await movable(tx, id, 'open');
  if (!found.ok) return found;
  const { contract, milestone } = found.value;
  const rest = await tx.one<{
    later: number;
    before: number;
  }>(sql`select count(*) filter (where no > ${milestone.no})::int as later,
      count(*) filter (where no < ${milestone.no} and state = 'open')::int as before from contract_milestone where contract_id = ${contract.id}`);
  if (rest.later === 0 && rest.before > 0) return fail('MILESTONE_ORDER', { count: rest.before });
  await tx.run(
    sql`update contract_milestone set state = 'accepted', accepted_on = ${tx.today}, accepted_by = ${tx.actor.id}, accepted_name = ${tx.actor.name}, acceptance = ${note} where id = ${id}`,
  );
  await recordAudit(tx, {
    action: 'contract.milestone-accepted',
    subject: { kind: 'contract-milestone', id },
    division: contract.division,
    detail: { contract: contract.no, milestone: milestone.no },
  });
  return ok(null);
}

/** The provider asks to be paid for a part that was accepted. */
export async function requestPayment(
  tx: Tx,
  id: string,
  given: z.infer<typeof PaymentRequest>,
): Promise<Result<{ answerBy: PlainDate }, MoveRefusal | 'INVOICE_USED' | 'FILE_NOT_AVAILABLE' | 'PARAM_MISSING'>> {
  const found = await movable(tx, id, 'accepted');
  if (!found.ok) return found;
  const { contract, milestone } = found.value;
  if (milestone.providerId !== tx.actor.unitId) return fail('NOT_FOUND');
  const days = await wholeParameter(tx, 'PURCHASE-PAY-DAYS', contract.division, tx.today);
  if (!days.ok) return days;
  const used = await tx.maybe(
    sql`select 1 as yes from contract_milestone where provider_id = ${milestone.providerId} and invoice_no = ${given.invoiceNo}`,
  );
  if (used) return fail('INVOICE_USED', { no: given.invoiceNo }, [{ path: 'invoiceNo', message: '已经用过，请核对' }]);
  const bound = await bindFiles(tx, [given.invoice], { caseId: id, personId: null, division: contract.division });
  if (!bound.ok) return bound;
  const answerBy = tx.calendar.addWorkdays(tx.today, days.value, contract.division);
  await tx.run(sql`update contract_milestone set state = 'requested', requested_on = ${tx.today}, requested_by = ${tx.actor.id}, requested_name = ${tx.actor.name},
    invoice_no = ${given.invoiceNo}, invoice = ${given.invoice}, bank = ${given.bank}, account = ${tx.keys.seal(given.account, accountPlace(id))}, answer_by = ${answerBy}
    where id = ${id}`);
  await recordAudit(tx, {
    action: 'contract.payment-requested',
    subject: { kind: 'contract-milestone', id },
    division: contract.division,
  });
  await notify(tx, {
    to: { performer: 'finance-clerk', division: contract.division },
    template: 'contract.payment-requested',
    params: { contract: contract.no, milestone: milestone.name, date: answerBy },
  });
  return ok({ answerBy });
}

/** Told by whoever has transferred the money; back again where the bank returned it. */
export const markPaid = (tx: Tx, milestoneId: string, on: PlainDate | null): Promise<number> =>
  tx.run(
    sql`update contract_milestone set state = ${on === null ? 'requested' : 'paid'}, paid_on = ${on} where id = ${milestoneId} and state = ${on === null ? 'paid' : 'requested'}`,
  );

/** 绩效评价 after the final acceptance ends the contract. */
export async function scoreContract(
  tx: Tx,
  id: string,
  given: z.infer<typeof Scoring>,
): Promise<Result<{ score: number }, 'NOT_FOUND' | 'CONTRACT_STATE' | 'CONTRACT_SCORED' | 'CONTRACT_MILESTONES_OPEN'>> {
  const contract = await lockContract(tx, id);
  if (!contract) return fail('NOT_FOUND');
  if (contract.score !== null) return fail('CONTRACT_SCORED', { score: contract.score });
  if (contract.state === 'breached') return fail('CONTRACT_STATE', { state: contractStates.breached });
  const { open } = await tx.one<{ open: number }>(
    sql`select count(*)::int as open from contract_milestone where contract_id = ${id} and state = 'open'`,
  );
  if (open > 0) return fail('CONTRACT_MILESTONES_OPEN', { count: open });
  const score = scoreOf(given);
  await tx.run(sql`update service_contract set quality = ${given.quality}, amount = ${given.amount}, satisfaction = ${given.satisfaction}, compliance = ${given.compliance},
    score = ${score}, scored_on = ${tx.today}, scored_name = ${tx.actor.name}, state = 'finished', ended_on = ${tx.today} where id = ${id}`);
  await recordAudit(tx, {
    action: 'contract.scored',
    subject: { kind: 'service-contract', id },
    division: contract.division,
    detail: { ...given, score },
  });
  return ok({ score });
}

/** 违约: what is not yet accepted will be neither accepted nor paid. */
export async function breachContract(
  tx: Tx,
  id: string,
  { reason }: z.infer<typeof Breach>,
): Promise<Result<null, 'NOT_FOUND' | 'CONTRACT_STATE'>> {
  const contract = await lockContract(tx, id);
  if (!contract) return fail('NOT_FOUND');
  if (contract.state !== 'running') return fail('CONTRACT_STATE', { state: contractStates[contract.state] });
  await tx.run(
    sql`update service_contract set state = 'breached', ended_on = ${tx.today}, ended_reason = ${reason} where id = ${id}`,
  );
  await recordAudit(tx, {
    action: 'contract.breached',
    subject: { kind: 'service-contract', id },
    division: contract.division,
    detail: { reason },
  });
  await emit(tx, {
    type: 'contract.breached',
    subject: { kind: 'service-contract', id },
    division: contract.division,
    payload: { contractId: id, providerId: contract.providerId, reason },
    sensitivity: 'internal',
  });
  return ok(null);
}
