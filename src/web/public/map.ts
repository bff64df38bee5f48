/** 地图 for everybody: the city by county, a county by township, a township with everything that stands in it. Works without scripts; every place is also in the list. */
import { inScope, type Level, type LonLat, type Outline } from '../../kernel/division/index.ts';
import { type DrawnTownships, townshipsSaid, undrawnSaid } from '../../kernel/map/index.ts';
import type { DivisionCode } from '../../kernel/schema/index.ts';
import { cityMap } from './city-map.ts';
import { html } from './html.ts';
import { page, telephone } from './layout.ts';
import type { Shell } from './views.ts';

interface Layer {
  readonly key: string;
  readonly zh: string;
}
interface Place {
  readonly place: string;
  readonly name: string;
  readonly exact: boolean;
  readonly counts: Readonly<Record<string, number>>;
}
interface Found {
  readonly id: string;
  readonly layer: string;
  readonly name: string;
  readonly placeName: string;
  readonly says: string;
  readonly to: string | null;
}
interface Line {
  readonly id: string;
  readonly name: string;
  readonly says: string;
  readonly course: readonly LonLat[];
}
export interface MapView extends Shell {
  readonly map: {
    readonly division: string;
    readonly name: string;
    readonly level: Level;
    readonly path: readonly { readonly code: string; readonly name: string; readonly level: Level }[];
    readonly layers: readonly Layer[];
    readonly total: Place;
    readonly places: readonly Place[];
    readonly spots: readonly (Found & { readonly lon: number; readonly lat: number })[];
    readonly townships: DrawnTownships | null;
    readonly borders: { readonly zh: string; readonly rows: readonly Line[] } | null;
  };
  /** The lines between the units are asked for, in place of a layer. */
  readonly onlyBorders: boolean;
  readonly layer: Layer | null;
  readonly outlines: readonly Outline[];
  /** Null: a place is chosen first. */
  readonly records: { readonly rows: readonly Found[]; readonly next: string | null } | null;
}

const address = (query: Readonly<Record<string, string | undefined>>): string => {
  const known = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return known.length > 0 ? `/map?${new URLSearchParams(known)}` : '/map';
};

/** What the choice of layers calls the lines. */
export const BORDERS = 'borders';

function borderMap({ map, outlines }: MapView, county?: string) {
  const { zh, rows } = map.borders!;
  return cityMap({
    outlines: outlines.filter(({ id }) => county === undefined || id === county),
    lines: rows,
    label: zh,
    says: '线照录入的点依次连成，只画大致的走向',
    ...(county === undefined
      ? {
          shades: new Map(outlines.map(({ id }) => [id, { value: 0, text: '' }] as const)),
          hrefOf: (code: string) => address({ place: code, layer: BORDERS }),
        }
      : {}),
  });
}

const bordersShown = ({ zh, rows }: NonNullable<MapView['map']['borders']>) =>
  html`<h2>${zh}</h2><ul class="plain">${rows.map(
    ({ name, says, course }) =>
      html`<li><b>${name}</b>　${says}${course.length === 0 && html`<br><small>走向还没有录入，图上没有画</small>`}</li>`,
  )}</ul>`;

function drawn({ map, layer, outlines }: MapView) {
  const county = map.path.find(({ level }) => level === 'county');
  const spots = map.spots.filter((spot) => layer === null || spot.layer === layer.key);
  const zh = layer?.zh ?? '项目和设施';
  const countOf = ({ counts }: Place): number =>
    layer ? (counts[layer.key] ?? 0) : Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (county) {
    const label = `${county.name}，${spots.length}处标了位置的${zh}`;
    const townships = map.townships?.missing.length === 0 ? map.townships : null;
    if (townships && map.level === 'county')
      return cityMap({
        outlines: townships.outlines,
        shades: new Map(map.places.map((row) => [row.place, { value: countOf(row), text: `${countOf(row)}` }])),
        spots,
        label: `各乡镇（街道）${zh}`,
        says: `颜色越深，${zh}越多；点一个乡镇看它的村。${townshipsSaid(townships)}`,
        hrefOf: (code) => address({ place: code, layer: layer?.key }),
      });
    const township = townships?.outlines.find(({ id }) => inScope(map.division as DivisionCode, id));
    if (township && townships)
      return cityMap({
        outlines: [township],
        spots,
        label: `${township.properties.name}，${spots.length}处标了位置的${zh}`,
        says: `图上是登记了位置的${zh}，数字按下面的名单。${townshipsSaid(townships)}`,
      });
    return spots.length === 0
      ? false
      : cityMap({
          outlines: outlines.filter(({ id }) => id === county.code),
          spots,
          label,
          says: `图上是登记了位置的${zh}，数字按下面的名单。${undrawnSaid(map.townships)}`,
        });
  }
  return cityMap({
    outlines,
    shades: new Map(map.places.map((row) => [row.place, { value: countOf(row), text: `${countOf(row)}` }])),
    label: `各县（市、区）${zh}`,
    says: `颜色越深，${zh}越多；点一个县看它的乡镇`,
    hrefOf: (code) => address({ place: code, layer: layer?.key }),
  });
}

