/** 法定义务人有没有履行义务能力 (43号第八条): each ground by itself, and what is not known yet stays open. */
import { ageOn } from '../../../kernel/calendar/index.ts';
import { type Clause, countValue, isBelow, type ParameterRef, times, type Verdict } from '../../../kernel/policy/index.ts';
import type { RunContext } from '../family/income.ts';
import type { SupporterFacts } from './facts.ts';
import { supporterRelations } from './terms.ts';

const OLD_DIBAO = 60;
const OLD = 70;
const MONTHS = 12;
const BASIS = '民发〔2021〕43号第八条';

/** True, false, or null while not known. */
type Known = boolean | null;
const all = (...parts: Known[]): Known => (parts.includes(false) ? false : parts.includes(null) ? null : true);

interface Judged {
  /** Null: not known yet. */
  readonly unable: Known;
  readonly ground: string;
}

/** 当地上年度人均可支配收入, where the obligor lives. */
const incomeLimitOf = (supporter: SupporterFacts): string => (supporter.urbanRural === 'urban' ? 'PCDI-U' : 'PCDI-R');

/** A ground that holds decides; one that may still hold keeps the question open; else the obligor is able. */
function judge(run: RunContext, supporter: SupporterFacts): Judged {
  const { category, status, disability, assetsLow } = supporter;
  const age = supporter.birthDate === null ? null : ageOn(supporter.birthDate, run.judgedOn);
  const atLeast = (years: number): Known => (age === null ? null : age >= years);
  const lowIncome: Known =
    supporter.monthlyIncomeFen === null
      ? null
      : isBelow(times(supporter.monthlyIncomeFen, MONTHS), run.read.fen(incomeLimitOf(supporter), supporter.division));
  const is = <T>(value: T | null, ...wanted: T[]): Known => (value === null ? null : wanted.includes(value));
  const grounds: readonly (readonly [string, Known])[] = [
    ['特困人员', is(category, 'tekun')],
    ['60周岁以上的低保对象', all(is(category, 'dibao'), atLeast(OLD_DIBAO))],
    ['70周岁以上，本人收入低于上年人均可支配收入，财产符合规定', all(atLeast(OLD), lowIncome, assetsLow)],
    [
      '重度残疾或三级智力、精神残疾，本人收入低于上年人均可支配收入，财产符合规定',
      all(is(disability, 'severe', 'mental-three'), lowIncome, assetsLow),
    ],
    [
      '无民事行为能力、被宣告失踪或者在监狱服刑，财产符合规定',
      all(is(status, 'incapable', 'declared-missing', 'imprisoned'), assetsLow),
    ],
    ['省规定的其他情形', supporter.provincialGround !== null],
  ];
  const holding = grounds.find(([, holds]) => holds === true);
  if (holding) return { unable: true, ground: holding[0] };
  const open = grounds.find(([, holds]) => holds === null);
  return open ? { unable: null, ground: `尚未查明是否属于“${open[0]}”` } : { unable: false, ground: '有履行义务能力' };
}

/** 无法定赡养、抚养、扶养义务人，或者义务人都没有履行义务能力. */
export function supporterClause(run: RunContext, supporters: readonly SupporterFacts[] | null): Clause {
  const judged = (supporters ?? []).map((s) => ({
    label: `${supporterRelations[s.relation]}${s.name ?? ''}`,
    ...judge(run, s),
  }));
  const able = judged.filter((j) => j.unable === false).length;
  const verdict: Verdict =
    supporters === null ? 'unknown' : able > 0 ? 'unmet' : judged.some((j) => j.unable === null) ? 'unknown' : 'met';
  const asked = supporters?.find((s) => s.monthlyIncomeFen !== null);
  const parameter: ParameterRef | null = asked ? run.read.ref(incomeLimitOf(asked), asked.division) : null;
  return {
    name: '没有法定义务人，或者法定义务人没有履行义务能力',
    verdict,
    value: supporters === null ? null : countValue(able, '名有能力的义务人'),
    limit: countValue(0, '名'),
    basis: BASIS,
    ...(parameter ? { parameter } : {}),
    note:
      supporters === null
        ? '法定义务人情况尚未查明'
        : judged.length === 0
          ? '没有法定义务人'
          : judged.map((j) => `${j.label}：${j.ground}`).join('；'),
  };
}
