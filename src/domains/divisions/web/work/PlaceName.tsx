/** One name: how it is written and said, where it comes from, what it was called on a day, its signs, how it was approved. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { type Fact, Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { CaseLink, Day } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { Failed, Loading } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { PlaceView } from './nameContent.ts';
import { NamingClock, SignTable, StatusTag } from './nameParts.tsx';

const size = (place: PlaceView): string =>
  [
    place.widthMetres && `宽${place.widthMetres}米`,
    place.lengthMetres && `长${place.lengthMetres}米`,
    place.areaMetres && `占地${place.areaMetres}平方米`,
  ]
    .filter(Boolean)
    .join('，');

const told = (rows: readonly (Fact | false)[]): Fact[] => rows.filter((row): row is Fact => row !== false);

export function PlaceName() {
  const { placeId } = useParams({ strict: false }) as { placeId: string };
  const [search, change] = useTextSearch();
  const on = search.on;
  const query = useQuery({
    queryKey: ['/api/place-names', placeId, on ?? ''],
    queryFn: () => api.get<PlaceView>(`/api/place-names/${placeId}`, { on }),
  });
  if (query.isPending) return <Loading />;
  if (query.error && !query.data) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const place = query.data!;
  return (
    <Page
      title={place.name}
      lead={`${place.reading}　${place.divisionName}`}
      aside={<Offers offers={place.offers} division={place.division} />}
    >
      <Section title="名称" aside={<StatusTag status={place.status} zh={place.statusZh} />}>
        <Facts
          rows={told([
            { label: '罗马字母拼写', value: place.spelling },
            { label: '类别', value: place.categoryZh },
            { label: '位置和范围', value: [place.whereabouts, size(place)].filter(Boolean).join('，') || '没有补录' },
            { label: '来历', value: place.origin || '没有补录' },
            { label: '含义', value: place.meaning || '没有补录' },
            { label: '资料来源', value: place.source },
            place.protectionZh !== null && {
              label: '保护名录',
              value: `${place.protectionZh}；${place.protectionPlan ? `保护措施：${place.protectionPlan}` : '还没有写保护措施，不能更名、销名'}`,
            },
            place.legacyPlan !== '' && { label: '重名处理', value: place.legacyPlan },
          ])}
        />
      </Section>
      {place.media.length > 0 && (
        <Section title="照片和读音">
          <ul className="place-media">
            {place.media.map((row) => (
              <li key={row.id}>
                {row.kind === 'photo' ? (
                  <img src={`/place-media/${row.id}`} alt={row.caption} />
                ) : (
                  // biome-ignore lint/a11y/useMediaCaption: the caption beside it says what is spoken
                  <audio controls src={`/place-media/${row.id}`} aria-label={row.caption} />
                )}
                <span>{row.caption}</span>
                <Offers inRow of={row.caption} offers={row.offers} division={place.division} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="先后的名称">
        <div className="choices">
          <label>
            某一天叫什么 <input type="date" value={on ?? ''} onChange={(e) => change({ on: e.target.value || undefined })} />
          </label>
          {place.on && (
            <span role="status">
              <Day on={place.on.date} />
              {place.on.name ? `叫“${place.on.name}”` : '没有记载'}
            </span>
          )}
        </div>
        <DataTable
          caption="先后的名称"
          rows={place.versions}
          rowKey={(row) => String(row.no)}
          empty="还在办理，没有成为标准地名。"
          columns={[
            { key: 'name', title: '名称', kind: 'main', render: (row) => row.name },
            { key: 'spelling', title: '拼写', render: (row) => row.spelling },
            { key: 'from', title: '从', render: (row) => (row.validFrom ? <Day on={row.validFrom} /> : '有记载以来') },
            { key: 'to', title: '到', render: (row) => (row.lastDay ? <Day on={row.lastDay} /> : '现在') },
            { key: 'basis', title: '依据', kind: 'wide', wraps: true, render: (row) => row.basis },
          ]}
        />
      </Section>
      {place.namings.length > 0 && (
        <Section title="批准、备案、公告">
          <DataTable
            caption="批准、备案、公告"
            rows={place.namings}
            rowKey={(row) => row.id}
            columns={[
              {
                key: 'kind',
                title: '事项',
                kind: 'main',
                render: (row) => (row.caseId ? <CaseLink id={row.caseId}>{row.kindZh}</CaseLink> : row.kindZh),
              },
              { key: 'by', title: '批准', kind: 'wide', render: (row) => `${row.approver}，${row.documentNo}` },
              { key: 'on', title: '批准日期', render: (row) => <Day on={row.approvedOn} /> },
              { key: 'filed', title: '备案', render: (row) => <NamingClock clock={row.filing} what="备案" /> },
              { key: 'announced', title: '公告', render: (row) => <NamingClock clock={row.announcing} what="公告" /> },
              { key: 'text', title: '公告内容', kind: 'wide', wraps: true, render: (row) => row.announcement ?? '—' },
              {
                key: 'act',
                title: '办理',
                kind: 'actions',
                render: (row) => <Offers inRow of={row.name} offers={row.offers} division={place.division} />,
              },
            ]}
          />
        </Section>
      )}
      <Section title="地名标志">
        <SignTable rows={place.signs} division={place.division} empty="还没有登记标志。" />
      </Section>
    </Page>
  );
}
