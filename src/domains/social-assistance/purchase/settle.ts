/** 结算: price × accepted services, never above the contract; made by one, paid by another, from the money of the programme. */

import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { postEntry } from '../../../kernel/ledger/server.ts';
import { fundOf, paidAccountOf } from '../../../kernel/purchase/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { settlementOf } from './rules.ts';
import { lockContract } from './tasks.ts';

/** Takes every accepted service that a draw has covered; all call-backs of the draws must be answered. */
export async function prepareSettlement(tx: Tx, contractId: string): Promise<Result<{ id: string; amountFen: Fen }>> {
  const contract = await lockContract(tx, contractId);
  if (!contract) return fail('NOT_FOUND');
  const open = await tx.maybe(sql`select 1 as yes from service_settlement where contract_id = ${contractId} and paid_on is null`);
  if (open) return fail('SETTLEMENT_OPEN');
  const counts = await tx.one<{ ready: number; undrawn: number; waiting: number }>(sql`select
      count(*) filter (where draw_id is not null)::int as ready, count(*) filter (where draw_id is null)::int as undrawn,
      count(*) filter (where drawn and call_back is null)::int as waiting
    from service_task where contract_id = ${contractId} and state = 'accepted' and settlement_id is null`);
  if (counts.undrawn > 0) return fail('DRAW_FIRST', { count: counts.undrawn });
  if (counts.waiting > 0) return fail('CALL_BACKS_OPEN', { count: counts.waiting });
  if (counts.ready === 0) return fail('NOTHING_TO_SETTLE');
  const { amountFen, within, left } = settlementOf(contract, counts.ready);
  if (!within) return fail('OVER_CONTRACT', { count: counts.ready, left });
  const id = newId();
  await tx.run(sql`insert into service_settlement (id, contract_id, division, task_count, amount_fen, prepared_on, prepared_by, prepared_name)
    values (${id}, ${contractId}, ${contract.division}, ${counts.ready}, ${amountFen}, ${tx.today}, ${tx.actor.id}, ${tx.actor.name})`);
  await tx.run(
    sql`update service_task set settlement_id = ${id} where contract_id = ${contractId} and state = 'accepted' and settlement_id is null`,
  );
  await tx.run(sql`update service_contract set settled_count = settled_count + ${counts.ready} where id = ${contractId}`);
  await recordAudit(tx, {
    action: 'service-settlement.prepared',
    subject: { kind: 'service-settlement', id },
    division: contract.division,
    detail: { tasks: counts.ready, amountFen },
  });
  return ok({ id, amountFen });
}

export async function paySettlement(tx: Tx, contractId: string): Promise<Result<{ amountFen: Fen }>> {
  const contract = await lockContract(tx, contractId);
  const settlement = await tx.maybe<{ id: string; amountFen: Fen; preparedBy: string; preparedOn: PlainDate }>(
    sql`select id, amount_fen, prepared_by, prepared_on from service_settlement where contract_id = ${contractId} and paid_on is null for update`,
  );
  if (!contract || !settlement) return fail('NOT_FOUND');
  if (isOwnHand(tx.actor, settlement.preparedBy, settlement.preparedOn)) return fail('SETTLEMENT_SAME_PERSON');
  const { name } = await tx.one<{ name: string }>(sql`select name from purchase_programme where id = ${contract.programmeId}`);
  const fund = await fundOf(tx, { id: contract.programmeId, name, county: contract.division });
  const paid = await paidAccountOf(tx, { id: contract.id, no: contract.no, county: contract.division });
  const posted = await postEntry(tx, {
    cause: `purchase.settlement:${settlement.id}`,
    note: `合同${contract.no}服务费`,
    reference: { kind: 'service-settlement', id: settlement.id },
    postings: [
      { accountId: fund.id, amount: -settlement.amountFen },
      { accountId: paid.id, amount: settlement.amountFen },
    ],
  });
  if (!posted.ok) return posted;
  await tx.run(sql`update service_settlement set paid_on = ${tx.today}, paid_by = ${tx.actor.id}, paid_name = ${tx.actor.name}, entry_id = ${posted.value.id}
    where id = ${settlement.id}`);
  await recordAudit(tx, {
    action: 'service-settlement.paid',
    subject: { kind: 'service-settlement', id: settlement.id },
    division: contract.division,
    detail: { amountFen: settlement.amountFen },
  });
  return ok({ amountFen: settlement.amountFen });
}
