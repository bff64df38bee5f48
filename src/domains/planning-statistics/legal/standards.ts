/** 民政地方标准: from the project to the review every five years (地方标准管理办法, Order 26 of the market regulator). */
import { z } from 'zod';
import { addMonths, longDate, plusDays } from '../../../kernel/calendar/index.ts';
import { DraftText } from '../../../kernel/consultation/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { clerks, day, defineRegister, ending, leaders, office, outside, step, text } from '../../../kernel/register/server.ts';
import { fail, ok } from '../../../kernel/result/index.ts';
import { choice, type PlainDate } from '../../../kernel/schema/index.ts';
import './errors.ts';
import { consult, consultationOf } from './normative.ts';

const fields = {
  elderly: '养老服务',
  names: '地名',
  funeral: '殡葬',
  marriage: '婚姻',
  assistance: '社会救助',
  other: '其他',
} as const;
const results = { valid: '继续有效', revise: '修订', abolish: '废止' } as const;

defineRegister({
  key: 'local-standard',
  zh: '地方标准',
  shelf: '/registers',
  lead: '立项、起草、征求意见不少于30日、技术审查、批准发布、备案、复审。发布后60日内备案，最长5年复审一次。',
  enters: '登记立项',
  by: clerks,
  form: z.strictObject({
    title: text('标准名称', { min: 4, max: 100 }),
    field: choice(fields).meta({ label: '领域', choices: fields }),
    drafters: text('起草单位', { min: 4, max: 200, help: '民政部门、科研机构、行业组织' }),
    reason: text('立项理由', { min: 10, max: 1_000 }),
    approvedOn: day('立项日期'),
  }),
  titleOf: ({ title, number }) => (number ? `${number} ${title}` : String(title)),
  async entering(tx, form: { approvedOn: PlainDate }) {
    return outside(tx, 'approvedOn', form.approvedOn) ?? ok(null);
  },
  start: 'drafting',
  states: {
    drafting: { zh: '起草', tone: 'plain' },
    consulting: { zh: '征求意见', tone: 'now' },
    examined: { zh: '审查通过，待发布', tone: 'now' },
    issued: { zh: '已发布，待备案', tone: 'warn' },
    valid: { zh: '现行有效', tone: 'good' },
    abolished: { zh: '已废止', tone: 'plain', final: true },
  },
  steps: {
    consult: step({
      zh: '公开征求意见',
      causes: '征求意见稿今天起在网上公布，不少于30日。',
      by: clerks,
      from: ['drafting'],
      to: 'consulting',
      input: DraftText.omit({ title: true, shortened: true }),
      run: (tx, entry, given) => consult(tx, entry, 'local-standard', { ...given, shortened: '' }),
    }),
    examine: step({
      zh: '登记技术审查',
      causes: '审查专家的意见归入本卷。',
      by: office,
      from: ['consulting'],
      to: 'examined',
      input: z.strictObject({
        experts: text('审查专家', { min: 4, max: 200 }),
        passed: z.boolean().meta({ label: '通过' }),
        opinion: text('审查意见', { min: 4, max: 1_000 }),
      }),
      async run(tx, entry, { passed }) {
        if ((await consultationOf(tx, entry))?.state !== 'published')
          return fail('CONSULTATION_NOT_PUBLISHED', { action: '登记技术审查' });
        return ok(passed ? {} : { to: 'drafting' });
      },
    }),
    issue: step({
      zh: '登记发布',
      causes: '从发布起60日内备案。',
      by: clerks,
      from: ['examined'],
      to: 'issued',
      input: z.strictObject({
        number: text('标准编号', { min: 6, max: 40, help: '如 DB4212/T 18—2026' }),
        issuer: text('批准发布机关', { min: 4, max: 60 }),
        issuedOn: day('发布日期'),
      }),
      async run(tx, entry, { issuedOn, number, issuer }) {
        const refused = outside(tx, 'issuedOn', issuedOn, entry.content.approvedOn as PlainDate);
        return refused ?? ok({ content: { issuedOn, number, issuer, reviewedOn: issuedOn } });
      },
    }),
    file: step({
      zh: '登记备案',
      causes: '现行有效；五年内复审。',
      by: clerks,
      from: ['issued'],
      to: 'valid',
      input: z.strictObject({ filedOn: day('备案日期'), filingNo: text('备案号', { min: 2, max: 60 }) }),
      async run(tx, entry, given) {
        const refused = outside(tx, 'filedOn', given.filedOn, entry.content.issuedOn as PlainDate);
        return refused ?? ok({ content: given });
      },
    }),
    review: step({
      zh: '登记复审',
      causes: '继续有效的从复审那天起再算五年；要修订的回到起草；废止的网上标明。',
      by: office,
      from: ['valid'],
      to: 'valid',
      input: z.strictObject({
        reviewedOn: day('复审日期'),
        result: choice(results).meta({ label: '复审结论', choices: results }),
        opinion: text('复审意见', { min: 4, max: 1_000 }),
      }),
      async run(tx, entry, { reviewedOn, result }) {
        const refused = outside(tx, 'reviewedOn', reviewedOn, entry.content.reviewedOn as PlainDate);
        if (refused) return refused;
        return ok({
          content: { reviewedOn },
          to: result === 'valid' ? 'valid' : result === 'revise' ? 'drafting' : 'abolished',
        });
      },
    }),
    abolish: ending({
      zh: '终止',
      causes: '这项标准到此为止。',
      by: leaders,
      from: ['drafting', 'consulting', 'examined'],
      to: 'abolished',
    }),
  },
  async clock(tx, entry) {
    if (entry.state === 'issued') {
      const days = await wholeParameter(tx, 'STANDARD-FILE-DAYS', entry.division, tx.today);
      if (!days.ok) return days;
      const filing = tx.calendar.addDays(entry.content.issuedOn as PlainDate, days.value, entry.division);
      return ok({ zh: '地方标准备案', counts: 'days', dueOn: filing, alertOn: plusDays(filing, -15) });
    }
    if (entry.state !== 'valid') return ok(null);
    const years = await wholeParameter(tx, 'STANDARD-REVIEW-YEARS', entry.division, tx.today);
    if (!years.ok) return years;
    const dueOn = addMonths(entry.content.reviewedOn as PlainDate, years.value * 12);
    return ok({ zh: '地方标准复审', counts: 'days', dueOn, alertOn: addMonths(dueOn, -6) });
  },
  open: ({ state, content }) =>
    ['issued', 'valid', 'abolished'].includes(state) && content.number
      ? [
          { label: '编号', value: String(content.number) },
          { label: '发布', value: `${longDate(content.issuedOn as PlainDate)}，${content.issuer}` },
          { label: '状态', value: state === 'abolished' ? '已经废止' : '现行有效' },
        ]
      : null,
});
