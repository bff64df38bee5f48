/** 网点示意图: points with coordinates, each with what lies within 5 km as the crow flies; drawn on the outlines of the counties, without a map service. */
import { frameOf, type Outline, outlinePath } from '../../kernel/division/index.ts';
import { type Html, html, trusted } from './html.ts';

export interface MapPoint {
  /** As in the list. */
  number: number;
  name: string;
  lon: number;
  lat: number;
}

const REACH_KM = 5;
const KM_PER_DEGREE = 111.2;
/** What is shown around the points: their reach and a little more. */
const MARGIN_KM = 7;
const WIDTH = 320;

const corners = ({ lon, lat }: MapPoint): [number, number][] => {
  const north = MARGIN_KM / KM_PER_DEGREE;
  const east = north / Math.cos((lat * Math.PI) / 180);
  return [
    [lon - east, lat - north],
    [lon + east, lat + north],
  ];
};

export function deviceMap(points: readonly MapPoint[], outlines: readonly Outline[]): Html | false {
  if (points.length === 0) return false;
  const frame = frameOf(points.flatMap(corners), WIDTH);
  const reach = Math.round((REACH_KM / KM_PER_DEGREE) * frame.scale * 10) / 10;
  const placed = points.map((p) => ({ ...p, at: frame.at([p.lon, p.lat]) }));
  const label = `示意图，${points.length}处网点：${points.map((p) => `${p.number}、${p.name}`).join('；')}。圆圈是各网点周围${REACH_KM}公里。`;
  return html`<figure class="sketch"><svg viewBox="0 0 ${frame.width} ${frame.height}" role="img" aria-label="${label}">
${outlines.map((o) => html`<path class="land" d="${trusted(outlinePath(o, frame))}"/>`)}
${placed.map(({ at: [x, y] }) => html`<circle class="reach" cx="${x}" cy="${y}" r="${reach}"/>`)}
${placed.map(({ at: [x, y], number }) => html`<circle class="spot" cx="${x}" cy="${y}" r="9"/><text x="${x}" y="${y + 4}" text-anchor="middle">${number}</text>`)}
</svg><figcaption class="quiet">数字和下面列表里的网点对应，圆圈是周围5公里（直线）。轮廓是示意，不作为界线依据。</figcaption></figure>`;
}
