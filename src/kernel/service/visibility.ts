/**
 * Which cases somebody may know of beyond the division, which row-level security guards: a confidential flow is known only to the hands that its
 * table names, a duty of one domain knows the cases of that domain, and a user of an institution or of another department knows only the flows that he or she works in.
 */
import { type Sql, sql } from '../../database/sql.ts';
import { type Actor, isOneOf, ownDomain, type Performer, type Role } from '../access/index.ts';
import type { Context, Tx } from '../context/server.ts';
import { allFlows, type Case, flowOf, hasFlow } from './flows.ts';
import type { Flow, Hand } from './index.ts';
import { getServiceItem, serviceItems } from './items.ts';

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

/** Items of other domains than the actor's own. */
async function otherItems(tx: Tx): Promise<string[]> {
  const domain = ownDomain(tx.actor);
  return domain === null ? [] : (await serviceItems(tx)).filter((item) => item.domain !== domain).map((item) => item.itemId);
}

/** Whether the actor may open this one; a flow may ask more of a case (the institution that it is with). */
export async function mayKnow(tx: Tx, kase: Case): Promise<boolean> {
  const { flow, mayOpen } = flowOf(kase.flow, kase.flowVersion);
  if ((await otherItems(tx)).includes(kase.itemId)) return false;
  return knowsFlow(tx.actor, flow) && (tx.actor.kind !== 'staff' || !mayOpen || mayOpen(tx, kase));
}

/** Flows left out of the actor's lists: those that are not known, and to an institution's user those that decide case by case. */
const hiddenFlows = (actor: Actor): string[] => [
  ...new Set(
    allFlows()
      .filter(({ flow, mayOpen }) => !knowsFlow(actor, flow) || (mayOpen !== undefined && actor.role === 'institution-user'))
      .map(({ flow }) => flow.name),
  ),
];

/** What the actor must not know of: whole flows, and items of other domains. */
export const hiddenFrom = async (tx: Tx): Promise<{ flows: string[]; items: string[] }> => ({
  flows: hiddenFlows(tx.actor),
  items: await otherItems(tx),
});

/** Leaves out of a list what the actor must not know of. */
export async function knownFilter(tx: Tx): Promise<Sql> {
  const { flows, items } = await hiddenFrom(tx);
  if (flows.length === 0 && items.length === 0) return sql`true`;
  // Wrapped, so that the planner does not guess from the few flows and items that there are how little is left, and sorts: almost everything is.
  return sql`not coalesce(flow = any(${flows}::text[]) or item_id = any(${items}::text[]), false)`;
}

/** Where a case list is narrowed to the actor's own division: the prefix column, compared with `=`. */
export function divisionFilter(actor: Pick<Actor, 'division'>, within?: string): Sql {
  const code = within ?? actor.division ?? '';
  const trimmed = code.replace(/0+$/, '').length;
  if (trimmed <= 4) return sql`d4 = ${code.slice(0, 4)}`;
  if (trimmed <= 6) return sql`d6 = ${code.slice(0, 6)}`;
  if (trimmed <= 9) return sql`d9 = ${code.slice(0, 9)}`;
  return sql`division = ${code}`;
}

/** Whether the item's flow listens to residents who may not see its case: then `open` says who may speak, with the sight of the city. */
export async function takesInUnseen(context: Context, actor: Actor, itemId: string): Promise<boolean> {
  if (actor.kind !== 'resident') return false;
  const item = await context.read(actor, (tx) => getServiceItem(tx, itemId));
  return item.ok && hasFlow(item.value.template) && flowOf(item.value.template).takesInUnseen === true;
}
