/** 行政处罚: what waits first; each case with its officers and its course. The home answers here. */
import type { Offer } from '../../../../kernel/offer/index.ts';
import { DataTable, More } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import { SearchBox } from '../../../../web/workbench/pages/SearchBox.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { PenaltyRow } from '../../penalties/content.ts';

interface View {
  rows: readonly PenaltyRow[];
  next: string | null;
  offers: readonly Offer[];
}

export function Penalties() {
  const session = useSession();
  const [{ q }, change] = useTextSearch();
  const query = usePaged<View>('/api/care-penalties', { q });
  return (
    <Answered query={query}>
      {({ rows, offers }) => (
        <Page
          title="行政处罚"
          lead="两名有执法证的人办案，先告知、听取陈述申辩，再由没有办案的领导决定；不会因为申辩加重。决定限期公开，罚款扣信用分。"
          aside={<Offers offers={offers} division={homeDivision(session)} />}
        >
          <Section title="案件">
            <SearchBox label="按机构、决定书文号查" value={q ?? ''} onChange={(value) => change({ q: value || undefined })} />
            <DataTable
              caption="行政处罚"
              rows={rows}
              rowKey={(row) => row.id}
              empty={q ? '没有找到。换一个名称或者文号再查。' : '没有案件。'}
              columns={[
                {
                  key: 'home',
                  title: '机构',
                  kind: 'main',
                  wraps: true,
                  render: (row) => (
                    <>
                      {row.institutionName}
                      <br />
                      <small className="quiet">办案人：{row.officers}</small>
                    </>
                  ),
                },
                {
                  key: 'state',
                  title: '状态',
                  wraps: true,
                  render: (row) => (
                    <>
                      <Tag tone={row.tone}>{row.stateZh}</Tag>{' '}
                      {row.due && (
                        <small className="quiet">
                          {row.due.zh}
                          <Day on={row.due.on} /> {row.due.late && <Tag tone="bad">逾期</Tag>}
                        </small>
                      )}
                    </>
                  ),
                },
                { key: 'what', title: '处罚', wraps: true, render: (row) => row.what || '还没有告知' },
                {
                  key: 'course',
                  title: '经过',
                  kind: 'wide',
                  wraps: true,
                  render: (row) => (
                    <ul className="plain-list">
                      {row.course.map((line) => (
                        <li key={line}>{line}</li>
                      ))}
                    </ul>
                  ),
                },
                {
                  key: 'do',
                  title: '办理',
                  kind: 'actions',
                  render: (row) => <Offers offers={row.offers} of={row.institutionName} division={homeDivision(session)} inRow />,
                },
              ]}
            />
            <More list={query.goesOn} />
          </Section>
        </Page>
      )}
    </Answered>
  );
}
