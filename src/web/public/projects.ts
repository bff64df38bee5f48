import { longDate } from '../../kernel/calendar/index.ts';
import type { DivisionCode, PlainDate } from '../../kernel/schema/index.ts';
import { html } from './html.ts';
import { page } from './layout.ts';
import type { Shell } from './views.ts';

export interface ProjectsView extends Shell {
  counties: readonly { code: DivisionCode; name: string }[];
  /** The one that is looked at; null: the whole city. */
  county: { code: DivisionCode; name: string } | null;
  library: {
    planName: string;
    investmentFen: number;
    begun: readonly {
      id: string;
      name: string;
      divisionName: string;
      investmentFen: number;
      printed: boolean;
      stageZh: string;
      sideZh: string | null;
      stageOn: PlainDate | null;
    }[];
  } | null;
}

const wan = (fen: number): string => `${(fen / 1_000_000).toLocaleString('zh-CN', { maximumFractionDigits: 2 })}万元`;

/** `/projects`: the projects of the plan that have begun, and how far each is. */
export const projectsPage = (view: ProjectsView): string =>
  page(
    view,
    '民政重大项目',
    html`<p class="crumb"><a href="/">← 首页</a></p>
<h1>民政重大项目</h1>
${
  view.library === null
    ? html`<p class="say">还没有公布项目。</p>`
    : html`<p class="lead">${view.library.planName}安排${view.county ? view.county.name : view.city.name}的重大项目，计划投资${wan(view.library.investmentFen)}。已经启动的列在下面，写到目前的阶段。</p>
<form method="get" action="/projects" class="say"><label for="county">哪个县（市、区）</label> <select id="county" name="county"><option value="">全市</option>${view.counties.map(
        (c) => html`<option value="${c.code}"${view.county?.code === c.code && html` selected`}>${c.name}</option>`,
      )}</select> <button class="button" type="submit">看</button></form>
${
  view.library.begun.length === 0
    ? html`<p class="say">还没有启动的项目。</p>`
    : html`<ul class="plain">${view.library.begun.map(
        (p) =>
          html`<li><b>${p.name}</b>　<span class="tag">${p.stageZh}</span>${p.sideZh && html`　<span class="tag">${p.sideZh}</span>`}${!p.printed && html`　<span class="tag">未列入印发表</span>`}<br>${p.divisionName}，计划投资${wan(p.investmentFen)}${p.stageOn && html`<br><small>${longDate(p.stageOn)}到${p.stageZh}</small>`}</li>`,
      )}</ul>`
}`
}`,
  );
