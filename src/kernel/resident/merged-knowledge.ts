/** What was known of the old file and not of the remaining one: facts with their days, the telephone, the address. What both know stays as the remaining one knows it. */
import type { Tx } from '../context/server.ts';
import { updateContact } from './contact.ts';
import { type FactId, factHistory, recordFact, retractFacts } from './facts.ts';
import type { Contact, FactKind, PersonId } from './index.ts';
import type { Files } from './merges.ts';
import { personPlace } from './persons.ts';

/** Each file has its own: state and place are compared before, telephone and address go by their own rule. */
const ownOfEach: readonly FactKind[] = ['life', 'residence', 'phone', 'address'];

/** Gives the facts that followed. */
export async function foldKnowledge(tx: Tx, { survivor, merged }: Files): Promise<FactId[]> {
  const followed: FactId[] = [];
  const known = await factHistory(tx, { kind: 'person', id: survivor.id });
  for (const { kind, value, source, validFrom, validTo } of await factHistory(tx, { kind: 'person', id: merged.id })) {
    const twice = known.some(
      (f) => f.kind === kind && (f.validTo === null || f.validTo > validFrom) && (validTo === null || f.validFrom < validTo),
    );
    if (twice || ownOfEach.includes(kind)) continue;
    const recorded = await recordFact(tx, {
      subject: { kind: 'person', id: survivor.id },
      kind,
      value,
      source,
      validFrom,
      validTo,
    });
    if (!recorded.ok) throw new Error(`fact ${kind} of ${merged.id} does not follow: ${recorded.code}`);
    followed.push(recorded.value);
  }
  const contact: Contact = {};
  for (const field of ['phone', 'address'] as const) {
    const sealed = merged[field];
    if (sealed && !survivor[field]) contact[field] = tx.keys.open(sealed, personPlace(field, merged.id));
  }
  if (Object.keys(contact).length > 0) await updateContact(tx, { personId: survivor.id, contact, source: '档案合并' });
  return followed;
}

/** What had followed is known no longer of the remaining file: it was never said of that person. The old file has kept its own. */
export const partKnowledge = (tx: Tx, survivorId: PersonId, followed: readonly string[]): Promise<void> =>
  retractFacts(tx, { kind: 'person', id: survivorId }, followed);
