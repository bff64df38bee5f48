/** 核对中心: what waits for an answer, objections, files for departments, and how every source answers. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Segmented, Select } from 'antd';
import { longDate, plainDateOf } from '../../../../kernel/calendar/index.ts';
import {
  answerWays,
  departmentModes,
  queryFaults,
  queryStates,
  type SourceHealth,
  sourceWays,
} from '../../../../kernel/exchange/index.ts';
import { DataTable, KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { CaseLink, Day, Moment, Tag } from '../../../../web/components/marks.tsx';
import { may, useSession } from '../../../../web/components/session.tsx';
import { Answered, Refused } from '../../../../web/components/states.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api, apiErrorOf } from '../../../../web/shared/api.ts';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { Objection, OpenQuery } from '../../verification/report.ts';
import { InboundRegister } from './InboundRegister.tsx';
import { QueryFiles } from './QueryFiles.tsx';
import { SupportersToDo } from './SupportersToDo.tsx';

const SOURCES = '/api/verification/sources';
const WAITING = 'GET /api/verification/queries';
type View = 'waiting' | 'objections' | 'supporters' | 'inbound' | 'files' | 'sources';

export function Departments() {
  const session = useSession();
  const views: { value: View; label: string }[] = [
    ...(may(session, WAITING)
      ? [
          { value: 'waiting' as const, label: '等反馈' },
          { value: 'objections' as const, label: '异议复核' },
          { value: 'inbound' as const, label: '外省来函' },
        ]
      : []),
    ...(may(session, 'GET /api/verification/batches')
      ? [
          { value: 'supporters' as const, label: '户外义务人' },
          { value: 'files' as const, label: '查询文件' },
        ]
      : []),
    { value: 'sources', label: '数据来源' },
  ];
  const [search, change] = useTextSearch();
  const view = views.find((v) => v.value === search.view)?.value ?? views[0]!.value;
  return (
    <Page title="核对中心" lead="核对时向这些来源查询。没有反馈的，办件会等，不会当成通过；要先出报告的，写明理由。">
      {views.length > 1 && (
        <div className="filters">
          <Segmented value={view} onChange={(v) => change({ view: v, source: '' })} options={views} />
        </div>
      )}
      {view === 'waiting' && <Waiting />}
      {view === 'objections' && <Objections />}
      {view === 'supporters' && <SupportersToDo />}
      {view === 'inbound' && <InboundRegister />}
      {view === 'files' && <QueryFiles />}
      {view === 'sources' && <Sources />}
    </Page>
  );
}

const useHealth = () => useQuery({ queryKey: [SOURCES], queryFn: () => api.get<{ rows: readonly SourceHealth[] }>(SOURCES) });

function Waiting() {
  const [search, change] = useTextSearch();
  const { source } = search;
  const health = useHealth();
  const list = useKeyset<OpenQuery>('/api/verification/queries', { source });
  const troubled = health.data?.rows.filter((row) => row.waiting + row.failed > 0) ?? [];
  return (
    <Section title="还没有反馈的查询">
      {troubled.length > 0 && (
        <div className="filters">
          <Select
            aria-label="来源"
            style={{ minWidth: 240 }}
            allowClear
            placeholder="全部来源"
            value={source}
            onChange={(value) => change({ source: value ?? '' })}
            options={troubled.map((row) => ({ value: row.source, label: `${row.owner}（${row.waiting + row.failed}）` }))}
          />
        </div>
      )}
      <KeysetTable
        caption="还没有反馈的查询，先提出的在前"
        list={list}
        rowKey={(row) => row.id}
        empty={source ? '这个来源都有反馈。' : '所有查询都有反馈。'}
        columns={[
          {
            key: 'case',
            title: '办件',
            kind: 'main',
            render: (row) => <CaseLink id={row.caseId}>{row.applicantName}</CaseLink>,
          },
          { key: 'place', title: '地区', deskOnly: true, render: (row) => row.divisionName },
          { key: 'source', title: '来源', render: (row) => row.sourceName },
          { key: 'way', title: '方式', render: (row) => answerWays[row.way] },
          { key: 'members', title: '人数', kind: 'number', render: (row) => row.members },
          { key: 'asked', title: '提出', render: (row) => <Moment at={row.askedAt} /> },
          { key: 'due', title: '应答复', render: (row) => row.dueOn && <Day on={row.dueOn} /> },
          {
            key: 'state',
            title: '情况',
            render: (row) => (
              <>
                <Tag tone={row.overdue || row.state !== 'pending' ? 'warn' : 'now'}>
                  {row.overdue ? '已过期限' : queryStates[row.state]}
                </Tag>
                {row.fault && <span className="quiet"> {queryFaults[row.fault]}</span>}
              </>
            ),
          },
        ]}
      />
    </Section>
  );
}

function Objections() {
  const session = useSession();
  const path = '/api/verification/objections';
  const list = useQuery({ queryKey: [path], queryFn: () => api.get<{ rows: readonly Objection[] }>(path) });
  return (
    <Section title="对核对结果的异议">
      <Answered query={list}>
        {({ rows }) => (
          <DataTable
            caption="等着复核的异议，先到期的在前"
            rows={rows}
            empty="没有等着复核的异议。"
            rowKey={(row) => row.id}
            columns={[
              {
                key: 'case',
                title: '办件',
                kind: 'main',
                render: (row) => <CaseLink id={row.caseId}>{row.applicantName}</CaseLink>,
              },
              { key: 'place', title: '地区', render: (row) => row.divisionName },
              { key: 'report', title: '核对报告', render: (row) => <span className="num">{row.reportNo}</span> },
              { key: 'at', title: '提出', render: (row) => <Moment at={row.objectedAt} /> },
              { key: 'due', title: '应复核', render: (row) => <Day on={row.reviewDue} /> },
              {
                key: 'state',
                title: '情况',
                render: (row) => (
                  <Tag tone={row.reviewDue < session.today ? 'bad' : row.rechecking ? 'now' : 'warn'}>
                    {row.reviewDue < session.today ? '已过期限' : row.rechecking ? '正在重新查询' : '待复核'}
                  </Tag>
                ),
              },
            ]}
          />
        )}
      </Answered>
    </Section>
  );
}

const DayOf = ({ at }: { at: string | null }) => <Day on={at && plainDateOf(at)} />;

/** A count of queries without an answer opens them. */
function Open({ row, count }: { row: SourceHealth; count: number }) {
  const session = useSession();
  if (count === 0 || !may(session, WAITING)) return count;
  return (
    <Link to="/departments" search={{ view: 'waiting', source: row.source }}>
      {count}
    </Link>
  );
}

