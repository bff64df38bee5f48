import { longDate } from '../../kernel/calendar/index.ts';
import type { Outline } from '../../kernel/division/index.ts';
import { yuan } from '../../kernel/policy/index.ts';
import type { Fen, PlainDate } from '../../kernel/schema/index.ts';
import { deviceMap } from './device-map.ts';
import { devicePicture } from './device-pictures.ts';
import { html } from './html.ts';
import { page, roughly, telephone } from './layout.ts';
import type { Shell } from './views.ts';

export interface DevicesView extends Shell {
  kinds: readonly { key: string; zh: string }[];
  kind: string | null;
  /** Townships with a point, and the one chosen. */
  townships: readonly { code: string; name: string; points: number }[];
  township: string | null;
  /** Townships from which distances can be told, and the one chosen. */
  origins: readonly { code: string; name: string }[];
  from: string | null;
  rows: readonly {
    stationId: string;
    stationName: string;
    divisionName: string;
    address: string;
    telephone: string;
    hours: string;
    itemCode: string;
    itemName: string;
    kind: string;
    monthlyRentFen: Fen;
    free: number;
    metres: number | null;
    lon: number | null;
    lat: number | null;
  }[];
  /** Of the counties; empty where the city pack has none. */
  outlines: readonly Outline[];
  /** The visitor's own, when signed in. */
  mine: readonly {
    id: string;
    itemName: string;
    stateZh: string;
    pickUpBy: PlainDate | null;
    dueOn: PlainDate | null;
    returnOn: PlainDate | null;
    ownFen: Fen | null;
  }[];
  trials: readonly { id: string; kindZh: string; stationName: string; on: PlainDate; halfZh: string }[];
  requestId: string;
  said: { text: string; good: boolean } | null;
}

const hidden = (name: string, value: string) => html`<input type="hidden" name="${name}" value="${value}">`;
const day = (id: string, name: string, label: string, from: PlainDate) =>
  html`<label for="${id}">${label}</label><input id="${id}" name="${name}" type="date" min="${from}" required>`;

/** What can be done by phone with a rental: give up, keep longer, say when it comes back. */
function orderSteps(view: DevicesView, o: DevicesView['mine'][number]) {
  if (o.pickUpBy)
    return html`<form method="post" action="/devices/cancel">${hidden('id', o.id)}${hidden('requestId', `${view.requestId}-c`)}<button class="button plain" type="submit">取消预约</button></form>`;
  if (!o.dueOn) return false;
  return html`<details><summary>续租、归还</summary>
<form method="post" action="/devices/renew">${hidden('id', o.id)}${hidden('requestId', `${view.requestId}-r`)}${day(`r-${o.id}`, 'dueOn', '想用到哪一天', o.dueOn)}<button class="button" type="submit">续租</button></form>
<form method="post" action="/devices/return">${hidden('id', o.id)}${hidden('requestId', `${view.requestId}-b`)}${day(`b-${o.id}`, 'on', '哪一天送回网点', view.today)}<button class="button plain" type="submit">预约归还</button></form></details>`;
}

function mineShown(view: DevicesView) {
  return html`<h2>我借的</h2><ul class="plain">${view.mine.map(
    (o) =>
      html`<li><b>${o.itemName}</b>　${o.stateZh}${o.pickUpBy && html`，请在${longDate(o.pickUpBy)}前带身份证去取`}${o.dueOn && html`，${longDate(o.dueOn)}前归还`}${
        o.returnOn && html`，已约${longDate(o.returnOn)}送回`
      }${o.ownFen !== null && html`，自付${yuan(o.ownFen)}`}${orderSteps(view, o)}</li>`,
  )}</ul>`;
}

