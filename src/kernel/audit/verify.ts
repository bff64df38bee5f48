/**
 * Verification: every seal is computed again from the rows that are there now, with statements of its own, never through the
 * functions of the database that the sealer used: whoever can change rows could change those too.
 */
import fs from 'node:fs';
import readline from 'node:readline';
import type pg from 'pg';
import { type Queries, queriesOf } from '../../database/connection.ts';
import { type Sql, sql } from '../../database/sql.ts';
import type { KeyRing } from '../protect/server.ts';
import type { AuditFault, AuditProblem, AuditReport } from './index.ts';
import { digestOf, NO_MAC, type RowDigest, type Seal, sealText } from './seal.ts';

/** The same bytes as in `audit_digests` (migration create-audit). A seal that verifies proves that they agree. */
const ROW_DIGEST: Sql = sql`sha256(convert_to(jsonb_build_array(a.era, a.xid::text, a.id, extract(epoch from a.recorded_at)::text,
  extract(epoch from a.business_at)::text, a.actor_id, a.actor_name, a.role, a.duty, a.division, a.action,
  a.subject_kind, a.subject_id, a.person_id, a.person_ids, a.case_id, a.purpose, a.detail)::text, 'UTF8'))`;

const SHOWN = 100;

interface Head {
  no: number;
  mac: string;
}

const say: Record<AuditFault, (seal: number | null) => string> = {
  ROW_CHANGED: (n) => `第${n}号封存内有审计记录被改动。`,
  ROW_REMOVED: (n) => `第${n}号封存内有审计记录被删除。`,
  ROW_INSERTED: (n) => (n === null ? '已封存的时段之外被补插了审计记录。' : `第${n}号封存内被插入了审计记录。`),
  SEAL_CHANGED: (n) => `第${n}号封存本身被改动，或所用密钥不是封存时的密钥。`,
  CHAIN_BROKEN: (n) => `第${n}号封存与前一号接不上，中间有封存被删除或替换。`,
  CHAIN_CUT: (n) => `库外链头记到第${n}号，库内没有这一号或内容不同：末尾的封存被删除或重做。`,
  KEY_MISSING: (n) => `缺少第${n}号封存所用的密钥，无法核验。请从保管处取回密钥后再核验。`,
  HEAD_MISSING: () => '找不到库外链头文件，无法判断末尾的封存是否被删除。',
  HEAD_DAMAGED: () => '库外链头文件有读不懂的行，可能被改动。',
};

/** The lines of the head file; a last line without its end was cut by a crash and does not count. */
async function* readHeads(file: string): AsyncGenerator<Head | 'damaged'> {
  const size = fs.statSync(file).size;
  if (size === 0) return;
  const tail = Buffer.alloc(1);
  const handle = fs.openSync(file, 'r');
  fs.readSync(handle, tail, 0, 1, size - 1);
  fs.closeSync(handle);
  let held: string | null = null;
  const parse = (line: string): Head | 'damaged' => {
    try {
      const head = JSON.parse(line) as Head;
      return Number.isSafeInteger(head.no) && typeof head.mac === 'string' ? head : 'damaged';
    } catch {
      return 'damaged';
    }
  };
  // One line is held back, so that the last one can be told from the rest.
  for await (const line of readline.createInterface({ input: fs.createReadStream(file, { end: size - 1 }) })) {
    if (held !== null) yield parse(held);
    held = line;
  }
  if (held !== null && tail[0] === 10) yield parse(held);
}

function sealProblem(seal: Seal, previous: Seal | null, keys: KeyRing): AuditFault | null {
  const follows = previous
    ? seal.no === previous.no + 1 &&
      seal.previousMac.equals(previous.mac) &&
      (seal.era === previous.era ? seal.fromXid === previous.toXid : seal.era > previous.era && seal.fromXid === '0')
    : seal.no === 1 && seal.previousMac.equals(NO_MAC) && seal.fromXid === '0'; // the first seal starts at the very beginning
  if (!keys.ids.includes(seal.keyId)) return 'KEY_MISSING';
  if (!keys.mac(sealText(seal), seal.keyId).equals(seal.mac)) return 'SEAL_CHANGED';
  return follows ? null : 'CHAIN_BROKEN';
}

