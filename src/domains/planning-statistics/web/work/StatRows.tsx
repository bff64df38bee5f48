/** What a cell counts: the records behind it, and above the lowest level the figures of the units. */
import { Link } from '@tanstack/react-router';
import { Drawer } from 'antd';
import type { CountedRow } from '../../../../kernel/indicator/index.ts';
import { DataTable, KeysetTable } from '../../../../web/components/DataTable.tsx';
import { DivisionName } from '../../../../web/components/marks.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { CountedName } from '../../../../web/workbench/pages/counted.tsx';
import type { CellView, SheetView } from '../../statistics/content.ts';

interface Props {
  readonly sheet: SheetView;
  readonly cell: CellView;
  readonly onClose: () => void;
}

export const StatRows = ({ sheet, cell, onClose }: Props) => (
  <Drawer
    open
    title={`${cell.label}：数的是什么`}
    size={Math.min(720, window.innerWidth)}
    rootClassName="action-drawer"
    onClose={onClose}
    closable={{ 'aria-label': '关闭' }}
  >
    <p className="quiet">
      {cell.source}。{sheet.periodZh}。
    </p>
    {sheet.sums && (
      <>
        <h3>下级报的</h3>
        <DataTable
          caption="下级报的"
          rows={sheet.children}
          rowKey={(child) => child.unit}
          columns={[
            {
              key: 'unit',
              title: '单位',
              kind: 'main',
              render: (child) => (
                <Link
                  to={'/statistics/sheet' as never}
                  search={{ form: sheet.form, period: sheet.period, unit: child.unit } as never}
                  onClick={onClose}
                >
                  {child.name}
                </Link>
              ),
            },
            { key: 'state', title: '状态', render: (child) => child.stateZh },
            { key: 'value', title: cell.unit, kind: 'number', render: (child) => child.totals[cell.key] ?? '—' },
          ]}
        />
      </>
    )}
    {cell.counted !== null && <Rows sheet={sheet} cell={cell} />}
  </Drawer>
);

const FEN_OF_YUAN = 100;

function Rows({ sheet, cell }: Omit<Props, 'onClose'>) {
  const list = useKeyset<CountedRow, { sum: number; count: number }>('/api/statistics/rows', {
    form: sheet.form,
    period: sheet.period,
    unit: sheet.unit,
    cell: cell.key,
    version: sheet.edit > 0 ? String(sheet.version) : undefined,
  });
  const money = cell.unit === '万元';
  const said = (value: number) =>
    money ? `${(value / FEN_OF_YUAN).toLocaleString('zh-CN', { minimumFractionDigits: 2 })}元` : `${value}${cell.unit}`;
  return (
    <>
      {sheet.sums && <h3>不归下级报、由本级自报的</h3>}
      {list.head && (
        <p aria-live="polite">
          {list.head.count}条记录，合计<b className="num">{said(list.head.sum)}</b>，平台数{cell.counted}
          {cell.unit}。
        </p>
      )}
      <KeysetTable
        caption="数的记录"
        list={list}
        rowKey={(row) => row.id}
        empty="没有可数的记录。"
        columns={[
          { key: 'name', title: '名称', kind: 'main', render: (row) => <CountedName row={row} /> },
          { key: 'place', title: '地区', render: (row) => <DivisionName name={row.placeName} /> },
          { key: 'num', title: '计', kind: 'number', render: (row) => said(row.num) },
          { key: 'says', title: '情况', kind: 'wide', render: (row) => row.says },
        ]}
      />
    </>
  );
}
