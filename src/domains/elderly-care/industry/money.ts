/**
 * 以房养老、以地养老 (EC-036, EC-055) and 金融助老 (EC-072): the platform records, it never brokers. A risk notice is read aloud and signed, then days to think; only licensed banks on
 * the white list are named; a text that promises a return is not published, and becomes a clue. Nobody is named: the agreement has its number, the person stands in its papers.
 */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { refuseNumbers } from '../../../kernel/consultation/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
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
  outside,
  reviewed,
  step,
  takeStep,
  text,
} from '../../../kernel/register/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { CreditCode, choice, type PlainDate, Uuid } from '../../../kernel/schema/index.ts';
import { registerTicket } from '../../../kernel/ticket/server.ts';
import { promisesOf } from './rules.ts';
import { INDUSTRY_SHELF, recordsOf } from './shelf.ts';

const assets = { house: '以房养老', land: '以地养老', base: '集体土地、山林、水面养老基地' } as const;

defineRegister({
  key: 'care-asset-agreement',
  zh: '以房以地养老',
  shelf: INDUSTRY_SHELF,
  lead: '只登记，不介绍、不撮合。风险告知要当面念、当面签，过了冷静期才能签协议，冷静期里随时可以反悔。老人的姓名、身份证件不写进来。',
  enters: '登记一件',
  by: clerks,
  form: z.strictObject({
    no: text('编号', { min: 4, max: 40, help: '协议（意向书）的编号；老人的材料留在纸质卷里' }),
    kind: choice(assets).meta({ label: '哪一种', choices: assets }),
    other: text('对方', { min: 4, max: 60, help: '保险公司、银行、集体经济组织' }),
    asset: text('什么资产', { min: 4, max: 300, help: '种类、面积、权属证号；不写门牌和姓名' }),
    appraisalFen: amount('评估价'),
    appraiser: text('评估机构', { min: 4, max: 60 }),
  }),
  one: ({ no }, division) => `${division} ${no}`,
  titleOf: ({ no, kind }) => `${assets[kind as keyof typeof assets]} ${no}`,
  entering: async (_tx, { asset, other }: { asset: string; other: string }) => refuseNumbers(asset, other),
  start: 'entered',
  states: {
    entered: { zh: '待风险告知', tone: 'now' },
    cooling: { zh: '已告知，冷静期', tone: 'now' },
    checked: { zh: '法律审查过，待签', tone: 'now' },
    running: { zh: '履行中', tone: 'good' },
    regretted: { zh: '反悔，没有签', tone: 'plain', final: true },
    ended: { zh: '已终止', tone: 'plain', final: true },
  },
  steps: {
    warn: step({
      zh: '风险告知',
      causes: '从告知的第二天起算冷静期，期满才能签。',
      by: clerks,
      from: ['entered'],
      to: 'cooling',
      input: z.strictObject({
        on: day('告知日期'),
        aloud: z.literal(true, '要当面念给老人听').meta({ label: '当面逐条念给老人听了' }),
        signed: z.literal(true, '要老人签字').meta({ label: '老人（和家属）签了字' }),
        witness: text('见证人', { min: 2, max: 60, help: '村（社区）干部、律师、公证员' }),
      }),
      async run(tx, entry, { on }) {
        const past = outside(tx, 'on', on);
        if (past) return past;
        const days = await wholeParameter(tx, 'EC-ASSET-COOLING', entry.division, tx.today);
        return days.ok ? ok({ content: { warnedOn: on, coolingUntil: plusDays(on, days.value) } }) : days;
      },
    }),
    regret: ending({
      zh: '老人反悔',
      causes: '不签了，不收任何费用。',
      by: clerks,
      from: ['entered', 'cooling', 'checked'],
      to: 'regretted',
    }),
    review: step({
      zh: '法律审查通过',
      causes: '冷静期满可以签。',
      by: office,
      from: ['cooling'],
      to: 'checked',
      apart: ['enter', 'warn'],
      input: z.strictObject({ opinion: text('审查意见', { min: 4, max: 1_000, help: '权属、抵押、继承人、解除条款' }) }),
    }),
    sign: step({
      zh: '登记签订',
      causes: '只登记；平台不收钱，不担保。',
      by: leaders,
      from: ['checked'],
      to: 'running',
      input: z.strictObject({ on: day('签订日期') }),
      async run(tx, entry, { on }) {
        const until = entry.content.coolingUntil as PlainDate;
        if (on <= until) return fail('CARE_ASSET_COOLING', { day: until });
        return outside(tx, 'on', on) ?? ok({ content: { signedOn: on } });
      },
    }),
    income: step({
      zh: '登记收益',
      causes: '养老基地的收益用在老人身上多少，每年公布。',
      by: clerks,
      from: ['running'],
      to: 'running',
      input: z.strictObject({
        year: z.int('请填写整数').min(2017).max(2100).meta({ label: '年度' }),
        incomeFen: amount('收益'),
        elderlyFen: amount('用于老年人'),
        used: text('怎么用的', { min: 4, max: 300 }),
      }),
      async run(tx, entry, { incomeFen, elderlyFen, year, used }) {
        if (entry.content.kind !== 'base') return fail('CARE_ASSET_NO_BASE');
        if (elderlyFen > incomeFen) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'elderlyFen', message: '不能多于收益' }]);
        return ok({
          content: { incomeOn: tx.today, income: `${year}年收益${incomeFen / 100}元，用于老年人${elderlyFen / 100}元：${used}` },
        });
      },
    }),
    end: ending({ zh: '终止', by: leaders, from: ['running'], to: 'ended' }),
  },
  async clock(tx, entry) {
    const { state, content } = entry;
    if (state === 'cooling' || state === 'checked')
      return ok({ zh: '冷静期', counts: 'days', dueOn: content.coolingUntil as PlainDate });
    if (state !== 'running' || content.kind !== 'base') return ok(null);
    const since = (content.incomeOn ?? content.signedOn) as PlainDate;
    return monthsAfter(tx, entry, { zh: '登记收益', since, months: 'EC-INCOME-MONTHS' });
  },
  // 个人的协议不公开；集体的养老基地公开收益
  open: ({ state, content }) =>
    state === 'running' && content.kind === 'base'
      ? [
          { label: '资产', value: String(content.asset) },
          { label: '收益', value: String(content.income ?? '还没有登记') },
        ]
      : null,
});

