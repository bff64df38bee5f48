/** 跨界用地 (行政区域界线管理条例 art. 10): what each side of a line says to the use of land on both of it. Kept with the line, because that is what both sides see. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope, levelOf } from '../../../kernel/division/index.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, type Id, type PlainDate } from '../../../kernel/schema/index.ts';
import { officeOf } from '../../../kernel/service/server.ts';
import type { Addressed } from '../step-route.ts';
import { findLine, type Line, lineColumns, ownSides, sideName } from './lines.ts';

defineTemplates({
  'boundary.land-use-asked': {
    title: '跨界用地征求意见',
    text: '{line}：{unit}的“{project}”要用两侧的土地。请在界线页表态，同意的写明批准文号。',
  },
  'boundary.land-use-mediated': {
    title: '跨界用地已调解',
    text: '{line}：“{project}”已经调解，{outcome} 请在界线页再表一次态。',
  },
  'boundary.land-use-answered': { title: '跨界用地表态', text: '{line}：{side}对“{project}”{answer}。' },
});

export interface LandUse {
  readonly id: Id<'BoundaryLandUse'>;
  readonly lineId: Line['id'];
  readonly caseId: string;
  readonly division: DivisionCode;
  readonly otherDivision: DivisionCode;
  readonly unit: string;
  readonly project: string;
  readonly whereabouts: string;
  readonly metresHere: number;
  readonly metresThere: number;
  readonly askedOn: PlainDate;
  readonly askedBy: string;
  /** How many mediations there were: whoever objected may speak once more after each. */
  readonly mediated: number;
  readonly filingNo: string | null;
  readonly filedOn: PlainDate | null;
  readonly endedOn: PlainDate | null;
}
const columns = sql`u.id, u.line_id, u.case_id, u.division, u.other_division, u.unit, u.project, u.whereabouts, u.metres_here, u.metres_there, u.asked_on, u.asked_by, u.mediated, u.filing_no, u.filed_on, u.ended_on`;

export interface Answer {
  readonly useId: LandUse['id'];
  readonly division: DivisionCode;
  readonly consents: boolean;
  readonly opinion: string;
  readonly documentNo: string;
  readonly onDate: PlainDate;
  readonly byName: string;
  /** After so many mediations. */
  readonly round: number;
}

export const landUsesOf = (tx: Tx, lineId: string): Promise<LandUse[]> =>
  tx.rows<LandUse>(
    sql`select ${columns} from boundary_land_use u where u.line_id = ${lineId} order by u.asked_on desc, u.id desc limit 200`,
  );

export const landUseOfCase = (tx: Tx, caseId: string): Promise<LandUse | null> =>
  tx.maybe<LandUse>(sql`select ${columns} from boundary_land_use u where u.case_id = ${caseId}`);

/** The last word of each side. */
export const answersTo = (tx: Tx, useIds: readonly string[]): Promise<Answer[]> =>
  tx.rows<Answer>(sql`select distinct on (use_id, division) use_id, division, consents, opinion, document_no, on_date, by_name, round from boundary_land_use_answer
    where use_id = any(${[...useIds]}::uuid[]) order by use_id, division, round desc limit 1000`);

export const sidesOf = ({ division, otherDivision }: LandUse): DivisionCode[] => [division, otherDivision];

/** Both have spoken and neither objects. */
export const isAgreed = (use: LandUse, answers: readonly Answer[]): boolean =>
  sidesOf(use).every((side) => answers.some((answer) => answer.division === side && answer.consents));

/** The line between two units of the city; null where none is registered. */
export function lineBetween(tx: Tx, sides: readonly [DivisionCode, DivisionCode]): Promise<Line | null> {
  const [one, other] = [...sides].sort();
  return findLine(tx, sql`division = ${one} and other_division = ${other} and beyond is null`);
}

/** The lines of a county with units of other cities. */
export const linesBeyond = (tx: Tx, county: DivisionCode): Promise<Line[]> =>
  tx.rows<Line>(
    sql`select ${lineColumns} from boundary_line where division = ${county} and beyond is not null order by other_division limit 50`,
  );

/** Who speaks for a side: the government of the county, or of the township. */
const speakerOf = (side: DivisionCode) => (levelOf(side) === 'county' ? 'county-leader' : 'township-leader');

/** Puts it to both governments; one of another city is written to, and no message goes there. */
export async function askSides(
  tx: Tx,
  line: Line,
  of: { caseId: string } & Pick<
    LandUse,
    'division' | 'otherDivision' | 'unit' | 'project' | 'whereabouts' | 'metresHere' | 'metresThere'
  >,
): Promise<void> {
  await tx.run(sql`insert into boundary_land_use (id, line_id, case_id, division, other_division, unit, project, whereabouts, metres_here, metres_there, asked_on, asked_by)
    values (${newId()}, ${line.id}, ${of.caseId}, ${of.division}, ${of.otherDivision}, ${of.unit}, ${of.project}, ${of.whereabouts}, ${of.metresHere}, ${of.metresThere}, ${tx.today}, ${tx.actor.id})`);
  for (const division of ownSides(line))
    await notify(tx, {
      to: { performer: speakerOf(division), division },
      template: 'boundary.land-use-asked',
      params: { line: line.name, unit: of.unit, project: of.project },
    });
}

