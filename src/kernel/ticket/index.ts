/** 工单: a call, a visit or a message that must be answered. The states, who acts in them, and what a page shows. Pure. */
import { z } from 'zod';
import type { Performer } from '../access/index.ts';
import { choice, Division, type DivisionCode, type Id, Mobile, type PlainDate } from '../schema/index.ts';
import type { ActionView } from '../service/index.ts';

import './errors.ts';

export const ticketKinds = { help: '求助', enquiry: '咨询', complaint: '投诉举报', suggestion: '建议' } as const;
export type TicketKind = keyof typeof ticketKinds;

/** What it is about; a domain hears of its own by the event. */
export const ticketCategories = {
  hardship: '生活困难',
  assistance: '社会救助政策',
  payment: '补助发放',
  elderly: '养老服务',
  child: '儿童保护',
  disability: '残疾人福利',
  place: '地名、路牌、门牌',
  other: '其他',
} as const;
export type TicketCategory = keyof typeof ticketCategories;

export const urgencies = { A: 'A类：生命安全，15分钟内派单', B: 'B类：急，1个工作日', C: 'C类：一般，5个工作日' } as const;
export type Urgency = keyof typeof urgencies;

export const ticketChannels = { call: '来电', transfer: '12345转办', visit: '来访', portal: '网上' } as const;
export type TicketChannel = keyof typeof ticketChannels;

/** Who reads tickets, each those of the own place. */
export const ticketReaders = [
  'hotline-agent',
  'township-clerk',
  'township-leader',
  'county-clerk',
  'county-leader',
  'city-clerk',
  'city-leader',
] as const satisfies readonly Performer[];

export const ticketStates = {
  registered: '已登记，待派单',
  dispatched: '已派单',
  handling: '办理中',
  answered: '已答复，待回访',
  'called-back': '已回访，待办结',
  closed: '已办结',
} as const;
export type TicketState = keyof typeof ticketStates;

export const ratings = { '5': '非常满意', '4': '满意', '3': '基本满意', '2': '不满意', '1': '非常不满意' } as const;

const note = (label: string, help?: string) =>
  z
    .string()
    .trim()
    .min(2, `请写明${label}`)
    .max(1000, '不超过1000字')
    .meta({ label, widget: 'textarea', ...(help ? { help } : {}) });

export const NewTicket = z.strictObject({
  channel: choice(ticketChannels).default('call').meta({ label: '从哪里来' }),
  kind: choice(ticketKinds).meta({ label: '哪一类' }),
  category: choice(ticketCategories).meta({ label: '什么事' }),
  urgency: choice(urgencies).default('C').meta({ label: '紧急程度' }),
  division: Division.meta({ label: '事情在哪里', help: '到村（社区）；说不清的选乡镇（街道）', widget: 'division' }),
  matter: note('诉求', '来电人说了什么，要办什么'),
  about: z.string().trim().max(50).optional().meta({ label: '谁遇到困难', help: '和来电人不是同一人的填写', protect: true }),
  name: z.string().trim().max(50).optional().meta({ label: '来电人姓名', help: '不愿意留名的空着', protect: true }),
  phone: Mobile.meta({ label: '回访电话', protect: true }),
});
export type NewTicket = z.infer<typeof NewTicket>;

/** Whom a report is about. */
export const reported = {
  household: '享受救助、补贴的人家',
  staff: '村（社区）干部、乡镇（街道）工作人员',
  'county-staff': '县（市、区）工作人员',
  provider: '提供服务的机构',
  other: '其他',
} as const;

/** 监督举报, as the page without scripts sends it. A name and a telephone are welcome and not needed. */
export const PublicReport = z.strictObject({
  whom: choice(reported).meta({ label: '举报谁' }),
  category: choice(ticketCategories).meta({ label: '哪方面' }),
  division: Division.meta({ label: '在哪个乡镇（街道）' }),
  place: z.string().trim().max(100).optional().meta({ label: '哪个村（社区）' }),
  about: z.string().trim().min(1, '请写明是谁').max(50).meta({ label: '姓名或单位', protect: true }),
  text: note('经过', '什么时候、什么事、怎么知道的').meta({ protect: true }),
  name: z.string().trim().max(50).optional().meta({ label: '您的姓名', protect: true }),
  phone: Mobile.optional().meta({ label: '您的手机', protect: true }),
});
export type PublicReport = z.infer<typeof PublicReport>;

