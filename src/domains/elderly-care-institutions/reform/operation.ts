/**
 * 公建民营、服务外包 (4.16): asset valuation → scheme → tender → notice → contract → hand-over → yearly assessment → renewal or exit. The course is a register, what holds of the
 * contract is kept in `care_operation_contract`, by the database too. `kernel/purchase` does not fit the tender: nothing is bought within a budget, the operator pays.
 */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { addMonths, longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter, yuan } from '../../../kernel/policy/server.ts';
import {
  amount,
  because,
  clearedUp,
  clerks,
  day,
  defineRegister,
  type Entry,
  ending,
  endsOn,
  leaders,
  monthsAfter,
  noticeFrom,
  noticeLine,
  objecting,
  objectionsTo,
  onNotice,
  outside,
  paper,
  step,
  text,
  whole,
} from '../../../kernel/register/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { CreditCode, choice, type PlainDate, Uuid } from '../../../kernel/schema/index.ts';
import { lockInstitution, moveInstitution } from '../register/store.ts';
import { operations } from '../register/terms.ts';
import { leastReserved } from './rules.ts';
import { everyoneHasAPlace, pastPaper, publicHomes, SHELF, TELL_BEFORE } from './shelf.ts';

const modes = {
  'public-built-private-run': operations['public-built-private-run'],
  outsourced: operations.outsourced,
} as const;
const tenders = { open: '公开招标', invited: '邀请招标', negotiated: '竞争性磋商' } as const;
const verdicts = { passed: '合格', repair: '限期改正' } as const;

/** The latest day on which the home was assessed and passed, or was handed over. */
const assessedOn = (entry: Entry): PlainDate => (entry.content.assessedOn ?? entry.content.handedOn) as PlainDate;

/** From today on the home is run so; its file says by whose decision. */
async function runAs(tx: Tx, entry: Entry, operation: keyof typeof operations, note: string): Promise<Result<null>> {
  const home = await lockInstitution(tx, String(entry.content.institution));
  if (!home.ok) return home;
  await moveInstitution(tx, home.value, {
    action: 'operation',
    to: home.value.state,
    note,
    set: sql`operation = ${operation}`,
  });
  return ok(null);
}

const terms = z.strictObject({
  contractNo: text('合同编号', { min: 4, max: 60 }),
  from: day('从哪天起'),
  years: whole('期限', '年', 50),
  rentFen: amount('一年租金（管理费）', '没有的填0'),
  depositFen: amount('履约保证金'),
  beds: whole('交给运营方的床位', '张', 5_000),
  reserved: whole('保留给政府保障老人的床位', '张', 5_000),
  assets: text('资产清单', { min: 10, max: 3_000, help: '房屋、设备，数量、现状、账面价值；完整的清单作附件' }),
  targets: text('考核指标', { min: 10, max: 2_000 }),
  exit: text('退出', { min: 10, max: 2_000, help: '什么情形下退出，资产、老人、职工怎么交接' }),
  noSublet: z.literal(true, '合同里要写明不得转包、转租').meta({ label: '合同写明不得转包、转租' }),
  tekunStay: z.literal(true, '合同里要写明特困人员继续在这里供养').meta({ label: '合同写明特困人员继续在这里供养' }),
});

