import { html } from './html.ts';
import { page, telephone } from './layout.ts';
import type { ForOthersView } from './views.ts';

/** `/for-others`: 帮家人办, one link for each service that can be asked for somebody else. */
export const forOthersPage = (view: ForOthersView): string =>
  page(
    view,
    '帮家人办',
    html`<p class="crumb"><a href="/">← 首页</a></p>
<h1>帮家人办</h1>
<p class="lead">家里老人、病人不方便，您用自己的身份证登录，替他申请。表里“申请人”填家人，钱也打到家人的卡上。</p>
<p>请先和家人说好。签名请家人自己签，签不了的由您代签并告诉工作人员。</p>
<ul class="list">${view.services.map(
      (s) =>
        html`<li><a href="/app/apply/${encodeURIComponent(s.itemId)}?for=other"><b>${s.name}</b><small>${s.gets || (s.audience && `办给：${s.audience}`)}</small></a></li>`,
    )}</ul>
<p>没有找到要办的？打 ${telephone(view.city.telephone)} 问，或者请村（社区）干部代办。替别人办过的，在<a href="/app/my">我的办件</a>里看进度。</p>`,
  );
