/** 改革试点 (EC-114, EC-054): tasks, budget, half-way and acceptance. 优惠落实 (EC-048): what a home is due each year; what it did not get becomes a ticket. */
import { z } from 'zod';
import {
  amount,
  clerks,
  day,
  defineRegister,
  ending,
  endsOn,
  leaders,
  office,
  outside,
  refusal,
  step,
  text,
} from '../../../kernel/register/server.ts';
import { ok, wrong } from '../../../kernel/result/index.ts';
import { choice, type PlainDate, Uuid } from '../../../kernel/schema/index.ts';
import { registerTicket } from '../../../kernel/ticket/server.ts';
import { anyHome, SHELF } from './shelf.ts';

const levels = { nation: '国家', province: '省', city: '市' } as const;
/** 五种改革模式 of homes for 特困; other pilots have none. */
const reforms = {
  medical: '医养结合',
  classes: '分类供养',
  purchase: '购买服务',
  operation: '公建民营',
  functions: '功能拓展',
  other: '其他',
} as const;

defineRegister({
  key: 'care-reform-pilot',
  zh: '改革试点',
  shelf: SHELF,
  lead: '国家、省、市的养老改革试点：任务、预算、中期评估、验收，到期前提醒。特困供养机构的五种改革模式各算一个。',
  enters: '登记试点',
  by: clerks,
  form: z.strictObject({
    name: text('试点', { min: 4, max: 60 }),
    level: choice(levels).meta({ label: '级别', choices: levels }),
    reform: choice(reforms).meta({ label: '改革模式', choices: reforms }),
    documentNo: text('批准文号', { min: 4, max: 60 }),
    tasks: text('任务', { min: 10, max: 3_000, help: '一行一条：做什么、谁做、哪天以前' }),
    budgetFen: amount('预算'),
    midOn: day('中期评估期限'),
    endOn: day('验收期限'),
  }),
  one: ({ name }, division) => `${division} ${name}`,
  titleOf: ({ name, level }) => `${name}（${levels[level as keyof typeof levels]}级）`,
  async entering(_tx, form: { midOn: PlainDate; endOn: PlainDate }) {
    return form.midOn < form.endOn ? ok(null) : wrong('midOn', '要早于验收期限');
  },
  start: 'running',
  states: {
    running: { zh: '试点中', tone: 'now' },
    halfway: { zh: '中期评估过，继续', tone: 'now' },
    accepted: { zh: '验收通过', tone: 'good', final: true },
    failed: { zh: '没有通过', tone: 'plain', final: true },
  },
  steps: {
    progress: step({
      zh: '登记进展',
      causes: '写进经过；可以登记多次。',
      by: clerks,
      from: ['running', 'halfway'],
      to: 'running',
      input: z.strictObject({ progress: text('进展', { min: 4, max: 1_000 }), spentFen: amount('累计支出') }),
      async run(_tx, { state, content }, { spentFen }) {
        if (spentFen > (content.budgetFen as number)) return wrong('spentFen', '超过预算');
        if (spentFen < ((content.spentFen as number | undefined) ?? 0)) return wrong('spentFen', '累计支出不能比上次少');
        return ok({ content: { spentFen }, to: state });
      },
    }),
    midterm: step({
      zh: '登记中期评估',
      causes: '继续，等验收。',
      by: office,
      from: ['running'],
      to: 'halfway',
      apart: ['enter'],
      input: z.strictObject({ on: day('评估日期'), opinion: text('评估意见', { min: 4, max: 1_000 }) }),
      run: async (tx, _entry, { on }) => outside(tx, 'on', on) ?? ok({}),
    }),
    accept: step({
      zh: '验收通过',
      causes: '试点办完了。',
      by: leaders,
      from: ['halfway'],
      to: 'accepted',
      apart: ['enter'],
      input: z.strictObject({
        acceptanceNo: text('验收文号', { min: 4, max: 60 }),
        result: text('形成了什么', { min: 10, max: 2_000 }),
      }),
      run: async (_tx, _entry, { acceptanceNo, result }) => ok({ content: { acceptanceNo, result } }),
    }),
    fail: refusal({ zh: '没有通过', causes: '到此为止，原因留着。', by: leaders, from: ['running', 'halfway'], to: 'failed' }),
  },
  async clock(tx, entry) {
    const { state, content } = entry;
    if (state !== 'running' && state !== 'halfway') return ok(null);
    return endsOn(tx, entry, {
      zh: state === 'running' ? '中期评估' : '验收',
      dueOn: (state === 'running' ? content.midOn : content.endOn) as PlainDate,
      before: 'REFORM-PILOT-REMIND',
    });
  },
  open: ({ state, content }) =>
    state === 'failed'
      ? null
      : [
          { label: '批准', value: String(content.documentNo) },
          { label: '任务', value: String(content.tasks) },
          { label: '进展', value: state === 'accepted' ? `验收通过，${content.acceptanceNo}：${content.result}` : '试点中' },
        ],
});

