/** Clues that people report: a village worker on a visit, anybody on the public page, a call to the hotline. */

import { type Actor, systemActor } from '../access/index.ts';
import type { Context, Tx } from '../context/server.ts';
import { newId } from '../context/server.ts';
import { inScope } from '../division/index.ts';
import { getPerson, householdOf } from '../resident/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode } from '../schema/index.ts';
import { matters, type NewClue } from './index.ts';
import { type Found, reportClue } from './intake.ts';

const REPORTED = 'reported';

/** A visit in the field. The household is found later, by whoever verifies. */
export function reportFromField(
  context: Context,
  actor: Actor,
  given: NewClue & { kind: string; requestId: string; personId?: string },
): Promise<Result<{ id: string }>> {
  return context.once(actor, { action: 'clue.report', requestId: given.requestId, body: given }, async (tx) => {
    if (!tx.divisions.get(given.division) || !inScope(given.division, actor.division ?? tx.city)) return fail('DIVISION_FOREIGN');
    const subject = given.personId ? await subjectOf(tx, given.personId) : null;
    if (given.personId && !subject) return fail('NOT_FOUND');
    return idOf(
      await reportClue(tx, {
        kind: given.kind,
        rule: REPORTED,
        occasion: newId(),
        source: 'village',
        direction: 'in',
        division: subject?.division ?? given.division,
        personId: given.personId ?? null,
        householdId: subject?.householdId ?? null,
        urgent: given.urgent,
        content: {
          text: `${matters[given.matter]}。${given.text}`,
          about: { name: given.name, ...(given.phone ? { phone: given.phone } : {}) },
          reporter: { name: actor.name },
        },
      }),
    );
  });
}

const idOf = (found: Result<Found>): Result<{ id: string }> => (found.ok ? ok({ id: found.value.clueId }) : found);

/** The household that a person belongs to, as far as the actor may see. */
async function subjectOf(tx: Tx, personId: string): Promise<{ division: DivisionCode; householdId: string | null } | null> {
  const person = await getPerson(tx, personId);
  if (!person.ok) return null;
  const household = await householdOf(tx, personId);
  return { division: household?.division ?? person.value.division, householdId: household?.id ?? null };
}

/** 反映困难: anybody, without signing in, with or without a name. */
export function reportFromPublic(
  context: Context,
  given: {
    kind: string;
    requestId: string;
    division: DivisionCode;
    place: string;
    about: string;
    text: string;
    name?: string;
    phone?: string;
    urgent: boolean;
  },
): Promise<Result<{ id: string }>> {
  const intake = systemActor('clue-intake', context.city);
  return context.once(intake, { action: 'clue.report', requestId: given.requestId, body: given }, async (tx) => {
    if (!tx.divisions.get(given.division) || !inScope(given.division, tx.city)) return fail('DIVISION_FOREIGN');
    return idOf(
      await reportClue(tx, {
        kind: given.kind,
        rule: REPORTED,
        occasion: newId(),
        source: 'public',
        direction: 'in',
        division: given.division,
        urgent: given.urgent,
        content: {
          text: given.text,
          about: { name: given.about, address: given.place },
          reporter: { ...(given.name ? { name: given.name } : {}), ...(given.phone ? { phone: given.phone } : {}) },
        },
      }),
    );
  });
}
