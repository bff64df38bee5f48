/** Telephone and detailed address of a person: the one in force stands in the person's row, each version with its source on two clocks. */
import { setValues, sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { PlainDate } from '../schema/index.ts';
import { factsAsOf, firstFact, recordFact } from './facts.ts';
import type { AsOf, Contact, PersonId } from './index.ts';
import { lockPersonRow, type PersonRow, PHONE_DIGEST, personPlace } from './persons.ts';

const contactFields = ['phone', 'address'] as const;
type ContactField = (typeof contactFields)[number];

/** What a version says: the text, null when it was removed, and what stood there before it. */
interface ContactFact {
  readonly text: string | null;
  readonly former: string | null;
}

export interface ContactSource {
  readonly source: string;
  readonly since: PlainDate;
}

/**
 * A key left out stays, an empty text removes it, what is known already leaves no trace. Codes for signing in go to the telephone: the caller
 * makes sure that it is the person's own.
 */
export async function updateContact(
  tx: Tx,
  change: { personId: PersonId; contact: Contact; source: string },
): Promise<Result<{ version: number }, 'NOT_FOUND'>> {
  const { personId: id, contact, source } = change;
  const row = await lockPersonRow(tx, id);
  if (!row) return fail('NOT_FOUND');
  const stored = (field: ContactField): string | null => row[field] && tx.keys.open(row[field], personPlace(field, id));
  const changed = contactFields.filter((field) => contact[field] !== undefined && (contact[field] || null) !== stored(field));
  if (changed.length === 0) return ok({ version: row.version });
  const values: Record<string, Buffer | number | null> = { version: row.version + 1 };
  for (const field of changed) {
    const text = contact[field] || null;
    values[field] = text === null ? null : tx.keys.seal(text, personPlace(field, id));
    if (field === 'phone') values.phoneDigest = text === null ? null : tx.keys.digest(PHONE_DIGEST, text);
    const value: ContactFact = { text, former: stored(field) };
    const recorded = await recordFact(tx, { subject: { kind: 'person', id }, kind: field, value, source, validFrom: tx.today });
    if (!recorded.ok) throw new Error(`contact of person ${id}: ${recorded.code}`);
  }
  await tx.run(sql`update person set ${setValues(values)} where id = ${id}`);
  await recordAudit(tx, {
    action: 'person.contact.changed',
    subject: { kind: 'person', id },
    personId: id,
    detail: { fields: changed, source },
  });
  return ok({ version: row.version + 1 });
}

/** The address of a person on a day, as it was known; without a source where it came with the registration. */
export interface AddressOn extends Partial<ContactSource> {
  readonly text: string | null;
}

/** By the version of that day, else what stood before the first change, else what is registered. */
export async function addressOn(tx: Tx, person: PersonRow, asOf: AsOf): Promise<AddressOn> {
  const [fact] = await factsAsOf(tx, { kind: 'person', id: person.id }, { ...asOf, kinds: ['address'] });
  if (fact) return { text: (fact.value as ContactFact).text, source: fact.source, since: fact.validFrom };
  const first = (await firstFact(tx, { kind: 'person', id: person.id }, 'address')) as ContactFact | null;
  if (first) return { text: first.former };
  return { text: person.address && tx.keys.open(person.address, personPlace('address', person.id)) };
}

/** Where the telephone and the address in force come from, and since when; of those that came with the first registration nothing is said. */
export async function contactSources(tx: Tx, personId: PersonId): Promise<Partial<Record<ContactField, ContactSource>>> {
  const facts = await factsAsOf(tx, { kind: 'person', id: personId }, { validOn: tx.today, kinds: contactFields });
  return Object.fromEntries(facts.map(({ kind, source, validFrom }) => [kind, { source, since: validFrom }]));
}
