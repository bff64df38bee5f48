/** Questions that registers share. */
import { z } from 'zod';
import { longDate } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { type Refusal, wrong } from '../result/index.ts';
import { type PlainDate, PlainDateText } from '../schema/index.ts';

export const text = (label: string, options: { min?: number; max?: number; help?: string } = {}) => {
  const { min = 2, max = 500, help } = options;
  return z
    .string()
    .trim()
    .min(min, `请写明${label}${min > 2 ? `（至少${min}个字）` : ''}`)
    .max(max, `不超过${max}个字`)
    .meta({ label, ...(max > 100 ? { widget: 'textarea' as const } : {}), ...(help ? { help } : {}) });
};

export const optional = (label: string, help: string, max = 500) =>
  z
    .string()
    .trim()
    .max(max, `不超过${max}个字`)
    .default('')
    .meta({ label, help, ...(max > 100 ? { widget: 'textarea' as const } : {}) });

export const day = (label: string, help?: string) => PlainDateText.meta({ label, widget: 'date', ...(help ? { help } : {}) });

/** What has happened has happened by today, and not before something else. */
export const outside = (tx: Tx, path: string, on: PlainDate, notBefore?: PlainDate): Refusal<'INVALID_INPUT'> | null =>
  on > tx.today ? wrong(path, '不能晚于今天') : notBefore && on < notBefore ? wrong(path, `不能早于${notBefore}`) : null;

/** A paper that a step is founded on: its number and its day. */
export const paper = (what: string) => ({ no: text(`${what}文号`, { min: 4, max: 60 }), on: day(`${what}日期`) });

/** Fen. */
export const amount = (label: string, help?: string) =>
  z
    .int('请填写金额')
    .min(0)
    .max(10_000_000_000)
    .meta({ label, widget: 'amount', unit: '元', ...(help ? { help } : {}) });

/** A count, one at the least. */
export const whole = (label: string, unit: string, max = 100_000) =>
  z.int('请填写整数').min(1, '至少1').max(max).meta({ label, unit });

/** 公示, as everybody reads it: until the end of which day, and whom to ring. */
export const noticeLine = ({ noticeUntil, telephone }: Readonly<Record<string, unknown>>) => ({
  label: '公示',
  value: `到${longDate(noticeUntil as PlainDate)}24时，有异议请打${telephone}`,
});

/** Why something goes no further. */
export const because = z.strictObject({ reason: text('原因', { min: 4, max: 500 }) });
