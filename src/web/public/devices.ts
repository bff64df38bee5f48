import { longDate } from '../../kernel/calendar/index.ts';
import { yuan } from '../../kernel/policy/index.ts';
import type { Fen, PlainDate } from '../../kernel/schema/index.ts';
import { html } from './html.ts';
import { page, telephone } from './layout.ts';
import type { Shell } from './views.ts';

export interface DevicesView extends Shell {
  kinds: readonly { key: string; zh: string }[];
  kind: string | null;
  rows: readonly {
    stationId: string;
    stationName: string;
    divisionName: string;
    address: string;
    telephone: string;
    hours: string;
    itemCode: string;
    itemName: string;
    monthlyRentFen: Fen;
    free: number;
  }[];
  /** The visitor's own, when signed in. */
  mine: readonly {
    id: string;
    itemName: string;
    stateZh: string;
    pickUpBy: PlainDate | null;
    dueOn: PlainDate | null;
    ownFen: Fen | null;
  }[];
  requestId: string;
  said: { text: string; good: boolean } | null;
}

const address = (kind: string | null): string => (kind ? `/devices?kind=${kind}` : '/devices');

function mineShown(view: DevicesView) {
  return html`<h2>我借的</h2><ul class="plain">${view.mine.map(
    (o) =>
      html`<li><b>${o.itemName}</b>　${o.stateZh}${o.pickUpBy && html`，请在${longDate(o.pickUpBy)}前带身份证去取`}${o.dueOn && html`，${longDate(o.dueOn)}前归还`}${
        o.ownFen !== null && html`，自付${yuan(o.ownFen)}`
      }${o.pickUpBy && html`<form method="post" action="/devices/cancel"><input type="hidden" name="id" value="${o.id}"><input type="hidden" name="requestId" value="${view.requestId}-c"><button class="button plain" type="submit">取消预约</button></form>`}</li>`,
  )}</ul>`;
}

/** `/devices`: what can be borrowed where, at what rent, and how many are there now. Works without scripts. */
export function devicesPage(view: DevicesView): string {
  const stations = [...new Set(view.rows.map((row) => row.stationId))].map((id) =>
    view.rows.filter((row) => row.stationId === id),
  );
  return page(
    view,
    '借辅具',
    html`<h1>借辅具</h1>
<p class="lead">轮椅、护理床、拐杖等可以到网点租，用几天付几天的钱。特困、低保、残疾人和60岁以上老人有补贴，押金用完退还。</p>
${view.said && html`<p class="say" role="status"><b>${view.said.good ? '好了' : '没有办成'}</b>：${view.said.text}</p>`}
${view.mine.length > 0 && mineShown(view)}
<nav class="links" aria-label="辅具种类"><a href="/devices">${view.kind === null ? html`<b>全部</b>` : '全部'}</a>${view.kinds.map(
      (k) => html`<a href="${address(k.key)}">${view.kind === k.key ? html`<b>${k.zh}</b>` : k.zh}</a>`,
    )}</nav>
${stations.length === 0 && html`<p class="say">现在没有可以借的，请打 ${telephone(view.city.telephone)} 咨询，或者申请<a href="/services/DB-03">免费配置</a>。</p>`}
${stations.map((rows) => {
  const at = rows[0]!;
  return html`<h2>${at.stationName}</h2>
<p>${at.divisionName}，${at.address}<br>${at.hours}，电话${telephone(at.telephone)}</p>
<dl class="facts">${rows.map(
    (row) =>
      html`<div><dt>${row.itemName}</dt><dd>每月${yuan(row.monthlyRentFen)}<br>${
        row.free > 0 ? html`现有<b class="num">${row.free}</b>件` : '都借出去了'
      }${
        row.free > 0 &&
        (view.visitor
          ? html`<form method="post" action="/devices/reserve"><input type="hidden" name="stationId" value="${row.stationId}"><input type="hidden" name="itemCode" value="${row.itemCode}"><input type="hidden" name="requestId" value="${view.requestId}-${row.itemCode}"><button class="button" type="submit">预约一件</button></form>`
          : html`<br><a href="/app/sign-in?from=${encodeURIComponent(address(view.kind))}">登录后预约</a>`)
      }</dd></div>`,
  )}</dl>`;
})}
<p class="quiet">需要长期用的，可以申请<a href="/services/DB-03">免费配置辅具</a>。</p>`,
  );
}
