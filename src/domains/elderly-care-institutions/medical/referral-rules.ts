/** 转诊 (4.14): where a referral stands, and what rings when nothing is recorded. Pure. */
import { plusDays, startOf } from '../../../kernel/calendar/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { ReferralEnd, ReferralState } from './terms.ts';

export interface ReferralCourse {
  /** Instants in ISO form; null: not yet. */
  readonly outAt: string;
  readonly receivedAt: string | null;
  readonly admittedAt: string | null;
  readonly endedAs: ReferralEnd | null;
  /** The last that was heard of the hospital. */
  readonly newsAt: string | null;
  readonly keepTo: PlainDate | null;
}
export interface ReferralLimits {
  readonly receiveMinutes: number;
  readonly admitHours: number;
  readonly newsDays: number;
}

export const referralState = (of: ReferralCourse): ReferralState =>
  of.endedAs ?? (of.admittedAt ? 'admitted' : of.receivedAt ? 'received' : 'out');

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const after = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();

/** What is wanted next and by when; `key` tells one alarm from the next of its kind, so that each rings once. */
export interface ReferralAlarm {
  readonly kind: 'receive' | 'admit' | 'news' | 'bed';
  readonly key: string;
  readonly at: string;
}

export function referralAlarms(of: ReferralCourse, limits: ReferralLimits): ReferralAlarm[] {
  const state = referralState(of);
  if (state === 'out') return [{ kind: 'receive', key: 'receive', at: after(of.outAt, limits.receiveMinutes * MINUTE) }];
  if (state === 'received') return [{ kind: 'admit', key: 'admit', at: after(of.receivedAt!, limits.admitHours * HOUR) }];
  if (state !== 'admitted') return [];
  const heard = of.newsAt ?? of.admittedAt!;
  return [
    { kind: 'news', key: `news:${heard}`, at: after(heard, limits.newsDays * 24 * HOUR) },
    // 保留的最后一天过完才算到期
    { kind: 'bed', key: 'bed', at: startOf(plusDays(of.keepTo!, 1)).toISOString() },
  ];
}

/** The first whole day away: that of the transfer was still a day in the home. */
export const firstDayAway = (outOn: PlainDate): PlainDate => plusDays(outOn, 1);
