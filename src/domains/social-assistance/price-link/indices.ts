/** The price index of a month: as it was published, with the paper that says so, or as the statistics office sends it. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { longMonth, monthOf } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import './errors.ts';
import type { PriceIndex } from './rules.ts';

export interface NewIndex extends PriceIndex {
  publishedOn: PlainDate;
  proof: string;
}

/** The index of a month is published after it, and has been by today. */
const publishedWrong = (tx: Tx, { month, publishedOn }: NewIndex): string | null => {
  if (publishedOn > tx.today) return '公布日期不能晚于今天';
  return monthOf(publishedOn) > month ? null : '公布日期应在指数的月份以后';
};

/** An index as it was published, with the paper that says so. */
export async function enterIndex(tx: Tx, given: NewIndex): Promise<Result<{ month: YearMonth }>> {
  const month = longMonth(given.month);
  if (given.month >= monthOf(tx.today))
    return fail('PRICE_MONTH_FUTURE', { month }, [{ path: 'month', message: '请选已经过完的月份' }]);
  const published = publishedWrong(tx, given);
  if (published) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'publishedOn', message: published }]);
  const ordered = await inOrder(tx, given.month);
  if (!ordered.ok) return { ...ordered, fields: [{ path: 'month', message: '请按月份先后录入' }] };
  const id = newId();
  const written = await keepIndex(tx, given, { id, source: 'entered', proof: given.proof, publishedOn: given.publishedOn });
  if (!written) return fail('PRICE_INDEX_KNOWN', { month }, [{ path: 'month', message: '这个月已经录入' }]);
  const bound = await bindFiles(tx, [given.proof], { caseId: id, personId: null, division: tx.city });
  if (!bound.ok) return bound;
  await recordAudit(tx, {
    action: 'price.index.entered',
    subject: { kind: 'price-index', id },
    division: tx.city,
    detail: { ...given },
  });
  await emit(tx, {
    type: 'price.index.published',
    subject: { kind: 'place', id: tx.city },
    division: tx.city,
    payload: { month: given.month, cpiPermille: given.cpiPermille, foodPermille: given.foodPermille },
    sensitivity: 'public',
  });
  return ok({ month: given.month });
}

/** Months are granted in their order: a later one that is granted already would stand in the way. */
export async function inOrder(tx: Tx, month: YearMonth): Promise<Result<null, 'PRICE_MONTH_ORDER'>> {
  const later = await tx.maybe(
    sql`select 1 from price_run where division = ${tx.city} and month > ${month} and state in ('approved', 'granted') limit 1`,
  );
  return later ? fail('PRICE_MONTH_ORDER', { month: longMonth(month) }) : ok(null);
}

export const keepIndex = (
  tx: Tx,
  index: PriceIndex,
  from: { id: string; source: 'entered' | 'department'; proof: string | null; publishedOn: PlainDate },
): Promise<number> =>
  tx.run(sql`insert into price_index (id, month, division, cpi_permille, food_permille, published_on, source, proof_file, entered_at, entered_by)
    values (${from.id}, ${index.month}, ${tx.city}, ${index.cpiPermille}, ${index.foodPermille}, ${from.publishedOn}, ${from.source}, ${from.proof}, ${tx.now}, ${tx.actor.id})
    on conflict (division, month) do nothing`);

export const indexOf = (tx: Tx, month: YearMonth): Promise<PriceIndex> =>
  tx.one<PriceIndex>(
    sql`select month, cpi_permille, food_permille from price_index where division = ${tx.city} and month = ${month}`,
  );
