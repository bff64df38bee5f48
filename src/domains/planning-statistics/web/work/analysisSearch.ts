/** The choice of an analysis as it stands in the address; what is left out is what most want. */
import { useQuery } from '@tanstack/react-query';
import { levelOf } from '../../../../kernel/division/index.ts';
import type { DivisionCode } from '../../../../kernel/schema/index.ts';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { api } from '../../../../web/shared/api.ts';
import { type TextSearch, useTextSearch } from '../../../../web/workbench/search.ts';
import type { MeasureView } from '../../analysis/content.ts';
import type { Spec } from '../../analysis/spec.ts';
import { type ChartKind, charts, type Dimension, dimensions, type GroupLevel, groupLevels } from '../../analysis/terms.ts';
import { type PeriodKind, periodKinds } from '../../statistics/period.ts';

export interface Options {
  readonly measures: readonly MeasureView[];
  readonly divisions: readonly { code: DivisionCode; name: string; level: string }[];
}
export type Change = (changes: Partial<Spec>) => void;

/** The level below a place; of a village itself. */
export function levelsBelow(division: DivisionCode): GroupLevel[] {
  const level = levelOf(division);
  if (level === 'township' || level === 'village') return ['own', 'village'];
  return level === 'county' ? ['own', 'township', 'village'] : ['own', 'county', 'township'];
}

const oneOf = <T extends string>(names: Readonly<Record<T, string>>, value: string | undefined): T | undefined =>
  value !== undefined && value in names ? (value as T) : undefined;

function specOf(search: TextSearch, home: DivisionCode): Spec {
  const measures = (search.m ?? '').split(',').filter((key) => key !== '');
  const division = search.division as DivisionCode | undefined;
  const rows = oneOf<Dimension>(dimensions, search.rows) ?? 'division';
  const columns = oneOf<Dimension>(dimensions, search.columns) ?? (measures.length > 1 ? 'measure' : 'period');
  return {
    measures,
    ...(division ? { division } : {}),
    level: oneOf<GroupLevel>(groupLevels, search.level) ?? levelsBelow(division ?? home)[1]!,
    by: oneOf<PeriodKind>(periodKinds, search.by) ?? 'month',
    ...(search.to ? { to: search.to as Spec['to'] } : {}),
    count: Number(search.count ?? 6),
    rows,
    columns,
    chart: oneOf<ChartKind>(charts, search.chart) ?? 'bar',
  };
}

/** The same for the server. */
export const queryOf = ({ measures, ...spec }: Spec): Record<string, string | number | undefined> => ({
  ...spec,
  measures: measures.join(','),
});

/** And as it stands in the address. */
const searchOf = ({ measures, count, ...spec }: Partial<Spec>): TextSearch => ({
  ...spec,
  ...(measures ? { m: measures.join(',') } : {}),
  ...(count === undefined ? {} : { count: String(count) }),
});

export function useAnalysis() {
  const session = useSession();
  const [search, set] = useTextSearch();
  const options = useQuery({
    queryKey: ['/api/analysis/options'],
    queryFn: () => api.get<Options>('/api/analysis/options'),
    staleTime: 300_000,
  });
  const spec = specOf(search, homeDivision(session) as DivisionCode);
  const change: Change = (changes) => set(searchOf(changes));
  return { spec, change, options: options.data, error: options.error };
}
