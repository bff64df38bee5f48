/** 添人、少人 in a review: who has joined since the files were written, and who has left, registered as the township does it. */
import { plusDays } from '../../kernel/calendar/index.ts';
import type { KnownFamily, KnownPerson } from '../../simulate/known.ts';
import type { Granted } from './family.ts';
import { relationTo, situationOf } from './form.ts';

interface MemberAct {
  readonly action: 'addMember' | 'removeMember';
  readonly input: Record<string, unknown>;
  /** An adult who joins is asked about at the departments first. */
  readonly adult: KnownPerson | null;
}

/** Registered in another file of the family already: this file only has to know it. */
const KNOWN: readonly MemberAct[] = [];

function add({ family, refs, household }: Granted, known: KnownPerson): readonly MemberAct[] {
  const { person } = known;
  const before = household.joined.get(person.ref);
  const ref = before ?? `n${household.joined.size + 1}`;
  refs.set(person.ref, ref);
  household.joined.set(person.ref, ref);
  if (before) return KNOWN;
  const born = person.birthTold !== null;
  const applicant = family.people.find((p) => refs.get(p.ref) === 'self')!;
  return [
    {
      action: 'addMember',
      input: {
        name: person.name,
        idNumber: person.idNumber,
        relation: relationTo(applicant.relation, person.relation),
        reason: born ? 'birth' : 'marriage',
        joinedOn: person.together[0]!.from,
        livesTogether: true,
        ...situationOf(known),
        source: born ? '户口簿登记' : '婚姻登记',
      },
      adult: born ? null : known,
    },
  ];
}

function remove({ refs, household }: Granted, { person }: KnownPerson): readonly MemberAct[] {
  const ref = refs.get(person.ref)!;
  refs.delete(person.ref);
  if (household.left.has(person.ref)) return KNOWN;
  household.left.add(person.ref);
  return [
    {
      action: 'removeMember',
      input: {
        member: ref,
        reason: person.relation === 'spouse' ? 'divorce' : 'marriage',
        leftOn: plusDays(person.together.at(-1)!.to!, 1),
        source: '村里报告，婚姻登记',
      },
      adult: null,
    },
  ];
}

/** What has to be done about the members, by what is known now; the files are changed with it. */
export const memberActs = (granted: Granted, now: KnownFamily): MemberAct[] =>
  now.people
    .filter((p) => p.alive)
    .flatMap((known) => {
      const inFiles = granted.refs.has(known.person.ref);
      if (known.together === inFiles) return [];
      return known.together ? add(granted, known) : remove(granted, known);
    });
