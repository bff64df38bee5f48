import { expect, test } from 'vitest';
import { amountWords } from './words.ts';

test.each([
  [1_200_000, '也就是1万2000元'],
  [1_200_050, '也就是1万2000.50元'],
  [1_000_005, '也就是1万0.05元'],
  [1_000_000, '也就是1万元'],
  [12_345_678_900, '也就是1亿2345万6789元'],
  [999_999, null],
])('%i分读作%s', (fen, words) => expect(amountWords(fen)).toBe(words));
