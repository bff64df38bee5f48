/**
 * 年度确认: once a year everybody who draws a subsidy is known to be alive and here. Data come first (a card used, a doctor seen, an application);
 * where there is no trace the village goes and looks. Who refuses twice is suspended from the month after, and restored when seen.
 */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { addMonths, plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { recordTrace } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, type PlainDate } from '../../../kernel/schema/index.ts';
import { defineVisits } from '../../../kernel/visit/server.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { raise } from '../checks/findings.ts';
import { settle } from '../subsidies/settle.ts';
import type { ConfirmationRow } from './terms.ts';

const BATCH = 500;

const wholeOf = async (tx: Tx, key: string): Promise<number> => {
  const found = await wholeParameter(tx, key, tx.city, tx.today);
  if (!found.ok) throw new Error(`parameter ${key} is missing`);
  return found.value;
};

/** Opens the year for those who have none yet: confirmed by data where there is a trace, else to be visited. Gives how many it took. */
async function openBatch(tx: Tx): Promise<number> {
  const year = Number(tx.today.slice(0, 4));
  if (Number(tx.today.slice(5, 7)) < (await wholeOf(tx, 'CONFIRM-MONTH'))) return 0;
  const since = addMonths(tx.today, -(await wholeOf(tx, 'CONFIRM-TRACE')));
  const due = plusDays(tx.today, await wholeOf(tx, 'CONFIRM-VISIT'));
  const rows = await tx.rows<{ personId: string; division: DivisionCode; seenOn: PlainDate | null; newThisYear: boolean }>(sql`
    select a.person_id, min(a.division) as division, t.seen_on, max(a.from_month) >= ${`${year}-01`} as new_this_year
    from subsidy_award a left join life_trace t on t.person_id = a.person_id
    where a.state <> 'ended' and not exists (select from subsidy_confirmation c where c.person_id = a.person_id and c.year = ${year})
    group by a.person_id, t.seen_on order by a.person_id limit ${BATCH}`);
  for (const { personId, division, seenOn, newThisYear } of rows) {
    const known = newThisYear || (seenOn !== null && seenOn >= since);
    await tx.run(sql`insert into subsidy_confirmation (id, person_id, division, year, state, way, due_on, closed_on, closed_by)
      values (${newId()}, ${personId}, ${division}, ${year}, ${known ? 'confirmed' : 'open'}, ${known ? 'data' : null}, ${due}, ${known ? tx.today : null}, ${known ? tx.actor.id : null})
      on conflict (person_id, year) do nothing`);
  }
  return rows.length;
}

/** A trace that comes in later confirms by data too. */
async function confirmByData(tx: Tx): Promise<number> {
  const since = addMonths(tx.today, -(await wholeOf(tx, 'CONFIRM-TRACE')));
  const rows = await tx.rows<{
    personId: string;
  }>(sql`update subsidy_confirmation c set state = 'confirmed', way = 'data', closed_on = ${tx.today}, closed_by = ${tx.actor.id}
    from life_trace t where t.person_id = c.person_id and c.state <> 'confirmed' and t.seen_on >= ${since} and t.seen_on > coalesce(c.refused_on, t.seen_on - 1) returning c.person_id`);
  for (const { personId } of rows) await settle(tx, personId);
  return 0;
}

/** Years are opened for those who draw a subsidy. */
export const confirmYear = whenDue(
  (tx) => anyRow(tx, sql`subsidy_award`),
  async (context) => {
    const city = systemActor('subsidy-confirmation', context.city);
    while ((await context.write(city, openBatch)) === BATCH);
    await context.write(city, confirmByData);
  },
);

