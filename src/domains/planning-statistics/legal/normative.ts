/** 行政规范性文件: drafted, put before the public, reviewed by another hand within 15 working days, issued, published (国办发〔2018〕37号, 115号). */
import { z } from 'zod';
import { addMonths, longDate } from '../../../kernel/calendar/index.ts';
import { consultationAbout, DraftText, openConsultation } from '../../../kernel/consultation/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import {
  clerks,
  day,
  defineRegister,
  type Entry,
  ending,
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

export const Urgency = optional('提前的原因', '早于规定天数的写明；没有提前的空着', 300);

/** A draft of this record before the public. */
export const consult = async (
  tx: Tx,
  entry: Entry,
  kind: string,
  given: Omit<z.infer<typeof DraftText>, 'title'>,
): Promise<Result<{ content?: never }>> => {
  const opened = await openConsultation(tx, {
    ...given,
    title: `${entry.title}（征求意见稿）`,
    kind,
    division: entry.division,
    subject: { kind: 'register-entry', id: entry.id },
  });
  return opened.ok ? ok({}) : opened;
};

export const consultationOf = (tx: Tx, entry: Entry) => consultationAbout(tx, { kind: 'register-entry', id: entry.id });

/** The office that reviews has its days: earlier only with a reason. */
export async function refuseHaste(
  tx: Tx,
  entry: Entry,
  given: { readonly since: string; readonly parameter: string; readonly what: string; readonly urgency: string },
): Promise<Result<null>> {
  const from = last(entry, given.since)!.onDate;
  const least = await wholeParameter(tx, given.parameter, entry.division, tx.today);
  if (!least.ok) return least;
  const earliest = tx.calendar.addWorkdays(from, least.value, entry.division);
  return tx.today >= earliest || given.urgency !== ''
    ? ok(null)
    : fail('REVIEW_TOO_FAST', { what: given.what, least: least.value, day: earliest });
}

const bases = { new: '新制定', revised: '修订', repeal: '废止' } as const;

