/** Drafts of standards: proposed, rehearsed, submitted by one person, approved by another, published. Nothing is in force before. */
import { sql } from '../../database/sql.ts';
import { type Actor, isOneOf } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { longDate } from '../calendar/index.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import { inScope } from '../division/index.ts';
import { emit } from '../event/server.ts';
import { notify } from '../notice/server.ts';
import {
  addParameter,
  allRows,
  isRehearsed,
  offeredStandards,
  type ParameterRow,
  standardName,
  standardText,
} from '../policy/server.ts';
import { type FieldProblem, fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode } from '../schema/index.ts';
import { announce } from './announcement.ts';
import {
  asParameterRow,
  type DraftAction,
  type DraftId,
  type DraftState,
  type DraftStep,
  draftActions,
  draftStates,
  isLowered,
  type ProposedRow,
  type RunId,
} from './index.ts';
import { type Draft, draftRows, findDraft, isOwnDraft, valueBefore, withDraft } from './proposed.ts';
import { startRun, wakeRuns } from './runs.ts';
import { unsoundWith } from './soundness.ts';

export interface DraftInput {
  title: string;
  documentNo: string;
  rows: readonly ProposedRow[];
}

const lockDraft = (tx: Tx, id: DraftId): Promise<Draft | null> =>
  tx.maybe<Draft>(sql`select * from standard_draft where id = ${id} for update`);
/** 5.10: refused, not only shown as a loss; the standard may have been raised since it was drawn up, so it is asked again when it is published. */
function refuseLowered(known: readonly ParameterRow[], rows: readonly ProposedRow[]): Result<null> {
  for (const [i, row] of rows.entries()) {
    const before = valueBefore(known, row);
    if (!before || !isLowered(row.key, row.value, before.value)) continue;
    const present = standardText({ value: before.value, unit: row.unit });
    return fail(
      'REHEARSAL_LOWERED',
      { name: standardName(row.key), present, proposed: standardText({ value: row.value, unit: row.unit }) },
      [{ path: `rows.${i}.value`, message: `不得低于现行${present}` }],
    );
  }
  return ok(null);
}

/** Standards that only hold together are judged with the draft in force: when it is drawn up, and again when it is published. */
function refuseUnsound(tx: Tx, known: readonly ParameterRow[], draft: Pick<DraftInput, 'documentNo' | 'rows'>): Result<null> {
  const after = withDraft(known, draft, tx.now);
  if (!after.ok) return after;
  const found = unsoundWith(draft.rows, known, after.value);
  if (!found) return ok(null);
  const place = tx.divisions.get(found.division)?.name ?? found.division;
  return fail(found.code, { ...found.params, place, from: longDate(found.on) }, [
    { path: `rows.${found.row}.value`, message: found.message },
  ]);
}

async function checkInput(tx: Tx, input: DraftInput): Promise<Result<DivisionCode>> {
  if (input.rows.length === 0) return fail('REHEARSAL_NO_ROWS');
  const known = await allRows(tx);
  const problems: FieldProblem[] = [];
  const seen = new Set<string>();
  for (const [i, row] of input.rows.entries()) {
    const at = `${row.key} ${row.division}`;
    if (seen.has(at)) return fail('REHEARSAL_ROW_TWICE', { key: row.key });
    seen.add(at);
    const unit = known.find((r) => r.key === row.key)?.unit ?? offeredStandards().get(row.key);
    if (unit === undefined) return fail('REHEARSAL_KEY_UNKNOWN', { key: row.key });
    // 没有哪项待遇按它算的，预演什么也算不出来，不能当作预演过
    if (!isRehearsed(row.key)) return fail('REHEARSAL_KEY_NOT_READ', { key: row.key });
    if (unit !== row.unit) problems.push({ path: `rows.${i}.unit`, message: `单位应为${unit}` });
    if (!tx.divisions.get(row.division)) problems.push({ path: `rows.${i}.division`, message: '没有这个地区' });
  }
  if (problems.length > 0) return fail('INVALID_INPUT', { count: problems.length }, problems);
  const own = tx.actor.division;
  if (own === null || input.rows.some((row) => !inScope(row.division, own))) return fail('REHEARSAL_DIVISION');
  const fits = withDraft(known, input, tx.now);
  if (!fits.ok) return fits;
  const lowered = refuseLowered(known, input.rows);
  if (!lowered.ok) return lowered;
  const sound = refuseUnsound(tx, known, input);
  if (!sound.ok) return sound;
  // 全部在一个县的归该县，否则归市：看得到结果的人要管得到全部地区
  const counties = new Set(input.rows.map((row) => row.division.slice(0, 6)));
  const [county] = counties;
  return ok(counties.size === 1 ? (`${county}000000` as DivisionCode) : tx.city);
}

