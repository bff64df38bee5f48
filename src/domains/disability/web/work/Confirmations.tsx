/** 年度确认: whom nobody has seen this year. The village goes, looks, and says what it found; without network that waits on the phone. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { ActionDrawer } from '../../../../web/components/ActionDrawer.tsx';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, PersonName, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import type { ConfirmationRow } from '../../certificate/terms.ts';

const PATH = '/api/disability/confirmations';

const RECORD = {
  action: 'confirm-life',
  zh: '登记生存确认',
  causes: '见到本人的，确认完成；第二次拒绝的，补贴从下月起暂停；没有见到的，县里会收到提示。',
  danger: false,
  initial: {},
} as const;

export function Confirmations() {
  const session = useSession();
  const queries = useQueryClient();
  const refresh = () => void queries.invalidateQueries({ queryKey: [PATH] });
  const list = useKeyset<ConfirmationRow>(PATH);
  const form = useQuery({
    queryKey: [PATH, 'form'],
    queryFn: () => api.get<{ fields: readonly FormField[] }>(`${PATH}/form`),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [row, setRow] = useState<ConfirmationRow | null>(null);
  const visits = may(session, 'POST /api/disability/confirmations/:id');
  return (
    <Section title="年度确认：还没有见到的人">
      <p className="quiet">
        近一年有用卡、就诊记录的由数据确认，不用上门；下面的人没有记录，请上门看一看。两次拒绝的，补贴从下月起暂停。
      </p>
      <KeysetTable
        caption="年度确认待入户"
        list={list}
        rowKey={(r) => r.id}
        tone={(r) => (r.dueOn < session.today ? 'row-bad' : undefined)}
        empty="现在没有要上门确认的人。"
        columns={[
          { key: 'name', title: '姓名', kind: 'main', render: (r) => <PersonName id={r.personId} name={r.name} /> },
          { key: 'village', title: '住址', render: (r) => <DivisionName name={r.villageName} /> },
          { key: 'due', title: '最迟', render: (r) => <Day on={r.dueOn} /> },
          { key: 'seen', title: '上次见到', render: (r) => (r.lastSeenOn ? <Day on={r.lastSeenOn} /> : '没有记录') },
          {
            key: 'state',
            title: '情况',
            render: (r) =>
              r.suspended ? (
                <Tag tone="bad">两次拒绝，已暂停</Tag>
              ) : r.refusals > 0 ? (
                <Tag tone="warn">拒绝{r.refusals}次</Tag>
              ) : r.missed > 0 ? (
                <Tag tone="warn">{r.missed}次没有见到</Tag>
              ) : (
                '待上门'
              ),
          },
          {
            key: 'do',
            title: '办理',
            kind: 'actions',
            render: (r) =>
              visits && (
                <Button size="small" onClick={() => setRow(r)}>
                  登记
                </Button>
              ),
          },
        ]}
      />
      {row && form.data && (
        <ActionDrawer
          subjectId={row.id}
          subject={row.name}
          version={0}
          action={{ ...RECORD, fields: form.data.fields }}
          division={homeDivision(session)}
          send={({ input, requestId }) => api.post(`${PATH}/${row.id}`, { ...input, requestId })}
          onDone={() => {
            setRow(null);
            refresh();
          }}
          onStale={refresh}
          onClose={() => setRow(null)}
        />
      )}
    </Section>
  );
}
