/**
 * 驾驶舱: for a wall, a desk and a phone. Few figures, large; each a way to the list that it counts. The map shows one of them at a time; a county opens its
 * townships.
 */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { Outline } from '../../../../kernel/division/index.ts';
import { OutlineMap } from '../../../../web/components/charts.tsx';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Tag } from '../../../../web/components/marks.tsx';
import { useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { longDate, longMonth, yuanDigits } from '../../../../web/shared/format.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { Cockpit as Answer, PlaceFigures } from '../../cockpit/content.ts';
import './cockpit.css';
import { tenThousands } from './content.ts';

const measures = { overdue: '超期办件', open: '在办件', money: '当月发放', projects: '项目投资' } as const;
type Measure = keyof typeof measures;

const figureOf = (row: PlaceFigures, measure: Measure): number | null =>
  measure === 'money' ? row.paidFen : measure === 'projects' ? row.projects.investmentFen : row[measure];

const written = (value: number | null, measure: Measure): string =>
  value === null
    ? '—'
    : measure === 'money'
      ? `${yuanDigits(value)}元`
      : measure === 'projects'
        ? `${tenThousands(value)}万元`
        : `${value}件`;

/** One 万元: a wall says larger sums in it, the list that opens says them to the fen. */
const TEN_THOUSAND = 1_000_000;

/** The address of a work list, narrowed to a place. */
const casesAt = (place: string | undefined, light?: 'overdue') => ({ view: 'all', division: place, light }) as never;

function Big({
  label,
  value,
  to,
  search,
  tone,
}: {
  label: string;
  value: ReactNode;
  to: string;
  search?: Record<string, unknown>;
  tone?: 'bad';
}) {
  return (
    <Link className={`big${tone ? ` big-${tone}` : ''}`} to={to as never} search={(search ?? {}) as never}>
      <span className="big-value num">{value}</span>
      <span className="big-label">{label}</span>
    </Link>
  );
}

export function Cockpit() {
  const session = useSession();
  const [search, change] = useTextSearch();
  const measure: Measure = search.measure !== undefined && search.measure in measures ? (search.measure as Measure) : 'overdue';
  const query = useQuery({
    queryKey: ['/api/cockpit', search.division ?? ''],
    queryFn: () => api.get<Answer>('/api/cockpit', { division: search.division }),
    refetchInterval: 60_000,
  });
  const outlines = useQuery({
    queryKey: ['/api/boundaries'],
    queryFn: () => api.get<{ features: Outline[] }>('/api/boundaries'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (query.isPending) return <Loading />;
  if (query.error && !query.data) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const { name, plan, work, money, clues, projects, places } = query.data!;
  const values = new Map(places.map((row) => [row.place, figureOf(row, measure)]));
  const shown = outlines.data?.features.filter((feature) => values.has(feature.id)) ?? [];
  const isCity = places.some((row) => row.paidFen !== null);
  return (
    <Page
      title={`${name}民政驾驶舱`}
      lead={`截至${longDate(session.today)}，每分钟更新。每个数点开就是它数的那些记录。`}
      aside={
        <>
          {search.division && <Button onClick={() => change({ division: undefined })}>回到全部</Button>}
          <Button onClick={() => window.print()}>打印</Button>
        </>
      }
    >
      <div className="bigs">
        <Big label="在办件" value={work.open} to="/cases" search={casesAt(search.division)} />
        <Big
          label="超期"
          value={work.overdue}
          to="/cases"
          search={casesAt(search.division, 'overdue')}
          {...(work.overdue > 0 ? { tone: 'bad' as const } : {})}
        />
        {money ? (
          <Big
            label={`${longMonth(money.month)}发放到账，${money.persons.toLocaleString('zh-CN')}人`}
            value={money.sumFen < TEN_THOUSAND ? `${yuanDigits(money.sumFen)}元` : `${tenThousands(money.sumFen)}万元`}
            to="/figures"
            search={{ month: money.month }}
          />
        ) : (
          <Big label="还没有发放" value="—" to="/figures" />
        )}
        <Big
          label="线索和预警待核查"
          value={clues.all}
          to="/clues"
          search={{ view: 'all' }}
          {...(clues.overdue > 0 ? { tone: 'bad' as const } : {})}
        />
        <Big
          label={`规划项目，${tenThousands(projects.investmentFen)}万元`}
          value={projects.rows}
          to="/projects"
          search={{ division: search.division }}
        />
      </div>
      {plan && (
        <Section title={`约束性指标：${plan.name}`} aside={<span className="quiet">时间过去{Math.floor(plan.time * 100)}%</span>}>
          <ul className="goals">
            {plan.indicators.map((row) => (
              <li key={row.id}>
                <Link to={'/plan' as never}>{row.name}</Link>
                <span className="goal-figures num">
                  {row.counted?.text ?? (row.actual ? `${row.actual.value}${row.unit}` : '—')}
                  <span className="quiet"> 目标{row.target ? `${row.target.value}${row.unit}` : '—'}</span>
                </span>
                {row.statusZh ? (
                  <Tag tone={row.met ? 'good' : row.status === 'onTime' ? 'now' : 'warn'}>{row.statusZh}</Tag>
                ) : (
                  <span className="quiet">{row.note ?? '还没有数'}</span>
                )}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={isCity ? '各县（市、区）' : '各乡镇（街道）'}>
        <Chips
          label="看什么"
          options={Object.entries(measures)
            .filter(([key]) => isCity || key !== 'money')
            .map(([value, label]) => ({ value, label }))}
          value={measure}
          onChange={(value) => change({ measure: value })}
        />
        <div className="board-pair">
          {shown.length > 0 && (
            <OutlineMap
              outlines={shown}
              values={values}
              text={(value) => written(value, measure)}
              label={`${name}各地${measures[measure]}`}
              onOpen={(code) => change({ division: code })}
            />
          )}
          <DataTable
            caption={isCity ? '各县（市、区）' : '各乡镇（街道）'}
            rows={places}
            rowKey={(row) => row.place}
            columns={[
              {
                key: 'name',
                title: '地区',
                kind: 'main',
                render: (row) =>
                  isCity ? (
                    <Button type="link" onClick={() => change({ division: row.place })}>
                      {row.name}
                    </Button>
                  ) : (
                    <b>{row.name}</b>
                  ),
              },
              {
                key: 'open',
                title: '在办件',
                kind: 'number',
                render: (row) => <Count n={row.open} search={casesAt(row.place)} />,
              },
              {
                key: 'overdue',
                title: '超期',
                kind: 'number',
                render: (row) => <Count n={row.overdue} search={casesAt(row.place, 'overdue')} />,
              },
              ...(isCity
                ? [
                    {
                      key: 'money',
                      title: '当月发放（元）',
                      kind: 'number' as const,
                      render: (row: PlaceFigures) => yuanDigits(row.paidFen ?? 0),
                    },
                  ]
                : []),
              {
                key: 'projects',
                title: '项目',
                kind: 'number',
                render: (row) =>
                  row.projects.rows === 0 ? (
                    0
                  ) : (
                    <Link to={'/projects' as never} search={{ division: row.place } as never}>
                      {row.projects.rows}
                    </Link>
                  ),
              },
              {
                key: 'investment',
                title: '投资（万元）',
                kind: 'number',
                render: (row) => tenThousands(row.projects.investmentFen),
              },
            ]}
          />
        </div>
        {isCity && <p className="quiet">点一个县看它的乡镇。</p>}
      </Section>
    </Page>
  );
}

const Count = ({ n, search }: { n: number; search: never }) =>
  n === 0 ? (
    <>0</>
  ) : (
    <Link to={'/cases' as never} search={search}>
      {n}
    </Link>
  );
