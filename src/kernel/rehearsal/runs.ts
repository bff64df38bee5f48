/**
 * Runs: a rehearsal computes everybody and changes nothing; a publication computes them again under lock and writes what rises. Both go in
 * pages with their place kept, so that a killed server goes on where it was; a page is there whole or not at all.
 */
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import { notify } from '../notice/server.ts';
import { allRows, decisionPlace, type ParameterRow } from '../policy/server.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import type { AssessedSubject, Task } from './assess.ts';
import { type Evaluator, startEvaluator, startHere, usualThreads } from './evaluator.ts';
import { isRise, type ProposedRow, type RunId, type RunReport, rehearsalRules, rulesOf } from './index.ts';
import { notePassed } from './passed-by.ts';
import { type Draft, draftRows, firstMonthOf, valueBefore, withDraft } from './proposed.ts';
import { openEntering, openToReview, reviseRaised } from './publish.ts';
import {
  entitlementPage,
  type Holder,
  lesserPage,
  opensFacts,
  type RegisterPage,
  refusedPage,
  registerSize,
} from './register.ts';
import { comparedOf, groupsOf } from './report.ts';

const REHEARSAL_PAGE = 1000;
const PUBLICATION_PAGE = 250;
/** Pages besides those in the threads: some are being read while others are being written. */
const READ_AHEAD = 2;

export interface Run {
  id: RunId;
  draftId: string;
  division: DivisionCode;
  kind: 'rehearsal' | 'publication';
  state: 'running' | 'done';
  onDate: PlainDate;
  startedAt: string;
  total: number;
  /** `programme/part/last id`; '' before the first page. */
  cursor: string;
}

/** For tests: smaller pages, and a kill between two of them. */
export interface RunOptions {
  afterPage?: () => void;
  pageSize?: number;
  threads?: number;
}

const columns = sql`id, draft_id, division, kind, state, on_date, started_at, total, cursor`;
const parts = ['receiving', 'refused', 'lesser'] as const;
type Part = (typeof parts)[number];
interface Place {
  programme: string;
  part: Part;
  after: string;
}

const programmesOf = (rows: readonly ProposedRow[]): string[] =>
  rehearsalRules()
    .filter((rules) => rows.some((row) => rules.reads(row.key)))
    .map((rules) => rules.programme);

export async function startRun(tx: Tx, draft: Draft, kind: Run['kind'], rows: readonly ProposedRow[]): Promise<RunId> {
  const id: RunId = newId();
  let total = 0;
  for (const programme of programmesOf(rows))
    total += await registerSize(tx, { programme, division: draft.division, firstMonth: firstMonthOf(rows) });
  await tx.run(sql`insert into rehearsal_run (id, draft_id, division, kind, draft_version, on_date, started_at, total)
    values (${id}, ${draft.id}, ${draft.division}, ${kind}, ${draft.version}, ${tx.today}, ${tx.now}, ${total})`);
  return id;
}

const placeText = ({ programme, part, after }: Place): string => `${programme}/${part}/${after}`;

/** The places of a run from its cursor on: every programme, those who receive before those who were refused and those who stand just above it. */
function placesFrom(cursor: string, programmes: readonly string[]): Place[] {
  const all = programmes.flatMap((programme) => parts.map((part): Place => ({ programme, part, after: '' })));
  if (cursor === '') return all;
  const [programme, part, after] = cursor.split('/') as [string, Part, string];
  const at = all.findIndex((p) => p.programme === programme && p.part === part);
  return [{ programme, part, after }, ...all.slice(at + 1)];
}

interface Plan {
  readonly run: Run;
  readonly draft: Draft;
  readonly rows: readonly ProposedRow[];
  readonly programmes: readonly string[];
  readonly proposed: readonly ParameterRow[];
  readonly present: readonly ParameterRow[];
}

