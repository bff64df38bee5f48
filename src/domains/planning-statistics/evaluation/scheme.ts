/** 评估方案: drafted by one hand of the city, adopted by another; adopting it asks the counties and sections for their own evaluation and opens the third party's sheet. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand, systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, FileRef, type PlainDate, PlainDateText, parseInput } from '../../../kernel/schema/index.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import { allIndicators, type PlanIndicator } from '../values/indicator.ts';
import './errors.ts';
import { changeEvaluation, type Evaluation } from './store.ts';
import { evaluationKinds, evaluator } from './terms.ts';

const day = (label: string, help?: string) => PlainDateText.meta({ label, widget: 'date', ...(help ? { help } : {}) });
const plansOf = async (tx: Tx): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await tx.rows<{ code: string; name: string }>(sql`select code, name from plan order by from_date desc limit 10`)).map(
      (p) => [p.code, p.name],
    ),
  );

export const Scheme = async (tx: Tx) => {
  const plans = await plansOf(tx);
  return z.strictObject({
    plan: choice(plans).meta({ label: '规划', choices: plans }),
    kind: choice(evaluationKinds).meta({ label: '种类', choices: evaluationKinds }),
    baseOn: day('数据截止日', '中期为第三年12月31日，末期为最后一年12月31日'),
    method: z
      .string()
      .trim()
      .min(10, '写明怎么评（至少10个字）')
      .max(1000)
      .meta({ label: '评估办法', widget: 'textarea', help: '指标、抽样、公众评价怎么做' }),
    selfDueOn: day('自评期限'),
    evaluator: z.string().trim().min(2, '请写明机构名称').max(60).meta({ label: '第三方机构' }),
    surveyFrom: day('公众评价开始'),
    surveyUntil: day('公众评价结束'),
  });
};

/** The indicators that an evaluation judges: those of the plan's tables. */
export const indicatorsOf = async (tx: Tx, plan: { from: PlainDate; to: PlainDate }): Promise<PlanIndicator[]> =>
  (await allIndicators(tx)).filter((i) => i.kind !== '未注明' && i.from === plan.from && i.to === plan.to);

export const planOf = (tx: Tx, code: string): Promise<{ name: string; from: PlainDate; to: PlainDate }> =>
  tx.one(sql`select name, from_date as "from", to_date as "to" from plan where code = ${code}`);

export async function draft(tx: Tx, input: unknown): Promise<Result<{ id: string }>> {
  const parsed = parseInput(await Scheme(tx), input);
  if (!parsed.ok) return parsed;
  const given = parsed.value;
  const plan = await planOf(tx, given.plan);
  if (given.baseOn < plan.from || given.baseOn > plan.to) return wrong('baseOn', `应在规划期${plan.from}至${plan.to}之内`);
  if (given.baseOn >= tx.today) return wrong('baseOn', '截止日还没有过');
  if (given.selfDueOn < tx.today) return wrong('selfDueOn', '自评期限不能早于今天');
  if (given.surveyUntil < given.surveyFrom) return wrong('surveyUntil', '结束不能早于开始');
  const id = newId();
  const title = `${plan.name}${evaluationKinds[given.kind]}（截至${given.baseOn}）`;
  const added =
    await tx.run(sql`insert into plan_evaluation (id, division, plan, kind, title, base_on, method, self_due_on, evaluator, survey_from, survey_until,
      drafted_at, drafted_by, drafted_name)
    values (${id}, ${tx.city}, ${given.plan}, ${given.kind}, ${title}, ${given.baseOn}, ${given.method}, ${given.selfDueOn}, ${given.evaluator}, ${given.surveyFrom},
      ${given.surveyUntil}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name}) on conflict (plan, kind, base_on) do nothing`);
  if (added === 0) return fail('EVALUATION_KNOWN', { date: given.baseOn, kind: evaluationKinds[given.kind] });
  await onRecord(tx, 'plan-evaluation.drafted', id);
  return ok({ id });
}

export const onRecord = (
  tx: Tx,
  action:
    | 'plan-evaluation.drafted'
    | 'plan-evaluation.withdrawn'
    | 'plan-evaluation.adopted'
    | 'plan-evaluation.declared'
    | 'plan-evaluation.reported'
    | 'plan-evaluation.approved'
    | 'plan-evaluation.published',
  id: string,
): Promise<void> => recordAudit(tx, { action, subject: { kind: 'plan-evaluation', id }, division: tx.city });

