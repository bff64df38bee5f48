/**
 * 经济困难老年人补贴 (4.4, 5.1, 5.5). Pure: a month is judged by what holds on its first day and the age on its last; granted from the month after the approval;
 * ended before the first month that is no longer due. Of this and the subsidy of the disabled of the same class the higher one only.
 */
import { ageOn, dayNumber, firstDayOf, longMonth, monthAfter, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import {
  type Clause,
  countValue,
  type Decision,
  fenValue,
  outcomeOf,
  type ParameterReader,
  type Parameters,
  ruleBook,
  textValue,
  withParameters,
  yuanDigits,
} from '../../../kernel/policy/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { holds, levelAgainst, levelClause, notTekun, oldEnough, verdictOf } from '../benefit/clauses.ts';
import { coversMonth, type Days, type LevelSpell, levelOf, type Months, onDay } from '../spells.ts';
import { type EndReason, endReasons, type Kind, kinds } from './terms.ts';

export interface OtherSubsidy extends Months {
  readonly amountFen: Fen;
}

export interface SubsidyFacts {
  readonly birthDate: PlainDate;
  readonly division: DivisionCode;
  readonly registeredInCity: boolean;
  readonly dibao: readonly Months[];
  readonly edge: readonly Days[];
  readonly tekun: readonly Months[];
  readonly levels: readonly LevelSpell[];
  /** The subsidy of the disabled of the same class, by what each month comes to. */
  readonly other: readonly OtherSubsidy[];
  /** Of what it may not be drawn beside, the last month that has left for the bank, or was used. */
  readonly otherPaidTo: YearMonth | null;
  /** As the township found; null: not asked yet. */
  readonly workInjuryCare: boolean | null;
  /** Days in institutions, of whatever home; the day of leaving is none. */
  readonly stays: readonly Days[];
  /** Months of which a voucher was used. */
  readonly vouchers: readonly YearMonth[];
  /** The last month drawn before. */
  readonly drawnTo: YearMonth | null;
}

const BASIS = '财社〔2014〕113号；本地经济困难老年人补贴办法';
const CONCENTRATED = '民政部、财政部2023年经济困难失能老年人集中照护服务的通知；本地集中照护补助办法';
const HIGHER = '国发〔2015〕52号第二条';

const lastDayOf = (month: YearMonth): PlainDate => plusDays(firstDayOf(plusMonths(month, 1)), -1);
const ground = (facts: SubsidyFacts, month: YearMonth, edge: boolean): string | null =>
  coversMonth(facts.dibao, month) ? '低保' : edge && onDay(facts.edge, firstDayOf(month)) ? '低保边缘' : null;

/** Days of a month in an institution; a stay that has no end yet goes on. */
export function daysInHome(stays: readonly Days[], month: YearMonth): number {
  const [first, next] = [firstDayOf(month), firstDayOf(plusMonths(month, 1))];
  const [begin, end] = [dayNumber(first), dayNumber(next)];
  return stays.reduce(
    (days, { from, to }) =>
      days + Math.max(0, Math.min(end, to === null ? end : dayNumber(to)) - Math.max(begin, dayNumber(from))),
    0,
  );
}

const leastKeys = { service: 'ESS-LEVEL', nursing: 'ECS-LEVEL', concentrated: 'CCG-LEVEL' } as const satisfies Record<
  Kind,
  string
>;
export const levelKeys = { 2: 'ECS-L2', 3: 'ECS-L3', 4: 'ECS-L4' } as const;

/** What a month comes to by standard, whether or not it is due; null: no level that has one. */
function standardOf(kind: Kind, level: number | null, read: ParameterReader): Fen | null {
  if (kind === 'service') return read.fen('ESS-AMOUNT');
  if (kind === 'concentrated') return read.fen('CCG-AMOUNT');
  return level !== null && level in levelKeys ? read.fen(levelKeys[level as keyof typeof levelKeys]) : null;
}

/** Of the two the higher; equal amounts leave the one that was drawn before. */
export const otherIsTaken = (mine: { fen: Fen; since: YearMonth | null }, other: OtherSubsidy): boolean =>
  other.amountFen > mine.fen || (other.amountFen === mine.fen && (mine.since === null || other.from < mine.since));

interface Judged {
  readonly clauses: readonly (readonly [EndReason, Clause])[];
  readonly amountFen: Fen;
}

/** A month by itself. `since`: the month from which this subsidy is drawn; null while it is not. */
function judge(
  kind: Kind,
  facts: SubsidyFacts,
  at: { month: YearMonth; since: YearMonth | null },
  read: ParameterReader,
): Judged {
  const { month } = at;
  const first = firstDayOf(month);
  const age = ageOn(facts.birthDate, lastDayOf(month));
  // 集中照护补助只给低保家庭的，低保边缘算不算由标准定
  const edge = kind !== 'concentrated' || read.whole('CCG-EDGE') === 1;
  const found = ground(facts, month, edge);
  const grounds = edge ? ['低保', '低保边缘'] : ['低保'];
  const level = levelAgainst(read, leastKeys[kind], { levels: facts.levels, on: first });
  const fromAge = kind === 'service' ? read.whole('ESS-AGE') : null;
  const clauses: [EndReason, Clause][] = [
    ['age', oldEnough(read, { birthDate: facts.birthDate, on: lastDayOf(month), basis: BASIS })],
    ['moved', holds('户籍在本市', facts.registeredInCity, BASIS)],
    ['tekun', notTekun(coversMonth(facts.tekun, month), BASIS)],
    [
      'ground',
      {
        name: `是${grounds.join('、')}家庭成员`,
        verdict: verdictOf(found !== null),
        value: textValue(found ?? (edge ? '都不是' : '不是')),
        limit: textValue(grounds.join('或者')),
        basis: BASIS,
      },
    ],
    [
      'level',
      levelClause(
        level,
        fromAge === null
          ? { basis: BASIS }
          : {
              basis: BASIS,
              name: `年满${fromAge}周岁，或者能力等级${level.least}级以上`,
              value: `${age}周岁，${level.says}`,
              limit: `${fromAge}周岁或者${level.least}级`,
              instead: age >= fromAge,
            },
      ),
    ],
  ];
  const amountFen = standardOf(kind, levelOf(facts.levels, first).level, read) ?? 0;
  const other = facts.other.find((o) => o.from <= month && (o.to === null || o.to >= month));
  const { againstZh } = kinds[kind];
  if (other && againstZh)
    clauses.push([
      'higher',
      {
        name: `与${againstZh}就高享受一项`,
        verdict: verdictOf(!otherIsTaken({ fen: amountFen, since: at.since }, other)),
        value: fenValue(other.amountFen),
        limit: fenValue(amountFen),
        relation: '低于',
        basis: HIGHER,
        note: '两项金额相同的，留下已经在领的一项',
      },
    ]);
  if (kind === 'nursing')
    clauses.push([
      'work-injury',
      {
        name: '没有领工伤保险生活护理费',
        verdict: facts.workInjuryCare === null ? 'unknown' : verdictOf(!facts.workInjuryCare),
        value: facts.workInjuryCare === null ? null : { kind: 'boolean', is: !facts.workInjuryCare },
        limit: { kind: 'boolean', is: true },
        basis: BASIS,
      },
    ]);
  if (kind === 'concentrated') {
    const [days, least] = [daysInHome(facts.stays, month), read.whole('CCG-DAYS')];
    clauses.push(
      [
        'stay',
        {
          name: `住在养老机构，当月满${least}天`,
          verdict: verdictOf(days >= least),
          value: countValue(days, '天'),
          limit: countValue(least, '天'),
          relation: '不小于',
          basis: CONCENTRATED,
          note: '离开的那天不算',
        },
      ],
      ['voucher', holds('当月没有用养老服务消费券', !facts.vouchers.includes(month), CONCENTRATED)],
    );
  }
  return { clauses, amountFen };
}

/** The month after the approval, past what was drawn; where a lower subsidy gives way, not before its first month that is unpaid. */
export function firstMonth(facts: SubsidyFacts, asOf: PlainDate): YearMonth {
  const after = [monthAfter(asOf), ...[facts.drawnTo, facts.otherPaidTo].flatMap((m) => (m ? [plusMonths(m, 1)] : []))];
  return after.sort().at(-1)!;
}

const RULES = {
  service: { name: 'elder-service', version: '2026-11' },
  nursing: { name: 'elder-nursing', version: '2026-11' },
  concentrated: { name: 'elder-concentrated', version: '2026-11' },
} as const;

export function determineSubsidy(
  kind: Kind,
  facts: SubsidyFacts,
  parameters: Parameters,
  asOf: PlainDate,
): Result<Decision, 'PARAM_MISSING'> {
  const month = firstMonth(facts, asOf);
  return withParameters({ parameters, division: facts.division, date: firstDayOf(month) }, (read): Decision => {
    const { clauses: judged, amountFen } = judge(kind, facts, { month, since: null }, read);
    const clauses = judged.map(([, clause]) => clause);
    const outcome = outcomeOf(clauses);
    return {
      programme: kinds[kind].programme,
      rule: RULES[kind],
      asOf,
      outcome,
      clauses,
      amountFen: outcome === 'eligible' ? amountFen : outcome === 'not-eligible' ? 0 : null,
      effectiveMonth: outcome === 'eligible' ? month : null,
      breakdown: [lineOf(kind, month, amountFen)],
      parameters: read.used(),
    };
  });
}

export const lineOf = (kind: Kind, month: YearMonth, fen: Fen) => ({
  label: kinds[kind].zh,
  formula: `按${longMonth(month)}的标准，每月${yuanDigits(fen)}元`,
  fen,
});

const bookOf = (kind: Kind) =>
  ruleBook<SubsidyFacts, Decision>([
    { ...RULES[kind], decide: (facts, parameters, asOf) => determineSubsidy(kind, facts, parameters, asOf) },
  ]);
export const subsidyRules = {
  service: bookOf('service'),
  nursing: bookOf('nursing'),
  concentrated: bookOf('concentrated'),
} as const;

export interface Drawn extends Months {
  readonly diedOn: PlainDate | null;
  /** The last month by a move to another county. */
  readonly movedLast: YearMonth | null;
  /** The last month that has left for the bank. */
  readonly paidTo: YearMonth | null;
}

export interface Standing {
  readonly end: { readonly lastMonth: YearMonth; readonly reason: string } | null;
  /** What each month that is due comes to. */
  readonly amounts: readonly { readonly month: YearMonth; readonly amountFen: Fen; readonly parameterIds: readonly string[] }[];
}

/** As the payment says it, so that a death that is taken back gives back what it ended. */
const died = (on: PlainDate): string => `${on}死亡`;
/** Ends that are worked out here; whatever else ended it stays. */
export const workedOut = (reason: string | null): boolean =>
  reason !== null && (reason.endsWith('死亡') || (Object.values(endReasons) as string[]).includes(reason));

/**
 * What is drawn from a month on, looked at as a whole by what is known now, up to a month: the same standing whatever came to be known first. A month that has
 * left for the bank is not taken back for the sake of the higher one; every other end is.
 */
export function standingOf(
  kind: Kind,
  facts: SubsidyFacts,
  drawn: Drawn,
  given: { parameters: Parameters; until: YearMonth },
): Result<Standing, 'PARAM_MISSING'> {
  const amounts: { month: YearMonth; amountFen: Fen; parameterIds: string[] }[] = [];
  const ends: { lastMonth: YearMonth; reason: string }[] = [];
  if (drawn.diedOn) ends.push({ lastMonth: drawn.diedOn.slice(0, 7) as YearMonth, reason: died(drawn.diedOn) });
  if (drawn.movedLast) ends.push({ lastMonth: drawn.movedLast, reason: endReasons.moved });
  for (let month = drawn.from; month <= given.until; month = plusMonths(month, 1)) {
    const judged = withParameters(
      { parameters: given.parameters, division: facts.division, date: firstDayOf(month) },
      (read) => ({ ...judge(kind, facts, { month, since: drawn.from }, read), used: read.used().map((p) => p.rowId) }),
    );
    if (!judged.ok) return judged;
    const unmet = judged.value.clauses.filter(([, clause]) => clause.verdict === 'unmet').map(([reason]) => reason);
    const paid = drawn.paidTo !== null && month <= drawn.paidTo;
    const reason = unmet.find((r) => r !== 'higher' || !paid);
    if (reason) {
      // 去世的那个月没有住满的，停发的原因是去世
      const byDeath = reason === 'stay' && drawn.diedOn && drawn.diedOn.slice(0, 7) <= month;
      ends.push({ lastMonth: plusMonths(month, -1), reason: byDeath ? died(drawn.diedOn) : endReasons[reason] });
      break;
    }
    amounts.push({ month, amountFen: judged.value.amountFen, parameterIds: judged.value.used });
  }
  const end = ends.reduce<Standing['end']>(
    (first, one) => (first === null || one.lastMonth < first.lastMonth ? one : first),
    null,
  );
  return ok({ end, amounts });
}
