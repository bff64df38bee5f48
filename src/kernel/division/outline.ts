/** Outlines of places on a plane: longitude squeezed by the latitude, north up. Enough for a city; no projection library. */

export interface Outline {
  id: string;
  properties: { name: string; cp?: readonly [number, number] };
  geometry: { type: 'Polygon' | 'MultiPolygon'; coordinates: unknown };
}

interface Shape {
  code: string;
  name: string;
  d: string;
  x: number;
  y: number;
}

type Ring = readonly (readonly [number, number])[];
const ringsOf = ({ geometry }: Outline): Ring[] =>
  geometry.type === 'Polygon' ? (geometry.coordinates as Ring[]) : (geometry.coordinates as Ring[][]).flat();

type Point = readonly [lon: number, lat: number];

export interface Frame {
  width: number;
  height: number;
  /** Of the drawing for a degree of latitude. */
  scale: number;
  at: (point: Point) => [x: number, y: number];
}

/** A drawing as wide as given into which the points fit; some points. */
export function frameOf(points: readonly Point[], width: number): Frame {
  const [west, east] = [Math.min(...points.map((p) => p[0])), Math.max(...points.map((p) => p[0]))];
  const [south, north] = [Math.min(...points.map((p) => p[1])), Math.max(...points.map((p) => p[1]))];
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = width / ((east - west) * squeeze);
  return {
    width,
    height: Math.ceil((north - south) * scale),
    scale,
    at: ([lon, lat]) => [Math.round((lon - west) * squeeze * scale * 10) / 10, Math.round((north - lat) * scale * 10) / 10],
  };
}

export const outlinePath = (outline: Outline, { at }: Frame): string =>
  ringsOf(outline)
    .map((ring) => `M${ring.map((p) => at(p).join(' ')).join('L')}Z`)
    .join('');

export function geoPath(outlines: readonly Outline[], width: number): { paths: Shape[]; width: number; height: number } {
  const points = outlines.flatMap((o) => ringsOf(o).flat());
  if (points.length === 0) return { paths: [], width, height: 1 };
  const frame = frameOf(points, width);
  return {
    width,
    height: frame.height,
    paths: outlines.map((o) => {
      const all = ringsOf(o).flat();
      const middle = o.properties.cp ?? [
        all.reduce((sum, p) => sum + p[0], 0) / all.length,
        all.reduce((sum, p) => sum + p[1], 0) / all.length,
      ];
      const [x, y] = frame.at(middle);
      return { code: o.id, name: o.properties.name, d: outlinePath(o, frame), x, y };
    }),
  };
}
