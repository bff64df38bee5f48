/** 排班: who is on which shift in the week; who read outside it, and why. */
import { useQuery } from '@tanstack/react-query';
import { longDate, plusDays } from '../../../../kernel/calendar/index.ts';
import type { PlainDate } from '../../../../kernel/schema/index.ts';
import { DataTable, More } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Moment } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { SearchBox } from '../../../../web/workbench/pages/SearchBox.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { DutyWeek, OffShiftPage } from '../../care/content.ts';
import { useOwn } from './own.ts';

export function Duties() {
  const own = useOwn();
  return <Answered query={own}>{({ id }) => <Week id={id} />}</Answered>;
}

function Week({ id }: { id: string }) {
  const [{ from, q }, change] = useTextSearch();
  const query = useQuery({
    queryKey: ['/api/institutions', id, 'duties', from ?? ''],
    queryFn: () => api.get<DutyWeek>(`/api/institutions/${id}/duties${from ? `?from=${from}` : ''}`),
  });
  const reads = usePaged<OffShiftPage>(`/api/institutions/${id}/off-shift`, { q });
  return (
    <Answered query={query}>
      {(week) => (
        <Page
          title={`${week.name}：排班`}
          lead="排了班的日子，护理员和护士当班时看得到老人的健康情况；不当班的写明原因才能看，记在下面。没有排班的日子不限。"
          aside={<Offers offers={week.offers} division={week.division} />}
        >
          <Section title={`${longDate(week.from)}起一周`}>
            <Chips
              label="哪一周"
              options={[
                { value: '', label: '今天起' },
                { value: plusDays(week.from, 7), label: '再往后一周' },
                { value: plusDays(week.from, -7), label: '往前一周' },
              ]}
              value={from ?? ''}
              onChange={(value) => change({ from: (value as PlainDate) || undefined })}
            />
            <DataTable
              caption="一周的排班"
              rows={week.days}
              rowKey={(row) => row.day}
              columns={[
                { key: 'day', title: '哪天', kind: 'main', render: (row) => longDate(row.day) },
                ...week.days[0]!.shifts.map(({ zh }, i) => ({
                  key: zh,
                  title: zh,
                  wraps: true as const,
                  render: (row: DutyWeek['days'][number]) => row.shifts[i]!.people.join('、') || '没有排',
                })),
              ]}
            />
          </Section>
          <Section title="不当班看过的">
            <SearchBox label="按姓名查" value={q ?? ''} onChange={(value) => change({ q: value || undefined })} />
            <Answered query={reads}>
              {({ rows }) => (
                <DataTable
                  caption="不当班看过老人健康情况的"
                  rows={rows}
                  rowKey={(row) => row.id}
                  empty={q ? '没有找到。换一个名字再查。' : '没有人不当班看过。'}
                  columns={[
                    { key: 'who', title: '谁', kind: 'main', render: (row) => row.userName },
                    { key: 'why', title: '为什么', kind: 'wide', wraps: true, render: (row) => row.reason },
                    { key: 'at', title: '从', render: (row) => <Moment at={row.at} /> },
                    { key: 'until', title: '看到', render: (row) => <Moment at={row.until} /> },
                  ]}
                />
              )}
            </Answered>
            <More list={reads.goesOn} />
          </Section>
        </Page>
      )}
    </Answered>
  );
}
