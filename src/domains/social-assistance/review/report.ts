/** 家里情况有变化: what the family or the village says, as a form, and what has been said in a review so far. */
import { z } from 'zod';
import type { Tx } from '../../../kernel/context/server.ts';
import { choice, FileRef, formOf, missingShown, PlainDateText, ResidentId, Uuid } from '../../../kernel/schema/index.ts';
import type { StoredEvent } from '../../../kernel/service/server.ts';
import { memberRelations } from '../family/application.ts';
import { joinReasons, leaveReasons, reportedChanges, reviewKinds } from './terms.ts';

const Name = z.string().trim().min(1, '请填写姓名').max(50);

/** What the family or the village says. */
const ChangeReport = z.strictObject({
  name: Name.meta({ label: '姓名', help: '家里任何一位在低保、低保边缘或刚性支出困难认定里的人' }),
  idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card' }),
  change: choice(reportedChanges).meta({ label: '发生了什么' }),
  memberName: Name.optional().meta({
    label: '这位家人的姓名',
    requiredIfShown: true,
    showIf: { field: 'change', in: ['family-more', 'family-less'] },
  }),
  memberIdNumber: ResidentId.optional().meta({
    label: '这位家人的身份证号码',
    help: '新生儿先上户口，号码在户口簿上',
    protect: true,
    requiredIfShown: true,
    showIf: { field: 'change', in: ['family-more'] },
  }),
  memberRelation: choice(memberRelations)
    .optional()
    .meta({ label: '是低保申请人的', requiredIfShown: true, showIf: { field: 'change', in: ['family-more'] } }),
  joined: choice(joinReasons)
    .optional()
    .meta({ label: '怎么来的', requiredIfShown: true, showIf: { field: 'change', in: ['family-more'] } }),
  left: choice(leaveReasons)
    .optional()
    .meta({ label: '为什么离开', requiredIfShown: true, showIf: { field: 'change', in: ['family-less'] } }),
  happenedOn: PlainDateText.meta({ label: '哪一天', widget: 'date', format: 'plain-date' }),
  detail: z
    .string()
    .trim()
    .max(500, '不超过500字')
    .default('')
    .meta({ label: '说明', help: '例如：谁在哪里上班、每月多少钱；搬家的，搬到哪里', widget: 'textarea', protect: true }),
  papers: z
    .array(FileRef)
    .max(9)
    .default([])
    .meta({
      label: '照片或材料',
      help: '可以不交。户籍、婚姻、社保、住院这些部门能查到的，由我们去查',
      paper: 'support',
      // 其余的变化都有部门能查到，不向家里要证明
      showIf: { field: 'change', in: ['job', 'lost-job', 'income', 'other'] },
    }),
});

/** Of a family whose review is open already: who is meant is known. */
export const MoreReported = ChangeReport.omit({ name: true, idNumber: true });
export type Reported = z.infer<typeof MoreReported>;
const reportFields = formOf(MoreReported);

/** What is wrong with a report, beside the shape of it. */
export function reportProblems(tx: Tx, report: Reported) {
  const missing = missingShown(reportFields, report);
  const early = report.happenedOn > tx.today;
  return early ? [...missing, { path: 'happenedOn', message: '日期不能晚于今天' }] : missing;
}

/** What the family has reported in a review so far, in order: with what it was opened by, and what came after. */
export function reportedIn(form: ReviewForm, events: readonly StoredEvent[]): Reported[] {
  const more = events.flatMap((e) => (e.action === 'reportMore' ? [e.data!.reported as Reported] : []));
  return form.trigger ? more : [form, ...more];
}

/** What opens a review by itself: only the platform writes it. */
export const Trigger = z.strictObject({
  entitlementId: Uuid.nullable(),
  recognitionId: Uuid.nullable().default(null),
  kind: choice(reviewKinds),
  since: z.string().nullable(),
  dueOn: PlainDateText,
  warningId: Uuid.nullable(),
});
export const ReviewForm = ChangeReport.extend({ trigger: Trigger.optional() });
export type ReviewForm = z.infer<typeof ReviewForm>;

export const reviewFormSteps = [
  { title: '您是谁', help: '用来找到您家的救助', fields: ['name', 'idNumber'] },
  {
    title: '什么变化',
    help: '如实说明不会因此受处罚',
    fields: ['change', 'happenedOn', 'memberName', 'memberIdNumber', 'memberRelation', 'joined', 'left', 'detail', 'papers'],
  },
] as const;
