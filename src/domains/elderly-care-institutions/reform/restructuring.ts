/** 公办机构改制 (4.16, EC-083): four papers before it is done; 合作合同 (EC-029): reviewed by the law before it is signed; 康养集团 assets (EC-106): they stay in elderly use. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { addMonths } from '../../../kernel/calendar/index.ts';
import {
  because,
  clerks,
  day,
  daysAfter,
  defineRegister,
  ending,
  endsOn,
  leaders,
  monthsAfter,
  office,
  outside,
  paper,
  step,
  text,
  whole,
} from '../../../kernel/register/server.ts';
import { fail, ok, wrong } from '../../../kernel/result/index.ts';
import { CreditCode, choice, Division, type PlainDate, Uuid } from '../../../kernel/schema/index.ts';
import { lockInstitution, moveInstitution } from '../register/store.ts';
import { everyoneHasAPlace, pastPaper, publicHomes, SHELF, TELL_BEFORE } from './shelf.ts';

const papers = { audit: '资产审计', staff: '人员安置方案', tekun: '特困人员保障方案', approval: '批准文件' } as const;
const missingOf = (content: Readonly<Record<string, unknown>>, keys: readonly (keyof typeof papers)[]): string =>
  keys.flatMap((key) => (content[key] === undefined ? [papers[key]] : [])).join('、');

const paperStep = (key: 'audit' | 'staff' | 'tekun', causes: string) =>
  step({
    zh: `登记${papers[key]}`,
    causes,
    by: clerks,
    from: ['open'],
    to: 'open',
    input: z.strictObject({ ...paper(papers[key]), summary: text('要点', { min: 10, max: 2_000 }) }),
    async run(tx, entry, { no, on }) {
      const past = pastPaper(tx, on);
      if (!past.ok) return past;
      const placed = key === 'tekun' ? await everyoneHasAPlace(tx, String(entry.content.institution), '登记保障方案') : ok(null);
      return placed.ok ? ok({ content: { [key]: no } }) : placed;
    },
  });

defineRegister({
  key: 'care-restructuring',
  zh: '公办机构改制',
  shelf: SHELF,
  lead: '公办机构改为国有企业：资产审计、人员安置、特困保障、批准文件四份齐了才能完成。住着的特困人员都要有书面的去处。',
  enters: '登记改制',
  by: clerks,
  form: z.strictObject({
    institution: Uuid.meta({ label: '哪家机构' }),
    company: text('改为哪家国有企业', { min: 4, max: 60 }),
    reason: text('为什么改', { min: 10, max: 1_000 }),
  }),
  chosen: { institution: publicHomes },
  one: ({ institution }) => String(institution),
  titleOf: ({ institutionName, company }) => `${institutionName} → ${company}`,
  start: 'open',
  states: {
    open: { zh: '准备中', tone: 'now' },
    approved: { zh: '已批准，待登记', tone: 'now' },
    registered: { zh: '已登记，待移交', tone: 'now' },
    done: { zh: '已完成', tone: 'good', final: true },
    dropped: { zh: '不再改制', tone: 'plain', final: true },
  },
  steps: {
    audit: paperStep('audit', '写进经过；四份齐了才能完成。'),
    staff: paperStep('staff', '写进经过；四份齐了才能完成。'),
    tekun: paperStep('tekun', '住着的特困人员都写明了去处，才能登记。'),
    approve: step({
      zh: '批准改制',
      causes: '可以办企业登记。',
      by: leaders,
      from: ['open'],
      to: 'approved',
      apart: ['enter', 'audit', 'staff', 'tekun'],
      input: z.strictObject(paper('批准')),
      async run(tx, entry, { no, on }) {
        const missing = missingOf(entry.content, ['audit', 'staff', 'tekun']);
        if (missing) return fail('REFORM_PAPERS', { missing, what: '批准改制' });
        return outside(tx, 'on', on) ?? ok({ content: { approval: no, approvedOn: on } });
      },
    }),
    register: step({
      zh: '登记企业',
      causes: '等移交。',
      by: clerks,
      from: ['approved'],
      to: 'registered',
      input: z.strictObject({ companyCode: CreditCode.meta({ label: '企业的统一社会信用代码' }), on: day('登记日期') }),
      run: async (tx, entry, { companyCode, on }) =>
        outside(tx, 'on', on, entry.content.approvedOn as PlainDate) ?? ok({ content: { companyCode, registeredOn: on } }),
    }),
    complete: step({
      zh: '移交，完成改制',
      causes: '机构的管理主体改为企业；这之前再看一遍特困人员的去处。',
      by: leaders,
      from: ['registered'],
      to: 'done',
      apart: ['register'],
      input: z.strictObject({ on: day('完成日期'), handed: text('移交情况', { min: 10, max: 1_000 }) }),
      async run(tx, entry, { on }) {
        const past = outside(tx, 'on', on, entry.content.registeredOn as PlainDate);
        if (past) return past;
        const missing = missingOf(entry.content, ['audit', 'staff', 'tekun', 'approval']);
        if (missing) return fail('REFORM_PAPERS', { missing, what: '完成改制' });
        const placed = await everyoneHasAPlace(tx, String(entry.content.institution), '完成改制');
        if (!placed.ok) return placed;
        const home = await lockInstitution(tx, String(entry.content.institution));
        if (!home.ok) return home;
        await moveInstitution(tx, home.value, {
          action: 'restructure',
          to: home.value.state,
          note: `${entry.content.approval}，${entry.content.company}`,
          set: sql`managed_by = 'company'`,
        });
        return ok({ content: { doneOn: on } });
      },
    }),
    drop: ending({ zh: '不再改制', by: leaders, from: ['open', 'approved', 'registered'], to: 'dropped' }),
  },
  open: ({ state, content }) =>
    state === 'done'
      ? [
          { label: '改为', value: String(content.company) },
          { label: '批准', value: String(content.approval) },
          { label: '完成', value: String(content.doneOn) },
        ]
      : null,
});

const cooperations = { equity: '股权合作', venture: '公益创投', ppp: '政府和社会资本合作（PPP）' } as const;

defineRegister({
  key: 'care-cooperation',
  zh: '合作合同',
  shelf: SHELF,
  lead: '股权合作、公益创投、PPP：比例、风险怎么分担、怎么退出，法制审核过了才签。',
  enters: '登记合同稿',
  by: clerks,
  form: z.strictObject({
    name: text('项目', { min: 4, max: 60 }),
    kind: choice(cooperations).meta({ label: '方式', choices: cooperations }),
    parties: text('各方', { min: 4, max: 500, help: '一行一家：名称、出什么' }),
    share: text('比例', { min: 2, max: 200 }),
    from: day('从哪天起'),
    years: whole('期限', '年', 50),
    risk: text('风险分担', { min: 10, max: 1_000, help: '建设、运营、资金的风险各由谁担；不得承诺固定回报' }),
    exit: text('退出', { min: 10, max: 1_000 }),
  }),
  titleOf: ({ name, kind }) => `${name}（${cooperations[kind as keyof typeof cooperations]}）`,
  start: 'drafted',
  states: {
    drafted: { zh: '待法制审核', tone: 'now' },
    reviewed: { zh: '审核通过，待签', tone: 'now' },
    running: { zh: '履行中', tone: 'good' },
    returned: { zh: '审核没有通过', tone: 'plain', final: true },
    ended: { zh: '已结束', tone: 'plain', final: true },
  },
  steps: {
    review: step({
      zh: '法制审核通过',
      causes: '可以签。',
      by: office,
      from: ['drafted'],
      to: 'reviewed',
      apart: ['enter'],
      input: z.strictObject({
        risk: z.literal(true, '风险分担要看过').meta({ label: '风险分担写清楚了，没有承诺固定回报' }),
        exit: z.literal(true, '退出要看过').meta({ label: '退出的情形、老人和资产怎么办写清楚了' }),
        opinion: text('审核意见', { min: 4, max: 1_000 }),
      }),
      run: async () => ok({}),
    }),
    reject: step({
      zh: '审核不通过',
      causes: '到此为止，改好了重新登记。',
      by: office,
      from: ['drafted'],
      to: 'returned',
      apart: ['enter'],
      danger: true,
      input: z.strictObject({ reason: text('理由', { min: 4, max: 1_000 }) }),
    }),
    sign: step({
      zh: '登记签订',
      causes: '从约定的日子起履行，到期前提醒。',
      by: leaders,
      from: ['reviewed'],
      to: 'running',
      input: z.strictObject({ contractNo: text('合同编号', { min: 4, max: 60 }), on: day('签订日期') }),
      run: async (tx, entry, given) =>
        outside(tx, 'on', given.on) ??
        ok({
          content: {
            contractNo: given.contractNo,
            signedOn: given.on,
            to: addMonths(entry.content.from as PlainDate, 12 * (entry.content.years as number)),
          },
        }),
    }),
    end: step({
      zh: '结束',
      causes: '按约定的退出办完了。',
      by: leaders,
      from: ['running'],
      to: 'ended',
      input: z.strictObject({ on: day('结束日期'), how: text('怎么退出的', { min: 4, max: 500 }) }),
      run: async (tx, entry, { on }) => pastPaper(tx, on, entry.content.signedOn as PlainDate),
    }),
  },
  async clock(tx, entry) {
    if (entry.state !== 'running') return ok(null);
    return endsOn(tx, entry, { zh: '合同到期', dueOn: entry.content.to as PlainDate, before: 'REFORM-ENDS' });
  },
  open: ({ state, content }) =>
    state === 'running' || state === 'ended'
      ? [
          { label: '各方', value: String(content.parties) },
          { label: '期限', value: `${content.from}到${content.to}` },
        ]
      : null,
});

const formerAssets = { home: '公办养老机构', housing: '闲置公房', land: '土地', other: '其他' } as const;

defineRegister({
  key: 'care-group-asset',
  zh: '康养集团资产',
  shelf: SHELF,
  lead: '划给康养服务集团的房屋、土地：产权、面积、用途、哪天划的。每年核对一次，一直要用于养老；没有用于养老的限期改正。',
  enters: '登记一处',
  by: clerks,
  form: z.strictObject({
    name: text('资产', { min: 4, max: 60, help: '例如：温泉路原市测量所办公楼' }),
    kind: choice(formerAssets).meta({ label: '原来是什么', choices: formerAssets }),
    place: Division.meta({ label: '在哪里', widget: 'division' }),
    owner: text('产权方', { min: 4, max: 60 }),
    areaM2: whole('面积', '平方米', 1_000_000),
    use: text('用于养老做什么', { min: 4, max: 300 }),
  }),
  one: ({ place, name }) => `${place} ${name}`,
  titleOf: ({ name }) => String(name),
  start: 'listed',
  states: {
    listed: { zh: '待划转', tone: 'now' },
    held: { zh: '已划转，用于养老', tone: 'good' },
    misused: { zh: '没有用于养老，改正中', tone: 'bad' },
    returned: { zh: '已收回', tone: 'plain', final: true },
  },
  steps: {
    transfer: step({
      zh: '登记划转',
      causes: '从这天起每年核对用途。',
      by: leaders,
      from: ['listed'],
      to: 'held',
      apart: ['enter'],
      input: z.strictObject(paper('划转')),
      run: async (tx, _entry, { no, on }) =>
        outside(tx, 'on', on) ?? ok({ content: { transferNo: no, transferredOn: on, checkedOn: on } }),
    }),
    check: step({
      zh: '核对用途',
      causes: '没有用于养老的，限期改正。',
      by: clerks,
      from: ['held', 'misused'],
      to: 'held',
      input: z.strictObject({
        on: day('核对日期'),
        elderly: z.boolean().meta({ label: '还用于养老' }),
        found: text('现场看到什么', { min: 4, max: 500 }),
      }),
      async run(tx, entry, { on, elderly }) {
        const past = outside(tx, 'on', on, entry.content.checkedOn as PlainDate);
        if (past) return past;
        if (elderly) return ok({ content: { checkedOn: on } });
        return entry.state === 'misused'
          ? wrong('elderly', '还没有改正；收回的用“收回”')
          : ok({ content: { checkedOn: on, misusedOn: on }, to: 'misused' });
      },
    }),
    takeBack: step({
      zh: '收回',
      causes: '从康养集团收回，原因留着。',
      by: leaders,
      from: ['held', 'misused'],
      to: 'returned',
      danger: true,
      input: because.extend(paper('收回')),
      run: async (tx, entry, { on }) => pastPaper(tx, on, entry.content.transferredOn as PlainDate),
    }),
  },
  async clock(tx, entry) {
    const { checkedOn, misusedOn } = entry.content as { checkedOn: PlainDate; misusedOn: PlainDate };
    if (entry.state === 'misused')
      return daysAfter(tx, entry, { zh: '改回养老用途', since: misusedOn, days: 'REFORM-ASSET-RIGHT' });
    if (entry.state !== 'held') return ok(null);
    return monthsAfter(tx, entry, { zh: '核对用途', since: checkedOn, months: 'REFORM-ASSET-CHECK', tell: TELL_BEFORE });
  },
  open: ({ state, content }) =>
    state === 'held' || state === 'misused'
      ? [
          { label: '产权方', value: String(content.owner) },
          { label: '面积', value: `${content.areaM2}平方米` },
          { label: '用途', value: state === 'held' ? String(content.use) : '没有用于养老，改正中' },
          { label: '划转', value: `${content.transferredOn}，${content.transferNo}` },
        ]
      : null,
});
