/** 检查和隐患: what things are called, who does what. Pure: pages use it too. */
import type { Performer } from '../access/index.ts';

export const planStates = { drafted: '起草', approved: '已批准', published: '已公示' } as const;
export type PlanState = keyof typeof planStates;

export const drawStates = {
  prepared: { zh: '名录已冻结，等法制机构承诺', tone: 'now' },
  promised: { zh: '承诺已公布，等开奖号码', tone: 'now' },
  called: { zh: '号码已登记，等启封密值', tone: 'warn' },
  drawn: { zh: '已抽取', tone: 'good' },
  failed: { zh: '执法人员不足，抽取未生成', tone: 'bad' },
  void: { zh: '已作废', tone: 'bad' },
} as const;
export type DrawState = keyof typeof drawStates;

export const ties = { kin: '近亲属在该机构', share: '持有股份或者合伙', employment: '三年内在该机构任职' } as const;
export type Tie = keyof typeof ties;

export const causes = {
  draw: '双随机抽取',
  complaint: '有因检查：投诉举报',
  incident: '有因检查：突发事件',
  transfer: '有因检查：转办移送',
  coverage: '年度全覆盖',
} as const;
export type Cause = keyof typeof causes;

export const taskStates = {
  unassigned: { zh: '待派人', tone: 'warn' },
  assigned: { zh: '待检查', tone: 'now' },
  arrived: { zh: '检查中', tone: 'now' },
  finished: { zh: '待公示', tone: 'warn' },
  published: { zh: '已公示', tone: 'good' },
  void: { zh: '抽取作废', tone: 'plain' },
} as const;
export type TaskState = keyof typeof taskStates;

export const results = { passed: '合格', rectify: '责令整改', case: '立案' } as const;
export type CheckResult = keyof typeof results;

export const answers = { yes: '符合', no: '不符合', na: '不涉及' } as const;
export type Answer = keyof typeof answers;

export const sources = {
  'self-check': '机构自查',
  patrol: '巡查',
  inspection: '监督检查',
  incident: '突发事件',
  complaint: '投诉举报',
  device: '设备报警',
  department: '其他部门',
} as const;
export type DangerSource = keyof typeof sources;

export const dangerStates = {
  found: { zh: '待定级', tone: 'warn' },
  rectifying: { zh: '整改中', tone: 'now' },
  done: { zh: '待复查', tone: 'warn' },
  closed: { zh: '已销号', tone: 'good' },
} as const;
export type DangerState = keyof typeof dangerStates;

/** Who plans and draws, who keeps the secret, who checks, who looks on. */
export const supervisors: readonly Performer[] = ['county-clerk', 'city-clerk'];
export const citySupervisors: readonly Performer[] = ['city-clerk'];
export const planApprovers: readonly Performer[] = ['city-clerk', 'city-leader'];
export const secretKeepers: readonly Performer[] = ['legal-officer'];
export const inspectors: readonly Performer[] = ['enforcement-officer'];
export const leaders: readonly Performer[] = ['county-leader', 'city-leader'];
export const readers: readonly Performer[] = [...supervisors, ...leaders, ...secretKeepers, 'auditor'];
