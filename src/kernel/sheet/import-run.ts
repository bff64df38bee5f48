/**
 * The work on an import: a file is read and checked row by row; then all good rows go in at once, or none. A run that a kill ended is taken up again
 * from its last state: what had been read is read again, what was half written was never there.
 */
import { sql } from '../../database/sql.ts';
import type { Actor } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { real, type Tx } from '../context/server.ts';
import { explain, ok, type Result } from '../result/index.ts';
import { groupRows } from './import-groups.ts';
import { type Entire, type ImportKind, kindFor, type Verdict } from './import-kinds.ts';
import { BATCH, cellsPlace, contentPlace, type ImportRow, ownRow, type SheetPlace, storeOf } from './import-store.ts';
import { type ImportSummary, parseRow, type SheetRow, writtenRow } from './index.ts';
import { faultOfFile, readRows } from './read.ts';

/** A row as it was written, as it was understood, and what is wrong with its cells. */
interface Read {
  no: number;
  written: SheetRow;
  row: SheetRow;
  problem: string | null;
}

/** Cells first; what the records say is asked of rows that can be read only. */
async function judge(tx: Tx, kind: ImportKind, rows: readonly Read[]): Promise<Verdict[]> {
  const sound = rows.filter((r) => r.problem === null);
  const checked =
    sound.length > 0
      ? await kind.check(
          tx,
          sound.map((r) => r.row),
        )
      : [];
  let next = 0;
  return rows.map((r) => (r.problem === null ? checked[next++]! : { problem: r.problem }));
}

/** The end of a run that found the file unfit. */
const refuse = (place: SheetPlace, actor: Actor, id: string, problem: string): Promise<number> =>
  place.context.write(actor, (tx) =>
    tx.run(sql`update sheet_import set state = 'refused', problem = ${problem}, beat_at = ${real()} where id = ${id}`),
  );

async function readAll(place: SheetPlace, actor: Actor, job: ImportRow, kind: ImportKind): Promise<void> {
  const { context } = place;
  const bytes = context.keys.openBytes(await storeOf(place).read(job.fileHash), contentPlace(job.id));
  await context.write(actor, (tx) => tx.run(sql`delete from sheet_import_row where import_id = ${job.id}`));
  const groups = groupRows(kind);
  const entire = kind.entire?.() ?? null;
  let rowCount = 0;
  let badCount = 0;
  let batch: Read[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    const rows = batch;
    batch = [];
    const verdicts = await context.write(actor, (tx) => judge(tx, kind, rows));
    const placed = rows.map((r, i) => ({ ...r, ...groups.place(r.no, r.row, inOrder(entire, r, verdicts[i]!)) }));
    rowCount += rows.length;
    badCount += placed.filter((r) => 'problem' in r.verdict).length;
    await context.write(actor, async (tx) => {
      await tx.run(sql`insert into sheet_import_row (import_id, no, lead_no, division, cells, problem, does)
        select ${job.id}, r.no, r.lead_no, ${job.division}, r.cells, r.problem, r.does
        from unnest(${placed.map((r) => r.no)}::int[], ${placed.map((r) => r.lead)}::int[],
          ${placed.map((r) => tx.keys.sealJson(r.written, cellsPlace(job.id, r.no)))}::bytea[],
          ${placed.map(({ verdict: v }) => ('problem' in v ? v.problem : null))}::text[],
          ${placed.map(({ verdict: v }) => ('does' in v ? v.does : null))}::text[]) as r (no, lead_no, cells, problem, does)`);
      await tx.run(sql`update sheet_import set row_count = ${rowCount}, bad_count = ${badCount}, good_count = ${rowCount - badCount}, beat_at = ${real()}
        where id = ${job.id}`);
    });
  };
  try {
    for await (const { no, cells } of readRows(bytes, kind.columns)) {
      batch.push({ no, written: writtenRow(kind.columns, cells), ...parseRow(kind.columns, cells) });
      if (batch.length === BATCH) await flush();
    }
    await flush();
  } catch (error) {
    const fault = faultOfFile(error);
    if (fault === null) throw error;
    await refuse(place, actor, job.id, fault);
    return;
  }
  if (rowCount === 0) {
    await refuse(place, actor, job.id, '表格里没有数据');
    return;
  }
  const unfit = badCount === 0 ? (entire?.end() ?? null) : null;
  if (unfit !== null) await refuse(place, actor, job.id, unfit);
  else await context.write(actor, (tx) => conclude(tx, job, kind, groups));
}

/** A row of a file that is one thing, where it stands among the others. */
function inOrder(entire: Entire | null, { row, problem }: Read, verdict: Verdict): Verdict {
  const wrong = entire?.next(problem === null && !('problem' in verdict) ? row : null) ?? null;
  return wrong !== null && !('problem' in verdict) ? { problem: wrong } : verdict;
}

