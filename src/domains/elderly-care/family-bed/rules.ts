/**
 * 家庭养老床位 (4.8, 5.16): admission by level, age and place; a month of running is due where there were visits enough and the devices were on line long enough,
 * equality counts. Pure.
 */
import {
  type Clause,
  countValue,
  type Decision,
  outcomeOf,
  type ParameterReader,
  type Parameters,
  ruleBook,
  withParameters,
  yuan,
} from '../../../kernel/policy/index.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { atHome, holds, levelAgainst, levelClause, oldEnough, verdictOf } from '../benefit/clauses.ts';
import type { LevelSpell } from '../spells.ts';

const BASIS = '本地家庭养老床位建设和服务办法';
/** The level from which a bed is set up, and kept at the yearly review. */
export const BED_LEVEL = 'FCB-LEVEL';

export interface BedFacts {
  readonly birthDate: PlainDate;
  readonly division: DivisionCode;
  readonly levels: readonly LevelSpell[];
  readonly inInstitution: boolean;
  /** Whether the person has a bed already. */
  readonly hasBed: boolean;
}

const ADMISSION = { name: 'family-bed-admission', version: '2026-11' } as const;
const readAdmission = (facts: BedFacts, asOf: PlainDate, read: ParameterReader): Decision => {
  const clauses: Clause[] = [
    oldEnough(read, { birthDate: facts.birthDate, on: asOf, basis: BASIS }),
    levelClause(levelAgainst(read, BED_LEVEL, { levels: facts.levels, on: asOf }), { basis: BASIS }),
    atHome(facts.inInstitution, BASIS),
    holds('没有在用的家庭养老床位', !facts.hasBed, BASIS),
  ];
  return {
    programme: 'family-bed-build',
    rule: ADMISSION,
    asOf,
    outcome: outcomeOf(clauses),
    clauses,
    amountFen: null,
    effectiveMonth: null,
    breakdown: [],
    parameters: read.used(),
  };
};

export const determineBed = (facts: BedFacts, parameters: Parameters, asOf: PlainDate): Result<Decision, 'PARAM_MISSING'> =>
  withParameters({ parameters, division: facts.division, date: asOf }, (read) => readAdmission(facts, asOf, read));
export const bedRules = ruleBook<BedFacts, Decision>([{ ...ADMISSION, decide: determineBed }]);

export interface MonthFacts {
  readonly division: DivisionCode;
  readonly month: YearMonth;
  /** Days of the month with a service or a visit at home. */
  readonly visits: number;
  readonly hoursOnline: number;
  readonly hoursTotal: number;
}

/** Whether hours reach a share in percent: multiplied, not divided. */
export const reaches = (online: number, total: number, percent: number): boolean => online * 100 >= total * percent;

const RUNNING = { name: 'family-bed-month', version: '2026-11' } as const;
export function determineMonth(facts: MonthFacts, parameters: Parameters, asOf: PlainDate): Result<Decision, 'PARAM_MISSING'> {
  const first = `${facts.month}-01` as PlainDate;
  return withParameters({ parameters, division: facts.division, date: first }, (read): Decision => {
    const wanted = read.whole('FCB-VISITS');
    const percent = read.whole('FCB-ONLINE');
    const fen = read.fen('FCB-MONTH');
    const clauses: Clause[] = [
      {
        name: `当月上门不少于${wanted}次`,
        verdict: verdictOf(facts.visits >= wanted),
        value: countValue(facts.visits, '次'),
        limit: countValue(wanted, '次'),
        relation: '不小于',
        basis: BASIS,
      },
      {
        name: `设备在线不少于${percent}%的小时`,
        verdict: verdictOf(facts.hoursTotal > 0 && reaches(facts.hoursOnline, facts.hoursTotal, percent)),
        value: countValue(facts.hoursOnline, '小时'),
        limit: countValue(Math.ceil((facts.hoursTotal * percent) / 100), '小时'),
        relation: '不小于',
        basis: BASIS,
      },
    ];
    const outcome = outcomeOf(clauses);
    return {
      programme: 'family-bed-month',
      rule: RUNNING,
      asOf,
      outcome,
      clauses,
      amountFen: outcome === 'eligible' ? fen : 0,
      effectiveMonth: outcome === 'eligible' ? facts.month : null,
      breakdown: [
        { label: '家庭养老床位运行补贴', formula: `${facts.month}，每月${yuan(fen)}`, fen: outcome === 'eligible' ? fen : 0 },
      ],
      parameters: read.used(),
    };
  });
}
export const monthRules = ruleBook<MonthFacts, Decision>([{ ...RUNNING, decide: determineMonth }]);
