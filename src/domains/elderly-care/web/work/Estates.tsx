/** 居住区配建: what is due by people and households, what was handed over, and whether the four dates went with the housing. */
import type { Offer } from '../../../../kernel/offer/index.ts';
import { DataTable, More } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import { SearchBox } from '../../../../web/workbench/pages/SearchBox.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { EstateRow } from '../../facilities/content.ts';

interface View {
  rows: readonly EstateRow[];
  next: string | null;
  offers: readonly Offer[];
}

export function Estates() {
  const session = useSession();
  const [{ q }, change] = useTextSearch();
  const query = usePaged<View>('/api/care-estates', { q });
  return (
    <Answered query={query}>
      {({ rows, offers }) => (
        <Page
          title="居住区配建"
          lead="养老服务用房和住宅同步规划、同步建设、同步验收、同步移交。应建面积按规划人口和户数算，取多的。"
          aside={<Offers offers={offers} division={homeDivision(session)} />}
        >
          <Section title="居住区">
            <SearchBox label="按居住区、建设单位查" value={q ?? ''} onChange={(value) => change({ q: value || undefined })} />
            <DataTable
              caption="居住区配建"
              rows={rows}
              rowKey={(row) => row.id}
              empty={q ? '没有找到。换一个名称再查。' : '还没有登记居住区。'}
              columns={[
                {
                  key: 'name',
                  title: '居住区',
                  kind: 'main',
                  wraps: true,
                  render: (row) => (
                    <>
                      {row.name} {row.outOfStep && <Tag tone="bad">未同步</Tag>}
                      {row.shortM2 > 0 && row.handedOn && <Tag tone="warn">面积不够</Tag>}
                    </>
                  ),
                },
                {
                  key: 'place',
                  title: '在哪里',
                  kind: 'wide',
                  deskOnly: true,
                  render: (row) => <DivisionName name={row.divisionName} />,
                },
                {
                  key: 'size',
                  title: '规模',
                  kind: 'wide',
                  render: (row) =>
                    `${row.areaZh}，${row.households.toLocaleString('zh-CN')}户、规划${row.plannedPeople.toLocaleString('zh-CN')}人`,
                },
                { key: 'due', title: '应建', kind: 'number', render: (row) => `${row.requiredM2}平方米` },
                {
                  key: 'given',
                  title: '移交',
                  kind: 'number',
                  render: (row) => (row.handedOn ? `${row.handedM2}平方米` : '还没有'),
                },
                {
                  key: 'short',
                  title: '缺口',
                  kind: 'number',
                  render: (row) => (row.shortM2 > 0 ? `${row.shortM2}平方米` : '没有'),
                },
                {
                  key: 'dates',
                  title: '规划、建设、验收、移交／住宅验收',
                  kind: 'wide',
                  wraps: true,
                  render: (row) => (
                    <>
                      {[row.plannedOn, row.builtOn, row.acceptedOn, row.handedOn].map((on, i) => (
                        // biome-ignore lint/suspicious/noArrayIndexKey: the four dates stand in a fixed order
                        <span key={i}>
                          {i > 0 && '、'}
                          {on ? <Day on={on} /> : '—'}
                        </span>
                      ))}
                      ／{row.housingAcceptedOn ? <Day on={row.housingAcceptedOn} /> : '—'}
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
            <More list={query.goesOn} />
          </Section>
        </Page>
      )}
    </Answered>
  );
}
