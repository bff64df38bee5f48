/** What an officer may choose among: cells of the report forms, locked or counted now, and the indicators of every board that the own duty reads. */
import { isOneOf } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type Cell, findCell, indicatorsFor } from '../../../kernel/indicator/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { FormCell, FormDefinition } from '../statistics/definition.ts';
import { currentForms } from '../statistics/forms.ts';
import { periodKinds } from '../statistics/period.ts';
import { statisticsReaders } from '../statistics/terms.ts';
import type { Measure } from './figure.ts';

const lockedOf = (form: FormDefinition, cell: FormCell): Measure => ({
  key: `locked.${form.code}.${cell.key}`,
  zh: cell.label,
  source: 'locked',
  group: form.name,
  unit: cell.unit,
  definition: `${form.name}（${form.code}，${periodKinds[form.period]}）锁定的数，最新一版；修订以后是修订的数`,
  period: form.period,
  flow: cell.flow === true,
  of: 'scaled',
  decimals: cell.decimals,
  lowest: form.filledBy,
  confidential: false,
});

const countedOf = (form: FormDefinition, cell: FormCell, counted: Cell): Measure => ({
  key: `counted.${cell.key}`,
  zh: cell.label,
  source: 'counted',
  group: form.name,
  unit: cell.unit,
  definition: `${counted.definition}；现在从记录里数，记录以后改了，数也跟着变`,
  period: 'any',
  flow: cell.flow === true,
  of: counted.of,
  decimals: cell.decimals,
  lowest: 'village',
  confidential: false,
});

/** Everything that the actor may choose, cells in the order of their forms. A cell that stands in several forms is counted once. */
export async function measuresFor(tx: Tx): Promise<Measure[]> {
  const forms = isOneOf(tx.actor, statisticsReaders) ? await currentForms(tx) : [];
  const counted = new Map<string, Measure>();
  // 月报在前：同一格在几张表里的，归在报得最勤的一张
  const often = Object.keys(periodKinds);
  for (const form of forms.toSorted((a, b) => often.indexOf(a.period) - often.indexOf(b.period)))
    for (const cell of form.cells) {
      const source = cell.formula === undefined ? findCell(cell.key) : null;
      if (source && !counted.has(cell.key)) counted.set(cell.key, countedOf(form, cell, source));
    }
  return [
    ...counted.values(),
    ...forms.flatMap((form) => form.cells.map((cell) => lockedOf(form, cell))),
    ...indicatorsFor(tx.actor).map(
      (indicator): Measure => ({
        key: `indicator.${indicator.key}`,
        zh: indicator.zh,
        source: 'indicator',
        group: indicator.board.zh,
        unit: indicator.unit ?? '',
        definition: indicator.definition,
        period: indicator.period,
        // 时点的和当期的混在一起，没有一项说得清各期能不能相加：一律不加
        flow: false,
        of: indicator.kind,
        decimals: 0,
        lowest: 'village',
        confidential: indicator.confidential === true,
      }),
    ),
  ];
}

/** The measures of an analysis in its order. */
export async function chosenMeasures(tx: Tx, keys: readonly string[]): Promise<Result<Measure[], 'ANALYSIS_MEASURE'>> {
  const all = new Map((await measuresFor(tx)).map((measure) => [measure.key, measure]));
  const chosen = [...new Set(keys)].flatMap((key) => all.get(key) ?? []);
  const unknown = new Set(keys).size - chosen.length;
  return unknown === 0 ? ok(chosen) : fail('ANALYSIS_MEASURE', { n: unknown });
}
