/**
 * 项目表对账 (planning 4.4, 5.4, R1–R6): where two printed tables disagree with themselves, with each other and with the text of the plan. Exact, tolerance 0. Nothing is put
 * right here: a difference is listed with both values, and people say why. Pure.
 */
import type { Fen } from '../../../kernel/schema/index.ts';
import { bare, pairByName } from './match.ts';
import { type DetailRow, isProject, type PrintedLevel, type ProjectRow, ROUNDING_FEN, type SummaryRow } from './printed.ts';
import { unitsOf } from './units.ts';

export const rules = {
  R1: '明细投资之和与小类小计',
  R2: '小类之和与大类小计',
  R3: '大类之和与合计',
  R4: '汇总表与明细表',
  R5: '个数',
  R6: '规划正文与表',
} as const;
export type RuleId = keyof typeof rules;

/** What is compared: money, how many (by rows and by units), or the wording of a name. */
export type Measure = 'investment' | 'count' | 'rows' | 'units' | 'types' | 'name';
export const measures: Readonly<Record<Measure, string>> = {
  investment: '投资额',
  count: '印出的个数',
  rows: '项目行数',
  units: '项目个数（一行可为几个）',
  types: '类型数',
  name: '名称写法',
};

export interface Side {
  /** What it is, in words: 明细表本类各行之和. */
  readonly label: string;
  /** Fen or a number; of a name its wording; null where the table has no such line. */
  readonly value: number | string | null;
}

/** One comparison. */
export interface Check {
  readonly rule: RuleId;
  readonly table: 'summary' | 'detail' | 'both' | 'text';
  readonly level: Exclude<PrintedLevel, 'project'>;
  readonly category: string;
  readonly subcategory: string;
  readonly measure: Measure;
  readonly a: Side;
  readonly b: Side;
  /** a − b; null where one side is no number. */
  readonly difference: number | null;
  /** 尾差: a sum that is off by less than 1 万元. It is listed all the same. */
  readonly rounding: boolean;
}

export const agrees = (check: Check): boolean =>
  check.difference === null ? check.a.value === check.b.value : check.difference === 0;

/** What the text of the plan says of its projects, at the precision at which it says it. */
export interface PlanText {
  readonly types: number;
  readonly count: number;
  readonly investmentFen: Fen;
  /** One unit of the last digit printed: 88.49亿元 is said to 100 万元. */
  readonly precisionFen: Fen;
}

type Line = Pick<Check, 'table' | 'level' | 'category' | 'subcategory'>;

function compare(rule: RuleId, line: Line, measure: Measure, a: Side, b: Side): Check {
  const difference = typeof a.value === 'number' && typeof b.value === 'number' ? a.value - b.value : null;
  const rounding = measure === 'investment' && difference !== null && difference !== 0 && Math.abs(difference) < ROUNDING_FEN;
  return { rule, ...line, measure, a, b, difference, rounding };
}

interface Group {
  readonly category: string;
  readonly subcategory: string;
  readonly name: string;
  readonly count: number | null;
  readonly investmentFen: Fen;
}
interface Category extends Group {
  readonly subcategories: readonly Group[];
}
interface Table {
  readonly total: Group;
  readonly categories: readonly Category[];
}

function tableOf(rows: readonly (SummaryRow | DetailRow)[]): Table {
  const groups = rows.filter((row): row is SummaryRow | Exclude<DetailRow, ProjectRow> => row.level !== 'project');
  const total = groups.find((row) => row.level === 'total')!;
  return {
    total,
    categories: groups
      .filter((row) => row.level === 'category')
      .map((row) => ({
        ...row,
        subcategories: groups.filter((s) => s.level === 'subcategory' && s.category === row.category),
      })),
  };
}

const sum = <T>(rows: readonly T[], value: (row: T) => number): number => rows.reduce((total, row) => total + value(row), 0);
const tableNames = { summary: '汇总表', detail: '明细表' } as const;

/** R2 and R3 of one table, for money and, as R5, for its printed counts. */
function withinTable(table: 'summary' | 'detail', { total, categories }: Table): Check[] {
  const zh = tableNames[table];
  const both = (rule: RuleId, line: Line, children: readonly Group[], own: Group, of: string): Check[] => {
    const counts = children.every((child) => child.count !== null) && own.count !== null;
    return [
      compare(
        rule,
        line,
        'investment',
        { label: `${zh}各${of}之和`, value: sum(children, (c) => c.investmentFen) },
        { label: `${zh}印出的数`, value: own.investmentFen },
      ),
      ...(counts
        ? [
            compare(
              'R5',
              line,
              'count',
              { label: `${zh}各${of}之和`, value: sum(children, (c) => c.count!) },
              { label: `${zh}印出的数`, value: own.count! },
            ),
          ]
        : []),
    ];
  };
  return [
    ...categories
      .filter((category) => category.subcategories.length > 0)
      .flatMap((category) =>
        both(
          'R2',
          { table, level: 'category', category: category.category, subcategory: '' },
          category.subcategories,
          category,
          '小类',
        ),
      ),
    ...both('R3', { table, level: 'total', category: '', subcategory: '' }, categories, total, '大类'),
  ];
}

