import { expect, test } from 'vitest';
import { chromiumPath } from './browser.ts';

test('没有浏览器时，说明怎么装；指错了地方，说明指的是哪里', () => {
  expect(() => chromiumPath('', [])).toThrow('apt-get install chromium fonts-noto-cjk');
  expect(() => chromiumPath('/nowhere/chromium')).toThrow('/nowhere/chromium');
});
