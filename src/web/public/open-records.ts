import { longDate } from '../../kernel/calendar/index.ts';
import { yuan } from '../../kernel/policy/index.ts';
import type { Fen, PlainDate } from '../../kernel/schema/index.ts';
import { html } from './html.ts';
import { page, telephone } from './layout.ts';
import { type GivenObjection, objectionForm } from './objection.ts';
import type { Shell } from './views.ts';

export interface OpenRecordsView extends Shell {
  /** What is public, by the page on which it is kept. */
  groups: readonly { zh: string; registers: readonly { key: string; zh: string }[] }[];
  /** Null on the page that only leads to them. */
  register: {
    zh: string;
    rows: readonly {
      title: string;
      divisionName: string;
      facts: readonly { label: string; value: string }[];
      /** Where it may be objected to. */
      href?: string;
    }[];
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
          )}</dl>${row.href && html`<p><a href="${row.href}">有不同意见</a></p>`}`,
        )
}`,
  );

export interface SubsidyNoticeView extends Shell {
  notice: {
    id: string;
    title: string;
    divisionName: string;
    amountFen: Fen;
    noticeTo: PlainDate;
    office: { name: string; telephone: string };
  };
  /** Objections are still taken today. */
  open: boolean;
  requestId: string;
  objection?: GivenObjection;
  received?: boolean;
}

/** `/open/subsidies/:id`: what a body is to be given, and the form of an objection. */
export function subsidyNoticePage(view: SubsidyNoticeView): string {
  const { id, title, divisionName, amountFen, noticeTo, office } = view.notice;
  return page(
    view,
    title,
    html`<p class="crumb"><a href="/open/subsidies">← 补贴公示</a></p>
<h1>${title}</h1>
${view.received && html`<div class="say" role="status" id="objection"><p><b>已经收到您的意见。</b>核实清楚以前不会批准，结果由${office.name}打电话告诉您。</p></div>`}
<dl class="facts">
<div><dt>地区</dt><dd>${divisionName}</dd></div>
<div><dt>金额</dt><dd class="num">${yuan(amountFen)}</dd></div>
<div><dt>公示到</dt><dd>${longDate(noticeTo)}（当天24时止）</dd></div>
<div><dt>谁核的</dt><dd>${office.name}，${telephone(office.telephone)}</dd></div>
</dl>
${
  view.received
    ? ''
    : view.open
      ? objectionForm({
          ...view,
          to: `/open/subsidies/${id}/objections`,
          telephone: office.telephone,
          example: '五月份一直锁着门',
        })
      : html`<p class="say">公示已于${longDate(noticeTo)}期满。情况不实的，任何时候都可以打 ${telephone(office.telephone)}，或者到 <a href="/supervise">监督举报</a> 说。</p>`
}`,
  );
}
