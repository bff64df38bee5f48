/**
 * Pure part of build-boundaries: county outlines made small without tearing them apart. A border that two counties share is cut into
 * arcs where its owners change; an arc is simplified the same way from both sides, so neighbours keep fitting.
 */
export type Point = readonly [longitude: number, latitude: number];
export type Ring = readonly Point[];
/** Outer ring first, then holes; rings closed. */
export type Polygon = readonly Ring[];

export interface Area {
  readonly code: string;
  readonly name: string;
  readonly label: Point;
  readonly polygons: readonly Polygon[];
}

const same = (a: Point, b: Point): boolean => a[0] === b[0] && a[1] === b[1];
const key = (p: Point): string => `${p[0]},${p[1]}`;

/** Without points repeated one after the other (853 in the source). The ring stays closed. */
export const withoutRepeats = (ring: Ring): Point[] => ring.filter((point, i) => i === 0 || !same(point, ring[i - 1]!));

function distance(p: Point, a: Point, b: Point): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length));
  return Math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy);
}

/** Douglas–Peucker; the ends stay. `tolerance` in degrees. */
export function simplifyLine(line: Ring, tolerance: number): Point[] {
  const keep = new Set([0, line.length - 1]);
  const stack: [number, number][] = [[0, line.length - 1]];
  for (let span = stack.pop(); span; span = stack.pop()) {
    const [from, to] = span;
    let [far, best] = [-1, tolerance];
    for (let i = from + 1; i < to; i++) {
      const d = distance(line[i]!, line[from]!, line[to]!);
      if (d > best) [far, best] = [i, d];
    }
    if (far > 0) {
      keep.add(far);
      stack.push([from, far], [far, to]);
    }
  }
  return line.filter((_, i) => keep.has(i));
}

/** The same points whichever way the line runs. */
function simplifyArc(arc: Ring, tolerance: number): Point[] {
  const [first, last] = [arc[0]!, arc.at(-1)!];
  return key(first) <= key(last) ? simplifyLine(arc, tolerance) : simplifyLine([...arc].reverse(), tolerance).reverse();
}

function simplifyRing(closed: Ring, owners: (p: Point) => string, tolerance: number): Point[] {
  const ring = withoutRepeats(closed).slice(0, -1);
  const corner = (i: number): boolean => {
    const [before, here, after] = [ring.at(i - 1)!, ring[i]!, ring[(i + 1) % ring.length]!].map(owners) as [
      string,
      string,
      string,
    ];
    return here !== before || here !== after;
  };
  let corners = [...ring.keys()].filter(corner);
  if (corners.length < 2) {
    // an island, or a border with one neighbour all round: cut at its western end and the point farthest from it
    const west = ring.reduce((best, p, i) => (key(p) < key(ring[best]!) ? i : best), 0);
    const away = (p: Point) => Math.hypot(p[0] - ring[west]![0], p[1] - ring[west]![1]);
    const far = ring.reduce((best, p, i) => (away(p) > away(ring[best]!) ? i : best), west);
    corners = [west, far].sort((a, b) => a - b);
  }
  const turned = [...ring.slice(corners[0]), ...ring.slice(0, corners[0]! + 1)];
  const cuts = [...corners.map((i) => i - corners[0]!), turned.length - 1];
  const result: Point[] = [turned[0]!];
  for (let i = 1; i < cuts.length; i++) result.push(...simplifyArc(turned.slice(cuts[i - 1], cuts[i]! + 1), tolerance).slice(1));
  return result;
}

/** All areas with fewer points; rings that vanish are left out. `tolerance` in degrees. */
export function simplifyAreas(areas: readonly Area[], tolerance: number): Area[] {
  const owners = new Map<string, Set<string>>();
  for (const area of areas)
    for (const ring of area.polygons.flat())
      for (const p of ring) owners.set(key(p), (owners.get(key(p)) ?? new Set()).add(area.code));
  const ownersOf = (p: Point): string => [...owners.get(key(p))!].sort().join(' ');
  return areas.map((area) => ({
    ...area,
    polygons: area.polygons
      .map((polygon) => polygon.map((ring) => simplifyRing(ring, ownersOf, tolerance)).filter((ring) => ring.length >= 4))
      .filter((polygon) => polygon.length > 0),
  }));
}

/** Square kilometres on a sphere, good to a few parts in a thousand: a check value, not the official area. */
export function areaKm2(area: Area): number {
  const rad = Math.PI / 180;
  const ringArea = (ring: Ring): number => {
    let sum = 0;
    for (let i = 1; i < ring.length; i++) {
      const [a, b] = [ring[i - 1]!, ring[i]!];
      sum += (b[0] - a[0]) * rad * (2 + Math.sin(a[1] * rad) + Math.sin(b[1] * rad));
    }
    return Math.abs((sum * 6371.0088 ** 2) / 2);
  };
  const parts = area.polygons.map(([outer, ...holes]) => ringArea(outer!) - holes.reduce((sum, hole) => sum + ringArea(hole), 0));
  return parts.reduce((sum, part) => sum + part, 0);
}

/** Even-odd rule over all rings. */
export function contains(area: Area, [x, y]: Point): boolean {
  let inside = false;
  for (const ring of area.polygons.flat())
    for (let i = 1; i < ring.length; i++) {
      const [[ax, ay], [bx, by]] = [ring[i - 1]!, ring[i]!];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  return inside;
}

interface Geometry {
  readonly type: string;
  readonly coordinates: unknown;
}

/** Areas of a GeoJSON of echarts-china-cities or of our own making, in code order. */
export function areasOf(geojson: {
  features: readonly { id: string; properties: { name: string; cp: Point }; geometry: Geometry }[];
}): Area[] {
  return geojson.features
    .map(({ id, properties, geometry }) => ({
      code: id.padEnd(12, '0'),
      name: properties.name,
      label: properties.cp,
      polygons: (geometry.type === 'MultiPolygon' ? geometry.coordinates : [geometry.coordinates]) as Polygon[],
    }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** GeoJSON text, one feature a line, coordinates to four decimals (about 10 m, finer than the source's grid). */
export function geojsonText(areas: readonly Area[], note: Record<string, string>): string {
  const round = ([x, y]: Point) => [Number(x.toFixed(4)), Number(y.toFixed(4))];
  const features = areas.map((area) => {
    const polygons = area.polygons.map((polygon) => polygon.map((ring) => ring.map(round)));
    const geometry =
      polygons.length === 1 ? { type: 'Polygon', coordinates: polygons[0] } : { type: 'MultiPolygon', coordinates: polygons };
    return JSON.stringify({ type: 'Feature', id: area.code, properties: { name: area.name, cp: round(area.label) }, geometry });
  });
  return `{"type":"FeatureCollection","note":${JSON.stringify(note)},"features":[\n${features.join(',\n')}\n]}\n`;
}
