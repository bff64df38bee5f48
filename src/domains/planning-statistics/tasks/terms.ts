/** Words of 规划任务. Pure: the pages use them too. */
import type { Performer } from '../../../kernel/access/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';

/** As a task is shown; `overdue` comes from its due date, `ended` is a task that an approved adjustment took away. */
export const taskStates = { waiting: '未启动', going: '进行', done: '完成', overdue: '逾期', ended: '调整（不再执行）' } as const;
export type TaskState = keyof typeof taskStates;
export const taskStateOrder = Object.keys(taskStates) as TaskState[];
/** As it is kept. */
export type KeptState = Exclude<TaskState, 'overdue'>;

/** The due day itself is in time. */
export const stateOf = (task: { state: KeptState; dueOn: PlainDate }, today: PlainDate): TaskState =>
  (task.state === 'waiting' || task.state === 'going') && task.dueOn < today ? 'overdue' : task.state;

/** Done by the due date, or not due yet: what an adjustment ended counts for neither. Null: not counted. */
export function isOnSchedule(
  task: { state: KeptState; dueOn: PlainDate; doneOn: PlainDate | null },
  today: PlainDate,
): boolean | null {
  if (task.state === 'ended') return null;
  return task.doneOn === null ? task.dueOn >= today : task.doneOn <= task.dueOn;
}

export const claims = { going: '在推进', done: '已完成' } as const;
export type Claim = keyof typeof claims;
export const reportStates = { waiting: '待核', counted: '已核', returned: '已退回' } as const;
export type ReportState = keyof typeof reportStates;
export const changeKinds = { change: '改内容、期限或负责人', end: '不再执行' } as const;
export type ChangeKind = keyof typeof changeKinds;
export const changeStates = { proposed: '等审定', adopted: '已同意', refused: '未同意' } as const;
export type ChangeState = keyof typeof changeStates;

/** Who enters, reports and proposes: the city for everybody and itself, a county for itself. */
export const taskClerks = ['city-clerk', 'county-clerk'] as const satisfies readonly Performer[];
/** What a county reports the city checks, what the city reports its leader. */
export const reportCheckers = { county: 'city-clerk', city: 'city-leader' } as const satisfies Record<string, Performer>;
export const changeDecider = 'city-leader' satisfies Performer;
export const taskReaders: readonly Performer[] = ['county-clerk', 'county-leader', 'city-clerk', 'city-leader', 'auditor'];
