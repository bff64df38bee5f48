/** One evaluation: scheme, own evaluations, the third party's sheet, the public survey, the report with its score. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { Bars } from '../../../../web/components/charts.tsx';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Moment, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { EvaluationFile, MeasureView, SelfView } from '../../evaluation/content.ts';
import type { RemeasureState } from '../../evaluation/terms.ts';
import { EvaluationTag } from './PlanEvaluations.tsx';
import { actionsOf } from './PlanMarks.tsx';
import { PlanSample } from './PlanSample.tsx';

export function PlanEvaluation() {
  const { evaluationId } = useParams({ strict: false }) as { evaluationId: string };
  const file = useQuery({
    queryKey: ['/api/plan-evaluations', evaluationId],
    queryFn: () => api.get<EvaluationFile>(`/api/plan-evaluations/${evaluationId}`),
  });
  return <Answered query={file}>{(data) => <Whole file={data} />}</Answered>;
}

function Whole({ file }: { file: EvaluationFile }) {
  const session = useSession();
  return (
    <Page title={file.title} lead={file.planName} aside={<Link to={'/plan/evaluations' as never}>← 规划评估</Link>}>
      <Section title="方案和进度">
        <Facts
          rows={[
            { label: '到了哪一步', value: <EvaluationTag of={file} /> },
            { label: '评估办法', value: file.method },
            { label: '自评期限', value: <Day on={file.selfDueOn} /> },
            {
              label: '第三方',
              value: (
                <>
                  {file.evaluator}{' '}
                  {file.declared ? (
                    <span className="quiet">已声明独立性（{file.declared}）</span>
                  ) : (
                    <Tag tone="warn">还没有声明独立性</Tag>
                  )}
                </>
              ),
            },
            { label: '起草', value: file.drafted },
            ...[
              ['批准', file.adopted],
              ['成稿', file.reported],
              ['审定', file.approved],
              ['公布', file.published],
            ].flatMap(([label, value]) => (value ? [{ label: label!, value }] : [])),
          ]}
        />
        <p className="choices">
          <Offers offers={file.offers} of={file.title} division={homeDivision(session)} first="primary" />
        </p>
      </Section>
      {(file.report || file.results.length > 0) && <Report file={file} />}
      {file.selfEvaluations.length > 0 && (
        <Section title={`自评（${file.selves.done}／${file.selves.total}）`}>
          <Selves rows={file.selfEvaluations} />
        </Section>
      )}
      {file.state !== 'draft' && <Measures file={file} />}
      {file.state !== 'draft' && <Survey of={file.survey} />}
    </Page>
  );
}

function Report({ file }: { file: EvaluationFile }) {
  const session = useSession();
  return (
    <Section title={file.report ? '报告' : '指标完成情况（按现在的，成稿以后定下来）'}>
      {file.report && (
        <Facts
          rows={[
            {
              label: '得分',
              value: (
                <>
                  <b className="num">{file.score}分</b>{' '}
                  <Tag tone={file.complete ? 'good' : 'bad'}>{file.complete ? '总体完成' : '总体没有完成'}</Tag>
                </>
              ),
            },
            { label: '结论', value: file.report },
            ...(file.consultation
              ? [
                  {
                    label: '征求意见',
                    value: (
                      <>
                        <Link to={`/consultations/${file.consultation.id}` as never}>{file.consultation.stateZh}</Link>，收到
                        {file.consultation.opinions}条，
                        <Day on={file.consultation.endsOn} />
                        截止
                      </>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      <DataTable
        caption="指标完成情况"
        rows={file.results}
        rowKey={(row) => row.indicator}
        columns={[
          {
            key: 'name',
            title: '指标',
            kind: 'main',
            wraps: true,
            render: (row) => (
              <>
                <Link to={'/plan/indicators/$indicatorId' as never} params={{ indicatorId: row.indicator } as never}>
                  {row.name}
                </Link>{' '}
                {row.binding && <Tag tone="now">约束性</Tag>}
              </>
            ),
          },
          { key: 'target', title: '目标', render: (row) => row.targetText },
          {
            key: 'value',
            title: '完成',
            kind: 'wide',
            render: (row) =>
              row.text === null ? (
                <span className="quiet">没有发布的数，按没有完成算</span>
              ) : (
                <>
                  <b className="num">{row.text}</b> <span className="quiet">{row.parts}</span>
                  {row.from === 'measured' && <Tag tone="warn">复测的数</Tag>}
                  {row.near && <span className="quiet"> 接近，未达标</span>}
                </>
              ),
          },
          {
            key: 'met',
            title: '达标',
            render: (row) => <Tag tone={row.met ? 'good' : 'bad'}>{row.met ? '达到' : '没有达到'}</Tag>,
          },
          {
            key: 'completion',
            title: '完成率',
            kind: 'number',
            // 没有达到的不写成100%
            render: (row) => `${(Math.floor(row.completion * 1000) / 10).toFixed(1)}%`,
          },
          ...actionsOf(file.results, {
            key: 'do',
            title: '办理',
            kind: 'actions',
            render: (row) => <Offers offers={row.offers} of={row.name} division={homeDivision(session)} inRow />,
          }),
        ]}
      />
    </Section>
  );
}

function Selves({ rows }: { rows: readonly SelfView[] }) {
  const session = useSession();
  return (
    <DataTable
      caption="自评"
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        { key: 'name', title: '谁', kind: 'main', render: (row) => <b>{row.name}</b> },
        {
          key: 'state',
          title: '状态',
          render: (row) => (
            <>
              <Tag tone={row.reportedAt ? 'good' : row.late ? 'bad' : 'plain'}>
                {row.reportedAt ? '已交' : row.late ? '逾期没有交' : '没有交'}
              </Tag>
              {row.reportedAt && (
                <div className="quiet">
                  {row.reportedName} <Moment at={row.reportedAt} />
                </div>
              )}
            </>
          ),
        },
        {
          key: 'done',
          title: '完成情况',
          kind: 'wide',
          render: (row) =>
            row.done && (
              <>
                {row.done}
                <div className="quiet">问题和建议：{row.problems}</div>
                {row.proofs.map(({ id, name, to }) => (
                  <a key={id} href={to} target="_blank" rel="noreferrer" aria-label={`${row.name}的佐证：${name}`}>
                    {name}{' '}
                  </a>
                ))}
              </>
            ),
        },
        ...actionsOf(rows, {
          key: 'do',
          title: '办理',
          kind: 'actions',
          render: (row) => <Offers offers={row.offers} of={row.name} division={homeDivision(session)} inRow />,
        }),
      ]}
    />
  );
}

const measureTones: Readonly<Record<RemeasureState, 'good' | 'bad' | 'warn'>> = {
  agrees: 'good',
  recheck: 'bad',
  settled: 'warn',
};

function Measures({ file }: { file: EvaluationFile }) {
  const session = useSession();
  const [open, setOpen] = useState<MeasureView | null>(null);
  // 没有复测的只给还要复测的人看
  const rows = file.measures.filter((row) => row.state !== null || row.offers.length > 0);
  const done = file.measures.filter((row) => row.state !== null).length;
  return (
    <Section title={`第三方复测（${file.measures.length}处有报送的数，复测${done}处）`}>
      <DataTable
        caption="第三方复测"
        rows={rows}
        rowKey={(row) => row.key}
        empty="还没有复测。"
        columns={[
          {
            key: 'what',
            title: '指标',
            kind: 'main',
            wraps: true,
            render: (row) => (
              <>
                <b>{row.indicatorName}</b>
                <br />
                <span className="quiet">{row.unitName}</span>
              </>
            ),
          },
          { key: 'reported', title: '报送的', render: (row) => <span className="num">{row.reported}</span> },
          {
            key: 'measured',
            title: '复测的',
            kind: 'wide',
            render: (row) =>
              row.measured && (
                <>
                  <b className="num">{row.measured}</b>{' '}
                  <span className="quiet">
                    抽{row.sample}，{row.note}（{row.byName}）
                  </span>
                </>
              ),
          },
          {
            key: 'state',
            title: '比较',
            kind: 'wide',
            render: (row) => (
              <>
                {row.state ? (
                  <Tag tone={measureTones[row.state]}>{row.stateZh}</Tag>
                ) : (
                  <span className="quiet">{row.stateZh}</span>
                )}
                {row.outcome && <div className="quiet">{row.outcome}</div>}
              </>
            ),
          },
          ...actionsOf(rows, {
            key: 'do',
            title: '办理',
            kind: 'actions',
            render: (row) => (
              <>
                {row.rows && (
                  <button
                    type="button"
                    className="link"
                    aria-label={`${row.unitName}${row.indicatorName}的记录`}
                    onClick={() => setOpen(row)}
                  >
                    看记录
                  </button>
                )}{' '}
                <Offers offers={row.offers} of={`${row.unitName}${row.indicatorName}`} division={homeDivision(session)} inRow />
              </>
            ),
          }),
        ]}
      />
      {open && <PlanSample evaluation={file.id} of={open} onClose={() => setOpen(null)} />}
    </Section>
  );
}

function Survey({ of }: { of: EvaluationFile['survey'] }) {
  return (
    <Section title="公众评价">
      <Facts
        rows={[
          {
            label: '期间',
            value: (
              <>
                <Day on={of.from} />至<Day on={of.until} /> {of.open && <Tag tone="now">正在进行</Tag>}
              </>
            ),
          },
          {
            label: '份数',
            value: (
              <>
                <span className="num">{of.copies}份</span>{' '}
                <Tag tone={of.valid ? 'good' : 'warn'}>{of.valid ? '有效' : `不足${of.least}份，只作参考`}</Tag>
                {of.most && (
                  <span className="quiet">
                    {' '}
                    最多的一天{of.most.day}，{of.most.copies}份
                  </span>
                )}
              </>
            ),
          },
          { label: '指数', value: of.index === null ? '还没有人评' : <b className="num">{of.index}</b> },
        ]}
      />
      {of.copies > 0 && (
        <Bars
          caption="公众评价各答案的份数"
          rows={of.answers.map(({ zh, copies }) => ({ zh, count: copies, text: `${copies}份` }))}
        />
      )}
    </Section>
  );
}
