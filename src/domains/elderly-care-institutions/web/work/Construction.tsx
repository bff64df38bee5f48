/** 建设补贴: what waits first; each with its three parts, until when the beds serve older people, and what is to come back. */
import { useQuery } from '@tanstack/react-query';
import type { Offer } from '../../../../kernel/offer/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Money, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { BuildRow, Due } from '../../construction/content.ts';

interface View {
  rows: readonly BuildRow[];
  offers: readonly Offer[];
}

const Limit = ({ due }: { readonly due: Due }) => (
  <>
    {due.zh}
    <Day on={due.on} /> {due.late && <Tag tone="bad">逾期</Tag>}
  </>
);

function Parts({ row }: { readonly row: BuildRow }) {
  return (
    <ul className="plain-list">
      {row.says.map((line) => (
        <li key={line}>{line}</li>
      ))}
      {row.parts.map((part) => (
        <li key={part.no}>
          {part.zh}
          <Money fen={part.amountFen} /> <Tag tone={part.tone}>{part.stateZh}</Tag> {part.says}
        </li>
      ))}
      {row.use && (
        <li>
          至少用于养老到
          <Day on={row.use.until} />
          ；已满{row.use.fullMonths}个月，现在停用要退
          <Money fen={row.use.backFen} />
        </li>
      )}
      {row.claim && (
        <li>
          追回
          <Money fen={row.claim.amountFen} /> <Tag tone={row.claim.tone}>{row.claim.stateZh}</Tag> {row.claim.says}
          {row.claim.leftFen > 0 && (
            <>
              ；还差
              <Money fen={row.claim.leftFen} />
            </>
          )}
          {row.claim.due && (
            <>
              ；<Limit due={row.claim.due} />
            </>
          )}
        </li>
      )}
    </ul>
  );
}

export function Construction() {
  const session = useSession();
  const query = useQuery({
    queryKey: ['/api/care-construction'],
    queryFn: () => api.get<View>('/api/care-construction'),
  });
  return (
    <Answered query={query}>
      {({ rows, offers }) => (
        <Page
          title="建设补贴"
          lead="给民办非企业机构备案的床位，备案满一年、两年、三年各拨一期。提前不再用于养老的，按没有用满的月份追回。"
          aside={<Offers offers={offers} division={homeDivision(session)} />}
        >
          <Section title="申请">
            <DataTable
              caption="建设补贴"
              rows={rows}
              rowKey={(row) => row.id}
              empty="没有申请。"
              columns={[
                {
                  key: 'what',
                  title: '机构、床位',
                  kind: 'main',
                  wraps: true,
                  render: (row) => `${row.institutionName}，${row.beds}`,
                },
                { key: 'state', title: '状态', wraps: true, render: (row) => <Tag tone={row.tone}>{row.stateZh}</Tag> },
                { key: 'due', title: '期限', render: (row) => row.due && <Limit due={row.due} /> },
                {
                  key: 'amount',
                  title: '金额',
                  kind: 'number',
                  render: (row) => (row.amountFen === null ? '还没有算' : <Money fen={row.amountFen} />),
                },
                { key: 'paid', title: '已拨', kind: 'number', render: (row) => <Money fen={row.paidFen} /> },
                { key: 'parts', title: '怎么算、三期和追回', kind: 'wide', wraps: true, render: (row) => <Parts row={row} /> },
                {
                  key: 'do',
                  title: '办理',
                  kind: 'actions',
                  render: (row) => <Offers offers={row.offers} of={row.institutionName} division={homeDivision(session)} inRow />,
                },
              ]}
            />
          </Section>
        </Page>
      )}
    </Answered>
  );
}
