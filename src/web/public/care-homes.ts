/** 找养老机构 and the page of one: prices, free beds by kind with when that was confirmed, where it is. Works without scripts. */
import { longDate, plainDateOf, shortDate, timeOfDay } from '../../kernel/calendar/index.ts';
import type { Outline } from '../../kernel/division/index.ts';
import { yuan } from '../../kernel/policy/index.ts';
import type { Fen, PlainDate } from '../../kernel/schema/index.ts';
import { cityMap } from './city-map.ts';
import { html } from './html.ts';
import { page, roughly, telephone } from './layout.ts';
import type { Shell } from './views.ts';

interface Home {
  id: string;
  name: string;
  kindZh: string;
  operationZh: string;
  divisionName: string;
  address: string;
  telephone: string;
  lon: number | null;
  lat: number | null;
  recorded: boolean;
  stateZh: string;
  open: boolean;
  free: { ordinary: number; nursing: number };
  confirmedAt: string | null;
  bedFromFen: Fen | null;
  grade: number;
  dangers: number;
}
type Choice = { value: string; zh: string };

export interface CareHomesView extends Shell {
  found: {
    rows: readonly (Home & { metres: number | null })[];
    total: number;
    page: number;
    pages: number;
    before: number;
    origins: readonly { code: string; name: string }[];
  };
  counties: readonly Choice[];
  levels: readonly Choice[];
  wish: { county: string; upTo: string; free: string; level: string; grade: string; from: string };
  outlines: readonly Outline[];
}

export interface CareHomeView extends Shell {
  home: Home & {
    prices: readonly {
      itemZh: string;
      name: string;
      unit: string;
      amountFen: Fen;
      fromOn: PlainDate;
      documentNo: string | null;
      later: boolean;
    }[];
    beds: readonly {
      id: string;
      code: string;
      priceClass: string;
      nursing: boolean;
      sexZh: string | null;
      monthlyFen: Fen | null;
    }[];
    waiting: number;
    stopped: { rule: string; dueOn: PlainDate } | null;
    lastCheck: { on: PlainDate; resultZh: string } | null;
    subsidies: readonly { id: string; quarterZh: string; amountFen: Fen; noticeTo: PlainDate }[];
    titles: readonly { levelZh: string; namedOn: PlainDate; documentNo: string }[];
    built: readonly { id: string; amountFen: Fen; countedBeds: number; noticeTo: PlainDate }[];
    penalties: readonly { on: PlainDate; no: string; what: string; revoked: { on: PlainDate; reason: string } | null }[];
    evaluation: {
      voices: number;
      stars: readonly { zh: string; mean: string }[] | null;
      satisfied: number;
      answered: number;
      withWords: number;
    };
    jumps: readonly { no: number; reason: string }[];
  };
}

const confirmed = (at: string | null) => at !== null && html`（${shortDate(plainDateOf(at))}${timeOfDay(at)}核实）`;

const freeShown = (home: Home) =>
  home.open
    ? html`空床：普通<b class="num">${home.free.ordinary}</b>张，护理型<b class="num">${home.free.nursing}</b>张${confirmed(home.confirmedAt)}`
    : html`现在${home.stateZh}，不收住`;

const options = (choices: readonly Choice[], chosen: string) =>
  choices.map((c) => html`<option value="${c.value}"${c.value === chosen && html` selected`}>${c.zh}</option>`);

const PRICES: readonly Choice[] = ['800', '1200', '2000', '3000'].map((value) => ({ value, zh: `${value}元以下` }));
const FREE: readonly Choice[] = [
  { value: 'any', zh: '有空床的' },
  { value: 'nursing', zh: '有护理型空床的' },
];

const GRADES: readonly Choice[] = [1, 2, 3, 4, 5].map((grade) => ({
  value: `${grade}`,
  zh: `${grade}级${grade < 5 ? '以上' : ''}`,
}));

/** The grade, and what is not safe yet: beside the name, before the price. */
const standing = (home: Home) =>
  html`${home.grade > 0 ? `等级评定${home.grade}级` : '还没有等级'}${home.dangers > 0 && html`，<b>${home.dangers}处公开的隐患没有销号</b>`}`;

