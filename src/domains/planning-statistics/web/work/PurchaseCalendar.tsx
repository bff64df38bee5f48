/** 合同日历: month by month what is to be accepted and which contracts end. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { longMonth } from '../../../../kernel/calendar/index.ts';
import type { YearMonth } from '../../../../kernel/schema/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Day, Money, Tag } from '../../../../web/components/marks.tsx';
import { Answered, Nothing } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { DueRow } from '../../purchase/content.ts';

export function PurchaseCalendar() {
  const due = useQuery({
    queryKey: ['/api/purchases/calendar'],
    queryFn: () => api.get<{ rows: DueRow[] }>('/api/purchases/calendar'),
  });
  return (
    <Answered query={due}>
      {({ rows }) =>
        rows.length === 0 ? (
          <Nothing>一年以内没有要验收的节点，也没有到期的合同。</Nothing>
        ) : (
          [...Map.groupBy(rows, (row) => row.on.slice(0, 7) as YearMonth)].map(([month, days]) => (
            <Section key={month} title={longMonth(month)}>
              <DataTable
                caption={`${longMonth(month)}的合同`}
                rows={days}
                rowKey={(row) => `${row.contractId} ${row.what}`}
                columns={[
                  {
                    key: 'what',
                    title: '事情',
                    kind: 'main',
                    render: (row) => (
                      <>
                        <b>{row.what}</b> {row.late && <Tag tone="bad">已到期</Tag>}
                      </>
                    ),
                  },
                  { key: 'on', title: '日期', render: (row) => <Day on={row.on} /> },
                  {
                    key: 'contract',
                    title: '合同',
                    render: (row) => (
                      <Link
                        to={(row.byService ? '/service-contracts/$contractId' : '/purchases/$contractId') as never}
                        params={{ contractId: row.contractId } as never}
                      >
                        {row.contractNo}
                      </Link>
                    ),
                  },
                  { key: 'provider', title: '承接机构', render: (row) => row.providerName },
                  {
                    key: 'amount',
                    title: '付款金额',
                    kind: 'number',
                    render: (row) => (row.amountFen === null ? '' : <Money fen={row.amountFen} />),
                  },
                ]}
              />
            </Section>
          ))
        )
      }
    </Answered>
  );
}
