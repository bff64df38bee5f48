/** What an analysis asks: measures, place, level, periods, and how they are laid out. The same shape is kept, shared and carried by the address. */
import { z } from 'zod';
import { Division, YearMonthText } from '../../../kernel/schema/index.ts';
import { PERIOD, periodKinds } from '../statistics/period.ts';
import { charts, dimensions, groupLevels } from './terms.ts';

const keysOf = <T extends Record<string, string>>(names: T) => Object.keys(names) as [keyof T & string, ...(keyof T & string)[]];

export const MOST_MEASURES = 8;
export const MOST_PERIODS = 24;

export const MeasureKey = z
  .string()
  .regex(/^(locked\.[A-Z]{2}-[A-Z]\d{2}\.c[0-9A-Z]{2,5}|counted\.c[0-9A-Z]{2,5}|indicator\.[a-z0-9-]{2,60})$/);
export const PeriodKey = z.string().regex(PERIOD);

export const Spec = z.strictObject({
  measures: z.array(MeasureKey).min(1, '至少选一项指标').max(MOST_MEASURES, `最多选${MOST_MEASURES}项指标`),
  /** Left out: the reader's own. */
  division: Division.optional(),
  level: z.enum(keysOf(groupLevels)),
  by: z.enum(keysOf(periodKinds)),
  /** A month of the last period; left out: the one that is running, so that what is kept goes on by itself. */
  to: YearMonthText.optional(),
  /** How many periods, the last one included. */
  count: z.int().min(1).max(MOST_PERIODS),
  rows: z.enum(keysOf(dimensions)),
  columns: z.enum(keysOf(dimensions)),
  chart: z.enum(keysOf(charts)),
});
export type Spec = z.infer<typeof Spec>;

/** The same in an address. */
export const SpecQuery = Spec.extend({
  measures: z
    .string()
    .max(400)
    .transform((text) => text.split(',').filter((key) => key !== ''))
    .pipe(Spec.shape.measures),
  count: z.coerce.number().pipe(Spec.shape.count),
});
