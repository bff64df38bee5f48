/** Words of 监督. Pure: the browser uses them too. */
import type { CountedRow } from '../../../kernel/indicator/index.ts';
import type { FormField, PlainDate } from '../../../kernel/schema/index.ts';

export const rectificationStates = {
  assigned: '整改中',
  done: '已整改，待确认',
  confirmed: '整改到位',
  dismissed: '不属实，已销号',
} as const;
export type RectificationState = keyof typeof rectificationStates;

/** Who puts things right: the county's own officers, or the township's. */
export const assignees = { 'county-clerk': '县级经办', 'county-leader': '县级审批', 'township-leader': '乡镇审核人' } as const;
export type Assignee = keyof typeof assignees;

export interface QueryView {
  key: string;
  zh: string;
  /** What it looks for, in words, with the limits of today. */
  says: string;
  /** Up to 100; null where counting takes long: it is looked for when it is opened. */
  count: number | null;
  open: number;
}

export interface FindingRow extends CountedRow {
  rectification: { id: string; state: RectificationState; stateZh: string; dueOn: PlainDate } | null;
}

export interface RectificationView {
  id: string;
  queryZh: string;
  name: string;
  says: string;
  placeName: string;
  foundOn: PlainDate;
  foundName: string;
  request: string;
  assignedZh: string;
  dueOn: PlainDate;
  overdue: boolean;
  state: RectificationState;
  stateZh: string;
  measure: string | null;
  evidenceFile: string | null;
  doneOn: PlainDate | null;
  doneName: string | null;
  judgedOn: PlainDate | null;
  judgedName: string | null;
  version: number;
  actions: readonly {
    action: 'done' | 'confirm' | 'sendBack' | 'dismiss';
    zh: string;
    causes: string;
    danger: boolean;
    fields: readonly FormField[];
  }[];
}
