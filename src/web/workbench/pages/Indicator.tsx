/** One indicator: what it means, by place, and the records that it counts. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import type { CountedRow, FigureView, IndicatorView } from '../../../kernel/indicator/index.ts';
import { isShare, verdictNames } from '../../../kernel/indicator/index.ts';
import { DataTable, KeysetTable } from '../../components/DataTable.tsx';
import { Facts, Page, Section } from '../../components/layout.tsx';
import { Tag } from '../../components/marks.tsx';
import { useSession } from '../../components/session.tsx';
import { Failed, Loading } from '../../components/states.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { api } from '../../shared/api.ts';
import { useTextSearch } from '../search.ts';
import { Chips } from './Chips.tsx';
import { CountedName } from './counted.tsx';
import { Figure } from './IndicatorCards.tsx';

interface Detail {
  indicator: IndicatorView;
  areas: readonly FigureView[];
}

const Judged = ({ of: { verdict } }: { of: FigureView }) =>
  verdict === 'none' ? <>—</> : <Tag tone={verdict === 'reached' ? 'good' : 'warn'}>{verdictNames[verdict]}</Tag>;

export function Indicator() {
  const { key } = useParams({ strict: false }) as { key: string };
  const session = useSession();
  const [search, change] = useTextSearch();
  const month = search.month ?? session.today.slice(0, 7);
  const { division, only } = search;
  const address = `/api/indicators/${key}`;
  const view = useQuery({
    queryKey: [address, 'areas', month, division ?? ''],
    queryFn: () => api.get<Detail>(address, { month, division }),
  });
  const list = useKeyset<CountedRow>(address, { month, division, only });
  if (view.isPending) return <Loading />;
  if (!view.data) return <Failed error={view.error} retry={() => void view.refetch()} />;
  const { indicator, areas } = view.data;
  const isMet = (row: CountedRow) => (indicator.better === 'lower' ? row.num <= 0 : row.num >= row.den);
  return (
    <Page
      title={indicator.zh}
      lead={
        <>
          {indicator.definition}。<Link to={indicator.board.to}>回到{indicator.board.zh}</Link>
        </>
      }
    >
      <Section title={indicator.total.areaName}>
        <Facts
          rows={[
            {
              label: '现在',
              value: (
                <b>
                  <Figure figure={indicator.total} />
                </b>
              ),
            },
            ...(isShare(indicator.kind) && indicator.total.parts ? [{ label: '分子／分母', value: indicator.total.parts }] : []),
            ...(indicator.targetText
              ? [
                  {
                    label: '目标',
                    value: `${indicator.targetText}${indicator.assumed ? '（假定，待主管部门确认）' : ''}`,
                  },
                  { label: '判定', value: verdictNames[indicator.total.verdict] || '—' },
                ]
              : []),
            ...(indicator.better === 'lower' ? [{ label: '方向', value: '越低越好' }] : []),
            { label: '统计期', value: indicator.spanZh },
            { label: '口径来源', value: indicator.source },
          ]}
        />
      </Section>
      <Section
        title="各地区"
        aside={
          division && (
            <Button type="link" onClick={() => change({ division: '' })}>
              回到上一级
            </Button>
          )
        }
      >
        <DataTable
          caption="各地区"
          rows={areas}
          rowKey={(area) => area.area}
          empty="没有可数的。"
          columns={[
            {
              key: 'name',
              title: '地区',
              kind: 'main',
              render: (area) =>
                indicator.confidential ? (
                  <b>{area.areaName}</b>
                ) : (
                  <Link to="/indicators/$key" params={{ key }} search={{ month, division: area.area }}>
                    {area.areaName}
                  </Link>
                ),
            },
            { key: 'value', title: '值', kind: 'number', render: (area) => <Figure figure={area} /> },
            ...(isShare(indicator.kind)
              ? [
                  {
                    key: 'parts',
                    title: '分子／分母',
                    kind: 'number' as const,
                    render: (area: FigureView) => area.parts || '—',
                    deskOnly: true as const,
                  },
                ]
              : []),
            ...(indicator.targetText
              ? [{ key: 'verdict', title: '判定', render: (area: FigureView) => <Judged of={area} /> }]
              : []),
          ]}
        />
      </Section>
      {indicator.confidential ? (
        <p className="quiet">保密事项：只有数，没有名单，少于5的不写明；能用总数减出来的也不写明。</p>
      ) : (
        <Section title="数的是这些">
          {isShare(indicator.kind) && (
            <Chips
              label="范围"
              options={[
                { value: '', label: '全部' },
                { value: 'missed', label: '没有做到的' },
              ]}
              value={only ?? ''}
              onChange={(value) => change({ only: value })}
            />
          )}
          <KeysetTable
            caption="数的记录"
            list={list}
            rowKey={(row) => row.id}
            empty={only ? '都做到了。' : '没有可数的记录。'}
            columns={[
              { key: 'name', title: '名称', kind: 'main', render: (row) => <CountedName row={row} /> },
              { key: 'place', title: '地区', render: (row) => row.placeName },
              { key: 'says', title: '情况', kind: 'wide', render: (row) => row.says },
              ...(!isShare(indicator.kind)
                ? []
                : [
                    {
                      key: 'met',
                      title: '做到',
                      render: (row: CountedRow) => (isMet(row) ? <Tag tone="good">是</Tag> : <Tag tone="warn">否</Tag>),
                    },
                  ]),
            ]}
          />
        </Section>
      )}
    </Page>
  );
}
