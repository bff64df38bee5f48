/** 民政数据: the public face of the cockpit, for reading: the plan in figures, what is locked of the statistics, the money in it. Works without scripts. */
import { longDate } from '../../kernel/calendar/index.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { html } from './html.ts';
import { page } from './layout.ts';
import type { Shell } from './views.ts';

interface Printed {
  readonly year: string;
  readonly value: string;
}
interface Indicator {
  readonly name: string;
  readonly unit: string;
  readonly kindZh: string;
  readonly target: Printed | null;
  readonly base: Printed | null;
  readonly actual: Printed | null;
  readonly met: boolean | null;
}
interface Table {
  readonly columns: readonly { readonly label: string; readonly unit: string }[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly (string | null)[] }[];
  readonly hides: boolean;
}
export interface DataView extends Shell {
  readonly data: {
    readonly plans: readonly {
      readonly code: string;
      readonly name: string;
      readonly from: PlainDate;
      readonly to: PlainDate;
      readonly indicators: readonly Indicator[];
    }[];
    readonly projects: { readonly planName: string; readonly investmentFen: number; readonly begun: readonly unknown[] } | null;
    readonly statistics: readonly {
      readonly form: string;
      readonly name: string;
      readonly periodZh: string;
      readonly lockedOn: PlainDate;
      readonly table: Table;
    }[];
  };
}

const said = (value: Printed, unit: string): string => `${value.value}${unit}（${value.year}年）`;

const indicator = ({ name, unit, kindZh, target, base, actual, met }: Indicator) =>
  html`<div><dt>${name}${kindZh === '约束性' && html` <span class="mark">约束性</span>`}</dt><dd>${target && html`目标<b class="num">${said(target, unit)}</b><br>`}${
    base && html`<small>原来${said(base, unit)}</small>　`
  }${actual ? html`完成${said(actual, unit)}${met !== null && html`，${met ? '达到目标' : '没有达到目标'}`}` : html`<small>完成情况还没有公布</small>`}</dd></div>`;

const told = (text: string, unit: string): string => (text === '不公布' ? text : `${text}${unit}`);

/** One figure, the city and then each place: a list reads on a phone and aloud, a table of eight columns does not. */
const figure = ({ columns, rows }: Table, i: number) => {
  const { label, unit } = columns[i]!;
  const [city, ...places] = rows;
  const value = city?.cells[i];
  if (value === null || value === undefined) return false;
  const below = places.flatMap(({ name, cells }) => {
    const cell = cells[i];
    return cell === null || cell === undefined ? [] : [`${name}${told(cell, unit)}`];
  });
  return html`<div><dt>${label}</dt><dd><b class="num">${told(value, unit)}</b>${below.length > 0 && html`<br><small>${below.join('、')}</small>`}</dd></div>`;
};

const statistics = ({ name, periodZh, lockedOn, table }: DataView['data']['statistics'][number]) =>
  html`<details><summary>${name}，${periodZh}</summary><p class="quiet">${longDate(lockedOn)}锁定。</p><dl class="facts">${table.columns.map((_, i) => figure(table, i))}</dl></details>`;

const MONEY = '万元';
function money(view: DataView) {
  const rows = view.data.statistics.flatMap(({ periodZh, table }) =>
    table.columns.flatMap(({ label, unit }, i) =>
      unit === MONEY && table.rows[0]?.cells[i] ? [{ label, periodZh, i, table }] : [],
    ),
  );
  if (rows.length === 0) return html`<p class="say">还没有公布。统计锁定以后，这里写各项支出。</p>`;
  return html`<dl class="facts">${rows.map(
    ({ label, periodZh, i, table }) =>
      html`<div><dt>${label}（${periodZh}）</dt><dd><b class="num">${told(table.rows[0]!.cells[i]!, MONEY)}</b><br><small>${table.rows
        .slice(1)
        .flatMap(({ name, cells }) => (cells[i] ? [`${name}${told(cells[i], MONEY)}`] : []))
        .join('、')}</small></dd></div>`,
  )}</dl>`;
}

/** `/data` */
export function dataPage(view: DataView): string {
  const { plans, projects } = view.data;
  const hides = view.data.statistics.some(({ table }) => table.hides);
  return page(
    view,
    '民政数据',
    html`<p class="crumb"><a href="/">← 首页</a></p>
<h1>${view.city.name}民政数据</h1>
<p class="lead">规划定的目标、已经公布的统计和支出。都可以<a href="/open-data">下载</a>；项目和设施在哪里，看<a href="/map">地图</a>。</p>
<h2>规划里的目标</h2>
${
  plans.length === 0
    ? html`<p class="say">还没有公布规划。</p>`
    : plans.map(
        (plan, i) =>
          html`<details${i === 0 && html` open`}><summary>${plan.name}（${plan.from.slice(0, 4)}—${plan.to.slice(0, 4)}年）</summary><dl class="facts">${plan.indicators.map(indicator)}</dl></details>`,
      )
}
<h2>重大项目</h2>
${
  projects === null
    ? html`<p class="say">还没有公布项目。</p>`
    : html`<p>${projects.planName}安排的重大项目，计划投资<b class="num">${(projects.investmentFen / 1_000_000).toLocaleString('zh-CN', { maximumFractionDigits: 2 })}万元</b>，已经启动${projects.begun.length}项。<a href="/projects">看启动的项目</a>　<a href="/map">在地图上找</a></p>`
}
<h2>公布的支出</h2>
${money(view)}
<h2>公布的统计</h2>
${
  view.data.statistics.length === 0
    ? html`<p class="say">还没有锁定的统计报表。逐级审核、市里锁定以后才公布。</p>`
    : html`${view.data.statistics.map(statistics)}`
}
${hides && html`<p class="quiet">1至4人写作“&lt;5”；为了不让人用合计减出来，另有一些数不公布。</p>`}`,
  );
}
