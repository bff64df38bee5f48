/** 养老护理员四项补贴 (5.13): what is due to one person, by the posts, months and certificates that the register knows. Pure. */
import { addMonths, firstDayOf, longMonth, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { Post } from '../../../kernel/workforce/index.ts';
import type { Education } from '../workers/terms.ts';

/** One stay in a post; `leftOn` is the first day not in it. */
export interface Period {
  readonly post: Post;
  readonly hiredOn: PlainDate;
  readonly leftOn: PlainDate | null;
  /** Null: without a fixed end. */
  readonly contractTo: PlainDate | null;
  /** 公务员或事业编制. */
  readonly established: boolean;
  /** The county has seen contract and education. */
  readonly checked: boolean;
}
export interface WorkedMonth {
  readonly month: YearMonth;
  /** Days in direct care, of all employers. */
  readonly attended: number;
  readonly insured: boolean;
}
export interface HeldCertificate {
  readonly certNo?: string;
  readonly level: number;
  readonly issuedOn: PlainDate;
  readonly validTo: PlainDate | null;
  readonly verifiedOn: PlainDate | null;
  readonly valid: boolean | null;
}
export interface WorkerFacts {
  readonly barred: boolean;
  readonly identified: boolean;
  readonly education: Education | null;
  readonly graduatedOn: PlainDate | null;
  /** In order of their beginning. */
  readonly periods: readonly Period[];
  readonly months: readonly WorkedMonth[];
  readonly certificates: readonly HeldCertificate[];
}

export interface Norms {
  readonly entry: Readonly<Record<Exclude<Education, 'other'>, Fen>>;
  /** Percent of the first two; the last is what is left. */
  readonly shares: readonly [number, number];
  readonly trancheMonths: readonly [number, number, number];
  readonly graduateYears: number;
  readonly contractYears: number;
  readonly breakDays: number;
  /** By the number of the level, 五级 (1) to 一级 (5). */
  readonly post: Readonly<Record<1 | 2 | 3 | 4 | 5, Fen>>;
  readonly attendDays: number;
  readonly years: readonly [{ months: number; fen: Fen }, { months: number; fen: Fen }];
  readonly training: Fen;
}

const careOnly = (periods: readonly Period[]): readonly Period[] => periods.filter(({ post }) => post === 'carer');

/** The posts since the last break: whoever was out for more days than the limit begins again with the next post. */
export function currentRun(periods: readonly Period[], breakDays: number): readonly Period[] {
  let run: Period[] = [];
  let until: PlainDate | null = null;
  for (const period of careOnly(periods)) {
    if (run.length > 0 && (until === null || period.hiredOn > plusDays(until, breakDays))) run = until === null ? run : [];
    run.push(period);
    until = period.leftOn;
  }
  return run;
}

/** On every day of the month in one post or another: a change of employer from one day to the next leaves it full. */
function inPostAll(periods: readonly Period[], month: YearMonth): boolean {
  const end = firstDayOf(plusMonths(month, 1));
  let day = firstDayOf(month);
  for (const { hiredOn, leftOn } of periods) {
    if (hiredOn > day) continue;
    if (leftOn === null || leftOn >= end) return true;
    if (leftOn > day) day = leftOn;
  }
  return day >= end;
}

/** Months of the run in post from the first to the last day with insurance paid. */
export function fullMonths(facts: Pick<WorkerFacts, 'periods' | 'months'>, breakDays: number): YearMonth[] {
  const run = currentRun(facts.periods, breakDays);
  const first = run[0]?.hiredOn;
  if (!first) return [];
  return facts.months
    .filter(({ month, insured }) => insured && firstDayOf(plusMonths(month, 1)) > first && inPostAll(run, month))
    .map(({ month }) => month);
}

export const trancheOf = (total: Fen, shares: Norms['shares'], tranche: 1 | 2 | 3): Fen => {
  const [first, second] = shares.map((share) => Math.round((total * share) / 100)) as [Fen, Fen];
  // 最后一期是总额减去前两期：零头不会丢
  return tranche === 1 ? first : tranche === 2 ? second : total - first - second;
};

export interface Due {
  readonly tranche: number;
  readonly fen: Fen;
  readonly months: readonly YearMonth[];
  readonly says: string;
}
/** What may be asked for now, or why nothing. */
export type Outcome = { readonly due: readonly Due[] } | { readonly none: string };

const nothing = (facts: WorkerFacts): string | null =>
  !facts.identified ? '没有身份证号，请先补录' : facts.barred ? '县里已停止上岗' : null;

/** 入职补贴: each tranche once in a life, whoever asks. `drawn`: tranches that are asked for or paid. */
export function entryDue(facts: WorkerFacts, norms: Norms, drawn: readonly number[]): Outcome {
  const why = nothing(facts);
  if (why) return { none: why };
  const first = careOnly(facts.periods)[0];
  if (!first) return { none: '不在护理岗位' };
  const run = currentRun(facts.periods, norms.breakDays);
  const now = run.at(-1)!;
  if (now.leftOn !== null) return { none: '已离职' };
  if (run.some(({ established }) => established)) return { none: '公务员和事业编制人员不发' };
  if (facts.education === null || facts.graduatedOn === null) return { none: '没有登记学历、毕业日期' };
  if (facts.education === 'other') return { none: '学历不在范围内' };
  if (first.hiredOn > addMonths(facts.graduatedOn, 12 * norms.graduateYears))
    return { none: `毕业超过${norms.graduateYears}年才入职` };
  if (now.contractTo !== null && now.contractTo < plusDays(addMonths(now.hiredOn, 12 * norms.contractYears), -1))
    return { none: `劳动合同不满${norms.contractYears}年` };
  if (!now.checked) return { none: '县里还没有核对合同、学历' };
  const months = fullMonths(facts, norms.breakDays);
  const total = norms.entry[facts.education];
  const due = norms.trancheMonths
    .map((needs, i) => ({ needs, tranche: (i + 1) as 1 | 2 | 3 }))
    .filter(({ needs, tranche }) => months.length >= needs && !drawn.includes(tranche))
    .map(({ needs, tranche }) => ({
      tranche,
      fen: trancheOf(total, norms.shares, tranche),
      months: months.slice(0, needs),
      says: `第${tranche}期，在岗参保满${needs}个月`,
    }));
  if (due.length > 0) return { due };
  const next = norms.trancheMonths.find((_, i) => !drawn.includes(i + 1));
  return { none: next === undefined ? '三期都申请过' : `在岗参保满${months.length}个月，要满${next}个月` };
}

/** The highest level that was verified and held on a day. */
export const levelHeld = (certificates: readonly HeldCertificate[], day: PlainDate): number =>
  Math.max(
    0,
    ...certificates
      .filter(
        (c) =>
          c.valid === true &&
          c.verifiedOn !== null &&
          c.verifiedOn <= day &&
          c.issuedOn <= day &&
          (c.validTo === null || c.validTo >= day),
      )
      .map(({ level }) => level),
  );

export interface PostMonth {
  readonly month: YearMonth;
  readonly fen: Fen;
  /** Why it pays nothing. */
  readonly none: string | null;
}
/** 岗位津贴 of one month: attended often enough, insured, and by the certificate of its first day. */
export function postMonth(facts: WorkerFacts, norms: Norms, worked: WorkedMonth): PostMonth {
  const { month } = worked;
  const none = (why: string): PostMonth => ({ month, fen: 0, none: why });
  const end = firstDayOf(plusMonths(month, 1));
  if (!careOnly(facts.periods).some(({ hiredOn, leftOn }) => hiredOn < end && (leftOn === null || leftOn > firstDayOf(month))))
    return none('不在护理岗位');
  if (worked.attended < norms.attendDays) return none(`出勤${worked.attended}天，要满${norms.attendDays}天`);
  if (!worked.insured) return none('没有缴社保');
  const level = levelHeld(facts.certificates, firstDayOf(month));
  if (level === 0) return none('月初没有核验过的有效证书');
  // 特级技师、首席技师在标准里没有，按一级发
  return { month, fen: norms.post[Math.min(5, level) as 1 | 2 | 3 | 4 | 5], none: null };
}

/** All months before `current` that pay and were not asked for yet, as one line. */
export function postDue(facts: WorkerFacts, norms: Norms, of: { drawn: readonly YearMonth[]; current: YearMonth }): Outcome {
  const why = nothing(facts);
  if (why) return { none: why };
  const open = facts.months.filter(({ month }) => month < of.current && !of.drawn.includes(month));
  if (open.length === 0) return { none: '没有新的月份' };
  const judged = open.map((worked) => postMonth(facts, norms, worked));
  const paid = judged.filter(({ none }) => none === null);
  if (paid.length === 0) {
    const last = judged.at(-1)!;
    return { none: `${longMonth(last.month)}${last.none}` };
  }
  const fen = paid.reduce((sum, month) => sum + month.fen, 0);
  return { due: [{ tranche: 0, fen, months: paid.map(({ month }) => month), says: `${paid.length}个月` }] };
}

/** Months that count for 工龄奖励: as often in direct care as the post allowance asks, and insured. */
export const countedMonths = (facts: WorkerFacts, norms: Norms): YearMonth[] =>
  facts.months.filter(({ attended, insured }) => attended >= norms.attendDays && insured).map(({ month }) => month);

export function yearsDue(facts: WorkerFacts, norms: Norms, drawn: readonly number[]): Outcome {
  const why = nothing(facts);
  if (why) return { none: why };
  const months = countedMonths(facts, norms);
  const due = norms.years
    .filter((step) => months.length >= step.months && !drawn.includes(step.months))
    .map((step) => ({
      tranche: step.months,
      fen: step.fen,
      months: months.slice(0, step.months),
      says: `计满${step.months}个月`,
    }));
  if (due.length > 0) return { due };
  const next = norms.years.find((step) => !drawn.includes(step.months));
  return { none: next ? `计${months.length}个月，要满${next.months}个月` : '两档都申请过' };
}

/** 培训补贴: once in a life, for the first certificate; that no other public money paid for it is declared by the employer. */
export function trainingDue(facts: WorkerFacts, norms: Norms, drawn: readonly number[]): Outcome {
  const why = nothing(facts);
  if (why) return { none: why };
  if (drawn.length > 0) return { none: '已经申请过' };
  const first = facts.certificates.filter((c) => c.valid === true).sort((a, b) => (a.issuedOn < b.issuedOn ? -1 : 1))[0];
  if (!first) return { none: '没有核验过的证书' };
  return { due: [{ tranche: 1, fen: norms.training, months: [], says: `首次取得证书，${first.issuedOn}发证` }] };
}