/** Refused and reported (section 8): the text stays where it is, whoever answers for risk gets a ticket. */
export async function blocked(
  tx: Tx,
  entry: Entry,
  found: readonly string[],
): Promise<Result<{ content: Readonly<Record<string, unknown>>; to: string }>> {
  const ticket = await registerTicket(tx, {
    kind: 'complaint',
    category: 'elderly',
    channel: 'portal',
    urgency: 'B',
    division: entry.division,
    matter: `养老风险线索：“${entry.title}”的文字承诺收益（${found.join('、')}），没有发布，请核实是否涉嫌非法集资。`,
  });
  return ticket.ok ? ok({ content: { found: found.join('、') }, to: 'blocked' }) : ticket;
}
export const BLOCKED = { zh: '禁止发布承诺收益的养老产品，已转风险线索', tone: 'bad' } as const;

const INFO = 'care-finance-info';

defineRegister({
  key: 'care-finance-bank',
  zh: '金融助老白名单',
  shelf: INDUSTRY_SHELF,
  lead: '只收有金融许可证的银行，核过许可证才进名单，每年复核。名单外的机构，什么也不发布。',
  enters: '登记银行',
  by: clerks,
  form: z.strictObject({
    bank: text('银行', { min: 4, max: 60 }),
    bankCode: CreditCode.meta({ label: '统一社会信用代码' }),
    licence: text('金融许可证机构编码', { min: 6, max: 30 }),
  }),
  one: ({ bankCode }, division) => `${division} ${bankCode}`,
  titleOf: ({ bank }) => String(bank),
  start: 'entered',
  states: {
    entered: { zh: '待核许可证', tone: 'now' },
    listed: { zh: '在名单上', tone: 'good' },
    removed: { zh: '已移出', tone: 'plain', final: true },
  },
  steps: {
    verify: step({
      zh: '许可证核过，列入',
      causes: '它的助老信息可以发布。',
      by: office,
      from: ['entered', 'listed'],
      to: 'listed',
      apart: ['enter'],
      input: z.strictObject({ on: day('核的日期'), how: text('怎么核的', { min: 4, max: 300, help: '金融监管总局许可证查询' }) }),
      run: async (tx, entry, { on }) =>
        outside(tx, 'on', on, entry.content.verifiedOn as PlainDate | undefined) ?? ok({ content: { verifiedOn: on } }),
    }),
    remove: step({
      zh: '移出',
      causes: '它的信息从网上撤下，不再发布。',
      by: leaders,
      from: ['entered', 'listed'],
      to: 'removed',
      danger: true,
      input: because,
      async run(tx, entry) {
        const published = await tx.rows<{ id: string; version: number }>(
          sql`select id, version from register_entry where register = ${INFO} and about = ${entry.id} and state = 'published' order by id limit 500`,
        );
        for (const { id, version } of published) {
          const withdrawn = await takeStep(tx, { id, version, action: 'withdraw' }, { reason: '银行已经移出白名单' });
          if (!withdrawn.ok) return withdrawn;
        }
        return ok({});
      },
    }),
  },
  clock: async (tx, entry) =>
    entry.state === 'listed'
      ? monthsAfter(tx, entry, {
          zh: '复核许可证',
          since: entry.content.verifiedOn as PlainDate,
          months: 'EC-FINANCE-MONTHS',
        })
      : ok(null),
  open: ({ state, content }) => (state === 'listed' ? [{ label: '许可证', value: String(content.licence) }] : null),
});