/** R1: the rows of a subcategory (of a category that has none) against what is printed above them; as R5 their number, by rows and by units. */
function rowsOf(detail: readonly DetailRow[], { categories }: Table, units: (row: ProjectRow) => number): Check[] {
  const projects = detail.filter(isProject);
  const lowest = categories.flatMap((category) => (category.subcategories.length > 0 ? category.subcategories : [category]));
  return lowest.flatMap((group) => {
    const own = projects.filter((p) => p.category === group.category && p.subcategory === group.subcategory);
    const { category, subcategory } = group;
    const line: Line = { table: 'detail', level: subcategory ? 'subcategory' : 'category', category, subcategory };
    const printed = (value: number | null): Side => ({ label: '明细表印出的数', value });
    return [
      compare(
        'R1',
        line,
        'investment',
        { label: '明细表各行之和', value: sum(own, (p) => p.investmentFen) },
        printed(group.investmentFen),
      ),
      ...(group.count === null
        ? []
        : [
            compare('R5', line, 'rows', { label: '明细表行数', value: own.length }, printed(group.count)),
            compare('R5', line, 'units', { label: '明细表各行个数之和', value: sum(own, units) }, printed(group.count)),
          ]),
    ];
  });
}

/** R4: what the summary says and what the detail table says of the same thing; different wording is listed, so is what only one of them has. */
function acrossTables(summary: Table, detail: Table): Check[] {
  const pair = (level: Line['level'], one: Group | null, other: Group | null): Check[] => {
    const { category, subcategory } = (one ?? other)!;
    const line: Line = { table: 'both', level, category, subcategory };
    const side = (zh: string, value: Side['value']): Side => ({ label: zh, value });
    if (!one || !other)
      return [compare('R4', line, 'name', side('汇总表', one?.name ?? null), side('明细表', other?.name ?? null))];
    const names =
      level === 'total' ? [] : [compare('R4', line, 'name', side('汇总表', bare(one.name)), side('明细表', bare(other.name)))];
    return [
      compare('R4', line, 'investment', side('汇总表', one.investmentFen), side('明细表', other.investmentFen)),
      ...names,
      ...(one.count === null || other.count === null
        ? []
        : [compare('R5', line, 'count', side('汇总表', one.count), side('明细表', other.count))]),
    ];
  };
  return [
    ...pair('total', summary.total, detail.total),
    ...pairByName(summary.categories, detail.categories).flatMap(({ one, other }) => [
      ...pair('category', one, other),
      ...(one && other
        ? pairByName(one.subcategories, other.subcategories).flatMap((sub) => pair('subcategory', sub.one, sub.other))
        : []),
    ]),
  ];
}

/** Half up to the precision of the text. */
const toPrecision = (fen: Fen, precision: Fen): Fen => Math.floor((fen + precision / 2) / precision) * precision;

/** R6: the sentence of the plan against both tables. */
function textAgainst(text: PlanText, summary: Table, detail: Table): Check[] {
  const line: Line = { table: 'text', level: 'total', category: '', subcategory: '' };
  const said = (value: number): Side => ({ label: '规划正文', value });
  return (
    [
      ['summary', summary],
      ['detail', detail],
    ] as const
  ).flatMap(([name, table]) => {
    const side = (label: string, value: number): Side => ({ label: `${tableNames[name]}${label}`, value });
    return [
      compare('R6', line, 'types', said(text.types), side('大类数', table.categories.length)),
      ...(table.total.count === null ? [] : [compare('R6', line, 'count', said(text.count), side('合计', table.total.count))]),
      compare(
        'R6',
        line,
        'investment',
        said(text.investmentFen),
        side('合计（按正文的精度）', toPrecision(table.total.investmentFen, text.precisionFen)),
      ),
    ];
  });
}

/** Every comparison of R1–R6, in the order of the rules; `agrees` says which hold. */
export function reconcile(of: {
  summary: readonly SummaryRow[];
  detail: readonly DetailRow[];
  text: PlanText | null;
  /** How many projects a row stands for, as people have confirmed; by its name where left out. */
  units?: (row: ProjectRow) => number;
}): Check[] {
  const [summary, detail] = [tableOf(of.summary), tableOf(of.detail)];
  const checks = [
    ...rowsOf(of.detail, detail, of.units ?? ((row) => unitsOf(row.name).units)),
    ...withinTable('summary', summary),
    ...withinTable('detail', detail),
    ...acrossTables(summary, detail),
    ...(of.text ? textAgainst(of.text, summary, detail) : []),
  ];
  return checks.toSorted((a, b) => (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0));
}
