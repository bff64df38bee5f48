/** 老年人能力评估申请 and the objection to one: who is to be assessed, why, and consent to what is asked of health. */
import { z } from 'zod';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { CommunicationNeeds } from '../../../kernel/resident/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, Division, FileRef, Mobile, ResidentId } from '../../../kernel/schema/index.ts';
import { actIn, appliedFor, type Case, type Opening, type ServiceItem } from '../../../kernel/service/server.ts';
import { identifyElder } from '../benefit/applicant.ts';
import { openToObjection } from './store.ts';
import { REASSESSMENT, REASSESSMENT_ITEM, reasons } from './terms.ts';

const applicant = z
  .strictObject({
    name: z.string().trim().min(1, '请填写姓名').max(50, '姓名不超过50个字').meta({ label: '老人姓名' }),
    idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card' }),
    phone: Mobile.meta({ label: '手机号码', protect: true, help: '约上门时间用，可以填家里人的' }),
    division: Division.meta({ label: '现在住的村（社区）', help: '评估人员到这里上门', widget: 'division' }),
    communication: CommunicationNeeds,
  })
  .meta({ label: '要评估的老人' });
const consent = z
  .literal(true, '请阅读并同意')
  .meta({ label: '同意评估人员了解老人的身体和精神状况（属于敏感个人信息），只用于评估和养老服务，可以随时撤回' });

export const AssessmentApplication = z.strictObject({
  applicant,
  reason: choice(reasons).default('first').meta({ label: '为什么评估' }),
  papers: z
    .array(FileRef)
    .max(10)
    .default([])
    .meta({ label: '材料照片', help: '有诊断证明、出院小结的拍上来，没有不用交', paper: 'medical' }),
  consent,
});

export const ReassessmentApplication = z.strictObject({
  applicant,
  objection: z
    .string()
    .trim()
    .min(4, '请写明不同意什么（至少4个字）')
    .max(500, '不超过500字')
    .meta({ label: '不同意评估结果的理由', widget: 'textarea', protect: true }),
  papers: z.array(FileRef).max(10).default([]).meta({ label: '材料照片', help: '有新的诊断证明的拍上来', paper: 'medical' }),
  consent,
});
export type AssessmentForm = z.infer<typeof AssessmentApplication>;
/** What the case keeps: of an objection, the case that it speaks of. */
export type ReassessmentForm = z.infer<typeof ReassessmentApplication> & { readonly objectedCaseId?: string };
export type AnyForm = AssessmentForm | ReassessmentForm;
export const isObjection = (form: AnyForm): form is ReassessmentForm => 'objection' in form;

export const applicationForm = (item: Pick<ServiceItem, 'itemId'>) =>
  item.itemId === REASSESSMENT_ITEM ? ReassessmentApplication : AssessmentApplication;
export const applicationSteps = [
  { title: '给谁评估', help: '本人、家人都可以提出，村里、养老机构可以代办', fields: ['applicant'] },
  { title: '为什么', fields: ['reason', 'objection', 'papers'] },
  { title: '知情同意', help: '结果只告诉老人本人（监护人），不公示', fields: ['consent'] },
] as const;

export async function openAssessment(tx: Tx, form: AnyForm): Promise<Result<Opening>> {
  const { applicant: elder } = form;
  const person = await identifyElder(tx, elder);
  if (!person.ok) return person;
  const opening = { division: elder.division, ...appliedFor(tx, person.value, elder.name) };
  if (!isObjection(form)) return ok({ ...opening, form });
  const told = await openToObjection(tx, person.value);
  if (!told) return fail('OBJECTION_NONE', { name: elder.name });
  return ok({ ...opening, flags: [...opening.flags, REASSESSMENT], form: { ...form, objectedCaseId: told.caseId } });
}

/** Its papers; of an objection, the first result waits no longer for its day. */
export async function assessmentOpened(tx: Tx, kase: Case): Promise<Result<null>> {
  const form = kase.form as AnyForm;
  const bound = await bindFiles(tx, form.papers, {
    caseId: kase.id,
    personId: kase.applicantPersonId,
    division: kase.division,
  });
  if (!bound.ok) return bound;
  if (!isObjection(form)) return ok(null);
  const gone = await actIn(tx, { caseId: form.objectedCaseId!, action: 'supersede', input: {} });
  return gone.ok ? ok(null) : gone;
}
