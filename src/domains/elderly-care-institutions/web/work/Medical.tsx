/** 医养结合和转型: each home with its medical care and until when; rural ones with what they have become. */
import { useQuery } from '@tanstack/react-query';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { MedicalRow } from '../../medical/content.ts';

export function Medical() {
  const session = useSession();
  const query = useQuery({
    queryKey: ['/api/care-medical'],
    queryFn: () => api.get<{ rows: MedicalRow[] }>('/api/care-medical'),
  });
  return (
    <Answered query={query}>
      {({ rows }) => (
        <Page
          title="医养结合"
          lead="内设的、毗邻的、签协议的都算；协议过期的不算。农村福利院转型为乡镇区域养老服务中心的，在这里登记。"
        >
          <Section title="机构">
            <DataTable
              caption="医养结合"
              rows={rows}
              rowKey={(row) => row.institutionId}
              empty="没有机构。"
              columns={[
                {
                  key: 'name',
                  title: '机构',
                  kind: 'main',
                  wraps: true,
                  render: (row) => (
                    <>
                      {row.name} {!row.served && <Tag tone="bad">没有医疗服务</Tag>}
                    </>
                  ),
                },
                { key: 'kind', title: '类别', render: (row) => row.kindZh },
                { key: 'place', title: '在哪里', kind: 'wide', render: (row) => <DivisionName name={row.divisionName} /> },
                {
                  key: 'links',
                  title: '医养结合',
                  kind: 'wide',
                  wraps: true,
                  render: (row) => (
                    <ul className="plain-list">
                      {row.links.map((link) => (
                        <li key={link.id}>
                          {link.says}
                          {link.toOn && (
                            <>
                              ，到
                              <Day on={link.toOn} />
                            </>
                          )}{' '}
                          <Tag tone={link.tone}>{link.stateZh}</Tag>
                          <Offers offers={link.offers} of={`${row.name}${link.says}`} division={homeDivision(session)} inRow />
                        </li>
                      ))}
                    </ul>
                  ),
                },
                { key: 'conversion', title: '转型', kind: 'wide', wraps: true, render: (row) => row.conversion ?? '—' },
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
