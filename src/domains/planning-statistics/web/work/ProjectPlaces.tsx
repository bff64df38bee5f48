/** Where the projects are: the counties as a map, the townships as a list; every number opens its rows. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { CityMap } from '../../../../web/components/CityMap.tsx';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { api } from '../../../../web/shared/api.ts';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import { type Figures, type PlaceSums, tenThousands } from './content.ts';
import { narrowing, ProjectFilters } from './ProjectFilters.tsx';

export function ProjectPlaces({ figures }: { figures: Figures }) {
  const [search, change] = useTextSearch();
  const filter = narrowing(search);
  const found = useQuery({
    queryKey: ['/api/projects', 'places', filter],
    queryFn: () => api.get<Pick<Figures, 'places'>>('/api/projects/places', filter),
    placeholderData: keepPreviousData,
  });
  const county = search.county ?? null;
  const places = found.data?.places ?? [];
  const shades = new Map(
    places.map((p) => [
      p.place,
      { value: p.investmentFen, text: `${Math.round(p.investmentFen / 1_000_000).toLocaleString('zh-CN')}万元` },
    ]),
  );
  const rows: readonly PlaceSums[] = county === null ? places : (places.find((p) => p.place === county)?.townships ?? []);
  const named = (row: PlaceSums): string => (row.whole ? row.name : `${row.name}（没有再往下分的）`);
  return (
    <Section title="投资在哪里">
      <ProjectFilters figures={figures} />
      <div className="board-pair">
        <CityMap
          shades={shades}
          label="各县（市、区）规划项目投资（万元）"
          hrefOf={(code) => ({ to: '/projects', search: { ...search, county: code === county ? undefined : code } })}
        />
        <div>
          {county && (
            <Button type="link" onClick={() => change({ county: undefined })}>
              看各县（市、区）
            </Button>
          )}
          <DataTable
            caption={county ? '各乡镇的项目' : '各县（市、区）的项目'}
            rows={rows}
            rowKey={(row) => row.place}
            empty="没有项目。"
            columns={[
              {
                key: 'name',
                title: county ? '乡镇（街道）' : '县（市、区）',
                kind: 'main',
                render: (row) =>
                  county ? (
                    <b>{named(row)}</b>
                  ) : (
                    <Button type="link" onClick={() => change({ county: row.place })}>
                      {named(row)}
                    </Button>
                  ),
              },
              {
                key: 'rows',
                title: '行',
                kind: 'number',
                render: (row) => (
                  <Button
                    type="link"
                    onClick={() => change({ view: 'list', division: row.place, exact: row.whole ? undefined : '1' })}
                  >
                    {row.rows}
                  </Button>
                ),
              },
              { key: 'units', title: '个', kind: 'number', render: (row) => row.units },
              { key: 'money', title: '投资（万元）', kind: 'number', render: (row) => tenThousands(row.investmentFen) },
            ]}
          />
        </div>
      </div>
    </Section>
  );
}
