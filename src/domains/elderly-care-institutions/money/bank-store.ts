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

/** Deposits, memberships and service fees with their sign; `i` is one of them. Who was paid back goes out. */
export const stated = (id: string): Sql => sql`(
    select 'payment' as what, p.id, p.kind as item, p.person_id, (p.paid_at at time zone 'Asia/Shanghai')::date as on_date,
      case p.kind when 'deposit' then p.amount_fen else -p.amount_fen end as amount_fen
    from care_payment p where p.institution_id = ${id} and p.kind in ('deposit', 'deposit-returned')
    union all
    select 'prepaid', c.id, c.kind, c.person_id, c.signed_on, c.amount_fen from care_prepaid c where c.institution_id = ${id}
    union all
    select 'prepaid', c.id, c.kind || '-returned', c.person_id, c.refunded_on, -c.refunded_fen from care_prepaid c where c.institution_id = ${id} and c.refunded_fen > 0
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
    sql`select ${itemColumns} from ${stated(of.id)} join person n on n.id = i.person_id where ${unpaired} order by i.on_date, i.id limit ${MOST}`,
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
  for (const [entryId, { key }] of pairs) {
    const [what, id] = key.split(':');
    await tx.run(sql`update care_escrow_entry set payment_id = ${what === 'payment' ? id : null}, prepaid_id = ${what === 'prepaid' ? id : null}, settled_on = ${tx.today},
      settled_by = 'platform' where id = ${entryId} and settled_on is null`);
  }
  return ok(pairs.size);
}

/** What the lights say of the account; null: no statement has come yet. */
export async function bankStanding(
  tx: Tx,
  of: Pick<Institution, 'id' | 'division'>,
): Promise<Result<(BankStanding & { statementTo: PlainDate }) | null, 'PARAM_MISSING'>> {
  const statement = await tx.maybe<{ from: PlainDate | null; to: PlainDate | null }>(
    sql`select statement_from as "from", statement_to as "to" from care_escrow where institution_id = ${of.id}`,
  );
  if (!statement?.from || !statement.to) return ok(null);
  const set = await bankNorms(tx, of.division);
  if (!set.ok) return set;
  const missing = await tx.rows<{ onDate: PlainDate; amountFen: Fen }>(
    sql`select i.on_date, i.amount_fen from ${stated(of.id)} where ${unpaired} and ${mustLie} and i.on_date between ${statement.from} and ${statement.to}`,
  );
  // 期限在银行对账单截止以后的，对账单还说不了有没有
  const due = missing.filter(
    ({ onDate }) => tx.calendar.addWorkdays(onDate, set.value['CARE-ESCROW-BANKED'], of.division) <= statement.to!,
  );
  const since = plusDays(tx.today, -set.value['CARE-ESCROW-EXPLAIN']);
  const { unexplained, mostOutFen } = await tx.one<{ unexplained: number; mostOutFen: Fen }>(
    sql`select coalesce(sum(n), 0)::int as unexplained, coalesce(max(fen), 0)::bigint as most_out_fen from (
        select on_date, count(*) as n, sum(greatest(0, -amount_fen)) as fen from care_escrow_entry
        where institution_id = ${of.id} and settled_on is null and on_date < ${since} group by on_date) d`,
  );
  return ok({
    unbanked: due.length,
    unbankedFen: due.reduce((sum, { amountFen }) => sum + amountFen, 0),
    unexplained,
    mostOutFen,
    statementTo: statement.to,
  });
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
