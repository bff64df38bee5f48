/** OUT-4, OUT-5: what a family owns by now, beyond what its category may own. Pure; each fires when every clause is met. */
import {
  type Clause,
  compareExact,
  countValue,
  type Exact,
  fenValue,
  type ParameterReader,
  plus,
  roundFen,
  textValue,
  times,
} from '../../../kernel/policy/index.ts';
import type { Fen } from '../../../kernel/schema/index.ts';

import { type Category, CONFIRMATION, clause, EXTENSION, inCategory, type Standing, standard } from './clauses.ts';

/** Areas have at most two decimals. */
const sqmText = ({ num, den }: Exact): string => String(Number((num * 100n) / den) / 100);

interface NewAsset {
  readonly kind: string;
  readonly valueFen: Fen | null;
  /** How many of the kind the person has by now, and for houses their square metres together. */
  readonly owned?: number;
  readonly ownedSqm?: string | null;
  /** Of the new house. */
  readonly areaSqm?: string | null;
  /** Of the new firm. */
  readonly employees?: number | null;
}

/** Square metres of all houses that are known of, by whichever account says more; null when neither is whole. */
function allSqm({ areaSqm, ownedSqm }: NewAsset, { housesSqm }: Standing): Exact | null {
  const known = [...(housesSqm !== null && areaSqm ? [plus(housesSqm, areaSqm)] : []), ...(ownedSqm ? [plus(ownedSqm, 0)] : [])];
  return known.sort(compareExact).at(-1) ?? null;
}

/** OUT-4: a car, a house or a firm beyond the rule; a capital or an area that nobody knows is looked into. */
export function newAsset(facts: NewAsset, standing: Standing, read: ParameterReader): Clause[] {
  const aided = inCategory(standing, ['dibao', 'tekun', 'edge'], CONFIRMATION);
  if (facts.kind === 'firm') {
    const limit = read.fen('FIRM-CAPITAL');
    const employees = facts.employees ?? 0;
    return [
      aided,
      clause('新登记的市场主体超过规定', facts.valueFen === null || facts.valueFen >= limit || employees > 0, EXTENSION, {
        value: facts.valueFen === null ? textValue('实缴资本不详') : fenValue(facts.valueFen),
        limit: fenValue(limit),
        relation: '不少于',
        parameter: read.ref('FIRM-CAPITAL'),
        ...(employees > 0 ? { note: `雇员${employees}人；无雇员的才不算` } : {}),
      }),
    ];
  }
  if (facts.kind === 'house') {
    const sets = read.whole('HOUSE-SETS');
    const [sqm, each] = [allSqm(facts, standing), read.number('HOUSE-AREA')];
    const now = Math.max((standing.houses ?? 1) + 1, facts.owned ?? 1);
    return [
      aided,
      clause('住房套数超过规定', now > sets, EXTENSION, {
        value: countValue(now, '套'),
        limit: countValue(sets, '套'),
        relation: '超过',
        parameter: read.ref('HOUSE-SETS'),
      }),
      clause('住房面积超过人均上限', sqm === null || compareExact(sqm, times(each, standing.persons)) > 0, EXTENSION, {
        value: textValue(sqm === null ? '面积不详' : `共${sqmText(sqm)}平方米，${standing.persons}人`),
        limit: textValue(`人均${read.ref('HOUSE-AREA').value}平方米`),
        relation: '超过',
        parameter: read.ref('HOUSE-AREA'),
      }),
    ];
  }
  return [
    aided,
    clause('新登记了汽车', facts.kind === 'car', EXTENSION, {
      value: facts.valueFen === null ? null : fenValue(facts.valueFen),
    }),
  ];
}

const financialLimits: Partial<Record<Category, string>> = {
  dibao: 'FIN-LIMIT-DIBAO',
  tekun: 'FIN-LIMIT-DIBAO',
  edge: 'FIN-LIMIT-EDGE',
  rigid: 'FIN-LIMIT-RIGID',
};

/** OUT-5: financial assets above the limit at the quarterly check, without what the last decision exempts. */
export function depositsAbove(facts: { householdFen: Fen }, standing: Standing, read: ParameterReader): Clause[] {
  const key = financialLimits[standing.category];
  const aided = inCategory(standing, ['dibao', 'tekun', 'edge', 'rigid'], CONFIRMATION);
  if (!key) return [aided];
  const { fen } = standard(standing, read);
  const limit = times(read.number(key), fen, standing.persons);
  const counted = Math.max(0, facts.householdFen - standing.exemptFen);
  return [
    aided,
    clause('家庭金融资产超过上限', compareExact(counted, limit) > 0, EXTENSION, {
      value: fenValue(counted),
      ...(standing.exemptFen > 0 ? { note: '已扣除审核确认时豁免的部分' } : {}),
      limit: fenValue(roundFen(limit)),
      relation: '超过',
      parameter: read.ref(key),
    }),
  ];
}
