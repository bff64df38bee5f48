/**
 * Who stands at a till: by the code on the person's telephone, or by the card with the end of the identity number. Never by face. A code is used once and lives for
 * minutes; only its digest is kept.
 */
import { randomInt } from 'node:crypto';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { personPlace } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';

const CODE = 'care_code.digest';
/** Of the telephone on which a code is shown: a digest only. */
const DEVICE = 'care_code.device';

export interface Identified {
  readonly personId: string;
  readonly name: string;
  readonly division: DivisionCode;
  readonly way: 'code' | 'card';
}

/** A new code takes the place of the one before. `device`: the mark of the telephone that shows it. */
export async function newCode(tx: Tx, device: string): Promise<Result<{ code: string; expiresAt: string }>> {
  const { personId } = tx.actor;
  const person =
    personId && (await tx.maybe<{ division: DivisionCode }>(sql`select division from person where id = ${personId}`));
  if (!personId || !person) return fail('NOT_FOUND');
  const minutes = await wholeParameter(tx, 'CARE-CODE-LIFE', person.division, tx.today);
  if (!minutes.ok) return minutes;
  const expiresAt = new Date(Date.parse(tx.now) + minutes.value * 60_000).toISOString();
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  await tx.run(sql`insert into care_code (person_id, division, digest, expires_at, device)
    values (${personId}, ${person.division}, ${tx.keys.digest(CODE, code)}, ${expiresAt}, ${tx.keys.digest(DEVICE, device)})
    on conflict (person_id) do update set digest = excluded.digest, expires_at = excluded.expires_at, division = excluded.division, device = excluded.device`);
  return ok({ code, expiresAt });
}

/** Two persons may have been given the same six digits at once: then nobody is found, and never the wrong one. */
async function byCode(tx: Tx, code: string): Promise<Identified | null> {
  const rows = await tx.rows<
    Omit<Identified, 'way'>
  >(sql`select c.person_id, p.name, p.division from care_code c join person p on p.id = c.person_id
    where c.digest = ${tx.keys.digest(CODE, code)} and c.expires_at > ${tx.now} and p.life_state <> 'dead' limit 2`);
  return rows.length === 1 ? { ...rows[0]!, way: 'code' } : null;
}

async function byCard(tx: Tx, number: string, idTail: string): Promise<Identified | null> {
  const row = await tx.maybe<
    Omit<Identified, 'way'> & { idNumber: Buffer }
  >(sql`select c.person_id, p.name, p.division, p.id_number
    from care_card c join person p on p.id = c.person_id where c.number = ${number} and p.life_state <> 'dead'`);
  if (!row) return null;
  const { idNumber, ...person } = row;
  const known = tx.keys.open(idNumber, personPlace('idNumber', person.personId as never));
  return known.slice(-4).toUpperCase() === idTail.toUpperCase() ? { ...person, way: 'card' } : null;
}

/** For a meal the card alone will do: nobody is paid by it. */
export async function cardHolder(tx: Tx, number: string): Promise<Identified | null> {
  const row = await tx.maybe<
    Omit<Identified, 'way'>
  >(sql`select c.person_id, p.name, p.division from care_card c join person p on p.id = c.person_id
    where c.number = ${number} and p.life_state <> 'dead'`);
  return row && { ...row, way: 'card' };
}

export async function identify(
  tx: Tx,
  given: { code: string; idTail?: string | undefined },
): Promise<Result<Identified, 'CARE_CODE_WRONG'>> {
  const found =
    given.code.length === 6 ? await byCode(tx, given.code) : given.idTail ? await byCard(tx, given.code, given.idTail) : null;
  return found ? ok(found) : fail('CARE_CODE_WRONG');
}

/** What was shown at a till is over. */
export const spendCode = (tx: Tx, personId: string): Promise<number> =>
  tx.run(sql`update care_code set expires_at = ${tx.now} where person_id = ${personId} and expires_at > ${tx.now}`);

/** Seven digits and one that finds a slip of the tongue (Luhn). */
export function cardNumber(no: number): string {
  const digits = String(no).padStart(7, '0');
  const sum = [...digits].reduceRight((s, d, i) => {
    const twice = (digits.length - 1 - i) % 2 === 0 ? Number(d) * 2 : Number(d);
    return s + (twice > 9 ? twice - 9 : twice);
  }, 0);
  return digits + ((10 - (sum % 10)) % 10);
}

export const cardOf = (tx: Tx, personId: string): Promise<{ number: string } | null> =>
  tx.maybe<{ number: string }>(sql`select number from care_card where person_id = ${personId}`);

/** One card for each person; who has one keeps it. */
export async function issueCard(tx: Tx, personId: string): Promise<Result<{ number: string }>> {
  const person = await tx.maybe<{ name: string; division: DivisionCode }>(
    sql`select name, division from person where id = ${personId} and life_state <> 'dead'`,
  );
  if (!person) return fail('NOT_FOUND');
  const held = await cardOf(tx, personId);
  if (held) return ok(held);
  const { no } = await tx.one<{ no: number }>(sql`select nextval('care_card_no')::int as no`);
  const number = cardNumber(no);
  await tx.run(sql`insert into care_card (person_id, division, number, issued_on, issued_by)
    values (${personId}, ${person.division}, ${number}, ${tx.today}, ${tx.actor.id})`);
  await recordAudit(tx, {
    action: 'care-card.issued',
    subject: { kind: 'person', id: personId },
    personId,
    division: person.division,
  });
  return ok({ number });
}
