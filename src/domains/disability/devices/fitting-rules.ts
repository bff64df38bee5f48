/** 免费配置: who may get a free device, when the next one of its kind is due, how many a year, and what is above the price cap. Pure. */
import { addMonths, longDate } from '../../../kernel/calendar/index.ts';
import {
  booleanValue,
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
} from '../../../kernel/policy/index.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { type CycleException, cycleExceptions, type DeviceKind, deviceKinds } from './terms.ts';

/** An item that a person got free of charge: by this programme, the federation's, work-injury or medical insurance. */
export interface FreeItem {
  readonly kind: DeviceKind;
  readonly deliveredOn: PlainDate;
  readonly programme: string;
}

export interface FittingFacts {
  readonly division: DivisionCode;
  /** Null: not yet checked with the federation. */
  readonly certificate: { readonly valid: boolean; readonly level: number } | null;
  /** Null: not yet checked. */
  readonly assistance: readonly ('tekun' | 'dibao' | 'edge')[] | null;
  readonly kind: DeviceKind;
  /** Null while nothing has been quoted. */
  readonly quotedFen: Fen | null;
  readonly received: readonly FreeItem[];
  /** Found by an assessment of this case. */
  readonly exception: CycleException | null;
  readonly paysDifference: boolean;
}

export interface FittingDecision extends Decision {
  /** What the programme pays; the rest is the person's own. */
  readonly ownFen: Fen;
}

const BASIS = '咸宁市爱心助残行动方案（待定，按假定值执行）';
const SEVERE = 2;

const cycleKey = (kind: DeviceKind): string => `FIT-CYCLE-${kind.toUpperCase()}`;
/** Kinds that have a price cap of their own. */
const capped: readonly DeviceKind[] = ['wheelchair', 'hearing-aid', 'prosthesis', 'nursing-bed'];
const capKey = (kind: DeviceKind): string => (capped.includes(kind) ? `FIT-CAP-${kind.toUpperCase()}` : 'FIT-CAP-OTHER');

/** The first day on which the next free item of this kind may be given; null where there was none. */
export function nextFreeOn(read: ParameterReader, kind: DeviceKind, received: readonly FreeItem[]): PlainDate | null {
  const last = received
    .filter((item) => item.kind === kind)
    .map((item) => item.deliveredOn)
    .sort()
    .at(-1);
  if (!last) return null;
  const months = read.number(cycleKey(kind));
  return addMonths(last, Number(months.num / months.den));
}

function who(facts: FittingFacts): Clause {
  const { certificate, assistance } = facts;
  const isSevere = certificate !== null && certificate.level <= SEVERE;
  const poor = assistance === null ? null : assistance.length > 0;
  const verdict =
    certificate === null
      ? 'unknown'
      : !certificate.valid
        ? 'unmet'
        : isSevere || poor
          ? 'met'
          : poor === null
            ? 'unknown'
            : 'unmet';
  return {
    name: '持有效残疾人证，且为特困、低保、低保边缘家庭成员或一、二级残疾人',
    verdict,
    value:
      certificate === null
        ? null
        : textValue(!certificate.valid ? '残疾人证无效' : isSevere || poor ? '符合配置对象范围' : '不在配置对象范围'),
    limit: null,
    basis: BASIS,
    ...(certificate === null ? { note: '残疾人证尚未查到' } : {}),
  };
}

function cycle(read: ParameterReader, facts: FittingFacts, asOf: PlainDate): Clause {
  const next = nextFreeOn(read, facts.kind, facts.received);
  const due = next === null || asOf >= next;
  return {
    name: '同类辅具已到更换周期',
    verdict: due || facts.exception !== null ? 'met' : 'unmet',
    value: textValue(next === null ? '没有配置过同类辅具' : `可从${longDate(next)}起更换`),
    limit: null,
    basis: BASIS,
    parameter: read.ref(cycleKey(facts.kind)),
    ...(due
      ? {}
      : {
          note:
            facts.exception === null
              ? `同类辅具未到更换周期（${longDate(next!)}）`
              : `经复评：${cycleExceptions[facts.exception]}，可以提前更换`,
        }),
  };
}

function number(read: ParameterReader, facts: FittingFacts, asOf: PlainDate): Clause {
  const max = read.number('FIT-MAX');
  const count = facts.received.filter((item) => item.deliveredOn.slice(0, 4) === asOf.slice(0, 4)).length + 1;
  return {
    name: '当年免费配置件数在规定以内',
    verdict: BigInt(count) * max.den <= max.num ? 'met' : 'unmet',
    value: countValue(count, '件（含本次）'),
    limit: countValue(Number(max.num / max.den), '件'),
    relation: '不超过',
    basis: BASIS,
    parameter: read.ref('FIT-MAX'),
  };
}

function price(read: ParameterReader, facts: FittingFacts): Clause {
  const cap = read.fen(capKey(facts.kind));
  if (facts.quotedFen === null)
    return {
      name: '单价在上限以内',
      verdict: 'unknown',
      value: null,
      limit: fenValue(cap),
      relation: '不超过',
      basis: BASIS,
      parameter: read.ref(capKey(facts.kind)),
      note: '还没有报价',
    };
  const above = facts.quotedFen > cap;
  return {
    name: above && facts.paysDifference ? '超过单价上限的部分由本人自付' : '单价在上限以内',
    verdict: !above || facts.paysDifference ? 'met' : 'unmet',
    value: above && facts.paysDifference ? booleanValue(true) : fenValue(facts.quotedFen),
    limit: above && facts.paysDifference ? null : fenValue(cap),
    relation: '不超过',
    basis: BASIS,
    parameter: read.ref(capKey(facts.kind)),
    ...(above ? { note: `报价超过上限，本人自付${(facts.quotedFen - cap) / 100}元` } : {}),
  };
}

export const FITTING_RULE = { name: 'device-fitting', version: '1' } as const;

export function decideFitting(
  facts: FittingFacts,
  parameters: Parameters,
  asOf: PlainDate,
): Result<FittingDecision, 'PARAM_MISSING'> {
  return withParameters({ parameters, division: facts.division, date: asOf }, (read) => {
    const clauses = [who(facts), cycle(read, facts, asOf), number(read, facts, asOf), price(read, facts)];
    const cap = read.fen(capKey(facts.kind));
    const outcome = outcomeOf(clauses);
    const quotedFen = facts.quotedFen ?? 0;
    const ownFen = Math.max(0, quotedFen - cap);
    const amountFen = outcome === 'eligible' ? quotedFen - ownFen : outcome === 'undetermined' ? null : 0;
    return {
      programme: 'device-fitting',
      rule: FITTING_RULE,
      asOf,
      outcome,
      clauses,
      amountFen,
      effectiveMonth: null,
      breakdown:
        facts.quotedFen === null
          ? []
          : [
              { label: `${deviceKinds[facts.kind]}报价`, formula: '方案报价', fen: quotedFen },
              { label: '本人自付', formula: '报价 − 单价上限（不足为零）', fen: ownFen },
            ],
      parameters: read.used(),
      ownFen,
    };
  });
}

/** The rule by version: a decision names its version, and replays with it. */
export const fittingRules = ruleBook<FittingFacts, FittingDecision>([{ ...FITTING_RULE, decide: decideFitting }]);
