/** What comes out of a run: totals by county, urban or rural and family size; the households behind them; ten cases to read; differences. */
import { sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';
import { programmeOf } from '../payment/server.ts';
import type { Fen } from '../schema/index.ts';
import {
  type DifferenceRow,
  type Effect,
  effects,
  type GroupTotals,
  type HouseholdRow,
  type RunId,
  type RunReport,
} from './index.ts';

export const groupsOf = (tx: Tx, runId: RunId): Promise<(GroupTotals & { programme: string })[]> =>
  tx.rows(sql`select programme, left(division, 6) || '000000' as county, urban_rural, least(coalesce(persons, 0), 5) as size, effect, count(*)::int as households,
      coalesce(sum(persons), 0)::int as persons, sum(old_fen)::bigint as old_fen, sum(new_fen)::bigint as new_fen, sum(arrears_fen)::bigint as arrears_fen,
      (count(*) filter (where reversal))::int as reversals
    from rehearsal_row where run_id = ${runId} group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`);

interface Compared {
  rehearsal: RunId;
  publication: RunId;
}

const pairs = ({ rehearsal, publication }: Compared) => sql`(select * from rehearsal_row where run_id = ${rehearsal}) r
  full join (select * from rehearsal_row where run_id = ${publication}) p on p.subject_id = r.subject_id`;
const differs = sql`(p.effect, p.from_month, p.old_fen, p.new_fen) is distinct from (r.effect, r.from_month, r.old_fen, r.new_fen)`;

export async function comparedOf(tx: Tx, runs: Compared): Promise<NonNullable<RunReport['compared']>> {
  const counts = await tx.one<{ equal: number; different: number }>(
    sql`select (count(*) filter (where not (${differs})))::int as equal, (count(*) filter (where ${differs}))::int as different from ${pairs(runs)}`,
  );
  const { startedAt } = await tx.one<{ startedAt: string }>(
    sql`select started_at from rehearsal_run where id = ${runs.rehearsal}`,
  );
  return { ...counts, rehearsedAt: startedAt };
}

type Row = Omit<HouseholdRow, 'programmeZh' | 'divisionName' | 'effectZh'>;

const household = (tx: Tx, row: Row): HouseholdRow => ({
  subjectId: row.subjectId,
  programme: row.programme,
  programmeZh: programmeOf(row.programme).zh,
  personId: row.personId,
  personName: row.personName,
  division: row.division,
  divisionName: tx.divisions.fullName(row.division),
  effect: row.effect,
  effectZh: effects[row.effect],
  persons: row.persons,
  urbanRural: row.urbanRural,
  fromMonth: row.fromMonth,
  oldFen: row.oldFen,
  newFen: row.newFen,
  arrearsFen: row.arrearsFen,
  reversal: row.reversal,
  reason: row.reason,
});

const columns = sql`r.subject_id, r.programme, r.person_id, p.name as person_name, r.division, r.effect, r.persons, r.urban_rural, r.from_month, r.old_fen, r.new_fen,
  r.arrears_fen, r.reversal, r.reason`;

const PAGE = 50;

/** Households of one effect, 50 a page, in the order of their ids. */
export async function householdsOf(
  tx: Tx,
  runId: RunId,
  filter: { effect: Effect; reversal?: boolean },
  cursor: string | null,
): Promise<{ rows: HouseholdRow[]; next: string | null }> {
  const rows = await tx.rows<Row>(sql`select ${columns} from rehearsal_row r left join person p on p.id = r.person_id
    where r.run_id = ${runId} and r.effect = ${filter.effect} and (${filter.reversal ?? false} = false or r.reversal)
      and r.subject_id > ${cursor ?? '00000000-0000-0000-0000-000000000000'}::uuid
    order by r.subject_id limit ${PAGE + 1}`);
  return {
    rows: rows.slice(0, PAGE).map((row) => household(tx, row)),
    next: rows.length > PAGE ? rows[PAGE - 1]!.subjectId : null,
  };
}

/**
 * Ten to read before anybody signs: first those whom it hurts, then those who come in or cannot be computed, then gains: the largest and the
 * smallest of each county. The same ten for everybody who opens the same rehearsal.
 */
export async function tenCases(tx: Tx, runId: RunId): Promise<HouseholdRow[]> {
  const rows = await tx.rows<Row>(sql`with ranked as (
      select subject_id, effect, reversal, new_fen - old_fen as change, row_number() over (partition by effect, left(division, 6) order by new_fen - old_fen desc, subject_id) as high,
        row_number() over (partition by effect, left(division, 6) order by new_fen - old_fen, subject_id) as low
      from rehearsal_row where run_id = ${runId} and effect <> 'same'),
    wanted as (select subject_id, case when reversal then 0 when effect = 'leave' then 1 when effect = 'loss' then 2 when effect = 'enter' then 3 when effect = 'unclear' then 5 else 4 end
        + least(high, low) * 10 as place from ranked where least(high, low) <= 10 order by place, subject_id limit 10)
    select ${columns} from wanted w join rehearsal_row r on r.run_id = ${runId} and r.subject_id = w.subject_id left join person p on p.id = r.person_id order by w.place, r.subject_id`);
  return rows.map((row) => household(tx, row));
}

export const householdOf = async (tx: Tx, runId: RunId, subjectId: string): Promise<HouseholdRow | null> => {
  const row = await tx.maybe<Row>(
    sql`select ${columns} from rehearsal_row r left join person p on p.id = r.person_id where r.run_id = ${runId} and r.subject_id = ${subjectId}`,
  );
  return row && household(tx, row);
};

interface Difference extends Row {
  rehearsedEffect: Effect | null;
  rehearsedOldFen: Fen;
  rehearsedNewFen: Fen;
  published: boolean;
  sameBasis: boolean;
}

const whyOf = (row: Difference): string => {
  if (row.rehearsedEffect === null) return '预演之后新增';
  if (!row.published) return '预演之后已终止或不再在范围内';
  return row.sameBasis ? '预演之后时间、暂停或其他标准有变' : '预演之后家庭情况有变，已按新的决定核算';
};

/** Households whose published result is not the rehearsed one: the register moved meanwhile. The first 200. */
export async function differencesOf(tx: Tx, runs: Compared): Promise<DifferenceRow[]> {
  const rows =
    await tx.rows<Difference>(sql`select coalesce(p.subject_id, r.subject_id) as subject_id, coalesce(p.programme, r.programme) as programme,
      coalesce(p.person_id, r.person_id) as person_id, n.name as person_name, coalesce(p.division, r.division) as division, coalesce(p.effect, 'same') as effect,
      coalesce(p.persons, r.persons) as persons, coalesce(p.urban_rural, r.urban_rural) as urban_rural, coalesce(p.from_month, r.from_month) as from_month,
      coalesce(p.old_fen, 0) as old_fen, coalesce(p.new_fen, 0) as new_fen, coalesce(p.arrears_fen, 0) as arrears_fen, coalesce(p.reversal, false) as reversal, p.reason,
      r.effect as rehearsed_effect, coalesce(r.old_fen, 0) as rehearsed_old_fen, coalesce(r.new_fen, 0) as rehearsed_new_fen,
      p.subject_id is not null as published, p.basis_id is not distinct from r.basis_id as same_basis
    from ${pairs(runs)} left join person n on n.id = coalesce(p.person_id, r.person_id) where ${differs} order by 1 limit 200`);
  return rows.map((row) => ({
    ...household(tx, row),
    rehearsed:
      row.rehearsedEffect === null
        ? null
        : {
            effect: row.rehearsedEffect,
            effectZh: effects[row.rehearsedEffect],
            oldFen: row.rehearsedOldFen,
            newFen: row.rehearsedNewFen,
          },
    why: whyOf(row),
  }));
}
