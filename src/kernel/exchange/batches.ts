/**
 * 批量查询文件: queries of a source gathered into a sheet that an officer takes to the department, and the sheet that comes back. Rows are
 * matched by the number of the query and judged one by one; a query is taken with all its rows or not at all, all good ones in one transaction.
 */
import type { Readable } from 'node:stream';
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { homeDivision, newId, type Tx } from '../context/server.ts';
import { sm3 } from '../protect/server.ts';
import { explain, fail, ok, type Result } from '../result/index.ts';
import type { PlainDate } from '../schema/index.ts';
import { cursorAt, isInstant, readCursor } from '../service/server.ts';
import { type Column, HeadingsMissing, judgeFile, parseRow, readRows, type SheetRow, writeSheet } from '../sheet/server.ts';
import { type Answer, type AnswerItemInput, type Query, queryFaults, type Source, type SourceDefinition } from './index.ts';
import { checkAnswer, type HeldQuery, holdQueries, isClosed, type KeptAnswer, keepAnswers, readAnswers } from './query.ts';

export const MAX_BATCH = 200;
/** A query may be answered by several rows. */
const MAX_ROWS = 4_000;

const outcomes = { found: '有记录', none: '无记录' } as const;

const columnsOf = (definition: SourceDefinition): Column[] => [
  { key: 'query', title: '查询编号', kind: 'text', required: true, max: 36 },
  { key: 'name', title: '姓名', kind: 'text', max: 50 },
  { key: 'idNumber', title: '身份证号码', kind: 'code', required: true, max: 18 },
  { key: 'asOf', title: '数据截至', kind: 'date', required: true },
  { key: 'outcome', title: '答复', kind: 'choice', required: true, choices: outcomes },
  { key: 'kind', title: '类别', kind: 'choice', choices: definition.tells },
  { key: 'text', title: '说明', kind: 'text', max: 200 },
  { key: 'recordNo', title: '证号', kind: 'code', max: 60 },
  { key: 'amountFen', title: '金额', kind: 'amount' },
  { key: 'from', title: '起始月份', kind: 'month' },
  { key: 'to', title: '截止月份', kind: 'month' },
  { key: 'date', title: '日期', kind: 'date' },
  { key: 'quantity', title: '数量', kind: 'text', max: 10 },
];

export interface Batch {
  readonly id: string;
  readonly no: string;
  readonly source: Source;
  readonly queryCount: number;
  readonly openCount: number;
  readonly dueOn: PlainDate | null;
  readonly madeAt: string;
  readonly madeName: string;
  readonly downloads: number;
  readonly answeredAt: string | null;
  readonly answeredName: string | null;
}

const PAGE = 20;
const batchColumns = sql`b.id, b.no, b.source, b.query_count, b.made_at, b.made_name, b.downloads, b.answered_at, b.answered_name,
  (select count(*)::int from exchange_query q where q.batch_id = b.id and q.state = 'pending') as open_count,
  (select min(q.due_on) from exchange_query q where q.batch_id = b.id and q.state = 'pending') as due_on`;

/** Files of the actor's divisions, newest first. */
export async function batchesMade(tx: Tx, cursor?: string): Promise<{ rows: Batch[]; next: string | null }> {
  const at = readCursor(cursor, isInstant);
  const found = await tx.rows<Batch>(sql`select ${batchColumns} from exchange_batch b
    where (${at?.key ?? null}::timestamptz is null or (b.made_at, b.id) < (${at?.key ?? null}::timestamptz, ${at?.id ?? null}::uuid))
    order by b.made_at desc, b.id desc limit ${PAGE + 1}`);
  const rows = found.slice(0, PAGE);
  const last = rows.at(-1);
  return { rows, next: found.length > PAGE && last ? cursorAt(last.madeAt, last.id) : null };
}

export const getBatch = (tx: Tx, id: string): Promise<Batch | null> =>
  tx.maybe<Batch>(sql`select ${batchColumns} from exchange_batch b where b.id = ${id}`);

