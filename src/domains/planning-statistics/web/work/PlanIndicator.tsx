/** One indicator in one place: how it stands, its trend against the target, the counties, every version of its targets and values. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { dayNumber } from '../../../../kernel/calendar/index.ts';
import { Course } from '../../../../web/components/charts.tsx';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Moment, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { IndicatorFile, TargetView, ValueView } from '../../values/content.ts';
import { PlanConflicts } from './PlanConflicts.tsx';
import { LinksOf } from './PlanLinks.tsx';
import { actionsOf, JudgedCell, ValueSource, ValueTag } from './PlanMarks.tsx';
import { PlanMatrix } from './PlanMatrix.tsx';

export function PlanIndicator() {
  const { indicatorId } = useParams({ strict: false }) as { indicatorId: string };
  const [{ division }] = useTextSearch();
  const file = useQuery({
    queryKey: ['/api/plan-indicators', indicatorId, division],
    queryFn: () => api.get<IndicatorFile>(`/api/plan-indicators/${indicatorId}`, { division }),
  });
  return <Answered query={file}>{(data) => <Whole file={data} />}</Answered>;
}

function Whole({ file }: { file: IndicatorFile }) {
  const session = useSession();
  const [, change] = useTextSearch();
  return (
    <Page
      title={file.name}
      lead={
        <>
          {file.planName}，{file.domainZh}
          {file.kindZh !== '未注明' && `，${file.kindZh}`}
        </>
      }
      aside={<Link to={'/plan' as never}>← 规划指标</Link>}
    >
      <Chips
        label="哪里的"
        options={file.places.map(({ division, name }) => ({ value: division, label: name }))}
        value={file.division}
        onChange={(division) => change({ division })}
      />
      <Section title={`${file.divisionName}的情况`}>
        <Facts
          rows={[
            { label: '目标', value: file.trend.targetText ?? '没有定' },
            {
              label: '发布的',
              value: file.judged ? (
                <>
                  <JudgedCell of={file.judged} />{' '}
                  <span className="quiet">
                    {file.judged.parts && `${file.judged.parts}，`}
                    {file.judged.periodZh}，{file.judged.sourceZh}
                  </span>
                </>
              ) : (
                '还没有发布过'
              ),
            },
            ...(file.counted
              ? [
                  {
                    label: '平台现在数的',
                    value: (
                      <>
                        <Link to={'/indicators/$key' as never} params={{ key: file.counted.key } as never}>
                          {file.counted.text}
                        </Link>{' '}
                        <span className="quiet">
                          截至{file.counted.asOf}：{file.counted.definition}
                        </span>
                      </>
                    ),
                  },
                ]
              : []),
          ]}
        />
        <TrendOf file={file} />
        <p className="choices">
          <Offers offers={file.offers} of={file.name} division={homeDivision(session)} />
        </p>
      </Section>
      {file.conflicts.length > 0 && (
        <Section title="来源不同的数">
          <PlanConflicts rows={file.conflicts} />
        </Section>
      )}
      {file.matrix && (
        <Section title="各县（市、区）对比">
          <PlanMatrix caption="各县（市、区）对比" rows={[file.matrix]} />
        </Section>
      )}
      <Section title="目标各版">
        <Targets rows={file.targets} />
      </Section>
      <LinksOf indicator={file.id} />
      <Section title={`${file.divisionName}各期的数`}>
        <Values rows={file.values} />
      </Section>
    </Page>
  );
}

function TrendOf({ file: { trend, name } }: { file: IndicatorFile }) {
  if (trend.points.length < 2) return null;
  const words = trend.points.map((p) => `${p.label}${p.text}`).join('，');
  return (
    <Course
      points={trend.points.map(({ label, value, text, on }) => ({ label, value, text, day: dayNumber(on) }))}
      target={trend.target === null ? null : { value: trend.target, text: trend.targetText ?? '' }}
      label={`${name}：${words}${trend.targetText ? `；目标${trend.targetText}` : ''}`}
    />
  );
}

const tones = { printed: 'plain', proposed: 'warn', adopted: 'good', refused: 'plain' } as const;
const milestoneTones = { inTime: 'good', late: 'warn', missed: 'bad' } as const;

function Targets({ rows }: { rows: readonly TargetView[] }) {
  const session = useSession();
  return (
    <DataTable
      caption="目标各版"
      rows={rows}
      rowKey={(row) => row.id ?? `${row.division} ${row.year}`}
      columns={[
        {
          key: 'target',
          title: '目标',
          kind: 'main',
          render: (row) => (
            <>
              <b>
                {row.unitName} {row.year}年 {row.text}
              </b>
              {row.version !== null && <span className="quiet"> 第{row.version}版</span>}
            </>
          ),
        },
        {
          key: 'state',
          title: '状态',
          render: (row) => (
            <>
              <Tag tone={tones[row.state]}>{row.stateZh}</Tag> {row.inForce && <Tag tone="now">现行</Tag>}{' '}
              {row.lowered && <Tag tone="warn">调低</Tag>}{' '}
              {row.milestone && <Tag tone={milestoneTones[row.milestone]}>{row.milestoneZh}</Tag>}
            </>
          ),
        },
        {
          key: 'why',
          title: '依据',
          kind: 'wide',
          render: (row) => (
            <>
              {row.before && `原来${row.before}。`}
              {row.reason}
              {row.documentNo && `，${row.documentNo}`}
              {row.documentFile && (
                <>
                  {' '}
                  <a href={`/api/files/${row.documentFile}`} target="_blank" rel="noreferrer">
                    批准文件
                  </a>
                </>
              )}
              {row.proposed && (
                <div className="quiet">
                  {row.proposed.name} <Moment at={row.proposed.at} />
                  提出
                </div>
              )}
              {row.decided && (
                <div className="quiet">
                  {row.decided.name} <Moment at={row.decided.at} />
                  {row.decided.answer ? `：${row.decided.answer}` : '审定'}
                </div>
              )}
            </>
          ),
        },
        ...actionsOf(rows, {
          key: 'do',
          title: '办理',
          kind: 'actions',
          render: (row) => (
            <Offers offers={row.offers} of={`${row.unitName}${row.year}年目标`} division={homeDivision(session)} inRow />
          ),
        }),
      ]}
    />
  );
}

function Values({ rows }: { rows: readonly ValueView[] }) {
  const session = useSession();
  return (
    <DataTable
      caption="各期的数"
      rows={rows}
      rowKey={(row) => row.id}
      empty="还没有报过。"
      columns={[
        {
          key: 'period',
          title: '期别',
          kind: 'main',
          render: (row) => (
            <>
              <b>{row.periodZh}</b> <span className="quiet">第{row.version}版</span>
            </>
          ),
        },
        {
          key: 'value',
          title: '数',
          render: (row) => (
            <>
              <b className="num">{row.text}</b> <span className="quiet">{row.parts}</span>
            </>
          ),
        },
        { key: 'state', title: '状态', render: (row) => <ValueTag of={row} /> },
        { key: 'source', title: '来源', kind: 'wide', render: (row) => <ValueSource of={row} /> },
        {
          key: 'steps',
          title: '经过',
          kind: 'wide',
          render: (row) => (
            <details>
              <summary>{row.steps.length > 0 ? `${row.steps.length}步，${row.steps.at(-1)!.zh}` : '只看发布的'}</summary>
              {row.steps.map((step) => (
                <div key={step.at + step.zh} className="quiet">
                  {step.zh}：{step.byName} <Moment at={step.at} />
                  {step.note && `，${step.note}`}
                </div>
              ))}
            </details>
          ),
        },
        ...actionsOf(rows, {
          key: 'do',
          title: '办理',
          kind: 'actions',
          render: (row) => (
            <Offers offers={row.offers} of={`${row.unitName}${row.periodZh}`} division={homeDivision(session)} inRow />
          ),
        }),
      ]}
    />
  );
}
