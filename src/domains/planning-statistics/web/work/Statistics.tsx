/** 统计报表: the periods that are open, what this unit has to report and until when, and how far the units below are. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { may, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { type Indicator, IndicatorCards } from '../../../../web/workbench/pages/IndicatorCards.tsx';
import type { PeriodView, UnitState } from '../../statistics/content.ts';
import type { ReportState } from '../../statistics/terms.ts';
import { StatAsked } from './StatAsked.tsx';

const tones: Readonly<Record<ReportState, 'plain' | 'good' | 'warn' | 'bad' | 'now'>> = {
  empty: 'plain',
  draft: 'plain',
  signing: 'now',
  submitted: 'now',
  returned: 'bad',
  checked: 'good',
  locked: 'good',
};
export const StateTag = ({ of }: { of: Pick<UnitState, 'state' | 'stateZh'> }) => <Tag tone={tones[of.state]}>{of.stateZh}</Tag>;

/** Until when, and how late it is. */
export const Due = ({ of: { due, late } }: { of: Pick<UnitState, 'due' | 'late'> }) => (
  <>
    <Day on={due} /> {late > 0 && <Tag tone="bad">逾期{late}日</Tag>}
  </>
);

export function Statistics() {
  const found = useQuery({
    queryKey: ['/api/statistics'],
    queryFn: () => api.get<{ periods: readonly PeriodView[] }>('/api/statistics'),
  });
  return (
    <Page
      title="统计报表"
      lead="平台先按办件、待遇和发放数好，核对无误就上报；与平台数不一致的写明差在哪里。每一格都能点开看数的是谁。"
    >
      <Answered query={found}>
        {({ periods }) => (
          <>
            <Periods title="在报的" periods={periods.filter((p) => p.lockedAt === null)} empty="现在没有要报的报表。" />
            <OnTime />
            <StatAsked />
            <Periods title="已锁定的" periods={periods.filter((p) => p.lockedAt !== null)} empty="还没有锁定的报表。" />
          </>
        )}
      </Answered>
    </Page>
  );
}

/** How punctual the units are, for whoever reads figures. */
function OnTime() {
  const session = useSession();
  const month = session.today.slice(0, 7);
  const reads = may(session, 'GET /api/indicators');
  const found = useQuery({
    queryKey: ['/api/indicators', 'statistics', month],
    queryFn: () => api.get<{ indicators: Indicator[] }>('/api/indicators', { board: 'statistics', month }),
    enabled: reads,
  });
  return found.data && found.data.indicators.length > 0 ? (
    <Section title="本月报送">
      <IndicatorCards indicators={found.data.indicators} month={month} />
    </Section>
  ) : null;
}

const Periods = ({ title, periods, empty }: { title: string; periods: readonly PeriodView[]; empty: string }) => (
  <Section title={title}>
    <DataTable
      caption={title}
      rows={periods}
      rowKey={(row) => `${row.form} ${row.period}`}
      empty={empty}
      columns={[
        {
          key: 'form',
          title: '报表',
          kind: 'main',
          render: (row) => (
            <>
              <Link
                to={'/statistics/sheet' as never}
                search={{ form: row.form, period: row.period, unit: row.own?.unit } as never}
              >
                {row.name} {row.periodZh}
              </Link>
              <br />
              <span className="quiet">
                {row.form}，{row.kindZh}
              </span>
            </>
          ),
        },
        { key: 'state', title: '本单位', render: (row) => row.own && <StateTag of={row.own} /> },
        { key: 'due', title: '应于', render: (row) => row.own && row.lockedAt === null && <Due of={row.own} /> },
        {
          key: 'below',
          title: '下级',
          kind: 'wide',
          render: (row) =>
            row.below.total > 0 && (
              <>
                {row.below.total}个单位，已报{row.below.sent}个，已审{row.below.checked}个
                {row.below.late > 0 && (
                  <>
                    {' '}
                    <Tag tone="bad">逾期{row.below.late}个</Tag>
                  </>
                )}
              </>
            ),
        },
      ]}
    />
  </Section>
);
