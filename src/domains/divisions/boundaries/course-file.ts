/** 走向 from the table of a survey: one line of boundary a file, in whole or not at all; the file itself is kept by the import, with its digest. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { LonLat } from '../../../kernel/division/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { defineImport, type Entire, type ImportOf, type SheetRow, verdict } from '../../../kernel/sheet/server.ts';
import { isStray, keepCourse, MOST, pointProblem } from './course.ts';
import { type Line, lineColumns, lockLine } from './lines.ts';
import { cityKeepers } from './terms.ts';

const ACCEPTED = 'CGCS2000';
/** As surveyors write it. 全球定位系统 differs from it by less than a metre. */
const accepted = new Set(['cgcs2000', '国家2000', '国家大地2000', '2000国家大地坐标系', '2000坐标系', 'wgs84']);
const plain = (text: string): string => text.toLowerCase().replace(/[\s_-]/g, '');

/** What is wrong with a row by itself; null when nothing is. */
export function rowProblem({ system, lon, lat }: SheetRow): string | null {
  if (!accepted.has(plain(String(system))))
    return `坐标系写的是“${system}”，只收${ACCEPTED}（2000国家大地坐标系）的经纬度，请换算以后再导入`;
  return pointProblem(String(lon), String(lat));
}

/** One line of boundary, with points enough and not too many. */
export function courseFile(): Entire {
  let line: string | null = null;
  let points = 0;
  return {
    next(row) {
      if (row === null) return null;
      points++;
      line ??= nameIn(row);
      return nameIn(row) === line ? null : `一份表只能是一条界线，前面的行写的是“${line}”`;
    },
    end: () => (points < 2 ? '至少两个点才连得成线' : points > MOST ? `一条界线最多${MOST}个点，现在有${points}个` : null),
  };
}

/** 咸安-嘉鱼线 is 咸安—嘉鱼线. */
const nameIn = ({ line }: SheetRow): string => String(line).replace(/[-–—―]+/g, '—');
const pointOf = ({ lon, lat }: SheetRow): LonLat => [Number(lon), Number(lat)];

/** By its name, where only one is called so. */
async function linesNamed(tx: Tx, rows: readonly SheetRow[]): Promise<ReadonlyMap<string, Line>> {
  const names = [...new Set(rows.map(nameIn))];
  const lines = await tx.rows<Line>(sql`select ${lineColumns} from boundary_line where name = any(${names}::text[]) limit 500`);
  return new Map(lines.filter(({ name }) => lines.filter((l) => l.name === name).length === 1).map((line) => [line.name, line]));
}

/** Adds the points of these rows to what the file has brought so far; the course itself is written once all are there. */
async function gather(tx: Tx, rows: readonly SheetRow[], { id, content }: ImportOf): Promise<Result<null>> {
  const line = (await linesNamed(tx, rows)).get(nameIn(rows[0]!));
  if (!line) return fail('NOT_FOUND');
  const points = JSON.stringify(rows.map(pointOf));
  await tx.run(sql`insert into boundary_course_file as f (import_id, line_id, division, content, points, at, by_id, by_name)
    values (${id}, ${line.id}, ${line.division}, ${content}, ${points}::jsonb, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})
    on conflict (import_id) do update set points = f.points || excluded.points`);
  return ok(null);
}

async function finish(tx: Tx, { id, content }: ImportOf): Promise<Result<null>> {
  const file = await tx.one<{ lineId: string; points: LonLat[] }>(
    sql`select line_id, points from boundary_course_file where import_id = ${id}`,
  );
  const line = await lockLine(tx, { id: file.lineId });
  if (!line.ok) return line;
  const points = file.points.filter((point, i, all) => i === 0 || point.join() !== all[i - 1]!.join());
  if (points.length < 2) return fail('COURSE_TOO_SHORT');
  await keepCourse(tx, file.lineId, { kind: 'surveyed', source: `勘测成果表，原文件SM3摘要${content}`, points });
  await recordAudit(tx, {
    action: 'boundary-line.course-entered',
    subject: { kind: 'boundary-line', id: file.lineId },
    division: line.value.division,
    detail: { points: points.length, kind: 'surveyed', file: content },
  });
  return ok(null);
}

defineImport({
  kind: 'boundary-course',
  title: '界线走向（勘测成果表）',
  help: '一份表一条界线，一行一个点，从一头到另一头；有一行不对，整份都不导入。导入以后换掉原来的走向。',
  performers: cityKeepers,
  columns: [
    { key: 'line', title: '界线', kind: 'text', required: true, max: 60, help: '照界线页的名称，如咸安—嘉鱼线' },
    { key: 'no', title: '点号', kind: 'text', max: 20 },
    {
      key: 'lon',
      title: '经度',
      names: ['东经', 'lon', 'longitude'],
      kind: 'text',
      required: true,
      max: 30,
      help: '度的小数，如114.0123',
    },
    {
      key: 'lat',
      title: '纬度',
      names: ['北纬', 'lat', 'latitude'],
      kind: 'text',
      required: true,
      max: 30,
      help: '度的小数，如29.8456',
    },
    { key: 'system', title: '坐标系', names: ['坐标系统', '坐标基准'], kind: 'text', required: true, max: 30, help: ACCEPTED },
  ],
  entire: courseFile,
  async check(tx, rows) {
    const lines = await linesNamed(tx, rows);
    return rows.map((row) => {
      const line = lines.get(nameIn(row));
      const problem = line
        ? (rowProblem(row) ?? (isStray(tx, line, pointOf(row)) ? '不在界线两侧的范围内，请核对坐标和坐标系' : null))
        : `没有登记“${row.line}”这条界线，或者不止一条叫这个名称，请照界线页的名称写`;
      return verdict(problem, `${row.line}的点`);
    });
  },
  apply: gather,
  finish,
});
