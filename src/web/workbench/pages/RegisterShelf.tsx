/** 台账: the registers of a page side by side, one of them as a list that is searched, narrowed and taken away as a spreadsheet. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import type { RegisterBrief, RegisterHead, RegisterRow } from '../../../kernel/register/index.ts';
import { KeysetTable } from '../../components/DataTable.tsx';
import { FormDrawer } from '../../components/FormDrawer.tsx';
import { Page, Section } from '../../components/layout.tsx';
import { Day, DivisionName, Tag } from '../../components/marks.tsx';
import { homeDivision, may, useSession } from '../../components/session.tsx';
import { Answered } from '../../components/states.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { api } from '../../shared/api.ts';
import { useTextSearch } from '../search.ts';
import { Chips } from './Chips.tsx';

const countsOf = ({ open, late }: RegisterBrief): string => (late > 0 ? ` ${open}，逾期${late}` : open > 0 ? ` ${open}` : '');

interface Shelf {
  readonly shelf: string;
  readonly zh: string;
  readonly lead: string;
  /** What stands beside the list of a register, by its key. */
  readonly beside?: ((key: string) => ReactNode) | undefined;
}
export function RegisterShelf({ shelf, zh, lead, beside }: Shelf) {
  const [{ key }, change] = useTextSearch();
  const query = useQuery({
    queryKey: ['/api/registers', shelf],
    queryFn: () => api.get<{ registers: readonly RegisterBrief[] }>(`/api/registers?shelf=${encodeURIComponent(shelf)}`),
  });
  return (
    <Page title={zh} lead={lead}>
      <Answered query={query}>
        {({ registers }) => (
          <>
            <div className="filters">
              <Chips
                label="台账"
                options={registers.map((r) => ({ value: r.key, label: `${r.zh}${countsOf(r)}` }))}
                value={key ?? registers[0]!.key}
                onChange={(value) => change({ key: value, state: undefined, q: undefined, late: undefined })}
              />
            </div>
            <Register key={key ?? registers[0]!.key} of={key ?? registers[0]!.key} beside={beside} />
          </>
        )}
      </Answered>
    </Page>
  );
}

function Register({ of, beside }: { of: string; beside: Shelf['beside'] }) {
  const session = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [{ state, q, late }, change] = useTextSearch();
  const [entering, setEntering] = useState(false);
  const list = useKeyset<RegisterRow, RegisterHead>(`/api/registers/${of}`, { state, q, late });
  const { head } = list;
  const narrowed = Object.entries({ state, q, late }).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return (
    <Section
      title={head?.zh ?? '台账'}
      aside={
        head &&
        head.form.length > 0 &&
        may(session, 'POST /api/registers/:key') && (
          <Button type="primary" onClick={() => setEntering(true)}>
            {head.enters}
          </Button>
        )
      }
    >
      {head && <p className="quiet">{head.lead}</p>}
      <div className="choices" style={{ marginBottom: 12 }}>
        <Input.Search
          allowClear
          defaultValue={q}
          placeholder="名称"
          aria-label="按名称查"
          onSearch={(value) => change({ q: value.trim() })}
          style={{ maxWidth: 220 }}
        />
        <Select
          allowClear
          value={state}
          placeholder="全部环节"
          aria-label="环节"
          style={{ minWidth: 160 }}
          options={[...(head?.states ?? [])]}
          onChange={(value: string | undefined) => change({ state: value })}
        />
        <Button aria-pressed={late === 'yes'} onClick={() => change({ late: late ? undefined : 'yes' })}>
          {late ? '看全部' : '只看逾期'}
        </Button>
        <a href={`/api/registers/${of}/export?${new URLSearchParams(narrowed as [string, string][])}`}>导出（XLSX）</a>
        {beside?.(of)}
      </div>
      <KeysetTable
        caption={head?.zh ?? '台账'}
        list={list}
        rowKey={(row) => row.id}
        empty="没有这样的记录。"
        columns={[
          {
            key: 'title',
            title: '名称',
            kind: 'main',
            wraps: true,
            render: (row) => (
              <Link to={'/registers/$key/$recordId' as never} params={{ key: of, recordId: row.id } as never}>
                {row.title}
              </Link>
            ),
          },
          { key: 'state', title: '环节', render: (row) => <Tag tone={row.tone}>{row.stateZh}</Tag> },
          {
            key: 'due',
            title: '期限',
            render: (row) => (
              <>
                <Day on={row.dueOn} /> {row.late > 0 && <Tag tone="bad">逾期{row.late}日</Tag>}
              </>
            ),
          },
          { key: 'division', title: '单位', render: (row) => <DivisionName name={row.divisionName} /> },
          { key: 'by', title: '登记人', render: (row) => row.byName },
        ]}
      />
      {entering && head && (
        <FormDrawer
          title={`${head.enters}：${head.zh}`}
          fields={head.form}
          division={homeDivision(session)}
          button="登记"
          send={(input, requestId) => api.post<{ id: string }>(`/api/registers/${of}`, { ...input, requestId })}
          onDone={async ({ id }) => {
            await queries.invalidateQueries();
            void navigate({ to: '/registers/$key/$recordId' as never, params: { key: of, recordId: id } as never });
          }}
          onClose={() => setEntering(false)}
        />
      )}
    </Section>
  );
}
