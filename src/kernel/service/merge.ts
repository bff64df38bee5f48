/** Two files of one person become one: of an item, one case may be open. */
import { sql } from '../../database/sql.ts';
import { plainDateOf } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { defineMergeGuard, type Files, type NewRecord } from '../resident/server.ts';
import { caseNames } from './names.ts';

async function obstacles(tx: Tx, { survivor, merged }: Files): Promise<string[]> {
  const open = await tx.rows<{
    id: string;
    no: string | null;
    itemId: string;
    flow: string;
    flowVersion: string;
  }>(sql`select a.id, a.no, a.item_id, a.flow, a.flow_version
    from service_case a join service_case b on b.item_id = a.item_id and b.matter = a.matter and b.applicant_person_id = ${survivor.id} and b.closed_at is null
    where a.applicant_person_id = ${merged.id} and a.closed_at is null order by a.item_id limit 20`);
  const names = await caseNames(tx, open);
  return open.map(
    ({ id, no }) => `两份档案都有“${names.get(id)}”在办（${no ? `办件号${no}` : '还没有办件号'}），请先办结或者撤回其中一件`,
  );
}

async function newSince(tx: Tx, survivorId: string, mark: string): Promise<NewRecord[]> {
  const rows = await tx.rows<{
    id: string;
    no: string | null;
    itemId: string;
    flow: string;
    flowVersion: string;
    submittedAt: string;
  }>(
    sql`select id, no, item_id, flow, flow_version, submitted_at from service_case where applicant_person_id = ${survivorId} and id > ${mark} order by id limit 50`,
  );
  const names = await caseNames(tx, rows);
  return rows.map(({ id, no, submittedAt }) => ({
    value: id,
    label: `${names.get(id)}，${plainDateOf(submittedAt)}提交${no ? `（${no}）` : ''}`,
  }));
}

defineMergeGuard({ name: 'service', obstacles, newSince });
