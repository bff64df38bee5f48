/**
 * The place that a free text names. Rules in order: clean the text, county, townships, villages, bare names, and the smallest unit that
 * contains all that was found. Nothing is matched by likeness: 马鞍村, 马鞍山村 and 马安头村 are different places.
 */
import type { DivisionCode } from '../schema/index.ts';
import type { Division, DivisionAlias } from './index.ts';
import { beginsName, type Form, insideLongerName, longestAt, type Mention, makeDictionary, scan, take } from './mentions.ts';
import { type Level, levelOf, prefixLength } from './names.ts';

export const flagTexts = {
  AMBIGUOUS: '歧义：有多个同名单位',
  SEVERAL: '文字中有多个单位，取共同上级',
  KIND_CHANGED: '类型变更：村已改社区或写法不同',
  LOW_CONFIDENCE: '低置信：只有名称，没有“村”“社区”',
  BARE_TOWNSHIP: '只有名称，没有“镇”“乡”“街道”',
  HINT_CONFLICT: '与所给的上级区划不一致',
  COUNT_DIFFERS: '文字中的数量与名录不一致',
  UNKNOWN_VILLAGE: '村（社区）名未识别',
  NAME_INSIDE: '名称前还有其他文字',
} as const;
export type PlaceFlag = keyof typeof flagTexts;
export type Confidence = 'high' | 'medium' | 'low' | 'none';

export interface Place {
  /** Null when the text names no place of the pack. */
  readonly code: DivisionCode | null;
  readonly level: Level | 'none';
  readonly confidence: Confidence;
  /** The units named, when there are several. */
  readonly members: readonly DivisionCode[];
  readonly flags: readonly PlaceFlag[];
  /** Units that one name may mean. */
  readonly candidates: readonly DivisionCode[];
}

interface Tree {
  readonly all: readonly Division[];
  get(code: DivisionCode): Division | undefined;
  children(code: DivisionCode): readonly Division[];
  readonly aliases: readonly DivisionAlias[];
  commonUnit(codes: readonly DivisionCode[]): DivisionCode;
}

const nowhere: Place = { code: null, level: 'none', confidence: 'none', members: [], flags: [], candidates: [] };
const within = (code: DivisionCode, scope: DivisionCode): boolean =>
  code.startsWith(scope.slice(0, prefixLength[levelOf(scope)]));
const countyOf = (code: DivisionCode): DivisionCode => `${code.slice(0, 6)}000000`;

