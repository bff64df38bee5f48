/** 搜索听得懂家常话: with the city pack, what people say finds the right service first. */
import { expect, test } from 'vitest';
import { rankItems } from '../kernel/service/server.ts';
import { searchExamples, situations } from '../web/public/index.ts';
import { loadCity } from './city.ts';
import { itemsOf } from './open.ts';

const items = itemsOf(loadCity('xianning'));
const first = (typed: string) => rankItems(items, typed)[0]?.itemId;

test.each([
  ['吃饭困难', 'SA-01'],
  ['低保', 'SA-01'],
  ['老人补贴', 'EL-02'],
  ['没钱看病', 'SA-07'],
  ['我要申请低保', 'SA-01'],
  ['低保怎么办', 'SA-01'],
  ['低保怎么办理？', 'SA-01'],
  ['没钱', 'SA-01'],
  ['失业', 'SA-01'],
  ['高龄补贴', 'EL-02'],
  ['困难补助', 'SA-01'],
  ['救济', 'SA-01'],
  ['贫困', 'SA-01'],
  ['家里没钱看病怎么办', 'SA-07'],
  ['想给老人申请高龄补贴', 'EL-02'],
  ['残疾人补贴', 'DB-01'],
  ['轮椅', 'DB-03'],
  ['结婚证丢了', 'MA-03'],
  ['房子倒了', 'DR-04'],
  ['领养孩子', 'CW-10'],
  ['dibao', 'SA-01'],
  ['特困人员救助供养认定', 'SA-03'],
])('“%s”先找到 %s', (typed, itemId) => expect(first(typed)).toBe(itemId));

test('页面上印着的每一个例子、每一种遇到的事，都找得到', () => {
  const printed = [...searchExamples.box, ...searchExamples.otherwise, ...situations.map((s) => s.title)];
  expect(printed.filter((typed) => first(typed) === undefined)).toEqual([]);
  expect([...searchExamples.box, ...searchExamples.otherwise].map(first)).toEqual(['SA-01', 'SA-01', 'EL-02', 'SA-07']);
});

test('没有意思的字什么也找不到；几个词都要对得上', () => {
  expect(first('啦啦啦啦')).toBeUndefined();
  expect(rankItems(items, '残疾 轮椅').map((i) => i.itemId)).toContain('DB-03');
  expect(rankItems(items, '残疾 火化')).toEqual([]);
});

test('什么也没写：能在线申请的都排在只有指南的前面，低保在第一页', () => {
  const templates = rankItems(items, '').map((item) => item.template === 'guide');
  expect(templates).toEqual(templates.toSorted((a, b) => Number(a) - Number(b)));
  expect(
    rankItems(items, '')
      .slice(0, 60)
      .map((item) => item.itemId),
  ).toContain('SA-01');
});
