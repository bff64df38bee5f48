import { describe, expect, test } from 'vitest';
import { makeIdNumber } from '../../../kernel/resident/index.ts';
import { certificateOn, certificateProblem } from './index.ts';

const id = makeIdNumber('421202', '1970-01-01', 10);
const given = (number: string, change: object = {}) =>
  certificateProblem({ number, category: 'physical', level: '1', issuedOn: '2020-01-01', validTo: '2030-01-01', ...change }, id);

describe('残疾人证号', () => {
  test('身份证号码加类别、等级各一位；补发的末尾加B', () => {
    expect(given(`${id}41`)).toBeNull();
    expect(given(`${id}41B`)).toBeNull();
    expect(given(`${id}41B1`)).toBeNull();
  });
  test('别人的号码、类别等级对不上、位数不对、有效期早于签发：各有一句话', () => {
    const other = makeIdNumber('421202', '1970-01-01', 12);
    expect(given(`${other}41`)).toBe('残疾人证号的前18位与身份证号码不一致');
    expect(given(`${id}61`)).toBe('残疾人证号第19位是6，与所选类别“肢体”不一致');
    expect(given(`${id}42`)).toBe('残疾人证号第20位是2，与所选等级“一级”不一致');
    for (const wrong of [id, `${id}4`, `${id}81`, `${id}45`, `${id}41C`]) expect(given(wrong)).toMatch('应为20位');
    expect(given(`${id}41`, { validTo: '2019-12-31' })).toBe('有效期至早于签发日期，请核对');
  });
});

describe('某一天证件有没有效', () => {
  const certificate = {
    number: `${id}41`,
    category: 'physical',
    level: '1',
    issuedOn: '2016-08-16',
    validTo: '2026-08-15',
    state: 'valid',
  } as const;
  const periods = [{ from: '2016-08-16', to: '2026-08-16', certificate }] as const;
  test('有效期至8月15日：当天有效，16日过期', () => {
    expect(certificateOn(periods, '2026-08-15')).toMatchObject({ state: 'valid' });
    expect(certificateOn(periods, '2026-08-16')).toMatchObject({ state: 'expired', since: '2026-08-15' });
    expect(certificateOn(periods, '2016-08-15')).toEqual({ state: 'none' });
    expect(
      certificateOn([{ from: '2026-01-01', to: null, certificate: { ...certificate, state: 'cancelled' } }], '2026-02-01'),
    ).toMatchObject({
      state: 'cancelled',
      since: '2026-01-01',
    });
  });
});
