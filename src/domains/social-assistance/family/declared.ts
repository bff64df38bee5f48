/** From the application to the facts that the rule reads: what the family declares, before any check. */
import { type PlainDate, residentIdFacts } from '../../../kernel/schema/index.ts';
import type { AssistanceApplication } from './application.ts';
import { FamilyFacts, type FamilyFactsInput } from './facts.ts';

type Situation = Pick<
  AssistanceApplication['applicant'],
  'student' | 'employment' | 'workCapacity' | 'exemptReason' | 'disability' | 'disabilityLevel' | 'seriousIllness'
>;

/** How one person lives, as the rule reads it. */
export const situationFacts = (s: Situation) => ({
  student: s.student,
  workCapacity: s.workCapacity,
  // A child has no employment to ask about; the rule looks at the age.
  employment: s.employment === 'child' ? ('unemployed' as const) : s.employment,
  exemptReason: s.exemptReason === 'none' ? null : s.exemptReason,
  disabilities: s.disability === 'none' || !s.disabilityLevel ? [] : [{ type: s.disability, level: Number(s.disabilityLevel) }],
  seriousIllness: s.seriousIllness,
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
      financial: form.deposits.map((d) => ({ owner: d.member, kind: d.kind, valueFen: d.valueFen })),
      vehicles: form.vehicles.map((v) => ({ owner: v.member, kind: v.kind, valueFen: v.valueFen })),
      houses: form.houses.map((h) => ({ owner: h.member, areaSqm: h.areaSqm })),
      firms: form.firms.map((f) => ({ owner: f.member, paidInFen: f.paidInFen, employees: f.employees })),
    },
    check: null,
    single: form.applyAs === 'family' ? null : { applicant: 'self', ground: form.applyAs },
  };
  return FamilyFacts.parse(input);
}