/** Standards as they were known before the publication began. */
const rowsBefore = (tx: Tx, instant: string): Promise<ParameterRow[]> =>
  tx.rows<ParameterRow>(sql`select id, key, division, value, unit, valid_from, valid_to, known_since, source, nature, note, floor, ceiling from parameter
    where known_since < ${instant} and (superseded_at is null or superseded_at >= ${instant}) limit 20000`);

async function planOf(tx: Tx, id: RunId): Promise<Plan | null> {
  const run = await tx.maybe<Run>(sql`select ${columns} from rehearsal_run where id = ${id} and state = 'running'`);
  if (!run) return null;
  const draft = await tx.one<Draft>(sql`select * from standard_draft where id = ${run.draftId}`);
  const rows = await draftRows(tx, draft.id);
  const now = await allRows(tx);
  const present = run.kind === 'publication' ? await rowsBefore(tx, run.startedAt) : now;
  const proposed = run.kind === 'publication' ? now : withDraft(now, { documentNo: draft.documentNo, rows }, run.startedAt);
  if (!Array.isArray(proposed) && !proposed.ok) throw new Error(`draft ${draft.id} no longer fits: ${proposed.code}`);
  return {
    run,
    draft,
    rows,
    programmes: programmesOf(rows),
    present,
    proposed: Array.isArray(proposed) ? proposed : proposed.value,
  };
}

const taskOf = (plan: Plan, programme: string): Task => ({
  programme,
  module: rulesOf(programme).module,
  proposed: plan.proposed,
  present: plan.present,
  firstMonth: firstMonthOf(plan.rows),
  today: plan.run.onDate,
  rise: isRise(plan.rows.map((row) => ({ value: row.value, nowValue: valueBefore(plan.present, row)?.value ?? null }))),
  decide: plan.run.kind === 'publication',
});

const pageAt = (
  tx: Tx,
  plan: Plan,
  { programme, part, after }: Place,
  given: { limit: number; lock: boolean },
): Promise<RegisterPage> => {
  const order = { programme, division: plan.run.division, firstMonth: firstMonthOf(plan.rows), after, limit: given.limit };
  if (part === 'receiving') return entitlementPage(tx, { ...order, lock: given.lock, facts: opensFacts(programme) });
  return part === 'refused' ? refusedPage(tx, order) : lesserPage(tx, order);
};

/** An array as PostgreSQL reads it, of ids, codes, months, numbers and truth values: nothing in them is to be quoted. */
const plainArray = (values: readonly (string | number | boolean | null)[]): string =>
  `{${values.map((value) => value ?? 'null').join(',')}}`;

/** The results of a page; a page that was written before a kill is not written again. */
async function saveRows(
  tx: Tx,
  run: Run,
  programme: string,
  assessed: readonly AssessedSubject[],
  holders: ReadonlyMap<string, Holder>,
): Promise<void> {
  if (assessed.length === 0) return;
  const of = (pick: (row: AssessedSubject) => string | number | boolean | null) => plainArray(assessed.map(pick));
  const holder = (id: string) => holders.get(id)!;
  await tx.run(sql`insert into rehearsal_row (run_id, subject_id, programme, division, person_id, effect, urban_rural, persons, from_month, old_fen, new_fen, arrears_fen, reversal, reason, basis_id)
    select ${run.id}::uuid, r.id, ${programme}, r.division, r.person_id, r.effect, r.urban_rural, r.persons, r.from_month, r.old_fen, r.new_fen, r.arrears_fen, r.reversal, r.reason, r.basis_id
    from unnest(${of((a) => a.id)}::uuid[], ${of((a) => holder(a.id).division)}::text[], ${of((a) => holder(a.id).personId)}::uuid[],
      ${of((a) => a.effect)}::text[], ${of((a) => a.urbanRural)}::text[], ${of((a) => a.persons)}::int[], ${of((a) => a.fromMonth)}::text[],
      ${of((a) => a.oldFen)}::bigint[], ${of((a) => a.newFen)}::bigint[], ${of((a) => a.arrearsFen)}::bigint[], ${of((a) => a.reversal)}::boolean[],
      ${assessed.map((a) => a.reason)}::text[], ${of((a) => a.basisId)}::uuid[])
      r(id, division, person_id, effect, urban_rural, persons, from_month, old_fen, new_fen, arrears_fen, reversal, reason, basis_id)
    on conflict do nothing`);
}

