/** How a household stands on a day: what it receives, how many it is, what the last decision knew, who earns. */
import { sql } from '../../../database/sql.ts';
import { ageOn, monthOf, plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { getDecision } from '../../../kernel/policy/server.ts';
import { getPerson, type HouseholdView, householdOf } from '../../../kernel/resident/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { DibaoDecision } from '../dibao/rules.ts';
import type { FamilyFacts } from '../family/facts.ts';
import type { Category, Standing } from './rules.ts';
import { isInsured, recognisedAs, wasInsured } from './signals.ts';

export interface Situation {
  readonly personId: string;
  readonly householdId: string | null;
  readonly division: DivisionCode;
  /** Others who live in the household on the day. */
  readonly others: number;
  readonly standing: Standing;
}

interface Paid {
  entitlementId: string;
  programme: string;
  personId: string;
  decisionId: string | null;
}

/** Benefits that cover any of these persons in the month of a day or in the next one, whose list may be made already. */
const paidOf = (tx: Tx, personIds: readonly string[], on: PlainDate): Promise<Paid[]> =>
  tx.rows<Paid>(sql`select e.id as entitlement_id, e.programme, m.person_id,
      (select v.decision_id from entitlement_version v where v.entitlement_id = e.id and v.decision_id is not null order by v.no desc limit 1) as decision_id
    from entitlement_member m join entitlement e on e.id = m.entitlement_id
    where m.person_id = any(${[...personIds]}::uuid[]) and m.months && int4range(month_no(${monthOf(on)}), month_no(${monthOf(on)}) + 2) limit 200`);

const WORKING_AGE = { from: 18, to: 59 } as const;

/**
 * The only one known to earn, whose own insured work may just have ended; where nobody is known to, the only one of working age. Null: it
 * cannot be said.
 */
async function soleEarner(tx: Tx, personId: string, household: HouseholdView | null, on: PlainDate): Promise<boolean | null> {
  if (!household) return null;
  const others = household.members.filter((member) => member.personId !== personId);
  for (const { personId: other } of others) if (await isInsured(tx, other, on)) return false;
  if (await wasInsured(tx, personId, on)) return true;
  const atWork = ({ person }: HouseholdView['members'][number]): boolean => {
    const age = person ? ageOn(person.birthDate, on) : WORKING_AGE.from;
    return age >= WORKING_AGE.from && age <= WORKING_AGE.to;
  };
  return household.members.some((m) => m.personId === personId && atWork(m)) && !others.some(atWork) ? true : null;
}

const categoryOf = (paid: readonly Paid[], recognised: 'edge' | 'rigid' | null): Category =>
  paid.some((p) => p.programme === 'tekun')
    ? 'tekun'
    : paid.some((p) => p.programme === 'dibao')
      ? 'dibao'
      : (recognised ?? 'none');

/** The month whose wages of the person the facts count as still running, and how many; null when they count none. */
export function wagesCountedIn(
  facts: Pick<FamilyFacts, 'incomes' | 'applicationMonth' | 'decisionDate'>,
  ref: string,
): Pick<Standing, 'wageCountedIn' | 'wagesCounted'> {
  const month = facts.decisionDate ? monthOf(facts.decisionDate) : facts.applicationMonth;
  const runs = (facts.incomes ?? []).filter((i) => i.member === ref && i.type === 'wage' && (i.to === null || i.to >= month));
  return { wageCountedIn: runs.length > 0 ? month : null, wagesCounted: runs.length };
}

const exemptIn = ({ assets }: FamilyFacts): number =>
  (assets?.financial ?? []).reduce((sum, { valueFen, exemptReason }) => sum + (exemptReason ? (valueFen ?? 0) : 0), 0);

/** Square metres together, by hundredths; null when one is not known. */
export const sqmOf = (areas: readonly (string | null)[]): string | null =>
  areas.includes(null) ? null : String(areas.reduce((sum, area) => sum + Math.round(Number(area) * 100), 0) / 100);

const noWage = { wageCountedIn: null, wagesCounted: 0 } as const;

async function lastDecision(
  tx: Tx,
  paid: readonly Paid[],
  personId: string,
): Promise<Pick<Standing, 'yearlyIncomeFen' | 'houses' | 'housesSqm' | 'exemptFen' | 'wageCountedIn' | 'wagesCounted'>> {
  const decisionId = paid.find((p) => p.programme === 'dibao' && p.decisionId)?.decisionId;
  const stored = decisionId ? await getDecision(tx, decisionId) : null;
  if (!stored?.ok) return { yearlyIncomeFen: null, houses: null, housesSqm: null, exemptFen: 0, ...noWage };
  const { caseId } = stored.value;
  const decision = stored.value.decision as DibaoDecision;
  const facts = stored.value.facts as FamilyFacts;
  const member = await tx.maybe<{ role: string }>(
    sql`select role from case_person where case_id = ${caseId} and person_id = ${personId}`,
  );
  return {
    yearlyIncomeFen: decision.income?.countableFen ?? null,
    houses: facts.assets?.houses.length ?? null,
    housesSqm: facts.assets ? sqmOf(facts.assets.houses.map((house) => house.areaSqm)) : null,
    exemptFen: exemptIn(facts),
    ...(member ? wagesCountedIn(facts, member.role) : noWage),
  };
}

/** Null when the person is not in the registry. Somebody who has died stood in the household until the day before. */
export async function situationOf(tx: Tx, personId: string, on: PlainDate): Promise<Situation | null> {
  const person = await getPerson(tx, personId);
  if (!person.ok) return null;
  const before = person.value.diedOn !== null && person.value.diedOn <= on ? plusDays(person.value.diedOn, -1) : on;
  const household = await householdOf(tx, personId, { validOn: before });
  const ids = household ? household.members.map((m) => m.personId) : [personId];
  const paid = await paidOf(tx, ids, before);
  const recognised = await recognisedAs(tx, household?.id ?? null, ids, on);
  return {
    personId,
    householdId: household?.id ?? null,
    division: inCity(tx, household?.division ?? person.value.division, person.value.registeredDivision),
    others: ids.length - 1,
    standing: {
      category: categoryOf(paid, recognised),
      urbanRural: household?.urbanRural ?? 'urban',
      persons: Math.max(1, ids.length),
      ...(await lastDecision(tx, paid, personId)),
      paid: paid.some((p) => p.personId === personId),
      supportedIn: await supportedIn(tx, personId),
      soleEarner: await soleEarner(tx, personId, household, before),
    },
  };
}

const supportedIn = async (tx: Tx, personId: string): Promise<DivisionCode | null> =>
  (
    await tx.maybe<{ division: DivisionCode }>(
      sql`select division from tekun_profile where person_id = ${personId} and state <> 'ended' order by id desc limit 1`,
    )
  )?.division ?? null;

const inCity = (tx: Tx, ...codes: readonly DivisionCode[]): DivisionCode =>
  codes.find((code) => code.startsWith(tx.city.slice(0, 4))) ?? tx.city;

/** When the household was refused 低保 last, also where it was recognised as 低保边缘 or 刚性支出 instead; null when never. */
export async function lastRefusal(tx: Tx, personId: string): Promise<PlainDate | null> {
  const row = await tx.maybe<{ on: PlainDate | null }>(sql`select max((c.closed_at at time zone 'Asia/Shanghai')::date) as "on"
    from case_person p join service_case c on c.id = p.case_id where p.person_id = ${personId} and c.item_id = 'SA-01'
      and (c.outcome = 'refused' or c.state = 'recognised')`);
  return row?.on ?? null;
}
