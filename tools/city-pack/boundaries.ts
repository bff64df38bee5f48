/** Pure part of build-boundaries: county outlines as published, without their faults. What is drawn is thinned where it is drawn (`outlinePath`). */
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

/** Without points repeated one after the other (853 in the source). The ring stays closed. */
export const withoutRepeats = (ring: Ring): Point[] => ring.filter((point, i) => i === 0 || !same(point, ring[i - 1]!));

/** All areas without repeated points; a ring keeps its course to the metre, so that a point near a line is judged by the source and not by a sketch of it. */
export const cleanAreas = (areas: readonly Area[]): Area[] =>
  areas.map((area) => ({ ...area, polygons: area.polygons.map((polygon) => polygon.map(withoutRepeats)) }));

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

/** GeoJSON text, one feature a line, coordinates to six decimals (the source's grid has steps of 1/1024 of a degree). */
export function geojsonText(areas: readonly Area[], note: Record<string, string>): string {
  const round = ([x, y]: Point) => [Number(x.toFixed(6)), Number(y.toFixed(6))];
  const features = areas.map((area) => {
    const polygons = area.polygons.map((polygon) => polygon.map((ring) => ring.map(round)));
    const geometry =
      polygons.length === 1 ? { type: 'Polygon', coordinates: polygons[0] } : { type: 'MultiPolygon', coordinates: polygons };
    return JSON.stringify({ type: 'Feature', id: area.code, properties: { name: area.name, cp: round(area.label) }, geometry });
  });
  return `{"type":"FeatureCollection","note":${JSON.stringify(note)},"features":[\n${features.join(',\n')}\n]}\n`;
}
