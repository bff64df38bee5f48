/** Entitlements as pages and other domains read them: with their versions and whom they cover. */
import { sql } from '../../database/sql.ts';
import { monthOf } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, Id, YearMonth } from '../schema/index.ts';
import { columns, type EntitlementRow, versionsOf } from './entitlements.ts';
import { dueFor, type EntitlementId, type EntitlementView, programmeOf } from './index.ts';

/** Versions and present members of all of them in two questions, however many they are. */
async function views(tx: Tx, rows: readonly EntitlementRow[]): Promise<EntitlementView[]> {
  if (rows.length === 0) return [];
  const month = monthOf(tx.today);
  const [versions, members] = await Promise.all([
    versionsOf(
      tx,
      rows.map((row) => row.id),
    ),
    tx.rows<{ entitlementId: EntitlementId; personId: Id<'Person'> }>(sql`select m.entitlement_id, m.person_id
      from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.fromMonth)}::text[]) e (id, from_month)
      cross join lateral (select entitlement_id, person_id from entitlement_member
        where entitlement_id = e.id and months @> month_no(greatest(${month}, e.from_month)) order by person_id limit 200) m`),
  ]);
  const membersOf = Map.groupBy(members, (m) => m.entitlementId);
  return rows.map(({ division: _, ...row }) => {
    const own = versions.get(row.id) ?? [];
    return {
      ...row,
      programmeZh: programmeOf(row.programme).zh,
      amountFen: dueFor(month, { ...row, versions: own }) || null,
      memberIds: (membersOf.get(row.id) ?? []).map((m) => m.personId),
      versions: own,
    };
  });
}

/** The months in which a person is covered by a programme: alone or as one of a family. */
export interface Coverage {
  readonly entitlementId: EntitlementId;
  readonly programme: string;
  readonly fromMonth: YearMonth;
  /** Last month; null: still covered. */
  readonly toMonth: YearMonth | null;
  /** Of the entitlement: where it is paid, and why it ended. */
  readonly division: DivisionCode;
  readonly endReason: string | null;
}

/** Oldest first, at most 200; months never due are left out. */
export const coveragesOf = (tx: Tx, personId: Id<'Person'>, programmes: readonly string[]): Promise<Coverage[]> =>
  tx.rows<Coverage>(sql`select m.entitlement_id, e.programme, m.from_month, m.to_month, e.division, e.end_reason
    from entitlement_member m join entitlement e on e.id = m.entitlement_id
    where m.person_id = ${personId} and e.programme = any(${[...programmes]}::text[]) and not isempty(m.months)
    order by m.from_month, m.entitlement_id limit 200`);

/** Newest first, at most 50. */
export const entitlementsOfHousehold = async (tx: Tx, householdId: Id<'Household'>): Promise<EntitlementView[]> =>
  views(
    tx,
    await tx.rows<EntitlementRow>(
      sql`select ${columns} from entitlement e where e.household_id = ${householdId} order by e.from_month desc, e.id limit 50`,
    ),
  );

/** Those that a person holds or is covered by, newest first, at most 50. */
export const entitlementsOfPerson = async (tx: Tx, personId: Id<'Person'>): Promise<EntitlementView[]> =>
  views(
    tx,
    await tx.rows<EntitlementRow>(sql`select ${columns} from entitlement e
    where e.id in (select id from entitlement where person_id = ${personId} union select entitlement_id from entitlement_member where person_id = ${personId}) order by e.from_month desc, e.id limit 50`),
  );

export async function getEntitlement(tx: Tx, id: EntitlementId): Promise<Result<EntitlementView, 'NOT_FOUND'>> {
  const row = await tx.maybe<EntitlementRow>(sql`select ${columns} from entitlement e where e.id = ${id}`);
  const [view] = row ? await views(tx, [row]) : [];
  return view ? ok(view) : fail('NOT_FOUND');
}
