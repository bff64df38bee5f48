/**
 * 地图, server face. A domain puts a layer on the map by one query whose rows are the records: the number of a place is the count of the rows that it opens,
 * the points are those rows that have coordinates. What is told of persons is no layer.
 */
import { join, type Sql, sql } from '../../database/sql.ts';
import { isOneOf, officers, type Performer } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import { coarsened, inScope, type Level, levelOf, levels, scopeRange } from '../division/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode } from '../schema/index.ts';
import { openWork } from '../service/server.ts';
import type { Border, DrawnTownships, LayerName, MapRecord, MapSpot, MapView, PlaceCounts, Tone, Tones } from './index.ts';
import { choiceAmong } from './planned.ts';

export * from './index.ts';

export interface Layer extends LayerName {
  /** Who has it on the map of the workbench. */
  readonly readers: readonly Performer[];
  /** What the map for everybody shows of it. */
  readonly open: boolean;
  /** Where everybody reads of one of its records: this address and its id. */
  readonly page?: string;
  /** Columns id, division, name, says, lon, lat, link (an address of the workbench), and tone where it has tones: one row for each record. */
  readonly rows: (tx: Tx) => Promise<Sql>;
}

const layers = new Map<string, Layer>();
export function defineLayer(layer: Layer): void {
  if (layers.has(layer.key)) throw new Error(`layer ${layer.key} is defined twice`);
  layers.set(layer.key, layer);
}

/** 界线: they lie between units, so no unit counts them. What everybody reads of them is told without their state, and their course only roughly. */
export interface Borders {
  readonly zh: string;
  readonly tones: Tones;
  readonly readers: readonly Performer[];
  /** Those with a side in the unit. */
  readonly rows: (tx: Tx, unit: DivisionCode) => Promise<readonly Border[]>;
}
let borders: Borders | null = null;
export function defineBorders(given: Borders): void {
  if (borders) throw new Error('borders are defined twice');
  borders = given;
}
let townships: ((tx: Tx, county: DivisionCode) => Promise<DrawnTownships | null>) | null = null;
/** Who keeps the lines of townships. */
export function defineTownships(of: NonNullable<typeof townships>): void {
  if (townships) throw new Error('townships are defined twice');
  townships = of;
}

/** Closer than this nobody outside is shown a course. */
const ROUGH_METRES = 300;

/** The lines of the unit: one of their sides is it or lies in it. */
async function bordersOf(tx: Tx, unit: DivisionCode): Promise<MapView['borders']> {
  const staff = tx.actor.kind === 'staff';
  if (!borders || (staff && !isOneOf(tx.actor, borders.readers))) return null;
  const { zh, tones } = borders;
  const rows = await borders.rows(tx, unit);
  if (rows.length === 0) return null;
  return staff
    ? { zh, tones, rows }
    : {
        zh,
        tones: {},
        rows: rows.map((row) => ({ ...row, state: '', tone: 'plain', course: coarsened(row.course, ROUGH_METRES), to: null })),
      };
}

/** For everybody (the server's own act), or for a member of staff. */
const layersFor = ({ actor }: Tx): Layer[] =>
  [...layers.values()].filter((layer) => (actor.kind === 'staff' ? isOneOf(actor, layer.readers) : layer.open));

const below: Readonly<Record<Level, number>> = { nation: 2, province: 4, city: 6, county: 9, township: 12, village: 12 };
/** A sketch with more points than this cannot be read. */
const SPOTS = 400;

interface Row {
  id: string;
  division: DivisionCode;
  name: string;
  says: string;
  lon: number | null;
  lat: number | null;
  tone: Tone | null;
  link: string | null;
}
const columnsOf = ({ tones }: Layer): Sql =>
  sql`r.id, r.division, r.name, r.says, r.lon, r.lat, ${tones ? sql`r.tone` : sql`null as tone`}, r.link`;
const recordOf =
  (tx: Tx, { key, page }: Layer) =>
  ({ link, ...row }: Row): MapRecord => ({
    ...row,
    layer: key,
    to: tx.actor.kind === 'staff' ? link : page ? `${page}${row.id}` : null,
    placeName: tx.divisions.fullName(row.division),
  });

/** The unit and the reader's own place; null where it is none of the reader's. */
function within(tx: Tx, asked: DivisionCode | undefined): { unit: DivisionCode; own: DivisionCode } | null {
  const own = tx.actor.division ?? tx.city;
  const unit = asked ?? own;
  return tx.divisions.get(unit) && inScope(unit, own) && levels.indexOf(levelOf(unit)) >= levels.indexOf('city')
    ? { unit, own }
    : null;
}

