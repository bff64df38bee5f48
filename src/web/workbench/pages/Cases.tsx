/** 办件: due first; the address keeps what the list is narrowed by. */
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import type { CaseRow, ServiceItem } from '../../../kernel/service/index.ts';
import { KeysetTable } from '../../components/DataTable.tsx';
import { Page } from '../../components/layout.tsx';
import { useSession } from '../../components/session.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { api } from '../../shared/api.ts';
import { type TextSearch, useTextSearch } from '../search.ts';
import { BulkCases, useChosen } from './BulkCases.tsx';
import { Chips } from './Chips.tsx';
import { caseColumns, claimColumn } from './caseColumns.tsx';
import { SearchBox } from './SearchBox.tsx';

const views = [
  { value: 'mine', label: '等我办' },
  { value: 'others', label: '等别人' },
  { value: 'all', label: '辖区在办' },
  { value: 'done', label: '已办结' },
];
const lights = [
  { value: '', label: '不限' },
  { value: 'overdue', label: '已超期' },
  { value: 'today', label: '今天到期' },
];

/** Where several officers hold one duty: what each has taken, and what nobody has. */
const claims = [
  { value: '', label: '全部' },
  { value: 'mine', label: '我领的' },
  { value: 'none', label: '还没人领' },
];

const says: Record<string, string> = {
  mine: '没有等您办的办件。',
  others: '没有等别人办的办件。',
  all: '辖区里没有在办的办件。',
  done: '还没有办结的办件。',
};

export function Cases() {
  const session = useSession();
  const [search, change] = useTextSearch();
  const view = search.view ?? 'mine';
  const query: TextSearch = {
    view,
    light: search.light,
    claim: view === 'mine' ? search.claim : undefined,
    itemId: search.itemId,
    state: search.state,
    text: search.text,
    division: search.division,
  };
  const list = useKeyset<CaseRow>('/api/cases', query);
  const shared =
    useQuery({ queryKey: ['/api/cases', 'shared'], queryFn: () => api.get<{ shared: boolean }>('/api/cases/shared') }).data
      ?.shared ?? false;
  const { columns: choosing, ...picked } = useChosen(list.rows);
  const claimed = shared && list.rows.some((row) => row.claim);
  // Of what waits for me there is nothing to say in whose hands it is, but which of us has it.
  const columns = caseColumns(session.today).flatMap((c) => {
    if (view !== 'mine') return [c];
    if (c.key === 'holder') return claimed ? [claimColumn] : [];
    return c.key === 'submitted' && claimed ? [] : [c];
  });
  const narrowed = Boolean(query.claim || search.text || search.light || search.itemId || search.state);
  return (
    <Page title="办件" lead="快到期的在前。">
      <div className="filters">
        <Chips
          label="范围"
          options={views}
          value={view}
          onChange={(v) => change({ view: v, ...(v === 'done' ? { light: '' } : {}) })}
        />
        {view !== 'done' && (
          <Chips label="时限" options={lights} value={search.light ?? ''} onChange={(light) => change({ view, light })} />
        )}
        {view === 'mine' && shared && (
          <Chips label="领办" options={claims} value={search.claim ?? ''} onChange={(claim) => change({ claim })} />
        )}
        <ItemAndState itemId={search.itemId ?? ''} state={search.state ?? ''} change={change} />
        <SearchBox label="姓名或办件编号" value={search.text ?? ''} onChange={(text) => change({ text })} />
        <span className="keys">
          <kbd>j</kbd> <kbd>k</kbd> 上下移动，<kbd>回车</kbd> 打开
        </span>
      </div>
      <div className="sheet">
        {view !== 'done' && <BulkCases {...picked} />}
        <KeysetTable
          caption="办件列表"
          list={list}
          columns={[...choosing, ...columns]}
          rowKey={(row) => row.id}
          empty={
            narrowed ? (
              <>
                没有符合条件的办件。
                <button
                  type="button"
                  className="link"
                  onClick={() => change({ text: '', light: '', itemId: '', state: '', claim: '' })}
                >
                  清除条件
                </button>
                {view !== 'done' && (
                  <button type="button" className="link" onClick={() => change({ view: 'done', light: '' })}>
                    在已办结的里找
                  </button>
                )}
              </>
            ) : (
              says[view]
            )
          }
        />
      </div>
    </Page>
  );
}

/** A state means something within one item only: it is offered once the item is chosen. */
function ItemAndState({ itemId, state, change }: { itemId: string; state: string; change: (changes: TextSearch) => void }) {
  const services = useQuery({
    queryKey: ['/api/services'],
    queryFn: () => api.get<{ items: readonly ServiceItem[] }>('/api/services'),
  });
  const service = useQuery({
    queryKey: ['/api/services', itemId],
    queryFn: () => api.get<{ states: readonly { state: string; zh: string }[] }>(`/api/services/${itemId}`),
    enabled: itemId !== '',
  });
  const items = (services.data?.items ?? []).filter((item) => item.template !== 'guide');
  return (
    <>
      <Select
        aria-label="事项"
        style={{ minWidth: 180 }}
        value={itemId}
        onChange={(chosen) => change({ itemId: chosen, state: '' })}
        options={[{ value: '', label: '全部事项' }, ...items.map((item) => ({ value: item.itemId, label: item.name }))]}
      />
      {itemId !== '' && (
        <Select
          aria-label="状态"
          style={{ minWidth: 140 }}
          value={state}
          onChange={(chosen) => change({ state: chosen })}
          options={[
            { value: '', label: '全部状态' },
            ...(service.data?.states ?? []).map((s) => ({ value: s.state, label: s.zh })),
          ]}
        />
      )}
    </>
  );
}
