import { expect, test } from 'vitest';
import { walkingOrder } from './walk.ts';

/** Along one road to the north, by metres from the office. */
const at = (metres: number) => ({ longitude: 114.3, latitude: 29.8 + metres / 111_194.9 });
const home = (name: string, metres: number | null) => ({ name, point: metres === null ? null : at(metres) });
const names = (rows: readonly { name: string }[]) => rows.map((row) => row.name);

test('从村委会出发，近的先去；不知道住在哪里的排在最后，次序不变', () => {
  const walked = walkingOrder(at(0), [
    home('远', 900),
    home('不知道甲', null),
    home('近', 100),
    home('中', 400),
    home('不知道乙', null),
  ]);
  expect(names(walked)).toEqual(['近', '中', '远', '不知道甲', '不知道乙']);
  expect(walked.map((w) => w.metres)).toEqual([100, 300, 500, null, null]);
});

test('离上一家近的接着去，不是都按离村委会的远近：去了东头的，先把东头走完', () => {
  const walked = walkingOrder(at(0), [home('西近', -300), home('东近', 200), home('东远', 450)]);
  expect(names(walked)).toEqual(['东近', '东远', '西近']);
});

test('村委会的位置还没有记：从第一家知道的开始；谁的位置都没有记，次序不变', () => {
  expect(names(walkingOrder(null, [home('甲', 500), home('乙', 100), home('丙', 480)]))).toEqual(['甲', '丙', '乙']);
  expect(names(walkingOrder(null, [home('甲', null), home('乙', null)]))).toEqual(['甲', '乙']);
});
