import { html } from './html.ts';
import { page } from './layout.ts';
import type { Shell } from './views.ts';

export interface OpenRecordsView extends Shell {
  /** What is public, by the page on which it is kept. */
  groups: readonly { zh: string; registers: readonly { key: string; zh: string }[] }[];
  /** Null on the page that only leads to them. */
  register: {
    zh: string;
    rows: readonly { title: string; divisionName: string; facts: readonly { label: string; value: string }[] }[];
  } | null;
}

/** `/open` and `/open/:register`: normative documents, decisions, standards, results of enforcement, models: what law and the office itself make public. */
export const openRecordsPage = (view: OpenRecordsView): string =>
  page(
    view,
    view.register?.zh ?? '依法公开',
    html`<p class="crumb"><a href="${view.register ? '/open' : '/'}">← ${view.register ? '依法公开' : '首页'}</a></p>
<h1>${view.register?.zh ?? '依法公开'}</h1>
${
  view.register === null
    ? html`<p class="lead">定下来的文件、决策、标准，执法的结果，评出的典型，养老机构和设施交给谁运营。还没有定下来的在<a href="/consultations">征求意见</a>。</p>
${view.groups.map(
  ({ zh, registers }) => html`<h2>${zh}</h2>
<ul class="list">${registers.map((of) => html`<li><a href="/open/${of.key}"><b>${of.zh}</b></a></li>`)}</ul>`,
)}`
    : view.register.rows.length === 0
      ? html`<p class="say">还没有公布。</p>`
      : view.register.rows.map(
          (row) => html`<h2>${row.title}</h2>
<dl class="facts"><div><dt>单位</dt><dd>${row.divisionName}</dd></div>${row.facts.map(
            (fact) => html`<div><dt>${fact.label}</dt><dd>${fact.value}</dd></div>`,
          )}</dl>`,
        )
}`,
  );
