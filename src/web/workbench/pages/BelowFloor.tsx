/** Standards of one's own place that lie below a floor set above: to be set anew. Nothing is shown while there are none. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type StandardBelowFloor, standardText } from '../../../kernel/policy/index.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { Section } from '../../components/layout.tsx';
import { Day } from '../../components/marks.tsx';
import { Failed } from '../../components/states.tsx';
import { api } from '../../shared/api.ts';

export function BelowFloor() {
  const list = useQuery({
    queryKey: ['/api/parameters/below-floor'],
    queryFn: () => api.get<{ rows: readonly StandardBelowFloor[] }>('/api/parameters/below-floor'),
  });
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} />;
  if (!list.data || list.data.rows.length === 0) return null;
  return (
    <Section title="低于上级新下限的标准，请重新录入">
      <DataTable
        caption="低于下限的标准"
        rows={list.data.rows}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'name',
            title: '标准',
            kind: 'main',
            render: (row) => (
              <Link to="/parameters" search={{ text: row.key }}>
                {row.name}
              </Link>
            ),
          },
          { key: 'place', title: '地区', render: (row) => row.divisionName },
          { key: 'value', title: '现在', kind: 'number', render: (row) => standardText(row) },
          { key: 'floor', title: '下限', kind: 'number', render: (row) => standardText({ value: row.floor, unit: row.unit }) },
          {
            key: 'from',
            title: '按下限执行',
            kind: 'wide',
            render: (row) => (
              <>
                <Day on={row.from} /> 起（{row.source}）
              </>
            ),
          },
        ]}
      />
    </Section>
  );
}