export async function withdraw(tx: Tx, evaluation: Evaluation): Promise<Result<null>> {
  await tx.run(sql`delete from plan_evaluation where id = ${evaluation.id}`);
  await onRecord(tx, 'plan-evaluation.withdrawn', evaluation.id);
  return ok(null);
}

export async function adopt(tx: Tx, evaluation: Evaluation): Promise<Result<null>> {
  if (isOwnHand(tx.actor, evaluation.draftedBy, evaluation.draftedAt))
    return fail('EVALUATION_OWN_HAND', { both: '起草人和批准人' });
  await changeEvaluation(
    tx,
    evaluation.id,
    sql`state = 'open', adopted_at = ${tx.now}, adopted_by = ${tx.actor.id}, adopted_name = ${tx.actor.name}`,
  );
  const ask = async (division: DivisionCode, section: string) =>
    tx.run(
      sql`insert into plan_self_evaluation (id, evaluation_id, division, section) values (${newId()}, ${evaluation.id}, ${division}, ${section})`,
    );
  const params = { title: evaluation.title, date: evaluation.selfDueOn };
  for (const county of tx.divisions.children(tx.city).filter((d) => d.legal)) {
    await ask(county.code, '');
    await notify(tx, {
      to: { performer: 'county-clerk', division: county.code },
      template: 'plan-evaluation.opened',
      params,
    });
  }
  const indicators = await indicatorsOf(tx, await planOf(tx, evaluation.plan));
  for (const section of new Set(indicators.map((i) => i.domain))) await ask(tx.city, section);
  await notify(tx, { to: { performer: 'city-clerk', division: tx.city }, template: 'plan-evaluation.opened', params });
  await notify(tx, {
    to: { performer: evaluator, division: tx.city },
    template: 'plan-evaluation.assigned',
    params: { title: evaluation.title },
  });
  await onRecord(tx, 'plan-evaluation.adopted', evaluation.id);
  return ok(null);
}

const Self = z.strictObject({
  done: z.string().trim().min(10, '写明完成情况（至少10个字）').max(1000).meta({ label: '完成情况', widget: 'textarea' }),
  problems: z.string().trim().min(1, '没有问题的写“无”').max(1000).meta({ label: '问题和建议', widget: 'textarea' }),
  proofs: z.array(FileRef).max(6).optional().meta({ label: '佐证', paper: 'plan-self-proof', help: '第三方复测时看得到' }),
});
export const selfShape = Self;

/** 自评: a county of itself, the city's sections one by one; once. */
export async function evaluateSelf(
  tx: Tx,
  of: { evaluation: Evaluation; selfId: string; input: unknown },
): Promise<Result<null>> {
  const row = await tx.maybe<{ division: DivisionCode; reportedAt: string | null }>(
    sql`select division, reported_at from plan_self_evaluation where id = ${of.selfId} and evaluation_id = ${of.evaluation.id} for update`,
  );
  if (!row || row.division !== tx.actor.division) return fail('SELF_UNKNOWN');
  if (row.reportedAt) return fail('SELF_DONE');
  const input = parseInput(Self, of.input);
  if (!input.ok) return input;
  await tx.run(sql`update plan_self_evaluation set done = ${input.value.done}, problems = ${input.value.problems}, reported_at = ${tx.now}, reported_by = ${tx.actor.id},
    reported_name = ${tx.actor.name} where id = ${of.selfId}`);
  const bound = await bindFiles(tx, input.value.proofs ?? [], { caseId: of.selfId, personId: null, division: row.division });
  if (!bound.ok) return bound;
  await recordAudit(tx, {
    action: 'plan-evaluation.self',
    subject: { kind: 'plan-evaluation', id: of.evaluation.id },
    division: row.division,
  });
  return ok(null);
}

const dueSoon = (tx: Tx) =>
  tx.rows<{ title: string; selfDueOn: PlainDate; division: DivisionCode }>(
    sql`select distinct e.title, e.self_due_on, s.division from plan_evaluation e join plan_self_evaluation s on s.evaluation_id = e.id
      where e.state = 'open' and s.reported_at is null and e.self_due_on = ${plusDays(tx.today, 3)} limit 200`,
  );

/** Daily: three days before the limit, whoever has not handed in. */
export const remindEvaluations = whenDue(dueSoon, (context) =>
  context.write(systemActor('plan-evaluations', context.city), async (tx) => {
    const due = await dueSoon(tx);
    for (const { title, selfDueOn, division } of due)
      await notify(tx, {
        to: { performer: division === tx.city ? 'city-clerk' : 'county-clerk', division },
        template: 'plan-evaluation.due',
        params: { title, date: selfDueOn },
      });
    return due.length;
  }),
);
