/** 报销帮办: who has asked, what they were told to bring, what came of it. */
import { useQuery } from '@tanstack/react-query';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { DivisionName, Moment, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { HelpList } from '../../reimbursement/content.ts';

export function Reimbursements() {
  const session = useSession();
  const query = useQuery({
    queryKey: ['/api/reimbursement-helps'],
    queryFn: () => api.get<HelpList>('/api/reimbursement-helps'),
  });
  return (
    <Answered query={query}>
      {({ rows, offers }) => (
        <Page
          title="报销帮办"
          lead="老人在外地看了病不会报销的：两个工作日内讲清带什么材料，能代办的代办，不能的转给医保经办机构，再由热线回访。材料不收、不拍照。"
          aside={<Offers offers={offers} division={homeDivision(session)} first="primary" />}
        >
          <Section title="求助">
            <DataTable
              caption="报销帮办"
              rows={rows}
              rowKey={(row) => row.id}
              empty="现在没有报销的求助。"
              tone={(row) => (row.late ? 'row-bad' : undefined)}
              columns={[
                {
                  key: 'who',
                  title: '谁',
                  kind: 'main',
                  render: (row) => (
                    <>
                      {row.name}，<a href={`tel:${row.phone}`}>{row.phone}</a>
                    </>
                  ),
                },
                {
                  key: 'state',
                  title: '现在',
                  render: (row) => (
                    <>
                      <Tag tone={row.late ? 'bad' : row.tone}>{row.stateZh}</Tag>
                      {row.guideDue && (
                        <>
                          <Moment at={row.guideDue} />
                          {row.late ? '已到' : '以前'}
                        </>
                      )}
                    </>
                  ),
                },
                { key: 'place', title: '住在哪里', render: (row) => <DivisionName name={row.placeName} /> },
                {
                  key: 'matter',
                  title: '情况',
                  kind: 'wide',
                  wraps: true,
                  render: (row) => `${row.kindZh}（${row.hospital}）：${row.matter}`,
                },
                {
                  key: 'done',
                  title: '指导和结果',
                  kind: 'wide',
                  wraps: true,
                  render: (row) => [row.guide, row.result, row.helper].filter(Boolean).join('；') || '—',
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
