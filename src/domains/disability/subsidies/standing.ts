/**
 * What ends or suspends a subsidy that is drawn, and the last month paid (4.2). Pure, and whole: it looks at everything that is known, in whatever
 * order it became known, so a late, repeated or revoked event always leads to the same standing.
 */
import { addMonths, firstDayOf, monthOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { CertificatePeriod } from '../certificate/index.ts';
import { fitsNursing } from './clauses.ts';
import { lastBeforeCustody } from './custody.ts';
import type { Kind, Months } from './facts.ts';
import { type Allowance, lastBeforeHigher, type Scale } from './higher.ts';

export const endReasons = {
  death: '死亡',
  'certificate-cancelled': '残疾人证注销',
  'level-changed': '残疾类别、等级不再符合',
  'certificate-expired': '残疾人证过期未换证',
  'left-dibao': '退出低保',
  tekun: '转为特困供养',
  'workinjury-care': '领取工伤生活护理费',
  orphan: '领取孤儿基本生活费',
  'defacto-full': '全额领取事实无人抚养儿童基本生活补贴',
  custody: '服刑、强制戒毒',
  'higher-allowance': '就高享受其他补贴',
  moved: '户籍迁出',
} as const;
export type EndReason = keyof typeof endReasons;

/** In words; what this domain did not work out by itself has no name of its own. */
export const endReasonText = (reason: string | null): string =>
  reason !== null && reason in endReasons ? endReasons[reason as EndReason] : '其他原因';

/** Everything known of a person that bears on what he or she draws. */
export interface Life {
  readonly diedOn: PlainDate | null;
  readonly certificates: readonly CertificatePeriod[];
  readonly dibao: readonly Months[];
  readonly edge: readonly Months[];
  readonly tekun: readonly Months[];
  readonly workInjuryCare: readonly Months[];
  readonly orphan: readonly Months[];
  readonly deFactoFull: readonly Months[];
  /** 服刑、强制戒毒, from the month of entry to that of release. */
  readonly custody: readonly Months[];
  /** Days on which the registration moved to another county; each ends what is drawn from before it. */
  readonly movedOn: readonly PlainDate[];
  /** Other allowances for age, injury or care, with what they come to. */
  readonly allowances: readonly Allowance[];
}

export interface Switches {
  /** LIV-EDGE */
  readonly edge: boolean;
  /** NUR-L3 */
  readonly thirdLevel: boolean;
  /** CERT-GRACE, in months. */
  readonly graceMonths: number;
}

export interface Standing {
  readonly end: { readonly lastMonth: YearMonth; readonly reason: EndReason } | null;
  /** Not paid from this month on until the certificate is renewed. */
  readonly suspendedFrom: YearMonth | null;
}

/** The last day for renewing with arrears: the day of expiry plus the grace. */
export const graceEnd = (expiredOn: PlainDate, graceMonths: number): PlainDate => addMonths(expiredOn, graceMonths);

/**
 * Certificates one after the other: where the chain breaks for good, and where it waits. What ran out before the first month matters only to a subsidy that
 * goes on from another county: it was suspended there, and is here.
 */
function certificateStanding(
  periods: readonly CertificatePeriod[],
  given: { from: YearMonth; today: PlainDate; graceMonths: number; goesOn: boolean },
): { expiredIn: YearMonth | null; suspendedFrom: YearMonth | null } {
  const { today, graceMonths, goesOn } = given;
  const first = firstDayOf(given.from);
  const all = periods
    .filter((p) => p.from <= today && p.certificate.state !== 'cancelled')
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  const reaching = all.filter((p) => p.to === null || p.to > first);
  const gap = goesOn && !(reaching[0] && reaching[0].from <= first);
  const known = gap ? all.slice(-reaching.length - 1) : reaching;
  for (const [i, period] of known.entries()) {
    if (period.to === null || period.to > today) {
      const frozen = period.certificate.state === 'frozen';
      return { expiredIn: null, suspendedFrom: frozen ? plusMonths(monthOf(period.from), 1) : null };
    }
    const lastDay = plusDays(period.to, -1);
    const next = known[i + 1];
    const limit = graceEnd(lastDay, graceMonths);
    if (next ? next.from > limit : today > limit) return { expiredIn: monthOf(lastDay), suspendedFrom: null };
    if (!next) return { expiredIn: null, suspendedFrom: plusMonths(monthOf(lastDay), 1) };
  }
  return { expiredIn: null, suspendedFrom: null };
}

/** The last month without a gap from the first one on; null: no end is known. */
function lastCovered(periods: readonly Months[], from: YearMonth): YearMonth | null {
  let month = from;
  for (;;) {
    const period = periods.find((p) => p.from <= month && (p.to === null || p.to >= month));
    if (!period) return plusMonths(month, -1);
    if (period.to === null) return null;
    month = plusMonths(period.to, 1);
  }
}

const monthBefore = (periods: readonly Months[], from: YearMonth): YearMonth | null => {
  const first = periods
    .filter((p) => p.to === null || p.to >= from)
    .reduce<YearMonth | null>((m, p) => (m === null || p.from < m ? p.from : m), null);
  return first && plusMonths(first, -1);
};

interface StandingOn {
  readonly from: YearMonth;
  readonly today: PlainDate;
  readonly switches: Switches;
  readonly scaleOf: (month: YearMonth) => Scale;
}

/** The standing of a subsidy drawn from a month on, as of today. */
export function standingOf(kind: Kind, life: Life, given: StandingOn): Standing {
  const { from, today, switches, scaleOf } = given;
  const living = kind === 'living';
  const goesOn = life.movedOn.some((day) => plusMonths(monthOf(day), 1) === from);
  const certificate = certificateStanding(life.certificates, { from, today, graceMonths: switches.graceMonths, goesOn });
  const cancelled = life.certificates.find((p) => p.certificate.state === 'cancelled' && p.from <= today);
  const unfit = living
    ? undefined
    : life.certificates
        .filter((p) => p.certificate.state === 'valid' && p.from <= today && monthOf(p.from) >= from)
        .find((p) => !fitsNursing(p.certificate, switches.thirdLevel));
  const last: Readonly<Record<EndReason, YearMonth | null>> = {
    death: life.diedOn && monthOf(life.diedOn),
    tekun: monthBefore(life.tekun, from),
    'workinjury-care': monthBefore(life.workInjuryCare, from),
    orphan: living ? monthBefore(life.orphan, from) : null,
    'defacto-full': living ? monthBefore(life.deFactoFull, from) : null,
    'left-dibao': living ? lastCovered([...life.dibao, ...(switches.edge ? life.edge : [])], from) : null,
    'certificate-cancelled': cancelled ? monthOf(cancelled.from) : null,
    'level-changed': unfit ? monthOf(unfit.from) : null,
    'certificate-expired': certificate.expiredIn,
    custody: lastBeforeCustody(life.custody, from),
    'higher-allowance': lastBeforeHigher(kind, life.allowances, { from, until: plusMonths(monthOf(today), 1), scaleOf }),
    moved:
      life.movedOn
        .map(monthOf)
        .filter((month) => month >= from)
        .sort()[0] ?? null,
  };
  // 同月的，按表中先后：先死亡，再互斥待遇。
  const end = (Object.entries(last) as [EndReason, YearMonth | null][]).reduce<Standing['end']>(
    (first, [reason, month]) =>
      month !== null && (first === null || month < first.lastMonth) ? { lastMonth: month, reason } : first,
    null,
  );
  return { end, suspendedFrom: certificate.suspendedFrom };
}
