/**
 * 行政区划变更: what a change makes of the tree. The rows of the city pack are where the history begins; every approved change is laid over them, so that any
 * day's divisions can be told from the pack and the changes. Pure: the preview and the effect are computed by the same functions.
 */
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import type { Outline } from './geometry.ts';
import type { Division, DivisionAlias, Heritage, Succession } from './index.ts';
import { canonicalVillage, coreOf, inScope, isLegal, kindOf, levelOf, padCode, parentOf, prefixLength } from './names.ts';

/** Order 704 (行政区划管理条例) art. 6 to 11 and the committees' laws. */
export const changeTypes = {
  create: '设立',
  abolish: '撤销',
  rename: '更名',
  recode: '变更代码',
  merge: '合并',
  split: '拆分',
  'to-town': '撤乡设镇',
  'to-street': '撤镇设街道',
  'to-community': '村改社区',
  transfer: '整建制划转',
  part: '部分区域划转',
  boundary: '界线变更',
  seat: '驻地迁移',
} as const;
export type ChangeType = keyof typeof changeTypes;

/** A unit as a change begins it: a township or a village; what lies below a township follows from it. */
export interface NewUnit {
  readonly code: DivisionCode;
  /** As the document writes it: 肖岭镇, 双泉社区居民委员会. */
  readonly name: string;
  /** Syllables without tones, parted by blanks, of the name as it is shown; spelt when the change is drawn up. */
  readonly pinyin: string;
}

/** Of the units that end, how much of each passes to which; in parts of a million, so that a whole is exactly a whole. */
export interface Share {
  readonly from: DivisionCode;
  readonly to: DivisionCode;
  readonly millionths: number;
}

/** What a document decides. A unit that keeps its code and takes another name stands in `ends` and in `begins`. */
export interface UnitChange {
  readonly type: ChangeType;
  readonly effectiveOn: PlainDate;
  readonly ends: readonly DivisionCode[];
  readonly begins: readonly NewUnit[];
  readonly shares: readonly Share[];
  /** Units that go on as they are and whose line or seat changes; of 部分区域划转 the one that gives and the one that receives. */
  readonly concerns?: readonly DivisionCode[];
}

export const WHOLE = 1_000_000;

export interface ChangeEffect {
  readonly ended: readonly DivisionCode[];
  readonly opened: readonly Division[];
  readonly successions: readonly Succession[];
  /** The names that were: found as 旧称 from now on. */
  readonly aliases: readonly DivisionAlias[];
}

/** In force on a day. */
const inForce = (row: Division, on: PlainDate): boolean =>
  (row.validFrom ?? '') <= on && (row.validTo === null || on < row.validTo);

const unitOf = ({ code, name: raw, pinyin }: NewUnit, from: PlainDate): Division => {
  const kind = kindOf(code, raw);
  const level = levelOf(code);
  const named = level === 'village' ? canonicalVillage(raw, kind) : { name: raw, core: coreOf(raw, kind) };
  return {
    code,
    name: named.name,
    rawName: raw,
    core: named.core,
    level,
    kind,
    parent: parentOf(code),
    pinyin,
    legal: isLegal(kind),
    validFrom: from,
    validTo: null,
  };
};

/** 421223200205 under 421223108000: the same number below the new unit. */
const under = (code: DivisionCode, parent: DivisionCode): DivisionCode =>
  padCode(parent.slice(0, prefixLength[levelOf(parent)]) + code.slice(prefixLength[levelOf(parent)]));

/**
 * What the change makes of the rows in force on the day before. A township that passes whole into one with another code takes its villages along, each
 * under its own number.
 */
export function effectOf(rows: readonly Division[], change: UnitChange): ChangeEffect {
  const { effectiveOn: on, ends, begins } = change;
  const now = rows.filter((row) => inForce(row, on));
  const rowOf = (code: DivisionCode) => now.find((row) => row.code === code);
  const ended = new Set<DivisionCode>(ends);
  const opened = begins.map((unit) => unitOf(unit, on));
  const shares = [...change.shares];
  for (const { from, to, millionths } of change.shares) {
    if (levelOf(from) !== 'township' || levelOf(to) !== 'township' || from === to || millionths !== WHOLE) continue;
    for (const below of now.filter((row) => row.code !== from && inScope(row.code, from))) {
      if (ended.has(below.code)) continue;
      ended.add(below.code);
      const code = under(below.code, to);
      opened.push({ ...below, code, parent: to, validFrom: on, validTo: null });
      shares.push({ from: below.code, to: code, millionths: WHOLE });
    }
  }
  const aliases = shares.flatMap(({ from, to }): DivisionAlias[] => {
    const [old, next] = [rowOf(from), opened.find((unit) => unit.code === to) ?? rowOf(to)];
    if (!old || !next || old.name === next.name) return [];
    return [{ text: old.name, code: to, scope: next.parent ?? to, kind: '旧称' }];
  });
  const renamed = opened.flatMap((unit): DivisionAlias[] => {
    const old = rowOf(unit.code);
    return old && old.name !== unit.name
      ? [{ text: old.name, code: unit.code, scope: unit.parent ?? unit.code, kind: '旧称' }]
      : [];
  });
  return {
    ended: [...ended].sort(),
    opened: opened.sort((a, b) => (a.code < b.code ? -1 : 1)),
    successions: shares
      .filter(({ from, to }) => from !== to)
      .map(({ from, to, millionths }) => ({ from, to, effectiveOn: on, weight: millionths / WHOLE })),
    aliases: [...aliases, ...renamed],
  };
}

export interface Tables {
  readonly rows: readonly Division[];
  readonly aliases: readonly DivisionAlias[];
  readonly successions: readonly Succession[];
  readonly outlines: readonly Outline[];
}

