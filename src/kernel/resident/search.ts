/** Finding a person among millions: by characters, pinyin or initials of the name, or by the identity number. */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode } from '../schema/index.ts';
import type { PersonId, PersonSummary } from './index.ts';
import { searchKeyOf } from './names.ts';
import { findByIdNumber, findPersons, mayReadPersons } from './persons.ts';

const PAGE = 20;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

export interface PersonQuery {
  /** Name (a beginning, or any two characters of it in a row), pinyin, or initials; or a whole identity number. */
  text: string;
  /** Narrows to a unit below the actor's own. */
  division?: DivisionCode;
  cursor?: string | null;
}

export interface PersonPage {
  persons: PersonSummary[];
  /** For the next page; null on the last. There is no total: counting would cost more than finding. */
  cursor: string | null;
}

const encodeCursor = (key: string, id: string): string => Buffer.from(JSON.stringify([key, id])).toString('base64url');

function decodeCursor(cursor: string | null | undefined): { key: string; id: string } {
  if (!cursor) return { key: '', id: FIRST_ID };
  try {
    const [key, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as [unknown, unknown];
    if (typeof key === 'string' && key.length <= 100 && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id)) return { key, id };
  } catch {
    // A cursor that nobody of ours made: begin at the beginning.
  }
  return { key: '', id: FIRST_ID };
}

const townships = new WeakMap<object, string[]>();

/** The first nine digits of every township-level unit: what the search table is laid out by. */
function townshipPrefixes(tx: Tx): string[] {
  const known = townships.get(tx.divisions) ?? [
    ...new Set(tx.divisions.all.filter((d) => d.level === 'township').map((d) => d.code.slice(0, 9))),
  ];
  townships.set(tx.divisions, known);
  return known;
}

async function findByName(tx: Tx, query: PersonQuery): Promise<PersonPage> {
  const { lo, hi } = tx.actor;
  const key = searchKeyOf(query.text);
  if (lo === null || hi === null || key === '') return { persons: [], cursor: null };
  const within = query.division ? scopeRange(query.division) : { lo, hi };
  const after = decodeCursor(query.cursor);
  const inside = townshipPrefixes(tx).filter(
    (d9) => d9 >= within.lo.slice(0, 9) && d9 < within.hi && d9 >= lo.slice(0, 9) && d9 < hi,
  );
  const found = await tx.rows<{ key: string; personId: PersonId }>(
    sql`select key, person_id from person_search_page(${key}, ${inside}::text[], ${within.lo}, ${within.hi}, ${after.key}, ${after.id}, ${PAGE + 1})`,
  );
  const page = found.slice(0, PAGE);
  const last = page.at(-1);
  const ids = [...new Set(page.map((row) => row.personId))];
  const views = new Map((await findPersons(tx, ids)).map((view) => [view.id, view]));
  return {
    persons: ids.flatMap((id) => views.get(id) ?? []),
    cursor: found.length > PAGE && last ? encodeCursor(last.key, last.personId) : null,
  };
}

/** At most 20 persons that the actor may see. One audit row names all of them. Needs a write transaction. */
export async function searchPersons(
  tx: Tx,
  query: PersonQuery,
): Promise<Result<PersonPage, 'SEARCH_TOO_SHORT' | 'NOT_PERMITTED'>> {
  if (!mayReadPersons(tx)) return fail('NOT_PERMITTED');
  const text = query.text.trim();
  if (text === '' || text.length > 50) return fail('SEARCH_TOO_SHORT');
  const byNumber = /^\d{17}[\dXx]$/.test(text);
  const person = byNumber ? await findByIdNumber(tx, text) : null;
  const page = byNumber ? { persons: person ? [person] : [], cursor: null } : await findByName(tx, query);
  await recordAudit(tx, {
    action: 'person.searched',
    personIds: page.persons.map((p) => p.id),
    detail: byNumber ? { by: 'idNumber' } : { by: 'name', text, ...(query.division ? { within: query.division } : {}) },
  });
  return ok(page);
}
