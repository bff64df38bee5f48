/**
 * 进出双预警 (5.9): pure. Each rule looks at one thing that happened and at how the household stands, and returns its clauses; it fires when
 * every clause is met. A machine proposes: no rule changes an amount.
 */
import { addMonths, monthOf } from '../../../kernel/calendar/index.ts';
import {
  type Clause,
  countValue,
  fenValue,
  isBelow,
  minus,
  type ParameterReader,
  plus,
  roundFen,
  smaller,
  times,
} from '../../../kernel/policy/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';

import {
  CONFIRMATION,
  clause,
  daysText,
  EXTENSION,
  inCategory,
  LAYERED,
  monthsOver,
  receives,
  type Standing,
  standard,
  unaided,
} from './clauses.ts';

export { depositsAbove, newAsset } from './asset-rules.ts';
export { type Category, fires, type Standing } from './clauses.ts';

function muchSelfPaid({ selfPaid12mFen }: MedicalExpense, standing: Standing, read: ParameterReader): Clause {
  const { fen, ref } = standard(standing, read);
  const limit = times(read.number('WARN-MEDICAL-TIMES'), fen);
  return clause('近12个月个人自付医疗费用达到预警线', !isBelow(selfPaid12mFen, limit), LAYERED, {
    value: fenValue(selfPaid12mFen),
    limit: fenValue(roundFen(limit)),
    relation: '不少于',
    parameter: ref,
  });
}

export interface MedicalExpense {
  readonly selfPaid12mFen: Fen;
}

/** IN-1: self-paid medical expenses over the year. */
export const medicalExpense = (facts: MedicalExpense, standing: Standing, read: ParameterReader): Clause[] => [
  muchSelfPaid(facts, standing, read),
  unaided(standing),
];

/** IN-6: the same in an edge family: somebody is seriously ill, and 单人保 may be possible. */
export const edgeIllness = (facts: MedicalExpense, standing: Standing, read: ParameterReader): Clause[] => [
  muchSelfPaid(facts, standing, read),
  inCategory(standing, ['edge'], EXTENSION),
];

export interface Certificate {
  readonly change: string;
  readonly category: string;
  readonly level: number;
}

const severe = ({ category, level }: Certificate): boolean =>
  level <= 2 || (level === 3 && ['intellectual', 'mental'].includes(category));

const severeClause = (facts: Certificate): Clause =>
  clause('一、二级，或者三级智力、精神', severe(facts), EXTENSION, { value: countValue(facts.level, '级') });
const newly = (facts: Certificate): Clause => clause('新领或者变更', ['issued', 'changed'].includes(facts.change), EXTENSION);

/** IN-2: a new certificate of a severe degree, no help yet. */
export const newCertificate = (facts: Certificate, standing: Standing): Clause[] => [
  newly(facts),
  severeClause(facts),
  unaided(standing),
];

/** IN-6: a certificate in an edge family: 单人保 may be possible. */
export const edgeCertificate = (facts: Certificate, standing: Standing): Clause[] => [
  newly(facts),
  severeClause(facts),
  inCategory(standing, ['edge'], EXTENSION),
];

/** IN-3: the only earner has been without insured work for months. */
export const jobLost = (facts: { endedOn: PlainDate }, standing: Standing, read: ParameterReader, asOf: PlainDate): Clause[] => {
  const months = read.whole('WARN-JOBLESS-MONTHS');
  return [
    clause('停止参保已满规定月数', monthsOver(facts.endedOn, months, asOf), LAYERED, {
      value: daysText(facts.endedOn),
      limit: countValue(months, '个月'),
      relation: '满',
      parameter: read.ref('WARN-JOBLESS-MONTHS'),
    }),
    clause('家里只有这一人挣钱', standing.soleEarner, LAYERED),
  ];
};

/** IN-4: the breadwinner is gone. */
export const breadwinnerLost = (facts: { on: PlainDate; left: number }, standing: Standing): Clause[] => [
  clause('家里主要挣钱的人去世或者被羁押、服刑', standing.soleEarner, LAYERED, { value: daysText(facts.on) }),
  clause('家里还有其他人', facts.left > 0, LAYERED, { value: countValue(facts.left, '人') }),
];