defineRegister({
  key: INFO,
  zh: '金融助老信息',
  shelf: INDUSTRY_SHELF,
  lead: '白名单上的银行为老人做什么：网点、上门、防骗讲座、养老储蓄的说明。只是信息，不推销；承诺收益的发不出去，转风险线索。',
  enters: '起草一条',
  by: clerks,
  form: z.strictObject({
    bank: Uuid.meta({ label: '哪家银行', help: '只有白名单上的' }),
    title: text('标题', { min: 4, max: 60 }),
    body: text('内容', { min: 10, max: 2_000 }),
    telephone: text('咨询电话', { min: 7, max: 30 }),
  }),
  chosen: { bank: recordsOf('care-finance-bank', 'listed') },
  titleOf: ({ title, bankName }) => `${bankName}：${title}`,
  start: 'drafted',
  states: {
    drafted: { zh: '待发布', tone: 'now' },
    published: { zh: '已发布', tone: 'good' },
    blocked: { ...BLOCKED, final: true },
    withdrawn: { zh: '已撤下', tone: 'plain', final: true },
  },
  steps: {
    publish: reviewed({
      zh: '发布',
      causes: '网上看得到；承诺收益的发不出去，转风险线索。',
      from: ['drafted'],
      to: 'published',
      opinion: ['审核意见'],
      async run(tx, entry) {
        const found = promisesOf(String(entry.content.title), String(entry.content.body));
        if (found.length > 0) return blocked(tx, entry, found);
        const listed = (await recordsOf('care-finance-bank', 'listed')(tx)).some(({ id }) => id === entry.content.bank);
        return listed ? ok({}) : fail('CARE_FINANCE_UNLISTED', { bank: String(entry.content.bankName) });
      },
    }),
    withdraw: ending({ zh: '撤下', causes: '网上不再看得到。', by: office, from: ['published'], to: 'withdrawn' }),
  },
  open: ({ state, content }) =>
    state === 'published'
      ? [
          { label: '内容', value: String(content.body) },
          { label: '咨询', value: `${content.telephone}。这里只是信息，不代表推荐` },
        ]
      : null,
});