const trialsShown = (view: DevicesView) =>
  html`<h2>我约的体验</h2><ul class="plain">${view.trials.map(
    (t) =>
      html`<li><b>${t.kindZh}</b>　${longDate(t.on)}${t.halfZh}，${t.stationName}<form method="post" action="/devices/trial-cancel">${hidden('id', t.id)}${hidden('requestId', `${view.requestId}-t`)}<button class="button plain" type="submit">取消</button></form></li>`,
  )}</ul>`;

const choices = (options: readonly { code: string; name: string }[], chosen: string | null) =>
  options.map((o) => html`<option value="${o.code}"${o.code === chosen && html` selected`}>${o.name}</option>`);

const narrowed = (view: DevicesView) => html`<form method="get" action="/devices" class="say">
<div class="field"><label for="kind">要借什么</label><select id="kind" name="kind"><option value="">全部</option>${choices(
  view.kinds.map((k) => ({ code: k.key, name: k.zh })),
  view.kind,
)}</select></div>
<div class="field"><label for="town">在哪个乡镇（街道）</label><select id="town" name="town"><option value="">全市</option>${choices(
  view.townships.map((t) => ({ code: t.code, name: `${t.name}（${t.points}处）` })),
  view.township,
)}</select></div>
${
  view.origins.length > 0 &&
  html`<div class="field"><label for="from">按远近排，从哪里出发</label><select id="from" name="from"><option value="">不排</option>${choices(view.origins, view.from)}</select></div>`
}
<button class="button" type="submit">查找</button></form>`;

const back = (view: DevicesView): string => {
  const query = new URLSearchParams();
  if (view.kind) query.set('kind', view.kind);
  if (view.township) query.set('town', view.township);
  if (view.from) query.set('from', view.from);
  return query.size > 0 ? `/devices?${query}` : '/devices';
};

const itemShown = (view: DevicesView, row: DevicesView['rows'][number]) =>
  html`<div><dt>${devicePicture(row.kind, row.itemName)} ${row.itemName}</dt><dd>每月${yuan(row.monthlyRentFen)}<br>${
    row.free > 0 ? html`现有<b class="num">${row.free}</b>件` : '都借出去了'
  }${
    row.free > 0 &&
    (view.visitor
      ? html`<form method="post" action="/devices/reserve">${hidden('stationId', row.stationId)}${hidden('itemCode', row.itemCode)}${hidden('requestId', `${view.requestId}-${row.itemCode}`)}<button class="button" type="submit">预约一件</button></form>`
      : html`<br><a href="/app/sign-in?from=${encodeURIComponent(back(view))}">登录后预约</a>`)
  }</dd></div>`;

