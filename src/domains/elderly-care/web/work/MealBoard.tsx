/** 老年食堂订餐: whose menu is out, how many portions today and tomorrow, how many were not fetched; ordering for an elder. */
import { useQuery } from '@tanstack/react-query';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { shortDate } from '../../../../web/shared/format.ts';
import type { MealBoard as Board } from '../../meals/ahead-content.ts';

export function MealBoard() {
  const session = useSession();
  const query = useQuery({ queryKey: ['/api/meal-orders'], queryFn: () => api.get<Board>('/api/meal-orders') });
  return (
    <Answered query={query}>
      {({ rows, week, closing, offers, list }) => (
        <Page
          title="老年食堂订餐"
          lead={`下一周的菜单提前公布；午餐当天${closing.lunch}点、晚餐${closing.dinner}点以前订。`}
          aside={
            <>
              {list && (
                <a href={`/api/documents/${list.documentId}/pdf`} target="_blank" rel="noreferrer">
                  今年的助餐名单（{list.persons}人）
                </a>
              )}
              <Offers offers={offers} division={homeDivision(session)} />
            </>
          }
        >
          <Section title="食堂">
            <DataTable
              caption="老年食堂"
              rows={rows}
              rowKey={(row) => row.outletId}
              empty="本县还没有开收银的老年食堂。"
              columns={[
                { key: 'name', title: '食堂', kind: 'main', render: (row) => row.name },
                { key: 'place', title: '在哪里', wraps: true, render: (row) => row.placeZh },
                { key: 'phone', title: '电话', render: (row) => row.telephone },
                {
                  key: 'next',
                  title: `${shortDate(week)}起一周的菜单`,
                  render: (row) =>
                    row.nextWeek > 0 ? <Tag tone="good">{row.nextWeek}餐</Tag> : <Tag tone="warn">还没有公布</Tag>,
                },
                { key: 'today', title: '今天订', kind: 'number', render: (row) => `${row.todayPortions}份` },
                { key: 'tomorrow', title: '明天订', kind: 'number', render: (row) => `${row.tomorrowPortions}份` },
                { key: 'missed', title: '30天没有取', kind: 'number', render: (row) => `${row.missed}份` },
              ]}
            />
          </Section>
        </Page>
      )}
    </Answered>
  );
}
