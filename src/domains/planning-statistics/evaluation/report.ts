/** 报告、审定、公布: the report freezes the figures and the score; where it changes the plan, it goes before the public (征求意见) before the leader decides. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import { consultationAbout, openConsultation, refuseNumbers } from '../../../kernel/consultation/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { parseInput } from '../../../kernel/schema/index.ts';
import { completion, isMet, score } from '../figures/progress.ts';
import { type TargetRow, targetFor, targetsInForce, targetYears } from '../targets/targets.ts';
import type { PlanIndicator } from '../values/indicator.ts';
import { lastOf } from '../values/judge.ts';
import { goalOf, isShareUnit, said } from '../values/measure.ts';
import type { IndicatorResult } from './content.ts';
import './errors.ts';
import { publishedBy } from './remeasure.ts';
import { indicatorsOf, onRecord, planOf } from './scheme.ts';
import { changeEvaluation, type Evaluation, type MeasureRow, measuresOf, selvesOf } from './store.ts';
import { forgetVoices } from './survey.ts';

export const Reported = z.strictObject({
  report: z
    .string()
    .trim()
    .min(20, '写明主要结论（至少20个字）')
    .max(5000)
    .meta({ label: '评估报告', widget: 'textarea', help: '总体判断、问题、建议；不写个人姓名' }),
  changesPlan: z
    .boolean()
    .meta({ label: '要调整规划的目标或任务', help: '要调整的，报告连同建议公开征求意见，采纳情况公布以后才能审定' }),
});
/** What a consultation about an evaluation hangs on. */
export const subjectOf = ({ id }: Pick<Evaluation, 'id'>) => ({ kind: 'plan-evaluation', id });

async function resultOf(
  tx: Tx,
  evaluation: Evaluation,
  indicator: PlanIndicator,
  of: { targets: readonly TargetRow[]; measures: readonly MeasureRow[] },
): Promise<IndicatorResult | 'conflict'> {
  const [year] = targetYears(of.targets, { indicator: indicator.id, from: indicator.from, to: indicator.to });
  const target = year ? targetFor(of.targets, { indicator: indicator.id, division: tx.city, city: tx.city, year }) : null;
  const standing = lastOf(await publishedBy(tx, evaluation, indicator.id), tx.city, evaluation.baseOn);
  if (standing && !standing.value) return 'conflict';
  const taken = of.measures.find((m) => m.indicator === indicator.id && m.division === tx.city && m.outcome === 'take');
  const value = taken ?? standing?.value ?? null;
  const common = {
    indicator: indicator.id,
    name: indicator.name,
    unit: indicator.unit,
    binding: indicator.kind === '约束性',
    targetText: target ? `${target.value}${isShareUnit(indicator.unit) ? '%' : indicator.unit}` : '',
  };
  // 没有数的按没有完成算，不从分母里去掉
  if (!value || !target) return { ...common, text: null, parts: '', from: null, near: false, met: false, completion: 0 };
  const goal = goalOf(indicator.unit, target.value);
  return {
    ...common,
    ...said(indicator.unit, value, goal),
    from: taken ? 'measured' : 'published',
    met: isMet(value, goal, target.qualifier),
    completion: completion(value, goal, target.qualifier) ?? 0,
  };
}

/** The figures as they stand at the base date; null of the whole where sources still differ, with their names. */
export async function resultsOf(tx: Tx, evaluation: Evaluation): Promise<{ results: IndicatorResult[]; conflicts: string[] }> {
  const indicators = await indicatorsOf(tx, await planOf(tx, evaluation.plan));
  const targets = await targetsInForce(tx);
  const measures = await measuresOf(tx, evaluation.id);
  const results: IndicatorResult[] = [];
  const conflicts: string[] = [];
  for (const indicator of indicators) {
    const result = await resultOf(tx, evaluation, indicator, { targets, measures });
    if (result === 'conflict') conflicts.push(indicator.name);
    else results.push(result);
  }
  return { results, conflicts };
}

/** 达到没有以整数比较为准：差一点的，完成率不会因小数进位成1. */
const shareOf = ({ met, completion: share }: IndicatorResult): number =>
  met ? Math.max(1, share) : Math.min(share, 1 - Number.EPSILON);
export const scoreOf = (results: readonly IndicatorResult[]) =>
  score(results.map((r) => ({ kind: r.binding ? 'binding' : 'expected', completion: shareOf(r) })));

