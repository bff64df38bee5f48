/** Squares in place of townships, each inside its county and none over another: invented lines, for tests. */
import type { Divisions } from '../../../kernel/division/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';

export interface SquareFeature {
  type: 'Feature';
  properties: Record<string, unknown>;
  geometry: { type: 'Polygon'; coordinates: number[][][] };
}

const SIDE = 0.02;

/** Every legal township of a county, from a point inside of it to the east and north. */
export const squaresOf = (
  divisions: Divisions,
  county: DivisionCode,
  [west, south]: readonly [number, number],
): SquareFeature[] =>
  divisions
    .children(county)
    .filter(({ legal }) => legal)
    .map(({ code, name }, i) => {
      const [lon, lat] = [west + (i % 4) * SIDE, south + Math.floor(i / 4) * SIDE];
      const corners = [
        [lon, lat],
        [lon + SIDE, lat],
        [lon + SIDE, lat + SIDE],
        [lon, lat + SIDE],
        [lon, lat],
      ];
      return {
        type: 'Feature',
        properties: { XZQDM: code.slice(0, 9), XZQMC: name },
        geometry: { type: 'Polygon', coordinates: [corners] },
      };
    });

export const collection = (features: readonly unknown[], more: object = {}): string =>
  JSON.stringify({ type: 'FeatureCollection', ...more, features });
