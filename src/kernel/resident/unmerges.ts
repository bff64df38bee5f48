/**
 * A confirmed merge was wrong, and the two files part again (platform rules 4.7): asked for by one officer, confirmed by another. Everything that was moved at the
 * merge goes back by the record that was kept of it, a benefit and a case with all that came of them since. What is new since then stays with the remaining file
 * unless it is named. What will happen is counted and said before it is confirmed; what cannot be taken apart is said to be looked at by hand.
 */
import { Rollback } from '../../database/connection.ts';
import { sql } from '../../database/sql.ts';
import { isOwnHand } from '../access/index.ts';
import type { AuditAction } from '../audit/index.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { newId } from '../context/server.ts';
import { emit } from '../event/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, FormField, PlainDate } from '../schema/index.ts';
import type { PersonId, PersonSummary } from './index.ts';
import { type FoldedMembership, partMemberships } from './merged-household.ts';
import { partKnowledge } from './merged-knowledge.ts';
import { lastMerge, mergeGuard, mergeGuards, type NewRecord, openMergeOf, recusedFrom } from './merges.ts';
import { type PersonRow, personColumns, personSummary } from './persons.ts';

defineTemplates({
  'person.unmerge-proposed': {
    title: '撤销档案合并待确认',
    text: '{name}的档案提出撤销合并，等另一人确认，请打开其个人档案核对后办理。',
  },
  'person.unmerged': {
    title: '档案合并已撤销，请核对',
    text: '{name}的两份档案已撤销合并。合并以后新立的留在保留的一份里，家庭成员、电话、住址和收款账户请对照本人核对。',
  },
});

/** Of a merge that was confirmed, what its undoing needs. */
interface Merged {
  id: string;
  survivorId: PersonId;
  mergedId: PersonId;
  division: DivisionCode;
  decidedOn: PlainDate;
  /** Null of a merge of which no record was kept. */
  mark: string | null;
  memberships: readonly FoldedMembership[] | null;
  facts: readonly string[] | null;
}
const mergedColumns = sql`id, survivor_id, merged_id, division, decided_on, mark, memberships, facts`;

const lockMerged = (tx: Tx, id: string): Promise<Merged | null> =>
  tx.maybe<Merged>(sql`select ${mergedColumns} from person_merge where id = ${id} and state = 'confirmed' for update`);

interface Row {
  id: string;
  mergeId: string;
  paper: string;
  cases: readonly string[];
  entitlements: readonly string[];
  proposedAt: string;
  proposedBy: string;
  proposedName: string;
}
const columns = sql`id, merge_id, paper, cases, entitlements, proposed_at, proposed_by, proposed_name`;

/** Both files, the remaining one first, locked in one order. */
async function lockFiles(tx: Tx, { survivorId, mergedId }: Merged): Promise<{ survivor: PersonRow; merged: PersonRow } | null> {
  const rows = await tx.rows<PersonRow>(
    sql`select ${personColumns} from person where id in (${survivorId}, ${mergedId}) order by id for update`,
  );
  const survivor = rows.find((row) => row.id === survivorId && row.mergedInto === null);
  const merged = rows.find((row) => row.id === mergedId && row.mergedInto === survivorId);
  return survivor && merged ? { survivor, merged } : null;
}

type Unfit = 'UNMERGE_NO_RECORD' | 'UNMERGE_LATER' | 'MERGE_RECUSAL' | 'MERGE_LIFE' | 'MERGE_OPEN' | 'NOT_FOUND';

