/** 订餐和菜单 for the cook: how many portions, who eats here, the round of those who are brought theirs, all to print; menus of the days to come. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Money, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { longDate, shortDate, weekdayName } from '../../../../web/shared/format.ts';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { CookDay, OrderedMeal } from '../../meals/ahead-content.ts';
import './till.css';

const PATH = '/api/care-till/meal-orders';

export function CanteenOrders() {
  const session = useSession();
  const [search, change] = useTextSearch();
  const day = search.day ?? session.today;
  const query = useQuery({ queryKey: [PATH, day], queryFn: () => api.get<CookDay>(PATH, { day }) });
  return (
    <Answered query={query}>
      {({ outletName, on, counts, rows, menus, lateWeek, offers }) => (
        <Page
          title="订餐和菜单"
          lead={`${outletName}，${longDate(on)}`}
          aside={
            <>
              <input
                aria-label="哪一天"
                type="date"
                value={day}
                onChange={(e) => e.target.value && change({ day: e.target.value })}
              />
              <Button onClick={() => window.print()}>打印做饭单、送餐单</Button>
              <Offers offers={offers} division={homeDivision(session)} />
            </>
          }
        >
          {lateWeek && (
            <p className="causes causes-danger" role="status">
              {shortDate(lateWeek)}起一周的菜单还没有公布，请马上公布，老人才好订。
            </p>
          )}
          <p className="till-sum">
            {counts.map((of) => (
              <span key={of.zh}>
                {of.zh}
                <b className="num">{of.portions}份</b>，送{of.delivery}份
              </span>
            ))}
          </p>
          <Portions title="堂食" rows={rows.filter(({ delivery }) => !delivery)} division={homeDivision(session)} />
          <Portions title="送餐，按这个顺序走" rows={rows.filter(({ delivery }) => delivery)} division={homeDivision(session)} />
          <Section title="菜单">
            <DataTable
              caption="菜单"
              rows={menus}
              rowKey={(row) => `${row.on}${row.period}`}
              empty="还没有公布菜单。"
              columns={[
                {
                  key: 'on',
                  title: '哪天',
                  kind: 'main',
                  render: (row) => `${shortDate(row.on)}${weekdayName(row.on)}${row.periodZh}`,
                },
                { key: 'dishes', title: '菜', kind: 'wide', wraps: true, render: (row) => row.dishes },
                { key: 'price', title: '餐价', kind: 'number', render: (row) => <Money fen={row.priceFen} /> },
                { key: 'ordered', title: '订了', kind: 'number', render: (row) => `${row.ordered}份` },
                {
                  key: 'do',
                  title: '办理',
                  kind: 'actions',
                  render: (row) => (
                    <Offers offers={row.offers} of={`${row.on}${row.periodZh}`} division={homeDivision(session)} inRow />
                  ),
                },
              ]}
            />
          </Section>
        </Page>
      )}
    </Answered>
  );
}

function Portions({ title, rows, division }: { title: string; rows: readonly OrderedMeal[]; division: string }) {
  return (
    <Section title={title}>
      <DataTable
        caption={title}
        rows={rows}
        rowKey={(row) => row.id}
        empty="没有人订。"
        columns={[
          { key: 'name', title: '老人', kind: 'main', render: (row) => row.personName },
          { key: 'period', title: '餐次', render: (row) => row.periodZh },
          {
            key: 'place',
            title: '送到',
            kind: 'wide',
            wraps: true,
            render: (row) =>
              row.place
                ? `${row.placeZh}，${row.place.address}，${row.place.phone}${row.place.note && `，${row.place.note}`}`
                : row.placeZh,
          },
          { key: 'price', title: '餐价', kind: 'number', render: (row) => <Money fen={row.priceFen} /> },
          {
            key: 'state',
            title: '现在',
            render: (row) => (
              <>
                <Tag tone={row.tone}>{row.stateZh}</Tag> {row.endReason}
              </>
            ),
          },
          {
            key: 'do',
            title: '办理',
            kind: 'actions',
            render: (row) => <Offers offers={row.offers} of={row.personName} division={division} inRow />,
          },
        ]}
      />
    </Section>
  );
}
