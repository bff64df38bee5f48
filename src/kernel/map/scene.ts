/**
 * 示意图: what a map of the city shows, computed once for the workbench and for the reading pages, which only draw it. Places are shaded by a figure that also
 * stands on them in digits; points are only those that have coordinates. Pure.
 */
import { type Frame, frameOf, type LonLat, labelPoint, type Outline, outlinePath, pointsOf } from '../division/index.ts';

export interface Shade {
  /** Null: missing, and said to be. */
  readonly value: number | null;
  readonly text: string;
}

export interface Shape {
  readonly code: string;
  readonly name: string;
  readonly d: string;
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** 0 (light) to 4 (dark); null: missing. */
  readonly shade: number | null;
}

export interface Spot {
  readonly id: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  /** As in the list beside the map; left out: in order. */
  readonly number?: number;
}
/** A line with its points in order. */
export interface Drawing {
  readonly id: string;
  readonly name: string;
  readonly course: readonly LonLat[];
}
export type Traced<L extends Drawing> = L & { readonly d: string };
export type Placed<S extends Spot> = S & { readonly number: number; readonly x: number; readonly y: number };

export interface Scene<S extends Spot, L extends Drawing> {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
  readonly spots: readonly Placed<S>[];
  readonly lines: readonly Traced<L>[];
  /** Of the drawing for a kilometre. */
  readonly perKm: number;
}

export const SHADES = 5;
const KM_PER_DEGREE = 111.2;

/** From nothing to the most in even steps. */
export const shadeOf = (value: number, most: number): number =>
  most <= 0 ? 0 : Math.min(SHADES - 1, Math.floor((value / most) * SHADES));

const corners = ({ lon, lat }: Spot, km: number): LonLat[] => {
  const north = km / KM_PER_DEGREE;
  const east = north / Math.cos((lat * Math.PI) / 180);
  return [
    [lon - east, lat - north],
    [lon + east, lat + north],
  ];
};

/** Names that would lie on one another move down, line by line, until they do not. */
function apart(shapes: readonly Shape[], step: number): Shape[] {
  const placed: Shape[] = [];
  for (const shape of [...shapes].sort((a, b) => a.y - b.y)) {
    let y = shape.y;
    while (placed.some((other) => Math.abs(other.x - shape.x) < step * 2.4 && Math.abs(other.y - y) < step)) y += step / 4;
    placed.push({ ...shape, y });
  }
  return shapes.map((shape) => placed.find(({ code }) => code === shape.code)!);
}

export interface Drawn<S extends Spot, L extends Drawing = Drawing> {
  readonly outlines: readonly Outline[];
  /** By code; a place that is not in it is drawn as land, without name and figure. */
  readonly shades?: ReadonlyMap<string, Shade>;
  readonly spots?: readonly S[];
  /** Of those that have no course none is drawn. */
  readonly lines?: readonly L[];
  readonly width: number;
  readonly most?: number;
  /** So many kilometres around the points instead of the outlines as a whole. */
  readonly aroundKm?: number;
}

/** Null where there is nothing to draw. */
export function sceneOf<S extends Spot, L extends Drawing = Drawing>({
  outlines,
  shades = new Map(),
  spots = [],
  lines = [],
  width,
  most,
  aroundKm,
}: Drawn<S, L>): Scene<S, L> | null {
  const extent = aroundKm === undefined ? outlines.flatMap(pointsOf) : spots.flatMap((spot) => corners(spot, aroundKm));
  if (extent.length === 0) return null;
  const frame: Frame = frameOf(extent, width, most);
  const largest = Math.max(0, ...[...shades.values()].map(({ value }) => value ?? 0));
  const shapes = outlines.map((outline): Shape => {
    const shade = shades.get(outline.id);
    const [x, y] = frame.at(labelPoint(outline));
    return {
      code: outline.id,
      name: shade ? outline.properties.name : '',
      d: outlinePath(outline, frame),
      x,
      y,
      text: shade?.text ?? '',
      shade: !shade ? 0 : shade.value === null ? null : shadeOf(shade.value, largest),
    };
  });
  return {
    width: frame.width,
    height: frame.height,
    perKm: frame.scale / KM_PER_DEGREE,
    lines: lines
      .filter(({ course }) => course.length > 1)
      .map((line) => ({ ...line, d: `M${line.course.map((point) => frame.at(point).join(' ')).join('L')}` })),
    shapes: shades.size > 0 ? apart(shapes, 34) : shapes,
    spots: spots.map((spot, i) => {
      const [x, y] = frame.at([spot.lon, spot.lat]);
      return { ...spot, number: spot.number ?? i + 1, x, y };
    }),
  };
}
