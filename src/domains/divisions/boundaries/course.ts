/** 走向: the points of a line in their order, as they were entered. What was not surveyed is kept as a sketch and shown as one; nothing is drawn in between but straight lines. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { LonLat } from '../../../kernel/division/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice } from '../../../kernel/schema/index.ts';
import type { Addressed } from '../step-route.ts';
import { lockLine } from './lines.ts';
import { courseKinds } from './terms.ts';

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

const MOST = 2000;
const POINT = /^(\d{2,3}(?:\.\d{1,8})?)[,，\s]+(\d{1,2}(?:\.\d{1,8})?)$/;
const invalid = (message: string) => fail('INVALID_INPUT', { count: 1 }, [{ path: 'points', message }]);

/** One point a line; the first that is none is named by its line. */
export function pointsOf(text: string): Result<LonLat[], 'INVALID_INPUT'> {
  const points: LonLat[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const [, lon, lat] = POINT.exec(line.normalize('NFKC').trim()) ?? [];
    if (lon === undefined || Number(lon) < 73 || Number(lon) > 136 || Number(lat) < 3 || Number(lat) > 54)
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

export async function enterCourse(tx: Tx, of: Addressed, given: z.infer<typeof CourseInput>): Promise<Result<null>> {
  const line = await lockLine(tx, of);
  if (!line.ok) return line;
  const points = pointsOf(given.points);
  if (!points.ok) return points;
  const { division, otherDivision } = line.value;
  const stray = points.value.findIndex((point) =>
    [division, otherDivision].every((side) => tx.divisions.fits(side, point) === 'outside'),
  );
  if (stray >= 0) return invalid(`第${stray + 1}个点不在界线两侧的范围内，请核对`);
  await tx.run(sql`update boundary_line set course = ${JSON.stringify(points.value)}::jsonb, course_kind = ${given.kind}, course_source = ${given.source}, version = version + 1
    where id = ${of.id}`);
  await recordAudit(tx, {
    action: 'boundary-line.course-entered',
    subject: { kind: 'boundary-line', id: of.id },
    division,
    detail: { points: points.value.length, kind: given.kind },
  });
  return ok(null);
}
