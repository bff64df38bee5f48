/** The projects that the demonstration follows: on time, late, paid ahead of its stage, over its estimate, paused, adjusted, in use. Amounts in 万元; made up. */
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { Source, Stage } from '../progress/terms.ts';

export interface PlayedReport {
  /** On which day it is reported, and by whom. */
  readonly on: PlainDate;
  readonly by?: 'xiang';
  readonly month: YearMonth;
  readonly stage: Stage;
  readonly stageOn?: PlainDate;
  readonly reason?: string;
  readonly invested: number;
  readonly money?: readonly (readonly [Source, arrived: number, paid: number])[];
  readonly done: string;
  readonly problem?: string;
  readonly photo?: true;
}
export interface Course {
  readonly name: string;
  readonly by: 'xian' | 'shi';
  readonly plan: readonly (readonly [Source, number])[];
  readonly schedule?: readonly [PlainDate, PlainDate];
  readonly estimates?: { readonly feasibility: number; readonly design: number };
  readonly reports: readonly PlayedReport[];
  readonly pausedOn?: readonly [PlainDate, reason: string];
  readonly adjusted?: { readonly on: PlainDate; readonly plan: readonly (readonly [Source, number])[]; readonly reason: string };
}

export const courses: readonly Course[] = [
  {
    name: '咸安区汀泗桥镇农村福利院改扩建项目',
    by: 'xian',
    plan: [
      ['province', 300],
      ['lottery-county', 190],
    ],
    schedule: ['2026-06-01', '2026-12-20'],
    reports: [
      {
        on: '2026-06-04',
        month: '2026-05',
        stage: 'tender',
        stageOn: '2026-05-20',
        reason: '进库以前已经完成立项、可研和初设',
        invested: 20,
        money: [['province', 150, 20]],
        done: '完成施工招标，确定施工单位。',
      },
      {
        on: '2026-07-03',
        month: '2026-06',
        stage: 'started',
        stageOn: '2026-06-08',
        invested: 110,
        money: [['province', 150, 90]],
        done: '6月8日开工，完成基础。',
        photo: true,
      },
      {
        on: '2026-08-05',
        month: '2026-07',
        stage: 'structure',
        stageOn: '2026-07-25',
        invested: 230,
        money: [
          ['province', 300, 200],
          ['lottery-county', 60, 20],
        ],
        done: '主体施工到二层，电梯井完成。',
        problem: '连续降雨，误工6天。',
        photo: true,
      },
      {
        on: '2026-08-31',
        by: 'xiang',
        month: '2026-08',
        stage: 'structure',
        invested: 310,
        money: [
          ['province', 300, 240],
          ['lottery-county', 100, 60],
        ],
        done: '主体封顶，开始砌筑和水电预埋。',
      },
    ],
  },
  {
    name: '咸安区社会福利院养护楼建设项目',
    by: 'xian',
    plan: [
      ['central', 1200],
      ['lottery-province', 500],
      ['county', 434.2],
    ],
    schedule: ['2026-07-01', '2027-09-30'],
    reports: [
      {
        on: '2026-07-03',
        month: '2026-06',
        stage: 'tender',
        stageOn: '2026-06-28',
        reason: '进库以前已经完成立项、可研和初设',
        invested: 130,
        money: [['central', 1200, 400]],
        done: '挂网招标。',
      },
      {
        on: '2026-08-31',
        month: '2026-08',
        stage: 'tender',
        invested: 160,
        money: [
          ['central', 1200, 1200],
          ['lottery-province', 300, 160],
        ],
        done: '第一次招标流标，正在第二次挂网。',
        problem: '资金已拨到代建单位，工程还没有开工。',
      },
    ],
  },
  {
    name: '咸安区殡仪馆改扩建工程(一期)',
    by: 'xian',
    plan: [
      ['province', 800],
      ['county', 1024.14],
    ],
    schedule: ['2025-09-01', '2026-06-30'],
    reports: [
      {
        on: '2026-06-20',
        month: '2026-05',
        stage: 'structure',
        stageOn: '2026-03-10',
        reason: '进库以前已经开工',
        invested: 900,
        money: [
          ['province', 800, 640],
          ['county', 300, 260],
        ],
        done: '告别厅主体完成，围墙在建。',
        problem: '进出道路征地没有谈好。',
      },
    ],
  },
  {
    name: '咸安区汀泗桥镇2个社区居家养老服务中心项目',
    by: 'xian',
    plan: [
      ['lottery-province', 300],
      ['county', 200],
    ],
    schedule: ['2025-10-08', '2026-06-10'],
    reports: [
      {
        on: '2026-06-12',
        month: '2026-05',
        stage: 'completed',
        stageOn: '2026-05-28',
        reason: '进库以前已经开工',
        invested: 480,
        money: [
          ['lottery-province', 300, 280],
          ['county', 200, 160],
        ],
        done: '两处都完成竣工验收。',
      },
      {
        on: '2026-07-02',
        month: '2026-06',
        stage: 'in-use',
        stageOn: '2026-06-20',
        invested: 496,
        money: [
          ['lottery-province', 300, 300],
          ['county', 200, 180],
        ],
        done: '6月20日开始服务，助餐点同步开放。',
        photo: true,
      },
    ],
  },
  {
    name: '咸安区城市公益性公墓(一期)建设项目',
    by: 'xian',
    plan: [
      ['bond', 5000],
      ['county', 2033.77],
    ],
    schedule: ['2026-11-01', '2028-06-30'],
    estimates: { feasibility: 7000, design: 7800 },
    reports: [
      {
        on: '2026-08-31',
        month: '2026-08',
        stage: 'design',
        stageOn: '2026-08-20',
        reason: '进库以前已经完成立项和可研',
        invested: 60,
        money: [['county', 100, 60]],
        done: '初步设计评审完成，概算7800万元。',
        problem: '概算超过批复的估算，正在报回发改部门。',
      },
    ],
  },
  {
    name: '咸安区救助管理站升级改造项目',
    by: 'xian',
    plan: [['county', 200]],
    reports: [
      {
        on: '2026-07-03',
        month: '2026-06',
        stage: 'approved',
        stageOn: '2026-06-15',
        invested: 5,
        money: [['county', 5, 5]],
        done: '取得立项批复。',
      },
    ],
    pausedOn: ['2026-08-10', '拟与区社会福利院合址建设，等选址论证'],
  },
  {
    name: '咸宁市儿童福利院、未保中心项目',
    by: 'shi',
    plan: [
      ['central', 3000],
      ['lottery-ministry', 500],
      ['city', 1500],
    ],
    schedule: ['2026-05-10', '2027-12-31'],
    reports: [
      {
        on: '2026-08-31',
        month: '2026-08',
        stage: 'started',
        stageOn: '2026-08-06',
        reason: '进库以前已经完成前期手续',
        invested: 900,
        money: [
          ['central', 1500, 700],
          ['city', 300, 180],
        ],
        done: '桩基完成三分之一。',
      },
    ],
  },
  {
    name: '咸宁市智慧社区信息服务系统',
    by: 'shi',
    plan: [['city', 520]],
    schedule: ['2026-09-15', '2027-03-31'],
    reports: [
      {
        on: '2026-08-31',
        month: '2026-08',
        stage: 'feasibility',
        stageOn: '2026-08-12',
        reason: '信息化项目立项与可研合并审批',
        invested: 0,
        done: '可研报告通过专家评审。',
      },
    ],
    adjusted: {
      on: '2026-08-31',
      plan: [
        ['city', 380],
        ['lottery-city', 100],
      ],
      reason: '与市里的政务云共用机房，减少硬件',
    },
  },
];
