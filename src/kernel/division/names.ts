/**
 * What a statistical code and a raw name say: level, kind, canonical display name.
 * Code structure: 统计用区划代码和城乡划分代码编制规则 (国统字〔2009〕91号), GB/T 2260, GB/T 10114.
 */
import type { DivisionCode } from '../schema/index.ts';

export const levels = ['nation', 'province', 'city', 'county', 'township', 'village'] as const;
export type Level = (typeof levels)[number];

export const kinds = [
  '国家',
  '省',
  '地级市',
  '市辖区',
  '县',
  '县级市',
  '街道',
  '镇',
  '乡',
  '功能区',
  '社区',
  '村',
  '类似村级',
  '虚拟',
] as const;
export type Kind = (typeof kinds)[number];

/** How many leading digits a level uses: d2 province … d12 village. */
export const prefixLength: Record<Level, number> = { nation: 0, province: 2, city: 4, county: 6, township: 9, village: 12 };

/** The level that a 12-digit code has by its trailing zeros. */
export function levelOf(code: DivisionCode): Level {
  if (!/^\d{12}$/.test(code)) throw new RangeError(`not a 12-digit division code: ${code}`);
  if (code.slice(9) !== '000') return 'village';
  if (code.slice(6) !== '000000') return 'township';
  if (code.slice(4) !== '00000000') return 'county';
  if (code.slice(2) !== '0000000000') return 'city';
  return code === '000000000000' ? 'nation' : 'province';
}

const countyKind = (n: number): Kind => (n <= 20 || (n >= 51 && n <= 80) ? '市辖区' : n <= 50 ? '县' : '县级市');

function townshipKind(n: number, name: string): Kind {
  if (n >= 900) return name.endsWith('街道') ? '街道' : name.endsWith('镇') ? '镇' : '乡';
  return n < 100 ? '街道' : n < 200 ? '镇' : n < 400 ? '乡' : '功能区';
}

function villageKind(n: number, name: string): Kind {
  if (n >= 900) return /(社区|居委会|居民委员会)$/.test(name) ? '社区' : '村';
  if (n === 498 || n === 598) return '虚拟';
  return n < 200 ? '社区' : n < 400 ? '村' : '类似村级';
}

/** The kind by the code's ranges; local provisional codes (9xx) by the name. */
export function kindOf(code: DivisionCode, name: string): Kind {
  const level = levelOf(code);
  if (level === 'county') return countyKind(Number(code.slice(4, 6)));
  if (level === 'township') return townshipKind(Number(code.slice(6, 9)), name);
  if (level === 'village') return villageKind(Number(code.slice(9)), name);
  return level === 'city' ? '地级市' : level === 'province' ? '省' : '国家';
}

/** Counted in coverage indicators: functional zones and pseudo-units are not (platform rule "which units are counted"). */
export const isLegal = (kind: Kind): boolean => kind !== '功能区' && kind !== '类似村级' && kind !== '虚拟';

/** Codes of 2 to 9 digits padded to 12. */
export const padCode = (code: string): DivisionCode => code.padEnd(12, '0');

/** The unit itself or one below it. */
export const inScope = (code: DivisionCode, scope: DivisionCode): boolean =>
  code.startsWith(scope.slice(0, prefixLength[levelOf(scope)]));

export function parentOf(code: DivisionCode): DivisionCode | null {
  const level = levels.indexOf(levelOf(code));
  return level === 0 ? null : padCode(code.slice(0, prefixLength[levels[level - 1]!]));
}

const COMMUNITY = /(?:社区居民委员会|社区居委会|居民委员会|居委会|社区)$/;
const VILLAGE = /(?:村民委员会|村委会)$/;

/** Display name, core (专名) and the further spellings that the raw name itself holds. */
export interface CanonicalName {
  readonly name: string;
  readonly core: string;
  readonly aliases: readonly string[];
}

/**
 * A village's or community's canonical name from the raw one: 洪下村村委会 → 洪下村, 东村村民委员会 → 东村村, 凤凰山居委会 → 凤凰山社区.
 * `owners`: prefixes that name an owner or another unit (蒲纺集团); the full form stays as an alias. Other kinds keep their name.
 */
export function canonicalVillage(raw: string, kind: Kind, owners: readonly string[] = []): CanonicalName {
  if (kind !== '村' && kind !== '社区') return { name: raw, core: raw, aliases: [] };
  let stem = raw.replace(kind === '社区' ? COMMUNITY : VILLAGE, '');
  // 赤岗村 (no committee in the name) and 洪下村村委会 drop the 村 that is the type; 东村 would be left with one character
  if (kind === '村' && stem.endsWith('村') && stem.length >= 3) stem = stem.slice(0, -1);
  const suffix = kind === '社区' ? '社区' : '村';
  const owner = owners.find((prefix) => stem.startsWith(prefix) && stem.length > prefix.length);
  const core = owner ? stem.slice(owner.length) : stem;
  return { name: core + suffix, core, aliases: owner ? [stem + suffix] : [] };
}

/** 汀泗桥镇 → 汀泗桥, 咸安区 → 咸安; a functional zone keeps its name, it has no short form that can be derived. */
export function coreOf(name: string, kind: Kind): string {
  switch (kind) {
    case '街道':
      return name.replace(/街道$/, '');
    case '镇':
    case '乡':
    case '县':
    case '省':
    case '市辖区':
    case '县级市':
    case '地级市':
      return name.length > 2 ? name.slice(0, -1) : name;
    default:
      return name;
  }
}
