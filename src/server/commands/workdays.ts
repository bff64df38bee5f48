/** `workdays`: the arithmetic of limits on the command line. Needs no server and no database. */
import { type Calendar, CalendarYearMissing, longDate, noticeEnd, type Pause, weekdayName } from '../../kernel/calendar/index.ts';
import { isPlainDate, type PlainDate } from '../../kernel/schema/index.ts';
import { CityError, loadCity } from '../city.ts';
import { type Command, guarded, readArguments, UsageError } from '../command.ts';

const help = `workdays add 日期 天数                 起算日之后第n个工作日
workdays between 日期 日期              两日之间的工作日数（不含第一日，含第二日）
workdays before 日期 天数               “某日前n个工作日”的最迟办理日
workdays days 日期 天数                 n个自然日的期限，末日为休息日的顺延
workdays notice 日期 天数               公示期满日（24时），不顺延
workdays explain 日期 天数 [--pause 起..止]…  逐日说明，暂停可写多次，未结束的暂停写“起..”
其他选项：--city 城市（默认 xianning）`;

const options = { city: { type: 'string' }, pause: { type: 'string', multiple: true } } as const;

/** Words that each verb takes: D a date, N a number of days. */
const verbs: Record<string, string> = { add: 'DN', between: 'DD', before: 'DN', days: 'DN', notice: 'DN', explain: 'DN' };

function dateOf(word: string | undefined): PlainDate {
  if (word !== undefined && isPlainDate(word)) return word;
  throw new UsageError(`日期“${word ?? ''}”无效，请写成 2026-11-22 / not a date`);
}

function daysOf(word: string | undefined): number {
  const days = Number(word);
  if (word !== undefined && /^\d+$/.test(word) && days >= 1 && days <= 3660) return days;
  throw new UsageError(`天数“${word ?? ''}”无效，应为1至3660的整数 / not a number of days`);
}

function pauseOf(word: string): Pause {
  const [from, to, more] = word.split('..');
  if (to === undefined || more !== undefined)
    throw new UsageError(`暂停“${word}”无效，请写成 2026-03-05..2026-03-11 / not a pause`);
  const pause = { from: dateOf(from), to: to === '' ? null : dateOf(to) };
  if (pause.to !== null && pause.to < pause.from)
    throw new UsageError(`暂停“${word}”的止日早于起日 / the pause ends before it begins`);
  return pause;
}

export const workdaysCommand: Command = {
  name: 'workdays',
  summary: '工作日、期限和公示期的计算',
  help,
  run: (args, io) =>
    guarded(io, [CityError, CalendarYearMissing], async () => {
      const { values, positionals } = readArguments(args, options);
      const [verb, first, second, ...more] = positionals;
      const shape = verb === undefined ? undefined : verbs[verb];
      if (shape === undefined) throw new UsageError(`用法 usage: workdays ${Object.keys(verbs).join('|')} 日期 天数`);
      if (more.length > 0) throw new UsageError(`多出的内容“${more.join(' ')}” / unexpected words`);
      if (values.pause && verb !== 'explain') throw new UsageError('--pause 只用于 workdays explain / only with explain');
      const { calendar } = loadCity(values.city ?? 'xianning');
      const from = dateOf(first);
      if (verb === 'between') {
        io.stdout.write(`${calendar.workdaysBetween(from, dateOf(second))} 个工作日\n`);
        return 0;
      }
      const days = daysOf(second);
      if (verb === 'explain') io.stdout.write(explained(calendar, from, days, (values.pause ?? []).map(pauseOf)));
      else {
        const due = { add: calendar.addWorkdays, before: calendar.workdaysBefore, days: calendar.addDays, notice: noticeEnd }[
          verb as 'add'
        ](from, days);
        io.stdout.write(`${shown(calendar, from, due)}${verb === 'notice' ? ' 24时届满' : ''}\n`);
      }
      return 0;
    }),
};

function shown(calendar: Calendar, from: PlainDate, due: PlainDate): string {
  const [a, b] = from < due ? [from, due] : [due, from];
  return `${due} ${weekdayName(due)}${calendar.isProvisional(a, b) ? ' 暂定' : ''}`;
}

function explained(calendar: Calendar, start: PlainDate, workdays: number, pauses: readonly Pause[]): string {
  const limit = calendar.limitWithPauses({ start, workdays, pauses });
  const lines = limit.days.map((day) => `${longDate(day.date)} ${weekdayName(day.date)} ${day.text}`);
  if (limit.due === null) lines.push(`暂停中：已计${limit.counted}日，恢复后还有${limit.remaining}个工作日`);
  else lines.push(`到期 ${shown(calendar, start, limit.due)}；黄灯 ${limit.amber}，红灯 ${limit.red}`);
  return `${lines.join('\n')}\n`;
}
