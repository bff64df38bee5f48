/** Builders for the examples of 特困: a person alone in 崇阳县, rural, with nothing and nobody. */
import { makeParameters, type Parameters } from '../../../kernel/policy/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { noAssets, row, rowsD26 } from '../dibao/fixtures.ts';
import type { FamilyFactsInput } from '../family/facts.ts';
import { type CareItems, type SupporterFacts, TekunFacts, type TekunFactsInput } from './facts.ts';

export const CHONGYANG = '421223000000';

export const TK26: Parameters = makeParameters([
  ...rowsD26,
  row('TK-BASE-U', '160000', 'fen/month', '2026-01-01'),
  row('TK-BASE-R', '119000', 'fen/month', '2026-01-01'),
  row('TK-CARE-1', '19500', 'fen/month', '2026-01-01'),
  row('TK-CARE-2', '32500', 'fen/month', '2026-01-01'),
  row('TK-CARE-3', '65000', 'fen/month', '2026-01-01'),
  row('TK-FUNERAL', '6', 'times', '2026-01-01'),
  row('PCDI-U', '4140000', 'fen/year', '2026-01-01'),
  row('PCDI-R', '2340000', 'fen/year', '2026-01-01'),
]);

/** Six acts, the first so many of which the person cannot do alone. */
export function unableIn(count: number): CareItems {
  const names = ['dressing', 'toilet', 'bathing', 'eating', 'bed', 'walking'] as const;
  return Object.fromEntries(names.map((name, i) => [name, i >= count])) as CareItems;
}

/** An obligor able to support, unless the example says otherwise. */
export const supporter = (more: Partial<SupporterFacts> = {}): SupporterFacts => ({
  name: null,
  relation: 'child',
  birthDate: '1980-01-01',
  category: 'none',
  disability: 'none',
  status: 'none',
  monthlyIncomeFen: 500_00,
  assetsLow: true,
  division: CHONGYANG,
  urbanRural: 'rural',
  provincialGround: null,
  ...more,
});

type Member = FamilyFactsInput['members'][number];

/** Aged 66 on 2026-05-06 unless said otherwise. */
export function lonely(member: Partial<Member> = {}, more: Partial<TekunFactsInput> = {}): TekunFacts {
  return TekunFacts.parse({
    division: CHONGYANG,
    urbanRural: 'rural',
    applicationMonth: '2026-05',
    members: [
      {
        ref: 'self',
        relation: 'self',
        birthDate: '1960-02-01' satisfies PlainDate,
        livesTogether: true,
        workCapacity: 'none',
        employment: 'unemployed',
        ...member,
      },
    ],
    incomes: [],
    obligors: [],
    assets: noAssets,
    check: { status: 'complete' },
    supporters: [],
    ...more,
  } satisfies TekunFactsInput);
}
