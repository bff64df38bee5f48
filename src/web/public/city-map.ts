/** 示意图 on the reading pages: the same drawing as in the workbench, as HTML; every place is a link, the list beside it says the same. */
import { SKETCH } from '../../kernel/division/index.ts';
import { type Drawn, type Spot, sceneOf } from '../../kernel/map/index.ts';
import { type Html, html, trusted } from './html.ts';

interface CityMap extends Omit<Drawn<Spot>, 'width' | 'most'> {
  /** What the drawing shows, in words. */
  readonly label: string;
  /** How it is to be read. */
  readonly says: string;
  readonly hrefOf?: (code: string) => string;
  /** A circle around every point. */
  readonly reachKm?: number;
}

const WIDTH = 320;

/** False where there is nothing to draw. */
export function cityMap({ label, says, hrefOf, reachKm, ...drawn }: CityMap): Html | false {
  const scene = sceneOf({ ...drawn, width: WIDTH, most: 420 });
  if (!scene || (drawn.aroundKm !== undefined && scene.spots.length === 0)) return false;
  const spoken = scene.spots.map(({ number, name }) => `${number}、${name}`).join('；');
  const shapes = scene.shapes.map((shape) => {
    const body = html`<path class="land land-${shape.shade ?? 'none'}" d="${trusted(shape.d)}"/>${
      shape.name &&
      html`<text class="${(shape.shade ?? 0) > 2 ? 'light' : 'name'}" x="${shape.x}" y="${shape.y}" text-anchor="middle">${shape.name}<tspan x="${shape.x}" dy="13">${shape.text}</tspan></text>`
    }`;
    return hrefOf && shape.name
      ? html`<a href="${hrefOf(shape.code)}" aria-label="${[shape.name, shape.text].filter(Boolean).join('，')}">${body}</a>`
      : body;
  });
  const reach = reachKm === undefined ? 0 : Math.round(reachKm * scene.perKm * 10) / 10;
  return html`<figure class="sketch"><svg viewBox="0 0 ${scene.width} ${scene.height}" role="${hrefOf ? 'group' : 'img'}" aria-label="示意图，${label}${spoken && `：${spoken}`}">
${shapes}
${scene.lines.map(({ d, name }) => html`<path class="border" d="${trusted(d)}"><title>${name}</title></path>`)}
${reach > 0 && scene.spots.map(({ x, y }) => html`<circle class="reach" cx="${x}" cy="${y}" r="${reach}"/>`)}
${scene.spots.map(({ x, y, number }) => html`<circle class="spot" cx="${x}" cy="${y}" r="9"/><text class="light" x="${x}" y="${y + 4}" text-anchor="middle">${number}</text>`)}
</svg><figcaption class="quiet">${says}。${SKETCH}。</figcaption></figure>`;
}
