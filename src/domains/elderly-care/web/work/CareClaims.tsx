/** 护理员补贴: for an employer what can be asked for today and what each one lacks; for the county what waits, line by line. */
import { DataTable, More } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Money, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import type { ClaimRow, ClaimsPage } from '../../workforce/content.ts';

export function CareClaims() {
  const session = useSession();
  const query = usePaged<ClaimsPage>('/api/care-claims');
  const division = homeDivision(session);
  return (
    <Answered query={query}>
      {({ rows, ready }) => (
        <Page
          title="护理员补贴"
          lead="入职补贴、岗位津贴、工龄奖励、培训补贴：单位申报，县里核，公示以后批准、拨付。金额按全市的在岗、考勤、社保和证书算，一个人一个月只发一次。标准都是假定的，待主管部门确认。"
        >
          {ready && (
            <Section title="现在可以申报的">
              <DataTable
                caption="可以申报的补贴"
                rows={ready}
                rowKey={(row) => row.kindZh}
                empty="没有。"
                columns={[
                  { key: 'kind', title: '补贴', kind: 'main', render: (row) => row.kindZh },
                  {
                    key: 'amount',
                    title: '金额',
                    kind: 'number',
                    render: (row) => (row.due.length === 0 ? '没有' : <Money fen={row.amountFen} />),
                  },
                  {
                    key: 'due',
                    title: '可以申报的人',
                    kind: 'wide',
                    wraps: true,
                    render: (row) => (
                      <ul className="plain-list">
                        {row.due.map((one) => (
                          <li key={one.key}>
                            {one.name}：{one.says}，<Money fen={one.fen} />
                          </li>
                        ))}
                      </ul>
                    ),
                  },
                  {
                    key: 'lacking',
                    title: '还不能申报的人',
                    kind: 'wide',
                    wraps: true,
                    render: (row) => (
                      <ul className="plain-list">
                        {row.lacking.map((one) => (
                          <li key={one.workerId}>
                            {one.name}：{one.why}
                          </li>
                        ))}
                      </ul>
                    ),
                  },
                  {
                    key: 'do',
                    title: '办理',
                    kind: 'actions',
                    render: (row) => <Offers offers={row.offers} of={row.kindZh} division={division} inRow />,
                  },
                ]}
              />
            </Section>
          )}
          <Section title="申报过的">
            <DataTable
              caption="护理员补贴申报"
              rows={rows}
              rowKey={(row) => row.id}
              empty="还没有申报。"
              columns={[
                {
                  key: 'what',
                  title: '单位、补贴',
                  kind: 'main',
                  wraps: true,
                  render: (row) => `${row.employerName}，${row.kindZh}`,
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
                  render: (row) => (
                    <>
                      {row.people}人，
                      <Money fen={row.amountFen} />
                    </>
                  ),
                },
                {
                  key: 'lines',
                  title: '名单',
                  kind: 'wide',
                  wraps: true,
                  render: (row) => <Lines row={row} division={division} />,
                },
                {
                  key: 'do',
                  title: '办理',
                  kind: 'actions',
                  render: (row) => (
                    <Offers offers={row.offers} of={`${row.employerName}${row.kindZh}`} division={division} inRow />
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

const Lines = ({ row, division }: { row: ClaimRow; division: string }) => (
  <ul className="plain-list">
    {row.lines.map((line) => (
      <li key={line.key}>
        {line.struck === null ? (
          <>
            {line.name}：{line.says}，<Money fen={line.fen} />
          </>
        ) : (
          <>
            <del>
              {line.name}：{line.says}
            </del>{' '}
            <Tag tone="bad">划掉：{line.struck}</Tag>
          </>
        )}{' '}
        <Offers offers={line.offers} of={line.name} division={division} inRow />
      </li>
    ))}
    {row.note && <li>{row.note}</li>}
    {row.documentNo && <li>凭证{row.documentNo}</li>}
  </ul>
);
