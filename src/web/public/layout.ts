import { type Content, type Html, html, trusted } from './html.ts';
import { readingStyle } from './style.ts';
import type { Shell } from './views.ts';

/** Address of the script that reads a page aloud. */
export const READ_ALOUD = '/read-aloud.js';

/** Where a page goes to change how it looks, and comes back from. */
const displayHref = (key: 'size' | 'contrast', value: string, here: string): string =>
  `/display?${key}=${value}&back=${encodeURIComponent(here)}`;

/** Applying needs the portal application; a visitor signs in there and comes back. */
export const telephone = (number: string): Html => html`<a href="tel:${number.replace(/[^\d+]/g, '')}">${number}</a>`;

/** A distance straight on, as somebody would say it. */
export const roughly = (metres: number): string =>
  metres < 950 ? `约${Math.max(100, Math.round(metres / 100) * 100)}米` : `约${(metres / 1000).toFixed(1)}公里`;

interface Extras {
  /** 朗读: the page can be read by the browser's own voice; a script of its own adds the button where there is one. */
  readonly aloud?: true;
}

/** A whole page as text. `title` stands in the browser's tab; the heading is the page's own. */
export function page(shell: Shell, title: string, main: Content, { aloud }: Extras = {}): string {
  const { city, display, here, visitor } = shell;
  const large = display.size === 'large';
  const high = display.contrast === 'high';
  return html`<!doctype html>
<html lang="zh-CN" data-size="${display.size}" data-contrast="${display.contrast}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="theme-color" content="#0b4f52">
<meta name="format-detection" content="telephone=no">
<title>${title}${here === '/' ? '' : ` · ${city.name}民政服务`}</title>
<link rel="icon" href="data:,">
<style>${trusted(readingStyle)}</style>
${aloud && html`<script src="${READ_ALOUD}" defer></script>`}</head>
<body>
<a class="skip" href="#main">跳到正文</a>
${shell.demo && html`<aside class="demo" aria-label="演示环境"><div class="wrap"><p>演示环境：人员和办件都是虚构的，业务日期 ${shell.today}。</p></div></aside>`}
<header class="top"><div class="wrap">
<a class="brand" href="/">${city.name}民政</a>
<nav class="tools" aria-label="显示与个人">
<a href="${displayHref('size', large ? 'normal' : 'large', here)}">${large ? '标准字' : '大字'}</a>
<a href="${displayHref('contrast', high ? 'normal' : 'high', here)}">${high ? '普通色' : '高对比'}</a>
<a href="/app/my">${visitor ? (visitor.unread > 0 ? `我的（${visitor.unread}条新消息）` : `${visitor.name}的办件`) : '我的办件'}</a>
</nav>
</div></header>
<main id="main" class="wrap">
${main}
</main>
<footer class="foot"><div class="wrap">
<p class="quiet">说不清、不会办，打电话问：</p>
<p class="tel">${telephone(city.telephone)}</p>
<nav class="links" aria-label="更多">
<a href="/help">办事帮助</a><a href="/notices">公示</a><a href="/consultations">征求意见</a><a href="/care-homes">找养老机构</a><a href="/care-services">找养老服务</a><a href="/lost">寻人启事</a><a href="/devices">借辅具</a><a href="/rehab">社区康复机构</a><a href="/standards">救助标准</a><a href="/plan">规划完成情况</a><a href="/projects">重大项目</a><a href="/funds">资金公开</a><a href="/purchase-notices">购买服务公告</a><a href="/place-names">查地名</a><a href="/division-changes">区划变更公告</a><a href="/draws">养老机构检查公开</a><a href="/open">依法公开</a><a href="/data">民政数据</a><a href="/map">地图</a><a href="/check">查验文书</a><a href="/supervise">监督举报</a><a href="/work">工作人员入口</a>
</nav>
</div></footer>
</body>
</html>`.toString();
}
