/** 居家服务结算: one sheet for each provider and month. */
import { Link } from '@tanstack/react-router';
import type { Offer } from '../../../../kernel/offer/index.ts';
import { DataTable, More } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Money, Month, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import type { SettlementRow } from '../../settlement/content.ts';

export function HomeCareSettlements() {
  const session = useSession();
  const list = usePaged<{ rows: readonly SettlementRow[]; next: string | null; offers: readonly Offer[] }>(
    '/api/home-care/settlements',
  );
  return (
    <Answered query={list}>
      {({ rows, offers }) => (
        <Page
          title="居家服务结算"
          lead="政府购买的服务按月结算：服务商申报，县里抽查回访、核定，另一位批准。自费的由服务商向老人收取。"
          aside={<Offers offers={offers} division={homeDivision(session)} />}
        >
          <Section title="结算单">
            <DataTable
              caption="结算单"
              rows={rows}
              rowKey={(row) => row.id}
              empty="还没有申报过结算。"
              columns={[
                {
                  key: 'month',
                  title: '月份',
                  kind: 'main',
                  render: (row) => (
                    <Link to={'/home-care/settlements/$settlementId' as never} params={{ settlementId: row.id } as never}>
                      {row.providerName}，<Month month={row.month} />
                    </Link>
                  ),
                },
                { key: 'lines', title: '条数', kind: 'number', render: (row) => row.lines },
                { key: 'filed', title: '申报', kind: 'number', render: (row) => <Money fen={row.filedFen} /> },
                {
                  key: 'pay',
                  title: '应付',
                  kind: 'number',
                  render: (row) => (row.payFen === null ? '—' : <Money fen={row.payFen} />),
                },
                {
                  key: 'state',
                  title: '状态',
                  render: (row) => <Tag tone={row.stateZh === '已批准' ? 'good' : 'now'}>{row.stateZh}</Tag>,
                },
              ]}
            />
            <More list={list.goesOn} />
          </Section>
        </Page>
      )}
    </Answered>
  );
}
