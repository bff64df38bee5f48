/** 在住老人: who lives where, in what level, who is away, and whose trial ends. */
import { Link } from '@tanstack/react-router';
import { longDate } from '../../../../kernel/calendar/index.ts';
import { DataTable, More } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { SearchBox } from '../../../../web/workbench/pages/SearchBox.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { StayRow } from '../../stays/content.ts';
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
