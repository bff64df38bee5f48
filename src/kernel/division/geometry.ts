/**
 * 落点: in which county a point lies, by the outlines of the city pack. They are a sketch (示意图，不作为权属依据): a point close to a line is flagged and a
 * person says where it belongs. Pure; tolerance 0 for statistics, distances on a plane around the point.
 */
import type { DivisionCode } from '../schema/index.ts';

export type LonLat = readonly [lon: number, lat: number];
export type Ring = readonly LonLat[];
/** The outer ring first, then its holes. */
export type Polygon = readonly Ring[];

/** A feature of `boundaries.geojson`: a county, its parts and holes. */
export type Outline = {
  readonly id: DivisionCode;
  /** `cp`: where its name is written. */
  readonly properties: { readonly name: string; readonly cp?: LonLat | undefined };
  readonly geometry:
    | { readonly type: 'Polygon'; readonly coordinates: Polygon }
    | { readonly type: 'MultiPolygon'; readonly coordinates: readonly Polygon[] };
};

export const polygonsOf = ({ geometry }: Outline): readonly Polygon[] =>
  geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
const ringsOf = (outline: Outline): readonly Ring[] => polygonsOf(outline).flat();

/** Within so many metres of a line a point is 边界附近. */
export const NEAR_METRES = 120;

const RADIAN = Math.PI / 180;
const EARTH_KM = 6371.0088;
const METRES_PER_DEGREE = EARTH_KM * 1000 * RADIAN;

/** Even-odd rule over all rings, so that holes and detached parts follow. */
function contains(outline: Outline, [x, y]: LonLat): boolean {
  let inside = false;
  for (const ring of ringsOf(outline))
    for (let i = 1; i < ring.length; i++) {
      const [[ax, ay], [bx, by]] = [ring[i - 1]!, ring[i]!];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  return inside;
}

function metresToSegment([x, y]: LonLat, [ax, ay]: LonLat, [bx, by]: LonLat): number {
  const east = METRES_PER_DEGREE * Math.cos(y * RADIAN);
  const [px, py] = [(ax - x) * east, (ay - y) * METRES_PER_DEGREE];
  const [dx, dy] = [(bx - ax) * east, (by - ay) * METRES_PER_DEGREE];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, -(px * dx + py * dy) / length));
  return Math.hypot(px + t * dx, py + t * dy);
}

function metresToLine(outline: Outline, point: LonLat): number {
  let best = Number.POSITIVE_INFINITY;
  for (const ring of ringsOf(outline))
    for (let i = 1; i < ring.length; i++) best = Math.min(best, metresToSegment(point, ring[i - 1]!, ring[i]!));
  return best;
}

/** A course without the points that lie within so many metres of the line through the others (Douglas, Peucker), on whole thousandths of a degree: what a sketch shows. */
export function coarsened(course: readonly LonLat[], metres: number): LonLat[] {
  const [first, last] = [course[0], course.at(-1)];
  if (!first || !last) return [];
  const rounded = ([lon, lat]: LonLat): LonLat => [Math.round(lon * 1000) / 1000, Math.round(lat * 1000) / 1000];
  let [farthest, at] = [0, 0];
  for (let i = 1; i < course.length - 1; i++) {
    const away = metresToSegment(course[i]!, first, last);
    if (away > farthest) [farthest, at] = [away, i];
  }
  if (farthest <= metres) return [rounded(first), rounded(last)];
  return [...coarsened(course.slice(0, at + 1), metres).slice(0, -1), ...coarsened(course.slice(at), metres)];
}

export interface Located {
  /** Null: in no county of the city (无). */
  readonly code: DivisionCode | null;
  /** 边界附近: to be confirmed by a person. */
  readonly nearBoundary: boolean;
}

export function locate(outlines: readonly Outline[], point: LonLat): Located {
  return {
    code: outlines.find((outline) => contains(outline, point))?.id ?? null,
    nearBoundary: outlines.some((outline) => metresToLine(outline, point) <= NEAR_METRES),
  };
}

/** Whether a point may belong to a county: `near` also from the other side of a line that is close. */
export type Fit = 'inside' | 'near' | 'outside';
export function fitIn(outline: Outline, point: LonLat): Fit {
  const near = metresToLine(outline, point) <= NEAR_METRES;
  return near ? 'near' : contains(outline, point) ? 'inside' : 'outside';
}

/** Square kilometres on a sphere, good to a few parts in a thousand: a check value of an import, not the official area. */
export function areaKm2(outline: Outline): number {
  const ringArea = (ring: Ring): number => {
    let sum = 0;
    for (let i = 1; i < ring.length; i++) {
      const [a, b] = [ring[i - 1]!, ring[i]!];
      sum += (b[0] - a[0]) * RADIAN * (2 + Math.sin(a[1] * RADIAN) + Math.sin(b[1] * RADIAN));
    }
    return Math.abs((sum * EARTH_KM ** 2) / 2);
  };
  return polygonsOf(outline)
    .map(([outer, ...holes]) => ringArea(outer ?? []) - holes.reduce((sum, hole) => sum + ringArea(hole), 0))
    .reduce((sum, part) => sum + part, 0);
}
