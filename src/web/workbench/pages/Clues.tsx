/** 线索与预警: due first; red ones hold a payment. Colours are said in words too. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { type ClueLevel, type ClueRow, clueLevels } from '../../../kernel/clue/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { type Column, KeysetTable } from '../../components/DataTable.tsx';
import { Page } from '../../components/layout.tsx';
import { Day, Deadline, DivisionName, State, Tag } from '../../components/marks.tsx';
import { may, useSession } from '../../components/session.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { api } from '../../shared/api.ts';
import { useTextSearch } from '../search.ts';
import { Chips } from './Chips.tsx';

const views = [
  { value: 'mine', label: '等我办' },
  { value: 'all', label: '辖区在办' },
  { value: 'done', label: '已销号' },
];
const directions = [
  { value: '', label: '进出都看' },
  { value: 'in', label: '可能需要救助' },
  { value: 'out', label: '可能不再符合' },
];
const levels = [
  { value: '', label: '不限' },
  { value: 'red', label: '红' },
  { value: 'orange', label: '橙' },
  { value: 'yellow', label: '黄' },
];
const tones: Record<ClueLevel, 'bad' | 'warn' | 'plain'> = { red: 'bad', orange: 'warn', yellow: 'plain' };

export const Level = ({ level, brief }: { level: ClueLevel; brief?: true }) => (
  <Tag tone={tones[level]}>{brief ? clueLevels[level].split('：')[0] : clueLevels[level]}</Tag>
);

const says: Record<string, string> = {
  mine: '没有等您办的线索。',
  all: '辖区里没有在办的线索。',
  done: '还没有销号的线索。',
};

const columns = (today: PlainDate): Column<ClueRow>[] => [
  {
    key: 'who',
    title: '谁家',
    kind: 'main',
    render: (row) => (
      <>
        <Link to="/clues/$clueId" params={{ clueId: row.id }}>
          {row.name}
        </Link>{' '}
        {row.urgent && <Tag tone="bad">紧急</Tag>}
      </>
    ),
  },
  {
    key: 'due',
    title: '时限',
    render: (row) => (
      <Deadline
        light={row.state === 'closed' ? 'done' : row.level === 'orange' ? 'overdue' : 'green'}
        dueOn={row.dueOn}
        today={today}
      />
    ),
  },
  { key: 'level', title: '级别', render: (row) => <Level level={row.level} brief /> },
  { key: 'direction', title: '方向', render: (row) => row.directionZh },
  { key: 'reasons', title: '缘由', render: (row) => row.reasons.join('、') },
  { key: 'source', title: '来源', deskOnly: true, render: (row) => row.sourceZh },
  { key: 'state', title: '状态', render: (row) => <State zh={row.dispositionZh ?? row.stateZh} /> },
  { key: 'holder', title: '在谁手里', render: (row) => row.holderZh ?? <span className="quiet">已销号</span> },
  { key: 'division', title: '所在地', render: (row) => <DivisionName name={row.divisionName} /> },
  { key: 'reported', title: '发现', deskOnly: true, render: (row) => <Day on={row.reportedAt.slice(0, 10)} /> },
];

export function Clues() {
  const session = useSession();
  const [search, change] = useTextSearch();
  const view = search.view ?? (search.level ? 'all' : 'mine');
  const list = useKeyset<ClueRow>('/api/clues', {
    view,
    direction: search.direction,
    level: search.level,
    division: search.division,
  });
  const narrowed = Boolean(search.direction || search.level || search.division);
  return (
    <Page
      title="线索与预警"
      lead="政策找人：有人反映、部门送来、系统比对的，都在这里。机器只提醒，核实和决定都由人来做。"
      aside={
        may(session, 'POST /api/clues') && (
          <Link to="/clues/new">
            <Button type="primary">报一条线索</Button>
          </Link>
        )
      }
    >
      <div className="filters">
        <Chips label="范围" options={views} value={view} onChange={(v) => change({ view: v })} />
        <Chips
          label="方向"
          options={directions}
          value={search.direction ?? ''}
          onChange={(direction) => change({ view, direction })}
        />
        {search.division && (
          <button type="button" className="link" onClick={() => change({ view, division: '' })}>
            只看了一个乡镇，看全部
          </button>
        )}
        <Chips label="级别" options={levels} value={search.level ?? ''} onChange={(level) => change({ view, level })} />
      </div>
      <div className="sheet">
        <KeysetTable
          caption="线索列表"
          list={list}
          columns={columns(session.today)}
          rowKey={(row) => row.id}
          empty={
            narrowed ? (
              <>
                没有符合条件的线索。
                <button type="button" className="link" onClick={() => change({ direction: '', level: '', division: '' })}>
                  清除条件
                </button>
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

interface Counts {
  mine: number;
  red: number;
  overdue: number;
  all: number;
}

/** On 今天要办: how many clues wait, each a list. Nothing while there are none. */
export function ClueCounts() {
  const counts = useQuery({ queryKey: ['/api/clues', 'counts'], queryFn: () => api.get<Counts>('/api/clues/counts') });
  if (!counts.data || counts.data.all === 0) return null;
  const { mine, red, overdue } = counts.data;
  const cards = [
    { zh: '线索等我办', count: mine, tone: 'now', search: { view: 'mine' } },
    { zh: '红色预警', count: red, tone: 'bad', search: { view: 'all', level: 'red' } },
    { zh: '线索已超期', count: overdue, tone: 'warn', search: { view: 'all', level: 'orange' } },
  ];
  return (
    <ul className="counts">
      {cards.map((card) => (
        <li key={card.zh} className={card.count > 0 ? `count-${card.tone}` : undefined}>
          <Link to="/clues" search={card.search}>
            <b>{card.count >= 1000 ? '1000+' : card.count}</b>
            {card.zh}
          </Link>
        </li>
      ))}
    </ul>
  );
}
