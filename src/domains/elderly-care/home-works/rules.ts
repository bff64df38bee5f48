/**
 * 改造方案和补贴 (4.9, 5.16). Pure. The basic items that the assessor found necessary are done before any other; nothing is paid without an acceptance that the
 * elder and the township signed; paid is the smaller of what it cost and the limit.
 */
import {
  booleanValue,
  type Clause,
  type Decision,
  fenValue,
  outcomeOf,
  type Parameters,
  ruleBook,
  withParameters,
  yuan,
} from '../../../kernel/policy/index.ts';
import type { FieldProblem, Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { type HomeItem, isBasic, itemNames } from './items.ts';

export const subsidyOf = (actualFen: Fen, capFen: Fen): Fen => Math.min(actualFen, capFen);

const namesOf = (items: readonly HomeItem[]): string => items.map((item) => itemNames[item]).join('、');

/** Basic items that are necessary and left out, where anything else is done. */
export function leftOut(necessary: readonly HomeItem[], done: readonly HomeItem[]): HomeItem[] {
  return done.some((item) => !isBasic(item)) ? necessary.filter((item) => !done.includes(item)) : [];
}

/** What is wrong with a plan. `taken`: items that were paid for at this address, or are planned there. */
export function planFaults(plan: {
  necessary: readonly HomeItem[];
  items: readonly HomeItem[];
  taken: readonly HomeItem[];
}): FieldProblem[] {
  const { necessary, items, taken } = plan;
  const twice = items.flatMap((item, i) =>
    items.indexOf(item) < i ? [{ path: `works.${i}.item`, message: `${itemNames[item]}只列一次` }] : [],
  );
  const paid = items.flatMap((item, i) =>
    taken.includes(item)
      ? [{ path: `works.${i}.item`, message: `这个地址的${itemNames[item]}已经补贴过或者正在办，不能重复补贴` }]
      : [],
  );
  const first = leftOut(
    necessary.filter((item) => !taken.includes(item)),
    items,
  );
  return [
    ...twice,
    ...paid,
    ...(first.length > 0 ? [{ path: 'works', message: `先做必需的基础项目，再做可选项目：还缺${namesOf(first)}` }] : []),
  ];
}

export interface Planned {
  readonly item: HomeItem;
  readonly necessary: boolean;
}

/** What is wrong with what the builder says was done: each item of the plan once, done or not done with a reason; basic ones first. */
export function workFaults(
  plan: readonly Planned[],
  given: { done: readonly HomeItem[]; undone: readonly HomeItem[] },
): FieldProblem[] {
  const { done, undone } = given;
  const planned = plan.map((row) => row.item);
  const strange = [...done, ...undone].filter((item) => !planned.includes(item));
  const twice = [...done, ...undone].filter((item, i, all) => all.indexOf(item) < i);
  const missing = planned.filter((item) => !done.includes(item) && !undone.includes(item));
  const first = leftOut(
    plan.filter((row) => row.necessary).map((row) => row.item),
    done,
  );
  return [
    ...(strange.length > 0 ? [{ path: 'works', message: `方案里没有${namesOf(strange)}，要改方案请和评估人员、老人商量` }] : []),
    ...(twice.length > 0 ? [{ path: 'works', message: `${namesOf(twice)}只登记一次` }] : []),
    ...(missing.length > 0 ? [{ path: 'works', message: `还没有登记${namesOf(missing)}；没有做的写在“没有做的”里` }] : []),
    ...(first.length > 0 ? [{ path: 'undone', message: `必需的基础项目没有做完，不能做可选项目：${namesOf(first)}` }] : []),
  ];
}

export interface WorksFacts {
  readonly division: DivisionCode;
  readonly actualFen: Fen;
  readonly acceptedOn: PlainDate | null;
  readonly elderSigned: boolean;
  readonly townshipSigned: boolean;
}

const BASIS = '民发〔2020〕86号；本地适老化改造、家庭养老床位办法';
const signedClause = (name: string, is: boolean): Clause => ({
  name,
  verdict: is ? 'met' : 'unmet',
  value: booleanValue(is),
  limit: booleanValue(true),
  basis: BASIS,
});

/** What works came to, by programme: the key of its limit and what it is called. */
export const programmes = {
  adaptation: {
    programme: 'home-adaptation',
    zh: '适老化改造补贴',
    cap: 'ADP-CAP',
    rule: { name: 'home-adaptation', version: '2026-11' },
  },
  'family-bed': {
    programme: 'family-bed-build',
    zh: '家庭养老床位建设补贴',
    cap: 'FCB-CAP',
    rule: { name: 'family-bed-build', version: '2026-11' },
  },
} as const;
export type Source = keyof typeof programmes;

export function determineWorks(
  source: Source,
  facts: WorksFacts,
  parameters: Parameters,
  asOf: PlainDate,
): Result<Decision, 'PARAM_MISSING'> {
  const { programme, zh, cap, rule } = programmes[source];
  return withParameters({ parameters, division: facts.division, date: asOf }, (read): Decision => {
    const limit = read.fen(cap);
    const fen = subsidyOf(facts.actualFen, limit);
    const clauses: Clause[] = [
      signedClause('三方验收合格', facts.acceptedOn !== null),
      signedClause('老人（家属）在验收单上签字', facts.elderSigned),
      signedClause('乡镇（街道）在验收单上签字', facts.townshipSigned),
      {
        name: '有实际发生的费用',
        verdict: facts.actualFen > 0 ? 'met' : 'unmet',
        value: fenValue(facts.actualFen),
        limit: fenValue(0),
        relation: '高于',
        basis: BASIS,
      },
    ];
    const outcome = outcomeOf(clauses);
    return {
      programme,
      rule,
      asOf,
      outcome,
      clauses,
      amountFen: outcome === 'eligible' ? fen : 0,
      effectiveMonth: outcome === 'eligible' ? (asOf.slice(0, 7) as YearMonth) : null,
      breakdown: [{ label: zh, formula: `实际费用${yuan(facts.actualFen)}，上限${yuan(limit)}，取少的`, fen }],
      parameters: read.used(),
    };
  });
}

const bookOf = (source: Source) =>
  ruleBook<WorksFacts, Decision>([
    { ...programmes[source].rule, decide: (facts, parameters, asOf) => determineWorks(source, facts, parameters, asOf) },
  ]);
export const worksRules = { adaptation: bookOf('adaptation'), 'family-bed': bookOf('family-bed') } as const;
