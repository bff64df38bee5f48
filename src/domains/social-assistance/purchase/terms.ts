/** Words of 政府购买社会救助服务. Pure: the browser uses them too. */
import type { Fen, FormField, PlainDate } from '../../../kernel/schema/index.ts';

/** The eight services of the plan (S14 box 1). */
export const serviceKinds = {
  discovery: '主动发现',
  application: '协助申请',
  information: '信息提供',
  employment: '就业辅导',
  psychology: '心理调适',
  mediation: '纠纷调解',
  referral: '转办转介',
  integration: '社会融入',
} as const;
export type ServiceKind = keyof typeof serviceKinds;

export const taskStates = {
  planned: '待服务',
  reported: '待验收',
  accepted: '验收合格',
  refused: '验收不合格',
  withdrawn: '已撤回',
} as const;
export type TaskState = keyof typeof taskStates;

export const taskFlags = {
  'same-photo': '照片与另一次服务相同',
  'impossible-travel': '两次服务之间的路程来不及',
  'overlapping-time': '同一人员服务时间重叠',
} as const;
export type TaskFlag = keyof typeof taskFlags;

/** How the person served has confirmed it: by hand on the spot, or to the township that asked, by telephone or at the door. */
export const confirmations = { signature: '本人签字', call: '电话问过本人', visit: '上门问过本人' } as const;
export type Confirmation = keyof typeof confirmations;

export const callBacks = { confirmed: '属实', denied: '没有提供服务', unreachable: '联系不上' } as const;
export type CallBack = keyof typeof callBacks;

/** What may be done now, as the server says. */
export interface Doable {
  action: string;
  zh: string;
  causes: string;
  danger: boolean;
  fields: readonly FormField[];
}

export interface ContractRow {
  id: string;
  no: string;
  programme: string;
  providerName: string;
  itemName: string;
  kindZh: string;
  unit: string;
  countyName: string;
  unitPriceFen: Fen;
  quantity: number;
  fromOn: PlainDate;
  toOn: PlainDate;
  assignedCount: number;
  settledCount: number;
}

export interface TaskRow {
  id: string;
  contractNo: string;
  itemName: string;
  /** Masked to the provider. */
  personName: string;
  personId: string | null;
  place: string;
  plannedOn: PlainDate;
  state: TaskState;
  stateZh: string;
  worker: string | null;
  beganAt: string | null;
  minutes: number | null;
  where: string | null;
  photo: string | null;
  signature: string | null;
  /** Null while only a photo speaks for it: it cannot be accepted. */
  confirmedZh: string | null;
  note: string | null;
  flags: readonly { flag: TaskFlag; zh: string }[];
  reason: string | null;
  drawn: boolean;
  callBackZh: string | null;
  /** Earlier records of the call-back that were corrected, the first one first; with why the next one was made. */
  corrected: readonly { id: string; zh: string; byName: string; reason: string }[];
  settled: boolean;
  actions: readonly Doable[];
}

export interface ContractView extends ContractRow {
  procurement: {
    methodZh: string;
    documentNo: string;
    publishedOn: PlainDate;
    awardedOn: PlainDate;
    bidders: number;
    awardFen: Fen;
  };
  counts: Record<TaskState, number>;
  flagged: number;
  draws: readonly { id: string; seed: string; taskCount: number; drawnCount: number; drawnOn: PlainDate; waiting: number }[];
  settlements: readonly {
    id: string;
    taskCount: number;
    amountFen: Fen;
    preparedOn: PlainDate;
    preparedName: string;
    paidOn: PlainDate | null;
    paidName: string | null;
  }[];
  actions: readonly Doable[];
}
