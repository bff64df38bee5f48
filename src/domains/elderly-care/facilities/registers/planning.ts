/** 设施规划落实 (EC-118), 配套达标 (EC-120, I-24), 老年宜居社区 (EC-016), 农村养老支持资源 (EC-035). */
import { z } from 'zod';
import type { Tx } from '../../../../kernel/context/server.ts';
import { inScope } from '../../../../kernel/division/index.ts';
import {
  clearedUp,
  clerks,
  day,
  daysAfter,
  defineRegister,
  type Entry,
  ending,
  leaders,
  monthsAfter,
  noticeFrom,
  noticeLine,
  objecting,
  objectionsTo,
  office,
  onNotice,
  outside,
  paper,
  refusal,
  seenAgain,
  step,
  text,
  whole,
} from '../../../../kernel/register/server.ts';
import { ok, type Result, wrong } from '../../../../kernel/result/index.ts';
import { choice, Division, type DivisionCode, type PlainDate, Uuid } from '../../../../kernel/schema/index.ts';
import { areaNorms } from '../parameters.ts';
import { requiredArea } from '../rules.ts';
import { anySite, isPlace, SITE_SHELF } from './shelf.ts';

const plans = {
  economic: '国民经济和社会发展规划',
  master: '城市（国土空间）总体规划',
  detailed: '控制性详细规划',
  layout: '养老设施空间布局规划',
} as const;

defineRegister({
  key: 'care-plan-inclusion',
  zh: '规划落实',
  shelf: SITE_SHELF,
  lead: '每处规划中的设施写进了哪个规划：文号、地块、面积、日期。规划、立项、在建的设施一条也没有的，在设施名册里标黄。',
  enters: '登记一条',
  by: clerks,
  form: z.strictObject({
    site: Uuid.meta({ label: '哪处设施' }),
    plan: choice(plans).meta({ label: '哪个规划', choices: plans }),
    ...paper('规划批复'),
    plot: text('地块', { min: 2, max: 100 }),
    areaM2: whole('面积', '平方米', 1_000_000),
  }),
  chosen: { site: anySite },
  one: ({ site, plan }) => `${site} ${plan}`,
  titleOf: ({ siteName, plan }) => `${siteName}：${plans[plan as keyof typeof plans]}`,
  entering: async (tx, { on }: { on: PlainDate }) => outside(tx, 'on', on) ?? ok(null),
  start: 'entered',
  states: {
    entered: { zh: '已纳入', tone: 'good' },
    removed: { zh: '规划调整，不再纳入', tone: 'plain', final: true },
  },
  steps: {
    remove: step({
      zh: '规划调整，不再纳入',
      causes: '这处设施没有别的规划的，重新标黄。',
      by: leaders,
      from: ['entered'],
      to: 'removed',
      input: z.strictObject(paper('调整')),
      run: async (tx, _entry, { on }) => outside(tx, 'on', on) ?? ok({}),
    }),
  },
  open: ({ state, content }) =>
    state === 'entered'
      ? [
          { label: '规划', value: plans[content.plan as keyof typeof plans] },
          { label: '地块', value: `${content.plot}，${content.areaM2}平方米` },
        ]
      : null,
});

const measured = {
  areaM2: z.int('请填写整数').min(0).max(50_000).meta({ label: '养老服务用房', unit: '平方米' }),
  fire: z.boolean().meta({ label: '消防合格' }),
};

/** What is missing to the standard of the community (5.15); nothing: it is reached. */
async function shortOf(
  tx: Tx,
  { content, division }: Pick<Entry, 'content' | 'division'>,
  found: { areaM2: number; fire: boolean },
): Promise<Result<string>> {
  const norms = await areaNorms(tx, division);
  if (!norms.ok) return norms;
  const { area, people, households } = content as unknown as { area: 'new' | 'old'; people: number; households: number };
  const wanted = requiredArea({ area, plannedPeople: people, households }, norms.value);
  return ok(
    [found.areaM2 < wanted ? `用房${found.areaM2}平方米，应有${wanted}平方米` : '', found.fire ? '' : '消防不合格']
      .filter(Boolean)
      .join('；'),
  );
}
const areas = { new: '新建居住区', old: '老旧居住区' } as const;
/** The place lies within what the clerk answers for, and is of its kind. */
async function placed(tx: Tx, place: DivisionCode, kind: '社区' | '村'): Promise<Result<null, 'INVALID_INPUT'>> {
  if (!inScope(place, tx.actor.division ?? tx.city)) return wrong('place', '不在您负责的地区');
  return isPlace(tx, 'place', place, kind) ?? ok(null);
}

