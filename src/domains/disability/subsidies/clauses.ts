/** The conditions of the two subsidies, one clause each (5.2, 5.3). Pure. */
import {
  booleanValue,
  type Clause,
  fenValue,
  type ParameterReader,
  textValue,
  type Verdict,
  yuan,
} from '../../../kernel/policy/index.ts';
import type { Fen, YearMonth } from '../../../kernel/schema/index.ts';
import { categories, categoryNames, levels } from '../certificate/index.ts';
import { isHeldIn } from './custody.ts';
import { allowanceClasses, type Kind, type Months, type SubsidyFacts } from './facts.ts';
import { higherOf, highestOf, weighedAgainst } from './higher.ts';

export const standardKeys = { living: 'LIV', nursing: 'NUR' } as const satisfies Record<Kind, string>;

export const BASIS = '国发〔2015〕52号';
const CERTIFICATE_STATES = { valid: '有效', expired: '过期', frozen: '冻结', cancelled: '注销', none: '没有残疾人证' } as const;

export const isOn = (read: ParameterReader, key: string): boolean => read.ref(key).value === '1';

/** Whether a period reaches a month or begins later. */
const reaches = (period: Months, month: YearMonth): boolean => period.to === null || period.to >= month;
function certificateClause(facts: SubsidyFacts): Clause {
  const { certificate } = facts;
  return {
    name: '持有有效的残疾人证',
    verdict: certificate === null ? 'unknown' : certificate.state === 'valid' ? 'met' : 'unmet',
    value: certificate && textValue(CERTIFICATE_STATES[certificate.state]),
    limit: textValue(CERTIFICATE_STATES.valid),
    basis: BASIS,
    ...(certificate?.state === 'expired' ? { note: '残疾人证已过期，请先办理换证' } : {}),
  };
}

/** 不能同时享受: met when none of the periods reaches the month in which this is judged. */
function noneOf(given: { name: string; periods: Months[] | null; month: YearMonth; basis: string; note: string }): Clause {
  const found = given.periods?.find((p) => reaches(p, given.month));
  return {
    name: given.name,
    verdict: given.periods === null ? 'unknown' : found ? 'unmet' : 'met',
    value: given.periods === null ? null : booleanValue(!found),
    limit: null,
    basis: given.basis,
    ...(found ? { note: given.note } : {}),
  };
}

const tekunClause = (facts: SubsidyFacts, month: YearMonth): Clause =>
  noneOf({
    name: '不是特困供养人员',
    periods: facts.tekun,
    month,
    basis: BASIS,
    note: '特困人员不重复享受残疾人两项补贴',
  });
const workInjuryClause = (facts: SubsidyFacts, month: YearMonth): Clause =>
  noneOf({
    name: '没有领取工伤生活护理费',
    periods: facts.workInjuryCare,
    month,
    basis: BASIS,
    note: '领取工伤保险生活护理费的，不享受残疾人两项补贴',
  });

/** In custody all through the first month, it cannot begin; what is told but not yet found true is unknown. */
const custodyClause = ({ custody }: SubsidyFacts, first: YearMonth): Clause => {
  const held = custody && isHeldIn(custody, first);
  return {
    name: '不在服刑、强制戒毒期间',
    verdict: held === null ? 'unknown' : held ? 'unmet' : 'met',
    value: held === null ? null : booleanValue(!held),
    limit: null,
    basis: BASIS,
    ...(held === null ? { note: '比对到服刑、强制戒毒，请县民政局先在“补贴比对”里核实' } : {}),
    ...(held ? { note: '服刑、强制戒毒期间不享受两项补贴，结束后可以重新申请' } : {}),
  };
};

/** The period of low income that the living subsidy rests on. */
export function lowIncome(
  facts: SubsidyFacts,
  edgeCounts: boolean,
  month: YearMonth,
): { clause: Clause; from: YearMonth | null } {
  const known = [facts.dibao, ...(edgeCounts ? [facts.edge] : [])];
  const found = known
    .flatMap((list) => list ?? [])
    .filter((p) => reaches(p, month))
    .sort((a, b) => (a.from < b.from ? -1 : 1))[0];
  const verdict: Verdict = found ? 'met' : known.includes(null) ? 'unknown' : 'unmet';
  return {
    from: found?.from ?? null,
    clause: {
      name: edgeCounts ? '属于低保家庭或者低保边缘家庭' : '属于低保家庭',
      verdict,
      value: verdict === 'unknown' ? null : booleanValue(verdict === 'met'),
      limit: null,
      basis: edgeCounts ? '国发〔2015〕52号；国办发〔2023〕39号' : BASIS,
      ...(verdict === 'unmet' ? { note: '生活补贴对象为低保家庭中的残疾人，可先咨询低保申请' } : {}),
    },
  };
}

