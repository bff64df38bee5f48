/** 设施运营 (4.13, EC-074, EC-075): an operator is found by a bid, keeps a deposit, and goes. 对下指导 (EC-021, EC-080): a facility guides others, visit by visit. */
import { z } from 'zod';
import { sql } from '../../../../database/sql.ts';
import { addMonths } from '../../../../kernel/calendar/index.ts';
import { wholeParameter, yuan } from '../../../../kernel/policy/server.ts';
import {
  amount,
  clerks,
  day,
  defineRegister,
  ending,
  endsOn,
  leaders,
  monthsAfter,
  outside,
  paper,
  step,
  text,
  visiting,
  whole,
} from '../../../../kernel/register/server.ts';
import { fail, ok, wrong } from '../../../../kernel/result/index.ts';
import { CreditCode, choice, type PlainDate, Uuid } from '../../../../kernel/schema/index.ts';
import { changeSite, lockSite } from '../store.ts';
import { anySite, happened, SITE_SHELF, sitesWith } from './shelf.ts';

const ways = { open: '公开招标', negotiated: '竞争性磋商', entrusted: '委托（公益）' } as const;
/** 小微机构、社工团队 come in as operators, too. */
const bodies = { company: '企业', chain: '连锁运营企业', home: '养老机构', society: '社会组织', team: '社工团队' } as const;
const entrusted = { home: '上门服务', day: '日间照料', long: '长期照护', meals: '助餐', guidance: '对下指导' } as const;

defineRegister({
  key: 'care-site-operator',
  zh: '设施运营合同',
  shelf: SITE_SHELF,
  lead: '社区养老设施交给谁运营：怎么招的、委托什么、期限、保证金、什么时候退出。一处设施同一时候只有一份。',
  enters: '登记招标',
  by: clerks,
  form: z.strictObject({
    site: Uuid.meta({ label: '哪处设施' }),
    way: choice(ways).meta({ label: '怎么招', choices: ways }),
    services: z.array(choice(entrusted)).min(1, '请选择委托的服务').max(5).meta({ label: '委托的服务', choices: entrusted }),
    ...paper('招标（委托）公告'),
  }),
  chosen: { site: anySite },
  one: ({ site }) => String(site),
  titleOf: ({ siteName, operator }) => `${siteName}${operator ? `：${operator}` : ''}`,
  entering: async (tx, { on }: { on: PlainDate }) => outside(tx, 'on', on) ?? ok(null),
  start: 'tender',
  states: {
    tender: { zh: '招运营', tone: 'now' },
    awarded: { zh: '已定运营方，待签', tone: 'now' },
    running: { zh: '运营中', tone: 'good' },
    ended: { zh: '已退出', tone: 'plain', final: true },
    dropped: { zh: '没有招到', tone: 'plain', final: true },
  },
  steps: {
    award: step({
      zh: '定运营方',
      causes: '可以签合同。',
      by: clerks,
      from: ['tender'],
      to: 'awarded',
      input: z.strictObject({
        bidders: whole('报名', '家', 100),
        operator: text('运营方', { min: 4, max: 60 }),
        operatorCode: CreditCode.meta({ label: '统一社会信用代码' }),
        body: choice(bodies).meta({ label: '是什么单位', choices: bodies }),
      }),
      run: async (_tx, _entry, { bidders: _, ...given }) => ok({ content: given }),
    }),
    sign: step({
      zh: '登记合同',
      causes: '设施的运营方改为它，到期前提醒。',
      by: leaders,
      from: ['awarded'],
      to: 'running',
      apart: ['enter', 'award'],
      input: z.strictObject({
        contractNo: text('合同编号', { min: 4, max: 60 }),
        from: day('从哪天起'),
        years: whole('期限', '年', 50),
        depositFen: amount('履约保证金'),
        exit: text('退出', { min: 10, max: 1_000, help: '什么情形下退出，老人和设备怎么交接' }),
      }),
      async run(tx, entry, given) {
        const least = await wholeParameter(tx, 'SITE-OPERATOR-DEPOSIT', entry.division, tx.today);
        if (!least.ok) return least;
        const most = await wholeParameter(tx, 'SITE-OPERATOR-TERM', entry.division, tx.today);
        if (!most.ok) return most;
        if (given.depositFen < least.value) return wrong('depositFen', `不少于${yuan(least.value)}`);
        if (given.years > most.value) return wrong('years', `不超过${most.value}年`);
        const site = await lockSite(tx, String(entry.content.site));
        if (!site.ok) return site;
        await changeSite(tx, site.value, {
          action: 'operator',
          to: site.value.state,
          on: tx.today,
          note: `${given.contractNo}，${entry.content.operator}`,
          set: sql`operator = ${String(entry.content.operator)}`,
        });
        return ok({ content: { ...given, to: addMonths(given.from, 12 * given.years) } });
      },
    }),
    exit: step({
      zh: '退出',
      causes: '退出以后可以另招。',
      by: leaders,
      from: ['running'],
      to: 'ended',
      apart: ['award'],
      danger: true,
      input: z.strictObject({
        on: day('从哪天起'),
        reason: text('原因', { min: 4, max: 500 }),
        returnedFen: amount('退的保证金'),
      }),
      async run(tx, entry, { on, reason, returnedFen }) {
        if (returnedFen > (entry.content.depositFen as number)) return wrong('returnedFen', '不能多于交的保证金');
        const early = outside(tx, 'on', on, entry.content.from as PlainDate);
        if (early) return early;
        const site = await lockSite(tx, String(entry.content.site));
        if (!site.ok) return site;
        // 另招以前由产权方管着，网上不再写退出的那一家
        await changeSite(tx, site.value, {
          action: 'operator',
          to: site.value.state,
          on: tx.today,
          note: `${entry.content.contractNo}，${entry.content.operator}退出：${reason}`,
          set: sql`operator = owner`,
        });
        return ok({ content: { endedOn: on } });
      },
    }),
    drop: ending({ zh: '没有招到', causes: '到此为止，可以重新招。', by: clerks, from: ['tender', 'awarded'], to: 'dropped' }),
  },
  clock: async (tx, entry) =>
    entry.state === 'running'
      ? endsOn(tx, entry, { zh: '运营合同到期', dueOn: entry.content.to as PlainDate, before: 'SITE-OPERATOR-ENDS' })
      : ok(null),
  open: ({ state, content }) =>
    state === 'running'
      ? [
          { label: '运营方', value: String(content.operator) },
          { label: '期限', value: `${content.from}到${content.to}` },
        ]
      : null,
});

