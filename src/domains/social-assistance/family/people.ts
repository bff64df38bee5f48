/** The persons of an application in the registry: identified or registered when the township accepts, one file each. */
import { sql } from '../../../database/sql.ts';
import { monthAfter } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { maskIdNumber } from '../../../kernel/protect/index.ts';
import {
  addHouseholdMember,
  findOrRegister,
  grantAccess,
  type HouseholdId,
  type HouseholdRelation,
  householdOf,
  type PersonId,
  recordCommunicationNeeds,
  registerHousehold,
  updateContact,
} from '../../../kernel/resident/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type PlainDate, residentIdFacts } from '../../../kernel/schema/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import type { VerificationMember } from '../verification/server.ts';
import { type AssistanceApplication, memberRefs } from './application.ts';
import { relationSeenFrom } from './member-form.ts';
import { relations } from './terms.ts';

/** To the head of the household; the applicant is its head where a household is new. */
export const toHead = (relation: keyof typeof relations): HouseholdRelation => (relation === 'self' ? 'head' : relation);

/** The same where the household was there before, with a head who may be another than the applicant. */
export const relationToHead = (relation: keyof typeof relations, head: keyof typeof relations | undefined): HouseholdRelation =>
  head === 'self' ? toHead(relation) : head ? relationSeenFrom(head, relation) : 'other';

export interface FamilyMember extends VerificationMember {
  readonly birthDate: PlainDate;
  readonly personId: PersonId;
  readonly relation: keyof typeof relations;
}

/** Everybody of the form, in the registry, in one household, named on the case. Run at acceptance by the township. */
export async function registerFamily(
  tx: Tx,
  kase: Case,
  form: AssistanceApplication,
): Promise<Result<{ householdId: HouseholdId; members: FamilyMember[] }>> {
  const members: FamilyMember[] = [];
  for (const member of memberRefs(form)) {
    const person =
      member.ref === 'self'
        ? ok(kase.applicantPersonId)
        : await findOrRegister(tx, { name: member.name, idNumber: member.idNumber, division: kase.division });
    if (!person.ok) return person;
    members.push({ ...member, personId: person.value, birthDate: residentIdFacts(member.idNumber).birthDate });
    await grantAccess(tx, { personId: person.value, division: kase.division, reason: `case:${kase.id}` });
  }
  await tx.run(sql`insert into case_person (case_id, person_id, role, division)
    select ${kase.id}, p, r, ${kase.division} from unnest(${members.map((m) => m.personId)}::uuid[], ${members.map((m) => m.ref)}::text[]) as t (p, r) on conflict (case_id, person_id) do nothing`);
  const household = await joinHousehold(tx, kase, form, members);
  if (!household.ok) return household;
  const kept = await keepContact(tx, kase, form, members);
  if (!kept.ok) return kept;
  return ok({ householdId: household.value, members });
}

/**
 * Who lives together lives at the address of the form. The telephone is the applicant's only when he sent the form in himself or at the window,
 * and when it is not a supporter's: codes for signing in go there. A case that came out of another one was filled from its form: nobody has said anything anew.
 */
async function keepContact(
  tx: Tx,
  kase: Case,
  form: AssistanceApplication,
  members: readonly FamilyMember[],
): Promise<Result<null>> {
  if (kase.parentId !== null) return ok(null);
  const { phone, address } = form.applicant;
  const own = kase.agentPersonId === null && !form.obligors.some((o) => o.phone === phone);
  const asked = await recordCommunicationNeeds(tx, {
    personId: kase.applicantPersonId,
    // Forms of before had no such question.
    needs: form.applicant.communication ?? [],
    source: '救助申请表',
  });
  if (!asked.ok) return asked;
  for (const [i, { personId, ref }] of members.entries()) {
    if (ref !== 'self' && !form.members[i - 1]!.livesTogether) continue;
    const contact = { address, ...(ref === 'self' && own ? { phone } : {}) };
    const kept = await updateContact(tx, { personId, contact, source: '救助申请表' });
    if (!kept.ok) return kept;
  }
  return ok(null);
}

async function joinHousehold(
  tx: Tx,
  kase: Case,
  form: AssistanceApplication,
  members: readonly FamilyMember[],
): Promise<Result<HouseholdId>> {
  const together = memberRefs(form).filter((_, i) => i === 0 || form.members[i - 1]!.livesTogether);
  const present = await householdOf(tx, kase.applicantPersonId);
  const head = present ? members.find((m) => m.personId === present.headId)?.relation : 'self';
  const joining = together.map((m) => ({
    personId: members.find((f) => f.ref === m.ref)!.personId,
    relation: relationToHead(m.relation, head),
  }));
  if (!present) {
    const registered = await registerHousehold(tx, {
      division: kase.division,
      urbanRural: form.applicant.urbanRural,
      headId: kase.applicantPersonId,
      members: joining.slice(1),
      from: tx.today,
    });
    return registered.ok ? ok(registered.value.id) : registered;
  }
  const inside = new Set(present.members.map((m) => m.personId));
  for (const member of joining.filter((m) => !inside.has(m.personId))) {
    const added = await addHouseholdMember(tx, { householdId: present.id, member, from: tx.today, reason: '低保申请登记' });
    if (!added.ok) return added;
  }
  return ok(present.id);
}

/** The family as it was registered at acceptance. */
export async function familyOf(tx: Tx, kase: Case, form: AssistanceApplication): Promise<FamilyMember[]> {
  const rows = await tx.rows<{ personId: PersonId; role: string }>(
    sql`select person_id, role from case_person where case_id = ${kase.id} limit 60`,
  );
  return memberRefs(form).flatMap((m) => {
    const personId = m.ref === 'self' ? kase.applicantPersonId : rows.find((r) => r.role === m.ref)?.personId;
    return personId ? [{ ...m, personId, birthDate: residentIdFacts(m.idNumber).birthDate }] : [];
  });
}

/** Day of death by member, as the registry knows it now. */
export async function deathsOf(tx: Tx, family: readonly FamilyMember[]): Promise<Record<string, PlainDate>> {
  const rows = await tx.rows<{ id: string; diedOn: PlainDate }>(
    sql`select id, died_on from person where id = any(${family.map((m) => m.personId)}::uuid[]) and died_on is not null limit 60`,
  );
  return Object.fromEntries(rows.flatMap((row) => family.filter((m) => m.personId === row.id).map((m) => [m.ref, row.diedOn])));
}

/** The family for the case page: each with the file in the registry, and with the death that it knows of. */
export async function membersShown(tx: Tx, family: readonly FamilyMember[]) {
  const deaths = await deathsOf(tx, family);
  return family.map((m) => ({
    personId: m.personId,
    name: m.name,
    relationZh: relations[m.relation],
    note: maskIdNumber(m.idNumber),
    diedOn: deaths[m.ref] ?? null,
  }));
}

/** Members whom 特困 supports from next month on, wherever in the city. */
export async function tekunAmong(tx: Tx, family: readonly FamilyMember[]): Promise<string[]> {
  if (family.length === 0) return [];
  const rows = await tx.rows<{ personId: PersonId }>(sql`select person_id
    from entitled_in_groups(${family.map((m) => m.personId)}::uuid[], array['basic-living'], ${monthAfter(tx.today)}) where programme = 'tekun' limit 60`);
  return rows.flatMap((row) => family.filter((m) => m.personId === row.personId).map((m) => m.ref));
}
