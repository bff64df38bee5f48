/** The units that a figure of 辅具管理 counts. */
import { Link } from '@tanstack/react-router';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Page } from '../../../../web/components/layout.tsx';
import { Moment, Tag } from '../../../../web/components/marks.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import type { TextSearch } from '../../../../web/workbench/search.ts';
import { type UnitState, unitStates } from '../../devices/terms.ts';
import type { StockRow } from './content.ts';
import { tones } from './station-parts.ts';

export function DeviceStock({ filter: { station, item, batch, state, held } }: { filter: TextSearch }) {
  const list = useKeyset<StockRow>('/api/devices/stock', { station, item, batch, state, held });
  const [first] = list.rows;
  const words = [
    first && (station ? first.stationName : first.itemName),
    batch && `批次${batch}`,
    state && (held ? '还在使用人手里' : unitStates[state as UnitState]),
  ];
  return (
    <Page title={words.filter(Boolean).join('，') || '辅具'} lead={<Link to="/devices/overview">回到辅具管理</Link>}>
      <div className="sheet">
        <KeysetTable
          caption="辅具"
          list={list}
          rowKey={(u) => u.code}
          empty="没有这样的辅具，情况可能刚刚变化。"
          columns={[
            { key: 'code', title: '编码', kind: 'main', render: (u) => <span className="num">{u.code}</span> },
            { key: 'item', title: '辅具', render: (u) => u.itemName },
            { key: 'batch', title: '批次', render: (u) => <span className="num">{u.batch}</span> },
            { key: 'station', title: '网点', render: (u) => u.stationName },
            { key: 'state', title: '状态', render: (u) => <Tag tone={tones[u.state]}>{u.stateZh}</Tag> },
            { key: 'since', title: '从什么时候起', render: (u) => <Moment at={u.since} /> },
          ]}
        />
      </div>
    </Page>
  );
}
