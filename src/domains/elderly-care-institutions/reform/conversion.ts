/** 转型改建 (4.16, EC-028): an idle building becomes a home; fire and change of use are papers before anybody lives there. 床位建设 (I-25, I-26): each bed that was built, once. */
import { z } from 'zod';
import {
  clerks,
  day,
  defineRegister,
  ending,
  leaders,
  office,
  outside,
  paper,
  refusal,
  reviewed,
  step,
  text,
  whole,
} from '../../../kernel/register/server.ts';
import { fail, ok, wrong } from '../../../kernel/result/index.ts';
import { choice, Division, type PlainDate } from '../../../kernel/schema/index.ts';
import { SHELF } from './shelf.ts';

const formerUses = {
  training: '培训疗养机构',
  school: '闲置校舍',
  hospital: '医院',
  factory: '厂房',
  office: '办公用房',
  shop: '商业用房',
  scenic: '景区房屋',
} as const;

defineRegister({
  key: 'care-conversion',
  zh: '转型改建',
  shelf: SHELF,
  lead: '闲置的厂房、校舍、办公楼改成养老机构：摸底、权属、方案、改造、验收、运营。消防和改变用途的批文齐了才能验收、运营。',
  enters: '登记一处',
  by: clerks,
  form: z.strictObject({
    site: text('地点', { min: 4, max: 60 }),
    place: Division.meta({ label: '在哪里', widget: 'division' }),
    formerUse: choice(formerUses).meta({ label: '原来是什么', choices: formerUses }),
    owner: text('产权方', { min: 4, max: 60 }),
    areaM2: whole('面积', '平方米', 1_000_000),
    beds: whole('改造后床位', '张', 5_000),
  }),
  one: ({ place, site }) => `${place} ${site}`,
  titleOf: ({ site, formerUse }) => `${site}（${formerUses[formerUse as keyof typeof formerUses]}）`,
  start: 'found',
  states: {
    found: { zh: '摸底', tone: 'now' },
    titled: { zh: '权属已清', tone: 'now' },
    planned: { zh: '方案已定', tone: 'now' },
    working: { zh: '改造中', tone: 'now' },
    accepted: { zh: '已验收，待运营', tone: 'now' },
    running: { zh: '已运营', tone: 'good' },
    dropped: { zh: '不再改建', tone: 'plain', final: true },
  },
  steps: {
    title: step({
      zh: '登记权属',
      causes: '可以定方案。',
      by: clerks,
      from: ['found'],
      to: 'titled',
      input: z.strictObject({ ...paper('权属证明'), term: text('使用期限', { min: 2, max: 100, help: '划拨、租赁到哪年' }) }),
      run: async (tx, _entry, { on, term }) => outside(tx, 'on', on) ?? ok({ content: { term } }),
    }),
    plan: step({
      zh: '定方案',
      causes: '可以改造。',
      by: leaders,
      from: ['titled'],
      to: 'planned',
      apart: ['enter'],
      input: z.strictObject({ ...paper('方案'), scheme: text('方案', { min: 10, max: 2_000 }) }),
      run: async (tx, _entry, { on }) => outside(tx, 'on', on) ?? ok({ content: { plannedOn: on } }),
    }),
    begin: step({
      zh: '开工',
      causes: '改造中。',
      by: clerks,
      from: ['planned'],
      to: 'working',
      input: z.strictObject({ on: day('开工日期') }),
      run: async (tx, entry, { on }) =>
        outside(tx, 'on', on, entry.content.plannedOn as PlainDate) ?? ok({ content: { begunOn: on } }),
    }),
    use: step({
      zh: '登记改变用途的批文',
      causes: '验收前必须有。',
      by: clerks,
      from: ['planned', 'working'],
      to: 'working',
      input: z.strictObject(paper('批文')),
      run: async (tx, entry, { no, on }) => outside(tx, 'on', on) ?? ok({ content: { useNo: no }, to: entry.state }),
    }),
    fire: step({
      zh: '登记消防验收（备案）',
      causes: '验收前必须有。',
      by: clerks,
      from: ['working'],
      to: 'working',
      input: z.strictObject(paper('消防验收（备案）')),
      run: async (tx, entry, { no, on }) =>
        outside(tx, 'on', on, entry.content.begunOn as PlainDate) ?? ok({ content: { fireNo: no } }),
    }),
    accept: step({
      zh: '验收',
      causes: '可以运营。',
      by: office,
      from: ['working'],
      to: 'accepted',
      apart: ['enter'],
      input: z.strictObject({ ...paper('验收'), found: text('验收意见', { min: 4, max: 1_000 }) }),
      async run(tx, entry, { on }) {
        const missing = [entry.content.fireNo ? '' : '消防验收（备案）', entry.content.useNo ? '' : '改变用途的批文']
          .filter(Boolean)
          .join('、');
        if (missing) return fail('REFORM_PAPERS', { missing, what: '验收' });
        return outside(tx, 'on', on, entry.content.begunOn as PlainDate) ?? ok({ content: { acceptedOn: on } });
      },
    }),
    run: step({
      zh: '登记运营',
      causes: '在这里办养老机构登记、备案。',
      by: clerks,
      from: ['accepted'],
      to: 'running',
      input: z.strictObject({ on: day('运营日期'), operator: text('运营方', { min: 4, max: 60 }) }),
      run: async (tx, entry, { on, operator }) =>
        outside(tx, 'on', on, entry.content.acceptedOn as PlainDate) ?? ok({ content: { operator, runningOn: on } }),
    }),
    drop: ending({ zh: '不再改建', by: leaders, from: ['found', 'titled', 'planned', 'working', 'accepted'], to: 'dropped' }),
  },
  open: ({ state, content }) =>
    state === 'dropped'
      ? null
      : [
          { label: '产权方', value: String(content.owner) },
          { label: '面积', value: `${content.areaM2}平方米，改造后${content.beds}张床` },
          ...(content.operator === undefined ? [] : [{ label: '运营', value: `${content.runningOn}，${content.operator}` }]),
        ],
});

