/** What an analysis is made of: measures, place, level, periods, and how they lie. */
import { Select } from 'antd';
import type { ReactNode } from 'react';
import { plusMonths } from '../../../../kernel/calendar/index.ts';
import type { DivisionCode, YearMonth } from '../../../../kernel/schema/index.ts';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { longMonth } from '../../../../web/shared/format.ts';
import type { MeasureView } from '../../analysis/content.ts';
import { MOST_MEASURES, MOST_PERIODS, type Spec } from '../../analysis/spec.ts';
import { charts, type Dimension, dimensions, groupLevels } from '../../analysis/terms.ts';
import { type PeriodKind, periodKinds } from '../../statistics/period.ts';
import { type Change, levelsBelow, type Options } from './analysisSearch.ts';

const COUNTS = [1, 2, 3, 4, 6, 8, 12, 18, MOST_PERIODS];
const byWords: Readonly<Record<PeriodKind, string>> = { month: '按月', quarter: '按季度', half: '按半年', year: '按年' };
const optionsOf = (names: Readonly<Record<string, string>>) => Object.entries(names).map(([value, label]) => ({ value, label }));

const Choice = ({ label, wide, children }: { label: string; wide?: true; children: ReactNode }) => (
  <div className={`analysis-choice${wide ? ' analysis-wide' : ''}`}>
    <span aria-hidden="true">{label}</span>
    {children}
  </div>
);

/** Measures under the source and the form or board where they are found. */
function grouped(measures: readonly MeasureView[]) {
  const groups = Map.groupBy(measures, (m) => `${m.sourceZh}：${m.group}`);
  return [...groups].map(([label, list]) => ({
    label,
    options: list.map((m) => ({
      value: m.key,
      label: `${m.zh}（${m.unit}）${m.source === 'locked' ? `，${m.group}` : ''}`,
    })),
  }));
}

/** Where a dimension is moved to the place of another, the other takes its place. */
const laid = (spec: Spec, side: 'rows' | 'columns', dimension: Dimension): Partial<Spec> => {
  const other = side === 'rows' ? 'columns' : 'rows';
  return { [side]: dimension, [other]: spec[other] === dimension ? spec[side] : spec[other] };
};

export function AnalysisChoice({ spec, options, change }: { spec: Spec; options: Options; change: Change }) {
  const session = useSession();
  const home = homeDivision(session) as DivisionCode;
  const now = session.today.slice(0, 7) as YearMonth;
  const chosen = options.measures.filter((m) => spec.measures.includes(m.key));
  const kinds = new Set(chosen.flatMap((m) => (m.period === 'any' || m.period === 'now' ? [] : [m.period as PeriodKind])));
  const months = Array.from({ length: 36 }, (_, i) => plusMonths(now, -i));

  /** A report of quarters is read by quarters: the first measure that has a period of its own decides. */
  const chooseMeasures = (keys: string[]) => {
    const fixed = options.measures.find((m) => keys.includes(m.key) && m.period in periodKinds);
    const several = keys.length > 1 && spec.rows !== 'measure' && spec.columns !== 'measure';
    change({
      measures: keys,
      ...(fixed ? { by: fixed.period as PeriodKind } : {}),
      ...(several ? { columns: 'measure' } : {}),
    });
  };
  return (
    <div className="analysis-choices">
      <Choice label="指标" wide>
        <Select
          mode="multiple"
          maxCount={MOST_MEASURES}
          value={[...spec.measures]}
          options={grouped(options.measures)}
          optionFilterProp="label"
          placeholder="可以打字查，最多8项"
          aria-label="指标"
          onChange={chooseMeasures}
        />
      </Choice>
      <Choice label="地区">
        <Select
          showSearch
          optionFilterProp="label"
          value={spec.division ?? home}
          options={options.divisions.map((d) => ({ value: d.code, label: d.name }))}
          aria-label="地区"
          onChange={(code: DivisionCode) =>
            change({ division: code === home ? undefined : code, level: levelsBelow(code)[1]! } as Partial<Spec>)
          }
        />
      </Choice>
      <Choice label="分到">
        <Select
          value={spec.level}
          options={levelsBelow(spec.division ?? home).map((level) => ({ value: level, label: groupLevels[level] }))}
          aria-label="分到哪一级"
          onChange={(level) => change({ level })}
        />
      </Choice>
      <Choice label="期别">
        <Select
          value={spec.by}
          options={optionsOf(byWords).map((o) => ({ ...o, disabled: kinds.size > 0 && !kinds.has(o.value as PeriodKind) }))}
          aria-label="期别"
          onChange={(by) => change({ by })}
        />
      </Choice>
      <Choice label="最后一期">
        <Select
          value={spec.to ?? ''}
          options={[{ value: '', label: '到现在' }, ...months.map((m) => ({ value: m, label: longMonth(m) }))]}
          aria-label="最后一期到哪个月"
          onChange={(to) => change({ to: (to || undefined) as Spec['to'] } as Partial<Spec>)}
        />
      </Choice>
      <Choice label="共几期">
        <Select
          value={spec.count}
          options={COUNTS.map((n) => ({ value: n, label: `${n}期` }))}
          aria-label="共几期"
          onChange={(count) => change({ count })}
        />
      </Choice>
      <Choice label="行">
        <Select
          value={spec.rows}
          options={optionsOf(dimensions)}
          aria-label="行"
          onChange={(rows: Dimension) => change(laid(spec, 'rows', rows))}
        />
      </Choice>
      <Choice label="列">
        <Select
          value={spec.columns}
          options={optionsOf(dimensions)}
          aria-label="列"
          onChange={(columns: Dimension) => change(laid(spec, 'columns', columns))}
        />
      </Choice>
      <Choice label="图">
        <Select value={spec.chart} options={optionsOf(charts)} aria-label="图" onChange={(chart) => change({ chart })} />
      </Choice>
    </div>
  );
}