const counted = ({ counts }: Place, layers: readonly Layer[]): string =>
  layers.flatMap(({ key, zh }) => (counts[key] ? [`${zh}${counts[key]}`] : [])).join('，') || '还没有登记';

const shownLayers = ({ map, layer }: MapView): readonly Layer[] => (layer ? [layer] : map.layers);
const hasSome = ({ counts }: Place, layers: readonly Layer[]): boolean => layers.some(({ key }) => (counts[key] ?? 0) > 0);
const headings: Readonly<Partial<Record<Level, string>>> = {
  city: '各县（市、区）',
  county: '各乡镇（街道）',
  township: '各村（社区）',
};

/** The places below that have something; of the others how many there are. */
function placesShown(view: MapView) {
  const { map, layer } = view;
  if (map.places.length === 0) return false;
  const layers = shownLayers(view);
  const some = map.places.filter((row) => hasSome(row, layers));
  const none = map.places.length - some.length;
  return html`<h2>${headings[map.level] ?? '下面各处'}</h2>${map.level === 'county' && map.townships?.missing.length !== 0 && html`<p class="quiet">${undrawnSaid(map.townships)}。</p>`}${map.level === 'township' && html`<p class="quiet">村（社区）没有界线，看列表。</p>`}<ul class="plain">${some.map(
    (row) =>
      row.exact
        ? html`<li>${row.name}（没有再往下分的）：${counted(row, layers)}</li>`
        : html`<li><a href="${address({ place: row.place, layer: layer?.key })}"><b>${row.name}</b></a>：${counted(row, layers)}</li>`,
  )}</ul>${none > 0 && html`<p class="quiet">${some.length > 0 ? '其余' : ''}${none}处还没有登记。</p>`}`;
}

function recordsShown({ map, layer, city }: MapView, { rows, next }: NonNullable<MapView['records']>) {
  const spots = map.spots.filter((spot) => layer === null || spot.layer === layer.key);
  const numbers = new Map(spots.map((spot, i) => [`${spot.layer} ${spot.id}`, i + 1]));
  const what = layer?.zh ?? '项目和设施';
  if (rows.length === 0)
    return html`<h2>${what}名单</h2><p class="say">这里还没有登记${what}，请打 ${telephone(city.telephone)} 咨询。</p>`;
  return html`<h2>${what}名单</h2><ul class="plain">${rows.map((row) => {
    const number = numbers.get(`${row.layer} ${row.id}`);
    return html`<li>${number !== undefined && html`<span class="spot-number">${number}</span>`}<b>${row.to ? html`<a href="${row.to}">${row.name}</a>` : row.name}</b>　<span class="tag">${
      map.layers.find(({ key }) => key === row.layer)?.zh ?? ''
    }</span><br>${row.says}<br><small>${row.placeName}</small></li>`;
  })}</ul>${next && html`<p><a class="button plain" href="${address({ place: map.division, layer: layer?.key, after: next })}">下一页</a></p>`}`;
}

/** `/map` */
export function mapPage(view: MapView): string {
  const { map, layer, records, onlyBorders } = view;
  const borders = onlyBorders ? map.borders : null;
  return page(
    view,
    `${map.name}地图`,
    html`<p class="crumb">${
      map.path.length < 2
        ? html`<a href="/">← 首页</a>`
        : map.path
            .slice(0, -1)
            .map(({ code, name }) => html`<a href="${address({ place: code, layer: layer?.key })}">${name}</a> › `)
    }</p>
<h1>${map.name}的${borders?.zh ?? '项目和设施'}</h1>
<form method="get" action="/map" class="say">${map.path.length > 1 && html`<input type="hidden" name="place" value="${map.division}">`}<label for="layer">看什么</label> <select id="layer" name="layer"><option value="">全部</option>${map.layers.map(
      (l) => html`<option value="${l.key}"${l.key === layer?.key && html` selected`}>${l.zh}</option>`,
    )}${map.borders && html`<option value="${BORDERS}"${onlyBorders && html` selected`}>${map.borders.zh}</option>`}</select> <button class="button" type="submit">看</button></form>
${
  borders
    ? [borderMap(view, map.path.find(({ level }) => level === 'county')?.code), bordersShown(borders)]
    : html`<p>一共：${counted(map.total, shownLayers(view))}。</p>
${drawn(view)}
${map.level === 'township' ? [records && recordsShown(view, records), placesShown(view)] : [placesShown(view), records && recordsShown(view, records)]}`
}
${!borders && html`<p class="quiet">规划项目照规划附表的原样；只认得出县或者乡镇的，列在那一级。</p>`}`,
  );
}
