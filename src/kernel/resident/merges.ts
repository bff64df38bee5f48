/**
 * Two files of one person become one (platform rules 4.7): proposed by one officer with what it rests on, confirmed by another. The remaining file takes over
 * memberships, facts, benefits, cases and everything else that is kept by person (`person_reference`); the old id and the old number lead to it from then on.
 * What would be there twice and excludes itself stands against it and is named. A proposal can be withdrawn; a merge that was confirmed is undone by two persons
 * again (`unmerges.ts`), by the record of what was moved.
 */
import { Rollback } from '../../database/connection.ts';
import { sql } from '../../database/sql.ts';
import { isOwnHand } from '../access/index.ts';
import type { AuditAction } from '../audit/index.ts';
import { recordAudit } from '../audit/server.ts';
import { newId, type Tx } from '../context/server.ts';
import { bindFiles } from '../document/server.ts';
import { emit } from '../event/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import type { IdKind, NumberFault, PersonId, PersonSummary } from './index.ts';
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

/** A record that is new since a merge, to be chosen by its name. */
export interface NewRecord {
  readonly value: string;
  readonly label: string;
}

/** What another capability has to say about a merge: what stands against it, each a sentence with what has to be ended first; and what it settles before. */
export interface MergeGuard {
  readonly name: string;
  obstacles(tx: Tx, files: Files): Promise<string[]>;
  before?(tx: Tx, files: Files): Promise<void>;
  /** What it keeps of this file that is newer than an id: any of it may belong to the other one, when the merge is undone. At most 50. */
  newSince?(tx: Tx, survivorId: PersonId, mark: string): Promise<NewRecord[]>;
  /** What it had settled before is as it was, when the merge is undone. */
  undone?(tx: Tx, files: { survivorId: PersonId; mergedId: PersonId; mergedOn: PlainDate }): Promise<void>;
}
const guards = new Map<string, MergeGuard>();
export const mergeGuards = (): MergeGuard[] => [...guards.values()];
export const mergeGuard = (name: string): MergeGuard | undefined => guards.get(name);

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

/** Whether the actor, or the one for whom the actor stands in, is one of these persons or related to one. */
export async function recusedFrom(tx: Tx, ids: readonly PersonId[]): Promise<boolean> {
  const { ownPersonId, actingFor } = tx.actor;
  for (const own of [ownPersonId, actingFor?.ownPersonId])
    if (own && (ids.includes(own) || (await relatedTo(tx, own, ids)).length > 0)) return true;
  return false;
}

type Unfit = 'MERGE_ELSEWHERE' | 'MERGE_RECUSAL' | 'MERGE_LIFE' | 'MERGE_TWO_CARDS' | 'MERGE_KEEP_CARD' | 'MERGE_DIFFERENT';

const isCard = (row: PersonRow): boolean => row.idKind === 'resident-id';

/** Whether these two can be one person, and whether it is the actor's business. */
async function unfit(tx: Tx, { survivor, merged }: Files, fault: NumberFault | null): Promise<Result<null, Unfit>> {
  const { lo, hi } = tx.actor;
  const here = (code: string) => lo !== null && hi !== null && code >= lo && code < hi;
  if (![survivor, merged].every((row) => here(row.division) || here(row.registeredDivision))) return fail('MERGE_ELSEWHERE');
  if (await recusedFrom(tx, [survivor.id, merged.id])) return fail('MERGE_RECUSAL');
  const twoCards = isCard(survivor) && isCard(merged);
  // A wrong number brings a wrong sex and a wrong day of birth with it.
  const same =
    twoCards && fault && survivor.name === merged.name
      ? true
      : survivor.sex === merged.sex && (survivor.name === merged.name || survivor.birthDate === merged.birthDate);
  if (!same) return fail('MERGE_DIFFERENT');
  if (survivor.lifeState !== merged.lifeState || survivor.diedOn !== merged.diedOn || survivor.lifeState === 'death-reported')
    return fail('MERGE_LIFE');
  if (twoCards)
    return fault
      ? ok(null)
      : fail('MERGE_TWO_CARDS', {}, [{ path: 'numberFault', message: '两份都有居民身份证号码，请选并掉的号码为什么不用了' }]);
  return isCard(merged) ? fail('MERGE_KEEP_CARD') : ok(null);
}

export interface MergeView {
  readonly id: string;
  readonly survivor: PersonSummary;
  readonly merged: PersonSummary;
  readonly paper: string;
  /** Why the number of the file that goes is used no longer, where both have one; with the paper that shows it. */
  readonly numberFault: NumberFault | null;
  readonly proof: string | null;
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
  numberFault: NumberFault | null;
  proof: string | null;
  proposedAt: string;
  proposedBy: string;
  proposedName: string;
}
const columns = sql`id, survivor_id, merged_id, division, paper, number_fault, proof, proposed_at, proposed_by, proposed_name`;
/** The newest merge into this file that stands: the first one that can be undone. */
export const lastMerge = async (tx: Tx, survivorId: PersonId): Promise<string | null> =>
  (
    await tx.maybe<{ id: string }>(
      sql`select id from person_merge where survivor_id = ${survivorId} and state = 'confirmed' order by decided_at desc, id desc limit 1`,
    )
  )?.id ?? null;

