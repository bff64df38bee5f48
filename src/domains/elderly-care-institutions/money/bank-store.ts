/** The entries of escrow accounts and what they pair with: all SQL that the lights, the daily watch and the page share. */
import { type Sql, sql } from '../../../database/sql.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import type { Institution } from '../register/store.ts';
import { sealPlace } from '../stays/store.ts';
import { type BankStanding, pairUp, type Stated } from './bank-rules.ts';
import { moneyLimits } from './parameters.ts';
import type { bankItems } from './terms.ts';

/** Deposits, memberships and service fees of these homes with their sign; `i` is one of them. Who was paid back goes out. */
export const stated = (homes: readonly string[]): Sql => sql`(
    select 'payment' as what, p.institution_id, p.id, p.kind as item, p.person_id, (p.paid_at at time zone 'Asia/Shanghai')::date as on_date,
      case p.kind when 'deposit' then p.amount_fen else -p.amount_fen end as amount_fen
    from care_payment p where p.institution_id = any(${[...homes]}::uuid[]) and p.kind in ('deposit', 'deposit-returned')
    union all
    select 'prepaid', c.institution_id, c.id, c.kind, c.person_id, c.signed_on, c.amount_fen from care_prepaid c where c.institution_id = any(${[...homes]}::uuid[])
    union all
    select 'prepaid', c.institution_id, c.id, c.kind || '-returned', c.person_id, c.refunded_on, -c.refunded_fen from care_prepaid c
      where c.institution_id = any(${[...homes]}::uuid[]) and c.refunded_fen > 0
  ) i`;
export const unpaired = sql`not exists (select from care_escrow_entry e where (i.what = 'payment' and e.payment_id = i.id)
  or (i.what = 'prepaid' and e.prepaid_id = i.id and (e.amount_fen > 0) = (i.amount_fen > 0)))`;
/** What must lie in the account: service fees may, and need not. */
export const mustLie = sql`i.item in ('deposit', 'member')`;

export interface ItemRow {
  what: 'payment' | 'prepaid';
  id: string;
  item: keyof typeof bankItems;
  personId: string;
  name: string | null;
  onDate: PlainDate;
  amountFen: Fen;
}
export const itemColumns = sql`i.what, i.id, i.item, i.person_id, n.name, i.on_date, i.amount_fen`;
export const keyOf = (item: Pick<ItemRow, 'what' | 'id'>): string => `${item.what}:${item.id}`;

/** How many working days a deposit may take; how long an entry may stay unexplained; from which sum on one day that is grave. */
export const bankNorms = (tx: Tx, division: DivisionCode) =>
  moneyLimits(tx, division, ['CARE-ESCROW-BANKED', 'CARE-ESCROW-EXPLAIN']);

/** A family may transfer so many days before the accountant writes it down. */
const EARLY_DAYS = 7;
/** Of a home; what is paired leaves, so a list that goes on is taken up again the next day. */
const MOST = 5000;

/** Pairs what is beyond doubt. Run after each statement and every day. */
export async function settleEntries(tx: Tx, of: Pick<Institution, 'id' | 'division'>): Promise<Result<number, 'PARAM_MISSING'>> {
  const set = await bankNorms(tx, of.division);
  if (!set.ok) return set;
  const open = await tx.rows<{ id: string; onDate: PlainDate; amountFen: Fen; payer: Buffer | null }>(
    sql`select id, on_date, amount_fen, payer from care_escrow_entry where institution_id = ${of.id} and settled_on is null order by on_date, id limit ${MOST}`,
  );
  if (open.length === 0) return ok(0);
  const items = await tx.rows<ItemRow>(
    sql`select ${itemColumns} from ${stated([of.id])} join person n on n.id = i.person_id where ${unpaired} order by i.on_date, i.id limit ${MOST}`,
  );
  const pairs = pairUp(
    open.map(({ payer, ...entry }) => ({
      ...entry,
      payer: payer && tx.keys.open(payer, sealPlace('care_escrow_entry', 'payer', entry.id)),
    })),
    items.map(
      (item): Stated => ({
        key: keyOf(item),
        onDate: item.onDate,
        amountFen: item.amountFen,
        dueOn: tx.calendar.addWorkdays(item.onDate, set.value['CARE-ESCROW-BANKED'], of.division),
        notBefore: plusDays(item.onDate, -EARLY_DAYS),
        name: item.name ?? '',
      }),
    ),
  );
  const settled = [...pairs].map(([entryId, { key }]) => ({ entryId, what: key.split(':')[0]!, id: key.split(':')[1]! }));
  await tx.run(sql`update care_escrow_entry e set payment_id = case s.what when 'payment' then s.id end, prepaid_id = case s.what when 'prepaid' then s.id end,
      settled_on = ${tx.today}, settled_by = 'platform'
    from unnest(${settled.map((of) => of.entryId)}::uuid[], ${settled.map((of) => of.what)}::text[], ${settled.map((of) => of.id)}::uuid[]) s (entry_id, what, id)
    where e.id = s.entry_id and e.settled_on is null`);
  return ok(pairs.size);
}

