/** 培训班: who came, how many hours by the scans, who is inside now. */
import { useQuery } from '@tanstack/react-query';
import type { Offer } from '../../../../kernel/offer/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { ClassRow } from '../../workforce/content.ts';

export function CareClasses() {
  const session = useSession();
  const list = useQuery({
    queryKey: ['/api/care-classes'],
    queryFn: () => api.get<{ rows: readonly ClassRow[]; offers: readonly Offer[] }>('/api/care-classes'),
  });
  return (
    <Answered query={list}>
      {({ rows, offers }) => (
        <Page
          title="护理员培训"
          lead="来和走都扫证书码，满45分钟算一学时。岗前培训满学时、合格的才算培训上岗。"
          aside={<Offers offers={offers} division={homeDivision(session)} />}
        >
          <Section title="培训班">
            <DataTable
              caption="培训班"
              rows={rows}
              rowKey={(row) => row.id}
              empty="还没有开办培训班。"
              columns={[
                { key: 'name', title: '培训班', kind: 'main', wraps: true, render: (row) => `${row.kindZh}：${row.name}` },
                { key: 'state', title: '状态', render: (row) => <Tag tone={row.tone}>{row.stateZh}</Tag> },
                {
                  key: 'days',
                  title: '时间、地点',
                  wraps: true,
                  render: (row) => (
                    <>
                      <Day on={row.fromOn} />到<Day on={row.toOn} />，{row.hours}学时，{row.place}
                    </>
                  ),
                },
                {
                  key: 'learners',
                  title: '学员',
                  kind: 'wide',
                  wraps: true,
                  render: (row) =>
                    row.learners.length === 0 ? (
                      '还没有人签到'
                    ) : (
                      <ul className="plain-list">
                        {row.learners.map((one) => (
                          <li key={one.workerId}>
                            {one.name}：{one.hours}学时 {one.inside && <Tag tone="now">在上课</Tag>}
                          </li>
                        ))}
                      </ul>
                    ),
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
