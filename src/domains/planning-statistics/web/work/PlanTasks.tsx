/** 规划任务: who owes what by when, found by words, chapter, unit and state. */
import { Link } from '@tanstack/react-router';
import { Input, Select } from 'antd';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { TaskHead, TaskRow } from '../../tasks/content.ts';
import { onScheduleText, TaskLink, TaskTags } from './PlanTaskMarks.tsx';

export function PlanTasks() {
  const session = useSession();
  const [{ q, unit, chapter, state, waits }, change] = useTextSearch();
  const list = useKeyset<TaskRow, TaskHead & { found: number }>('/api/plan-tasks', { q, unit, chapter, state, waits }, 'after');
  const { head } = list;
  const given = Object.entries({ q, unit, chapter, state, waits }).flatMap(([key, value]) => (value ? [[key, value]] : []));
  return (
    <Page
      title="规划任务"
      lead="规划交给各单位做的事：谁负责、什么时候完成。责任单位报进展、附佐证，另一人核过才计入；要改期限和内容，须有批准文件。"
      aside={head && <Offers offers={head.offers} division={homeDivision(session)} first="primary" />}
    >
      <Section title="任务">
        <div className="choices" style={{ marginBottom: 12 }}>
          <Input.Search
            allowClear
            defaultValue={q}
            placeholder="任务、科室、负责人"
            aria-label="按任务、科室、负责人查"
            onSearch={(value) => change({ q: value.trim() })}
            style={{ maxWidth: 260 }}
          />
          <Select
            allowClear
            value={chapter}
            placeholder="全部篇章"
            aria-label="篇章"
            style={{ minWidth: 200 }}
            options={[...(head?.chapters ?? [])]}
            onChange={(value: string | undefined) => change({ chapter: value })}
          />
          <Select
            allowClear
            value={unit}
            placeholder="全部单位"
            aria-label="责任单位"
            style={{ minWidth: 140 }}
            options={[...(head?.units ?? [])]}
            onChange={(value: string | undefined) => change({ unit: value })}
          />
          <a href={`/api/plan-tasks/export?${new URLSearchParams(given as [string, string][])}`}>导出（XLSX）</a>
        </div>
        {head && (
          <Chips
            label="看哪些"
            options={[
              { value: '', label: `全部 ${head.counts.tasks}` },
              ...head.counts.states.map((one) => ({ value: one.state, label: `${one.zh} ${one.tasks}` })),
              { value: 'waits', label: `进展待核 ${head.counts.toCheck}` },
            ]}
            value={state ?? (waits && 'waits') ?? ''}
            onChange={(value) =>
              change({ state: value === 'waits' ? undefined : value || undefined, waits: value === 'waits' ? '1' : undefined })
            }
          />
        )}
        {head && (
          <p aria-live="polite">
            <b className="num">{head.found}</b>项{' '}
            <Link className="quiet" to={'/plan/tasks/indicators' as never}>
              {onScheduleText(head.counts.onSchedule)}（全部任务）
            </Link>
          </p>
        )}
        <KeysetTable
          caption="规划任务"
          list={list}
          rowKey={(row) => row.id}
          empty={given.length > 0 ? '没有符合条件的任务。' : '还没有登记任务。'}
          columns={[
            {
              key: 'text',
              title: '任务',
              kind: 'main',
              wraps: true,
              render: (row) => (
                <>
                  <TaskLink id={row.id} text={row.text} />
                  <br />
                  <span className="quiet">
                    {row.chapterText}，{row.section}
                    {row.above && `；分解自“${row.above.text}”`}
                  </span>
                </>
              ),
            },
            {
              key: 'unit',
              title: '责任单位',
              render: (row) => (
                <>
                  {row.unitName}
                  <br />
                  <span className="quiet">
                    {row.department}，{row.lead}
                  </span>
                </>
              ),
            },
            { key: 'due', title: '完成期限', render: (row) => <Day on={row.dueOn} /> },
            { key: 'state', title: '状态', render: (row) => <TaskTags of={row} /> },
          ]}
        />
      </Section>
    </Page>
  );
}
