/** What pages read of assistants and stations: coverage and staffing by township, and one township with its villages. */
import { sql } from '../../../database/sql.ts';
import { monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope, scopeRange } from '../../../kernel/division/index.ts';
import { clauseText, parametersOf } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { staffPhonePlace } from './actions.ts';
import { staffingOf } from './rules.ts';
import {
  type StaffKind,
  type StaffRow,
  staffKinds,
  type TownshipRow,
  type TownshipView,
  type UnitKind,
  type UnitView,
  unitKinds,
} from './terms.ts';

/** Who is helped where: persons of 低保 and 特困 in this month, by village. */
export async function beneficiariesByVillage(tx: Tx, division: DivisionCode): Promise<Map<DivisionCode, number>> {
  const { lo, hi } = scopeRange(division);
  const month = monthOf(tx.today);
  const rows = await tx.rows<{ village: DivisionCode; persons: number }>(
    sql`select e.division as village, count(distinct m.person_id)::int as persons
      from entitlement e join entitlement_member m on m.entitlement_id = e.id and m.months @> month_no(${month})
      where e.programme in ('dibao', 'tekun') and e.division >= ${lo} and e.division < ${hi} and e.months @> month_no(${month})
      group by e.division limit 3000`,
  );
  return new Map(rows.map((row) => [row.village, row.persons]));
}

interface StaffRecord {
  id: string;
  kind: StaffKind;
  division: DivisionCode;
  name: string;
  phone: Buffer;
  otherPosts: string;
  unitId: string | null;
  fromOn: string;
  trainings: number;
  trainedOn: string | null;
}

const staffIn = (tx: Tx, division: DivisionCode): Promise<StaffRecord[]> => {
  const { lo, hi } = scopeRange(division);
  return tx.rows<StaffRecord>(sql`select s.id, s.kind, s.division, s.name, s.phone, s.other_posts, s.unit_id, s.from_on,
      (select count(*)::int from assistance_training t where t.staff_id = s.id) as trainings,
      (select max(t.held_on) from assistance_training t where t.staff_id = s.id) as trained_on
    from assistance_staff s where s.division >= ${lo} and s.division < ${hi} and s.to_on is null order by s.division, s.kind, s.name limit 500`);
};

const staffRow = (tx: Tx, s: StaffRecord): StaffRow => ({
  id: s.id,
  kind: s.kind,
  kindZh: staffKinds[s.kind],
  name: s.name,
  phone: tx.keys.open(s.phone, staffPhonePlace(s.id)),
  otherPosts: s.otherPosts,
  fromOn: s.fromOn,
  trainings: s.trainings,
  trainedOn: s.trainedOn,
});

/** Legal villages and communities of a township. */
export const villagesOf = (tx: Tx, township: DivisionCode) =>
  tx.divisions.children(township).filter((village) => village.legal && village.level === 'village');

const townshipsOf = (tx: Tx): DivisionCode[] => {
  const own = tx.actor.division ?? tx.city;
  return (
    tx.divisions.all
      .filter((d) => d.level === 'township' && (inScope(d.code, own) || inScope(own, d.code)))
      // A functional zone is no township, but a village that lies in one is a village like others.
      .filter((d) => d.legal || villagesOf(tx, d.code).length > 0)
      .map((d) => d.code)
  );
};

interface Counted {
  township: DivisionCode;
  posts: number;
  covered: number;
  hasCentre: boolean;
  persons: number | null;
  year: number | null;
}

/** Every township that the actor sees (a city has some seventy), with what it needs and has. */
export async function townships(tx: Tx): Promise<TownshipRow[]> {
  const codes = townshipsOf(tx);
  const year = Number(tx.today.slice(0, 4)) - 1;
  const counted = await tx.rows<Counted>(sql`select t.township,
      (select count(*)::int from assistance_staff s where left(s.division, 9) = left(t.township, 9) and s.kind = 'purchased-post' and s.to_on is null) as posts,
      (select count(distinct s.division)::int from assistance_staff s where s.division > t.township and s.division < left(t.township, 9) || ':' and s.kind = 'village-assistant' and s.to_on is null) as covered,
      exists (select from assistance_unit u where u.division = t.township and u.kind = 'centre' and u.closed_on is null) as has_centre,
      p.persons, p.year
    from unnest(${codes}::text[]) as t (township)
    left join lateral (select persons, year from township_population p where p.township = t.township collate "C" and p.year <= ${year} order by p.year desc limit 1) p on true
    order by t.township`);
  const parameters = await parametersOf(tx);
  const helped = await beneficiariesByVillage(tx, tx.actor.division ?? tx.city);
  return counted.map((row) => {
    const staffing =
      row.persons === null
        ? null
        : staffingOf({ township: row.township, persons: row.persons, posts: row.posts }, parameters, tx.today, tx.plan);
    return {
      ...row,
      name: tx.divisions.fullName(row.township),
      required: staffing?.ok ? staffing.value.required : null,
      shortage: staffing?.ok ? staffing.value.shortage : null,
      villages: villagesOf(tx, row.township).length,
      beneficiaries: [...helped].reduce((sum, [village, n]) => sum + (inScope(village, row.township) ? n : 0), 0),
    };
  });
}

/** One township: its norm in words, its centre and stations, its people, village by village. */
export async function townshipView(tx: Tx, township: DivisionCode): Promise<Result<TownshipView, 'NOT_FOUND'>> {
  const row = (await townships(tx)).find((t) => t.township === township);
  if (!row) return fail('NOT_FOUND');
  const staff = await staffIn(tx, township);
  const { lo, hi } = scopeRange(township);
  const units = await tx.rows<Omit<UnitView, 'kindZh' | 'place' | 'staff'> & { division: DivisionCode }>(
    sql`select id, kind, name, division, address, telephone, hours, covers from assistance_unit
      where division >= ${lo} and division < ${hi} and closed_on is null order by kind, division, name limit 200`,
  );
  const helped = await beneficiariesByVillage(tx, township);
  const nameOf = (code: DivisionCode): string => tx.divisions.get(code)?.name ?? code;
  const staffing =
    row.persons === null
      ? null
      : staffingOf({ township, persons: row.persons, posts: row.posts }, await parametersOf(tx), tx.today, tx.plan);
  return ok({
    ...row,
    says: staffing?.ok
      ? `${row.year}年末常住人口${row.persons!.toLocaleString('zh-CN')}人。${clauseText(staffing.value.clause)}`
      : '还没有登记年末常住人口，不能核算配员标准。',
    units: units.map(({ division, ...u }) => ({
      ...u,
      kindZh: unitKinds[u.kind as UnitKind],
      place: nameOf(division),
      covers: u.covers.map(nameOf),
      staff: staff.filter((s) => s.unitId === u.id).map((s) => s.name),
    })),
    staff: staff.filter((s) => s.kind !== 'village-assistant').map((s) => staffRow(tx, s)),
    villageRows: villagesOf(tx, township).map((village) => ({
      village: village.code,
      name: village.name,
      assistants: staff.filter((s) => s.kind === 'village-assistant' && s.division === village.code).map((s) => staffRow(tx, s)),
      beneficiaries: helped.get(village.code) ?? 0,
      stations: units.filter((u) => u.kind === 'station' && u.covers.includes(village.code)).map((u) => u.name),
    })),
  });
}
