/** Boundary lines: registered by the city, seen from both sides. */
import { z } from 'zod';
import { type Sql, sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type LonLat, levelOf } from '../../../kernel/division/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { Division, type DivisionCode, type Id, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import type { Addressed } from '../step-route.ts';
import { type CourseKind, lineLevels } from './terms.ts';

export interface Line {
  readonly id: Id<'BoundaryLine'>;
  readonly name: string;
  readonly level: keyof typeof lineLevels;
  readonly division: DivisionCode;
  readonly otherDivision: DivisionCode;
  readonly lengthMetres: number | null;
  readonly agreementNo: string;
  readonly lastFinishedOn: PlainDate | null;
  /** How many of the three warnings of the next round have been given. */
  readonly warned: number;
  /** Null: nobody entered it, and nothing is drawn. */
  readonly course: readonly LonLat[] | null;
  readonly courseKind: CourseKind | null;
  readonly courseSource: string | null;
  readonly version: number;
}
export const lineColumns = sql`id, name, level, division, other_division, length_metres, agreement_no, last_finished_on, warned, course, course_kind, course_source, version`;

const KM = /^\d{1,4}(\.\d{1,3})?$/;
export const KilometresText = z.string().trim().regex(KM, '请填写公里数，最多三位小数');
export const metresOf = (kilometres: string): number => Math.round(Number(kilometres) * 1_000);
export const kilometres = (metres: number): string => String(metres / 1_000);

const basics = {
  length: KilometresText.optional().meta({ label: '协议长度', unit: '公里' }),
  agreementNo: z.string().trim().max(60).default('').meta({ label: '界线协议文号' }),
  lastFinishedOn: PlainDateText.optional().meta({ label: '上一轮联合检查完成日期', widget: 'date', help: '没有查到的先不填' }),
};
export const NewLine = z.strictObject({
  division: Division.meta({ label: '一侧' }),
  otherDivision: Division.meta({ label: '另一侧' }),
  ...basics,
});
export const LineBasics = z.strictObject(basics);

const invalid = (path: string, message: string) => fail('INVALID_INPUT', { count: 1 }, [{ path, message }]);

export async function registerLine(tx: Tx, given: z.infer<typeof NewLine>): Promise<Result<{ id: Line['id'] }>> {
  const [division, otherDivision] = [given.division, given.otherDivision].sort() as [DivisionCode, DivisionCode];
  const level = levelOf(division);
  if (division === otherDivision) return invalid('otherDivision', '两侧不能是同一个单位');
  if (level !== levelOf(otherDivision) || !(level in lineLevels)) return invalid('otherDivision', '两侧须是同一级的县、乡镇或村');
  if (given.lastFinishedOn && given.lastFinishedOn > tx.today) return invalid('lastFinishedOn', '不能晚于今天');
  const id: Line['id'] = newId();
  const core = (code: DivisionCode) => tx.divisions.get(code)?.core ?? code;
  const added =
    await tx.run(sql`insert into boundary_line (id, name, level, division, other_division, length_metres, agreement_no, last_finished_on, created_at, created_by)
    values (${id}, ${`${core(division)}—${core(otherDivision)}线`}, ${level}, ${division}, ${otherDivision}, ${given.length ? metresOf(given.length) : null}, ${given.agreementNo}, ${given.lastFinishedOn ?? null}, ${tx.now}, ${tx.actor.id})
    on conflict (division, other_division) do nothing`);
  if (added === 0) return fail('BOUNDARY_LINE_TWICE');
  await recordAudit(tx, {
    action: 'boundary-line.registered',
    subject: { kind: 'boundary-line', id },
    division,
    detail: { otherDivision },
  });
  return ok({ id });
}

export const findLine = (tx: Tx, which: Sql): Promise<Line | null> =>
  tx.maybe<Line>(sql`select ${lineColumns} from boundary_line where ${which}`);

/** The line, held, as it was seen. */
export async function lockLine(tx: Tx, of: { id: string; version?: number }): Promise<Result<Line>> {
  const line = await findLine(tx, sql`id = ${of.id} for update`);
  if (!line) return fail('NOT_FOUND');
  return of.version !== undefined && of.version !== line.version ? fail('BOUNDARY_STALE') : ok(line);
}

export async function changeBasics(tx: Tx, of: Addressed, given: z.infer<typeof LineBasics>): Promise<Result<null>> {
  const line = await lockLine(tx, of);
  if (!line.ok) return line;
  if (given.lastFinishedOn && given.lastFinishedOn > tx.today) return invalid('lastFinishedOn', '不能晚于今天');
  await tx.run(sql`update boundary_line set length_metres = ${given.length ? metresOf(given.length) : null}, agreement_no = ${given.agreementNo}, last_finished_on = ${given.lastFinishedOn ?? null},
    warned = 0, version = version + 1 where id = ${of.id}`);
  await recordAudit(tx, {
    action: 'boundary-line.changed',
    subject: { kind: 'boundary-line', id: of.id },
    division: line.value.division,
    detail: {},
  });
  return ok(null);
}
