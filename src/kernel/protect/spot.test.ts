import { expect, test } from 'vitest';
import { spotHealth, spotNumbers, spottedWords } from './spot.ts';

const kinds = (text: string) => spotNumbers(text).map(({ kind }) => kind);

test('身份证号码、手机号码、银行卡号，连写、分开写、全角写都看得出来', () => {
  expect(kinds('王某，421202195001010012，已领取')).toEqual(['id']);
  expect(kinds('号码是421202 1950 0101 0012')).toEqual(['id']);
  expect(kinds('４２１２０２１９５００１０１００１２')).toEqual(['id']);
  expect(kinds('电话138-1234-5678，或者+8613812345678')).toEqual(['mobile', 'mobile']);
  expect(kinds('卡号 6222 0212 3456 7890 128')).toEqual(['card']);
});

test('校验位写错的身份证号码还是身份证号码', () => {
  expect(kinds('421202195001010011')).toEqual(['id']);
});

test('公开的座机、文号、金额、日期、统一社会信用代码不算', () => {
  expect(
    kinds('咨询0715-8235678，咸民发〔2026〕18号，投资12345678.90元，2026-11-29，52421202MJ00000012，代码421202100000'),
  ).toEqual([]);
});

test('告诉人在哪里，不把整个号码再写一遍', () => {
  expect(spottedWords(spotNumbers('421202195001010012和13812345678'))).toBe('身份证号码（421…12）、手机号码（138…78）');
});

test('公开的理由里的病情、失能等级找得出来；失火、拆迁、老伴去世不算', () => {
  expect(spotHealth('他脑梗后卧床，能力3级')).toEqual(['他脑梗', '后卧床', '能力3级']);
  expect(spotHealth('家中失火，无处居住；老伴去世，子女都在外地；房屋拆迁')).toEqual([]);
});
