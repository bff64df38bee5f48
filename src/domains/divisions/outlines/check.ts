/**
 * 乡镇界线: what a file of official lines must be (GeoJSON, CGCS2000 in degrees, one feature for each township), judged against the tree and the sketch of the
 * counties. Every fault is told with the number of its feature; a county is there as a whole or not at all, because a map with holes is misread. Pure.
 */
import {
  coarsened,
  type Divisions,
  fitIn,
  type LonLat,
  levelOf,
  type Outline,
  type Polygon,
  padCode,
  pointsOf,
} from '../../../kernel/division/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';

export interface OutlineProblem {
  /** Of the feature, from 1; 0: the file as a whole. */
  readonly no: number;
  readonly name: string;
  readonly problem: string;
}
export interface CheckedOutlines {
  readonly outlines: readonly Outline[];
  readonly problems: readonly OutlineProblem[];
}

const MOST_FEATURES = 500;
const MOST_POINTS = 400_000;
/** So many points of a line are looked at where they lie: enough for what is shifted, or is another county's. */
const SAMPLE = 120;
/** The sketch of the counties is good to some hundred metres: a few points beyond it are no fault. */
const STRAY_SHARE = 0.2;
const OVERLAP_SHARE = 0.1;

/** As surveyors write it; 全球定位系统 differs from it by less than a metre. */
const SYSTEMS = /EPSG:{1,2}4490|CGCS ?2000|CRS84|EPSG:{1,2}4326/i;

const CODE_KEYS = ['code', 'CODE', 'XZQDM', '代码', '区划代码', '行政区划代码'];
const NAME_KEYS = ['name', 'NAME', 'XZQMC', '名称', '乡镇名称', '乡镇'];

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const firstOf = (properties: Json, keys: readonly string[]): string => {
  const key = keys.find((k) => properties[k] !== undefined && properties[k] !== null);
  return key === undefined ? '' : String(properties[key]).trim();
};

/** A ring with its points in degrees, none twice in a row; else what is wrong with it. */
function ringOf(raw: unknown): LonLat[] | string {
  if (!Array.isArray(raw)) return '界线的坐标读不出来';
  const ring: LonLat[] = [];
  for (const point of raw) {
    if (!Array.isArray(point) || typeof point[0] !== 'number' || typeof point[1] !== 'number') return '界线的坐标读不出来';
    const [lon, lat] = point as [number, number];
    if (Math.abs(lon) > 180 || Math.abs(lat) > 90) return '坐标像是投影坐标（米），请换算成经纬度（度）';
    if (lon < 73 || lon > 136 || lat < 3 || lat > 54) return `坐标${lon},${lat}不在国内，请核对经度在前、纬度在后`;
    const last = ring.at(-1);
    if (!last || last[0] !== lon || last[1] !== lat) ring.push([lon, lat]);
  }
  const [first, last] = [ring[0], ring.at(-1)];
  if (ring.length < 4 || first?.[0] !== last?.[0] || first?.[1] !== last?.[1]) return '界线没有闭合，或者不足四个点';
  return ring;
}

function polygonOf(raw: unknown): Polygon | string {
  if (!Array.isArray(raw) || raw.length === 0) return '界线的坐标读不出来';
  const rings: LonLat[][] = [];
  for (const each of raw) {
    const ring = ringOf(each);
    if (typeof ring === 'string') return ring;
    rings.push(ring);
  }
  return rings;
}

function geometryOf(raw: unknown): Outline['geometry'] | string {
  if (!isObject(raw) || (raw.type !== 'Polygon' && raw.type !== 'MultiPolygon')) return '不是面（Polygon、MultiPolygon）';
  if (raw.type === 'Polygon') {
    const polygon = polygonOf(raw.coordinates);
    return typeof polygon === 'string' ? polygon : { type: 'Polygon', coordinates: polygon };
  }
  if (!Array.isArray(raw.coordinates) || raw.coordinates.length === 0) return '界线的坐标读不出来';
  const polygons: Polygon[] = [];
  for (const each of raw.coordinates) {
    const polygon = polygonOf(each);
    if (typeof polygon === 'string') return polygon;
    polygons.push(polygon);
  }
  return { type: 'MultiPolygon', coordinates: polygons };
}

/** Some of its points, evenly along the line. */
function sampleOf(outline: Outline): LonLat[] {
  const all = pointsOf(outline);
  const step = Math.max(1, Math.floor(all.length / SAMPLE));
  return all.filter((_, i) => i % step === 0);
}

type Divided = Pick<Divisions, 'get' | 'fits' | 'children'>;

/** One feature: the township that it is, with its line; else what is wrong. */
function outlineOf(feature: unknown, divisions: Divided, city: DivisionCode): Outline | { name: string; problem: string } {
  if (!isObject(feature)) return { name: '', problem: '读不出来' };
  const properties = isObject(feature.properties) ? feature.properties : {};
  const name = firstOf(properties, NAME_KEYS);
  const wrong = (problem: string) => ({ name, problem });
  const digits = firstOf(properties, CODE_KEYS) || String(feature.id ?? '').trim();
  if (!/^\d{9}(\d{3})?$/.test(digits)) return wrong('没有9位或者12位的区划代码（属性 code、XZQDM、代码）');
  const code = padCode(digits);
  const unit = divisions.get(code);
  if (levelOf(code) !== 'township' || !unit || unit.validTo !== null || code.slice(0, 4) !== city.slice(0, 4))
    return wrong(`${digits}不是本市现有的乡镇（街道）`);
  if (name && name !== unit.name && name !== unit.rawName) return wrong(`代码${digits}是${unit.name}，文件里写的是“${name}”`);
  const geometry = geometryOf(feature.geometry);
  if (typeof geometry === 'string') return { name: unit.name, problem: geometry };
  return { id: code, properties: { name: unit.name }, geometry };
}