const preferences = { tax: '税', water: '水', power: '电', gas: '气', land: '土地', finance: '金融' } as const;

defineRegister({
  key: 'care-preference',
  zh: '优惠落实',
  shelf: SHELF,
  lead: '每家机构每年应享的税、水、电、气、土地、金融优惠：已享的写金额，应享未享的写原因、交给哪个部门，转成工单催办。',
  enters: '登记应享',
  by: clerks,
  form: z.strictObject({
    institution: Uuid.meta({ label: '哪家机构' }),
    kind: choice(preferences).meta({ label: '哪种优惠', choices: preferences }),
    year: z.int('请填写整数').min(2017).max(2100).meta({ label: '年度' }),
    basis: text('依据', { min: 4, max: 200, help: '文号、条款' }),
    dueFen: amount('应享多少', '测算的优惠额'),
  }),
  chosen: { institution: anyHome },
  one: ({ institution, kind, year }) => `${institution} ${kind} ${year}`,
  titleOf: ({ institutionName, year, kind }) => `${institutionName}${year}年${preferences[kind as keyof typeof preferences]}`,
  async entering(tx, { year }: { year: number }) {
    return year > Number(tx.today.slice(0, 4)) ? wrong('year', '还没有到这一年') : ok(null);
  },
  start: 'due',
  states: {
    due: { zh: '应享', tone: 'now' },
    chased: { zh: '应享未享，已交办', tone: 'warn' },
    enjoyed: { zh: '已享', tone: 'good', final: true },
    excluded: { zh: '核实不应享', tone: 'plain', final: true },
  },
  steps: {
    enjoy: step({
      zh: '登记已享',
      causes: '这一年的这一项办完了。',
      by: clerks,
      from: ['due', 'chased'],
      to: 'enjoyed',
      input: z.strictObject({
        enjoyedFen: amount('实际优惠额'),
        voucher: text('凭据', { min: 4, max: 100, help: '减免通知、账单' }),
      }),
      run: async (_tx, _entry, { enjoyedFen, voucher }) => ok({ content: { enjoyedFen, voucher } }),
    }),
    chase: step({
      zh: '应享未享，交办',
      causes: '给部门开一件工单，按工单的时限答复、回访。',
      by: clerks,
      from: ['due'],
      to: 'chased',
      input: z.strictObject({
        reason: text('为什么没有享受', { min: 4, max: 500 }),
        office: text('交给哪个部门', { min: 4, max: 60, help: '例如：咸宁市供电公司、咸安区税务局' }),
      }),
      async run(tx, entry, { reason, office }) {
        const opened = await registerTicket(tx, {
          kind: 'help',
          category: 'elderly',
          channel: 'visit',
          urgency: 'C',
          division: entry.division,
          matter: `请${office}落实：${entry.title}优惠应享未享。依据：${entry.content.basis}。没有享受的原因：${reason}`,
        });
        return opened.ok ? ok({ content: { reason, office, ticket: opened.value.id } }) : opened;
      },
    }),
    exclude: ending({ zh: '核实不应享', by: leaders, from: ['due', 'chased'], to: 'excluded' }),
  },
  clock: async (_tx, { state, content }) =>
    ok(
      state === 'due'
        ? {
            zh: '核实有没有享受',
            counts: 'days',
            dueOn: `${content.year}-12-31` as PlainDate,
            alertOn: `${content.year}-12-01` as PlainDate,
          }
        : null,
    ),
});
