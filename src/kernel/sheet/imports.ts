/**
 * Imports: a file is kept, read and checked row by row; then all good rows go in at once, or none. Bad rows go back in the same file with the reason
 * beside each. A run that a kill ended is taken up again from its last state.
 */
import type { Readable } from 'node:stream';
import { sql } from '../../database/sql.ts';
import { type Actor, isOneOf, type Performer } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { type Context, homeDivision, newId, type Tx } from '../context/server.ts';
import { type FileStore, openFileStore } from '../document/server.ts';
import { explain, fail, ok, type Result } from '../result/index.ts';
import { type Column, type ImportState, type ImportView, importStates, parseRow, type SheetRow, writtenRow } from './index.ts';
import { HeadingsMissing, judgeFile, readRows } from './read.ts';
import { writeSheet } from './write.ts';

export interface ImportKind {
  readonly kind: string;
  readonly title: string;
  readonly help: string;
  readonly columns: readonly Column[];
  readonly performers: readonly Performer[];
  /** What is wrong with each row against the records, null where nothing is; at most 500 rows at a time. */
  check(tx: Tx, rows: readonly SheetRow[]): Promise<(string | null)[]>;
  /** Writes the rows in the caller's transaction; a refusal undoes the whole import. At most 500 rows at a time. */
  apply(tx: Tx, rows: readonly SheetRow[]): Promise<Result<null>>;
}

const kinds = new Map<string, ImportKind>();

/** Registers a kind of import. Called once at start; a kind defined twice is a bug. */
export function defineImport(kind: ImportKind): void {
  const known = kinds.get(kind.kind);
  if (known && known !== kind) throw new Error(`import ${kind.kind} is defined twice`);
  kinds.set(kind.kind, kind);
}

export const importKindsFor = (actor: Actor): ImportKind[] =>
  [...kinds.values()].filter((kind) => isOneOf(actor, kind.performers));

const kindFor = (actor: Actor, kind: string): ImportKind | null => importKindsFor(actor).find((k) => k.kind === kind) ?? null;

const BATCH = 500;
/** Without progress for so long, nobody is at work on it. */
const STALE_MS = 20_000;
const EXAMPLES = 20;

const contentPlace = (id: string): string => `sheet_import:${id}`;
const namePlace = (id: string): string => `sheet_import.file_name:${id}`;
export const cellsPlace = (id: string, no: number): string => `sheet_import_row.cells:${id}:${no}`;

interface ImportRow {
  id: string;
  kind: string;
  division: string;
  state: ImportState;
  fileHash: string;
  fileName: Buffer;
  rowCount: number;
  goodCount: number;
  badCount: number;
  doneCount: number;
  problem: string | null;
  beatAt: string;
  createdAt: string;
  createdBy: string;
  createdName: string;
}
const columns = sql`id, kind, division, state, file_hash, file_name, row_count, good_count, bad_count, done_count, problem, beat_at, created_at, created_by, created_name`;

const real = (): string => new Date().toISOString();
const working = (row: ImportRow): boolean => row.state === 'reading' || row.state === 'applying';
const stale = (row: ImportRow): boolean => working(row) && Date.parse(row.beatAt) < Date.now() - STALE_MS;

async function viewOf(tx: Tx, row: ImportRow): Promise<ImportView> {
  const examples = await tx.rows<{ no: number; problem: string }>(
    sql`select no, problem from sheet_import_row where import_id = ${row.id} and problem is not null order by no limit ${EXAMPLES}`,
  );
  return {
    id: row.id,
    kind: row.kind,
    kindZh: kinds.get(row.kind)?.title ?? row.kind,
    state: row.state,
    stateZh: importStates[row.state],
    interrupted: stale(row),
    fileName: tx.keys.open(row.fileName, namePlace(row.id)),
    rowCount: row.rowCount,
    goodCount: row.goodCount,
    badCount: row.badCount,
    doneCount: row.doneCount,
    problem: row.problem,
    examples,
    createdAt: row.createdAt,
    createdBy: row.createdName,
  };
}

const ownRow = (tx: Tx, id: string): Promise<ImportRow | null> =>
  tx.maybe<ImportRow>(sql`select ${columns} from sheet_import where id = ${id} and created_by = ${tx.actor.id}`);

/** The actor's imports, newest first, at most 50. */
export async function myImports(tx: Tx): Promise<ImportView[]> {
  const rows = await tx.rows<ImportRow>(
    sql`select ${columns} from sheet_import where created_by = ${tx.actor.id} order by created_at desc limit 50`,
  );
  return Promise.all(rows.map((row) => viewOf(tx, row)));
}

