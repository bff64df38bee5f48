/** 适老产品和试用 (EC-121), 智慧养老 (EC-105): none of it is a condition of any service. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import {
  amount,
  clerks,
  day,
  defineRegister,
  ending,
  leaders,
  office,
  optional,
  outside,
  paper,
  reviewed,
  seenAgain,
  step,
  text,
  whole,
} from '../../../kernel/register/server.ts';
import { ok, wrong } from '../../../kernel/result/index.ts';
import { choice, type PlainDate, Uuid } from '../../../kernel/schema/index.ts';
import { INDUSTRY_SHELF, recordsOf, yearly } from './shelf.ts';

const products = {
  device: '辅具',
  wearable: '穿戴设备',
  robot: '机器人',
  home: '家居改造',
  daily: '日用品',
  other: '其他',
} as const;

defineRegister({
  key: 'aged-product',
  zh: '适老产品',
  shelf: INDUSTRY_SHELF,
  lead: '申报、列入目录、试用、评价，试用好的推荐，不好的撤出。只是信息，不在这里卖，也不是办任何事的条件。',
  enters: '登记申报',
  by: clerks,
  form: z.strictObject({
    name: text('产品', { min: 2, max: 60 }),
    maker: text('厂商', { min: 4, max: 60 }),
    kind: choice(products).meta({ label: '类别', choices: products }),
    standard: text('执行标准', { min: 4, max: 100 }),
    priceFen: amount('价格'),
    support: optional('支持政策', '补贴、租赁，没有的空着'),
  }),
  one: ({ maker, name }, division) => `${division} ${maker} ${name}`,
  titleOf: ({ name, maker }) => `${name}（${maker}）`,
  start: 'applied',
  states: {
    applied: { zh: '待列入目录', tone: 'now' },
    listed: { zh: '在目录里', tone: 'good' },
    recommended: { zh: '试用好，推荐', tone: 'good' },
    removed: { zh: '已撤出', tone: 'plain', final: true },
  },
  steps: {
    list: reviewed({
      zh: '列入目录',
      causes: '可以登记试用。',
      from: ['applied'],
      to: 'listed',
      opinion: ['意见', '检验报告、标准、售后'],
      run: async (tx) => ok({ content: { checkedOn: tx.today } }),
    }),
    recommend: step({
      zh: '推荐',
      causes: '有一次评价好的试用才能推荐。',
      by: leaders,
      from: ['listed'],
      to: 'recommended',
      input: z.strictObject({ opinion: text('意见', { min: 4, max: 300 }) }),
      async run(tx, entry) {
        const tried = await tx.maybe(
          sql`select 1 as yes from register_entry where register = 'product-trial' and about = ${entry.id} and state = 'good' limit 1`,
        );
        return tried ? ok({}) : wrong('opinion', '还没有评价好的试用');
      },
    }),
    again: seenAgain({ zh: '年度复核', from: ['listed', 'recommended'] }),
    remove: ending({ zh: '撤出', causes: '网上撤下。', by: office, from: ['applied', 'listed', 'recommended'], to: 'removed' }),
  },
  clock: async (tx, entry) =>
    entry.state === 'listed' || entry.state === 'recommended' ? yearly(tx, entry, '年度复核') : ok(null),
  open: ({ state, content }) =>
    state === 'listed' || state === 'recommended'
      ? [
          { label: '厂商', value: String(content.maker) },
          { label: '标准', value: String(content.standard) },
          { label: '价格', value: `${(content.priceFen as number) / 100}元` },
          ...(state === 'recommended' ? [{ label: '试用', value: '评价好，推荐' }] : []),
        ]
      : null,
});

const verdicts = { good: '好', poor: '不好' } as const;

defineRegister({
  key: 'product-trial',
  zh: '产品试用',
  shelf: INDUSTRY_SHELF,
  lead: '目录里的产品在哪里试用、几位老人、多久、结果怎样。每位老人都要同意，不用也照样得到原来的服务。',
  enters: '登记试用',
  by: clerks,
  form: z.strictObject({
    product: Uuid.meta({ label: '哪个产品', help: '目录里的' }),
    site: text('在哪里试', { min: 4, max: 60 }),
    persons: whole('几位老人', '人', 10_000),
    from: day('从哪天起'),
    to: day('到哪天'),
    consent: z.literal(true, '老人都同意才能试用').meta({ label: '每位老人（监护人）都签了同意书' }),
    traditional: z.literal(true, '要保留原来的方式').meta({ label: '不用的老人照样得到原来的服务' }),
  }),
  chosen: { product: recordsOf('aged-product', 'listed', 'recommended') },
  titleOf: ({ productName, site }) => `${productName}：${site}`,
  async entering(_tx, { from, to }: { from: PlainDate; to: PlainDate }) {
    return to < from ? wrong('to', '不能早于开始') : ok(null);
  },
  start: 'running',
  states: {
    running: { zh: '试用中', tone: 'now' },
    good: { zh: '评价好', tone: 'good', final: true },
    poor: { zh: '评价不好', tone: 'plain', final: true },
  },
  steps: {
    evaluate: step({
      zh: '登记评价',
      causes: '评价好的，产品可以推荐。',
      by: clerks,
      from: ['running'],
      to: 'good',
      input: z.strictObject({
        verdict: choice(verdicts).meta({ label: '结果', choices: verdicts }),
        satisfied: z.int('请填写整数').min(0).max(10_000).meta({ label: '满意的老人', unit: '人' }),
        result: text('怎么好、怎么不好', { min: 4, max: 1_000 }),
      }),
      async run(tx, entry, { verdict, satisfied }) {
        if (tx.today < (entry.content.from as PlainDate)) return wrong('result', '试用还没有开始');
        if (satisfied > (entry.content.persons as number)) return wrong('satisfied', '不能多于试用的老人');
        return ok({ content: { satisfied }, to: verdict });
      },
    }),
  },
  clock: async (_tx, { state, content }) =>
    ok(state === 'running' ? { zh: '评价', counts: 'days', dueOn: content.to as PlainDate } : null),
  open: ({ state, content }) =>
    state === 'running'
      ? null
      : [{ label: '试用', value: `${content.from}到${content.to}，${content.persons}人，${content.satisfied}人满意` }],
});

const sites = { community: '社区', institution: '机构' } as const;

defineRegister({
  key: 'smart-care-site',
  zh: '智慧养老单位',
  shelf: INDUSTRY_SHELF,
  lead: '智慧养老社区和机构：申报、建设、验收，每年复核。传统的办事、服务方式要一直开着，关了的不能验收、不能复核。',
  enters: '登记申报',
  by: clerks,
  form: z.strictObject({
    site: text('单位', { min: 4, max: 60 }),
    kind: choice(sites).meta({ label: '社区还是机构', choices: sites }),
    devices: text('设备', { min: 4, max: 1_000 }),
    services: text('服务', { min: 4, max: 1_000 }),
  }),
  one: ({ site }, division) => `${division} ${site}`,
  titleOf: ({ site }) => String(site),
  start: 'applied',
  states: {
    applied: { zh: '待建设', tone: 'now' },
    building: { zh: '建设中', tone: 'now' },
    accepted: { zh: '已验收', tone: 'good' },
    withdrawn: { zh: '已撤销', tone: 'plain', final: true },
  },
  steps: {
    build: step({
      zh: '开始建设',
      causes: '等验收。',
      by: clerks,
      from: ['applied'],
      to: 'building',
      input: z.strictObject({ on: day('开工日期') }),
      run: async (tx, _entry, { on }) => outside(tx, 'on', on) ?? ok({ content: { begunOn: on } }),
    }),
    accept: step({
      zh: '验收',
      causes: '从今天起每年复核。',
      by: leaders,
      from: ['building'],
      to: 'accepted',
      apart: ['enter'],
      input: z.strictObject({
        ...paper('验收'),
        traditional: z.literal(true, '关了传统方式的不能验收').meta({ label: '电话、窗口、上门等传统方式照样开着' }),
      }),
      run: async (tx, entry, { no, on }) =>
        outside(tx, 'on', on, entry.content.begunOn as PlainDate) ?? ok({ content: { acceptedNo: no, checkedOn: on } }),
    }),
    review: seenAgain({
      zh: '年度复核合格',
      from: ['accepted'],
      asks: { traditional: z.literal(true, '关了传统方式的不合格').meta({ label: '传统方式照样开着' }) },
    }),
    withdraw: ending({
      zh: '撤销',
      causes: '网上撤下。',
      by: leaders,
      from: ['applied', 'building', 'accepted'],
      to: 'withdrawn',
    }),
  },
  clock: async (tx, entry) => (entry.state === 'accepted' ? yearly(tx, entry, '年度复核') : ok(null)),
  open: ({ state, content }) =>
    state === 'accepted'
      ? [
          { label: '服务', value: String(content.services) },
          { label: '验收', value: String(content.acceptedNo) },
        ]
      : null,
});
