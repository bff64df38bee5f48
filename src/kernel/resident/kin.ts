/** What people are to each other, by what both are to a third: the head of the household, or whoever applies for it. */
import type { HouseholdRelation } from './index.ts';

/** By what a member is to the head: what the others are to that member. Left out: 其他亲属. */
const seenFrom: Partial<Record<HouseholdRelation, Partial<Record<HouseholdRelation, HouseholdRelation>>>> = {
  spouse: { head: 'spouse', child: 'child', parent: 'parent-in-law', 'parent-in-law': 'parent', grandchild: 'grandchild' },
  child: { head: 'parent', spouse: 'parent', child: 'sibling', parent: 'grandparent', 'parent-in-law': 'grandparent' },
  parent: { head: 'child', spouse: 'child-spouse', child: 'grandchild', parent: 'spouse', sibling: 'child' },
  'parent-in-law': { head: 'child-spouse', spouse: 'child', child: 'grandchild', 'parent-in-law': 'spouse' },
  grandparent: { head: 'grandchild', grandparent: 'spouse' },
  grandchild: { head: 'grandparent', spouse: 'grandparent', grandchild: 'sibling' },
  sibling: { head: 'sibling', parent: 'parent', sibling: 'sibling' },
};

/** What somebody is to a member, by what both are to the head. */
export const relationSeenFrom = (own: HouseholdRelation, relation: HouseholdRelation): Exclude<HouseholdRelation, 'head'> =>
  (own === 'head' && relation !== 'head' ? relation : (seenFrom[own]?.[relation] ?? 'other')) as Exclude<
    HouseholdRelation,
    'head'
  >;
