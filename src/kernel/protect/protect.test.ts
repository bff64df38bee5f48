import { expect, test } from 'vitest';
import { makeKeyRing, maskIdNumber, maskName, maskPhone, newKey, publicName } from './server.ts';

const first = newKey('2026-01-01');
const second = newKey('2026-02-01');

test('加密后能还原，密文里看不到原文', () => {
  const ring = makeKeyRing({ keys: [first] });
  const sealed = ring.seal('421202195001010012', 'person.id_number:1');
  expect(sealed.toString('latin1')).not.toContain('421202');
  expect(ring.open(sealed, 'person.id_number:1')).toBe('421202195001010012');
});
test('密文搬到别人的记录里打不开，改一个字节也打不开', () => {
  const ring = makeKeyRing({ keys: [first] });
  const sealed = ring.seal('421202195001010012', 'person.id_number:1');
  expect(() => ring.open(sealed, 'person.id_number:2')).toThrow('does not belong');
  sealed[30]! ^= 1;
  expect(() => ring.open(sealed, 'person.id_number:1')).toThrow('does not belong');
});
test('换了新密钥，旧密文仍能打开；没有旧密钥则说明缺哪一把', () => {
  const sealed = makeKeyRing({ keys: [first] }).seal('甲', 'p');
  expect(makeKeyRing({ keys: [first, second] }).open(sealed, 'p')).toBe('甲');
  expect(() => makeKeyRing({ keys: [second] }).open(sealed, 'p')).toThrow(`缺少密钥 ${first.id}`);
});
test('同一号码的摘要相同，用途不同则摘要不同，轮换期间新旧摘要都能查到', () => {
  const ring = makeKeyRing({ keys: [first, second] });
  expect(ring.digest('id', 'x')).toEqual(ring.digest('id', 'x'));
  expect(ring.digest('id', 'x')).not.toEqual(ring.digest('phone', 'x'));
  expect(ring.digests('id', 'x')).toEqual([makeKeyRing({ keys: [first] }).digest('id', 'x'), ring.digest('id', 'x')]);
});
test('遮盖：张三 → 张*，张小华 → 张*华，欧阳小华 → 欧**华，身份证留前三后四，手机留前三后四', () => {
  expect(['张三', '张小华', '欧阳小华'].map(maskName)).toEqual(['张*', '张*华', '欧**华']);
  expect(maskIdNumber('421202195001010012')).toBe('421***********0012');
  // 护照九位；无证临时号短，遮住以后和原来一样长，不能全露出来
  expect(maskIdNumber('E12345678')).toBe('E12**5678');
  expect(['LX0001', 'L001', 'L1'].map(maskIdNumber)).toEqual(['L***01', 'L*01', 'L1']);
  expect(maskPhone('13812345678')).toBe('138****5678');
});
test('公示用的姓名：村里写全名，网上遮盖；儿童在哪里都一个字不写', () => {
  const name = '张小华';
  expect([publicName({ name, isMinor: false }, 'village'), publicName({ name, isMinor: false }, 'internet')]).toEqual([
    '张小华',
    '张*华',
  ]);
  for (const audience of ['village', 'internet'] as const)
    expect(publicName({ name, isMinor: true }, audience)).toBe('未成年人（依法不公开姓名）');
});
