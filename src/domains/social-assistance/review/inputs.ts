/** Forms of the review's actions, with the members of the family to choose from. */

import { z } from 'zod';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, FenAmount, FileRef, type FormField, formOf, PlainDateText, ResidentId } from '../../../kernel/schema/index.ts';
import { Opinion } from '../../../kernel/service/server.ts';
import { situationFields } from '../family/application.ts';
import type { FamilyFacts, MemberFacts } from '../family/facts.ts';
import * as terms from '../family/terms.ts';
import type { Origin } from './facts.ts';
import { hearingStands, hearingWays } from './terms.ts';

const Member = z.string().min(1, '请选择家庭成员').max(40).meta({ label: '哪位家人' });
const note = z
  .string()
  .trim()
  .min(4, '请写明依据（至少4个字）')
  .max(200)
  .meta({ label: '依据', help: '例如：村里报告、劳动合同、出生证', widget: 'textarea' });

export const NewFacts = z.strictObject({
  validFrom: PlainDateText.meta({ label: '从哪天起', widget: 'date', format: 'plain-date', help: '情况发生变化的那一天' }),
  source: note,
  concealed: choice({ no: '没有', yes: '有意隐瞒' })
    .default('no')
    .meta({ label: '是不是有意隐瞒', help: '查实有意隐瞒的，从变化的下个月起重新核算，多领的追回，不适用渐退' }),
  situations: z
    .array(
      z.strictObject({
        member: Member,
        livesTogether: choice({ yes: '共同生活', no: '不再共同生活' }).meta({ label: '是否共同生活' }),
        status: choice(terms.countingStatuses).meta({ label: '特殊情形' }),
        employment: choice({ ...terms.employments, none: '未成年或在校' }).meta({ label: '现在做什么' }),
        workCapacity: choice({ ...terms.workCapacities, unknown: '不适用' }).meta({ label: '劳动能力' }),
        exemptReason: choice({ none: '没有下列情况', ...terms.exemptReasons }).meta({ label: '没有工作的原因' }),
        student: choice(terms.studentStages).meta({ label: '在上学吗' }),
        // 分类施保看的（5.5）；不填的照原来的
        disability: situationFields.disability.unwrap().optional().meta({ label: '残疾证类别', protect: true }),
        disabilityLevel: situationFields.disabilityLevel,
        seriousIllness: z.boolean().optional().meta({ label: '有重大疾病（医保认定）', protect: true }),
      }),
    )
    .max(30)
    .default([])
    .meta({ label: '每位家人现在的情况', help: '已按原来的填好，只改变化的' }),
  incomes: z
    .array(
      z.strictObject({
        member: Member,
        type: choice(terms.incomeTypes).meta({ label: '收入来源' }),
        amountFen: FenAmount.meta({ label: '金额' }),
        per: choice({ month: '每月', window: '最近12个月合计' }).meta({ label: '按什么算' }),
      }),
    )
    .max(60)
    .default([])
    .meta({ label: '家里现在的收入', help: '已按原来的填好；停了的删去，新的加上' }),
});
export type NewFacts = z.infer<typeof NewFacts>;
type Situation = NewFacts['situations'][number];

export const CheckRequest = z.strictObject({
  consents: z
    .array(z.strictObject({ member: Member, signature: FileRef.meta({ label: '签名', widget: 'signature', paper: 'consent' }) }))
    .min(1, '请每位成年家人签名')
    .max(30)
    .meta({ label: '核对授权签名', help: '每位成年家人都要签；家里没有成年人的，由监护人在每个孩子名下签' }),
  guardianName: z.string().trim().max(50).default('').meta({ label: '监护人姓名', help: '只在家里没有成年人时填' }),
  guardianIdNumber: ResidentId.optional().meta({ label: '监护人身份证号码', protect: true, widget: 'id-card' }),
});

export const Proposing = z.strictObject({
  opinion: Opinion,
  refusing: z
    .string()
    .max(40)
    .default('')
    .meta({ label: '无正当理由连续三次拒绝适当工作的成员', help: '没有的不选；只减这位成员自己的份额' }),
});

export const Hearing = z.strictObject({
  heldOn: PlainDateText.meta({ label: '听取日期', widget: 'date', format: 'plain-date' }),
  way: choice(hearingWays).meta({ label: '方式' }),
  person: z.string().trim().min(1, '请填写是谁说的').max(50).meta({ label: '家里谁说的' }),
  stand: choice(hearingStands).meta({ label: '意见' }),
  statement: z
    .string()
    .trim()
    .max(1000, '不超过1000字')
    .default('')
    .meta({ label: '原话摘要', widget: 'textarea', protect: true }),
  signature: FileRef.optional().meta({ label: '家人签名', widget: 'signature', paper: 'hearing-signature' }),
});
export type Hearing = z.infer<typeof Hearing>;

