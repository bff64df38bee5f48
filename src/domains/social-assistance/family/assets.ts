/** 家庭财产 (5.6): one clause for each kind, with exemptions and exceptions signed by the county. */
import {
  asRatio,
  type Clause,
  type ClauseValue,
  compareExact,
  countValue,
  type Exact,
  isBelow,
  over,
  type ParameterRef,
  plus,
  ratioValue,
  textValue,
  times,
  total,
  type Verdict,
  yuan,
} from '../../../kernel/policy/index.ts';
import { type RunContext, standardOf } from './income.ts';
import type { AssetKind } from './terms.ts';

const BASIS = '民发〔2021〕57号第十四条；民发〔2022〕83号';
const NAMES: Record<AssetKind, string> = {
  financial: '金融资产人均不超过限额',
  vehicle: '没有应计入的机动车辆、船舶',
  house: '住房符合规定',
  firm: '市场主体符合规定',
};

interface Finding {
  readonly verdict: Verdict;
  readonly value: ClauseValue | null;
  readonly limit: ClauseValue | null;
  readonly relation?: string;
  readonly parameter?: ParameterRef;
  readonly note?: string;
}

/** An exception leaves the finding as it is and lifts its effect only when the county has signed. */
function withException(run: RunContext, kind: AssetKind, finding: Finding): Clause {
  const base = { name: NAMES[kind], basis: BASIS, ...finding };
  const exception = run.facts.exceptions.find((e) => e.kind === kind);
  if (finding.verdict !== 'unmet' || !exception) return base;
  if (exception.state === 'signed') return { ...base, verdict: 'met', note: `县级同意作为例外：${exception.reason}` };
  if (exception.state === 'proposed') return { ...base, verdict: 'unknown', note: `已提出例外，待县级签批：${exception.reason}` };
  return { ...base, note: '提出的例外县级未同意' };
}

interface Owned {
  readonly owner: string | null;
  readonly exemptReason: string | null;
}

/** The four clauses. `owners`: whose things count; things owned in common always do. `limitKey`: FIN-LIMIT of the category tested. */
export function assetClauses(
  run: RunContext,
  owners: ReadonlySet<string>,
  limitKey: 'FIN-LIMIT-DIBAO' | 'FIN-LIMIT-EDGE' | 'FIN-LIMIT-RIGID',
): Clause[] {
  const people = owners.size;
  const { assets } = run.facts;
  const counts = <T extends Owned>(things: readonly T[]): T[] =>
    things.filter((thing) => thing.exemptReason === null && (thing.owner === null || owners.has(thing.owner)));
  const kinds: Record<AssetKind, () => Finding> = {
    financial: () => financial(run, counts(assets!.financial), people, limitKey),
    vehicle: () => vehicles(run, counts(assets!.vehicles)),
    house: () => houses(run, counts(assets!.houses), people),
    firm: () => firms(run, counts(assets!.firms)),
  };
  const unknown: Finding = { verdict: 'unknown', value: null, limit: null, note: '家庭财产尚未查明' };
  return (Object.keys(kinds) as AssetKind[]).map((kind) =>
    withException(run, kind, assets === null || people === 0 ? unknown : kinds[kind]()),
  );
}

function financial(run: RunContext, items: readonly { valueFen: number | null }[], people: number, limitKey: string): Finding {
  const known = total(items.map((item) => item.valueFen ?? 0));
  const perPerson = times(run.read.number(limitKey), standardOf(run));
  const above = compareExact(known, times(perPerson, people)) > 0;
  const open = items.some((item) => item.valueFen === null);
  return {
    verdict: above ? 'unmet' : open ? 'unknown' : 'met',
    value: ratioValue(asRatio(over(known, people))),
    limit: ratioValue(asRatio(perPerson)),
    relation: '不超过',
    parameter: run.read.ref(limitKey),
    ...(open ? { note: '有金融资产价值尚未查明' } : {}),
  };
}

function vehicles(run: RunContext, items: readonly { kind: string; valueFen: number | null }[]): Finding {
  const limit = run.read.fen('CAR-FARM-LIMIT');
  const judged = items.map((item): Verdict => {
    if (item.kind === 'mobility' || item.kind === 'two-three-wheeler') return 'met';
    if (item.kind !== 'farm') return 'unmet';
    return item.valueFen === null ? 'unknown' : item.valueFen <= limit ? 'met' : 'unmet';
  });
  return {
    verdict: judged.includes('unmet') ? 'unmet' : judged.includes('unknown') ? 'unknown' : 'met',
    value: countValue(judged.filter((v) => v === 'unmet').length, '辆（艘）'),
    limit: textValue(`残疾人代步车、两轮三轮车和现值不超过${yuan(limit)}的农用车辆除外`),
    parameter: run.read.ref('CAR-FARM-LIMIT'),
    ...(judged.includes('unknown') ? { note: '有农用车辆现值尚未查明' } : {}),
  };
}

function houses(run: RunContext, items: readonly { areaSqm: string | null }[], people: number): Finding {
  const sets = run.read.number('HOUSE-SETS');
  const area = run.read.ref('HOUSE-AREA');
  const parameter = run.read.ref('HOUSE-SETS');
  const limit = textValue(`${parameter.value}套，或人均不超过${area.value}平方米`);
  if (compareExact(items.length, sets) <= 0) return { verdict: 'met', value: countValue(items.length, '套'), limit, parameter };
  const known = items.reduce<Exact>((sum, item) => plus(sum, item.areaSqm ?? 0), times(0, 1));
  const above = compareExact(known, times(area.value, people)) > 0;
  const open = items.some((item) => item.areaSqm === null);
  return {
    verdict: above ? 'unmet' : open ? 'unknown' : 'met',
    value: textValue(`${items.length}套，共${decimalText(known)}平方米，${people}人`),
    limit,
    parameter: area,
    ...(open ? { note: '有住房面积尚未查明' } : {}),
  };
}

/** Areas have at most two decimals. */
const decimalText = (value: Exact): string => String(Number((value.num * 100n) / value.den) / 100);

function firms(run: RunContext, items: readonly { paidInFen: number | null; employees: number | null }[]): Finding {
  const limit = run.read.fen('FIRM-CAPITAL');
  const judged = items.map(({ paidInFen, employees }): Verdict => {
    if ((paidInFen !== null && !isBelow(paidInFen, limit)) || (employees ?? 0) > 0) return 'unmet';
    return paidInFen === null || employees === null ? 'unknown' : 'met';
  });
  return {
    verdict: judged.includes('unmet') ? 'unmet' : judged.includes('unknown') ? 'unknown' : 'met',
    value: countValue(judged.filter((v) => v === 'unmet').length, '户超出规定'),
    limit: textValue(`实缴资本低于${yuan(limit)}且无雇员`),
    parameter: run.read.ref('FIRM-CAPITAL'),
    ...(judged.includes('unknown') ? { note: '有市场主体的实缴资本或雇员尚未查明' } : {}),
  };
}
