/** Words of care at the bed: items, results, shifts, posts. */
import type { Performer } from '../../../kernel/access/index.ts';
import { nurses } from '../stays/terms.ts';

export const results = {
  done: { zh: '已做', tone: 'good' },
  refused: { zh: '老人不要', tone: 'warn' },
  abnormal: { zh: '有异常', tone: 'bad' },
} as const;
export type CareResult = keyof typeof results;
export const resultNames = { done: '已做', refused: '老人不要', abnormal: '有异常' } as const;

/** What was abnormal, in a word: chosen with one finger, and kept on the phone where there is no network. */
export const abnormals = {
  fever: '发热',
  skin: '皮肤发红、破损',
  eating: '不吃、呛咳',
  pain: '疼痛',
  breath: '气急',
  mind: '神志、情绪不对',
  excretion: '大小便异常',
  other: '其他',
} as const;
export type Abnormal = keyof typeof abnormals;

export const weekdays = { '1': '周一', '2': '周二', '3': '周三', '4': '周四', '5': '周五', '6': '周六', '0': '周日' } as const;
export type Weekday = keyof typeof weekdays;

export const shifts = {
  day: { zh: '白班', from: 8, to: 16 },
  evening: { zh: '中班', from: 16, to: 24 },
  night: { zh: '夜班', from: 0, to: 8 },
} as const;
export type Shift = keyof typeof shifts;
export const shiftNames = { day: '白班（8时到16时）', evening: '中班（16时到24时）', night: '夜班（0时到8时）' } as const;

/** 体征: how each is written, within what a person can have. */
export const vitals = {
  temperature: { zh: '体温', pattern: /^(3\d|4[0-3])(\.\d)?$/, like: '36.5', help: '36.5的样子，30到43' },
  pressure: { zh: '血压', pattern: /^([5-9]\d|[12]\d\d)\/([2-9]\d|1\d\d)$/, like: '120/80', help: '120/80的样子' },
  pulse: { zh: '脉搏', pattern: /^([2-9]\d|[12]\d\d)$/, like: '72', help: '72的样子，20到299' },
} as const;
export type Vital = keyof typeof vitals;
/** What was typed with a thumb: full-width digits and signs are nobody's mistake. */
export const tidyVital = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll('。', '.')
    .replace(/[\s℃°C]/g, '');
/** What is wrong with it; null: nothing, or nothing was typed. */
export const vitalProblem = (vital: Vital, text: string): string | null =>
  text === '' || vitals[vital].pattern.test(text) ? null : `${vitals[vital].zh}请按${vitals[vital].help}填写`;

/** 约束保护: with what. */
export const restraintWays = {
  vest: '约束背心',
  wrist: '手腕带',
  chair: '轮椅安全带',
  rail: '四面床栏',
  other: '其他',
} as const;
export type RestraintWay = keyof typeof restraintWays;

/** Who records at the bed. */
export const carers = ['care-home-carer', ...nurses] as const satisfies readonly Performer[];
export { nurses };