async function notReady(tx: Tx, evaluation: Evaluation, conflicts: readonly string[]): Promise<string | null> {
  const missing = (await selvesOf(tx, evaluation.id)).filter((s) => s.reportedAt === null);
  if (missing.length > 0 && tx.today <= evaluation.selfDueOn)
    return `还有${missing.length}份自评没有交，期限到${longDate(evaluation.selfDueOn)}`;
  if (tx.today <= evaluation.surveyUntil) return `公众评价到${evaluation.surveyUntil}才结束`;
  const open = await measuresOf(tx, evaluation.id, sql`state = 'recheck'`);
  if (open.length > 0) return `还有${open.length}处复测没有复核`;
  return conflicts.length > 0 ? `来源不同的数还没有核定：${conflicts.join('、')}` : null;
}

export async function report(tx: Tx, evaluation: Evaluation, given: unknown): Promise<Result<null>> {
  const input = parseInput(Reported, given);
  if (!input.ok) return input;
  const clean = refuseNumbers(input.value.report);
  if (!clean.ok) return clean;
  const { results, conflicts } = await resultsOf(tx, evaluation);
  const why = await notReady(tx, evaluation, conflicts);
  if (why) return fail('EVALUATION_NOT_READY', { why });
  const { score: points, complete } = scoreOf(results);
  const { changesPlan } = input.value;
  if (changesPlan) {
    const days = await wholeParameter(tx, 'CONSULT-DAYS-DECISION', tx.city, tx.today);
    if (!days.ok) return days;
    const opened = await openConsultation(tx, {
      kind: 'plan',
      division: tx.city,
      subject: subjectOf(evaluation),
      title: `${evaluation.title}和调整建议`.slice(0, 100),
      explanation: `${evaluation.title}提出要调整规划的目标或任务，公开征求意见。`,
      draft: input.value.report,
      days: days.value,
      shortened: '',
    });
    if (!opened.ok) return opened;
  }
  await changeEvaluation(
    tx,
    evaluation.id,
    sql`state = 'reported', report = ${input.value.report}, results = ${JSON.stringify(results)}::jsonb, score = ${Math.round(points * 100)}, complete = ${complete},
      changes_plan = ${changesPlan}, reported_at = ${tx.now}, reported_by = ${tx.actor.id},
      reported_name = ${tx.actor.name}`,
  );
  await forgetVoices(tx, evaluation.id);
  await notify(tx, {
    to: { performer: 'city-leader', division: tx.city },
    template: 'plan-evaluation.reported',
    params: { title: evaluation.title },
  });
  await onRecord(tx, 'plan-evaluation.reported', evaluation.id);
  return ok(null);
}

/** Where the report changes the plan, everybody was heard, answered and told before the leader decides. */
export async function approve(tx: Tx, evaluation: Evaluation): Promise<Result<null>> {
  if (isOwnHand(tx.actor, evaluation.reportedBy, evaluation.reportedAt!))
    return fail('EVALUATION_OWN_HAND', { both: '成稿人和审定人' });
  if (evaluation.changesPlan) {
    const heard = await consultationAbout(tx, subjectOf(evaluation));
    if (heard?.state !== 'published') return fail('EVALUATION_COMMENTS', { state: heard?.stateZh ?? '已撤回' });
  }
  await changeEvaluation(
    tx,
    evaluation.id,
    sql`state = 'approved', approved_at = ${tx.now}, approved_by = ${tx.actor.id}, approved_name = ${tx.actor.name}`,
  );
  await onRecord(tx, 'plan-evaluation.approved', evaluation.id);
  return ok(null);
}

export const pointsOf = (evaluation: Pick<Evaluation, 'score'>): string | null =>
  evaluation.score === null ? null : (evaluation.score / 100).toFixed(2);
export const verdictOf = (evaluation: Pick<Evaluation, 'complete'>): string | null =>
  evaluation.complete === null ? null : evaluation.complete ? '总体完成' : '总体没有完成（有约束性指标没有达到）';

export async function publish(tx: Tx, evaluation: Evaluation): Promise<Result<null>> {
  await changeEvaluation(
    tx,
    evaluation.id,
    sql`state = 'published', published_at = ${tx.now}, published_by = ${tx.actor.id}, published_name = ${tx.actor.name}`,
  );
  for (const county of tx.divisions.children(tx.city).filter((d) => d.legal))
    await notify(tx, {
      to: { performer: 'county-leader', division: county.code },
      template: 'plan-evaluation.published',
      params: { title: evaluation.title, score: pointsOf(evaluation) ?? '', verdict: verdictOf(evaluation) ?? '' },
    });
  await onRecord(tx, 'plan-evaluation.published', evaluation.id);
  return ok(null);
}
