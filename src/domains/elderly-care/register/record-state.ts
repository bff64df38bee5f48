/** 待核实, 有效, 待更新 of a record in the register of older people (4.1). Pure. */
import { addMonths } from '../../../kernel/calendar/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { RecordState } from './terms.ts';

/** The last day whose recording no longer counts: as many months before today. */
export const staleBy = (today: PlainDate, months: number): PlainDate => addMonths(today, -months);

/** `recordedOn`: when the village last said how the person lives; null: never. */
export const recordStateOf = (recordedOn: PlainDate | null, stale: PlainDate): RecordState =>
  recordedOn === null ? 'unverified' : recordedOn <= stale ? 'stale' : 'valid';
