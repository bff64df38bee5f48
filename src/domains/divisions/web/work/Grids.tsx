/** 社区网格: how many stand below each place, down to those of one village or community. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day } from '../../../../web/components/marks.tsx';
import { may, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { GridView } from './gridContent.ts';

const Below = ({ code, children }: { code: string; children: string }) => (
  <Link to={'/grids' as never} search={{ division: code } as never}>
    {children}
  </Link>
);

export function Grids() {
  const [{ division }] = useTextSearch();
  const session = useSession();
  const query = useQuery({
    queryKey: ['/api/community-grids', division ?? ''],
    queryFn: () => api.get<GridView>('/api/community-grids', { division }),
  });
  return (
    <Answered query={query}>
      {(view) => (
        <Page
          title={`${view.name}的社区网格`}
          lead="网格挂在村（社区）下面，不是一级区划，没有区划代码。用表格登记，再导入一次就是更新。"
          aside={may(session, 'POST /api/sheets/imports') && <Link to={'/sheets' as never}>用表格登记</Link>}
        >
          {view.path.length > 1 && (
            <nav aria-label="从上到下" className="map-path">
              {view.path.map(({ code, name }) =>
                code === view.code ? (
                  <b key={code} aria-current="page">
                    {name}
                  </b>
                ) : (
                  <span key={code}>
                    <Below code={code}>{name}</Below> ›{' '}
                  </span>
                ),
              )}
            </nav>
          )}
          <Section title="一共">
            <Facts
              rows={[
                { label: '网格', value: `${view.total.grids}个` },
                { label: '网格里的户数', value: `${view.total.households}户` },
                { label: '登记了网格的', value: `${view.villages}个村（社区）里的${view.total.covered}个` },
              ]}
            />
          </Section>
          {view.level === 'village' ? (
            <Section title="有哪些">
              <DataTable
                caption={`${view.name}的网格`}
                rows={view.grids}
                rowKey={(row) => row.id}
                empty="这里还没有登记网格。"
                columns={[
                  { key: 'name', title: '网格', kind: 'main', render: (row) => row.name },
                  { key: 'no', title: '编号', render: (row) => row.no },
                  { key: 'households', title: '户数', kind: 'number', render: (row) => row.households ?? '没有填' },
                  { key: 'extent', title: '范围', kind: 'wide', wraps: true, render: (row) => row.extent || '—' },
                  { key: 'updated', title: '更新', render: (row) => <Day on={row.updatedOn} /> },
                ]}
              />
            </Section>
          ) : (
            <Section title="各地有多少">
              <DataTable
                caption="各地的网格"
                rows={view.below}
                rowKey={(row) => row.code}
                columns={[
                  { key: 'name', title: '地区', kind: 'main', render: (row) => <Below code={row.code}>{row.name}</Below> },
                  { key: 'grids', title: '网格', kind: 'number', render: (row) => row.grids },
                  { key: 'households', title: '户数', kind: 'number', render: (row) => row.households },
                  { key: 'covered', title: '登记了的村（社区）', kind: 'number', render: (row) => row.covered },
                ]}
              />
            </Section>
          )}
        </Page>
      )}
    </Answered>
  );
}