/** In the transaction that writes the page: the run is there, and goes on behind it. */
async function movePlace(tx: Tx, run: Run, place: Place, done: number): Promise<void> {
  const moved = await tx.run(
    sql`update rehearsal_run set done = done + ${done}, cursor = ${placeText(place)} where id = ${run.id} and state = 'running'`,
  );
  if (moved !== 1) throw new Error(`run ${run.id} is not open`);
}

const isThere = <T>(value: T | null): value is T => value !== null;
const computers = (run: Run) => systemActor(run.kind, run.division);

const FEW = 300;
function evaluatorFor(context: Context, plan: Plan, { threads }: RunOptions): Evaluator {
  const tasks = plan.programmes.map((programme) => taskOf(plan, programme));
  return threads === undefined && plan.run.total <= FEW
    ? startHere({ keys: context.keys, newId, decisionPlace }, tasks)
    : startEvaluator(context.keys.handles(), tasks, threads ?? usualThreads());
}

/** Reads ahead while threads compute; the place moves over pages that are all there. */
async function rehearse(context: Context, plan: Plan, options: RunOptions): Promise<void> {
  const evaluator = evaluatorFor(context, plan, options);
  try {
    for (const place of placesFrom(plan.run.cursor, plan.programmes)) await rehearsePart(context, plan, place, evaluator);
  } finally {
    await evaluator.stop();
  }
}

async function rehearsePart(context: Context, plan: Plan, place: Place, evaluator: Evaluator): Promise<void> {
  const { run } = plan;
  const writing: Promise<void>[] = [];
  let written: Promise<void> = Promise.resolve();
  for (let after: string | null = place.after; after !== null; ) {
    const at: Place = { ...place, after };
    const page = await context.read(computers(run), (tx) => pageAt(tx, plan, at, { limit: REHEARSAL_PAGE, lock: false }));
    const computed = evaluator.assess({ programme: place.programme, subjects: page.subjects, bytes: page.bytes });
    computed.catch(() => {}); // told by the write that waits for it
    const before = written;
    written = (async () => {
      const rows = (await computed).filter(isThere);
      await before;
      await context.write(computers(run), async (tx) => {
        await saveRows(tx, run, place.programme, rows, page.holders);
        await movePlace(tx, run, { ...place, after: page.last ?? at.after }, page.subjects.length);
      });
    })();
    written.catch(() => {}); // told below
    writing.push(written);
    // 读在前面，线程不必等；但不超过这么多页：内存与登记册的大小无关
    if (writing.length > 2 * evaluator.threads + READ_AHEAD) await writing.shift();
    after = page.last;
  }
  await Promise.all(writing);
}

/** One page in one transaction: locked, computed, decided, written, and the place moved. */
async function publish(context: Context, plan: Plan, options: RunOptions): Promise<void> {
  const { run } = plan;
  const evaluator = evaluatorFor(context, plan, options);
  try {
    for (const place of placesFrom(run.cursor, plan.programmes))
      for (let after: string | null = place.after; after !== null; ) {
        const at: Place = { ...place, after };
        after = await context.write(computers(run), (tx) =>
          publishPage(tx, plan, at, { evaluator, limit: options.pageSize ?? PUBLICATION_PAGE }),
        );
        options.afterPage?.();
      }
  } finally {
    await evaluator.stop();
  }
}