const narrowed = ({ wish, counties, levels, found }: CareHomesView) => html`<form method="get" action="/care-homes" class="say">
<div class="field"><label for="county">在哪个县（市、区）</label><select id="county" name="county"><option value="">全市</option>${options(counties, wish.county)}</select></div>
<div class="field"><label for="upTo">床位费每月</label><select id="upTo" name="upTo"><option value="">不限</option>${options(PRICES, wish.upTo)}</select></div>
<div class="field"><label for="free">空床</label><select id="free" name="free"><option value="">不限</option>${options(FREE, wish.free)}</select></div>
<div class="field"><label for="level">护理等级</label><select id="level" name="level"><option value="">不限</option>${options(levels, wish.level)}</select></div>
<div class="field"><label for="grade">等级</label><select id="grade" name="grade"><option value="">不限</option>${options(GRADES, wish.grade)}</select></div>
${
  found.origins.length > 0 &&
  html`<div class="field"><label for="from">按远近排，从哪里出发</label><select id="from" name="from"><option value="">不排</option>${options(
    found.origins.map(({ code, name }) => ({ value: code, zh: name })),
    wish.from,
  )}</select></div>`
}
<button class="button" type="submit">查找</button></form>`;

const pageAddress = ({ wish }: CareHomesView, page: number): string =>
  `/care-homes?${new URLSearchParams([...Object.entries(wish).filter(([, value]) => value !== ''), ['page', `${page}`]])}`;

/** `/care-homes` */
export function careHomesPage(view: CareHomesView): string {
  const { rows, total, page: at, pages, before } = view.found;
  const spots = rows.flatMap((h, i) =>
    h.lon === null || h.lat === null ? [] : [{ id: h.id, number: before + i + 1, name: h.name, lon: h.lon, lat: h.lat }],
  );
  return page(
    view,
    '找养老机构',
    html`<p class="crumb"><a href="/">← 首页</a></p>
<h1>找养老机构</h1>
<p class="lead">全市登记的养老机构：价格、空床都由机构公布，空床随时更新。可以在网上预留一张床，也可以先打电话去看看。</p>
${narrowed(view)}
${total > 0 && html`<p>共${total}家${pages > 1 && html`，这里是第${before + 1}到${before + rows.length}家`}${view.wish.from !== '' && html`，按远近排（直线，从乡镇中间算起；没有登记位置的在后面）`}。</p>`}
${total === 0 && html`<p class="say">没有符合条件的。请放宽条件再找，或者打 ${telephone(view.city.telephone)} 咨询。</p>`}
<ul class="plain">${rows.map(
      (h, i) =>
        html`<li>${h.lon !== null && html`<span class="spot-number">${before + i + 1}</span>`}<a href="/care-homes/${h.id}"><b>${h.name}</b></a>　${h.kindZh}，${h.operationZh}${!h.recorded && html`　<span class="tag">还没有备案</span>`}<br>${
          h.divisionName
        }，${h.address}，电话${telephone(h.telephone)}${h.metres !== null && html`，<b>${roughly(h.metres)}</b>`}<br>${standing(h)}<br>${freeShown(h)}${h.bedFromFen !== null && html`；床位费每月${yuan(h.bedFromFen)}起`}</li>`,
    )}</ul>
${
  spots.length > 0 &&
  cityMap({
    outlines: view.outlines,
    spots,
    aroundKm: 20,
    reachKm: 5,
    label: `这一页的${spots.length}家养老机构`,
    says: `符合条件的${total}家里，图上是这一页登记了位置的${spots.length}家，数字和上面列表里的机构对应，圆圈是周围5公里（直线）`,
  })
}
${pages > 1 && html`<div class="row">${at > 1 && html`<a class="button plain" href="${pageAddress(view, at - 1)}">上一页</a>`}${at < pages && html`<a class="button plain" href="${pageAddress(view, at + 1)}">下一页</a>`}</div>`}
<p><a href="/map">在地图上看全市的养老服务</a></p>`,
  );
}

/** The voices of families, never by whom; too few are not shown, so that none is known by its stars. */
const said = ({ voices, stars, satisfied, answered, withWords }: CareHomeView['home']['evaluation']) =>
  stars === null
    ? voices === 0
      ? '最近一年还没有家属评价。'
      : `最近一年有${voices}条评价，条数太少，先不显示星级。`
    : html`最近一年<b class="num">${voices}</b>条评价，${satisfied}条3星以上：${stars.map(({ zh, mean }) => `${zh}${mean}星`).join('，')}。写了话的${withWords}条，机构答复了${answered}条。`;

