/**
 * 进出双预警 (5.9): pure. Each rule looks at one thing that happened and at how the household stands, and returns its clauses; it fires when
 * every clause is met. A machine proposes: no rule changes an amount.
 */
import { addMonths, monthOf } from '../../../kernel/calendar/index.ts';
import {
  type Clause,
  type ClauseValue,
  compareExact,
  countValue,
  fenValue,
  isBelow,
  minus,
  type ParameterReader,
  type ParameterRef,
  plus,
  roundFen,
  smaller,
  textValue,
  times,
} from '../../../kernel/policy/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

export const categories = {
  dibao: '低保',
  tekun: '特困',
  edge: '低保边缘',
  rigid: '刚性支出困难',
  none: '没有享受救助',
} as const;
export type Category = keyof typeof categories;

/** How the household of the person stands on the day. */
export interface Standing {
  readonly category: Category;
  readonly urbanRural: 'urban' | 'rural';
  readonly persons: number;
  /** Countable income of the last decision, 12 months; null when there is none. */
  readonly yearlyIncomeFen: Fen | null;
  /** Houses that the last decision knew; null when there is none. */
  readonly houses: number | null;
  /** Financial assets that the last decision exempts, with a reason. */
  readonly exemptFen: Fen;
  /** The month up to which the last decision counts a running wage of the person; null when it counts none. */
  readonly wageCountedIn: YearMonth | null;
  /** How many such wages of the person it counts. */
  readonly wagesCounted: number;
  /** The person is covered by a benefit that is being paid. */
  readonly paid: boolean;
  /** Where 特困 supports the person; null when it does not. */
  readonly supportedIn: DivisionCode | null;
  /** The only one of the household who is known to earn, or the only one of working age. Null: not known. */
  readonly soleEarner: boolean | null;
}

const LAYERED = '国办发〔2023〕39号';
const CONFIRMATION = '民发〔2021〕57号';
const EXTENSION = '民发〔2022〕83号';

interface Compared {
  value?: ClauseValue | null;
  limit?: ClauseValue | null;
  relation?: string;
  parameter?: ParameterRef;
  note?: string;
}

const clause = (name: string, met: boolean | null, basis: string, rest: Compared = {}): Clause => {
  const { value = null, limit = null, ...others } = rest;
  return { name, verdict: met === null ? 'unknown' : met ? 'met' : 'unmet', value, limit, basis, ...others };
};

/** What could not be found out never fires. */
export const fires = (clauses: readonly Clause[]): boolean => clauses.every((c) => c.verdict === 'met');

const standard = (standing: Standing, read: ParameterReader): { fen: Fen; ref: ParameterRef } => {
  const key = standing.urbanRural === 'urban' ? 'DB-STD-U' : 'DB-STD-R';
  return { fen: read.fen(key), ref: read.ref(key) };
};

const unaided = (standing: Standing): Clause =>
  clause('没有享受任何一类救助', standing.category === 'none', LAYERED, {
    value: standing.category === 'none' ? null : textValue(categories[standing.category]),
  });

const receives = (standing: Standing): Clause =>
  clause('本人在享受救助待遇', standing.paid, CONFIRMATION, { value: textValue(categories[standing.category]) });

const inCategory = (standing: Standing, allowed: readonly Category[], basis: string): Clause =>
  clause(`家庭属于${allowed.map((c) => categories[c]).join('、')}`, allowed.includes(standing.category), basis, {
    value: textValue(categories[standing.category]),
  });

/** n whole months after a day have gone by. */
const monthsOver = (since: PlainDate, months: number, asOf: PlainDate): boolean => addMonths(since, months) <= asOf;
const daysText = (on: PlainDate): ClauseValue => textValue(on);

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

/** OUT-4: a car, a house or a firm beyond the rule. `owned`: how many of the kind the person has by now; a capital that nobody knows is looked into. */
export function newAsset(
  facts: { kind: string; valueFen: Fen | null; owned?: number },
  standing: Standing,
  read: ParameterReader,
): Clause[] {
  const aided = inCategory(standing, ['dibao', 'tekun', 'edge'], CONFIRMATION);
  if (facts.kind === 'firm') {
    const limit = read.fen('FIRM-CAPITAL');
    return [
      aided,
      clause('新登记的市场主体超过规定', facts.valueFen === null || facts.valueFen >= limit, EXTENSION, {
        value: facts.valueFen === null ? textValue('实缴资本不详') : fenValue(facts.valueFen),
        limit: fenValue(limit),
        relation: '不少于',
        parameter: read.ref('FIRM-CAPITAL'),
      }),
    ];
  }
  if (facts.kind === 'house') {
    const sets = read.whole('HOUSE-SETS');
    const now = Math.max((standing.houses ?? 1) + 1, facts.owned ?? 1);
    return [
      aided,
      clause('住房套数超过规定', now > sets, EXTENSION, {
        value: countValue(now, '套'),
        limit: countValue(sets, '套'),
        relation: '超过',
        parameter: read.ref('HOUSE-SETS'),
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

/** Programmes that one person cannot have together (5.11). */
const excluded: readonly (readonly [string, string])[] = [
  ['dibao', 'tekun'],
  ['dibao', 'orphan'],
  ['tekun', 'orphan'],
  ['tekun', 'disability-living'],
  ['tekun', 'disability-nursing'],
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
