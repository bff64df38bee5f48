/** 监督: saved questions over the whole city; each opens its rows, and a row can be given to somebody to put right. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { longDate } from '../../../../kernel/calendar/index.ts';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { DataTable, KeysetTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page } from '../../../../web/components/layout.tsx';
import { Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading } from '../../../../web/components/states.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import { CountedName } from '../../../../web/workbench/pages/counted.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { FindingRow, QueryView, RectificationState } from '../../supervision/terms.ts';

const LIST = '/api/supervision';
interface Overview {
  rows: QueryView[];
  order: readonly FormField[];
  /** What the order of a rectification begins with. */
  orderInitial: Readonly<Record<string, unknown>>;
}
export const rectificationTones: Readonly<Record<RectificationState, 'now' | 'warn' | 'good' | 'plain'>> = {
  assigned: 'warn',
  done: 'now',
  confirmed: 'good',
  dismissed: 'plain',
};

export function Supervision() {
  const { today } = useSession();
  const [search] = useTextSearch();
  const view = useQuery({ queryKey: [LIST], queryFn: () => api.get<Overview>(LIST) });
  if (view.isPending) return <Loading text="正在逐项查询……" />;
  if (!view.data) return <Failed error={view.error} retry={() => void view.refetch()} />;
  const { rows, order, orderInitial } = view.data;
  const open = rows.find((row) => row.key === search.query);
  if (open) return <Findings query={open} order={order} initial={orderInitial} />;
  return (
    <Page
      title="监督"
      lead={`截至${longDate(today)}。查到的是线索，不是结论：先核实，属实的交办整改。`}
      aside={<Link to="/rectifications">整改清单</Link>}
    >
      <div className="sheet">
        <DataTable
          caption="监督查询"
          rows={rows}
          rowKey={(row) => row.key}
          columns={[
            {
              key: 'zh',
              title: '查什么',
              kind: 'main',
              render: (row) => (
                <Link to="/supervision" search={{ query: row.key }}>
                  {row.zh}
                </Link>
              ),
            },
            {
              key: 'count',
              title: '查到',
              kind: 'number',
              render: (row) => (row.count === null ? '打开时查' : row.count >= 100 ? '100+' : row.count),
            },
            {
              key: 'open',
              title: '整改中',
              kind: 'number',
              render: (row) => (row.open > 0 ? <Tag tone="warn">{row.open}</Tag> : 0),
            },
            { key: 'says', title: '口径', kind: 'wide', render: (row) => <span className="quiet">{row.says}</span> },
          ]}
        />
      </div>
    </Page>
  );
}

function Findings({ query, order, initial }: { query: QueryView; order: Overview['order']; initial: Overview['orderInitial'] }) {
  const session = useSession();
  const queries = useQueryClient();
  const [ordering, setOrdering] = useState<FindingRow | null>(null);
  const address = `${LIST}/${query.key}`;
  const list = useKeyset<FindingRow>(address);
  return (
    <Page
      title={query.zh}
      lead={
        <>
          {query.says}
          <Link to="/supervision">回到监督</Link>
        </>
      }
    >
      <div className="sheet">
        <KeysetTable
          caption={query.zh}
          list={list}
          rowKey={(row) => row.id}
          empty={list.more ? '这一批没有查到，后面还有的请继续加载。' : '没有查到。'}
          columns={[
            { key: 'name', title: '姓名或户名', kind: 'main', render: (row) => <CountedName row={row} /> },
            { key: 'place', title: '地区', render: (row) => row.placeName },
            { key: 'says', title: '情况', kind: 'wide', render: (row) => row.says },
            {
              key: 'state',
              title: '整改',
              render: (row) =>
                row.rectification ? (
                  <span className="line">
                    <Tag tone={rectificationTones[row.rectification.state]}>{row.rectification.stateZh}</Tag>
                    <span className="quiet">期限{row.rectification.dueOn}</span>
                  </span>
                ) : (
                  <Button size="small" onClick={() => setOrdering(row)}>
                    交办整改
                  </Button>
                ),
            },
          ]}
        />
      </div>
      {ordering && (
        <FormDrawer
          title={`交办整改：${ordering.name}`}
          causes={`${ordering.says}。交办后对方收到提醒，整改要附凭证，由您或另一位监督人员确认。`}
          fields={order}
          initial={initial}
          division={homeDivision(session)}
          button="交办"
          send={(input, requestId) => api.post(`${address}/rectifications`, { ...input, subject: ordering.id, requestId })}
          onDone={() => queries.invalidateQueries()}
          onClose={() => setOrdering(null)}
        />
      )}
    </Page>
  );
}