export async function getImport(tx: Tx, id: string): Promise<Result<ImportView, 'NOT_FOUND'>> {
  const row = await ownRow(tx, id);
  return row ? ok(await viewOf(tx, row)) : fail('NOT_FOUND');
}

export interface SheetPlace {
  readonly context: Context;
  readonly filesDir: string;
}
const storeOf = (place: SheetPlace): FileStore => openFileStore(place.filesDir);

/** Keeps the file and opens an import for it; reading begins with `runImport`. */
export async function openImport(
  place: SheetPlace,
  actor: Actor,
  given: { kind: string; fileName: string; bytes: Buffer },
): Promise<Result<{ id: string }>> {
  const kind = kindFor(actor, given.kind);
  if (!kind) return fail('SHEET_KIND_UNKNOWN');
  const judged = judgeFile(given.bytes);
  if (!judged.ok) return judged;
  const id = newId();
  const { context } = place;
  const fileHash = await storeOf(place).write(context.keys.sealBytes(given.bytes, contentPlace(id)));
  await context.write(actor, async (tx) => {
    await tx.run(sql`insert into sheet_import (id, kind, division, file_hash, file_name, beat_at, created_at, created_by, created_name)
      values (${id}, ${kind.kind}, ${homeDivision(tx)}, ${fileHash}, ${tx.keys.seal(given.fileName.slice(0, 120), namePlace(id))}, ${real()}, ${tx.now},
        ${actor.id}, ${actor.name})`);
    await recordAudit(tx, {
      action: 'sheet.uploaded',
      subject: { kind: 'sheet-import', id },
      detail: { kind: kind.kind, fileHash },
    });
  });
  return ok({ id });
}

/** A row as it was read, as it was understood, and what is wrong with it. */
interface Checked {
  no: number;
  written: SheetRow;
  row: SheetRow;
  problem: string | null;
}

async function storeRows(tx: Tx, job: ImportRow, kind: ImportKind, rows: readonly Checked[]): Promise<number> {
  const sound = rows.filter((r) => r.problem === null);
  const checked =
    sound.length > 0
      ? await kind.check(
          tx,
          sound.map((r) => r.row),
        )
      : [];
  const problems = new Map(sound.map((r, i) => [r.no, checked[i] ?? null]));
  const all = rows.map((r) => ({ ...r, problem: r.problem ?? problems.get(r.no) ?? null }));
  await tx.run(sql`insert into sheet_import_row (import_id, no, division, cells, problem)
    select ${job.id}, r.no, ${job.division}, r.cells, r.problem
    from unnest(${all.map((r) => r.no)}::int[], ${all.map((r) => tx.keys.sealJson(r.problem ? r.written : r.row, cellsPlace(job.id, r.no)))}::bytea[],
      ${all.map((r) => r.problem)}::text[]) as r (no, cells, problem)`);
  return all.filter((r) => r.problem !== null).length;
}

/** The end of a run that found the file unfit. */
const refuse = (place: SheetPlace, actor: Actor, id: string, problem: string): Promise<number> =>
  place.context.write(actor, (tx) =>
    tx.run(sql`update sheet_import set state = 'refused', problem = ${problem}, beat_at = ${real()} where id = ${id}`),
  );

