/**
 * 线索与预警: somebody, or a rule, says that a household may need help or may no longer be due what it gets. A machine proposes; a person
 * verifies and decides. The states, who acts in them, and what a page shows. Pure.
 */
import { z } from 'zod';
import type { Performer } from '../access/index.ts';
import type { Clause } from '../policy/index.ts';
import { choice, Division, type DivisionCode, FileRef, type Id, Mobile, type PlainDate } from '../schema/index.ts';
import type { ActionView } from '../service/index.ts';

import './errors.ts';

export const clueSources = {
  village: '村（社区）走访',
  hotline: '热线',
  public: '群众反映',
  department: '部门数据',
  system: '系统比对',
  event: '业务变动',
} as const;
export type ClueSource = keyof typeof clueSources;

/** in: may need help; out: may no longer qualify. */
export const directions = { in: '可能需要救助', out: '可能不再符合', both: '进出都有', none: '待了解' } as const;
export type Direction = keyof typeof directions;

export const clueLevels = { red: '红色：核实前暂停发放', orange: '橙色：已超期', yellow: '黄色：待核实' } as const;
export type ClueLevel = keyof typeof clueLevels;

export const clueStates = {
  registered: '已登记，待分派',
  assigned: '待核实',
  verified: '已核实，待处置',
  closed: '已销号',
} as const;
export type ClueState = keyof typeof clueStates;

/** Ways to close a clue. `for`: the directions that it fits. */
export const dispositions = {
  informed: { zh: '已告知政策', for: ['in', 'none', 'both'] },
  applied: { zh: '已代为申请', for: ['in', 'none', 'both'] },
  referred: { zh: '已转介', for: ['in', 'none', 'both'] },
  review: { zh: '属实，转动态复核', for: ['out', 'both'] },
  'data-error': { zh: '数据错误', for: ['in', 'out', 'none', 'both'] },
  excluded: { zh: '排除', for: ['in', 'out', 'none', 'both'] },
} as const satisfies Record<string, { zh: string; for: readonly Direction[] }>;
export type Disposition = keyof typeof dispositions;

const township: readonly Performer[] = ['township-clerk', 'township-leader'];
const deciders: readonly Performer[] = [...township, 'county-clerk'];

const text = (label: string, help: string, min = 4) =>
  z
    .string()
    .trim()
    .min(min, `请写明${label}（至少${min}个字）`)
    .max(1000, '不超过1000字')
    .meta({ label, help, widget: 'textarea' });
const evidence = text('依据', '看到了什么、查到了什么、谁证明的');

/** What each action asks for. */
export const clueInputs = {
  assign: z.strictObject({
    to: choice({ 'village-worker': '村（社区）工作人员', 'township-clerk': '乡镇（街道）自己核实' }).meta({
      label: '交给谁核实',
    }),
    division: Division.meta({ label: '哪个村（社区）', widget: 'division' }),
    note: z.string().trim().max(300).optional().meta({ label: '交代' }),
  }),
  verify: z.strictObject({
    way: choice({ visit: '上门', phone: '打电话', record: '查档案、问部门' }).meta({ label: '怎么核实的' }),
    result: choice({ true: '属实', partly: '部分属实', false: '不属实', absent: '找不到人' }).meta({ label: '核实结果' }),
    findings: text('核实情况', '住哪、几口人、靠什么生活、眼下的难处', 5),
    photos: z.array(FileRef).max(6).default([]).meta({ label: '照片', paper: 'visit-photo' }),
  }),
  inform: z.strictObject({ evidence, told: text('告知了什么', '哪些政策、怎么申请', 4) }),
  apply: z.strictObject({
    itemId: z.string().max(10).meta({ label: '申请哪一项' }),
    agreed: z.literal(true, '本人同意后才能代为申请').meta({ label: '本人（或监护人）同意代为申请' }),
    evidence,
  }),
  refer: z.strictObject({
    to: z.string().trim().min(2, '请写明转给谁').max(100).meta({ label: '转给哪个部门或组织' }),
    evidence,
  }),
  review: z.strictObject({ evidence }),
  dataError: z.strictObject({ evidence }),
  exclude: z.strictObject({ evidence }),
} as const;
export type ClueAction = keyof typeof clueInputs;

export interface ClueActionSpec {
  readonly zh: string;
  readonly causes: string;
  readonly danger?: true;
  readonly from: readonly ClueState[];
  readonly by: readonly Performer[];
  /** Closes with this disposition. */
  readonly closes?: Disposition;
}

