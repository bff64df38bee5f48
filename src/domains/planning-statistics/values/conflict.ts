/**
 * 数据冲突: two sources have published different values of one indicator for one place and one day. Both stay; a person of the city says which one counts, and
 * why. Quarters of a year differ by nature and are no conflict: compared are values of periods that end on the same day.
 */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOneOf, type Performer } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import type { Offer } from '../../../kernel/offer/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, formOf, parseInput } from '../../../kernel/schema/index.ts';
import { periodWords } from '../statistics/period.ts';
import './errors.ts';
import { levelOfUnit } from './assign.ts';
import { findIndicator, type PlanIndicator, unitName } from './indicator.ts';
import { isSame, said } from './measure.ts';
import { type ConflictRow, findConflicts, findValues, type ValueRow } from './store.ts';
import { fillers, valueSources } from './terms.ts';

export const choosers = ['city-clerk', 'city-leader'] as const satisfies readonly Performer[];

type Published = Pick<ValueRow, 'indicator' | 'division' | 'periodEnd'> & { readonly indicatorRow: PlanIndicator | null };

/** After a publication: what was chosen among older versions is over; where published values still differ, somebody has to choose. */
export async function lookForConflict(tx: Tx, of: Published): Promise<void> {
  const { indicator, division, periodEnd, indicatorRow } = of;
  const values = await findValues(
    tx,
    sql`v.state = 'published' and v.indicator = ${indicator} and v.division = ${division} and v.period_end = ${periodEnd}`,
  );
  await tx.run(sql`update plan_conflict set replaced_at = ${tx.now}
    where indicator = ${indicator} and division = ${division} and period_end = ${periodEnd} and replaced_at is null`);
  if (values.every((v) => isSame(v, values[0]!))) return;
  const id = newId();
  await tx.run(sql`insert into plan_conflict (id, indicator, division, period_end, value_ids, opened_at)
    values (${id}, ${indicator}, ${division}, ${periodEnd}, ${values.map((v) => v.id)}, ${tx.now})`);
  await emit(tx, {
    type: 'indicator.conflict.opened',
    division,
    subject: { kind: 'plan-conflict', id },
    payload: {
      indicatorId: indicator,
      values: values.map((v) => said(indicatorRow?.unit ?? '', v).text),
      sources: values.map((v) => v.source),
    },
    sensitivity: 'internal',
  });
  const params = { indicator: indicatorRow?.name ?? indicator, unit: unitName(tx, division), year: periodEnd.slice(0, 4) };
  const level = levelOfUnit(division) ?? 'city';
  const owners = [
    { performer: choosers[0], division: tx.city },
    ...(level === 'city' ? [] : [{ performer: fillers[level], division }]),
  ];
  for (const to of owners) await notify(tx, { to, template: 'plan-conflict.opened', params });
}

const optionsOf = (indicator: PlanIndicator | null, values: readonly ValueRow[]): Record<string, string> =>
  Object.fromEntries(
    values.map((v) => [
      v.id,
      `${said(indicator?.unit ?? '', v).text}（${valueSources[v.source]}，${periodWords(v.period)}${v.sourceText && `，${v.sourceText}`}）`,
    ]),
  );
const Chosen = (options: Record<string, string>) =>
  z.strictObject({
    valueId: choice(options).meta({ label: '用哪一个', choices: options }),
    reason: z.string().trim().min(4, '请写明理由（至少4个字）').max(300).meta({ label: '理由', widget: 'textarea' }),
  });

/** What the city may do with a conflict; none once it is chosen. */
export const conflictOffers = (tx: Tx, row: ConflictRow, indicator: PlanIndicator, values: readonly ValueRow[]): Offer[] =>
  row.chosenId !== null || !isOneOf(tx.actor, choosers)
    ? []
    : [
        {
          action: 'choose',
          zh: '核定',
          causes: '几个数都留着；评估、公布用核定的那一个。',
          button: '核定',
          danger: false,
          fields: formOf(Chosen(optionsOf(indicator, values))),
          initial: {},
          to: `/api/plan-conflicts/${row.id}`,
          fixed: { requestId: newId() },
        },
      ];

export async function choose(tx: Tx, of: { id: string; input: unknown }): Promise<Result<{ id: string }>> {
  const [row] = await findConflicts(tx, sql`c.id = ${of.id}`, sql`for update`);
  if (!row) return fail('NOT_FOUND');
  if (row.chosenId !== null) return fail('CONFLICT_CHOSEN', { name: row.chosenName ?? '' });
  const values = await findValues(tx, sql`v.id = any(${row.valueIds}::uuid[])`);
  const input = parseInput(Chosen(optionsOf(await findIndicator(tx, row.indicator), values)), of.input);
  if (!input.ok) return input;
  await tx.run(sql`update plan_conflict set chosen_id = ${input.value.valueId}, reason = ${input.value.reason}, chosen_at = ${tx.now}, chosen_by = ${tx.actor.id},
    chosen_name = ${tx.actor.name} where id = ${row.id}`);
  await recordAudit(tx, {
    action: 'plan-conflict.chosen',
    subject: { kind: 'plan-conflict', id: row.id },
    division: row.division,
    detail: { indicator: row.indicator, chosen: input.value.valueId, reason: input.value.reason },
  });
  return ok({ id: row.id });
}
