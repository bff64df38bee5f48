/** 服务结算: the bill of a month. The body hands it in, the county checks it or sends it back with a reason; until it is checked nothing is owed. */

import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { monthOf } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { parametersOf, withParameters } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, type Fen, type YearMonth, YearMonthText } from '../../../kernel/schema/index.ts';
import { settleMonth } from './rules.ts';
import { absencesOf, claimedIn, lockInstitution, ownInstitution } from './store.ts';

export const NewSettlement = z.strictObject({ month: YearMonthText.meta({ label: '月份', widget: 'month' }) });

/** The bill of a month that is over: counts and reasons, no names. One that was sent back is computed anew from what is on record now. */
export async function submitSettlement(
  tx: Tx,
  { month }: z.infer<typeof NewSettlement>,
): Promise<Result<{ id: string; sumFen: number }>> {
  const institution = await ownInstitution(tx);
  if (!institution.ok) return institution;
  if (month >= monthOf(tx.today)) return fail('MONTH_OPEN', { month }, [{ path: 'month', message: '请选已经过完的月份' }]);
  const { id: institutionId, division } = institution.value;
  await lockInstitution(tx, institutionId, 'alone');
  const sessions = await claimedIn(tx, institutionId, month);
  const absences = await absencesOf(tx, [...new Set(sessions.map((s) => s.personId))]);
  const settled = withParameters({ parameters: await parametersOf(tx), division, date: `${month}-01` }, (read) =>
    settleMonth(read, { sessions, absences }),
  );
  if (!settled.ok) return settled;
  const { claimed, valid, cuts, unitPriceFen, sumFen } = settled.value;
  const counted: Record<string, number> = {};
  for (const { reason } of cuts) counted[reason] = (counted[reason] ?? 0) + 1;
  const added = await tx.maybe<{ id: string }>(sql`insert into rehab_settlement as s
      (id, institution_id, division, month, claimed, valid, cuts, unit_price_fen, sum_fen, state, made_at, made_by)
    values (${newId()}, ${institutionId}, ${division}, ${month}, ${claimed}, ${valid.length}, ${JSON.stringify(counted)}::jsonb, ${unitPriceFen}, ${sumFen}, 'submitted', ${tx.now}, ${tx.actor.id})
    on conflict (institution_id, month) do update set claimed = excluded.claimed, valid = excluded.valid, cuts = excluded.cuts, unit_price_fen = excluded.unit_price_fen,
      sum_fen = excluded.sum_fen, state = 'submitted', made_at = excluded.made_at, made_by = excluded.made_by where s.state = 'returned'
    returning id`);
  if (!added) return fail('SETTLED_ALREADY', { month }, [{ path: 'month', message: '请选没有结算的月份' }]);
  await recordAudit(tx, { action: 'rehab.settlement-submitted', subject: { kind: 'rehab-settlement', id: added.id }, division });
  return ok({ id: added.id, sumFen });
}

interface Submitted {
  institutionId: string;
  institutionDivision: DivisionCode;
  month: YearMonth;
  claimed: number;
  sumFen: Fen;
  madeBy: string;
  madeAt: string;
  state: string;
  division: DivisionCode;
}

/** A bill that waits to be checked, locked; not by who handed it in. */
async function lockSubmitted(tx: Tx, id: string): Promise<Result<Submitted>> {
  const row =
    await tx.maybe<Submitted>(sql`select s.institution_id, i.division as institution_division, s.month, s.claimed, s.sum_fen, s.made_by, s.made_at, s.state, s.division
    from rehab_settlement s join rehab_institution i on i.id = s.institution_id where s.id = ${id} for update of s`);
  if (row?.state !== 'submitted') return fail('NOT_FOUND');
  return isOwnHand(tx.actor, row.madeBy, row.madeAt) ? fail('SETTLEMENT_OWN') : ok(row);
}

export async function checkSettlement(tx: Tx, id: string): Promise<Result<{ id: string }>> {
  const found = await lockSubmitted(tx, id);
  if (!found.ok) return found;
  await tx.run(
    sql`update rehab_settlement set state = 'checked', checked_at = ${tx.now}, checked_by = ${tx.actor.id} where id = ${id}`,
  );
  const { division } = found.value;
  await recordAudit(tx, { action: 'rehab.settlement-checked', subject: { kind: 'rehab-settlement', id }, division });
  return ok({ id });
}

export const SentBack = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(4, '请写明要更正什么')
    .max(300, '不超过300字')
    .meta({ label: '退回的理由', help: '写要更正什么，不写服务对象的姓名', widget: 'textarea' }),
});

/** Sent back: the month is open again for what was left out or entered wrongly, until the bill is handed in anew. */
export async function returnSettlement(
  tx: Tx,
  { id, reason }: { id: string } & z.infer<typeof SentBack>,
): Promise<Result<{ id: string }>> {
  const found = await lockSubmitted(tx, id);
  if (!found.ok) return found;
  const { institutionId, institutionDivision, month, division, claimed, sumFen, madeBy } = found.value;
  await tx.run(sql`update rehab_settlement set state = 'returned' where id = ${id}`);
  await tx.run(sql`insert into rehab_settlement_return (id, settlement_id, institution_id, division, reason, claimed, sum_fen, made_by, returned_by, returned_name, returned_at)
    values (${newId()}, ${id}, ${institutionId}, ${division}, ${reason}, ${claimed}, ${sumFen}, ${madeBy}, ${tx.actor.id}, ${tx.actor.name}, ${tx.now})`);
  await notify(tx, {
    to: { performer: 'rehab-worker', division: institutionDivision },
    template: 'rehab.settlement-returned',
    params: { month },
  });
  await recordAudit(tx, { action: 'rehab.settlement-returned', subject: { kind: 'rehab-settlement', id }, division });
  return ok({ id });
}
