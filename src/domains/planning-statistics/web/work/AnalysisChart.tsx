/** Bars and lines of an analysis, drawn by ECharts; the words beside them and the table below say the same. */
import { BarChart, type BarSeriesOption, LineChart, type LineSeriesOption } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { AnalysisView } from '../../analysis/content.ts';
import { type ChartKind, charts, type Dimension } from '../../analysis/terms.ts';

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

/** Apart from each other by lightness as well as by colour, and at least 3:1 on the paper. */
const COLOURS = ['#0b5a5c', '#b4622d', '#4a6fa5', '#7d5200', '#8a4a7d', '#2b6540', '#5a625f', '#a5281c'];
const MOST_SERIES = COLOURS.length;
const BAR_HEIGHT = 30;
const INK = '#4a524f';
const LINE = '#e4dfd5';

interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
}
interface Drawing {
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  readonly unit: string;
  /** What is left out, in a sentence. */
  readonly left: string | null;
}

/** Rows are the categories, columns the series; figures of another unit than the first stay in the table. */
function drawingOf(view: AnalysisView, rows: Dimension, columns: Dimension): Drawing {
  const [first] = view.measures;
  const unit = first!.drawn;
  const fits = (key: string) => view.measures.find((m) => m.key === key)?.drawn === unit;
  const kept = <T,>(list: readonly T[], keys: readonly { key: string }[], of: Dimension): T[] =>
    list.filter((_, i) => of !== 'measure' || fits(keys[i]!.key));
  const categories = kept(view.rows, view.rows, rows);
  const cells = kept(view.cells, view.rows, rows);
  const all = view.columns.flatMap((column, j) =>
    columns !== 'measure' || fits(column.key) ? [{ name: column.zh, values: cells.map((row) => row[j]?.value ?? null) }] : [],
  );
  const otherUnit = view.measures.filter((m) => m.drawn !== unit).map((m) => m.zh);
  const left = [
    ...(otherUnit.length > 0 ? [`${otherUnit.join('、')}单位不同，没有画`] : []),
    ...(all.length > MOST_SERIES ? [`只画最后${MOST_SERIES}列`] : []),
  ];
  return {
    categories: categories.map((c) => c.zh),
    series: all.slice(-MOST_SERIES),
    unit,
    left: left.length > 0 ? `${left.join('；')}，都在表里。` : null,
  };
}

const written = (value: number): string => value.toLocaleString('zh-CN', { maximumFractionDigits: 1 });

/** What the picture says: of each series the most and the least. */
function saysOf({ categories, series, unit }: Drawing, kind: ChartKind): string {
  const each = series.map(({ name, values }) => {
    const known = values.flatMap((value, i) => (value === null ? [] : [{ value, at: categories[i]! }]));
    if (known.length === 0) return `${name}没有数`;
    const sorted = known.toSorted((a, b) => b.value - a.value);
    const [most, least] = [sorted[0]!, sorted.at(-1)!];
    if (most.value === least.value) return `${name}：${known.length === 1 ? most.at : '都是'}${written(most.value)}${unit}`;
    return `${name}：最多${most.at}${written(most.value)}${unit}，最少${least.at}${written(least.value)}${unit}`;
  });
  return `${charts[kind]}。${each.join('；')}。`;
}

export default function AnalysisChart({
  view,
  kind,
  rows,
  columns,
}: {
  view: AnalysisView;
  kind: ChartKind;
  rows: Dimension;
  columns: Dimension;
}) {
  const place = useRef<HTMLDivElement>(null);
  const drawing = drawingOf(view, rows, columns);
  const lying = kind === 'bar' && rows !== 'period';
  const says = saysOf(drawing, kind);
  const height = lying ? Math.max(180, drawing.categories.length * Math.max(BAR_HEIGHT, drawing.series.length * 14) + 80) : 320;
  useEffect(() => {
    const chart = init(place.current!, undefined, { renderer: 'svg' });
    const resize = new ResizeObserver(() => chart.resize());
    resize.observe(place.current!);
    draw(chart, drawing, { kind, lying });
    return () => {
      resize.disconnect();
      chart.dispose();
    };
  });
  return (
    <figure className="analysis-chart">
      <div ref={place} role="img" aria-label={says} style={{ height }} />
      <figcaption className="quiet">
        {says}
        {drawing.left}
      </figcaption>
    </figure>
  );
}

function draw(
  chart: EChartsType,
  { categories, series, unit }: Drawing,
  { kind, lying }: { kind: ChartKind; lying: boolean },
): void {
  const narrow = chart.getWidth() < 480;
  const named = {
    type: 'category',
    data: [...categories],
    inverse: lying,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: LINE } },
    axisLabel: { color: INK, interval: lying ? 0 : 'auto', width: narrow ? 84 : 160, overflow: 'truncate', hideOverlap: !lying },
  } as const;
  const counted = {
    type: 'value',
    name: unit,
    nameTextStyle: { color: INK },
    axisLabel: { color: INK, hideOverlap: true },
    splitLine: { lineStyle: { color: LINE } },
  } as const;
  chart.setOption({
    animation: false,
    color: COLOURS,
    textStyle: { fontFamily: getComputedStyle(chart.getDom()).fontFamily },
    grid: { left: 8, right: 24, top: 36, bottom: 8, outerBoundsMode: 'same' },
    legend: { show: series.length > 1, top: 0, type: 'scroll', textStyle: { color: INK } },
    tooltip: {
      trigger: 'axis',
      valueFormatter: (value: unknown) => (typeof value === 'number' ? `${written(value)}${unit}` : '—'),
    },
    xAxis: lying ? counted : named,
    yAxis: lying ? named : counted,
    series: series.map(({ name, values }): BarSeriesOption | LineSeriesOption =>
      kind === 'line'
        ? { type: 'line', name, data: [...values], symbolSize: 7, connectNulls: false }
        : {
            type: 'bar',
            name,
            data: [...values],
            barMaxWidth: 22,
            label: {
              show: series.length === 1 && categories.length <= 40,
              position: lying ? 'right' : 'top',
              color: INK,
              formatter: ({ value }) => (typeof value === 'number' ? written(value) : ''),
            },
          },
    ),
  });
}
