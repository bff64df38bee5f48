import { html } from './html.ts';
import { page } from './layout.ts';
import { noticeList } from './lists.ts';
import { situations } from './situations.ts';
import type { HomeView } from './views.ts';

/** Examples printed on the pages; each must find the right service first (`src/server/search.test.ts`). */
export const searchExamples = { box: ['吃饭困难', '低保'], otherwise: ['老人补贴', '没钱看病'] } as const;

export const searchBox = (query = '') => html`<form class="search" action="/search" method="get" role="search">
<input type="search" name="q" value="${query}" maxlength="100" aria-label="用您自己的话说" placeholder="比如：${searchExamples.box.join('、')}" autocomplete="off">
<button class="button" type="submit">找</button>
</form>`;

/** `/` asks one question, then offers the two other things people come for: their case, and helping somebody else. */
export const homePage = (view: HomeView): string =>
  page(
    view,
    `${view.city.name}民政服务`,
    html`<h1>您遇到了什么事？</h1>
${searchBox()}
<ul class="situations">${situations.map(
      (s) =>
        html`<li><a href="/situations/${s.key}"><span class="glyph" aria-hidden="true">${s.glyph}</span><b>${s.title}</b><small>${s.says}</small></a></li>`,
    )}</ul>
<div class="pair">
<a class="big" href="/emergency"><b>急难，马上报告</b>火灾、意外、突发重病：不用登录，先救助后补手续</a>
<a class="big" href="/app/my"><b>我的办件</b>办到哪一步了，谁在办，哪天办完</a>
<a class="big" href="/for-others"><b>帮家人办</b>家里老人、病人不方便，您替他办</a>
<a class="big" href="/report"><b>反映困难</b>知道谁家过不下去，不登录、不留名也能说</a>
<a class="big" href="/app/check/SA-01"><b>先算一算</b>不登录、不留名，看看能申请哪些救助</a>
</div>
<h2>最近的公示</h2>
${
  view.notices.length === 0
    ? html`<p>近期没有公示。</p>`
    : html`${noticeList(view.notices.slice(0, 3))}<p><a class="button plain" href="/notices">看我们村（社区）的公示</a></p>`
}`,
  );