/** Whether this merge can be undone today, and by this actor. */
async function unfit(tx: Tx, merge: Merged): Promise<Result<{ survivor: PersonRow; merged: PersonRow }, Unfit>> {
  const files = await lockFiles(tx, merge);
  if (!files) return fail('NOT_FOUND');
  if (merge.mark === null) return fail('UNMERGE_NO_RECORD');
  // Taken apart in the opposite order: a later merge has moved again what this one had moved.
  if ((await lastMerge(tx, merge.survivorId)) !== merge.id) return fail('UNMERGE_LATER');
  if (await recusedFrom(tx, [merge.survivorId, merge.mergedId])) return fail('MERGE_RECUSAL');
  const { survivor, merged } = files;
  if (survivor.lifeState !== merged.lifeState || survivor.diedOn !== merged.diedOn) return fail('MERGE_LIFE');
  return (await openMergeOf(tx, merge.survivorId)) ? fail('MERGE_OPEN', { name: survivor.name }) : ok(files);
}

/** Cases and benefits that are new since the merge: any of them may belong to the file that comes back. */
async function newSince(tx: Tx, { survivorId, mark }: Merged): Promise<Record<'cases' | 'entitlements', NewRecord[]>> {
  const of = async (guard: string) => (mark && (await mergeGuard(guard)?.newSince?.(tx, survivorId, mark))) || [];
  return { cases: await of('service'), entitlements: await of('payment') };
}

/** The form that asks for it: what it rests on, and what of the new belongs to the file that comes back. */
export async function unmergeFields(tx: Tx, mergeId: string): Promise<Result<{ fields: FormField[] }, Unfit | 'UNMERGE_NONE'>> {
  const merge = await lockMerged(tx, mergeId);
  if (!merge) return fail('UNMERGE_NONE');
  const fit = await unfit(tx, merge);
  if (!fit.ok) return fit;
  const since = await newSince(tx, merge);
  const several = (name: string, label: string, choices: NewRecord[]): FormField[] =>
    choices.length === 0
      ? []
      : [
          {
            name,
            type: 'choices',
            label,
            required: false,
            min: 0,
            max: 50,
            choices,
            help: '勾选的归恢复出来的那一份，不勾的留下',
          },
        ];
  return ok({
    fields: [
      {
        name: 'paper',
        type: 'text',
        label: '依据（凭什么说不是同一个人）',
        required: true,
        min: 4,
        max: 200,
        help: '例如：派出所证明；6月3日两人同时到窗口，当面核对',
      },
      ...several('cases', '合并以后新立的办件', since.cases),
      ...several('entitlements', '合并以后新确定的待遇', since.entitlements),
    ],
  });
}

export interface Counted {
  readonly zh: string;
  readonly count: number;
}

export interface UnmergeView {
  readonly id: string;
  readonly merged: PersonSummary;
  readonly paper: string;
  readonly proposedName: string;
  readonly mine: boolean;
  /** What goes back, and what stays with the remaining file. */
  readonly back: readonly Counted[];
  readonly stays: readonly Counted[];
  /** What has to be looked at by hand afterwards. */
  readonly byHand: readonly string[];
}

async function countsOf(tx: Tx, row: Row): Promise<Pick<UnmergeView, 'back' | 'stays'>> {
  const rows = await tx.rows<{ zh: string; back: number; stays: number }>(
    sql`select zh, sum(back)::int as back, sum(stays)::int as stays from unmerge_counts(${row.mergeId}, ${row.cases}::uuid[], ${row.entitlements}::uuid[]) group by zh order by zh collate "C"`,
  );
  const of = (which: 'back' | 'stays'): Counted[] => rows.flatMap((r) => (r[which] > 0 ? [{ zh: r.zh, count: r[which] }] : []));
  return { back: of('back'), stays: of('stays') };
}

/** What the record of the merge cannot put back by itself. */
async function byHand(
  tx: Tx,
  merge: Merged,
  { survivor, merged }: { survivor: PersonRow; merged: PersonRow },
): Promise<string[]> {
  const told = merge.memberships ?? [];
  const changed = await tx.one<{ count: number }>(sql`select count(*)::int as count from household_member
    where id = any(${told.flatMap((one) => (one.is ? [one.is] : []))}::uuid[]) and superseded_at is not null`);
  return [
    ...(changed.count > 0 ? ['合并以后家庭成员又变动过，变动过的不再恢复，请在家庭档案里核对'] : []),
    ...(['phone', 'address'] as const).flatMap((field) =>
      survivor[field] && merged[field] ? [`两份档案各有${field === 'phone' ? '电话' : '住址'}，请对照本人核对`] : [],
    ),
  ];
}