const agreed = { field: 'consents', in: ['yes'] } as const;
const answers = { yes: '同意', no: '不同意' } as const;
export const LandUseAnswer = z.strictObject({
  consents: choice(answers).meta({ label: '本侧的意见', choices: answers }),
  documentNo: z
    .string()
    .trim()
    .max(60)
    .default('')
    .meta({ label: '本侧用地批准文号', help: '两侧分别办理审批', showIf: agreed, requiredIfShown: true }),
  opinion: z.string().trim().min(4, '请写明意见（至少4个字）').max(500).meta({ label: '意见', widget: 'textarea' }),
});

/** Still to be said: nothing yet, or no, and it was mediated since. */
export const isOwed = (use: LandUse, given: readonly Answer[], side: DivisionCode): boolean => {
  const last = given.find(({ division }) => division === side);
  return !last || (!last.consents && last.round < use.mediated);
};

/** Whose word the actor gives; null for whoever speaks for neither side, or whose side has spoken. */
export const sideToAnswer = (tx: Tx, use: LandUse, given: readonly Answer[]): DivisionCode | null =>
  use.filedOn || use.endedOn
    ? null
    : (sidesOf(use).find((side) => side === tx.actor.division && isOwed(use, given, side)) ?? null);

const enter = (tx: Tx, use: LandUse, said: Omit<Answer, 'useId' | 'round' | 'onDate'>): Promise<number> =>
  tx.run(sql`insert into boundary_land_use_answer (use_id, division, round, consents, opinion, document_no, on_date, by_id, by_name)
    values (${use.id}, ${said.division}, ${use.mediated}, ${said.consents}, ${said.opinion}, ${said.consents ? said.documentNo : ''}, ${tx.today}, ${tx.actor.id}, ${said.byName})`);

/** 市外一侧的复函: what the other government wrote, entered by ours; in its name, and by whom it was entered. */
export const enterForeign = (tx: Tx, use: LandUse, line: Line, said: Pick<Answer, 'consents' | 'opinion' | 'documentNo'>) =>
  enter(tx, use, { ...said, division: line.otherDivision, byName: `${line.beyond}（来函，${tx.actor.name}登记）` });

/** 调解: whoever objected is asked once more. */
export async function mediateLandUse(tx: Tx, use: LandUse, line: Line, outcome: string): Promise<void> {
  await tx.run(sql`update boundary_land_use set mediated = mediated + 1 where id = ${use.id}`);
  for (const { division, consents } of await answersTo(tx, [use.id]))
    if (!consents)
      await notify(tx, {
        to: { performer: speakerOf(division), division },
        template: 'boundary.land-use-mediated',
        params: { line: line.name, project: use.project, outcome },
      });
}

export async function answerLandUse(tx: Tx, of: Addressed, given: z.infer<typeof LandUseAnswer>): Promise<Result<null>> {
  const use = await tx.maybe<LandUse>(sql`select ${columns} from boundary_land_use u where u.id = ${of.id} for update`);
  if (!use || !sidesOf(use).some((side) => inScope(tx.actor.division ?? tx.city, side))) return fail('NOT_FOUND');
  const side = sideToAnswer(tx, use, await answersTo(tx, [use.id]));
  if (!side) return fail('LAND_USE_ANSWERED');
  if (isOwnHand(tx.actor, use.askedBy, use.askedOn)) return fail('LAND_USE_OWN_HAND');
  const consents = given.consents === 'yes';
  if (consents && !given.documentNo)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'documentNo', message: '请填写本侧用地批准文号' }]);
  await enter(tx, use, { ...given, division: side, consents, byName: tx.actor.name });
  await recordAudit(tx, {
    action: 'boundary-land-use.answered',
    subject: { kind: 'boundary-land-use', id: of.id },
    division: side,
    detail: { consents },
  });
  const line = await findLine(tx, sql`id = ${use.lineId}`);
  await notify(tx, {
    to: { performer: 'county-clerk', division: officeOf('county-clerk', use.division) as DivisionCode },
    template: 'boundary.land-use-answered',
    params: {
      line: line!.name,
      side: sideName(tx, line!, side),
      project: use.project,
      answer: answers[given.consents],
    },
  });
  return ok(null);
}

/** 备案: only what both sides agreed to. */
export async function fileLandUse(tx: Tx, use: LandUse, filingNo: string): Promise<void> {
  await tx.run(sql`update boundary_land_use set filing_no = ${filingNo}, filed_on = ${tx.today} where id = ${use.id}`);
}
