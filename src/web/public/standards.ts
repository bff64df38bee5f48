import { longDate } from '../../kernel/calendar/index.ts';
import { type ParameterRow, yuan } from '../../kernel/policy/index.ts';
import { html } from './html.ts';
import { page, telephone } from './layout.ts';
import type { StandardsView } from './views.ts';

const PERIODS: Readonly<Record<string, string>> = { month: '每月', year: '每年', day: '每天', case: '每次' };
const UNITS: Readonly<Record<string, string>> = {
  workdays: '个工作日',
  days: '天',
  months: '个月',
  times: '倍',
  count: '',
  age: '岁',
  sqm: '平方米',
};

/** 每月690.00元 ; 30个工作日 ; 3.5% */
export function parameterText({ value, unit }: Pick<ParameterRow, 'value' | 'unit'>): string {
  const [base, per] = unit.split('/') as [string, string | undefined];
  if (base === 'fen') return `${per ? (PERIODS[per] ?? '') : ''}${yuan(Number(value))}`;
  if (base === 'ratio') return `${Number((Number(value) * 100).toFixed(4))}%`;
  return `${value}${UNITS[base] ?? base}`;
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

/** `/standards`: what is paid where, since when, by which decision; what is only assumed says so. */
export const standardsPage = (view: StandardsView): string =>
  page(
    view,
    '救助标准',
    html`<h1>救助标准</h1>
<p class="lead">各县（市、区）现在执行的标准。低保不是按标准全额发，是把家里的人均收入补到标准。</p>
${view.counties.map(({ place, rows }) => {
  const keys = Object.keys(view.names).filter((key) =>
    inForce(
      rows.filter((r) => r.key === key),
      view.today,
    ),
  );
  return html`<h2 id="c${place.code}">${place.name}</h2>
${
  keys.length === 0
    ? html`<p>还没有录入，请打 ${telephone(view.city.telephone)} 咨询。</p>`
    : html`<dl class="facts">${keys.map((key) => {
        const all = rows.filter((r) => r.key === key);
        const now = inForce(all, view.today)!;
        const others = all.filter((r) => r.id !== now.id && r.division === now.division);
        return html`<div><dt>${view.names[key]}</dt><dd><b class="num">${parameterText(now)}</b><br>${source(now)}${
          others.length > 0 &&
          html`<details><summary>以前和以后的标准</summary><ul class="plain">${others.map((r) => html`<li>${parameterText(r)}<br>${source(r)}</li>`)}</ul></details>`
        }</dd></div>`;
      })}</dl>`
}`;
})}`,
  );
