/** 家属的请求: leaves and visits, those that wait first. */
import { Link } from '@tanstack/react-router';
import { DataTable, More } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Moment, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import type { RequestRow } from '../../family/content.ts';
import { useOwn } from './own.ts';

export function Requests() {
  const own = useOwn();
  return <Answered query={own}>{({ id }) => <OfHome id={id} />}</Answered>;
}

function OfHome({ id }: { id: string }) {
  const session = useSession();
  const query = usePaged<{ name: string; rows: RequestRow[]; next: string | null }>(`/api/institutions/${id}/requests`);
  return (
    <Answered query={query}>
      {({ name, rows }) => (
        <Page
          title={`${name}：家属的请求`}
          lead="家属在手机上提的请假、探访、退住，想入住的人预约的参观。请假的报备时间按提出的时间算。"
        >
          <Section title="请假、探访、参观和退住">
            <DataTable
              caption="家属的请求"
              rows={rows}
              rowKey={(row) => row.id}
              empty="还没有人提过。家属在手机上“我家老人”里提的，在这里答复。"
              columns={[
                {
                  key: 'who',
                  title: '老人',
                  kind: 'main',
                  render: (row) =>
                    row.stayId === null ? (
                      '还没有入住'
                    ) : (
                      <Link to={'/stays/$stayId' as never} params={{ stayId: row.stayId } as never}>
                        {row.name}（{row.bed}）
                      </Link>
                    ),
                },
                { key: 'kind', title: '事', render: (row) => row.kindZh },
                { key: 'days', title: '哪天', render: (row) => row.days },
                {
                  key: 'asked',
                  title: '谁提的',
                  render: (row) => (
                    <>
                      {row.askedName}，<Moment at={row.askedAt} />
                    </>
                  ),
                },
                {
                  key: 'says',
                  title: '说明',
                  kind: 'wide',
                  wraps: true,
                  render: (row) => [row.says, row.answer && `答复：${row.answer}`].filter(Boolean).join('；'),
                },
                { key: 'state', title: '到哪一步', render: (row) => <Tag tone={row.tone}>{row.stateZh}</Tag> },
                {
                  key: 'act',
                  title: '办理',
                  kind: 'actions',
                  render: (row) => (
                    <Offers offers={row.offers} of={`${row.name}${row.kindZh}`} division={homeDivision(session)} inRow />
                  ),
                },
              ]}
            />
            <More list={query.goesOn} />
          </Section>
        </Page>
      )}
    </Answered>
  );
}
