/** 特困资金账: what came, what it went for; what is not for that is marked until it is put back. */
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { DataTable, More } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Money, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import { SearchBox } from '../../../../web/workbench/pages/SearchBox.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { TekunMoney as Account } from '../../tekun/content.ts';
import { useOwn } from './own.ts';

export function HomeTekunMoney() {
  const { institutionId } = useParams({ strict: false }) as { institutionId: string };
  return (
    <AccountOf
      id={institutionId}
      aside={
        <Link to={'/institution-money/$institutionId' as never} params={{ institutionId } as never}>
          ← 保险和预收费
        </Link>
      }
    />
  );
}
export function OwnTekunMoney() {
  const own = useOwn();
  return <Answered query={own}>{({ id }) => <AccountOf id={id} aside={null} />}</Answered>;
}

function AccountOf({ id, aside }: { id: string; aside: ReactNode }) {
  const [{ q }, change] = useTextSearch();
  const list = usePaged<Account>(`/api/institutions/${id}/tekun-money`, { q });
  return (
    <Answered query={list}>
      {({ name, division, left, misusedFen, rows, offers }) => (
        <Page
          title={`${name}：特困资金账`}
          lead="特困人员的救助资金和机构别的钱分开记。基本生活费用在老人吃穿用上，照料护理费用在照料上；管理人员工资、办公、维修都不能从这里出。"
          aside={aside}
        >
          <Section title="现在">
            <Facts
              rows={[
                { label: '基本生活费剩', value: <Money fen={left.living} /> },
                { label: '照料护理费剩', value: <Money fen={left.care} /> },
                {
                  label: '用错、没有退回的',
                  value:
                    misusedFen > 0 ? (
                      <>
                        <Money fen={misusedFen} /> <Tag tone="bad">请退回来</Tag>
                      </>
                    ) : (
                      '没有'
                    ),
                },
              ]}
            />
            {offers.length > 0 && (
              <p className="choices">
                <Offers offers={offers} of={name} division={division} />
              </p>
            )}
          </Section>
          <Section title="每一笔">
            <SearchBox label="按凭证号、说明查" value={q ?? ''} onChange={(value) => change({ q: value || undefined })} />
            <DataTable
              caption="特困资金账"
              rows={rows}
              rowKey={(row) => row.id}
              empty={q ? '没有找到。换一个凭证号再查。' : '还没有记过。'}
              columns={[
                {
                  key: 'on',
                  title: '日期',
                  kind: 'main',
                  render: (row) => (
                    <>
                      <Day on={row.onDate} /> {row.directionZh}
                    </>
                  ),
                },
                { key: 'source', title: '哪种钱', render: (row) => row.sourceZh },
                {
                  key: 'purpose',
                  title: '用在哪里',
                  render: (row) => (
                    <>
                      {row.purposeZh} {row.wrong && <Tag tone="bad">不该这样用</Tag>}
                    </>
                  ),
                },
                { key: 'sum', title: '金额', kind: 'number', render: (row) => <Money fen={row.amountFen} /> },
                {
                  key: 'voucher',
                  title: '凭证',
                  kind: 'wide',
                  wraps: true,
                  render: (row) => (
                    <>
                      {row.voucher}
                      {row.note && `，${row.note}`}
                      {row.corrected && (
                        <>
                          （
                          <Day on={row.corrected.on} />
                          更正：{row.corrected.why}）
                        </>
                      )}
                    </>
                  ),
                },
                { key: 'by', title: '谁记的', deskOnly: true, render: (row) => row.byName },
                {
                  key: 'do',
                  title: '办理',
                  kind: 'actions',
                  render: (row) => <Offers offers={row.offers} of={row.voucher} division={division} inRow />,
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
