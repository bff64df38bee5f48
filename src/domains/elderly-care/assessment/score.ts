/**
 * 登记评估: the 26 items with what each score means, what is known of illness, and the signatures of both. No subtotal is shown while they fill it in, so
 * that nobody steers towards a level. The form is an action of the case and so works without a network like every other visit.
 */
import { z } from 'zod';
import { plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { recordTrace } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, FileRef, type FormField, formOf, PlainDateText } from '../../../kernel/schema/index.ts';
import { type Case, handler } from '../../../kernel/service/server.ts';
import type { Done } from './go.ts';
import { goTo } from './go.ts';
import { type Item, itemsOf, maxOf, type Scores, type SectionKey, sectionKeys, sections } from './items.ts';
import { contradictions, doubts, type Findings, levelOf, riskKinds } from './rules.ts';
import { type Assessment, assessmentOfCase, findAssessors, saveScores } from './store.ts';
import { places } from './terms.ts';

function scoreField(item: Item) {
  const values = item.anchors.map((_, score) => String(score)) as [string, ...string[]];
  const names = Object.fromEntries(item.anchors.map((anchor, score) => [String(score), `${score}分 ${anchor}`]));
  return z.enum(values, '请评分').meta({ label: `${item.code} ${item.zh}`, choices: names, protect: true });
}

const sectionField = (section: SectionKey, i: number) =>
  z
    .strictObject(Object.fromEntries(itemsOf(section).map(([key, item]) => [key, scoreField(item)])))
    .meta({ label: `B.${i + 1} ${sections[section]}` });

const Time = z
  .string()
  .trim()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, '请按24小时填写，例如 09:30');
const Count = (label: string) =>
  z.int('请填写次数').min(0, '不能小于0').max(99, '不能大于99').default(0).meta({ label, unit: '次' });

export const ScoreInput = z.strictObject({
  assessedOn: PlainDateText.meta({ label: '评估日期', widget: 'date' }),
  startTime: Time.meta({ label: '开始时间', help: '24小时制，例如 09:30' }),
  place: choice(places).default('home').meta({ label: '评估地点' }),
  selfCare: sectionField('selfCare', 0),
  mobility: sectionField('mobility', 1),
  mental: sectionField('mental', 2),
  participation: sectionField('participation', 3),
  diagnoses: z
    .array(
      z.strictObject({
        code: z
          .string()
          .trim()
          .regex(/^[A-Za-z]\d{2}(\.\d{1,2})?$/, '请填写ICD-10编码，例如 F01.9')
          .meta({ label: '疾病编码（ICD-10）', protect: true }),
        source: z.string().trim().max(60).default('').meta({ label: '依据', help: '诊断证明或者医疗机构名称；F开头的必须填写' }),
      }),
    )
    .max(20)
    .default([])
    .meta({ label: '疾病诊断', help: '痴呆为F00至F03，其他精神和行为障碍为F04至F99；没有就不用加' }),
  riskEvents: z
    .strictObject({
      fall: Count(riskKinds.fall),
      choking: Count(riskKinds.choking),
      wandering: Count(riskKinds.wandering),
      selfHarm: Count(riskKinds.selfHarm),
      other: Count(riskKinds.other),
    })
    .meta({ label: '近30天内的照护风险事件' }),
  coma: z.boolean().default(false).meta({ label: '老人处于昏迷状态', protect: true }),
  endTime: Time.meta({ label: '结束时间', help: '24小时制，例如 10:05' }),
  photos: z
    .array(FileRef)
    .max(6)
    .default([])
    .meta({ label: '现场照片', paper: 'visit-photo', help: '拍环境和辅具，不拍卧室里的老人' }),
  firstSignature: FileRef.meta({ label: '评估人员签名', widget: 'signature', paper: 'assessor-signature' }),
  secondSignature: FileRef.meta({ label: '另一名评估人员签名', widget: 'signature', paper: 'assessor-signature' }),
  checked: z.boolean().default(false).meta({ label: '有提示再核对的地方，已经当面核对，评分没有错' }),
});
type ScoreGiven = z.infer<typeof ScoreInput>;

