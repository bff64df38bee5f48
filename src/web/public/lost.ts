/** 寻人启事: old people who are looked for now, with the consent of their families. Works without scripts. */
import { longDate, plainDateOf, timeOfDay } from '../../kernel/calendar/index.ts';
import { html } from './html.ts';
import { page, telephone } from './layout.ts';
import type { Shell } from './views.ts';

export interface LostView extends Shell {
  rows: readonly { id: string; placeZh: string; text: string; publishedAt: string; photo: boolean }[];
}

/** `/lost` */
export function lostPage(view: LostView): string {
  return page(
    view,
    '寻人启事',
    html`<p class="crumb"><a href="/">← 首页</a></p>
<h1>寻人启事</h1>
<p class="lead">正在找的老人，家属同意公开。看到了请先打电话，陪着等一等，不要追赶。找到人，启事就撤下。</p>
${view.rows.length === 0 && html`<p class="say">现在没有要找的人。家里老人走失了，请马上打110，再打${telephone(view.city.telephone)}。</p>`}
<ul class="plain">${view.rows.map(
      (one) => html`<li id="${one.id}">${one.photo && html`<img src="/lost/${one.id}/photo" alt="走失老人的照片" width="200">`}
<p><b>${one.placeZh}</b>　${longDate(plainDateOf(one.publishedAt))}${timeOfDay(one.publishedAt)}发布</p><p>${one.text}</p></li>`,
    )}</ul>`,
  );
}
