/** 党建+养老服务 (EC-101): the party branch of each facility, volunteer teams, and the contact lists (包保联系) of cadres with facilities and villages. Contacts of single elders stand with their visits. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { clerks, day, defineRegister, ending, leaders, outside, step, text } from '../../../kernel/register/server.ts';
import { ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { type DivisionCode, Mobile } from '../../../kernel/schema/index.ts';
import { PARTY_SHELF } from './shelf.ts';

/** The facility stands in the register of this office's facilities. */
async function known(tx: Tx, { site }: { readonly site: string }): Promise<Result<null>> {
  const { lo, hi } = scopeRange((tx.actor.division ?? tx.city) as DivisionCode);
  const found = await tx.maybe(
    sql`select 1 as one from care_site where name = ${site} and state <> 'closed' and division >= ${lo} and division < ${hi} limit 1`,
  );
  return found ? ok(null) : wrong('site', '“社区养老设施”里没有这个名称，请照登记的填写');
}
const site = text('设施名称', { min: 2, max: 60, help: '照“社区养老设施”里登记的名称' });
const handOver = z.strictObject({
  on: day('交接日期'),
  person: text('新的联系人', { min: 2, max: 20 }),
  post: text('单位和职务', { min: 2, max: 60 }),
  phone: Mobile.meta({ label: '手机号码' }),
  note: text('交接说明', { min: 6, max: 500, help: '正在办的事、要当心的、什么时候去过' }),
});

defineRegister({
  key: 'care-party-branch',
  zh: '设施党组织、志愿队',
  shelf: PARTY_SHELF,
  lead: '每处养老设施的党组织（单独的、联合的、挂靠的）和志愿服务队：书记或队长是谁，有多少人，活动记在经过里。',
  enters: '登记党组织、志愿队',
  by: clerks,
  form: z.strictObject({
    site,
    name: text('党组织或者志愿队名称', { min: 4, max: 60 }),
    head: text('书记（队长）', { min: 2, max: 20 }),
    members: z.int('请填写整数').min(1, '至少1人').max(2_000).meta({ label: '党员（队员）', unit: '人' }),
    since: day('从哪天起'),
  }),
  one: ({ site: at, name }, division) => `${division} ${at} ${name}`,
  titleOf: ({ site: at, name }) => `${at}：${name}`,
  async entering(tx, given: { site: string; since: never }) {
    return outside(tx, 'since', given.since) ?? known(tx, given);
  },
  start: 'standing',
  states: { standing: { zh: '在', tone: 'good' }, ended: { zh: '已撤销', tone: 'plain', final: true } },
  steps: {
    act: step({
      zh: '记一次活动',
      causes: '写进经过；可以登记多次。',
      by: clerks,
      from: ['standing'],
      to: 'standing',
      input: z.strictObject({ on: day('哪一天'), what: text('办了什么', { min: 4, max: 500 }) }),
      run: async (tx, _entry, { on }) => outside(tx, 'on', on) ?? ok({}),
    }),
    elect: step({
      zh: '换书记（队长）',
      causes: '照新的。',
      by: clerks,
      from: ['standing'],
      to: 'standing',
      input: z.strictObject({
        head: text('书记（队长）', { min: 2, max: 20 }),
        members: z.int('请填写整数').min(1).max(2_000).meta({ label: '党员（队员）', unit: '人' }),
      }),
      run: async (_tx, _entry, given) => ok({ content: given }),
    }),
    end: ending({ zh: '撤销', by: leaders, from: ['standing'], to: 'ended' }),
  },
  open: ({ state, content }) =>
    state === 'standing'
      ? [
          { label: '书记（队长）', value: String(content.head) },
          { label: '人数', value: `${content.members}人` },
        ]
      : null,
});

defineRegister({
  key: 'care-contact',
  zh: '包保联系',
  shelf: PARTY_SHELF,
  lead: '领导干部、党员包保联系养老设施：谁联系哪里，换人要有交接说明。联系哪位老人在“探访关爱”里登记。',
  enters: '登记包保联系',
  by: clerks,
  form: z.strictObject({
    site,
    person: text('联系人', { min: 2, max: 20 }),
    post: text('单位和职务', { min: 2, max: 60 }),
    phone: Mobile.meta({ label: '手机号码' }),
    duty: text('包什么', { min: 4, max: 300, help: '例如“每月到场一次，看消防、伙食和老人意见”' }),
  }),
  one: ({ site: at, person }, division) => `${division} ${at} ${person}`,
  titleOf: ({ site: at, person }) => `${at}：${person}`,
  entering: known,
  start: 'assigned',
  states: { assigned: { zh: '在联系', tone: 'good' }, ended: { zh: '不再联系', tone: 'plain', final: true } },
  steps: {
    visit: step({
      zh: '记一次到场',
      causes: '写进经过；可以登记多次。',
      by: clerks,
      from: ['assigned'],
      to: 'assigned',
      input: z.strictObject({ on: day('哪一天'), found: text('看到什么、办了什么', { min: 4, max: 500 }) }),
      run: async (tx, _entry, { on }) => outside(tx, 'on', on) ?? ok({}),
    }),
    'hand-over': step({
      zh: '换联系人',
      causes: '交接说明留在经过里，照新的联系人。',
      by: clerks,
      from: ['assigned'],
      to: 'assigned',
      input: handOver,
      run: async (tx, _entry, { on, person, post, phone }) => outside(tx, 'on', on) ?? ok({ content: { person, post, phone } }),
    }),
    end: ending({ zh: '不再联系', by: leaders, from: ['assigned'], to: 'ended' }),
  },
});
