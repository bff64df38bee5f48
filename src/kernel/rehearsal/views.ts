/** What people see of drafts and their runs. */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { documentShown } from '../document/server.ts';
import { allRows, type Decision, getDecision, makeParameters } from '../policy/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { ActionView } from '../service/index.ts';
import { mayAct } from './drafts.ts';
import {
  type DifferenceRow,
  type DraftAction,
  type DraftId,
  type DraftListRow,
  type DraftView,
  draftActions,
  draftStates,
  type Effect,
  type HouseholdRow,
  type RehearsalRules,
  type RunId,
  type RunView,
  rulesFor,
  rulesOf,
} from './index.ts';
import { type Draft, draftRows, findDraft, isOwnDraft, valueBefore, withDraft } from './proposed.ts';
import { differencesOf, householdOf, householdsOf, tenCases } from './report.ts';
import { saidOf } from './soundness.ts';

const listRow = (tx: Tx, draft: Draft): DraftListRow => ({
  id: draft.id,
  title: draft.title,
  documentNo: draft.documentNo,
  division: draft.division,
  divisionName: tx.divisions.fullName(draft.division),
  state: draft.state,
  stateZh: draftStates[draft.state].zh,
  proposedName: draft.proposedName,
  proposedAt: draft.proposedAt,
  publishedAt: draft.publishedAt,
});

const PAGE = 50;
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Newest first, 50 a page. */
export async function listDrafts(tx: Tx, cursor: string | null): Promise<{ rows: DraftListRow[]; next: string | null }> {
  const rows = await tx.rows<Draft>(
    sql`select * from standard_draft where id < ${cursor ?? LAST_ID}::uuid order by id desc limit ${PAGE + 1}`,
  );
  return { rows: rows.slice(0, PAGE).map((row) => listRow(tx, row)), next: rows.length > PAGE ? rows[PAGE - 1]!.id : null };
}

async function runView(tx: Tx, id: RunId | null): Promise<(RunView & { draftVersion: number }) | null> {
  if (id === null) return null;
  return tx.maybe(
    sql`select id, kind, state, started_at, ended_at, on_date, done, total, report, draft_version from rehearsal_run where id = ${id}`,
  );
}

const dangerous: readonly DraftAction[] = ['publish', 'withdraw'];
function actionsOf(tx: Tx, draft: Draft, rehearsal: (RunView & { outdated: boolean }) | null): ActionView[] {
  if (rehearsal?.state === 'running') return [];
  return (Object.keys(draftActions) as DraftAction[])
    .filter((action) => mayAct(draft.state, action, tx.actor))
    .filter((action) => action !== 'submit' || rehearsal?.outdated === false)
    .filter((action) => action !== 'approve' || !isOwnDraft(tx, draft))
    .map((action) => ({ action, ...draftActions[action], danger: dangerous.includes(action), fields: [], initial: {} }));
}

/** A draft with what is in force now beside it, its latest rehearsal, its publication, and the buttons of this actor. */
export async function draftView(tx: Tx, id: DraftId): Promise<Result<DraftView, 'NOT_FOUND'>> {
  const draft = await findDraft(tx, id);
  if (!draft) return fail('NOT_FOUND');
  const run = await runView(tx, draft.rehearsalId);
  const rehearsal = run && { ...run, outdated: run.draftVersion !== draft.version };
  const before = await standardsBefore(tx, draft);
  const rows = await draftRows(tx, id);
  const after = withDraft(before, { documentNo: draft.documentNo, rows }, tx.now);
  const { version, note, submittedName, submittedAt, approvedName, approvedAt } = draft;
  return ok({
    ...listRow(tx, draft),
    version,
    note,
    submittedName,
    submittedAt,
    approvedName,
    approvedAt,
    rows: rows.map((row) => {
      const now = valueBefore(before, row);
      return {
        ...row,
        divisionName: tx.divisions.fullName(row.division),
        nowValue: now?.value ?? null,
        nowSource: now?.source ?? null,
        said: after.ok ? saidOf(row, after.value) : null,
      };
    }),
    rehearsal,
    publication: await runView(tx, draft.publicationId),
    announcement: draft.announcementId && (await documentShown(tx, draft.announcementId)),
    allowedActions: actionsOf(tx, draft, rehearsal),
  });
}

