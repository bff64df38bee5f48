/** 等级评定: applications with their scores, and the next step of each. */
import { DataTable, More } from '../../../../web/components/DataTable.tsx';
import { Page } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import { SearchBox } from '../../../../web/workbench/pages/SearchBox.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { RatingRow } from './supervisionContent.ts';

export const RatingTable = ({ rows, division, empty }: { rows: readonly RatingRow[]; division: string; empty: string }) => (
  <DataTable
    caption="等级评定申报"
    rows={rows}
    rowKey={(row) => row.id}
    empty={empty}
    columns={[
      { key: 'name', title: '机构', kind: 'main', render: (row) => row.name },
      { key: 'level', title: '申报', render: (row) => `${row.level}级` },
      { key: 'state', title: '到了哪一步', render: (row) => <Tag tone={row.tone}>{row.stateZh}</Tag> },
      {
        key: 'scores',
        title: '自评／现场',
        kind: 'wide',
        wraps: true,
        render: (row) =>
          `${row.selfTotal}／${row.total ?? '—'}分（${row.lines.map(({ zh, self, scored }) => `${zh}${self}／${scored ?? '—'}`).join('，')}）`,
      },
      {
        key: 'due',
        title: '期限',
        render: (row) =>
          row.materialsBy ? (
            <>
              <Day on={row.materialsBy} />
              前审核
            </>
          ) : row.noticeTo ? (
            <>
              公示到
              <Day on={row.noticeTo} />
            </>
          ) : row.grantedOn ? (
            <>
              <Day on={row.grantedOn} />授{row.decidedLevel}级
            </>
          ) : (
            (row.refusedReason ?? '—')
          ),
      },
      {
        key: 'act',
        title: '办理',
        kind: 'actions',
        render: (row) => <Offers inRow of={row.name} offers={row.offers} division={division} />,
      },
    ]}
  />
);

export function Ratings() {
  const session = useSession();
  const [{ q }, change] = useTextSearch();
  const query = usePaged<{ rows: readonly RatingRow[]; next: string | null }>('/api/care-supervision/ratings', { q });
  return (
    <Page title="等级评定" lead="机构自评申报，材料审核，三人以上现场评定，委员会决定，公示7日，授牌；有效三年。市级评定1至3级。">
      <div className="sheet">
        <SearchBox label="按机构查" value={q ?? ''} onChange={(value) => change({ q: value || undefined })} />
        <Answered query={query}>
          {({ rows }) => (
            <RatingTable
              rows={rows}
              division={homeDivision(session)}
              empty={q ? '没有找到。换一个名称再查。' : '没有等级评定的申报。'}
            />
          )}
        </Answered>
        <More list={query.goesOn} />
      </div>
    </Page>
  );
}
