/** 标准地址 (divisions.md 5.5). */
import { expect, test } from 'vitest';
import { type AddressParts, addressKey, levelled, printAddress } from './address.ts';

const at = (given: Partial<AddressParts>): AddressParts => ({
  hamlet: '',
  street: '',
  number: '',
  group: '',
  compound: '',
  building: '',
  unit: '',
  room: '',
  ...given,
});
const HERE = '湖北省咸宁市咸安区浮山街道双泉社区';

test('街路门牌：省市县乡村以后是路、号、小区、栋、单元、室', () => {
  const parts = at({ street: '书香路', number: '12', compound: '桂香花园', building: '3', unit: '2', room: '501' });
  expect(printAddress(HERE, parts)).toBe(`${HERE}书香路12号桂香花园3栋2单元501室`);
});

test('村里的：组和湾分开写', () => {
  expect(printAddress(HERE, at({ hamlet: '李家塆', group: '三组', number: '特1' }))).toBe(`${HERE}李家塆3组特1号`);
});

test('同一个地址：十二组与12组、全角数字、空格、写不写“号”，都是同一个', () => {
  const one = addressKey(at({ street: '书香路', number: '384-1', group: '十二组' }));
  expect(addressKey(at({ street: '书 香路', number: '３８４-１号', group: '12' }))).toBe(one);
  expect(addressKey(at({ street: '书香路', number: '384-2', group: '12' }))).not.toBe(one);
});

test('路名里的数字不动，街道办事处写成街道，二十三号是23号', () => {
  expect(levelled('浮山街道办事处三元路二十三号')).toBe('浮山街道三元路23号');
});
