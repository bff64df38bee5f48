import { longDate } from '../../kernel/calendar/index.ts';
import type { DivisionCode, PlainDate } from '../../kernel/schema/index.ts';
import { fieldsOf } from './fields.ts';
import { type Html, html } from './html.ts';
import { page, telephone } from './layout.ts';
import type { Given, Shell, TownshipsOfCounty } from './views.ts';

export interface PlaceNamesView extends Shell {
  counties: readonly { code: DivisionCode; name: string }[];
  categories: Readonly<Record<string, string>>;
  query: { text: string; category: string; division: string };
  rows: readonly {
    id: string;
    name: string;
    spelling: string;
    categoryZh: string;
    statusZh: string;
    divisionName: string;
    formerNames: string | null;
  }[];
  /** Of the next page; null: this is the last. */
  next: string | null;
}

const options = (choices: readonly (readonly [string, string])[], chosen: string): Html[] =>
  choices.map(([value, label]) => html`<option value="${value}"${value === chosen && html` selected`}>${label}</option>`);

/** `/place-names`: the standard name, its spelling, what it was called before. */
export function placeNamesPage(view: PlaceNamesView): string {
  const { query, rows } = view;
  const more = new URLSearchParams({ ...query, ...(view.next ? { cursor: view.next } : {}) });
  return page(
    view,
    '查地名',
    html`<p class="crumb"><a href="/">← 首页</a></p>
<h1>查地名</h1>
<p class="lead">标准的写法、罗马字母的拼写、来历，从前叫过什么。旧名、拼音、首字母都可以查。</p>
<form method="get" action="/place-names" class="say" role="search">
<p class="field"><label for="text">地名</label><input id="text" name="text" value="${query.text}" maxlength="40" placeholder="蒲圻、长安大道、tingsiqiao"></p>
<p class="field"><label for="division">哪个县（市、区）</label><select id="division" name="division">${options([['', '全市'], ...view.counties.map((c) => [c.code, c.name] as const)], query.division)}</select></p>
<p class="field"><label for="category">哪一类</label><select id="category" name="category">${options([['', '各类'], ...Object.entries(view.categories)], query.category)}</select></p>
<button class="button" type="submit">查</button></form>
${
  rows.length === 0
    ? html`<p>没有找到${query.text && html`“${query.text}”`}。换一个写法试试，也可以只写其中两个字。</p>`
    : html`<ul class="list">${rows.map(
        (row) =>
          html`<li><a href="/place-names/${row.id}"><b>${row.name}</b><small>${row.spelling}　${row.categoryZh}${row.statusZh !== '标准' && html`　${row.statusZh}地名`}<br>${row.divisionName}${row.formerNames && html`<br>曾用名：${row.formerNames}`}</small></a></li>`,
      )}</ul>
${view.next && html`<p><a class="button plain" href="/place-names?${more.toString()}">下一页</a></p>`}`
}
<p>乡镇、村、社区改了名、合并了的，看<a href="/division-changes">区划变更公告</a>。</p>
<p>路牌、门牌写错了、坏了，<a href="/place-names/report">告诉我们</a>，或者打电话：${telephone(view.city.telephone)}，5个工作日以内答复。</p>`,
  );
}

export interface PlaceNameView extends Shell {
  card: {
    id: string;
    name: string;
    reading: string;
    spelling: string;
    categoryZh: string;
    statusZh: string;
    divisionName: string;
    whereabouts: string;
    origin: string;
    meaning: string;
    protectionZh: string | null;
    source: string;
    media: readonly { id: string; kind: 'photo' | 'recording'; caption: string }[];
    versions: readonly { name: string; spelling: string; validFrom: PlainDate | null; lastDay: PlainDate | null }[];
    on: { date: PlainDate; name: string | null } | null;
  };
}

const between = (from: PlainDate | null, to: PlainDate | null): string =>
  from === null
    ? to === null
      ? '有记载以来'
      : `到${longDate(to)}`
    : to === null
      ? `${longDate(from)}起`
      : `${longDate(from)}到${longDate(to)}`;