async function writeRows(tx: Tx, id: DraftId, division: DivisionCode, rows: readonly ProposedRow[]): Promise<void> {
  await tx.run(sql`delete from standard_draft_row where draft_id = ${id}`);
  for (const [i, row] of rows.entries())
    await tx.run(sql`insert into standard_draft_row (draft_id, no, key, division, value, unit, valid_from, floor, ceiling)
      values (${id}, ${i + 1}, ${row.key}, ${row.division}, ${row.value}, ${row.unit}, ${row.validFrom},
        ${row.floor ?? null}, ${row.ceiling ?? null})`);
  await tx.run(sql`update standard_draft set division = ${division} where id = ${id}`);
}

const audit = (
  tx: Tx,
  id: DraftId,
  division: DivisionCode,
  action: DraftAction | 'proposed',
  detail: Record<string, unknown> = {},
) => recordAudit(tx, { action: `standard-draft.${action}`, subject: { kind: 'standard-draft', id }, division, detail });

export function proposeDraft(
  context: Context,
  actor: Actor,
  command: DraftInput & { requestId: string },
): Promise<Result<{ id: DraftId }>> {
  const { requestId, ...input } = command;
  return context.once(
    actor,
    { action: 'standard.propose', requestId, body: input },
    async (tx): Promise<Result<{ id: DraftId }>> => {
      const division = await checkInput(tx, input);
      if (!division.ok) return division;
      const id: DraftId = newId();
      await tx.run(sql`insert into standard_draft (id, division, title, document_no, proposed_by, proposed_name, proposed_at)
      values (${id}, ${division.value}, ${input.title}, ${input.documentNo}, ${actor.id}, ${actor.name}, ${tx.now})`);
      await writeRows(tx, id, division.value, input.rows);
      await audit(tx, id, division.value, 'proposed', { title: input.title, rows: input.rows.length });
      return ok({ id });
    },
  );
}

export interface DraftCommand {
  id: DraftId;
  action: DraftAction;
  version: number;
  requestId: string;
  /** What `change` puts in place of what is there. */
  change?: DraftInput;
  note?: string;
}

export const mayAct = (state: DraftState, action: DraftAction, actor: Pick<Actor, 'role' | 'duty'>): boolean => {
  const performers = (draftStates[state] as DraftStep).can[action];
  return performers !== undefined && isOneOf(actor, performers);
};

/** Every proposed standard lies within what the actor is responsible for: a county does not decide for the city. */
const ownsDraft = (actor: Actor, draft: Draft): boolean => actor.division !== null && inScope(draft.division, actor.division);

async function runOf(tx: Tx, id: RunId | null) {
  return id === null
    ? null
    : tx.maybe<{ state: string; draftVersion: number; done: number; total: number }>(
        sql`select state, draft_version, done, total from rehearsal_run where id = ${id}`,
      );
}

type Done = Promise<Result<null>>;
type Step = (tx: Tx, draft: Draft, command: DraftCommand) => Done;

const setState = (tx: Tx, draft: Draft, state: DraftState): Promise<number> =>
  tx.run(sql`update standard_draft set state = ${state}, version = version + 1 where id = ${draft.id}`);

