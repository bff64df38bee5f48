/** 技能大赛 (EC-104): a result and what is proposed by it; 表彰: 推荐 → 审核 → 公示 → 决定 → 宣传, taken back where it was won by fraud. */
import { z } from 'zod';
import { refuseNumbers } from '../../../../kernel/consultation/server.ts';
import {
  clearedUp,
  clerks,
  day,
  defineRegister,
  last,
  leaders,
  noticeLine,
  objecting,
  office,
  onNotice,
  outside,
  posting,
  refusal,
  reviewed,
  step,
  text,
} from '../../../../kernel/register/server.ts';
import { ok } from '../../../../kernel/result/index.ts';
import { choice, type PlainDate } from '../../../../kernel/schema/index.ts';
import { SHELF } from './shelf.ts';

const ranges = { county: '县级', city: '市级', province: '省级', nation: '国家级' } as const;
const replies = { agreed: '同意，按规定发证', refused: '不同意' } as const;

defineRegister({
  key: 'care-competition',
  zh: '技能大赛',
  shelf: SHELF,
  lead: '获奖选手可以向人社部门建议晋升技能等级。这里只记建议和答复：等级以发下来的证书为准，证书要在“养老服务人员”里登记、核验。',
  enters: '登记成绩',
  by: clerks,
  form: z.strictObject({
    competition: text('赛事名称', { min: 4, max: 60 }),
    range: choice(ranges).meta({ label: '级别', choices: ranges }),
    heldOn: day('比赛日期'),
    name: text('选手姓名', { max: 30 }),
    employer: text('所在单位', { min: 4, max: 60 }),
    rank: text('名次', { max: 30, help: '例如：一等奖、第2名' }),
  }),
  titleOf: ({ competition, name, rank }) => `${competition}：${name}，${rank}`,
  async entering(tx, form: { heldOn: PlainDate }) {
    return outside(tx, 'heldOn', form.heldOn) ?? ok(null);
  },
  start: 'recorded',
  states: {
    recorded: { zh: '已登记', tone: 'good' },
    proposed: { zh: '已向人社部门建议晋升', tone: 'now' },
    answered: { zh: '人社部门已答复', tone: 'plain', final: true },
  },
  steps: {
    propose: step({
      zh: '建议晋升',
      causes: '向人社部门提出建议；人社部门答复以前，等级不变。',
      by: office,
      from: ['recorded'],
      to: 'proposed',
      input: z.strictObject({
        level: text('建议晋升到', { min: 4, max: 30, help: '例如：三级（高级工）' }),
        basis: text('依据', { min: 4, max: 300, help: '赛事文件里怎么规定的' }),
        documentNo: text('建议函文号', { min: 4, max: 60 }),
      }),
    }),
    answer: step({
      zh: '登记答复',
      causes: '同意的，等发了证书再到“养老服务人员”登记、核验。',
      by: clerks,
      from: ['proposed'],
      to: 'answered',
      input: z.strictObject({
        reply: choice(replies).meta({ label: '人社部门的答复', choices: replies }),
        on: day('答复日期'),
        documentNo: text('答复文号', { min: 4, max: 60 }),
      }),
      run: async (tx, entry, given) =>
        outside(tx, 'on', given.on, last(entry, 'propose')!.onDate) ?? ok({ content: { answer: given } }),
    }),
  },
});

const kinds = { person: '个人', unit: '集体' } as const;

defineRegister({
  key: 'care-honour',
  zh: '表彰',
  shelf: SHELF,
  lead: '推荐、审核、公示、决定、宣传，各由不同的人办；事迹不实、弄虚作假的撤销。公示满规定的工作日才能决定。',
  enters: '推荐',
  by: clerks,
  form: z.strictObject({
    nominee: text('推荐对象', { max: 60 }),
    kind: choice(kinds).meta({ label: '个人还是集体', choices: kinds }),
    employer: text('所在单位', { min: 4, max: 60, help: '集体写主管部门' }),
    range: choice(ranges).meta({ label: '级别', choices: ranges }),
    honour: text('推荐为', { min: 4, max: 60, help: '例如：最美养老护理员' }),
    deeds: text('事迹', { min: 20, max: 3_000, help: '会公示：不写老人的姓名、健康情况' }),
    agreed: z.literal(true, '本人（集体）同意公开才能推荐').meta({ label: '本人（集体）同意公开姓名和事迹' }),
  }),
  titleOf: ({ nominee, honour }) => `${honour}：${nominee}`,
  entering: async (_tx, form: { nominee: string; deeds: string }) => refuseNumbers(form.nominee, form.deeds),
  start: 'recommended',
  states: {
    recommended: { zh: '已推荐，待审核', tone: 'now' },
    checked: { zh: '审核通过，待公示', tone: 'now' },
    notice: { zh: '公示中', tone: 'now' },
    decided: { zh: '已表彰', tone: 'good' },
    refused: { zh: '没有通过', tone: 'plain', final: true },
    withdrawn: { zh: '已撤销', tone: 'bad', final: true },
  },
  steps: {
    check: reviewed({
      zh: '审核通过',
      causes: '可以公示。',
      from: ['recommended'],
      to: 'checked',
      opinion: ['审核意见', '事迹怎么核实的，所在单位有没有处罚、失信'],
    }),
    refuse: refusal({ causes: '到此为止，可以重新推荐。', from: ['recommended', 'checked', 'notice'] }),
    post: posting({ causes: '今天起在网上公示姓名和事迹。', from: ['checked'], standard: 'CW-HONOUR-NOTICE' }),
    object: objecting('决定'),
    decide: step({
      zh: '决定表彰',
      causes: '网上列入表彰。',
      by: leaders,
      from: ['notice'],
      to: 'decided',
      apart: ['enter', 'check', 'post'],
      input: z.strictObject({
        documentNo: text('表彰文号', { min: 4, max: 60 }),
        ...clearedUp,
      }),
      async run(tx, entry, { documentNo, verified }) {
        return onNotice(tx, entry, { what: '决定', verified }) ?? ok({ content: { documentNo } });
      },
    }),
    publicise: step({
      zh: '登记宣传',
      causes: '记下怎么宣传的；可以登记多次。',
      by: clerks,
      from: ['decided'],
      to: 'decided',
      input: z.strictObject({ how: text('宣传情况', { min: 4, max: 500 }) }),
    }),
    withdraw: step({
      zh: '撤销表彰',
      causes: '网上撤下。',
      by: leaders,
      from: ['decided'],
      to: 'withdrawn',
      danger: true,
      input: z.strictObject({
        reason: text('撤销的原因', { min: 4, max: 500, help: '查实了什么：事迹不实、弄虚作假' }),
        withdrawalNo: text('撤销文号', { min: 4, max: 60 }),
      }),
    }),
  },
  open: ({ state, content }) =>
    state === 'notice' || state === 'decided'
      ? [
          { label: '所在单位', value: String(content.employer) },
          state === 'notice' ? noticeLine(content) : { label: '表彰', value: String(content.documentNo) },
          { label: '事迹', value: String(content.deeds) },
        ]
      : null,
});
