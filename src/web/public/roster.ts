import { yuan } from '../../kernel/policy/index.ts';
import { html } from './html.ts';
import { page, telephone } from './layout.ts';
import type { RosterView } from './views.ts';

/** `/roster?division=&cursor=`: who draws, by village, for as long as they draw. Names are masked. */
export function rosterPage(view: RosterView): string {
  const here = view.path.at(-1);
  const link = (division: string, cursor?: string) => `/roster?division=${division}${cursor ? `&cursor=${cursor}` : ''}`;
  return page(
    view,
    '正在享受救助的人家',
    html`<p class="crumb"><a href="/notices">← 公示</a></p>
<h1>正在享受救助的人家</h1>
<p class="lead">低保、特困按规定在村（社区）长期公布：谁家、几口人、每月多少。网上隐去姓名中的字，未成年人不公布。</p>
<nav aria-label="地区" class="links">${view.path.map((p, i) =>
      i === view.path.length - 1
        ? html`<a href="${link(p.code)}" aria-current="page"><b>${p.name}</b></a>`
        : html`<a href="${link(p.code)}">${p.name}</a>`,
    )}</nav>
${
  view.lines === null
    ? html`<h2>选${here?.name ?? ''}下面的地方</h2>
<ul class="list">${view.below.map(
        (p) =>
          html`<li><a href="${link(p.code)}"><b>${p.name}</b>${p.households !== undefined && html`<small>${p.households === 0 ? '眼下没有' : `${p.households}户`}</small>`}</a></li>`,
      )}</ul>`
    : view.lines.length === 0
      ? html`<p class="say">${here?.name ?? '这里'}眼下没有享受低保、特困的人家。</p>`
      : html`<ul class="list">${view.lines.map(
          (line) =>
            html`<li><div><b>${line.name}</b><small>${line.programmeZh}，${line.persons}人，每月${yuan(line.amountFen)}</small></div></li>`,
        )}</ul>`
}
${view.next && here && html`<p><a class="button plain wide" href="${link(here.code, view.next)}">看后面的</a></p>`}
<p>认为有人不该享受、该享受的没有享受，到 <a href="/supervise">监督举报</a> 说，不留姓名也受理；也可以打 ${telephone(view.city.telephone)}。</p>`,
  );
}