/** The undoing that waits for a second person; null when none does, and for whoever does not see the files. */
export async function openUnmerge(tx: Tx, survivorId: PersonId): Promise<UnmergeView | null> {
  if (tx.actor.kind !== 'staff') return null;
  const row =
    await tx.maybe<Row>(sql`select u.id, u.merge_id, u.paper, u.cases, u.entitlements, u.proposed_at, u.proposed_by, u.proposed_name
    from person_unmerge u join person_merge m on m.id = u.merge_id where m.survivor_id = ${survivorId} and u.state = 'proposed' limit 1`);
  if (!row) return null;
  const merge = await tx.one<Merged>(sql`select ${mergedColumns} from person_merge where id = ${row.mergeId}`);
  const rows = await tx.rows<PersonRow>(
    sql`select ${personColumns} from person where id in (${merge.survivorId}, ${merge.mergedId})`,
  );
  const [survivor, merged] = [merge.survivorId, merge.mergedId].map((id) => rows.find((one) => one.id === id));
  if (!survivor || !merged) return null;
  return {
    id: row.id,
    merged: personSummary(tx, merged),
    paper: row.paper,
    proposedName: row.proposedName,
    mine: isOwnHand(tx.actor, row.proposedBy, row.proposedAt),
    ...(await countsOf(tx, row)),
    byHand: await byHand(tx, merge, { survivor, merged }),
  };
}

const onRecord = async (tx: Tx, { survivorId, mergedId, division }: Merged, action: AuditAction): Promise<void> => {
  for (const personId of [survivorId, mergedId])
    await recordAudit(tx, {
      action,
      subject: { kind: 'person', id: personId },
      personId,
      division,
      detail: { survivor: survivorId, merged: mergedId },
    });
};

export interface NewUnmerge {
  readonly mergeId: string;
  readonly paper: string;
  readonly cases: readonly string[];
  readonly entitlements: readonly string[];
}

