/** 规划指标: what the plan demands, what was printed, what is counted today; and every number of the text. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Input, Select } from 'antd';
import { Gauge } from '../../../../web/components/charts.tsx';
import { DataTable, KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { may, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { PlanIndicatorView, PlanView, Wall } from '../../figures/content.ts';
import { PlanConflicts } from './PlanConflicts.tsx';
import { JudgedCell, StatusTag } from './PlanMarks.tsx';
import { PlanMatrix } from './PlanMatrix.tsx';
import { PlanTaskCounts } from './PlanTaskMarks.tsx';

interface FigureRow {
  rowNo: number;
  plan: string;
  name: string;
  unit: string;
  kind: string;
  year: string;
  valueTypeZh: string;
  qualifier: string;
  value: string;
  section: string;
  phrase: string;
  domainZh: string;
}
const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
const said = (value: { qualifier: string; value: string }): string =>
  `${value.qualifier === '=' ? '' : value.qualifier}${value.value}`;

export function Plan() {
  const seesTasks = may(useSession(), 'GET /api/plan-tasks/counts');
  const plans = useQuery({
    queryKey: ['/api/plan-indicators'],
    queryFn: () => api.get<Wall>('/api/plan-indicators'),
  });
  return (
    <Page
      title="规划指标"
      lead="规划定的目标，印出来的、发布的完成情况，平台现在从办件和台账里数出来的，放在一起看；还没有接入数据的，如实写明。"
    >
      <Answered query={plans}>
        {(data) => (
          <>
            {data.conflicts.length > 0 && (
              <Section title="来源不同的数">
                <PlanConflicts rows={data.conflicts} />
              </Section>
            )}
            {data.behind.length > 0 && (
              <Section title={`滞后预警（${data.behind.length}）`}>
                <Behind rows={data.behind} />
              </Section>
            )}
            {seesTasks && <PlanTaskCounts />}
            {data.plans.map((plan) => (
              <Indicators key={plan.code} plan={plan} />
            ))}
            <Section title="各县（市、区）对比">
              <PlanMatrix caption="各县（市、区）对比" rows={data.matrix} />
            </Section>
            <Figures domains={data.domains} />
          </>
        )}
      </Answered>
    </Page>
  );
}

/** Told once for each period to whoever owns it and to the leader. */
const Behind = ({ rows }: { rows: Wall['behind'] }) => (
  <DataTable
    caption="滞后预警"
    rows={rows}
    rowKey={(row) => `${row.indicator} ${row.division}`}
    columns={[
      {
        key: 'name',
        title: '指标',
        kind: 'main',
        wraps: true,
        render: (row) => (
          <Link
            to={'/plan/indicators/$indicatorId' as never}
            params={{ indicatorId: row.indicator } as never}
            search={{ division: row.division } as never}
          >
            {row.name}
          </Link>
        ),
      },
      { key: 'unit', title: '单位', render: (row) => row.unitName },
      { key: 'period', title: '哪一期', render: (row) => row.periodZh },
      {
        key: 'progress',
        title: '进度、时间进度',
        render: (row) => (
          <>
            <b className="num">{percent(row.progress)}</b>
            <span className="quiet">，时间{percent(row.time)}</span>
          </>
        ),
      },
      { key: 'status', title: '状态', render: (row) => <StatusTag of={row} /> },
      {
        key: 'told',
        title: '提醒',
        deskOnly: true,
        render: (row) => (row.toldOn ? <Day on={row.toldOn} /> : '还没有提醒'),
      },
    ]}
  />
);

