/**
 * 行政区划: the tree of a city, its code ranges, its history, search by name and pinyin, and places in free text.
 * Built once from plain rows; runs in the browser as well as in the server.
 */
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import { type Tables, type UnitChange, withChange } from './changes.ts';
import { type Fit, fitIn, type Located, type LonLat, locate, type Outline } from './geometry.ts';
import { inScope, type Kind, type Level, levelOf, levels, padCode, prefixLength } from './names.ts';
import { makeResolver, type Place } from './resolve.ts';

export { type ChangeType, changeTypes, shareOut, type UnitChange, WHOLE } from './changes.ts';
export {
  areaKm2,
  coarsened,
  type Fit,
  fitIn,
  type Located,
  type LonLat,
  type Outline,
  type Polygon,
} from './geometry.ts';
export {
  canonicalVillage,
  coreOf,
  inScope,
  isLegal,
  type Kind,
  kindOf,
  kinds,
  type Level,
  levelOf,
  levels,
  padCode,
  parentOf,
  prefixLength,
} from './names.ts';
export { type Frame, frameOf, labelPoint, outlinePath, pointsOf } from './outline.ts';
export { type Confidence, flagTexts, type Place, type PlaceFlag } from './resolve.ts';

/** Under every map: its lines prove nothing. */
export const SKETCH = '示意图，不作为权属依据';

/** One unit in one validity; `validFrom ≤ day < validTo`, null is open. */
export interface Division {
  readonly code: DivisionCode;
  readonly name: string;
  readonly rawName: string;
  /** 专名: 汀泗桥 of 汀泗桥镇. */
  readonly core: string;
  readonly level: Level;
  readonly kind: Kind;
  readonly parent: DivisionCode | null;
  /** Without tones, syllables parted by spaces. */
  readonly pinyin: string;
  /** Counted in coverage indicators (functional zones and pseudo-units are not). */
  readonly legal: boolean;
  readonly validFrom: PlainDate | null;
  readonly validTo: PlainDate | null;
}

export interface DivisionAlias {
  readonly text: string;
  readonly code: DivisionCode;
  /** Where the text is unambiguous. */
  readonly scope: DivisionCode;
  /** 旧称 简称 俗称 异体字 错别字 历史名称 */
  readonly kind: string;
}

/** An old code passes to a new one; weights of one old code sum to 1. */
export interface Succession {
  readonly from: DivisionCode;
  readonly to: DivisionCode;
  readonly effectiveOn: PlainDate;
  readonly weight: number;
}

/** Of one county: an office of the one place answers for the other, too. */
export const sameCounty = (a: DivisionCode, b: DivisionCode): boolean => a.slice(0, 6) === b.slice(0, 6);

/** Half-open range of codes, compared as bytes (`collate "C"`). */
export interface CodeRange {
  readonly lo: string;
  readonly hi: string;
}

/** The indexed prefix columns of a record: province, city, county, township, village. */
export interface CodePrefixes {
  readonly d2: string;
  readonly d4: string;
  readonly d6: string;
  readonly d9: string;
  readonly d12: string;
}

/** A unit that passed on what it was, by shares that add up to one. */
export interface Heritage {
  readonly from: DivisionCode;
  readonly shares: readonly { readonly to: DivisionCode; readonly weight: number }[];
}