defineRegister({
  key: 'normative-document',
  zh: '规范性文件',
  shelf: '/registers',
  lead: '起草、征求意见、合法性审核、印发、公布。没有审核通过的不能印发；审核5到15个工作日，第10个工作日提醒。',
  enters: '登记起草',
  by: clerks,
  form: z.strictObject({
    title: text('文件名称', { min: 4, max: 100 }),
    kind: choice(bases).meta({ label: '类别', choices: bases }),
    drafter: text('起草科室', { max: 60 }),
    basis: text('制定依据', { min: 4, max: 500, help: '哪些法律、法规、上级文件' }),
    impact: text('主要内容', { min: 10, max: 1_000, help: '写明是不是涉及公民、法人和其他组织的权利义务' }),
  }),
  titleOf: ({ title }) => String(title),
  start: 'drafting',
  states: {
    drafting: { zh: '起草', tone: 'plain' },
    consulting: { zh: '征求意见', tone: 'now' },
    reviewing: { zh: '合法性审核', tone: 'now' },
    cleared: { zh: '审核通过，待印发', tone: 'now' },
    issued: { zh: '已印发，待公布', tone: 'warn' },
    published: { zh: '已公布', tone: 'good' },
    expired: { zh: '已失效', tone: 'plain', final: true },
    dropped: { zh: '不再制定', tone: 'plain', final: true },
  },
  steps: {
    consult: step({
      zh: '公开征求意见',
      causes: '草案今天起在网上公布，谁都可以提意见。',
      by: clerks,
      from: ['drafting'],
      to: 'consulting',
      input: DraftText.omit({ title: true }),
      run: (tx, entry, given) => consult(tx, entry, 'normative-document', given),
    }),
    submit: step({
      zh: '报合法性审核',
      causes: '从今天起计算审核时限，另一位承办审核。',
      by: clerks,
      from: ['drafting', 'consulting'],
      to: 'reviewing',
      input: z.strictObject({
        noConsultation: optional('没有公开征求意见的理由', '依法需要保密，或者不涉及公民、法人和其他组织权利义务的写明'),
        materials: text('送审材料', { min: 4, max: 500, help: '送审稿、起草说明、依据、意见采纳情况、廉洁和公平竞争审查' }),
      }),
      async run(tx, entry, { noConsultation }) {
        const consultation = await consultationOf(tx, entry);
        if (consultation && consultation.state !== 'published')
          return fail('CONSULTATION_NOT_PUBLISHED', { action: '报合法性审核' });
        if (!consultation && noConsultation.length < 4)
          return wrong('noConsultation', '没有公开征求意见的，写明理由（至少4个字）');
        return ok({});
      },
    }),
    pass: step({
      zh: '审核通过',
      causes: '出具审核意见，可以印发。',
      by: office,
      from: ['reviewing'],
      to: 'cleared',
      apart: ['enter', 'submit'],
      input: z.strictObject({
        opinion: text('审核意见', { min: 4, max: 1_000, help: '制定主体、权限、程序、内容是不是合法' }),
        opinionNo: text('审核意见书文号', { max: 60 }),
        urgency: Urgency,
      }),
      async run(tx, entry, { urgency }) {
        const haste = await refuseHaste(tx, entry, {
          since: 'submit',
          parameter: 'LEGAL-REVIEW-LEAST',
          what: '合法性审核',
          urgency,
        });
        return haste.ok ? ok({}) : haste;
      },
    }),
    sendBack: step({
      zh: '退回修改',
      causes: '应当修改的逐条写明，改好再报；再报时重新计算时限。',
      by: office,
      from: ['reviewing'],
      to: 'drafting',
      apart: ['enter', 'submit'],
      input: z.strictObject({ opinion: text('审核意见', { min: 4, max: 1_000 }) }),
    }),
    issue: step({
      zh: '登记印发',
      causes: '文件编号、印发，接着向社会公布。',
      by: clerks,
      from: ['cleared'],
      to: 'issued',
      otherwise: 'NOT_REVIEWED',
      input: z.strictObject({
        documentNo: text('文号', { min: 4, max: 60 }),
        issuedOn: day('印发日期'),
        years: z.int('请填写年数').min(1).max(5, '有效期不超过5年').meta({ label: '有效期', unit: '年' }),
      }),
      async run(tx, entry, { issuedOn, ...given }) {
        const refused = outside(tx, 'issuedOn', issuedOn, last(entry, 'pass')!.onDate);
        return refused ?? ok({ content: { issuedOn, ...given, expiresOn: addMonths(issuedOn, given.years * 12) } });
      },
    }),
    publish: step({
      zh: '登记公布',
      causes: '在网上列入依法公开的规范性文件。',
      by: clerks,
      from: ['issued'],
      to: 'published',
      input: z.strictObject({
        publishedOn: day('公布日期'),
        place: text('公布在哪里', { max: 100, help: '政府公报、门户网站栏目' }),
      }),
      async run(tx, entry, { publishedOn, place }) {
        const refused = outside(tx, 'publishedOn', publishedOn, entry.content.issuedOn as PlainDate);
        return refused ?? ok({ content: { publishedOn, publishedIn: place } });
      },
    }),
    expire: step({
      zh: '登记失效',
      causes: '网上标明已经失效。',
      by: clerks,
      from: ['published'],
      to: 'expired',
      input: z.strictObject({ reason: text('失效、废止的原因', { min: 4, max: 300 }) }),
    }),
    drop: ending({
      zh: '不再制定',
      causes: '这份文件到此为止。',
      by: [...clerks, ...leaders],
      from: ['drafting', 'consulting', 'cleared'],
      to: 'dropped',
    }),
  },
  async clock(tx, entry) {
    if (entry.state !== 'reviewing') return ok(null);
    const most = await wholeParameter(tx, 'LEGAL-REVIEW-MOST', entry.division, tx.today);
    const alert = await wholeParameter(tx, 'LEGAL-REVIEW-ALERT', entry.division, tx.today);
    if (!most.ok) return most;
    if (!alert.ok) return alert;
    const from = last(entry, 'submit')!.onDate;
    return ok({
      zh: '合法性审核',
      counts: 'workdays',
      dueOn: tx.calendar.addWorkdays(from, most.value, entry.division),
      alertOn: tx.calendar.addWorkdays(from, alert.value, entry.division),
    });
  },
  open: ({ state, content }) =>
    ['published', 'expired'].includes(state)
      ? [
          { label: '文号', value: String(content.documentNo) },
          { label: '公布', value: `${longDate(content.publishedOn as PlainDate)}，${content.publishedIn}` },
          { label: '有效期至', value: state === 'expired' ? '已经失效' : String(content.expiresOn) },
        ]
      : null,
});
