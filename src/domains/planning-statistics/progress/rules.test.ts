import { describe, expect, test } from 'vitest';
import type { YearMonth } from '../../../kernel/schema/index.ts';
import {
  alarmsOf,
  type Course,
  dueOf,
  isOutlier,
  type MonthReport,
  medianPrice,
  mustReportBack,
  needsReason,
  overdueMonth,
  paidAhead,
  planProblem,
  reportProblem,
  type Watched,
} from './rules.ts';

const wan = (n: number): number => Math.round(n * 1_000_000);
const TODAY = '2026-07-20';

const course = (of: Partial<Course> = {}): Course => ({
  stage: 'reserve',
  stageOn: null,
  investmentFen: wan(490),
  feasibilityFen: null,
  designFen: null,
  reportedBackNo: null,
  plan: [{ source: 'county', planned: wan(490) }],
  before: null,
  after: null,
  own: null,
  ...of,
});
const month = (of: Partial<MonthReport> = {}): MonthReport => ({
  month: '2026-07',
  stage: 'reserve',
  stageOn: null,
  reason: null,
  investedFen: 0,
  money: [],
  ...of,
});
const at = (problem: ReturnType<typeof reportProblem>): string | null => problem?.path ?? null;

describe('阶段的次序', () => {
  test('往前一步不用原因；跳过、退回要写原因；不动不用', () => {
    expect(
      (
        [
          ['reserve', 'approved'],
          ['approved', 'approved'],
          ['approved', 'design'],
          ['started', 'tender'],
          ['completed', 'in-use'],
        ] as const
      ).map(([from, to]) => needsReason(from, to)),
    ).toEqual([false, false, true, true, false]);
  });

  test('阶段有变动的要填日期：不晚于今天，也不晚于所报的月份', () => {
    const moved = (stageOn: MonthReport['stageOn'], of: YearMonth = '2026-07') =>
      at(reportProblem(course(), month({ month: of, stage: 'approved', stageOn }), TODAY));
    expect([moved(null), moved('2026-07-20'), moved('2026-07-21'), moved('2026-07-01', '2026-06')]).toEqual([
      'stageOn',
      null,
      'stageOn',
      'stageOn',
    ]);
  });
});

test('到下一个阶段的日期不早于到这个阶段的日期，同一天可以；更正的可以改早', () => {
  const before = { month: '2026-06', stage: 'approved', investedFen: 0, money: [] } as const;
  const moved = (stageOn: MonthReport['stageOn'], own: Course['own'] = null) =>
    at(
      reportProblem(
        course({ stage: 'approved', stageOn: '2026-06-20', before, own }),
        month({ stage: 'feasibility', stageOn }),
        TODAY,
      ),
    );
  expect([moved('2026-06-20'), moved('2026-06-19'), moved('2026-06-19', 'feasibility')]).toEqual([null, 'stageOn', null]);
});

describe('概算', () => {
  test('示例18：估算1000万，概算1100.00万正好10%可以，1100.01万须报回', () => {
    const back = (design: number) => mustReportBack({ feasibilityFen: wan(1000), designFen: wan(design) }, 10);
    expect([back(1100), back(1100.01), back(900)]).toEqual([false, true, false]);
  });

  test('累计完成投资不超过核定的概算，没有概算的不超过估算，都没有的不超过项目库的投资', () => {
    const invested = (fen: number, of: Partial<Course>) => at(reportProblem(course(of), month({ investedFen: fen }), TODAY));
    expect(invested(wan(490), {})).toBeNull();
    expect(invested(wan(490) + 1, {})).toBe('invested');
    expect(invested(wan(520), { feasibilityFen: wan(520) })).toBeNull();
    expect(invested(wan(520) + 1, { feasibilityFen: wan(520) })).toBe('invested');
    expect(invested(wan(560), { feasibilityFen: wan(520), designFen: wan(560) })).toBeNull();
  });
});

describe('资金', () => {
  test('计划之和等于投资，一分不差；写了两次、写0的不收', () => {
    const plan = (...rows: [Parameters<typeof planProblem>[1][number]['source'], number][]) =>
      planProblem(
        wan(490),
        rows.map(([source, planned]) => ({ source, planned })),
        [],
      )?.path ?? null;
    expect(plan(['county', wan(490)])).toBeNull();
    expect(plan(['province', wan(300)], ['bond', wan(190)])).toBeNull();
    expect(plan(['province', wan(300)], ['bond', wan(190) + 1])).toBe('money');
    expect(plan(['county', wan(300)], ['county', wan(190)])).toBe('money.1.source');
    expect(plan(['county', wan(490)], ['bond', 0])).toBe('money.1.planned');
  });

  test('已到账的来源不能从计划里删去，也不能比到账少', () => {
    const has = [{ source: 'bond' as const, arrived: wan(100), paid: 0 }];
    expect(planProblem(wan(490), [{ source: 'county', planned: wan(490) }], has)?.message).toContain('不能从计划里删去');
    const plan = [
      { source: 'county' as const, planned: wan(391) },
      { source: 'bond' as const, planned: wan(99) },
    ];
    expect(planProblem(wan(490), plan, has)?.path).toBe('money.1.planned');
  });
});

