/**
 * 在领补贴的人: holders of certificates who draw a subsidy, counted by category, level, age and sex, and listed. The figure and the list behind it come
 * from the same reading. What is sealed is opened page by page, and that it was opened is on record, with how many.
 */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { ageOn } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { type Category, categoryNames, type Level } from './index.ts';
import { contentOf } from './register.ts';
import { bandOf, type DrawerRow, type Sex, sexes } from './terms.ts';

const FIRST = '00000000-0000-0000-0000-000000000000';

interface Drawer {
  personId: string;
  division: DivisionCode;
  category: Category;
  level: Level;
  /** Null where the person is not registered within the reader's range. */
  known: { name: string; sex: Sex; age: number } | null;
}

async function drawersAfter(tx: Tx, after: string, limit: number): Promise<Drawer[]> {
  const rows = await tx.rows<{
    personId: string;
    division: DivisionCode;
    content: Buffer;
    name: string | null;
    sex: Sex | null;
    birthDate: PlainDate | null;
  }>(sql`select c.person_id, c.division, c.content, p.name, p.sex, p.birth_date from disability_certificate c left join person p on p.id = c.person_id
    where c.division >= ${tx.actor.lo} and c.division < ${tx.actor.hi} and c.person_id > ${after}
      and exists (select from subsidy_award a where a.person_id = c.person_id and a.state = 'active') order by c.person_id limit ${limit}`);
  return rows.map(({ personId, division, content, name, sex, birthDate }) => {
    const { category, level } = contentOf(tx, personId, content);
    const known = name !== null && sex !== null && birthDate !== null ? { name, sex, age: ageOn(birthDate, tx.today) } : null;
    return { personId, division, category, level, known };
  });
}

export interface DrawerCount {
  category: Category;
  level: Level;
  sex: Sex | null;
  /** First year of the age band. */
  band: number | null;
  persons: number;
}

const COUNT_PAGE = 5000;
/** Counts only; small ones are not told apart by whoever shows them. */
export async function countDrawers(tx: Tx): Promise<DrawerCount[]> {
  const counts = new Map<string, DrawerCount>();
  let opened = 0;
  for (let after: string | null = FIRST; after !== null; ) {
    const page: Drawer[] = await drawersAfter(tx, after, COUNT_PAGE);
    for (const { category, level, known } of page) {
      const group = { category, level, sex: known?.sex ?? null, band: known && bandOf(known.age) };
      const key = Object.values(group).join(' ');
      const count = counts.get(key) ?? { ...group, persons: 0 };
      counts.set(key, count);
      count.persons++;
    }
    opened += page.length;
    after = page.length === COUNT_PAGE ? page.at(-1)!.personId : null;
  }
  if (opened > 0) await recordAudit(tx, { action: 'disability-certificate.counted', detail: { opened } });
  return [...counts.values()];
}

const PAGE = 50;
const READ = 1000;
/** Whom a bar of the pyramid counts; each is on record as seen. */
export async function drawerList(
  tx: Tx,
  given: { level: Level; band: number; sex: Sex; cursor: string | undefined },
): Promise<{ rows: DrawerRow[]; next: string | null }> {
  const found: DrawerRow[] = [];
  let after: string | null = given.cursor ?? FIRST;
  while (after !== null && found.length <= PAGE) {
    const page: Drawer[] = await drawersAfter(tx, after, READ);
    for (const { personId, division, category, level, known } of page)
      if (known && level === given.level && known.sex === given.sex && bandOf(known.age) === given.band)
        found.push({
          personId,
          name: known.name,
          villageName: tx.divisions.get(division) ? tx.divisions.fullName(division) : '',
          zh: categoryNames({ category, level }),
          says: `${sexes[known.sex]}，${known.age}岁`,
        });
    after = page.length === READ ? page.at(-1)!.personId : null;
  }
  const rows = found.slice(0, PAGE);
  if (rows.length > 0)
    await recordAudit(tx, {
      action: 'disability-certificate.listed',
      personIds: rows.map((row) => row.personId),
      detail: { list: 'drawers', level: given.level, band: given.band, sex: given.sex },
    });
  return { rows, next: found.length > PAGE ? rows.at(-1)!.personId : null };
}
