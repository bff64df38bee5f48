/** The register of requests from other provinces, and one of them. */
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type Query, queriesOf } from '../../../kernel/exchange/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { isPlainDate } from '../../../kernel/schema/index.ts';
import { cursorAt, lightOf, readCursor } from '../../../kernel/service/server.ts';
import { sourceOwner } from '../verification/sources.ts';
import { openInbound } from './actions.ts';
import { findInbound, type Inbound, inboundPage, inboundReference } from './store.ts';
import {
  INBOUND_PURPOSE,
  type InboundProgress,
  type InboundRow,
  type InboundView,
  inboundChannels,
  inboundStates,
} from './terms.ts';

const rowOf = (tx: Tx, of: Inbound): InboundRow => ({
  id: of.id,
  no: of.no,
  origin: of.origin,
  theirCaseNo: of.theirCaseNo,
  channelZh: inboundChannels[of.channel],
  state: of.state,
  stateZh: inboundStates[of.state],
  receivedOn: of.receivedOn,
  dueOn: of.dueOn,
  light: lightOf({ dueOn: of.dueOn, dueAt: null, amberOn: of.amberOn, redOn: null, closed: of.closedAt !== null }, tx),
  persons: of.people.length,
  assignedName: of.assignedName,
  closedAt: of.closedAt,
  documentId: of.documentId,
});

/** Open ones, the one due first on top, or what is done, newest first. No names: the row says how many people. */
export async function inboundRegister(
  tx: Tx,
  given: { done: boolean; cursor?: string },
): Promise<{ rows: InboundRow[]; next: string | null }> {
  const { rows, more } = await inboundPage(tx, { done: given.done, after: readCursor(given.cursor, isPlainDate) });
  await recordAudit(tx, {
    action: 'inbound.listed',
    personIds: [...new Set(rows.flatMap((row) => row.people.map((p) => p.personId)))],
    purpose: INBOUND_PURPOSE,
    detail: { rows: rows.length },
  });
  const last = rows.at(-1);
  return {
    rows: rows.map((row) => rowOf(tx, row)),
    next: more && last ? cursorAt(given.done ? last.receivedOn : last.dueOn, last.id) : null,
  };
}

const progressOf = (queries: readonly Query[]): InboundProgress => ({
  answered: queries.filter((q) => q.state === 'answered').length,
  asked: queries.length,
  waitingFor: [...new Set(queries.filter((q) => q.state !== 'answered').map((q) => sourceOwner(q.source)))],
});

/** Asked again and again while departments answer: it tells of nobody, so it leaves no trace in the log of who looked. */
export async function inboundProgress(tx: Tx, id: string): Promise<Result<InboundProgress, 'NOT_FOUND'>> {
  const found = await findInbound(tx, id);
  return found ? ok(progressOf(await queriesOf(tx, inboundReference(id)))) : fail('NOT_FOUND');
}

/** One request; everybody in it gets an audit row. */
export async function inboundView(tx: Tx, id: string): Promise<Result<InboundView, 'NOT_FOUND'>> {
  const opened = await openInbound(tx, id);
  if (!opened) return fail('NOT_FOUND');
  const { found, queries } = opened;
  return ok({
    ...rowOf(tx, found),
    people: found.people.map(({ name, idNumber, guardian, consentFile, consentTo }) => ({
      name,
      idNumber,
      guardian,
      consentFile,
      validTo: consentTo,
      consented: consentFile !== null && consentTo !== null && consentTo >= tx.today,
    })),
    sources: found.sources,
    letterFile: found.letterFile,
    mine: found.assignedTo === tx.actor.id,
    ...progressOf(queries),
    result: found.result,
  });
}
