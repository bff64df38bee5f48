/** 家里添人、少人 (4.6): who joined after the benefit was granted and who left. How they live is a fact of the family, on two clocks like every other. */
import { z } from 'zod';
import { insertValues, sql } from '../../../database/sql.ts';
import { longDate, monthAfter } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { entitledAlready } from '../../../kernel/payment/server.ts';
import { defineSealed } from '../../../kernel/protect/server.ts';
import { addHouseholdMember, findOrRegister, grantAccess, type PersonId, removeMember } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, PlainDateText, ResidentId, residentIdFacts } from '../../../kernel/schema/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { memberRelations, situationFields } from '../family/application.ts';
import { situationFacts } from '../family/declared.ts';
import { type FamilyFacts, MemberFacts } from '../family/facts.ts';
import { type FamilyMember, relationToHead } from '../family/people.ts';
import { recognisedOn } from '../recognition/store.ts';
import type { Origin } from './facts.ts';
import { joinReasons, leaveReasons } from './terms.ts';

defineSealed({
  table: 'family_newcomer',
  key: ['household_id', 'ref'],
  sealed: ['identity'],
  place: (row) => identityPlace(row.household_id!, row.ref!),
});
const identityPlace = (householdId: string, ref: string): string => `family_newcomer.identity:${householdId}:${ref}`;

const Source = z
  .string()
  .trim()
  .min(4, '请写明依据（至少4个字）')
  .max(200)
  .meta({ label: '依据', help: '例如：户籍登记、婚姻登记、释放证明；部门能查到的不用家里交', widget: 'textarea' });

export const Newcomer = z.strictObject({
  name: z.string().trim().min(1, '请填写姓名').max(50).meta({ label: '姓名' }),
  idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card', help: '新生儿先上户口，号码在户口簿上' }),
  relation: choice(memberRelations).meta({ label: '是申请人的' }),
  reason: choice(joinReasons).meta({ label: '怎么来的' }),
  joinedOn: PlainDateText.meta({ label: '从哪天起是一家人', widget: 'date', format: 'plain-date' }),
  livesTogether: z
    .boolean()
    .default(true)
    .meta({ label: '长期住在一起（半年以上）', help: '配偶和未成年子女不论住在哪里都计入' }),
  ...situationFields,
  source: Source,
});
export type Newcomer = z.infer<typeof Newcomer>;

export const Leaving = z.strictObject({
  member: z.string().min(1, '请选择家庭成员').max(40).meta({ label: '哪位家人' }),
  reason: choice(leaveReasons).meta({ label: '为什么不再是一家人', help: '去世的请登记死亡，系统会自动核算' }),
  leftOn: PlainDateText.meta({ label: '从哪天起', widget: 'date', format: 'plain-date' }),
  source: Source,
});
export type Leaving = z.infer<typeof Leaving>;

interface NewcomerRow {
  ref: string;
  personId: PersonId;
  relation: FamilyMember['relation'];
  identity: Buffer;
}

/** Everybody who joined the household after its application, oldest first. */
export async function newcomersOf(tx: Tx, householdId: string): Promise<FamilyMember[]> {
  const rows = await tx.rows<NewcomerRow>(
    sql`select ref, person_id, relation, identity from family_newcomer where household_id = ${householdId} order by recorded_at, ref limit 60`,
  );
  return rows.map(({ identity, ...row }) => {
    const who = tx.keys.openJson<{ name: string; idNumber: string }>(identity, identityPlace(householdId, row.ref));
    return { ...row, ...who, birthDate: residentIdFacts(who.idNumber).birthDate };
  });
}

/** 8.1: nobody who is in another family's application or benefit. */
async function isFree(tx: Tx, personId: PersonId, householdId: string): Promise<Result<null>> {
  const claim = { memberIds: [personId], exclusiveGroups: ['basic-living'], fromMonth: monthAfter(tx.today) };
  const entitled = await entitledAlready(tx, claim);
  if (entitled?.programme === 'tekun') return fail('EXCLUDED_SCHEME', { benefit: '特困供养', asked: '低保' });
  const recognised = (await recognisedOn(tx, [personId], tx.today)).find((r) => r.householdId !== householdId);
  const place = recognised?.division ?? (entitled ? tx.city : null);
  return place ? fail('ASSISTED_ELSEWHERE', { place: tx.divisions.fullName(place) }) : ok(null);
}

const nextRef = async (tx: Tx, { householdId }: Origin): Promise<string> =>
  `n${Math.max(0, ...(await newcomersOf(tx, householdId)).map((m) => Number(m.ref.slice(1)))) + 1}`;

