/** 要评估的老人: an assessor's day. Opened before leaving, it stays readable where there is no network; the form itself waits on the device. */
import { useQuery } from '@tanstack/react-query';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { CaseLink, Day, DivisionName, Tag } from '../../../../web/components/marks.tsx';
import { useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading, Nothing } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { VisitRow } from '../../assessment/terms.ts';

const PATH = '/api/elders/assessments';

export function Assessments() {
  const { today } = useSession();
  const list = useQuery({ queryKey: [PATH], queryFn: () => api.get<{ rows: readonly VisitRow[] }>(PATH) });
  return (
    <Page
      title="要评估的老人"
      lead="出门前把要去的每一户点开。没有信号时照样能评分、签名：内容存在这台设备上，有网络了自动送出。"
    >
      <Section title="派给我的">
        {list.isPending ? (
          <Loading />
        ) : !list.data ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : list.data.rows.length === 0 ? (
          <Nothing>现在没有派给您的评估。派了会收到消息。</Nothing>
        ) : (
          <DataTable
            caption="派给我的评估"
            rows={list.data.rows}
            rowKey={(row) => row.caseId}
            columns={[
              { key: 'name', title: '老人', kind: 'main', render: (row) => <CaseLink id={row.caseId}>{row.name}</CaseLink> },
              {
                key: 'on',
                title: '哪天',
                render: (row) =>
                  row.plannedOn < today ? (
                    <Tag tone="bad">
                      <Day on={row.plannedOn as never} />
                      ，已过
                    </Tag>
                  ) : (
                    <Day on={row.plannedOn as never} />
                  ),
              },
              { key: 'where', title: '住在', render: (row) => <DivisionName name={row.divisionName} /> },
              { key: 'with', title: '和谁一起', render: (row) => row.withWhom },
              { key: 'kind', title: '复评', render: (row) => row.reassessment && <Tag tone="warn">复评</Tag> },
              { key: 'due', title: '最迟', render: (row) => row.dueOn && <Day on={row.dueOn as never} /> },
            ]}
          />
        )}
      </Section>
    </Page>
  );
}
