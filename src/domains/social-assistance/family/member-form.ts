/** The same family's application with another member as the applicant: what a case of its own begins with, so that nobody is asked twice. */
import { type AssistanceApplication, memberRefs } from './application.ts';
import type { relations, SingleGround } from './terms.ts';

type Relation = keyof typeof relations;

/** What the others are to the member, by what both are to the old applicant. Left out: 其他亲属. */
const seenFrom: Partial<Record<Relation, Partial<Record<Relation, Relation>>>> = {
  spouse: { self: 'spouse', child: 'child', parent: 'parent-in-law', 'parent-in-law': 'parent', grandchild: 'grandchild' },
  child: { self: 'parent', spouse: 'parent', child: 'sibling', parent: 'grandparent', 'parent-in-law': 'grandparent' },
  parent: { self: 'child', spouse: 'child-spouse', child: 'grandchild', parent: 'spouse', sibling: 'child' },
  'parent-in-law': { self: 'child-spouse', spouse: 'child', child: 'grandchild', 'parent-in-law': 'spouse' },
  grandparent: { self: 'grandchild', grandparent: 'spouse' },
  grandchild: { self: 'grandparent', spouse: 'grandparent', grandchild: 'sibling' },
  sibling: { self: 'sibling', parent: 'parent', sibling: 'sibling' },
};

/** What somebody is to a member, by what both are to the applicant. */
export const relationSeenFrom = (own: Relation, relation: Relation): Exclude<Relation, 'self'> =>
  (seenFrom[own]?.[relation] ?? 'other') as Exclude<Relation, 'self'>;

/** Null when there is no such member. The old applicant takes the member's row; everything else stays as it was declared. */
export function formOfMember(
  form: AssistanceApplication,
  ref: string,
  applyAs: AssistanceApplication['applyAs'],
): AssistanceApplication | null {
  const at = memberRefs(form).findIndex((m) => m.ref === ref) - 1;
  const member = form.members[at];
  if (!member) return null;
  const { relation: own, livesTogether, status: _, name, idNumber, ...situation } = member;
  const { name: oldName, idNumber: oldNumber, phone, division, address, urbanRural, ...oldSituation } = form.applicant;
  const relationTo = (relation: Relation): Exclude<Relation, 'self'> => relationSeenFrom(own, relation);
  const swap = (pointed: string): string => (pointed === 'self' ? ref : pointed === ref ? 'self' : pointed);
  const swapped = <T extends { member: string }>(items: readonly T[]): T[] =>
    items.map((i) => ({ ...i, member: swap(i.member) }));
  return {
    ...form,
    applyAs,
    applicant: { ...situation, name, idNumber, phone, division, address, urbanRural },
    members: form.members.map((other, i) =>
      i === at
        ? {
            ...oldSituation,
            name: oldName,
            idNumber: oldNumber,
            relation: relationTo('self'),
            livesTogether,
            status: 'none' as const,
          }
        : { ...other, relation: relationTo(other.relation) },
    ),
    incomes: swapped(form.incomes),
    farms: swapped(form.farms),
    deposits: swapped(form.deposits),
    houses: swapped(form.houses),
    vehicles: swapped(form.vehicles),
    firms: swapped(form.firms),
    expenses: swapped(form.expenses),
    obligors: form.obligors.map((o) => ({ ...o, supports: swap(o.supports) })),
    consents: swapped(form.consents),
    papers: [],
  };
}

/** A ground that a member may state; 特殊困难 is found by the county and opens no case by itself. */
export const isOwnGround = (ground: SingleGround): ground is Exclude<SingleGround, 'special-hardship'> =>
  ground !== 'special-hardship';
