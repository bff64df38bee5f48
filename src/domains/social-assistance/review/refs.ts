/**
 * Facts of a household point at its people as one application did (`self`, `m1` …). A household may have two: the family is 低保边缘, and one of it
 * receives 低保 alone and applied as `self`. What one of them wrote down is known in the other, about the same persons.
 */
import type { PersonId } from '../../../kernel/resident/server.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { relationSeenFrom } from '../family/member-form.ts';
import type { FamilyMember } from '../family/people.ts';

/** Who is meant by each reference, at the time of writing: everybody of the file, also who has left. */
export type People = Readonly<Record<string, PersonId>>;
export const peopleOf = (family: readonly FamilyMember[]): People => Object.fromEntries(family.map((m) => [m.ref, m.personId]));

type Recorded = Partial<Pick<FamilyFacts, 'members' | 'incomes' | 'farms' | 'expenses' | 'obligors' | 'assets'>>;

/**
 * The facts that one file recorded, in the references of another. Persons whom the other file does not know are left out, with what is theirs; whom only
 * the other file knows stays as it has them. How somebody is related was said to the applicant of the one file: it is taken from the other's own, and
 * of whoever joined since from what both are to that applicant.
 */
export function inRefsOf(
  file: { family: readonly FamilyMember[]; granted: FamilyFacts },
  recorded: Recorded,
  people: People,
): Recorded {
  const mine = new Map(file.family.map((m) => [m.personId, m.ref]));
  const same =
    file.family.every((m) => people[m.ref] === undefined || people[m.ref] === m.personId) &&
    Object.entries(people).every(([ref, person]) => (mine.get(person) ?? ref) === ref);
  if (same) return recorded;
  const refOf = (ref: string): string | undefined => {
    const person = people[ref];
    return person && mine.get(person);
  };
  const of = <T extends { member: string }>(items: readonly T[]): T[] =>
    items.flatMap((item) => {
      const member = refOf(item.member);
      return member ? [{ ...item, member }] : [];
    });
  const owned = <T extends { owner: string | null }>(things: readonly T[]): T[] =>
    things.flatMap((thing) => {
      if (thing.owner === null) return [thing];
      const owner = refOf(thing.owner);
      return owner ? [{ ...thing, owner }] : [];
    });
  const { members, incomes, farms, expenses, obligors, assets } = recorded;
  return {
    ...(members && { members: [...translated(members), ...unknownThere()] }),
    ...(incomes !== undefined && { incomes: incomes && of(incomes) }),
    ...(farms && { farms: of(farms) }),
    ...(expenses && { expenses: of(expenses) }),
    ...(obligors !== undefined && {
      obligors:
        obligors === null
          ? null
          : obligors.flatMap((obligor) => {
              const supports = obligor.supports.flatMap((ref) => refOf(ref) ?? []);
              return supports.length > 0 ? [{ ...obligor, supports }] : [];
            }),
    }),
    ...(assets !== undefined && {
      assets: assets && {
        financial: owned(assets.financial),
        vehicles: owned(assets.vehicles),
        houses: owned(assets.houses),
        firms: owned(assets.firms),
      },
    }),
  };

  function translated(there: FamilyFacts['members']): FamilyFacts['members'] {
    const own = there.find((member) => refOf(member.ref) === 'self')?.relation ?? 'other';
    return there.flatMap((member) => {
      const ref = refOf(member.ref);
      if (!ref) return [];
      const before = file.granted.members.find((m) => m.ref === ref);
      return [{ ...member, ref, relation: before?.relation ?? relationSeenFrom(own, member.relation) }];
    });
  }
  function unknownThere(): FamilyFacts['members'] {
    const known = new Set(Object.values(people));
    const strangers = new Set(file.family.filter((m) => !known.has(m.personId)).map((m) => m.ref));
    return file.granted.members.filter((m) => strangers.has(m.ref));
  }
}