export interface Divisions {
  /** The units in force, in code order. */
  readonly all: readonly Division[];
  /** Every version of every unit, in code order: also those that have ended or begin later. */
  readonly history: readonly Division[];
  /** The latest version of a unit; undefined when the code is unknown. */
  get(code: DivisionCode): Division | undefined;
  /** The version valid on a day. */
  asOf(code: DivisionCode, on: PlainDate): Division | undefined;
  /** Today's codes of an old one: one after a rename or a merger, several after a split, itself when nothing changed. */
  current(code: DivisionCode, on: PlainDate): readonly DivisionCode[];
  /** The unit that an old or a new code stands for, as it is called today and was before: 肖岭镇（原肖岭乡）; only today's name where it had no other. */
  nameWithFormer(code: DivisionCode, on: PlainDate): string;
  /**
   * The units of which this one took something over after one day and by another, each with all that it passed on: what was counted of them on the first day is
   * told of this one by `shareOut` (5.3). Empty where nothing changed.
   */
  heritage(code: DivisionCode, after: PlainDate, on: PlainDate): readonly Heritage[];
  /** From the parent up to the nation. */
  ancestors(code: DivisionCode): readonly Division[];
  children(code: DivisionCode): readonly Division[];
  /** The unit and all below it, in code order. */
  subtree(code: DivisionCode): readonly Division[];
  /** 咸安区汀泗桥镇赤岗村: the names from the county down; a city or a province its own name. */
  fullName(code: DivisionCode): string;
  /** Exact name, core or alias, or the code itself; all units that answer to it. */
  find(nameOrCode: string): readonly Division[];
  /** By characters, pinyin or initials; best first: exact, then beginning, then inside; higher levels first. */
  search(query: string, options?: { within?: DivisionCode; limit?: number }): readonly Division[];
  /** The place that a text names. `hint`: the county (or another unit) that the record already states. */
  resolvePlace(text: string, hint?: DivisionCode): Place;
  /** Outlines of the counties by today's codes, a sketch; none where the city pack has no geometry. */
  readonly outlines: readonly Outline[];
  /** 落点: the county in which a point lies; null where the city pack has no geometry. */
  at(point: LonLat): Located | null;
  /** Whether a point may lie in a unit, by the county of the unit; null where that cannot be told. */
  fits(code: DivisionCode, point: LonLat): Fit | null;
}

/** The codes of a unit and everything below it: 421202001000 → 421202001000 … 421202002000. */
export function scopeRange(code: DivisionCode): CodeRange {
  const length = prefixLength[levelOf(code)];
  // ':' is the character after '9': the end of everything
  if (length === 0) return { lo: '000000000000', hi: ':' };
  const next = String(BigInt(code.slice(0, length)) + 1n).padStart(length, '0');
  return { lo: code, hi: next.length > length ? ':' : length === 12 ? next : padCode(next) };
}

export const prefixOf = (code: DivisionCode): CodePrefixes => ({
  d2: code.slice(0, 2),
  d4: code.slice(0, 4),
  d6: code.slice(0, 6),
  d9: code.slice(0, 9),
  d12: code,
});

/** The smallest unit that contains all the codes. */
export function commonUnit(codes: readonly DivisionCode[]): DivisionCode {
  const first = codes[0];
  if (first === undefined) throw new RangeError('no codes to compare');
  for (let depth = levels.indexOf(levelOf(first)); depth > 0; depth--) {
    const prefix = first.slice(0, prefixLength[levels[depth]!]);
    const unit = padCode(prefix);
    if (codes.every((code) => inScope(code, unit))) return unit;
  }
  return '000000000000';
}

