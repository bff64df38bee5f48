/** Who is told of a floor that was raised, and what waits for them until their own standard is set anew. */
import { z } from 'zod';
import type { Tx } from '../context/server.ts';
import { inScope, levelOf } from '../division/index.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import { isRehearsed, type ParameterRow, rowsBelowFloor, type StandardBelowFloor, standardText } from './index.ts';
import { standardName } from './names.ts';

defineTemplates({
  'standard.below-floor': {
    title: '标准低于新的下限',
    text: '{place}的“{name}”现为{value}，低于上级规定的下限{floor}。{from}起按下限执行，请按新的下限重新录入本地标准。',
  },
});

/** In the transaction that enters the floor: one message for each standard below it. */
export async function tellRaisedFloor(tx: Tx, rows: readonly ParameterRow[], entered: ParameterRow): Promise<void> {
  if (!entered.floor) return;
  for (const { row, bound, from } of rowsBelowFloor(rows, tx.today)) {
    if (bound.id !== entered.id) continue;
    await notify(tx, {
      to: { performer: levelOf(row.division) === 'city' ? 'city-clerk' : 'county-leader', division: row.division },
      template: 'standard.below-floor',
      params: {
        place: tx.divisions.fullName(row.division),
        name: standardName(row.key),
        value: standardText(row),
        floor: standardText({ value: bound.floor!, unit: bound.unit }),
        from,
      },
    });
  }
}

/** The standards of one's own place that lie below a floor: a work list, gone when they are set anew. */
export function standardsBelowFloor(tx: Tx, rows: readonly ParameterRow[]): StandardBelowFloor[] {
  const own = tx.actor.division;
  if (own === null) return [];
  return rowsBelowFloor(rows, tx.today)
    .filter(({ row }) => inScope(row.division, own))
    .map(({ row, bound, from }) => ({
      id: row.id,
      key: row.key,
      name: standardName(row.key),
      division: row.division,
      divisionName: tx.divisions.fullName(row.division),
      value: row.value,
      floor: bound.floor!,
      unit: row.unit,
      from,
      source: bound.source,
      rehearsed: isRehearsed(row.key),
    }));
}

/** What the divisions below may not go under or over; in the unit of the standard. */
export const Bound = z.string().trim().min(1).max(30).nullable().default(null);
