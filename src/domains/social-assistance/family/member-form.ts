/** The same family's application with another member as the applicant: what a case of its own begins with, so that nobody is asked twice. */
import { type HouseholdRelation, relationSeenFrom as seenFromMember } from '../../../kernel/resident/index.ts';
import { type AssistanceApplication, memberRefs } from './application.ts';
import type { relations, SingleGround } from './terms.ts';

type Relation = keyof typeof relations;

const ofHead = (relation: Relation): HouseholdRelation => (relation === 'self' ? 'head' : relation);

/** What somebody is to a member, by what both are to the applicant. */
export const relationSeenFrom = (own: Relation, relation: Relation): Exclude<Relation, 'self'> =>
  seenFromMember(ofHead(own), ofHead(relation));

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
  // What the applicant asked for in the way of speaking and reading is the applicant's own.
  const {
    name: oldName,
    idNumber: oldNumber,
    phone,
    division,
    address,
    urbanRural,
    communication: _own,
    ...oldSituation
  } = form.applicant;
  const relationTo = (relation: Relation): Exclude<Relation, 'self'> => relationSeenFrom(own, relation);
  const swap = (pointed: string): string => (pointed === 'self' ? ref : pointed === ref ? 'self' : pointed);
  const swapped = <T extends { member: string }>(items: readonly T[]): T[] =>
    items.map((i) => ({ ...i, member: swap(i.member) }));
  return {
    ...form,
    applyAs,
    applicant: { ...situation, name, idNumber, phone, division, address, urbanRural, communication: [] },
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