function higherClause(
  facts: SubsidyFacts,
  given: { kind: Kind; standardFen: Fen; first: YearMonth },
  read: ParameterReader,
): Clause {
  const { kind, standardFen, first } = given;
  // 高龄津贴：HIGH-AGE 为1时可以同时享受，为0时与生活补贴就高。
  const hasOldAge = kind === 'living' && facts.others?.some((o) => o.class === 'old-age');
  const weighed = weighedAgainst(kind, facts.others ?? [], !hasOldAge || isOn(read, 'HIGH-AGE'));
  const others = weighed.filter((o) => !o.to || o.to >= first);
  const { takes } = higherOf({ standardFen, others, drawnSince: facts.drawnSince[kind] });
  const highest = highestOf(others);
  return {
    name: `没有不低于本补贴的其他${allowanceClasses[kind]}`,
    verdict: facts.others === null ? 'unknown' : takes === 'subsidy' ? 'met' : 'unmet',
    value: facts.others === null ? null : fenValue(highest?.amountFen ?? 0),
    limit: fenValue(standardFen),
    relation: '低于',
    basis: BASIS,
    parameter: read.ref(standardKeys[kind]),
    ...(highest
      ? {
          note:
            takes === 'other'
              ? `已享受${highest.name}每月${yuan(highest.amountFen)}，同类补贴就高享受一项`
              : `另有${highest.name}每月${yuan(highest.amountFen)}，就高享受本补贴，${highest.name}应停发`,
        }
      : {}),
  };
}

export const fitsNursing = (certificate: { category: string; level: string }, thirdLevel: boolean): boolean =>
  ['1', '2'].includes(certificate.level) ||
  (thirdLevel && certificate.level === '3' && ['intellectual', 'mental'].includes(certificate.category));

function levelClause(facts: SubsidyFacts, thirdLevel: boolean): Clause {
  const { certificate } = facts;
  const known = certificate?.category && certificate.level ? { category: certificate.category, level: certificate.level } : null;
  return {
    name: thirdLevel ? '残疾等级为一级、二级，或者智力、精神残疾三级' : '残疾等级为一级或者二级',
    verdict: known ? (fitsNursing(known, thirdLevel) ? 'met' : 'unmet') : certificate?.state === 'none' ? 'unmet' : 'unknown',
    value: known && textValue(categoryNames(known)),
    limit: textValue(
      thirdLevel
        ? `${levels['2']}以上，${categories.intellectual}、${categories.mental}${levels['3']}以上`
        : `${levels['2']}以上`,
    ),
    basis: BASIS,
    ...(known && !fitsNursing(known, thirdLevel) ? { note: '护理补贴对象为一级、二级且需长期照护的残疾人' } : {}),
  };
}

const careClause = (facts: SubsidyFacts): Clause => ({
  name: '需要长期照护（6个月以上）',
  verdict: facts.longTermCare === null ? 'unknown' : facts.longTermCare ? 'met' : 'unmet',
  value: facts.longTermCare === null ? null : booleanValue(facts.longTermCare),
  limit: null,
  basis: BASIS,
});

export function clausesOf(facts: SubsidyFacts, kind: Kind, read: ParameterReader, at: { month: YearMonth; first: YearMonth }) {
  const { month, first } = at;
  const standardFen = read.fen(standardKeys[kind]);
  const shared = [
    tekunClause(facts, month),
    workInjuryClause(facts, month),
    custodyClause(facts, first),
    higherClause(facts, { kind, standardFen, first }, read),
  ];
  if (kind === 'nursing')
    return {
      standardFen,
      from: null,
      clauses: [certificateClause(facts), levelClause(facts, isOn(read, 'NUR-L3')), careClause(facts), ...shared],
    };
  const income = lowIncome(facts, isOn(read, 'LIV-EDGE'), month);
  return {
    standardFen,
    from: income.from,
    clauses: [
      certificateClause(facts),
      income.clause,
      ...shared,
      noneOf({
        name: '没有领取孤儿基本生活费',
        periods: facts.orphan,
        month,
        basis: BASIS,
        note: '领取孤儿基本生活费的，不享受生活补贴，可以享受护理补贴',
      }),
      noneOf({
        name: '没有全额领取事实无人抚养儿童基本生活补贴',
        periods: facts.deFactoFull,
        month,
        basis: '民发〔2019〕62号',
        note: '全额领取的，不享受生活补贴，可以享受护理补贴',
      }),
    ],
  };
}
