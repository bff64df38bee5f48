/** Contracts as a list: how far each is paid, what is to be accepted next, until when it runs. */
import { Link } from '@tanstack/react-router';
import { Input, Select } from 'antd';
import { contractStates, fields } from '../../../../kernel/purchase/index.ts';
import { type Column, KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Day, Money, Tag } from '../../../../web/components/marks.tsx';
import { useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { ListedContract } from '../../purchase/content.ts';

export function PurchaseContracts() {
  const { today } = useSession();
  const [search, change] = useTextSearch();
  const { q, state, field } = search;
  const contracts = useKeyset<ListedContract>('/api/purchases/contracts', { q, state, field });
  const given = Object.entries({ q, state, field }).filter(([, value]) => value);
  return (
    <Section title="合同">
      <div className="choices">
        <Input.Search
          allowClear
          defaultValue={q}
          placeholder="合同、机构、项目、服务"
          aria-label="按合同、机构、项目、服务查"
          onSearch={(value) => change({ q: value.trim() })}
          style={{ maxWidth: 260 }}
        />
        <Select
          allowClear
          value={field}
          placeholder="全部领域"
          aria-label="业务领域"
          style={{ minWidth: 180 }}
          options={Object.entries(fields).map(([value, label]) => ({ value, label }))}
          onChange={(value: string | undefined) => change({ field: value })}
        />
        <Select
          allowClear
          value={state}
          placeholder="全部状态"
          aria-label="合同状态"
          style={{ minWidth: 140 }}
          options={Object.entries(contractStates).map(([value, label]) => ({ value, label }))}
          onChange={(value: string | undefined) => change({ state: value })}
        />
        <a href={`/api/purchases/contracts/export?${new URLSearchParams(given as [string, string][])}`}>导出（XLSX）</a>
      </div>
      <KeysetTable
        caption="购买服务合同"
        list={contracts}
        rowKey={(c) => c.id}
        empty="没有合同。先立项、公告、登记成交，再登记合同。"
        columns={columns(today)}
      />
    </Section>
  );
}

const tones = { running: 'now', finished: 'good', breached: 'bad' } as const;

const columns = (today: string): Column<ListedContract>[] => [
  {
    key: 'no',
    title: '合同',
    kind: 'main',
    render: (c) => (
      <Link
        to={(c.byService ? '/service-contracts/$contractId' : '/purchases/$contractId') as never}
        params={{ contractId: c.id } as never}
      >
        {c.no}
      </Link>
    ),
  },
  { key: 'county', title: '地区', render: (c) => c.countyName },
  { key: 'provider', title: '承接机构', render: (c) => c.providerName },
  { key: 'item', title: '服务', render: (c) => `${c.fieldZh}：${c.itemName}` },
  { key: 'amount', title: '合同金额', kind: 'number', render: (c) => <Money fen={c.amountFen} /> },
  { key: 'paid', title: '已付', kind: 'number', render: (c) => <Money fen={c.paidFen} /> },
  {
    key: 'next',
    title: '下一个验收',
    render: (c) =>
      c.byService ? (
        <span className="quiet">按服务次数结算</span>
      ) : c.nextOn ? (
        <>
          <Day on={c.nextOn} /> {c.nextName} {c.nextOn < today && <Tag tone="bad">已到期</Tag>}
        </>
      ) : (
        <span className="quiet">都已验收</span>
      ),
  },
  { key: 'to', title: '到期', render: (c) => <Day on={c.toOn} /> },
  {
    key: 'state',
    title: '状态',
    render: (c) => (
      <>
        <Tag tone={tones[c.state]}>{c.stateZh}</Tag>
        {c.score !== null && ` ${c.score}分`}
      </>
    ),
  },
];
