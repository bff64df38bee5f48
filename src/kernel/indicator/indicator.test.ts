import { expect, test } from 'vitest';
import { averageOf, cellsOf, growth, hiddenOf, isConcealed, shown, tableCellsOf, targetOf, written } from './index.ts';

test('目标写成0.6、1、0.995：都是整数比整数', () => {
  expect([targetOf('0.6'), targetOf('1'), targetOf('0.995')]).toEqual([
    { num: 6, den: 10 },
    { num: 1, den: 1 },
    { num: 995, den: 1000 },
  ]);
});

test('1079个村有1078个：99.9%，没有达到100%', () => {
  expect(shown({ num: 1078, den: 1079 }, targetOf('1'))).toEqual({ percent: '99.9', verdict: 'missed' });
  expect(shown({ num: 1079, den: 1079 }, targetOf('1'))).toEqual({ percent: '100.0', verdict: 'reached' });
});

test('参数写成55（百分数）：就是0.55', () => {
  expect(targetOf('55', 'percent')).toEqual({ num: 55, den: 100 });
  expect(targetOf('62.5', 'percent')).toEqual({ num: 625, den: 1000 });
});

test('59.97%对60%：显示59.9%，接近，未达标；正好60%达到目标', () => {
  expect(shown({ num: 5997, den: 10_000 }, targetOf('0.6'))).toEqual({ percent: '59.9', verdict: 'near' });
  expect(shown({ num: 6, den: 10 }, targetOf('0.6'))).toEqual({ percent: '60.0', verdict: 'reached' });
});

test('889个中622个对70%：显示69.9%，接近，未达标；623个达到，显示70.1%', () => {
  expect(shown({ num: 622, den: 889 }, targetOf('0.7'))).toEqual({ percent: '69.9', verdict: 'near' });
  expect(shown({ num: 623, den: 889 }, targetOf('0.7'))).toEqual({ percent: '70.1', verdict: 'reached' });
});

test('没有目标的1730／3000：57.7%；99.96%没有目标也不写成100%', () => {
  expect(shown({ num: 1730, den: 3000 }, null)).toEqual({ percent: '57.7', verdict: 'none' });
  expect(shown({ num: 9996, den: 10_000 }, null).percent).toBe('99.9');
});

test('没有可数的：不是0%，也不是100%', () => {
  expect(shown({ num: 0, den: 0 }, targetOf('1'))).toEqual({ percent: null, verdict: 'none' });
});

test('人均四舍五入到分，没有人就没有人均', () => {
  expect([averageOf({ num: 10, den: 4 }), averageOf({ num: 1, den: 3 }), averageOf({ num: 0, den: 0 })]).toEqual([3, 0, null]);
});

test('规划算例七：三县低保标准640、610、620元，享受2000、3000、1000人，平均621.67元，不是三个标准的平均', () => {
  const paid = 2000 * 640_00 + 3000 * 610_00 + 1000 * 620_00;
  expect(written({ kind: 'average' }, { num: paid, den: 6000 }, null).text).toBe('621.67元');
});

test('区划例13：每村一名儿童主任，1079个村（社区）都有就是全覆盖；17个虚拟和其他单位算进去就成了98.4%', () => {
  expect(shown({ num: 1079, den: 1079 }, targetOf('1')).verdict).toBe('reached');
  expect(shown({ num: 1079, den: 1096 }, targetOf('1'))).toEqual({ percent: '98.4', verdict: 'missed' });
});

test('每件租出几次：60件租出120次正好2次，达到；119次写1.9次，没有达到；没有辅具就没有次数', () => {
  const two = targetOf('2');
  expect(written({ kind: 'times', unit: '次' }, { num: 120, den: 60 }, two)).toMatchObject({
    text: '2.0次',
    verdict: 'reached',
    parts: '120／60',
  });
  expect(written({ kind: 'times', unit: '次' }, { num: 119, den: 60 }, two)).toMatchObject({ text: '1.9次', verdict: 'missed' });
  expect(written({ kind: 'times', unit: '次' }, { num: 0, den: 0 }, two)).toMatchObject({ text: null, verdict: 'none' });
});

