/** 跨界用地 (行政区域界线管理条例 art. 10): what each side of a line says to the use of land on both of it. Kept with the line, because that is what both sides see. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, type Id, type PlainDate } from '../../../kernel/schema/index.ts';
import type { Addressed } from '../step-route.ts';
import { findLine, type Line } from './lines.ts';

defineTemplates({
  'boundary.land-use-asked': {
    title: '跨界用地征求意见',
    text: '{line}：{unit}的“{project}”要用两侧的土地。请在界线页表态，同意的写明批准文号。',
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
  readonly filingNo: string | null;
  readonly filedOn: PlainDate | null;
  readonly endedOn: PlainDate | null;
}
const columns = sql`u.id, u.line_id, u.case_id, u.division, u.other_division, u.unit, u.project, u.whereabouts, u.metres_here, u.metres_there, u.asked_on, u.asked_by, u.filing_no, u.filed_on, u.ended_on`;

export interface Answer {
  readonly useId: LandUse['id'];
  readonly division: DivisionCode;
  readonly consents: boolean;
  readonly opinion: string;
  readonly documentNo: string;
  readonly onDate: PlainDate;
  readonly byName: string;
}

export const landUsesOf = (tx: Tx, lineId: string): Promise<LandUse[]> =>
  tx.rows<LandUse>(
    sql`select ${columns} from boundary_land_use u where u.line_id = ${lineId} order by u.asked_on desc, u.id desc limit 200`,
  );

export const landUseOfCase = (tx: Tx, caseId: string): Promise<LandUse | null> =>
  tx.maybe<LandUse>(sql`select ${columns} from boundary_land_use u where u.case_id = ${caseId}`);

export const answersTo = (tx: Tx, useIds: readonly string[]): Promise<Answer[]> =>
  tx.rows<Answer>(sql`select use_id, division, consents, opinion, document_no, on_date, by_name from boundary_land_use_answer
    where use_id = any(${[...useIds]}::uuid[]) order by on_date, division limit 1000`);

export const sidesOf = ({ division, otherDivision }: LandUse): DivisionCode[] => [division, otherDivision];

/** Both have spoken and neither objects. */
export const isAgreed = (use: LandUse, answers: readonly Answer[]): boolean =>
  sidesOf(use).every((side) => answers.some((answer) => answer.division === side && answer.consents));

/** Puts it to both governments. */
export async function askSides(
  tx: Tx,
  of: { caseId: string } & Pick<
    LandUse,
    'division' | 'otherDivision' | 'unit' | 'project' | 'whereabouts' | 'metresHere' | 'metresThere'
  >,
): Promise<Result<null>> {
  const [one, other] = [of.division, of.otherDivision].sort();
  const line = await findLine(tx, sql`division = ${one} and other_division = ${other}`);
  if (!line) return fail('LAND_USE_NO_LINE');
  await tx.run(sql`insert into boundary_land_use (id, line_id, case_id, division, other_division, unit, project, whereabouts, metres_here, metres_there, asked_on, asked_by)
    values (${newId()}, ${line.id}, ${of.caseId}, ${of.division}, ${of.otherDivision}, ${of.unit}, ${of.project}, ${of.whereabouts}, ${of.metresHere}, ${of.metresThere}, ${tx.today}, ${tx.actor.id})`);
  for (const division of [of.division, of.otherDivision])
    await notify(tx, {
      to: { performer: 'county-leader', division },
      template: 'boundary.land-use-asked',
      params: { line: line.name, unit: of.unit, project: of.project },
    });
  return ok(null);
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

/** Whose word the actor gives; null for whoever speaks for neither side, or whose side has spoken. */
export const sideToAnswer = (tx: Tx, use: LandUse, given: readonly Answer[]): DivisionCode | null =>
  use.filedOn || use.endedOn
    ? null
    : (sidesOf(use).find((side) => side === tx.actor.division && given.every(({ division }) => division !== side)) ?? null);

export async function answerLandUse(tx: Tx, of: Addressed, given: z.infer<typeof LandUseAnswer>): Promise<Result<null>> {
  const use = await tx.maybe<LandUse>(sql`select ${columns} from boundary_land_use u where u.id = ${of.id} for update`);
  if (!use || !sidesOf(use).some((side) => inScope(tx.actor.division ?? tx.city, side))) return fail('NOT_FOUND');
  const side = sideToAnswer(tx, use, await answersTo(tx, [use.id]));
  if (!side) return fail('LAND_USE_ANSWERED');
  if (isOwnHand(tx.actor, use.askedBy, use.askedOn)) return fail('LAND_USE_OWN_HAND');
  const consents = given.consents === 'yes';
  if (consents && !given.documentNo)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'documentNo', message: '请填写本侧用地批准文号' }]);
  await tx.run(sql`insert into boundary_land_use_answer (use_id, division, consents, opinion, document_no, on_date, by_id, by_name)
    values (${of.id}, ${side}, ${consents}, ${given.opinion}, ${consents ? given.documentNo : ''}, ${tx.today}, ${tx.actor.id}, ${tx.actor.name})`);
  await recordAudit(tx, {
    action: 'boundary-land-use.answered',
    subject: { kind: 'boundary-land-use', id: of.id },
    division: side,
    detail: { consents },
  });
  const line = await findLine(tx, sql`id = ${use.lineId}`);
  await notify(tx, {
    to: { performer: 'county-clerk', division: use.division },
    template: 'boundary.land-use-answered',
    params: {
      line: line!.name,
      side: tx.divisions.get(side)?.name ?? '',
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
