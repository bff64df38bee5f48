/** 抽样: the records behind a figure, for the third party; persons by their surname only. */
import { Drawer } from 'antd';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Tag } from '../../../../web/components/marks.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import type { MeasureView, SampleRow } from '../../evaluation/content.ts';

export function PlanSample({ evaluation, of, onClose }: { evaluation: string; of: MeasureView; onClose: () => void }) {
  const list = useKeyset<SampleRow>(`/api/plan-evaluations/${evaluation}/rows`, {
    indicator: of.indicator,
    division: of.division,
  });
  return (
    <Drawer
      open
      title={`${of.unitName}：${of.indicatorName}`}
      size={Math.min(720, window.innerWidth)}
      rootClassName="action-drawer"
      onClose={onClose}
      closable={{ 'aria-label': '关闭' }}
    >
      <p className="causes">平台现在数的记录，看了留痕；人名只写姓。</p>
      <KeysetTable
        caption="平台数的记录"
        list={list}
        rowKey={(row) => row.id}
        empty="没有记录。"
        columns={[
          { key: 'name', title: '记录', kind: 'main', render: (row) => <b>{row.name}</b> },
          { key: 'place', title: '地方', render: (row) => row.placeName },
          { key: 'says', title: '情况', kind: 'wide', render: (row) => row.says },
          {
            key: 'counts',
            title: '计入分子',
            render: (row) => <Tag tone={row.counts ? 'good' : 'plain'}>{row.counts ? '计入' : '不计入'}</Tag>,
          },
        ]}
      />
    </Drawer>
  );
}
