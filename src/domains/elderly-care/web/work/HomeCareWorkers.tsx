/** 护理员: who can be sent, and why somebody cannot; certificates wait for the county. */
import { useQuery } from '@tanstack/react-query';
import type { Offer } from '../../../../kernel/offer/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { WorkerRow } from '../../workers/content.ts';

export function HomeCareWorkers() {
  const session = useSession();
  const list = useQuery({
    queryKey: ['/api/home-care/workers'],
    queryFn: () => api.get<{ rows: readonly WorkerRow[]; offers: readonly Offer[] }>('/api/home-care/workers'),
  });
  return (
    <Answered query={list}>
      {({ rows, offers }) => (
        <Page
          title="护理员"
          lead="证书核验过、健康证和背景核查都有效的才能派单。"
          aside={<Offers offers={offers} division={homeDivision(session)} />}
        >
          <Section title={`${rows.filter(({ leftOn }) => leftOn === null).length}人在职`}>
            <DataTable
              caption="护理员和证书"
              rows={rows}
              rowKey={(row) => row.id}
              empty="还没有登记护理员。"
              columns={[
                {
                  key: 'name',
                  title: '姓名',
                  kind: 'main',
                  render: (row) => (
                    <>
                      {row.name}（{row.sexZh}） {row.trouble && <Tag tone="bad">{row.trouble}</Tag>}
                    </>
                  ),
                },
                { key: 'provider', title: '服务商', render: (row) => row.providerName },
                {
                  key: 'phone',
                  title: '电话',
                  render: (row) => (row.phone ? <a href={`tel:${row.phone}`}>{row.phone}</a> : '—'),
                },
                { key: 'health', title: '健康证至', render: (row) => <Day on={row.healthTo} /> },
                { key: 'rating', title: '评价', render: (row) => row.ratingZh },
                {
                  key: 'certificates',
                  title: '证书',
                  kind: 'wide',
                  render: (row) =>
                    row.certificates.length === 0
                      ? '没有'
                      : row.certificates.map((c) => (
                          <div key={c.id}>
                            {c.levelZh} {c.no} <Tag tone={c.good ? 'good' : 'warn'}>{c.stateZh}</Tag>{' '}
                            <Offers offers={c.offers} of={c.no} division={homeDivision(session)} inRow />
                          </div>
                        )),
                },
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
