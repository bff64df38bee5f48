import { longDate } from '../../kernel/calendar/index.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { fieldsOf } from './fields.ts';
import { html } from './html.ts';
import { page, telephone } from './layout.ts';
import type { Given, Shell } from './views.ts';

export interface PlanResultsView extends Shell {
  plans: readonly {
    name: string;
    indicators: readonly {
      id: string;
      name: string;
      binding: boolean;
      target: string;
      value: string;
      periodZh: string;
      statusZh: string | null;
      note: string | null;
    }[];
  }[];
  evaluations: readonly {
    id: string;
    title: string;
    on: PlainDate;
    score: string;
    verdict: string;
    report: string;
    evaluator: string;
    survey: { copies: number; index: string | null; valid: boolean };
  }[];
  drafts: readonly { id: string; title: string; until: PlainDate }[];
  surveys: readonly { id: string; title: string; until: PlainDate }[];
}

/** `/plan`: what the plan promised and what has been published of it; evaluations; drafts on which anybody may speak. */
export const planResultsPage = (view: PlanResultsView): string =>
  page(
    view,
    '规划完成情况',
    html`<p class="crumb"><a href="/">← 首页</a></p>
<h1>规划完成情况</h1>
<p class="lead">民政规划定了哪些目标，现在做到什么程度。这里只写审核以后发布的数。</p>
${
  view.surveys.length > 0 &&
  html`<div class="say"><p><b>正在听取大家的评价。</b>不用登录，一分钟。</p><p><a class="button" href="/survey">我来评一评</a></p></div>`
}
${view.drafts.map(
  (d) =>
    html`<div class="say"><p><b>正在征求意见：</b>${d.title}，${longDate(d.until)}截止。</p><p><a class="button plain" href="/consultations/${d.id}">看草案，提意见</a></p></div>`,
)}
${view.evaluations.map(
  (e) =>
    html`<section class="say"><h2>${e.title}</h2><p><b>${e.score}分，${e.verdict}。</b>${longDate(e.on)}公布，第三方：${e.evaluator}。</p><p>${e.report}</p>
<p>公众评价${e.survey.index === null ? '没有收到' : html`指数${e.survey.index}，共${e.survey.copies}份${!e.survey.valid && '（份数不够，只作参考）'}`}。</p></section>`,
)}
${
  view.plans.length === 0
    ? html`<p class="say">还没有发布的数。</p>`
    : view.plans.map(
        (plan) =>
          html`<h2>${plan.name}</h2><ul class="plain">${plan.indicators.map(
            (i) =>
              html`<li><b>${i.name}</b>${i.binding && html`　<span class="tag">必须完成</span>`}<br>目标${i.target}，${i.periodZh}${i.value}${i.statusZh && html`　<span class="tag">${i.statusZh}</span>`}${i.note && html`<br><small>${i.note}</small>`}</li>`,
          )}</ul>`,
      )
}`,
  );

export interface SurveyPageView extends Shell {
  surveys: readonly { id: string; title: string; until: PlainDate }[];
  answers: Readonly<Record<string, string>>;
  requestId: string;
  given: Given | null;
  done: boolean;
}

/** `/survey`: a plain form without scripts; nobody signs in, one answer for a telephone. */
export function surveyPage(view: SurveyPageView): string {
  const { line, choice, refused } = fieldsOf(view.given);
  const [survey] = view.surveys;
  if (view.done)
    return page(
      view,
      '公众评价',
      html`<h1>收到了，谢谢您</h1>
<div class="say" role="status"><p>您的评价已经计入。我们不知道您是谁，也不知道您怎么评的。</p></div>
<div class="row"><a class="button" href="/plan">看规划完成情况</a><a class="button plain" href="/">回到首页</a></div>`,
    );
  return page(
    view,
    '公众评价',
    html`<p class="crumb"><a href="/">← 首页</a></p>
<h1>公众评价</h1>
${
  survey
    ? html`<p class="lead">${survey.title}，${longDate(survey.until)}截止。不用登录，不留姓名。完成情况见 <a href="/plan">规划完成情况</a>。</p>
${refused()}
<form method="post" action="/survey">
<input type="hidden" name="requestId" value="${view.requestId}">
<input type="hidden" name="survey" value="${survey.id}">
${choice({ name: 'answer', label: '总的来说，这几年的民政工作您满意吗' }, view.answers)}
${line({ name: 'phone', label: '您的手机', help: '只用来保证一个号码评一次；号码本身不保存，也对不上您怎么评的。' }, 11, true, html`inputmode="numeric" autocomplete="tel"`)}
<p><button class="button" type="submit">交上去</button></p>
</form>`
    : html`<p class="say">现在没有公众评价。以前的结果见 <a href="/plan">规划完成情况</a>。</p>`
}
<p>不想在网上评，也可以打电话：${telephone(view.city.telephone)}。</p>`,
  );
}
