/** 表内、表间和本级与下级之间的审核 (planning 5.5, S01–S14): what does not hold, with both values, and the cells to look at. Pure. */
import type { Fen } from '../../../kernel/schema/index.ts';
import { type FormCell, type FormDefinition, type FormRule, termsOf, typedCells } from './definition.ts';
import type { CheckId, FindingKind } from './terms.ts';
import { decimalsOf, type Scaled, scaledOf, textOf } from './value.ts';

export type Typed = Readonly<Record<string, string>>;
export type Values = Readonly<Record<string, Scaled | null>>;

export interface CheckFacts {
  readonly form: FormDefinition;
  /** What the unit itself has typed. */
  readonly typed: Typed;
  /** What the unit reports: typed and, above the lowest level, that of its units. */
  readonly values: Values;
  readonly notes: Typed;
  /** What the platform has counted of what is typed; a cell that no domain counts is not in it. */
  readonly counted: Typed;
  /** Whether it adds up units below: what is typed is only what none of them reports. */
  readonly sums: boolean;
  /** Of such a unit, while it may still be compared: the sums of the units below as they stand now. */
  readonly children: Values | null;
  readonly before: { readonly values: Values; readonly sameYear: boolean } | null;
  /** Reported in other forms, `form cell`. */
  readonly elsewhere: Values;
  /** Monthly standards in fen by parameter; null where a unit has several or none. */
  readonly standards: Readonly<Record<string, Fen | null>>;
  readonly months: number;
}

export interface Finding {
  readonly check: CheckId;
  readonly kind: FindingKind;
  /** The first is the one to jump to, and to explain. */
  readonly cells: readonly string[];
  readonly says: string;
  readonly explained: boolean;
}

/** Half of the last digit of an amount, in fen. */
const HALF_TENTH = 50_000;
const inTenThousands = (fen: Fen): string => (fen / 1_000_000).toFixed(2);

const MIN_NOTE = 4;
const isNote = (note: string | undefined): boolean => [...(note?.trim() ?? '')].length >= MIN_NOTE;

/** Typed values with what follows from them by formula; null where something is missing. */
export function valuesOf(form: FormDefinition, typed: Values): Record<string, Scaled | null> {
  const values: Record<string, Scaled | null> = {};
  const of = (cell: FormCell, above: readonly string[] = []): Scaled | null => {
    if (cell.formula === undefined) return typed[cell.key] ?? null;
    if (above.includes(cell.key)) throw new Error(`${form.code}: the formula of ${cell.key} leads back to itself`);
    const terms = termsOf(cell.formula).map(({ key, sign }) => {
      const value = of(form.cells.find((c) => c.key === key)!, [...above, cell.key]);
      return value === null ? null : sign * value;
    });
    return terms.includes(null) ? null : (terms as number[]).reduce((sum, term) => sum + term, 0);
  };
  for (const cell of form.cells) values[cell.key] = of(cell);
  return values;
}

export const scaledValues = (typed: Typed): Record<string, Scaled | null> =>
  Object.fromEntries(Object.entries(typed).map(([key, text]) => [key, scaledOf(text)]));

interface Comparison {
  readonly cells: readonly string[];
  readonly holds: boolean;
  readonly says: string;
  readonly kind?: FindingKind;
}

