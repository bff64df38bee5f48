/** From what is known of a family to the form that it fills in, and to what an officer writes down in a review. */
import type { AssistanceApplication } from '../../domains/social-assistance/family/application.ts';
import type { NewFacts } from '../../domains/social-assistance/review/inputs.ts';
import type { KnownFamily, KnownPerson } from '../../simulate/known.ts';
import type { Ask, Relation, TrueFamily, TruePerson } from '../../simulate/world.ts';

export type Form = AssistanceApplication;

/** The household as the form points at it: who applies is `self`, the others `m1`, `m2` … in the order in which they were first known. */
export const refsOf = (people: readonly string[], applicant: string): Map<string, string> =>
  new Map([applicant, ...people.filter((ref) => ref !== applicant)].map((ref, i) => [ref, i === 0 ? 'self' : `m${i}`]));

/** How one person lives, as the forms ask it. */
export const situationOf = ({ situation, certificate, seriousIllness }: KnownPerson) => ({
  student: situation.student,
  employment: situation.employment,
  workCapacity: situation.capacity,
  exemptReason: situation.exempt ?? ('none' as const),
  disability: certificate?.category ?? ('none' as const),
  ...(certificate ? { disabilityLevel: String(certificate.level) as '1' | '2' | '3' | '4' } : {}),
  seriousIllness,
});

const incomesOf = (known: KnownFamily, refs: ReadonlyMap<string, string>): Form['incomes'] =>
  known.people
    .filter((p) => p.alive && refs.has(p.person.ref))
    .flatMap(({ person, incomes }) =>
      incomes.map(({ type, fen }) => ({ member: refs.get(person.ref)!, type, amountFen: fen, per: 'month' as const })),
    );

type FormRelation = Form['members'][number]['relation'];

/** The history knows everybody by the relation to `p0`; the form asks what they are to whoever applies. */
const relations: Partial<Record<Relation, Partial<Record<Relation, FormRelation>>>> = {
  spouse: { self: 'spouse', child: 'child', parent: 'parent-in-law', grandchild: 'grandchild' },
  child: { self: 'parent', spouse: 'parent', child: 'sibling', parent: 'grandparent' },
  parent: { self: 'child', spouse: 'child-spouse', child: 'grandchild' },
};
export const relationTo = (applicant: Relation, other: Relation): FormRelation =>
  relations[applicant]?.[other] ?? (other === 'self' ? 'other' : other);

/** A telephone and an account that nobody else has: both from the number of the applicant. */
const telephoneOf = (idNumber: string): string => `139${idNumber.slice(9, 17)}`;

export const accountOf = ({ card }: TrueFamily, { ref, idNumber, name }: TruePerson): Form['account'] => ({
  bank: '咸宁农村商业银行',
  number: (ref === 'p0' && card) || `62177${idNumber.slice(6, 17)}`,
  holder: name,
});

export function applicationOf(
  family: TrueFamily,
  known: KnownFamily,
  refs: ReadonlyMap<string, string>,
  given: { consents: Form['consents']; single?: Ask['single'] },
): Form {
  const people = [...refs.keys()].map((ref) => known.people.find((p) => p.person.ref === ref)!);
  const [applicant, ...others] = people as [KnownPerson, ...KnownPerson[]];
  const { person } = applicant;
  // What the household owns is in the name of `p0`.
  const owner = refs.get('p0') ?? 'self';
  return {
    applyAs: given.single ?? 'family',
    applicant: {
      name: person.name,
      idNumber: person.idNumber,
      phone: telephoneOf(person.idNumber),
      division: family.division,
      address: `${Number(family.key.slice(1)) % 12}组${(Number(family.key.slice(1)) % 97) + 1}号`,
      urbanRural: family.urbanRural,
      ...situationOf(applicant),
      communication: [],
    },
    members: others.map((other) => ({
      name: other.person.name,
      idNumber: other.person.idNumber,
      relation: relationTo(person.relation, other.person.relation),
      livesTogether: other.together,
      status: other.imprisoned ? 'imprisoned' : 'none',
      ...situationOf(other),
    })),
    incomes: incomesOf(known, refs),
    farms: known.farms
      .filter((farm) => refs.has(farm.person))
      .map((farm) => ({
        member: refs.get(farm.person)!,
        kind: farm.kind,
        scale: String(farm.scale),
        lossPercent: 0,
      })),
    deposits: known.deposits.map((valueFen) => ({ member: owner, kind: 'deposit', valueFen })),
    houses: known.houses.map(({ areaSqm }) => ({ member: owner, areaSqm: String(areaSqm) })),
    vehicles: known.cars.map(({ valueFen }) => ({ member: owner, kind: 'car', valueFen })),
    firms: [],
    expenses: known.people.flatMap((p) =>
      p.expenses.map((e) => ({
        member: refs.get(p.person.ref)!,
        class: e.class,
        totalFen: e.totalFen,
        reimbursedFen: e.reimbursedFen,
      })),
    ),
    obligors: known.obligors.flatMap(({ obligor, monthlyFen }) =>
      obligor.supports.flatMap((supported) => {
        const supports = refs.get(supported);
        return supports
          ? [
              {
                name: obligor.name,
                relation: obligor.relation,
                supports,
                mustSupport: obligor.mustSupport,
                householdSize: obligor.householdSize,
                monthlyIncomeFen: monthlyFen,
                division: obligor.division,
                urbanRural: obligor.urbanRural,
              },
            ]
          : [];
      }),
    ),
    staffRelative: { is: false, name: '', relation: '' },
    account: accountOf(family, person),
    consents: given.consents,
    papers: [],
    promise: true,
  };
}

/** What the officers write down of a family that receives: everybody as he lives now, every income as it is now. */
export const newFactsOf = (
  known: KnownFamily,
  refs: ReadonlyMap<string, string>,
  at: { validFrom: string; source: string },
): NewFacts => ({
  validFrom: at.validFrom as NewFacts['validFrom'],
  source: at.source,
  concealed: 'no',
  situations: known.people
    .filter((p) => p.alive && refs.has(p.person.ref))
    .map((p) => ({
      member: refs.get(p.person.ref)!,
      livesTogether: p.together ? ('yes' as const) : ('no' as const),
      status: p.imprisoned ? ('imprisoned' as const) : ('none' as const),
      employment: p.situation.employment === 'child' ? ('none' as const) : p.situation.employment,
      workCapacity: p.situation.capacity,
      exemptReason: p.situation.exempt ?? ('none' as const),
      student: p.situation.student,
      disability: p.certificate?.category ?? ('none' as const),
      ...(p.certificate ? { disabilityLevel: String(p.certificate.level) as '1' | '2' | '3' | '4' } : {}),
      seriousIllness: p.seriousIllness,
    })),
  incomes: incomesOf(known, refs),
});
