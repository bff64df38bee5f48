/** 特困集中供养: who is to be placed and until when; who lives where and whom the money goes to; the two rates. The home sees its own. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { DataTable, More } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import { longMonth } from '../../../../web/shared/format.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { SearchBox } from '../../../../web/workbench/pages/SearchBox.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type {
  Placements as PlacementPage,
  PlacementRow,
  Roster as RosterPage,
  RosterRow,
  TekunBoard,
} from '../../tekun/content.ts';

const before = (month: string): string => {
  const [year, of] = month.split('-').map(Number) as [number, number];
  return of === 1 ? `${year - 1}-12` : `${year}-${String(of - 1).padStart(2, '0')}`;
};

/** The people of a home see their own roster; rates are for offices. */
const isOwn = (board: TekunBoard): boolean => board.rates.length === 0;

function Placements({ rows, empty }: { readonly rows: readonly PlacementRow[]; readonly empty: string }) {
  const session = useSession();
  return (
    <DataTable
      caption="待安置"
      rows={rows}
      rowKey={(row) => row.id}
      empty={empty}
      columns={[
        { key: 'name', title: '姓名', kind: 'main', render: (row) => row.name },
        { key: 'place', title: '户籍地', kind: 'wide', render: (row) => <DivisionName name={row.divisionName} /> },
        { key: 'grade', title: '自理类别', wraps: true, render: (row) => `${row.gradeZh}，要${row.bedZh}` },
        { key: 'wish', title: '登记意愿', render: (row) => <Day on={row.wishOn} /> },
        {
          key: 'due',
          title: '期限',
          render: (row) => (
            <>
              <Day on={row.dueOn} /> {row.late && <Tag tone="bad">逾期</Tag>}
            </>
          ),
        },
        {
          key: 'state',
          title: '办到哪步',
          wraps: true,
          render: (row) => (
            <>
              <Tag tone={row.tone}>{row.stateZh}</Tag> {row.says}
            </>
          ),
        },
        {
          key: 'do',
          title: '办理',
          kind: 'actions',
          render: (row) => <Offers offers={row.offers} of={row.name} division={homeDivision(session)} inRow />,
        },
      ]}
    />
  );
}

function Roster({ rows, own, empty }: { readonly rows: readonly RosterRow[]; readonly own: boolean; readonly empty: string }) {
  const session = useSession();
  return (
    <DataTable
      caption="集中供养名册"
      rows={rows}
      rowKey={(row) => row.stayId}
      empty={empty}
      columns={[
        {
          key: 'name',
          title: '姓名',
          kind: 'main',
          render: (row) =>
            own ? (
              <Link to={'/stays/$stayId' as never} params={{ stayId: row.stayId } as never}>
                {row.name}
              </Link>
            ) : (
              row.name
            ),
        },
        { key: 'home', title: '机构', kind: 'wide', wraps: true, render: (row) => row.institutionName },
        { key: 'grade', title: '自理类别', render: (row) => row.gradeZh },
        { key: 'from', title: '入住', render: (row) => <Day on={row.fromOn} /> },
        { key: 'days', title: '当月天数', kind: 'number', render: (row) => `${row.days}天` },
        { key: 'agreement', title: '三方协议、去处', wraps: true, render: (row) => row.agreementNo ?? row.place ?? '没有' },
        {
          key: 'paid',
          title: '救助的钱付给',
          wraps: true,
          render: (row) => (
            <>
              {row.paidTo} {row.differs && <Tag tone="bad">{row.differs}</Tag>}
            </>
          ),
        },
        {
          key: 'do',
          title: '办理',
          kind: 'actions',
          render: (row) => <Offers offers={row.offers} of={row.name} division={homeDivision(session)} inRow />,
        },
      ]}
    />
  );
}

export function Tekun() {
  const [{ month, waits, who }, change] = useTextSearch();
  const query = useQuery({
    queryKey: ['/api/care-tekun', month ?? ''],
    queryFn: () => api.get<TekunBoard>(`/api/care-tekun${month ? `?month=${month}` : ''}`),
  });
  const placements = usePaged<PlacementPage>('/api/care-placements', { q: waits });
  const roster = usePaged<RosterPage>('/api/care-tekun/roster', { month, q: who });
  return (
    <Answered query={query}>
      {(board) => (
        <Page
          title={isOwn(board) ? '特困供养' : '特困集中供养'}
          lead="认定、自理类别和意愿是社会救助的，这里跟着变。愿意集中供养的，限期安置到最近的有合适床位的机构；乡镇、机构、本人签了三方协议再入住。"
        >
          <Section title="待安置">
            <SearchBox label="按姓名、机构查" value={waits ?? ''} onChange={(value) => change({ waits: value || undefined })} />
            <Answered query={placements}>
              {({ rows }) => <Placements rows={rows} empty={waits ? '没有找到。换一个名字再查。' : '没有等着安置的。'} />}
            </Answered>
            <More list={placements.goesOn} />
          </Section>
          {board.rates.length > 0 && (
            <Section title="集中供养率">
              <Facts
                rows={[
                  ...board.rates.map((rate) => ({
                    label: rate.zh,
                    value: `${rate.text}（${rate.num}÷${rate.den}），${rate.says}`,
                  })),
                  ...board.homes.map((home) => ({
                    label: home.name,
                    value: `${home.people}人，其中不能自理的${home.unable}人`,
                  })),
                ]}
              />
            </Section>
          )}
          <Section title={`${longMonth(board.month)}名册`}>
            <Chips
              label="月份"
              options={[
                { value: '', label: '本月' },
                { value: before(board.month), label: longMonth(before(board.month) as TekunBoard['month']) },
              ]}
              value={month ?? ''}
              onChange={(value) => change({ month: value || undefined })}
            />
            <SearchBox label="按姓名、机构查名册" value={who ?? ''} onChange={(value) => change({ who: value || undefined })} />
            <Answered query={roster}>
              {({ rows }) => (
                <Roster rows={rows} own={isOwn(board)} empty={who ? '没有找到。换一个名字再查。' : '这个月没有特困人员在住。'} />
              )}
            </Answered>
            <More list={roster.goesOn} />
          </Section>
        </Page>
      )}
    </Answered>
  );
}
