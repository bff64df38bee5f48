/** The facts of an earlier decision with what is known since of who is left of the family; everything else stays as it was decided (4.6). */
import type { FamilyFacts } from './facts.ts';

type Members = Pick<FamilyFacts, 'members'>;

/** Whoever is known to have died by now has died in them too. */
export function withDeathsOf(facts: FamilyFacts, now: Members): FamilyFacts {
  const deaths = new Map(now.members.map((m) => [m.ref, m.diedOn]));
  return { ...facts, members: facts.members.map((m) => ({ ...m, diedOn: deaths.get(m.ref) ?? m.diedOn })) };
}

/** Whoever receives 特困 by now is counted apart in them too. */
export function withTekunOf(facts: FamilyFacts, now: Members): FamilyFacts {
  const tekun = new Set(now.members.filter((m) => m.status === 'tekun').map((m) => m.ref));
  return { ...facts, members: facts.members.map((m) => (tekun.has(m.ref) ? { ...m, status: 'tekun' as const } : m)) };
}
