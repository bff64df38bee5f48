/** All SQL of the works at home: the home, the works, each item with its photographs. */
import { type Sql, sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import type { HomeItem } from './items.ts';
import type { Source } from './rules.ts';

export const HOME_KEY = 'fitted-home';
export const homePlace = (id: string): string => `fitted_home.address:${id}`;
/** 三组12号 and 三组 １２号 are one address. */
export const addressKey = (division: DivisionCode, address: string): string =>
  `${division}:${address
    .normalize('NFKC')
    .replace(/[\s,，、。.\-—]/g, '')
    .toUpperCase()}`;

/** The home at an address: the same one for whoever asks. */
export async function homeAt(tx: Tx, division: DivisionCode, address: string): Promise<string> {
  const id = newId();
  const digests = tx.keys.digests(HOME_KEY, addressKey(division, address));
  const known = await tx.maybe<{ id: string }>(sql`select id from fitted_home where address_digest = any(${digests}::bytea[])`);
  if (known) return known.id;
  await tx.run(sql`insert into fitted_home (id, division, address, address_digest)
    values (${id}, ${division}, ${tx.keys.sealJson({ division, address }, homePlace(id))}, ${tx.keys.digest(HOME_KEY, addressKey(division, address))}) on conflict (address_digest) do nothing`);
  const found = await tx.one<{ id: string }>(sql`select id from fitted_home where address_digest = any(${digests}::bytea[])`);
  return found.id;
}

export interface Works {
  id: string;
  source: Source;
  caseId: string;
  personId: string;
  householdId: string | null;
  division: DivisionCode;
  homeId: string;
  assessorId: string | null;
  providerId: string | null;
  assignedBy: string | null;
  plannedOn: PlainDate | null;
  signedOn: PlainDate | null;
  finishedOn: PlainDate | null;
  acceptedOn: PlainDate | null;
  elderSignature: string | null;
  townshipSignature: string | null;
  inspectedBy: string | null;
  paidOn: PlainDate | null;
  actualFen: Fen | null;
  subsidyFen: Fen | null;
  entitlementId: string | null;
  followedOn: PlainDate | null;
}
export const worksColumns = sql`w.id, w.source, w.case_id, w.person_id, w.household_id, w.division, w.home_id, w.assessor_id, w.provider_id, w.assigned_by, w.planned_on, w.signed_on,
  w.finished_on, w.accepted_on, w.elder_signature, w.township_signature, w.inspected_by, w.paid_on, w.actual_fen, w.subsidy_fen, w.entitlement_id, w.followed_on`;

/** The works of a case as they stand; null before the county has approved it, and after they were given up. */
export const worksOfCase = (tx: Tx, caseId: string): Promise<Works | null> =>
  tx.maybe<Works>(sql`select ${worksColumns} from home_works w where w.case_id = ${caseId} and w.counts is not null`);

/** Takes the place of the person (of an adaptation: of household and home) for the time that it counts; null where it is taken. */
export async function beginWorks(
  tx: Tx,
  of: Pick<Works, 'source' | 'caseId' | 'personId' | 'householdId' | 'division' | 'homeId'> & {
    from: PlainDate;
    until: PlainDate | null;
  },
): Promise<string | null> {
  const id = newId();
  const row = await tx.maybe<{
    id: string;
  }>(sql`insert into home_works (id, source, case_id, person_id, household_id, division, home_id, counts)
    values (${id}, ${of.source}, ${of.caseId}, ${of.personId}, ${of.householdId}, ${of.division}, ${of.homeId}, daterange(${of.from}::date, ${of.until}::date))
    on conflict do nothing returning id`);
  return row?.id ?? null;
}

/** Whether the person, the household or the home has had it within its time, and until when. */
export const takenUntil = (
  tx: Tx,
  of: { source: Source; personId: string; householdId: string | null; homeId: string | null; day: PlainDate },
): Promise<{ until: PlainDate | null } | null> =>
  tx.maybe<{ until: PlainDate | null }>(sql`select upper(counts)::text as until from home_works
    where source = ${of.source} and counts @> ${of.day}::date
      and (person_id = ${of.personId}${of.source === 'adaptation' ? sql` or household_id = ${of.householdId}::uuid or home_id = ${of.homeId}::uuid` : sql``})
    order by upper(counts) desc nulls first limit 1`);

export const changeWorks = (tx: Tx, id: string, set: Sql): Promise<number> =>
  tx.run(sql`update home_works set ${set} where id = ${id}`);

/** Given up before anything was paid: place and items are free again. */
export async function giveUpWorks(tx: Tx, caseId: string): Promise<void> {
  const works = await worksOfCase(tx, caseId);
  if (!works || works.paidOn) return;
  await tx.run(sql`update fitted_item set state = 'void' where works_id = ${works.id} and state <> 'void'`);
  await changeWorks(tx, works.id, sql`counts = null`);
}

export interface FittedItem {
  id: string;
  item: HomeItem;
  necessary: boolean;
  spot: string;
  quantity: number;
  quotedFen: Fen;
  actualFen: Fen | null;
  beforeFile: string;
  beforeHash: string;
  afterFile: string | null;
  undoneReason: string | null;
  state: 'planned' | 'done' | 'void';
}
export const itemsOf = (tx: Tx, worksId: string): Promise<FittedItem[]> =>
  tx.rows<FittedItem>(sql`select id, item, necessary, spot, quantity, quoted_fen, actual_fen, before_file, before_hash, after_file, undone_reason, state
    from fitted_item where works_id = ${worksId} and (state <> 'void' or undone_reason is not null) order by position`);

/** Items that stand at a home by other works: paid, or on the way. */
export const itemsAt = async (tx: Tx, works: Works): Promise<HomeItem[]> =>
  (
    await tx.rows<{ item: HomeItem }>(
      sql`select distinct item from fitted_item where home_id = ${works.homeId} and works_id <> ${works.id} and state <> 'void'`,
    )
  ).map((row) => row.item);

export interface NewItem {
  item: HomeItem;
  necessary: boolean;
  spot: string;
  quantity: number;
  quotedFen: Fen;
  beforeFile: string;
  beforeHash: string;
}
/** The plan, instead of the one before; how many of its rows went in: fewer where an item or a photograph stands elsewhere. */
export async function planItems(tx: Tx, works: Works, rows: readonly NewItem[]): Promise<number> {
  await tx.run(sql`update fitted_item set state = 'void' where works_id = ${works.id} and state <> 'void'`);
  let written = 0;
  for (const [position, row] of rows.entries())
    written +=
      await tx.run(sql`insert into fitted_item (id, works_id, person_id, division, home_id, position, item, necessary, spot, quantity, quoted_fen, before_file, before_hash)
      values (${newId()}, ${works.id}, ${works.personId}, ${works.division}, ${works.homeId}, ${position}, ${row.item}, ${row.necessary}, ${row.spot}, ${row.quantity}, ${row.quotedFen}, ${row.beforeFile}, ${row.beforeHash})
      on conflict do nothing`);
  return written;
}

/** Whether a photograph was handed in for any item before. */
export const photoKnown = async (tx: Tx, hashes: readonly string[], but: readonly string[] = []): Promise<boolean> =>
  (await tx.maybe(sql`select 1 as known from fitted_item where (before_hash = any(${[...hashes]}::text[]) or after_hash = any(${[...hashes]}::text[]))
    and state <> 'void' and not (id = any(${[...but]}::uuid[])) limit 1`)) !== null;

export const doneItem = (tx: Tx, id: string, of: { actualFen: Fen; file: string; hash: string }): Promise<number> =>
  tx.run(
    sql`update fitted_item set state = 'done', actual_fen = ${of.actualFen}, after_file = ${of.file}, after_hash = ${of.hash}, undone_reason = null where id = ${id}`,
  );
export const undoneItem = (tx: Tx, id: string, reason: string): Promise<number> =>
  tx.run(
    sql`update fitted_item set state = 'void', actual_fen = null, after_file = null, after_hash = null, undone_reason = ${reason} where id = ${id}`,
  );
