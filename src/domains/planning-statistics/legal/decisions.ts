/** 重大行政决策 (国令713): public comment, experts, risk, review of legality, collective discussion; a step that is missing stops the next. */
import { z } from 'zod';
import { longDate } from '../../../kernel/calendar/index.ts';
import { DraftText } from '../../../kernel/consultation/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import {
  clerks,
  day,
  defineRegister,
  type Entry,
  last,
  leaders,
  office,
  optional,
  outside,
  step,
  text,
} from '../../../kernel/register/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { choice, type PlainDate } from '../../../kernel/schema/index.ts';
import './errors.ts';
import { consult, consultationOf, Urgency } from './normative.ts';

const done = { done: '已经做了', unneeded: '依法不需要' } as const;
const Part = (label: string, who: string) =>
  z.strictObject({
    done: choice(done).meta({ label, choices: done }),
    by: z
      .string()
      .trim()
      .max(100)
      .optional()
      .meta({ label: who, showIf: { field: 'done', in: ['done'] }, requiredIfShown: true }),
    conclusion: text('结论或者不需要的理由', { min: 4, max: 1_000 }),
  });

/** Of what must be there before the review of legality, what is not. */
export async function missingParts(tx: Tx, entry: Entry): Promise<string[]> {
  const consultation = await consultationOf(tx, entry);
  return [
    ...(consultation?.state === 'published' || last(entry, 'noConsultation') ? [] : ['公众参与（征求意见并公布采纳情况）']),
    ...(last(entry, 'experts') ? [] : ['专家论证']),
    ...(last(entry, 'risk') ? [] : ['风险评估']),
  ];
}

/** 送请审查要留足时间: the review begins so many working days before the discussion. */
async function refuseLateMaterial(
  tx: Tx,
  entry: Entry,
  given: { discussedOn: PlainDate; urgency: string },
): Promise<Result<null>> {
  const least = await wholeParameter(tx, 'DECISION-REVIEW-LEAST', entry.division, tx.today);
  if (!least.ok) return least;
  // 讨论那天是工作日的算在内，送审那天不算
  const earliest = tx.calendar.addWorkdays(last(entry, 'submit')!.onDate, least.value, entry.division);
  return given.discussedOn >= earliest || given.urgency !== ''
    ? ok(null)
    : fail('REVIEW_TOO_FAST', { what: '送合法性审查到集体讨论', least: least.value, day: earliest });
}

