/** The outlines of the counties, from the city pack: a sketch for maps of figures, not evidence of where a boundary runs. */
import fs from 'node:fs';
import path from 'node:path';
import { signedIn } from '../kernel/access/index.ts';
import type { Outline } from '../kernel/division/index.ts';
import { type RouteDefinition, route } from '../kernel/http/server.ts';

const PACKS = path.resolve(import.meta.dirname, '../../cities');
interface Boundaries {
  type: 'FeatureCollection';
  features: readonly Outline[];
}
const EMPTY: Boundaries = { type: 'FeatureCollection', features: [] };
const known = new Map<string, Boundaries>();

/** The folder of the pack of a city; null when there is none. */
export function packFolder(city: string): string | null {
  const pack = fs
    .readdirSync(PACKS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && fs.existsSync(path.join(PACKS, entry.name, 'city.json')))
    .find((entry) => JSON.parse(fs.readFileSync(path.join(PACKS, entry.name, 'city.json'), 'utf8')).code === city);
  return pack ? path.join(PACKS, pack.name) : null;
}

export function boundariesOf(city: string): Boundaries {
  if (!known.has(city)) {
    const folder = packFolder(city);
    const file = folder && path.join(folder, 'boundaries.geojson');
    known.set(city, file && fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : EMPTY);
  }
  return known.get(city)!;
}

export const boundaryRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/boundaries',
    permission: signedIn,
    summary: '县（市、区）轮廓示意',
    handler: async ({ platform }) => boundariesOf(platform.city.code),
  }),
];
