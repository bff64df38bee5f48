/** The records behind a figure, page by page, with the persons whom they are about on record. */
import { and, type Sql, sql } from '../../database/sql.ts';
import { type AuditAction, recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import type { DivisionCode } from '../schema/index.ts';
import './audited.ts';
import type { Better, CountedLink, CountedRow } from './index.ts';

const PAGE = 50;

interface RawRow {
  id: string;
  division: DivisionCode;
  num: number;
  den: number;
  name: string | null;
  says: string | null;
  link: CountedLink | null;
  linkId: string | null;
}

/** Whom a page of records is about: the person, the applicant of a case, the person of a clue, the members of a household. */
async function personsOf(tx: Tx, rows: readonly RawRow[]): Promise<string[]> {
  const linked = (link: CountedLink) => rows.flatMap((row) => (row.link === link && row.linkId ? [row.linkId] : []));
  const behind = await tx.rows<{ id: string }>(sql`
    select applicant_person_id as id from service_case where id = any(${linked('case')}::uuid[])
    union select person_id from clue where id = any(${linked('clue')}::uuid[]) and person_id is not null
    union select person_id from household_member where household_id = any(${linked('household')}::uuid[]) and valid_to is null and superseded_at is null`);
  return [...linked('person'), ...behind.map((person) => person.id)];
}

/**
 * A page of records of a counting query, in the order of their ids; the persons whom they are about are on record. `persons` names those of records that
 * open something of a domain, by the ids of the records.
 */
export async function countedRows(
  tx: Tx,
  rows: Sql,
  page: {
    division: DivisionCode;
    only?: 'missed';
    better?: Better | undefined;
    cursor?: string;
    audit: AuditAction;
    persons?: ((ids: readonly string[]) => Sql) | undefined;
  },
): Promise<{ rows: CountedRow[]; next: string | null }> {
  const { lo, hi } = scopeRange(page.division);
  const filters: Sql[] = [sql`c.division >= ${lo}`, sql`c.division < ${hi}`];
  if (page.only === 'missed') filters.push(page.better === 'lower' ? sql`c.num > 0` : sql`c.num < c.den`);
  if (page.cursor) filters.push(sql`c.id > ${page.cursor}`);
  const found = await tx.rows<RawRow>(
    sql`select c.id, c.division, c.num::bigint as num, c.den::bigint as den, c.name, c.says, c.link, c.link_id from (${rows}) c where ${and(filters)} order by c.id limit ${PAGE + 1}`,
  );
  const shownRows = found.slice(0, PAGE);
  if (shownRows.length > 0) {
    const own = page.persons ? await tx.rows<{ id: string }>(page.persons(shownRows.map((row) => row.id))) : [];
    const persons = [...(await personsOf(tx, shownRows)), ...own.map((person) => person.id)];
    await recordAudit(tx, { action: page.audit, personIds: [...new Set(persons)], division: page.division });
  }
  return {
    rows: shownRows.map((row) => ({
      ...row,
      name: row.name ?? '（不在您的范围内）',
      says: row.says ?? '',
      placeName: tx.divisions.get(row.division) ? tx.divisions.fullName(row.division) : row.division,
    })),
    next: found.length > PAGE ? shownRows.at(-1)!.id : null,
  };
}
