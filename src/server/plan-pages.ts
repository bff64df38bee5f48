/** 规划完成情况 and 公众评价: reading page and form without scripts, for everybody. */
import { publishedPlans } from '../domains/planning-statistics/evaluation/published.ts';
import { answerSurvey, openSurveys, SurveyForm } from '../domains/planning-statistics/evaluation/survey.ts';
import { surveyAnswers } from '../domains/planning-statistics/evaluation/terms.ts';
import { anyone, systemActor } from '../kernel/access/index.ts';
import { html, type RawAnswer, type RouteDefinition, route } from '../kernel/http/server.ts';
import { explain } from '../kernel/result/index.ts';
import { parseInput, RequestId } from '../kernel/schema/index.ts';
import * as pages from '../web/public/index.ts';
import { givenBack, isSameOrigin, missing, newRequestId, type PageContext, shellOf, typedText } from './pages.ts';

const reader = (context: PageContext) => systemActor('plan-pages', context.platform.context.city);

async function show(context: PageContext, more: Partial<pages.SurveyPageView> = {}): Promise<RawAnswer> {
  const surveys = await context.platform.context.read(reader(context), openSurveys);
  const view = {
    ...(await shellOf(context)),
    surveys,
    answers: surveyAnswers,
    requestId: newRequestId(),
    given: null,
    done: false,
    ...more,
  };
  return html(pages.surveyPage(view), more.given ? 422 : 200);
}

export const planPages: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/plan',
    permission: anyone,
    summary: '规划完成情况：发布的数、评估结果、征求意见',
    async handler(context) {
      const found = await context.platform.context.read(reader(context), publishedPlans);
      if (!found.ok) return found;
      return html(pages.planResultsPage({ ...(await shellOf(context)), here: '/plan', ...found.value }));
    },
  }),
  route({
    method: 'GET',
    url: '/survey',
    permission: anyone,
    summary: '公众评价（不用登录）',
    handler: (context) => show(context),
  }),
  route({
    method: 'POST',
    url: '/survey',
    permission: anyone,
    summary: '公众评价（不用脚本的表单）',
    perMinute: 6,
    plainForm: true,
    async handler(context) {
      if (!isSameOrigin(context.request)) return missing(context);
      const typed = (context.request.body ?? {}) as Record<string, unknown>;
      const values = { answer: typedText(typed.answer), phone: typedText(typed.phone).trim() };
      const form = parseInput(SurveyForm.extend({ requestId: RequestId }), {
        ...Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')),
        survey: typedText(typed.survey),
        requestId: typedText(typed.requestId),
      });
      if (!form.ok) return show(context, { given: givenBack(form, values) });
      const done = await answerSurvey(context.platform.context, form.value);
      return done.ok
        ? show(context, { done: true })
        : show(context, { given: { message: explain(done).message, problems: {}, values } });
    },
  }),
];