/** The sketch of the points that have said where they are; in words how many have not. */
function mapShown(view: DevicesView, stations: readonly DevicesView['rows'][]) {
  const points = stations.flatMap((rows, i) => {
    const { stationId: id, stationName: name, lon, lat } = rows[0]!;
    return lon === null || lat === null ? [] : [{ id, number: i + 1, name, lon, lat }];
  });
  const without = stations.length - points.length;
  return html`${deviceMap(points, view.outlines)}${
    without > 0 &&
    html`<p class="quiet">${points.length === 0 ? '网点还没有登记位置，画不了图' : `另有${without}处网点还没有登记位置，图上没有`}，请按乡镇（街道）在列表里找。</p>`
  }`;
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
${view.trials.length > 0 && trialsShown(view)}
${narrowed(view)}
${stations.length === 0 && html`<p class="say">现在没有可以借的，请打 ${telephone(view.city.telephone)} 咨询，或者申请<a href="/services/DB-03">免费配置</a>。</p>`}
${stations.length > 0 && mapShown(view, stations)}
${stations.map((rows, i) => {
  const at = rows[0]!;
  return html`<h2>${at.lon !== null && html`<span class="spot-number">${i + 1}</span>`}${at.stationName}</h2>
<p>${at.divisionName}，${at.address}${at.metres !== null && html`，<b>${roughly(at.metres)}</b>`}<br>${at.hours}，电话${telephone(at.telephone)}</p>
<dl class="facts">${rows.map((row) => itemShown(view, row))}</dl>`;
})}
<h2>不知道选哪一种</h2>
<p>可以先到网点试一试，由适配人员看看哪种合适：<a href="/devices/try">预约体验和适配</a>。需要长期用的，可以申请<a href="/services/DB-03">免费配置辅具</a>。</p>`,
  );
}

export interface TrialView extends Shell {
  points: readonly {
    id: string;
    name: string;
    kindZh: string;
    hostZh: string;
    divisionName: string;
    address: string;
    telephone: string;
    hours: string;
  }[];
  kinds: readonly { key: string; zh: string }[];
  purposes: readonly { key: string; zh: string }[];
  halves: readonly { key: string; zh: string }[];
  courses: readonly {
    id: string;
    title: string;
    heldOn: PlainDate;
    time: string;
    place: string;
    stationName: string;
  }[];
  requestId: string;
  said: { text: string; good: boolean } | null;
}

const named = (options: readonly { key: string; zh: string }[]) =>
  choices(
    options.map((o) => ({ code: o.key, name: o.zh })),
    null,
  );

/** `/devices/try`: book a half day to try, and the talks that anybody may come to. */
export function trialPage(view: TrialView): string {
  const signIn = html`<a class="button" href="/app/sign-in?from=${encodeURIComponent('/devices/try')}">登录后预约</a>`;
  return page(
    view,
    '预约体验和适配',
    html`<p class="crumb"><a href="/devices">← 借辅具</a></p>
<h1>预约体验和适配</h1>
<p class="lead">约一个半天到网点，试一试轮椅、护理床、助听器等哪种合适，不收费。</p>
${view.said && html`<p class="say" role="status"><b>${view.said.good ? '好了' : '没有办成'}</b>：${view.said.text}</p>`}
${
  view.points.length === 0
    ? html`<p class="say">还没有体验点，请打 ${telephone(view.city.telephone)} 咨询。</p>`
    : view.visitor
      ? html`<form method="post" action="/devices/try">${hidden('requestId', view.requestId)}
<div class="field"><label for="stationId">到哪个网点</label><select id="stationId" name="stationId" required>${choices(
          view.points.map((p) => ({ code: p.id, name: `${p.name}（${p.divisionName}）` })),
          null,
        )}</select></div>
<div class="field"><label for="kind">想试哪一类</label><select id="kind" name="kind" required>${named(view.kinds)}</select></div>
<div class="field"><label for="purpose">来做什么</label><select id="purpose" name="purpose" required>${named(view.purposes)}</select></div>
<div class="field">${day('on', 'on', '哪一天', view.today)}</div>
<div class="field"><label for="half">上午还是下午</label><select id="half" name="half" required>${named(view.halves)}</select></div>
<button class="button" type="submit">预约</button></form>`
      : signIn
}
<h2>体验点和服务点</h2>
<ul class="plain">${view.points.map(
      (p) =>
        html`<li><b>${p.name}</b>　${p.kindZh}，设在${p.hostZh}<br>${p.divisionName}，${p.address}<br>${p.hours}，电话${telephone(p.telephone)}</li>`,
    )}</ul>
<h2>讲座和培训</h2>
${
  view.courses.length === 0
    ? html`<p class="quiet">近期没有安排。</p>`
    : html`<ul class="plain">${view.courses.map(
        (c) =>
          html`<li><b>${c.title}</b>　${longDate(c.heldOn)}${c.time}<br>${c.place}，${c.stationName}${
            view.visitor &&
            c.heldOn === view.today &&
            html`<form method="post" action="/devices/sign-in">${hidden('courseId', c.id)}${hidden('requestId', `${view.requestId}-s`)}<label for="c-${c.id}">现场出示的签到码</label><input id="c-${c.id}" name="code" inputmode="numeric" maxlength="6" required><button class="button" type="submit">签到</button></form>`
          }</li>`,
      )}</ul>`
}`,
  );
}