defineRegister({
  key: 'care-guidance',
  zh: '对下指导',
  shelf: SITE_SHELF,
  lead: '有对下指导功能的设施带几处下级设施：定好每年多少小时，每次去了登记时间、人、做了什么，长时间没有去的提醒。',
  enters: '登记一对',
  by: clerks,
  form: z.strictObject({
    guide: Uuid.meta({ label: '谁指导', help: '功能里有“对下指导”的' }),
    receiver: Uuid.meta({ label: '指导谁' }),
    hours: whole('每年', '小时', 2_000),
    matter: text('指导什么', { min: 4, max: 300, help: '培训、护理、管理、标准' }),
  }),
  chosen: { guide: sitesWith(sql`'guidance' = any(s.functions)`), receiver: anySite },
  one: ({ guide, receiver }) => `${guide} ${receiver}`,
  titleOf: ({ guideName, receiverName }) => `${guideName} → ${receiverName}`,
  entering: async (_tx, { guide, receiver }: { guide: string; receiver: string }) =>
    guide === receiver ? fail('CARE_GUIDES_ITSELF') : ok(null),
  start: 'open',
  states: {
    open: { zh: '指导中', tone: 'good' },
    ended: { zh: '已结束', tone: 'plain', final: true },
  },
  steps: {
    visit: visiting({
      zh: '登记一次指导',
      asks: { staff: text('去的人', { min: 2, max: 100 }), done: text('做了什么', { min: 4, max: 500 }) },
    }),
    end: ending({ zh: '结束', by: clerks, from: ['open'], to: 'ended' }),
  },
  clock: async (tx, entry) =>
    entry.state === 'open'
      ? monthsAfter(tx, entry, {
          zh: '去指导一次',
          since: (entry.content.visitedOn as PlainDate | undefined) ?? entry.steps[0]!.onDate,
          months: 'SITE-GUIDE-MONTHS',
        })
      : ok(null),
});

const ownedWays = { bought: '购置', swapped: '置换', leased: '租赁', 'bought-back': '回购', rebuilt: '改造' } as const;

defineRegister({
  key: 'care-old-quarter',
  zh: '老旧小区补建',
  shelf: SITE_SHELF,
  lead: '老旧小区没有养老用房的，购置、置换、租赁、回购、改造一处，消防改造验收过了才算补上。',
  enters: '登记补建',
  by: clerks,
  form: z.strictObject({
    estate: Uuid.meta({ label: '哪个小区', help: '“居住区配建”里登记为老区的' }),
    way: choice(ownedWays).meta({ label: '怎么来', choices: ownedWays }),
    areaM2: whole('面积', '平方米', 50_000),
    costFen: amount('花多少钱'),
    fire: text('消防要改什么', { min: 4, max: 500, help: '喷淋、疏散通道、报警' }),
  }),
  chosen: {
    estate: (tx) =>
      tx.rows<{ id: string; name: string }>(
        sql`select id::text as id, name from care_estate where area = 'old' order by name limit 500`,
      ),
  },
  one: ({ estate, way }) => `${estate} ${way}`,
  titleOf: ({ estateName, way }) => `${estateName}：${ownedWays[way as keyof typeof ownedWays]}`,
  start: 'planned',
  states: {
    planned: { zh: '还没有取得', tone: 'now' },
    secured: { zh: '已取得，消防改造中', tone: 'now' },
    done: { zh: '已补上', tone: 'good', final: true },
    dropped: { zh: '不办了', tone: 'plain', final: true },
  },
  steps: {
    secure: step({
      zh: '登记取得',
      causes: '可以做消防改造。',
      by: clerks,
      from: ['planned'],
      to: 'secured',
      input: z.strictObject(paper('合同（协议）')),
      run: async (tx, _entry, { no, on }) => outside(tx, 'on', on) ?? ok({ content: { securedNo: no, securedOn: on } }),
    }),
    finish: step({
      zh: '消防验收，补上了',
      causes: '这个小区的养老用房补上了。',
      by: leaders,
      from: ['secured'],
      to: 'done',
      apart: ['enter'],
      input: z.strictObject({ ...paper('消防验收（备案）'), done: text('改了什么', { min: 4, max: 500 }) }),
      run: async (tx, entry, { no, on }) => {
        const past = happened(tx, on, entry.content.securedOn as PlainDate);
        return past.ok ? ok({ content: { fireNo: no } }) : past;
      },
    }),
    drop: ending({ zh: '不办了', by: leaders, from: ['planned', 'secured'], to: 'dropped' }),
  },
  open: ({ state, content }) =>
    state === 'done'
      ? [
          { label: '怎么来', value: ownedWays[content.way as keyof typeof ownedWays] },
          { label: '面积', value: `${content.areaM2}平方米` },
        ]
      : null,
});
