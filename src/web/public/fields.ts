/** Questions of forms without scripts: label, help, what is wrong, what was typed already. */
import { type Content, type Html, html } from './html.ts';
import type { Given, TownshipsOfCounty } from './views.ts';

interface Question {
  name: string;
  label: string;
  help?: string;
}

export function fieldsOf(given: Given | null) {
  const problem = (name: string) => given?.problems[name];
  const value = (name: string): string => given?.values[name] ?? '';
  const attributes = ({ name, help }: Question, required: boolean): Html => {
    const described = [help && `${name}-help`, problem(name) && `${name}-wrong`].filter(Boolean).join(' ');
    return html`id="${name}" name="${name}"${required && html` required`}${described && html` aria-describedby="${described}"`}${problem(name) && html` aria-invalid="true"`}`;
  };
  const field = (question: Question, draw: Content): Html =>
    html`<div class="field"><label for="${question.name}">${question.label}</label>${question.help && html`<p class="help" id="${question.name}-help">${question.help}</p>`}
${draw}
${problem(question.name) && html`<p class="wrong" id="${question.name}-wrong">${problem(question.name)}</p>`}</div>`;
  const option = (code: string, zh: string, chosen: string): Html =>
    html`<option value="${code}"${code === chosen && html` selected`}>${zh}</option>`;
  const select = (question: Question, options: Content): Html =>
    field(question, html`<select ${attributes(question, true)}><option value="">请选择</option>${options}</select>`);
  return {
    value,
    line: (question: Question, max: number, required: boolean, more: Content = html``): Html =>
      field(question, html`<input ${attributes(question, required)} maxlength="${max}" ${more} value="${value(question.name)}">`),
    area: (question: Question, max: number): Html =>
      field(question, html`<textarea ${attributes(question, true)} maxlength="${max}">${value(question.name)}</textarea>`),
    file: (question: Question, accept: string): Html =>
      field(question, html`<input type="file" ${attributes(question, false)} accept="${accept}">`),
    choice: (question: Question, names: Readonly<Record<string, string>>): Html =>
      select(
        question,
        Object.entries(names).map(([code, zh]) => option(code, zh, value(question.name))),
      ),
    township: (question: Question, counties: readonly TownshipsOfCounty[]): Html =>
      select(
        question,
        counties.map(
          (county) =>
            html`<optgroup label="${county.name}">${county.below.map((town) => option(town.code, town.name, value(question.name)))}</optgroup>`,
        ),
      ),
    refused: (): Content => given && html`<div class="say bad" role="alert"><p><b>还没有提交。</b>${given.message}</p></div>`,
  };
}
