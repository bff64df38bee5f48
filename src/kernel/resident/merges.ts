/**
 * Two files of one person become one (platform rules 4.7): proposed by one officer with what it rests on, confirmed by another. The remaining file takes over
 * memberships, facts, benefits, cases and everything else that is kept by person (`person_reference`); the old id and the old number lead to it from then on.
 * What would be there twice and excludes itself stands against it and is named. A proposal can be withdrawn; a merge that was confirmed is not undone.
 */
import { Rollback } from '../../database/connection.ts';
import { sql } from '../../database/sql.ts';
import { isOwnHand } from '../access/index.ts';
import type { AuditAction } from '../audit/index.ts';
import { recordAudit } from '../audit/server.ts';
import { newId, type Tx } from '../context/server.ts';
import { emit } from '../event/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import type { IdKind, PersonId, PersonSummary } from './index.ts';
import { eventDivision } from './life.ts';
import { foldMemberships, householdObstacles } from './merged-household.ts';
import { foldKnowledge } from './merged-knowledge.ts';
import { findByIdNumber, findPersons, type PersonRow, personColumns, personSummary } from './persons.ts';
import { relatedTo } from './relations.ts';

defineTemplates({
  'person.merge-proposed': {
    title: '两份档案合并待确认',
    text: '{name}的两份档案提出合并，等另一人确认，请打开其个人档案核对后办理。',
  },
  'person.merged-twice': {
    title: '合并前两份档案都领取过待遇',
    text: '{name}的两份档案已合并。合并以前，两份档案在同一些月份都领取过待遇（{count}项留在原档案里），请核实是否多发。',
  },
});

export interface Files {
  readonly survivor: PersonRow;
  readonly merged: PersonRow;
}

/** What another capability has to say about a merge: what stands against it, each a sentence with what has to be ended first; and what it settles before. */
export interface MergeGuard {
  readonly name: string;
  obstacles(tx: Tx, files: Files): Promise<string[]>;
  before?(tx: Tx, files: Files): Promise<void>;
}
const guards = new Map<string, MergeGuard>();

/** Called once at start, by whoever keeps records of persons that exclude themselves. */
export function defineMergeGuard(guard: MergeGuard): void {
  const known = guards.get(guard.name);
  if (known && known !== guard) throw new Error(`merge guard ${guard.name} is defined twice`);
  guards.set(guard.name, guard);
}

async function obstaclesOf(tx: Tx, files: Files): Promise<string[]> {
  const found = [await householdObstacles(tx, files)];
  for (const guard of guards.values()) found.push(await guard.obstacles(tx, files));
  return found.flat();
}

/** Both rows as they are, locked in one order. Null for a file that is out of sight or has been merged already. */
async function lockBoth(tx: Tx, survivorId: PersonId, mergedId: PersonId): Promise<Files | null> {
  const rows = await tx.rows<PersonRow>(
    sql`select ${personColumns} from person where id in (${survivorId}, ${mergedId}) and merged_into is null order by id for update`,
  );
  const [survivor, merged] = [survivorId, mergedId].map((id) => rows.find((row) => row.id === id));
  return survivor && merged ? { survivor, merged } : null;
}

type Unfit = 'MERGE_ELSEWHERE' | 'MERGE_RECUSAL' | 'MERGE_LIFE' | 'MERGE_TWO_CARDS' | 'MERGE_KEEP_CARD' | 'MERGE_DIFFERENT';

/** Whether these two can be one person, and whether it is the actor's business. */
async function unfit(tx: Tx, { survivor, merged }: Files): Promise<Result<null, Unfit>> {
  const { lo, hi, ownPersonId, actingFor } = tx.actor;
  const here = (code: string) => lo !== null && hi !== null && code >= lo && code < hi;
  if (![survivor, merged].every((row) => here(row.division) || here(row.registeredDivision))) return fail('MERGE_ELSEWHERE');
  const ids = [survivor.id, merged.id];
  for (const own of [ownPersonId, actingFor?.ownPersonId])
    if (own && (ids.includes(own) || (await relatedTo(tx, own, ids)).length > 0)) return fail('MERGE_RECUSAL');
  if (survivor.sex !== merged.sex || (survivor.name !== merged.name && survivor.birthDate !== merged.birthDate))
    return fail('MERGE_DIFFERENT');
  if (survivor.lifeState !== merged.lifeState || survivor.diedOn !== merged.diedOn || survivor.lifeState === 'death-reported')
    return fail('MERGE_LIFE');
  const cards = [survivor, merged].map((row) => row.idKind === 'resident-id');
  if (cards[0] && cards[1]) return fail('MERGE_TWO_CARDS');
  return cards[1] ? fail('MERGE_KEEP_CARD') : ok(null);
}

