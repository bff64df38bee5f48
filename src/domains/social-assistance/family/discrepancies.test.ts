import { expect, test } from 'vitest';
import { D26, without, XIANAN } from '../dibao/fixtures.ts';
import { type DeclaredItem, discrepancies, type FoundItem } from './discrepancies.ts';

const at = { parameters: D26, division: XIANAN, date: '2026-03-10' } as const;
const flags = (declared: readonly DeclaredItem[], found: readonly FoundItem[]) => {
  const result = discrepancies(declared, found, at);
  if (!result.ok) throw new Error(result.code);
  return result.value;
};
const wage = (yuan: number): DeclaredItem => ({ member: '父亲', kind: 'income', amountFen: Math.round(yuan * 100) });
const tax = (yuan: number, source = '税务'): FoundItem => ({ ...wage(yuan), source });

test('申报月收入 1,600 元，查得 2,100 元：差正好 500 元，不提示；多一分就提示', () => {
  expect(flags([wage(1600)], [tax(2100)])).toEqual([]);
  expect(flags([wage(1600)], [tax(2100.01)])).toEqual([
    { member: '父亲', kind: 'income', source: '税务', declaredFen: 1600_00, foundFen: 2100_01, reason: '查得月收入明显高于申报' },
  ]);
});
test('申报月收入 8,000 元：10% 即 800 元大于 500 元，按 800 元', () => {
  expect([flags([wage(8000)], [tax(8800)]).length, flags([wage(8000)], [tax(8800.01)]).length]).toEqual([0, 1]);
});
test('税务和社保说的是同一份工资：分别比较，不相加', () => {
  expect(flags([wage(1600)], [tax(1700), tax(1700, '社会保险')])).toEqual([]);
});
test('没有申报收入，查得 500 元以内不提示；查得低于申报不提示', () => {
  expect([flags([], [tax(500)]).length, flags([], [tax(501)]).length, flags([wage(3000)], [tax(100)]).length]).toEqual([0, 1, 0]);
});
test('金融资产相差 5,000 元不提示，多一分提示；同一来源两个账户合计', () => {
  const bank = (fen: number): FoundItem => ({ member: '母亲', kind: 'financial', amountFen: fen, source: '银行' });
  expect(flags([], [bank(5_000_00)])).toEqual([]);
  expect(flags([], [bank(3_000_00), bank(2_000_01)])).toHaveLength(1);
});
test('车辆申报在丈夫名下、登记在妻子名下，号牌相同：不提示；号牌不同：提示那一辆', () => {
  const declared: DeclaredItem[] = [{ member: '父亲', kind: 'vehicle', identifier: '鄂L12345' }];
  const found = (identifier: string): FoundItem => ({ member: '母亲', kind: 'vehicle', identifier, source: '车辆登记' });
  expect(flags(declared, [found('鄂L12345')])).toEqual([]);
  expect(flags(declared, [found('鄂L12345'), found('鄂L99999')]).map((f) => f.identifier)).toEqual(['鄂L99999']);
});
test('申报一套住房没有写证号：查得一套不提示，查得两套提示一套', () => {
  const declared: DeclaredItem[] = [{ member: '父亲', kind: 'house' }];
  const found = (identifier: string): FoundItem => ({ member: '父亲', kind: 'house', identifier, source: '不动产登记' });
  expect([flags(declared, [found('甲')]).length, flags(declared, [found('甲'), found('乙')]).length]).toEqual([0, 1]);
});
test('任何死亡、服刑记录都提示；没有差异则为空', () => {
  expect(
    flags(
      [],
      [
        { member: '祖母', kind: 'death', source: '殡葬' },
        { member: '儿子', kind: 'custody', source: '司法' },
      ],
    ).map((f) => f.kind),
  ).toEqual(['death', 'custody']);
  expect(flags([wage(1600)], [])).toEqual([]);
});
test('缺少阈值标准：停下，不当作没有差异', () => {
  expect(discrepancies([wage(1600)], [tax(9000)], { ...at, parameters: without('DISC-INCOME-MIN') })).toMatchObject({
    code: 'PARAM_MISSING',
  });
});
