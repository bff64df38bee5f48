import { expect, test } from 'vitest';
import { insuranceSubsidy, isWholeYear } from './rules.ts';

const norms = { premiumFen: 120_00, share: 50 };

test('保险补贴：每张每年120元的一半，投保和备案床位按少的算：投保100、备案90，5,400元；投保80、备案90，4,800元', () => {
  expect(insuranceSubsidy({ insured: 100, recorded: 90 }, norms)).toEqual({ beds: 90, fen: 5400_00 });
  expect(insuranceSubsidy({ insured: 80, recorded: 90 }, norms)).toEqual({ beds: 80, fen: 4800_00 });
  expect(insuranceSubsidy({ insured: 80, recorded: 0 }, norms).fen).toBe(0);
});

test('保满一年的保单才补：到第二年的前一天正好一年，少一天不满', () => {
  expect(isWholeYear({ fromOn: '2026-01-15', toOn: '2027-01-14' })).toBe(true);
  expect(isWholeYear({ fromOn: '2026-01-15', toOn: '2027-01-13' })).toBe(false);
});
