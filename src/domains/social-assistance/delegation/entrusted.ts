/**
 * 委托乡镇确认 (《社会救助法》第四十四条: the province may rule that townships decide; 民发〔2022〕83号): whether a case is the township's to decide, what its
 * letters say of that, and what is kept for the county's sample.
 */
import { sql } from '../../../database/sql.ts';
import { monthOf, plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type Letter, paragraph } from '../../../kernel/document/index.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { countyOf, townshipOf } from '../family/places.ts';
import { BY_TOWNSHIP, type TownshipDecision, townshipSteps } from './terms.ts';

/** The paper by which townships of this place decide on a day; null where the county does. */
export async function entrustedBy(tx: Tx, key: string, division: DivisionCode, on: PlainDate): Promise<string | null> {
  const found = (await parametersOf(tx)).on(key, division, on);
  return found.ok && found.value.value === '1' ? found.value.row.source : null;
}

/** A case in which the county puts right what it found wrong is the county's. */
async function isOfSample(tx: Tx, caseId: string): Promise<boolean> {
  const row = await tx.maybe<{ caseId: string }>(
    sql`select case_id from township_decision where remedy_case_id = ${caseId} limit 1`,
  );
  return row !== null;
}

/**
 * The flag of a case that the township decides, or none. `key`: the switch of its programme. Whoever is near to the staff is the county's: it must
 * visit before the decision (57号第二十条).
 */
export async function entrustedFlags(
  tx: Tx,
  of: { id: string | null; key: string | undefined; division: DivisionCode; on: PlainDate; nearStaff: boolean },
): Promise<string[]> {
  if (of.key === undefined || of.nearStaff || (await entrustedBy(tx, of.key, of.division, of.on)) === null) return [];
  return of.id !== null && (await isOfSample(tx, of.id)) ? [] : [BY_TOWNSHIP];
}

export const isByTownship = (kase: Pick<Case, 'flags'>): boolean => kase.flags.includes(BY_TOWNSHIP);
/** Of a review that was under way when the county objected to the decision before it, too. */
export const decidesHere = async (tx: Tx, kase: Pick<Case, 'id' | 'flags'>): Promise<boolean> =>
  isByTownship(kase) && !(await isOfSample(tx, kase.id));

/** Who decides the case as it lies: the office whose name stands under the letter, and whose telephone in it. */
export const isAtTownship = (kase: Pick<Case, 'state'>): boolean => (townshipSteps as readonly string[]).includes(kase.state);
export const decidingOffice = (kase: Pick<Case, 'state' | 'division'>): DivisionCode =>
  isAtTownship(kase) ? townshipOf(kase) : countyOf(kase);

/** The letter of a decision. One of the township says by whose and by which authority it decides. */
export async function entrusted(tx: Tx, kase: Case, key: string, letter: Letter): Promise<Letter> {
  if (!isAtTownship(kase)) return letter;
  const source = await entrustedBy(tx, key, kase.division, kase.acceptedOn ?? plainDateOf(kase.submittedAt));
  const [first, ...rest] = letter.blocks;
  const authority = `本决定由${tx.office(townshipOf(kase)).name}受${tx.office(countyOf(kase)).name}委托作出${source ? `（${source}）` : ''}，${tx.office(countyOf(kase)).name}对委托的决定进行监督。`;
  return { ...letter, blocks: [...(first ? [first] : []), paragraph(authority), ...rest] };
}

/** Puts a decision of the township among those of its month, of which the county draws its sample. Does nothing for one of the county. */
export async function noteTownshipDecision(tx: Tx, kase: Case, what: TownshipDecision): Promise<void> {
  if (!isAtTownship(kase)) return;
  await tx.run(sql`insert into township_decision (case_id, person_id, division, county, what, month, decided_on, decided_by, decided_name)
    values (${kase.id}, ${kase.applicantPersonId}, ${kase.division}, ${countyOf(kase)}, ${what}, ${monthOf(tx.today)}, ${tx.today}, ${tx.actor.id}, ${tx.actor.name})`);
}
