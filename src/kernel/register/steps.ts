/**
 * Steps and limits that registers share, each under the word by which officers know it. A register says what is its own: the hands, the states, the words, the standard by
 * which it counts.
 */
import { z } from 'zod';
import { addMonths, plusDays } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { limitFrom, wholeParameter } from '../policy/server.ts';
import { fail, ok, type Refusal, type Result } from '../result/index.ts';
import type { PlainDate } from '../schema/index.ts';
import { type Clock, ENTERED, type Entry, type Step, step } from './define.ts';
import { because, day, optional, outside, text, whole } from './shapes.ts';
import { clerks, office } from './terms.ts';

/** Where it stands in the course: whose hand, from which states. */
type Place = Pick<Step, 'from'> & Partial<Pick<Step, 'by' | 'above'>>;
type Named = Pick<Step, 'zh' | 'causes' | 'to'> & Place;

/** 撤销、撤下、结束、不再办: nothing more happens, and why is kept. */
export const ending = (of: Pick<Step, 'zh' | 'by' | 'from' | 'to'> & Partial<Pick<Step, 'causes' | 'above'>>): Step =>
  step({ causes: '到此为止，原因留着。', ...of, danger: true, input: because });

/** 不予通过: it goes no further; never by whoever entered it. */
export const refusal = (of: Place & Partial<Pick<Step, 'zh' | 'causes' | 'to'>>): Step =>
  step({
    zh: '不予通过',
    causes: '到此为止，可以重新申报。',
    by: office,
    to: 'refused',
    ...of,
    apart: [ENTERED],
    danger: true,
    input: z.strictObject({ reason: text('理由', { min: 4, max: 500 }) }),
  });

/** 审核、评审、核过: another hand than whoever entered it has looked, and says what it saw (`opinion`: how it is asked, with what help, how long at the most). */
export const reviewed = ({
  opinion: [label, help, max = 500],
  ...of
}: Named & Partial<Pick<Step, 'run'>> & { readonly opinion: readonly [label: string, help?: string, max?: number] }): Step => ({
  by: office,
  ...of,
  apart: [ENTERED],
  input: z.strictObject({ opinion: text(label, { min: 4, max, ...(help ? { help } : {}) }) }),
});

/** 登记进展: written into the course, as often as there is something to say. */
export const progress = ({ from, by = clerks }: Place): Step =>
  step({
    zh: '登记进展',
    causes: '写进经过；可以登记多次。',
    by,
    from,
    to: from[0]!,
    input: z.strictObject({ progress: text('进展', { min: 4, max: 500 }) }),
    run: async (_tx, entry) => ok({ to: entry.state }),
  });

/** The state in which a record is before everybody. */
const NOTICE = 'notice';
/** Whom to ring about what is on notice. */
export const objectionsTo = { telephone: text('异议受理电话', { min: 7, max: 30 }) };

/** Until when a notice runs that begins today, in working days or days as its standard says. */
export async function noticeFrom(
  tx: Tx,
  entry: Entry,
  standard: string,
): Promise<Result<{ noticeUntil: PlainDate }, 'PARAM_MISSING'>> {
  const limit = await limitFrom(tx, standard, { division: entry.division, from: tx.today });
  return limit.ok ? ok({ noticeUntil: limit.value.dueOn }) : limit;
}

/** 公示: before everybody from today on. */
export const posting = ({ standard, ...of }: Place & Pick<Step, 'causes'> & { readonly standard: string }): Step =>
  step({
    zh: '公示',
    by: clerks,
    to: NOTICE,
    ...of,
    input: z.strictObject(objectionsTo),
    async run(tx, entry, given) {
      const notice = await noticeFrom(tx, entry, standard);
      return notice.ok ? ok({ content: { ...given, ...notice.value } }) : notice;
    },
  });

/** 登记异议: what comes after the notice (`what`) waits until it is cleared up. */
export const objecting = (what: string): Step =>
  step({
    zh: '登记异议',
    causes: `核实清楚以前不能${what}。`,
    by: office,
    from: [NOTICE],
    to: NOTICE,
    input: z.strictObject({ objection: text('异议内容', { min: 4, max: 500 }) }),
  });
/** What the step after a notice asks where somebody may have objected. */
export const clearedUp = { verified: optional('异议核实结果', '公示期间有异议的写明') };

/** Whether an objection was entered since the notice that runs began: one of an earlier round was answered with it. */
const isObjected = ({ steps }: Entry): boolean => {
  const began = steps.findLastIndex(({ action, toState }) => toState === NOTICE && action !== 'object');
  return steps.slice(began + 1).some(({ action }) => action === 'object');
};

