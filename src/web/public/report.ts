import { fieldsOf } from './fields.ts';
import { html } from './html.ts';
import { page, telephone } from './layout.ts';
import type { ReportView } from './views.ts';

/** 反映困难: a plain form, without scripts and without signing in; a name is welcome and not needed. */
export function reportPage(view: ReportView): string {
  const { value, line, area, township, refused } = fieldsOf(view.given);
  if (view.received)
    return page(
      view,
      '反映困难',
      html`<h1>已经收到</h1>
<div class="say" role="status"><p><b>谢谢您。</b>当地乡镇（街道）会安排人去核实，一般五个工作日以内；说是十分紧急的，当天就去。</p></div>
<p>情况又变了，或者有生命危险，请马上打 ${telephone(view.city.telephone)}，危险的时候先打 ${telephone('110')}、${telephone('120')}。</p>
<div class="row"><a class="button" href="/">回到首页</a></div>`,
    );
  return page(
    view,
    '反映困难',
    html`<p class="crumb"><a href="/">← 首页</a></p>
<h1>反映困难</h1>
<p class="lead">知道谁家日子过不下去，告诉我们。不用登录，不留姓名也可以。</p>
${refused()}
<form method="post" action="/report">
<input type="hidden" name="requestId" value="${view.requestId}">
${line({ name: 'about', label: '谁家有困难' }, 50, true)}
${township({ name: 'division', label: '在哪个乡镇（街道）' }, view.places)}
${line({ name: 'place', label: '哪个村（社区）、哪一组', help: '比如：赤岗村3组，桥头第二家。' }, 100, true)}
${area({ name: 'text', label: '出了什么事', help: '几口人、靠什么生活、眼下最缺什么。' }, 1000)}
<div class="field"><label><input type="checkbox" name="urgent" value="yes"${value('urgent') === 'yes' && html` checked`}> 十分紧急，今天就要有人去（断粮断药、没有住处、人身危险）</label></div>
${line({ name: 'name', label: '您的姓名（可以不填）' }, 50, false, html`autocomplete="name"`)}
${line({ name: 'phone', label: '您的手机（可以不填）', help: '留了电话，核实的人可以问您；您的名字和电话不会告诉别人。' }, 11, false, html`inputmode="numeric" autocomplete="tel"`)}
<p><button class="button" type="submit">交上去</button></p>
</form>
<p>举报有人不该享受、干部办事不公的，请到 <a href="/supervise">监督举报</a>。</p>
<p>不想写，也可以打电话：${telephone(view.city.telephone)}。有生命危险先打 ${telephone('110')}、${telephone('120')}。</p>`,
  );
}
