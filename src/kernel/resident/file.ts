/** 一人一档: the one file of a person. Other capabilities and domains add their sections; opening it is on record. */
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { type Fact, factHistory } from './facts.ts';
import { householdHistory, householdOf, type MembershipPeriod } from './households.ts';
import type { HouseholdView, PersonId, PersonView } from './index.ts';
import { type LifeEvent, lifeEventsOf } from './life.ts';
import { findPersonRow, personView, refuseBulkView } from './persons.ts';

/** A part of the file that somebody else owns: cases, benefits, messages. `load` returns plain data that the actor may see. */
export interface PersonFileSection {
  readonly key: string;
  readonly zh: string;
  load(tx: Tx, personId: PersonId): Promise<unknown>;
}

const sections = new Map<string, PersonFileSection>();

/** Adds a section to every person's file. Called once at start; a key used twice is a bug. */
export function definePersonFileSection(section: PersonFileSection): void {
  const known = sections.get(section.key);
  if (known && known !== section) throw new Error(`section ${section.key} of the person file is defined twice`);
  sections.set(section.key, section);
}

export interface PersonFile {
  person: PersonView;
  household: HouseholdView | null;
  households: MembershipPeriod[];
  lifeEvents: LifeEvent[];
  facts: Fact[];
  sections: { key: string; zh: string; content: unknown }[];
}

/**
 * Everything that the actor may see of one person; one audit row. Whoever sees a person only because of a case in another division
 * gets the basic data and that case (the sections decide by their own rights), no history. Needs a write transaction.
 */
export async function personFile(tx: Tx, personId: PersonId): Promise<Result<PersonFile, 'NOT_FOUND' | 'BULK_VIEW'>> {
  const subject = { kind: 'person', id: personId } as const;
  // Asked in one packet, as nothing waits for anything: a file costs one wait of the database, not one for every part.
  const parts = [...sections.values()];
  const [row, bulk, household, households, lifeEvents, facts, contents] = await Promise.all([
    findPersonRow(tx, personId),
    refuseBulkView(tx, personId),
    householdOf(tx, personId),
    householdHistory(tx, personId),
    lifeEventsOf(tx, personId),
    factHistory(tx, subject),
    Promise.all(parts.map((section) => section.load(tx, personId))),
  ]);
  if (!row) return fail('NOT_FOUND');
  if (!bulk.ok) return bulk;
  const { lo, hi } = tx.actor;
  const here = (code: string): boolean => lo !== null && hi !== null && code >= lo && code < hi;
  const whole = tx.actor.personId === personId || here(row.division) || here(row.registeredDivision);
  await recordAudit(tx, { action: 'person.opened', subject, personId });
  return ok({
    person: personView(tx, row),
    household,
    households: whole ? households : [],
    lifeEvents: whole ? lifeEvents : [],
    facts: whole ? facts : [],
    sections: parts.map(({ key, zh }, i) => ({ key, zh, content: contents[i] })),
  });
}
