/** Two files of one person become one: what both draw and excludes itself is ended first; one account remains. */
import { sql } from '../../database/sql.ts';
import { longMonth } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { defineMergeGuard, type Files, type NewRecord } from '../resident/server.ts';
import type { PlainDate, YearMonth } from '../schema/index.ts';
import { programmeOf } from './index.ts';

interface Twice {
  programme: string | null;
  /** The old file still draws it, or is covered by it; true where it cannot be seen from here. */
  runs: boolean;
  /** It covers the remaining file, too. */
  shared: boolean;
  /** The remaining file draws the same, or one that excludes it. */
  other: boolean;
}

/** Benefits of the old file for months in which the remaining one has the same or one that excludes it. What has ended stays with the old file, for the record. */
async function obstacles(tx: Tx, { survivor, merged }: Files): Promise<string[]> {
  const twice = await tx.rows<Twice>(sql`select e.programme,
      e.id is null or (e.person_id = ${merged.id} and e.state = 'active')
        or exists (select from entitlement_member m where m.entitlement_id = e.id and m.person_id = ${merged.id} and m.to_month is null) as runs,
      exists (select from entitlement_member m where m.entitlement_id = e.id and m.person_id = ${survivor.id} and m.to_month is null) as shared,
      exists (select from entitlement_member m join entitlement o on o.id = m.entitlement_id
        where m.person_id = ${survivor.id} and m.to_month is null and o.state = 'active' and (o.programme = e.programme
          or exists (select from entitlement_exclusion x join entitlement_exclusion y on y.exclusive_group = x.exclusive_group
            where x.entitlement_id = e.id and y.entitlement_id = o.id))) as other
    from entitlements_twice(${survivor.id}, ${merged.id}) t left join entitlement e on e.id = t.entitlement_id order by 1 limit 20`);
  return twice.filter(({ runs }) => runs).map(sayTwice);
}

function sayTwice({ programme, shared, other }: Twice): string {
  const zh = programme ? programmeOf(programme).zh : '在别处领取的待遇';
  if (shared) return `同一家的“${zh}”把这个人算了两次，请先复核，减去其中一个`;
  return other
    ? `两份档案都在领取“${zh}”或者与它不能同时领取的待遇，请先停发其中一份`
    : `要并掉的一份正在领取“${zh}”，同样的月份保留的一份也领过，请改为保留正在领取的一份，或者先停发`;
}

/** The account of the remaining file stays in use; that of the old one ends today and is kept. */
async function before(tx: Tx, { survivor, merged }: Files): Promise<void> {
  await tx.run(sql`update payout_account set valid_to = greatest(valid_from, ${tx.today}::date) where person_id = ${merged.id} and valid_to is null
    and exists (select from payout_account a where a.person_id = ${survivor.id} and a.valid_to is null)`);
}

/** The account that the merge had ended is the file's again, unless it has another one. */
async function undone(tx: Tx, { mergedId, mergedOn }: { mergedId: string; mergedOn: PlainDate }): Promise<void> {
  await tx.run(sql`update payout_account set valid_to = null
    where id = (select id from payout_account where person_id = ${mergedId} and valid_to = greatest(valid_from, ${mergedOn}::date) order by valid_from desc, id desc limit 1)
      and not exists (select from payout_account a where a.person_id = ${mergedId} and a.valid_to is null)`);
}

async function newSince(tx: Tx, survivorId: string, mark: string): Promise<NewRecord[]> {
  const rows = await tx.rows<{ id: string; programme: string; fromMonth: YearMonth }>(
    sql`select id, programme, from_month from entitlement where person_id = ${survivorId} and id > ${mark} order by id limit 50`,
  );
  return rows.map(({ id, programme, fromMonth }) => ({
    value: id,
    label: `${programmeOf(programme).zh}，${longMonth(fromMonth)}起`,
  }));
}

defineMergeGuard({ name: 'payment', obstacles, before, newSince, undone });
