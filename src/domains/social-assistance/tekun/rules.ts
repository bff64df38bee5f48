/**
 * 特困人员认定规则: pure. `determineTekun` judges one person on a day; `amountForMonth` says what is due in a month. Source: 《社会救助法》, 民发〔2021〕43号, 国发〔2016〕14号; numbers are parameters.
 */
import { ageOn, firstDayOf, monthAfter, monthOf } from '../../../kernel/calendar/index.ts';
import {
  asRatio,
  type BreakdownLine,
  type Clause,
  type Decision,
  exact,
  fenValue,
  outcomeOf,
  over,
  type ParameterRef,
  type Parameters,
  ratioValue,
  roundFen,
  ruleBook,
  textValue,
  withParameters,
} from '../../../kernel/policy/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { assetClauses } from '../family/assets.ts';
import type { MemberFacts } from '../family/facts.ts';
import { checkClauses, type Group, incomeBelow } from '../family/group.ts';
import { aliveOn, validDisabilities } from '../family/household.ts';
import { computeIncome, type IncomeLine, type RunContext, standardKey, standardOf } from '../family/income.ts';
import { disabilityTypes } from '../family/terms.ts';
import { gradeOf } from './care.ts';
import type { TekunFacts } from './facts.ts';
import { supporterClause } from './supporters.ts';
import { careStandards, childChoices, childSchemes, type SelfCareGrade, selfCareGrades, tekunNotIncome } from './terms.ts';

export interface TekunAmount {
  readonly month: YearMonth;
  readonly amountFen: Fen;
  readonly baseFen: Fen;
  /** Null while the person is not assessed. */
  readonly careFen: Fen | null;
  readonly breakdown: readonly BreakdownLine[];
  readonly parameters: readonly ParameterRef[];
}

export interface TekunDecision extends Decision {
  readonly category: 'tekun' | 'none' | null;
  /** Recognised person by person. */
  readonly persons: 1;
  readonly grade: SelfCareGrade | null;
  readonly standardFen: Fen;
  readonly income: { readonly countableFen: Fen; readonly lines: readonly IncomeLine[] };
}

const RULE = { name: 'tekun', version: '2026-07' } as const;
const MEASURES = '民发〔2021〕43号';
const OLD = 60;
const CHILD_BELOW = 16;
const ADULT = 18;
/** 第四条：智力、精神残疾一至三级，肢体残疾一、二级，视力残疾一级. */
const LOWEST_LEVEL: Partial<Record<keyof typeof disabilityTypes, number>> = { intellectual: 3, mental: 3, physical: 2, sight: 1 };

/** The kind and level that prove it, as words; null when no certificate does. */
function provingDisability(member: MemberFacts, on: PlainDate): string | null {
  const found = validDisabilities(member, on).find((d) => d.level <= (LOWEST_LEVEL[d.type] ?? 0));
  return found ? `${disabilityTypes[found.type]}残疾${'零一二三四'[found.level]}级` : null;
}

function workCapacityClause(facts: TekunFacts, member: MemberFacts, on: PlainDate): Clause {
  const age = ageOn(member.birthDate, on);
  const disability = provingDisability(member, on);
  const ground =
    age >= OLD
      ? '年满60周岁'
      : age < CHILD_BELOW
        ? '未满16周岁'
        : disability !== null
          ? disability
          : facts.provincialIncapacity !== null
            ? `省规定的其他情形：${facts.provincialIncapacity}`
            : facts.alreadyRecognised && age < ADULT
              ? '未成年特困人员，继续供养至18周岁'
              : facts.alreadyRecognised && member.student === 'school'
                ? '年满18周岁，仍在义务教育或者高中阶段就读'
                : null;
  return {
    name: '无劳动能力',
    verdict: ground === null ? 'unmet' : 'met',
    value: textValue(ground ?? `${age}周岁，没有可以认定无劳动能力的残疾人证`),
    limit: textValue('年满60周岁、未满16周岁，或者智力精神一至三级、肢体一二级、视力一级残疾'),
    basis: `${MEASURES}第四条、第五条、第二十五条；《社会救助法》第十六条`,
  };
}

