/** 急难报告: the telephone first, then four questions; no sign-in, no scripts, nothing about residence or income. */
import { type Content, html } from './html.ts';
import { page, telephone } from './layout.ts';
import type { EmergencyView } from './views.ts';

function field(name: string, label: string, help: string, problem: string | undefined, draw: (attributes: Content) => Content) {
  const described = [help && `${name}-help`, problem && `${name}-wrong`].filter(Boolean).join(' ');
  return html`<div class="field"><label for="${name}">${label}</label>${help && html`<p class="help" id="${name}-help">${help}</p>`}
${draw(html`id="${name}" name="${name}" required${described && html` aria-describedby="${described}"`}${problem && html` aria-invalid="true"`}`)}
${problem && html`<p class="wrong" id="${name}-wrong">${problem}</p>`}</div>`;
}

/** `/emergency?division=` — a county is chosen by its link, the township in the form. */
export function emergencyPage(view: EmergencyView): string {
  const { given, received, county } = view;
  if (received)
    return page(
      view,
      '急难报告',
      html`<h1>已经收到</h1>
<div class="say" role="status"><p><b>${received.office}马上到现场核实。</b>情况紧急的，请直接打电话：</p><p class="tel">${telephone(received.telephone)}</p></div>
<p>有生命危险的，先打 120、119、110。</p>
<p><a class="button plain" href="/">回首页</a></p>`,
    );
  const problem = (name: string) => given?.problems[name];
  return page(
    view,
    '急难报告',
    html`<p class="crumb"><a href="/">← 首页</a></p>
<h1>遇到急难，马上报告</h1>
<p class="lead">火灾、意外、突发重病，一时过不下去的：先救助，后补手续。不看户籍，不用登录，没有证件也行；自己、邻居、路人都可以报。</p>
<div class="say"><p>${county ? html`<b>${county.office}</b>` : html`<b>${view.city.name}民政</b>`}，打电话最快：</p><p class="tel">${telephone(county ? county.telephone : view.city.telephone)}</p><p>有生命危险的，先打 120、119、110。</p></div>
<h2>事情发生在哪个县（市、区）</h2>
<p class="links">${view.counties.map((c) =>
      c.code === county?.code
        ? html`<a href="/emergency?division=${c.code}" aria-current="page"><b>${c.name}</b></a>`
        : html`<a href="/emergency?division=${c.code}#report">${c.name}</a>`,
    )}</p>
${
  county &&
  html`<h2 id="report">在这里报告</h2>
${given && html`<div class="say bad" role="alert"><p><b>还没有提交。</b>${given.message}</p></div>`}
<form method="post" action="/emergency#report">
<input type="hidden" name="requestId" value="${view.requestId}">
<input type="hidden" name="county" value="${county.code}">
${field('division', '哪个乡镇（街道）', '', problem('division'), (a) => html`<select ${a}><option value="">请选择</option>${view.townships.map((t) => html`<option value="${t.code}"${t.code === given?.division && html` selected`}>${t.name}</option>`)}</select>`)}
${field('where', '具体在哪里', '比如：某某村3组，或者加油站旁。', problem('where'), (a) => html`<input ${a} maxlength="100" value="${given?.where}">`)}
${field('who', '谁需要帮助', '不知道姓名，就写样子，比如：一位老人带着孩子。', problem('who'), (a) => html`<input ${a} maxlength="50" value="${given?.who}">`)}
${field('what', '发生了什么', '', problem('what'), (a) => html`<textarea ${a} maxlength="500">${given?.what}</textarea>`)}
${field('phone', '您的电话', '只用来核实，不会公开。', problem('phone'), (a) => html`<input ${a} maxlength="13" inputmode="tel" autocomplete="tel" value="${given?.phone}">`)}
<p><button class="button" type="submit">马上报告</button></p>
</form>`
}`,
  );
}