/** Everything that does not hold, in the order of the checks. */
export function findingsOf(facts: CheckFacts): Finding[] {
  const { form, typed, values, notes, counted } = facts;
  const cellOf = (key: string): FormCell => form.cells.find((cell) => cell.key === key)!;
  const label = (key: string): string => cellOf(key).label;
  const said = (key: string, value = values[key]): string =>
    value === null || value === undefined ? '没有填' : `${textOf(value, cellOf(key).decimals)}${cellOf(key).unit}`;
  const known = (...keys: string[]): Scaled[] | null => {
    const found = keys.map((key) => values[key] ?? null);
    return found.includes(null) ? null : (found as Scaled[]);
  };
  const findings: Finding[] = [];
  const find = (check: CheckId, kind: FindingKind, cells: readonly string[], says: string) =>
    findings.push({ check, kind, cells, says, explained: kind === 'note' && isNote(notes[cells[0]!]) });

  for (const cell of typedCells(form)) {
    const text = (typed[cell.key] ?? '').trim();
    if (text === '') find('filled', 'error', [cell.key], `${cell.label}没有填，没有发生的填0`);
    else if (scaledOf(text) === null) find('S13', 'error', [cell.key], `${cell.label}“${text}”不是数，只填数字`);
    else if (decimalsOf(text) > cell.decimals)
      find('S13', 'error', [cell.key], `${cell.label}填的是${text}，应${cell.decimals === 0 ? '为整数' : '保留一位小数'}`);
  }

  const compare = (rule: FormRule): Comparison[] => {
    switch (rule.check) {
      case 'S01':
      case 'S08': {
        const all = known(rule.whole, ...rule.parts);
        if (!all) return [];
        const [whole, ...parts] = all as [Scaled, ...Scaled[]];
        const sum = parts.reduce((a, b) => a + b, 0);
        const parted = rule.parts.map(label).join('＋');
        return [
          {
            cells: [rule.whole, ...rule.parts],
            holds: whole === sum,
            says: `${label(rule.whole)}${said(rule.whole)}，${parted}合计${said(rule.whole, sum)}`,
          },
        ];
      }
      case 'S02': {
        const all = known(rule.persons, rule.households);
        return all
          ? [
              {
                cells: [rule.persons, rule.households],
                holds: all[0]! >= all[1]!,
                says: `${label(rule.persons)}${said(rule.persons)}，少于${label(rule.households)}${said(rule.households)}`,
              },
            ]
          : [];
      }
      case 'S03': {
        const all = known(rule.end, rule.start, rule.added, rule.left);
        if (!all) return [];
        const [end, start, added, left] = all as [Scaled, Scaled, Scaled, Scaled];
        return [
          {
            cells: [rule.end, rule.start, rule.added, rule.left],
            holds: end === start + added - left,
            says: `${label(rule.end)}${said(rule.end)}，期初${said(rule.start)}加${said(rule.added)}减${said(rule.left)}得${said(rule.end, start + added - left)}`,
          },
        ];
      }
      case 'S05': {
        const [now, was] = [values[rule.cell], facts.before?.values[rule.cell]];
        return facts.before?.sameYear && typeof now === 'number' && typeof was === 'number'
          ? [
              {
                cells: [rule.cell],
                holds: now >= was,
                says: `${label(rule.cell)}${said(rule.cell)}，上期已是${said(rule.cell, was)}`,
              },
            ]
          : [];
      }
      case 'S06': {
        const [all, standard] = [known(rule.amount, rule.persons), facts.standards[rule.standard]];
        if (!all || !standard || all[1] === 0) return [];
        const [amount, persons] = all as [Scaled, Scaled];
        // 万元的万分之几 → 分：一个单位是1元，即100分；人数的单位约去
        const [paidFen, dueFen] = [amount * 100, (persons / 10_000) * facts.months * standard];
        return [
          {
            cells: [rule.amount, rule.persons],
            // 支出只报到千元，人少的差在四舍五入里
            holds: (paidFen + HALF_TENTH) * 2 >= dueFen && paidFen - HALF_TENTH <= dueFen,
            says: `${label(rule.amount)}${said(rule.amount)}，${label(rule.persons)}${said(rule.persons)}，按月标准应在${inTenThousands(dueFen / 2)}至${inTenThousands(dueFen)}万元之间`,
            kind: 'warning',
          },
        ];
      }
      case 'S07':
        return rule.cells.flatMap((key) => {
          const [now, was] = [values[key], facts.before?.values[key]];
          return typeof now === 'number' && typeof was === 'number'
            ? [
                {
                  cells: [key],
                  // 乘过去比，不先除：上期是0的，一有就算超过
                  holds: Math.abs(now - was) * 10 <= was * 3,
                  says: `${label(key)}上期${said(key, was)}，本期${said(key)}，变动超过30%`,
                  kind: 'note' as const,
                },
              ]
            : [];
        });
      case 'S09': {
        const nursing = known(rule.nursing, rule.beds);
        const persons = known(rule.persons, rule.beds);
        return [
          ...(nursing
            ? [
                {
                  cells: [rule.nursing, rule.beds],
                  holds: nursing[0]! <= nursing[1]!,
                  says: `${label(rule.nursing)}${said(rule.nursing)}，多于${label(rule.beds)}${said(rule.beds)}`,
                },
              ]
            : []),
          ...(persons
            ? [
                {
                  cells: [rule.persons, rule.beds],
                  holds: persons[0]! * 10 <= persons[1]! * 11,
                  says: `${label(rule.persons)}${said(rule.persons)}，超过${label(rule.beds)}${said(rule.beds)}的1.1倍`,
                  kind: 'warning' as const,
                },
              ]
            : []),
        ];
      }
      case 'S10': {
        const all = known(rule.cremations, rule.deaths);
        return all
          ? [
              {
                cells: [rule.cremations, rule.deaths],
                holds: all[0]! * 2 <= all[1]! * 3,
                says: `${label(rule.cremations)}${said(rule.cremations)}，超过${label(rule.deaths)}${said(rule.deaths)}的1.5倍`,
                kind: 'warning',
              },
            ]
          : [];
      }
      case 'S11': {
        const all = known(rule.persons, rule.couples);
        return all
          ? [
              {
                cells: [rule.persons, rule.couples],
                holds: all[0] === all[1]! * 2,
                says: `${label(rule.persons)}${said(rule.persons)}，应是${label(rule.couples)}${said(rule.couples)}的2倍`,
              },
            ]
          : [];
      }
      case 'S14': {
        const [own, other] = [values[rule.cell], facts.elsewhere[`${rule.form} ${rule.other}`]];
        return typeof own === 'number' && typeof other === 'number'
          ? [
              {
                cells: [rule.cell],
                holds: own === other,
                says: `${label(rule.cell)}${said(rule.cell)}，${rule.form}里是${said(rule.cell, other)}`,
              },
            ]
          : [];
      }
    }
  };
  for (const rule of form.rules)
    for (const { cells, holds, says, kind = 'error' } of compare(rule)) if (!holds) find(rule.check, kind, cells, says);

  if (facts.children)
    for (const cell of typedCells(form)) {
      const [own, below, whole] = [scaledOf(typed[cell.key]), facts.children[cell.key], values[cell.key]];
      if (own === null || typeof below !== 'number' || typeof whole !== 'number') continue;
      if (whole !== own + below)
        find(
          'S04',
          'error',
          [cell.key],
          `${cell.label}${said(cell.key)}，下级现在合计${said(cell.key, below)}，加本级自报${said(cell.key, own)}得${said(cell.key, own + below)}`,
        );
    }

  for (const cell of typedCells(form)) {
    const [own, text] = [scaledOf(typed[cell.key]), counted[cell.key]];
    if (own === null) continue;
    if (text === undefined) {
      // 汇总单位自己没有的，不用说明来源
      if (own !== 0 || !facts.sums) find('S12', 'note', [cell.key], `${cell.label}的来源尚未接入平台，请写明数从哪里来`);
    } else if (own !== scaledOf(text))
      find('S12', 'note', [cell.key], `${cell.label}填报${said(cell.key, own)}，平台数出${text}${cell.unit}，请说明差在哪里`);
  }
  return findings;
}

export const isOpen = (finding: Finding): boolean => finding.kind === 'error' || (finding.kind === 'note' && !finding.explained);
