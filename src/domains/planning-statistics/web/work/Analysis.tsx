/**
 * 自助分析: an officer chooses measures, place, level and periods and reads a table and a chart; every figure opens what it counts. The whole choice stands in
 * the address: it can be gone back to, sent to a colleague, and kept by name.
 */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Failed, Loading, Nothing } from '../../../../web/components/states.tsx';
import { address, api } from '../../../../web/shared/api.ts';
import type { AnalysisView } from '../../analysis/content.ts';
import { AnalysisChoice } from './AnalysisChoice.tsx';
import { AnalysisRows, type Opened } from './AnalysisRows.tsx';
import { AnalysisSaved } from './AnalysisSaved.tsx';
import { AnalysisTable } from './AnalysisTable.tsx';
import { queryOf, useAnalysis } from './analysisSearch.ts';
import './analysis.css';

/** The chart library is fetched when there is something to draw. */
const AnalysisChart = lazy(() => import('./AnalysisChart.tsx'));

export function Analysis() {
  const { spec, options, change, error } = useAnalysis();
  return (
    <Page
      title="自助分析"
      lead="自己选指标、地区和期别，排成表和图。数由平台现算，或取锁定的报表；能加的才有合计，率由分子、分母重新算。"
    >
      {options ? (
        <>
          <AnalysisSaved spec={spec} change={change} />
          <Section title="选什么看">
            <AnalysisChoice spec={spec} options={options} change={change} />
          </Section>
          {spec.measures.length === 0 ? (
            <Nothing>
              {options.measures.length === 0 ? '您的岗位还没有可以分析的指标。' : '先选一项指标，或打开一份保存的分析。'}
            </Nothing>
          ) : (
            <Found />
          )}
        </>
      ) : error ? (
        <Failed error={error} />
      ) : (
        <Loading />
      )}
    </Page>
  );
}

function Found() {
  const { spec } = useAnalysis();
  const [opened, setOpened] = useState<Opened | null>(null);
  const found = useQuery({
    queryKey: ['/api/analysis', queryOf(spec)],
    queryFn: ({ signal }) => api.get<AnalysisView>('/api/analysis', queryOf(spec), signal),
    placeholderData: keepPreviousData,
  });
  if (found.error) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (!found.data) return <Loading text="正在数……" />;
  const view = found.data;
  const file = (as: 'xlsx' | 'csv') => address('/api/analysis/file', { ...queryOf(spec), as });
  return (
    <>
      <Section
        title={`${view.divisionName}，${view.spanZh}`}
        aside={
          <span className="choices">
            <a href={file('xlsx')}>导出（.xlsx）</a>
            <a href={file('csv')}>导出（.csv）</a>
          </span>
        }
      >
        <p className="sr-only" role="status">
          {found.isFetching ? '正在数……' : `${view.rows.length}行，${view.columns.length}列。`}
        </p>
        {spec.chart !== 'none' && (
          <Suspense fallback={<Loading text="正在画图……" />}>
            <AnalysisChart view={view} kind={spec.chart} columns={spec.columns} rows={spec.rows} />
          </Suspense>
        )}
        <AnalysisTable view={view} spec={spec} onOpen={setOpened} />
        {view.notes.map((note) => (
          <p key={note} className="quiet">
            {note}
          </p>
        ))}
      </Section>
      <Section title="这些数是怎么来的">
        <ul className="analysis-sources">
          {view.measures.map((measure) => (
            <li key={measure.key}>
              <b>{measure.zh}</b>（{measure.unit}），{measure.sourceZh}：{measure.definition}。
            </li>
          ))}
        </ul>
      </Section>
      {opened && <AnalysisRows opened={opened} onClose={() => setOpened(null)} />}
    </>
  );
}
