import { longDate } from '../../kernel/calendar/index.ts';
import { html } from './html.ts';
import { page, telephone } from './layout.ts';
import { noticeFigures, noticeKinds, noticeList } from './lists.ts';
import { objectionForm } from './objection.ts';
import type { NoticesView, NoticeView } from './views.ts';

/** `/notices?division=&cursor=` */
export function noticesPage(view: NoticesView): string {
  const here = view.path.at(-1);
  const query = (division: string | undefined, cursor?: string) =>
    `/notices${division || cursor ? '?' : ''}${[division && `division=${division}`, cursor && `cursor=${encodeURIComponent(cursor)}`].filter(Boolean).join('&')}`;
  return page(
    view,
    '公示',
    html`<h1>公示</h1>
<p class="lead">谁家申请、几口人、拟发多少，都在村（社区）张贴并在这里公开。有不同意见，公示期内可以提。</p>
<nav aria-label="地区" class="links">${view.path.map((p, i) =>
      i === view.path.length - 1
        ? html`<a href="${query(p.code)}" aria-current="page"><b>${p.name}</b></a>`
        : html`<a href="${query(p.code)}">${p.name}</a>`,
    )}</nav>
<p><a href="/roster${here ? `?division=${here.code}` : ''}">正在享受低保、特困的人家（长期公布）</a></p>
${view.below.length > 0 && html`<details><summary>选${here?.name ?? ''}下面的地方</summary><p class="links">${view.below.map((p) => html`<a href="${query(p.code)}">${p.name}</a>`)}</p></details>`}
${
  view.notices.length === 0
    ? html`<p class="say">${here?.name ?? '这里'}眼下没有公示。要查以前的，请问村（社区）或者打 ${telephone(view.city.telephone)}。</p>`
    : html`<h2>${here?.name ?? ''}的公示</h2>${noticeList(view.notices)}`
}
${view.next && html`<p><a class="button plain wide" href="${query(here?.code, view.next)}">看更早的</a></p>`}`,
  );
}

/** `/notices/:id`, with the objection form: a plain form that works without scripts. */
export function noticePage(view: NoticeView): string {
  const n = view.notice;
  return page(
    view,
    `${n.divisionName}公示`,
    html`<p class="crumb"><a href="/notices">← 全部公示</a></p>
<h1>${n.divisionName}<br>${noticeKinds[n.kind]}</h1>
${view.received && html`<div class="say" role="status" id="objection"><p><b>已经收到您的意见。</b>我们会重新调查，必要时请村（居）民评议，结果会打电话告诉您。</p></div>`}
<p class="lead">${n.text}</p>
<dl class="facts">
<div><dt>申请人</dt><dd>${n.applicantMasked}</dd></div>
<div><dt>享受情况</dt><dd class="num">${noticeFigures(n)}</dd></div>
<div><dt>${n.kind === 'proposed' ? '公示期' : '公布日期'}</dt><dd>${longDate(n.postedOn)}${n.kind === 'proposed' && html`至${longDate(n.endsOn)}（张贴当天不算，满期当天24时止）`}</dd></div>
<div><dt>张贴地点</dt><dd>${n.place}</dd></div>
<div><dt>监督电话</dt><dd>${telephone(n.telephone)}</dd></div>
</dl>
<p class="quiet">网上公示隐去姓名中的字，村（社区）张贴的是全名。</p>
${
  view.received
    ? ''
    : view.open
      ? objectionForm({ ...view, to: `/notices/${n.id}/objections`, telephone: n.telephone, example: '他家在县城有一套房' })
      : html`<p class="say">${n.kind === 'proposed' ? `公示已于${longDate(n.endsOn)}期满。` : '这是办结后的公布。'}如果情况不实，任何时候都可以打 ${telephone(n.telephone)}，或者到 <a href="/supervise">监督举报</a> 说。</p>`
}`,
  );
}
