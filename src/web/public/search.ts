import { searchBox, searchExamples } from './home.ts';
import { html } from './html.ts';
import { page, telephone } from './layout.ts';
import { serviceList } from './lists.ts';
import { findSituation, situations } from './situations.ts';
import type { SearchView, SituationView } from './views.ts';

const otherWays = html`<h2>换个办法找</h2><p class="links">${situations.map((s) => html`<a href="/situations/${s.key}">${s.title}</a>`)}</p>`;

/** `/search?q=` */
export const searchPage = (view: SearchView): string =>
  page(
    view,
    view.query ? `找“${view.query}”` : '找事项',
    html`<h1>${view.query ? `“${view.query}”` : '您要办什么事？'}</h1>
${searchBox(view.query)}
${view.query && view.results.length === 0 && html`<p class="say">没有找到“${view.query}”。可以换个说法，比如${searchExamples.otherwise.map((said) => `“${said}”`).join('')}，也可以直接打电话 ${telephone(view.city.telephone)}，有人帮您找。</p>`}
${view.results.length > 0 && html`<h2>找到这些事项</h2>${serviceList(view.results)}`}
${view.more && html`<p class="quiet">只列出了最接近的${view.results.length}项，说得再具体些可以找得更准。</p>`}
${otherWays}`,
  );

/** `/situations/:key`; null when there is no such situation. */
export function situationPage(view: SituationView): string | null {
  const situation = findSituation(view.key);
  if (!situation) return null;
  return page(
    view,
    situation.title,
    html`<p class="crumb"><a href="/">← 首页</a></p>
<h1>${situation.title}</h1>
<p class="lead">${situation.says}</p>
${
  view.services.length === 0
    ? html`<p class="say">这方面的事项还没有整理上来。请打电话 ${telephone(view.city.telephone)}，告诉我们您的情况，有人帮您转到该找的部门。</p>`
    : serviceList(view.services)
}
<h2>不知道选哪个？</h2>
<p>把情况告诉村（社区）干部，或者打 ${telephone(view.city.telephone)}。不用自己先弄清楚该申请哪一种，受理以后由我们来分。</p>`,
  );
}
