/** “百千万”工程 (EC-094): three tiers of talents, so many each year. 咸宁品牌 (EC-096): carers who go to work in other cities, by destination, employer and months. */
import { z } from 'zod';
import { sql } from '../../../../database/sql.ts';
import { addMonths } from '../../../../kernel/calendar/index.ts';
import { wholeParameter } from '../../../../kernel/policy/server.ts';
import {
  clerks,
  day,
  defineRegister,
  ending,
  office,
  outside,
  refusal,
  step,
  text,
  whole,
} from '../../../../kernel/register/server.ts';
import { fail, ok, wrong } from '../../../../kernel/result/index.ts';
import { choice, type PlainDate } from '../../../../kernel/schema/index.ts';
import { SHELF } from './shelf.ts';

const tiers = { hundred: '百名领军人才', thousand: '千名骨干人才', myriad: '万名护理员' } as const;
type Tier = keyof typeof tiers;
const quotas: Readonly<Record<Tier, string>> = {
  hundred: 'CW-TALENT-HUNDRED',
  thousand: 'CW-TALENT-THOUSAND',
  myriad: 'CW-TALENT-MYRIAD',
};

defineRegister({
  key: 'care-talent',
  zh: '百千万人才',
  shelf: SHELF,
  lead: '百名领军人才、千名骨干人才、万名护理员，每年各有名额：县里推荐，市里入选，名额满了就不再选。',
  enters: '推荐',
  by: clerks,
  form: z.strictObject({
    name: text('姓名', { max: 30 }),
    employer: text('所在单位', { min: 4, max: 60 }),
    tier: choice(tiers).meta({ label: '哪一层', choices: tiers }),
    year: z.int('请填写整数').min(2021).max(2100).meta({ label: '年度' }),
    deeds: text('条件', { min: 10, max: 1_000, help: '职业等级、年限、带教、获奖；不写老人的情况' }),
    agreed: z.literal(true, '本人同意公开才能推荐').meta({ label: '本人同意公开' }),
  }),
  one: ({ name, employer, tier }, division) => `${division} ${employer} ${name} ${tier}`,
  titleOf: ({ name, employer, tier, year }) => `${year}年${tiers[tier as Tier]}：${name}（${employer}）`,
  start: 'recommended',
  states: {
    recommended: { zh: '待市里选', tone: 'now' },
    chosen: { zh: '已入选', tone: 'good' },
    refused: { zh: '没有入选', tone: 'plain', final: true },
    withdrawn: { zh: '已撤销', tone: 'plain', final: true },
  },
  steps: {
    choose: step({
      zh: '入选',
      causes: '占当年这一层的一个名额。',
      by: ['city-leader'],
      above: true,
      from: ['recommended'],
      to: 'chosen',
      apart: ['enter'],
      input: z.strictObject({ documentNo: text('文号', { min: 4, max: 60 }) }),
      async run(tx, entry, { documentNo }) {
        const tier = entry.content.tier as Tier;
        const { year } = entry.content;
        const quota = await wholeParameter(tx, quotas[tier], tx.city, tx.today);
        if (!quota.ok) return quota;
        // 两位同时选最后一个名额：第二位等第一位提交，再数
        await tx.run(sql`select pg_advisory_xact_lock(hashtext(${`care-talent ${year} ${tier}`}))`);
        const { n } = await tx.one<{ n: number }>(sql`select count(*)::int as n from register_entry
          where register = 'care-talent' and state = 'chosen' and content ->> 'tier' = ${tier} and (content ->> 'year')::int = ${year as number}`);
        return n >= quota.value
          ? fail('CARE_TALENT_FULL', { year: String(year), tier: tiers[tier], quota: quota.value })
          : ok({ content: { documentNo } });
      },
    }),
    refuse: refusal({
      zh: '不入选',
      causes: '到此为止，下一年可以再推荐。',
      by: ['city-clerk', 'city-leader'],
      above: true,
      from: ['recommended'],
    }),
    withdraw: ending({ zh: '撤销', causes: '名额让出来。', by: ['city-leader'], above: true, from: ['chosen'], to: 'withdrawn' }),
  },
  open: ({ state, content }) =>
    state === 'chosen'
      ? [
          { label: '层次', value: tiers[content.tier as Tier] },
          { label: '所在单位', value: String(content.employer) },
        ]
      : null,
});

defineRegister({
  key: 'care-worker-export',
  zh: '外出护理员',
  shelf: SHELF,
  lead: '“咸宁护理员”去外地：去哪个城市、哪家单位、几个人、几个月。一批一条，不写姓名；回来了登记。',
  enters: '登记一批',
  by: clerks,
  form: z.strictObject({
    city: text('去哪个城市', { max: 30 }),
    employer: text('用人单位', { min: 4, max: 60 }),
    persons: whole('几个人', '人', 5_000),
    certified: z.int('请填写整数').min(0).max(5_000).meta({ label: '其中有技能等级证书', unit: '人' }),
    from: day('从哪天起'),
    months: whole('合同', '个月', 120),
    base: text('哪里培训的', { min: 2, max: 60 }),
  }),
  titleOf: ({ city, employer, persons }) => `${city}${employer}，${persons}人`,
  async entering(tx, { from, persons, certified }: { from: PlainDate; persons: number; certified: number }) {
    if (certified > persons) return wrong('certified', '不能多于去的人');
    return outside(tx, 'from', from) ?? ok(null);
  },
  start: 'away',
  states: {
    away: { zh: '在外', tone: 'good' },
    back: { zh: '已回来', tone: 'plain', final: true },
  },
  steps: {
    visit: step({
      zh: '登记回访',
      causes: '写进经过；可以登记多次。',
      by: clerks,
      from: ['away'],
      to: 'away',
      input: z.strictObject({
        on: day('回访日期'),
        still: z.int('请填写整数').min(0).max(5_000).meta({ label: '还在的', unit: '人' }),
        said: text('说了什么', { min: 4, max: 500 }),
      }),
      run: async (tx, entry, { on, still }) =>
        still > (entry.content.persons as number)
          ? wrong('still', '不能多于去的人')
          : (outside(tx, 'on', on, entry.content.from as PlainDate) ?? ok({ content: { still } })),
    }),
    back: step({
      zh: '已回来',
      causes: '这一批结束。',
      by: office,
      from: ['away'],
      to: 'back',
      input: z.strictObject({ on: day('哪天'), reason: text('原因', { min: 2, max: 300 }) }),
      run: async (tx, entry, { on }) => outside(tx, 'on', on, entry.content.from as PlainDate) ?? ok({}),
    }),
  },
  clock: async (_tx, { state, content }) =>
    ok(
      state === 'away'
        ? { zh: '合同到期', counts: 'days', dueOn: addMonths(content.from as PlainDate, content.months as number) }
        : null,
    ),
});
