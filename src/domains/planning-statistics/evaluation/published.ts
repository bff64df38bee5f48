/** What everybody may read of the plan: targets and published values, drafts that are open for comments, evaluations that are out. */
import { sql } from '../../../database/sql.ts';
import { plainDateOf } from '../../../kernel/calendar/index.ts';
import { consultationAbout } from '../../../kernel/consultation/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import { ok } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { planIndicators } from '../figures/views.ts';
import { pointsOf, subjectOf, verdictOf } from './report.ts';
import { findEvaluations } from './store.ts';
import { openSurveys } from './survey.ts';
import { surveyView } from './views.ts';

export interface PublishedPlan {
  readonly name: string;
  readonly indicators: readonly {
    readonly id: string;
    readonly name: string;
    readonly binding: boolean;
    readonly target: string;
    readonly value: string;
    readonly periodZh: string;
    readonly statusZh: string | null;
    readonly note: string | null;
  }[];
}
export interface PublishedEvaluation {
  readonly id: string;
  readonly title: string;
  readonly on: PlainDate;
  readonly score: string;
  readonly verdict: string;
  readonly report: string;
  readonly evaluator: string;
  readonly survey: { readonly copies: number; readonly index: string | null; readonly valid: boolean };
}
export interface PublishedPlans {
  readonly plans: readonly PublishedPlan[];
  readonly evaluations: readonly PublishedEvaluation[];
  /** Reports that are before the public, by their consultation. */
  readonly drafts: readonly { readonly id: string; readonly title: string; readonly until: PlainDate }[];
  readonly surveys: readonly { readonly id: string; readonly title: string; readonly until: PlainDate }[];
}

export async function publishedPlans(tx: Tx): Promise<Result<PublishedPlans, 'PARAM_MISSING'>> {
  const plans = await planIndicators(tx);
  if (!plans.ok) return plans;
  const evaluations: PublishedEvaluation[] = [];
  for (const e of await findEvaluations(tx, sql`e.state = 'published'`)) {
    const survey = await surveyView(tx, e);
    if (!survey.ok) return survey;
    const { copies, index, valid } = survey.value;
    evaluations.push({
      id: e.id,
      title: e.title,
      on: plainDateOf(e.publishedAt!),
      score: pointsOf(e)!,
      verdict: verdictOf(e)!,
      report: e.report!,
      evaluator: e.evaluator,
      survey: { copies, index, valid },
    });
  }
  const drafts: { id: string; title: string; until: PlainDate }[] = [];
  for (const e of await findEvaluations(tx, sql`e.state = 'reported' and e.changes_plan`)) {
    const heard = await consultationAbout(tx, subjectOf(e));
    if (heard?.state === 'open') drafts.push({ id: heard.id, title: heard.title, until: heard.endsOn });
  }
  return ok({
    plans: plans.value.flatMap((plan) => {
      // 只写发布了的：印出的、平台现在数的没有走过审核
      const indicators = plan.indicators.flatMap((i) =>
        i.published && i.target
          ? [
              {
                id: i.id,
                name: i.name,
                binding: i.kindZh === '约束性',
                target: `${i.target.qualifier === '=' ? '' : i.target.qualifier}${i.target.value}${i.unit}`,
                value: i.published.conflict ? '正在核定' : `${i.published.text}${i.unit === '%' ? '' : i.unit}`,
                periodZh: i.published.periodZh,
                statusZh: i.statusZh,
                note: i.note,
              },
            ]
          : [],
      );
      return indicators.length > 0 ? [{ name: plan.name, indicators }] : [];
    }),
    evaluations,
    drafts,
    surveys: await openSurveys(tx),
  });
}
