/** 资金风险线索 (5.15, section 8): what a home gives away to sell, and what promises a return. A promise goes to the finance office and the police, and stops sales until it is cleared up. */
import { z } from 'zod';
import { clerks, day, defineRegister, leaders, office, outside, paper, step, text } from '../../../kernel/register/server.ts';
import { ok } from '../../../kernel/result/index.ts';
import { choice, type PlainDate, Uuid } from '../../../kernel/schema/index.ts';
import { anyHome } from '../reform/shelf.ts';
import { LEADS_SHELF } from './terms.ts';

const pitches = { lecture: '讲座、推介会', travel: '旅游、参观', gift: '送礼品、抽奖', other: '其他推销' } as const;
const sources = {
  check: '现场检查',
  complaint: '投诉举报',
  call: '12345转来',
  family: '家属反映',
  media: '媒体、网上',
  other: '其他',
} as const;

defineRegister({
  key: 'care-pitch',
  zh: '推销活动',
  shelf: LEADS_SHELF,
  lead: '机构办的讲座、旅游、送礼品，借机卖会员卡、收钱的。三个月里次数多的，机构的资金页亮黄灯。',
  enters: '登记一次活动',
  by: clerks,
  form: z.strictObject({
    institution: Uuid.meta({ label: '哪家机构' }),
    kind: choice(pitches).meta({ label: '什么活动', choices: pitches }),
    on: day('哪天'),
    source: choice(sources).meta({ label: '从哪里知道的', choices: sources }),
    matter: text('卖什么、说了什么', { min: 4, max: 500, help: '不写老人姓名' }),
  }),
  chosen: { institution: anyHome },
  one: ({ institution, kind, on }) => `${institution} ${kind} ${on}`,
  titleOf: ({ institutionName, kind, on }) => `${institutionName}：${pitches[kind as keyof typeof pitches]}（${on}）`,
  entering: async (tx, { on }: { on: PlainDate }) => outside(tx, 'on', on) ?? ok(null),
  start: 'open',
  states: {
    open: { zh: '已登记', tone: 'warn' },
    wrong: { zh: '登记错了', tone: 'plain', final: true },
  },
  steps: {
    withdraw: step({
      zh: '登记错了',
      causes: '不再算一次，原因留着。',
      by: office,
      from: ['open'],
      to: 'wrong',
      input: z.strictObject({ reason: text('原因', { min: 4, max: 200 }) }),
    }),
  },
});

defineRegister({
  key: 'care-promise',
  zh: '承诺回报线索',
  shelf: LEADS_SHELF,
  lead: '承诺返利、还本付息、到期回购、价格低得不合理的。登记以后机构资金亮红灯、停止预收；移送金融和公安部门，查清以前灯不灭。',
  enters: '登记一条线索',
  by: clerks,
  form: z.strictObject({
    institution: Uuid.meta({ label: '哪家机构' }),
    on: day('哪天发现的'),
    source: choice(sources).meta({ label: '从哪里知道的', choices: sources }),
    promise: text('承诺了什么', { min: 4, max: 500, help: '合同、传单上的原话；不写老人姓名' }),
  }),
  chosen: { institution: anyHome },
  one: ({ institution, on }) => `${institution} ${on}`,
  titleOf: ({ institutionName, on }) => `${institutionName}（${on}发现）`,
  entering: async (tx, { on }: { on: PlainDate }) => outside(tx, 'on', on) ?? ok(null),
  start: 'lead',
  states: {
    lead: { zh: '待移送', tone: 'bad' },
    referred: { zh: '已移送', tone: 'warn' },
    true: { zh: '查实，待清退', tone: 'bad' },
    cleared: { zh: '已清退', tone: 'plain', final: true },
    false: { zh: '查过，不属实', tone: 'plain', final: true },
  },
  steps: {
    refer: step({
      zh: '移送金融、公安',
      causes: '写明移送给谁和文号。',
      by: clerks,
      from: ['lead'],
      to: 'referred',
      input: z.strictObject({ to: text('移送给哪个部门', { min: 2, max: 60 }), ...paper('移送') }),
      run: async (tx, entry, { on }) => outside(tx, 'on', on, entry.content.on as PlainDate) ?? ok({}),
    }),
    confirm: step({
      zh: '查实',
      causes: '灯不灭，退清以后再销。',
      by: leaders,
      from: ['referred'],
      to: 'true',
      apart: ['enter'],
      input: z.strictObject({ found: text('查到什么', { min: 4, max: 500 }), ...paper('部门回复') }),
    }),
    dismiss: step({
      zh: '不属实',
      causes: '灯灭，可以恢复预收。',
      by: leaders,
      from: ['lead', 'referred'],
      to: 'false',
      apart: ['enter'],
      input: z.strictObject({ reason: text('怎么查的', { min: 8, max: 500 }) }),
    }),
    clear: step({
      zh: '已清退',
      causes: '收的钱退清了，灯灭。',
      by: leaders,
      from: ['true'],
      to: 'cleared',
      apart: ['enter'],
      input: z.strictObject({ result: text('退了多少人、怎么核的', { min: 8, max: 500 }) }),
    }),
  },
});
