/** 养老服务协调机制 (EC-119): members → meetings → resolutions, each with its owner and day. 十件实事 (EC-100, I-23): ten things each year, done or not. */
import { z } from 'zod';
import {
  clerks,
  day,
  defineRegister,
  ending,
  enterRecord,
  latest,
  leaders,
  monthsAfter,
  office,
  outside,
  progress,
  step,
  text,
  untilDue,
} from '../../../kernel/register/server.ts';
import { ok, wrong } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { INDUSTRY_SHELF } from './shelf.ts';

const TELL_BEFORE = 30;

defineRegister({
  key: 'care-coordination',
  zh: '协调机制',
  shelf: INDUSTRY_SHELF,
  lead: '政府牵头，发展改革、民政、财政领头，各部门参加。一年至少开一次会；会上定的每一条自动成为一件议定事项，有责任单位和期限。',
  enters: '登记机制',
  by: clerks,
  form: z.strictObject({
    name: text('名称', { min: 4, max: 60 }),
    lead: text('牵头', { min: 2, max: 100 }),
    members: text('成员单位', { min: 4, max: 1_000, help: '一行一个单位' }),
    documentNo: text('成立文号', { min: 4, max: 60 }),
  }),
  one: ({ name }, division) => `${division} ${name}`,
  titleOf: ({ name }) => String(name),
  start: 'open',
  states: {
    open: { zh: '运行中', tone: 'good' },
    ended: { zh: '已撤销', tone: 'plain', final: true },
  },
  steps: {
    meet: step({
      zh: '登记会议',
      causes: '每一条议定事项成为一件任务，到期前提醒。',
      by: clerks,
      from: ['open'],
      to: 'open',
      input: z.strictObject({
        on: day('开会日期'),
        chair: text('主持', { min: 2, max: 60 }),
        attended: text('参加', { min: 2, max: 500 }),
        resolutions: z
          .array(
            z.strictObject({
              what: text('议定什么', { min: 6, max: 300 }),
              owner: text('责任单位', { min: 2, max: 60 }),
              due: day('期限'),
            }),
          )
          .min(1, '至少一条')
          .max(30, '最多30条')
          .meta({ label: '议定事项' }),
      }),
      async run(tx, entry, { on, resolutions }) {
        const past = outside(tx, 'on', on);
        if (past) return past;
        for (const [i, { due }] of resolutions.entries()) if (due < on) return wrong(`resolutions.${i}.due`, '不能早于开会');
        for (const resolution of resolutions) {
          const made = await enterRecord(tx, 'care-resolution', { ...resolution, meeting: `${entry.content.name}，${on}` });
          if (!made.ok) return made;
        }
        return ok({ content: { metOn: latest(entry.content.metOn as PlainDate | undefined, on) } });
      },
    }),
    end: ending({ zh: '撤销', causes: '到此为止。', by: leaders, from: ['open'], to: 'ended' }),
  },
  clock: async (tx, entry) =>
    entry.state === 'open'
      ? monthsAfter(tx, entry, {
          zh: '开一次会',
          since: (entry.content.metOn as PlainDate | undefined) ?? entry.steps[0]!.onDate,
          months: 'EC-MEETING-MONTHS',
          tell: TELL_BEFORE,
        })
      : ok(null),
});

defineRegister({
  key: 'care-resolution',
  zh: '议定事项',
  shelf: INDUSTRY_SHELF,
  lead: '协调会议定的事：谁办、哪天以前。登记会议时自动生成，也可以补登一件。',
  enters: '补登一件',
  by: clerks,
  form: z.strictObject({
    what: text('议定什么', { min: 6, max: 300 }),
    owner: text('责任单位', { min: 2, max: 60 }),
    due: day('期限'),
    meeting: text('哪次会议', { min: 2, max: 120 }),
  }),
  titleOf: ({ what, owner }) => `${owner}：${String(what).slice(0, 40)}`,
  start: 'open',
  states: {
    open: { zh: '在办', tone: 'now' },
    done: { zh: '已办结', tone: 'good', final: true },
    dropped: { zh: '不再办', tone: 'plain', final: true },
  },
  steps: {
    progress: progress({ from: ['open'] }),
    done: step({
      zh: '办结',
      causes: '写明结果，另一位看过才算办结。',
      by: office,
      from: ['open'],
      to: 'done',
      apart: ['enter', 'progress'],
      input: z.strictObject({ result: text('结果', { min: 4, max: 500 }) }),
    }),
    drop: ending({ zh: '不再办', by: leaders, from: ['open'], to: 'dropped' }),
  },
  clock: untilDue('办结', TELL_BEFORE),
});

defineRegister({
  key: 'care-ten-things',
  zh: '十件实事',
  shelf: INDUSTRY_SHELF,
  lead: '发展以护理为核心的大健康产业，每年十件实事：市里年初定下，有责任单位和期限，另一位核过才算办成。',
  enters: '登记一件',
  by: ['city-clerk'],
  form: z.strictObject({
    year: z.int('请填写整数').min(2021).max(2100).meta({ label: '年度' }),
    no: z.int('请填写整数').min(1, '从1到10').max(10, '从1到10').meta({ label: '第几件' }),
    thing: text('做什么', { min: 6, max: 200 }),
    owner: text('责任单位', { min: 2, max: 60 }),
    due: day('完成期限'),
  }),
  one: ({ year, no }) => `${year} ${no}`,
  titleOf: ({ year, no, thing }) => `${year}年第${no}件：${String(thing).slice(0, 40)}`,
  async entering(_tx, { year, due }: { year: number; due: PlainDate }) {
    return due.startsWith(String(year)) ? ok(null) : wrong('due', '在当年以内');
  },
  start: 'open',
  states: {
    open: { zh: '在办', tone: 'now' },
    done: { zh: '已办成', tone: 'good', final: true },
    dropped: { zh: '换成别的', tone: 'plain', final: true },
  },
  steps: {
    progress: progress({ by: ['city-clerk'], from: ['open'] }),
    done: step({
      zh: '办成了',
      causes: '计入“十件实事完成率”。',
      by: ['city-clerk', 'city-leader'],
      from: ['open'],
      to: 'done',
      apart: ['enter'],
      input: z.strictObject({ result: text('做成了什么', { min: 4, max: 500 }) }),
      run: async (tx, _entry, { result }) => ok({ content: { result, doneOn: tx.today } }),
    }),
    replace: ending({
      zh: '换成别的',
      causes: '这一件不再算，可以另登记一件。',
      by: ['city-leader'],
      from: ['open'],
      to: 'dropped',
    }),
  },
  clock: untilDue('办成', TELL_BEFORE),
  open: ({ state, content }) =>
    state === 'dropped'
      ? null
      : [
          { label: '责任单位', value: String(content.owner) },
          { label: '进展', value: state === 'done' ? `已办成：${content.result}` : `在办，${content.due}以前` },
        ],
});
