/** 辅助评估 on record: what a family spends, compared with the families of its county that receive help. */
import { sql } from '../../../database/sql.ts';
import { isOneOf } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { Fen } from '../../../kernel/schema/index.ts';
import { audit, forAction } from './actions.ts';
import { type AuxiliarySign, type AuxiliaryView, assessSpending, auxiliarySigns, type Spending } from './auxiliary.ts';
import { disposers, readers, type VerificationState } from './states.ts';

const underWay: readonly VerificationState[] = [
  'requested',
  'started',
  'querying',
  'partly-answered',
  'reported',
  'disputed',
  'rechecking',
];

/** 登记辅助评估: written over while the check is open. */
export async function recordSpending(
  tx: Tx,
  given: { caseId: string; spending: Spending },
): Promise<Result<AuxiliaryView, 'NOT_PERMITTED' | 'NOT_FOUND' | 'VERIFICATION_STATE' | 'SPENDING_EMPTY' | 'PARAM_MISSING'>> {
  const found = await forAction(tx, { caseId: given.caseId, performers: disposers, states: underWay });
  if (!found.ok) return found;
  const told = (Object.keys(auxiliarySigns) as AuxiliarySign[]).flatMap((sign) => {
    const amountFen = given.spending[sign];
    return amountFen === undefined ? [] : [{ sign, amountFen }];
  });
  if (told.length === 0) return fail('SPENDING_EMPTY');
  await tx.run(sql`insert into auxiliary_reading (case_id, sign, division, amount_fen, recorded_at, recorded_by)
    select ${given.caseId}, t.sign, ${found.value.division}, t.amount_fen, ${tx.now}, ${tx.actor.id}
    from unnest(${told.map((t) => t.sign)}::text[], ${told.map((t) => t.amountFen)}::bigint[]) as t (sign, amount_fen)
    on conflict on constraint auxiliary_reading_pkey do update
      set amount_fen = excluded.amount_fen, recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by`);
  await audit(tx, 'verification.auxiliary.recorded', found.value);
  return viewOf(tx, { caseId: given.caseId, division: found.value.division });
}

async function viewOf(tx: Tx, of: { caseId: string; division: string }): Promise<Result<AuxiliaryView, 'PARAM_MISSING'>> {
  const values: number[] = [];
  for (const key of ['AUX-PERCENTILE', 'AUX-SAMPLE', 'AUX-SIGNS']) {
    const value = await wholeParameter(tx, key, of.division, tx.today);
    if (!value.ok) return value;
    values.push(value.value);
  }
  const [share, sample, signs] = values as [number, number, number];
  const own = await tx.rows<{ sign: AuxiliarySign; amountFen: Fen }>(
    sql`select sign, amount_fen from auxiliary_reading where case_id = ${of.caseId} limit 20`,
  );
  if (own.length === 0) return ok({ lines: [], extraVisit: false });
  const limits = await tx.rows<{ sign: AuxiliarySign; limitFen: Fen }>(
    sql`select sign, limit_fen from auxiliary_limits(${of.division.slice(0, 6)}, ${of.caseId}, ${share}, ${sample})`,
  );
  return ok(
    assessSpending(
      Object.fromEntries(own.map((o) => [o.sign, Number(o.amountFen)])),
      Object.fromEntries(limits.map((l) => [l.sign, Number(l.limitFen)])),
      signs,
    ),
  );
}

/** The assessment of a case, for those who may read the check; empty where nothing was recorded or a standard is missing. */
export async function spendingOf(tx: Tx, of: { caseId: string; division: string }): Promise<AuxiliaryView> {
  const view = isOneOf(tx.actor, readers) ? await viewOf(tx, of) : null;
  return view?.ok ? view.value : { lines: [], extraVisit: false };
}
