/** 残疾人福利指标: every figure with its target and how it is counted; each opens the records that it counts. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Tag } from '../../../../web/components/marks.tsx';
import { Failed, Loading } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { Figure, FigureRow } from '../../indicators/terms.ts';

const Met = ({ figure }: { figure: Figure }) =>
  figure.met === null ? (
    <span className="quiet">{figure.targetText === null ? '不设目标' : '还没有数据'}</span>
  ) : (
    <Tag tone={figure.met ? 'good' : 'warn'}>{figure.met ? '达到' : '没有达到'}</Tag>
  );

const parts = (figure: Figure): string =>
  figure.of === null
    ? '—'
    : figure.key === 'project-paid'
      ? `${(figure.count / 1_000_000).toLocaleString('zh-CN')}万元／${(figure.of / 1_000_000).toLocaleString('zh-CN')}万元`
      : `${figure.count}／${figure.of}`;

export function CityFigures() {
  const view = useQuery({
    queryKey: ['/api/disability/figures'],
    queryFn: () => api.get<{ rows: readonly Figure[] }>('/api/disability/figures'),
  });
  return (
    <Page title="残疾人福利指标" lead="都从办理的记录里数出来，没有人填报。点开指标看数的是哪些；社区康复只有数，没有名单。">
      <div className="sheet">
        {view.isPending ? (
          <Loading />
        ) : !view.data ? (
          <Failed error={view.error} retry={() => void view.refetch()} />
        ) : (
          <DataTable
            caption="残疾人福利指标"
            rows={view.data.rows}
            rowKey={(row) => row.key}
            columns={[
              {
                key: 'zh',
                title: '指标',
                kind: 'main',
                render: (row) => (
                  <Link to="/disability/figures/$key" params={{ key: row.key }}>
                    {row.zh}
                  </Link>
                ),
              },
              { key: 'period', title: '时间', render: (row) => row.periodZh },
              { key: 'value', title: '现在', kind: 'number', render: (row) => <b>{row.text}</b> },
              { key: 'parts', title: '怎么来的', kind: 'number', render: parts },
              { key: 'target', title: '目标', kind: 'number', render: (row) => row.targetText ?? '—' },
              { key: 'met', title: '是否达到', render: (row) => <Met figure={row} /> },
            ]}
          />
        )}
      </div>
      <Levels />
    </Page>
  );
}

interface LevelRow {
  zh: string;
  cells: readonly string[];
}

/** Who draws a subsidy: counts only. */
function Levels() {
  const view = useQuery({
    queryKey: ['/api/disability/levels'],
    queryFn: () => api.get<{ rows: readonly LevelRow[] }>('/api/disability/levels'),
  });
  return (
    <Section title="在领补贴的人：类别和等级">
      {view.isPending ? (
        <Loading />
      ) : !view.data ? (
        <Failed error={view.error} retry={() => void view.refetch()} />
      ) : (
        <DataTable
          caption="在领补贴的人：类别和等级"
          rows={view.data.rows}
          rowKey={(row) => row.zh}
          columns={[
            { key: 'zh', title: '类别', kind: 'main', render: (row) => <b>{row.zh}</b> },
            ...['一级', '二级', '三级', '四级'].map((title, i) => ({
              key: title,
              title,
              kind: 'number' as const,
              render: (row: LevelRow) => row.cells[i],
            })),
          ]}
        />
      )}
    </Section>
  );
}

export function CityFigure() {
  const { key } = useParams({ strict: false }) as { key: string };
  const view = useQuery({
    queryKey: ['/api/disability/figures', key],
    queryFn: () =>
      api.get<{ figure: Figure; rows: readonly FigureRow[]; total: number; sealed: boolean }>(`/api/disability/figures/${key}`),
  });
  if (view.isPending) return <Loading />;
  if (!view.data) return <Failed error={view.error} retry={() => void view.refetch()} />;
  const { figure, rows, total, sealed } = view.data;
  return (
    <Page
      title={figure.zh}
      lead={`${figure.periodZh}：${figure.text}${figure.targetText ? `，目标${figure.targetText}` : ''}。${figure.how}。`}
      aside={<Link to="/disability/figures">全部指标</Link>}
    >
      <div className="sheet">
        <p className="line">
          <Met figure={figure} />
          {sealed && <span className="quiet">保密事项：只按县（市、区）列数，少于5的不写明。</span>}
          {total > rows.length && (
            <span className="quiet">
              共{total}条，先列出{rows.length}条，没有达到的在前。
            </span>
          )}
        </p>
        <DataTable
          caption={figure.zh}
          rows={rows}
          rowKey={(row) => row.id}
          empty="这段时间还没有记录。"
          columns={[
            {
              key: 'title',
              title: '名称',
              kind: 'main',
              render: (row) => (row.href ? <Link to={row.href}>{row.title}</Link> : <b>{row.title}</b>),
            },
            { key: 'place', title: '所在', render: (row) => row.place || '—' },
            { key: 'detail', title: '情况', kind: 'wide', render: (row) => row.detail },
            ...(sealed || figure.of === null
              ? []
              : [
                  {
                    key: 'counted',
                    title: '计入',
                    render: (row: FigureRow) => (
                      <Tag tone={row.counted ? 'good' : 'warn'}>{row.counted ? '计入' : '没有计入'}</Tag>
                    ),
                  },
                ]),
          ]}
        />
      </div>
    </Page>
  );
}
