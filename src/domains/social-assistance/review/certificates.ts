/**
 * 残疾人证变动 (5.5, 5.9): 分类施保, the ground of 单人保 and the deduction of rehabilitation rest on it. Where what the federation says now can alter what a family
 * receives or is recognised as, its review opens; the township asks, a person decides. Nothing is held, paid or stopped on the message alone.
 */
import { firstDayOf, monthAfter } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { entitlementsOfHousehold, entitlementsOfPerson } from '../../../kernel/payment/server.ts';
import { type Parameters, parametersOf } from '../../../kernel/policy/server.ts';
import { householdOf, type PersonId } from '../../../kernel/resident/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { classificationRules } from '../classification/classify.ts';
import { determineDibao } from '../dibao/rules.ts';
import type { FamilyFacts, MemberFacts } from '../family/facts.ts';
import type { disabilityTypes } from '../family/terms.ts';
import { activeOfHousehold, getRecognition } from '../recognition/store.ts';
import { signalsReceived } from '../warning/signals.ts';
import { familyFactsAsOf, type Origin, originOf, originOfRecognition } from './facts.ts';
import { isPaying, openReview } from './open.ts';
import { isMarked } from './rules.ts';
import type { ReviewSubject } from './store.ts';

/** As the event tells it; `multiple` stands for several kinds that are not told. */
export interface CertificateChange {
  readonly change: 'issued' | 'changed' | 'expired' | 'cancelled';
  readonly category: keyof typeof disabilityTypes | 'multiple';
  readonly level: number;
  readonly validTo?: PlainDate | null;
}

const isOver = ({ change }: CertificateChange): boolean => change === 'expired' || change === 'cancelled';
/** The certificate of a person is one: what is told of it stands in the place of what was known. */
const certificateNow = (news: CertificateChange): MemberFacts['disabilities'] => {
  const { category, level, validTo = null } = news;
  // 多重残疾没有说是哪几类，按等级看；三级多重不算三级智力、精神
  return isOver(news) ? [] : [{ type: category === 'multiple' ? 'physical' : category, level, validTo }];
};

/** What was known, a certificate that is told to be over taken as it stood until now; and what is told. */
function beforeAndNow(facts: FamilyFacts, ref: string, news: CertificateChange): [FamilyFacts, FamilyFacts] {
  const withDisabilities = (of: (m: MemberFacts) => MemberFacts['disabilities']): FamilyFacts => ({
    ...facts,
    // The last report stands for it: only the certificate may differ.
    check: facts.check && { ...facts.check, validTo: null },
    members: facts.members.map((m) => (m.ref === ref ? { ...m, disabilities: of(m) } : m)),
  });
  const before = withDisabilities((m) => (isOver(news) ? m.disabilities.map((d) => ({ ...d, validTo: null })) : m.disabilities));
  return [before, withDisabilities(() => certificateNow(news))];
}

interface Looked {
  readonly parameters: Parameters;
  readonly today: PlainDate;
}

/** Another result, or another amount as far as a review within its period adjusts it (4.6). */
function altersBenefit([before, now]: [FamilyFacts, FamilyFacts], { parameters, today }: Looked): boolean {
  const day = firstDayOf(monthAfter(today));
  const [then, next] = [before, now].map((facts) => determineDibao({ ...facts, decisionDate: day }, parameters, day));
  const percent = parameters.on('REVIEW-MARKED-PERCENT', now.division, today);
  if (!then?.ok || !next?.ok || !percent.ok) return true;
  if (then.value.outcome !== next.value.outcome) return true;
  const [old, due] = [then.value, next.value].map((d) => ({ amountFen: d.amountFen ?? d.estimateFen, persons: d.persons }));
  if (old!.amountFen === null || due!.amountFen === null) return true;
  if (old!.amountFen === due!.amountFen) return false;
  return isMarked(
    { amountFen: due!.amountFen, persons: due!.persons },
    { amountFen: old!.amountFen, persons: old!.persons },
    Number(percent.value.value),
  );
}

/** 单人保 that becomes possible is a warning of its own (IN-6): here only what the family as a whole is. */
function altersRecognition(pair: [FamilyFacts, FamilyFacts], kind: 'edge' | 'rigid', { parameters, today }: Looked): boolean {
  const [then, next] = pair.map((facts) => {
    const decided = classificationRules.current.decide({ facts, appliedFor: kind }, parameters, today);
    return decided.ok ? decided.value.category : decided.code;
  });
  return then !== next;
}

async function look(
  tx: Tx,
  of: { subject: ReviewSubject; origin: Origin; personId: PersonId; news: CertificateChange },
  alters: (pair: [FamilyFacts, FamilyFacts], looked: Looked) => boolean,
): Promise<void> {
  const { subject, origin, news } = of;
  const ref = origin.family.find((m) => m.personId === of.personId)?.ref;
  const { facts } = await familyFactsAsOf(tx, origin, { validOn: tx.today });
  const member = facts.members.find((m) => m.ref === ref);
  if (!ref || !member || member.diedOn !== null) return;
  if (!alters(beforeAndNow(facts, ref, news), { parameters: await parametersOf(tx), today: tx.today })) return;
  const opened = await openReview(tx, { ...subject, kind: 'change', reason: '家庭成员的残疾人证有变动，须核实并重新核算' });
  if (!opened.ok) throw new Error(`review after a certificate: ${opened.code}`);
}

/** Everything that the household has: also who receives alone rests on what the others are. */
export async function followCertificate(
  tx: Tx,
  { personId, ...news }: { personId: PersonId } & CertificateChange,
): Promise<void> {
  const household = await householdOf(tx, personId);
  const benefits = [
    ...(await entitlementsOfPerson(tx, personId)),
    ...(household ? await entitlementsOfHousehold(tx, household.id) : []),
  ].filter((e, i, all) => isPaying(e, tx.today) && all.findIndex((other) => other.id === e.id) === i);
  for (const { id } of benefits) {
    const origin = await originOf(tx, id);
    if (origin.ok) await look(tx, { subject: { entitlementId: id }, origin: origin.value, personId, news }, altersBenefit);
  }
  const held = household && (await activeOfHousehold(tx, household.id));
  const recognition = held && (await getRecognition(tx, held));
  if (!recognition) return;
  const origin = await originOfRecognition(tx, recognition);
  const subject = { recognitionId: recognition.id };
  if (origin.ok)
    await look(tx, { subject, origin: origin.value, personId, news }, (pair, looked) =>
      altersRecognition(pair, recognition.kind, looked),
    );
}

/** The facts with the certificates that were told of since a day: the form of a review begins with them, and an officer confirms or corrects it. */
export async function withCertificatesTold(
  tx: Tx,
  facts: FamilyFacts,
  of: { origin: Origin; since: PlainDate },
): Promise<FamilyFacts> {
  const told = await signalsReceived(tx, {
    kind: 'disability.certificate.changed',
    personIds: of.origin.family.map((m) => m.personId),
    since: of.since,
  });
  const members = facts.members.map((member) => {
    const personId = of.origin.family.find((m) => m.ref === member.ref)?.personId;
    const news = told.findLast((s) => s.personId === personId)?.payload as CertificateChange | undefined;
    return news && news.category !== 'multiple' ? { ...member, disabilities: certificateNow(news) } : member;
  });
  return { ...facts, members };
}