/** The tables with a change in them: versions that end are closed, what begins is opened. Changes go in their order of effect. */
export function withChange(tables: Tables, change: UnitChange): Tables {
  const effect = effectOf(tables.rows, change);
  const ended = new Set(effect.ended);
  return {
    rows: [
      ...tables.rows.map((row) =>
        ended.has(row.code) && inForce(row, change.effectiveOn) ? { ...row, validTo: change.effectiveOn } : row,
      ),
      ...effect.opened,
    ],
    aliases: [...tables.aliases, ...effect.aliases],
    successions: [...tables.successions, ...effect.successions],
    outlines: tables.outlines,
  };
}

/**
 * A count of a unit that was split, for the units that came of it: by their shares, rounded by the largest remainder so that the sum stays (5.3). An
 * estimate, and shown as one; a unit that passed whole gives its count as it is.
 */
export function shareOut(value: number, { shares }: Pick<Heritage, 'shares'>): { to: DivisionCode; value: number }[] {
  const parts = shares.map(({ to, weight }) => {
    const product = value * Math.round(weight * WHOLE);
    return { to, floor: Math.floor(product / WHOLE), rest: product % WHOLE };
  });
  const missing = value - parts.reduce((sum, part) => sum + part.floor, 0);
  const first = [...parts].sort((a, b) => b.rest - a.rest || (a.to < b.to ? -1 : 1)).slice(0, missing);
  return parts.map(({ to, floor }) => ({ to, value: floor + (first.some((part) => part.to === to) ? 1 : 0) }));
}

export interface ChangeProblem {
  readonly code:
    | 'DIVISION_UNKNOWN'
    | 'DIVISION_NAME_TAKEN'
    | 'DIVISION_CODE_USED'
    | 'DIVISION_CODE_KIND'
    | 'DIVISION_WEIGHTS'
    | 'DIVISION_NO_SUCCESSOR'
    | 'DIVISION_OUTSIDE';
  readonly params: Readonly<Record<string, string>>;
}

/** 同名: within a county for villages and communities, within the city for townships (Order 753 art. 9; the province is not at hand). */
function nameTaken(rows: readonly Division[], unit: Division, ended: ReadonlySet<DivisionCode>): Division | undefined {
  const scope = unit.level === 'village' ? unit.code.slice(0, 6) : unit.code.slice(0, 4);
  return rows.find(
    (row) =>
      row.level === unit.level &&
      row.name === unit.name &&
      row.code !== unit.code &&
      row.code.startsWith(scope) &&
      !ended.has(row.code),
  );
}

/** 4xx, 5xx and 9xx take what the name says; the others must be what the name says (国统字〔2009〕91号). */
function kindDiffers(unit: Division): boolean {
  if (unit.level === 'township') {
    const said =
      unit.rawName.endsWith('街道') || unit.rawName.endsWith('办事处')
        ? '街道'
        : unit.rawName.endsWith('镇')
          ? '镇'
          : unit.rawName.endsWith('乡')
            ? '乡'
            : null;
    return said !== null && unit.kind !== '功能区' && said !== unit.kind;
  }
  const community = /(社区|居委会|居民委员会)$/.test(unit.rawName);
  return (unit.kind === '社区' || unit.kind === '村') && community !== (unit.kind === '社区');
}

/** Everything that stands against a change, the first of each kind; empty: it can be approved. `used`: every version that ever was. */
export function problemsOf(rows: readonly Division[], change: UnitChange): ChangeProblem[] {
  const found: ChangeProblem[] = [];
  const now = rows.filter((row) => inForce(row, change.effectiveOn));
  const unknown = [...change.ends, ...(change.concerns ?? [])].find((code) => !now.some((row) => row.code === code));
  if (unknown) return [{ code: 'DIVISION_UNKNOWN', params: { code: unknown } }];
  const effect = effectOf(rows, change);
  const ended = new Set(effect.ended);
  for (const unit of effect.opened) {
    const before = rows.find((row) => row.code === unit.code && !change.ends.includes(row.code));
    if (before) found.push({ code: 'DIVISION_CODE_USED', params: { code: unit.code, old: before.name } });
    if (
      !now.some((row) => row.code === unit.parent && !ended.has(row.code)) &&
      !effect.opened.some((row) => row.code === unit.parent)
    )
      found.push({ code: 'DIVISION_OUTSIDE', params: { code: unit.code } });
    const twin = nameTaken([...now, ...effect.opened], unit, ended);
    // 历史遗留的同名不拦：随上级改了代码的村，名字是原来的
    const isNew = change.begins.some((begun) => begun.code === unit.code);
    if (twin && isNew) found.push({ code: 'DIVISION_NAME_TAKEN', params: { name: unit.name } });
    if (isNew && kindDiffers(unit))
      found.push({
        code: 'DIVISION_CODE_KIND',
        params: { digits: unit.level === 'township' ? '7—9' : '10—12', code: unit.code },
      });
  }
  for (const code of change.ends) {
    const own = change.shares.filter((share) => share.from === code);
    const keeps = change.begins.some((unit) => unit.code === code);
    if (own.length === 0 && !keeps && change.type !== 'abolish') found.push({ code: 'DIVISION_NO_SUCCESSOR', params: { code } });
    if (own.length > 0 && own.reduce((sum, share) => sum + share.millionths, 0) !== WHOLE)
      found.push({ code: 'DIVISION_WEIGHTS', params: {} });
  }
  const lost = change.shares.find(
    ({ from, to }) =>
      !change.ends.includes(from) ||
      !(effect.opened.some((u) => u.code === to) || now.some((row) => row.code === to && !ended.has(row.code))),
  );
  if (lost) found.push({ code: 'DIVISION_UNKNOWN', params: { code: lost.to } });
  return found;
}
