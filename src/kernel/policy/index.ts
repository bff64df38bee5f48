/**
 * 政策: dated standards, exact arithmetic, and decisions that explain themselves. Pure: the same source runs in the portal's pre-check,
 * in the server's decision, over the whole city, and on the command line.
 */

import type { Result } from '../result/index.ts';
import { defineErrors } from '../result/index.ts';
import type { PlainDate } from '../schema/index.ts';
import type { Decision, RuleId } from './decision.ts';
import type { Parameters } from './parameters.ts';

export * from './bounds.ts';
export * from './decision.ts';
export * from './determination.ts';
export * from './exact.ts';
export * from './hands.ts';
export * from './parameters.ts';
export * from './rehearsed.ts';
export * from './standard-text.ts';

defineErrors({
  PARAM_MISSING: {
    http: 409,
    zh: '缺少有效参数，已转人工处理（{key}，地区{division}，日期{date}）。',
    next: '请标准管理人员核对该日期的有效标准后重新计算。',
  },
  PARAM_INVALID: { http: 422, zh: '标准填写有误：{message}。' },
  PARAM_CITY_ONLY: {
    http: 409,
    zh: '“{key}”由市级以上规定，县（市、区）不能另定。',
    next: '需要调整的，请报市民政局。',
  },
  PARAM_NEEDS_DRAFT: {
    http: 409,
    zh: '“{name}”关系到正在领取的人的金额，不能由一个人直接录入。',
    next: '请在“政策预演”里拟定方案：先预演，再由另一位负责人批准、公布。',
  },
  PARAM_OVERLAP: {
    http: 409,
    zh: '该地区同一标准有效期重叠。',
    next: '已有{from}起执行的标准，依据{source}：请先填写它的失效日期，再录入新标准。',
  },
  PARAM_BELOW_FLOOR: { http: 422, zh: '标准不得低于上级规定的最低标准{floor}。' },
  REPLAY_NO_RULE: {
    http: 409,
    zh: '作出这个决定的规则（{rule} {version}）已不在系统中，不能重算。',
    next: '决定的条款和依据仍按原样保存，可以照看。',
  },
  PARAM_ABOVE_CEILING: { http: 422, zh: '标准不得高于上级规定的最高标准{ceiling}。' },
});

/** A rule by name and version: old versions stay runnable as long as a decision of theirs may be recomputed. */
export interface Rule<Facts, D extends Decision = Decision> extends RuleId {
  readonly decide: (facts: Facts, parameters: Parameters, asOf: PlainDate) => Result<D, 'PARAM_MISSING'>;
}

/** The rules of one programme, newest last. A version given twice is a bug. */
export function ruleBook<Facts, D extends Decision>(rules: readonly [Rule<Facts, D>, ...Rule<Facts, D>[]]) {
  const byVersion = new Map(rules.map((rule) => [rule.version, rule]));
  if (byVersion.size !== rules.length) throw new Error(`rule ${rules[0].name} has a version twice`);
  return {
    current: rules.at(-1)!,
    /** The very rule that a stored decision names; undefined when it has been removed. */
    version: (version: string): Rule<Facts, D> | undefined => byVersion.get(version),
  };
}
