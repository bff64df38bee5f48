/** Where people live and where the village has its office, for the order of visits. A home is sealed like every address; each recording is on record. */
import { z } from 'zod';
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import type { Box } from '../http/server.ts';
import { factOfMany, type PersonId, recordFact } from '../resident/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode } from '../schema/index.ts';
import type { Point } from './index.ts';

const degrees = (label: string, help: string) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,3}(\.\d{1,6})?$/, '请填写度数，例如 29.78100')
    .meta({ label, help });

export const PlaceInput = z.strictObject({
  longitude: degrees('经度', '手机定位会自动填；也可以照地图软件填写，例如 114.24800'),
  latitude: degrees('纬度', '例如 29.78100'),
});
export type PlaceInput = z.infer<typeof PlaceInput>;

const CHINA: Box = { west: 73, south: 3, east: 136, north: 54 };

/** One outside of the city was entered wrongly, most often the other way round. */
function pointOf({ longitude, latitude }: PlaceInput, box: Box | null): Result<Point, 'INVALID_INPUT'> {
  const point = { longitude: Number(longitude), latitude: Number(latitude) };
  const { west, south, east, north } = box ?? CHINA;
  const inside = point.longitude >= west && point.longitude <= east && point.latitude >= south && point.latitude <= north;
  return inside
    ? ok(point)
    : fail('INVALID_INPUT', { count: 1 }, [
        { path: 'longitude', message: `位置不在${box ? '本市' : '国内'}，请核对经度和纬度有没有填反` },
      ]);
}

/** Where somebody lives whom the actor visits. */
export async function recordHome(tx: Tx, personId: PersonId, input: PlaceInput, box: Box | null): Promise<Result<null>> {
  const point = pointOf(input, box);
  if (!point.ok) return point;
  const person = await tx.maybe<{ division: DivisionCode }>(
    sql`select division from person where id = ${personId} and division >= ${tx.actor.lo ?? ''} and division < ${tx.actor.hi ?? ''}`,
  );
  if (!person) return fail('NOT_FOUND');
  const recorded = await recordFact(tx, {
    subject: { kind: 'person', id: personId },
    kind: 'home-point',
    value: point.value,
    source: '村（社区）上门',
    validFrom: tx.today,
  });
  if (!recorded.ok) return recorded;
  await recordAudit(tx, {
    action: 'visit.home-placed',
    subject: { kind: 'person', id: personId },
    personId,
    division: person.division,
  });
  return ok(null);
}

/** The office of the actor's own village. */
export async function recordOffice(tx: Tx, input: PlaceInput, box: Box | null): Promise<Result<null>> {
  const point = pointOf(input, box);
  if (!point.ok) return point;
  const division = tx.actor.division;
  if (division === null || tx.divisions.get(division)?.level !== 'village') return fail('NOT_FOUND');
  const { longitude, latitude } = point.value;
  if (tx.divisions.fits(division, [longitude, latitude]) === 'outside')
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'longitude', message: '坐标不在所选区划范围内，请核对' }]);
  await tx.run(sql`insert into village_office (division, lon, lat, recorded_at, recorded_by) values (${division}, ${longitude}, ${latitude}, ${tx.now}, ${tx.actor.id})
    on conflict (division) do update set lon = excluded.lon, lat = excluded.lat, recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by`);
  await recordAudit(tx, { action: 'village-office.placed', division });
  return ok(null);
}

/** Of the actor's own village; null for everybody above, and where nobody has recorded it. */
export async function officePoint(tx: Tx): Promise<Point | null> {
  const row = await tx.maybe<{ lon: number; lat: number }>(
    sql`select lon, lat from village_office where division = ${tx.actor.division ?? ''}`,
  );
  return row && { longitude: row.lon, latitude: row.lat };
}

export const homePoints = async (tx: Tx, persons: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Point>> =>
  new Map((await factOfMany<Point>(tx, persons, 'home-point')).map((fact) => [fact.subjectId as PersonId, fact.value]));
