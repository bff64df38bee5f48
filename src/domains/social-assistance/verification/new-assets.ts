/**
 * 新的车、房、企业 (5.9 OUT-4): what the monthly comparison finds that the family's own check did not. A thing is new when the report
 * of that check does not know it; where the source had no answer then, when it was registered after the consent was signed. Told once, as the
 * department itself would tell it; the number of the plate or deed goes on as a digest only.
 */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import type { AnsweredQuery, AnswerItem } from '../../../kernel/exchange/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { signalsSince } from '../warning/signals.ts';
import { sqmOf } from '../warning/standing.ts';
import { lineOfCheck } from './store.ts';

const things: readonly string[] = ['car', 'house', 'firm'];
const RECORD_DIGEST = 'asset-record';
const EVER = '2000-01-01' as PlainDate;

/** What tells one thing from another: its number, else what the register says of it. */
const identity = ({ kind, recordNo, text, quantity, amountFen }: AnswerItem): string =>
  JSON.stringify(recordNo === null ? [kind, text, quantity, amountFen] : [kind, recordNo]);

/** Whether a thing is new since the check of the case, or, where that has no answer of the source, since the consent. */
async function newness(tx: Tx, query: AnsweredQuery): Promise<(item: AnswerItem) => boolean> {
  const line = await lineOfCheck(tx, query);
  if (line) {
    const known = new Set(line.items.map(identity));
    return (item) => !known.has(identity(item));
  }
  const { signedOn } = await tx.one<{ signedOn: PlainDate }>(sql`select signed_on from consent where id = ${query.consentId}`);
  return ({ date }) => date !== null && date > signedOn;
}

/** Tells of every new thing in an answer of the comparison. */
export async function hearAssets(tx: Tx, query: AnsweredQuery): Promise<void> {
  const found = (query.answer?.items ?? []).filter((item) => things.includes(item.kind));
  if (found.length === 0) return;
  const isNew = await newness(tx, query);
  const ownedSqm = sqmOf(found.filter(({ kind }) => kind === 'house').map(({ quantity }) => quantity));
  const told = (await signalsSince(tx, [query.personId], EVER)).filter((s) => s.kind === 'asset.registered');
  for (const item of found.filter(isNew)) {
    // A department may have told of it on its own already: it gives the day, we have the number.
    const records = tx.keys.digests(RECORD_DIGEST, identity(item)).map((digest) => digest.toString('hex'));
    const known = (s: (typeof told)[number]) =>
      s.payload.kind === item.kind && (records.includes(String(s.payload.record)) || s.asOf === item.date);
    if (told.some(known)) continue;
    const registeredOn = item.date ?? query.answerAsOf ?? tx.today;
    await emit(tx, {
      type: 'asset.registered',
      subject: { kind: 'person', id: query.personId },
      division: query.division,
      payload: {
        personId: query.personId,
        kind: item.kind,
        valueFen: item.amountFen,
        owned: found.filter((other) => other.kind === item.kind).length,
        ...(item.kind === 'house' ? { areaSqm: item.quantity, ownedSqm } : {}),
        registeredOn,
        record: tx.keys.digest(RECORD_DIGEST, identity(item)).toString('hex'),
      },
      occurredAt: `${registeredOn}T00:00:00+08:00`,
      sensitivity: 'sensitive',
    });
  }
}