/** IN-5: on the list that watches for a return to poverty. */
export const povertyListed = (facts: { listedOn: PlainDate }, standing: Standing): Clause[] => [
  clause('列入防返贫监测对象', true, LAYERED, { value: daysText(facts.listedOn) }),
  unaided(standing),
];

/** IN-7: refused not long ago, and the income has ended since. */
export const refusedThenWorse = (facts: { refusedOn: PlainDate; incomeEndedOn: PlainDate }, read: ParameterReader): Clause[] => {
  const months = read.whole('WARN-REFUSED-MONTHS');
  return [
    // 按收入中断的那天算：知道得晚，不该让这家人错过
    clause('收入中断时，不予确认还没有超过规定月数', addMonths(facts.refusedOn, months) >= facts.incomeEndedOn, LAYERED, {
      value: daysText(facts.refusedOn),
      limit: countValue(months, '个月'),
      relation: '不超过',
      parameter: read.ref('WARN-REFUSED-MONTHS'),
    }),
    clause('不予确认以后收入来源中断', facts.incomeEndedOn >= facts.refusedOn, LAYERED, { value: daysText(facts.incomeEndedOn) }),
  ];
};

/** IN-8: the school reports hardship, or that a child may drop out. */
export const schoolReport = (facts: { reportedOn: PlainDate }): Clause[] => [
  clause('学校报告家庭困难或者有辍学风险', true, LAYERED, { value: daysText(facts.reportedOn) }),
];

/** IN-9: the office of veterans reports a hardship case. */
export const veteranReport = (facts: { reportedOn: PlainDate }): Clause[] => [
  clause('退役军人事务部门报告困难个案', true, LAYERED, { value: daysText(facts.reportedOn) }),
];

/** OUT-1: a person who is paid has died, or is said to have. */
export const paidPersonDied = (facts: { diedOn: PlainDate; confirmed: boolean }, standing: Standing): Clause[] => [
  clause(facts.confirmed ? '已登记死亡' : '收到死亡报告，待核实', true, EXTENSION, { value: daysText(facts.diedOn) }),
  receives(standing),
];

/** OUT-2: a person who is paid serves a sentence or is in compulsory rehabilitation; detention alone is none of them. */
export const paidPersonInCustody = (facts: { kind: string; startedOn: PlainDate }, standing: Standing): Clause[] => [
  clause('服刑或者强制隔离戒毒', ['prison', 'rehabilitation'].includes(facts.kind), `${CONFIRMATION}第七条`, {
    value: daysText(facts.startedOn),
  }),
  receives(standing),
];

/** A job that began no later than the facts of the last decision is a wage that they count; of more jobs than wages, the comparison says which are additional. */
export const isWageCounted = (insuredFrom: PlainDate, { wageCountedIn }: Standing): boolean =>
  wageCountedIn !== null && monthOf(insuredFrom) <= wageCountedIn;

/** OUT-3: a new wage brings the income to the standard or above. Products are compared, nothing is divided; a wage that is counted already is not added. */
export function wageReachesStandard(
  facts: { wageBaseFen: Fen; insuredFrom: PlainDate; isAdditional?: boolean },
  standing: Standing,
  read: ParameterReader,
): Clause[] {
  const { fen, ref } = standard(standing, read);
  const isCounted = !facts.isAdditional && isWageCounted(facts.insuredFrom, standing);
  const cost = smaller(facts.wageBaseFen, times(read.number('EMP-COST'), fen));
  const yearly = plus(standing.yearlyIncomeFen ?? 0, times(12, minus(facts.wageBaseFen, cost)));
  const limit = times(12, fen, standing.persons);
  return [
    inCategory(standing, ['dibao'], CONFIRMATION),
    clause('加上新的工资（扣减就业成本），全年收入达到低保标准', !isBelow(yearly, limit), `${CONFIRMATION}第三条`, {
      value: fenValue(roundFen(yearly)),
      limit: fenValue(roundFen(limit)),
      relation: '不低于',
      parameter: ref,
      ...(standing.yearlyIncomeFen === null ? { note: '没有核定过的收入，只按新的工资计算' } : {}),
    }),
    clause('这份工资还没有算进核定的收入', !isCounted, `${CONFIRMATION}第三条`, {
      value: daysText(facts.insuredFrom),
      ...(facts.isAdditional ? { note: '核定的收入里的工资是另一份工作的' } : {}),
    }),
  ];
}

