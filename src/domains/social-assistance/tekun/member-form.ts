/** A 特困 application filled from the family's: the person becomes the applicant, those who owe support are told as far as the family told of them. */
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { residentIdFacts } from '../../../kernel/schema/index.ts';
import type { AssistanceApplication } from '../family/application.ts';
import { formOfMember } from '../family/member-form.ts';
import { isMinor } from '../family/minor.ts';
import type { Supporter, TekunApplication } from './application.ts';
import { supporterRelations, type Wish } from './terms.ts';

type Supporters = TekunApplication['tekun']['supporters'];
type Relation = keyof typeof supporterRelations;

/** Under the same roof these are always told; whether others owe support depends on who else there is, and the township asks. */
const owing: ReadonlySet<string> = new Set(['spouse', 'child', 'parent'] satisfies Relation[]);
const isRelation = (relation: string): relation is Relation => Object.hasOwn(supporterRelations, relation);

const SEVERE = 2;
const THREE = '3';

const disabilityOf = (m: AssistanceApplication['members'][number]): (typeof Supporter)['_output']['disability'] => {
  if (m.disability === 'none' || !m.disabilityLevel) return 'none';
  if (Number(m.disabilityLevel) <= SEVERE) return 'severe';
  return m.disabilityLevel === THREE && (m.disability === 'intellectual' || m.disability === 'mental') ? 'mental-three' : 'none';
};

/** What the member earns a month; left out where the family said a sum of another kind. */
function monthlyIncomeOf(form: AssistanceApplication, ref: string): { monthlyIncomeFen?: number } {
  const own = form.incomes.filter((i) => i.member === ref);
  if (own.some((i) => i.per !== 'month')) return {};
  return { monthlyIncomeFen: own.reduce((sum, i) => sum + i.amountFen, 0) };
}

function supportersIn(form: AssistanceApplication, today: PlainDate): Supporters {
  const { division, urbanRural } = form.applicant;
  const together = form.members.flatMap((m, i) =>
    owing.has(m.relation) && !isMinor(m.idNumber, today)
      ? [
          {
            name: m.name,
            relation: m.relation as Relation,
            birthDate: residentIdFacts(m.idNumber).birthDate,
            category: 'none' as const,
            disability: disabilityOf(m),
            status: m.status === 'imprisoned' || m.status === 'declared-missing' ? m.status : ('none' as const),
            ...monthlyIncomeOf(form, `m${i + 1}`),
            division,
            urbanRural,
          },
        ]
      : [],
  );
  const outside = form.obligors
    .filter((o) => o.supports === 'self' && isRelation(o.relation))
    .map((o) => ({
      name: o.name,
      relation: o.relation as Relation,
      ...(o.idNumber ? { idNumber: o.idNumber } : {}),
      ...(o.phone ? { phone: o.phone } : {}),
      category: 'none' as const,
      disability: 'none' as const,
      status: 'none' as const,
      // 申报的是他全家的收入；一个人的家，就是本人的
      ...(o.householdSize === 1 ? { monthlyIncomeFen: o.monthlyIncomeFen } : {}),
      division: o.division,
      urbanRural: o.urbanRural,
    }));
  return [...together, ...outside];
}

/** Null when the family has no such member. */
export function tekunFormOfMember(
  form: AssistanceApplication,
  of: { ref: string; wish: Wish; today: PlainDate },
): TekunApplication | null {
  const own = of.ref === 'self' ? { ...form, applyAs: 'family' as const, papers: [] } : formOfMember(form, of.ref, 'family');
  return own && { ...own, tekun: { supporters: supportersIn(own, of.today), childScheme: 'none', wish: of.wish } };
}
