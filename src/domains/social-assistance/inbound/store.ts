/** All SQL of requests from other provinces. Who they are about, and what was found, is sealed here and opened here. */
import { insertValues, type Sql, setValues, sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { defineSealed } from '../../../kernel/protect/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { anyRow } from '../../../kernel/worker/server.ts';
import type { VerificationSource } from '../verification/sources.ts';
import type { InboundChannel, InboundResult, InboundState } from './terms.ts';

defineSealed({
  table: 'inbound_check',
  key: ['id'],
  sealed: ['content', 'result'],
  digests: { subject_digest: (clear, _row, keys) => keys.digest(SUBJECT_DIGEST, namesOf(JSON.parse(clear('content')!))) },
  digestKey: 'digest_key',
});

const SUBJECT_DIGEST = 'inbound-subject';
/** The people of a request as one text, in whatever order they were written. */
const namesOf = (people: readonly Pick<InboundPerson, 'idNumber'>[]): string =>
  people
    .map((p) => p.idNumber)
    .toSorted()
    .join(' ');

export interface InboundPerson {
  readonly personId: string;
  readonly name: string;
  readonly idNumber: string;
  readonly guardian: string | null;
  readonly consentFile: string | null;
  readonly consentTo: PlainDate | null;
}

export interface Inbound {
  readonly id: string;
  readonly no: string;
  readonly division: DivisionCode;
  readonly origin: string;
  readonly theirCaseNo: string;
  readonly channel: InboundChannel;
  readonly letterFile: string | null;
  readonly sources: readonly VerificationSource[];
  readonly state: InboundState;
  readonly receivedOn: PlainDate;
  readonly dueOn: PlainDate;
  readonly amberOn: PlainDate;
  readonly assignedTo: string | null;
  readonly assignedName: string | null;
  readonly documentId: string | null;
  readonly closedAt: string | null;
  readonly people: readonly InboundPerson[];
  readonly result: InboundResult | null;
}

type Row = Omit<Inbound, 'people' | 'result'> & { content: Buffer; result: Buffer | null };
const COLUMNS = sql`id, no, division, origin, their_case_no, channel, letter_file, sources, state, received_on, due_on, amber_on, assigned_to, assigned_name,
  document_id, closed_at, content, result`;
const place = (field: 'content' | 'result', id: string): string => `inbound_check.${field}:${id}`;

const open = (tx: Tx, { content, result, ...row }: Row): Inbound => ({
  ...row,
  people: tx.keys.openJson<InboundPerson[]>(content, place('content', row.id)),
  result: result && tx.keys.openJson(result, place('result', row.id)),
});

export async function findInbound(tx: Tx, id: string): Promise<Inbound | null> {
  const row = await tx.maybe<Row>(sql`select ${COLUMNS} from inbound_check where id = ${id}`);
  return row && open(tx, row);
}

export async function lockInbound(tx: Tx, id: string): Promise<Inbound | null> {
  const row = await tx.maybe<Row>(sql`select ${COLUMNS} from inbound_check where id = ${id} for update`);
  return row && open(tx, row);
}

export const inboundReference = (id: string): string => `inbound:${id}`;

/** Null where the same request is there already: its number. */
export async function insertInbound(
  tx: Tx,
  given: Pick<
    Inbound,
    'id' | 'division' | 'origin' | 'theirCaseNo' | 'channel' | 'letterFile' | 'sources' | 'dueOn' | 'amberOn' | 'people'
  >,
): Promise<{ no: string; repeated: boolean; id: string }> {
  const { people, sources, ...plain } = given;
  const subject = namesOf(people);
  const known = await tx.maybe<{ id: string; no: string }>(sql`select id, no from inbound_check where division = ${given.division}
    and origin = ${given.origin} and their_case_no = ${given.theirCaseNo} and subject_digest = any(${tx.keys.digests(SUBJECT_DIGEST, subject)}::bytea[])`);
  if (known) return { ...known, repeated: true };
  const { seq } = await tx.one<{ seq: number }>(sql`select nextval('inbound_check_no') as seq`);
  const no = `XH${given.division.slice(0, 6)}${tx.today.slice(0, 4)}${String(seq).padStart(5, '0')}`;
  await tx.run(
    sql`insert into inbound_check ${insertValues({
      ...plain,
      no,
      sources: [...sources],
      subjectDigest: tx.keys.digest(SUBJECT_DIGEST, subject),
      digestKey: tx.keys.current,
      content: tx.keys.sealJson(people, place('content', given.id)),
      receivedOn: tx.today,
      receivedBy: tx.actor.id,
    })}`,
  );
  return { id: given.id, no, repeated: false };
}

export async function updateInbound(
  tx: Tx,
  id: string,
  changes: Partial<{
    state: InboundState;
    assignedTo: string;
    assignedName: string;
    startedAt: string;
    result: InboundResult;
    documentId: string;
    closedAt: string;
    closedBy: string;
  }>,
): Promise<void> {
  const { result, ...plain } = changes;
  await tx.run(
    sql`update inbound_check set ${setValues({ ...plain, ...(result ? { result: tx.keys.sealJson(result, place('result', id)) } : {}) })} where id = ${id}`,
  );
}

const amber = (tx: Tx): Sql => sql`inbound_check where closed_at is null and reminded_on is null and amber_on <= ${tx.today}`;
export const anyAmberInbound = (tx: Tx) => anyRow(tx, amber(tx));

/** Those that are amber, whom nobody was reminded of; marks them. */
export const takeAmberInbound = (
  tx: Tx,
  limit: number,
): Promise<Pick<Inbound, 'id' | 'no' | 'origin' | 'division' | 'dueOn' | 'state' | 'assignedTo'>[]> =>
  tx.rows(sql`update inbound_check set reminded_on = ${tx.today} where id in (
      select id from ${amber(tx)} order by amber_on, id limit ${limit} for update skip locked)
    returning id, no, origin, division, due_on, state, assigned_to`);

const PAGE = 20;

/** The register: open ones by due day, closed ones newest first. */
export async function inboundPage(
  tx: Tx,
  given: { done: boolean; after: { key: string; id: string } | null },
): Promise<{ rows: Inbound[]; more: boolean }> {
  const { done, after } = given;
  const rows = await tx.rows<Row>(
    done
      ? sql`select ${COLUMNS} from inbound_check where closed_at is not null
          and (${after?.key ?? null}::date is null or (received_on, id) < (${after?.key ?? null}::date, ${after?.id ?? null}::uuid))
          order by received_on desc, id desc limit ${PAGE + 1}`
      : sql`select ${COLUMNS} from inbound_check where closed_at is null
          and (${after?.key ?? null}::date is null or (due_on, id) > (${after?.key ?? null}::date, ${after?.id ?? null}::uuid))
          order by due_on, id limit ${PAGE + 1}`,
  );
  return { rows: rows.slice(0, PAGE).map((row) => open(tx, row)), more: rows.length > PAGE };
}
