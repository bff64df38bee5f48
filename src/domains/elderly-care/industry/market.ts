/** 跨市养老 (EC-088), 产业名录 (EC-097), 适老产品和试用 (EC-121), 智慧养老 (EC-105), 社会组织孵化 (EC-116). None of it is a condition of any service. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { addMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import {
  amount,
  because,
  clerks,
  day,
  defineRegister,
  type Entry,
  leaders,
  office,
  optional,
  outside,
  paper,
  step,
  text,
  whole,
  wrong,
} from '../../../kernel/register/server.ts';
import { ok } from '../../../kernel/result/index.ts';
import { choice, type PlainDate, Uuid, YearMonthText } from '../../../kernel/schema/index.ts';
import { BLOCKED, blocked } from './money.ts';
import { promisesOf } from './rules.ts';
import { INDUSTRY_SHELF, recordsOf } from './shelf.ts';

/** Looked at again each year from the day on which it was last seen. */
const yearly = async (tx: Tx, entry: Entry, zh: string) => {
  const months = await wholeParameter(tx, 'EC-LISTED-MONTHS', entry.division, tx.today);
  return months.ok
    ? ok({ zh, counts: 'days' as const, dueOn: addMonths(entry.content.checkedOn as PlainDate, months.value) })
    : months;
};
const again = (zh: string, states: readonly string[], to: string) =>
  step({
    zh,
    causes: '重新算一年。',
    by: clerks,
    from: states,
    to,
    input: z.strictObject({ on: day('日期'), found: text('看到什么', { min: 4, max: 500 }) }),
    run: async (tx, entry, { on }) =>
      outside(tx, 'on', on, entry.content.checkedOn as PlainDate) ?? ok({ content: { checkedOn: on }, to: entry.state }),
  });

const programmes = {
  allowance: '高龄津贴',
  subsidy: '经济困难老年人补贴',
  voucher: '消费券',
  operating: '机构运营补贴',
} as const;

defineRegister({
  key: 'cross-city-care',
  zh: '跨市养老',
  shelf: INDUSTRY_SHELF,
  lead: '在武汉等外地养老的，补贴跟着人走：接收城市的代码、接收机构、按期的入住证明。只记编号，不写姓名；证明过期的补贴先停。',
  enters: '登记一位',
  by: clerks,
  form: z.strictObject({
    no: text('待遇编号', { min: 4, max: 40, help: '津贴、补贴的编号，不写姓名和身份证号' }),
    programme: choice(programmes).meta({ label: '哪项补贴', choices: programmes }),
    cityCode: z
      .string()
      .trim()
      .regex(/^[1-9]\d{5}$/, '6位数字，例如武汉420100')
      .meta({ label: '接收城市代码', help: '6位行政区划代码，武汉420100' }),
    city: text('接收城市', { max: 30 }),
    home: text('接收机构', { min: 4, max: 60 }),
    from: day('从哪天起住'),
  }),
  one: ({ no, programme }) => `${no} ${programme}`,
  titleOf: ({ no, city, programme }) => `${no}：${city}，${programmes[programme as keyof typeof programmes]}`,
  async entering(tx, { from, cityCode }: { from: PlainDate; cityCode: string }) {
    if (cityCode.slice(0, 4) === tx.city.slice(0, 4)) return wrong('cityCode', '本市的不用登记');
    return outside(tx, 'from', from) ?? ok(null);
  },
  start: 'entered',
  states: {
    entered: { zh: '待接收机构证明', tone: 'now' },
    proven: { zh: '补贴跟着走', tone: 'good' },
    stopped: { zh: '证明过期，先停', tone: 'warn' },
    ended: { zh: '已回来', tone: 'plain', final: true },
  },
  steps: {
    prove: step({
      zh: '登记入住证明',
      causes: '从证明的日子起，补贴接着发。',
      by: clerks,
      from: ['entered', 'proven', 'stopped'],
      to: 'proven',
      input: z.strictObject({
        ...paper('证明'),
        stays: z.literal(true, '证明上要写着还住在那里').meta({ label: '证明写明还住在那里' }),
      }),
      run: async (tx, entry, { on }) =>
        outside(tx, 'on', on, (entry.content.provenOn ?? entry.content.from) as PlainDate) ?? ok({ content: { provenOn: on } }),
    }),
    stop: step({
      zh: '证明过期，先停',
      causes: '停发由各项补贴自己办；补来了证明再登记。',
      by: clerks,
      from: ['proven'],
      to: 'stopped',
      input: because,
    }),
    end: step({
      zh: '已回来',
      causes: '不再按跨市办。',
      by: clerks,
      from: ['entered', 'proven', 'stopped'],
      to: 'ended',
      input: because,
    }),
  },
  async clock(tx, { state, content, division }) {
    if (state === 'stopped' || state === 'ended') return ok(null);
    const months = await wholeParameter(tx, 'EC-CROSS-PROOF', division, tx.today);
    if (!months.ok) return months;
    return ok({
      zh: '接收机构证明',
      counts: 'days',
      dueOn: addMonths((content.provenOn ?? content.from) as PlainDate, months.value),
    });
  },
});

