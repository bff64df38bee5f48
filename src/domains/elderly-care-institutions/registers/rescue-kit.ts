/** 应急救援设备包 of the city welfare centre (EC-085): seven devices, counted and tried once a year; one that is missing or does not work is said in red. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { defineRegister, ending, monthsAfter, step, text } from '../../../kernel/register/server.ts';
import { ok, wrong } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { SHELF, TELL_BEFORE } from './shelf.ts';

export const RESCUE_KIT = 'care-rescue-kit';
export const devices = {
  ecg: '心电图机',
  bed: '抢救床',
  oxygen: '氧气瓶',
  suction: '吸痰器',
  sterile: '无菌柜',
  physio: '物理治疗设备',
  occupational: '作业治疗设备',
} as const;
export type Device = keyof typeof devices;

const count = (label: string) =>
  z.int('请填写整数').min(0, '没有的填0').max(1_000).meta({ label, unit: '件', help: '能用的几件；没有的填0' });
const counts = Object.fromEntries(Object.entries(devices).map(([key, zh]) => [key, count(zh)])) as Record<
  Device,
  ReturnType<typeof count>
>;

/** Which of the seven are not there, in words. */
export const missingDevices = (content: Readonly<Record<string, unknown>>): string[] =>
  (Object.keys(devices) as Device[]).filter((key) => !(Number(content[key] ?? 0) > 0)).map((key) => devices[key]);

const by = ['city-clerk'] as const;

defineRegister({
  key: RESCUE_KIT,
  zh: '应急救援设备包',
  shelf: SHELF,
  lead: '市社会福利院（市级应急救援中心）的七种设备，每年清点、试用一次；缺一种就标红。由市里登记。',
  enters: '登记设备包',
  by,
  form: z.strictObject({
    name: text('放在哪家机构', { min: 4, max: 60, help: '照养老机构登记的名称写全' }),
    keeper: text('谁保管（电话）', { min: 4, max: 60 }),
    ...counts,
  }),
  one: () => 'city',
  async entering(tx, form: { name: string }) {
    const home = await tx.maybe(
      sql`select 1 as known from care_institution where name = ${form.name} and state not in ('ended', 'deregistered')`,
    );
    return home ? ok(null) : wrong('name', '没有这家机构，照登记的名称写全');
  },
  titleOf: (content) => {
    const missing = missingDevices(content);
    return `${content.name}${missing.length > 0 ? `：缺${missing.join('、')}` : ''}`;
  },
  start: 'unchecked',
  states: {
    unchecked: { zh: '还没有清点', tone: 'warn' },
    complete: { zh: '七种齐全', tone: 'good' },
    short: { zh: '不齐', tone: 'bad' },
    closed: { zh: '已撤', tone: 'plain', final: true },
  },
  steps: {
    check: step({
      zh: '登记年度清点',
      causes: '以这一次的数为准；缺一种的标为“不齐”，从今天起算一年。',
      by,
      from: ['unchecked', 'complete', 'short'],
      to: 'complete',
      input: z.strictObject({
        ...counts,
        keeper: text('谁保管（电话）', { min: 4, max: 60 }),
        tried: text('试用情况', { min: 4, max: 500, help: '哪件不能用、什么时候修好；氧气还有多少' }),
      }),
      async run(tx, _entry, { tried: _, ...given }) {
        const content = { ...given, checkedOn: tx.today };
        return ok({ content, ...(missingDevices(content).length > 0 ? { to: 'short' } : {}) });
      },
    }),
    close: ending({
      zh: '撤下',
      causes: '不再是设备包，换一处的重新登记。',
      by: ['city-leader'],
      from: ['unchecked', 'complete', 'short'],
      to: 'closed',
    }),
  },
  beside: {
    page: 'emergency-desk',
    facts: ({ state, content }) =>
      state === 'closed'
        ? null
        : [
            { label: '谁保管', value: String(content.keeper) },
            ...(Object.keys(devices) as Device[]).map((key) => ({ label: devices[key], value: `${content[key] ?? 0}件` })),
            { label: '最近清点', value: content.checkedOn ? String(content.checkedOn) : '还没有清点' },
          ],
  },
  clock: async (tx, entry) =>
    entry.state === 'closed'
      ? ok(null)
      : monthsAfter(tx, entry, {
          zh: '年度清点',
          since: entry.content.checkedOn as PlainDate | undefined,
          months: 'CARE-KIT-MONTHS',
          tell: TELL_BEFORE,
        }),
});
