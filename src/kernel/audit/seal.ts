/**
 * Sealing: a seal covers every row whose transaction number lies in [from, to). `to` is the oldest transaction still running
 * when the seal is made, so no row can appear below it later, and no writer ever waits. The seal's code (HMAC-SM3) runs over
 * the digests of its rows and the code of the seal before it; the newest code is also written to a file outside the database.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import type { Context, Tx } from '../context/server.ts';
import { startWorker, type Worker } from '../worker/server.ts';

export interface Seal {
  no: number;
  era: number;
  fromXid: string;
  toXid: string;
  rowCount: number;
  digest: Buffer;
  previousMac: Buffer;
  mac: Buffer;
  keyId: string;
  sealedAt: string;
}

export interface SealingOptions {
  /** The file, outside the database, that gets a line for every seal. */
  headFile?: string;
  /** Rows that one seal takes at most; a single larger transaction is still sealed whole. */
  batch?: number;
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';
/** Before the first transaction and after the last one of a finished era. */
const FIRST_XID = '0';
const END_OF_ERA = '18446744073709551615';
export const NO_MAC = Buffer.alloc(32);
const PAGE = 5000;

/** What a seal's code is computed over. */
export const sealText = (seal: Omit<Seal, 'mac' | 'keyId'>): string =>
  JSON.stringify([
    'minzheng-audit-seal',
    seal.no,
    seal.era,
    seal.fromXid,
    seal.toXid,
    seal.rowCount,
    seal.digest.toString('hex'),
    seal.previousMac.toString('hex'),
    seal.sealedAt,
  ]);

export interface RowDigest {
  xid: string;
  id: string;
  digest: Buffer;
}

/** Count and SM3 digest of the rows of a range, read in pages. */
export async function digestOf(
  range: { fromXid: string },
  page: (after: { xid: string; id: string }, limit: number) => Promise<RowDigest[]>,
): Promise<{ rowCount: number; digest: Buffer }> {
  const hash = createHash('sm3');
  let rowCount = 0;
  let after = { xid: range.fromXid, id: FIRST_ID };
  for (;;) {
    const rows = await page(after, PAGE);
    for (const row of rows) hash.update(row.digest);
    rowCount += rows.length;
    if (rows.length < PAGE) return { rowCount, digest: hash.digest() };
    after = rows.at(-1)!;
  }
}

/** One seal, or null when there is nothing to seal or somebody else is sealing. */
async function sealOnce(tx: Tx, batch: number): Promise<{ seal: Seal; more: boolean } | null> {
  const { mine } = await tx.one<{ mine: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtext(current_schema()), hashtext('audit-seal')) as mine`,
  );
  if (!mine) return null;
  const last = await tx.maybe<Seal>(sql`select no, era, to_xid, mac from audit_seal order by no desc limit 1`);
  const { current, horizon, sealedAt } = await tx.one<{ current: number; horizon: string; sealedAt: string }>(
    sql`select current_audit_era() as current, pg_snapshot_xmin(pg_current_snapshot()) as horizon, clock_timestamp() as sealed_at`,
  );
  for (let era = last?.era ?? 1; era <= current; era++) {
    const fromXid = last?.era === era ? last.toXid : FIRST_XID;
    // An era that is over gets no more rows: what was unsealed when it ended is sealed up to its end.
    const horizonOfEra = era < current ? END_OF_ERA : horizon;
    const { end } = await tx.one<{ end: string | null }>(
      sql`select audit_batch_end(${era}, ${fromXid}, ${horizonOfEra}, ${batch}) as end`,
    );
    const toXid = end ?? horizonOfEra;
    const content = await digestOf({ fromXid }, (after, limit) =>
      tx.rows<RowDigest>(sql`select xid, id, digest from audit_digests(${era}, ${after.xid}, ${toXid}, ${after.id}, ${limit})`),
    );
    if (content.rowCount === 0) continue;
    const seal = { no: (last?.no ?? 0) + 1, era, fromXid, toXid, ...content, previousMac: last?.mac ?? NO_MAC, sealedAt };
    const mac = tx.keys.mac(sealText(seal));
    await tx.run(sql`insert into audit_seal (no, era, from_xid, to_xid, row_count, digest, previous_mac, mac, key_id, sealed_at)
      values (${seal.no}, ${era}, ${fromXid}, ${toXid}, ${seal.rowCount}, ${seal.digest}, ${seal.previousMac}, ${mac}, ${tx.keys.current}, ${sealedAt})`);
    return { seal: { ...seal, mac, keyId: tx.keys.current }, more: end !== null || era < current };
  }
  return null;
}

async function appendHead(file: string, seal: Seal): Promise<void> {
  await fs.mkdir(path.dirname(file), { recursive: true });
  const line = JSON.stringify({
    no: seal.no,
    era: seal.era,
    toXid: seal.toXid,
    mac: seal.mac.toString('hex'),
    keyId: seal.keyId,
    sealedAt: seal.sealedAt,
  });
  const handle = await fs.open(file, 'a', 0o600);
  try {
    await handle.write(`${line}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Seals everything that could be sealed when it began; what is written meanwhile waits for the next round, so that a busy city is not sealed
 * without pause. Returns the number of rows sealed; 0 also when another process is at it.
 */
export async function sealAudit(context: Context, options: SealingOptions = {}): Promise<number> {
  const actor = systemActor('audit-seal', context.city);
  let rows = 0;
  for (;;) {
    const made = await context.write(actor, (tx) => sealOnce(tx, options.batch ?? 20_000));
    if (!made) return rows;
    if (options.headFile) await appendHead(options.headFile, made.seal);
    rows += made.seal.rowCount;
    if (!made.more) return rows;
  }
}

/** Seals every `everyMs` (at most 5 seconds). A failed run is told to `onError` and repeated. */
export function startSealing(
  context: Context,
  options: SealingOptions & { everyMs?: number; onError: (error: unknown) => void },
): Worker {
  return startWorker({
    everyMs: Math.min(options.everyMs ?? 2000, 5000),
    onError: options.onError,
    work: () => sealAudit(context, options),
  });
}