defineRegister({
  key: 'major-decision',
  zh: '重大行政决策',
  shelf: '/registers',
  lead: '公众参与不少于30日，专家论证、风险评估、合法性审查、集体讨论，缺一个环节就不能往下走。',
  enters: '启动决策',
  by: office,
  form: z.strictObject({
    title: text('决策事项', { min: 4, max: 100 }),
    undertaker: text('承办科室', { max: 60 }),
    reason: text('为什么要决策', { min: 10, max: 1_000 }),
    options: text('决策草案', { min: 10, max: 3_000, help: '有两种以上意见的都写上' }),
  }),
  titleOf: ({ title }) => String(title),
  start: 'preparing',
  states: {
    preparing: { zh: '拟订草案', tone: 'plain' },
    reviewing: { zh: '合法性审查', tone: 'now' },
    cleared: { zh: '审查通过，待讨论', tone: 'now' },
    decided: { zh: '已决定，待公布', tone: 'warn' },
    announced: { zh: '已公布', tone: 'good', final: true },
    ended: { zh: '终止', tone: 'plain', final: true },
  },
  steps: {
    consult: step({
      zh: '公开征求意见',
      causes: '草案今天起在网上公布，谁都可以提意见。',
      by: clerks,
      from: ['preparing'],
      to: 'preparing',
      input: DraftText.omit({ title: true }),
      run: (tx, entry, given) => consult(tx, entry, 'major-decision', given),
    }),
    noConsultation: step({
      zh: '登记不公开征求意见',
      causes: '只有依法不予公开的才可以；理由留在卷里。',
      by: leaders,
      from: ['preparing'],
      to: 'preparing',
      input: z.strictObject({ reason: text('理由', { min: 10, max: 500, help: '依据哪一条不予公开' }) }),
    }),
    experts: step({
      zh: '登记专家论证',
      causes: '论证意见归入本卷。',
      by: clerks,
      from: ['preparing'],
      to: 'preparing',
      input: Part('专家论证', '专家、专业机构'),
    }),
    risk: step({
      zh: '登记风险评估',
      causes: '评估报告归入本卷。',
      by: clerks,
      from: ['preparing'],
      to: 'preparing',
      input: Part('风险评估', '评估单位'),
    }),
    submit: step({
      zh: '送合法性审查',
      causes: '审查要留足7个工作日；审查通过才能讨论。',
      by: clerks,
      from: ['preparing'],
      to: 'reviewing',
      input: z.strictObject({ materials: text('送审材料', { min: 4, max: 500 }) }),
      async run(tx, entry) {
        const missing = await missingParts(tx, entry);
        return missing.length === 0
          ? ok({})
          : fail('DECISION_STEPS_MISSING', { steps: missing.join('、'), action: '送合法性审查' });
      },
    }),
    pass: step({
      zh: '审查通过',
      causes: '出具审查意见，可以提交集体讨论。',
      by: office,
      from: ['reviewing'],
      to: 'cleared',
      apart: ['enter', 'submit'],
      input: z.strictObject({
        opinion: text('审查意见', { min: 4, max: 1_000 }),
        adviser: optional('法律顾问意见', '法律顾问参加的写明姓名和意见'),
      }),
    }),
    sendBack: step({
      zh: '退回修改',
      causes: '草案修改以后重新送审。',
      by: office,
      from: ['reviewing'],
      to: 'preparing',
      apart: ['enter', 'submit'],
      input: z.strictObject({ opinion: text('审查意见', { min: 4, max: 1_000 }) }),
    }),
    discuss: step({
      zh: '登记集体讨论',
      causes: '讨论结果和不同意见如实记录；通过的接着公布。',
      by: office,
      from: ['cleared'],
      to: 'decided',
      otherwise: 'DECISION_NOT_REVIEWED',
      input: z.strictObject({
        discussedOn: day('讨论日期'),
        meeting: text('会议', { min: 4, max: 100 }),
        present: z.int('请填写人数').min(2, '集体讨论至少2人').max(200).meta({ label: '到会', unit: '人' }),
        passed: z.boolean().meta({ label: '通过' }),
        record: text('讨论情况', { min: 10, max: 2_000, help: '各人意见、不同意见、决定' }),
        urgency: Urgency,
      }),
      async run(tx, entry, given) {
        const refused = outside(tx, 'discussedOn', given.discussedOn, last(entry, 'pass')!.onDate);
        if (refused) return refused;
        const late = await refuseLateMaterial(tx, entry, given);
        if (!late.ok) return late;
        return ok(given.passed ? { content: { discussedOn: given.discussedOn, meeting: given.meeting } } : { to: 'preparing' });
      },
    }),
    announce: step({
      zh: '登记公布',
      causes: '在网上列入依法公开的重大行政决策。',
      by: clerks,
      from: ['decided'],
      to: 'announced',
      input: z.strictObject({
        documentNo: text('文号', { min: 4, max: 60 }),
        publishedOn: day('公布日期'),
        place: text('公布在哪里', { max: 100 }),
      }),
      async run(tx, entry, { publishedOn, documentNo, place }) {
        const refused = outside(tx, 'publishedOn', publishedOn, entry.content.discussedOn as PlainDate);
        return refused ?? ok({ content: { publishedOn, documentNo, publishedIn: place } });
      },
    }),
    end: step({
      zh: '终止决策',
      causes: '本卷到此为止。',
      by: leaders,
      from: ['preparing', 'reviewing', 'cleared'],
      to: 'ended',
      danger: true,
      input: z.strictObject({ reason: text('原因', { min: 4, max: 300 }) }),
      async run(tx, entry, { reason }) {
        const consultation = await consultationOf(tx, entry);
        return consultation?.state === 'open'
          ? wrong('reason', '草案还在网上征求意见，请先撤回征求意见')
          : ok({ content: { endedFor: reason } });
      },
    }),
  },
  open: ({ state, content }) =>
    state === 'announced'
      ? [
          { label: '文号', value: String(content.documentNo) },
          { label: '讨论', value: `${longDate(content.discussedOn as PlainDate)}，${content.meeting}` },
          { label: '公布', value: `${longDate(content.publishedOn as PlainDate)}，${content.publishedIn}` },
        ]
      : null,
});
