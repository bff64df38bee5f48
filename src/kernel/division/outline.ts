/** Outlines of places on a plane: longitude squeezed by the latitude, north up. Enough for a city; no projection library. */
import { type LonLat, type Outline, polygonsOf, type Ring } from './geometry.ts';

export interface Frame {
  width: number;
  height: number;
  /** Of the drawing for a degree of latitude. */
  scale: number;
  at: (point: LonLat) => [x: number, y: number];
}

/** A drawing as wide as given into which the points fit; some points. `most`: what it is at most as high, then it is narrower than asked for. */
export function frameOf(points: readonly LonLat[], width: number, most = Number.POSITIVE_INFINITY): Frame {
  const [west, east] = [Math.min(...points.map((p) => p[0])), Math.max(...points.map((p) => p[0]))];
  const [south, north] = [Math.min(...points.map((p) => p[1])), Math.max(...points.map((p) => p[1]))];
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = Math.min(width / ((east - west) * squeeze), most / (north - south));
  return {
    width: Math.min(width, Math.ceil((east - west) * squeeze * scale)),
    height: Math.ceil((north - south) * scale),
    scale,
    at: ([lon, lat]) => [Math.round((lon - west) * squeeze * scale * 10) / 10, Math.round((north - lat) * scale * 10) / 10],
  };
}

export const pointsOf = (outline: Outline): readonly LonLat[] => polygonsOf(outline).flat(2);

/** What a drawing of this scale does not show is left out of it. */
const SEEN = 0.8;

function drawn(ring: Ring, at: Frame['at']): string {
  let last: readonly [number, number] | null = null;
  const kept = ring.map(at).filter((p, i) => {
    if (last && i < ring.length - 1 && Math.hypot(p[0] - last[0], p[1] - last[1]) < SEEN) return false;
    last = p;
    return true;
  });
  return `M${kept.map((p) => p.join(' ')).join('L')}Z`;
}

export const outlinePath = (outline: Outline, { at }: Frame): string =>
  polygonsOf(outline)
    .flat()
    .map((ring) => drawn(ring, at))
    .join('');

/** Where the name of a place is written: as the file says, else in the middle of its points. */
export function labelPoint(outline: Outline): LonLat {
  if (outline.properties.cp) return outline.properties.cp;
  const all = pointsOf(outline);
  return [all.reduce((sum, p) => sum + p[0], 0) / all.length, all.reduce((sum, p) => sum + p[1], 0) / all.length];
}
