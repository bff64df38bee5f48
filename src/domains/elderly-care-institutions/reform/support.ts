/** 支持、延伸和结对 (elderly-care 4.13: EC-021, EC-026, EC-037, EC-071): what a home does for others, visit by visit, with hours, people and what came of it. */
import { z } from 'zod';
import { clerks, defineRegister, ending, monthsAfter, office, text, visiting, whole } from '../../../kernel/register/server.ts';
import { ok } from '../../../kernel/result/index.ts';
import { choice, Division, type PlainDate, Uuid } from '../../../kernel/schema/index.ts';
import { anyHome, SHELF } from './shelf.ts';

const kinds = {
  technical: '技术支持',
  project: '项目支持',
  extension: '延伸服务',
  guidance: '培训指导',
  pairing: '城乡对口支援',
} as const;
const receivers = { home: '社会办养老机构', community: '社区', village: '村', rural: '农村养老机构' } as const;

defineRegister({
  key: 'care-support',
  zh: '支持和结对',
  shelf: SHELF,
  lead: '机构帮别人：技术、项目支持，向周边延伸服务，培训指导，城乡对口支援。每去一次登记时间、几个人、做了什么、结果怎样；长时间没有去的提醒。',
  enters: '登记一对',
  by: clerks,
  form: z.strictObject({
    institution: Uuid.meta({ label: '谁支持' }),
    kind: choice(kinds).meta({ label: '怎么支持', choices: kinds }),
    receives: choice(receivers).meta({ label: '支持谁', choices: receivers }),
    receiver: text('对方', { min: 2, max: 60 }),
    place: Division.meta({ label: '对方在哪里', widget: 'division' }),
    hours: whole('每年', '小时', 5_000),
    matter: text('内容', { min: 4, max: 500 }),
  }),
  chosen: { institution: anyHome },
  one: ({ institution, kind, place, receiver }) => `${institution} ${kind} ${place} ${receiver}`,
  titleOf: ({ institutionName, kind, receiver }) => `${institutionName} → ${receiver}（${kinds[kind as keyof typeof kinds]}）`,
  start: 'open',
  states: {
    open: { zh: '进行中', tone: 'good' },
    ended: { zh: '已结束', tone: 'plain', final: true },
  },
  steps: {
    visit: visiting({
      zh: '登记一次',
      asks: {
        staff: whole('去了几个人', '人', 200),
        done: text('做了什么', { min: 4, max: 500 }),
        result: text('结果', { min: 4, max: 500, help: '对方怎么说，解决了什么' }),
      },
    }),
    end: ending({ zh: '结束', by: office, from: ['open'], to: 'ended' }),
  },
  clock: async (tx, entry) =>
    entry.state === 'open'
      ? monthsAfter(tx, entry, {
          zh: '去一次',
          since: (entry.content.visitedOn as PlainDate | undefined) ?? entry.steps[0]!.onDate,
          months: 'CARE-SUPPORT-MONTHS',
        })
      : ok(null),
  open: ({ state, content }) =>
    state === 'open'
      ? [
          { label: '内容', value: String(content.matter) },
          { label: '已经', value: `${content.given ?? 0}小时，每年${content.hours}小时` },
        ]
      : null,
});
