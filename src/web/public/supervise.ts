import { longDate, plainDateOf } from '../../kernel/calendar/index.ts';
import { reported, ticketCategories } from '../../kernel/ticket/index.ts';
import { fieldsOf } from './fields.ts';
import { html } from './html.ts';
import { page, telephone } from './layout.ts';
import type { SuperviseView } from './views.ts';

const askForm = html`<h2 id="progress">查办理结果</h2>
<p>用交上来的时候给您的查询码。</p>
<form class="search" method="post" action="/supervise/progress#progress">
<input name="code" maxlength="20" required aria-label="查询码" placeholder="比如：A2B3-C4D5-E6F7" autocomplete="off">
<button class="button" type="submit">查</button></form>`;

function progressOf(view: SuperviseView) {
  if (view.progress === undefined) return '';
  const p = view.progress;
  if (p === null)
    return html`<p class="say bad" role="alert">没有查到这个查询码。请对照记下的再输一次；找不到了，可以打 ${telephone(view.city.telephone)}，再说一次也行。</p>`;
  return html`<div class="say" role="status"><p><b>${p.stateZh}</b>，${longDate(plainDateOf(p.openedAt))}交来${p.dueOn && html`，最迟${longDate(p.dueOn)}答复`}。</p>
${p.answer && html`<p>答复：${p.answer}</p>`}</div>`;
}

/** 监督举报: a plain form, without scripts, without a name if one likes; and what came of it, by the code. */
export function supervisePage(view: SuperviseView): string {
  const { line, area, choice, township, refused } = fieldsOf(view.given);
  if (view.received)
    return page(
      view,
      '监督举报',
      html`<h1>已经收到</h1>
<div class="say" role="status"><p>最迟${longDate(view.received.dueOn)}答复。凭下面的查询码看结果：</p>
<p class="code">${view.received.code}</p>
<p><b>请抄下来，</b>只显示这一次，我们也不保存；别告诉别人。</p></div>
<p>留了电话的，还会打电话回访您。您是谁，不会告诉被举报的人。</p>
<div class="row"><a class="button" href="/supervise#progress">查办理结果</a><a class="button plain" href="/">回到首页</a></div>`,
    );
  return page(
    view,
    '监督举报',
    html`<p class="crumb"><a href="/">← 首页</a></p>
<h1>监督举报</h1>
<p class="lead">不该享受的在享受、办事不公、冒领克扣，都可以在这里说。不用登录，不留姓名也受理，最后给您一个查询码看结果。</p>
${progressOf(view)}
${refused()}
<form method="post" action="/supervise">
<input type="hidden" name="requestId" value="${view.requestId}">
${choice({ name: 'whom', label: '举报谁', help: '举报干部、工作人员的，由上一级办，被举报的单位看不到。' }, reported)}
${choice({ name: 'category', label: '哪方面' }, ticketCategories)}
${township({ name: 'division', label: '在哪个乡镇（街道）' }, view.places)}
${line({ name: 'place', label: '哪个村（社区）（可以不填）' }, 100, false)}
${line({ name: 'about', label: '姓名或单位' }, 50, true)}
${area({ name: 'text', label: '经过', help: '什么时候、什么事、怎么知道的。写得越具体，越好查。' }, 1000)}
${line({ name: 'name', label: '您的姓名（可以不填）' }, 50, false, html`autocomplete="name"`)}
${line({ name: 'phone', label: '您的手机（可以不填）', help: '留了电话的，查完打电话告诉您。' }, 11, false, html`inputmode="numeric" autocomplete="tel"`)}
<p><button class="button" type="submit">交上去</button></p>
</form>
${view.progress === undefined ? askForm : html`<p><a class="button plain" href="/supervise#progress">查另一件</a></p>`}
<p>也可以打电话：${telephone(view.city.telephone)}。家里有困难要帮助的，请到 <a href="/report">反映困难</a>。</p>`,
  );
}
