import { longDate } from '../../kernel/calendar/index.ts';
import { type ParameterRow, unitText, yuan } from '../../kernel/policy/index.ts';
import { html } from './html.ts';
import { page, telephone } from './layout.ts';
import type { StandardsView } from './views.ts';

const PERIODS: Readonly<Record<string, string>> = { month: '每月', year: '每年', day: '每天', case: '每次' };

/** 每月690.00元 ; 30个工作日 ; 3.5% */
export function parameterText({ value, unit }: Pick<ParameterRow, 'value' | 'unit'>): string {
  const [base, per] = unit.split('/') as [string, string | undefined];
  if (base === 'fen') return `${per ? (PERIODS[per] ?? '') : ''}${yuan(Number(value))}`;
  if (base === 'ratio') return `${Number((Number(value) * 100).toFixed(4))}%`;
  return `${value}${unitText(base)}`;
}

/** In force on the day: the own row of a place before that of the place above, the newest before the older. */
const inForce = (rows: readonly ParameterRow[], today: string): ParameterRow | undefined =>
  rows
    .filter((r) => r.validFrom <= today && (r.validTo === null || today < r.validTo))
    .sort(
      (a, b) =>
        b.division.replace(/0+$/, '').length - a.division.replace(/0+$/, '').length || (a.validFrom < b.validFrom ? 1 : -1),
    )[0];

function source(row: ParameterRow) {
  return html`<small>${longDate(row.validFrom)}起${row.source && html`，依据：${row.source}`}</small>${row.nature === 'assumption' && html` <span class="mark">假定值，待确认</span>`}`;
}

type Rows = readonly ParameterRow[];

function entry(name: string, all: Rows, now: ParameterRow) {
  const others = all.filter((r) => r.id !== now.id && r.division === now.division);
  return html`<div><dt>${name}</dt><dd><b class="num">${parameterText(now)}</b><br>${source(now)}${
    others.length > 0 &&
    html`<details><summary>以前和以后的标准</summary><ul class="plain">${others.map((r) => html`<li>${parameterText(r)}<br>${source(r)}</li>`)}</ul></details>`
  }</dd></div>`;
}

const announcement = (a: StandardsView['announcements'][number]) =>
  html`<li><a href="/standards/announcements/${a.id}"><b>${a.about}</b><small>${a.place}，${longDate(a.issuedOn)}公告，依据：${a.documentNo}</small><span class="quiet">${a.number}，下载PDF</span></a></li>`;

/** `/standards`: what is paid where, since when, by which decision; what is only assumed says so. What holds everywhere alike stands once, at the end. */
export function standardsPage(view: StandardsView): string {
  const current = (key: string, rows: Rows) =>
    inForce(
      rows.filter((r) => r.key === key),
      view.today,
    );
  const keys = Object.keys(view.names).filter((key) => view.counties.some(({ rows }) => current(key, rows)));
  const alike = (key: string) => new Set(view.counties.map(({ rows }) => current(key, rows)?.id)).size === 1;
  const list = (some: readonly string[], rows: Rows) =>
    html`<dl class="facts">${some.map((key) => {
      const now = current(key, rows);
      return (
        now &&
        entry(
          view.names[key]!,
          rows.filter((r) => r.key === key),
          now,
        )
      );
    })}</dl>`;
  const [same, different] = [keys.filter(alike), keys.filter((key) => !alike(key))];
  const first = view.counties[0];
  return page(
    view,
    '救助标准',
    html`<h1>救助标准</h1>
<p class="lead">各县（市、区）现在执行的标准。低保不是按标准全额发，是把家里的人均收入补到标准。</p>
${keys.length === 0 && html`<p class="say">还没有录入，请打 ${telephone(view.city.telephone)} 咨询。</p>`}
${different.length > 0 && view.counties.map(({ place, rows }) => html`<h2 id="c${place.code}">${place.name}</h2>${list(different, rows)}`)}
${first && same.length > 0 && html`<h2>各县（市、区）都一样的</h2>${list(same, first.rows)}`}
${view.announcements.length > 0 && html`<h2>标准调整公告</h2><ul class="list">${view.announcements.map(announcement)}</ul>`}`,
  );
}
