/** 审计: who did, saw and exported what. Rows are only ever added. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { isPlainDate } from '../../../kernel/schema/index.ts';
import { KeysetTable } from '../../components/DataTable.tsx';
import { Page } from '../../components/layout.tsx';
import { CaseLink, Moment, PersonName } from '../../components/marks.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { api } from '../../shared/api.ts';
import { useTextSearch } from '../search.ts';

interface Row {
  id: string;
  at: string;
  actorName: string;
  roleZh: string;
  divisionName: string;
  action: string;
  actionZh: string;
  subjectKind: string | null;
  subjectId: string | null;
  personId: string | null;
  caseId: string | null;
  purpose: string | null;
  detail: Record<string, unknown> | null;
}

/** Every action of the platform, found by any of its words. */
function useActions(): { value: string; label: string }[] {
  const named = useQuery({
    queryKey: ['/api/audit/actions'],
    queryFn: () => api.get<{ rows: readonly { action: string; zh: string }[] }>('/api/audit/actions'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (named.data?.rows ?? [])
    .map(({ action, zh }) => ({ value: action, label: zh }))
    .sort((a, b) => a.label.localeCompare(b.label, 'zh-CN'));
}

const batchOf = (row: Row): string | null => (row.subjectKind === 'payment-batch' ? row.subjectId : null);

/** The whole day in Shanghai: from its first instant to the first of the next. */
const startOf = (day: string | undefined): string | undefined => (day ? `${day}T00:00:00+08:00` : undefined);
const endOf = (day: string | undefined): string | undefined =>
  day ? new Date(Date.parse(`${day}T00:00:00+08:00`) + 86_400_000).toISOString() : undefined;

/** A day typed as 2026-09-01; it counts once it is one. */
function DayBox({ id, value, onChange }: { id: string; value: string | undefined; onChange: (day: string) => void }) {
  const [text, setText] = useState(value ?? '');
  useEffect(() => setText(value ?? ''), [value]);
  return (
    <Input
      id={id}
      className="day-input"
      inputMode="numeric"
      placeholder="2026-09-01"
      value={text}
      onChange={(e) => {
        const typed = e.target.value.trim();
        setText(typed);
        if (typed === '' || isPlainDate(typed)) onChange(typed);
      }}
    />
  );
}

export function Audit() {
  const [search, change] = useTextSearch();
  const list = useKeyset<Row>('/api/audit', {
    actor: search.actor,
    person: search.person,
    case: search.case,
    action: search.action,
    from: startOf(search.from),
    to: endOf(search.to),
  });
  const actions = useActions();
  const narrowed = Object.values(search).some(Boolean);
  return (
    <Page title="审计" lead="谁在什么时候看了、改了什么。记录只增不改，定时封存。">
      <div className="filters">
        <Select
          aria-label="动作"
          className="pick-action"
          placeholder="全部动作，输入几个字查找"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={actions}
          value={search.action}
          onChange={(action?: string) => change({ action: action ?? '' })}
        />
        <label htmlFor="audit-from">从</label>
        <DayBox id="audit-from" value={search.from} onChange={(day) => change({ from: day })} />
        <label htmlFor="audit-to">到</label>
        <DayBox id="audit-to" value={search.to} onChange={(day) => change({ to: day })} />
        {narrowed && (
          <button
            type="button"
            className="link"
            onClick={() => change({ actor: '', person: '', case: '', action: '', from: '', to: '' })}
          >
            清除条件
          </button>
        )}
      </div>
      <div className="sheet">
        <KeysetTable
          caption="审计记录"
          list={list}
          rowKey={(row) => row.id}
          empty="没有符合条件的记录。"
          columns={[
            { key: 'what', title: '做了什么', kind: 'main', render: (row) => <b>{row.actionZh}</b> },
            { key: 'at', title: '时间', render: (row) => <Moment at={row.at} /> },
            { key: 'who', title: '谁', render: (row) => `${row.divisionName} ${row.roleZh} ${row.actorName}` },
            {
              key: 'about',
              title: '关于',
              render: (row) => (
                <>
                  {row.personId && <PersonName id={row.personId} name="居民档案" />}{' '}
                  {row.caseId && <CaseLink id={row.caseId}>办件</CaseLink>}
                  {batchOf(row) && (
                    <Link to="/batches/$batchId" params={{ batchId: batchOf(row)! }}>
                      发放批次
                    </Link>
                  )}
                  {!row.personId && !row.caseId && !batchOf(row) && '—'}
                </>
              ),
            },
            { key: 'why', title: '事由', kind: 'wide', render: (row) => row.purpose ?? '—' },
            {
              key: 'narrow',
              title: '只看',
              deskOnly: true,
              render: (row) =>
                row.personId ? (
                  <button type="button" className="link" onClick={() => change({ person: row.personId! })}>
                    这个人的
                  </button>
                ) : (
                  <button type="button" className="link" onClick={() => change({ action: row.action })}>
                    同类的
                  </button>
                ),
            },
          ]}
        />
      </div>
    </Page>
  );
}