/** What the program demands of a contract; the database demands it again. */
async function signed(tx: Tx, entry: Entry, given: z.infer<typeof terms> & { verified: string }) {
  const waits = onNotice(tx, entry, { what: '签合同', verified: given.verified });
  if (waits) return waits;
  const values: Record<string, number> = {};
  for (const key of ['REFORM-RESERVED', 'REFORM-DEPOSIT', 'REFORM-TERM'] as const) {
    const found = await wholeParameter(tx, key, entry.division, tx.today);
    if (!found.ok) return found;
    values[key] = found.value;
  }
  const percent = values['REFORM-RESERVED']!;
  const least = leastReserved(given.beds, percent);
  if (given.reserved > given.beds) return wrong('reserved', '不能多于交给运营方的床位');
  if (given.reserved < least) return fail('REFORM_RESERVED', { beds: given.beds, reserved: given.reserved, percent, least });
  if (given.depositFen < values['REFORM-DEPOSIT']!) return fail('REFORM_DEPOSIT', { least: yuan(values['REFORM-DEPOSIT']!) });
  if (given.years > values['REFORM-TERM']!) return wrong('years', `不超过${values['REFORM-TERM']}年`);
  const to = addMonths(given.from, given.years * 12);
  const home = await lockInstitution(tx, String(entry.content.institution));
  if (!home.ok) return home;
  const other = await tx.maybe<{ fromOn: PlainDate; toOn: PlainDate }>(sql`select from_on, coalesce(ended_on, to_on) as to_on
    from care_operation_contract where institution_id = ${home.value.id} and daterange(from_on, coalesce(ended_on, to_on), '[)') && daterange(${given.from}, ${to}, '[)') limit 1`);
  if (other) return fail('REFORM_OVERLAPS', { from: other.fromOn, to: other.toOn });
  const { operator, operatorCode, mode } = entry.content as Record<string, string>;
  await tx.run(sql`insert into care_operation_contract (entry_id, institution_id, division, mode, contract_no, operator, operator_code, from_on, to_on, rent_fen, deposit_fen, beds,
      reserved_beds, reserved_percent, signed_on, signed_by)
    values (${entry.id}, ${home.value.id}, ${home.value.division}, ${mode}, ${given.contractNo}, ${operator}, ${operatorCode}, ${given.from}, ${to}, ${given.rentFen}, ${given.depositFen},
      ${given.beds}, ${given.reserved}, ${percent}, ${tx.today}, ${tx.actor.id})`);
  return ok({ content: { ...given, to } });
}