async function countsOf(tx: Tx, layer: Layer, unit: DivisionCode): Promise<{ place: DivisionCode; count: number }[]> {
  const { lo, hi } = scopeRange(unit);
  return tx.rows(sql`select rpad(left(r.division, ${below[levelOf(unit)]}::int), 12, '0') as place, count(*)::int as count
    from (${await layer.rows(tx)}) r where r.division >= ${lo} and r.division < ${hi} group by 1 order by 1 limit 2000`);
}

async function spotsOf(tx: Tx, layer: Layer, unit: DivisionCode): Promise<MapSpot[]> {
  const { lo, hi } = scopeRange(unit);
  const rows = await tx.rows<Row & { lon: number; lat: number }>(
    sql`select ${columnsOf(layer)} from (${await layer.rows(tx)}) r
      where r.division >= ${lo} and r.division < ${hi} and r.lon is not null and r.lat is not null order by r.division, r.id limit ${SPOTS}`,
  );
  return rows.map((row) => ({ ...recordOf(tx, layer)(row), lon: row.lon, lat: row.lat }));
}

const sumOf = <K extends string>(rows: readonly Readonly<Record<K, number>>[], key: K): number =>
  rows.reduce((sum, row) => sum + row[key], 0);

/** What stands in a unit and in each unit below it; of what is not the reader's nothing is found. */
export async function mapView(tx: Tx, asked?: DivisionCode): Promise<Result<MapView, 'NOT_FOUND'>> {
  const found = within(tx, asked);
  if (!found) return fail('NOT_FOUND');
  const { unit, own } = found;
  const shown = layersFor(tx);
  const counted = await Promise.all(shown.map((layer) => countsOf(tx, layer, unit)));
  const spots = (await Promise.all(shown.map((layer) => spotsOf(tx, layer, unit)))).flat();
  const countsAt = (wanted: (place: DivisionCode) => boolean): Record<string, number> =>
    Object.fromEntries(
      shown.flatMap(({ key }, i) => {
        const count = counted[i]!.reduce((sum, row) => sum + (wanted(row.place) ? row.count : 0), 0);
        return count > 0 ? [[key, count]] : [];
      }),
    );
  const work = tx.actor.kind === 'staff' && isOneOf(tx.actor, officers) ? await openWork(tx, unit) : null;
  const workAt = (wanted: (place: DivisionCode) => boolean): PlaceCounts['work'] => {
    const here = work?.filter(({ place }) => wanted(place));
    return here ? { open: sumOf(here, 'open'), overdue: sumOf(here, 'overdue') } : null;
  };
  const nameOf = (code: DivisionCode) => tx.divisions.get(code)?.name ?? code;
  const at = (place: DivisionCode, exact: boolean): PlaceCounts => ({
    place,
    name: nameOf(place),
    exact,
    counts: countsAt((p) => p === place),
    work: workAt((p) => p === place),
  });
  // 已撤并的单位名下还有的，也要看得到
  const children = new Set([
    ...tx.divisions.children(unit).map(({ code }) => code),
    ...counted.flat().flatMap(({ place }) => (place === unit ? [] : [place])),
  ]);
  const itself = at(unit, true);
  return ok({
    division: unit,
    name: nameOf(unit),
    level: levelOf(unit),
    path: [unit, ...tx.divisions.ancestors(unit).map(({ code }) => code)]
      .filter((code) => inScope(code, own))
      .reverse()
      .map((code) => ({ code, name: nameOf(code), level: levelOf(code) })),
    layers: shown.map(({ key, zh, tones, onBorders }) => ({
      key,
      zh,
      ...(tones ? { tones } : {}),
      ...(onBorders ? { onBorders } : {}),
    })),
    total: { place: unit, name: nameOf(unit), exact: false, counts: countsAt(() => true), work: workAt(() => true) },
    places: [
      ...[...children].sort().map((code) => at(code, false)),
      ...(levelOf(unit) !== 'village' && Object.keys(itself.counts).length > 0 ? [itself] : []),
    ],
    spots,
    townships: (levelOf(unit) === 'city' ? null : await townships?.(tx, `${unit.slice(0, 6)}000000` as DivisionCode)) ?? null,
    borders: await bordersOf(tx, unit),
  });
}

