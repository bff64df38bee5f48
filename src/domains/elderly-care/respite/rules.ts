/**
 * 喘息服务 (4.10, 5.11). Pure. Who: families of level 3 and 4, or of dementia. Days are nights; the limit of a stay first, then what is left of each calendar year,
 * the earliest nights first; the night of 31 December belongs to the old year.
 */
import { plusDays } from '../../../kernel/calendar/index.ts';
import {
  type Clause,
  countValue,
  type Decision,
  outcomeOf,
  type Parameters,
  ruleBook,
  withParameters,
  yuan,
} from '../../../kernel/policy/index.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { atHome, levelAgainst, levelClause, oldEnough, verdictOf } from '../benefit/clauses.ts';
import type { LevelSpell } from '../spells.ts';

const BASIS = '本地喘息服务办法';

/** A night in an institution, or a day on which somebody came for some hours. */
export interface Served {
  readonly on: PlainDate;
  /** At home; null for a night in an institution. */
  readonly hours: number | null;
}
/** Days that were subsidised before, by calendar year. */
export type UsedByYear = Readonly<Record<string, number>>;

/** The nights from the day of coming to the day of leaving, which is none. */
export function nightsBetween(from: PlainDate, to: PlainDate): PlainDate[] {
  const nights: PlainDate[] = [];
  for (let day = from; day < to; day = plusDays(day, 1)) nights.push(day);
  return nights;
}

const yearOf = (day: PlainDate): string => day.slice(0, 4);

/** Of the days served, those that are subsidised. */
export function countedDays(served: readonly Served[], used: UsedByYear, limits: { stay: number; year: number }): Served[] {
  const taken: Record<string, number> = { ...used };
  return served
    .toSorted((a, b) => (a.on < b.on ? -1 : 1))
    .slice(0, limits.stay)
    .filter(({ on }) => {
      const year = yearOf(on);
      if ((taken[year] ?? 0) >= limits.year) return false;
      taken[year] = (taken[year] ?? 0) + 1;
      return true;
    });
}

export const amountOfDay = ({ hours }: Served, rates: { day: Fen; hour: Fen; hoursADay: number }): Fen =>
  hours === null ? rates.day : Math.min(hours, rates.hoursADay) * rates.hour;

export interface AdmissionFacts {
  readonly birthDate: PlainDate;
  readonly division: DivisionCode;
  readonly levels: readonly LevelSpell[];
  /** As the township found on a diagnosis; null: not looked at yet. */
  readonly dementia: boolean | null;
  readonly inInstitution: boolean;
}

const ADMISSION = { name: 'respite-admission', version: '2026-11' } as const;
export function determineRespite(
  facts: AdmissionFacts,
  parameters: Parameters,
  asOf: PlainDate,
): Result<Decision, 'PARAM_MISSING'> {
  return withParameters({ parameters, division: facts.division, date: asOf }, (read): Decision => {
    const level = levelAgainst(read, 'RESP-LEVEL', { levels: facts.levels, on: asOf });
    const clauses: Clause[] = [
      oldEnough(read, { birthDate: facts.birthDate, on: asOf, basis: BASIS }),
      levelClause(level, {
        basis: BASIS,
        name: `能力等级${level.words}，或者失智`,
        value: `${level.says}，${facts.dementia ? '有失智诊断' : '没有失智诊断'}`,
        limit: `${level.least}级或者失智`,
        instead: facts.dementia,
      }),
      atHome(facts.inInstitution, BASIS, '平时由家里人照护，没有长住养老机构'),
    ];
    return {
      programme: 'respite',
      rule: ADMISSION,
      asOf,
      outcome: outcomeOf(clauses),
      clauses,
      amountFen: null,
      effectiveMonth: null,
      breakdown: [],
      parameters: read.used(),
    };
  });
}
export const respiteRules = ruleBook<AdmissionFacts, Decision>([{ ...ADMISSION, decide: determineRespite }]);

export interface SettlementFacts {
  readonly division: DivisionCode;
  readonly served: readonly Served[];
  readonly used: UsedByYear;
}
const SETTLEMENT = { name: 'respite-settlement', version: '2026-11' } as const;

/** Which days count, by the standards of the first of them. */
export function daysThatCount(facts: SettlementFacts, parameters: Parameters, asOf: PlainDate) {
  return withParameters({ parameters, division: facts.division, date: facts.served[0]?.on ?? asOf }, (read) => {
    const rates = { day: read.fen('RESP-DAY'), hour: read.fen('RESP-HOUR'), hoursADay: read.whole('RESP-HOURS') };
    const limits = { stay: read.whole('RESP-STAY'), year: read.whole('RESP-YEAR') };
    const counted = countedDays(facts.served, facts.used, limits);
    const days = counted.map((day) => ({ ...day, amountFen: amountOfDay(day, rates) }));
    return { days, rates, limits, parameters: read.used() };
  });
}

export function determineSettlement(
  facts: SettlementFacts,
  parameters: Parameters,
  asOf: PlainDate,
): Result<Decision, 'PARAM_MISSING'> {
  const counted = daysThatCount(facts, parameters, asOf);
  if (!counted.ok) return counted;
  const { days, rates, limits } = counted.value;
  const amountFen = days.reduce((sum, day) => sum + day.amountFen, 0);
  const nights = days.filter((day) => day.hours === null).length;
  const hours = days.reduce((sum, day) => sum + Math.min(day.hours ?? 0, rates.hoursADay), 0);
  const clauses: Clause[] = [
    {
      name: `每次不超过${limits.stay}天、每年不超过${limits.year}天，还有可以补贴的天数`,
      verdict: verdictOf(days.length > 0),
      value: countValue(days.length, '天'),
      limit: countValue(1, '天'),
      relation: '不小于',
      basis: BASIS,
      note: `服务${facts.served.length}天`,
    },
  ];
  const outcome = outcomeOf(clauses);
  return {
    ok: true,
    value: {
      programme: 'respite',
      rule: SETTLEMENT,
      asOf,
      outcome,
      clauses,
      amountFen,
      effectiveMonth: outcome === 'eligible' ? (asOf.slice(0, 7) as YearMonth) : null,
      breakdown: [
        ...(nights > 0 ? [{ label: '机构', formula: `${nights}夜，每夜${yuan(rates.day)}`, fen: nights * rates.day }] : []),
        ...(hours > 0
          ? [
              {
                label: '上门',
                formula: `${hours}小时（每天最多${rates.hoursADay}小时），每小时${yuan(rates.hour)}`,
                fen: hours * rates.hour,
              },
            ]
          : []),
      ],
      parameters: counted.value.parameters,
    },
  };
}
export const settlementRules = ruleBook<SettlementFacts, Decision>([{ ...SETTLEMENT, decide: determineSettlement }]);
