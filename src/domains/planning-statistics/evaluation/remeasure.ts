/**
 * 第三方复测: an institution that has declared its independence measures again what was published, and may open the rows that the platform counts, without
 * whom they are about. Where it comes out too far from what was reported, the city says which figure the report takes, and why.
 */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type CountedLink, planRows } from '../../../kernel/indicator/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { maskName } from '../../../kernel/protect/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, parseInput } from '../../../kernel/schema/index.ts';
import { getIndicator, unitName } from '../values/indicator.ts';
import { lastOf } from '../values/judge.ts';
import { differsBy, fractionOf, isShareUnit, said } from '../values/measure.ts';
import { type Standing, standings } from '../values/store.ts';
import type { SampleRow } from './content.ts';
import './errors.ts';
import { onRecord, planOf } from './scheme.ts';
import { changeEvaluation, type Evaluation, measuresOf } from './store.ts';
import { evaluationStates, outcomes } from './terms.ts';

export const Declared = z.strictObject({
  independent: z.literal(true, '须如实声明').meta({ label: '近几年与被评估部门没有合同，也没有其他利害关系' }),
});

export async function declare(tx: Tx, evaluation: Evaluation, given: unknown): Promise<Result<null>> {
  const input = parseInput(Declared, given);
  if (!input.ok) return input;
  await changeEvaluation(
    tx,
    evaluation.id,
    sql`declared_at = ${tx.now}, declared_by = ${tx.actor.id}, declared_name = ${tx.actor.name}`,
  );
  await onRecord(tx, 'plan-evaluation.declared', evaluation.id);
  return ok(null);
}

export const Measured = (unit: string) =>
  z.strictObject({
    ...(isShareUnit(unit)
      ? {
          num: z.int('请填写整数').min(0).max(100_000_000_000).meta({ label: '复测的分子' }),
          den: z.int('请填写整数').min(1, '分母要大于0').max(100_000_000_000).meta({ label: '复测的分母' }),
        }
      : {
          value: z
            .string()
            .trim()
            .regex(/^\d{1,10}(\.\d{1,4})?$/, '填写数字，最多四位小数')
            .meta({ label: `复测的数（${unit}）` }),
        }),
    sample: z.int('请填写整数').min(1, '至少1').max(10_000_000).meta({ label: '抽样多少' }),
    note: z
      .string()
      .trim()
      .min(4, '写明怎么抽、怎么测（至少4个字）')
      .max(500)
      .meta({ label: '怎么抽、怎么测', widget: 'textarea' }),
  });

/** What stood published at the base date of an evaluation, of every place. */
export async function publishedBy(tx: Tx, evaluation: Evaluation, indicator: string): Promise<Standing[]> {
  const plan = await planOf(tx, evaluation.plan);
  return (await standings(tx, sql`v.indicator = ${indicator}`)).filter(
    (s) => s.periodEnd <= evaluation.baseOn && s.periodEnd >= plan.from,
  );
}

