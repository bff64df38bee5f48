/** 行政执法“三项制度” (国办发〔2018〕118号): the whole course on record, major decisions reviewed before, results public within 7 or 20 working days. */
import { z } from 'zod';
import { longDate } from '../../../kernel/calendar/index.ts';
import { refuseNumbers } from '../../../kernel/consultation/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import {
  clerks,
  day,
  defineRegister,
  ending,
  last,
  office,
  optional,
  outside,
  step,
  text,
} from '../../../kernel/register/server.ts';
import { fail, ok } from '../../../kernel/result/index.ts';
import { choice, type PlainDate } from '../../../kernel/schema/index.ts';
import './errors.ts';

const types = { licence: '行政许可', penalty: '行政处罚', coercion: '行政强制', inspection: '行政检查', other: '其他' } as const;
/** Licences and penalties are public within 7 working days, everything else within 20. */
const FAST: readonly string[] = ['licence', 'penalty'];

defineRegister({
  key: 'enforcement',
  zh: '执法记录',
  shelf: '/registers',
  lead: '执法全过程有记录，重大决定先经法制审核，结果按时公示：许可、处罚7个工作日，其他20个工作日。',
  enters: '登记执法',
  by: clerks,
  form: z.strictObject({
    matter: text('执法事项', { min: 4, max: 100 }),
    type: choice(types).meta({ label: '类别', choices: types }),
    party: text('当事人', { max: 60, help: '单位写全称；个人写姓氏加“某”，如“王某”' }),
    officers: text('执法人员', { min: 4, max: 100, help: '不少于两名，写明执法证号' }),
    facts: text('事实和依据', { min: 10, max: 1_000 }),
    major: z
      .boolean()
      .default(false)
      .meta({ label: '重大执法决定', help: '较大数额罚款、吊销、撤销登记，或者可能造成重大社会影响的' }),
  }),
  titleOf: ({ matter, party }) => `${matter}（${party}）`,
  async entering(_tx, form: { matter: string; party: string }) {
    return refuseNumbers(form.matter, form.party);
  },
  start: 'open',
  states: {
    open: { zh: '办理中', tone: 'now' },
    reviewing: { zh: '法制审核', tone: 'now' },
    reviewed: { zh: '审核通过', tone: 'now' },
    decided: { zh: '已决定，待公示', tone: 'warn' },
    published: { zh: '已公示', tone: 'good' },
    removed: { zh: '公示已撤下', tone: 'plain', final: true },
  },
  steps: {
    record: step({
      zh: '登记过程记录',
      causes: '文字、音像记录存放在哪里，随时查得到。',
      by: clerks,
      from: ['open', 'reviewing', 'reviewed', 'decided'],
      to: 'open',
      input: z.strictObject({
        written: text('文字记录', { min: 4, max: 300, help: '立案、调查、告知、送达文书的编号' }),
        recorded: text('音像记录', { min: 2, max: 300, help: '存放位置和编号；依法不需要的写明' }),
      }),
      run: async (_tx, entry, given) => ok({ content: { record: given }, to: entry.state }),
    }),
    submit: step({
      zh: '送法制审核',
      causes: '另一位承办审核。',
      by: clerks,
      from: ['open'],
      to: 'reviewing',
      input: z.strictObject({ draft: text('拟作的决定', { min: 4, max: 1_000 }) }),
    }),
    pass: step({
      zh: '审核通过',
      causes: '可以作出决定。',
      by: office,
      from: ['reviewing'],
      to: 'reviewed',
      apart: ['enter', 'submit'],
      input: z.strictObject({ opinion: text('审核意见', { min: 4, max: 1_000 }) }),
    }),
    sendBack: step({
      zh: '退回',
      causes: '补充事实、证据或者改正以后再送。',
      by: office,
      from: ['reviewing'],
      to: 'open',
      apart: ['enter', 'submit'],
      input: z.strictObject({ opinion: text('审核意见', { min: 4, max: 1_000 }) }),
    }),
    decide: step({
      zh: '登记决定',
      causes: '从作出决定那天起计算公示时限。',
      by: clerks,
      from: ['open', 'reviewed'],
      to: 'decided',
      input: z.strictObject({
        decidedOn: day('决定日期'),
        documentNo: text('决定书文号', { min: 4, max: 60 }),
        decision: text('决定内容', { min: 4, max: 500, help: '公示用：不写个人住址、号码' }),
      }),
      async run(tx, entry, given) {
        if (entry.content.major === true && entry.state !== 'reviewed') return fail('ENFORCEMENT_NOT_REVIEWED');
        const refused = outside(tx, 'decidedOn', given.decidedOn);
        if (refused) return refused;
        const clean = refuseNumbers(given.decision, given.documentNo);
        return clean.ok ? ok({ content: given }) : clean;
      },
    }),
    publish: step({
      zh: '公示',
      causes: '在网上列入执法结果公示。',
      by: clerks,
      from: ['decided'],
      to: 'published',
      input: z.strictObject({ also: optional('还公示在哪里', '信用中国、门户网站栏目', 100) }),
      run: async (tx, entry) =>
        entry.content.record ? ok({ content: { publishedOn: tx.today } }) : fail('ENFORCEMENT_RECORD_MISSING'),
    }),
    remove: ending({
      zh: '撤下公示',
      causes: '网上不再显示；决定被撤销、变更、确认违法的要及时撤下。',
      by: office,
      from: ['published'],
      to: 'removed',
    }),
  },
  async clock(tx, entry) {
    if (entry.state !== 'decided') return ok(null);
    const key = FAST.includes(String(entry.content.type)) ? 'ENFORCEMENT-PUBLISH-FAST' : 'ENFORCEMENT-PUBLISH';
    const days = await wholeParameter(tx, key, entry.division, tx.today);
    if (!days.ok) return days;
    const dueOn = tx.calendar.addWorkdays(entry.content.decidedOn as PlainDate, days.value, entry.division);
    return ok({ zh: '执法结果公示', counts: 'workdays', dueOn, alertOn: tx.calendar.workdaysBefore(dueOn, 2, entry.division) });
  },
  open: (entry) =>
    entry.state === 'published'
      ? [
          { label: '类别', value: types[entry.content.type as keyof typeof types] },
          { label: '决定', value: `${longDate(entry.content.decidedOn as PlainDate)}，${entry.content.documentNo}` },
          { label: '内容', value: String(last(entry, 'decide')!.input.decision) },
        ]
      : null,
});
