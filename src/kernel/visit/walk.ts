/** 上门的先后: whoever is nearest comes next, beginning at the office of the village. Pure; good enough for a village, where nobody has fifty visits. */

/** Degrees, as the telephone gives them. */
export interface Point {
  readonly longitude: number;
  readonly latitude: number;
}

const EARTH_METRES = 6_371_000;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** As the crow flies, in whole metres: the road is never shorter. */
export function metresBetween(a: Point, b: Point): number {
  const [lat, lon] = [radians(b.latitude - a.latitude), radians(b.longitude - a.longitude)];
  const h = Math.sin(lat / 2) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(lon / 2) ** 2;
  return Math.round(2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(h))));
}

export type Walked<T> = T & {
  /** As the crow flies from the one before, or from the office; null where one of the two is not known. */
  readonly metres: number | null;
};

/** In walking order from `start` (null: from the first known); who has no known place comes last, in the order given. */
export function walkingOrder<T extends { readonly point: Point | null }>(start: Point | null, stops: readonly T[]): Walked<T>[] {
  const left = stops.filter((stop) => stop.point !== null);
  const walked: Walked<T>[] = [];
  for (let at = start; left.length > 0; ) {
    const distances = left.map((stop) => (at === null ? 0 : metresBetween(at, stop.point!)));
    const nearest = distances.indexOf(Math.min(...distances));
    const [next] = left.splice(nearest, 1);
    walked.push({ ...next!, metres: at === null ? null : distances[nearest]! });
    at = next!.point;
  }
  return [...walked, ...stops.filter((stop) => stop.point === null).map((stop) => ({ ...stop, metres: null }))];
}