/** Once it is published, what was in force before is what the publication found. */
async function standardsBefore(tx: Tx, draft: Draft) {
  if (!draft.publishedAt) return allRows(tx);
  return tx.rows<Awaited<ReturnType<typeof allRows>>[number]>(sql`select * from parameter
    where known_since < ${draft.publishedAt} and (superseded_at is null or superseded_at >= ${draft.publishedAt}) limit 20000`);
}

/** A list of people is on record, with the draft that it was for. */
async function recordLook(tx: Tx, draft: Draft, rows: readonly HouseholdRow[]): Promise<void> {
  if (rows.length === 0) return;
  await recordAudit(tx, {
    action: 'standard-draft.households',
    subject: { kind: 'standard-draft', id: draft.id },
    personIds: [...new Set(rows.map((row) => row.personId))],
    division: draft.division,
    purpose: '审看预演结果',
  });
}

/** The run that a question is about: the publication once there is one. */
const shownRun = (draft: Draft): RunId | null => draft.publicationId ?? draft.rehearsalId;

export async function householdsView(
  tx: Tx,
  id: DraftId,
  filter: { effect?: Effect; reversal?: boolean; ten?: boolean },
  cursor: string | null,
): Promise<Result<{ rows: HouseholdRow[]; next: string | null }, 'NOT_FOUND'>> {
  const draft = await findDraft(tx, id);
  const runId = draft && shownRun(draft);
  if (!draft || !runId) return fail('NOT_FOUND');
  const page = filter.ten
    ? { rows: await tenCases(tx, draft.rehearsalId ?? runId), next: null }
    : await householdsOf(tx, runId, { effect: filter.effect ?? 'gain', ...(filter.reversal ? { reversal: true } : {}) }, cursor);
  await recordLook(tx, draft, page.rows);
  return ok(page);
}

export async function differencesView(tx: Tx, id: DraftId): Promise<Result<{ rows: DifferenceRow[] }, 'NOT_FOUND'>> {
  const draft = await findDraft(tx, id);
  if (!draft?.publicationId || !draft.rehearsalId) return fail('NOT_FOUND');
  const rows = await differencesOf(tx, { rehearsal: draft.rehearsalId, publication: draft.publicationId });
  await recordLook(tx, draft, rows);
  return ok({ rows });
}

export interface HouseholdExplained {
  household: HouseholdRow;
  /** The decision that its present amount rests on. */
  decisionId: string | null;
  before: Decision | null;
  after: Decision | null;
}

/** One household of a run in full: by the standards in force and by the proposed ones, clause by clause. */
export async function explainHousehold(tx: Tx, id: DraftId, subjectId: string): Promise<Result<HouseholdExplained, 'NOT_FOUND'>> {
  const draft = await findDraft(tx, id);
  const runId = draft && shownRun(draft);
  const found = draft && runId ? await householdOf(tx, runId, subjectId) : null;
  if (!draft || !found) return fail('NOT_FOUND');
  await recordLook(tx, draft, [found]);
  const decisionId = found.effect === 'enter' ? subjectId : await decisionBehind(tx, subjectId, rulesOf(found.programme));
  const stored = decisionId ? await getDecision(tx, decisionId) : null;
  if (!stored?.ok) return ok({ household: found, decisionId: null, before: null, after: null });
  const rows = await standardsBefore(tx, draft);
  const proposed = withDraft(rows, { documentNo: draft.documentNo, rows: await draftRows(tx, id) }, tx.now);
  const rules = rulesOf(found.programme);
  const decide = (standards: typeof rows): Decision | null => {
    const parameters = makeParameters(standards);
    const decided =
      rules.atStandard && found.effect !== 'enter'
        ? rules.atStandard.decide({ division: found.division, facts: stored.value.facts }, parameters, found.fromMonth)
        : rulesFor(rules, found.effect === 'enter' ? 'refused' : 'receiving').decide(
            stored.value.facts,
            parameters,
            found.fromMonth,
          );
    return decided.ok ? decided.value : null;
  };
  return ok({
    household: found,
    decisionId,
    before: decide(rows),
    after: proposed.ok ? decide(proposed.value) : null,
  });
}

/** The decision of the present amount; an amount that is a standard rests on the last one that was made. */
const decisionBehind = async (tx: Tx, entitlementId: string, { atStandard }: RehearsalRules): Promise<string | null> =>
  (
    await tx.maybe<{ decisionId: string | null }>(
      sql`select decision_id from entitlement_version where entitlement_id = ${entitlementId} and (decision_id is not null or ${atStandard === undefined}) order by no desc limit 1`,
    )
  )?.decisionId ?? null;