/** What stands in the way of what comes after a notice: it still runs, or an objection that nobody has cleared up. */
export function onNotice(
  tx: Tx,
  entry: Entry,
  { what, verified }: { readonly what: string; readonly verified?: string },
): Refusal<'REGISTER_NOTICE' | 'REGISTER_OBJECTED'> | null {
  const until = entry.content.noticeUntil as PlainDate;
  if (tx.today <= until) return fail('REGISTER_NOTICE', { day: until, what });
  return verified !== undefined && verified.length < 4 && isObjected(entry) ? fail('REGISTER_OBJECTED') : null;
}

/** 年度复核: seen on a day, not before it was seen last (`since`); its time begins anew. */
export const seenAgain = ({
  zh,
  from,
  since = 'checkedOn',
  by = clerks,
  asks = {},
}: Place & Pick<Step, 'zh'> & { readonly since?: string; readonly asks?: z.ZodRawShape }): Step =>
  step({
    zh,
    causes: '重新算一年。',
    by,
    from,
    to: from[0]!,
    input: z.strictObject({ on: day('日期'), ...asks, found: text('看到什么', { min: 4, max: 500 }) }),
    run: async (tx, entry, { on }) =>
      outside(tx, 'on', on as PlainDate, entry.content[since] as PlainDate) ?? ok({ content: { [since]: on }, to: entry.state }),
  });

/** The latest of some days; there may be none. */
export const latest = (...days: readonly (PlainDate | undefined)[]): PlainDate | undefined =>
  days
    .filter((d) => d !== undefined)
    .toSorted()
    .at(-1);

/** 登记一次: somebody went there; the latest day is kept (`visitedOn`), the hours add up (`given`). */
export const visiting = ({ zh, asks }: Pick<Step, 'zh'> & { readonly asks: z.ZodRawShape }): Step =>
  step({
    zh,
    causes: '写进经过，小时数累计。',
    by: clerks,
    from: ['open'],
    to: 'open',
    input: z.strictObject({ on: day('哪天'), hours: whole('多长时间', '小时', 500), ...asks }),
    run: async (tx, { content }, { on, hours }) =>
      outside(tx, 'on', on as PlainDate) ??
      ok({
        content: {
          visitedOn: latest(content.visitedOn as PlainDate | undefined, on as PlainDate),
          given: ((content.given as number | undefined) ?? 0) + (hours as number),
        },
      }),
  });

type Found = Promise<Result<Clock | null, 'PARAM_MISSING'>>;

/** What is done again so many months after a day, told `tell` days before; null while there is no such day. */
export async function monthsAfter(
  tx: Tx,
  entry: Entry,
  of: { readonly zh: string; readonly since: PlainDate | undefined; readonly months: string; readonly tell?: number },
): Found {
  if (of.since === undefined) return ok(null);
  const months = await wholeParameter(tx, of.months, entry.division, tx.today);
  if (!months.ok) return months;
  const dueOn = addMonths(of.since, months.value);
  return ok({ zh: of.zh, counts: 'days', dueOn, ...(of.tell === undefined ? {} : { alertOn: plusDays(dueOn, -of.tell) }) });
}

/** What is to be done within so many days after a day, in working days or days as the standard says. */
export async function daysAfter(
  tx: Tx,
  entry: Entry,
  of: { readonly zh: string; readonly since: PlainDate; readonly days: string; readonly above?: true },
): Found {
  const limit = await limitFrom(tx, of.days, { division: entry.division, from: of.since });
  return limit.ok ? ok({ zh: of.zh, ...limit.value, ...(of.above ? { above: of.above } : {}) }) : limit;
}

/** What ends on a day, told so many days before as a standard says. */
export async function endsOn(
  tx: Tx,
  entry: Entry,
  of: { readonly zh: string; readonly dueOn: PlainDate; readonly before: string },
): Found {
  const before = await wholeParameter(tx, of.before, entry.division, tx.today);
  return before.ok ? ok({ zh: of.zh, counts: 'days', dueOn: of.dueOn, alertOn: plusDays(of.dueOn, -before.value) }) : before;
}

/** While it is open, the day that its form gave it (`due`) runs, told `tell` days before. */
export const untilDue =
  (zh: string, tell: number) =>
  async (_tx: Tx, { state, content }: Entry): Found => {
    if (state !== 'open') return ok(null);
    const dueOn = content.due as PlainDate;
    return ok({ zh, counts: 'days', dueOn, alertOn: plusDays(dueOn, -tell) });
  };
