/** The standards of this domain in force at a place. */
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameters } from '../../../kernel/policy/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import type { CareParameter } from '../parameters.ts';

/** Whole numbers by key; what is missing stops the work. */
export const limits = <const K extends readonly CareParameter[]>(tx: Tx, division: DivisionCode, keys: K) =>
  wholeParameters(tx, keys, division);

export const minutesFrom = (instant: string, minutes: number): string =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString();
