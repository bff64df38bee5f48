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

/** An exception leaves the finding as it is and lifts its effect only when the county has signed. */
function withException(run: RunContext, kind: AssetKind, found: Clause): Clause {
  if (found.verdict !== 'unmet' || run.facts.exceptions.length === 0) return found;
  const exception = run.facts.exceptions.find((e) => e.kind === kind);
  if (!exception) return found;
  if (exception.state === 'signed') return { ...found, verdict: 'met', note: `县级同意作为例外：${exception.reason}` };
  if (exception.state === 'proposed')
    return { ...found, verdict: 'unknown', note: `已提出例外，待县级签批：${exception.reason}` };
  return { ...found, note: '提出的例外县级未同意' };
}

/** The words of a limit are the same for every family: written once for each row, or each pair of rows, that it is made of. */
const limits = new WeakMap<ParameterRef, { also: ParameterRef | null; words: ClauseValue }>();
function limitText(of: ParameterRef, also: ParameterRef | null, write: () => string): ClauseValue {
  let known = limits.get(of);
  if (known?.also !== also) {
    known = { also, words: textValue(write()) };
    limits.set(of, known);
  }
  return known.words;
}

const NO_NOTE = {};

interface Owned {
  readonly owner: string | null;
  readonly exemptReason: string | null;
}

type FinancialLimit = 'FIN-LIMIT-DIBAO' | 'FIN-LIMIT-EDGE' | 'FIN-LIMIT-RIGID';

/** What a member leaves who has died stays with the family (民法典第一千一百二十七条) until somebody records otherwise; for one person alone it does not. */
const leftTo = ({ facts, judgedOn }: RunContext, owner: string): boolean =>
  !facts.single && facts.members.some((m) => m.ref === owner && m.diedOn !== null && m.diedOn <= judgedOn);

const countsFor = <T extends Owned>(run: RunContext, things: readonly T[], owners: ReadonlySet<string>): readonly T[] =>
  things.length === 0
    ? things
    : things.filter(
        ({ owner, exemptReason }) => exemptReason === null && (owner === null || owners.has(owner) || leftTo(run, owner)),
      );

const notFoundOut = (kind: AssetKind): Clause => ({
  name: NAMES[kind],
  verdict: 'unknown',
  value: null,
  limit: null,
  basis: BASIS,
  note: '家庭财产尚未查明',
});

function financialClause(run: RunContext, owners: ReadonlySet<string>, limitKey: FinancialLimit): Clause {
  const { assets } = run.facts;
  if (assets === null || owners.size === 0) return notFoundOut('financial');
  return withException(run, 'financial', financial(run, countsFor(run, assets.financial, owners), owners.size, limitKey));
}

/** The four clauses. `owners`: whose things count; things owned in common always do. `limitKey`: FIN-LIMIT of the category tested. */
export function assetClauses(run: RunContext, owners: ReadonlySet<string>, limitKey: FinancialLimit): Clause[] {
  const { assets } = run.facts;
  const first = financialClause(run, owners, limitKey);
  if (assets === null || owners.size === 0) return [first, notFoundOut('vehicle'), notFoundOut('house'), notFoundOut('firm')];
  return [
    first,
    withException(run, 'vehicle', vehicles(run, countsFor(run, assets.vehicles, owners))),
    withException(run, 'house', houses(run, countsFor(run, assets.houses, owners), owners.size)),
    withException(run, 'firm', firms(run, countsFor(run, assets.firms, owners))),
  ];
}

/** The same things against the financial limit of another category: only the first clause differs. */
export const assetClausesWith = (
  run: RunContext,
  owners: ReadonlySet<string>,
  limitKey: FinancialLimit,
  known: readonly Clause[],
): Clause[] => [financialClause(run, owners, limitKey), ...known.slice(1)];

const worstOf = (judged: readonly Verdict[]): Verdict =>
  judged.includes('unmet') ? 'unmet' : judged.includes('unknown') ? 'unknown' : 'met';
