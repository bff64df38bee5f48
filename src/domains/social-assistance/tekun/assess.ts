/** 生活自理能力评估: what happens to a profile when a person is assessed, whichever case brings it about. */
import { z } from 'zod';
import { longMonth, monthAfter } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { releaseHold, reviseEntitlement } from '../../../kernel/payment/server.ts';
import { type Decision, textValue, yuanDigits } from '../../../kernel/policy/index.ts';
import { parametersOf, saveDecision } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, FileRef, PlainDateText, type YearMonth } from '../../../kernel/schema/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { countyOf } from '../family/places.ts';
import { tellOthers } from './award.ts';
import { failedItems, gradeOf } from './care.ts';
import type { CareItems } from './facts.ts';
import { issueCareGradeForm } from './letters.ts';
import { amountForMonth } from './rules.ts';
import { insertAssessment, type Profile, updateProfile } from './store.ts';
import { careItems, type SelfCareGrade, selfCareGrades } from './terms.ts';

export const CARE_HOLD = 'care-grade';
const able = choice({ yes: '能自己做', no: '做不到' });
const Day = PlainDateText.meta({ widget: 'date', format: 'plain-date' });

export const AssessmentInput = z.strictObject({
  assessedOn: Day.meta({ label: '评估日期' }),
  eating: able.meta({ label: careItems.eating }),
  dressing: able.meta({ label: careItems.dressing }),
  bed: able.meta({ label: careItems.bed }),
  toilet: able.meta({ label: careItems.toilet }),
  walking: able.meta({ label: careItems.walking }),
  bathing: able.meta({ label: careItems.bathing }),
  organisation: z
    .string()
    .trim()
    .min(2, '请填写评估单位')
    .max(60)
    .meta({ label: '评估单位', help: '县民政局，或者委托的第三方机构' }),
  assessors: z
    .array(z.strictObject({ name: z.string().trim().min(2, '请填写姓名').max(50).meta({ label: '姓名' }) }))
    .min(2, '评估人不得少于2人')
    .max(6)
    .meta({ label: '评估人（至少2人）' }),
  personOpinion: z
    .string()
    .trim()
    .min(2, '请写明本人或监护人的意见')
    .max(300)
    .meta({ label: '本人或监护人对结果的意见', widget: 'textarea' }),
  note: z.string().trim().max(500).default('').meta({ label: '说明', widget: 'textarea' }),
  photos: z.array(FileRef).max(6).default([]).meta({ label: '现场照片', paper: 'visit-photo' }),
});
type AssessmentGiven = z.infer<typeof AssessmentInput>;

export const assessmentInitial = async (tx: Tx, kase: Case) => ({
  assessedOn: tx.today,
  organisation: tx.office(countyOf(kase)).name,
  assessors: [{ name: tx.actor.name }, { name: '' }],
});

/** Grade, standard and month follow from the six items; nothing of them is typed. */
export async function assess(
  tx: Tx,
  kase: Case,
  profile: Profile,
  given: AssessmentGiven,
): Promise<Result<{ opinion: string; data: { decisionId: string; grade: SelfCareGrade; effectiveMonth: YearMonth } }>> {
  if (new Set(given.assessors.map((a) => a.name)).size < 2)
    return fail('ASSESSORS_TOO_FEW', {}, [{ path: 'assessors', message: '请填写两名评估人' }]);
  if (given.assessedOn > tx.today || (kase.acceptedOn && given.assessedOn < kase.acceptedOn))
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'assessedOn', message: '评估日期应在受理之后、今天以前' }]);
  const bound = await bindFiles(tx, given.photos, {
    caseId: kase.id,
    personId: profile.personId,
    division: kase.division,
  });
  if (!bound.ok) return bound;
  const items = Object.fromEntries(Object.keys(careItems).map((i) => [i, given[i as keyof CareItems] === 'yes'])) as CareItems;
  const grade = gradeOf(items);
  const effectiveMonth = profile.grade === null ? profile.fromMonth : monthAfter(given.assessedOn);
  const due = amountForMonth({ ...profile, care: items }, await parametersOf(tx), effectiveMonth);
  if (!due.ok) return due;
  const { careFen, amountFen, breakdown, parameters } = due.value;
  const decision: Decision = {
    programme: 'tekun',
    rule: { name: 'tekun-care', version: '2026-07' },
    asOf: given.assessedOn,
    outcome: 'eligible',
    clauses: [
      {
        name: '生活自理能力等级由六项算出',
        verdict: 'met',
        value: textValue(`${failedItems(items).length}项不能自主完成，${selfCareGrades[grade]}`),
        limit: textValue('0项全自理，1至3项半护理，4项以上全护理'),
        basis: '民发〔2021〕43号第二十一条、第二十二条',
      },
    ],
    amountFen,
    effectiveMonth,
    breakdown,
    parameters,
  };
  const decisionId = await saveDecision(tx, {
    caseId: kase.id,
    kind: 'final',
    division: profile.division,
    personId: profile.personId,
    decision,
    facts: { division: profile.division, urbanRural: profile.urbanRural, care: items },
  });
  const content = {
    items,
    organisation: given.organisation,
    assessors: given.assessors.map((a) => a.name),
    personOpinion: given.personOpinion,
    note: given.note,
  };
  await insertAssessment(tx, profile, { caseId: kase.id, assessedOn: given.assessedOn, grade, effectiveMonth, content });
  await updateProfile(tx, profile.id, { grade, ...(profile.state === 'assessing' ? { state: 'arranging' as const } : {}) });
  // 评估以前暂停的基本生活费放开，欠的月份随下一次名单补发。
  await releaseHold(tx, { personId: profile.personId, code: CARE_HOLD, reason: '已评估生活自理能力' });
  if (profile.careEntitlementId) {
    const revised = await reviseEntitlement(tx, {
      id: profile.careEntitlementId,
      fromMonth: effectiveMonth,
      amountFen: careFen!,
      breakdown: [],
      decisionId,
      parameterIds: parameters.map((p) => p.rowId),
      facts: { division: profile.division, urbanRural: profile.urbanRural, care: items },
      reason: `评估为${selfCareGrades[grade]}`,
    });
    if (!revised.ok) return revised;
    await tellOthers(tx, { ...profile, grade }, { effectiveMonth, reason: 'grade-changed', from: 'active', to: 'active' });
  }
  await emit(tx, {
    type: 'tekun.care.changed',
    subject: { kind: 'person', id: profile.personId },
    division: profile.division,
    payload: { personId: profile.personId, grade, effectiveMonth },
  });
  const letter = await issueCareGradeForm(tx, kase, {
    ...content,
    assessedOn: given.assessedOn,
    grade,
    careFen: careFen!,
    effectiveMonth,
  });
  if (!letter.ok) return letter;
  return ok({
    // 哪几项做不到只留在评估表里；经过里写等级和月份。
    opinion: `${selfCareGrades[grade]}，从${longMonth(effectiveMonth)}起，合计每月${yuanDigits(amountFen)}元`,
    data: { decisionId, grade, effectiveMonth },
  });
}
