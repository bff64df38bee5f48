/** Builders for the examples: the standards of temporary aid beside D26, an emergency and a family with an expense. */
import { makeParameters, type Parameters } from '../../../kernel/policy/index.ts';
import { family, noAssets, person, row, rowsD26 } from '../dibao/fixtures.ts';
import type { FamilyFactsInput } from '../family/facts.ts';
import { EmergencyFacts, ExpenseFacts } from './facts.ts';

const FROM = '2026-01-01';
export const AID26: Parameters = makeParameters([
  ...rowsD26,
  row('TA-K1', '1', 'times', FROM),
  row('TA-K2', '2', 'times', FROM),
  row('TA-K3', '3', 'times', FROM),
  row('TA-PERSONS-MAX', '4', 'persons', FROM),
  row('TA-CAP', '1000000', 'fen/case', FROM),
  row('TA-LIMIT-TWP-EMERGENCY', '300000', 'fen/case', FROM),
  row('TA-LIMIT-TWP-EXPENSE', '200000', 'fen/case', FROM),
  row('TA-EXP-UPTO-1', '1000000', 'fen', FROM),
  row('TA-EXP-UPTO-2', '3000000', 'fen', FROM),
  row('TA-EXP-RATE-1', '0.3', 'ratio', FROM),
  row('TA-EXP-RATE-2', '0.2', 'ratio', FROM),
  row('TA-EXP-RATE-3', '0.1', 'ratio', FROM),
  row('TA-EXP-CAP', '2000000', 'fen/case', FROM),
  row('TA-FREQ-MONTHS', '12', 'months', FROM),
  row('TA-FREQ-YEAR', '2', 'cases', FROM),
  row('PCDI-U', '4140000', 'fen/year', FROM),
  row('PCDI-R', '2340000', 'fen/year', FROM),
]);

/** Guantangyi in Chibi. */
export const GUANTANGYI = '421281108000';
export const TONGCHENG = '421222000000';

export const emergency = (more: Partial<EmergencyFacts> = {}): EmergencyFacts =>
  EmergencyFacts.parse({
    type: 'emergency',
    division: GUANTANGYI,
    cause: 'fire',
    verified: true,
    persons: 4,
    tier: '2',
    earlier: [],
    ...more,
  });

const home = { employment: 'unemployed', workCapacity: 'none' } as const;

/** A rural family of four in Tongcheng with so much net income in the window, in fen. */
export function expense(
  given: { incomeFen: number; selfPaidFen: number; family?: Partial<FamilyFactsInput> } & Partial<
    Pick<ExpenseFacts, 'assisted' | 'earlier' | 'resolution' | 'spending'>
  >,
): ExpenseFacts {
  const { incomeFen, selfPaidFen, family: more, ...facts } = given;
  const all = family(
    [
      person('父亲', 'self', { employment: 'self-employed' }),
      person('母亲', 'spouse', home),
      person('儿子', 'child', { birthDate: '2014-01-15', student: 'school', ...home }),
      person('女儿', 'child', { birthDate: '2018-01-15', student: 'school', ...home }),
    ],
    {
      division: TONGCHENG,
      urbanRural: 'rural',
      incomes: [{ member: '父亲', type: 'business', amountFen: incomeFen, per: 'window' }],
      assets: noAssets,
      ...more,
    },
  );
  const { division, expenses: _, single: __, ...rest } = all;
  return ExpenseFacts.parse({
    type: 'expense',
    division,
    cause: 'medical',
    family: rest,
    spending: [{ class: 'medical', totalFen: selfPaidFen, reimbursedFen: 0 }],
    earlier: [],
    ...facts,
  });
}
