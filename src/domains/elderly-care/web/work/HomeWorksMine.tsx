/** 入户改造: an assessor's plans, a body's works, on the phone. Opened before leaving, it stays readable where there is no network; the forms wait on the device. */
import { useQuery } from '@tanstack/react-query';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { CaseLink, Day, DivisionName, Tag } from '../../../../web/components/marks.tsx';
import { useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading, Nothing } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { WorksTask } from '../../home-works/terms.ts';

const PATH = '/api/home-works/mine';

export function HomeWorksMine() {
  const { today } = useSession();
  const list = useQuery({ queryKey: [PATH], queryFn: () => api.get<{ rows: readonly WorksTask[] }>(PATH) });
  return (
    <Page
      title="入户改造"
      lead="点开一户：定方案的逐项拍改造前的照片、请老人签字；施工的站在同一个位置拍改造后的照片。没有信号时照样能填，有网络了自动送出。"
    >
      <Section title="派给我的">
        {list.isPending ? (
          <Loading />
        ) : !list.data ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : list.data.rows.length === 0 ? (
          <Nothing>现在没有派给您的。派了会收到消息。</Nothing>
        ) : (
          <DataTable
            caption="派给我的入户改造"
            rows={list.data.rows}
            rowKey={(row) => row.caseId}
            columns={[
              { key: 'name', title: '老人', kind: 'main', render: (row) => <CaseLink id={row.caseId}>{row.name}</CaseLink> },
              { key: 'what', title: '做什么', render: (row) => row.stepZh },
              { key: 'item', title: '项目', render: (row) => (row.items > 0 ? `${row.itemZh}，${row.items}项` : row.itemZh) },
              { key: 'where', title: '住在', render: (row) => <DivisionName name={row.divisionName} /> },
              {
                key: 'on',
                title: '约好哪天',
                render: (row) => row.stepZh !== '施工' && row.plannedOn && <Day on={row.plannedOn} />,
              },
              {
                key: 'due',
                title: '最迟',
                render: (row) =>
                  row.dueOn &&
                  (row.dueOn < today ? (
                    <Tag tone="bad">
                      <Day on={row.dueOn} />
                      ，已过
                    </Tag>
                  ) : (
                    <Day on={row.dueOn} />
                  )),
              },
            ]}
          />
        )}
      </Section>
    </Page>
  );
}
