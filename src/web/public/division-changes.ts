/** 区划变更公告: what everybody reads of a change of divisions. Works without scripts. */
import { longDate } from '../../kernel/calendar/index.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { type Html, html } from './html.ts';
import { page } from './layout.ts';
import type { Shell } from './views.ts';

interface Brief {
  readonly id: string;
  readonly title: string;
  readonly typeZh: string;
  readonly effectiveOn: PlainDate;
  readonly announcedOn: PlainDate;
  readonly approver: string;
  readonly documentNo: string;
}
interface Unit {
  readonly code: string;
  readonly name: string;
}

export interface DivisionChangesView extends Shell {
  readonly rows: readonly Brief[];
  /** Address of the next page; null on the last. */
  readonly next: string | null;
}

/** `/division-changes` */
export const divisionChangesPage = (view: DivisionChangesView): string =>
  page(
    view,
    '区划变更公告',
    html`<p class="crumb"><a href="/">← 首页</a></p>
<h1>区划变更公告</h1>
<p class="lead">乡镇、街道、村、社区的设立、撤销、合并、更名，从生效那天起在这里公告：新旧名称、代码，批准的文件。</p>
${
  view.rows.length === 0
    ? html`<p>还没有区划变更。</p>`
    : html`<ul class="list">${view.rows.map(
        (row) =>
          html`<li><a href="/division-changes/${row.id}"><b>${row.title}</b><small>${row.typeZh}　${longDate(row.effectiveOn)}起</small><small>${row.approver}，${row.documentNo}</small></a></li>`,
      )}</ul>`
}
${view.next && html`<p><a class="button plain" href="${view.next}">更早的</a></p>`}
<p class="quiet">别的系统取用：<a href="/api/divisions/changes">公告（JSON）</a>，<code>/api/divisions/on/日期</code>是某一天的全部区划和变成这样的各次变更。区划代码表在<a href="/open-data">开放数据</a>里下载。</p>`,
  );

export interface DivisionChangeView extends Shell {
  readonly change: Brief & {
    readonly approvedOn: PlainDate;
    readonly ended: readonly Unit[];
    readonly opened: readonly Unit[];
    readonly successors: readonly { readonly from: Unit; readonly to: Unit; readonly percent: string | null }[];
    readonly concerns: readonly Unit[];
    readonly seat: string | null;
  };
}

const named = (units: readonly Unit[]): string => units.map(({ name, code }) => `${name}（${code}）`).join('、');

function successorTable({ successors }: DivisionChangeView['change']): Html {
  const shared = successors.some(({ percent }) => percent !== null);
  return html`<h2>新旧对照</h2>
<div class="table" tabindex="0" role="region" aria-label="新旧代码和名称对照"><table><thead><tr><th scope="col">原来的</th><th scope="col">原代码</th><th scope="col">现在的</th><th scope="col">现代码</th>${shared && html`<th scope="col">比例</th>`}</tr></thead>
<tbody>${successors.map(
    ({ from, to, percent }) =>
      html`<tr><td>${from.name}</td><td>${from.code}</td><td>${to.name}</td><td>${to.code}</td>${shared && html`<td>${percent ?? '全部'}</td>`}</tr>`,
  )}</tbody></table></div>
<p class="quiet">写着原来名称、代码的证件、文书照样有效；查原来的名称、代码，会带到现在的。</p>`;
}

/** `/division-changes/:id` */
export function divisionChangePage(view: DivisionChangeView): string {
  const { change } = view;
  const rows: readonly (readonly [string, string])[] = [
    ['变更', change.typeZh],
    ['撤销的', named(change.ended)],
    ['设立的', named(change.opened)],
    ['涉及的', named(change.concerns)],
    ['新的驻地', change.seat ?? ''],
    ['生效日期', longDate(change.effectiveOn)],
    ['批准', `${change.approver}，${longDate(change.approvedOn)}`],
    ['批准文件', change.documentNo],
    ['公告日期', longDate(change.announcedOn)],
  ];
  return page(
    view,
    change.title,
    html`<p class="crumb"><a href="/division-changes">← 区划变更公告</a></p>
<h1>${change.title}</h1>
<dl class="facts">${rows.filter(([, value]) => value).map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
${change.successors.length > 0 && successorTable(change)}`,
  );
}
