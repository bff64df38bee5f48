/** 部门接口: how the departments answer; in the demonstration each can be made slow, wrong or silent. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Select } from 'antd';
import { departmentModes, queryFaults, type SourceHealth } from '../../../../kernel/exchange/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Moment } from '../../../../web/components/marks.tsx';
import { Failed, Loading, Refused } from '../../../../web/components/states.tsx';
import { api, apiErrorOf } from '../../../../web/shared/api.ts';
import { verificationSources } from '../../verification/sources.ts';

export function Departments() {
  const health = useQuery({
    queryKey: ['/api/verification/sources'],
    queryFn: () => api.get<{ rows: readonly SourceHealth[] }>('/api/verification/sources'),
  });
  return (
    <Page title="部门接口" lead="核对时向这些部门查询。部门不答复，办件会等，不会当成通过。">
      <Section title="各部门的答复">
        {health.isPending ? (
          <Loading />
        ) : !health.data ? (
          <Failed error={health.error} retry={() => void health.refetch()} />
        ) : (
          <DataTable
            caption="各部门的答复情况"
            rows={health.data.rows}
            rowKey={(row) => row.source}
            columns={[
              { key: 'name', title: '部门', kind: 'main', render: (row) => <b>{row.owner}</b> },
              { key: 'waiting', title: '等待反馈', kind: 'number', render: (row) => row.waiting },
              { key: 'answered', title: '已反馈', kind: 'number', render: (row) => row.answered },
              { key: 'failed', title: '未反馈', kind: 'number', render: (row) => row.failed },
              { key: 'last', title: '最近一次反馈', render: (row) => <Moment at={row.lastAnswerAt} /> },
              { key: 'fault', title: '最近一次问题', render: (row) => (row.lastFault ? queryFaults[row.lastFault] : '—') },
            ]}
          />
        )}
      </Section>
      <Scenarios />
    </Page>
  );
}

/** Only where the demonstration offers it: elsewhere the address answers with a refusal and nothing is shown. */
function Scenarios() {
  const queries = useQueryClient();
  const scenarios = useQuery({
    queryKey: ['/api/demo/departments'],
    queryFn: () => api.get<{ rows: readonly { source: string; mode: keyof typeof departmentModes }[] }>('/api/demo/departments'),
  });
  const set = useMutation({
    mutationFn: (choice: { source: string; mode: string }) => api.post('/api/demo/departments', choice),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['/api/demo/departments'] }),
  });
  if (!scenarios.data) return null;
  const modes = new Map(scenarios.data.rows.map((row) => [row.source, row.mode]));
  return (
    <Section title="演示：让部门这样答复">
      <ul className="plain-list">
        {Object.entries(verificationSources).map(([source, { owner }]) => (
          <li key={source} className="line">
            <label htmlFor={`mode-${source}`}>{owner}</label>
            <Select
              id={`mode-${source}`}
              style={{ width: 140 }}
              value={modes.get(source) ?? 'normal'}
              options={Object.entries(departmentModes).map(([value, label]) => ({ value, label }))}
              onChange={(mode) => set.mutate({ source, mode })}
            />
          </li>
        ))}
      </ul>
      {set.error && <Refused error={apiErrorOf(set.error)} />}
    </Section>
  );
}
