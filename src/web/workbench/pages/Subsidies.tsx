/** 按规定算的补贴: the page of a book; what waits first, each with how it was counted, what was found about it, its parts, and what is to come back. */
import { Input, Select } from 'antd';
import type { ReactNode } from 'react';
import type { Limit as LimitOf, Line, SubsidyHead, SubsidyRow } from '../../../kernel/subsidy/index.ts';
import { KeysetTable } from '../../components/DataTable.tsx';
import { Page, Section } from '../../components/layout.tsx';
import { Day, Money, Tag } from '../../components/marks.tsx';
import { Offers } from '../../components/Offers.tsx';
import { homeDivision, useSession } from '../../components/session.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { useTextSearch } from '../search.ts';

const Limit = ({ due }: { readonly due: LimitOf }) => (
  <>
    {due.zh}
    <Day on={due.on} /> {due.late && <Tag tone="bad">逾期</Tag>}
  </>
);

const LineItem = ({ line, division }: { readonly line: Line; readonly division: string }) => (
  <li>
    {line.struck ? (
      <>
        <del>{line.says}</del> <Tag tone="bad">划掉：{line.struck}</Tag>
      </>
    ) : (
      <>
        {line.says}
        {line.fen !== undefined && (
          <>
            ，<Money fen={line.fen} />
          </>
        )}
      </>
    )}
    {line.doubts?.map((doubt) => (
      <Tag key={doubt} tone="warn">
        {doubt}
      </Tag>
    ))}{' '}
    {line.offers && <Offers offers={line.offers} of={line.of ?? line.says} division={division} inRow />}
  </li>
);

function How({ row, division }: { readonly row: SubsidyRow; readonly division: string }) {
  return (
    <ul className="plain-list">
      {row.lines.map((line) => (
        <LineItem key={line.key} line={line} division={division} />
      ))}
      {row.says.map((line) => (
        <li key={line}>{line}</li>
      ))}
      {row.reviews.map((review) => (
        <li key={review.id}>
          <Tag tone={review.open ? 'bad' : 'plain'}>{review.zh}</Tag> {review.says}
        </li>
      ))}
      {row.parts.map((part) => (
        <li key={part.no}>
          {part.zh}
          <Money fen={part.amountFen} /> <Tag tone={part.tone}>{part.stateZh}</Tag> {part.says}
        </li>
      ))}
      {row.use && (
        <li>
          至少使用到
          <Day on={row.use.until} />
          ；已满{row.use.fullMonths}个月，现在停用要退
          <Money fen={row.use.backFen} />
        </li>
      )}
      {row.claims.map((claim) => (
        <li key={claim.id}>
          追回
          <Money fen={claim.amountFen} /> <Tag tone={claim.tone}>{claim.stateZh}</Tag> {claim.says}
          {claim.leftFen > 0 && (
            <>
              ；还差
              <Money fen={claim.leftFen} />
            </>
          )}
          {claim.due && (
            <>
              ；<Limit due={claim.due} />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

interface Book<Beside> {
  /** Its address in the API. */
  readonly url: string;
  /** Where the body has a page of its own. */
  readonly nameOf?: (row: SubsidyRow) => ReactNode;
  /** What the domain shows over or under the list, once it has come. */
  readonly over?: (beside: Beside) => ReactNode;
  readonly under?: (beside: Beside) => ReactNode;
}

/** The list of a book as a part of a page. */
export function SubsidyList<Beside>({ url, nameOf, over, under }: Book<Beside>) {
  const division = homeDivision(useSession());
  const [{ state, scheme, q }, change] = useTextSearch();
  const list = useKeyset<SubsidyRow, SubsidyHead<Beside>>(url, { state, scheme, q });
  const { head } = list;
  const asks = head?.offers.find(({ action }) => action.startsWith('ask'));
  const narrowed = Object.entries({ state, scheme, q }).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return (
    <>
      {head?.beside && over?.(head.beside)}
      <Section title={`申请过的${head?.zh ?? '补贴'}`} aside={head && <Offers offers={head.offers} division={division} />}>
        <div className="choices" style={{ marginBottom: 12 }}>
          <Input.Search
            allowClear
            defaultValue={q}
            placeholder="名称"
            aria-label="按名称查"
            onSearch={(value) => change({ q: value.trim() })}
            style={{ maxWidth: 220 }}
          />
          {head && head.schemes.length > 1 && (
            <Select
              allowClear
              value={scheme}
              placeholder="全部补贴"
              aria-label="补贴"
              style={{ minWidth: 160 }}
              options={[...head.schemes]}
              onChange={(value: string | undefined) => change({ scheme: value })}
            />
          )}
          <Select
            allowClear
            value={state}
            placeholder="全部状态"
            aria-label="状态"
            style={{ minWidth: 140 }}
            options={[...(head?.states ?? [])]}
            onChange={(value: string | undefined) => change({ state: value })}
          />
          <a href={`${url}/export?${new URLSearchParams(narrowed as [string, string][])}`}>导出（XLSX）</a>
        </div>
        <KeysetTable
          caption={head?.zh ?? '补贴'}
          list={list}
          rowKey={(row) => row.id}
          empty={
            narrowed.length > 0
              ? '没有这样的申请，换个条件再找。'
              : asks
                ? `还没有申请过。点上面的“${asks.zh}”办理。`
                : '还没有申请过。能申请的单位在自己的这一页申请，申请了的在这里办。'
          }
          columns={[
            {
              key: 'body',
              title: '名称',
              kind: 'main',
              wraps: true,
              render: (row) => (
                <>
                  {nameOf ? nameOf(row) : row.bodyName}，{row.what}
                </>
              ),
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
            {
              key: 'how',
              title: '怎么算的、办到哪里',
              kind: 'wide',
              wraps: true,
              render: (row) => <How row={row} division={division} />,
            },
            {
              key: 'do',
              title: '办理',
              kind: 'actions',
              render: (row) => <Offers offers={row.offers} of={`${row.bodyName}${row.what}`} division={division} inRow />,
            },
          ]}
        />
      </Section>
      {head?.beside && under?.(head.beside)}
    </>
  );
}

/** The page of a book: its name and what it is for are said by the server. */
export function SubsidyPage<Beside>(book: Book<Beside>) {
  const { head } = useKeyset<SubsidyRow, SubsidyHead<Beside>>(book.url);
  return (
    <Page title={head?.zh ?? '补贴'} lead={head?.lead ?? ''}>
      <SubsidyList {...book} />
    </Page>
  );
}