/** While it is on notice. */
const objectTo = (view: Shell, of: { id: string; noticeTo: PlainDate }) =>
  view.today <= of.noticeTo && html`　<a href="/open/subsidies/${of.id}">有不同意见</a>`;

/** `/care-homes/:id` */
export function careHomePage(view: CareHomeView): string {
  const { home } = view;
  return page(
    view,
    home.name,
    html`<p class="crumb"><a href="/care-homes">← 找养老机构</a></p>
<h1>${home.name}</h1>
<p class="lead">${home.kindZh}，${home.operationZh}。${home.divisionName}，${home.address}，电话${telephone(home.telephone)}</p>
<p>${home.recorded ? html`已在民政部门备案` : html`<b>还没有备案</b>`}。${freeShown(home)}${home.waiting > 0 && html`，有${home.waiting}位老人在轮候`}。</p>
${home.stopped !== null && html`<div class="say warn"><p><b>有重大隐患没有销号（${home.stopped.rule}，限${longDate(home.stopped.dueOn)}前整改），现在不能新收住。</b></p></div>`}
<p>${standing(home)}；${
      home.lastCheck === null
        ? '还没有公示过现场检查'
        : html`最近一次公示的检查：${longDate(home.lastCheck.on)}，${home.lastCheck.resultZh}`
    }。<a href="/institutions/${home.id}/supervision">检查结果、信用和隐患</a></p>
${home.titles.map((t) => html`<p><b>${t.levelZh}医养示范机构</b>（${longDate(t.namedOn)}命名，${t.documentNo}）</p>`)}
<h2>家属评价</h2>
<p>${said(home.evaluation)}</p>
<h2>收费标准</h2>
${
  home.prices.length === 0
    ? html`<p class="say">还没有公布收费标准，不能收费。</p>`
    : html`<dl class="facts">${home.prices.map(
        (p) =>
          html`<div><dt>${p.itemZh}（${p.name}）</dt><dd>每${p.unit}${yuan(p.amountFen)}${p.later && html`，${longDate(p.fromOn)}起`}${p.documentNo !== null && html`，政府定价${p.documentNo}`}</dd></div>`,
      )}</dl><p class="quiet">没有公布的不能收；涨价要提前公布。不满一个月的按当月天数折算。</p>`
}
<h2>现在的空床</h2>
${
  home.beds.length === 0
    ? html`<p class="say">现在没有空床，可以申请轮候，轮到时会通知您。</p>`
    : html`<ul class="plain">${home.beds.map(
        (b) =>
          html`<li><b>${b.code}</b>　${b.priceClass}${b.nursing && html`，护理型`}${b.sexZh !== null && html`，${b.sexZh}`}${b.monthlyFen !== null && html`，每月${yuan(b.monthlyFen)}`}<br>${
            b.monthlyFen !== null &&
            home.stopped === null &&
            html`<a class="button" href="/app/care/${home.id}?bed=${b.id}">预留这张床</a>`
          }</li>`,
      )}</ul>`
}
${home.open && html`<div class="row"><a class="button plain" href="/app/care/${home.id}">申请轮候</a> <a class="button plain" href="/app/care/${home.id}/tour">预约参观</a></div>`}
<p>住进去以前要做能力评估和九项安全风险评估，签服务协议；可以先试住。</p>
${
  home.subsidies.length > 0 &&
  html`<h2>运营补贴公示</h2><ul class="plain">${home.subsidies.map((s) => html`<li>${s.quarterZh}：${yuan(s.amountFen)}，公示到${longDate(s.noticeTo)}${objectTo(view, s)}</li>`)}</ul>`
}
${
  home.built.length > 0 &&
  html`<h2>建设补贴公示</h2><ul class="plain">${home.built.map((b) => html`<li>按${b.countedBeds}张床算，${yuan(b.amountFen)}，公示到${longDate(b.noticeTo)}${objectTo(view, b)}</li>`)}</ul>`
}
${
  home.penalties.length > 0 &&
  html`<h2>行政处罚</h2><ul class="plain">${home.penalties.map((p) => html`<li>${longDate(p.on)}，${p.no}：${p.revoked ? html`${longDate(p.revoked.on)}已撤销，${p.revoked.reason}` : p.what}</li>`)}</ul>`
}
${
  home.jumps.length > 0 &&
  html`<h2>提前安排的</h2><ul class="plain">${home.jumps.map((j) => html`<li>轮候${j.no}号：${j.reason}</li>`)}</ul>`
}`,
  );
}
