/**
 * 征求意见: a draft is public until a day, anybody may say something about it, everything that was said is answered, and how it was taken up is published.
 * The kinds, their fewest days and the shapes. Pure.
 */
import { z } from 'zod';
import type { Performer } from '../access/index.ts';
import { choice, FileRef, Mobile, type PlainDate, RequestId } from '../schema/index.ts';
import './errors.ts';

/** What a domain declares once: which drafts it puts before the public, for how long at least, and who answers. */
export interface ConsultationKind {
  readonly kind: string;
  /** “地方标准”: 地方标准征求意见. */
  readonly zh: string;
  /** The standard that holds the fewest days. */
  readonly days: string;
  readonly basis: string;
  /** Who opens, answers and publishes; the first one is reminded. */
  readonly by: readonly Performer[];
  /** The law lets an urgent one be shorter, where the reason is published with it. */
  readonly mayShorten?: true;
  /** May be opened by itself on the page of consultations; the others begin in the procedure that they belong to. */
  readonly alone?: true;
}

const kinds = new Map<string, ConsultationKind>();

/** Registers a kind when its module is loaded. A name used for two kinds is a bug and stops the program. */
export function defineConsultation(kind: ConsultationKind): void {
  const known = kinds.get(kind.kind);
  if (known && known !== kind) throw new Error(`consultation ${kind.kind} is defined twice`);
  kinds.set(kind.kind, kind);
}

export const consultationKinds = (): readonly ConsultationKind[] => [...kinds.values()];

export function consultationKind(kind: string): ConsultationKind {
  const found = kinds.get(kind);
  if (!found) throw new Error(`no consultation ${kind}`);
  return found;
}

export const consultationStates = {
  open: '征集中',
  ended: '已截止，待答复',
  published: '已公布采纳情况',
  withdrawn: '已撤回',
} as const;
export type ConsultationState = keyof typeof consultationStates;

/** The last day is open until 24:00. */
export function stateOn(
  given: { endsOn: PlainDate; publishedAt: string | null; withdrawnAt: string | null },
  today: PlainDate,
): ConsultationState {
  if (given.withdrawnAt !== null) return 'withdrawn';
  if (given.publishedAt !== null) return 'published';
  return today <= given.endsOn ? 'open' : 'ended';
}

export const adoptions = { adopted: '采纳', partly: '部分采纳', declined: '未采纳', answered: '解释说明' } as const;
export type Adoption = keyof typeof adoptions;

export const opinionChannels = { portal: '网上', phone: '电话', desk: '窗口', letter: '来信' } as const;
export type OpinionChannel = keyof typeof opinionChannels;

export const DraftText = z.strictObject({
  title: z.string().trim().min(4, '请写明草案的名称（至少4个字）').max(100).meta({ label: '草案名称' }),
  explanation: z
    .string()
    .trim()
    .min(10, '请说明为什么起草、主要内容（至少10个字）')
    .max(2_000)
    .meta({ label: '起草说明', help: '为什么起草、主要写了什么；会公布', widget: 'textarea' }),
  draft: z.string().trim().min(10, '请写明草案正文').max(20_000).meta({ label: '草案正文', widget: 'textarea' }),
  days: z.int('请填写天数').min(1).max(365).meta({ label: '征求几天', unit: '日', help: '从公布的第二天起算' }),
  shortened: z
    .string()
    .trim()
    .max(300)
    .default('')
    .meta({ label: '缩短期限的原因', help: '少于规定天数的写明，随草案公布；不缩短的空着', widget: 'textarea' }),
});
export type DraftText = z.infer<typeof DraftText>;

/** The code of a file that came with an opinion. */
export const opinionPaper = 'consultation-opinion';

const text = z
  .string()
  .trim()
  .min(5, '请写明意见（至少5个字）')
  .max(2_000, '不超过2000字')
  .meta({ label: '意见', widget: 'textarea', protect: true });
const name = z.string().trim().max(50, '不超过50个字').optional();

/** As the public page sends it: a name and a telephone are welcome and not needed. */
export const PublicOpinion = z.strictObject({
  text,
  name: name.meta({ label: '您的姓名或单位', protect: true }),
  phone: Mobile.optional().meta({ label: '您的手机', protect: true }),
  requestId: RequestId,
});
export type PublicOpinion = z.infer<typeof PublicOpinion>;

const { portal: _, ...handed } = opinionChannels;
/** As an officer enters what was said on the telephone, at the desk or in a letter. */
export const HeardOpinion = z.strictObject({
  channel: choice(handed).meta({ label: '怎么收到的' }),
  text,
  name: name.meta({ label: '姓名或单位', help: '不愿意留名的空着', protect: true }),
  phone: Mobile.optional().meta({ label: '手机', protect: true }),
  files: z
    .array(FileRef)
    .max(5)
    .default([])
    .meta({ label: '来信、附件', paper: opinionPaper, help: '扫描或者拍照；只有办理的人打得开' }),
});
export type HeardOpinion = z.infer<typeof HeardOpinion>;

export const Answer = z.strictObject({
  gist: z
    .string()
    .trim()
    .min(5, '请归纳意见（至少5个字）')
    .max(500)
    .meta({ label: '意见归纳', help: '会公布：不写是谁提的，不写个人情况', widget: 'textarea' }),
  adoption: choice(adoptions).meta({ label: '采纳情况', choices: adoptions }),
  reply: z
    .string()
    .trim()
    .min(5, '请写明理由（至少5个字）')
    .max(1_000)
    .meta({ label: '答复', help: '会公布', widget: 'textarea' }),
});
export type Answer = z.infer<typeof Answer>;

export const Summary = z.strictObject({
  summary: z
    .string()
    .trim()
    .min(10, '请写明采纳情况（至少10个字）')
    .max(2_000)
    .meta({ label: '采纳情况说明', help: '收到多少、主要是哪些方面、草案怎么改的', widget: 'textarea' }),
});

export const Withdrawal = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(4, '请写明原因（至少4个字）')
    .max(300)
    .meta({ label: '原因', help: '会公布', widget: 'textarea' }),
});

export const ContactPurpose = z.strictObject({
  purpose: z
    .string()
    .trim()
    .min(4, '请写明事由（至少4个字）')
    .max(200)
    .meta({ label: '事由', help: '您的姓名、时间和事由都会留下记录' }),
});
