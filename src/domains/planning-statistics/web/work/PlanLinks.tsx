/** 规划衔接: goals of the city's plans beside those of other plans, with what they ask differently. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { Apart } from '../../links/rules.ts';
import type { LinkedGoal, LinksPage, LinkView } from '../../links/terms.ts';
import { actionsOf } from './PlanMarks.tsx';

const LIST = '/api/plan-links';
const tones = { same: 'good', more: 'now', less: 'warn', apart: 'plain' } as const satisfies Record<Apart, string>;
const tags = { same: '一致', more: '我们的更高', less: '我们的更低', apart: '不能相比' } as const satisfies Record<Apart, string>;

export function PlanLinks() {
  const session = useSession();
  const page = useQuery({ queryKey: [LIST], queryFn: () => api.get<LinksPage>(LIST) });
  return (
    <Answered query={page}>
      {({ rows, offers }) => (
        <Page
          title="规划衔接"
          lead="我们规划的目标和别的规划的目标并排放在一起，差多少由系统算；不一致的排在前面。"
          aside={<Offers offers={offers} division={homeDivision(session)} first="primary" />}
        >
          <p className="quiet">
            {rows.length === 0
              ? ''
              : `${rows.length}条，其中目标值不一致的${rows.filter(({ apart }) => apart === 'more' || apart === 'less').length}条，不能相比的${rows.filter(({ apart }) => apart === 'apart').length}条。`}
          </p>
          <div className="sheet">
            <Links rows={rows} />
          </div>
          <p>
            <Link to={'/plan' as never}>← 规划指标</Link>
          </p>
        </Page>
      )}
    </Answered>
  );
}

/** The links of one indicator, from its side; nothing where it has none and this person may add none. */
export function LinksOf({ indicator }: { indicator: string }) {
  const session = useSession();
  const page = useQuery({
    queryKey: [LIST, indicator],
    queryFn: () => api.get<LinksPage>(LIST, { indicator }),
    enabled: may(session, 'GET /api/plan-links'),
  });
  if (!page.data || (page.data.rows.length === 0 && page.data.offers.length === 0)) return null;
  return (
    <Section title="与别的规划衔接" aside={<Offers offers={page.data.offers} division={homeDivision(session)} />}>
      <Links rows={page.data.rows} />
    </Section>
  );
}

const GoalOf = ({ goal }: { goal: LinkedGoal }) => (
  <>
    {goal.indicator ? (
      <Link to={'/plan/indicators/$indicatorId' as never} params={{ indicatorId: goal.indicator } as never}>
        {goal.name}
      </Link>
    ) : (
      <b>{goal.name}</b>
    )}
    <br />
    <span className="quiet">{goal.plan}：</span>
    <b className="num">{goal.text}</b>
  </>
);

function Links({ rows }: { rows: readonly LinkView[] }) {
  const session = useSession();
  return (
    <DataTable
      caption="规划衔接"
      rows={rows}
      rowKey={(row) => row.id}
      empty="还没有登记衔接。"
      columns={[
        { key: 'ours', title: '我们的目标', kind: 'main', wraps: true, render: (row) => <GoalOf goal={row.ours} /> },
        {
          key: 'other',
          title: '对方的目标',
          kind: 'wide',
          render: (row) => (
            <>
              <Tag>{row.relationZh}</Tag> <GoalOf goal={row.other} />
            </>
          ),
        },
        {
          key: 'difference',
          title: '差异',
          kind: 'wide',
          render: (row) => (
            <>
              <Tag tone={tones[row.apart]}>{tags[row.apart]}</Tag> {row.says}
            </>
          ),
        },
        {
          key: 'note',
          title: '说明',
          kind: 'wide',
          render: (row) => (
            <>
              {row.note}
              <div className="quiet">{row.entered}</div>
            </>
          ),
        },
        ...actionsOf(rows, {
          key: 'do',
          title: '办理',
          kind: 'actions',
          render: (row) => <Offers offers={row.offers} of={row.ours.name} division={homeDivision(session)} inRow />,
        }),
      ]}
    />
  );
}
