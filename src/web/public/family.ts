/** 家人查看: asks for the end of the telephone number, then shows what the elder has chosen; prints as it stands. */
import { longDate, longMonth, plainDateOf, timeOfDay } from '../../kernel/calendar/index.ts';
import { yuan } from '../../kernel/policy/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../kernel/schema/index.ts';
import { type Content, html } from './html.ts';
import { page, telephone } from './layout.ts';
import type { Shell } from './views.ts';

export interface FamilyStatement {
  readonly month: YearMonth;
  readonly totalFen: Fen;
  readonly ownFen: Fen;
  readonly paidZh: string | null;
  readonly lines: readonly {
    readonly zh: string;
    readonly done: number | null;
    readonly planned: number | null;
    readonly totalFen: Fen;
    readonly ownFen: Fen;
  }[];
}
export interface FamilyView extends Shell {
  readonly token: string;
  /** `ask`: before the telephone; `closed`: taken back, over, or never there. */
  readonly state: 'ask' | 'wrong' | 'closed' | 'open';
  readonly shared: {
    readonly personName: string;
    readonly readerName: string;
    readonly until: PlainDate;
    readonly statements: readonly FamilyStatement[] | null;
    readonly provider: { readonly name: string; readonly telephone: string } | null;
    readonly lists: readonly { readonly zh: string; readonly lines: readonly { readonly at: string; readonly says: string }[] }[];
  } | null;
}

const statement = (of: FamilyStatement): Content => html`<section class="now"><h2>${longMonth(of.month)}账单</h2>
<p class="sum">本人付${yuan(of.ownFen)}</p><p>一共${yuan(of.totalFen)}${of.ownFen < of.totalFen && '，其余由补贴、额度和消费券付'}。${of.paidZh}</p>
<table><thead><tr><th>服务</th><th>次数</th><th>一共</th><th>本人付</th></tr></thead><tbody>${of.lines.map(
  (line) => html`<tr><td>${line.zh}</td><td>${line.done ?? ''}${line.planned !== null && html`（约好${line.planned}）`}</td>
<td>${line.totalFen > 0 && yuan(line.totalFen)}</td><td>${line.totalFen > 0 && yuan(line.ownFen)}</td></tr>`,
)}</tbody></table></section>`;

/** `/family-view/:token` */
export function familyPage(view: FamilyView): string {
  const { shared, state } = view;
  if (state === 'open' && shared)
    return page(
      view,
      `${shared.personName}的服务和账单`,
      html`<h1>${shared.personName}的服务和账单</h1>
<p class="lead">给${shared.readerName}看的，到${longDate(shared.until)}。看哪几样由老人定，老人随时可以收回。要留一份的，用浏览器打印。</p>
${shared.provider && html`<p>服务单位：${shared.provider.name}，${telephone(shared.provider.telephone)}</p>`}
${shared.statements && (shared.statements.length === 0 ? html`<p class="say">还没有出账单。</p>` : shared.statements.map(statement))}
${shared.lists.map(
  (list) =>
    html`<h2>${list.zh}</h2>${
      list.lines.length === 0
        ? html`<p>没有记录。</p>`
        : html`<ul class="plain">${list.lines.map((line) => html`<li>${longDate(plainDateOf(line.at))} ${timeOfDay(line.at)}　${line.says}</li>`)}</ul>`
    }`,
)}`,
    );
  if (state === 'closed')
    return page(
      view,
      '链接打不开了',
      html`<h1>链接打不开了</h1><p class="say">可能已经到期、由老人收回，或者手机号码试错太多。请和老人联系，重新开一个，或者打 ${telephone(view.city.telephone)} 问。</p>`,
    );
  return page(
    view,
    '查看老人的服务和账单',
    html`<h1>查看老人的服务和账单</h1>
${state === 'wrong' && html`<p class="say bad" role="alert">后4位不对，请填老人登记的您的手机号码。试错5次链接就停用。</p>`}
<form method="post" action="/family-view/${view.token}"><label for="tail">您手机号码的后4位</label>
<input id="tail" name="tail" inputmode="numeric" pattern="[0-9]{4}" maxlength="4" required autocomplete="off"/>
<p class="row"><button class="button" type="submit">查看</button></p></form>
<p>老人让您看的才看得到，每次查看都有记录。</p>`,
  );
}
