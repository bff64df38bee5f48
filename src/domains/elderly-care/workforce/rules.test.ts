/** 养老护理员四项补贴 (5.13, W15). */
import { describe, expect, test } from 'vitest';
import { plusMonths } from '../../../kernel/calendar/index.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { hoursOf } from './hours.ts';
import {
  entryDue,
  type Norms,
  type Period,
  postDue,
  postMonth,
  trainingDue,
  trancheOf,
  type WorkedMonth,
  type WorkerFacts,
  yearsDue,
} from './rules.ts';

const norms: Norms = {
  entry: { bachelor: 30_000_00, college: 20_000_00, vocational: 10_000_00 },
  shares: [30, 30],
  trancheMonths: [12, 24, 36],
  graduateYears: 2,
  contractYears: 3,
  breakDays: 60,
  post: { 1: 100_00, 2: 200_00, 3: 400_00, 4: 800_00, 5: 1500_00 },
  attendDays: 15,
  years: [
    { months: 60, fen: 5_000_00 },
    { months: 120, fen: 10_000_00 },
  ],
  training: 2_000_00,
};
const months = (from: YearMonth, count: number, more: Partial<WorkedMonth> = {}): WorkedMonth[] =>
  Array.from({ length: count }, (_, i) => ({ month: plusMonths(from, i), attended: 22, insured: true, ...more }));
const period = (hiredOn: PlainDate, leftOn: PlainDate | null = null, more: Partial<Period> = {}): Period => ({
  post: 'carer',
  hiredOn,
  leftOn,
  contractTo: null,
  established: false,
  checked: true,
  ...more,
});
const worker = (more: Partial<WorkerFacts> = {}): WorkerFacts => ({
  barred: false,
  identified: true,
  education: 'college',
  graduatedOn: '2023-06-30',
  periods: [period('2023-09-01')],
  months: months('2023-09', 36),
  certificates: [{ level: 3, issuedOn: '2023-05-01', validTo: null, verifiedOn: '2023-09-01', valid: true }],
  ...more,
});
const amounts = (outcome: ReturnType<typeof entryDue>) =>
  'due' in outcome ? outcome.due.map(({ tranche, fen }) => [tranche, fen]) : outcome.none;

describe('入职补贴', () => {
  test('W15 大专20000元：满12个月6000，满24个月6000，满36个月8000', () => {
    expect(amounts(entryDue(worker({ months: months('2023-09', 12) }), norms, []))).toEqual([[1, 6000_00]]);
    expect(amounts(entryDue(worker({ months: months('2023-09', 24) }), norms, [1]))).toEqual([[2, 6000_00]]);
    expect(amounts(entryDue(worker(), norms, [1, 2]))).toEqual([[3, 8000_00]]);
    expect(amounts(entryDue(worker(), norms, [1, 2, 3]))).toBe('三期都申请过');
  });
  test('11个月不够；9月2日入职的，9月不是满月', () => {
    expect(amounts(entryDue(worker({ months: months('2023-09', 11) }), norms, []))).toBe('在岗参保满11个月，要满12个月');
    expect(amounts(entryDue(worker({ periods: [period('2023-09-02')], months: months('2023-09', 12) }), norms, []))).toBe(
      '在岗参保满11个月，要满12个月',
    );
  });
  test('没有缴社保的月份不算', () => {
    const some = [...months('2023-09', 11), ...months('2024-08', 1, { insured: false })];
    expect(amounts(entryDue(worker({ months: some }), norms, []))).toBe('在岗参保满11个月，要满12个月');
  });
  test('末期补足零头：10001分按三成、三成，剩下4001分', () => {
    expect([1, 2, 3].map((n) => trancheOf(10_001, [30, 30], n as 1))).toEqual([3000, 3000, 4001]);
  });
  test('市内换单位接着算；中间断60天还接着，断61天从头算', () => {
    const moved = (hired: PlainDate, from: YearMonth) =>
      worker({
        periods: [period('2023-09-01', '2024-03-01'), period(hired)],
        months: [...months('2023-09', 6), ...months(from, 6)],
      });
    expect(amounts(entryDue(moved('2024-03-01', '2024-03'), norms, []))).toEqual([[1, 6000_00]]);
    // 3月1日起不在岗，到4月30日正好60天：断的两个月不算，前面六个月还在
    expect(amounts(entryDue(moved('2024-04-30', '2024-05'), norms, []))).toEqual([[1, 6000_00]]);
    expect(amounts(entryDue(moved('2024-05-01', '2024-05'), norms, []))).toBe('在岗参保满6个月，要满12个月');
  });
  test('毕业正好两年入职的有，多一天的没有；合同三年的有，差一天的没有', () => {
    const twelve = { months: months('2025-07', 12) };
    expect(amounts(entryDue(worker({ ...twelve, periods: [period('2025-06-30')] }), norms, []))).toEqual([[1, 6000_00]]);
    expect(amounts(entryDue(worker({ ...twelve, periods: [period('2025-07-01')] }), norms, []))).toBe('毕业超过2年才入职');
    const until = (contractTo: PlainDate) => worker({ periods: [period('2023-09-01', null, { contractTo })] });
    expect(amounts(entryDue(until('2026-08-31'), norms, [1, 2]))).toEqual([[3, 8000_00]]);
    expect(amounts(entryDue(until('2026-08-30'), norms, [1, 2]))).toBe('劳动合同不满3年');
  });
  test('办公室人员、编制内人员、没有核对过的，都没有', () => {
    const only = (more: Partial<Period>) => amounts(entryDue(worker({ periods: [period('2023-09-01', null, more)] }), norms, []));
    expect(only({ post: 'other' })).toBe('不在护理岗位');
    expect(only({ established: true })).toBe('公务员和事业编制人员不发');
    expect(only({ checked: false })).toBe('县里还没有核对合同、学历');
  });
});

