/** 健康服务签约: who has signed with which centre, until when, and whose follow-up was missed. */
import { useQuery } from '@tanstack/react-query';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, PersonName, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { LinkList } from '../../health-links/content.ts';

export function HealthLinks() {
  const session = useSession();
  const query = useQuery({ queryKey: ['/api/health-links'], queryFn: () => api.get<LinkList>('/api/health-links') });
  return (
    <Answered query={query}>
      {({ rows, offers }) => (
        <Page
          title="健康服务签约"
          lead="老人和卫生院（社区卫生服务中心）签约：慢性病随访、中医药服务。一人一份；随访到期没有做的列入走访。诊断留在卫生机构。"
          aside={<Offers offers={offers} division={homeDivision(session)} first="primary" />}
        >
          <Section title="签约">
            <DataTable
              caption="健康服务签约"
              rows={rows}
              rowKey={(row) => row.id}
              empty="还没有签约的老人。"
              tone={(row) => (row.late ? 'row-bad' : undefined)}
              columns={[
                { key: 'who', title: '老人', kind: 'main', render: (row) => <PersonName id={row.personId} name={row.name} /> },
                {
                  key: 'state',
                  title: '现在',
                  render: (row) => <Tag tone={row.tone}>{row.late ? '随访没有做' : row.stateZh}</Tag>,
                },
                { key: 'place', title: '住在哪里', render: (row) => <DivisionName name={row.placeName} /> },
                {
                  key: 'centre',
                  title: '和谁签',
                  kind: 'wide',
                  wraps: true,
                  render: (row) => (
                    <>
                      {[row.centre, row.doctor, row.what].filter(Boolean).join('，')}
                      {row.toOn && (
                        <>
                          ，到
                          <Day on={row.toOn} />
                        </>
                      )}
                    </>
                  ),
                },
                { key: 'last', title: '最近随访', render: (row) => (row.lastOn ? <Day on={row.lastOn} /> : '—') },
                { key: 'due', title: '下一次最迟', render: (row) => (row.dueOn ? <Day on={row.dueOn} /> : '—') },
                {
                  key: 'do',
                  title: '办理',
                  kind: 'actions',
                  render: (row) => <Offers offers={row.offers} of={row.name} division={homeDivision(session)} inRow />,
                },
              ]}
            />
          </Section>
        </Page>
      )}
    </Answered>
  );
}
