/** 设施补贴: what waits first, by what each was counted; below, what other programmes gave for the same sites. */
import { Link } from '@tanstack/react-router';
import { DataTable, More } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Money, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import type { SiteSubsidies as View } from '../../site-subsidies/content.ts';

const SiteLink = ({ id, name }: { readonly id: string; readonly name: string }) => (
  <Link to={'/care-sites/$siteId' as never} params={{ siteId: id } as never}>
    {name}
  </Link>
);

export function SiteSubsidies() {
  const session = useSession();
  const query = usePaged<View>('/api/care-site-subsidies');
  return (
    <Answered query={query}>
      {({ rows, elsewhere, offers }) => (
        <Page
          title="设施补贴"
          lead="社区居家养老服务中心和农村互助照料中心的运营补贴，按年度等次和开放满天数的月份算；农村互助照料中心验收以后有一次性建设补贴。同一处同一用途只有一个项目给钱。"
          aside={<Offers offers={offers} division={homeDivision(session)} />}
        >
          <Section title="申请">
            <DataTable
              caption="设施补贴"
              rows={rows}
              rowKey={(row) => row.id}
              empty="没有申请。"
              columns={[
                {
                  key: 'site',
                  title: '设施',
                  kind: 'main',
                  wraps: true,
                  render: (row) => <SiteLink id={row.siteId} name={row.siteName} />,
                },
                { key: 'what', title: '补贴', wraps: true, render: (row) => row.what },
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
                  key: 'says',
                  title: '怎么算的',
                  kind: 'wide',
                  wraps: true,
                  render: (row) => (
                    <ul className="plain-list">
                      {row.says.map((line) => (
                        <li key={line}>{line}</li>
                      ))}
                    </ul>
                  ),
                },
                {
                  key: 'do',
                  title: '办理',
                  kind: 'actions',
                  render: (row) => (
                    <Offers offers={row.offers} of={`${row.siteName}${row.what}`} division={homeDivision(session)} inRow />
                  ),
                },
              ]}
            />
            <More list={query.goesOn} />
          </Section>
          <Section title="别的项目给的">
            <DataTable
              caption="别的项目给的"
              rows={elsewhere}
              rowKey={(row) => row.id}
              empty="没有登记。"
              columns={[
                {
                  key: 'site',
                  title: '设施',
                  kind: 'main',
                  wraps: true,
                  render: (row) => <SiteLink id={row.siteId} name={row.siteName} />,
                },
                { key: 'what', title: '用途', render: (row) => row.what },
                { key: 'programme', title: '项目', kind: 'wide', wraps: true, render: (row) => row.programme },
                { key: 'amount', title: '金额', kind: 'number', render: (row) => <Money fen={row.amountFen} /> },
                { key: 'no', title: '文号', wraps: true, render: (row) => row.documentNo },
              ]}
            />
          </Section>
        </Page>
      )}
    </Answered>
  );
}
