import { longDate } from '../../kernel/calendar/index.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { fieldsOf } from './fields.ts';
import { html } from './html.ts';
import { page } from './layout.ts';
import type { Given, Shell } from './views.ts';

interface Notice {
  id: string;
  title: string;
  content: string;
  methodZh: string;
  budgetFen: number;
  contact: string;
  divisionName: string;
  publishedOn: PlainDate;
  closesOn: PlainDate;
  withdrawnOn: PlainDate | null;
  awardedTo: string | null;
  awardFen: number | null;
  open: boolean;
}
export interface PurchaseNoticesView extends Shell {
  notices: readonly Notice[];
}
export interface PurchaseNoticeView extends Shell {
  notice: Notice;
  requestId: string;
  signed: boolean;
  given: Given | null;
}

const yuan = (fen: number): string => `${(fen / 100).toLocaleString('zh-CN', { maximumFractionDigits: 2 })}元`;
const state = (n: Notice): string =>
  n.withdrawnOn ? '已撤回' : n.open ? `${longDate(n.closesOn)}截止` : n.awardedTo ? '已成交' : '报名截止';

/** `/purchase-notices`: what civil affairs want to buy. */
export const purchaseNoticesPage = (view: PurchaseNoticesView): string =>
  page(
    view,
    '购买服务公告',
    html`<p class="crumb"><a href="/">← 首页</a></p>
<h1>购买服务公告</h1>
<p class="lead">民政部门要买的服务。企业、社会组织都可以报名，不用登录，不收费。</p>
${
  view.notices.length === 0
    ? html`<p class="say">现在没有公告。</p>`
    : html`<ul class="plain">${view.notices.map(
        (n) =>
          html`<li><a href="/purchase-notices/${n.id}"><b>${n.title}</b></a>　<span class="tag">${state(n)}</span><br>${n.divisionName}，${n.methodZh}，最高限价${yuan(n.budgetFen)}${n.awardedTo && html`<br>成交：${n.awardedTo}，${yuan(n.awardFen ?? 0)}`}<br><small>${longDate(n.publishedOn)}发布</small></li>`,
      )}</ul>`
}`,
  );

/** One notice, with the form to sign up while it is open. */
export function purchaseNoticePage(view: PurchaseNoticeView): string {
  const { notice: n } = view;
  const { line, refused } = fieldsOf(view.given);
  return page(
    view,
    n.title,
    html`<p class="crumb"><a href="/purchase-notices">← 购买服务公告</a></p>
<h1>${n.title}</h1>
<p class="lead">${n.divisionName}，${n.methodZh}，最高限价${yuan(n.budgetFen)}。${longDate(n.publishedOn)}发布，${longDate(n.closesOn)}截止报名。</p>
<p>${n.content.split('\n').map((text, i) => html`${i > 0 && html`<br>`}${text}`)}</p>
<p>联系：${n.contact}</p>
${n.awardedTo && html`<div class="say"><p><b>已成交：</b>${n.awardedTo}，${yuan(n.awardFen ?? 0)}。</p></div>`}
${
  view.signed
    ? html`<div class="say" role="status"><p><b>已经报名。</b>采购人会按您留的手机联系您；采购文件请向上面的联系人领取。</p></div>`
    : n.withdrawnOn
      ? html`<p class="say">公告已经撤回，不再收报名。</p>`
      : n.open
        ? html`<h2>报名</h2>
${refused()}
<form method="post" action="/purchase-notices/${n.id}">
<input type="hidden" name="requestId" value="${view.requestId}">
${line({ name: 'name', label: '单位名称' }, 60, true, html`autocomplete="organization"`)}
${line({ name: 'creditCode', label: '统一社会信用代码', help: '18位，在营业执照或登记证书上。' }, 18, true)}
${line({ name: 'contact', label: '联系人' }, 30, true, html`autocomplete="name"`)}
${line({ name: 'phone', label: '手机', help: '只有采购人看得到。' }, 11, true, html`inputmode="numeric" autocomplete="tel"`)}
<p><button class="button" type="submit">报名</button></p>
</form>`
        : html`<p class="say">报名已经截止。</p>`
}`,
  );
}
