import { expect, test } from 'vitest';
import { joined } from './speech.tsx';

test('接着说的加在后面：用逗号隔开，已有标点的不再加', () => {
  expect(joined('', '屋顶漏雨。')).toBe('屋顶漏雨。');
  expect(joined('屋顶漏雨', '墙也裂了')).toBe('屋顶漏雨，墙也裂了');
  expect(joined('屋顶漏雨。', '墙也裂了')).toBe('屋顶漏雨。墙也裂了');
});