/** Programmes that one person cannot have together (5.11). */
const excluded: readonly (readonly [string, string])[] = [
  ['dibao', 'tekun'],
  ['dibao', 'orphan'],
  ['tekun', 'orphan'],
  ['tekun', 'disability-living'],
  ['tekun', 'disability-nursing'],
];

/** What a recognised family is, a person in one of the first is not; 单人保 takes its person out of the recognition. */
const unrecognised: typeof excluded = [
  ['dibao', 'edge'],
  ['dibao', 'rigid'],
  ['tekun', 'edge'],
  ['tekun', 'rigid'],
];

/** OUT-6: the same person is active in two benefits that exclude each other. */
export const doubleBenefit = (facts: { programmes: readonly string[] }): Clause[] => [
  clause(
    '同时享受互相排斥的待遇',
    excluded.some((pair) => pair.every((p) => facts.programmes.includes(p))),
    `${LAYERED}；${CONFIRMATION}`,
    { value: countValue(facts.programmes.length, '项') },
  ),
];

/** OUT-6, where nothing is paid for one of the two: somebody with basic living support still counts as of a recognised family. */
export const supportedAndRecognised = (facts: { programmes: readonly string[]; recognised: readonly string[] }): Clause[] => [
  clause(
    '领取基本生活保障的人还在低保边缘、刚性支出家庭的认定里',
    unrecognised.some(([programme, kind]) => facts.programmes.includes(programme) && facts.recognised.includes(kind)),
    `${LAYERED}；${CONFIRMATION}`,
    { value: countValue(facts.recognised.length, '项') },
  ),
];

/** OUT-7: nobody has seen the person for months. */
export const noProofOfLife = (facts: { lastSeenOn: PlainDate }, read: ParameterReader, asOf: PlainDate): Clause[] => {
  const months = read.whole('WARN-LIFE-MONTHS');
  return [
    clause('没有走访、没有用卡已满规定月数', monthsOver(facts.lastSeenOn, months, asOf), EXTENSION, {
      value: daysText(facts.lastSeenOn),
      limit: countValue(months, '个月'),
      relation: '满',
      parameter: read.ref('WARN-LIFE-MONTHS'),
    }),
  ];
};

/** OUT-8: the review is overdue by more than the days allowed. */
export const reviewOverdue = (facts: { overdueDays: number; dueOn: PlainDate }, read: ParameterReader): Clause[] => {
  const days = read.whole('WARN-REVIEW-DAYS');
  return [
    clause('动态复核超期', facts.overdueDays > days, `${CONFIRMATION}第三十一条`, {
      value: countValue(facts.overdueDays, '天'),
      limit: countValue(days, '天'),
      relation: '超过',
      parameter: read.ref('WARN-REVIEW-DAYS'),
      note: `应在${facts.dueOn}前复核`,
    }),
  ];
};

const county = (code: DivisionCode): string => code.slice(0, 6);

/** OUT-9: moved to another county. 特困 is handed over by itself: whom it has left with the old county is told of. */
export const movedAway = (
  facts: { fromDivision: DivisionCode; toDivision: DivisionCode; movedOn: PlainDate },
  standing: Standing,
): Clause[] => [
  clause('迁出本县', county(facts.fromDivision) !== county(facts.toDivision), CONFIRMATION, { value: daysText(facts.movedOn) }),
  receives(standing),
  ...(standing.supportedIn === null
    ? []
    : [clause('特困供养还没有移交迁入地', county(standing.supportedIn) === county(facts.fromDivision), CONFIRMATION)]),
];

/** OUT-10: one account takes the money of households that have nothing to do with each other. */
export const sharedAccount = (facts: { households: number }, read: ParameterReader): Clause[] => {
  const households = read.whole('WARN-ACCOUNT-HOUSEHOLDS');
  return [
    clause('同一账户收几家互不相干家庭的款', facts.households >= households, `${CONFIRMATION}第二十六条`, {
      value: countValue(facts.households, '户'),
      limit: countValue(households, '户'),
      relation: '不少于',
      parameter: read.ref('WARN-ACCOUNT-HOUSEHOLDS'),
    }),
  ];
};
