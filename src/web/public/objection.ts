/** 有不同意见: the form of a notice, of whatever is on it. It works without scripts. */
import { type Content, html } from './html.ts';
import { telephone } from './layout.ts';

interface Input {
  name: string;
  label: string;
  help?: string;
  draw: (attributes: Content) => Content;
}

function field({ name, label, help, draw }: Input, problem: string | undefined) {
  const described = [help && `${name}-help`, problem && `${name}-wrong`].filter(Boolean).join(' ');
  return html`<div class="field"><label for="${name}">${label}</label>${help && html`<p class="help" id="${name}-help">${help}</p>`}
${draw(html`id="${name}" name="${name}" required${described && html` aria-describedby="${described}"`}${problem && html` aria-invalid="true"`}`)}
${problem && html`<p class="wrong" id="${name}-wrong">${problem}</p>`}</div>`;
}

/** What was typed and what is wrong with it, when the form comes back. */
export interface GivenObjection {
  readonly text: string;
  readonly name: string;
  readonly phone: string;
  readonly message: string;
  readonly problems: Readonly<Record<string, string>>;
}

/** Where it goes, whom to call instead, and what an objection may look like. */
export function objectionForm(view: {
  to: string;
  telephone: string;
  example: string;
  requestId: string;
  objection?: GivenObjection;
}): Content {
  const given = view.objection;
  const problem = (name: string) => given?.problems[name];
  return html`<h2 id="objection">有不同意见</h2>
<p>说清楚哪里不对就行。您的名字和电话只给办案的人核实用，不会告诉被公示的一方。</p>
${given && html`<div class="say bad" role="alert"><p><b>还没有提交。</b>${given.message}</p></div>`}
<form method="post" action="${view.to}#objection">
<input type="hidden" name="requestId" value="${view.requestId}">
${field({ name: 'text', label: '您的意见', help: `比如：${view.example}。`, draw: (a) => html`<textarea ${a} maxlength="1000">${given?.text}</textarea>` }, problem('text'))}
${field({ name: 'name', label: '您的姓名', draw: (a) => html`<input ${a} maxlength="50" autocomplete="name" value="${given?.name}">` }, problem('name'))}
${field({ name: 'phone', label: '您的手机', help: '11位数字。', draw: (a) => html`<input ${a} maxlength="11" inputmode="numeric" autocomplete="tel" value="${given?.phone}">` }, problem('phone'))}
<p><button class="button" type="submit">提交意见</button></p>
</form>
<p>不想写，也可以打电话：${telephone(view.telephone)}。</p>`;
}
