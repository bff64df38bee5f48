/**
 * A report form as data: its cells with units and formulas, and what must hold between them. The forms of a city stand in its pack (`stat-forms/`);
 * a later version of a form holds from a period on, what was reported before keeps its own.
 */
import { z } from 'zod';
import { PERIOD, periodKinds } from './period.ts';

const text = z.string().min(1).max(120);
export const CellKey = z.string().regex(/^c[0-9A-Z]{2,5}$/);

const Cell = z.strictObject({
  key: CellKey,
  label: text,
  unit: z.string().min(1).max(10),
  /** Counts are whole; amounts in 万元 have one decimal. */
  decimals: z.union([z.literal(0), z.literal(1)]),
  /** The heading under which it stands. */
  group: text,
  /** What happened in the period, so that periods may be added up; left out: how things stood at its end. */
  flow: z.literal(true).optional(),
  /** Other cells, added and taken away: a computed cell is never typed. */
  formula: z
    .string()
    .regex(/^c[0-9A-Z]+([+-]c[0-9A-Z]+)*$/)
    .optional(),
  /** 其中: it is a part of this cell, the rest of which is no cell. */
  of: CellKey.optional(),
});

const Rule = z.discriminatedUnion('check', [
  z.strictObject({ check: z.literal('S01'), whole: CellKey, parts: z.array(CellKey).min(2) }),
  z.strictObject({ check: z.literal('S02'), persons: CellKey, households: CellKey }),
  z.strictObject({ check: z.literal('S03'), end: CellKey, start: CellKey, added: CellKey, left: CellKey }),
  z.strictObject({ check: z.literal('S05'), cell: CellKey }),
  /** `standard`: key of the parameter with the monthly standard of one person. */
  z.strictObject({ check: z.literal('S06'), amount: CellKey, persons: CellKey, standard: z.string().min(2).max(40) }),
  z.strictObject({ check: z.literal('S07'), cells: z.array(CellKey).min(1) }),
  z.strictObject({ check: z.literal('S08'), whole: CellKey, parts: z.array(CellKey).min(2) }),
  z.strictObject({ check: z.literal('S09'), beds: CellKey, nursing: CellKey, persons: CellKey }),
  z.strictObject({ check: z.literal('S10'), cremations: CellKey, deaths: CellKey }),
  z.strictObject({ check: z.literal('S11'), persons: CellKey, couples: CellKey }),
  /** The same concept in another form, in its period that ends with this one. */
  z.strictObject({ check: z.literal('S14'), cell: CellKey, form: z.string().min(2).max(20), other: CellKey }),
]);

const cellsOfRule = (rule: FormRule): string[] =>
  Object.entries(rule).flatMap(([name, value]) =>
    ['check', 'form', 'other', 'standard'].includes(name) ? [] : [value].flat().map(String),
  );

export const FormDefinition = z
  .strictObject({
    code: z.string().regex(/^[A-Z]{2}-[A-Z]\d{2}$/),
    version: z.int().min(1).max(999),
    /** The first period that it holds for. */
    from: z.string().regex(PERIOD),
    name: text,
    period: z.enum(Object.keys(periodKinds) as [keyof typeof periodKinds, ...(keyof typeof periodKinds)[]]),
    /** The lowest level that fills it in. */
    filledBy: z.enum(['township', 'county']),
    basis: text,
    cells: z.array(Cell).min(1).max(200),
    rules: z.array(Rule).max(100),
  })
  .superRefine((form, context) => {
    const keys = form.cells.map((cell) => cell.key);
    const wrong = (message: string) => context.addIssue({ code: 'custom', message: `${form.code}: ${message}` });
    if (new Set(keys).size < keys.length) wrong('two cells have one key');
    for (const [i, cell] of form.cells.entries())
      for (const { key } of termsOf(cell.formula ?? ''))
        if (!keys.includes(key) || keys.indexOf(key) === i) wrong(`the formula of ${cell.key} speaks of ${key}`);
    for (const { key, of } of form.cells) if (of && (of === key || !keys.includes(of))) wrong(`${key} is part of ${of}`);
    for (const rule of form.rules)
      for (const key of cellsOfRule(rule)) if (!keys.includes(key)) wrong(`${rule.check} speaks of ${key}`);
  });
export type FormDefinition = z.infer<typeof FormDefinition>;
export type FormCell = FormDefinition['cells'][number];
export type FormRule = FormDefinition['rules'][number];

/** c101+c102-c103 as its terms. */
export const termsOf = (formula: string): { key: string; sign: 1 | -1 }[] =>
  [...formula.matchAll(/([+-]?)(c[0-9A-Z]+)/g)].map(([, sign, key]) => ({ key: key!, sign: sign === '-' ? -1 : 1 }));

/** Cells that a person fills in, in the order of the form. */
export const typedCells = (form: FormDefinition): FormCell[] => form.cells.filter((cell) => cell.formula === undefined);
