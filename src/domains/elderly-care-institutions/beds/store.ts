/** All SQL of rooms and beds. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { type BedState, bedMoves, bedStates, type PriceItem, type SexRule, type Ward } from './terms.ts';

export interface Bed {
  id: string;
  institutionId: string;
  division: DivisionCode;
  roomId: string;
  code: string;
  priceClass: string;
  rails: boolean;
  bedCalls: boolean;
  wheelchair: boolean;
  wardStaffed: boolean;
  checkedOn: PlainDate | null;
  nursing: boolean;
  state: BedState;
  reason: string;
  changedAt: string;
  version: number;
  building: string;
  floor: number;
  room: string;
  sexRule: SexRule;
  ward: Ward;
}
/** `b` is the bed, `r` its room. */
export const bedColumns = sql`b.id, b.institution_id, b.division, b.room_id, b.code, b.price_class, b.rails, b.bed_calls, b.wheelchair, b.ward_staffed, b.checked_on, b.nursing,
  b.state, b.reason, b.changed_at, b.version, r.building, r.floor, r.name as room, r.sex_rule, r.ward`;

export async function findBed(tx: Tx, id: string): Promise<Result<Bed, 'NOT_FOUND'>> {
  const bed = await tx.maybe<Bed>(
    sql`select ${bedColumns} from care_bed b join care_room r on r.id = b.room_id where b.id = ${id}`,
  );
  return bed ? ok(bed) : fail('NOT_FOUND');
}

/** The bed, locked: the second of two waits, then sees what the first one did. */
export async function lockBed(tx: Tx, id: string): Promise<Result<Bed, 'NOT_FOUND'>> {
  const bed = await tx.maybe<Bed>(
    sql`select ${bedColumns} from care_bed b join care_room r on r.id = b.room_id where b.id = ${id} for update of b`,
  );
  return bed ? ok(bed) : fail('NOT_FOUND');
}

/** Free beds by kind, as everybody may see them: only those that are vacant, and holds that are dead at this instant. */
export interface Free {
  readonly ordinary: number;
  readonly nursing: number;
}
/** Free beds by kind; a home without any is not in the answer. */
export async function freeOfHomes(tx: Tx, institutionIds: readonly string[]): Promise<ReadonlyMap<string, Free>> {
  const rows = await tx.rows<
    Free & { id: string }
  >(sql`select b.institution_id as id, count(*) filter (where not b.nursing)::int as ordinary,
      count(*) filter (where b.nursing)::int as nursing
    from care_bed b where b.institution_id = any(${[...institutionIds]}::uuid[]) and ${freeNow(tx)} group by b.institution_id`);
  return new Map(rows.map(({ id, ...free }) => [id, free]));
}
export const freeByKind = async (tx: Tx, institutionId: string): Promise<Free> =>
  (await freeOfHomes(tx, [institutionId])).get(institutionId) ?? { ordinary: 0, nursing: 0 };

/** `b` is the bed: vacant, or held by a booking that has died. */
export const freeNow = (
  tx: Tx,
) => sql`(b.state = 'vacant' or (b.state in ('held', 'reserved') and not exists (select from booking k
  where k.resource_id = b.id and k.state in ('hold', 'reservation') and k.expires_at > ${tx.now})))`;

/** One arrow of 4.2. Whatever becomes free, or is free no longer, is told to who matches beds. */
export async function moveBed(tx: Tx, bed: Bed, to: BedState, reason = ''): Promise<Result<Bed, 'BED_MOVE'>> {
  if (!bedMoves[bed.state].includes(to))
    return fail('BED_MOVE', { code: bed.code, state: bedStates[bed.state], to: bedStates[to] });
  const { version } = await tx.one<{
    version: number;
  }>(sql`update care_bed set state = ${to}, reason = ${reason}, changed_at = ${tx.now}, changed_by = ${tx.actor.id}
    where id = ${bed.id} returning version`);
  await tx.run(sql`update care_institution set vacancy_confirmed_at = ${tx.now} where id = ${bed.institutionId}`);
  if (bed.state === 'vacant' || to === 'vacant')
    await emit(tx, {
      type: 'bed.vacancy.changed',
      subject: { kind: 'care-institution', id: bed.institutionId },
      division: bed.division,
      sensitivity: 'public',
      payload: {
        institutionId: bed.institutionId,
        freeByKind: Object.entries(await freeByKind(tx, bed.institutionId)).flat(),
        asOf: tx.now,
      },
    });
  return ok({ ...bed, state: to, reason, version });
}

export interface Price {
  item: PriceItem;
  name: string;
  amountFen: Fen;
  fromOn: PlainDate;
  documentNo: string | null;
}

/** Every price that was ever published, the newest first of each. */
export const pricesOf = (tx: Tx, institutionId: string): Promise<Price[]> =>
  tx.rows(sql`select item, name, amount_fen, from_on, document_no from care_price where institution_id = ${institutionId}
    order by array_position(array['bed', 'care', 'meals', 'trial'], item), name, from_on desc limit 500`);

/** What these homes charge on a day, each by its id. */
export async function pricesOfHomes(
  tx: Tx,
  institutionIds: readonly string[],
  day: PlainDate,
): Promise<ReadonlyMap<string, Price[]>> {
  const rows = await tx.rows<Price & { id: string }>(
    sql`select distinct on (institution_id, item, name) institution_id as id, item, name, amount_fen, from_on, document_no from care_price
      where institution_id = any(${[...institutionIds]}::uuid[]) and from_on <= ${day} order by institution_id, item, name, from_on desc`,
  );
  return new Map(Object.entries(Object.groupBy(rows, (row) => row.id)).map(([id, prices]) => [id, prices!]));
}

/** What is charged on a day, of each item and name one. */
export const pricesOn = (prices: readonly Price[], day: PlainDate): Price[] =>
  prices.filter(
    (p) =>
      p.fromOn <= day && !prices.some((o) => o.item === p.item && o.name === p.name && o.fromOn <= day && o.fromOn > p.fromOn),
  );
