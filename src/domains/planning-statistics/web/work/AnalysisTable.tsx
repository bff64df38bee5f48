/** The table of an analysis: every figure opens what it counts, a locked one the report in which it stands. */
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { levelOf, levels } from '../../../../kernel/division/index.ts';
import type { DivisionCode } from '../../../../kernel/schema/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import type { AnalysisView } from '../../analysis/content.ts';
import type { Spec } from '../../analysis/spec.ts';
import type { TableCell } from '../../analysis/table.ts';
import { dimensions } from '../../analysis/terms.ts';
import type { Opened } from './AnalysisRows.tsx';

interface Props {
  readonly view: AnalysisView;
  readonly spec: Spec;
  readonly onOpen: (opened: Opened) => void;
}

export function AnalysisTable({ view, spec, onOpen }: Props) {
  const { rows, columns, cells, rowTotals, columnTotals, grand } = view;
  const indexOf = new Map(rows.map((row, i) => [row.key, i]));
  const show = (cell: TableCell | null, at: string) => <Figure cell={cell} at={at} view={view} spec={spec} onOpen={onOpen} />;
  return (
    <DataTable
      caption={`${view.divisionName}，${view.spanZh}`}
      rows={rows}
      rowKey={(row) => row.key}
      empty="没有可以列的。"
      columns={[
        { key: 'row', title: dimensions[spec.rows], kind: 'main', wraps: true, render: (row) => <b>{row.zh}</b> },
        ...columns.map((column, j) => ({
          key: column.key,
          title: column.zh,
          kind: 'number' as const,
          render: (row: { key: string; zh: string }) => show(cells[indexOf.get(row.key)!]![j]!, `${row.zh}，${column.zh}`),
        })),
        ...(rowTotals
          ? [
              {
                key: '合计',
                title: '合计',
                kind: 'number' as const,
                render: (row: { key: string; zh: string }) => show(rowTotals[indexOf.get(row.key)!]!, `${row.zh}，合计`),
              },
            ]
          : []),
      ]}
      foot={
        columnTotals && (
          <tr>
            <th scope="row">合计</th>
            {columnTotals.map((cell, j) => (
              <td key={columns[j]!.key} className="cell-number" data-label={columns[j]!.zh}>
                {show(cell, `合计，${columns[j]!.zh}`)}
              </td>
            ))}
            {rowTotals && (
              <td className="cell-number" data-label="合计">
                {show(grand, '合计')}
              </td>
            )}
          </tr>
        )
      }
    />
  );
}

function Figure({ cell, at, view, spec, onOpen }: Props & { cell: TableCell | null; at: string }) {
  if (!cell) return <span className="quiet">—</span>;
  const beside = (
    <>
      {cell.parts && <small className="quiet"> {cell.parts}</small>}
      {cell.missing > 0 && <small className="quiet">（缺{cell.missing}）</small>}
    </>
  );
  const measure = view.measures.find((m) => m.key === cell.measure)!;
  const { period } = cell;
  const division = (cell.division || view.division) as DivisionCode;
  if (period === '')
    return (
      <span>
        {cell.text}
        {beside}
      </span>
    );
  if (measure.source === 'locked') {
    const [, form, key] = measure.key.split('.');
    return (
      <>
        <Link
          to={'/statistics/sheet' as never}
          search={{ form, period, unit: division, cell: key } as never}
          aria-label={`${at}：${cell.text}，看这张报表`}
        >
          {cell.text}
        </Link>
        {beside}
      </>
    );
  }
  if (!measure.opens || cell.value === null || cell.value === 0)
    return (
      <span>
        {cell.text}
        {beside}
      </span>
    );
  // 放在上一级、没有分到下级的一行，只开直接归在上一级的记录
  const exact = spec.level !== 'own' && cell.division !== '' && levels.indexOf(levelOf(division)) < levels.indexOf(spec.level);
  return (
    <>
      <Button
        type="link"
        className="analysis-open"
        aria-label={`${at}：${cell.text}，看数的是什么`}
        onClick={() => onOpen({ measure: measure.key, division, period, exact, title: at })}
      >
        {cell.text}
      </Button>
      {beside}
    </>
  );
}