const steps: Record<DraftAction, Step> = {
  async change(tx, draft, { change }) {
    if (!change) return fail('REHEARSAL_NO_ROWS');
    const division = await checkInput(tx, change);
    if (!division.ok) return division;
    await writeRows(tx, draft.id, division.value, change.rows);
    await tx.run(
      sql`update standard_draft set title = ${change.title}, document_no = ${change.documentNo}, version = version + 1 where id = ${draft.id}`,
    );
    return ok(null);
  },
  async rehearse(tx, draft) {
    const rows = await draftRows(tx, draft.id);
    const fits = withDraft(await allRows(tx), { documentNo: draft.documentNo, rows }, tx.now);
    if (!fits.ok) return fits;
    const runId = await startRun(tx, draft, 'rehearsal', rows);
    await tx.run(sql`update standard_draft set rehearsal_id = ${runId} where id = ${draft.id}`);
    return ok(null);
  },
  async submit(tx, draft) {
    const run = await runOf(tx, draft.rehearsalId);
    if (run?.state !== 'done' || run.draftVersion !== draft.version) return fail('REHEARSAL_OUTDATED');
    // The version stays: the rehearsal was of this one.
    await tx.run(sql`update standard_draft set state = 'submitted', submitted_by = ${tx.actor.id}, submitted_name = ${tx.actor.name}, submitted_at = ${tx.now}, note = null
      where id = ${draft.id}`);
    // Whoever proposed it does not approve it: where a county has one leader, the city's does.
    const approvers = [
      { performer: 'city-leader', division: tx.city },
      ...(draft.division === tx.city ? [] : [{ performer: 'county-leader', division: draft.division } as const]),
    ] as const;
    for (const to of approvers)
      await notify(tx, { to, template: 'rehearsal.submitted', params: { title: draft.title, name: tx.actor.name } });
    return ok(null);
  },
  async approve(tx, draft) {
    if (isOwnDraft(tx, draft)) return fail('REHEARSAL_SAME_PERSON');
    await tx.run(sql`update standard_draft set state = 'approved', approved_by = ${tx.actor.id}, approved_name = ${tx.actor.name}, approved_at = ${tx.now}
      where id = ${draft.id}`);
    return ok(null);
  },
  async sendBack(tx, draft, { note }) {
    await tx.run(sql`update standard_draft set approved_by = null, approved_name = null, approved_at = null, submitted_by = null, submitted_name = null, submitted_at = null,
      note = ${note ?? null}, state = 'draft' where id = ${draft.id}`);
    return ok(null);
  },
  publish,
  async withdraw(tx, draft) {
    await setState(tx, draft, 'withdrawn');
    return ok(null);
  },
};

/** The standards come into force in one transaction with their announcement and the order to compute everybody anew, which then goes on in batches. */
async function publish(tx: Tx, draft: Draft): Done {
  const rows = await draftRows(tx, draft.id);
  const before = await allRows(tx);
  const lowered = refuseLowered(before, rows);
  if (!lowered.ok) return lowered;
  const sound = refuseUnsound(tx, before, { documentNo: draft.documentNo, rows });
  if (!sound.ok) return sound;
  for (const row of rows) {
    const { id: _, knownSince: __, ...fresh } = asParameterRow(row, { id: '', documentNo: draft.documentNo, knownSince: tx.now });
    const added = await addParameter(tx, fresh);
    if (!added.ok) return added;
    await emit(tx, {
      type: 'benefit.standard.changed',
      subject: { kind: 'parameter', id: added.value.id },
      division: row.division,
      payload: {
        parameterKey: row.key,
        division: row.division,
        validFrom: row.validFrom,
        valueFen: row.unit.startsWith('fen') ? Number(row.value) : null,
        documentNo: draft.documentNo,
      },
      sensitivity: 'public',
    });
  }
  const announced = await announce(tx, draft, { rows, before });
  if (!announced.ok) return announced;
  const runId = await startRun(tx, draft, 'publication', rows);
  await tx.run(
    sql`update standard_draft set state = 'publishing', publication_id = ${runId}, published_at = ${tx.now} where id = ${draft.id}`,
  );
  return ok(null);
}

/** One step of a draft, once; whoever comes second with an old version is told. */
export function actOnDraft(
  context: Context,
  actor: Actor,
  command: DraftCommand,
): Promise<Result<{ id: DraftId; state: DraftState }>> {
  const { requestId, ...body } = command;
  return context.once(
    actor,
    { action: `standard.${command.action}`, requestId, body },
    async (tx): Promise<Result<{ id: DraftId; state: DraftState }>> => {
      const draft = await lockDraft(tx, command.id);
      if (!draft) return fail('NOT_FOUND');
      if (!ownsDraft(actor, draft)) return fail('REHEARSAL_DIVISION');
      if (draft.version !== command.version) return fail('VERSION_CONFLICT');
      if (!mayAct(draft.state, command.action, actor))
        return fail('REHEARSAL_NOT_NOW', { state: draftStates[draft.state].zh, action: draftActions[command.action].zh });
      const rehearsal = await runOf(tx, draft.rehearsalId);
      if (rehearsal?.state === 'running') return fail('REHEARSAL_RUNNING', { done: rehearsal.done, total: rehearsal.total });
      const done = await steps[command.action](tx, draft, command);
      if (!done.ok) return done;
      await audit(tx, draft.id, draft.division, command.action);
      tx.afterCommit(wakeRuns);
      const after = await findDraft(tx, draft.id);
      return ok({ id: draft.id, state: after!.state });
    },
  );
}
