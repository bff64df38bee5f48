import { describe, expect, test } from 'vitest';
import type { ItemText } from './index.ts';
import { changesOf, formOfText, readItemText } from './item-text.ts';

const dibao: ItemText = {
  guide: {
    gets: '家庭收入低于当地低保标准的，每月补足差额。',
    conditions: ['一家人平均每月收入低于低保标准'],
    steps: ['提出申请', '上门了解'],
    papers: ['家庭成员的身份证、户口簿'],
    fee: '不收费',
  },
  keywords: ['低保', '最低生活保障'],
};
const form = (change: Partial<ReturnType<typeof formOfText>> = {}) => ({ ...formOfText(dibao), ...change });
const problems = (change: Partial<ReturnType<typeof formOfText>>) => {
  const read = readItemText(form(change));
  return read.ok ? [] : read.fields!.map(({ path, message }) => `${path}：${message}`);
};

describe('事项的文字', () => {
  test('照原样交上来，一个字不变；每行一条，空行和两头的空格不算', () => {
    const same = readItemText(form());
    expect(same.ok && changesOf(dibao, same.value)).toEqual([]);
    const read = readItemText(form({ papers: '  身份证\r\n\r\n户口簿 \n', keywords: '低保、没钱吃饭，困难' }));
    expect(read.ok && read.value.guide!.papers).toEqual(['身份证', '户口簿']);
    expect(read.ok && read.value.keywords).toEqual(['低保', '没钱吃饭', '困难']);
  });

  test('网页代码和看不见的字符不收，说明在第几条', () => {
    expect(problems({ steps: '提出申请\n<b>上门</b>了解' })).toEqual([
      'steps：第2条不能有网页代码（<、>、&nbsp; 这一类），请删去后只留文字',
    ]);
    expect(problems({ fee: '不收费&nbsp;' })).toEqual(['fee：不能有网页代码（<、>、&nbsp; 这一类），请删去后只留文字']);
    expect(problems({ gets: '每月补足\u202e差额的钱' })).toEqual(['gets：含有看不见的控制字符，请删去后重新输入']);
    expect(problems({ conditions: '本县户籍、A&B两类' })).toEqual([]);
  });

  test('20样材料可以，21样不行；一样120个字可以，121个字不行；同一样写两遍不行', () => {
    const papers = (count: number) => Array.from({ length: count }, (_, i) => `第${i + 1}样`).join('\n');
    expect(problems({ papers: papers(20) })).toEqual([]);
    expect(problems({ papers: papers(21) })).toEqual(['papers：“带什么”不超过20条，现在有21条']);
    expect(problems({ papers: '证'.repeat(120) })).toEqual([]);
    expect(problems({ papers: '证'.repeat(121) })).toEqual(['papers：第1条有121个字，不超过120个字']);
    expect(problems({ papers: '身份证\n户口簿\n身份证' })).toEqual(['papers：第3条和第1条一样']);
  });

  test('没有步骤、没有搜索词的不行；不用带材料可以', () => {
    expect(problems({ steps: ' \n ', keywords: '、' })).toEqual([
      'steps：请至少写一条“怎么办”',
      'keywords：请至少写一条“搜索用的词”',
    ]);
    expect(problems({ papers: '' })).toEqual([]);
  });

  test('改了什么，一块一块列出来', () => {
    const changed = readItemText(form({ papers: '家庭成员的身份证、户口簿\n银行卡', fee: '免费办理' }));
    expect(changed.ok && changesOf(dibao, changed.value)).toEqual([
      { label: '带什么', from: ['家庭成员的身份证、户口簿'], to: ['家庭成员的身份证、户口簿', '银行卡'] },
      { label: '收费', from: ['不收费'], to: ['免费办理'] },
    ]);
  });
});