const PAGE = 50;
export async function openConfirmations(
  tx: Tx,
  cursor: string | undefined,
): Promise<{ rows: ConfirmationRow[]; next: string | null }> {
  const found = await tx.rows<
    Omit<ConfirmationRow, 'villageName'> & { division: DivisionCode }
  >(sql`select c.id, c.person_id, p.name, c.division, c.due_on, t.seen_on as last_seen_on, c.refusals, c.missed, c.state = 'refused' as suspended
    from subsidy_confirmation c join person p on p.id = c.person_id left join life_trace t on t.person_id = c.person_id
    where c.state <> 'confirmed' and c.division >= ${tx.actor.lo} and c.division < ${tx.actor.hi} and p.life_state <> 'dead'
      and (${cursor ?? null}::uuid is null or c.id > ${cursor ?? null}::uuid) order by c.id limit ${PAGE + 1}`);
  const page = found.slice(0, PAGE);
  if (page.length > 0) await recordAudit(tx, { action: 'subsidy-confirmation.listed', personIds: page.map((r) => r.personId) });
  return {
    rows: page.map(({ division, ...r }) => ({ ...r, villageName: tx.divisions.fullName(division) })),
    next: found.length > PAGE ? page.at(-1)!.id : null,
  };
}

/** They stand in the walk of the village. */
defineVisits('subsidy-confirmation', async (tx, limit) => {
  const rows = await tx.rows<{ personId: string; name: string; division: DivisionCode; dueOn: PlainDate }>(
    sql`select c.person_id, p.name, c.division, c.due_on from subsidy_confirmation c join person p on p.id = c.person_id
      where c.state <> 'confirmed' and c.division >= ${tx.actor.lo} and c.division < ${tx.actor.hi} and p.life_state <> 'dead' order by c.id limit ${limit}`,
  );
  return rows.map((row) => ({ ...row, zh: '补贴年度确认', href: '/disability/village' }));
});

const results = { seen: '见到本人', refused: '本人拒绝配合', away: '没有见到本人' } as const;
export const NewConfirmation = z.strictObject({
  result: choice(results).meta({ label: '结果', choices: results }),
  note: z
    .string()
    .trim()
    .min(4, '请写明情况（至少4个字）')
    .max(300, '不超过300字')
    .meta({ label: '情况', widget: 'textarea', help: '在哪里见到的、谁接待的，身体怎样', protect: true }),
});

export async function recordConfirmation(
  tx: Tx,
  given: { id: string } & z.infer<typeof NewConfirmation>,
): Promise<Result<{ id: string; suspended: boolean }>> {
  const row = await tx.maybe<{
    personId: string;
    division: DivisionCode;
    state: 'open' | 'confirmed' | 'refused';
    refusals: number;
    refusedOn: PlainDate | null;
  }>(sql`select person_id, division, state, refusals, refused_on from subsidy_confirmation where id = ${given.id} for update`);
  if (!row) return fail('NOT_FOUND');
  if (row.state === 'confirmed') return fail('CONFIRMED_ALREADY');
  // 同一天上门两次只算一次拒绝。
  if (given.result === 'refused' && (row.state === 'refused' || row.refusedOn === tx.today)) return fail('REFUSED_ALREADY');
  const sealed = tx.keys.seal(given.note, `subsidy_confirmation.note:${given.id}`);
  const refusals = row.refusals + (given.result === 'refused' ? 1 : 0);
  const suspended = row.state === 'refused' ? given.result !== 'seen' : refusals >= 2;
  const change = {
    seen: sql`state = 'confirmed', way = 'visit', closed_on = ${tx.today}, closed_by = ${tx.actor.id}`,
    refused: sql`state = ${suspended ? 'refused' : 'open'}, refusals = ${refusals}, refused_on = ${tx.today}`,
    away: sql`missed = missed + 1`,
  }[given.result];
  await tx.run(sql`update subsidy_confirmation set ${change}, note = ${sealed} where id = ${given.id}`);
  if (given.result === 'seen')
    await recordTrace(tx, { personId: row.personId, division: row.division, seenOn: tx.today, way: 'visit' });
  if (given.result === 'away')
    await raise(tx, {
      kind: 'unseen',
      subject: given.id,
      division: row.division,
      personId: row.personId,
      detail: `${tx.today}入户没有见到本人`,
    });
  await recordAudit(tx, {
    action: 'subsidy-confirmation.recorded',
    subject: { kind: 'subsidy-confirmation', id: given.id },
    personId: row.personId,
    division: row.division,
    detail: { result: given.result },
  });
  await settle(tx, row.personId);
  return ok({ id: given.id, suspended });
}
