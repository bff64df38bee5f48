/** Builders for tests of the two subsidies: only what matters stands in the test. */
import { makeParameters, type ParameterRow, type Parameters } from '../../../kernel/policy/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { CertificatePeriod, CertificateState, Level } from '../certificate/index.ts';
import type { Kind, SubsidyFacts } from './facts.ts';
import type { Scale } from './higher.ts';
import { determineSubsidy } from './rules.ts';
import type { Life, Switches } from './standing.ts';

export const PLACE = '421222100201';

const row = (key: string, value: number, unit: string, validFrom: PlainDate, validTo: PlainDate | null = null): ParameterRow => ({
  id: `${key}@${validFrom}`,
  key,
  division: '420000000000',
  value: String(value),
  unit,
  validFrom,
  validTo,
  knownSince: validFrom,
  source: '测试',
  nature: 'national',
  note: '',
});

/** The standards of the rules: 50/100 from 2016, 100/115 in 2025, 110/125 from 2026. */
export const parametersWith = (switches: Partial<Record<'LIV-EDGE' | 'NUR-L3' | 'HIGH-AGE', 0 | 1>> = {}): Parameters =>
  makeParameters([
    row('LIV', 50_00, 'fen/person/month', '2016-01-01', '2025-01-01'),
    row('LIV', 100_00, 'fen/person/month', '2025-01-01', '2026-01-01'),
    row('LIV', 110_00, 'fen/person/month', '2026-01-01'),
    row('NUR', 100_00, 'fen/person/month', '2016-01-01', '2025-01-01'),
    row('NUR', 115_00, 'fen/person/month', '2025-01-01', '2026-01-01'),
    row('NUR', 125_00, 'fen/person/month', '2026-01-01'),
    ...(['LIV-EDGE', 'NUR-L3', 'HIGH-AGE'] as const).map((key) =>
      row(key, switches[key] ?? (key === 'HIGH-AGE' ? 1 : 0), 'switch', '2016-01-01'),
    ),
  ]);
export const standards = parametersWith();

/** A dibao member, physical level 1, who needs care; applies in June 2026. */
export const factsWith = (given: Partial<SubsidyFacts> = {}): SubsidyFacts => ({
  division: PLACE,
  applicationMonth: '2026-06',
  certificate: { state: 'valid', category: 'physical', level: '1', issuedOn: '2020-03-01' },
  levelChangedOn: null,
  longTermCare: true,
  dibao: [{ from: '2025-01', to: null }],
  edge: [],
  tekun: [],
  workInjuryCare: [],
  orphan: [],
  deFactoFull: [],
  custody: [],
  others: [],
  drawnSince: { living: null, nursing: null },
  ...given,
});
export const card = (level: Level, category: NonNullable<SubsidyFacts['certificate']>['category'] = 'physical') =>
  ({ state: 'valid', category, level, issuedOn: '2020-03-01' }) as const;

export const decide = (kind: Kind, facts: SubsidyFacts, on: PlainDate = '2026-06-20', parameters: Parameters = standards) => {
  const decided = determineSubsidy(kind, facts, parameters, on);
  if (!decided.ok) throw new Error(decided.code);
  return decided.value;
};
/** What each kind comes to, and both together. */
export const amounts = (facts: SubsidyFacts, on?: PlainDate, parameters?: Parameters) => {
  const [living, nursing] = (['living', 'nursing'] as const).map((kind) => decide(kind, facts, on, parameters).amountFen);
  return { living, nursing, total: (living ?? 0) + (nursing ?? 0) };
};
export const unmet = (kind: Kind, facts: SubsidyFacts, on?: PlainDate, parameters?: Parameters): (string | undefined)[] =>
  decide(kind, facts, on, parameters)
    .clauses.filter((c) => c.verdict === 'unmet')
    .map((c) => c.note ?? c.name);

export const period = (
  from: PlainDate,
  to: PlainDate | null,
  given: { state?: CertificateState; level?: Level; category?: CertificatePeriod['certificate']['category'] } = {},
): CertificatePeriod => ({
  from,
  to,
  certificate: {
    number: '42122219700101001041',
    category: given.category ?? 'physical',
    level: given.level ?? '1',
    issuedOn: from,
    validTo: to ?? '2036-01-01',
    state: given.state ?? 'valid',
  },
});

export const lifeWith = (given: Partial<Life> = {}): Life => ({
  diedOn: null,
  certificates: [period('2020-03-01', '2036-03-01')],
  dibao: [{ from: '2020-01', to: null }],
  edge: [],
  tekun: [],
  workInjuryCare: [],
  orphan: [],
  deFactoFull: [],
  custody: [],
  movedOn: [],
  allowances: [],
  ...given,
});
/** 110 and 125 yuan in every month; 高龄津贴 is drawn beside them. */
export const scaleOf = (kind: Kind) => (): Scale => ({ standardFen: kind === 'living' ? 110_00 : 125_00, oldAgeStacks: true });
export const switches: Switches = { edge: false, thirdLevel: false, graceMonths: 3 };