/** What the lights say of an account, up to where the statements of the bank go. */
export type Account = BankStanding & { readonly statementTo: PlainDate };
type Of = Pick<Institution, 'id' | 'division'>;

/** Of those of these homes whose account has a statement, by the home's id: the same few questions however many they are. */
export async function bankStandings(
  tx: Tx,
  homes: readonly Of[],
): Promise<Result<ReadonlyMap<string, Account>, 'PARAM_MISSING'>> {
  const found = new Map<string, Account>();
  const told = await tx.rows<{
    id: string;
    from: PlainDate;
    to: PlainDate;
  }>(sql`select institution_id as id, statement_from as "from", statement_to as "to"
    from care_escrow where institution_id = any(${homes.map(({ id }) => id)}::uuid[]) and statement_from is not null and statement_to is not null`);
  if (told.length === 0) return ok(found);
  const accounts: { of: Of; from: PlainDate; to: PlainDate; banked: number; since: PlainDate }[] = [];
  for (const { id, from, to } of told) {
    const of = homes.find((home) => home.id === id)!;
    const set = await bankNorms(tx, of.division);
    if (!set.ok) return set;
    accounts.push({
      of,
      from,
      to,
      banked: set.value['CARE-ESCROW-BANKED'],
      since: plusDays(tx.today, -set.value['CARE-ESCROW-EXPLAIN']),
    });
  }
  const ids = accounts.map(({ of }) => of.id);
  const missing = await tx.rows<{
    id: string;
    onDate: PlainDate;
    n: number;
    fen: Fen;
  }>(sql`select i.institution_id as id, i.on_date, count(*)::int as n, sum(i.amount_fen)::bigint as fen
    from ${stated(ids)} join unnest(${ids}::uuid[], ${accounts.map(({ from }) => from)}::date[], ${accounts.map(({ to }) => to)}::date[]) s (id, from_on, to_on) on s.id = i.institution_id
    where ${unpaired} and ${mustLie} and i.on_date between s.from_on and s.to_on group by 1, 2`);
  const open = await tx.rows<{
    id: string;
    unexplained: number;
    mostOutFen: Fen;
  }>(sql`select id, sum(n)::int as unexplained, max(fen)::bigint as most_out_fen from (
      select e.institution_id as id, e.on_date, count(*) as n, sum(greatest(0, -e.amount_fen)) as fen
      from care_escrow_entry e join unnest(${ids}::uuid[], ${accounts.map(({ since }) => since)}::date[]) s (id, since) on s.id = e.institution_id
      where e.settled_on is null and e.on_date < s.since group by 1, 2) d group by 1`);
  for (const { of, to, banked } of accounts) {
    // 期限在银行对账单截止以后的，对账单还说不了有没有
    const due = missing.filter(({ id, onDate }) => id === of.id && tx.calendar.addWorkdays(onDate, banked, of.division) <= to);
    const { unexplained = 0, mostOutFen = 0 } = open.find(({ id }) => id === of.id) ?? {};
    found.set(of.id, {
      unbanked: due.reduce((sum, { n }) => sum + n, 0),
      unbankedFen: due.reduce((sum, { fen }) => sum + fen, 0),
      unexplained,
      mostOutFen,
      statementTo: to,
    });
  }
  return ok(found);
}

export interface NewEntry {
  readonly onDate: PlainDate;
  readonly serialNo: string;
  /** Above zero: in. */
  readonly amountFen: Fen;
  readonly payer: string | null;
}
/** One entry of a statement; false where its number is known. */
export async function enterEntry(tx: Tx, of: Pick<Institution, 'id' | 'division'>, given: NewEntry): Promise<boolean> {
  const id = newId();
  const added =
    await tx.run(sql`insert into care_escrow_entry (id, institution_id, division, on_date, serial_no, amount_fen, payer, entered_at, entered_by)
    values (${id}, ${of.id}, ${of.division}, ${given.onDate}, ${given.serialNo}, ${given.amountFen},
      ${given.payer && tx.keys.seal(given.payer, sealPlace('care_escrow_entry', 'payer', id))}, ${tx.now}, ${tx.actor.id}) on conflict (institution_id, serial_no) do nothing`);
  return added > 0;
}
