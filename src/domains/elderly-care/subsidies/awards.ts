/** Granting, and what others are told of it. */
import { sql } from '../../../database/sql.ts';
import { monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { grantEntitlement } from '../../../kernel/payment/server.ts';
import type { BreakdownLine } from '../../../kernel/policy/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, YearMonth } from '../../../kernel/schema/index.ts';
import { voidFrom } from '../vouchers/store.ts';
import { type Kind, kinds } from './terms.ts';

export interface NewAward {
  readonly personId: string;
  readonly kind: Kind;
  readonly division: DivisionCode;
  readonly fromMonth: YearMonth;
  readonly amountFen: Fen;
  readonly breakdown: readonly BreakdownLine[];
  readonly decisionId: string | null;
  readonly parameterIds: readonly string[];
  readonly caseId: string | null;
  readonly reason: 'granted' | 'moved';
}

export async function grantSubsidy(tx: Tx, award: NewAward): Promise<Result<null>> {
  const { personId, kind, division, fromMonth, amountFen, caseId, reason } = award;
  const { programme, zh } = kinds[kind];
  const granted = await grantEntitlement(tx, {
    programme,
    exclusiveGroups: [programme],
    householdId: null,
    personId: personId as never,
    division,
    memberIds: [personId as never],
    fromMonth,
    amountFen,
    breakdown: award.breakdown,
    decisionId: award.decisionId,
    parameterIds: award.parameterIds,
  });
  if (!granted.ok) return granted.code === 'ALREADY_ENTITLED' ? fail('ELDER_SUBSIDY_DRAWN', { benefit: zh }) : granted;
  const lookedTo = [plusMonths(fromMonth, -1), monthOf(tx.today)].sort()[0]!;
  await tx.run(sql`insert into elder_subsidy_award (entitlement_id, person_id, division, kind, amount_fen, from_month, looked_to, case_id, changed_at)
    values (${granted.value.id}, ${personId}, ${division}, ${kind}, ${amountFen}, ${fromMonth}, ${lookedTo}, ${caseId}, ${tx.now})`);
  if (kind === 'concentrated') await voidFrom(tx, personId, fromMonth);
  await closeOffer(tx, personId, kind);
  await tellChanged(tx, { personId, kind, division, from: fromMonth, to: null, amountFen, month: fromMonth, reason });
  return ok(null);
}

export const closeOffer = (tx: Tx, personId: string, kind: Kind): Promise<number> =>
  tx.run(sql`update elder_subsidy_offer set state = 'closed', closed_at = ${tx.now}
    where person_id = ${personId} and kind = ${kind} and state = 'open'`);

/** `elder.allowance.changed`, as the catalogue says. */
export const tellChanged = (
  tx: Tx,
  change: {
    personId: string;
    kind: Kind;
    division: DivisionCode;
    from: YearMonth;
    to: YearMonth | null;
    amountFen: Fen;
    month: YearMonth;
    reason: string;
  },
): Promise<unknown> => {
  const { division, kind, ...told } = change;
  return emit(tx, {
    type: 'elder.allowance.changed',
    subject: { kind: 'person', id: change.personId },
    division,
    payload: { ...told, ...kinds[kind].told },
  });
};
