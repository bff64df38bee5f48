/**
 * Imports: a file is kept, read and checked row by row; then all good rows go in at once, or none. Bad rows go back in the same file with the reason
 * beside each. The work itself: import-run.ts.
 */
import type { Readable } from 'node:stream';
import { sql } from '../../database/sql.ts';
import type { Actor } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { homeDivision, newId, real, type Tx } from '../context/server.ts';
import { sm3 } from '../protect/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { type ImportKind, kindFor } from './import-kinds.ts';
import {
  BATCH,
  cellsPlace,
  contentPlace,
  type ImportRow,
  importColumns,
  namePlace,
  ownRow,
  type SheetPlace,
  storeOf,
} from './import-store.ts';
import { type Column, type ImportView, importStates, parseRow, type SheetRow, type ShownRows, shownCell } from './index.ts';
import { judgeFile } from './read.ts';
import { writeSheet } from './write.ts';

/** Without a sign of life for so long, nobody is at work on it. */
const STALE_MS = 20_000;
const EXAMPLES = 20;
/** Rows that are shown as they were understood. */
const SHOWN = 5;

const working = (row: ImportRow): boolean => row.state === 'reading' || row.state === 'applying';
const stale = (row: ImportRow): boolean => working(row) && Date.parse(row.beatAt) < Date.now() - STALE_MS;

/** The first good rows as they were understood, where the kind shows them and they wait for a yes. */
async function shownRows(tx: Tx, row: ImportRow): Promise<ShownRows | null> {
  const kind = kindFor(tx.actor, row.kind);
  if (!kind?.shown || row.state !== 'checked' || row.goodCount === 0) return null;
  const found = await tx.rows<{ no: number; cells: Buffer; does: string }>(sql`select no, cells, does from sheet_import_row
    where import_id = ${row.id} and problem is null order by no limit ${SHOWN}`);
  const rows = found.map(({ no, cells, does }) => {
    const shown = kind.shown!(tx, readCells(tx, kind, row.id, { no, cells }));
    return { no, does, cells: kind.columns.map((c) => shownCell(c, shown[c.key] ?? null)) };
  });
  const filled = kind.columns.map((_, i) => rows.some((r) => r.cells[i] !== ''));
  return {
    titles: kind.columns.filter((_, i) => filled[i]).map((c) => c.title),
    rows: rows.map((r) => ({ ...r, cells: r.cells.filter((_, i) => filled[i]) })),
  };
}

const readCells = (tx: Tx, kind: ImportKind, id: string, { no, cells }: { no: number; cells: Buffer }): SheetRow =>
  parseRow(kind.columns, tx.keys.openJson<SheetRow>(cells, cellsPlace(id, no))).row;

async function viewOf(tx: Tx, row: ImportRow): Promise<ImportView> {
  const examples = await tx.rows<{ no: number; problem: string }>(
    sql`select no, problem from sheet_import_row where import_id = ${row.id} and problem is not null order by no limit ${EXAMPLES}`,
  );
  return {
    id: row.id,
    kind: row.kind,
    kindZh: kindFor(tx.actor, row.kind)?.title ?? row.kind,
    state: row.state,
    stateZh: importStates[row.state],
    entire: kindFor(tx.actor, row.kind)?.entire !== undefined,
    interrupted: stale(row),
    fileName: tx.keys.open(row.fileName, namePlace(row.id)),
    rowCount: row.rowCount,
    goodCount: row.goodCount,
    badCount: row.badCount,
    doneCount: row.doneCount,
    summary: row.summary,
    problem: row.problem,
    examples,
    shown: await shownRows(tx, row),
    createdAt: row.createdAt,
    createdBy: row.createdName,
  };
}

/** The actor's imports, newest first, at most 50. */
export async function myImports(tx: Tx): Promise<ImportView[]> {
  const rows = await tx.rows<ImportRow>(
    sql`select ${importColumns} from sheet_import where created_by = ${tx.actor.id} order by created_at desc limit 50`,
  );
  return Promise.all(rows.map((row) => viewOf(tx, row)));
}

export async function getImport(tx: Tx, id: string): Promise<Result<ImportView, 'NOT_FOUND'>> {
  const row = await ownRow(tx, id);
  return row ? ok(await viewOf(tx, row)) : fail('NOT_FOUND');
}

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
    await tx.run(sql`insert into sheet_import (id, kind, division, file_hash, content, file_name, beat_at, created_at, created_by, created_name)
      values (${id}, ${kind.kind}, ${homeDivision(tx)}, ${fileHash}, ${sm3(given.bytes).toString('hex')}, ${tx.keys.seal(given.fileName.slice(0, 120), namePlace(id))}, ${real()}, ${tx.now},
        ${actor.id}, ${actor.name})`);
    await recordAudit(tx, {
      action: 'sheet.uploaded',
      subject: { kind: 'sheet-import', id },
      detail: { kind: kind.kind, fileHash },
    });
  });
  return ok({ id });
}

type Step = 'apply' | 'cancel' | 'resume';

/** What its owner decides: import the good rows, give up, or take up an interrupted run again. */
export async function stepImport(tx: Tx, id: string, step: Step): Promise<Result<{ id: string }>> {
  const job = await tx.maybe<ImportRow>(
    sql`select ${importColumns} from sheet_import where id = ${id} and created_by = ${tx.actor.id} for update`,
  );
  if (!job) return fail('NOT_FOUND');
  const wrong = () => fail('IMPORT_STATE', { state: importStates[job.state] });
  if (step === 'resume') return working(job) ? ok({ id }) : wrong();
  if (job.state !== 'checked') return wrong();
  if (step === 'apply' && job.goodCount === 0) return fail('IMPORT_NOTHING');
  if (step === 'apply' && job.badCount > 0 && kindFor(tx.actor, job.kind)?.entire)
    return fail('IMPORT_ENTIRE', { count: job.badCount });
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
