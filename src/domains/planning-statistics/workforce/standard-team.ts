/** 标准化工作队伍 (PS-R24): who works on standards in an office, with which institutes and associations, and until when their agreement runs. */
import { z } from 'zod';
import { addMonths, plusDays } from '../../../kernel/calendar/index.ts';
import { clerks, day, defineRegister, ending, optional, step, text } from '../../../kernel/register/server.ts';
import { ok, type Result, wrong } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';

const TELL_BEFORE = 30;

const Agreement = z.strictObject({
  partner: text('合作单位', { min: 4, max: 60, help: '科研机构、行业协会' }),
  until: day('协议到期'),
});
const Form = z.strictObject({
  title: text('队伍名称', { min: 4, max: 60 }),
  members: z
    .array(z.strictObject({ name: text('姓名', { max: 30 }), unit: text('单位', { max: 60 }) }))
    .min(1, '请至少写一人')
    .max(60)
    .meta({ label: '成员' }),
  partners: z.array(Agreement).max(20).default([]).meta({ label: '合作单位' }),
  duties: optional('承担的标准', '正在起草、修订、宣贯的标准'),
});

const LONGEST_YEARS = 20;

/** Each agreement runs today, and ends in a year that anybody could mean. */
function fitsAgreements(today: PlainDate, { partners }: z.infer<typeof Form>): Result<null> {
  const latest = addMonths(today, LONGEST_YEARS * 12);
  const odd = partners.findIndex(({ until }) => until < today || until > latest);
  if (odd === -1) return ok(null);
  return wrong(`partners.${odd}.until`, partners[odd]!.until < today ? '协议已经到期' : `不能超过${LONGEST_YEARS}年`);
}

defineRegister({
  key: 'standard-team',
  zh: '标准化队伍',
  shelf: '/registers',
  lead: '各单位做标准化工作的人和合作单位；合作协议到期前30日提醒。成员每年的培训记在“培训和普法”里。',
  enters: '登记队伍',
  by: clerks,
  form: Form,
  titleOf: ({ title }) => String(title),
  start: 'active',
  states: { active: { zh: '在用', tone: 'good' }, ended: { zh: '已撤', tone: 'plain', final: true } },
  steps: {
    change: step({
      zh: '变更',
      causes: '换成下面这样，原来的留在经过里。',
      by: clerks,
      from: ['active'],
      to: 'active',
      input: Form,
      async run(tx, _entry, given) {
        const fit = fitsAgreements(tx.today, given);
        return fit.ok ? ok({ content: given }) : fit;
      },
    }),
    end: ending({ zh: '撤销队伍', causes: '不再列入在用的队伍。', by: clerks, from: ['active'], to: 'ended' }),
  },
  entering: async (tx, form: z.infer<typeof Form>) => fitsAgreements(tx.today, form),
  async clock(_tx, entry) {
    const ends = ((entry.content.partners ?? []) as { until: PlainDate }[]).map(({ until }) => until).toSorted();
    if (entry.state !== 'active' || !ends[0]) return ok(null);
    return ok({ zh: '合作协议', counts: 'days', dueOn: ends[0], alertOn: plusDays(ends[0], -TELL_BEFORE) });
  },
});
