/**
 * Exports of lists of persons (platform 5.6): more than fifty persons need the approval of a leader who did not ask. The file is written while it
 * is downloaded, carries who took it and what for, and every page of it is on record with the persons it shows.
 */
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import { sql } from '../../database/sql.ts';
import { type Actor, isOneOf, isOwnHand, ownHands, type Performer } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { plainDateOf } from '../calendar/index.ts';
import { type Context, homeDivision, newId, type Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { parseInput } from '../schema/index.ts';
import { type Column, type ExportState, type ExportView, exportStates, type SheetRow } from './index.ts';
import { writeSheet } from './write.ts';

export interface ExportPage {
  readonly rows: readonly { readonly personId: string | null; readonly row: SheetRow }[];
  readonly next: string | null;
}

export interface ExportKind<Filter = never> {
  readonly kind: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly performers: readonly Performer[];
  /** Asked for when it is needed: what can be chosen (programmes) is known only when every domain is loaded. */
  readonly filter: () => z.ZodType<Filter>;
  /** The filter in words. */
  say(tx: Tx, filter: Filter): string;
  /** Persons that the list has, counted up to `limit`. */
  count(tx: Tx, filter: Filter, limit: number): Promise<number>;
  /** The next rows, at most 1,000, in a stable order. */
  page(tx: Tx, filter: Filter, cursor: string | null): Promise<ExportPage>;
}

const kinds = new Map<string, ExportKind<unknown>>();

/** Registers a kind of export. Called once at start; a kind defined twice is a bug. */
export function defineExport<Filter>(kind: ExportKind<Filter>): void {
  const known = kinds.get(kind.kind);
  if (known && known !== (kind as unknown)) throw new Error(`export ${kind.kind} is defined twice`);
  kinds.set(kind.kind, kind as unknown as ExportKind<unknown>);
}

export const exportKindsFor = (actor: Actor): ExportKind<unknown>[] =>
  [...kinds.values()].filter((kind) => isOneOf(actor, kind.performers));

/** Persons that may leave without approval. */
const FREE_LIMIT = 50;
const COUNT_LIMIT = 1_000_000;
const DAYS_OPEN = 7;
const approvers = ['county-leader', 'city-leader'] as const;

interface ExportRow {
  id: string;
  kind: string;
  division: string;
  state: ExportState;
  filter: unknown;
  purpose: string;
  personCount: number;
  requestedAt: string;
  requestedBy: string;
  requestedName: string;
  decidedName: string | null;
  decisionNote: string | null;
  expiresAt: string | null;
  downloads: number;
}
const columns = sql`id, kind, division, state, filter, purpose, person_count, requested_at, requested_by, requested_name, decided_name, decision_note, expires_at, downloads`;

const later = (now: string, days: number): string => new Date(Date.parse(now) + days * 86_400_000).toISOString();
const mayDecide = (tx: Tx, row: ExportRow): boolean =>
  row.state === 'requested' && isOneOf(tx.actor, approvers) && !isOwnHand(tx.actor, row.requestedBy, row.requestedAt);
const open = (tx: Tx, row: ExportRow): boolean => row.state === 'approved' && row.expiresAt !== null && row.expiresAt > tx.now;

/** What was asked for, in today's shape: a request may be older than a field of its filter. */
function filterOf(kind: ExportKind<unknown>, row: ExportRow): unknown {
  const read = parseInput(kind.filter(), row.filter);
  return read.ok ? read.value : row.filter;
}

function viewOf(tx: Tx, row: ExportRow): ExportView {
  const kind = kinds.get(row.kind);
  return {
    id: row.id,
    kind: row.kind,
    kindZh: kind?.title ?? row.kind,
    state: row.state,
    stateZh: exportStates[row.state],
    filterZh: kind ? kind.say(tx, filterOf(kind, row)) : '',
    purpose: row.purpose,
    personCount: row.personCount,
    requestedAt: row.requestedAt,
    requestedBy: row.requestedName,
    decidedBy: row.decidedName,
    decisionNote: row.decisionNote,
    expiresAt: row.expiresAt,
    downloads: row.downloads,
    mayDecide: mayDecide(tx, row),
    mayDownload: row.requestedBy === tx.actor.id && open(tx, row),
  };
}

/** The actor's own requests and, for leaders, those that wait for a decision in their divisions; newest first, at most 50 of each. */
export async function exportRequests(tx: Tx): Promise<ExportView[]> {
  const own = await tx.rows<ExportRow>(
    sql`select ${columns} from sheet_export where requested_by = ${tx.actor.id} order by requested_at desc limit 50`,
  );
  const waiting = isOneOf(tx.actor, approvers)
    ? await tx.rows<ExportRow>(
        sql`select ${columns} from sheet_export where state = 'requested' and requested_by <> all(${ownHands(tx.actor, tx.today)}::text[]) order by requested_at desc limit 50`,
      )
    : [];
  return [...waiting, ...own].map((row) => viewOf(tx, row));
}

/** Asks for a list. Up to fifty persons it may be downloaded at once, on record; beyond, a leader decides. */
export async function requestExport(
  tx: Tx,
  given: { kind: string; filter: unknown; purpose: string },
): Promise<Result<{ id: string; state: ExportState; personCount: number }>> {
  const kind = exportKindsFor(tx.actor).find((k) => k.kind === given.kind);
  if (!kind) return fail('SHEET_KIND_UNKNOWN');
  const filter = parseInput(kind.filter(), given.filter);
  if (!filter.ok) return filter;
  const purpose = given.purpose.trim();
  if (purpose.length < 4) return fail('EXPORT_PURPOSE', {}, [{ path: 'purpose', message: '请写明导出的用途（至少4个字）' }]);
  const personCount = await kind.count(tx, filter.value, COUNT_LIMIT);
  if (personCount === 0) return fail('SHEET_EMPTY');
  const state: ExportState = personCount <= FREE_LIMIT ? 'approved' : 'requested';
  const id = newId();
  await tx.run(sql`insert into sheet_export (id, kind, division, state, filter, purpose, person_count, requested_at, requested_by, requested_name, expires_at)
    values (${id}, ${kind.kind}, ${homeDivision(tx)}, ${state}, ${JSON.stringify(filter.value)}::jsonb, ${purpose}, ${personCount}, ${tx.now}, ${tx.actor.id},
      ${tx.actor.name}, ${state === 'approved' ? later(tx.now, DAYS_OPEN) : null})`);
  await recordAudit(tx, {
    action: 'export.requested',
    subject: { kind: 'sheet-export', id },
    purpose,
    detail: { kind: kind.kind, persons: personCount },
  });
  return ok({ id, state, personCount });
}

export async function decideExport(
  tx: Tx,
  given: { id: string; agree: boolean; note: string },
): Promise<Result<{ state: ExportState }>> {
  const row = await tx.maybe<ExportRow>(sql`select ${columns} from sheet_export where id = ${given.id} for update`);
  if (!row || !isOneOf(tx.actor, approvers)) return fail('NOT_FOUND');
  if (isOwnHand(tx.actor, row.requestedBy, row.requestedAt)) return fail('EXPORT_OWN_REQUEST');
  if (row.state !== 'requested') return fail('EXPORT_STATE');
  const state: ExportState = given.agree ? 'approved' : 'refused';
  await tx.run(sql`update sheet_export set state = ${state}, decided_at = ${tx.now}, decided_by = ${tx.actor.id}, decided_name = ${tx.actor.name},
    decision_note = ${given.note || null}, expires_at = ${given.agree ? later(tx.now, DAYS_OPEN) : null} where id = ${row.id}`);
  await recordAudit(tx, {
    action: given.agree ? 'export.approved' : 'export.refused',
    subject: { kind: 'sheet-export', id: row.id },
    purpose: row.purpose,
    detail: { kind: row.kind, persons: row.personCount },
  });
  return ok({ state });
}

/** The file, written as it leaves. */
export async function downloadExport(
  context: Context,
  actor: Actor,
  id: string,
): Promise<Result<{ name: string; body: Readable }>> {
  const begun = await context.write(actor, async (tx): Promise<Result<ExportRow>> => {
    const row = await tx.maybe<ExportRow>(
      sql`select ${columns} from sheet_export where id = ${id} and requested_by = ${actor.id} for update`,
    );
    if (!row) return fail('NOT_FOUND');
    if (row.state !== 'approved') return fail('EXPORT_NOT_APPROVED');
    if (!open(tx, row)) return fail('EXPORT_EXPIRED');
    await tx.run(sql`update sheet_export set downloads = downloads + 1 where id = ${id}`);
    return ok(row);
  });
  if (!begun.ok) return begun;
  const row = begun.value;
  const kind = exportKindsFor(actor).find((k) => k.kind === row.kind);
  if (!kind) return fail('SHEET_KIND_UNKNOWN');
  const filter = filterOf(kind, row);
  const said = await context.read(actor, async (tx) => ({
    filter: kind.say(tx, filter),
    division: tx.divisions.fullName(row.division),
  }));
  async function* rows(): AsyncGenerator<SheetRow> {
    for (let cursor: string | null = null; ; ) {
      const page: ExportPage = await context.write(actor, async (tx) => {
        const next = await kind!.page(tx, filter, cursor);
        await recordAudit(tx, {
          action: 'export.downloaded',
          subject: { kind: 'sheet-export', id },
          purpose: row.purpose,
          personIds: [...new Set(next.rows.flatMap((r) => (r.personId ? [r.personId] : [])))],
        });
        return next;
      });
      for (const { row: line } of page.rows) yield line;
      cursor = page.next;
      if (cursor === null) return;
    }
  }
  const watermark = `内部资料　导出人：${row.requestedName}　用途：${row.purpose}　编号：${id.slice(-12)}　${plainDateOf(context.clock.now())}　严禁外传`;
  return ok({
    name: `${kind.title}-${plainDateOf(context.clock.now())}.xlsx`,
    body: writeSheet({
      name: kind.title.slice(0, 20),
      columns: kind.columns,
      above: [`${said.division}${kind.title}（${said.filter}）`, watermark],
      rows: rows(),
    }),
  });
}
