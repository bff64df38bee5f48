/** 添人、少人 in a review: who has joined since the files were written, and who has left, registered as the township does it. */
import { plusDays } from '../../kernel/calendar/index.ts';
import type { KnownFamily, KnownPerson } from '../../simulate/known.ts';
import type { Granted } from './family.ts';
import { situationOf } from './form.ts';

interface MemberAct {
  readonly action: 'addMember' | 'removeMember';
  readonly input: Record<string, unknown>;
  /** An adult who joins is asked about at the departments first. */
  readonly adult: KnownPerson | null;
}

const add = (granted: Granted, known: KnownPerson): MemberAct => {
  const { person } = known;
  const born = person.birthTold !== null;
  granted.refs.set(person.ref, `n${++granted.joined}`);
  return {
    action: 'addMember',
    input: {
      name: person.name,
      idNumber: person.idNumber,
      relation: person.relation,
      reason: born ? 'birth' : 'marriage',
      joinedOn: person.together[0]!.from,
      livesTogether: true,
      ...situationOf(known),
      source: born ? '户口簿登记' : '婚姻登记',
    },
    adult: born ? null : known,
  };
};

function remove(granted: Granted, { person }: KnownPerson): MemberAct {
  const ref = granted.refs.get(person.ref)!;
  granted.refs.delete(person.ref);
  return {
    action: 'removeMember',
    input: {
      member: ref,
      reason: person.relation === 'spouse' ? 'divorce' : 'marriage',
      leftOn: plusDays(person.together.at(-1)!.to!, 1),
      source: '村里报告，婚姻登记',
    },
    adult: null,
  };
}

/** What has to be done about the members, by what is known now; the files are changed with it. */
export const memberActs = (granted: Granted, now: KnownFamily): MemberAct[] =>
  now.people
    .filter((p) => p.alive)
    .flatMap((known) => {
      const inFiles = granted.refs.has(known.person.ref);
      if (known.together === inFiles) return [];
      return [known.together ? add(granted, known) : remove(granted, known)];
    });
