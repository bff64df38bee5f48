/** 分配: decided by a meeting, made by one and checked by another, published within the days of the rule. What is made already holds its money. */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { postEntry } from '../../../kernel/ledger/server.ts';
import { wholeParameter, yuanDigits } from '../../../kernel/policy/server.ts';
import { type Field, fields } from '../../../kernel/purchase/index.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen } from '../../../kernel/schema/index.ts';
import { isTheirs } from './accounts.ts';
import { allocationBook } from './books.ts';
import type { Check, NewAllocation } from './shapes.ts';
import { type AllocationState, allocationStates, type FundSource } from './terms.ts';

export const namesOf = (purposes: readonly Field[]): string => purposes.map((p) => fields[p]).join('、');

interface Arrival {
  id: string;
  lineId: string;
  accountId: string;
  division: DivisionCode;
  amountFen: Fen;
  allocatedFen: Fen;
  ledgerAccount: string;
  name: string;
  purposes: Field[];
}

type Refusal =
  | 'NOT_FOUND'
  | 'FUND_NOT_YOURS'
  | 'FUND_PURPOSE'
  | 'FUND_SHORT'
  | 'INVALID_INPUT'
  | 'FILE_NOT_AVAILABLE'
  | 'PARAM_MISSING';

/** Takes money of one arrival for one use. The row of the arrival is what two officers wait for. */
export async function allocate(
  tx: Tx,
  arrivalId: string,
  given: z.infer<typeof NewAllocation>,
): Promise<Result<{ id: string }, Refusal>> {
  const arrival =
    await tx.maybe<Arrival>(sql`select a.id, a.line_id, a.account_id, a.division, a.amount_fen, a.allocated_fen, a.ledger_account, l.name, l.purposes
    from fund_arrival a join fund_line l on l.id = a.line_id where a.id = ${arrivalId} for update of a`);
  if (!arrival) return fail('NOT_FOUND');
  if (!isTheirs(tx, arrival)) return fail('FUND_NOT_YOURS');
  if (given.decidedOn > tx.today) return wrong('decidedOn', '集体研究日期不能晚于今天');
  if (!tx.divisions.get(given.place) || !inScope(given.place, arrival.division)) return wrong('place', '请选择本地的用在哪里');
  if (!arrival.purposes.includes(given.purpose))
    return fail('FUND_PURPOSE', { doing: '分配', purposes: namesOf(arrival.purposes) }, [
      { path: 'purpose', message: '不在允许的用途以内' },
    ]);
  if (given.programmeId) {
    const programme = await tx.maybe(
      sql`select 1 as yes from purchase_programme where id = ${given.programmeId} and division = ${arrival.division} and fund = 'special'`,
    );
    if (!programme) return wrong('programmeId', '请选择从专户付款的购买服务项目');
  }
  const left = arrival.amountFen - arrival.allocatedFen;
  if (given.amount > left)
    return fail('FUND_SHORT', { doing: '分配', left: yuanDigits(left), needed: yuanDigits(given.amount) }, [
      { path: 'amount', message: '可用余额不足' },
    ]);
  const days = await wholeParameter(tx, 'FUND-PUBLISH-DAYS', arrival.division, tx.today);
  if (!days.ok) return days;
  const id = newId();
  const bound = await bindFiles(tx, [given.decision], { caseId: id, personId: null, division: arrival.division });
  if (!bound.ok) return bound;
  const { division } = arrival;
  const book = await allocationBook(tx, division, id, given.unit);
  await tx.run(sql`insert into fund_allocation (id, arrival_id, line_id, account_id, division, purpose, place, unit, passed_down, private_run, programme_id, amount_fen, decided_on, decision_no, decision,
      ledger_account, made_at, made_by, made_name, publish_by)
    values (${id}, ${arrivalId}, ${arrival.lineId}, ${arrival.accountId}, ${division}, ${given.purpose}, ${given.place}, ${given.unit}, ${given.passedDown}, ${given.privateRun && given.purpose === 'elderly'}, ${given.programmeId ?? null},
      ${given.amount}, ${given.decidedOn}, ${given.decisionNo}, ${given.decision}, ${book.id}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name},
      ${tx.calendar.addWorkdays(given.decidedOn, days.value, division)})`);
  await tx.run(sql`update fund_arrival set allocated_fen = allocated_fen + ${given.amount} where id = ${arrivalId}`);
  await move(tx, {
    id,
    amountFen: given.amount,
    from: arrival.ledgerAccount,
    to: book.id,
    note: `分配给${given.unit}（${given.decisionNo}）`,
    cause: 'made',
  });
  await recordAudit(tx, {
    action: 'fund.allocation-made',
    subject: { kind: 'fund-allocation', id },
    division,
    detail: { amountFen: given.amount },
  });
  return ok({ id });
}

