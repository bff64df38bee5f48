/** 评估人员名册 of a county: who may be sent, and with which provider somebody has to do. */
import { z } from 'zod';
import { holdersOf } from '../../../kernel/access/server.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { addMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { withParameters } from '../../../kernel/policy/index.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type FormField, formOf } from '../../../kernel/schema/index.ts';
import { type LeaningNorms, leaningOf } from './leaning.ts';
import type { Level } from './rules.ts';
import { assessorsOf, changeAssessor, enterAssessor, findAssessors, levelsGiven } from './store.ts';
import { type AssessorRow, professions } from './terms.ts';

const Ties = z.string().trim().max(60).default('').meta({
  label: '利害关系',
  help: '在哪家养老服务机构任职、持股，或者近亲属经营哪家；没有就空着。有利害关系的不派',
});
export const NewAssessor = z.strictObject({
  userId: z.string().uuid('请选择人员').meta({ label: '人员' }),
  profession: choice(professions).meta({ label: '专业' }),
  certificateNo: z.string().trim().min(4, '请填写证书编号').max(40).meta({ label: '评估师证书编号' }),
  organisation: z.string().trim().min(2, '请填写所在单位').max(60).meta({ label: '所在单位' }),
  ties: Ties,
});
export const ChangeAssessor = z.strictObject({
  ties: Ties,
  active: z.boolean().default(true).meta({ label: '可以派' }),
});

const holders = (tx: Tx) =>
  holdersOf(tx, { performer: 'capacity-assessor', division: tx.actor.division!, domain: 'elderly-care' });

async function leaningNorms(tx: Tx): Promise<Result<LeaningNorms, 'PARAM_MISSING'>> {
  const at = { parameters: await parametersOf(tx), division: tx.actor.division!, date: tx.today };
  return withParameters(at, (read) => ({
    cases: read.whole('ASSESS-LEAN-CASES'),
    percent: read.whole('ASSESS-LEAN-PERCENT'),
    from: read.whole('ASSESS-LEAN-LEVEL'),
  }));
}

function leaningSays(given: readonly Level[], norms: LeaningNorms): string | null {
  const leaning = leaningOf(given, norms);
  return leaning && `${leaning.all}次里${leaning.same}次评为${leaning.level}级`;
}

export interface AssessorList {
  readonly rows: AssessorRow[];
  readonly add: readonly FormField[];
  readonly change: readonly FormField[];
  readonly none: boolean;
}
export async function assessorList(tx: Tx): Promise<Result<AssessorList, 'PARAM_MISSING'>> {
  const norms = await leaningNorms(tx);
  if (!norms.ok) return norms;
  const rows = await assessorsOf(tx, tx.actor.division!);
  const given = await levelsGiven(tx, addMonths(tx.today, -12));
  const listed = new Set(rows.map((row) => row.userId));
  const choices = (await holders(tx)).filter((h) => !listed.has(h.id)).map((h) => ({ value: h.id, label: h.name }));
  return ok({
    rows: rows.map(({ id, name, organisation, profession, certificateNo, ties, active }) => ({
      id,
      name,
      organisation,
      professionZh: professions[profession],
      certificateNo,
      ties,
      active,
      given: given.get(id)?.length ?? 0,
      leaning: leaningSays(given.get(id) ?? [], norms.value),
    })),
    add: formOf(NewAssessor).map((field) =>
      field.name === 'userId'
        ? { ...field, type: 'choice' as const, choices, help: '先由系统管理员开“老年人能力评估师”岗位的账号' }
        : field,
    ),
    change: formOf(ChangeAssessor),
    none: choices.length === 0,
  });
}

export async function addAssessor(tx: Tx, given: z.infer<typeof NewAssessor>): Promise<Result<{ id: string }>> {
  const holder = (await holders(tx)).find((h) => h.id === given.userId);
  if (!holder) return fail('NOT_FOUND');
  const id = await enterAssessor(tx, { ...given, name: holder.name, division: tx.actor.division! });
  if (!id) return fail('ASSESSOR_LISTED', { name: holder.name });
  await recordAudit(tx, {
    action: 'capacity-assessor.entered',
    subject: { kind: 'capacity-assessor', id },
    division: tx.actor.division!,
    detail: { name: holder.name },
  });
  return ok({ id });
}

export async function updateAssessor(
  tx: Tx,
  given: { id: string } & z.infer<typeof ChangeAssessor>,
): Promise<Result<{ id: string }>> {
  const [found] = await findAssessors(tx, [given.id]);
  if (!found) return fail('NOT_FOUND');
  await changeAssessor(tx, given.id, { ties: given.ties, active: given.active });
  await recordAudit(tx, {
    action: 'capacity-assessor.changed',
    subject: { kind: 'capacity-assessor', id: given.id },
    division: found.division,
    detail: { name: found.name, active: given.active },
  });
  return ok({ id: given.id });
}
