/** Several cases of a list taken one step on, each by its own action: who is refused is told by name, the others go on. */
import { useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import type { CaseRow } from '../../../kernel/service/index.ts';
import type { Column } from '../../components/DataTable.tsx';
import { CaseLink } from '../../components/marks.tsx';
import { api, apiErrorOf, newRequestId } from '../../shared/api.ts';

type Bulk = NonNullable<CaseRow['bulk']>[number];
interface Done {
  row: CaseRow;
  /** Null when it went through. */
  refused: string | null;
}

/** What is chosen of a list, and the column to choose by; no column where nothing can be done with several. */
export function useChosen(rows: readonly CaseRow[]) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const able = rows.filter((row) => row.bulk && row.bulk.length > 0);
  const toggle = (id: string, on: boolean) => {
    const next = new Set(ids);
    if (on) next.add(id);
    else next.delete(id);
    setIds(next);
  };
  const column: Column<CaseRow> = {
    key: 'choose',
    title: '选',
    render: (row) =>
      row.bulk && row.bulk.length > 0 ? (
        <input
          type="checkbox"
          className="choose-row"
          aria-label={`选${row.applicantName}的${row.itemName}`}
          checked={ids.has(row.id)}
          onChange={(e) => toggle(row.id, e.target.checked)}
        />
      ) : null,
  };
  return {
    able,
    chosen: able.filter((row) => ids.has(row.id)),
    choose: (chosen: readonly CaseRow[]) => setIds(new Set(chosen.map((row) => row.id))),
    columns: able.length > 1 ? [column] : [],
  };
}

const actionsOf = (rows: readonly CaseRow[]): Bulk[] => [
  ...new Map(rows.flatMap((row) => row.bulk ?? []).map((bulk) => [bulk.action, bulk])).values(),
];
const allowing = (rows: readonly CaseRow[], action: string) => rows.filter((row) => row.bulk?.some((b) => b.action === action));

export function BulkCases({ able, chosen, choose }: Omit<ReturnType<typeof useChosen>, 'columns'>) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState<Bulk | null>(null);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<{ zh: string; rows: readonly Done[] } | null>(null);

  async function carryOut(bulk: Bulk) {
    setBusy(true);
    const rows: Done[] = [];
    for (const row of allowing(chosen, bulk.action)) {
      const step = { action: bulk.action, version: row.version, requestId: newRequestId(), input: {} };
      const refused = await api.post(`/api/cases/${row.id}/actions`, step).then(
        () => null,
        (error) => apiErrorOf(error).message,
      );
      rows.push({ row, refused });
    }
    setDone({ zh: bulk.zh, rows });
    setBusy(false);
    setAsking(null);
    choose([]);
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['/api/cases'] }),
      queries.invalidateQueries({ queryKey: ['session'] }),
    ]);
  }
  const refused = done?.rows.filter((row) => row.refused !== null) ?? [];
  return (
    <>
      {able.length > 1 && (
        <div className="filters bulk">
          <span>{chosen.length === 0 ? '不用作决定的步骤，可以勾选几件一起办：' : `选了${chosen.length}件：`}</span>
          {chosen.length === 0
            ? actionsOf(able).map((bulk) => (
                <Button key={bulk.action} onClick={() => choose(allowing(able, bulk.action))}>
                  选出可以“{bulk.zh}”的{allowing(able, bulk.action).length}件
                </Button>
              ))
            : actionsOf(chosen).map((bulk) => (
                <Button key={bulk.action} type="primary" onClick={() => setAsking(bulk)}>
                  {bulk.zh}（{allowing(chosen, bulk.action).length}件）
                </Button>
              ))}
          {chosen.length > 0 && <Button onClick={() => choose([])}>取消选择</Button>}
        </div>
      )}
      {done && (
        <div role="status" className="note">
          <p>
            {done.zh}：{done.rows.length - refused.length}件办好了{refused.length > 0 && `，${refused.length}件没有办成`}。
          </p>
          {refused.length > 0 && (
            <ul className="plain-list">
              {refused.map(({ row, refused: why }) => (
                <li key={row.id}>
                  <CaseLink id={row.id}>{row.applicantName}</CaseLink>：{why}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
      <Modal
        open={asking !== null}
        title={asking ? `${asking.zh}：${allowing(chosen, asking.action).length}件` : ''}
        okText="一件一件地办"
        okButtonProps={{ loading: busy }}
        cancelButtonProps={{ disabled: busy }}
        onOk={() => asking && void carryOut(asking)}
        onCancel={() => !busy && setAsking(null)}
        closable={{ 'aria-label': '关闭' }}
      >
        {asking && (
          <>
            <p>每一件都会：{asking.causes}办不成的会逐件说明，不影响其他的。</p>
            <ul className="plain-list">
              {allowing(chosen, asking.action).map((row) => (
                <li key={row.id}>
                  {row.applicantName}，{row.itemName}，{row.divisionName}
                </li>
              ))}
            </ul>
          </>
        )}
      </Modal>
    </>
  );
}