test('养老算例W14：2015年11,967张床、395,500位老人，每千人30.3张（30.258进位），没有到35张；2020年18,577张、510,357位，36.4张', () => {
  const beds = { kind: 'perThousand', unit: '张' } as const;
  expect(written(beds, { num: 11_967, den: 395_500 }, targetOf('35'))).toMatchObject({
    text: '30.3张',
    verdict: 'missed',
    parts: '11,967张／395,500人',
  });
  expect(written(beds, { num: 18_577, den: 510_357 }, targetOf('35'))).toMatchObject({ text: '36.4张', verdict: 'reached' });
  // 34.96进位成35.0，其实没有到：写34.9，接近，未达标
  expect(written(beds, { num: 3496, den: 100_000 }, targetOf('35'))).toMatchObject({ text: '34.9张', verdict: 'near' });
  expect(written(beds, { num: 35, den: 1000 }, targetOf('35'))).toMatchObject({ text: '35.0张', verdict: 'reached' });
});

test('养老算例W14：五年从11,967张到18,577张，年均增长9.2%，不到10%；正好10%算达到，差一张算接近', () => {
  const tenth = targetOf('0.1');
  expect(growth({ num: 18_577, den: 11_967 }, 5, tenth)).toEqual({ text: '9.2%', verdict: 'missed' });
  expect(growth({ num: 110, den: 100 }, 1, tenth)).toEqual({ text: '10.0%', verdict: 'reached' });
  expect(growth({ num: 10_999, den: 10_000 }, 1, tenth)).toEqual({ text: '9.9%', verdict: 'near' });
  expect(growth({ num: 90, den: 0 }, 1, tenth)).toEqual({ text: null, verdict: 'none' });
  expect(written({ kind: 'growth', unit: '张' }, { num: 95, den: 100 }, tenth)).toMatchObject({
    text: '-5.0%',
    verdict: 'missed',
  });
});

test('养老算例X15：18,577张床里5,945张护理型是32.0%，没有到60%；11,147张到了，11,146张是接近，未达标', () => {
  const share = targetOf('0.6');
  expect(shown({ num: 5945, den: 18_577 }, share)).toEqual({ percent: '32.0', verdict: 'missed' });
  expect(shown({ num: 11_147, den: 18_577 }, share).verdict).toBe('reached');
  expect(shown({ num: 11_146, den: 18_577 }, share)).toEqual({ percent: '59.9', verdict: 'near' });
  expect(11_147 - 5945).toBe(5202);
});

test('养老算例X14：1,250人生活不能自理，700人在机构里，56.0%；要到60%得有750人；59.976%写59.9%，接近，未达标', () => {
  const share = targetOf('0.6');
  expect(shown({ num: 700, den: 1250 }, share)).toEqual({ percent: '56.0', verdict: 'missed' });
  expect(shown({ num: 750, den: 1250 }, share)).toEqual({ percent: '60.0', verdict: 'reached' });
  expect(shown({ num: 7497, den: 12_500 }, share)).toEqual({ percent: '59.9', verdict: 'near' });
});

test('越低越好：20份退回1份正好5%，达到“不超过5%”；19份退回1份5.3%，没有达到；一份也没退是0.0%', () => {
  const most = targetOf('0.05');
  expect(shown({ num: 1, den: 20 }, most, 'lower')).toEqual({ percent: '5.0', verdict: 'reached' });
  expect(shown({ num: 1, den: 19 }, most, 'lower')).toEqual({ percent: '5.3', verdict: 'missed' });
  expect(shown({ num: 0, den: 19 }, most, 'lower')).toEqual({ percent: '0.0', verdict: 'reached' });
});

test('越低越好：5.04%不四舍五入成5.0%，写5.1%，接近，未达标；没有目标时，退了一份的不写0.0%', () => {
  expect(shown({ num: 504, den: 10_000 }, targetOf('0.05'), 'lower')).toEqual({ percent: '5.1', verdict: 'near' });
  expect(shown({ num: 1, den: 10_000 }, null, 'lower').percent).toBe('0.1');
  expect(shown({ num: 0, den: 10_000 }, null, 'lower').percent).toBe('0.0');
});