describe('岗位津贴', () => {
  const one = (more: Partial<WorkedMonth>, facts: Partial<WorkerFacts> = {}) =>
    postMonth(worker(facts), norms, { month: '2024-03', attended: 22, insured: true, ...more });
  test('W15 三级每月400元：出勤15天有，14天是0', () => {
    expect(one({ attended: 15 })).toEqual({ month: '2024-03', fen: 400_00, none: null });
    expect(one({ attended: 14 })).toEqual({ month: '2024-03', fen: 0, none: '出勤14天，要满15天' });
  });
  test('五级100、四级200、二级800、一级1500；特级、首席按一级；学徒工没有', () => {
    const at = (level: number) =>
      one({}, { certificates: [{ level, issuedOn: '2023-05-01', validTo: null, verifiedOn: '2024-03-01', valid: true }] }).fen;
    expect([1, 2, 4, 5, 6, 7, 0].map(at)).toEqual([100_00, 200_00, 800_00, 1500_00, 1500_00, 1500_00, 0]);
  });
  test('证书月初有效、核验过：3月1日核验的3月有，3月2日核验的没有；2月29日到期的没有', () => {
    const held = (verifiedOn: PlainDate, validTo: PlainDate | null = null) =>
      one({}, { certificates: [{ level: 3, issuedOn: '2023-05-01', validTo, verifiedOn, valid: true }] }).none;
    expect(held('2024-03-01')).toBeNull();
    expect(held('2024-03-02')).toBe('月初没有核验过的有效证书');
    expect(held('2023-09-01', '2024-03-01')).toBeNull();
    expect(held('2023-09-01', '2024-02-29')).toBe('月初没有核验过的有效证书');
  });
  test('没有缴社保的没有；申请过的月份、还没有过完的月份不再算', () => {
    expect(one({ insured: false }).none).toBe('没有缴社保');
    const due = postDue(worker({ months: months('2024-01', 4) }), norms, { drawn: ['2024-01'], current: '2024-04' });
    expect(due).toEqual({ due: [{ tranche: 0, fen: 800_00, months: ['2024-02', '2024-03'], says: '2个月' }] });
  });
});

test('工龄奖励：计满60个月5000元，120个月10000元，各一次；14天的月份不算', () => {
  expect(amounts(yearsDue(worker({ months: months('2016-01', 60) }), norms, []))).toEqual([[60, 5000_00]]);
  expect(amounts(yearsDue(worker({ months: months('2016-01', 120) }), norms, [60]))).toEqual([[120, 10_000_00]]);
  const short = [...months('2016-01', 59), ...months('2020-12', 1, { attended: 14 })];
  expect(amounts(yearsDue(worker({ months: short }), norms, []))).toBe('计59个月，要满60个月');
});

test('培训补贴：首次取得证书2000元，一个人一次；没有核验的没有；停止上岗的什么都没有', () => {
  expect(amounts(trainingDue(worker(), norms, []))).toEqual([[1, 2000_00]]);
  expect(amounts(trainingDue(worker(), norms, [1]))).toBe('已经申请过');
  expect(amounts(trainingDue(worker({ certificates: [] }), norms, []))).toBe('没有核验过的证书');
  expect(amounts(trainingDue(worker({ barred: true }), norms, []))).toBe('县里已停止上岗');
});

test('学时按签到签退算：45分钟一学时，没有签退的不算，不超过培训班的学时', () => {
  const scan = (from: string, to: string | null) => ({ inAt: `2026-08-10T${from}:00Z`, outAt: to && `2026-08-10T${to}:00Z` });
  expect(hoursOf([scan('00:00', '03:00'), scan('06:00', '08:59')], 24)).toBe(7);
  expect(hoursOf([scan('00:00', '03:00'), scan('06:00', null)], 24)).toBe(4);
  expect(hoursOf([scan('00:00', '00:44')], 24)).toBe(0);
  expect(hoursOf([scan('00:00', '03:00')], 3)).toBe(3);
});
