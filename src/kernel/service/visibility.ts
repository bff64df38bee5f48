/**
 * Which cases somebody may know of beyond the division, which row-level security guards: a confidential flow is known only to the hands that its
 * table names, and a user of an institution or of another department knows only the flows that he or she works in.
 */
import { type Actor, isOneOf, type Performer, type Role } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import { allFlows, type Case, flowOf } from './flows.ts';
import type { Flow, Hand } from './index.ts';

const handsOf = new WeakMap<Flow, readonly Performer[]>();

/** Every officer whom a flow's table names. */
function performersOf(flow: Flow): readonly Performer[] {
  let hands = handsOf.get(flow);
  if (!hands) {
    const named = new Set<Hand>(Object.values(flow.steps).flatMap((step) => Object.values(step.can).flat() as Hand[]));
    hands = [...named].filter((hand): hand is Performer => hand !== 'applicant' && hand !== 'anyone' && hand !== 'timer');
    handsOf.set(flow, hands);
  }
  return hands;
}

/** They know only the flows that they work in. */
const outsiders: readonly Role[] = ['institution-user', 'dept-user'];

const knowsFlow = (actor: Actor, flow: Flow): boolean =>
  actor.kind !== 'staff' || (!flow.confidential && !outsiders.includes(actor.role)) || isOneOf(actor, performersOf(flow));

/** Whether the actor may open this one; a flow may ask more of a case (the institution that it is with). */
export async function mayKnow(tx: Tx, kase: Case): Promise<boolean> {
  const { flow, mayOpen } = flowOf(kase.flow, kase.flowVersion);
  return knowsFlow(tx.actor, flow) && (tx.actor.kind !== 'staff' || !mayOpen || mayOpen(tx, kase));
}

/** Flows left out of the actor's lists: those that are not known, and to an institution's user those that decide case by case. */
export const hiddenFlows = (actor: Actor): string[] => [
  ...new Set(
    allFlows()
      .filter(({ flow, mayOpen }) => !knowsFlow(actor, flow) || (mayOpen !== undefined && actor.role === 'institution-user'))
      .map(({ flow }) => flow.name),
  ),
];
