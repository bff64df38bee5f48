/** 民政先进典型: 推荐 → 审核 → 公示 → 命名 → 宣传 → (撤销). */
import { z } from 'zod';
import { refuseNumbers } from '../../../kernel/consultation/server.ts';
import {
  clearedUp,
  clerks,
  defineRegister,
  leaders,
  noticeLine,
  objecting,
  onNotice,
  posting,
  refusal,
  reviewed,
  step,
  text,
} from '../../../kernel/register/server.ts';
import { fail, ok } from '../../../kernel/result/index.ts';
import { choice } from '../../../kernel/schema/index.ts';
import { namedChildren } from './children.ts';
import './errors.ts';

const kinds = { person: '个人', unit: '单位' } as const;
const agreed = z.literal(true, '本人（单位）同意公开才能推荐').meta({ label: '本人（单位）同意公开姓名和事迹' });

defineRegister({
  key: 'model',
  zh: '先进典型',
  shelf: '/registers',
  lead: '推荐、审核、公示、命名、宣传；事迹不实、违纪违法的撤销。公示期间谁都可以提异议。',
  enters: '推荐',
  by: clerks,
  form: z.strictObject({
    name: text('姓名或者单位', { max: 60 }),
    kind: choice(kinds).meta({ label: '个人还是单位', choices: kinds }),
    workplace: text('所在单位', { max: 100, help: '单位推荐的写上级部门' }),
    honour: text('推荐为', { min: 4, max: 60, help: '如“最美社工”' }),
    deeds: text('事迹', { min: 20, max: 3_000, help: '会公示：不写服务对象的姓名' }),
    agreed,
  }),
  titleOf: ({ name, honour }) => `${honour}：${name}`,
  async entering(tx, form: { name: string; deeds: string }) {
    const clean = refuseNumbers(form.name, form.deeds);
    if (!clean.ok) return clean;
    const children = (await namedChildren(tx, form.deeds)).filter(({ name }) => name !== form.name);
    return children.length > 0
      ? fail('TEXT_NAMES_CHILD', { names: children.map(({ name }) => `${name[0]}某`).join('、') })
      : ok(null);
  },
  start: 'recommended',
  states: {
    recommended: { zh: '已推荐，待审核', tone: 'now' },
    checked: { zh: '审核通过，待公示', tone: 'now' },
    notice: { zh: '公示中', tone: 'now' },
    named: { zh: '已命名', tone: 'good' },
    publicised: { zh: '已宣传', tone: 'good' },
    refused: { zh: '没有通过', tone: 'plain', final: true },
    withdrawn: { zh: '已撤销', tone: 'bad', final: true },
  },
  steps: {
    check: reviewed({
      zh: '审核通过',
      causes: '可以公示。',
      from: ['recommended'],
      to: 'checked',
      opinion: ['审核意见', '事迹核实情况，征求公安、纪检、信用等部门意见的情况'],
    }),
    refuse: refusal({ causes: '到此为止，可以重新推荐。', from: ['recommended', 'checked', 'notice'] }),
    post: posting({ causes: '今天起在网上公示姓名和事迹。', from: ['checked'], standard: 'MODEL-NOTICE-DAYS' }),
    object: objecting('命名'),
    name: step({
      zh: '命名',
      causes: '网上列入先进典型。',
      by: leaders,
      from: ['notice'],
      to: 'named',
      apart: ['enter'],
      input: z.strictObject({
        documentNo: text('命名文号', { min: 4, max: 60 }),
        ...clearedUp,
      }),
      async run(tx, entry, { documentNo, verified }) {
        return onNotice(tx, entry, { what: '命名', verified }) ?? ok({ content: { documentNo } });
      },
    }),
    publicise: step({
      zh: '登记宣传',
      causes: '记下怎么宣传的；可以登记多次。',
      by: clerks,
      from: ['named', 'publicised'],
      to: 'publicised',
      input: z.strictObject({ how: text('宣传情况', { min: 4, max: 500, help: '哪篇稿件、哪场报告会' }) }),
    }),
    withdraw: step({
      zh: '撤销',
      causes: '撤销称号，网上撤下。',
      by: leaders,
      from: ['named', 'publicised'],
      to: 'withdrawn',
      danger: true,
      input: z.strictObject({
        reason: text('撤销的原因', { min: 4, max: 500 }),
        withdrawalNo: text('撤销文号', { min: 4, max: 60 }),
      }),
    }),
  },
  open: ({ state, content }) =>
    ['notice', 'named', 'publicised'].includes(state)
      ? [
          { label: '所在单位', value: String(content.workplace) },
          state === 'notice' ? noticeLine(content) : { label: '命名', value: String(content.documentNo) },
          { label: '事迹', value: String(content.deeds) },
        ]
      : null,
});
