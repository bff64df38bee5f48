/** Figures of a form: as they are typed, and in ten-thousandths, so that they are compared and added exactly. Pure. */
import type { Fen } from '../../../kernel/schema/index.ts';

/** A figure in ten-thousandths: 12.5 is 125000. */
export type Scaled = number;
const SCALE = 10_000;
const FEN_OF_TENTH = 100_000;

/** As typed; null: not filled in, or no figure. */
export function scaledOf(text: string | null | undefined): Scaled | null {
  const parts = /^(\d{1,10})(?:\.(\d{1,4}))?$/.exec(text?.trim() ?? '');
  return parts ? Number(parts[1]) * SCALE + Number((parts[2] ?? '').padEnd(4, '0')) : null;
}

/** How many decimals were typed. */
export const decimalsOf = (text: string): number => (text.trim().split('.')[1] ?? '').length;

export function textOf(value: Scaled, decimals: 0 | 1): string {
  // 合计是各格之和，格里多写的小数照样显示，由 S13 指出
  const exact = (value / SCALE).toFixed(4).replace(/0+$/, '').replace(/\.$/, '');
  return decimalsOf(exact) > decimals ? exact : (value / SCALE).toFixed(decimals);
}

/** The smallest step that a cell is written in. */
export const scaledUnit = (decimals: 0 | 1): Scaled => (decimals === 0 ? SCALE : SCALE / 10);

/** Fen as 万元 with one decimal, half up. */
export const tenThousandsOf = (fen: Fen): string => (Math.floor((fen + FEN_OF_TENTH / 2) / FEN_OF_TENTH) / 10).toFixed(1);