/** Something that is wrong or broken where it stands, as the page without scripts sends it. */
export const PublicFault = z.strictObject({
  category: choice(ticketCategories).meta({ label: '什么事' }),
  division: Division.meta({ label: '在哪个乡镇（街道）' }),
  place: z.string().trim().max(100).optional().meta({ label: '在哪里' }),
  text: note('哪里不对'),
  name: z.string().trim().max(50).optional().meta({ label: '您的姓名', protect: true }),
  phone: Mobile.optional().meta({ label: '您的手机', protect: true }),
});
export type PublicFault = z.infer<typeof PublicFault>;

export const ticketInputs = {
  dispatch: z.strictObject({
    to: z.string().trim().min(2, '请写明转给谁').max(100).meta({ label: '转给哪个单位' }),
    note: note('要求'),
  }),
  take: z.strictObject({}),
  extend: z.strictObject({ note: note('复杂在哪里', '要核实什么、问哪些人') }),
  answer: z.strictObject({ answer: note('答复', '办了什么、结果怎样、怎么答复的') }),
  callBack: z.strictObject({
    reached: z.boolean().meta({ label: '打通了电话' }),
    said: note('回访情况'),
    rating: choice(ratings).optional().meta({ label: '满意程度', help: '本人自己说的；不愿评的空着' }),
  }),
  close: z.strictObject({}),
} as const;
export type TicketAction = keyof typeof ticketInputs;

const desk: readonly Performer[] = ['hotline-agent'];
const doers: readonly Performer[] = ['hotline-agent', 'township-clerk', 'township-leader', 'county-clerk'];

export const ticketActions: Readonly<
  Record<TicketAction, { zh: string; causes: string; from: readonly TicketState[]; to: TicketState; by: readonly Performer[] }>
> = {
  dispatch: {
    zh: '派单',
    causes: '转给承办单位，并通知当地乡镇（街道）。',
    from: ['registered', 'dispatched'],
    to: 'dispatched',
    by: desk,
  },
  take: { zh: '开始办理', causes: '承办单位接下这件工单。', from: ['dispatched'], to: 'handling', by: doers },
  extend: {
    zh: '复杂，延长答复',
    causes: '答复延长到登记以后15个工作日，只能延长一次；请打电话告诉来电人。',
    from: ['dispatched', 'handling'],
    to: 'handling',
    by: doers,
  },
  answer: { zh: '登记答复', causes: '记下办理结果，等话务员回访。', from: ['dispatched', 'handling'], to: 'answered', by: doers },
  callBack: {
    zh: '回访',
    causes: '记下来电人的意见；每一件都要回访。',
    from: ['answered', 'called-back'],
    to: 'called-back',
    by: desk,
  },
  close: {
    zh: '办结',
    causes: '工单办结。没有留电话的，答复以后就可以办结。',
    from: ['called-back', 'answered'],
    to: 'closed',
    by: desk,
  },
};

export const ticketHappenings: Readonly<Record<string, string>> = {
  register: '登记',
  escalate: '超期，已报上级',
  ...Object.fromEntries(Object.entries(ticketActions).map(([action, { zh }]) => [action, zh])),
};

export interface TicketRow {
  id: Id<'Ticket'>;
  kindZh: string;
  categoryZh: string;
  urgency: Urgency;
  urgencyZh: string;
  channelZh: string;
  division: DivisionCode;
  divisionName: string;
  state: TicketState;
  stateZh: string;
  dueAt: string;
  dueOn: PlainDate | null;
  late: boolean;
  openedAt: string;
  closedAt: string | null;
  version: number;
}

export interface TicketView extends TicketRow {
  matter: string;
  about: string | null;
  name: string | null;
  /** Null: reported without one; the answer is read with a code. */
  phone: string | null;
  ratingZh: string | null;
  photos: readonly { readonly id: string; readonly name: string }[];
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
