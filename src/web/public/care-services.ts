/** 找养老服务: what is open in the community, what it offers, when and where. Works without scripts. */
import type { Outline } from '../../kernel/division/index.ts';
import { cityMap } from './city-map.ts';
import { html } from './html.ts';
import { page, roughly, telephone } from './layout.ts';
import type { Shell } from './views.ts';

type Choice = { value: string; zh: string };
export interface CareServicesView extends Shell {
  found: {
    rows: readonly {
      id: string;
      name: string;
      kindZh: string;
      functionsZh: readonly string[];
      divisionName: string;
      address: string;
      telephone: string;
      hours: string;
      dayPlaces: number;
      fullBeds: number;
      seats: number;
      lon: number | null;
      lat: number | null;
      trial: boolean;
      metres: number | null;
    }[];
    total: number;
    page: number;
    pages: number;
    before: number;
    origins: readonly { code: string; name: string }[];
  };
  counties: readonly Choice[];
  functions: readonly Choice[];
  wish: { county: string; offers: string; from: string };
  outlines: readonly Outline[];
}

const options = (choices: readonly Choice[], chosen: string) =>
  choices.map((c) => html`<option value="${c.value}"${c.value === chosen && html` selected`}>${c.zh}</option>`);

const pageAddress = ({ wish }: CareServicesView, page: number): string =>
  `/care-services?${new URLSearchParams([...Object.entries(wish).filter(([, value]) => value !== ''), ['page', `${page}`]])}`;

/** `/care-services` */
export function careServicesPage(view: CareServicesView): string {
  const { wish, found } = view;
  const { rows, total, page: at, pages, before } = found;
  const spots = rows.flatMap((s, i) =>
    s.lon === null || s.lat === null ? [] : [{ id: s.id, number: before + i + 1, name: s.name, lon: s.lon, lat: s.lat }],
  );
  return page(
    view,
    '找养老服务',
    html`<p class="crumb"><a href="/">← 首页</a></p>
<h1>找养老服务</h1>
<p class="lead">社区里的养老服务中心、日间照料、互助照料、老年食堂：能做什么、什么时候开、电话多少。要住下来的，请看<a href="/care-homes">养老机构</a>。</p>
<form method="get" action="/care-services" class="say">
<div class="field"><label for="county">在哪个县（市、区）</label><select id="county" name="county"><option value="">全市</option>${options(view.counties, wish.county)}</select></div>
<div class="field"><label for="offers">要什么服务</label><select id="offers" name="offers"><option value="">不限</option>${options(view.functions, wish.offers)}</select></div>
${
  found.origins.length > 0 &&
  html`<div class="field"><label for="from">按远近排，从哪里出发</label><select id="from" name="from"><option value="">不排</option>${options(
    found.origins.map(({ code, name }) => ({ value: code, zh: name })),
    wish.from,
  )}</select></div>`
}
<button class="button" type="submit">查找</button></form>
${total > 0 && html`<p>共${total}处${pages > 1 && html`，这里是第${before + 1}到${before + rows.length}处`}${wish.from !== '' && html`，按远近排（直线，从乡镇中间算起；没有登记位置的在后面）`}。</p>`}
${total === 0 && html`<p class="say">没有符合条件的。请放宽条件再找，或者打 ${telephone(view.city.telephone)} 咨询。</p>`}
<ul class="plain">${rows.map(
      (s, i) =>
        html`<li id="${s.id}">${s.lon !== null && html`<span class="spot-number">${before + i + 1}</span>`}<b>${s.name}</b>　${s.kindZh}${s.trial && html`　<span class="tag">试运营</span>`}<br>${
          s.divisionName
        }，${s.address}，电话${telephone(s.telephone)}${s.metres !== null && html`，<b>${roughly(s.metres)}</b>`}<br>${s.hours}；${s.functionsZh.join('、')}${s.dayPlaces > 0 && html`；日托<b class="num">${s.dayPlaces}</b>位`}${
          s.fullBeds > 0 && html`；全托<b class="num">${s.fullBeds}</b>张`
        }${s.seats > 0 && html`；餐位<b class="num">${s.seats}</b>个`}</li>`,
    )}</ul>
${
  spots.length > 0 &&
  cityMap({
    outlines: view.outlines,
    spots,
    aroundKm: 20,
    reachKm: 1,
    label: `这一页的${spots.length}处养老服务设施`,
    says: `符合条件的${total}处里，图上是这一页登记了位置的${spots.length}处，数字和上面列表里的设施对应，圆圈是周围1公里（直线）`,
  })
}
${pages > 1 && html`<div class="row">${at > 1 && html`<a class="button plain" href="${pageAddress(view, at - 1)}">上一页</a>`}${at < pages && html`<a class="button plain" href="${pageAddress(view, at + 1)}">下一页</a>`}</div>`}
<p><a href="/map">在地图上看全市的养老服务</a>　<a href="/care-worker-notices">护理员补贴公示</a></p>`,
  );
}
