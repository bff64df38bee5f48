/** The files from which reports were filled in, as they were sent, with what became of them. */
import { createHash } from 'node:crypto';
import { sql } from '../../../database/sql.ts';
import type { Actor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { type Context, newId, type Tx } from '../../../kernel/context/server.ts';
import { openFileStore } from '../../../kernel/document/server.ts';
import { defineSealed } from '../../../kernel/protect/server.ts';
import { explain, fail, ok, type Refusal, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import type { KeptFileView } from './content.ts';
import { sheetView } from './views.ts';

interface At {
  readonly form: string;
  readonly period: string;
  readonly unit: DivisionCode;
}
interface FilePlace {
  readonly context: Context;
  readonly filesDir: string;
}
const contentPlace = (id: string): string => `stat_file:${id}`;
const namePlace = (id: string): string => `stat_file.file_name:${id}`;
defineSealed({
  table: 'stat_file',
  key: ['id'],
  sealed: ['file_name'],
  file: { column: 'file_hash', place: (row) => contentPlace(String(row.id)) },
});

export const contentOf = (bytes: Buffer): string => createHash('sm3').update(bytes).digest('hex');

const known = (tx: Tx, at: At, content: string) =>
  tx.maybe<{ id: string }>(
    sql`select id from stat_file where form = ${at.form} and period = ${at.period} and division = ${at.unit} and content = ${content}`,
  );

/** Keeps a file of whoever fills in this report, the same one once; null: nobody else's file is kept. */
export async function keepFile(
  { context, filesDir }: FilePlace,
  actor: Actor,
  given: At & { fileName: string; bytes: Buffer },
): Promise<string | null> {
  const content = contentOf(given.bytes);
  const before = await context.read(actor, async (tx) => {
    const sheet = await sheetView(tx, given);
    return sheet.ok && sheet.value.save ? { id: (await known(tx, given, content))?.id ?? null } : null;
  });
  if (!before || before.id) return before?.id ?? null;
  const id = newId();
  const fileHash = await openFileStore(filesDir).write(context.keys.sealBytes(given.bytes, contentPlace(id)));
  return context.write(actor, async (tx) => {
    await tx.run(sql`insert into stat_file (id, form, period, division, file_hash, content, file_name, sent_at, by_id, by_name)
      values (${id}, ${given.form}, ${given.period}, ${given.unit}, ${fileHash}, ${content}, ${tx.keys.seal(given.fileName.slice(0, 120), namePlace(id))}, ${tx.now},
        ${tx.actor.id}, ${tx.actor.name}) on conflict (form, period, division, content) do nothing`);
    return (await known(tx, given, content))!.id;
  });
}

/** What became of it. */
export const noteOutcome = (context: Context, actor: Actor, id: string, outcome: Result<unknown>): Promise<number> => {
  const problem = outcome.ok ? null : explain(outcome as Refusal).message;
  return context.write(actor, (tx) => tx.run(sql`update stat_file set problem = ${problem} where id = ${id}`));
};

/** The newest files of a report. */
export async function keptFiles(tx: Tx, at: At): Promise<KeptFileView[]> {
  const rows = await tx.rows<{
    id: string;
    content: string;
    fileName: Buffer;
    sentAt: string;
    byName: string;
    problem: string | null;
  }>(sql`
    select id, content, file_name, sent_at, by_name, problem from stat_file
    where form = ${at.form} and period = ${at.period} and division = ${at.unit} order by sent_at desc, id desc limit 20`);
  return rows.map(({ fileName, ...row }) => ({ ...row, fileName: tx.keys.open(fileName, namePlace(row.id)) }));
}

/** One of them, byte by byte as it was sent. */
export async function keptFile(
  { context, filesDir }: FilePlace,
  actor: Actor,
  id: string,
): Promise<Result<{ name: string; bytes: Buffer }, 'NOT_FOUND'>> {
  const row = await context.write(actor, async (tx) => {
    const found = await tx.maybe<{ fileHash: string; fileName: Buffer; form: string; period: string; division: DivisionCode }>(
      sql`select file_hash, file_name, form, period, division from stat_file where id = ${id}`,
    );
    if (!found) return null;
    await recordAudit(tx, {
      action: 'statistics.file',
      subject: { kind: 'stat-form', id: found.form },
      division: found.division,
      detail: { period: found.period, original: id },
    });
    return { fileHash: found.fileHash, name: tx.keys.open(found.fileName, namePlace(id)) };
  });
  if (!row) return fail('NOT_FOUND');
  return ok({
    name: row.name,
    bytes: context.keys.openBytes(await openFileStore(filesDir).read(row.fileHash), contentPlace(id)),
  });
}
