/** The households behind the figures: ten to read, each effect as a list, and those that came out differently from the rehearsal. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type DifferenceRow, type Effect, effects, type HouseholdRow, type RunReport } from '../../../kernel/rehearsal/index.ts';
import { type Column, DataTable, KeysetTable } from '../../components/DataTable.tsx';
import { Section } from '../../components/layout.tsx';
import { DivisionName, Money, Month, Tag } from '../../components/marks.tsx';
import { Answered } from '../../components/states.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { api } from '../../shared/api.ts';
import { Chips } from './Chips.tsx';
import { householdsIn } from './RehearsalReport.tsx';

const tones: Record<Effect, 'good' | 'warn' | 'now'> = {
  gain: 'good',
  enter: 'good',
  loss: 'warn',
  leave: 'warn',
  unclear: 'warn',
  same: 'now',
};

const columnsFor = (draftId: string): Column<HouseholdRow>[] => [
  {
    key: 'who',
    title: '家庭',
    kind: 'main',
    render: (row) => (
      <Link to="/rehearsal/$draftId/$subjectId" params={{ draftId, subjectId: row.subjectId }}>
        {row.personName ?? '无权查看姓名'}
        {row.persons ? `（${row.persons}人）` : ''}
      </Link>
    ),
  },
  {
    key: 'effect',
    title: '结果',
    render: (row) => (
      <>
        <Tag tone={tones[row.effect]}>{row.effectZh}</Tag>
        {row.reversal && <Tag tone="warn">倒挂</Tag>}
      </>
    ),
  },
  { key: 'place', title: '地区', kind: 'wide', render: (row) => <DivisionName name={row.divisionName} /> },
  { key: 'old', title: '原每月', kind: 'number', render: (row) => <Money fen={row.oldFen} /> },
  { key: 'new', title: '新每月', kind: 'number', render: (row) => <Money fen={row.newFen} /> },
  { key: 'from', title: '从哪月起', render: (row) => <Month month={row.fromMonth} /> },
  { key: 'reason', title: '说明', kind: 'wide', render: (row) => row.reason ?? '' },
];

export function TenCases({ draftId }: { draftId: string }) {
  const ten = useQuery({
    queryKey: ['/api/standard-drafts', draftId, 'ten'],
    queryFn: () => api.get<{ rows: readonly HouseholdRow[] }>(`/api/standard-drafts/${draftId}/households`, { ten: '1' }),
  });
  return (
    <Section title="请看这十户" aside={<span className="quiet">先看变差的、进来的，再看各县增加最多和最少的</span>}>
      <Answered query={ten}>
        {({ rows }) => (
          <DataTable
            caption="请看这十户"
            rows={rows}
            rowKey={(row) => row.subjectId}
            columns={columnsFor(draftId)}
            empty="没有变动的户。"
          />
        )}
      </Answered>
    </Section>
  );
}

export function Households({ draftId, groups }: { draftId: string; groups: RunReport['groups'] }) {
  const present = (Object.keys(effects) as Effect[]).filter((effect) => householdsIn(groups, effect) > 0);
  const [chosen, setChosen] = useState<Effect | null>(null);
  const effect = chosen ?? present[0] ?? 'gain';
  const list = useKeyset<HouseholdRow>(`/api/standard-drafts/${draftId}/households`, { effect });
  return (
    <Section title="逐户结果">
      <div className="filters">
        <Chips
          label="结果"
          options={present.map((e) => ({ value: e, label: `${effects[e]}（${householdsIn(groups, e)}户）` }))}
          value={effect}
          onChange={(value) => setChosen(value as Effect)}
        />
      </div>
      <KeysetTable
        caption="逐户结果"
        list={list}
        rowKey={(row) => row.subjectId}
        columns={columnsFor(draftId)}
        empty="没有这样的户。"
      />
    </Section>
  );
}

export function Differences({ draftId, compared }: { draftId: string; compared: NonNullable<RunReport['compared']> }) {
  const list = useQuery({
    queryKey: ['/api/standard-drafts', draftId, 'differences'],
    queryFn: () => api.get<{ rows: readonly DifferenceRow[] }>(`/api/standard-drafts/${draftId}/differences`),
    enabled: compared.different > 0,
  });
  return (
    <Section title="与预演比较">
      {compared.different === 0 ? (
        <p role="status">
          <b>公布结果与预演完全一致</b>（{compared.equal}户）。
        </p>
      ) : (
        <>
          <p role="status">
            <b>有{compared.different}户与预演不同</b>，其余{compared.equal}户一致。预演之后登记有变动，原因逐户列出。
          </p>
          {list.data && (
            <DataTable
              caption="与预演不同的户"
              rows={list.data.rows}
              rowKey={(row) => row.subjectId}
              columns={[
                ...columnsFor(draftId).slice(0, 5),
                {
                  key: 'rehearsed',
                  title: '预演时',
                  kind: 'wide',
                  render: (row) =>
                    (row as DifferenceRow).rehearsed ? (
                      <>
                        {(row as DifferenceRow).rehearsed!.effectZh} <Money fen={(row as DifferenceRow).rehearsed!.newFen} />
                      </>
                    ) : (
                      '没有这一户'
                    ),
                },
                { key: 'why', title: '原因', kind: 'wide', render: (row) => (row as DifferenceRow).why },
              ]}
            />
          )}
        </>
      )}
    </Section>
  );
}
