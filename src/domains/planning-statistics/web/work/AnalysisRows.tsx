/** The records behind one figure of an analysis. */
import { Drawer } from 'antd';
import type { CountedRow } from '../../../../kernel/indicator/index.ts';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { DivisionName } from '../../../../web/components/marks.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { yuanDigits } from '../../../../web/shared/format.ts';
import { CountedName } from '../../../../web/workbench/pages/counted.tsx';
import type { MeasureView } from '../../analysis/content.ts';

export interface Opened {
  readonly measure: string;
  readonly division: string;
  readonly period: string;
  readonly exact: boolean;
  readonly title: string;
}

interface Head {
  readonly count: number;
  readonly measure: MeasureView;
  readonly money: boolean;
}

export const AnalysisRows = ({ opened, onClose }: { opened: Opened; onClose: () => void }) => (
  <Drawer
    open
    title={`${opened.title}：数的是什么`}
    size={Math.min(720, window.innerWidth)}
    rootClassName="action-drawer"
    onClose={onClose}
    closable={{ 'aria-label': '关闭' }}
  >
    <Rows opened={opened} />
  </Drawer>
);

function Rows({ opened: { measure, division, period, exact } }: { opened: Opened }) {
  const list = useKeyset<CountedRow, Head>('/api/analysis/rows', { measure, division, period, exact: exact ? '1' : undefined });
  const said = (row: CountedRow): string => {
    if (list.head?.money) return `${yuanDigits(row.num)}元`;
    return row.num === row.den ? String(row.num) : `${row.num}／${row.den}`;
  };
  return (
    <>
      {list.head && (
        <p aria-live="polite">
          {list.head.measure.definition}。{list.head.count}条记录。
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
          { key: 'num', title: '计', kind: 'number', render: said },
          { key: 'says', title: '情况', kind: 'wide', render: (row) => row.says },
        ]}
      />
    </>
  );
}