defineRegister({
  key: 'care-matching',
  zh: '社区配套达标',
  shelf: SITE_SHELF,
  lead: '每个社区的养老服务配套：社区自查，县里现场核，面积按人口和户数算，消防要合格。不够的限期整改，达标的每年再核一次。',
  enters: '登记自查',
  by: clerks,
  form: z.strictObject({
    place: Division.meta({ label: '哪个社区', widget: 'division' }),
    area: choice(areas).meta({ label: '新区还是老区', choices: areas }),
    people: whole('服务人口', '人', 500_000),
    households: whole('户数', '户', 200_000),
    ...measured,
  }),
  one: ({ place }) => String(place),
  titleOf: ({ place }, placeName) => placeName(String(place)),
  entering: (tx, { place }: { place: DivisionCode }) => placed(tx, place, '社区'),
  start: 'reported',
  states: {
    reported: { zh: '待县核', tone: 'now' },
    met: { zh: '达标', tone: 'good' },
    repairing: { zh: '整改中', tone: 'warn' },
  },
  steps: {
    check: step({
      zh: '现场核',
      causes: '程序按面积标准和消防判断：达标，或者整改。',
      by: office,
      from: ['reported', 'repairing', 'met'],
      to: 'met',
      apart: ['enter'],
      input: z.strictObject({ on: day('核的日期'), ...measured, found: text('现场看到什么', { min: 4, max: 500 }) }),
      async run(tx, entry, { on, areaM2, fire }) {
        const past = outside(tx, 'on', on, entry.content.checkedOn as PlainDate | undefined);
        if (past) return past;
        const short = await shortOf(tx, entry, { areaM2, fire });
        if (!short.ok) return short;
        const content = { areaM2, fire, checkedOn: on, short: short.value };
        return short.value === '' ? ok({ content }) : ok({ content, to: 'repairing' });
      },
    }),
  },
  async clock(tx, entry) {
    const since = entry.content.checkedOn as PlainDate | undefined;
    if (since === undefined) return ok(null);
    return entry.state === 'met'
      ? monthsAfter(tx, entry, { zh: '再核一次', since, months: 'SITE-MATCHING-AGAIN' })
      : daysAfter(tx, entry, { zh: '整改', since, days: 'SITE-MATCHING-REPAIR' });
  },
  open: ({ content }) =>
    content.checkedOn === undefined
      ? null
      : [
          {
            label: content.short === '' ? '达标' : '还差',
            value: content.short === '' ? String(content.checkedOn) : String(content.short),
          },
        ],
});

defineRegister({
  key: 'age-friendly-community',
  zh: '老年宜居社区',
  shelf: SITE_SHELF,
  lead: '老年宜居社区：申报、现场评审、公示、命名，命名以后每年复核，不合格的撤销。',
  enters: '登记申报',
  by: clerks,
  form: z.strictObject({
    name: text('社区', { min: 3, max: 60 }),
    place: Division.meta({ label: '在哪里', widget: 'division' }),
    works: text('做了什么', { min: 10, max: 2_000, help: '出行、居住、医疗、服务、参与，各有什么' }),
  }),
  one: ({ place }) => String(place),
  titleOf: ({ name }) => String(name),
  entering: (tx, { place }: { place: DivisionCode }) => placed(tx, place, '社区'),
  start: 'applied',
  states: {
    applied: { zh: '待评审', tone: 'now' },
    notice: { zh: '公示中', tone: 'now' },
    named: { zh: '已命名', tone: 'good' },
    refused: { zh: '没有通过', tone: 'plain', final: true },
    withdrawn: { zh: '已撤销', tone: 'plain', final: true },
  },
  steps: {
    review: step({
      zh: '评审通过，公示',
      causes: '今天起在网上公示。',
      by: office,
      from: ['applied'],
      to: 'notice',
      apart: ['enter'],
      input: z.strictObject({
        score: z.int('请填写整数').min(0).max(100).meta({ label: '得分', unit: '分' }),
        opinion: text('评审意见', { min: 4, max: 500 }),
        ...objectionsTo,
      }),
      async run(tx, entry, { score, telephone }) {
        const notice = await noticeFrom(tx, entry, 'SITE-FRIENDLY-NOTICE');
        return notice.ok ? ok({ content: { score, telephone, ...notice.value } }) : notice;
      },
    }),
    refuse: refusal({ from: ['applied', 'notice'] }),
    object: objecting('命名'),
    name: step({
      zh: '命名',
      causes: '从今天起每年复核。',
      by: leaders,
      from: ['notice'],
      to: 'named',
      apart: ['enter'],
      input: z.strictObject({ documentNo: text('命名文号', { min: 4, max: 60 }), ...clearedUp }),
      async run(tx, entry, { documentNo, verified }) {
        return (
          onNotice(tx, entry, { what: '命名', verified }) ??
          ok({ content: { documentNo, namedOn: tx.today, checkedOn: tx.today } })
        );
      },
    }),
    again: seenAgain({ zh: '复核合格', from: ['named'] }),
    withdraw: ending({ zh: '撤销', causes: '网上撤下。', by: leaders, from: ['named'], to: 'withdrawn' }),
  },
  async clock(tx, entry) {
    const { state, content } = entry;
    if (state === 'notice') return ok({ zh: '公示', counts: 'days', dueOn: content.noticeUntil as PlainDate });
    if (state !== 'named') return ok(null);
    return monthsAfter(tx, entry, { zh: '复核', since: content.checkedOn as PlainDate, months: 'SITE-FRIENDLY-AGAIN' });
  },
  open: ({ state, content }) =>
    state === 'notice'
      ? [noticeLine(content)]
      : state === 'named'
        ? [{ label: '命名', value: `${content.namedOn}，${content.documentNo}` }]
        : null,
});

