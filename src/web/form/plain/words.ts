import type { Fen } from '../../../kernel/schema/index.ts';

/** 1万2000元: large amounts read back, because one nought too many is easily typed. Null below 10,000 yuan. */
export function amountWords(fen: Fen): string | null {
  const yuan = Math.trunc(fen / 100);
  if (yuan < 10_000) return null;
  const [hundredMillions, tenThousands, rest] = [
    Math.floor(yuan / 100_000_000),
    Math.floor((yuan % 100_000_000) / 10_000),
    yuan % 10_000,
  ];
  const cents = fen % 100 ? `.${String(fen % 100).padStart(2, '0')}` : '';
  return `也就是${hundredMillions ? `${hundredMillions}亿` : ''}${tenThousands ? `${tenThousands}万` : ''}${rest || (cents && '0')}${cents}元`;
}
