/** Analyses that are kept by name. They hold the question and no answer: whoever opens one sees it by the own rights. */
import { z } from 'zod';
import { type Sql, sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { homeDivision, newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode } from '../../../kernel/schema/index.ts';
import type { SavedView } from './content.ts';
import { Spec } from './spec.ts';
import { type Share, shares } from './terms.ts';

const MOST_OWN = 50;

export const Naming = z.strictObject({
  name: z.string().trim().min(2, '名称至少2个字').max(40).meta({ label: '名称' }),
  share: choice(shares).meta({ label: '给谁看', choices: shares, help: '只分享选法；打开的人按自己的权限看到数' }),
});

interface Row {
  id: string;
  division: DivisionCode;
  ownerId: string;
  ownerName: string;
  name: string;
  share: Share;
  spec: unknown;
  version: number;
  changedAt: string;
}

/** The own ones, those of the unit, those for everybody; what does not read any more is left out. */
export async function savedAnalyses(tx: Tx): Promise<SavedView[]> {
  const rows =
    await tx.rows<Row>(sql`select id, division, owner_id, owner_name, name, share, spec, version, changed_at from analysis
    where owner_id = ${tx.actor.id} or share = 'all' or (share = 'unit' and division = ${homeDivision(tx)})
    order by (owner_id = ${tx.actor.id}) desc, name limit 200`);
  return rows.flatMap((row) => {
    const spec = Spec.safeParse(row.spec);
    if (!spec.success) return [];
    return [
      {
        id: row.id,
        name: row.name,
        share: row.share,
        shareZh: shares[row.share],
        ownerName: row.ownerName,
        placeName: tx.divisions.fullName(row.division),
        mine: row.ownerId === tx.actor.id,
        version: row.version,
        changedAt: row.changedAt,
        spec: spec.data,
      },
    ];
  });
}

type Given = z.infer<typeof Naming> & { spec: Spec };

const taken = (tx: Tx, name: string, but: Sql) =>
  tx.maybe(sql`select 1 as known from analysis where owner_id = ${tx.actor.id} and name = ${name} and ${but}`);

export async function saveAnalysis(tx: Tx, given: Given): Promise<Result<{ id: string }>> {
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`analysis:${tx.actor.id}`}, 0))`);
  if (await taken(tx, given.name, sql`true`)) return fail('ANALYSIS_NAME_TAKEN', { name: given.name });
  const { own } = await tx.one<{ own: number }>(sql`select count(*)::int as own from analysis where owner_id = ${tx.actor.id}`);
  if (own >= MOST_OWN) return fail('ANALYSIS_TOO_MANY', { most: MOST_OWN });
  const id = newId();
  await tx.run(sql`insert into analysis (id, division, owner_id, owner_name, name, share, spec, changed_at)
    values (${id}, ${homeDivision(tx)}, ${tx.actor.id}, ${tx.actor.name}, ${given.name}, ${given.share}, ${JSON.stringify(given.spec)}::jsonb, ${tx.now})`);
  await recordAudit(tx, {
    action: 'analysis.saved',
    subject: { kind: 'analysis', id },
    detail: { name: given.name, share: given.share },
  });
  return ok({ id });
}

/** The owner's own, as it was when the page was opened. */
async function ownOf(tx: Tx, of: { id: string; version: number }): Promise<Result<Row>> {
  const row = await tx.maybe<Row>(
    sql`select id, division, owner_id, owner_name, name, share, spec, version, changed_at from analysis where id = ${of.id} for update`,
  );
  if (!row || (row.ownerId !== tx.actor.id && row.share === 'own')) return fail('NOT_FOUND');
  if (row.ownerId !== tx.actor.id) return fail('ANALYSIS_NOT_YOURS');
  return row.version === of.version ? ok(row) : fail('ANALYSIS_CHANGED');
}

export async function changeAnalysis(tx: Tx, of: { id: string; version: number } & Given): Promise<Result<{ id: string }>> {
  const row = await ownOf(tx, of);
  if (!row.ok) return row;
  if (await taken(tx, of.name, sql`id <> ${of.id}`)) return fail('ANALYSIS_NAME_TAKEN', { name: of.name });
  await tx.run(sql`update analysis set name = ${of.name}, share = ${of.share}, spec = ${JSON.stringify(of.spec)}::jsonb, version = version + 1, changed_at = ${tx.now}
    where id = ${of.id}`);
  await recordAudit(tx, {
    action: 'analysis.saved',
    subject: { kind: 'analysis', id: of.id },
    detail: { name: of.name, share: of.share, shareBefore: row.value.share },
  });
  return ok({ id: of.id });
}

/** It held nothing but a question: it is gone, and the log says that it was. */
export async function removeAnalysis(tx: Tx, of: { id: string; version: number }): Promise<Result<null>> {
  const row = await ownOf(tx, of);
  if (!row.ok) return row;
  await tx.run(sql`delete from analysis where id = ${of.id}`);
  await recordAudit(tx, {
    action: 'analysis.removed',
    subject: { kind: 'analysis', id: of.id },
    detail: { name: row.value.name },
  });
  return ok(null);
}
