/** 重算: what a family is due for the month of a day, by what was known on another day and by what is known now, beside what was paid. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { firstDayOf, monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type EntitlementId, getEntitlement } from '../../../kernel/payment/server.ts';
import type { BreakdownLine, Parameters } from '../../../kernel/policy/index.ts';
import { parametersAsKnown, parametersOf } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { amountForMonth } from '../dibao/rules.ts';
import { countMembers } from '../family/household.ts';
import { endOf, familyFactsAsOf, originOf } from './facts.ts';
import { namesOf } from './inputs.ts';

export interface RecomputedSide {
  /** Null: everything known until now. */
  readonly knownOn: PlainDate | null;
  readonly amountFen: Fen | null;
  readonly members: readonly { name: string; counted: boolean | null; reason: string }[];
  readonly breakdown: readonly BreakdownLine[];
}

export interface Recomputation {
  readonly on: PlainDate;
  readonly month: YearMonth;
  readonly paidFen: Fen;
  readonly knownThen: RecomputedSide | null;
  readonly knownNow: RecomputedSide;
}

/** Both answers for the month of `on`. `knownOn`: the day whose knowledge is asked for; the day itself when left out. Needs a write transaction. */
export async function recompute(
  tx: Tx,
  of: { entitlementId: EntitlementId; on: PlainDate; knownOn: PlainDate },
): Promise<Result<Recomputation, 'NOT_FOUND' | 'REVIEW_WITHOUT_DECISION' | 'PARAM_MISSING'>> {
  const found = await getEntitlement(tx, of.entitlementId);
  if (!found.ok) return found;
  const origin = await originOf(tx, of.entitlementId);
  if (!origin.ok) return origin;
  const month = monthOf(of.on);
  const nameOf = namesOf(origin.value);
  const side = async (
    parameters: Parameters,
    knownAt: string | undefined,
    knownOn: PlainDate | null,
  ): Promise<Result<RecomputedSide, 'PARAM_MISSING'>> => {
    const { facts } = await familyFactsAsOf(tx, origin.value, { validOn: of.on, ...(knownAt ? { knownAt } : {}) });
    const amount = amountForMonth(facts, parameters, month);
    if (!amount.ok) return amount;
    return ok({
      knownOn,
      amountFen: amount.value.amountFen,
      members: countMembers(facts, facts.decisionDate ?? of.on, firstDayOf(month)).map((m) => ({
        name: nameOf(m.ref),
        counted: m.counted,
        reason: m.reason,
      })),
      breakdown: amount.value.breakdown,
    });
  };
  const now = await side(await parametersOf(tx), undefined, null);
  if (!now.ok) return now;
  // Before the benefit was granted nobody knew anything of it.
  const known = found.value.versions[0]!.knownSince <= new Date(endOf(of.knownOn)).toISOString();
  const then = known ? await side(await parametersAsKnown(tx, endOf(of.knownOn)), endOf(of.knownOn), of.knownOn) : null;
  if (then && !then.ok) return then;
  const { fen } = await tx.one<{ fen: Fen }>(sql`select coalesce(sum(amount_fen + offset_fen), 0)::bigint as fen from payment_line
    where entitlement_id = ${of.entitlementId} and month = ${month} and covers is null and state in ('sent', 'paid')`);
  await recordAudit(tx, {
    action: 'entitlement.recomputed',
    subject: { kind: 'entitlement', id: of.entitlementId },
    personId: found.value.personId,
    division: origin.value.division,
    detail: { month, knownOn: of.knownOn },
  });
  return ok({ on: of.on, month, paidFen: fen, knownThen: then ? then.value : null, knownNow: now.value });
}