describe('月报的截止日', () => {
  /** Only weekends, and the first week of October. */
  const calendar = {
    isWorkday: (date: string) => new Date(`${date}T00:00Z`).getUTCDay() % 6 !== 0 && !/-10-0[1-7]$/.test(date),
  };
  test('次月5日；遇周末提前；提前不到本月去的，顺延到之后的工作日', () => {
    expect([dueOf('2026-05', 5, calendar), dueOf('2026-06', 5, calendar), dueOf('2026-09', 5, calendar)]).toEqual([
      '2026-06-05',
      '2026-07-03',
      '2026-10-08',
    ]);
  });
  test('截止日当天还不算逾期，第二天算', () => {
    expect([overdueMonth('2026-07-03', 5, calendar), overdueMonth('2026-07-04', 5, calendar)]).toEqual(['2026-05', '2026-06']);
  });
});

describe('提醒', () => {
  const limits = { staleDays: 60, paidPoints: 20, priceFactor: 5, designPercent: 10, overdue: '2026-06' as YearMonth };
  const watched = (of: Partial<Watched>): Watched => ({
    stage: 'started',
    side: 'none',
    investmentFen: wan(100),
    units: 1,
    paidFen: 0,
    reportedMonth: '2026-06',
    updatedOn: '2026-07-01',
    enteredOn: '2026-01-01',
    medianFen: wan(100),
    twin: false,
    feasibilityFen: null,
    designFen: null,
    reportedBackNo: null,
    ...of,
  });
  const alarms = (of: Partial<Watched>) => alarmsOf(watched(of), limits, TODAY);

  test('满60日没有更新的提醒，59日的不提醒；投用的、暂停的、取消的不提醒', () => {
    const old = { reportedMonth: '2026-06', updatedOn: '2026-05-21' } as const;
    expect([alarms({ ...old }), alarms({ ...old, updatedOn: '2026-05-22' })]).toEqual([['stale'], []]);
    expect([
      alarms({ ...old, stage: 'in-use' }),
      alarms({ ...old, side: 'paused' }),
      alarms({ ...old, side: 'cancelled' }),
    ]).toEqual([[], [], []]);
  });

  test('从未报过的从进库那天算；储备的不算月报逾期，立项以后没报的算', () => {
    const never = { reportedMonth: null, updatedOn: null, stage: 'reserve' } as const;
    expect([alarms({ ...never, enteredOn: '2026-05-21' }), alarms({ ...never, enteredOn: '2026-05-22' })]).toEqual([
      ['never'],
      [],
    ]);
    expect(alarms({ reportedMonth: '2026-05' })).toEqual(['late']);
  });

  test('支付比例：开工权重50%，支付70%正好20个百分点不提醒，多一分提醒', () => {
    const ahead = (paidFen: number) => paidAhead({ paidFen, investmentFen: wan(100), stage: 'started' }, 20);
    expect([ahead(wan(70)), ahead(wan(70) + 1)]).toEqual([false, true]);
  });

  test('同类里有同名的：疑似重复，取消或合并一个以后不再提醒', () => {
    expect([alarms({ twin: true }), alarms({ twin: true, side: 'merged' }), alarms({ twin: true, side: 'cancelled' })]).toEqual([
      ['duplicate'],
      [],
      [],
    ]);
  });

  test('单价：中位数的5倍、五分之一正好不提醒，再多、再少提醒；一行几个的按每个算', () => {
    const out = (investmentFen: number, units = 1) => isOutlier({ investmentFen, units }, wan(100), 5);
    expect([out(wan(500)), out(wan(500) + 1), out(wan(20)), out(wan(20) - 1), out(wan(5000), 10)]).toEqual([
      false,
      true,
      false,
      true,
      false,
    ]);
  });

  test('中位数：三个取中间，两个取平均，没有的没有', () => {
    const of = (...rows: [number, number][]) =>
      medianPrice(rows.map(([investment, units]) => ({ investmentFen: wan(investment), units })));
    expect([of([10, 1], [100, 2], [90, 1]), of([10, 1], [50, 2]), of()]).toEqual([wan(50), wan(17.5), null]);
  });
});
