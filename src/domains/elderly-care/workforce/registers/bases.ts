/** 培训基地: 申报 → 评审 → 认定 → 年检 → 退出; 人才十方面任务: each with its owner, day and result. */
import { z } from 'zod';
import { longDate } from '../../../../kernel/calendar/index.ts';
import {
  clerks,
  day,
  defineRegister,
  ending,
  leaders,
  monthsAfter,
  outside,
  progress,
  refusal,
  reviewed,
  step,
  text,
  untilDue,
} from '../../../../kernel/register/server.ts';
import { ok } from '../../../../kernel/result/index.ts';
import { choice, type PlainDate } from '../../../../kernel/schema/index.ts';
import { SHELF } from './shelf.ts';

/** Told so many days before. */
const TELL_BEFORE = 30;
const results = { passed: '合格', repair: '限期整改' } as const;

defineRegister({
  key: 'care-base',
  zh: '培训基地',
  shelf: SHELF,
  lead: '养老人才培训基地：申报、评审、认定，认定以后每年检查一次，不合格的退出。',
  enters: '登记申报',
  by: clerks,
  form: z.strictObject({
    name: text('基地名称', { min: 4, max: 60 }),
    operator: text('主办单位', { min: 4, max: 60 }),
    address: text('地址', { min: 4, max: 100 }),
    capacity: z.int('请填写整数').min(1, '至少1人').max(5_000, '不超过5000人').meta({ label: '一次能培训', unit: '人' }),
    courses: text('课程', { min: 4, max: 500, help: '开哪些课，谁来教' }),
  }),
  one: ({ name }, division) => `${division} ${name}`,
  titleOf: ({ name }) => String(name),
  start: 'applied',
  states: {
    applied: { zh: '已申报，待评审', tone: 'now' },
    reviewed: { zh: '评审通过，待认定', tone: 'now' },
    recognised: { zh: '已认定', tone: 'good' },
    repairing: { zh: '整改中', tone: 'warn' },
    refused: { zh: '没有通过', tone: 'plain', final: true },
    left: { zh: '已退出', tone: 'plain', final: true },
  },
  steps: {
    review: reviewed({
      zh: '评审通过',
      causes: '可以认定。',
      from: ['applied'],
      to: 'reviewed',
      opinion: ['评审意见', '场地、师资、设备，现场看了什么'],
    }),
    refuse: refusal({ from: ['applied', 'reviewed'] }),
    recognise: step({
      zh: '认定',
      causes: '从今天起算一年一次的年检，网上列入培训基地。',
      by: leaders,
      from: ['reviewed'],
      to: 'recognised',
      apart: ['enter'],
      input: z.strictObject({ documentNo: text('认定文号', { min: 4, max: 60 }) }),
      run: async (tx, _entry, given) => ok({ content: { ...given, recognisedOn: tx.today, checkedOn: tx.today } }),
    }),
    check: step({
      zh: '登记年检',
      causes: '合格的重新算一年；要整改的，整改好了再登记一次。',
      by: clerks,
      from: ['recognised', 'repairing'],
      to: 'recognised',
      input: z.strictObject({
        on: day('年检日期'),
        result: choice(results).meta({ label: '结果', choices: results }),
        found: text('看到什么', { min: 4, max: 500, help: '本年培训几期、几人，师资、设备有没有变' }),
      }),
      async run(tx, entry, { on, result }) {
        const refused = outside(tx, 'on', on, entry.content.checkedOn as PlainDate);
        if (refused) return refused;
        return result === 'passed' ? ok({ content: { checkedOn: on } }) : ok({ to: 'repairing' });
      },
    }),
    leave: ending({
      zh: '退出',
      causes: '不再是培训基地，网上撤下。',
      by: leaders,
      from: ['recognised', 'repairing'],
      to: 'left',
    }),
  },
  async clock(tx, entry) {
    const since = entry.content.checkedOn as PlainDate | undefined;
    if (since === undefined || (entry.state !== 'recognised' && entry.state !== 'repairing')) return ok(null);
    return monthsAfter(tx, entry, { zh: '培训基地年检', since, months: 'CW-BASE-CHECK', tell: TELL_BEFORE });
  },
  open: ({ state, content }) =>
    state === 'recognised'
      ? [
          { label: '主办单位', value: String(content.operator) },
          { label: '地址', value: String(content.address) },
          { label: '课程', value: String(content.courses) },
          { label: '认定', value: `${longDate(content.recognisedOn as PlainDate)}，${content.documentNo}` },
        ]
      : null,
});

defineRegister({
  key: 'care-talent-task',
  zh: '人才十方面任务',
  shelf: SHELF,
  lead: '人才政策的十个方面，每个方面每年至少一条：措施、责任单位、期限、结果。到期前提醒。',
  enters: '登记任务',
  by: clerks,
  form: z.strictObject({
    direction: z.int('请填写整数').min(1, '从1到10').max(10, '从1到10').meta({ label: '第几方面', help: '对照任务清单，1到10' }),
    measure: text('措施', { min: 6, max: 300 }),
    owner: text('责任单位', { min: 4, max: 60 }),
    due: day('完成期限'),
  }),
  titleOf: ({ direction, measure }) => `第${direction}方面：${String(measure).slice(0, 40)}`,
  start: 'open',
  states: {
    open: { zh: '在办', tone: 'now' },
    done: { zh: '已完成', tone: 'good', final: true },
    dropped: { zh: '不再办', tone: 'plain', final: true },
  },
  steps: {
    progress: progress({ from: ['open'] }),
    done: step({
      zh: '完成',
      causes: '写明结果，这一条就办完了。',
      by: clerks,
      from: ['open'],
      to: 'done',
      input: z.strictObject({ result: text('结果', { min: 4, max: 500, help: '做成了什么，有什么可以核对' }) }),
    }),
    drop: ending({ zh: '不再办', by: leaders, from: ['open'], to: 'dropped' }),
  },
  clock: untilDue('完成任务', TELL_BEFORE),
  open: ({ content, state }) =>
    state === 'dropped'
      ? null
      : [
          { label: '责任单位', value: String(content.owner) },
          { label: '期限', value: String(content.due) },
          { label: '进展', value: state === 'done' ? '已完成' : '在办' },
        ],
});
