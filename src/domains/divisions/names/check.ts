/** What the rules need to know of a proposed name, gathered from the register, the divisions and the city's lists. */
import { type Sql, sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { rareIn } from './characters.ts';
import type { Place } from './register.ts';
import { checkName, type Finding, type Generic, type OtherName, type PersonName, type WordList, withoutPlan } from './rules.ts';
import { spell } from './spelling.ts';
import type { Category, NamingKind } from './terms.ts';

export interface ProposedName {
  readonly category: Category;
  readonly specific: string;
  readonly generic: string;
  readonly division: DivisionCode;
  readonly person: PersonName;
  readonly widthMetres: number | null;
  readonly areaMetres: number | null;
  /** The name that it would take the place of. */
  readonly renames: Pick<Place, 'id' | 'name' | 'protectionClass' | 'protectionPlan'> | null;
  /** The register's own row of this application: it is no duplicate of itself. */
  readonly own?: Place['id'] | null;
}

const MOST = 20;

/** Towns must differ within the province, of which the platform knows the city; everything else within the county (its built-up area, assumption). */
const scopeOf = (tx: Tx, { category, division }: Pick<ProposedName, 'category' | 'division'>): DivisionCode =>
  category === 'division' || division === tx.city ? tx.city : `${division.slice(0, 6)}000000`;

export async function findingsOf(tx: Tx, proposed: ProposedName, kind: NamingKind): Promise<Finding[]> {
  const { category, specific, generic, division, person, widthMetres, areaMetres, renames, own } = proposed;
  const kept = renames?.protectionClass ? { name: renames.name, plan: renames.protectionPlan } : null;
  // A name that is taken away is judged only for its protection.
  if (kind === 'retirement') return withoutPlan(kept);
  const name = specific + generic;
  const scope = scopeOf(tx, proposed);
  const { lo, hi } = scopeRange(scope);
  const apart = [renames?.id, own].filter((id) => id !== undefined && id !== null);
  const others = async (same: Sql): Promise<OtherName[]> =>
    (
      await tx.rows<{ name: string; division: DivisionCode }>(sql`select p.name, p.division from place_name p
        where p.category = ${category} and ${same} and p.division >= ${lo} and p.division < ${hi} and p.status in ('applied', 'standard') and p.id <> all(${apart}::uuid[])
        order by p.division limit ${MOST}`)
    ).map((row) => ({ name: row.name, where: whereOf(tx, row.division) }));
  const { sounds } = spell(specific, generic);
  return checkName({
    category,
    specific,
    generic,
    person,
    widthMetres,
    areaMetres,
    generics: await tx.rows<Generic>(
      sql`select generic, measure, least, most from place_generic where category = ${category} order by generic`,
    ),
    words: await tx.rows<{ list: WordList; word: string }>(sql`select list, word from place_word order by word`),
    rare: rareIn(name),
    scopeZh: `${tx.divisions.get(scope)?.name ?? ''}内`,
    equal: await others(sql`p.name = ${name}`),
    sameSpecific: category === 'committee' ? await others(sql`p.specific = ${specific} and p.name <> ${name}`) : [],
    homophones: await others(sql`p.sounds = ${sounds} and p.name <> ${name}`),
    elsewhere: elsewhere(tx, specific, division),
    renames: kept,
  });
}

/** The unit around a place: a village is told by its township. */
const whereOf = (tx: Tx, division: DivisionCode): string => {
  const unit = tx.divisions.get(division);
  return tx.divisions.fullName(unit?.level === 'village' && unit.parent ? unit.parent : division);
};

/** Counties and townships that the name begins with, although the place lies in none that is called so. */
function elsewhere(tx: Tx, specific: string, division: DivisionCode): string[] {
  const around = new Set([division, ...tx.divisions.ancestors(division).map(({ code }) => code)]);
  const borne = tx.divisions.all.filter(
    ({ level, core }) => (level === 'county' || level === 'township') && core.length > 1 && specific.startsWith(core),
  );
  // 温泉 is a street of this county and may be a village elsewhere: one that fits is enough.
  return borne.some(({ code }) => around.has(code)) ? [] : borne.map(({ name }) => name);
}