function groupBy<K, T>(list: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of list) {
    const known = groups.get(keyOf(item));
    if (known) known.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** Divisions that follow the changes: whoever holds them sees what is in force since the last `use`. */
export interface LiveDivisions extends Divisions {
  /** All changes that have taken effect, in their order; the same again costs nothing. */
  use(changes: readonly UnitChange[], on: PlainDate): void;
  /** Every version of every unit as it will be when further changes have taken effect. */
  rowsWith(waiting: readonly UnitChange[]): readonly Division[];
}

const divisionsOf = ({ rows, aliases, successions, outlines }: Tables, on?: PlainDate): Divisions =>
  makeDivisions(rows, aliases, successions, on, outlines);

export function liveDivisions(pack: Tables): LiveDivisions {
  let tables = pack;
  let count = 0;
  let now = divisionsOf(pack);
  return {
    use(changes, on) {
      // A change that has taken effect is never taken back: more of them is all that can be new.
      if (changes.length === count) return;
      tables = changes.reduce(withChange, pack);
      now = divisionsOf(tables, on);
      count = changes.length;
    },
    rowsWith: (waiting) => waiting.reduce(withChange, tables).rows,
    get all() {
      return now.all;
    },
    get history() {
      return now.history;
    },
    get: (code) => now.get(code),
    asOf: (code, on) => now.asOf(code, on),
    current: (code, on) => now.current(code, on),
    nameWithFormer: (code, on) => now.nameWithFormer(code, on),
    heritage: (code, after, on) => now.heritage(code, after, on),
    ancestors: (code) => now.ancestors(code),
    children: (code) => now.children(code),
    subtree: (code) => now.subtree(code),
    fullName: (code) => now.fullName(code),
    find: (nameOrCode) => now.find(nameOrCode),
    search: (query, options) => now.search(query, options),
    resolvePlace: (text, hint) => now.resolvePlace(text, hint),
    get outlines() {
      return now.outlines;
    },
    at: (point) => now.at(point),
    fits: (code, point) => now.fits(code, point),
  };
}

/** `on`: the day whose units are offered, counted and searched; left out, every row is. What has ended keeps its name and its successors. */
export function makeDivisions(
  rows: readonly Division[],
  aliases: readonly DivisionAlias[],
  successions: readonly Succession[] = [],
  on?: PlainDate,
  drawn: readonly Outline[] = [],
): Divisions {
  const history = [...rows].sort((a, b) =>
    a.code < b.code ? -1 : a.code > b.code ? 1 : (a.validFrom ?? '') < (b.validFrom ?? '') ? -1 : 1,
  );
  const all =
    on === undefined
      ? history
      : history.filter((row) => (row.validFrom ?? '') <= on && (row.validTo === null || on < row.validTo));
  const versions = groupBy(history, (row) => row.code);
  const present = new Map(all.map((row) => [row.code, row]));
  const children = groupBy(all, (row) => row.parent);
  const successors = groupBy(successions, (row) => row.from);
  const names = new Map<string, Set<DivisionCode>>();
  const addName = (text: string, code: DivisionCode) => names.set(text, (names.get(text) ?? new Set()).add(code));

  const latest = (list: readonly Division[] | undefined): Division | undefined =>
    list?.reduce((best, row) => ((row.validFrom ?? '') > (best.validFrom ?? '') ? row : best));
  const get = (code: DivisionCode) => present.get(code) ?? latest(versions.get(code));
  for (const row of history) {
    if (row.parent !== null && !versions.has(row.parent)) throw new Error(`division ${row.code} hangs on unknown ${row.parent}`);
  }
  for (const row of all) for (const text of [row.name, row.core, row.rawName]) addName(text, row.code);
  const spoken = aliases.flatMap((alias) => {
    if (!versions.has(alias.code)) throw new Error(`alias ${alias.text} names unknown division ${alias.code}`);
    // What an ended unit was called is what its one successor is called by those who have not heard of it.
    const [code, ...others] = on === undefined ? [alias.code] : current(alias.code, on);
    const [scope] = on === undefined ? [alias.scope] : current(alias.scope, on);
    return code && scope && others.length === 0 ? [{ ...alias, code, scope }] : [];
  });
  for (const alias of spoken) addName(alias.text, alias.code);

  function ancestors(code: DivisionCode): Division[] {
    const found: Division[] = [];
    for (let parent = get(code)?.parent; parent; parent = found.at(-1)!.parent) found.push(get(parent)!);
    return found;
  }

  function subtree(code: DivisionCode): Division[] {
    return all.filter((row) => inScope(row.code, code));
  }

  function current(code: DivisionCode, on: PlainDate, from = ''): DivisionCode[] {
    const next = (successors.get(code) ?? []).filter((row) => row.effectiveOn <= on && row.effectiveOn >= from);
    if (next.length === 0) return [code];
    return [...new Set(next.flatMap((row) => current(row.to, on, row.effectiveOn)))].sort();
  }

  const searchKeys = all.map((row) => {
    const syllables = row.pinyin.split(' ');
    const own = spoken.filter((alias) => alias.code === row.code).map((alias) => alias.text);
    return { row, texts: [row.name, ...own], pinyin: syllables.join(''), initials: syllables.map((s) => s[0]).join('') };
  });

  /** 0 equal, 1 begins, 2 inside, null not at all. */
  const rank = (text: string, query: string) => {
    const at = text.indexOf(query);
    return at < 0 ? null : text === query ? 0 : at === 0 ? 1 : 2;
  };

  // A county that has taken another code keeps its line; of one that was parted nobody has drawn the parts.
  const outlines = drawn.flatMap((outline): Outline[] => {
    const [code, ...others] = on === undefined ? [outline.id] : current(outline.id, on);
    const unit = code && get(code);
    return unit && others.length === 0 ? [{ ...outline, id: code, properties: { ...outline.properties, name: unit.name } }] : [];
  });
  const resolver = makeResolver({ all, get, children: (code) => children.get(code) ?? [], aliases: spoken, commonUnit });

  return {
    all,
    history,
    get,
    nameWithFormer(code, today) {
      const [now, ...others] = current(code, today);
      const old = get(code);
      if (!now || others.length > 0 || !old) return old?.name ?? code;
      const name = get(now)?.name ?? now;
      return name === old.name ? name : `${name}（原${old.name}）`;
    },
    heritage(code, after, on) {
      const passed = successions.filter((row) => row.to === code && row.effectiveOn > after && row.effectiveOn <= on);
      return passed.map(({ from, effectiveOn }) => ({
        from,
        shares: successors.get(from)!.filter((row) => row.effectiveOn === effectiveOn),
      }));
    },
    asOf: (code, on) =>
      versions.get(code)?.find((row) => (row.validFrom ?? '') <= on && (row.validTo === null || on < row.validTo)),
    current: (code, on) => current(code, on),
    ancestors,
    children: (code) => children.get(code) ?? [],
    subtree,
    fullName(code) {
      const row = get(code);
      if (!row) return code;
      const chain = [row, ...ancestors(code)].filter((unit) => levels.indexOf(unit.level) >= levels.indexOf('county'));
      return chain.length === 0
        ? row.name
        : chain
            .reverse()
            .map((unit) => unit.name)
            .join('');
    },
    find(nameOrCode) {
      const own = get(padCode(nameOrCode));
      if (/^\d{2,12}$/.test(nameOrCode)) return own ? [own] : [];
      const codes = [...(names.get(nameOrCode.normalize('NFKC').replace(/\s/g, '')) ?? [])].sort();
      return codes.map((code) => get(code)!);
    },
    search(query, { within = '000000000000', limit = 20 } = {}) {
      const text = query.normalize('NFKC').replace(/[\s']/g, '').toLowerCase();
      if (text === '') return [];
      const latin = /^[a-z]+$/.test(text);
      const found: { row: Division; rank: number }[] = [];
      for (const { row, texts, pinyin, initials } of searchKeys) {
        if (!inScope(row.code, within)) continue;
        // inside a pinyin string syllables would be cut apart (an in xian): only its beginning counts
        const ranks = latin
          ? [rank(initials, text), rank(pinyin, text)].filter((r) => r !== 2)
          : texts.map((name) => rank(name, text));
        const best = ranks.reduce((a, b) => (a === null ? b : b === null ? a : Math.min(a, b)), null);
        if (best !== null) found.push({ row, rank: best });
      }
      found.sort(
        (a, b) =>
          a.rank - b.rank || levels.indexOf(a.row.level) - levels.indexOf(b.row.level) || (a.row.code < b.row.code ? -1 : 1),
      );
      return found.slice(0, limit).map((hit) => hit.row);
    },
    resolvePlace: resolver,
    outlines,
    at: (point) => (outlines.length === 0 ? null : locate(outlines, point)),
    fits(code, point) {
      const county = outlines.find((outline) => inScope(code, outline.id));
      return county ? fitIn(county, point) : null;
    },
  };
}
