/** 规划项目: the library beside the tables as printed, where the tables disagree, and where the projects are. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Moment } from '../../../../web/components/marks.tsx';
import { may, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading, Nothing } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import { tableNames } from '../../projects/printed.ts';
import type { Figures, Forms } from './content.ts';
import { Differences } from './Differences.tsx';
import { ProjectEntries } from './ProjectEntries.tsx';
import { ProjectGantt } from './ProjectGantt.tsx';
import { ProjectList } from './ProjectList.tsx';
import { ProjectMoney } from './ProjectMoney.tsx';
import { ProjectPhotos } from './ProjectPhotos.tsx';
import { ProjectPlaces } from './ProjectPlaces.tsx';
import { ProjectYears } from './ProjectYears.tsx';

const views = {
  list: '项目',
  gantt: '进度图',
  money: '资金',
  years: '年度计划',
  places: '按地区',
  photos: '照片',
  entries: '入库申报',
  differences: '对账',
} as const;
type View = keyof typeof views;

export function Projects() {
  const session = useSession();
  const queries = useQueryClient();
  const [search, change] = useTextSearch();
  const view: View = search.view !== undefined && search.view in views ? (search.view as View) : 'list';
  const figures = useQuery({ queryKey: ['/api/projects', 'figures'], queryFn: () => api.get<Figures>('/api/projects/figures') });
  const forms = useQuery({
    queryKey: ['project-forms'],
    queryFn: () => api.get<Forms>('/api/projects/forms'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (figures.isPending || forms.isPending) return <Loading />;
  if (!figures.data || !forms.data) return <Failed error={figures.error ?? forms.error} retry={() => void figures.refetch()} />;
  const { plan, tables } = figures.data;
  const imports = may(session, 'IMPORT project-detail');
  const refresh = () => queries.invalidateQueries({ queryKey: ['/api/projects'] });
  return (
    <Page
      title="规划项目"
      lead="规划附件印出的项目，一字不改；印发的表里没有的，申报审定以后入库，另外标明。旁边是它在哪里、是几个，到了哪一步、花了多少钱；两张表哪里对不上、为什么。"
    >
      {!plan ? (
        <Nothing>还没有登记带重大项目的规划。</Nothing>
      ) : (
        <>
          <Section title={plan.name}>
            <Facts
              rows={(['summary', 'detail'] as const).map((kind) => {
                const table = tables.find((t) => t.kind === kind);
                return {
                  label: tableNames[kind],
                  value: table ? (
                    <>
                      {table.rows}行，{table.importedName} <Moment at={table.importedAt} /> 导入
                    </>
                  ) : (
                    '还没有导入'
                  ),
                };
              })}
            />
            {imports && (
              <p className="choices">
                <Link to="/sheets" search={{ kind: 'project-summary' } as never}>
                  导入汇总表
                </Link>
                <Link to="/sheets" search={{ kind: 'project-detail' } as never}>
                  导入明细表
                </Link>
                {tables.length === 0 && (
                  <>
                    <a href="/api/projects/annex/summary">下载规划附件一（汇总表）</a>
                    <a href="/api/projects/annex/detail">下载规划附件二（明细表）</a>
                  </>
                )}
              </p>
            )}
          </Section>
          <Chips
            label="看什么"
            options={Object.entries(views).map(([value, label]) => ({ value, label }))}
            value={view}
            onChange={(value) =>
              // 从一个看法到另一个，筛选的条件跟着走；只属于清单和对账的不跟
              change({
                view: value,
                exact: undefined,
                rule: undefined,
                open: undefined,
                unchecked: undefined,
                dropped: undefined,
                entered: undefined,
                state: undefined,
              })
            }
          />
          {view === 'list' && <ProjectList figures={figures.data} fields={forms.data.confirmation} refresh={refresh} />}
          {view === 'gantt' && <ProjectGantt figures={figures.data} />}
          {view === 'money' && <ProjectMoney figures={figures.data} />}
          {view === 'years' && <ProjectYears figures={figures.data} />}
          {view === 'entries' && <ProjectEntries />}
          {view === 'photos' && <ProjectPhotos figures={figures.data} />}
          {view === 'differences' && <Differences fields={forms.data.answer} refresh={refresh} />}
          {view === 'places' && <ProjectPlaces figures={figures.data} />}
        </>
      )}
    </Page>
  );
}