const countyOf = (code: DivisionCode): DivisionCode => `${code.slice(0, 6)}000000` as DivisionCode;

/** Out of the county, or over a neighbour; neighbours by their rough lines, which is close enough and quick. */
function misplaced(outline: Outline, others: readonly Outline[], divisions: Divided): string | null {
  const points = sampleOf(outline);
  const share = (is: (point: LonLat) => boolean) => points.filter(is).length / points.length;
  if (share((point) => divisions.fits(outline.id, point) === 'outside') > STRAY_SHARE)
    return `界线在${divisions.get(countyOf(outline.id))?.name ?? '所在的县'}以外，请核对代码、坐标系`;
  const over = others.find(
    (other) => other.id !== outline.id && share((point) => fitIn(other, point) === 'inside') > OVERLAP_SHARE,
  );
  return over ? `和${over.properties.name}重叠` : null;
}

/** The file as it was uploaded. */
export function checkOutlines(text: string, { divisions, city }: { divisions: Divided; city: DivisionCode }): CheckedOutlines {
  const whole = (problem: string): CheckedOutlines => ({ outlines: [], problems: [{ no: 0, name: '整份文件', problem }] });
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return whole('不是GeoJSON文件，或者文件没有传完');
  }
  if (!isObject(file) || file.type !== 'FeatureCollection' || !Array.isArray(file.features))
    return whole('不是GeoJSON的FeatureCollection');
  const system = isObject(file.crs) && isObject(file.crs.properties) ? String(file.crs.properties.name ?? '') : '';
  if (system && !SYSTEMS.test(system)) return whole(`坐标系写的是“${system}”，只收CGCS2000（2000国家大地坐标系）的经纬度`);
  const { features } = file;
  if (features.length === 0) return whole('文件里没有界线');
  if (features.length > MOST_FEATURES) return whole(`最多${MOST_FEATURES}个乡镇，文件里有${features.length}个`);

  const problems: OutlineProblem[] = [];
  const found = new Map<DivisionCode, { no: number; outline: Outline }>();
  let points = 0;
  for (const [i, feature] of features.entries()) {
    const outline = outlineOf(feature, divisions, city);
    if ('problem' in outline) problems.push({ no: i + 1, ...outline });
    else if (found.has(outline.id))
      problems.push({ no: i + 1, name: outline.properties.name, problem: `和第${found.get(outline.id)!.no}个是同一个乡镇` });
    else {
      found.set(outline.id, { no: i + 1, outline });
      points += pointsOf(outline).length;
    }
  }
  if (points > MOST_POINTS) return whole(`最多${MOST_POINTS}个点，文件里有${points}个，请先抽稀`);
  const counties = Map.groupBy(found.values(), ({ outline }) => countyOf(outline.id));
  for (const [county, of] of counties) {
    const rough = of.map(({ outline }): Outline => ({ ...outline, geometry: drawnOf(outline) }));
    for (const { no, outline } of of) {
      const problem = misplaced(outline, rough, divisions);
      if (problem) problems.push({ no, name: outline.properties.name, problem });
    }
    const missing = missingIn(county, new Set(of.map(({ outline }) => outline.id)), divisions);
    // 已经指出不对的，不再说它没有
    const named = new Set(problems.map(({ name }) => name));
    const unnamed = missing.filter((name) => !named.has(name));
    if (unnamed.length > 0)
      problems.push({ no: 0, name: divisions.get(county)?.name ?? county, problem: `还缺${unnamed.join('、')}，一个县要齐` });
  }
  return { outlines: [...found.values()].map(({ outline }) => outline), problems: problems.sort((a, b) => a.no - b.no) };
}

/** The townships of a county that have no line; functional zones need none of their own. */
export const missingIn = (
  county: DivisionCode,
  drawn: ReadonlySet<DivisionCode>,
  divisions: Pick<Divisions, 'children'>,
): string[] =>
  divisions
    .children(county)
    .filter(({ code, legal }) => legal && !drawn.has(code))
    .map(({ name }) => name);

/** On a sketch a line is told to so many metres. */
const ROUGH_METRES = 60;

/** What is drawn: the rough course, on which nobody can measure. */
export function drawnOf(outline: Outline): Outline['geometry'] {
  const rough = (polygon: Polygon): Polygon => {
    const rings = polygon.map((ring) => coarsened(ring, ROUGH_METRES)).filter((ring) => ring.length >= 4);
    return rings.length > 0 ? rings : polygon;
  };
  return outline.geometry.type === 'Polygon'
    ? { type: 'Polygon', coordinates: rough(outline.geometry.coordinates) }
    : { type: 'MultiPolygon', coordinates: outline.geometry.coordinates.map(rough) };
}
