/** Builders for the examples: standards D25 and D26, and families in which only what matters is said. */
import { makeParameters, type ParameterRow, type Parameters } from '../../../kernel/policy/index.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { FamilyFacts, type FamilyFactsInput } from '../family/facts.ts';
import { amountForMonth, type DibaoDecision, determineDibao } from './rules.ts';

const CITY = '421200000000';
export const XIANAN = '421202000000';
export const JIAYU = '421221000000';
export const TONGSHAN = '421224000000';
const NATION = '000000000000';
const PROVINCE = '420000000000';

export function row(
  key: string,
  value: string,
  unit: string,
  validFrom: PlainDate,
  more: Partial<ParameterRow> = {},
): ParameterRow {
  const division = more.division ?? CITY;
  return {
    id: `${key}@${division}@${validFrom}`,
    key,
    division,
    value,
    unit,
    validFrom,
    validTo: null,
    knownSince: validFrom,
    source: '测试标准',
    nature: 'assumption',
    note: '',
    ...more,
  };
}

const START: PlainDate = '2021-07-01';
const common: ParameterRow[] = [
  row('EDGE-RATIO', '1.5', 'times', START, { division: PROVINCE, nature: 'national' }),
  row('PENSION-EXCL', '16300', 'fen/month', START, { division: NATION }),
  row('WINDOW', '12', 'months', START),
  row('EMP-COST', '0.5', 'ratio', START),
  row('MAINT-FREE', '1.5', 'times', START),
  row('MAINT-RATE', '0.5', 'ratio', START),
  row('LAB-COEF-FULL', '0.8', 'ratio', START),
  row('LAB-COEF-PART', '0.4', 'ratio', START),
  row('LAB-AGE-MIN', '16', 'years', START),
  row('LAB-AGE-MAX', '59', 'years', START),
  row('JOBSEEK-MONTHS', '6', 'months', START),
  row('MIN-WAGE', '195000', 'fen/month', START),
  row('TOP-SEV', '0.3', 'ratio', START),
  row('TOP-AGE', '0.2', 'ratio', START),
  row('TOP-AGE-FROM', '70', 'years', START),
  row('TOP-MIN', '0.2', 'ratio', START),
  row('FIN-LIMIT-DIBAO', '24', 'times', START),
  row('FIN-LIMIT-EDGE', '36', 'times', START),
  row('CAR-FARM-LIMIT', '2000000', 'fen', START),
  row('HOUSE-SETS', '1', 'sets', START),
  row('HOUSE-AREA', '40', 'm2', START),
  row('FIRM-CAPITAL', '5000000', 'fen', START),
  row('DISC-INCOME-RATE', '0.1', 'ratio', START),
  row('DISC-INCOME-MIN', '50000', 'fen', START),
  row('DISC-FINANCIAL', '500000', 'fen', START),
  row('ROUND', '100', 'fen', START),
  row('FARM-RATE-RICE', '50000', 'fen/mu/year', START),
  row('FARM-RATE-TEA', '150000', 'fen/mu/year', START),
  row('FARM-RATE-BAMBOO', '30000', 'fen/mu/year', START),
  row('FARM-RATE-PIG', '20000', 'fen/head/year', START),
  row('TK-BASE-U', '160000', 'fen/month', START),
  row('TK-BASE-R', '119000', 'fen/month', START),
  row('PCDI-U', '4140000', 'fen/year', START),
  row('PCDI-R', '2340000', 'fen/year', START),
  row('FIN-LIMIT-RIGID', '48', 'times', START),
  row('RIG-RATIO', '0.8', 'ratio', START),
  row('RIG-MONTHS', '12', 'months', START),
  row('RIG-EDU-SCHOOL', '200000', 'fen/year', START),
  row('RIG-EDU-COLLEGE', '800000', 'fen/year', START),
];

const d25 = (validTo: PlainDate | null): ParameterRow[] => [
  row('DB-STD-U', '78000', 'fen/month', '2025-01-01', { validTo }),
  row('DB-STD-R', '64000', 'fen/month', '2025-01-01', { validTo }),
];
const d26: ParameterRow[] = [
  row('DB-STD-U', '80000', 'fen/month', '2026-01-01'),
  row('DB-STD-R', '66000', 'fen/month', '2026-01-01'),
  row('DB-STD-U', '83000', 'fen/month', '2026-01-01', { division: JIAYU }),
  row('DB-STD-R', '69000', 'fen/month', '2026-01-01', { division: JIAYU }),
];

