/** From the application to the facts that the rule reads: what the family declares, before any check. */
import { type PlainDate, residentIdFacts } from '../../../kernel/schema/index.ts';
import { type AssistanceApplication, situationFields } from './application.ts';
import { FamilyFacts, type FamilyFactsInput } from './facts.ts';

/** What the form asks of every person. */
export type Situation = Pick<AssistanceApplication['applicant'], keyof typeof situationFields>;

/** Nothing but that. */
export const situationIn = (person: Situation): Situation =>
  Object.fromEntries(
    Object.keys(situationFields).flatMap((name) => {
      const answer = person[name as keyof Situation];
      return answer === undefined ? [] : [[name, answer]];
    }),
  ) as Situation;

/** How one person lives, as the rule reads it; what both call alike passes as it was said. */
export function situationFacts(person: Situation) {
  const { employment, exemptReason, disability, disabilityLevel, ...alike } = situationIn(person);
  return {
    ...alike,
    // A child has no employment to ask about; the rule looks at the age.
    employment: employment === 'child' ? ('unemployed' as const) : employment,
    exemptReason: exemptReason === 'none' ? null : exemptReason,
    disabilities: disability === 'none' || !disabilityLevel ? [] : [{ type: disability, level: Number(disabilityLevel) }],
  };
}

/** A row of the form belongs to a member, the same row of the facts has an owner; the rest is one and the same. */
const ownedBy = <Row extends { member: string }>({ member, ...row }: Row): Omit<Row, 'member'> & { owner: string } => ({
  ...row,
  owner: member,
});

/** `deaths`: day of death by member, from the registry, whatever the form says. */
export function declaredFacts(
  form: AssistanceApplication,
  at: { applicationMonth: string; deaths?: Readonly<Record<string, PlainDate>> },
): FamilyFacts {
  const diedOn = (ref: string) => at.deaths?.[ref] ?? null;
  const input: FamilyFactsInput = {
    division: form.applicant.division,
    urbanRural: form.applicant.urbanRural,
    applicationMonth: at.applicationMonth as FamilyFactsInput['applicationMonth'],
    members: [
      {
        ref: 'self',
        relation: 'self',
        birthDate: residentIdFacts(form.applicant.idNumber).birthDate,
        livesTogether: true,
        diedOn: diedOn('self'),
        ...situationFacts(form.applicant),
      },
      ...form.members.map((m, i) => ({
        ref: `m${i + 1}`,
        relation: m.relation,
        birthDate: residentIdFacts(m.idNumber).birthDate,
        livesTogether: m.livesTogether,
        status: m.status,
        diedOn: diedOn(`m${i + 1}`),
        ...situationFacts(m),
      })),
    ],
    incomes: form.incomes.map((item) => ({ ...item, basis: '申请人申报' })),
    farms: form.farms,
    expenses: form.expenses,
    obligors: form.obligors.map(({ name: _name, phone: _phone, idNumber, supports, ...obligor }) => ({
      ...obligor,
      supports: [supports],
      birthDate: idNumber ? residentIdFacts(idNumber).birthDate : null,
    })),
    assets: {
      financial: form.deposits.map(ownedBy),
      vehicles: form.vehicles.map(ownedBy),
      houses: form.houses.map(ownedBy),
      firms: form.firms.map(ownedBy),
    },
    check: null,
    single: form.applyAs === 'family' ? null : { applicant: 'self', ground: form.applyAs },
  };
  return FamilyFacts.parse(input);
}
