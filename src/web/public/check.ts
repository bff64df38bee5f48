import { longDate } from '../../kernel/calendar/index.ts';
import { html } from './html.ts';
import { page, telephone } from './layout.ts';
import type { CheckView, Shell } from './views.ts';

const form = (code = '') => html`<form class="search" action="/check" method="get">
<input name="code" value="${code}" maxlength="40" required aria-label="查验码" placeholder="文书上的查验码" autocomplete="off">
<button class="button" type="submit">查验</button></form>`;

/** `/check`: the code typed by hand, for those who cannot scan. */
export const checkFormPage = (view: Shell): string =>
  page(
    view,
    '查验文书',
    html`<h1>这份文书是真的吗？</h1><p class="lead">扫文书上的二维码，或者输入二维码旁边的查验码。</p>${form()}`,
  );

/** `/check/:code`: whether the paper in hand is one of ours. Says number, title and date, and nothing about any person. */
export function checkPage(view: CheckView): string {
  const d = view.document;
  const body = !d
    ? html`<h1>没有查到这份文书</h1>
<p class="say bad">查验码“${view.code}”不在登记中。可能是抄错了字，也可能不是我们出具的。请对照原件再输一次，或者打 ${telephone(view.city.telephone)} 核实，核实前请不要凭它付钱、交材料。</p>
${form(view.code)}`
    : html`<h1>${d.replacedBy ? '是真的，但已被修订版代替' : d.revokedOn ? '这份文书已经作废' : '是真的，现在有效'}</h1>
${d.revokedOn && d.replacedBy && html`<p class="say bad">已于${longDate(d.revokedOn)}由${d.replacedBy}代替，以那一份为准。</p>`}
${d.revokedOn && !d.replacedBy && html`<p class="say bad">已于${longDate(d.revokedOn)}撤销，不能再使用。有疑问请打 ${telephone(view.city.telephone)}。</p>`}
<dl class="facts"><div><dt>文号</dt><dd>${d.number}</dd></div><div><dt>名称</dt><dd>${d.title}</dd></div>${d.issuer && html`<div><dt>出具机关</dt><dd>${d.issuer}</dd></div>`}<div><dt>日期</dt><dd>${longDate(d.issuedOn)}</dd></div></dl>
<p>请核对手里的纸件和上面的文号、名称、日期是不是一样。为保护个人信息，这里不显示姓名和金额。</p>`;
  return page(view, '查验文书', body);
}
