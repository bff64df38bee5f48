/** 待归属 (5.3): whatever stood under a unit that was split waits there until a person says where it belongs; never by a share. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type HouseholdId, moveHousehold } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { Division, type DivisionCode, type PlainDate, Uuid } from '../../../kernel/schema/index.ts';

export interface Unplaced {
  readonly id: HouseholdId;
  readonly code: string;
  readonly headName: string | null;
  readonly persons: number;
  readonly division: DivisionCode;
}

const PAGE = 100;

/** Households that still stand under these codes: how many, and the first hundred. */
export async function unplacedHouseholds(tx: Tx, codes: readonly DivisionCode[]): Promise<{ total: number; rows: Unplaced[] }> {
  if (codes.length === 0) return { total: 0, rows: [] };
  const at = sql`h.division = any(${[...codes]}::text[])`;
  const { total } = await tx.one<{ total: number }>(sql`select count(*)::int as total from household h where ${at}`);
  const rows = await tx.rows<Unplaced>(sql`select h.id, h.code, h.division, p.name as head_name,
      (select count(*)::int from household_member m where m.household_id = h.id and m.valid_to is null and m.superseded_at is null) as persons
    from household h left join person p on p.id = h.head_id where ${at} order by h.code limit ${PAGE}`);
  return { total, rows };
}

export const Placement = z.strictObject({
  households: z.array(Uuid).min(1, '请选择住户').max(PAGE),
  toDivision: Division.meta({ label: '归到哪个村（社区）' }),
});

/** Households go to one of the units that came of theirs, with everybody in them and what they have there. */
export async function placeHouseholds(
  tx: Tx,
  of: {
    readonly successors: readonly DivisionCode[];
    readonly from: readonly DivisionCode[];
    readonly documentNo: string;
    readonly effectiveOn: PlainDate;
  },
  given: z.infer<typeof Placement>,
): Promise<Result<{ placed: number }>> {
  if (!of.successors.includes(given.toDivision))
    return fail('DIVISION_NOT_SUCCESSOR', {}, [{ path: 'toDivision', message: '请选择拆分出来的村（社区）' }]);
  let placed = 0;
  for (const id of new Set(given.households)) {
    const household = await tx.maybe<{ division: DivisionCode }>(sql`select division from household where id = ${id}`);
    if (!household || !of.from.includes(household.division)) continue;
    const moved = await moveHousehold(tx, {
      householdId: id as HouseholdId,
      toDivision: given.toDivision,
      movedOn: of.effectiveOn,
      source: `区划变更${of.documentNo}`,
      reason: `division-change:${of.documentNo}`,
    });
    if (!moved.ok) return moved;
    placed += 1;
    await recordAudit(tx, {
      action: 'division.household.placed',
      subject: { kind: 'household', id },
      personIds: moved.value.personIds,
      division: given.toDivision,
      detail: { from: household.division, documentNo: of.documentNo },
    });
  }
  return ok({ placed });
}
