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
  const row = await findPersonRow(tx, personId);
  if (!row) return fail('NOT_FOUND');
  const bulk = await refuseBulkView(tx, personId);
  if (!bulk.ok) return bulk;
  const { lo, hi } = tx.actor;
  const here = (code: string): boolean => lo !== null && hi !== null && code >= lo && code < hi;
  const whole = tx.actor.personId === personId || here(row.division) || here(row.registeredDivision);
  const subject = { kind: 'person', id: personId } as const;
  const file: PersonFile = {
    person: personView(tx, row),
    household: await householdOf(tx, personId),
    households: whole ? await householdHistory(tx, personId) : [],
    lifeEvents: whole ? await lifeEventsOf(tx, personId) : [],
    facts: whole ? await factHistory(tx, subject) : [],
    sections: [],
  };
  for (const section of sections.values())
    file.sections.push({ key: section.key, zh: section.zh, content: await section.load(tx, personId) });
  await recordAudit(tx, { action: 'person.opened', subject, personId });
  return ok(file);
}
