/** 户籍所在地 of a household on two clocks: where it belonged on a day, as it was known at an instant. Kept from its first move on. */
import type { Tx } from '../context/server.ts';
import type { DivisionCode } from '../schema/index.ts';
import { type Fact, factHistory, factsAsOf, firstFact } from './facts.ts';
import type { AsOf, HouseholdId, UrbanRural } from './index.ts';

export interface Residence {
  readonly division: DivisionCode;
  readonly urbanRural: UrbanRural;
}
/** The place since a move, and the one before it. */
export interface MovedTo extends Residence {
  readonly former: Residence;
}

const subjectOf = (id: HouseholdId) => ({ kind: 'household' as const, id });

/** The move that brought the household to where it is on a day; null for one that has not moved by then. */
export async function lastMove(tx: Tx, id: HouseholdId, asOf: AsOf): Promise<Fact<MovedTo> | null> {
  const [fact] = await factsAsOf(tx, subjectOf(id), { ...asOf, kinds: ['residence'] });
  return (fact as Fact<MovedTo> | undefined) ?? null;
}

/** Where a household belonged: by the move before that day, else where it was before its first one, else where it is. */
export async function residenceOn(tx: Tx, household: Residence & { id: HouseholdId }, asOf: AsOf): Promise<Residence> {
  const moved = await lastMove(tx, household.id, asOf);
  if (moved) return moved.value;
  const first = (await firstFact(tx, subjectOf(household.id), 'residence')) as MovedTo | null;
  return first ? first.former : household;
}

/** The moves known now, newest first. */
export const movesOf = async (tx: Tx, id: HouseholdId): Promise<Fact<MovedTo>[]> =>
  (await factHistory(tx, subjectOf(id))).filter((fact): fact is Fact<MovedTo> => fact.kind === 'residence');
