import { html } from './html.ts';
import { page, telephone } from './layout.ts';
import type { GuideView } from './views.ts';

/** Provisions are kept in one text, parted by semicolons. */
const provisions = (basis: string): string[] =>
  basis
    .split(/[;；]/)
    .map((t) => t.trim())
    .filter(Boolean);

function office({ office: o, item, township, townships }: GuideView) {
  const here = `/services/${encodeURIComponent(item.itemId)}`;
  return html`<div class="say" id="office"><p><b>${o.name}</b><br>${o.address}${o.hours && html`<br>${o.hours}`}</p><p class="tel">${telephone(o.telephone)}</p></div>
${
  townships.length > 0 &&
  html`<details><summary>${township ? `这是${township.name}的窗口，换一个乡镇（街道）` : '选户籍所在的乡镇（街道），看那里的窗口'}</summary>${townships.map(
    (county) =>
      html`<p class="links"><b>${county.name}</b> ${county.below.map((t) => html`<a href="${here}?at=${t.code}#office">${t.name}</a>`)}</p>`,
  )}</details>`
}`;
}

/** Plays without a script; nothing of it is loaded before somebody asks. */
const signed = ({ url, type, captions }: NonNullable<GuideView['signVideo']>) =>
  html`<details class="sign"><summary>看手语讲解</summary><video controls playsinline preload="none"><source src="${url}" type="${type}">${
    captions && html`<track kind="captions" srclang="zh-CN" label="字幕" src="${captions}" default>`
  }您的浏览器放不了这段视频，请到窗口或者打电话，也可以请手语翻译。</video></details>`;

/** `/services/:itemId`: who, what, how long, what to bring, one big button; the law one tap away. An item that is not online says so and shows the office. */
export function guidePage(view: GuideView): string {
  const { item, online, form } = view;
  const href = `/app/apply/${encodeURIComponent(item.itemId)}`;
  const buttons = view.ownPage
    ? html`<div class="row"><a class="button" href="${view.ownPage.href}">${view.ownPage.text}</a></div>`
    : form
      ? html`<div class="row"><a class="button" href="${form}">现在就填</a></div><p class="quiet">不用登录，几分钟填完。</p>`
      : online
        ? html`<div class="row"><a class="button" href="${href}">开始申请</a>${
            view.precheck && html`<a class="button plain" href="/app/check/${encodeURIComponent(item.itemId)}">先看看符不符合</a>`
          }</div><p class="quiet">大约10分钟。填到一半可以停，下次接着填。${view.forOthers && html`<a href="${href}?for=other">帮家人办从这里开始</a>。`}</p>`
        : html`<p class="say warn">这件事现在还不能在网上办，请到窗口或者打电话。</p>${office(view)}`;
  const guide = item.guide;
  return page(
    view,
    item.name,
    html`<p class="crumb"><a href="/">← 首页</a></p>
<h1>${item.name}</h1>
${guide ? html`<p class="lead">${guide.gets}</p>` : item.audience && html`<p class="lead">办给：${item.audience}</p>`}
${view.signVideo && signed(view.signVideo)}
${buttons}
${view.asksNeeds && html`<p class="quiet">需要手语翻译、大字材料、念给您听或者上门办理的，申请时勾“沟通需要”，工作人员会安排好。</p>`}
<div class="guide">
${guide && guide.conditions.length > 0 && html`<h2>谁能办</h2><ul class="plain">${guide.conditions.map((c) => html`<li>${c}</li>`)}</ul>`}
<h2>要多久</h2>
<p>${item.timeLimit ? `从受理那天起，${item.timeLimit.replace(/(\d)工作日/, '$1个工作日')}内办完。` : '时限由窗口当面告诉您。'}${item.publicNotice && !/不公示/.test(item.publicNotice) && `办理中要公示：${item.publicNotice}。`}${guide?.fee && `${guide.fee}。`}</p>
${guide && guide.papers.length > 0 && html`<h2>带什么</h2><ul class="plain">${guide.papers.map((p) => html`<li>${p}</li>`)}</ul>`}
${
  view.blankForms.length > 0 &&
  html`<p>没有手机、不方便在网上签名的，打印下面的空白表，手写签名后交给村（社区）或者窗口。</p><ul class="plain">${view.blankForms.map(
    (f) => html`<li><a href="/api/forms/${f.key}">${f.title}</a></li>`,
  )}</ul>`
}
${guide && guide.steps.length > 0 && html`<h2>怎么办</h2><ol class="plain">${guide.steps.map((s) => html`<li>${s}</li>`)}</ol>`}
</div>
<details><summary>依据哪些规定</summary><ul class="plain">${provisions(item.basis).map((b) => html`<li>${b}</li>`)}</ul><p class="quiet">事项编号 ${item.itemId}，由${item.acceptLevel}级受理、${item.decideLevel}级决定。</p></details>
${(online || view.ownPage) && html`<h2>也可以到窗口办</h2>${office(view)}`}`,
    { aloud: true },
  );
}