export interface MergeView {
  readonly id: string;
  readonly survivor: PersonSummary;
  readonly merged: PersonSummary;
  readonly paper: string;
  readonly proposedAt: string;
  readonly proposedName: string;
  /** Whoever reads it proposed it: another one confirms, this one may withdraw it. */
  readonly mine: boolean;
  /** What has to be ended first. */
  readonly obstacles: readonly string[];
}

interface Row {
  id: string;
  survivorId: PersonId;
  mergedId: PersonId;
  division: DivisionCode;
  paper: string;
  proposedAt: string;
  proposedBy: string;
  proposedName: string;
}
const columns = sql`id, survivor_id, merged_id, division, paper, proposed_at, proposed_by, proposed_name`;
const openRow = (tx: Tx, personId: PersonId): Promise<Row | null> =>
  tx.maybe<Row>(
    sql`select ${columns} from person_merge where (survivor_id = ${personId} or merged_id = ${personId}) and state = 'proposed' limit 1`,
  );

/** The merge that waits for a second person; null when none does, and for whoever does not see both files. */
export async function openMerge(tx: Tx, personId: PersonId): Promise<MergeView | null> {
  const row = tx.actor.kind === 'staff' ? await openRow(tx, personId) : null;
  if (!row) return null;
  const rows = await tx.rows<PersonRow>(
    sql`select ${personColumns} from person where id in (${row.survivorId}, ${row.mergedId})`,
  );
  const [survivor, merged] = [row.survivorId, row.mergedId].map((id) => rows.find((one) => one.id === id));
  if (!survivor || !merged) return null;
  return {
    id: row.id,
    survivor: personSummary(tx, survivor),
    merged: personSummary(tx, merged),
    paper: row.paper,
    proposedAt: row.proposedAt,
    proposedName: row.proposedName,
    mine: isOwnHand(tx.actor, row.proposedBy, row.proposedAt),
    obstacles: await obstaclesOf(tx, { survivor, merged }),
  };
}

/** The files that have become part of this one. */
export async function mergedFiles(tx: Tx, personId: PersonId): Promise<{ person: PersonSummary; on: PlainDate }[]> {
  if (tx.actor.kind !== 'staff') return [];
  const rows = await tx.rows<{ mergedId: PersonId; on: PlainDate }>(
    sql`select merged_id, decided_on as on from person_merge where survivor_id = ${personId} and state = 'confirmed' order by decided_on limit 20`,
  );
  const persons = new Map(
    (
      await findPersons(
        tx,
        rows.map((row) => row.mergedId),
      )
    ).map((person) => [person.id, person]),
  );
  return rows.flatMap(({ mergedId, on }) => (persons.has(mergedId) ? [{ person: persons.get(mergedId)!, on }] : []));
}

/** The other file of a merge: chosen from those that are alike, or found by its number. */
export type OtherFile = { readonly otherId: PersonId } | { readonly idKind: IdKind; readonly idNumber: string };

export interface NewMerge {
  readonly personId: PersonId;
  readonly other: OtherFile;
  /** Which of the two remains. */
  readonly keep: 'this' | 'other';
  readonly paper: string;
}

const onRecord = async (tx: Tx, row: Pick<Row, 'survivorId' | 'mergedId' | 'division'>, action: AuditAction): Promise<void> => {
  for (const personId of [row.survivorId, row.mergedId])
    await recordAudit(tx, {
      action,
      subject: { kind: 'person', id: personId },
      personId,
      division: row.division,
      detail: { survivor: row.survivorId, merged: row.mergedId },
    });
};

