/** 探访关爱: what is behind, place by place, and the rate of the month; each figure opens the people whom it counts. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { DataTable, KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { DivisionName, Moment, PersonName } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import { type BoardView, type ListedRow, type PlaceFigures, type RowView, rowViews } from '../../visits/content.ts';
import './visits.css';

const PATH = '/api/elder-visits/board';
type Count = Exclude<keyof PlaceFigures, 'division' | 'name' | 'rate' | 'due' | 'visited'>;
const opens: Readonly<Record<Count, { zh: string; view: RowView }>> = {
  people: { zh: '在册', view: 'people' },
  today: { zh: '今天该走', view: 'today' },
  overdue: { zh: '超期', view: 'overdue' },
  knocks: { zh: '无应答', view: 'knocks' },
  suspects: { zh: '有疑点', view: 'suspects' },
  needs: { zh: '需求', view: 'needs' },
  lower: { zh: '可降级', view: 'lower' },
  stale: { zh: '该复核', view: 'stale' },
};
const isView = (text: string | undefined): text is RowView => text !== undefined && text in rowViews;

export function VisitBoard() {
  const session = useSession();
  const [search, change] = useTextSearch();
  const division = search.division;
  const view: RowView = isView(search.view) ? search.view : 'overdue';
  const board = useQuery({
    queryKey: [PATH, division],
    queryFn: () => api.get<BoardView>(PATH, { division }),
  });
  const cell = (key: Count) => (row: PlaceFigures) =>
    row[key] === 0 ? (
      <span className="quiet">0</span>
    ) : (
      <button
        type="button"
        className="link"
        aria-label={`${row.name}，${opens[key].zh}，${row[key]}`}
        onClick={() => change({ view: opens[key].view, division: row.division })}
      >
        {row[key]}
      </button>
    );
  return (
    <Page
      title="探访关爱"
      lead="独居、空巢、留守、失能、重残和计划生育特殊家庭的老人，按风险等级定期走访。名单由登记的事实推出来，数字点开就是哪些人；看过的会留下记录。"
      aside={
        <>
          <Offers offers={board.data?.offers ?? []} division={homeDivision(session)} />
          {may(session, 'POST /api/elder-visits/records') && <Link to={'/elder-visits/walk' as never}>今日走访</Link>}
        </>
      }
    >
      <Answered query={board}>
        {({ divisionName, total, places, warning }) => (
          <>
            {warning && (
              <p className="visit-warning" role="status">
                <b>{warning.hazardZh}走访：</b>
                {warning.people}人，已走{warning.done}人，最迟
                <Moment at={warning.dueAt} />
                {warning.overdue > 0 && <b>，超期还没有走{warning.overdue}人</b>}（{warning.byName}）
              </p>
            )}
            <Section
              title={`${divisionName}：本月探访率${total.rate === null ? '还没有可算的' : `${total.rate}%（${total.visited}／${total.due}）`}`}
              aside={
                division && (
                  <Link to="." search={{ view } as never}>
                    回到全部
                  </Link>
                )
              }
            >
              <DataTable
                caption={`${divisionName}的探访`}
                rows={places.filter((place) => place.people > 0)}
                rowKey={(row) => row.division}
                empty="下面还没有在册的老人。村里登记了居住状况，或者评估、残疾人证有了结果，就会进来。"
                columns={[
                  { key: 'name', title: '地方', kind: 'main', render: (row) => row.name },
                  ...(Object.keys(opens) as Count[]).map((key) => ({
                    key,
                    title: opens[key].zh,
                    kind: 'number' as const,
                    render: cell(key),
                  })),
                  {
                    key: 'rate',
                    title: '本月探访率',
                    kind: 'number',
                    render: (row) => (row.rate === null ? '—' : `${row.rate}%`),
                  },
                ]}
              />
            </Section>
          </>
        )}
      </Answered>
      <Rows view={view} division={division} change={change} />
    </Page>
  );
}

function Rows({
  view,
  division,
  change,
}: {
  view: RowView;
  division: string | undefined;
  change: (of: Readonly<Record<string, string | undefined>>) => void;
}) {
  const session = useSession();
  const list = useKeyset<ListedRow>('/api/elder-visits/rows', { view, division });
  return (
    <Section title={rowViews[view]}>
      <Chips
        label="看哪些"
        options={Object.entries(rowViews).map(([value, label]) => ({ value, label }))}
        value={view}
        onChange={(value) => change({ view: value })}
      />
      <KeysetTable
        caption={rowViews[view]}
        list={list}
        rowKey={(row) => row.id}
        empty={`没有${rowViews[view]}。`}
        columns={[
          { key: 'name', title: '老人', kind: 'main', render: (row) => <PersonName id={row.personId} name={row.name} /> },
          { key: 'place', title: '住在', render: (row) => <DivisionName name={row.divisionName} /> },
          { key: 'level', title: '等级', render: (row) => row.levelZh },
          {
            key: 'says',
            title: '情况',
            kind: 'wide',
            render: (row) =>
              row.orderId ? (
                <Link to={'/home-care/orders/$orderId' as never} params={{ orderId: row.orderId } as never}>
                  {row.says}
                </Link>
              ) : (
                row.says
              ),
          },
          {
            key: 'do',
            title: '办理',
            kind: 'actions',
            render: (row) =>
              row.offers.length > 0 && (
                <span className="line">
                  <Offers offers={row.offers} of={row.name} division={homeDivision(session)} inRow />
                </span>
              ),
          },
        ]}
      />
    </Section>
  );
}