/** Whether a merge with this file waits for its second person. */
export const openMergeOf = async (tx: Tx, personId: PersonId): Promise<boolean> => (await openRow(tx, personId)) !== null;

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
    numberFault: row.numberFault,
    proof: row.proof && `/api/files/${row.proof}`,
    proposedAt: row.proposedAt,
    proposedName: row.proposedName,
    mine: isOwnHand(tx.actor, row.proposedBy, row.proposedAt),
    obstacles: await obstaclesOf(tx, { survivor, merged }),
  };
}

/** A file that has become part of another one. */
export interface MergedFile {
  readonly mergeId: string;
  readonly person: PersonSummary;
  readonly on: PlainDate;
  /** Its identity number was none, or is none any longer: a former number, by which the person is still found. */
  readonly numberFault: NumberFault | null;
  /** A record was kept of what was moved, and no later merge stands before it. */
  readonly undoable: boolean;
}

/** The files that have become part of this one, in the order in which they did. */
export async function mergedFiles(tx: Tx, personId: PersonId): Promise<MergedFile[]> {
  if (tx.actor.kind !== 'staff') return [];
  const rows = await tx.rows<Omit<MergedFile, 'person' | 'undoable'> & { mergedId: PersonId; mark: string | null }>(
    sql`select id as merge_id, merged_id, decided_on as on, number_fault, mark from person_merge where survivor_id = ${personId} and state = 'confirmed' order by decided_at, id limit 20`,
  );
  const persons = new Map(
    (
      await findPersons(
        tx,
        rows.map((row) => row.mergedId),
      )
    ).map((person) => [person.id, person]),
  );
  return rows.flatMap(({ mergedId, mark, ...row }, i) => {
    const person = persons.get(mergedId);
    return person ? [{ ...row, person, undoable: mark !== null && i === rows.length - 1 }] : [];
  });
}

/** The other file of a merge: chosen from those that are alike, or found by its number. */
export type OtherFile = { readonly otherId: PersonId } | { readonly idKind: IdKind; readonly idNumber: string };

export interface NewMerge {
  readonly personId: PersonId;
  readonly other: OtherFile;
  /** Which of the two remains. */
  readonly keep: 'this' | 'other';
  readonly paper: string;
  /** Of two files with identity numbers: why that of the one that goes is used no longer, and the upload that shows it. */
  readonly numberFault?: NumberFault | null;
  readonly proof?: string | null;
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
): Promise<
  Result<
    { id: string; obstacles: readonly string[] },
    'NOT_FOUND' | 'MERGE_NO_OTHER' | 'MERGE_OPEN' | 'MERGE_PROOF' | 'FILE_NOT_AVAILABLE' | Unfit
  >
> {
  const { other } = given;
  const found = 'otherId' in other ? other.otherId : (await findByIdNumber(tx, other.idNumber, other.idKind))?.id;
  if (!found || found === given.personId)
    return fail('MERGE_NO_OTHER', {}, [{ path: 'otherId' in other ? 'otherId' : 'idNumber', message: '没有找到另一份档案' }]);
  const [survivorId, mergedId] = given.keep === 'this' ? [given.personId, found] : [found, given.personId];
  const files = await lockBoth(tx, survivorId, mergedId);
  if (!files) return fail('NOT_FOUND');
  const twoCards = isCard(files.survivor) && isCard(files.merged);
  const fault = twoCards ? (given.numberFault ?? null) : null;
  const proof = fault ? (given.proof ?? null) : null;
  const fit = await unfit(tx, files, fault);
  if (!fit.ok) return fit;
  if (fault && !proof) return fail('MERGE_PROOF', {}, [{ path: 'proof', message: '请上传证明材料' }]);
  if ((await openRow(tx, survivorId)) ?? (await openRow(tx, mergedId))) return fail('MERGE_OPEN', { name: files.survivor.name });
  const id = newId();
  const division = eventDivision(tx, files.survivor);
  const bound = await bindFiles(tx, proof ? [proof] : [], { caseId: id, personId: survivorId, division });
  if (!bound.ok) return bound;
  await tx.run(sql`insert into person_merge (id, survivor_id, merged_id, division, paper, number_fault, proof, proposed_at, proposed_by, proposed_name)
    values (${id}, ${survivorId}, ${mergedId}, ${division}, ${given.paper}, ${fault}, ${proof}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
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
  const fit = await unfit(tx, files, row.numberFault);
  if (!fit.ok) return fit;
  const obstacles = await obstaclesOf(tx, files);
  if (obstacles.length > 0) return fail('MERGE_OBSTACLES', { what: obstacles.join('；') });
  await settle(tx, row.id, 'confirmed', given.note);
  for (const guard of guards.values()) await guard.before?.(tx, files);
  const memberships = await foldMemberships(tx, files);
  const facts = await foldKnowledge(tx, files);
  const stay = await follow(tx, row.id);
  // Ids are in the order of time: whatever has a later one is new since the merge.
  await tx.run(
    sql`update person_merge set mark = ${newId()}, memberships = ${JSON.stringify(memberships)}::jsonb, facts = ${facts}::uuid[] where id = ${row.id}`,
  );
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