export async function remeasure(
  tx: Tx,
  of: { evaluation: Evaluation; indicator: string; division: DivisionCode; input: unknown },
): Promise<Result<{ id: string }>> {
  const { evaluation, division } = of;
  if (!evaluation.declaredAt) return fail('EVALUATOR_UNDECLARED');
  const found = await getIndicator(tx, of.indicator);
  if (!found.ok) return found;
  const indicator = found.value;
  const input = parseInput(Measured(indicator.unit), of.input);
  if (!input.ok) return input;
  const standing = lastOf(await publishedBy(tx, evaluation, indicator.id), division, evaluation.baseOn);
  const reported = standing?.value ?? standing?.values[0];
  if (!reported) return fail('MEASURE_NO_VALUE', { unit: unitName(tx, division), date: evaluation.baseOn });
  const value = fractionOf(indicator.unit, input.value as { num?: number; den?: number; value?: string });
  if (!value) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'value', message: '请填写数值' }]);
  const percent = await wholeParameter(tx, 'PLAN-REMEASURE-DIFF', tx.city, tx.today);
  if (!percent.ok) return percent;
  const differs = differsBy(percent.value, value, reported);
  const { sample, note } = input.value as { sample: number; note: string };
  const id = newId();
  const added =
    await tx.run(sql`insert into plan_remeasure (id, evaluation_id, indicator, division, value_id, num, den, sample, note, state, measured_at, measured_by, measured_name)
    values (${id}, ${evaluation.id}, ${indicator.id}, ${division}, ${reported.id}, ${value.num}, ${value.den}, ${sample}, ${note}, ${differs ? 'recheck' : 'agrees'},
      ${tx.now}, ${tx.actor.id}, ${tx.actor.name}) on conflict (evaluation_id, indicator, division) do nothing`);
  if (added === 0) return fail('MEASURE_DONE');
  if (differs)
    for (const to of [
      { performer: 'city-clerk', division: tx.city } as const,
      ...(division === tx.city ? [] : [{ performer: 'county-clerk', division } as const]),
    ])
      await notify(tx, {
        to,
        template: 'plan-evaluation.recheck',
        params: {
          unit: unitName(tx, division),
          indicator: indicator.name,
          reported: said(indicator.unit, reported).text,
          measured: said(indicator.unit, value).text,
        },
      });
  await recordAudit(tx, {
    action: 'plan-evaluation.measured',
    subject: { kind: 'plan-evaluation', id: evaluation.id },
    division,
    detail: { indicator: indicator.id, differs },
  });
  return ok({ id });
}

export const Settled = z.strictObject({
  outcome: choice(outcomes).meta({ label: '报告用哪个', choices: outcomes }),
  reason: z.string().trim().min(4, '请写明理由（至少4个字）').max(300).meta({ label: '复核情况和理由', widget: 'textarea' }),
});

export async function settle(tx: Tx, of: { evaluation: Evaluation; measureId: string; input: unknown }): Promise<Result<null>> {
  const [row] = await measuresOf(tx, of.evaluation.id, sql`id = ${of.measureId}`);
  if (!row) return fail('NOT_FOUND');
  if (row.state !== 'recheck') return fail('MEASURE_SETTLED');
  if (isOwnHand(tx.actor, row.measuredBy, row.measuredAt)) return fail('EVALUATION_OWN_HAND', { both: '复测人和复核人' });
  const input = parseInput(Settled, of.input);
  if (!input.ok) return input;
  const changed =
    await tx.run(sql`update plan_remeasure set state = 'settled', outcome = ${input.value.outcome}, outcome_reason = ${input.value.reason}, settled_at = ${tx.now},
    settled_by = ${tx.actor.id}, settled_name = ${tx.actor.name} where id = ${row.id} and state = 'recheck'`);
  if (changed === 0) return fail('MEASURE_SETTLED');
  await recordAudit(tx, {
    action: 'plan-evaluation.settled',
    subject: { kind: 'plan-evaluation', id: of.evaluation.id },
    division: row.division,
    detail: { indicator: row.indicator, outcome: input.value.outcome },
  });
  return ok(null);
}
/** What is about a person is known by its surname only. */
const ofPersons: readonly (CountedLink | null)[] = ['person', 'case', 'household', 'clue'];

/** 抽样: the records that the platform counts for an indicator, a page at a time, for the third party that has declared itself; on record as a list. */
export async function sampleRows(
  tx: Tx,
  of: { evaluation: Evaluation; indicator: string; division: DivisionCode; cursor?: string | undefined },
): Promise<Result<{ rows: SampleRow[]; next: string | null }>> {
  if (of.evaluation.state !== 'open') return fail('EVALUATION_STATE', { state: evaluationStates[of.evaluation.state] });
  if (!of.evaluation.declaredAt) return fail('EVALUATOR_UNDECLARED');
  const page = await planRows(tx, of.indicator, {
    division: of.division,
    audit: 'plan-evaluation.sampled',
    ...(of.cursor ? { cursor: of.cursor } : {}),
  });
  if (!page) return fail('PLAN_INDICATOR_UNKNOWN');
  return ok({
    rows: page.rows.map(({ id, placeName, name, says, num, den, link }) => ({
      id,
      placeName,
      name: ofPersons.includes(link) ? maskName(name) : name,
      says,
      counts: num >= den,
    })),
    next: page.next,
  });
}