function meansClause(run: RunContext, group: Group): Clause {
  const open = [...group.income.openIncome, ...group.income.openDeductions];
  return {
    name: '无生活来源：月收入低于最低生活保障标准',
    verdict: incomeBelow(run, group, exact(1)),
    value: ratioValue(asRatio(over(group.income.countable, group.income.windowMonths))),
    limit: fenValue(standardOf(run)),
    relation: '低于',
    basis: `${MEASURES}第六条`,
    parameter: run.read.ref(standardKey(run.facts.urbanRural)),
    ...(open.length ? { note: `尚未查明：${[...new Set(open)].join('、')}` } : {}),
  };
}

/** 第九条: one or the other, not both. Asked of minors only. */
function childClauses(facts: TekunFacts, member: MemberFacts, on: PlainDate): Clause[] {
  if (ageOn(member.birthDate, on) >= ADULT) return [];
  const { childScheme, childChoice } = facts;
  const verdict =
    childScheme === 'none' || (childScheme !== null && childChoice === 'tekun')
      ? 'met'
      : childScheme !== null && childChoice === 'child'
        ? 'unmet'
        : 'unknown';
  return [
    {
      name: '同时符合孤儿、事实无人抚养儿童条件的，选择了特困供养',
      verdict,
      value: childScheme === null ? null : textValue(childChoice ? childChoices[childChoice] : childSchemes[childScheme]),
      limit: null,
      basis: `${MEASURES}第九条`,
      ...(verdict === 'unknown' ? { note: '请监护人选择其中一项' } : {}),
    },
  ];
}

/** The person alone. Who cannot work by law has no imputed income, whatever the form says. */
function groupOf(run: RunContext, member: MemberFacts): Group {
  const person: MemberFacts = { ...member, workCapacity: 'none' };
  return { members: [person], income: computeIncome(run, [person], []), complete: true };
}

/** Base by urban or rural, care by grade: no difference is computed (43号第十九条至第二十二条). */
export function amountForMonth(
  facts: Pick<TekunFacts, 'division' | 'urbanRural' | 'care'>,
  parameters: Parameters,
  month: YearMonth,
): Result<TekunAmount, 'PARAM_MISSING'> {
  return withParameters({ parameters, division: facts.division, date: firstDayOf(month) }, (read) => {
    const baseFen = read.fen(baseKey(facts.urbanRural));
    const grade = facts.care && gradeOf(facts.care);
    const careFen = grade && read.fen(careStandards[grade]);
    const breakdown: BreakdownLine[] = [
      { label: '基本生活费', formula: `${facts.urbanRural === 'urban' ? '城市' : '农村'}特困人员基本生活标准`, fen: baseFen },
      ...(grade && careFen !== null
        ? [{ label: '照料护理费', formula: `照料护理标准（${selfCareGrades[grade]}）`, fen: careFen }]
        : []),
    ];
    return { month, amountFen: baseFen + (careFen ?? 0), baseFen, careFen, breakdown, parameters: read.used() };
  });
}

const MONTH_RULE = { version: '2026-11' } as const;
/** A person supported as 特困 is in no other benefit of these groups (5.11). */
export const TEKUN_GROUPS = ['basic-living', 'disability-living', 'disability-nursing'] as const;
/** 基本生活费 and 照料护理费 are paid apart: each is a standard. */
export const tekunParts = { base: 'tekun', care: 'tekun-care' } as const;
export type TekunPart = keyof typeof tekunParts;
export type PaidFacts = Pick<TekunFacts, 'division' | 'urbanRural' | 'care'>;

/** What one of the two parts comes to in a month by the standard of the place; a new standard judges nobody again. */
export function partAtStandard(
  part: TekunPart,
  facts: PaidFacts,
  parameters: Parameters,
  month: YearMonth,
): Result<Decision, 'PARAM_MISSING'> {
  const date = firstDayOf(month);
  return withParameters({ parameters, division: facts.division, date }, (read) => {
    const grade = part === 'care' ? facts.care && gradeOf(facts.care) : null;
    const key = part === 'base' ? baseKey(facts.urbanRural) : grade && careStandards[grade];
    const name = part === 'base' ? '按基本生活标准发放' : '按照料护理标准发放';
    const label = part === 'base' ? '基本生活费' : '照料护理费';
    const fen = key ? read.fen(key) : null;
    const clause: Clause = {
      name,
      verdict: key ? 'met' : 'unknown',
      value: grade ? textValue(selfCareGrades[grade]) : null,
      limit: fen === null ? null : fenValue(fen),
      basis: `${MEASURES}第十九条至第二十二条`,
      ...(key ? { parameter: read.ref(key) } : { note: '还没有评估生活自理能力' }),
    };
    return {
      programme: tekunParts[part],
      rule: { name: `${tekunParts[part]}-month`, ...MONTH_RULE },
      asOf: date,
      outcome: fen === null ? 'undetermined' : 'eligible',
      clauses: [clause],
      amountFen: fen,
      effectiveMonth: fen === null ? null : month,
      breakdown: fen === null ? [] : [{ label, formula: `按${month}执行的标准`, fen }],
      parameters: read.used(),
    };
  });
}

