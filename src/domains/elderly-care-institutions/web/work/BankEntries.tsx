/** 存管流水核对: what the bank has and nobody explained, what was taken and is not at the bank, what agrees. */
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { longDate } from '../../../../kernel/calendar/index.ts';
import { DataTable, More } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Money, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { SearchBox } from '../../../../web/workbench/pages/SearchBox.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { BankPage } from '../../money/content.ts';
import { type BankSide, bankSides } from '../../money/terms.ts';
import { useOwn } from './own.ts';

export function HomeBank() {
  const { institutionId } = useParams({ strict: false }) as { institutionId: string };
  return (
    <BankOf
      id={institutionId}
      aside={
        <Link to={'/institution-money/$institutionId' as never} params={{ institutionId } as never}>
          ← 保险和预收费
        </Link>
      }
    />
  );
}
export function OwnBank() {
  const own = useOwn();
  return (
    <Answered query={own}>
      {({ id }) => <BankOf id={id} aside={<Link to={'/institution/money' as never}>← 保险和预收费</Link>} />}
    </Answered>
  );
}

const empty: Readonly<Record<BankSide, string>> = {
  bank: '银行的流水都核对过了。',
  home: '收的押金、会员费，银行都有。',
  matched: '还没有核对上的。',
};

function BankOf({ id, aside }: { id: string; aside: ReactNode }) {
  const [{ side = 'bank', q }, change] = useTextSearch();
  const list = usePaged<BankPage>(`/api/institutions/${id}/bank-entries`, { side, q });
  return (
    <Answered query={list}>
      {({ name, division, statementTo, rows }) => (
        <Page
          title={`${name}：存管流水核对`}
          lead={
            statementTo
              ? `银行的对账单到${longDate(statementTo)}。押金、会员费限期进存管账户，一笔流水只抵一笔；核对不上的两边都列出来。`
              : '还没有导入过银行的对账单。民政局在“表格导入”里选“养老机构存管流水”。'
          }
          aside={aside}
        >
          <Section title="流水">
            <Chips
              label="看哪些"
              options={Object.entries(bankSides).map(([value, label]) => ({ value, label }))}
              value={side}
              onChange={(value) => change({ side: value === 'bank' ? undefined : value })}
            />
            <SearchBox label="按流水号、老人姓名查" value={q ?? ''} onChange={(value) => change({ q: value || undefined })} />
            <DataTable
              caption="存管流水"
              rows={rows}
              rowKey={(row) => row.id}
              empty={q ? '没有找到。换一个流水号或者名字再查。' : empty[side as BankSide]}
              columns={[
                {
                  key: 'on',
                  title: '日期',
                  kind: 'main',
                  render: (row) => (
                    <>
                      <Day on={row.onDate} /> {row.serialNo && <small className="quiet">{row.serialNo}</small>}
                    </>
                  ),
                },
                { key: 'sum', title: '金额', kind: 'number', render: (row) => <Money fen={row.amountFen} /> },
                { key: 'who', title: side === 'home' ? '老人' : '对方户名', render: (row) => row.who },
                { key: 'what', title: '是什么', kind: 'wide', wraps: true, render: (row) => row.what || '还没有说明' },
                {
                  key: 'state',
                  title: side === 'home' ? '该进账的日子' : '谁核对的',
                  render: (row) =>
                    row.dueOn ? (
                      <>
                        <Day on={row.dueOn} /> {row.late && <Tag tone="bad">没有进账</Tag>}
                      </>
                    ) : (
                      (row.byName ?? '—')
                    ),
                },
                {
                  key: 'do',
                  title: '办理',
                  kind: 'actions',
                  render: (row) => <Offers offers={row.offers} of={row.serialNo ?? row.who} division={division} inRow />,
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