/** The card of one name: how it is written and said, where it comes from, what it was called on a day. */
export function placeNamePage(view: PlaceNameView): string {
  const { card } = view;
  const rows: readonly (readonly [string, string | null])[] = [
    ['读音', card.reading],
    ['拼写', card.spelling],
    ['类别', card.categoryZh],
    ['在哪里', [card.divisionName, card.whereabouts].filter(Boolean).join('，')],
    ['来历', card.origin],
    ['含义', card.meaning],
    ['保护', card.protectionZh && `已列入地名保护名录：${card.protectionZh}`],
    ['资料', card.source],
  ];
  return page(
    view,
    card.name,
    html`<p class="crumb"><a href="/place-names">← 查地名</a></p>
<h1>${card.name}${card.statusZh !== '标准' && html` <span class="tag">${card.statusZh}地名</span>`}</h1>
<dl class="facts">${rows.filter(([, value]) => value).map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
${card.media.map(({ id, kind, caption }) =>
  kind === 'photo'
    ? html`<figure class="place-photo"><img src="/place-media/${id}" alt="${caption}" loading="lazy"><figcaption class="quiet">${caption}</figcaption></figure>`
    : html`<figure class="place-photo"><audio controls preload="none" src="/place-media/${id}" aria-label="${caption}"></audio><figcaption class="quiet">${caption}</figcaption></figure>`,
)}
<h2>先后的名称</h2>
<ul class="list">${card.versions.map((v) => html`<li><div><b>${v.name}</b><small>${v.spelling}　${between(v.validFrom, v.lastDay)}</small></div></li>`)}</ul>
<h2>某一天叫什么</h2>
<form method="get" action="/place-names/${card.id}" class="say"><label for="on">哪一天</label> <input id="on" name="on" type="date" value="${card.on?.date ?? ''}" required> <button class="button" type="submit">查</button>
${card.on && html`<p role="status">${card.on.name ? html`${longDate(card.on.date)}叫“${card.on.name}”。` : html`${longDate(card.on.date)}没有记载。`}</p>`}</form>`,
  );
}

export interface PlaceFaultView extends Shell {
  requestId: string;
  places: readonly TownshipsOfCounty[];
  given: Given | null;
  received?: { code: string; dueOn: PlainDate };
}

/** `/place-names/report`: a sign that is wrong or broken, without scripts and without signing in. */
export function placeFaultPage(view: PlaceFaultView): string {
  const { line, area, file, township, refused } = fieldsOf(view.given);
  if (view.received)
    return page(
      view,
      '路牌、门牌、界桩报错',
      html`<h1>已经收到</h1>
<div class="say" role="status"><p>最迟${longDate(view.received.dueOn)}答复。凭下面的查询码看结果：</p>
<p class="code">${view.received.code}</p>
<p><b>请抄下来，</b>只显示这一次，我们也不保存。</p></div>
<div class="row"><a class="button" href="/supervise#progress">查办理结果</a><a class="button plain" href="/place-names">查地名</a></div>`,
    );
  return page(
    view,
    '路牌、门牌、界桩报错',
    html`<p class="crumb"><a href="/place-names">← 查地名</a></p>
<h1>路牌、门牌、界桩报错</h1>
<p class="lead">写错了、坏了、不见了，名称用得不规范，都可以说。不用登录，5个工作日以内答复。</p>
<p>界桩坏了、挪了、不见了，也在这里说，拍一张照片一起交。想在“我的办件”里看进度的，登录后办<a href="/services/PN-09">界桩损坏报告</a>。</p>
${refused()}
<form method="post" action="/place-names/report" enctype="multipart/form-data">
<input type="hidden" name="requestId" value="${view.requestId}">
${township({ name: 'division', label: '在哪个乡镇（街道）' }, view.places)}
${line({ name: 'place', label: '哪条路、哪个路口，界桩在哪里' }, 100, true)}
${area({ name: 'text', label: '哪里不对', help: '牌子上写的是什么，应该是什么；界桩是坏了、挪了还是不见了，看得清编号的写编号。' }, 1000)}
${file({ name: 'photo', label: '现场照片（可以没有）', help: 'JPG、PNG或WebP，一张，不超过20MB。尽量不要拍到人；照片里的时间、位置、手机型号我们会去掉，只有办理的人打得开。上一次没有交成的，请重新选。' }, '.jpg,.jpeg,.png,.webp')}
${line({ name: 'name', label: '您的姓名（可以不填）' }, 50, false, html`autocomplete="name"`)}
${line({ name: 'phone', label: '您的手机（可以不填）', help: '留了电话的，办完打电话告诉您。' }, 11, false, html`inputmode="numeric" autocomplete="tel"`)}
<p><button class="button" type="submit">交上去</button></p>
</form>`,
  );
}
