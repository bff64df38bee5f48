import { expect, test } from 'vitest';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { doubtsOf } from './doubts.ts';
import { bandOf, coveredThroughout, runAmount } from './rules.ts';

const yuan = (n: number) => n * 100;
const norms = {
  rateFen: { low: yuan(50), two: yuan(100), three: yuan(150), four: yuan(200) },
  star: [80, 100, 100, 110, 120, 130],
  credit: { A: 100, B: 100, C: 50, D: 0 },
};
const month = {
  residents: { low: 20, two: 15, three: 10, four: 5 },
  star: 3,
  credit: 'A',
  covered: true,
  dangerLate: false,
} as const;

test('算例X5：三级、A类，0至1级20人、2级15人、3级10人、4级5人，5,000×1.1＝5,500元；C类减半2,750元；月末有重大隐患逾期，0元', () => {
  expect(runAmount(month, norms)).toEqual({ fen: yuan(5500), nothing: null });
  expect(runAmount({ ...month, credit: 'C' }, norms).fen).toBe(yuan(2750));
  expect(runAmount({ ...month, dangerLate: true }, norms)).toEqual({ fen: 0, nothing: '有重大隐患逾期没有销号' });
});

test('没有等级打八折，五级一三；D类、断保一天、没有计入的老人都是0元，写明为什么', () => {
  expect(runAmount({ ...month, star: 0 }, norms).fen).toBe(yuan(4000));
  expect(runAmount({ ...month, star: 5 }, norms).fen).toBe(yuan(6500));
  expect(runAmount({ ...month, credit: 'D' }, norms)).toEqual({ fen: 0, nothing: '信用D类' });
  expect(runAmount({ ...month, covered: false }, norms).nothing).toBe('有没有保险的日子');
  expect(runAmount({ ...month, residents: { low: 0, two: 0, three: 0, four: 0 } }, norms).nothing).toBe('没有计入的老人');
});

test('能力0级、1级同一档，2、3、4级各一档', () => {
  expect([0, 1, 2, 3, 4].map(bandOf)).toEqual(['low', 'low', 'two', 'three', 'four']);
});

test('一个月每天都有保险才算：接得上的两张保单算，晚一天生效、月底前一天到期不算', () => {
  const span = { from: '2026-06-01', to: '2026-06-30' } as const;
  const policy = (fromOn: `${number}-${number}-${number}`, toOn: `${number}-${number}-${number}`) => ({ fromOn, toOn, beds: 50 });
  expect(coveredThroughout([policy('2026-01-01', '2026-06-14'), policy('2026-06-15', '2027-06-14')], span)).toBe(true);
  expect(coveredThroughout([policy('2026-06-02', '2027-06-01')], span)).toBe(false);
  expect(coveredThroughout([policy('2025-06-30', '2026-06-29')], span)).toBe(false);
  expect(coveredThroughout([policy('2026-01-01', '2026-06-14'), policy('2026-06-16', '2027-06-14')], span)).toBe(false);
});

const doubt = { persons: 3, withinDays: 7, swapDays: 90, swapped: 2, traced: 50 };
const nothing = { moves: [], bedDays: 0, tracedDays: 0, letOn: [] };

test('虚报的样子：整月没有照护记录的点出几位；7天里三位以上一起调高等级的点出，隔开的、只有两位的不点', () => {
  const one = (personId: string, raisedOn: PlainDate | null = null, caredFor = true, measured = caredFor) =>
    ({ personId, caredFor, measured, raisedOn }) as const;
  const doubts = (of: Parameters<typeof doubtsOf>[0]) => doubtsOf(of, nothing, doubt);
  expect(doubts([one('a'), one('b')])).toEqual([]);
  expect(doubts([one('a', null, false), one('b')])).toEqual(['1位计入的老人整月没有照护记录']);
  // 有照护记录，可是整月没有吃饭，也没有量过体温、血压
  expect(doubts([one('a', null, true, false), one('b')])).toEqual(['1位计入的老人整月没有吃饭、体温、血压的记录']);
  const raised = (...days: PlainDate[]) => doubts(days.map((on, i) => one(`p${i}`, on)));
  expect(raised('2026-06-22', '2026-06-25', '2026-06-28')).toEqual(['3位老人的能力等级在7天里一起调高']);
  expect(raised('2026-06-22', '2026-06-25', '2026-06-29')).toEqual([]);
  expect(raised('2026-06-22', '2026-06-23')).toEqual([]);
});

test('两处院区对调老人：一位搬去又搬回来就点出；各转去、转来两位算对调，只有一边的不算', () => {
  const moved = (back: number, came: number, went: number) =>
    doubtsOf([], { ...nothing, moves: [{ other: '二院区', back, came, went }] }, doubt);
  expect(moved(0, 3, 0)).toEqual([]);
  expect(moved(0, 2, 1)).toEqual([]);
  expect(moved(1, 1, 1)).toEqual(['1位老人从本机构到二院区，90天里又搬回来']);
  expect(moved(0, 2, 3)).toEqual(['90天里和二院区对调：转来2位，转去3位']);
});

test('备案床位租给别人：检查发现的点出；在床100人天正好一半有记录不点，49人天点；一条也没有的逐人点，不再重复', () => {
  const traced = (tracedDays: number) => doubtsOf([], { ...nothing, bedDays: 100, tracedDays }, doubt);
  expect(traced(50)).toEqual([]);
  expect(traced(49)).toEqual(['在床100人天，有照护或者吃饭记录的只有49人天']);
  expect(traced(0)).toEqual([]);
  expect(doubtsOf([], { ...nothing, letOn: ['2026-06-18'] }, doubt)).toEqual(['2026-06-18现场检查发现备案的床位出租、挪作他用']);
});