const unmetIn = (judged: readonly Verdict[]): number => judged.filter((v) => v === 'unmet').length;

function financial(run: RunContext, items: readonly { valueFen: number | null }[], people: number, limitKey: string): Clause {
  const known = total(items.map((item) => item.valueFen ?? 0));
  const perPerson = times(run.read.number(limitKey), standardOf(run));
  const above = compareExact(known, times(perPerson, people)) > 0;
  const open = items.some((item) => item.valueFen === null);
  return {
    name: NAMES.financial,
    verdict: above ? 'unmet' : open ? 'unknown' : 'met',
    value: ratioValue(asRatio(over(known, people))),
    limit: ratioValue(asRatio(perPerson)),
    relation: '不超过',
    basis: BASIS,
    parameter: run.read.ref(limitKey),
    ...(open ? { note: '有金融资产价值尚未查明' } : NO_NOTE),
  };
}

function vehicles(run: RunContext, items: readonly { kind: string; valueFen: number | null }[]): Clause {
  const limit = run.read.fen('CAR-FARM-LIMIT');
  const parameter = run.read.ref('CAR-FARM-LIMIT');
  const judged = items.map((item): Verdict => {
    if (item.kind === 'mobility' || item.kind === 'two-three-wheeler') return 'met';
    if (item.kind !== 'farm') return 'unmet';
    return item.valueFen === null ? 'unknown' : item.valueFen <= limit ? 'met' : 'unmet';
  });
  return {
    name: NAMES.vehicle,
    verdict: worstOf(judged),
    value: countValue(unmetIn(judged), '辆（艘）'),
    limit: limitText(parameter, null, () => `残疾人代步车、两轮三轮车和现值不超过${yuan(limit)}的农用车辆除外`),
    basis: BASIS,
    parameter,
    ...(judged.includes('unknown') ? { note: '有农用车辆现值尚未查明' } : NO_NOTE),
  };
}

function houses(run: RunContext, items: readonly { areaSqm: string | null }[], people: number): Clause {
  const [name, basis] = [NAMES.house, BASIS];
  const area = run.read.ref('HOUSE-AREA');
  const parameter = run.read.ref('HOUSE-SETS');
  const limit = limitText(parameter, area, () => `${parameter.value}套，或人均不超过${area.value}平方米`);
  if (compareExact(items.length, run.read.number('HOUSE-SETS')) <= 0)
    return { name, verdict: 'met', value: countValue(items.length, '套'), limit, basis, parameter };
  const known = total(items.map((item) => item.areaSqm ?? 0));
  const above = compareExact(known, times(area.value, people)) > 0;
  const open = items.some((item) => item.areaSqm === null);
  return {
    name,
    verdict: above ? 'unmet' : open ? 'unknown' : 'met',
    value: textValue(`${items.length}套，共${decimalText(known)}平方米，${people}人`),
    limit,
    basis,
    parameter: area,
    ...(open ? { note: '有住房面积尚未查明' } : NO_NOTE),
  };
}

/** Areas have at most two decimals. */
const decimalText = (value: Exact): string => String(Number((value.num * 100n) / value.den) / 100);

function firms(run: RunContext, items: readonly { paidInFen: number | null; employees: number | null }[]): Clause {
  const limit = run.read.fen('FIRM-CAPITAL');
  const parameter = run.read.ref('FIRM-CAPITAL');
  const judged = items.map(({ paidInFen, employees }): Verdict => {
    if ((paidInFen !== null && !isBelow(paidInFen, limit)) || (employees ?? 0) > 0) return 'unmet';
    return paidInFen === null || employees === null ? 'unknown' : 'met';
  });
  return {
    name: NAMES.firm,
    verdict: worstOf(judged),
    value: countValue(unmetIn(judged), '户超出规定'),
    limit: limitText(parameter, null, () => `实缴资本低于${yuan(limit)}且无雇员`),
    basis: BASIS,
    parameter,
    ...(judged.includes('unknown') ? { note: '有市场主体的实缴资本或雇员尚未查明' } : NO_NOTE),
  };
}