/** What the form says, as the rules read it. Sections that are not filled in yet are left out by the page that asks while it is filled in. */
export function findingsOf(given: Pick<ScoreGiven, SectionKey | 'diagnoses' | 'riskEvents' | 'coma'>): Findings {
  const scores = Object.fromEntries(
    sectionKeys.map((section) => [
      section,
      Object.fromEntries(Object.entries(given[section]).map(([key, score]) => [key, Number(score)])),
    ]),
  ) as unknown as Scores;
  return { scores, diagnoses: given.diagnoses, riskEvents: given.riskEvents, coma: given.coma };
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** As the standard prints them: the best first. An enum of digits comes out in their order. */
const bestFirst = (field: FormField): FormField => ({
  ...field,
  fields: field.fields!.map((item) => ({ ...item, choices: item.choices!.toReversed() })),
});

/** The signatures are asked for by name. */
async function fieldsFor(tx: Tx, kase: Case): Promise<readonly FormField[]> {
  const assessment = await assessmentOfCase(tx, kase.id);
  const [first, second] = assessment?.assessorNames ?? [];
  const names: Record<string, string | undefined> = { firstSignature: first, secondSignature: second };
  return formOf(ScoreInput).map((field) =>
    field.name in sections
      ? bestFirst(field)
      : names[field.name]
        ? { ...field, label: `${names[field.name]}签名`, help: '签在这台设备上' }
        : field,
  );
}

/** Whether the actor is one of the two. */
export async function isSent(tx: Tx, assessment: Assessment): Promise<boolean> {
  const two = await findAssessors(tx, [assessment.firstAssessor, assessment.secondAssessor]);
  return two.some(({ userId }) => userId === tx.actor.id);
}

function faultsOf(given: ScoreGiven, found: Findings, { asked, today }: { asked: string; today: string }): Result<null> {
  const faults = [
    ...contradictions(found),
    ...(given.assessedOn > today ? [{ path: 'assessedOn', message: '评估日期不能晚于今天' }] : []),
    ...(given.assessedOn < asked ? [{ path: 'assessedOn', message: '评估日期不能早于申请' }] : []),
    ...(given.endTime <= given.startTime ? [{ path: 'endTime', message: '结束时间要在开始时间之后' }] : []),
  ];
  return faults.length === 0 ? ok(null) : fail('INVALID_INPUT', { count: faults.length }, faults);
}

export const score = handler({
  input: ScoreInput,
  fields: fieldsFor,
  initial: async (tx, kase) => ({ assessedOn: (await assessmentOfCase(tx, kase.id))?.plannedOn ?? tx.today }),
  offered: async (tx, kase) => {
    const assessment = await assessmentOfCase(tx, kase.id);
    return assessment !== null && isSent(tx, assessment);
  },
  async run(tx, kase, input): Done {
    const assessment = await assessmentOfCase(tx, kase.id);
    if (!assessment || !(await isSent(tx, assessment))) return fail('ASSESSOR_OTHER');
    const found = findingsOf(input);
    const right = faultsOf(input, found, { asked: plainDateOf(kase.submittedAt), today: tx.today });
    if (!right.ok) return right;
    const minMinutes = await wholeParameter(tx, 'ASSESS-MIN-MINUTES', kase.division, tx.today);
    if (!minMinutes.ok) return minMinutes;
    const doubtful = doubts(found, {
      minutes: minutesOf(input.endTime) - minutesOf(input.startTime),
      minMinutes: minMinutes.value,
    });
    if (doubtful.length > 0 && !input.checked)
      return fail('ASSESSMENT_DOUBTFUL', { count: doubtful.length, doubts: doubtful.join('；') }, [
        { path: 'checked', message: '请核对以后勾选' },
      ]);
    const signatures = [input.firstSignature, input.secondSignature];
    const bound = await bindFiles(tx, [...signatures, ...input.photos], {
      caseId: kase.id,
      personId: kase.applicantPersonId,
      division: kase.division,
    });
    if (!bound.ok) return bound;
    const { place, startTime, endTime } = input;
    await saveScores(tx, assessment.id, {
      scoredOn: input.assessedOn,
      content: { ...found, place, startTime, endTime, signatures, doubts: doubtful, result: levelOf(found) },
    });
    await recordTrace(tx, {
      personId: kase.applicantPersonId,
      division: kase.division,
      seenOn: input.assessedOn,
      way: 'visit',
    });
    // 评分、等级只留在评估记录里，经过里不写。
    return goTo(tx, kase, { to: 'reviewing', opinion: '两名评估人员已签名交出' });
  },
});

export const scoreOf = (scores: Scores, section: SectionKey, key: string): number =>
  (scores[section] as Readonly<Record<string, number>>)[key]!;

/** 3/4分 需要少量接触帮助…: an item as it is shown and printed. */
export const scoreText = (item: Item, value: number): string => `${value}分（满分${maxOf(item)}分）：${item.anchors[value]}`;
