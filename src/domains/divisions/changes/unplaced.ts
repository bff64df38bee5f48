/**
 * 归属 (5.3): whatever stood under a unit that was split waits there until a person says where it belongs; never by a share. Of a part that passes to
 * another unit, a person says which households live in it.
 */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { UnitChange } from '../../../kernel/division/index.ts';
import { splitCodes } from '../../../kernel/division/server.ts';
import { type HouseholdId, moveHousehold } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { Division, type DivisionCode, Uuid } from '../../../kernel/schema/index.ts';

/** From where to where households are placed by hand; `all`: nobody may stay. */
export interface Placing {
  readonly from: readonly DivisionCode[];
  readonly to: readonly DivisionCode[];
  readonly all: boolean;
}

/** Null where nothing is placed by hand. */
export function placingOf(change: UnitChange): Placing | null {
  if (change.type === 'part') {
    const [from, to] = change.concerns ?? [];
    return { from: [from!], to: [to!], all: false };
  }
  const from = splitCodes(change);
  return from.length > 0 ? { from, to: change.begins.map((unit) => unit.code), all: true } : null;
}

export interface Unplaced {
  readonly id: HouseholdId;
  readonly code: string;
  readonly headName: string | null;
  readonly persons: number;
  readonly division: DivisionCode;
}

const PAGE = 100;

const shown = (text: string) => (text === '' ? sql`true` : sql`(starts_with(p.name, ${text}) or h.code = ${text})`);

/** Households under these codes: how many, and the first hundred; `text`: of whom the head's name begins so, or with this number. */
export async function householdsUnder(
  tx: Tx,
  codes: readonly DivisionCode[],
  text = '',
): Promise<{ total: number; rows: Unplaced[] }> {
  const from = sql`household h left join person p on p.id = h.head_id where h.division = any(${[...codes]}::text[]) and ${shown(text)}`;
  const { total } = await tx.one<{ total: number }>(sql`select count(*)::int as total from ${from}`);
  const rows = await tx.rows<Unplaced>(sql`select h.id, h.code, h.division, p.name as head_name,
      (select count(*)::int from household_member m where m.household_id = h.id and m.valid_to is null and m.superseded_at is null) as persons
    from ${from} order by h.code limit ${PAGE}`);
  return { total, rows };
}

/** Who must still be placed before the change is completed. */
export async function unplacedHouseholds(tx: Tx, change: UnitChange): Promise<number> {
  const placing = placingOf(change);
  return placing?.all ? (await householdsUnder(tx, placing.from)).total : 0;
}

export const Placement = z.strictObject({
  households: z.array(Uuid).min(1, '请选择住户').max(PAGE),
  toDivision: Division.meta({ label: '归到哪个村（社区）' }),
});

/** Households go to one of the units that take over, with everybody in them and what they have there. */
export async function placeHouseholds(
  tx: Tx,
  dossierId: string,
  given: z.infer<typeof Placement>,
): Promise<Result<{ placed: number }>> {
  const record = await tx.maybe<{ change: UnitChange; documentNo: string }>(
    sql`select c.content as change, c.document_no from division_dossier d join division_change c on c.id = d.change_id
      where d.id = ${dossierId} and c.took_effect_at is not null`,
  );
  const placing = record && placingOf(record.change);
  if (!placing) return fail('NOT_FOUND');
  if (!placing.to.includes(given.toDivision))
    return fail('DIVISION_NOT_SUCCESSOR', {}, [{ path: 'toDivision', message: '请选择方案里承接的村（社区）' }]);
  const { change, documentNo } = record;
  let placed = 0;
  for (const id of new Set(given.households)) {
    const household = await tx.maybe<{ division: DivisionCode }>(sql`select division from household where id = ${id}`);
    if (!household || !placing.from.includes(household.division)) continue;
    const moved = await moveHousehold(tx, {
      householdId: id as HouseholdId,
      toDivision: given.toDivision,
      movedOn: change.effectiveOn,
      source: `区划变更${documentNo}`,
      reason: `division-change:${documentNo}`,
    });
    if (!moved.ok) return moved;
    placed += 1;
    await recordAudit(tx, {
      action: 'division.household.placed',
      subject: { kind: 'household', id },
      personIds: moved.value.personIds,
      division: given.toDivision,
      detail: { from: household.division, documentNo },
    });
  }
  return ok({ placed });
}
