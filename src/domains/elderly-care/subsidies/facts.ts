/** What is known of a person that bears on the subsidies: the registry, its facts, the entitlements of whatever domain. Nothing of it is asked again. */
import { sql } from '../../../database/sql.ts';
import { monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type Coverage, dueFor, getEntitlement } from '../../../kernel/payment/server.ts';
import type { Decision } from '../../../kernel/policy/index.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { type Case, caseEvents } from '../../../kernel/service/server.ts';
import { circumstancesOf, inCity } from '../circumstances.ts';
import { staysOf } from '../outlets/store.ts';
import { monthsUsed } from '../vouchers/store.ts';
import { determineSubsidy, type OtherSubsidy, type SubsidyFacts } from './rules.ts';
import { type Kind, kinds } from './terms.ts';

export interface Known {
  readonly diedOn: PlainDate | null;
  readonly birthDate: PlainDate;
  readonly registeredDivision: DivisionCode;
  /** Entitlements to this subsidy, oldest first. */
  readonly drawn: readonly Coverage[];
  readonly facts: SubsidyFacts;
}

/** The last month that has left for the bank. */
export const paidTo = async (tx: Tx, entitlementIds: readonly string[]): Promise<YearMonth | null> =>
  (
    await tx.one<{ month: YearMonth | null }>(sql`select max(month) as month from payment_line
      where entitlement_id = any(${[...entitlementIds]}::uuid[]) and state in ('sent', 'paid', 'returned', 'corrected', 'reissued')`)
  ).month;

/** What each month of an entitlement comes to, as spells of one amount. */
async function spellsOf(tx: Tx, covered: Coverage, until: YearMonth): Promise<OtherSubsidy[]> {
  const found = await getEntitlement(tx, covered.entitlementId);
  if (!found.ok) return [];
  const spells: { from: YearMonth; to: YearMonth | null; amountFen: number }[] = [];
  for (let month = covered.fromMonth; month <= until; month = plusMonths(month, 1)) {
    const amountFen = dueFor(month, found.value);
    const last = spells.at(-1);
    if (last?.amountFen === amountFen && last.to === plusMonths(month, -1)) last.to = month;
    else if (amountFen > 0) spells.push({ from: month, to: month, amountFen });
  }
  // Equal amounts are told apart by who was first: a later version of the same subsidy is not a later subsidy.
  return spells.map((spell, i) => (i === spells.length - 1 && covered.toMonth === null ? { ...spell, to: null } : spell));
}

export async function knownOf(tx: Tx, personId: string, kind: Kind, division?: DivisionCode): Promise<Known | null> {
  const { programme, against } = kinds[kind];
  const found = await circumstancesOf(tx, personId, against ? [programme, against] : [programme]);
  if (!found) return null;
  const { diedOn, birthDate, registeredDivision, dibao, tekun, edge, levels, coverages } = found;
  const drawn = coverages.filter((c) => c.programme === programme);
  const others = coverages.filter((c) => against !== null && c.programme === against);
  const until = plusMonths(monthOf(tx.today), 3);
  const other: OtherSubsidy[] = [];
  for (const covered of others) other.push(...(await spellsOf(tx, covered, until)));
  const vouchers = kind === 'concentrated' ? await monthsUsed(tx, personId) : [];
  return {
    diedOn,
    birthDate,
    registeredDivision,
    drawn,
    facts: {
      birthDate,
      division: division ?? registeredDivision,
      registeredInCity: inCity(tx, registeredDivision),
      dibao,
      tekun,
      edge,
      levels,
      other,
      otherPaidTo:
        vouchers.at(-1) ??
        (await paidTo(
          tx,
          others.map((c) => c.entitlementId),
        )),
      stays: kind === 'concentrated' ? await staysOf(tx, personId) : [],
      vouchers,
      workInjuryCare: false,
      drawnTo: drawn.at(-1)?.toMonth ?? null,
    },
  };
}

export interface Computed {
  readonly facts: SubsidyFacts;
  readonly decision: Decision;
}

/** By what is known now; what only the township can find out is what it found. */
export async function computeCase(tx: Tx, kase: Case, kind: Kind): Promise<Result<Computed>> {
  const known = (await knownOf(tx, kase.applicantPersonId, kind, kase.division))!;
  const passed = (await caseEvents(tx, kase.id)).findLast((event) => event.action === 'pass');
  const found = passed?.data?.workInjuryCare as boolean | undefined;
  const facts = { ...known.facts, workInjuryCare: found ?? null };
  const decision = determineSubsidy(kind, facts, await parametersOf(tx), tx.today);
  return decision.ok ? { ok: true, value: { facts, decision: decision.value } } : decision;
}
