/**
 * 一人一档: the one file of a person. It answers with what the first screen needs; every further section is asked for when somebody
 * opens it, or all of them at once for printing. Other capabilities and domains add theirs. What was opened is on record.
 */
import { isOneOf } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import type { Offer } from '../offer/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { type ContactSource, contactSources } from './contact.ts';
import { openAmendment } from './death-amendments.ts';
import { householdHistory, householdOf } from './households.ts';
import type { DeathAmendment, HouseholdView, PersonId, PersonView, Revealable } from './index.ts';
import { lifeEventsOf } from './life.ts';
import { refuseBulkView, sectionOnRecord } from './looks.ts';
import { type MergedFile, type MergeView, mergedFiles, openMerge } from './merges.ts';
import { amendmentOffers, mergeOffers, personOffers, residentHands, revealsOf, undoOffers, unmergeOffers } from './offers.ts';
import { findPersonRow, type PersonRow, personView } from './persons.ts';
import { openUnmerge, type UnmergeView } from './unmerges.ts';

/** A part of the file that somebody else owns: cases, benefits, messages. `load` returns plain data that the actor may see. */
export interface PersonFileSection {
  readonly key: string;
  readonly zh: string;
  /** Answered with the file itself: what an officer must see of everybody. Costs every opening. */
  readonly first?: true;
  /** Empty for whoever sees the person only because of a case in another division. */
  readonly homeOnly?: true;
  load(tx: Tx, personId: PersonId): Promise<unknown>;
}

const sections = new Map<string, PersonFileSection>();
/** What happened before stands last. */
const history: readonly PersonFileSection[] = [
  { key: 'households', zh: '家庭经历', homeOnly: true, load: householdHistory },
  { key: 'life', zh: '人生大事', homeOnly: true, load: lifeEventsOf },
];
const allSections = (): PersonFileSection[] => [...sections.values(), ...history];

/** Adds a section to every person's file. Called once at start; a key used twice is a bug. */
export function definePersonFileSection(section: PersonFileSection): void {
  const known = allSections().find((one) => one.key === section.key);
  if (known && known !== section) throw new Error(`section ${section.key} of the person file is defined twice`);
  sections.set(section.key, section);
}

export interface PersonFile {
  person: PersonView;
  household: HouseholdView | null;
  /** Where telephone and address come from, as far as it is known. */
  contact: { phone?: ContactSource; address?: ContactSource };
  /** `content` is left out where the section is to be asked for by its key. */
  sections: { key: string; zh: string; content?: unknown }[];
  /** A change of the registered death that waits for a second person. */
  deathAmendment: (DeathAmendment & { actions: readonly Offer[] }) | null;
  /** A merge with another file that waits for a second person; and the files that have become part of this one. */
  merge: (MergeView & { actions: readonly Offer[] }) | null;
  merged: readonly (MergedFile & { actions: readonly Offer[] })[];
  /** The undoing of such a merge that waits for a second person. */
  unmerge: (UnmergeView & { actions: readonly Offer[] }) | null;
  /** What this reader may do with the file, and which of its values may be seen in clear for a purpose. */
  actions: readonly Offer[];
  /** An application may be opened for the person here (代办). */
  mayApply: boolean;
  /** Who looked at the file may be read (谁看过). */
  mayAudit: boolean;
  reveals: readonly Revealable[];
}

type Refused = 'NOT_FOUND' | 'BULK_VIEW';

const isHome = ({ actor }: Tx, row: PersonRow): boolean => {
  const { lo, hi } = actor;
  const here = (code: string): boolean => lo !== null && hi !== null && code >= lo && code < hi;
  return actor.personId === row.id || here(row.division) || here(row.registeredDivision);
};

/**
 * The file, with the sections of the first screen or with all; one audit row that names them. Whoever sees a person only because of a
 * case in another division gets the basic data and that case (the sections decide by their own rights), no history. Needs a write
 * transaction.
 */
export async function personFile(
  tx: Tx,
  personId: PersonId,
  extent: 'first' | 'all' = 'first',
): Promise<Result<PersonFile, Refused>> {
  const parts = allSections();
  const shown = parts.filter((part) => extent === 'all' || part.first);
  // Asked in one packet, as nothing waits for anything: a file costs one wait of the database, not one for every part.
  const [row, bulk, household, contact, contents, deathAmendment, merge, merged, unmerge] = await Promise.all([
    findPersonRow(tx, personId),
    refuseBulkView(tx, personId),
    householdOf(tx, personId),
    contactSources(tx, personId),
    Promise.all(shown.map((part) => part.load(tx, personId))),
    openAmendment(tx, personId),
    openMerge(tx, personId),
    mergedFiles(tx, personId),
    openUnmerge(tx, personId),
  ]);
  if (!row) return fail('NOT_FOUND');
  if (row.id !== personId) return personFile(tx, row.id, extent);
  if (!bulk.ok) return bulk;
  const home = isHome(tx, row);
  const contentOf = new Map(shown.map((part, i) => [part, part.homeOnly && !home ? [] : contents[i]]));
  await recordAudit(tx, {
    action: 'person.opened',
    subject: { kind: 'person', id: personId },
    personId,
    detail: { sections: shown.map((part) => part.key) },
  });
  return ok({
    person: personView(tx, row),
    household,
    contact,
    deathAmendment: deathAmendment && { ...deathAmendment, actions: amendmentOffers(tx, row.id, deathAmendment) },
    merge: merge && { ...merge, actions: mergeOffers(tx, merge) },
    merged: merged.map((file) => ({ ...file, actions: undoOffers(tx, file, unmerge !== null || merge !== null) })),
    unmerge: unmerge && { ...unmerge, actions: unmergeOffers(tx, unmerge) },
    actions: personOffers(tx, row, { amendment: deathAmendment, merge, unmerge }),
    mayApply: row.lifeState !== 'dead' && isOneOf(tx.actor, residentHands.apply),
    mayAudit: isOneOf(tx.actor, residentHands.whoLooked),
    reveals: revealsOf(tx, row),
    sections: parts.map((part) => ({
      key: part.key,
      zh: part.zh,
      ...(contentOf.has(part) ? { content: contentOf.get(part) } : {}),
    })),
  });
}

/**
 * One section of a file. One audit row, as for the file, but none again while the same officer reads the same section within ten
 * minutes: a page that is looked at again is no other look. Needs a write transaction.
 */
export async function personFileSection(
  tx: Tx,
  personId: PersonId,
  key: string,
): Promise<Result<{ key: string; zh: string; content: unknown }, Refused>> {
  const part = allSections().find((one) => one.key === key);
  if (!part) return fail('NOT_FOUND');
  const [row, bulk, onRecord, content] = await Promise.all([
    findPersonRow(tx, personId),
    refuseBulkView(tx, personId),
    sectionOnRecord(tx, personId, key),
    part.load(tx, personId),
  ]);
  if (!row) return fail('NOT_FOUND');
  if (row.id !== personId) return personFileSection(tx, row.id, key);
  if (!bulk.ok) return bulk;
  if (!onRecord)
    await recordAudit(tx, {
      action: 'person.section.opened',
      subject: { kind: 'person', id: personId },
      personId,
      detail: { section: key, zh: part.zh },
    });
  return ok({ key, zh: part.zh, content: part.homeOnly && !isHome(tx, row) ? [] : content });
}