export async function proposeMerge(
  tx: Tx,
  given: NewMerge,
): Promise<Result<{ id: string; obstacles: readonly string[] }, 'NOT_FOUND' | 'MERGE_NO_OTHER' | 'MERGE_OPEN' | Unfit>> {
  const { other } = given;
  const found = 'otherId' in other ? other.otherId : (await findByIdNumber(tx, other.idNumber, other.idKind))?.id;
  if (!found || found === given.personId)
    return fail('MERGE_NO_OTHER', {}, [{ path: 'otherId' in other ? 'otherId' : 'idNumber', message: '没有找到另一份档案' }]);
  const [survivorId, mergedId] = given.keep === 'this' ? [given.personId, found] : [found, given.personId];
  const files = await lockBoth(tx, survivorId, mergedId);
  if (!files) return fail('NOT_FOUND');
  const fit = await unfit(tx, files);
  if (!fit.ok) return fit;
  if ((await openRow(tx, survivorId)) ?? (await openRow(tx, mergedId))) return fail('MERGE_OPEN', { name: files.survivor.name });
  const id = newId();
  const division = eventDivision(tx, files.survivor);
  await tx.run(sql`insert into person_merge (id, survivor_id, merged_id, division, paper, proposed_at, proposed_by, proposed_name)
    values (${id}, ${survivorId}, ${mergedId}, ${division}, ${given.paper}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  const places = { 'township-leader': `${division.slice(0, 9)}000`, 'county-clerk': `${division.slice(0, 6)}000000` } as const;
  for (const performer of ['township-leader', 'county-clerk'] as const)
    await notify(tx, {
      to: { performer, division: places[performer] as DivisionCode },
      template: 'person.merge-proposed',
      params: { name: files.survivor.name },
    });
  await onRecord(tx, { survivorId, mergedId, division }, 'person.merge-proposed');
  return ok({ id, obstacles: await obstaclesOf(tx, files) });
}

type DecideError = 'NOT_FOUND' | 'MERGE_NONE' | 'MERGE_OWN' | 'MERGE_NOTE' | 'MERGE_OBSTACLES' | 'MERGE_CLASH' | Unfit;

const lockMerge = (tx: Tx, id: string): Promise<Row | null> =>
  tx.maybe<Row>(sql`select ${columns} from person_merge where id = ${id} and state = 'proposed' for update`);

const settle = (tx: Tx, id: string, state: 'confirmed' | 'rejected' | 'withdrawn', note: string): Promise<number> =>
  tx.run(sql`update person_merge set state = ${state}, decided_at = ${tx.now}, decided_on = ${tx.today}, decided_by = ${tx.actor.id}, decided_name = ${tx.actor.name},
    note = ${note || null} where id = ${id}`);

/** Another person confirms, and the two files are one from now on; or sends it back with a reason. Rolls back as a whole where something stands against it. */
export async function decideMerge(
  tx: Tx,
  given: { id: string; decision: 'confirm' | 'reject'; note: string },
): Promise<Result<{ survivorId: PersonId }, DecideError>> {
  const row = await lockMerge(tx, given.id);
  if (!row) return fail('MERGE_NONE');
  if (isOwnHand(tx.actor, row.proposedBy, row.proposedAt)) return fail('MERGE_OWN');
  const { survivorId } = row;
  if (given.decision === 'reject') {
    if (given.note.length < 4) return fail('MERGE_NOTE', {}, [{ path: 'note', message: '请写明理由（至少4个字）' }]);
    await settle(tx, row.id, 'rejected', given.note);
    await onRecord(tx, row, 'person.merge-rejected');
    return ok({ survivorId });
  }
  const files = await lockBoth(tx, row.survivorId, row.mergedId);
  if (!files) return fail('NOT_FOUND');
  const fit = await unfit(tx, files);
  if (!fit.ok) return fit;
  const obstacles = await obstaclesOf(tx, files);
  if (obstacles.length > 0) return fail('MERGE_OBSTACLES', { what: obstacles.join('；') });
  await settle(tx, row.id, 'confirmed', given.note);
  for (const guard of guards.values()) await guard.before?.(tx, files);
  await foldMemberships(tx, files);
  await foldKnowledge(tx, files);
  const stay = await follow(tx, row.id);
  await emit(tx, {
    type: 'person.merged',
    subject: { kind: 'person', id: survivorId },
    division: row.division,
    payload: { survivorId, mergedId: row.mergedId, decidedOn: tx.today },
  });
  await onRecord(tx, row, 'person.merged');
  if (stay.length > 0)
    await notify(tx, {
      to: { performer: 'county-clerk', division: `${row.division.slice(0, 6)}000000` as DivisionCode },
      template: 'person.merged-twice',
      params: { name: files.survivor.name, count: stay.length },
    });
  return ok({ survivorId });
}

/** Of the database function: a record that still runs is there twice, and only one may be. Its message says of what. */
const CLASH = 'MZ001';

/** Everything that is kept by person follows; gives the benefits of the past that stay with the old file. */
async function follow(tx: Tx, mergeId: string): Promise<readonly string[]> {
  try {
    return (await tx.one<{ stay: string[] }>(sql`select merge_person(${mergeId}) as stay`)).stay;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === CLASH) throw new Rollback(fail('MERGE_CLASH', { what: message }));
    throw error;
  }
}

/** Taken back by whoever proposed it, before anybody has confirmed it. */
export async function withdrawMerge(tx: Tx, id: string): Promise<Result<null, 'MERGE_NONE' | 'MERGE_NOT_MINE'>> {
  const row = await lockMerge(tx, id);
  if (!row) return fail('MERGE_NONE');
  if (!isOwnHand(tx.actor, row.proposedBy, row.proposedAt)) return fail('MERGE_NOT_MINE');
  await settle(tx, id, 'withdrawn', '');
  await onRecord(tx, row, 'person.merge-withdrawn');
  return ok(null);
}