function Sources() {
  const session = useSession();
  const queries = useQueryClient();
  const health = useHealth();
  const set = useMutation({
    mutationFn: (choice: { source: string; way: string }) => api.post(SOURCES, choice),
    onSuccess: () => queries.invalidateQueries({ queryKey: [SOURCES] }),
  });
  // One setting for the whole city: no county changes it for the others.
  const maySet = may(session, 'POST /api/verification/sources');
  return (
    <>
      <Section title="数据来源">
        <Answered query={health}>
          {({ rows }) => (
            <DataTable
              caption="各来源的答复方式和近30天的情况"
              rows={rows}
              rowKey={(row) => row.source}
              columns={[
                {
                  key: 'name',
                  title: '来源',
                  kind: 'main',
                  render: (row) => (
                    <>
                      <b>{row.owner}</b>
                      <br />
                      <span className="quiet">
                        {row.zh}。{row.basis}
                        {row.validFrom && `（${longDate(row.validFrom)}起）`}
                      </span>
                    </>
                  ),
                },
                {
                  key: 'way',
                  title: '答复方式',
                  render: (row) =>
                    maySet ? (
                      <Select
                        aria-label={`${row.owner}的答复方式`}
                        style={{ width: 120 }}
                        value={row.way}
                        options={Object.entries(sourceWays).map(([value, label]) => ({ value, label }))}
                        onChange={(way) => set.mutate({ source: row.source, way })}
                      />
                    ) : (
                      sourceWays[row.way]
                    ),
                },
                { key: 'waiting', title: '等待', kind: 'number', render: (row) => <Open row={row} count={row.waiting} /> },
                { key: 'overdue', title: '过期', kind: 'number', render: (row) => <Open row={row} count={row.overdue} /> },
                { key: 'answered', title: '已反馈', kind: 'number', render: (row) => row.answered },
                { key: 'failed', title: '未反馈', kind: 'number', render: (row) => <Open row={row} count={row.failed} /> },
                { key: 'oldest', title: '最早等起', deskOnly: true, render: (row) => <DayOf at={row.oldestWaitingSince} /> },
                { key: 'last', title: '最近反馈', deskOnly: true, render: (row) => <DayOf at={row.lastAnswerAt} /> },
                { key: 'fault', title: '最近的问题', render: (row) => row.lastFault && queryFaults[row.lastFault] },
              ]}
            />
          )}
        </Answered>
        {set.error && <Refused error={apiErrorOf(set.error)} />}
      </Section>
      {session.demo && maySet && <Scenarios rows={health.data?.rows ?? []} />}
    </>
  );
}

/** In the demonstration each department can be made slow, wrong or silent. */
function Scenarios({ rows }: { rows: readonly SourceHealth[] }) {
  const queries = useQueryClient();
  const path = '/api/demo/departments';
  const scenarios = useQuery({
    queryKey: [path],
    queryFn: () =>
      api.get<{ rows: readonly { source: string; mode: keyof typeof departmentModes }[]; changeable: readonly string[] }>(path),
  });
  const set = useMutation({
    mutationFn: (choice: { source: string; mode: string }) => api.post(path, choice),
    onSuccess: () => queries.invalidateQueries({ queryKey: [path] }),
  });
  if (!scenarios.data) return null;
  const { changeable } = scenarios.data;
  const modes = new Map(scenarios.data.rows.map((row) => [row.source, row.mode]));
  return (
    <Section title="演示：让部门这样答复">
      <ul className="plain-list">
        {rows
          .filter((row) => row.way === 'interface' && changeable.includes(row.source))
          .map(({ source, owner }) => (
            <li key={source} className="line paired">
              <label htmlFor={`mode-${source}`}>{owner}</label>
              <Select
                id={`mode-${source}`}
                style={{ width: 140 }}
                value={modes.get(source) ?? 'normal'}
                options={Object.entries(departmentModes).map(([value, label]) => ({ value, label }))}
                onChange={(mode) => set.mutate({ source, mode })}
              />
            </li>
          ))}
      </ul>
      {set.error && <Refused error={apiErrorOf(set.error)} />}
    </Section>
  );
}
