/** 乡镇确认抽查: where townships confirm, what the county drew of each month, what it has still to look at, and what it found. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { longDate } from '../../../../kernel/calendar/index.ts';
import { DataTable, KeysetTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { CaseLink, Day, Month, Tag } from '../../../../web/components/marks.tsx';
import { RowActions } from '../../../../web/components/RecordParts.tsx';
import { homeDivision, ownTownship, useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import { longMonth } from '../../../../web/shared/format.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import { type CheckView, type DrawView, verdicts } from '../../delegation/terms.ts';

const LIST = '/api/township-checks';
const views = [
  { value: 'open', label: '还没有看的' },
  { value: 'done', label: '看完的' },
] as const;

export function TownshipChecks() {
  const session = useSession();
  const queries = useQueryClient();
  const [search, change] = useTextSearch();
  const view = search.view === 'done' ? 'done' : 'open';
  const month = /^\d{4}-\d{2}$/.test(search.month ?? '') ? search.month : undefined;
  const draws = useQuery({
    queryKey: ['/api/township-draws'],
    queryFn: () => api.get<{ rows: readonly DrawView[] }>('/api/township-draws'),
  });
  const list = useKeyset<CheckView>(LIST, { view, month });
  const [doing, setDoing] = useState<{ row: CheckView; action: CheckView['actions'][number] } | null>(null);
  const opens = (of: DrawView, to: 'open' | 'done', count: number) =>
    count === 0 ? (
      <span className="num">0件</span>
    ) : (
      <Button type="link" size="small" style={{ paddingInline: 0 }} onClick={() => change({ view: to, month: of.month })}>
        {count}件
      </Button>
    );
  return (
    <Page
      title="乡镇确认抽查"
      lead="委托乡镇（街道）确认的，每月过后从上月的决定里抽签，县民政局逐件看；不对的重新办理，由县级决定。"
    >
      {/* 抽签是按县的：乡镇只看抽中了自己的哪几件 */}
      {!ownTownship(session) && (
        <Section title="每月抽签">
          <DataTable
            caption="每月抽签"
            rows={draws.data?.rows ?? []}
            rowKey={(draw) => `${draw.county}${draw.month}`}
            empty="还没有抽过签：没有委托乡镇确认的地方，或者头一个月还没有过完。"
            columns={[
              {
                key: 'month',
                title: '月份',
                kind: 'main',
                render: (draw) => (
                  <>
                    <Month month={draw.month} /> {draw.countyName}
                  </>
                ),
              },
              { key: 'decisions', title: '乡镇决定', render: (draw) => <span className="num">{draw.decisions}件</span> },
              { key: 'drawn', title: '抽中', render: (draw) => <span className="num">{draw.drawn}件</span> },
              { key: 'open', title: '还没有看', render: (draw) => opens(draw, 'open', draw.open) },
              { key: 'done', title: '看完', render: (draw) => opens(draw, 'done', draw.drawn - draw.open) },
              {
                key: 'wrong',
                title: '其中不对的',
                render: (draw) => (draw.wrong > 0 ? <Tag tone="bad">{draw.wrong}件</Tag> : <span className="num">0件</span>),
              },
              {
                key: 'seed',
                title: '抽签日和随机数',
                kind: 'wide',
                render: (draw) => (
                  <span className="quiet">
                    <Day on={draw.drawnOn} />，<span className="num">{draw.seed}</span>
                  </span>
                ),
              },
            ]}
          />
        </Section>
      )}
      <div className="filters">
        <Chips label="状态" options={views} value={view} onChange={(value) => change({ view: value })} />
        {month && (
          <Button size="small" onClick={() => change({ month: undefined })}>
            只看{longMonth(month as CheckView['month'])} ✕
          </Button>
        )}
      </div>
      <div className="sheet">
        <KeysetTable
          caption="抽中的决定"
          list={list}
          rowKey={(row) => row.id}
          empty={view === 'open' ? '没有要看的。' : '还没有看完的。'}
          columns={[
            {
              key: 'name',
              title: '办件',
              kind: 'main',
              render: (row) => <CaseLink id={row.caseId}>{row.applicantName}</CaseLink>,
            },
            { key: 'what', title: '决定', render: (row) => row.whatZh },
            { key: 'place', title: '地区', render: (row) => row.placeName },
            {
              key: 'decided',
              title: '谁定的',
              render: (row) => (
                <>
                  {row.decidedName}，<Day on={row.decidedOn} />
                </>
              ),
            },
            {
              key: 'due',
              title: '看完期限',
              render: (row) => (
                <span className="line">
                  <Day on={row.dueOn} />
                  {row.overdue && <Tag tone="bad">已超期</Tag>}
                </span>
              ),
            },
            {
              key: 'verdict',
              title: '结论',
              kind: 'wide',
              render: (row) =>
                row.verdict ? (
                  <>
                    <Tag tone={row.verdict === 'wrong' ? 'bad' : 'good'}>{verdicts[row.verdict]}</Tag> {row.note}
                    <span className="quiet">
                      （{row.checkedName}，{row.checkedOn && longDate(row.checkedOn)}）
                    </span>
                    {row.remedyCaseId && <CaseLink id={row.remedyCaseId}>重新办理的这一件</CaseLink>}
                  </>
                ) : (
                  '—'
                ),
            },
            ...(list.rows.some((row) => row.actions.length > 0)
              ? [
                  {
                    key: 'do',
                    title: '办理',
                    kind: 'actions' as const,
                    render: (row: CheckView) => (
                      <span className="line">
                        <RowActions actions={row.actions} onAct={(action) => setDoing({ row, action })} />
                      </span>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </div>
      {doing && (
        <FormDrawer
          title={`${doing.row.applicantName}：${doing.action.zh}`}
          causes={doing.action.causes}
          fields={doing.action.fields}
          division={homeDivision(session)}
          button={doing.action.zh}
          danger={doing.action.danger}
          send={(input, requestId) =>
            api.post(`${LIST}/${doing.row.id}/judgement`, { action: doing.action.action, requestId, input })
          }
          onDone={() => queries.invalidateQueries()}
          onClose={() => setDoing(null)}
        />
      )}
    </Page>
  );
}