export async function proposeUnmerge(
  tx: Tx,
  given: NewUnmerge,
): Promise<Result<{ id: string }, Unfit | 'UNMERGE_NONE' | 'UNMERGE_OPEN' | 'UNMERGE_FOREIGN'>> {
  const merge = await lockMerged(tx, given.mergeId);
  if (!merge) return fail('UNMERGE_NONE');
  const fit = await unfit(tx, merge);
  if (!fit.ok) return fit;
  const { name } = fit.value.survivor;
  if (await tx.maybe(sql`select 1 as open from person_unmerge where merge_id = ${merge.id} and state = 'proposed'`))
    return fail('UNMERGE_OPEN', { name });
  const since = await newSince(tx, merge);
  for (const which of ['cases', 'entitlements'] as const)
    if (!given[which].every((id) => since[which].some((one) => one.value === id)))
      return fail('UNMERGE_FOREIGN', {}, [{ path: which, message: '只能选合并以后新立的' }]);
  const id = newId();
  await tx.run(sql`insert into person_unmerge (id, merge_id, division, paper, cases, entitlements, proposed_at, proposed_by, proposed_name)
    values (${id}, ${merge.id}, ${merge.division}, ${given.paper}, ${given.cases}::uuid[], ${given.entitlements}::uuid[], ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  const places = { 'township-leader': `${merge.division.slice(0, 9)}000`, 'county-clerk': `${merge.division.slice(0, 6)}000000` };
  for (const [performer, division] of Object.entries(places))
    await notify(tx, {
      to: { performer: performer as keyof typeof places, division: division as DivisionCode },
      template: 'person.unmerge-proposed',
      params: { name },
    });
  await onRecord(tx, merge, 'person.unmerge-proposed');
  return ok({ id });
}

const lockUnmerge = (tx: Tx, id: string): Promise<Row | null> =>
  tx.maybe<Row>(sql`select ${columns} from person_unmerge where id = ${id} and state = 'proposed' for update`);

const settle = (tx: Tx, id: string, state: 'confirmed' | 'rejected' | 'withdrawn', note: string): Promise<number> =>
  tx.run(sql`update person_unmerge set state = ${state}, decided_at = ${tx.now}, decided_on = ${tx.today}, decided_by = ${tx.actor.id},
    decided_name = ${tx.actor.name}, note = ${note || null} where id = ${id}`);

type DecideError = Unfit | 'UNMERGE_NONE' | 'MERGE_OWN' | 'MERGE_NOTE' | 'UNMERGE_CLASH';

/** Another person confirms, and there are two files again; or sends it back with a reason. */
export async function decideUnmerge(
  tx: Tx,
  given: { id: string; decision: 'confirm' | 'reject'; note: string },
): Promise<Result<{ survivorId: PersonId; mergedId: PersonId }, DecideError>> {
  const row = await lockUnmerge(tx, given.id);
  const merge = row && (await lockMerged(tx, row.mergeId));
  if (!row || !merge) return fail('UNMERGE_NONE');
  if (isOwnHand(tx.actor, row.proposedBy, row.proposedAt)) return fail('MERGE_OWN');
  const { survivorId, mergedId } = merge;
  if (given.decision === 'reject') {
    if (given.note.length < 4) return fail('MERGE_NOTE', {}, [{ path: 'note', message: '请写明理由（至少4个字）' }]);
    await settle(tx, row.id, 'rejected', given.note);
    await onRecord(tx, merge, 'person.unmerge-rejected');
    return ok({ survivorId, mergedId });
  }
  const fit = await unfit(tx, merge);
  if (!fit.ok) return fit;
  await settle(tx, row.id, 'confirmed', given.note);
  await part(tx, row.id);
  await partMemberships(tx, { survivorId, mergedId }, merge.memberships ?? []);
  await partKnowledge(tx, survivorId, merge.facts ?? []);
  await tx.run(sql`update person_merge set state = 'undone' where id = ${merge.id}`);
  for (const guard of mergeGuards()) await guard.undone?.(tx, { survivorId, mergedId, mergedOn: merge.decidedOn });
  await emit(tx, {
    type: 'person.unmerged',
    subject: { kind: 'person', id: survivorId },
    division: merge.division,
    payload: { survivorId, mergedId, decidedOn: tx.today },
  });
  await onRecord(tx, merge, 'person.unmerged');
  await notify(tx, {
    to: { userId: row.proposedBy },
    template: 'person.unmerged',
    params: { name: fit.value.survivor.name },
  });
  return ok({ survivorId, mergedId });
}

/** Of the database function: what goes back meets a record that only one of them may have. */
const CLASH = 'MZ001';

async function part(tx: Tx, unmergeId: string): Promise<void> {
  try {
    await tx.run(sql`select unmerge_person(${unmergeId})`);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === CLASH) throw new Rollback(fail('UNMERGE_CLASH', { what: message }));
    throw error;
  }
}

/** Taken back by whoever asked for it. */
export async function withdrawUnmerge(tx: Tx, id: string): Promise<Result<null, 'UNMERGE_NONE' | 'MERGE_NOT_MINE'>> {
  const row = await lockUnmerge(tx, id);
  const merge = row && (await lockMerged(tx, row.mergeId));
  if (!row || !merge) return fail('UNMERGE_NONE');
  if (!isOwnHand(tx.actor, row.proposedBy, row.proposedAt)) return fail('MERGE_NOT_MINE');
  await settle(tx, id, 'withdrawn', '');
  await onRecord(tx, merge, 'person.unmerge-withdrawn');
  return ok(null);
}