async function rowsProblem(queries: Queries, seal: Seal): Promise<AuditFault | null> {
  const found = await digestOf(seal, (after, limit) =>
    queries.rows<RowDigest>(sql`select a.xid, a.id, ${ROW_DIGEST} as digest from audit_log a
      where a.era = ${seal.era} and (a.xid, a.id) > (${after.xid}::xid8, ${after.id}::uuid) and a.xid < ${seal.toXid}
      order by a.xid, a.id limit ${limit}`),
  );
  if (found.digest.equals(seal.digest) && found.rowCount === seal.rowCount) return null;
  if (found.rowCount === seal.rowCount) return 'ROW_CHANGED';
  return found.rowCount < seal.rowCount ? 'ROW_REMOVED' : 'ROW_INSERTED';
}

/**
 * Checks the whole chain over an owner connection (it sees every row, whatever the division), in one snapshot, while the city
 * goes on working. `headFile`: the file that the sealer writes outside the database; without it a cut end cannot be found.
 */
export async function verifyAudit(owner: pg.Pool, keys: KeyRing, options: { headFile?: string } = {}): Promise<AuditReport> {
  const report: AuditReport = { seals: 0, sealedRows: 0, unsealed: { count: 0, oldest: null }, problems: [], problemCount: 0 };
  const found = (fault: AuditFault, seal: number | null) => {
    report.problemCount++;
    if (report.problems.length < SHOWN) report.problems.push({ fault, seal, message: say[fault](seal) } satisfies AuditProblem);
  };
  // Read before the snapshot is taken: a head is written after its seal, so each of these must be in the database.
  const heads: Head[] = [];
  const headThere = options.headFile !== undefined && fs.existsSync(options.headFile);
  if (headThere)
    for await (const head of readHeads(options.headFile!)) {
      if (head === 'damaged') found('HEAD_DAMAGED', null);
      else heads.push(head);
    }
  const client = await owner.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const queries = queriesOf(client);
    const headOf = new Map(heads.map((head) => [head.no, head.mac]));
    let previous: Seal | null = null;
    for (;;) {
      const seals: Seal[] =
        await queries.rows<Seal>(sql`select no, era, from_xid, to_xid, row_count, digest, previous_mac, mac, key_id, sealed_at
        from audit_seal where no > ${previous?.no ?? 0} order by no limit 500`);
      for (const seal of seals) {
        const fault = sealProblem(seal, previous, keys) ?? (await rowsProblem(queries, seal));
        if (fault) found(fault, seal.no);
        const head = headOf.get(seal.no);
        if (head !== undefined && head !== seal.mac.toString('hex')) found('CHAIN_CUT', seal.no);
        report.seals++;
        report.sealedRows += seal.rowCount;
        previous = seal;
      }
      if (seals.length < 500) break;
    }
    const newest = heads.reduce((most, head) => Math.max(most, head.no), 0);
    if (newest > (previous?.no ?? 0)) found('CHAIN_CUT', newest);
    if (options.headFile !== undefined && !headThere && previous) found('HEAD_MISSING', null);
    await checkOutside(queries, previous, report, found);
    await client.query('commit');
  } finally {
    client.release();
  }
  return report;
}

/** Rows that no seal covers: fresh ones wait for the sealer; those of an era that the chain has left were put there later. */
async function checkOutside(
  queries: Queries,
  last: Seal | null,
  report: AuditReport,
  found: (fault: AuditFault, seal: null) => void,
): Promise<void> {
  const [era, toXid] = [last?.era ?? 0, last?.toXid ?? '0'];
  report.unsealed = await queries.one(
    sql`select count(*)::int as count, min(recorded_at) as oldest from audit_log where (era, xid) >= (${era}::smallint, ${toXid}::xid8)`,
  );
  const gap = await queries.maybe(sql`select 1 from audit_log a where a.era < ${era} and a.xid >=
    coalesce((select max(s.to_xid::text::numeric) from audit_seal s where s.era = a.era), 0)::text::xid8 limit 1`);
  if (gap) found('ROW_INSERTED', null);
}

/**
 * After a restore into another server: transaction numbers begin anew there, so rows written from now on belong to a new era.
 * Only while nobody writes (the restore is offline).
 */
export async function beginAuditEra(owner: pg.Pool | pg.ClientBase, reason: string): Promise<void> {
  await owner.query('insert into audit_era (era, reason) select max(era) + 1, $1 from audit_era', [reason]);
}
