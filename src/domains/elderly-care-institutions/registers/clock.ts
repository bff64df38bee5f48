/** The yearly clock that these registers share. */
import { addMonths, plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import type { Entry } from '../../../kernel/register/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { TELL_BEFORE } from './shelf.ts';

interface Clock {
  zh: string;
  dueOn: PlainDate;
  counts: 'days';
  alertOn: PlainDate;
}

/** What is wanted again so many months after the day in `field`; none before there is one. */
export async function again(
  tx: Tx,
  entry: Entry,
  of: { field: string; months: string; zh: string },
): Promise<Result<Clock | null, 'PARAM_MISSING'>> {
  const since = entry.content[of.field] as PlainDate | undefined;
  if (since === undefined) return ok(null);
  const months = await wholeParameter(tx, of.months, entry.division, tx.today);
  if (!months.ok) return months;
  const dueOn = addMonths(since, months.value);
  return ok({ zh: of.zh, counts: 'days', dueOn, alertOn: plusDays(dueOn, -TELL_BEFORE) });
}
