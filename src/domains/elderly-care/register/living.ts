/** 居住状况、紧急联系人: what the village knows of an older person, recorded as facts of the registry. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { factOfMany, factsAsOf, recordFact } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, type PlainDate } from '../../../kernel/schema/index.ts';
import { refuseTooYoung } from '../benefit/applicant.ts';
import { settleElders } from '../visits/standing.ts';
import { ContactList } from './contacts.ts';
import { type EmergencyContact, livingStatuses } from './terms.ts';

export const LivingInput = z.strictObject({
  status: choice(livingStatuses).meta({ label: '居住状况' }),
  contacts: ContactList.meta({ label: '紧急联系人', help: '出事时先打给谁，按先后填；独居的至少填一个。告诉过他们再登记' }),
});

/** Who lives alone has somebody to be called. */
export async function recordLiving(
  tx: Tx,
  given: { personId: string } & z.infer<typeof LivingInput>,
): Promise<Result<{ id: string }>> {
  const { personId, status, contacts } = given;
  const person = await tx.maybe<{ division: DivisionCode; birthDate: PlainDate }>(
    sql`select division, birth_date from person where id = ${personId} and division >= ${tx.actor.lo} and division < ${tx.actor.hi} and life_state <> 'dead'`,
  );
  if (!person) return fail('NOT_FOUND');
  const old = await refuseTooYoung(tx, person.birthDate, person.division);
  if (!old.ok) return old;
  if (status === 'alone' && contacts.length === 0)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'contacts', message: '独居的老人至少填一个紧急联系人' }]);
  const subject = { kind: 'person', id: personId } as const;
  const fact = { subject, source: '村（社区）登记', validFrom: tx.today };
  const living = await recordFact(tx, { ...fact, kind: 'living-status', value: { status } });
  if (!living.ok) return living;
  await recordContacts(tx, personId, contacts, fact.source);
  await recordAudit(tx, {
    action: 'elder.living-recorded',
    subject,
    personId,
    division: person.division,
    detail: { status, contacts: contacts.length },
  });
  await settleElders(tx, [personId]);
  return ok({ id: personId });
}

/** Takes the place of the list that was there. */
export async function recordContacts(
  tx: Tx,
  personId: string,
  contacts: readonly EmergencyContact[],
  source: string,
): Promise<void> {
  const subject = { kind: 'person', id: personId } as const;
  const done = await recordFact(tx, { subject, source, validFrom: tx.today, kind: 'emergency-contacts', value: contacts });
  if (!done.ok) throw new Error(`emergency contacts: ${done.code}`);
}

/** Whom to call for a person today, in order; empty: nobody is registered. */
export async function contactsOf(tx: Tx, personId: string): Promise<readonly EmergencyContact[]> {
  return (await factOfMany<EmergencyContact[]>(tx, [personId], 'emergency-contacts'))[0]?.value ?? [];
}

/** What is on record, to begin the form with; that it was opened is on record. */
export async function livingOf(tx: Tx, personId: string): Promise<Record<string, unknown>> {
  const facts = await factsAsOf(
    tx,
    { kind: 'person', id: personId },
    { validOn: tx.today, kinds: ['living-status', 'emergency-contacts'] },
  );
  const known = (kind: string) => facts.find((fact) => fact.kind === kind)?.value;
  const contacts = known('emergency-contacts') as EmergencyContact[] | undefined;
  if (contacts) await recordAudit(tx, { action: 'elder.contacts-opened', subject: { kind: 'person', id: personId }, personId });
  const living = known('living-status') as { status: string } | undefined;
  return { ...(living ? { status: living.status } : {}), ...(contacts ? { contacts } : {}) };
}
