import { expect, test } from 'vitest';
import { idsIn, withIds } from './keptFiles.ts';

const values = { photos: ['a', 'b'], signature: 'c', persons: [{ sign: 'a', name: '甲' }], none: null, many: 3 };

test('存在设备上的照片传到以后，表里各处的编号都换成新的，别的不动', () => {
  expect(withIds(values, new Map([['a', 'A']]))).toEqual({
    photos: ['A', 'b'],
    signature: 'c',
    persons: [{ sign: 'A', name: '甲' }],
    none: null,
    many: 3,
  });
  expect(idsIn(values)).toEqual(['a', 'b', 'c', 'a', '甲']);
});
