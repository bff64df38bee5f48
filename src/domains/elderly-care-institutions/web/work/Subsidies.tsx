/** 运营补贴: what waits for the reader first; each quarter says month by month what was counted. */
import type { Offer } from '../../../../kernel/offer/index.ts';
import { DataTable, More } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Money, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import { longMonth } from '../../../../web/shared/format.ts';
import type { SubsidyRow } from '../../subsidies/content.ts';

interface View {
  rows: readonly SubsidyRow[];
  next: string | null;
  offers: readonly Offer[];
}

export function Subsidies() {
  const session = useSession();
  const query = usePaged<View>('/api/care-subsidies');
  return (
    <Answered query={query}>
      {({ rows, offers }) => (
        <Page
          title="运营补贴"
          lead="给民办非企业机构和公建民营机构，按季度申请。金额按每月在床满规定天数的老人、能力等级、机构等级和信用算；特困人员不计。"
          aside={<Offers offers={offers} division={homeDivision(session)} />}
        >
          <Section title="申请">
            <DataTable
              caption="运营补贴"
              rows={rows}
              rowKey={(row) => row.id}
              empty="没有申请。"
              columns={[
                {
                  key: 'what',
                  title: '机构、季度',
                  kind: 'main',
                  wraps: true,
                  render: (row) => `${row.institutionName}，${row.quarterZh}`,
                },
                { key: 'state', title: '状态', render: (row) => <Tag tone={row.tone}>{row.stateZh}</Tag> },
                {
                  key: 'due',
                  title: '期限',
                  render: (row) =>
                    row.due && (
                      <>
                        {row.due.zh}
                        <Day on={row.due.on} /> {row.due.late && <Tag tone="bad">逾期</Tag>}
                      </>
                    ),
                },
                {
                  key: 'amount',
                  title: '金额',
                  kind: 'number',
                  render: (row) => (row.amountFen === null ? '还没有算' : <Money fen={row.amountFen} />),
                },
                {
                  key: 'months',
                  title: '怎么算的',
                  kind: 'wide',
                  wraps: true,
                  render: (row) => (
                    <ul className="plain-list">
                      {row.months.map((month) => (
                        <li key={month.month}>
                          {longMonth(month.month)}：{month.says}，<Money fen={month.fen} />
                          {month.doubts.map((doubt) => (
                            <Tag key={doubt} tone="warn">
                              {doubt}
                            </Tag>
                          ))}
                        </li>
                      ))}
                      {row.note && <li>{row.note}</li>}
                      {row.documentNo && <li>凭证{row.documentNo}</li>}
                    </ul>
                  ),
                },
                {
                  key: 'do',
                  title: '办理',
                  kind: 'actions',
                  render: (row) => <Offers offers={row.offers} of={row.institutionName} division={homeDivision(session)} inRow />,
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