async function move(
  tx: Tx,
  of: { id: string; amountFen: Fen; from: string; to: string; note: string; cause: string },
): Promise<void> {
  const posted = await postEntry(tx, {
    cause: `fund.allocation.${of.cause}:${of.id}`,
    note: of.note,
    reference: { kind: 'fund-allocation', id: of.id },
    postings: [
      { accountId: of.from, amount: -of.amountFen },
      { accountId: of.to, amount: of.amountFen },
    ],
  });
  if (!posted.ok) throw new Error(`allocation ${of.id}: ${posted.code}`);
}

export interface Allocation {
  id: string;
  arrivalId: string;
  lineId: string;
  accountId: string;
  division: DivisionCode;
  purpose: Field;
  unit: string;
  programmeId: string | null;
  amountFen: Fen;
  committedFen: Fen;
  state: AllocationState;
  ledgerAccount: string;
  madeAt: string;
  madeBy: string;
  source: FundSource;
  lineName: string;
  purposes: Field[];
}
/** The arrival first, then the allocation: everybody locks in this order. */
export async function lockAllocation(tx: Tx, id: string): Promise<Allocation | null> {
  await tx.rows(sql`select 1 from fund_arrival where id = (select arrival_id from fund_allocation where id = ${id}) for update`);
  return tx.maybe<Allocation>(sql`select a.id, a.arrival_id, a.line_id, a.account_id, a.division, a.purpose, a.unit, a.programme_id, a.amount_fen, a.committed_fen, a.state, a.ledger_account,
      a.made_at, a.made_by, l.source, l.name as line_name, l.purposes
    from fund_allocation a join fund_line l on l.id = a.line_id where a.id = ${id} for update of a`);
}

/** 审核: agreed, it can be paid; sent back, its money is free again. */
export async function checkAllocation(
  tx: Tx,
  id: string,
  given: z.infer<typeof Check>,
): Promise<
  Result<{ state: AllocationState }, 'NOT_FOUND' | 'FUND_NOT_YOURS' | 'FUND_MOVE' | 'FUND_SAME_PERSON' | 'INVALID_INPUT'>
> {
  const found = await lockAllocation(tx, id);
  if (!found) return fail('NOT_FOUND');
  if (!isTheirs(tx, found)) return fail('FUND_NOT_YOURS');
  if (found.state !== 'made') return fail('FUND_MOVE', { state: allocationStates[found.state], doing: '审核' });
  if (isOwnHand(tx.actor, found.madeBy, found.madeAt)) return fail('FUND_SAME_PERSON');
  const passed = given.answer === 'pass';
  if (!passed && !given.note) return wrong('note', '请写明退回的原因');
  const state = passed ? 'approved' : 'returned';
  await tx.run(sql`update fund_allocation set state = ${state}, checked_at = ${tx.now}, checked_by = ${tx.actor.id}, checked_name = ${tx.actor.name},
    check_note = ${passed ? null : given.note} where id = ${id}`);
  const { division, amountFen } = found;
  if (passed)
    await emit(tx, {
      type: 'fund.allocated',
      subject: { kind: 'fund-allocation', id },
      division,
      payload: { source: found.source, toUnit: found.unit, amountFen, programme: found.lineName, allocatedOn: tx.today },
      sensitivity: 'internal',
    });
  else {
    const arrival = await tx.one<{ ledgerAccount: string }>(
      sql`update fund_arrival set allocated_fen = allocated_fen - ${amountFen} where id = ${found.arrivalId} returning ledger_account`,
    );
    await move(tx, {
      id,
      amountFen,
      from: found.ledgerAccount,
      to: arrival.ledgerAccount,
      note: `退回分配：${found.unit}`,
      cause: 'returned',
    });
  }
  await recordAudit(tx, {
    action: 'fund.allocation-checked',
    subject: { kind: 'fund-allocation', id },
    division,
    detail: { state },
  });
  return ok({ state });
}

/** 公开分配结果: from now on everybody reads it on the portal. */
export async function publishAllocation(tx: Tx, id: string): Promise<Result<null, 'NOT_FOUND' | 'FUND_NOT_YOURS' | 'FUND_MOVE'>> {
  const found = await lockAllocation(tx, id);
  if (!found) return fail('NOT_FOUND');
  if (!isTheirs(tx, found)) return fail('FUND_NOT_YOURS');
  const done = await tx.run(
    sql`update fund_allocation set published_on = ${tx.today}, published_by = ${tx.actor.id} where id = ${id} and state = 'approved' and published_on is null`,
  );
  if (done === 0)
    return fail('FUND_MOVE', { state: found.state === 'approved' ? '已公开' : allocationStates[found.state], doing: '公开' });
  await recordAudit(tx, {
    action: 'fund.allocation-published',
    subject: { kind: 'fund-allocation', id },
    division: found.division,
  });
  return ok(null);
}
