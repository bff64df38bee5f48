import { expect, test } from 'vitest';
import { type Waited, waitBands, waitingOf } from './waiting.ts';

const waited = (n: number, days: number | null, inTime = true): Waited[] => Array.from({ length: n }, () => ({ days, inTime }));
const texts = (rows: readonly { text: string }[]) => rows.map((row) => row.text);

test('期限5个工作日：第5个工作日在期限以内的最后一档，第6个在期限以外的第一档', () => {
  const { inTime, late } = waitBands(5);
  expect(inTime.map((band) => band.zh)).toEqual(['0至1个工作日', '2至3个工作日', '4至5个工作日']);
  expect(late.map((band) => band.zh)).toEqual(['6至10个工作日', '11个工作日以上']);
  const { inTime: before, late: after } = waitingOf([...waited(6, 5), ...waited(7, 6, false), ...waited(8, 11, false)], 5, 2026);
  expect(texts(before)).toEqual(['0', '0', '6']);
  expect(texts(after)).toEqual(['7', '8', '0']);
});

test('期限是双数的，最后一档只有一天', () => {
  expect(waitBands(4).inTime.map((band) => band.zh)).toEqual(['0至1个工作日', '2至3个工作日', '4个工作日']);
});

test('按办件自己的期限算按期：期限改过以后，按老期限按期的仍数在期限以内', () => {
  const { inTime, late } = waitingOf([...waited(5, 7), ...waited(5, 2, false)], 5, 2026);
  expect(texts(inTime)).toEqual(['0', '0', '5']);
  expect(texts(late)).toEqual(['5', '0', '0']);
});

test('4人不写明，5人写明；转介及时率说了按期的总数，减得出来的也不写明', () => {
  expect(texts(waitingOf([...waited(5, 0), ...waited(9, 2)], 5, 2026).inTime)).toEqual(['5', '9', '0']);
  const { inTime, late } = waitingOf([...waited(4, 0), ...waited(6, 2), ...waited(9, 4), ...waited(5, null, false)], 5, 2026);
  expect(texts(inTime)).toEqual(['少于5', '不写明', '9']);
  expect(inTime.map((row) => row.count)).toEqual([null, null, 9]);
  expect(texts(late)).toEqual(['0', '0', '5']);
});

test('还没有转介的：期限内的另数，过了期限的数在期限以外', () => {
  const { late, open } = waitingOf([...waited(5, null), ...waited(6, null, false)], 5, 2026);
  expect(texts(open)).toEqual(['5']);
  expect(late.at(-1)).toEqual({ zh: '还没有转介，已过期限', text: '6', count: 6 });
});
