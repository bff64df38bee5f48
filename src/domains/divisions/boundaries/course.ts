/** 走向: the points of a line in their order, as they were entered. What was not surveyed is kept as a sketch and shown as one; nothing is drawn in between but straight lines. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { LonLat } from '../../../kernel/division/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice } from '../../../kernel/schema/index.ts';
import type { Addressed } from '../step-route.ts';
import { type Line, lockLine } from './lines.ts';
import { type CourseKind, courseKinds } from './terms.ts';

export const CourseInput = z.strictObject({
  kind: choice(courseKinds).meta({ label: '这些点从哪里来' }),
  source: z
    .string()
    .trim()
    .min(4, '请写明来源（至少4个字）')
    .max(100, '不超过100字')
    .meta({ label: '来源', help: '哪一份勘界成果、界线协议附图；示意的写明照什么画的' }),
  points: z
    .string()
    .trim()
    .min(1, '请填写各点的坐标')
    .max(80_000)
    .meta({ label: '各点的坐标', widget: 'textarea', help: '从一头到另一头，一行一个点：经度,纬度，如114.0123,29.8456' }),
});

/** Points that a course may have. */
export const MOST = 2000;
const POINT = /^(\d{2,3}(?:\.\d{1,8})?)[,，\s]+(\d{1,2}(?:\.\d{1,8})?)$/;
const DEGREES = /^\d{1,8}(\.\d{1,15})?$/;
const inEast = (degrees: number): boolean => degrees >= 73 && degrees <= 136;
const inNorth = (degrees: number): boolean => degrees >= 3 && degrees <= 54;
const invalid = (message: string) => fail('INVALID_INPUT', { count: 1 }, [{ path: 'points', message }]);

/** What is wrong with a longitude and a latitude in degrees as they were written; null when they are a point of the country. */
export function pointProblem(lon: string, lat: string): string | null {
  const [east, north] = [lon, lat].map((text) => (DEGREES.test(text) ? Number(text) : null)) as [number | null, number | null];
  if (east === null || north === null) return '请写成度的小数，如114.0123、29.8456';
  if (inNorth(east) && inEast(north)) return '经度、纬度写反了';
  if (!inEast(east) || !inNorth(north)) return `${lon}，${lat}不在国内，是不是平面坐标，请换算成经纬度`;
  return null;
}

/** One point a line; the first that is none is named by its line. */
export function pointsOf(text: string): Result<LonLat[], 'INVALID_INPUT'> {
  const points: LonLat[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const [, lon, lat] = POINT.exec(line.normalize('NFKC').trim()) ?? [];
    if (lon === undefined || pointProblem(lon, lat!) !== null)
      return invalid(`第${i + 1}行不是“经度,纬度”：${line.trim().slice(0, 30)}`);
    const point: LonLat = [Number(lon), Number(lat)];
    const last = points.at(-1);
    if (!last || last[0] !== point[0] || last[1] !== point[1]) points.push(point);
  }
  if (points.length < 2) return invalid('至少两个点才连得成线');
  return points.length > MOST ? invalid(`最多${MOST}个点，现在有${points.length}个`) : ok(points);
}

/** As it was entered, to be put right. */
export const pointsText = (course: readonly LonLat[]): string => course.map((point) => point.join(',')).join('\n');

/** Outside both sides. */
export const isStray = (tx: Tx, { division, otherDivision }: Line, point: LonLat): boolean =>
  [division, otherDivision].every((side) => tx.divisions.fits(side, point) === 'outside');

interface Course {
  readonly kind: CourseKind;
  readonly source: string;
  readonly points: readonly LonLat[];
}

/** In the place of the one before. */
export async function keepCourse(tx: Tx, lineId: string, { kind, source, points }: Course): Promise<void> {
  await tx.run(sql`update boundary_line set course = ${JSON.stringify(points)}::jsonb, course_kind = ${kind}, course_source = ${source}, version = version + 1
    where id = ${lineId}`);
}

export async function enterCourse(tx: Tx, of: Addressed, given: z.infer<typeof CourseInput>): Promise<Result<null>> {
  const line = await lockLine(tx, of);
  if (!line.ok) return line;
  const points = pointsOf(given.points);
  if (!points.ok) return points;
  const { division } = line.value;
  const stray = points.value.findIndex((point) => isStray(tx, line.value, point));
  if (stray >= 0) return invalid(`第${stray + 1}个点不在界线两侧的范围内，请核对`);
  await keepCourse(tx, of.id, { kind: given.kind, source: given.source, points: points.value });
  await recordAudit(tx, {
    action: 'boundary-line.course-entered',
    subject: { kind: 'boundary-line', id: of.id },
    division,
    detail: { points: points.value.length, kind: given.kind },
  });
  return ok(null);
}
