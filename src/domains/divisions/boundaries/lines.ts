/** Boundary lines: registered by the city, seen from both sides. */
import { z } from 'zod';
import { type Sql, sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope, type LonLat, levelOf } from '../../../kernel/division/index.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { choice, Division, type DivisionCode, type Id, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import type { Addressed } from '../step-route.ts';
import { type CourseKind, lineLevels } from './terms.ts';

export interface Line {
  readonly id: Id<'BoundaryLine'>;
  readonly name: string;
  readonly level: keyof typeof lineLevels;
  readonly division: DivisionCode;
  readonly otherDivision: DivisionCode;
  /** 市外的毗邻单位: its name, for it is in no tree of ours; null where both sides are. Then `otherDivision` is its code, and nobody there has an account. */
  readonly beyond: string | null;
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
export const lineColumns = sql`id, name, level, division, other_division, beyond, length_metres, agreement_no, last_finished_on, warned, course, course_kind, course_source, version`;

const KM = /^\d{1,4}(\.\d{1,3})?$/;
export const KilometresText = z.string().trim().regex(KM, '请填写公里数，最多三位小数');
export const metresOf = (kilometres: string): number => Math.round(Number(kilometres) * 1_000);
export const kilometres = (metres: number): string => String(metres / 1_000);

const neighbours = { city: '本市', beyond: '市外' } as const;
const inCity = { showIf: { field: 'where', in: ['city'] }, requiredIfShown: true };
const outOfCity = { showIf: { field: 'where', in: ['beyond'] }, requiredIfShown: true };

const basics = {
  length: KilometresText.optional().meta({ label: '协议长度', unit: '公里' }),
  agreementNo: z.string().trim().max(60).default('').meta({ label: '界线协议文号' }),
  lastFinishedOn: PlainDateText.optional().meta({ label: '上一轮联合检查完成日期', widget: 'date', help: '没有查到的先不填' }),
};
export const NewLine = z.strictObject({
  division: Division.meta({ label: '一侧' }),
  where: choice(neighbours).default('city').meta({ label: '另一侧在哪里' }),
  otherDivision: Division.optional().meta({ label: '另一侧', ...inCity }),
  beyond: z
    .string()
    .trim()
    .max(40)
    .default('')
    .meta({ label: '另一侧的县（市、区）', help: '写全称，连同所在的市', ...outOfCity }),
  beyondCode: z
    .string()
    .trim()
    .max(6)
    .default('')
    .meta({ label: '它的行政区划代码', help: '国家标准的六位代码', ...outOfCity }),
  ...basics,
});
export const LineBasics = z.strictObject(basics);

/** Those sides that are ours: whose offices can be told and asked. */
export const ownSides = ({ division, otherDivision, beyond }: Line): DivisionCode[] =>
  beyond === null ? [division, otherDivision] : [division];

export const sideName = (tx: Tx, { beyond, otherDivision }: Line, side: DivisionCode): string =>
  beyond !== null && side === otherDivision ? beyond : tx.divisions.fullName(side);

const COUNTY_CODE = /^[1-9]\d{3}(?!00)\d{2}$/;

/** The two sides as they are kept: ours in the order of their codes; one of another city always second. */
function sidesGiven(tx: Tx, given: z.infer<typeof NewLine>): Result<Pick<Line, 'division' | 'otherDivision' | 'beyond'>> {
  if (given.where === 'city') {
    if (!given.otherDivision) return wrong('otherDivision', '请选择另一侧');
    const [division, otherDivision] = [given.division, given.otherDivision].sort() as [DivisionCode, DivisionCode];
    return ok({ division, otherDivision, beyond: null });
  }
  if (levelOf(given.division) !== 'county') return wrong('division', '与市外相邻的界线，本市一侧请选县（市、区）');
  if (given.beyond.length < 2) return wrong('beyond', '请写明另一侧是哪个县（市、区）');
  if (!COUNTY_CODE.test(given.beyondCode)) return wrong('beyondCode', '请填写六位的县级代码');
  const otherDivision = `${given.beyondCode}000000` as DivisionCode;
  if (inScope(otherDivision, tx.city)) return wrong('beyondCode', '这个代码是本市的，请在“本市”里选');
  return ok({ division: given.division, otherDivision, beyond: given.beyond });
}

export async function registerLine(tx: Tx, given: z.infer<typeof NewLine>): Promise<Result<{ id: Line['id'] }>> {
  const sides = sidesGiven(tx, given);
  if (!sides.ok) return sides;
  const { division, otherDivision, beyond } = sides.value;
  const level = levelOf(division);
  if (division === otherDivision) return wrong('otherDivision', '两侧不能是同一个单位');
  if (level !== levelOf(otherDivision) || !(level in lineLevels)) return wrong('otherDivision', '两侧须是同一级的县、乡镇或村');
  if (given.lastFinishedOn && given.lastFinishedOn > tx.today) return wrong('lastFinishedOn', '不能晚于今天');
  const id: Line['id'] = newId();
  const core = (code: DivisionCode) => tx.divisions.get(code)?.core ?? beyond ?? code;
  const added =
    await tx.run(sql`insert into boundary_line (id, name, level, division, other_division, beyond, length_metres, agreement_no, last_finished_on, created_at, created_by)
    values (${id}, ${`${core(division)}—${core(otherDivision)}线`}, ${level}, ${division}, ${otherDivision}, ${beyond}, ${given.length ? metresOf(given.length) : null}, ${given.agreementNo}, ${given.lastFinishedOn ?? null}, ${tx.now}, ${tx.actor.id})
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
  if (given.lastFinishedOn && given.lastFinishedOn > tx.today) return wrong('lastFinishedOn', '不能晚于今天');
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
