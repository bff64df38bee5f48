/** Back from the facts to an application: what a family would declare today, so that it is not asked again for what is known of it. */
import type { AssistanceApplication } from './application.ts';
import { type Situation, situationIn } from './declared.ts';
import type { FamilyFacts, MemberFacts } from './facts.ts';
import { relationSeenFrom } from './member-form.ts';
import type { FamilyMember } from './people.ts';

type Member = AssistanceApplication['members'][number];

/** The other way round of `situationFacts`; what no fact says stays as it was declared. */
function situationOf(facts: MemberFacts, before: Situation | undefined): Situation {
  const [worst] = [...facts.disabilities].sort((a, b) => a.level - b.level);
  const { disabilityLevel: _, ...declared } = before ? situationIn(before) : {};
  return {
    ...declared,
    student: facts.student,
    employment: before?.employment === 'child' && facts.employment === 'unemployed' ? 'child' : (facts.employment ?? 'child'),
    workCapacity: facts.workCapacity ?? before?.workCapacity ?? 'none',
    exemptReason: facts.exemptReason ?? 'none',
    disability: worst?.type ?? 'none',
    ...(worst ? { disabilityLevel: String(worst.level) as '1' } : {}),
    seriousIllness: facts.seriousIllness,
  };
}

/** Who applies this time, where the money would go to, and what the family signed. */
export interface Asking {
  /** Another of the family than the one who applied before; left out: the same. */
  readonly asker?: string;
  readonly consents: AssistanceApplication['consents'];
  /** Left out: the account of the application. */
  readonly account?: AssistanceApplication['account'];
}

/**
 * The family's form with the people, incomes and supporters as they are known now; assets and expenses as declared: they are checked anew.
 * It is of the place where the family is registered now.
 */
export function applicationFrom(
  origin: { form: AssistanceApplication; family: readonly FamilyMember[] },
  facts: FamilyFacts,
  { asker = 'self', consents, account = origin.form.account }: Asking,
): AssistanceApplication {
  const { form, family } = origin;
  const others = facts.members.filter((m) => m.ref !== asker && m.diedOn === null);
  const refs = new Map([[asker, 'self'], ...others.map((m, i): [string, string] => [m.ref, `m${i + 1}`])]);
  const declaredOf = (ref: string): Situation | undefined =>
    ref === 'self' ? form.applicant : ref.startsWith('m') ? form.members[Number(ref.slice(1)) - 1] : undefined;
  const pointed = <T extends { member: string }>(rows: readonly T[]): T[] =>
    rows.flatMap((row) => (refs.has(row.member) ? [{ ...row, member: refs.get(row.member)! }] : []));
  const asking = facts.members.find((m) => m.ref === asker);
  const named = asker === 'self' ? undefined : family.find((f) => f.ref === asker);
  return {
    ...form,
    account,
    applicant: {
      ...form.applicant,
      ...(named && { name: named.name, idNumber: named.idNumber }),
      division: facts.division,
      urbanRural: facts.urbanRural,
      ...(facts.division === form.applicant.division ? {} : { address: '迁入后的住址待登记' }),
      ...(asking ? situationOf(asking, declaredOf(asker)) : {}),
    },
    members: others.flatMap((m): Member[] => {
      const known = family.find((f) => f.ref === m.ref);
      const relation = asker === 'self' ? m.relation : relationSeenFrom(asking?.relation ?? 'other', m.relation);
      if (!known || relation === 'self') return [];
      return [
        {
          name: known.name,
          idNumber: known.idNumber,
          relation,
          livesTogether: m.livesTogether ?? true,
          status: m.status ?? 'none',
          ...situationOf(m, declaredOf(m.ref)),
        },
      ];
    }),
    incomes: facts.incomes
      ? pointed(facts.incomes).map(({ member, type, amountFen, per }) => ({ member, type, amountFen: amountFen ?? 0, per }))
      : pointed(form.incomes),
    farms: pointed(form.farms),
    deposits: pointed(form.deposits),
    houses: pointed(form.houses),
    vehicles: pointed(form.vehicles),
    firms: pointed(form.firms),
    expenses: pointed(form.expenses),
    obligors: form.obligors.flatMap((o) => (refs.has(o.supports) ? [{ ...o, supports: refs.get(o.supports)! }] : [])),
    consents: pointed(consents),
    papers: [],
  };
}
