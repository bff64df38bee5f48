/** 健康档案, server face: nobody reads it but for a purpose that its person has agreed to; each look is on record; what was withdrawn is gone. */
import type { z } from 'zod';
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { newId, type Tx } from '../context/server.ts';
import { defineSealed } from '../protect/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import './audited.ts';
import './errors.ts';
import {
  type HealthContent,
  type HealthPurpose,
  healthPurposes,
  healthRows,
  type MyHealth,
  type OwnHealth,
  type PaperHealth,
} from './index.ts';

export * from './index.ts';

defineSealed({ table: 'health_file', key: ['id'], sealed: ['content', 'signed_by'] });
const place = (column: 'content' | 'signed_by', id: string): string => `health_file.${column}:${id}`;

type EndedAs = 'withdrawn' | 'replaced' | 'died';

/** What was agreed to ends, and what was known by it is not kept. */
const endHealth = (tx: Tx, personId: string, as: EndedAs): Promise<number> =>
  tx.run(
    sql`update health_file set content = null, signed_by = null, ended_at = ${tx.now}, ended_as = ${as} where person_id = ${personId} and ended_at is null`,
  );

const onRecord = (
  tx: Tx,
  action: 'health-file.given' | 'health-file.withdrawn' | 'health-file.read',
  personId: string,
  detail = {},
) => recordAudit(tx, { action, subject: { kind: 'health-file', id: personId }, personId, detail });

async function keep(
  tx: Tx,
  personId: string,
  given: HealthContent & { purposes: readonly HealthPurpose[]; signedBy?: string },
): Promise<Result<{ id: string }>> {
  const person = await tx.maybe<{ lifeState: string }>(sql`select life_state from person where id = ${personId} for update`);
  if (!person) return fail('NOT_FOUND');
  if (person.lifeState === 'dead') return fail('HEALTH_DEAD');
  const { chronic, allergies, medicines, more } = given;
  const content: HealthContent = { chronic, allergies, medicines, more };
  if (healthRows(content).length === 0) return fail('HEALTH_EMPTY');
  await endHealth(tx, personId, 'replaced');
  const id = newId();
  await tx.run(sql`insert into health_file (id, person_id, purposes, content, given_at, given_by, on_paper, signed_by)
    values (${id}, ${personId}, ${[...given.purposes]}, ${tx.keys.sealJson(content, place('content', id))}, ${tx.now}, ${tx.actor.name}, ${given.signedBy !== undefined},
      ${given.signedBy === undefined ? null : tx.keys.seal(given.signedBy, place('signed_by', id))})`);
  await onRecord(tx, 'health-file.given', personId, { purposes: given.purposes.join(',') });
  return ok({ id });
}

/** Given by the person, on the own phone. */
export const giveHealth = (tx: Tx, personId: string, { agreed: _, ...given }: z.output<typeof OwnHealth>) =>
  keep(tx, personId, given);
/** Entered from a signed paper. */
export const enterHealth = (tx: Tx, personId: string, { signed: _, ...given }: z.output<typeof PaperHealth>) =>
  keep(tx, personId, given);

/** 撤回: from this moment nobody reads it, and it is not kept. */
export async function withdrawHealth(tx: Tx, personId: string): Promise<Result<{ id: string }>> {
  if ((await endHealth(tx, personId, 'withdrawn')) === 0) return fail('HEALTH_NONE');
  await onRecord(tx, 'health-file.withdrawn', personId);
  return ok({ id: personId });
}

interface Row {
  id: string;
  content: Buffer;
  purposes: HealthPurpose[];
  givenAt: string;
  givenBy: string;
  onPaper: boolean;
}
const live = (tx: Tx, personId: string): Promise<Row | null> =>
  tx.maybe<Row>(
    sql`select id, content, purposes, given_at, given_by, on_paper from health_file where person_id = ${personId} and ended_at is null`,
  );

/** Opened for a purpose: null where its person has not agreed to it. The look is on record, for the person to see. */
export async function healthFor(
  tx: Tx,
  personId: string,
  purpose: HealthPurpose,
): Promise<{ label: string; value: string }[] | null> {
  const row = await live(tx, personId);
  if (!row?.purposes.includes(purpose)) return null;
  await onRecord(tx, 'health-file.read', personId, { purpose });
  return healthRows(tx.keys.openJson<HealthContent>(row.content, place('content', row.id)));
}

/** Whether it could be opened for a purpose: nothing of it is read. */
export const hasHealth = async (tx: Tx, personId: string, purpose: HealthPurpose): Promise<boolean> =>
  (await live(tx, personId))?.purposes.includes(purpose) ?? false;

/** The own file. */
export async function ownHealth(tx: Tx, personId: string): Promise<MyHealth | null> {
  const row = await live(tx, personId);
  return (
    row && {
      rows: healthRows(tx.keys.openJson<HealthContent>(row.content, place('content', row.id))),
      purposes: row.purposes.map((key) => healthPurposes[key]),
      givenAt: row.givenAt,
      by: row.onPaper ? `${row.givenBy}按签字的同意书登记` : '本人登记',
    }
  );
}

/** Somebody has died: nobody needs it any more. */
export const forgetHealth = (tx: Tx, personId: string): Promise<number> => endHealth(tx, personId, 'died');