const MOST = 500;
/** The records of one layer within a unit: by them a domain names a record of another one. Nothing where the reader has no such layer. */
export async function recordsOf(tx: Tx, of: { layer: string; division: DivisionCode }): Promise<MapRecord[]> {
  const found = within(tx, of.division);
  const layer = layersFor(tx).find(({ key }) => key === of.layer);
  if (!found || !layer) return [];
  const { lo, hi } = scopeRange(found.unit);
  const rows =
    await tx.rows<Row>(sql`select r.id, r.division, r.name, r.says, r.lon, r.lat, r.link from (${await layer.rows(tx)}) r
    where r.division >= ${lo} and r.division < ${hi} order by r.division, r.id limit ${MOST}`);
  return rows.map(recordOf(tx, layer));
}

export interface RecordsFilter {
  readonly division?: DivisionCode | undefined;
  readonly layer?: string | undefined;
  readonly exact?: '1' | undefined;
  readonly cursor?: string | undefined;
}
const PAGE = 50;

/** The records behind a number of the map, a page at a time, layer after layer. */
export async function mapRecords(
  tx: Tx,
  { division, layer, exact, cursor }: RecordsFilter,
): Promise<Result<{ rows: MapRecord[]; next: string | null }, 'NOT_FOUND'>> {
  const found = within(tx, division);
  const shown = layersFor(tx).filter(({ key }) => layer === undefined || key === layer);
  if (!found || shown.length === 0) return fail('NOT_FOUND');
  const { lo, hi } = scopeRange(found.unit);
  const place = exact ? sql`r.division = ${found.unit}` : sql`r.division >= ${lo} and r.division < ${hi}`;
  const [fromLayer = shown[0]!.key, fromDivision = '', fromId = ''] = cursor?.split(' ') ?? [];
  const rows: MapRecord[] = [];
  for (const each of shown.slice(
    Math.max(
      0,
      shown.findIndex(({ key }) => key === fromLayer),
    ),
  )) {
    const after = each.key === fromLayer && cursor ? sql`(r.division, r.id) > (${fromDivision}, ${fromId})` : sql`true`;
    const page = await tx.rows<Row>(
      sql`select ${columnsOf(each)} from (${await each.rows(tx)}) r
        where ${place} and ${after} order by r.division, r.id limit ${PAGE + 1 - rows.length}`,
    );
    rows.push(...page.map(recordOf(tx, each)));
    if (rows.length > PAGE) break;
  }
  const last = rows[PAGE - 1];
  return ok({
    rows: rows.slice(0, PAGE),
    next: rows.length > PAGE && last ? `${last.layer} ${last.division} ${last.id}` : null,
  });
}

/** The planned projects that a facility may be, as the form asks for one of them. */
export const plannedChoice = async (tx: Tx, facility: { readonly name: string; readonly division: DivisionCode }) =>
  choiceAmong(await recordsOf(tx, { layer: 'projects', division: facility.division }), facility);

/** Where a way begins. */
export interface StartingPoint {
  readonly code: DivisionCode;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
}

/** The townships in which something that everybody sees has said where it is: the middle of those points, to tell distances from. */
export async function startingPoints(tx: Tx): Promise<StartingPoint[]> {
  const shown = [...layers.values()].filter(({ open }) => open);
  if (shown.length === 0) return [];
  const all = await Promise.all(
    shown.map(
      async (layer) =>
        sql`select r.division, r.lon, r.lat from (${await layer.rows(tx)}) r where r.lon is not null and r.lat is not null`,
    ),
  );
  const rows = await tx.rows<Omit<StartingPoint, 'name'>>(
    sql`select rpad(left(p.division, 9), 12, '0') as code, avg(p.lon) as lon, avg(p.lat) as lat from (${join(all, sql` union all `)}) p
      where substr(p.division, 7, 3) <> '000' group by 1 order by 1 limit 1000`,
  );
  return rows.map((row) => ({ ...row, name: tx.divisions.fullName(row.code) }));
}

/** Straight on, in metres, on a plane that is true enough within a city; null where the record `alias` has not said where it is. */
export const metresFrom = ({ lon, lat }: Pick<StartingPoint, 'lon' | 'lat'>, alias: Sql): Sql =>
  sql`round(sqrt(power((${alias}.lat - ${lat}::float8) * 111320, 2) + power((${alias}.lon - ${lon}::float8) * 111320 * cos(radians(${lat}::float8)), 2)))::int`;
