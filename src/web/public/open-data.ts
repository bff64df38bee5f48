/** 开放数据: the catalogue; every version of every data set stays where it is. */
import { longDate } from '../../kernel/calendar/index.ts';
import type { DatasetView, Release } from '../../kernel/dataset/index.ts';
import { html } from './html.ts';
import { page } from './layout.ts';
import type { Shell } from './views.ts';

export interface OpenDataView extends Shell {
  readonly datasets: readonly DatasetView[];
}

/** Versions that are listed; older ones are downloaded by their number. */
const LISTED = 10;
const file = (key: string, kind: 'csv' | 'json', version?: string): string =>
  `/open-data/${key}.${kind}${version ? `?version=${version}` : ''}`;

const change = ({ added, removed }: Release): string =>
  added + removed === 0
    ? '列有变动'
    : [added > 0 && `新增${added}行`, removed > 0 && `去掉${removed}行`].filter(Boolean).join('，');

const older = ({ key, releases: [, ...rest] }: DatasetView) =>
  rest.length > 0 &&
  html`<details><summary>以前的版本（${rest.length}个）</summary><ul class="plain">${rest
    .slice(0, LISTED)
    .map(
      (r) =>
        html`<li>${r.version}，截至${longDate(r.cutOff)}，${r.rows}行　<a href="${file(key, 'csv', r.version)}">CSV</a>　<a href="${file(key, 'json', r.version)}">JSON</a></li>`,
    )}</ul></details>`;

function dataset(view: DatasetView) {
  const [newest] = view.releases;
  return (
    newest &&
    html`<h2 id="${view.key}">${view.zh}</h2>
<p>${view.says}</p>
<p><a class="button" href="${file(view.key, 'csv')}">下载CSV</a>　<a class="button plain" href="${file(view.key, 'json')}">下载JSON</a></p>
<dl class="facts"><div><dt>版本</dt><dd>${newest.version}，截至${longDate(newest.cutOff)}，${newest.rows}行${view.releases.length > 1 && html`；比上一版${change(newest)}`}</dd></div>
<div><dt>来源</dt><dd>${view.source}</dd></div>
<div><dt>各列</dt><dd>${view.columns.map(({ zh }) => zh).join('、')}</dd></div>
<div><dt>校验（SM3）</dt><dd><small>${newest.hash}</small></dd></div></dl>
${older(view)}`
  );
}

/** `/open-data` */
export const openDataPage = (view: OpenDataView): string =>
  page(
    view,
    '开放数据',
    html`<p class="crumb"><a href="/data">← 民政数据</a></p>
<h1>开放数据</h1>
<p class="lead">可以自由下载、使用的表，有变动的每天出一个新版本。引用时请写明版本和截止日，旧版本一直可以下载。里面没有任何人的资料。</p>
${
  view.datasets.length === 0
    ? html`<p class="say">还没有发布数据，第二天再来看。</p>`
    : html`<ul>${view.datasets.map(({ key, zh }) => html`<li><a href="#${key}">${zh}</a></li>`)}</ul>${view.datasets.map(dataset)}`
}
<p class="quiet">目录也有机器可读的：<a href="/api/open-data">/api/open-data</a>。地图轮廓：<a href="/api/boundaries">/api/boundaries</a>，示意图，不作为权属依据。</p>`,
  );
