/** 跨市养老 (EC-088), 产业名录 (EC-097), 社会组织孵化 (EC-116). */
import { z } from 'zod';
import { addMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import {
  amount,
  because,
  clerks,
  day,
  defineRegister,
  type Entry,
  ending,
  leaders,
  monthsAfter,
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
import { fail, ok, wrong } from '../../../kernel/result/index.ts';
import { CreditCode, choice, type PlainDate, YearMonthText } from '../../../kernel/schema/index.ts';
import { BLOCKED, blocked } from './money.ts';
import { promisesOf } from './rules.ts';
import { INDUSTRY_SHELF, yearly } from './shelf.ts';

const programmes = {
  allowance: '高龄津贴',
  subsidy: '经济困难老年人补贴',
  voucher: '消费券',
  operating: '机构运营补贴',
} as const;

/** The receiving home has said that the person lives there; by then it has to say so again. */
const provenUntil = (tx: Tx, entry: Entry) =>
  monthsAfter(tx, entry, {
    zh: '接收机构证明',
    since: (entry.content.provenOn ?? entry.content.from) as PlainDate,
    months: 'EC-CROSS-PROOF',
  });

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
      async run(tx, entry) {
        const proof = await provenUntil(tx, entry);
        if (!proof.ok) return proof;
        const until = proof.value!.dueOn;
        return tx.today <= until ? fail('CROSS_CITY_PROVEN', { day: until }) : ok({});
      },
    }),
    end: ending({ zh: '已回来', causes: '不再按跨市办。', by: clerks, from: ['entered', 'proven', 'stopped'], to: 'ended' }),
  },
  clock: async (tx, entry) => (entry.state === 'entered' || entry.state === 'proven' ? provenUntil(tx, entry) : ok(null)),
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
    publish: reviewed({
      zh: '列入名录',
      causes: '网上看得到；承诺收益的发不出去，转风险线索。',
      from: ['drafted'],
      to: 'listed',
      opinion: ['核实情况'],
      async run(tx, entry) {
        const found = promisesOf(String(entry.content.about), String(entry.content.name));
        return found.length > 0 ? blocked(tx, entry, found) : ok({ content: { checkedOn: tx.today } });
      },
    }),
    again: seenAgain({ zh: '年度核实', from: ['listed'] }),
    remove: ending({ zh: '撤下', causes: '网上不再看得到。', by: office, from: ['drafted', 'listed'], to: 'removed' }),
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
        code: CreditCode.meta({ label: '统一社会信用代码' }),
        services: text('承接了什么服务', { min: 4, max: 500 }),
      }),
      run: async (_tx, _entry, { code, services }) => ok({ content: { code, services } }),
    }),
    leave: ending({ zh: '退出', by: clerks, from: ['inside'], to: 'left' }),
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