/** A road or a building that bears the name of a place is not that place. */
const NOT_TOWNSHIP = /^[路街大道巷桥湖山村社]/;
const NOT_VILLAGE = /^(路|街|大道|巷|湖|山|河|桥|水库|公墓|医院|公司|片区|公园|小区|花园|广场|大厦|水厂|学校|小学|中学|村|社区)/;
const ROAD = /^(大道|路|街|巷|大桥|公路)/;
const WHOLE_COUNTY = /全[县区市]|[各所]有?(乡镇|镇乡|镇街|乡街|镇|乡|街道)/;
const WHOLE_CITY = /全市/;
const TOWN_PROPER = /城区|县城/;
/** 某某村, 某某社区 that no list knows; not 农村, 各村, 6个社区, 村级, 社区服务. No lookbehind: old telephones cannot read it. */
const VILLAGE_LIKE =
  /\p{Script=Han}{0,5}[^\P{Script=Han}农乡各全每个所有辖本级城合型务新性](村(?![级民务容])|社区(?![服养居建党康”"]))/u;
const COUNT = /(\d+|[一二三四五六七八九十]+)个(乡镇|镇|乡|街道|行政村|村|社区)(?!级)/;

/** Text ready for matching: one width, no white space, known slips mended, enterprise names out. */
function clean(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/(^|[、,;。:/\s]|\((?=[^()]*公司))(?:\([^()]*\)|[^、,;。:/\s()])*公司/g, '$1')
    .replace(/\s/g, '')
    .replaceAll('人民镇府', '人民政府');
}

const DIGITS = '零一二三四五六七八九';
function numberOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const [tens, ones] = text.includes('十') ? text.split('十') : ['', text];
  const digit = (part: string | undefined, empty: number) => (part ? DIGITS.indexOf(part.at(-1)!) : empty);
  return (text.includes('十') ? digit(tens, 1) * 10 : 0) + digit(ones, 0);
}

export function makeResolver(tree: Tree): (text: string, hint?: DivisionCode) => Place {
  const dictionary = makeDictionary(tree.all, tree.aliases);
  const { counties, countyCores, cities, provinces, townships, townshipCores, villages, villageCores } = dictionary;
  const startNames = [...counties, ...countyCores, ...cities].sort((a, b) => b[0].length - a[0].length);

  /** Rule 2: counties by full name anywhere, by bare name only at the start; the city and the province before them. */
  function findCounties(text: string): { rest: string; found: DivisionCode[]; city: DivisionCode | null } {
    let rest = text;
    let city: DivisionCode | null = null;
    const found: DivisionCode[] = [];
    let at = 0;
    const province = provinces.find((name) => rest.startsWith(name) && longestAt(rest, 0, townships) <= name.length);
    if (province) {
      rest = take(rest, { start: 0, end: province.length });
      at = province.length;
    }
    for (;;) {
      const here = startNames.find(([name]) => rest.startsWith(name, at));
      if (!here) break;
      const [name, code] = here;
      const bare = !counties.has(name) && tree.get(code)!.name !== name;
      if (bare && (longestAt(rest, at, townships) > name.length || longestAt(rest, at, villages) > name.length)) break;
      if (bare && ROAD.test(rest.slice(at + name.length))) break;
      rest = take(rest, { start: at, end: at + name.length });
      at += name.length;
      if (levelOf(code) === 'city') city = code;
      else {
        found.push(code);
        break;
      }
    }
    for (const [name, code] of counties)
      for (let start = rest.indexOf(name); start >= 0; start = rest.indexOf(name, start + 1)) {
        rest = take(rest, { start, end: start + name.length });
        if (!found.includes(code)) found.push(code);
      }
    return { rest, found, city };
  }

  const preferNames = (forms: readonly Form[]): readonly Form[] => {
    const named = forms.filter((form) => !form.alias);
    return named.length > 0 ? named : forms;
  };

  return function resolvePlace(input, hint) {
    const { rest: afterCounties, found: explicit, city } = findCounties(clean(input));
    let text = afterCounties;
    const flags = new Set<PlaceFlag>();
    const hintLevel = hint === undefined ? null : levelOf(hint);
    const hintCounty =
      hint !== undefined && hintLevel !== 'nation' && hintLevel !== 'province' && hintLevel !== 'city' ? countyOf(hint) : null;
    const hintTownship = hintLevel === 'township' || hintLevel === 'village' ? `${hint!.slice(0, 9)}000` : null;
    const agrees = hintCounty === null || explicit.length === 0 || explicit.includes(hintCounty);
    if (!agrees) flags.add('HINT_CONFLICT');
    const scope = explicit.length > 0 ? explicit : hintCounty !== null ? [hintCounty] : null;
    const inScope = (code: DivisionCode, scopes: readonly DivisionCode[] | null) =>
      scopes === null || scopes.some((one) => within(code, one));

    // Rule 3: townships by full name
    const acceptTownship = (scopes: readonly DivisionCode[] | null) => (forms: readonly Form[], start: number, end: number) => {
      if (longestAt(text, start, villages) > end - start) return [];
      const after = text.slice(end);
      return preferNames(
        forms.filter(
          (form) =>
            inScope(form.code, scopes) &&
            !(form.zone && /^(村|社区|居委会)/.test(after)) &&
            (form.needs === undefined ||
              form.needs === city ||
              (scopes?.includes(form.needs) ?? false) ||
              (levelOf(form.needs) === 'city' && scopes !== null)),
        ),
      );
    };
    let towns = scan(text, townships, acceptTownship(scope));
    if (towns.length === 0 && explicit.length === 0 && scope !== null) {
      towns = scan(text, townships, acceptTownship(null));
      if (towns.length > 0) flags.add('HINT_CONFLICT');
    }
    // Rule 5, first half: a bare township name right after the county
    if (towns.length === 0 && explicit.length > 0) {
      towns = scan(text, townshipCores, (forms, start, end) =>
        beginsName(text, start) && !NOT_TOWNSHIP.test(text.slice(end)) && longestAt(text, start, villages) <= end - start
          ? forms.filter((form) => inScope(form.code, scope))
          : [],
      );
      if (towns.length > 0) flags.add('BARE_TOWNSHIP');
    }
    for (const town of towns) text = take(text, town);

    // Rule 4: villages by name and type, inside the townships found
    const townCodes = towns.flatMap((town) => town.forms.map((form) => form.code));
    const ownTownship = hintTownship !== null && agrees && townCodes.length === 0 ? [hintTownship] : null;
    const villageScope = townCodes.length > 0 ? townCodes : (ownTownship ?? scope);
    const nearest = (forms: readonly Form[], start: number): readonly Form[] => {
      const before = towns.findLast((town) => town.start < start)?.forms.map((form) => form.code) ?? [];
      const near = forms.filter((form) => inScope(form.code, before));
      return preferNames(near.length > 0 ? near : forms);
    };
    const acceptVillage = (forms: readonly Form[], start: number, end: number) =>
      insideLongerName(text, start, end, villages)
        ? []
        : nearest(
            forms.filter((form) => inScope(form.code, villageScope)),
            start,
          );
    let places = scan(text, villages, acceptVillage);
    for (const place of places) if (!beginsName(text, place.start)) flags.add('NAME_INSIDE');
    for (const place of places) {
      const [form] = place.forms;
      const spelled = text.slice(place.start, place.end);
      if (form!.alias && /村$/.test(spelled) !== (tree.get(form!.code)!.kind === '村')) flags.add('KIND_CHANGED');
      text = take(text, place);
    }
    // Rule 5, second half: a bare village name of three characters, unique where we look
    if (places.length === 0 && villageScope !== null) {
      places = scan(text, villageCores, (forms, start, end) => {
        const here = forms.filter((form) => inScope(form.code, villageScope));
        return here.length === 1 && beginsName(text, start) && !NOT_VILLAGE.test(text.slice(end)) ? here : [];
      });
      if (places.length > 0) flags.add('LOW_CONFIDENCE');
    }

    return conclude();

    /** Rules 6 to 8: what was named, and the smallest unit that holds it all. */
    function conclude(): Place {
      const lone = (mentions: readonly Mention[]) => mentions.filter((m) => m.forms.length === 1).map((m) => m.forms[0]!.code);
      const doubtful = [...places, ...towns].filter((m) => m.forms.length > 1);
      const candidates = [...new Set(doubtful.flatMap((m) => m.forms.map((form) => form.code)))].sort();
      const units = new Set(lone(places));
      const covered = (code: DivisionCode) => [...units, ...candidates].some((unit) => unit !== code && within(unit, code));
      for (const code of lone(towns)) if (!covered(code)) units.add(code);
      for (const code of explicit) if (!covered(code)) units.add(code);
      const context = explicit.length > 0 ? explicit : hintCounty !== null ? [hintCounty] : [];
      const whole = WHOLE_COUNTY.test(text) || (towns.length === 0 && TOWN_PROPER.test(text));
      if (whole && towns.every((town) => town.forms.every((form) => tree.get(form.code)!.legal === false) || explicit.length > 0))
        for (const code of context) units.add(code);
      if (units.size === 0 && candidates.length === 0) {
        const named = city ?? (WHOLE_CITY.test(text) && context.length === 0 ? [...cities.values()][0]! : null);
        if (named === null) return { ...nowhere, flags: [...flags] };
        units.add(named);
      }
      if (candidates.length > 0) flags.add('AMBIGUOUS');
      if (units.size > 1) flags.add('SEVERAL');
      const code = tree.commonUnit([...units, ...candidates]);
      const level = levelOf(code);
      if (places.length === 0 && level !== 'city' && VILLAGE_LIKE.test(text)) flags.add('UNKNOWN_VILLAGE');
      if (countDiffers(code, [...units])) flags.add('COUNT_DIFFERS');
      const low = flags.has('AMBIGUOUS') || flags.has('LOW_CONFIDENCE');
      return {
        code,
        level,
        confidence: low ? 'low' : flags.size > 0 ? 'medium' : 'high',
        members: units.size > 1 ? [...units].sort() : [],
        flags: [...flags],
        candidates,
      };
    }

    /** A number in the text against the units named there, or against the list when it names only their superior. */
    function countDiffers(code: DivisionCode, units: readonly DivisionCode[]): boolean {
      const stated = COUNT.exec(text);
      if (!stated) return false;
      const wanted = kindsOf(stated[2]!);
      const named = units.filter((unit) => wanted.has(tree.get(unit)!.kind)).length;
      return numberOf(stated[1]!) !== (named > 1 ? named : countBelow(code, wanted));
    }
  };

  function countBelow(code: DivisionCode, kinds: ReadonlySet<string>): number {
    let count = 0;
    for (const child of tree.children(code)) count += (kinds.has(child.kind) ? 1 : 0) + countBelow(child.code, kinds);
    return count;
  }
}

const kindsOf = (word: string): ReadonlySet<string> =>
  new Set(word === '乡镇' ? ['乡', '镇'] : word === '行政村' ? ['村'] : [word]);