export const baseKey = (urbanRural: 'urban' | 'rural'): string => (urbanRural === 'urban' ? 'TK-BASE-U' : 'TK-BASE-R');

export function determineTekun(
  facts: TekunFacts,
  parameters: Parameters,
  asOf: PlainDate,
): Result<TekunDecision, 'PARAM_MISSING'> {
  const judged = withParameters({ parameters, division: facts.division, date: asOf }, (read) => {
    const run: RunContext = { facts, date: asOf, judgedOn: asOf, read, notIncome: tekunNotIncome };
    const member = facts.members.find((m) => m.ref === facts.person);
    if (!member || !aliveOn(member, asOf)) {
      const missing: Clause = {
        name: '认定对象健在并已写明',
        verdict: 'unmet',
        value: textValue(member ? '已去世' : '没有找到该成员'),
        limit: null,
        basis: `${MEASURES}第四条`,
      };
      return { clauses: [missing], group: null, standardFen: standardOf(run), parameters: read.used() };
    }
    const group = groupOf(run, member);
    const clauses = [
      workCapacityClause(facts, member, asOf),
      meansClause(run, group),
      ...assetClauses(run, new Set([member.ref]), 'FIN-LIMIT-DIBAO').map((c) => ({
        ...c,
        basis: `${MEASURES}第六条、第七条`,
      })),
      supporterClause(run, facts.supporters),
      ...childClauses(facts, member, asOf),
      ...checkClauses(run).map((c) => ({ ...c, basis: `${MEASURES}第十三条；《社会救助法》第四十一条` })),
    ];
    return { clauses, group, standardFen: standardOf(run), parameters: read.used() };
  });
  if (!judged.ok) return judged;
  const { clauses, group, standardFen } = judged.value;
  const outcome = outcomeOf(clauses);
  const month = monthAfter(asOf);
  const amount = outcome === 'not-eligible' ? null : amountForMonth(facts, parameters, month);
  if (amount && !amount.ok) return amount;
  const used = new Map(
    [...judged.value.parameters, ...(amount?.value.parameters ?? [])].map((ref) => [`${ref.rowId} ${ref.value}`, ref]),
  );
  return ok({
    programme: 'tekun',
    rule: RULE,
    asOf,
    outcome,
    clauses,
    amountFen: outcome === 'eligible' ? amount!.value.amountFen : outcome === 'not-eligible' ? 0 : null,
    effectiveMonth: outcome === 'eligible' ? month : null,
    breakdown: amount?.value.breakdown ?? [],
    parameters: [...used.values()],
    category: outcome === 'eligible' ? 'tekun' : outcome === 'not-eligible' ? 'none' : null,
    persons: 1,
    grade: facts.care && gradeOf(facts.care),
    standardFen,
    income: {
      countableFen: group ? roundFen(group.income.countable) : 0,
      lines: group?.income.lines ?? [],
    },
  });
}

/** The rule by version: a decision names its version, and replays with it. */
export const tekunRules = ruleBook<TekunFacts, TekunDecision>([{ ...RULE, decide: determineTekun }]);

const monthBook = (part: TekunPart) =>
  ruleBook<PaidFacts, Decision>([
    {
      name: `${tekunParts[part]}-month`,
      ...MONTH_RULE,
      decide: (facts, parameters, asOf) => partAtStandard(part, facts, parameters, monthOf(asOf)),
    },
  ]);
/** The same for a new standard, part by part. */
export const tekunMonthRules = { base: monthBook('base'), care: monthBook('care') } as const;
