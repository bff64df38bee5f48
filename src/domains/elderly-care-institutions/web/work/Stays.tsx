/** 在住老人: who lives where, in what level, who is away, and whose trial ends. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { longDate } from '../../../../kernel/calendar/index.ts';
import { DataTable, More } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { SearchBox } from '../../../../web/workbench/pages/SearchBox.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { HospitalRow, StayRow } from '../../stays/content.ts';
import { useOwn } from './own.ts';

export function Stays() {
  const own = useOwn();
  return <Answered query={own}>{({ id }) => <Listed id={id} />}</Answered>;
}

function Listed({ id }: { id: string }) {
  const [{ view = 'live', q }, change] = useTextSearch();
  const list = usePaged<{ name: string; rows: StayRow[]; next: string | null }>(`/api/institutions/${id}/stays`, { view, q });
  return (
    <Answered query={list}>
      {({ name, rows }) => (
        <Page title={`${name}：老人`} lead="请假、转床、护理等级、账单和退住，打开一位老人办。">
          {view === 'live' && <InHospital id={id} />}
          <Section title={view === 'live' ? `在住${rows.length}位${list.goesOn.more ? '以上' : ''}` : '已经离开的'}>
            <Chips
              label="看哪些"
              options={[
                { value: 'live', label: '在住' },
                { value: 'ended', label: '已离开' },
              ]}
              value={view}
              onChange={(value) => change({ view: value === 'live' ? undefined : value })}
            />
            <SearchBox label="按姓名、床位查" value={q ?? ''} onChange={(value) => change({ q: value || undefined })} />
            <DataTable
              caption="老人"
              rows={rows}
              rowKey={(row) => row.id}
              empty={q ? '没有找到。换一个名字再查。' : view === 'live' ? '现在没有老人在住。' : '还没有人离开。'}
              columns={[
                {
                  key: 'name',
                  title: '老人',
                  kind: 'main',
                  render: (row) => (
                    <Link to={'/stays/$stayId' as never} params={{ stayId: row.id } as never}>
                      {row.name}（{row.sexZh}，{row.age}岁）
                    </Link>
                  ),
                },
                { key: 'bed', title: '床位', render: (row) => row.bed },
                { key: 'level', title: '护理等级', render: (row) => row.levelZh },
                {
                  key: 'kind',
                  title: '入住',
                  kind: 'wide',
                  render: (row) => (
                    <>
                      {row.kindZh}，<Day on={row.fromOn} />起{row.toOn && <>，到{row.toOn}</>}
                      {row.away && <Tag tone="now">请假</Tag>}
                      {row.trialEndsOn && <Tag tone="warn">试住到{longDate(row.trialEndsOn)}</Tag>}
                    </>
                  ),
                },
              ]}
            />
            <More list={list.goesOn} />
          </Section>
        </Page>
      )}
    </Answered>
  );
}

/** What the health side has told and the home has not recorded; nothing is shown while there is nothing. */
function InHospital({ id }: { id: string }) {
  const session = useSession();
  const url = `/api/institutions/${id}/hospital`;
  const query = useQuery({ queryKey: [url], queryFn: () => api.get<{ rows: HospitalRow[] }>(url) });
  return (
    <Answered query={query}>
      {({ rows }) =>
        rows.length === 0 ? null : (
          <Section title={`住院、出院要办的${rows.length}件`}>
            <DataTable
              caption="住院、出院要办的"
              rows={rows}
              rowKey={(row) => row.id}
              empty="没有要办的。"
              columns={[
                {
                  key: 'name',
                  title: '老人',
                  kind: 'main',
                  render: (row) => (
                    <Link to={'/stays/$stayId' as never} params={{ stayId: row.id } as never}>
                      {row.name}（{row.bed}）
                    </Link>
                  ),
                },
                { key: 'says', title: '情况', kind: 'wide', wraps: true, render: (row) => row.says },
                {
                  key: 'act',
                  title: '办理',
                  kind: 'actions',
                  render: (row) => <Offers offers={row.offers} of={row.name} division={homeDivision(session)} inRow />,
                },
              ]}
            />
          </Section>
        )
      }
    </Answered>
  );
}