/** The person in the registry and in the household, and the facts with him or her. */
export async function join(
  tx: Tx,
  kase: Case,
  of: { origin: Origin; facts: FamilyFacts },
  input: Newcomer,
): Promise<Result<FamilyFacts>> {
  const { origin, facts } = of;
  const { birthDate } = residentIdFacts(input.idNumber);
  if (input.joinedOn > tx.today || input.joinedOn < birthDate)
    return fail('INVALID_INPUT', { count: 1 }, [
      { path: 'joinedOn', message: `日期应在出生（${longDate(birthDate)}）以后、今天以前` },
    ]);
  const already = origin.family.find((m) => m.idNumber === input.idNumber);
  if (already && facts.members.some((m) => m.ref === already.ref))
    return fail('ALREADY_OF_FAMILY', { name: input.name }, [{ path: 'idNumber', message: '已经在这一户里' }]);
  const person = await findOrRegister(tx, { name: input.name, idNumber: input.idNumber, division: kase.division });
  if (!person.ok) return person;
  const free = await isFree(tx, person.value, origin.householdId);
  if (!free.ok) return free;
  await grantAccess(tx, { personId: person.value, division: kase.division, reason: `case:${kase.id}` });
  const joined = await addHouseholdMember(tx, {
    householdId: origin.householdId as never,
    member: { personId: person.value, relation: relationToHead(input.relation, await headIn(tx, of)) },
    from: input.joinedOn,
    reason: joinReasons[input.reason],
  });
  if (!joined.ok && !(joined.code === 'ALREADY_IN_HOUSEHOLD' && (await isInHousehold(tx, origin.householdId, person.value))))
    return joined;
  const ref = already?.ref ?? (await nextRef(tx, origin));
  if (!already) await keep(tx, kase, origin, { ...input, ref, personId: person.value });
  await tx.run(sql`insert into case_person (case_id, person_id, role, division) values (${kase.id}, ${person.value}, ${ref}, ${kase.division})
    on conflict (case_id, person_id) do nothing`);
  const member = MemberFacts.parse({
    ref,
    relation: input.relation,
    birthDate,
    livesTogether: input.livesTogether,
    ...situationFacts(input),
  });
  return ok({ ...facts, members: [...facts.members, member] });
}

/** What the head of the household is to the applicant of this file. */
async function headIn(
  tx: Tx,
  { origin, facts }: { origin: Origin; facts: FamilyFacts },
): Promise<FamilyMember['relation'] | undefined> {
  const { headId } = await tx.one<{ headId: PersonId }>(sql`select head_id from household where id = ${origin.householdId}`);
  const ref = origin.family.find((m) => m.personId === headId)?.ref;
  return facts.members.find((m) => m.ref === ref)?.relation;
}

const isInHousehold = async (tx: Tx, householdId: string, personId: PersonId): Promise<boolean> =>
  (await tx.maybe(
    sql`select 1 as inside from household_member where household_id = ${householdId} and person_id = ${personId} and valid_to is null and superseded_at is null`,
  )) !== null;

const keep = (tx: Tx, kase: Case, origin: Origin, given: Newcomer & { ref: string; personId: PersonId }): Promise<number> =>
  tx.run(
    sql`insert into family_newcomer ${insertValues({
      householdId: origin.householdId,
      ref: given.ref,
      personId: given.personId,
      division: kase.division,
      relation: given.relation,
      reason: given.reason,
      joinedOn: given.joinedOn,
      caseId: kase.id,
      identity: tx.keys.sealJson({ name: given.name, idNumber: given.idNumber }, identityPlace(origin.householdId, given.ref)),
      recordedAt: tx.now,
      recordedBy: tx.actor.id,
    })}`,
  );

/** The household without the member, and the facts without what was only theirs. */
export async function leave(tx: Tx, of: { origin: Origin; facts: FamilyFacts }, input: Leaving): Promise<Result<FamilyFacts>> {
  const { origin, facts } = of;
  const member = origin.family.find((m) => m.ref === input.member);
  if (!member || !facts.members.some((m) => m.ref === input.member))
    return fail('MEMBER_UNKNOWN', {}, [{ path: 'member', message: '请选择现在还在这一户的人' }]);
  if (member.ref === 'self') return fail('HOLDER_STAYS', {}, [{ path: 'member', message: '这是申请人本人' }]);
  if (input.leftOn > tx.today) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'leftOn', message: '日期不能晚于今天' }]);
  const left = await removeMember(tx, {
    householdId: origin.householdId as never,
    personId: member.personId,
    on: input.leftOn,
    reason: leaveReasons[input.reason],
  });
  if (!left.ok && left.code !== 'NOT_A_MEMBER') return left;
  return ok(withoutMember(facts, member.ref));
}

/** What belonged to one member goes with him or her; what belongs to the family stays. */
export function withoutMember(facts: FamilyFacts, ref: string): FamilyFacts {
  const others = <T extends { member: string }>(items: readonly T[]): T[] => items.filter((i) => i.member !== ref);
  const owned = <T extends { owner: string | null }>(items: readonly T[]): T[] => items.filter((i) => i.owner !== ref);
  return {
    ...facts,
    members: facts.members.filter((m) => m.ref !== ref),
    incomes: facts.incomes && others(facts.incomes),
    farms: others(facts.farms),
    expenses: others(facts.expenses),
    obligors:
      facts.obligors === null
        ? null
        : facts.obligors
            .map((o) => ({ ...o, supports: o.supports.filter((supported) => supported !== ref) }))
            .filter((o) => o.supports.length > 0),
    assets: facts.assets && {
      financial: owned(facts.assets.financial),
      vehicles: owned(facts.assets.vehicles),
      houses: owned(facts.assets.houses),
      firms: owned(facts.assets.firms),
    },
    discrepancies: facts.discrepancies.filter((d) => d.member !== ref),
  };
}
