/** 存管流水: the bank's entries of the escrow account against deposits and memberships, one to one. What is beyond doubt is paired by the platform, the rest by the office; what is left is seen on both sides. */
import { z } from 'zod';
import { containing, sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { yuan } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, type Fen, type FormField, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { type Listing, pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import { findInstitution, lockInstitution } from '../register/store.ts';
import { sealPlace } from '../stays/store.ts';
import {
  bankNorms,
  bankStandings,
  type ItemRow,
  itemColumns,
  keyOf,
  mustLie,
  settleEntries,
  stated,
  unpaired,
} from './bank-store.ts';
import type { BankPage, BankRow } from './content.ts';
import { followLights } from './store.ts';
import { type BankSide, bankItems, offices, otherEntries } from './terms.ts';

interface EntryRow {
  id: string;
  institutionId: string;
  division: DivisionCode;
  onDate: PlainDate;
  serialNo: string;
  amountFen: Fen;
  payer: Buffer | null;
  paymentId: string | null;
  prepaidId: string | null;
  other: keyof typeof otherEntries | null;
  settledOn: PlainDate | null;
}
const entryColumns = sql`e.id, e.institution_id, e.division, e.on_date, e.serial_no, e.amount_fen, e.payer, e.payment_id, e.prepaid_id, e.other, e.settled_on`;

async function lockEntry(tx: Tx, id: string): Promise<Result<EntryRow>> {
  const entry = await tx.maybe<EntryRow>(sql`select ${entryColumns} from care_escrow_entry e where e.id = ${id} for update`);
  return entry ? ok(entry) : fail('NOT_FOUND');
}
const audited = (tx: Tx, of: EntryRow, action: 'care-escrow.matched' | 'care-escrow.unmatched') =>
  recordAudit(tx, { action, subject: { kind: 'care-institution', id: of.institutionId }, division: of.division });

async function settled(tx: Tx, of: EntryRow): Promise<Result<{ id: string }>> {
  const home = await lockInstitution(tx, of.institutionId);
  if (!home.ok) return home;
  const lights = await followLights(tx, home.value);
  return lights.ok ? ok({ id: of.id }) : lights;
}

export const Match = z.strictObject({
  item: z
    .string()
    .regex(/^(payment|prepaid):[0-9a-f-]{36}$/, '请选择')
    .meta({ label: '抵哪一笔' }),
});
/** 核对: by the office, where the platform could not tell. Sums, signs and homes agree, or the database refuses it. */
export async function matchEntry(tx: Tx, id: string, { item }: z.infer<typeof Match>): Promise<Result<{ id: string }>> {
  const found = await lockEntry(tx, id);
  if (!found.ok) return found;
  const of = found.value;
  if (of.settledOn !== null) return fail('ESCROW_SETTLED');
  const [what, itemId] = item.split(':') as ['payment' | 'prepaid', string];
  const open = await tx.maybe(
    sql`select 1 as yes from ${stated([of.institutionId])} where i.what = ${what} and i.id = ${itemId}::uuid and i.amount_fen = ${of.amountFen} and ${unpaired}`,
  );
  if (!open) return fail('ESCROW_ANOTHER', { amount: yuan(of.amountFen) });
  await tx.run(sql`update care_escrow_entry set payment_id = ${what === 'payment' ? itemId : null}, prepaid_id = ${what === 'prepaid' ? itemId : null}, settled_on = ${tx.today},
    settled_by = ${tx.actor.id}, settled_name = ${tx.actor.name} where id = ${id}`);
  await audited(tx, of, 'care-escrow.matched');
  return settled(tx, of);
}

export const Explained = z.strictObject({
  other: choice(otherEntries).meta({ label: '这笔是什么', choices: otherEntries }),
  note: z
    .string()
    .trim()
    .min(4, '请写明凭据')
    .max(200)
    .meta({ label: '凭据', help: '合同、票据的编号；动用的写明家属或者县里谁确认的' }),
});
export async function explainEntry(tx: Tx, id: string, given: z.infer<typeof Explained>): Promise<Result<{ id: string }>> {
  const found = await lockEntry(tx, id);
  if (!found.ok) return found;
  if (found.value.settledOn !== null) return fail('ESCROW_SETTLED');
  await tx.run(sql`update care_escrow_entry set other = ${given.other}, note = ${given.note}, settled_on = ${tx.today}, settled_by = ${tx.actor.id}, settled_name = ${tx.actor.name}
    where id = ${id}`);
  await audited(tx, found.value, 'care-escrow.matched');
  return settled(tx, found.value);
}

export const Unmatched = z.strictObject({
  reason: z.string().trim().min(4, '请写明原因').max(200).meta({ label: '哪里对错了' }),
});
export async function unmatchEntry(tx: Tx, id: string, { reason }: z.infer<typeof Unmatched>): Promise<Result<{ id: string }>> {
  const found = await lockEntry(tx, id);
  if (!found.ok) return found;
  const of = found.value;
  if (of.settledOn === null) return fail('ESCROW_OPEN');
  await tx.run(
    sql`update care_escrow_entry set payment_id = null, prepaid_id = null, other = null, note = null, settled_on = null, settled_by = null, settled_name = null where id = ${id}`,
  );
  await recordAudit(tx, {
    action: 'care-escrow.unmatched',
    subject: { kind: 'care-institution', id: of.institutionId },
    division: of.division,
    detail: { serialNo: of.serialNo, reason },
  });
  return settled(tx, of);
}

/** The statement reaches from its first to its last day; pairs are made and the lights follow. */
export async function takeStatement(
  tx: Tx,
  institutionId: string,
  span: { from: PlainDate; to: PlainDate },
): Promise<Result<null>> {
  const home = await lockInstitution(tx, institutionId);
  if (!home.ok) return home;
  await tx.run(sql`update care_escrow set statement_from = least(coalesce(statement_from, ${span.from}::date), ${span.from}::date),
    statement_to = greatest(coalesce(statement_to, ${span.to}::date), ${span.to}::date) where institution_id = ${institutionId}`);
  const paired = await settleEntries(tx, home.value);
  if (!paired.ok) return paired;
  const lights = await followLights(tx, home.value);
  return lights.ok ? ok(null) : lights;
}

const PAGE = 50;

/** A name is shown by its first sign where it is not of this home's people. */
const masked = (name: string): string => `${name.slice(0, 1)}${'＊'.repeat(Math.min(3, Math.max(1, name.length - 1)))}`;

async function entryRows(tx: Tx, id: string, { side, q, cursor }: Listing & { side: 'bank' | 'matched' }) {
  const stretch = stretchOf(cursor, PAGE);
  const found = await tx.rows<
    EntryRow & {
      note: string | null;
      settledName: string | null;
      name: string | null;
      item: string | null;
      personId: string | null;
    }
  >(
    sql`select ${entryColumns}, e.note, e.settled_name, n.name, coalesce(p.kind, c.kind || case when e.amount_fen < 0 then '-returned' else '' end) as item, n.id as person_id
      from care_escrow_entry e left join care_payment p on p.id = e.payment_id left join care_prepaid c on c.id = e.prepaid_id
        left join person n on n.id = coalesce(p.person_id, c.person_id)
      where e.institution_id = ${id} and ${side === 'bank' ? sql`e.settled_on is null` : sql`e.settled_on is not null`}
        and ${q ? sql`(e.serial_no like ${containing(q)} or n.name like ${containing(q)})` : sql`true`}
      order by e.on_date desc, e.id desc ${within(stretch)}`,
  );
  return pageOf(found, stretch);
}

/** For each entry of a page the items of its own sum that wait: asked for at once. */
async function choicesFor(tx: Tx, id: string, amounts: readonly Fen[]): Promise<Map<Fen, { value: string; label: string }[]>> {
  if (amounts.length === 0) return new Map();
  const items = await tx.rows<ItemRow>(
    sql`select ${itemColumns} from ${stated([id])} left join person n on n.id = i.person_id where i.amount_fen = any(${[...new Set(amounts)]}::bigint[]) and ${unpaired}
      order by i.on_date, i.id limit 500`,
  );
  return Map.groupBy(
    items.map((item) => ({
      amountFen: item.amountFen,
      value: keyOf(item),
      label: `${item.onDate}，${item.name ?? '（不在您的范围内）'}，${bankItems[item.item]}`,
    })),
    ({ amountFen }) => amountFen,
  );
}

function entryOffers(tx: Tx, of: EntryRow, choices: readonly { value: string; label: string }[]): Offer[] {
  const to = (what: string) => `/api/care-escrow-entries/${of.id}/${what}`;
  const fixed = { requestId: newId() };
  const fields = formOf(Match).map((field): FormField => ({ ...field, type: 'choice', choices: [...choices] }) as FormField);
  return offersTo(tx.actor, [
    {
      action: 'match',
      zh: '核对',
      causes: '这笔流水抵这一笔，一笔只抵一笔。',
      by: offices,
      when: of.settledOn === null && choices.length > 0,
      to: to('match'),
      fields,
      fixed,
    },
    {
      action: 'explain',
      zh: '写明是什么',
      causes: '不是押金、会员费的，写明是什么、凭什么。',
      by: offices,
      when: of.settledOn === null,
      to: to('explanation'),
      fields: formOf(Explained),
      fixed,
    },
    {
      action: 'unmatch',
      zh: '对错了，退回',
      causes: '退回没有核对的；原因留在日志里。',
      by: offices,
      when: of.settledOn !== null,
      to: to('unmatching'),
      fields: formOf(Unmatched),
      fixed,
    },
  ]);
}

/** 流水核对 of a home: what the bank has and nobody explained, what was taken and is not at the bank, or what agrees. Names are on record as seen. */
export async function bankPage(
  tx: Tx,
  id: string,
  { side, q, cursor }: Listing & { side: BankSide },
): Promise<Result<BankPage, 'NOT_FOUND' | 'PARAM_MISSING'>> {
  const found = await findInstitution(tx, id);
  if (!found.ok) return found;
  const home = found.value;
  const standings = await bankStandings(tx, [home]);
  if (!standings.ok) return standings;
  const standing = standings.value.get(id) ?? null;
  const head = { name: home.name, division: home.division, statementTo: standing?.statementTo ?? null };
  const seen = (persons: readonly (string | null)[]) => {
    const personIds = [...new Set(persons.filter((one) => one !== null))] as never[];
    return personIds.length > 0
      ? recordAudit(tx, { action: 'care-prepaid.listed', personIds, division: home.division })
      : Promise.resolve();
  };
  if (side === 'home') {
    const set = await bankNorms(tx, home.division);
    if (!set.ok) return set;
    const stretch = stretchOf(cursor, PAGE);
    const { rows, next } = pageOf(
      await tx.rows<ItemRow>(
        sql`select ${itemColumns} from ${stated([id])} left join person n on n.id = i.person_id where ${unpaired} and ${mustLie}
          and ${q ? sql`n.name like ${containing(q)}` : sql`true`} order by i.on_date, i.id ${within(stretch)}`,
      ),
      stretch,
    );
    await seen(rows.map(({ personId }) => personId));
    return ok({
      ...head,
      next,
      rows: rows.map((item): BankRow => {
        const dueOn = tx.calendar.addWorkdays(item.onDate, set.value['CARE-ESCROW-BANKED'], home.division);
        return {
          id: `${keyOf(item)}:${item.amountFen}`,
          onDate: item.onDate,
          serialNo: null,
          amountFen: item.amountFen,
          who: item.name ?? '（不在您的范围内）',
          what: bankItems[item.item],
          dueOn,
          late: tx.today > dueOn,
          byName: null,
          offers: [],
        };
      }),
    });
  }
  const { rows, next } = await entryRows(tx, id, { side, q, cursor });
  const choices = await choicesFor(tx, id, side === 'bank' ? rows.map(({ amountFen }) => amountFen) : []);
  await seen(rows.map(({ personId }) => personId));
  return ok({
    ...head,
    next,
    rows: rows.map(
      (row): BankRow => ({
        id: row.id,
        onDate: row.onDate,
        serialNo: row.serialNo,
        amountFen: row.amountFen,
        who: row.payer ? masked(tx.keys.open(row.payer, sealPlace('care_escrow_entry', 'payer', row.id))) : '',
        what: row.other
          ? `${otherEntries[row.other]}（${row.note}）`
          : row.item
            ? `${row.name ?? ''}，${bankItems[row.item as keyof typeof bankItems]}`
            : '',
        dueOn: null,
        late: false,
        byName: row.settledOn ? (row.settledName ?? '平台') : null,
        offers: entryOffers(tx, row, choices.get(row.amountFen) ?? []),
      }),
    ),
  });
}
