/** 决定书 of a review: which amounts it says. */
import { expect, test } from 'vitest';
import { changeLetter } from './letters.ts';

const decided = {
  familyName: '姚红梅',
  ground: '家庭成员去世',
  formerFen: 1820_00,
  amounts: [{ fromMonth: '2026-07', amountFen: 941_00 }],
  lastMonth: null,
  breakdown: [],
  clauses: [],
  heardOn: null,
  contact: { office: '咸安区民政局', telephone: '0715-0000000' },
  reconsiderationBody: '咸安区人民政府',
  direction: 'decrease',
} as const;
const rows = (letter: ReturnType<typeof changeLetter>) => {
  const block = letter.blocks.find((b) => b.kind === 'fields');
  return block?.kind === 'fields' ? block.rows.map(([label, value]) => `${label}：${value.split('（')[0]}`) : [];
};

test('减发决定书：原来多少，从哪个月起多少；等待期间调过标的，调标以后的金额也写上', () => {
  expect(rows(changeLetter(decided))).toEqual(['原每月金额：¥1,820.00', '2026年7月起每月：¥941.00']);
  const raise = { documentNo: '咸安民政发〔2026〕8号', fromMonth: '2026-05', amountFen: 1937_00 } as const;
  expect(rows(changeLetter({ ...decided, raise }))).toEqual([
    '原每月金额：¥1,820.00',
    '2026年5月起每月（咸安民政发〔2026〕8号调标）：¥1,937.00',
    '2026年7月起每月：¥941.00',
  ]);
});