/** Gathers what waits for a file of the source, the oldest first. Two at once gather different queries. */
export async function makeBatch(
  tx: Tx,
  given: { source: Source; owner: string },
): Promise<Result<{ id: string; no: string; queryCount: number }, 'BATCH_EMPTY'>> {
  const rows = await tx.rows<{ id: string; personId: string }>(sql`select id, person_id from exchange_query
    where state = 'pending' and way = 'file' and source = ${given.source} and batch_id is null
    order by due_on, id limit ${MAX_BATCH} for update skip locked`);
  if (rows.length === 0) return fail('BATCH_EMPTY', { source: given.owner });
  const id = newId();
  const division = homeDivision(tx);
  const { seq } = await tx.one<{ seq: number }>(sql`select nextval('exchange_batch_seq') as seq`);
  const no = `PL${division.slice(0, 6)}${tx.today.replaceAll('-', '')}${String(seq).padStart(4, '0')}`;
  await tx.run(sql`insert into exchange_batch (id, no, source, division, query_count, made_at, made_by, made_name)
    values (${id}, ${no}, ${given.source}, ${division}, ${rows.length}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  await tx.run(sql`update exchange_query set batch_id = ${id} where id = any(${rows.map((r) => r.id)}::uuid[])`);
  await recordAudit(tx, {
    action: 'exchange.batch.made',
    subject: { kind: 'exchange-batch', id },
    personIds: [...new Set(rows.map((r) => r.personId))],
    detail: { source: given.source, queries: rows.length },
  });
  return ok({ id, no, queryCount: rows.length });
}

/** The sheet to take to the department: who is asked about, with empty columns for the answer. Every download is on record with its persons. */
export async function batchSheet(
  tx: Tx,
  given: { id: string; definition: SourceDefinition },
): Promise<Result<{ name: string; body: Readable }, 'NOT_FOUND'>> {
  const batch = await getBatch(tx, given.id);
  if (!batch) return fail('NOT_FOUND');
  const open = (await holdQueries(
    tx,
    sql`batch_id = ${given.id} and state = 'pending'
    and exists (select from consent c where c.id = consent_id and c.revoked_at is null and c.valid_to >= ${tx.today})`,
  )) as HeldQuery[];
  const persons = await tx.rows<{ personId: string }>(
    sql`select distinct person_id from exchange_query where id = any(${open.map((q) => q.id)}::uuid[]) limit ${MAX_BATCH}`,
  );
  await tx.run(sql`update exchange_batch set downloads = downloads + 1 where id = ${given.id}`);
  await recordAudit(tx, {
    action: 'exchange.batch.downloaded',
    subject: { kind: 'exchange-batch', id: given.id },
    personIds: persons.map((p) => p.personId),
    detail: { no: batch.no, queries: open.length },
  });
  const columns = columnsOf(given.definition);
  return ok({
    name: `核对查询-${batch.no}.xlsx`,
    body: writeSheet({
      name: '核对查询',
      columns,
      above: [
        `核对查询文件 ${batch.no}　致${given.definition.owner}　${tx.actor.name} ${tx.today} 下载　仅用于社会救助家庭经济状况核对，不得他用、不得留存`,
        `查询编号、身份证号码不要改动；一人有几条记录就写几行；没有记录的，“答复”写“无记录”。类别可写：${Object.values(given.definition.tells).join('、')}`,
      ],
      rows: open.map((q): SheetRow => ({ query: q.id, name: q.subject.name, idNumber: q.subject.idNumber, asOf: tx.today })),
    }),
  });
}

/** One row of the answer file and what became of it. */
export interface AnswerRow {
  readonly no: number;
  readonly queryId: string;
  readonly state: 'taken' | 'repeated' | 'refused';
  readonly message: string;
}

interface ReadAnswerRow {
  readonly no: number;
  readonly row: SheetRow;
  readonly problem: string | null;
}

/** Reads the file before any transaction. A file that breaks off is refused as a whole. */
export async function readAnswerFile(
  bytes: Buffer,
  definition: SourceDefinition,
): Promise<Result<{ rows: ReadAnswerRow[]; hash: string }, 'BATCH_FILE'>> {
  const judged = judgeFile(bytes);
  if (!judged.ok) return fail('BATCH_FILE', { reason: explain(judged).message.replace(/。$/, '') });
  const columns = columnsOf(definition);
  const rows: ReadAnswerRow[] = [];
  try {
    for await (const { no, cells } of readRows(bytes, columns)) {
      if (rows.length >= MAX_ROWS) return fail('BATCH_FILE', { reason: `超过${MAX_ROWS}行` });
      rows.push({ no, ...parseRow(columns, cells) });
    }
  } catch (error) {
    const reason = error instanceof HeadingsMissing ? `表头缺少${error.titles.join('、')}` : '文件不完整或已损坏';
    return fail('BATCH_FILE', { reason });
  }
  return rows.length > 0 ? ok({ rows, hash: sm3(bytes).toString('hex') }) : fail('BATCH_FILE', { reason: '表格里没有数据' });
}

const itemOf = ({ kind, text, recordNo, amountFen, from, to, date, quantity }: SheetRow): AnswerItemInput =>
  ({ kind, text: text ?? '', recordNo, amountFen, from, to, date, quantity }) as AnswerItemInput;

/** What the rows of one query say, or why they cannot stand. */
function answerOf(query: HeldQuery, rows: readonly ReadAnswerRow[], today: PlainDate): { answer: Answer } | { problem: string } {
  const bad = rows.filter((r) => r.problem !== null);
  if (bad.length > 0) return { problem: `第${bad.map((r) => r.no).join('、')}行有误，这个人的答复没有采用` };
  const said = new Set(rows.map((r) => r.row.outcome));
  if (said.size > 1) return { problem: '同一次查询既写了有记录，又写了无记录' };
  const found = said.has('found');
  if (!found && rows.length > 1) return { problem: '无记录的只写一行' };
  if (found && rows.some((r) => r.row.kind === null)) return { problem: '有记录的须写类别' };
  if (!found && rows.some((r) => r.row.kind !== null)) return { problem: '写了无记录，又写了类别' };
  if (new Set(rows.map((r) => r.row.asOf)).size > 1) return { problem: '同一次查询的数据截至日期不一致' };
  const first = rows[0]!.row;
  if (String(first.asOf) > today) return { problem: '数据截至的日期在今天之后' };
  const checked = checkAnswer(
    { source: query.source, idNumber: query.subject.idNumber },
    {
      person: first.idNumber,
      source: query.source,
      asOf: first.asOf,
      status: first.outcome,
      items: found ? rows.map((r) => itemOf(r.row)) : [],
    },
  );
  if (!checked.ok) return { problem: queryFaults[checked.code] };
  return { answer: checked.value };
}

const same = (a: Pick<Answer, 'items'> | null, b: Answer): boolean =>
  a !== null && JSON.stringify(a.items) === JSON.stringify(b.items);

/** Takes what a department sent back. What cannot stand is answered row by row and leaves nothing behind. */
export async function takeAnswerFile(
  tx: Tx,
  given: { id: string; rows: readonly ReadAnswerRow[]; hash: string; purpose: string },
): Promise<Result<{ rows: AnswerRow[]; answered: Query[] }, 'NOT_FOUND'>> {
  const batch = await tx.maybe<{ id: string; no: string }>(
    sql`select id, no from exchange_batch where id = ${given.id} for update`,
  );
  if (!batch) return fail('NOT_FOUND');
  const held = new Map((await holdQueries(tx, sql`batch_id = ${given.id}`)).map((q) => [q.id, q]));
  const known = await answersGiven(tx, given.id, given.purpose);
  const byQuery = new Map<string, ReadAnswerRow[]>();
  const results: AnswerRow[] = [];
  const say = (r: ReadAnswerRow, state: AnswerRow['state'], message: string) =>
    results.push({ no: r.no, queryId: String(r.row.query ?? ''), state, message });
  const seen = new Set<string>();
  for (const r of given.rows) {
    const queryId = String(r.row.query ?? '');
    if (!held.has(queryId)) {
      say(r, 'refused', r.problem ?? '没有这个查询编号，或者不在这个文件里');
      continue;
    }
    const written = JSON.stringify(r.row);
    if (r.problem === null && seen.has(written)) {
      say(r, 'repeated', '和前面的一行完全相同，只算一次');
      continue;
    }
    seen.add(written);
    byQuery.set(queryId, [...(byQuery.get(queryId) ?? []), r]);
  }
  const kept: KeptAnswer[] = [];
  for (const [queryId, rows] of byQuery) {
    const query = held.get(queryId)!;
    const judged = answerOf(query, rows, tx.today);
    if ('problem' in judged) {
      for (const r of rows) say(r, 'refused', r.problem ?? judged.problem);
      continue;
    }
    if (isClosed(query)) {
      const repeat = same(known.get(queryId) ?? null, judged.answer);
      for (const r of rows)
        say(r, repeat ? 'repeated' : 'refused', repeat ? '这一条已经登记过，没有重复登记' : '这次查询已有结果，不能再次登记');
      continue;
    }
    kept.push({ queryId, answer: judged.answer });
    for (const r of rows) say(r, 'taken', '已登记');
  }
  const answered = await keepAnswers(tx, kept);
  if (answered.length > 0)
    await tx.run(
      sql`update exchange_batch set answered_at = ${tx.now}, answered_name = ${tx.actor.name}, answer_hash = ${given.hash} where id = ${given.id}`,
    );
  await recordAudit(tx, {
    action: 'exchange.batch.answered',
    subject: { kind: 'exchange-batch', id: given.id },
    personIds: [...new Set(answered.map((q) => q.personId))],
    purpose: given.purpose,
    detail: { no: batch.no, rows: given.rows.length, taken: answered.length, fileHash: given.hash },
  });
  return ok({ rows: results.sort((a, b) => a.no - b.no), answered });
}

/** Answers that queries of a file already have, to tell a repeat from a contradiction. */
async function answersGiven(tx: Tx, batchId: string, purpose: string): Promise<Map<string, Pick<Answer, 'items'> | null>> {
  const references = await tx.rows<{ reference: string }>(
    sql`select distinct reference from exchange_query where batch_id = ${batchId} and state = 'answered' limit ${MAX_BATCH}`,
  );
  const known = new Map<string, Pick<Answer, 'items'> | null>();
  for (const { reference } of references)
    for (const query of await readAnswers(tx, { reference, purpose })) known.set(query.id, query.answer);
  return known;
}
