/**
 * 驾驶舱: for a wall, a desk and a phone. Few figures, large; each a way to the list that it counts. A county opens its townships, a year that is over tells what
 * is known of it.
 */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Money } from '../../../../web/components/marks.tsx';
import { useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { longDate, longMonth } from '../../../../web/shared/format.ts';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { Cockpit as Answer } from '../../cockpit/content.ts';
import { Big, Warning } from './CockpitFigure.tsx';
import { CockpitGoals } from './CockpitGoals.tsx';
import { CockpitPlaces } from './CockpitPlaces.tsx';
import { CockpitYears } from './CockpitYears.tsx';
import './cockpit.css';

export function Cockpit() {
  const session = useSession();
  const [search, change] = useTextSearch();
  const query = useQuery({
    queryKey: ['/api/cockpit', search.division ?? '', search.year ?? ''],
    queryFn: () => api.get<Answer>('/api/cockpit', { division: search.division, year: search.year }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
  if (query.isPending) return <Loading />;
  if (query.error && !query.data) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const view = query.data!;
  const lead = view.past
    ? `${view.year}年，只说留下来的、能数清的。`
    : `截至${longDate(session.today)}，每分钟更新。每个数点开就是它数的那些记录。`;
  return (
    <Page
      title={`${view.name}民政驾驶舱`}
      lead={lead}
      aside={
        <>
          {search.division && view.level === 'county' && (
            <Button onClick={() => change({ division: undefined })}>回到全部</Button>
          )}
          <Button onClick={() => window.print()}>打印</Button>
        </>
      }
    >
      <CockpitYears
        years={view.years}
        year={view.year}
        onChange={(year) => change({ year: year === view.years.at(-1) ? undefined : String(year) })}
      />
      <div className="bigs">
        {view.figures.map((figure) => (
          <Big key={figure.key} of={figure} />
        ))}
      </div>
      {view.untold.length > 0 && (
        <ul className="quiet cockpit-untold">
          {view.untold.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <div className="cockpit-grid">
        <CockpitPlaces view={view} />
        {!view.past && <Warnings view={view} />}
      </div>
      <CockpitGoals view={view} />
      <div className="board-pair">
        <Months view={view} />
        <Locked view={view} />
      </div>
    </Page>
  );
}

const Warnings = ({ view }: { view: Answer }) => (
  <Section title="要过问的">
    {view.warnings.length === 0 ? (
      <p>没有超期、没有红色线索，项目没有提醒。</p>
    ) : (
      <ul className="cockpit-warnings">
        {view.warnings.map((figure) => (
          <li key={figure.key}>
            <Warning of={figure} />
          </li>
        ))}
      </ul>
    )}
  </Section>
);

const Months = ({ view }: { view: Answer }) => (
  <div id="months">
    <Section title={`${view.year}年逐月发放到账`}>
      <DataTable
        caption={`${view.year}年逐月发放到账`}
        rows={view.months}
        rowKey={(row) => row.month}
        empty={`${view.year}年没有到账的发放。`}
        columns={[
          {
            key: 'month',
            title: '月份',
            kind: 'main',
            render: (row) => (
              <Link to={row.opens.to as never} search={row.opens.search as never}>
                {longMonth(row.month)}
              </Link>
            ),
          },
          { key: 'persons', title: '人数', kind: 'number', render: (row) => row.persons.toLocaleString('zh-CN') },
          { key: 'sum', title: '金额', kind: 'number', render: (row) => <Money fen={row.sumFen} /> },
        ]}
      />
    </Section>
  </div>
);

const Locked = ({ view }: { view: Answer }) => (
  <Section title={view.past ? `${view.year}年锁定的统计` : '最近锁定的统计'}>
    {view.statistics.length === 0 ? (
      <p className="quiet">{view.past ? '这一年没有锁定的统计报表。' : '还没有锁定的统计报表。'}</p>
    ) : (
      view.statistics.map((form) => (
        <details key={form.form}>
          <summary>
            {form.name}，{form.periodZh}（{longDate(form.lockedOn)}锁定）
          </summary>
          <DataTable
            caption={form.name}
            rows={form.cells}
            rowKey={(row) => row.key}
            columns={[
              { key: 'label', title: '指标', kind: 'main', wraps: true, render: (row) => row.label },
              { key: 'text', title: '数', kind: 'number', render: (row) => row.text },
            ]}
          />
          <Link to={form.opens.to as never} search={form.opens.search as never}>
            打开报表
          </Link>
        </details>
      ))
    )}
  </Section>
);
