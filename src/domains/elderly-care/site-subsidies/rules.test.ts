import { expect, test } from 'vitest';
import { openMonths, runYear } from './rules.ts';

const yuan = (n: number) => n * 100;
const norms = {
  urbanFen: { A: yuan(50_000), B: yuan(40_000), C: yuan(30_000), D: 0 },
  ruralFen: yuan(10_000),
  ruralShare: { A: 100, B: 80, C: 60, D: 0 },
};

test('城市社区中心：A级开满12个月50,000元；B级开了9个月，40,000×9÷12＝30,000元；D级一分没有', () => {
  const urban = (grade: 'A' | 'B' | 'C' | 'D', months: number) =>
    runYear({ kind: 'urban-centre', grade, openMonths: months }, norms).fen;
  expect(urban('A', 12)).toBe(yuan(50_000));
  expect(urban('B', 9)).toBe(yuan(30_000));
  expect(urban('C', 0)).toBe(0);
  expect(urban('D', 12)).toBe(0);
});

test('农村互助照料中心：10,000元按等次打折，B级开了7个月，10,000×80%×7÷12＝4,666.67元；D级没有', () => {
  const rural = (grade: 'A' | 'B' | 'C' | 'D', months: number) =>
    runYear({ kind: 'mutual-aid', grade, openMonths: months }, norms);
  expect(rural('B', 7)).toEqual({ standardFen: yuan(8000), fen: 4666_67 });
  expect(rural('C', 12).fen).toBe(yuan(6000));
  expect(rural('D', 12).fen).toBe(0);
});

test('一个月开放满15天才算：15天算，14天不算', () => {
  expect(
    openMonths(
      [
        { month: '2025-07', days: 15 },
        { month: '2025-08', days: 14 },
        { month: '2025-09', days: 31 },
      ],
      15,
    ),
  ).toBe(2);
});