export const rowsD26: readonly ParameterRow[] = [...common, ...d25('2026-01-01'), ...d26];
/** Both years in force one after the other. */
export const D26: Parameters = makeParameters(rowsD26);
/** As known before the standards of 2026 were published: D25 has no end. */
export const D25: Parameters = makeParameters([...common, ...d25(null)]);
export const without = (key: string): Parameters => makeParameters(rowsD26.filter((r) => r.key !== key));

type MemberInput = FamilyFactsInput['members'][number];
type IncomeInput = NonNullable<FamilyFactsInput['incomes']>[number];

/** A person who works or needs not: adults are 40 and exempt unless said otherwise. */
export const person = (ref: string, relation: MemberInput['relation'], more: Partial<MemberInput> = {}): MemberInput => ({
  ref,
  name: ref,
  relation,
  birthDate: '1986-03-10',
  livesTogether: true,
  workCapacity: 'full',
  employment: 'employed',
  ...more,
});
export const caring = { employment: 'unemployed', exemptReason: 'caring' } as const;
export const bornFor = (age: number): PlainDate => `${2026 - age}-01-15` as PlainDate;

export const monthly = (member: string, type: IncomeInput['type'], yuan: number): IncomeInput => ({
  member,
  type,
  amountFen: Math.round(yuan * 100),
  per: 'month',
});

export const noAssets = { financial: [], vehicles: [], houses: [], firms: [] };

/** Facts with everything 已查明: no obligors, no assets, a complete report. Xianning, Xian'an district, urban, applied in March 2026. */
export function family(members: MemberInput[], more: Partial<FamilyFactsInput> = {}): FamilyFacts {
  return FamilyFacts.parse({
    division: XIANAN,
    urbanRural: 'urban',
    applicationMonth: '2026-03',
    members,
    incomes: [],
    obligors: [],
    assets: noAssets,
    check: { status: 'complete' },
    ...more,
  } satisfies FamilyFactsInput);
}

/** W1: father with a wage of 1,600, mother who cares, child of 10 with physical disability level 1, rehabilitation 3,600. */
export const familyW1 = (wage = 1600): FamilyFacts =>
  family(
    [
      person('父亲', 'self'),
      person('母亲', 'spouse', caring),
      person('孩子', 'child', {
        birthDate: bornFor(10),
        employment: null,
        workCapacity: null,
        student: 'school',
        disabilities: [{ type: 'physical', level: 1 }],
      }),
    ],
    {
      incomes: [monthly('父亲', 'wage', wage), monthly('孩子', 'disability-subsidy', 180)],
      expenses: [{ member: '孩子', class: 'rehabilitation', totalFen: 3600_00 }],
    },
  );

/** W2: two adults, urban, with a monthly family income in yuan that needs no deduction. */
export const coupleWith = (monthlyYuan: number, more: Partial<FamilyFactsInput> = {}): FamilyFacts =>
  family([person('丈夫', 'self', { employment: 'retired' }), person('妻子', 'spouse', caring)], {
    incomes: [monthly('丈夫', 'employee-pension', monthlyYuan)],
    ...more,
  });

export const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`refused: ${result.code} ${JSON.stringify(result.params)}`);
  return result.value;
};
export const decide = (facts: FamilyFacts, on = '2026-03-31' as const, parameters = D26): DibaoDecision =>
  value(determineDibao(facts, parameters, on));
export const amount = (facts: FamilyFacts, month: `${number}-${number}`, parameters = D26) =>
  value(amountForMonth(facts, parameters, month));
export const clause = (decision: DibaoDecision, part: string) => decision.clauses.find((c) => c.name.includes(part))!;
export const unmet = (decision: DibaoDecision) => decision.clauses.filter((c) => c.verdict === 'unmet').map((c) => c.name);
export const INCOME = '家庭月人均收入低于最低生活保障标准';