/** The table that the server allows by and the page draws its buttons from. */
export const clueActions: Readonly<Record<ClueAction, ClueActionSpec>> = {
  assign: {
    zh: '分派核实',
    causes: '交给承办人核实，并通知他；核实期限不变。',
    from: ['registered', 'assigned', 'verified'],
    by: deciders,
  },
  verify: {
    zh: '登记核实情况',
    causes: '记下核实的情况，送乡镇（街道）处置。',
    from: ['assigned'],
    by: ['village-worker', ...deciders],
  },
  apply: {
    zh: '代为申请',
    causes: '为本人起草一份申请，已知的内容先填好，线索以“已代为申请”销号。',
    from: ['verified'],
    by: ['village-worker', 'township-clerk'],
    closes: 'applied',
  },
  inform: { zh: '已告知政策', causes: '线索以“已告知政策”销号。', from: ['verified'], by: deciders, closes: 'informed' },
  refer: { zh: '转介', causes: '线索以“已转介”销号。', from: ['verified'], by: deciders, closes: 'referred' },
  review: {
    zh: '属实，转动态复核',
    causes: '线索销号，转乡镇（街道）复核；暂停的款项到复核决定为止，不会因为时间到了自动发放。',
    from: ['verified'],
    by: deciders,
    closes: 'review',
  },
  dataError: {
    zh: '数据错误',
    causes: '线索销号；因它暂停的款项恢复发放。',
    danger: true,
    from: ['verified'],
    by: deciders,
    closes: 'data-error',
  },
  exclude: {
    zh: '排除',
    causes: '线索销号；因它暂停的款项恢复发放。',
    danger: true,
    from: ['verified'],
    by: deciders,
    closes: 'excluded',
  },
};

/** What is done by the platform itself, in the history. */
export const clueHappenings: Readonly<Record<string, string>> = {
  register: '登记',
  add: '又有发现，并入',
  withdraw: '来源更正，撤回一项缘由',
  escalate: '超期，已报上级',
  release: '暂停满一个周期，恢复发放',
  ...Object.fromEntries(Object.entries(clueActions).map(([action, { zh }]) => [action, zh])),
};

export const fitsDirection = (action: ClueAction, direction: Direction): boolean => {
  const { closes } = clueActions[action];
  return closes === undefined || (dispositions[closes].for as readonly Direction[]).includes(direction);
};

/** Findings of both directions make one clue with both. */
export const joined = (a: Direction, b: Direction): Direction => (a === b || b === 'none' ? a : a === 'none' ? b : 'both');

export const levelOf = (clue: { red: boolean; dueAt: string; closed: boolean }, now: string): ClueLevel =>
  clue.red ? 'red' : !clue.closed && clue.dueAt <= now ? 'orange' : 'yellow';

/** The five fields of a village worker's report; the telephone of the family is the one that may be left out. */
export const NewClue = z.strictObject({
  name: z.string().trim().min(1, '请填写姓名').max(50).meta({ label: '谁家有困难', help: '当家人或本人的姓名', protect: true }),
  division: Division.meta({ label: '哪个村（社区）', widget: 'division' }),
  matter: choice({
    illness: '生病花费大',
    'no-income': '断了收入',
    accident: '意外、火灾、受灾',
    care: '没人照料',
    schooling: '孩子上学难',
    living: '吃饭、用水用电有困难',
    other: '其他',
  }).meta({ label: '什么难处' }),
  text: z
    .string()
    .trim()
    .min(5, '请写明情况（至少5个字）')
    .max(1000, '不超过1000字')
    .meta({ label: '说说情况', help: '几口人、出了什么事、眼下最缺什么', widget: 'textarea', protect: true }),
  phone: Mobile.optional().meta({ label: '联系电话', protect: true }),
  urgent: z.boolean().default(false).meta({ label: '十分紧急，今天就要去看', help: '断粮断药、人身危险、突发意外' }),
});
export type NewClue = z.infer<typeof NewClue>;
export const matters = {
  illness: '生病花费大',
  'no-income': '断了收入',
  accident: '意外、火灾、受灾',
  care: '没人照料',
  schooling: '孩子上学难',
  living: '吃饭、用水用电有困难',
  other: '其他',
} as const;

export interface ClueRow {
  id: Id<'Clue'>;
  kindZh: string;
  /** Who it is about; as told when the person is not in the registry. */
  name: string;
  division: DivisionCode;
  divisionName: string;
  direction: Direction;
  directionZh: string;
  level: ClueLevel;
  levelZh: string;
  urgent: boolean;
  reasons: readonly string[];
  sourceZh: string;
  state: ClueState;
  stateZh: string;
  holderZh: string | null;
  dueOn: PlainDate | null;
  /** Set where the limit is counted in hours. */
  dueAt: string;
  dispositionZh: string | null;
  reportedAt: string;
  version: number;
}

export interface ReasonView {
  id: string;
  rule: string;
  ruleZh: string;
  sourceZh: string;
  directionZh: string;
  foundAt: string;
  verifyBy: PlainDate;
  text: string | null;
  about: { name?: string; phone?: string; address?: string } | null;
  reporter: { name?: string; phone?: string } | null;
  clauses: readonly Clause[];
  hold: { until: PlainDate; releasedAt: string | null } | null;
  withdrawn: boolean;
}

export interface ClueView extends ClueRow {
  personId: string | null;
  householdId: string | null;
  members: readonly { personId: string; name: string; relationZh: string }[];
  reasonList: readonly ReasonView[];
  evidence: string | null;
  closedAt: string | null;
  allowedActions: readonly ActionView[];
  events: readonly {
    seq: number;
    zh: string;
    toZh: string;
    actorName: string;
    roleZh: string;
    at: string;
    note: string | null;
  }[];
}