function Indicators({ plan }: { plan: PlanView }) {
  return (
    <Section title={`${plan.name}：时间进度${percent(plan.time)}`}>
      <DataTable
        caption={plan.name}
        rows={plan.indicators}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'name',
            title: '指标',
            kind: 'main',
            wraps: true,
            render: (row) => (
              <>
                <Link to={'/plan/indicators/$indicatorId' as never} params={{ indicatorId: row.id } as never}>
                  {row.name}
                </Link>{' '}
                {row.kindZh === '约束性' && <Tag tone="now">约束性</Tag>}
                <br />
                <span className="quiet">{row.domainZh}</span>
              </>
            ),
          },
          { key: 'base', title: '基期', render: (row) => (row.base ? `${said(row.base)}（${row.base.year}）` : '') },
          {
            key: 'target',
            title: '目标',
            render: (row) =>
              row.target && (
                <>
                  {said(row.target)}
                  {row.unit === '%' && '%'}（{row.target.year}）{row.target.version > 1 && <Tag tone="warn">调整过</Tag>}
                </>
              ),
          },
          {
            key: 'actual',
            title: '印出的实际',
            render: (row) => (row.actual ? `${said(row.actual)}（${row.actual.year}）` : ''),
          },
          {
            key: 'published',
            title: '发布的',
            render: (row) =>
              row.published && (
                <>
                  <JudgedCell of={{ ...row.published, status: null, near: false }} />
                  <br />
                  <span className="quiet">
                    {row.published.unitName}，{row.published.periodZh}
                  </span>
                </>
              ),
          },
          { key: 'now', title: '平台现在数的', kind: 'wide', render: (row) => <Counted of={row} /> },
          {
            key: 'status',
            title: '状态',
            render: (row) => (
              <>
                <StatusTag of={row} />
                {row.progress !== null && <span className="quiet"> 进度{percent(row.progress)}</span>}
                {row.note && <span className="quiet"> {row.note}</span>}
              </>
            ),
          },
        ]}
      />
    </Section>
  );
}

function Counted({ of: { counted, target, unit } }: { of: PlanIndicatorView }) {
  if (!counted) return null;
  return (
    <>
      <Link to={'/indicators/$key' as never} params={{ key: counted.key } as never}>
        {counted.text ?? '还没有可数的'}
      </Link>
      {counted.parts && counted.parts !== counted.text && <span className="quiet"> {counted.parts}</span>}
      {unit === '%' && counted.den > 0 && target && (
        <Gauge
          num={counted.num}
          den={counted.den}
          target={Number(target.value) / 100}
          label={`${counted.zh}，目标${said(target)}%`}
        />
      )}
    </>
  );
}

function Figures({ domains }: { domains: Readonly<Record<string, string>> }) {
  const [search, change] = useTextSearch();
  const { q, domain } = search;
  const list = useKeyset<FigureRow>('/api/plan-figures', { q, domain }, 'after');
  return (
    <Section title="规划里的每一个数">
      <div className="choices">
        <Input.Search
          allowClear
          defaultValue={q}
          placeholder="名称或原文"
          aria-label="按名称或原文查"
          onSearch={(value) => change({ q: value.trim() })}
          style={{ maxWidth: 260 }}
        />
        <Select
          allowClear
          value={domain}
          placeholder="全部业务"
          aria-label="业务"
          style={{ minWidth: 180 }}
          options={Object.entries(domains).map(([value, label]) => ({ value, label }))}
          onChange={(value: string | undefined) => change({ domain: value })}
        />
      </div>
      <KeysetTable
        caption="规划里的每一个数"
        list={list}
        rowKey={(row) => String(row.rowNo)}
        empty="没有找到。"
        columns={[
          { key: 'name', title: '名称', kind: 'main', wraps: true, render: (row) => <b>{row.name}</b> },
          {
            key: 'value',
            title: '数值',
            render: (row) => `${row.valueTypeZh} ${said(row)}${row.unit ? ` ${row.unit}` : ''}（${row.year}）`,
          },
          { key: 'kind', title: '性质', deskOnly: true, render: (row) => (row.kind === '未注明' ? '' : row.kind) },
          { key: 'domain', title: '业务', deskOnly: true, render: (row) => row.domainZh },
          { key: 'phrase', title: '原文', kind: 'wide', render: (row) => `${row.phrase}（${row.section}）` },
        ]}
      />
    </Section>
  );
}
