/**
 * 公开的统计表: a locked form as everybody may read it, by county. One to four persons are “<5”, and as much more is not told as it takes that no such cell can be
 * found from the others (planning 8, platform 5.9). What only repeats another period (期初、累计、增减) is left out: from two periods it would tell what one hides. Pure.
 */
import { hiddenInLines, type Line } from '../../../kernel/indicator/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import type { Values } from './checks.ts';
import { type FormCell, type FormDefinition, termsOf } from './definition.ts';
import { textOf } from './value.ts';

export interface UnitValues {
  readonly division: DivisionCode;
  readonly name: string;
  readonly values: Values;
}
export interface PublicColumn extends Pick<FormCell, 'key' | 'label' | 'unit' | 'group'> {}
export interface PublicTable {
  readonly columns: readonly PublicColumn[];
  /** The city first; `null` is nothing reported. */
  readonly rows: readonly {
    readonly division: DivisionCode;
    readonly name: string;
    readonly cells: readonly (string | null)[];
  }[];
  readonly hides: boolean;
}

/** What is counted is persons, or tells of them. */
const PERSONAL: ReadonlySet<string> = new Set(['人', '户', '人次', '对', '具', '件']);
const SCALE = 10_000;
const SMALL = 5;
const isFew = (value: number): boolean => value > 0 && value < SMALL * SCALE;
export const FEW = '<5';
export const UNTOLD = '不公布';

/** Cells that repeat another period of the form. */
const repeats = (form: FormDefinition): ReadonlySet<string> =>
  new Set(
    form.rules.flatMap((rule) =>
      rule.check === 'S03' ? [rule.start, rule.added, rule.left] : rule.check === 'S05' ? [rule.cell] : [],
    ),
  );

/** Which columns add up to which, in every row. */
function sumsOf(form: FormDefinition): { whole: string; parts: readonly string[] }[] {
  const formulas = form.cells.flatMap(({ key, formula }) => {
    const terms = termsOf(formula ?? '');
    return terms.length > 0 && terms.every(({ sign }) => sign === 1)
      ? [{ whole: key, parts: terms.map((term) => term.key) }]
      : [];
  });
  const rules = form.rules.flatMap((rule) =>
    rule.check === 'S01' || rule.check === 'S08' ? [{ whole: rule.whole, parts: rule.parts }] : [],
  );
  return [...formulas, ...rules];
}

/** `counties` are all of the city; what the city reports itself is a row of its own where there is anything. */
export function publicTable(form: FormDefinition, city: UnitValues, counties: readonly UnitValues[]): PublicTable {
  const left = repeats(form);
  const columns = form.cells.filter(({ key }) => !left.has(key));
  const own: UnitValues = {
    division: city.division,
    name: '市本级',
    values: Object.fromEntries(
      columns.map(({ key }) => [key, (city.values[key] ?? 0) - counties.reduce((sum, row) => sum + (row.values[key] ?? 0), 0)]),
    ),
  };
  const rows = [city, ...counties, ...(Object.values(own.values).some((value) => value !== 0) ? [own] : [])];
  const width = columns.length;
  const at = (row: number, key: string): number => {
    const column = columns.findIndex((c) => c.key === key);
    return column < 0 ? -1 : row * width + column;
  };
  // 金额不是人数：留在万分之一，一位小数的金额就没有“少于五”的
  const counts = rows.flatMap(({ values }) => columns.map(({ key, unit }) => (values[key] ?? 0) / (unit === '万元' ? 1 : SCALE)));
  const lines: Line[] = columns.map((_, column) => ({
    parts: rows.slice(1).map((__, i) => (i + 1) * width + column),
    whole: column,
  }));
  const hidden: boolean[] = rows.flatMap(({ values }) =>
    columns.map(({ key, unit }) => PERSONAL.has(unit) && isFew(values[key] ?? 0)),
  );
  for (const row of rows.keys()) {
    for (const { whole, parts } of sumsOf(form)) {
      const line = { whole: at(row, whole), parts: parts.map((key) => at(row, key)) };
      if (line.whole >= 0 && line.parts.every((i) => i >= 0)) lines.push(line);
    }
    for (const { key, of } of columns) {
      // 其中之外的那一部分没有写，减得出来
      const rest = of && at(row, of) >= 0 ? counts[at(row, of)]! - counts[at(row, key)]! : 0;
      if (!of || rest <= 0 || rest >= SMALL) continue;
      counts.push(rest);
      hidden.push(true);
      lines.push({ parts: [at(row, key), counts.length - 1], whole: at(row, of) });
    }
  }
  const twins = form.rules.flatMap((rule) => (rule.check === 'S11' ? [[rule.persons, rule.couples] as const] : []));
  let told = hiddenInLines(counts, lines, hidden);
  // 金额和人数写在一起，一个不写，另一个也不写；一对是两个人
  for (let more = true; more; ) {
    more = false;
    const also = [...told];
    for (const row of rows.keys()) {
      for (const { key, group, unit } of columns)
        if (unit === '万元' && columns.some((c) => c.group === group && PERSONAL.has(c.unit) && told[at(row, c.key)]))
          also[at(row, key)] = true;
      for (const [a, b] of twins)
        if (at(row, a) >= 0 && at(row, b) >= 0 && told[at(row, a)] !== told[at(row, b)])
          also[at(row, a)] = also[at(row, b)] = true;
    }
    if (also.some((cell, i) => cell !== told[i])) {
      told = hiddenInLines(counts, lines, also);
      more = true;
    }
  }
  return {
    columns: columns.map(({ key, label, unit, group }) => ({ key, label, unit, group })),
    rows: rows.map(({ division, name, values }, row) => ({
      division,
      name,
      cells: columns.map(({ key, unit, decimals }) => {
        const value = values[key];
        if (typeof value !== 'number') return null;
        if (!told[at(row, key)]) return textOf(value, decimals);
        return PERSONAL.has(unit) && isFew(value) ? FEW : UNTOLD;
      }),
    })),
    hides: told.slice(0, rows.length * width).some((cell) => cell),
  };
}