const supporters = {
  returned: '返乡能人',
  clinic: '村卫生室',
  library: '图书室',
  party: '党群活动室',
  other: '其他',
} as const;

defineRegister({
  key: 'rural-supporter',
  zh: '农村养老支持资源',
  shelf: SITE_SHELF,
  lead: '谁给村里的幸福院、互助中心出力，哪间屋子可以共用：登记、村里核实、共享，每年确认一次。村里的核实意见作附件。',
  enters: '登记一个',
  by: clerks,
  form: z.strictObject({
    place: Division.meta({ label: '哪个村', widget: 'division' }),
    kind: choice(supporters).meta({ label: '哪一种', choices: supporters }),
    name: text('名称（姓名）', { max: 60 }),
    offer: text('支持什么', { min: 4, max: 500, help: '出钱、出力、教什么、哪间屋子' }),
    hours: text('共享时段', { min: 2, max: 100, help: '例如：每天8:00—11:00' }),
    from: day('从哪天起'),
  }),
  one: ({ place, kind, name }) => `${place} ${kind} ${name}`,
  titleOf: ({ name, kind }) => `${name}（${supporters[kind as keyof typeof supporters]}）`,
  entering: (tx, { place }: { place: DivisionCode }) => placed(tx, place, '村'),
  start: 'entered',
  states: {
    entered: { zh: '待村核', tone: 'now' },
    shared: { zh: '共享中', tone: 'good' },
    ended: { zh: '不再共享', tone: 'plain', final: true },
  },
  steps: {
    verify: step({
      zh: '村里核实过',
      causes: '开始共享。',
      by: clerks,
      from: ['entered'],
      to: 'shared',
      input: z.strictObject({
        on: day('核实日期'),
        by: text('村里谁核实的', { max: 60, help: '村民委员会，经办人' }),
        agreed: z.literal(true, '本人（单位）同意公开才能登记').meta({ label: '本人（单位）同意公开' }),
      }),
      run: async (tx, _entry, { on }) => outside(tx, 'on', on) ?? ok({ content: { confirmedOn: on } }),
    }),
    confirm: step({
      zh: '年度确认',
      causes: '重新算一年。',
      by: clerks,
      from: ['shared'],
      to: 'shared',
      input: z.strictObject({ on: day('确认日期'), used: text('这一年用得怎样', { min: 4, max: 300 }) }),
      run: async (tx, entry, { on }) =>
        outside(tx, 'on', on, entry.content.confirmedOn as PlainDate) ?? ok({ content: { confirmedOn: on } }),
    }),
    end: ending({ zh: '不再共享', causes: '网上撤下。', by: clerks, from: ['entered', 'shared'], to: 'ended' }),
  },
  clock: async (tx, entry) =>
    entry.state === 'shared'
      ? monthsAfter(tx, entry, {
          zh: '年度确认',
          since: entry.content.confirmedOn as PlainDate,
          months: 'SITE-SUPPORTER-AGAIN',
        })
      : ok(null),
  open: ({ state, content }) =>
    state === 'shared'
      ? [
          { label: '支持', value: String(content.offer) },
          { label: '共享时段', value: String(content.hours) },
        ]
      : null,
});