const industries = {
  travel: '旅居养老',
  culture: '文化养老',
  health: '健康养老',
  goods: '老年用品',
  zone: '产业示范区',
  other: '其他',
} as const;

defineRegister({
  key: 'care-industry',
  zh: '产业名录',
  shelf: INDUSTRY_SHELF,
  lead: '旅居、文化、健康、用品、示范区：公开的信息，每年核一次。介绍里承诺收益的发不出去，转风险线索。',
  enters: '登记一家',
  by: clerks,
  form: z.strictObject({
    name: text('名称', { min: 4, max: 60 }),
    kind: choice(industries).meta({ label: '哪一类', choices: industries }),
    operator: text('经营单位', { min: 4, max: 60 }),
    address: text('地址', { min: 4, max: 100 }),
    telephone: text('电话', { min: 7, max: 30 }),
    about: text('介绍', { min: 10, max: 1_000 }),
    support: optional('享受的支持', '土地、税费、金融，没有的空着'),
  }),
  one: ({ operator, name }, division) => `${division} ${operator} ${name}`,
  titleOf: ({ name, kind }) => `${name}（${industries[kind as keyof typeof industries]}）`,
  start: 'drafted',
  states: {
    drafted: { zh: '待发布', tone: 'now' },
    listed: { zh: '在名录上', tone: 'good' },
    blocked: { ...BLOCKED, final: true },
    removed: { zh: '已撤下', tone: 'plain', final: true },
  },
  steps: {
    publish: step({
      zh: '列入名录',
      causes: '网上看得到；承诺收益的发不出去，转风险线索。',
      by: office,
      from: ['drafted'],
      to: 'listed',
      apart: ['enter'],
      input: z.strictObject({ opinion: text('核实情况', { min: 4, max: 300 }) }),
      async run(tx, entry) {
        const found = promisesOf(String(entry.content.about), String(entry.content.name));
        return found.length > 0 ? blocked(tx, entry, found) : ok({ content: { checkedOn: tx.today } });
      },
    }),
    again: again('年度核实', ['listed'], 'listed'),
    remove: step({
      zh: '撤下',
      causes: '网上不再看得到。',
      by: office,
      from: ['drafted', 'listed'],
      to: 'removed',
      danger: true,
      input: because,
    }),
  },
  clock: async (tx, entry) => (entry.state === 'listed' ? yearly(tx, entry, '年度核实') : ok(null)),
  open: ({ state, content }) =>
    state === 'listed'
      ? [
          { label: '经营单位', value: String(content.operator) },
          { label: '地址', value: String(content.address) },
          { label: '电话', value: String(content.telephone) },
          { label: '介绍', value: String(content.about) },
        ]
      : null,
});

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
    list: step({
      zh: '列入目录',
      causes: '可以登记试用。',
      by: office,
      from: ['applied'],
      to: 'listed',
      apart: ['enter'],
      input: z.strictObject({ opinion: text('意见', { min: 4, max: 300, help: '检验报告、标准、售后' }) }),
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
    again: again('年度复核', ['listed', 'recommended'], 'listed'),
    remove: step({
      zh: '撤出',
      causes: '网上撤下。',
      by: office,
      from: ['applied', 'listed', 'recommended'],
      to: 'removed',
      danger: true,
      input: because,
    }),
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
      async run(_tx, entry, { verdict, satisfied }) {
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
      run: async (tx, _entry, { on }) => outside(tx, 'on', on) ?? ok({}),
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
      run: async (tx, _entry, { no, on }) => outside(tx, 'on', on) ?? ok({ content: { acceptedNo: no, checkedOn: on } }),
    }),
    review: step({
      zh: '年度复核合格',
      causes: '重新算一年。',
      by: clerks,
      from: ['accepted'],
      to: 'accepted',
      input: z.strictObject({
        on: day('复核日期'),
        traditional: z.literal(true, '关了传统方式的不合格').meta({ label: '传统方式照样开着' }),
        found: text('看到什么', { min: 4, max: 500 }),
      }),
      run: async (tx, entry, { on }) =>
        outside(tx, 'on', on, entry.content.checkedOn as PlainDate) ?? ok({ content: { checkedOn: on } }),
    }),
    withdraw: step({
      zh: '撤销',
      causes: '网上撤下。',
      by: leaders,
      from: ['applied', 'building', 'accepted'],
      to: 'withdrawn',
      danger: true,
      input: because,
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

const directions = { elderly: '养老', disability: '助残', both: '养老助残' } as const;

defineRegister({
  key: 'care-incubation',
  zh: '社会组织孵化',
  shelf: INDUSTRY_SHELF,
  lead: '孵化做养老、助残服务的社会组织：入孵、支持、出孵登记，没有做成的退出。',
  enters: '登记入孵',
  by: clerks,
  form: z.strictObject({
    name: text('组织（团队）', { min: 4, max: 60 }),
    direction: choice(directions).meta({ label: '方向', choices: directions }),
    base: text('孵化基地', { min: 4, max: 60 }),
    from: YearMonthText.meta({ label: '从哪个月起' }),
    months: whole('孵化期', '个月', 60),
  }),
  one: ({ name }, division) => `${division} ${name}`,
  titleOf: ({ name, direction }) => `${name}（${directions[direction as keyof typeof directions]}）`,
  start: 'inside',
  states: {
    inside: { zh: '孵化中', tone: 'now' },
    registered: { zh: '已出孵登记', tone: 'good', final: true },
    left: { zh: '没有做成，退出', tone: 'plain', final: true },
  },
  steps: {
    support: step({
      zh: '登记支持',
      causes: '写进经过；可以登记多次。',
      by: clerks,
      from: ['inside'],
      to: 'inside',
      input: z.strictObject({
        on: day('日期'),
        what: text('支持了什么', { min: 4, max: 500, help: '场地、资金、培训、督导' }),
        costFen: amount('金额'),
      }),
      run: async (tx, entry, { on, costFen }) =>
        outside(tx, 'on', on) ?? ok({ content: { spentFen: ((entry.content.spentFen as number | undefined) ?? 0) + costFen } }),
    }),
    graduate: step({
      zh: '出孵登记',
      causes: '已经登记成社会组织。',
      by: leaders,
      from: ['inside'],
      to: 'registered',
      apart: ['enter'],
      input: z.strictObject({
        code: text('统一社会信用代码', { min: 18, max: 18 }),
        services: text('承接了什么服务', { min: 4, max: 500 }),
      }),
      run: async (_tx, _entry, { code, services }) => ok({ content: { code, services } }),
    }),
    leave: step({ zh: '退出', causes: '到此为止，原因留着。', by: clerks, from: ['inside'], to: 'left', input: because }),
  },
  clock: async (_tx, { state, content }) =>
    ok(
      state === 'inside'
        ? { zh: '孵化期满', counts: 'days', dueOn: addMonths(`${content.from}-01` as PlainDate, content.months as number) }
        : null,
    ),
  open: ({ state, content }) =>
    state === 'registered'
      ? [{ label: '服务', value: String(content.services) }]
      : state === 'inside'
        ? [{ label: '孵化基地', value: String(content.base) }]
        : null,
});