defineRegister({
  key: 'care-operation',
  zh: '公建民营',
  shelf: SHELF,
  lead: '公办机构交给别人运营：资产评估、方案、招标、公示、合同、移交、年度考核，直到续约或者退出。床位要留一部分给政府保障的老人，特困人员没有书面的去处不移交。',
  enters: '登记一家',
  by: clerks,
  form: z.strictObject({
    institution: Uuid.meta({ label: '哪家机构' }),
    mode: choice(modes).meta({ label: '方式', choices: modes }),
    owner: text('产权方', { min: 4, max: 60 }),
    reason: text('为什么', { min: 10, max: 1_000, help: '现在床位空置、人员、服务怎样，交出去要解决什么' }),
  }),
  chosen: { institution: publicHomes },
  one: ({ institution }) => String(institution),
  titleOf: ({ institutionName, mode }) => `${institutionName}：${modes[mode as keyof typeof modes]}`,
  start: 'entered',
  states: {
    entered: { zh: '待资产评估', tone: 'now' },
    valued: { zh: '已评估，待定方案', tone: 'now' },
    scheme: { zh: '方案已批准，待招标', tone: 'now' },
    tender: { zh: '招标中', tone: 'now' },
    notice: { zh: '中标公示中', tone: 'now' },
    signed: { zh: '已签合同，待移交', tone: 'now' },
    running: { zh: '运营中', tone: 'good' },
    repairing: { zh: '运营方改正中', tone: 'warn' },
    ended: { zh: '已退出', tone: 'plain', final: true },
    dropped: { zh: '没有办成', tone: 'plain', final: true },
  },
  steps: {
    value: step({
      zh: '登记资产评估',
      causes: '按评估定方案。',
      by: clerks,
      from: ['entered'],
      to: 'valued',
      input: z.strictObject({
        agency: text('评估机构', { min: 4, max: 60 }),
        ...paper('评估报告'),
        valueFen: amount('评估价值'),
      }),
      run: async (tx, _entry, given) =>
        outside(tx, 'on', given.on) ?? ok({ content: { valueFen: given.valueFen, valuedOn: given.on } }),
    }),
    plan: step({
      zh: '批准方案',
      causes: '可以招标。',
      by: leaders,
      from: ['valued'],
      to: 'scheme',
      apart: ['enter', 'value'],
      input: z.strictObject({
        ...paper('批准'),
        scheme: text('方案', { min: 10, max: 3_000, help: '床位、期限、租金、保证金、特困人员和职工怎么安排' }),
      }),
      run: async (tx, entry, { on }) => pastPaper(tx, on, entry.content.valuedOn as PlainDate),
    }),
    tender: step({
      zh: '发布招标公告',
      causes: '等开标。',
      by: clerks,
      from: ['scheme'],
      to: 'tender',
      input: z.strictObject({
        method: choice(tenders).meta({ label: '方式', choices: tenders }),
        noticeNo: text('公告编号', { min: 4, max: 60 }),
        opensOn: day('开标日期'),
      }),
      run: async (_tx, _entry, { noticeNo, opensOn }) => ok({ content: { noticeNo, opensOn } }),
    }),
    fail: step({
      zh: '流标，重新招标',
      causes: '回到待招标。',
      by: clerks,
      from: ['tender', 'notice'],
      to: 'scheme',
      input: because,
    }),
    award: step({
      zh: '登记中标并公示',
      causes: '今天起在网上公示运营方。',
      by: clerks,
      from: ['tender'],
      to: 'notice',
      input: z.strictObject({
        bidders: whole('投标单位', '家', 100),
        operator: text('中标的运营方', { min: 4, max: 60 }),
        operatorCode: CreditCode.meta({ label: '统一社会信用代码' }),
        record: text('信用核查', { min: 4, max: 500, help: '有没有处罚、失信、养老服务的经验' }),
        ...objectionsTo,
      }),
      async run(tx, entry, given) {
        const opensOn = entry.content.opensOn as PlainDate;
        if (tx.today < opensOn) return wrong('bidders', `${longDate(opensOn)}才开标`);
        const notice = await noticeFrom(tx, entry, 'REFORM-NOTICE');
        return notice.ok ? ok({ content: { ...given, ...notice.value } }) : notice;
      },
    }),
    object: objecting('签合同'),
    sign: step({
      zh: '登记合同',
      causes: '运营方、床位、保留床位、保证金从此不改；换运营方要另外办。',
      by: leaders,
      from: ['notice'],
      to: 'signed',
      apart: ['enter', 'award'],
      input: terms.extend(clearedUp),
      run: signed,
    }),
    handOver: step({
      zh: '移交',
      causes: '从这天起由运营方运营，机构改为公建民营或者服务外包；住着的特困人员都要有书面的去处。',
      by: clerks,
      from: ['signed'],
      to: 'running',
      input: z.strictObject({
        handedOn: day('移交日期'),
        inventory: text('清点', { min: 4, max: 1_000, help: '按资产清单逐项清点的结果，双方签字的作附件' }),
      }),
      async run(tx, entry, { handedOn }) {
        const early = outside(tx, 'handedOn', handedOn, entry.content.from as PlainDate);
        if (early) return early;
        const placed = await everyoneHasAPlace(tx, String(entry.content.institution), '移交');
        if (!placed.ok) return placed;
        await tx.run(sql`update care_operation_contract set handed_on = ${handedOn} where entry_id = ${entry.id}`);
        const run = await runAs(
          tx,
          entry,
          entry.content.mode as keyof typeof modes,
          `${entry.content.contractNo}，${entry.content.operator}`,
        );
        return run.ok ? ok({ content: { handedOn } }) : run;
      },
    }),
    assess: step({
      zh: '登记年度考核',
      causes: '合格的重新算一年；要改正的，改好了再登记一次。',
      by: clerks,
      from: ['running', 'repairing'],
      to: 'running',
      input: z.strictObject({
        on: day('考核日期'),
        score: z.int('请填写整数').min(0).max(100).meta({ label: '得分', unit: '分' }),
        verdict: choice(verdicts).meta({ label: '结果', choices: verdicts }),
        reservedUsed: z.int('请填写整数').min(0).max(5_000).meta({ label: '保留床位住着政府保障的老人', unit: '位' }),
        sublet: z.boolean().default(false).meta({ label: '发现转包、转租' }),
        found: text('看到什么', { min: 4, max: 1_000 }),
      }),
      async run(tx, entry, given) {
        const early = outside(tx, 'on', given.on, assessedOn(entry));
        if (early) return early;
        if (given.sublet && given.verdict === 'passed') return wrong('verdict', '转包、转租的不能合格');
        return given.verdict === 'passed'
          ? ok({ content: { assessedOn: given.on, score: given.score } })
          : ok({ content: { score: given.score }, to: 'repairing' });
      },
    }),
    renew: step({
      zh: '续约',
      causes: '合同到期日往后延；别的条款不变。',
      by: leaders,
      from: ['running'],
      to: 'running',
      apart: ['assess'],
      input: z.strictObject({ more: whole('续几年', '年', 20), ...paper('续约') }),
      async run(tx, entry, { more, on }) {
        const late = outside(tx, 'on', on, entry.content.handedOn as PlainDate);
        if (late) return late;
        const months = await wholeParameter(tx, 'REFORM-ASSESS', entry.division, tx.today);
        if (!months.ok) return months;
        const assessed = entry.content.assessedOn as PlainDate | undefined;
        if (!assessed || addMonths(assessed, months.value) < tx.today) return fail('REFORM_RENEW', { months: months.value });
        const longest = await wholeParameter(tx, 'REFORM-TERM', entry.division, tx.today);
        if (!longest.ok) return longest;
        if (more > longest.value) return wrong('more', `不超过${longest.value}年`);
        const to = addMonths(entry.content.to as PlainDate, more * 12);
        await tx.run(sql`update care_operation_contract set to_on = ${to} where entry_id = ${entry.id}`);
        return ok({ content: { to } });
      },
    }),
    exit: step({
      zh: '退出',
      causes: '机构改回公建公营，保证金按退的记；住着的特困人员都要有书面的去处。',
      by: leaders,
      from: ['signed', 'running', 'repairing'],
      to: 'ended',
      apart: ['assess'],
      danger: true,
      input: z.strictObject({
        endedOn: day('从哪天起'),
        reason: text('原因', { min: 4, max: 500, help: '到期、考核不合格、转包、运营方提出' }),
        returnedFen: amount('退给运营方的保证金'),
        assetsBack: text('资产交回', { min: 4, max: 1_000, help: '按清单清点的结果，少的、坏的怎么赔' }),
      }),
      async run(tx, entry, given) {
        const early = outside(tx, 'endedOn', given.endedOn, (entry.content.handedOn ?? entry.content.from) as PlainDate);
        if (early) return early;
        if (given.returnedFen > (entry.content.depositFen as number)) return wrong('returnedFen', '不能多于交的保证金');
        const { institution, handedOn } = entry.content;
        const placed = handedOn ? await everyoneHasAPlace(tx, String(institution), '退出') : ok(null);
        if (!placed.ok) return placed;
        await tx.run(sql`update care_operation_contract set ended_on = ${given.endedOn} where entry_id = ${entry.id}`);
        const run = handedOn ? await runAs(tx, entry, 'public', `${entry.content.contractNo}退出：${given.reason}`) : ok(null);
        return run.ok ? ok({ content: { endedOn: given.endedOn } }) : run;
      },
    }),
    drop: ending({ zh: '不办了', by: leaders, from: ['entered', 'valued', 'scheme', 'tender', 'notice'], to: 'dropped' }),
  },
  async clock(tx, entry) {
    if (entry.state === 'notice') return ok({ zh: '中标公示', counts: 'days', dueOn: entry.content.noticeUntil as PlainDate });
    if (entry.state === 'signed') return ok({ zh: '移交', counts: 'days', dueOn: entry.content.from as PlainDate });
    if (entry.state !== 'running' && entry.state !== 'repairing') return ok(null);
    const assessment = await monthsAfter(tx, entry, {
      zh: '年度考核',
      since: assessedOn(entry),
      months: 'REFORM-ASSESS',
      tell: TELL_BEFORE,
    });
    const to = entry.content.to as PlainDate;
    return assessment.ok && to < assessment.value!.dueOn
      ? endsOn(tx, entry, { zh: '合同到期', dueOn: to, before: 'REFORM-ENDS' })
      : assessment;
  },
  open({ state, content }) {
    // 流标以后还没有新的中标人，办不成的没有运营方
    if (!['notice', 'signed', 'running', 'repairing', 'ended'].includes(state)) return null;
    return [
      { label: '运营方', value: String(content.operator) },
      ...(state === 'notice' ? [noticeLine(content)] : []),
      ...(content.contractNo === undefined
        ? []
        : [
            { label: '合同', value: `${content.contractNo}，${content.from}到${content.to}` },
            { label: '床位', value: `${content.beds}张，其中保留给政府保障老人${content.reserved}张` },
          ]),
      ...(content.score === undefined ? [] : [{ label: '最近一次考核', value: `${content.score}分` }]),
      ...(state === 'ended' ? [{ label: '退出', value: String(content.endedOn) }] : []),
    ];
  },
});