export const Answer = z.strictObject({
  stand: choice({ agree: hearingStands.agree, disagree: hearingStands.disagree }).meta({ label: '您的意见' }),
  statement: z
    .string()
    .trim()
    .max(1000, '不超过1000字')
    .default('')
    .meta({ label: '说明', help: '有不同意见的，请写明哪里不对', widget: 'textarea' }),
});

/** Names of the family by reference, also of those who are not in the first application. */
export const namesOf = (origin: Origin): ((ref: string) => string) => {
  const names = new Map(origin.family.map((m) => [m.ref, m.name]));
  return (ref) => names.get(ref) ?? ref;
};

const memberChoices = (origin: Origin, facts: FamilyFacts) =>
  facts.members.filter((m) => m.diedOn === null).map((m) => ({ value: m.ref, label: namesOf(origin)(m.ref) }));

/** The form with its members as choices instead of references. */
export function withMembers(input: z.ZodType, origin: Origin, facts: FamilyFacts): FormField[] {
  const choices = memberChoices(origin, facts);
  return formOf(input).map((field) => {
    if (field.name === 'member') return { ...field, type: 'choice' as const, choices: choices.filter((c) => c.value !== 'self') };
    if (field.name === 'refusing') return { ...field, type: 'choice' as const, required: false, choices };
    return field.fields
      ? {
          ...field,
          fields: field.fields.map((f) =>
            f.name === 'member' ? { name: 'member', type: 'choice' as const, label: f.label, required: true, choices } : f,
          ),
        }
      : field;
  });
}

/** Of several certificates the gravest; the form asks for one. */
const healthOf = (m: MemberFacts): Pick<Situation, 'disability' | 'disabilityLevel' | 'seriousIllness'> => {
  const [gravest] = [...m.disabilities].sort((a, b) => a.level - b.level);
  return {
    disability: gravest?.type ?? 'none',
    ...(gravest ? { disabilityLevel: String(gravest.level) as Situation['disabilityLevel'] } : {}),
    seriousIllness: m.seriousIllness,
  };
};

/** A certificate that the form leaves as it was keeps its date of expiry, and the others beside it. */
function disabilitiesNow(m: MemberFacts, now: Situation): MemberFacts['disabilities'] {
  const before = healthOf(m);
  const { disability, disabilityLevel } = now;
  if (disability === undefined || (disability === before.disability && disabilityLevel === before.disabilityLevel))
    return m.disabilities;
  return disability === 'none' || !disabilityLevel ? [] : [{ type: disability, level: Number(disabilityLevel), validTo: null }];
}

/** The facts as they are, as the form shows them. */
export const presentFacts = (facts: FamilyFacts): Pick<NewFacts, 'situations' | 'incomes'> => ({
  situations: facts.members
    .filter((m) => m.diedOn === null)
    .map((m) => ({
      member: m.ref,
      livesTogether: m.livesTogether === false ? ('no' as const) : ('yes' as const),
      status: m.status ?? 'none',
      employment: m.employment ?? 'none',
      workCapacity: m.workCapacity ?? 'unknown',
      exemptReason: m.exemptReason ?? 'none',
      student: m.student,
      ...healthOf(m),
    })),
  incomes: (facts.incomes ?? []).map((i) => ({ member: i.member, type: i.type, amountFen: i.amountFen ?? 0, per: i.per })),
});

/** The facts with what the form says. An item that stays as it was keeps its months and its basis. */
export function changedFacts(facts: FamilyFacts, input: NewFacts): Result<FamilyFacts, 'MEMBER_UNKNOWN'> {
  const known = new Set(facts.members.map((m) => m.ref));
  if (![...input.situations, ...input.incomes].every((row) => known.has(row.member))) return fail('MEMBER_UNKNOWN');
  const members = facts.members.map((m) => {
    const now = input.situations.find((s) => s.member === m.ref);
    if (!now) return m;
    return {
      ...m,
      livesTogether: now.livesTogether === 'yes',
      status: now.status,
      employment: now.employment === 'none' ? null : now.employment,
      workCapacity: now.workCapacity === 'unknown' ? null : now.workCapacity,
      exemptReason: now.exemptReason === 'none' ? null : now.exemptReason,
      student: now.student,
      disabilities: disabilitiesNow(m, now),
      seriousIllness: now.seriousIllness ?? m.seriousIllness,
    };
  });
  const incomes = input.incomes.map(
    (item) =>
      facts.incomes?.find(
        (i) => i.member === item.member && i.type === item.type && i.amountFen === item.amountFen && i.per === item.per,
      ) ?? {
        ...item,
        from: null,
        to: null,
        basis: input.source,
      },
  );
  return ok({ ...facts, members, incomes });
}