/** The whole file is known: groups that are not whole go back, and what is left is counted. */
async function conclude(tx: Tx, job: ImportRow, kind: ImportKind, groups: ReturnType<typeof groupRows>): Promise<void> {
  const returned = groups.returned();
  for (let i = 0; i < returned.length; i += BATCH) {
    const some = returned.slice(i, i + BATCH);
    await tx.run(sql`update sheet_import_row r set problem = g.problem, does = null
      from unnest(${some.map((g) => g.lead)}::int[], ${some.map((g) => g.problem)}::text[]) as g (lead_no, problem)
      where r.import_id = ${job.id} and r.lead_no = g.lead_no and r.problem is null`);
  }
  const tally = await tx.rows<{ zh: string; count: number }>(sql`select does as zh, count(*)::int as count from sheet_import_row
    where import_id = ${job.id} and problem is null group by does order by count desc, does limit 20`);
  const good = tally.reduce((sum, t) => sum + t.count, 0);
  const { together } = kind;
  const summary: ImportSummary = {
    tally,
    groups: together ? { zh: together.zh, good: groups.count() - returned.length, bad: returned.length } : null,
  };
  await tx.run(sql`update sheet_import set state = 'checked', good_count = ${good}, bad_count = row_count - ${good},
    summary = ${JSON.stringify(summary)}::jsonb, beat_at = ${real()} where id = ${job.id}`);
}

/** The next good rows in the order of their groups, whole groups only. */
const goodAfter = (tx: Tx, id: string, after: number) =>
  tx.rows<{ no: number; leadNo: number; cells: Buffer }>(sql`select no, lead_no, cells from sheet_import_row
    where import_id = ${id} and problem is null and lead_no > ${after} and lead_no <= coalesce(
      (select lead_no from sheet_import_row where import_id = ${id} and problem is null and lead_no > ${after} order by lead_no, no offset ${BATCH - 1} limit 1), ${2 ** 31 - 1})
    order by lead_no, no`);

/** All good rows in one transaction. Progress is told beside it, as nobody sees into a transaction. */
async function applyAll(place: SheetPlace, actor: Actor, job: ImportRow, kind: ImportKind): Promise<void> {
  const { context } = place;
  const beat = (done: number): Promise<number> =>
    context.write(actor, (tx) =>
      tx.run(sql`update sheet_import set done_count = ${done}, beat_at = ${real()} where id = ${job.id} and state = 'applying'`),
    );
  const applied = await context.once(
    actor,
    { action: 'sheet.apply', requestId: `import-${job.id}`, body: null },
    async (tx): Promise<Result<{ done: number }>> => {
      const of = { id: job.id, content: job.content };
      let done = 0;
      for (let after = 0; ; ) {
        const rows = await goodAfter(tx, job.id, after);
        if (rows.length === 0) break;
        const read = rows.map(
          ({ no, cells }) => parseRow(kind.columns, tx.keys.openJson<SheetRow>(cells, cellsPlace(job.id, no))).row,
        );
        const written = await kind.apply(tx, read, of);
        if (!written.ok) return written;
        after = rows.at(-1)!.leadNo;
        done += rows.length;
        await beat(done);
      }
      const finished = (await kind.finish?.(tx, of)) ?? ok(null);
      if (!finished.ok) return finished;
      await recordAudit(tx, {
        action: 'sheet.imported',
        subject: { kind: 'sheet-import', id: job.id },
        detail: { kind: kind.kind, rows: done, fileHash: job.fileHash },
      });
      return ok({ done });
    },
  );
  await context.write(actor, (tx) =>
    applied.ok
      ? tx.run(sql`update sheet_import set state = 'applied', applied_at = ${tx.now}, done_count = ${applied.value.done}, beat_at = ${real()}
          where id = ${job.id} and state = 'applying'`)
      : tx.run(
          sql`update sheet_import set state = 'checked', problem = ${`${explain(applied).message}一行也没有导入。`}, done_count = 0, beat_at = ${real()} where id = ${job.id}`,
        ),
  );
}

/** Runs reading or applying to its end. One run at a time of each import in this process; `onError` hears of what broke. */
const runs = new Map<string, Promise<void>>();

export function runImport(place: SheetPlace, actor: Actor, id: string, onError: (error: unknown) => void): Promise<void> {
  const known = runs.get(id);
  if (known) return known;
  const pulse = setInterval(() => void stillAlive(place, actor, id).catch(onError), PULSE_MS);
  const run = (async () => {
    const job = await place.context.read(actor, (tx) => ownRow(tx, id));
    const kind = job && kindFor(actor, job.kind);
    if (!job || !kind) return;
    if (job.state === 'reading') await readAll(place, actor, job, kind);
    if (job.state === 'applying') await inTurn(() => applyAll(place, actor, job, kind));
  })()
    .catch(onError)
    .finally(() => {
      clearInterval(pulse);
      runs.delete(id);
    });
  runs.set(id, run);
  return run;
}

const PULSE_MS = 5_000;
/** Also whoever waits for a turn is at work on it. */
const stillAlive = ({ context }: SheetPlace, actor: Actor, id: string): Promise<number> =>
  context.write(actor, (tx) => tx.run(sql`update sheet_import set beat_at = ${real()} where id = ${id}`));

let last: Promise<unknown> = Promise.resolve();
/** One at a time in this process: each holds a connection while it asks for a second, and two would halve each other's speed. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work);
  last = mine.catch(() => {}); // told to whoever asked for it; the next one has its turn all the same
  return mine;
}
