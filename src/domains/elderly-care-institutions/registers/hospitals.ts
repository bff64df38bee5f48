/** 医疗机构老年绿色通道 and 医院老年康复单元: lists that each hospital confirms every year; what was not confirmed again does not count. */
import { z } from 'zod';
import type { Tx } from '../../../kernel/context/server.ts';
import {
  clerks,
  defineRegister,
  type Entry,
  ending,
  monthsAfter,
  optional,
  step,
  text,
} from '../../../kernel/register/server.ts';
import { ok } from '../../../kernel/result/index.ts';
import { choice, type PlainDate } from '../../../kernel/schema/index.ts';
import { SHELF, TELL_BEFORE } from './shelf.ts';

const institutionKinds = {
  general: '综合医院',
  chinese: '中医医院',
  special: '专科医院',
  township: '乡镇卫生院',
  community: '社区卫生服务中心',
  other: '其他医疗机构',
} as const;
const hospitalGrades = { three: '三级', two: '二级', one: '一级', none: '没有定级' } as const;
const measures = {
  register: '优先挂号',
  see: '优先就诊',
  medicine: '优先取药、缴费',
  wheelchair: '轮椅、平车、陪诊',
  window: '人工窗口、大字标识',
  emergency: '急诊先救治后办手续',
} as const;

const name = text('医疗机构名称', { min: 4, max: 60, help: '照卫健部门的执业登记写' });
const telephone = text('电话', { min: 3, max: 20 });

const everyYear = (tx: Tx, entry: Entry, of: { zh: string; months: string }) =>
  monthsAfter(tx, entry, { ...of, since: entry.content.confirmedOn as PlainDate, tell: TELL_BEFORE });

defineRegister({
  key: 'care-green-channel',
  zh: '老年绿色通道',
  shelf: SHELF,
  lead: '本地的医疗机构都登记，每年确认一次有没有老年人绿色通道；没有确认的、满一年没有再确认的，不算有。',
  enters: '登记医疗机构',
  by: clerks,
  form: z.strictObject({
    name,
    kind: choice(institutionKinds).meta({ label: '类别', choices: institutionKinds }),
    grade: choice(hospitalGrades).meta({ label: '等级', choices: hospitalGrades }),
    address: text('地址', { min: 4, max: 100 }),
    telephone,
  }),
  one: ({ name: of }) => String(of),
  titleOf: ({ name: of }) => String(of),
  start: 'listed',
  states: {
    listed: { zh: '还没有确认', tone: 'warn' },
    confirmed: { zh: '有绿色通道', tone: 'good' },
    without: { zh: '没有绿色通道', tone: 'bad' },
    closed: { zh: '已停业', tone: 'plain', final: true },
  },
  steps: {
    confirm: step({
      zh: '确认有绿色通道',
      causes: '从今天起算一年，到期前提醒再确认。',
      by: clerks,
      from: ['listed', 'confirmed', 'without'],
      to: 'confirmed',
      input: z.strictObject({
        measures: z.array(choice(measures)).min(2, '至少两项').max(6).meta({ label: '有哪些', choices: measures }),
        department: text('哪个科室负责', { max: 60 }),
        telephone: text('找谁（电话）', { min: 3, max: 20 }),
        basis: text('怎么确认的', { min: 4, max: 200, help: '医院盖章的确认表、现场看过' }),
      }),
      run: async (tx, _entry, given) => ok({ content: { ...given, confirmedOn: tx.today } }),
    }),
    deny: step({
      zh: '没有绿色通道',
      causes: '不计入绿色通道率；开通了再确认。',
      by: clerks,
      from: ['listed', 'confirmed'],
      to: 'without',
      input: z.strictObject({ reason: text('情况', { min: 4, max: 200 }) }),
    }),
    close: ending({
      zh: '停业',
      causes: '不再计入，网上撤下。',
      by: clerks,
      from: ['listed', 'confirmed', 'without'],
      to: 'closed',
    }),
  },
  clock: async (tx, entry) =>
    entry.state === 'confirmed' ? everyYear(tx, entry, { zh: '再确认绿色通道', months: 'CARE-GREEN-MONTHS' }) : ok(null),
  open: ({ state, content }) =>
    state === 'confirmed'
      ? [
          { label: '地址', value: String(content.address) },
          {
            label: '有哪些',
            value: (content.measures as (keyof typeof measures)[]).map((key) => measures[key]).join('、'),
          },
          { label: '找哪里', value: `${content.department}，${content.telephone}` },
          { label: '确认', value: String(content.confirmedOn) },
        ]
      : null,
});

const unitKinds = { centre: '老年康复中心', beds: '老年病床' } as const;
/** Only these open beds for older people (EC-039). */
const unitGrades = { three: '三级医院', two: '二级医院', township: '乡镇卫生院' } as const;
const beds = z.int('请填写整数').min(1, '至少1张').max(2_000, '不超过2000张').meta({ label: '床位', unit: '张' });

defineRegister({
  key: 'hospital-elder-unit',
  zh: '医院老年康复单元',
  shelf: SHELF,
  lead: '二级以上医院、乡镇卫生院开设的老年康复中心和老年病床，和哪些养老机构双向转诊；每年连床位确认一次。',
  enters: '登记单元',
  by: clerks,
  form: z.strictObject({
    name: text('医院名称', { min: 4, max: 60 }),
    grade: choice(unitGrades).meta({ label: '哪一类医院', choices: unitGrades }),
    kind: choice(unitKinds).meta({ label: '类型', choices: unitKinds }),
    beds,
    partners: text('转诊机构', { min: 2, max: 500, help: '和哪些养老机构签了双向转诊' }),
    telephone,
  }),
  one: ({ name: of }) => String(of),
  titleOf: ({ name: of }) => String(of),
  start: 'listed',
  states: {
    listed: { zh: '还没有确认', tone: 'warn' },
    confirmed: { zh: '已确认', tone: 'good' },
    closed: { zh: '已停办', tone: 'plain', final: true },
  },
  steps: {
    confirm: step({
      zh: '年度确认',
      causes: '床位以这一次为准，从今天起算一年。',
      by: clerks,
      from: ['listed', 'confirmed'],
      to: 'confirmed',
      input: z.strictObject({
        beds,
        partners: text('转诊机构', { min: 2, max: 500 }),
        referrals: z.int('请填写整数').min(0).max(100_000).meta({ label: '一年接收转诊', unit: '人次' }),
        basis: text('怎么确认的', { min: 4, max: 200, help: '医院盖章的确认表、现场看过' }),
      }),
      run: async (tx, _entry, { basis: _, ...given }) => ok({ content: { ...given, confirmedOn: tx.today } }),
    }),
    close: step({
      zh: '停办',
      causes: '到此为止，网上撤下。',
      by: clerks,
      from: ['listed', 'confirmed'],
      to: 'closed',
      danger: true,
      input: z.strictObject({ reason: text('原因', { min: 4, max: 200 }), where: optional('老人转到哪里', '已在住的怎么安排') }),
    }),
  },
  clock: async (tx, entry) =>
    entry.state === 'confirmed' ? everyYear(tx, entry, { zh: '年度确认', months: 'CARE-UNIT-MONTHS' }) : ok(null),
  open: ({ state, content }) =>
    state === 'confirmed'
      ? [
          { label: '类型', value: unitKinds[content.kind as keyof typeof unitKinds] },
          { label: '床位', value: `${content.beds}张` },
          { label: '转诊机构', value: String(content.partners) },
          { label: '电话', value: String(content.telephone) },
        ]
      : null,
});
