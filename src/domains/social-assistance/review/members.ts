/**
 * 户籍、婚姻登记的变动 (5.9): a member joined or left the household, somebody of it married or divorced. What the family's facts do not say yet
 * opens a review with a day; the township asks and a person decides. Nothing is held, paid or stopped on the message alone.
 */
import type { Tx } from '../../../kernel/context/server.ts';
import { entitlementsOfHousehold } from '../../../kernel/payment/server.ts';
import type { HouseholdId, PersonId } from '../../../kernel/resident/server.ts';
import { activeOfHousehold, getRecognition } from '../recognition/store.ts';
import { findProfile } from '../tekun/store.ts';
import { openYearly } from '../tekun/yearly.ts';
import { familyFactsAsOf, type Origin, originOf, originOfRecognition } from './facts.ts';
import { isPaying, openReview, subjectOf } from './open.ts';
import type { ReviewSubject } from './store.ts';

export type MemberChange = 'joined' | 'left';
export type MarriageChange = 'registered' | 'dissolved' | 'annulled';

/** What the family is now, by what was recorded: who of it is counted at all. */
interface Known {
  readonly origin: Origin;
  /** Persons in the facts who live, with their reference. */
  readonly refs: ReadonlyMap<string, string>;
  readonly hasSpouse: boolean;
}

async function knownOf(tx: Tx, subject: ReviewSubject): Promise<Known | null> {
  const recognition = 'recognitionId' in subject ? await getRecognition(tx, subject.recognitionId) : null;
  const origin =
    'entitlementId' in subject
      ? await originOf(tx, subject.entitlementId)
      : recognition && (await originOfRecognition(tx, recognition));
  if (!origin?.ok) return null;
  const { facts } = await familyFactsAsOf(tx, origin.value, { validOn: tx.today });
  const living = facts.members.filter((m) => m.diedOn === null);
  const refs = origin.value.family.flatMap((m) => (living.some((l) => l.ref === m.ref) ? [[m.personId, m.ref] as const] : []));
  return { origin: origin.value, refs: new Map(refs), hasSpouse: living.some((m) => m.relation === 'spouse') };
}

async function open(tx: Tx, subject: ReviewSubject, reason: string): Promise<void> {
  const opened = await openReview(tx, { ...subject, kind: 'change', reason });
  if (!opened.ok) throw new Error(`review of a changed family: ${opened.code}`);
}

const memberReasons: Readonly<Record<MemberChange, string>> = {
  joined: '户籍登记添了家庭成员，须核实是否共同生活并重新核算',
  left: '户籍登记少了家庭成员，须核实并重新核算',
};

/** What was recorded by a review itself, or is a death, is in the facts already. */
export async function followMember(
  tx: Tx,
  of: { householdId: HouseholdId; personId: PersonId; change: MemberChange },
): Promise<void> {
  const benefits = (await entitlementsOfHousehold(tx, of.householdId)).filter((e) => isPaying(e, tx.today));
  const recognised = await activeOfHousehold(tx, of.householdId);
  const subjects: ReviewSubject[] = [
    ...benefits.map((e) => ({ entitlementId: e.id })),
    ...(recognised ? [{ recognitionId: recognised }] : []),
  ];
  for (const subject of subjects) {
    const known = await knownOf(tx, subject);
    if (known && known.refs.has(of.personId) !== (of.change === 'joined')) await open(tx, subject, memberReasons[of.change]);
  }
}

/** 单人保 rests on the family being 低保边缘 (5.5): when that ends, whoever receives alone is looked at again. */
export async function followRecognitionEnd(tx: Tx, householdId: HouseholdId): Promise<void> {
  if (await activeOfHousehold(tx, householdId)) return;
  for (const benefit of await entitlementsOfHousehold(tx, householdId)) {
    // 已经定了发到哪个月的（如全家纳入低保），不再看
    if (!isPaying(benefit, tx.today) || benefit.toMonth !== null) continue;
    const subject = { entitlementId: benefit.id };
    const known = await knownOf(tx, subject);
    if (known?.origin.granted.single) await open(tx, subject, '家庭不再是低保边缘家庭，单人保须重新核实');
  }
}

const marriageReasons: Readonly<Record<MarriageChange, string>> = {
  registered: '家庭成员登记结婚，须核实家庭人口和收入并重新核算',
  dissolved: '家庭成员登记离婚，须核实家庭人口、收入和财产并重新核算',
  annulled: '家庭成员的婚姻登记被撤销，须核实并重新核算',
};

/** Whether the facts say already what the register of marriages says; a message may name one of the two only. */
function saysSo({ refs, hasSpouse }: Known, persons: readonly PersonId[], change: MarriageChange): boolean {
  const inside = persons.filter((id) => refs.has(id));
  const together =
    persons.length > 1 ? inside.length === persons.length : inside.some((id) => refs.get(id) === 'self') && hasSpouse;
  const known = persons.length > 1 || inside.some((id) => refs.get(id) === 'self');
  if (inside.length === 0) return true;
  return known && (change === 'registered' ? together : !together);
}

export async function followMarriage(tx: Tx, of: { personIds: readonly PersonId[]; change: MarriageChange }): Promise<void> {
  const seen = new Set<string>();
  for (const personId of of.personIds) {
    const subject = await subjectOf(tx, personId);
    const known = subject && (await knownOf(tx, subject));
    if (subject && known && !seen.has(known.origin.householdId) && !saysSo(known, of.personIds, of.change))
      await open(tx, subject, marriageReasons[of.change]);
    if (known) seen.add(known.origin.householdId);
    await followSupported(tx, personId, of.change);
  }
}

/** 特困: who marries has somebody who owes support; looked at out of turn. */
async function followSupported(tx: Tx, personId: PersonId, change: MarriageChange): Promise<void> {
  const profile = change === 'registered' ? await findProfile(tx, personId) : null;
  if (!profile || profile.state === 'ended') return;
  const opened = await openYearly(tx, personId, '登记结婚，须复核有没有能供养的义务人');
  if (!opened.ok && opened.code !== 'SAME_APPLICATION_OPEN') throw new Error(`review of ${personId}: ${opened.code}`);
}