test('从申请到领到钱的天数越低越好：100户1001天写10.1天，超过10天；1000天正好10.0天', () => {
  const days = { kind: 'times', unit: '天', better: 'lower' } as const;
  expect(written(days, { num: 1001, den: 100 }, targetOf('10'))).toMatchObject({ text: '10.1天', verdict: 'missed' });
  expect(written(days, { num: 1000, den: 100 }, targetOf('10'))).toMatchObject({ text: '10.0天', verdict: 'reached' });
});

test('件数、人次和金额照数写，不是比例', () => {
  expect(written({ kind: 'count', unit: '件' }, { num: 12, den: 12 }, null)).toMatchObject({
    text: '12件',
    percent: null,
    verdict: 'none',
  });
  expect(written({ kind: 'sum', unit: '人次' }, { num: 100_00, den: 2 }, null)).toMatchObject({ text: '2人次，100.00元' });
  expect(written({ kind: 'average' }, { num: 1000_00, den: 3 }, null)).toMatchObject({ text: '333.33元', parts: '3人' });
});

test('项目库1.564亿元支付了1.5639亿元：按分比较，没有达到，不写成100%', () => {
  const money = written({ kind: 'money' }, { num: 15_639_000_000, den: 15_640_000_000 }, targetOf('1'));
  expect(money).toMatchObject({ percent: '99.9', verdict: 'near', text: '99.9%' });
  expect(written({ kind: 'units' }, { num: 5, den: 6 }, targetOf('0.8'))).toMatchObject({ text: '5／6', verdict: 'reached' });
});

test('保密的数少于5不写明：4个藏起来，5个写出来，没有的写0', () => {
  expect(cellsOf([4, 5, 0, 9])).toEqual(['少于5', '不写明', '0', '9']);
  expect(cellsOf([5, 0, 9])).toEqual(['5', '0', '9']);
  // 20人登记、18人在服务：没有在服务的2人算得出来，所以在服务的不写明，同列再藏一格。
  expect(tableCellsOf({ all: [20, 30, 9], part: [18, 12, 9] }, [['part', 'all']])).toEqual({
    all: ['20', '30', '9'],
    part: ['不写明', '12', '不写明'],
  });
  expect(tableCellsOf({ all: [20, 8], part: [10, 3] }, [['part', 'all']])).toEqual({
    all: ['20', '8'],
    part: ['不写明', '少于5'],
  });
  expect([isConcealed({ num: 4, den: 20 }), isConcealed({ num: 5, den: 20 }), isConcealed({ num: 0, den: 4 })]).toEqual([
    true,
    false,
    true,
  ]);
});

test('藏起来的合在一起也不少于5，用总数减不出来：3藏起来就再藏最小的一个，2和3合起来够了就不再藏', () => {
  expect(hiddenOf([20, 3, 8, 40])).toEqual([false, true, true, false]);
  expect(hiddenOf([20, 3, 2, 40])).toEqual([false, true, true, false]);
  expect(hiddenOf([3, 1, 30])).toEqual([true, true, true]);
  expect(hiddenOf([3, 0, 0])).toEqual([true, false, false]);
});

test('每百张床位社工数：20张床1名是5.0人；99张床1名是1.0人、达到1人的目标，101张床的差一点，写0.9人、接近', () => {
  const workers = { kind: 'perHundred', unit: '人' } as const;
  expect(written(workers, { num: 1, den: 20 }, targetOf('1'))).toMatchObject({
    text: '5.0人',
    verdict: 'reached',
    parts: '1／20',
  });
  expect(written(workers, { num: 1, den: 100 }, targetOf('1'))).toMatchObject({ text: '1.0人', verdict: 'reached' });
  expect(written(workers, { num: 1, den: 101 }, targetOf('1'))).toMatchObject({ text: '0.9人', verdict: 'near' });
});

test('一个数也可以有目标：就业岗位30000个正好达到，29999个没有', () => {
  const jobs = { kind: 'count', unit: '人' } as const;
  const goal = { num: 30_000, den: 1 };
  expect(written(jobs, { num: 30_000, den: 30_000 }, goal)).toMatchObject({ text: '30,000人', verdict: 'reached' });
  expect(written(jobs, { num: 29_999, den: 29_999 }, goal).verdict).toBe('missed');
});