async function publishPage(
  tx: Tx,
  plan: Plan,
  place: Place,
  by: { evaluator: Evaluator; limit: number },
): Promise<string | null> {
  const { run, draft } = plan;
  await tx.one(sql`select id from rehearsal_run where id = ${run.id} for update`);
  const page = await pageAt(tx, plan, place, { limit: by.limit, lock: true });
  const { programme } = place;
  const rows = (await by.evaluator.assess({ programme, subjects: page.subjects, bytes: page.bytes })).filter(isThere);
  await saveRows(tx, run, place.programme, rows, page.holders);
  const { documentNo } = draft;
  const raised = rows.filter((row) => row.steps.length > 0);
  await reviseRaised(tx, { programme, documentNo, division: run.division, raised, holders: page.holders });
  await openToReview(tx, programme, rows);
  if (place.part === 'lesser') await openEntering(tx, programme, { rows, documentNo });
  await notePassed(tx, { draft, run, programme, rows: plan.rows, page });
  await movePlace(tx, run, { ...place, after: page.last ?? place.after }, page.subjects.length);
  return page.last;
}

async function finish(context: Context, { run, draft }: Plan): Promise<void> {
  await context.write(computers(run), async (tx) => {
    const groups = await groupsOf(tx, run.id);
    const report: RunReport =
      run.kind === 'rehearsal'
        ? { groups }
        : { groups, compared: await comparedOf(tx, { rehearsal: draft.rehearsalId!, publication: run.id }) };
    await tx.run(
      sql`update rehearsal_run set state = 'done', ended_at = ${tx.now}, report = ${JSON.stringify(report)}::jsonb where id = ${run.id} and state = 'running'`,
    );
    await recordAudit(tx, {
      action: `standard-draft.${run.kind}-done`,
      subject: { kind: 'standard-draft', id: draft.id },
      division: run.division,
      detail: { run: run.id },
    });
    if (run.kind === 'rehearsal') return;
    await tx.run(sql`update standard_draft set state = 'published' where id = ${draft.id} and state = 'publishing'`);
    await tellAfterwards(tx, draft, report);
  });
}

/** Those who are worse off are not touched: whoever decides for them is told how many wait. */
async function tellAfterwards(tx: Tx, draft: Draft, report: RunReport): Promise<void> {
  const worse = new Map<DivisionCode, number>();
  let raised = 0;
  for (const group of report.groups) {
    if (group.effect === 'gain') raised += group.households;
    if (group.effect === 'loss' || group.effect === 'leave')
      worse.set(group.county, (worse.get(group.county) ?? 0) + group.households);
  }
  for (const [county, count] of worse)
    await notify(tx, {
      to: { performer: 'county-confirmer', division: county },
      template: 'rehearsal.to-hear',
      params: { title: draft.title, county: tx.divisions.get(county)?.name ?? county, count },
    });
  const { equal, different } = report.compared!;
  await notify(tx, {
    to: { userId: draft.proposedBy },
    template: 'rehearsal.published',
    params: {
      title: draft.title,
      count: raised,
      compared: different === 0 ? `与预演一致（${equal}户）` : `与预演相比有${different}户不同，请查看原因`,
    },
  });
}

let wake: () => void = () => {};
/** Called after a draft's step was committed. */
export const wakeRuns = (): void => wake();
/** The process's worker of runs listens here. */
export const onRunsWaiting = (listener: () => void): void => {
  wake = listener;
};

const busy = new WeakMap<Context, Promise<number>>();

/** Carries every run that is open to its end; called by the jobs. A second call while one works waits for it. `afterPage` is for tests that kill. */
export function advanceRuns(context: Context, options: RunOptions = {}): Promise<number> {
  const before = busy.get(context) ?? Promise.resolve(0);
  const next = before.catch(() => 0).then(() => advance(context, options));
  busy.set(context, next);
  return next;
}

async function advance(context: Context, options: RunOptions): Promise<number> {
  const city = systemActor('rehearsal', context.city);
  const open = await context.read(city, (tx) =>
    tx.rows<{ id: RunId; division: DivisionCode }>(
      sql`select id, division from rehearsal_run where state = 'running' order by id limit 20`,
    ),
  );
  for (const { id } of open) {
    const plan = await context.read(city, (tx) => planOf(tx, id));
    if (!plan) continue;
    await (plan.run.kind === 'rehearsal' ? rehearse(context, plan, options) : publish(context, plan, options));
    await finish(context, plan);
  }
  return open.length;
}
