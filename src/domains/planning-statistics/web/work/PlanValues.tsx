/** 指标填报: what this unit owes, what waits for this hand, which units below are late, and what has been asked for. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type Column, DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Moment, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { AssignmentView, OwedView, ValuesView, ValueView } from '../../values/content.ts';
import { actionsOf, ValueSource, ValueTag } from './PlanMarks.tsx';

export function PlanValues() {
  const session = useSession();
  const found = useQuery({ queryKey: ['/api/plan-values'], queryFn: () => api.get<ValuesView>('/api/plan-values') });
  return (
    <Page
      title="指标填报"
      lead="平台数得出的直接取平台数；数不出的填分子、分母或数值，写明出处，附佐证。县审、市审以后发布。"
      aside={found.data && <Offers offers={found.data.offers} division={homeDivision(session)} />}
    >
      <Answered query={found}>
        {(view) => (
          <>
            {view.waiting.length > 0 && (
              <Section title={`等您办的（${view.waiting.length}）`}>
                <Waiting rows={view.waiting} />
              </Section>
            )}
            <Section title="本单位要报的">
              <Owed rows={view.mine} caption="本单位要报的" empty="没有下达给本单位的任务。" />
            </Section>
            {view.late.length > 0 && (
              <Section title={`下级逾期的（${view.late.length}）`}>
                <Owed rows={view.late} caption="下级逾期的" empty="" />
              </Section>
            )}
            {view.assignments.length > 0 && (
              <Section title="下达的任务">
                <Assignments rows={view.assignments} />
              </Section>
            )}
          </>
        )}
      </Answered>
    </Page>
  );
}

const IndicatorLink = ({ id, name, division }: { id: string; name: string; division?: string }) => (
  <Link
    to={'/plan/indicators/$indicatorId' as never}
    params={{ indicatorId: id } as never}
    search={(division ? { division } : {}) as never}
  >
    {name}
  </Link>
);

function Owed({ rows, caption, empty }: { rows: readonly OwedView[]; caption: string; empty: string }) {
  const session = useSession();
  const doing: Column<OwedView> = {
    key: 'do',
    title: '办理',
    kind: 'actions',
    render: (row) => (
      <Offers offers={row.offers} of={`${row.indicatorName} ${row.periodZh}`} division={homeDivision(session)} inRow />
    ),
  };
  return (
    <DataTable
      caption={caption}
      rows={rows}
      rowKey={(row) => `${row.indicator} ${row.period} ${row.unit}`}
      empty={empty}
      columns={[
        {
          key: 'indicator',
          title: '指标',
          kind: 'main',
          wraps: true,
          render: (row) => (
            <>
              <IndicatorLink id={row.indicator} name={row.indicatorName} division={row.unit} />
              <br />
              <span className="quiet">
                {row.unitName} {row.periodZh}
              </span>
            </>
          ),
        },
        {
          key: 'due',
          title: '应于',
          render: (row) => (
            <>
              <Day on={row.due} /> {row.late > 0 && <Tag tone="bad">逾期{row.late}日</Tag>}
            </>
          ),
        },
        {
          key: 'state',
          title: '状态',
          render: (row) => (row.state ? <ValueTag of={{ state: row.state, stateZh: row.stateZh }} /> : <Tag>{row.stateZh}</Tag>),
        },
        { key: 'note', title: '口径', deskOnly: true, wraps: true, render: (row) => <span className="quiet">{row.note}</span> },
        ...actionsOf(rows, doing),
      ]}
    />
  );
}

function Waiting({ rows }: { rows: readonly ValueView[] }) {
  const session = useSession();
  return (
    <DataTable
      caption="等您办的"
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'indicator',
          title: '指标',
          kind: 'main',
          wraps: true,
          render: (row) => (
            <>
              <IndicatorLink id={row.indicator} name={row.indicatorName} division={row.division} />
              <br />
              <span className="quiet">
                {row.unitName} {row.periodZh}
                {row.version > 1 && `，第${row.version}版`}
              </span>
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
        { key: 'source', title: '来源', kind: 'wide', render: (row) => <ValueSource of={row} /> },
        {
          key: 'state',
          title: '到了哪一步',
          render: (row) => (
            <>
              <ValueTag of={row} />
              <br />
              <span className="quiet">
                {row.filledName} <Moment at={row.filledAt} />
              </span>
            </>
          ),
        },
        {
          key: 'do',
          title: '办理',
          kind: 'actions',
          render: (row) => (
            <Offers offers={row.offers} of={`${row.unitName}${row.indicatorName}`} division={homeDivision(session)} inRow />
          ),
        },
      ]}
    />
  );
}

function Assignments({ rows }: { rows: readonly AssignmentView[] }) {
  const session = useSession();
  return (
    <DataTable
      caption="下达的任务"
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'indicator',
          title: '指标',
          kind: 'main',
          wraps: true,
          render: (row) => (
            <>
              <IndicatorLink id={row.indicator} name={row.indicatorName} />
              <br />
              <span className="quiet">
                {row.levelZh}（{row.units}个单位），{row.termZh}，从{row.fromZh}起{row.untilZh && `，到${row.untilZh}止`}
              </span>
            </>
          ),
        },
        {
          key: 'last',
          title: '最近一期',
          kind: 'wide',
          render: (row) =>
            row.last ? (
              <>
                {row.last.periodZh}：已报{row.last.sent}个，已发布{row.last.published}个
                {row.last.late > 0 && (
                  <>
                    {' '}
                    <Tag tone="bad">逾期{row.last.late}个</Tag>
                  </>
                )}
              </>
            ) : (
              <span className="quiet">还没有到期的</span>
            ),
        },
        {
          key: 'by',
          title: '下达',
          deskOnly: true,
          render: (row) => (
            <span className="quiet">
              {row.issuedName} <Moment at={row.issuedAt} />
            </span>
          ),
        },
        {
          key: 'do',
          title: '办理',
          kind: 'actions',
          render: (row) => <Offers offers={row.offers} of={row.indicatorName} division={homeDivision(session)} inRow />,
        },
      ]}
    />
  );
}
