/**
 * 指标, server face. A domain defines an indicator by one query whose rows are the records that count: each says its place, its part of the numerator
 * and of the denominator, and what it is. The figure is the sum of those rows, by place; the list behind it is the rows themselves: they cannot differ.
 */
export { type Cell, cellAreas, cellRows, cellSum, defineCells, findCell, spanWithin } from './cells.ts';
export { countedRows } from './counted.ts';
export { contributeRows, defineIndicators, figureReaders, type Indicator, type Span } from './define.ts';
export * from './index.ts';
export { hasPlanRows, planCount, planFigure, planRows, planSums } from './plan.ts';
export { type AreaSum, type GivenRow, givenRows, olderPersons, unitRows } from './rows.ts';
export {
  type AreaFigure,
  figureAt,
  indicatorAt,
  indicatorDetail,
  indicatorsFor,
  indicatorViews,
  targetedIndicators,
} from './views.ts';
