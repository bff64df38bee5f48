/** 养老需求: what older people need and nobody has found yet, and where the gaps are. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Offer } from '../../../../kernel/offer/index.ts';
import { CityMap } from '../../../../web/components/CityMap.tsx';
import { DataTable, KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, PersonName, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { GapView, NeedView } from '../../matching/content.ts';

interface Head {
  open: number;
  unmet: number;
  offers: readonly Offer[];
}

export function CareNeeds() {
  const session = useSession();
  const [{ show, division }, change] = useTextSearch();
  const list = useKeyset<NeedView, Head>('/api/care-needs', { show, division });
  const { open = 0, unmet = 0, offers = [] } = list.head ?? {};
  return (
    <Page
      title="养老需求"
      lead="从探访、网上、登记来的，3个工作日内介绍一家。到时没有介绍的算没有着落，列进缺口。"
      aside={<Offers offers={offers} division={homeDivision(session)} />}
    >
      <Section title="需求">
        <Chips
          label="哪些"
          options={[
            { value: '', label: `没有办结的 ${open}` },
            { value: 'unmet', label: `没有着落的 ${unmet}` },
          ]}
          value={show ?? ''}
          onChange={(value) => change({ show: value || undefined })}
        />
        {division && (
          <p>
            只看一个乡镇（街道）的。<Link to={'/care-needs' as never}>看全部</Link>
          </p>
        )}
        <KeysetTable
          list={list}
          caption="养老需求"
          rowKey={(row) => row.id}
          empty={show === 'unmet' ? '每一项都有着落。' : '需求都办结了。'}
          columns={[
            {
              key: 'what',
              title: '需要什么',
              kind: 'main',
              render: (row) => (
                <Link to={'/care-needs/$needId' as never} params={{ needId: row.id } as never}>
                  {row.what}
                </Link>
              ),
            },
            { key: 'who', title: '老人', render: (row) => <PersonName id={row.personId} name={row.personName} /> },
            { key: 'place', title: '在哪里', render: (row) => row.placeZh },
            { key: 'from', title: '从哪里来', render: (row) => row.sourceZh },
            {
              key: 'state',
              title: '现在',
              render: (row) => (
                <>
                  <Tag tone={row.tone}>{row.stateZh}</Tag> {row.owner}
                </>
              ),
            },
            {
              key: 'by',
              title: '几号前介绍',
              render: (row) => (row.matchBy && row.offered === 0 ? <Day on={row.matchBy} /> : ''),
            },
          ]}
        />
      </Section>
      <Gaps />
    </Page>
  );
}

function Gaps() {
  const gaps = useQuery({ queryKey: ['/api/care-needs/gaps'], queryFn: () => api.get<GapView>('/api/care-needs/gaps') });
  return (
    <Answered query={gaps}>
      {({ rows, counties }) => (
        <Section title="缺口：没有着落的需求" aside={<Link to={'/map' as never}>在地图上看</Link>}>
          {counties.length > 1 && (
            <CityMap
              label="各县（市、区）没有着落的养老需求"
              shades={new Map(counties.map(({ code, unmet }) => [code, { value: unmet, text: `${unmet}` }]))}
            />
          )}
          <DataTable
            caption="各乡镇（街道）没有着落的养老需求"
            rows={rows}
            rowKey={(row) => row.division}
            empty="需求都办结了。"
            columns={[
              {
                key: 'place',
                title: '乡镇（街道）',
                kind: 'main',
                render: (row) => (
                  <Link to={'/care-needs' as never} search={{ division: row.division, show: 'unmet' } as never}>
                    {row.placeZh}
                  </Link>
                ),
              },
              {
                key: 'what',
                title: '缺什么',
                render: (row) => (row.counts.length === 0 ? '没有缺口' : row.counts.map(({ zh, n }) => `${zh}${n}`).join('，')),
              },
              { key: 'unmet', title: '没有着落／没有办结', kind: 'number', render: (row) => `${row.unmet}／${row.open}` },
            ]}
          />
        </Section>
      )}
    </Answered>
  );
}