async function readAll(place: SheetPlace, actor: Actor, job: ImportRow, kind: ImportKind): Promise<void> {
  const { context } = place;
  const bytes = context.keys.openBytes(await storeOf(place).read(job.fileHash), contentPlace(job.id));
  // What an interrupted run had read is read again.
  await context.write(actor, (tx) => tx.run(sql`delete from sheet_import_row where import_id = ${job.id}`));
  let rowCount = 0;
  let badCount = 0;
  let batch: Checked[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    const rows = batch;
    batch = [];
    await context.write(actor, async (tx) => {
      badCount += await storeRows(tx, job, kind, rows);
      rowCount += rows.length;
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
    if (error instanceof HeadingsMissing) {
      await refuse(place, actor, job.id, `表头缺少：${error.titles.join('、')}`);
      return;
    }
    // A file that breaks off in the middle is the file's fault; whatever else fails is ours.
    if ((error as Error).constructor.name.match(/^(Parse|Zip|Xml|EncryptedFile|UnsupportedFormat)Error$/)) {
      await refuse(place, actor, job.id, '文件不完整或已损坏');
      return;
    }
    throw error;
  }
  if (rowCount === 0) {
    await refuse(place, actor, job.id, '表格里没有数据');
    return;
  }
  await context.write(actor, (tx) =>
    tx.run(sql`update sheet_import set state = 'checked', beat_at = ${real()} where id = ${job.id}`),
  );
}

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
      let done = 0;
      for (let after = 0; ; ) {
        const rows = await tx.rows<{ no: number; cells: Buffer }>(sql`select no, cells from sheet_import_row
          where import_id = ${job.id} and problem is null and no > ${after} order by no limit ${BATCH}`);
        if (rows.length === 0) break;
        const written = await kind.apply(
          tx,
          rows.map((r) => tx.keys.openJson<SheetRow>(r.cells, cellsPlace(job.id, r.no))),
        );
        if (!written.ok) return written;
        after = rows.at(-1)!.no;
        done += rows.length;
        await beat(done);
      }
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
  const run = (async () => {
    const job = await place.context.read(actor, (tx) => ownRow(tx, id));
    const kind = job && kindFor(actor, job.kind);
    if (!job || !kind) return;
    if (job.state === 'reading') await readAll(place, actor, job, kind);
    if (job.state === 'applying') await applyAll(place, actor, job, kind);
  })()
    .catch(onError)
    .finally(() => runs.delete(id));
  runs.set(id, run);
  return run;
}

type Step = 'apply' | 'cancel' | 'resume';

/** What its owner decides: import the good rows, give up, or take up an interrupted run again. */
export async function stepImport(tx: Tx, id: string, step: Step): Promise<Result<{ id: string }>> {
  const job = await tx.maybe<ImportRow>(
    sql`select ${columns} from sheet_import where id = ${id} and created_by = ${tx.actor.id} for update`,
  );
  if (!job) return fail('NOT_FOUND');
  const wrong = () => fail('IMPORT_STATE', { state: importStates[job.state] });
  if (step === 'resume') return working(job) ? ok({ id }) : wrong();
  if (job.state !== 'checked') return wrong();
  if (step === 'apply' && job.goodCount === 0) return fail('IMPORT_NOTHING');
  await tx.run(
    sql`update sheet_import set state = ${step === 'apply' ? 'applying' : 'cancelled'}, problem = null, beat_at = ${real()} where id = ${id}`,
  );
  return ok({ id });
}

const REASON: Column = { key: 'problem', title: '退回原因', kind: 'text' };

/** The bad rows as they were read, with the reason beside each, in the shape of the template. */
export function returnedSheet(place: SheetPlace, actor: Actor, id: string): Promise<Result<{ name: string; body: Readable }>> {
  const { context } = place;
  return context.read(actor, async (tx) => {
    const job = await ownRow(tx, id);
    const kind = job && kindFor(actor, job.kind);
    if (!job || !kind) return fail('NOT_FOUND');
    async function* rows(): AsyncGenerator<SheetRow> {
      for (let after = 0; ; ) {
        const page = await context.read(actor, async (inner) =>
          (
            await inner.rows<{ no: number; cells: Buffer; problem: string }>(sql`select no, cells, problem from sheet_import_row
              where import_id = ${id} and problem is not null and no > ${after} order by no limit ${BATCH}`)
          ).map((r) => ({ no: r.no, problem: r.problem, row: inner.keys.openJson<SheetRow>(r.cells, cellsPlace(id, r.no)) })),
        );
        for (const { no, problem, row } of page) yield { ...row, problem: `第${no}行　${problem}` };
        if (page.length < BATCH) return;
        after = page.at(-1)!.no;
      }
    }
    return ok({
      name: `${kind.title}-退回.xlsx`,
      body: writeSheet({
        name: '退回',
        columns: [...kind.columns.map((c): Column => ({ ...c, kind: 'text' })), REASON],
        rows: rows(),
      }),
    });
  });
}

/** An empty sheet with the headings and, above them, how to fill it. */
export function templateSheet(actor: Actor, kind: string): Result<{ name: string; body: Readable }, 'SHEET_KIND_UNKNOWN'> {
  const known = kindFor(actor, kind);
  if (!known) return fail('SHEET_KIND_UNKNOWN');
  const hints = known.columns.map((c) => `${c.title}${c.required ? '（必填）' : ''}${c.help ? `：${c.help}` : ''}`).join('；');
  return ok({
    name: `${known.title}-模板.xlsx`,
    body: writeSheet({ name: known.title.slice(0, 20), columns: known.columns, above: [`${known.help}　${hints}`], rows: [] }),
  });
}