const kinds = { institution: '养老机构', community: '社区日间照料' } as const;
const events = { new: '新建', rebuilt: '改建', extended: '扩建', lost: '停用' } as const;

defineRegister({
  key: 'care-bed-building',
  zh: '床位建设',
  shelf: SHELF,
  lead: '新建、改建、扩建和停用的床位，一次一条：按完成的日子算进规划期，一张床在规划期里只算一次。另一位核过才算进指标。',
  enters: '登记一次',
  by: clerks,
  form: z.strictObject({
    name: text('机构或设施', { min: 4, max: 60 }),
    place: Division.meta({ label: '在哪里', widget: 'division' }),
    kind: choice(kinds).meta({ label: '哪种床位', choices: kinds }),
    event: choice(events).meta({ label: '怎么回事', choices: events }),
    on: day('完成（停用）日期'),
    beds: whole('床位', '张', 5_000),
    again: z
      .int('请填写整数')
      .min(0)
      .max(5_000)
      .default(0)
      .meta({ label: '其中本规划期已经登记过的', unit: '张', help: '新建以后又改建的，不再算一次' }),
    basis: text('依据', { min: 4, max: 100, help: '竣工验收、备案、停用的文号' }),
  }),
  one: ({ place, name, on, event }) => `${place} ${name} ${on} ${event}`,
  titleOf: ({ name, event, beds }) => `${name}${events[event as keyof typeof events]}${beds}张`,
  async entering(tx, form: { on: PlainDate; beds: number; again: number }) {
    if (form.again > form.beds) return wrong('again', '不能多于这一次的床位');
    return outside(tx, 'on', form.on) ?? ok(null);
  },
  start: 'entered',
  states: {
    entered: { zh: '待核', tone: 'now' },
    counted: { zh: '已核，计入', tone: 'good' },
    refused: { zh: '不计', tone: 'plain', final: true },
  },
  steps: {
    confirm: reviewed({
      zh: '核过',
      causes: '计入“十三五”床位的指标。',
      from: ['entered'],
      to: 'counted',
      opinion: ['怎么核的'],
    }),
    refuse: refusal({ zh: '不计', causes: '不算进指标，原因留着。', from: ['entered', 'counted'] }),
  },
});
