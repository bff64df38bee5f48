/** Finding names in a text: dictionaries of spellings and a scan that takes the longest spelling at each place. */
import type { DivisionCode } from '../schema/index.ts';
import type { Division, DivisionAlias } from './index.ts';
import { levelOf } from './names.ts';

/** One spelling of one unit. */
export interface Form {
  readonly code: DivisionCode;
  readonly alias: boolean;
  /** Too general to stand alone (开发区): this unit must be named or hinted as well. */
  readonly needs?: DivisionCode;
  /** A functional zone: 开发区社区 is a community, not a zone. */
  readonly zone?: boolean;
}

export type Forms = Map<string, Form[]>;

/** A spelling found at text[start, end); several forms when it may be any of several units. */
export interface Mention {
  readonly start: number;
  readonly end: number;
  readonly forms: readonly Form[];
}

/** Longest spelling that is looked up; the longest real one has 17 characters. */
const LONGEST = 20;
/** What replaces consumed text, so that positions stay. */
const TAKEN = '\u0000';
const GENERIC = /^(经济|技术|工业|高新|科技)*(开发区|园区?|工业区|产业园)$/;

export const take = (text: string, { start, end }: { start: number; end: number }): string =>
  text.slice(0, start) + TAKEN.repeat(end - start) + text.slice(end);

/** Whether a name can begin here: at the beginning, after a consumed name, a sign, a digit or a joining word. */
export function beginsName(text: string, at: number): boolean {
  const before = text[at - 1];
  return before === undefined || !/\p{Script=Han}/u.test(before) || '和与及、在的原至到从含于'.includes(before);
}

/** Mentions from left to right, the longest first, none overlapping. `accept` narrows the forms of a spelling; none: not a mention. */
export function scan(
  text: string,
  forms: Forms,
  accept: (forms: readonly Form[], start: number, end: number) => readonly Form[],
): Mention[] {
  const found: Mention[] = [];
  for (let start = 0; start < text.length - 1; start++) {
    if (text[start] === TAKEN) continue;
    for (let end = Math.min(text.length, start + LONGEST); end >= start + 2; end--) {
      const known = forms.get(text.slice(start, end));
      const accepted = known ? accept(known, start, end) : [];
      if (accepted.length === 0) continue;
      found.push({ start, end, forms: accepted });
      start = end - 1;
      break;
    }
  }
  return found;
}

/** The longest spelling that begins here; 0 when none does. */
export function longestAt(text: string, start: number, forms: Forms): number {
  for (let end = Math.min(text.length, start + LONGEST); end >= start + 2; end--)
    if (forms.has(text.slice(start, end))) return end - start;
  return 0;
}

/** Whether a longer known name ends at the same place: 鞍山村 inside 马鞍山村 is another place. */
export function insideLongerName(text: string, start: number, end: number, forms: Forms): boolean {
  for (let from = start - 1; from >= 0 && end - from <= LONGEST && text[from] !== TAKEN; from--)
    if (forms.has(text.slice(from, end))) return true;
  return false;
}

export interface Dictionary {
  /** Full county names, and their cores (which count only at the start of a text). */
  readonly counties: Map<string, DivisionCode>;
  readonly countyCores: Map<string, DivisionCode>;
  readonly cities: Map<string, DivisionCode>;
  readonly provinces: readonly string[];
  readonly townships: Forms;
  readonly townshipCores: Forms;
  readonly villages: Forms;
  /** Cores of three and more characters: 桃花坪. */
  readonly villageCores: Forms;
}

const add = (forms: Forms, text: string, form: Form): void => {
  const list = forms.get(text);
  if (!list) forms.set(text, [form]);
  else if (!list.some((known) => known.code === form.code)) list.push(form);
};

export function makeDictionary(all: readonly Division[], aliases: readonly DivisionAlias[]): Dictionary {
  const d: Dictionary = {
    counties: new Map(),
    countyCores: new Map(),
    cities: new Map(),
    provinces: all.filter((row) => row.level === 'province').flatMap((row) => [row.name, row.core]),
    townships: new Map(),
    townshipCores: new Map(),
    villages: new Map(),
    villageCores: new Map(),
  };
  const upper = all.filter((row) => row.level === 'province' || row.level === 'city' || row.level === 'county');
  for (const row of upper) {
    if (row.level === 'county') {
      d.counties.set(row.name, row.code);
      d.countyCores.set(row.core, row.code);
    }
    if (row.level === 'city') for (const text of [row.name, row.core]) d.cities.set(text, row.code);
  }
  for (const row of all) {
    if (row.level === 'township') addTownship(d, row, upper);
    if (row.level === 'village') addVillage(d, row);
  }
  for (const alias of aliases) {
    const level = levelOf(alias.code);
    if (level === 'township') add(d.townships, alias.text, { code: alias.code, alias: true });
    if (level === 'village') add(d.villages, alias.text, { code: alias.code, alias: true });
  }
  return d;
}

function addTownship(d: Dictionary, row: Division, upper: readonly Division[]): void {
  const { code, core, kind } = row;
  const zone = !row.legal;
  add(
    d.townships,
    row.name,
    GENERIC.test(row.name) ? { code, alias: false, zone, needs: row.parent! } : { code, alias: false, zone },
  );
  if (kind === '街道')
    for (const end of ['街道办事处', '街道办', '办事处', '街办']) add(d.townships, core + end, { code, alias: false });
  // 港口乡镇: a common slip for 港口乡
  if (kind === '乡' || kind === '镇') add(d.townships, `${core}乡镇`, { code, alias: false });
  if (!zone) {
    if (!d.countyCores.has(core)) add(d.townshipCores, core, { code, alias: false });
    return;
  }
  // 赤壁市经济开发区 is also written 经济开发区 after the county's name, 湖北咸安经济开发区 too
  let rest = row.name;
  for (const unit of upper)
    for (const text of [unit.name, unit.core])
      if (rest.startsWith(text) && rest.length >= text.length + 3) {
        rest = rest.slice(text.length);
        const needs = unit.level === 'province' ? row.parent! : unit.code;
        add(d.townships, rest, GENERIC.test(rest) ? { code, alias: false, zone, needs } : { code, alias: false, zone });
      }
}

function addVillage(d: Dictionary, row: Division): void {
  const { code, core, kind } = row;
  add(d.villages, row.name, { code, alias: false });
  if (kind === '社区') for (const end of ['居委会', '居民委员会']) add(d.villages, core + end, { code, alias: false });
  // 东村村 is called 东村; 东村委会 too
  if (kind === '村' && core.endsWith('村')) add(d.villages, core, { code, alias: true });
  if (row.legal && core.length >= 3) add(d.villageCores, core, { code, alias: false });
}
