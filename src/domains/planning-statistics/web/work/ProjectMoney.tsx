/** 资金: by source what is planned, has arrived and is paid; by stage how many projects with how much; a number opens its projects. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { MoneyByStage } from '../../progress/content.ts';
import { type Figures, tenThousands } from './content.ts';
import { narrowing, ProjectFilters } from './ProjectFilters.tsx';

export function ProjectMoney({ figures }: { figures: Figures }) {
  const [search, change] = useTextSearch();
  const filter = narrowing(search);
  const money = useQuery({
    queryKey: ['/api/projects', 'money', filter],
    queryFn: () => api.get<MoneyByStage>('/api/projects/money', filter),
  });
  return (
    <>
      <Section title="按来源">
        <ProjectFilters figures={figures} />
        <Answered query={money}>
          {(data) => <BySource money={data} open={(source) => change({ view: 'list', source })} />}
        </Answered>
      </Section>
      <Answered query={money}>
        {({ stages, left }) => (
          <Section title="按阶段">
            <DataTable
              caption="按阶段"
              rows={stages}
              rowKey={(row) => row.stage}
              columns={[
                { key: 'zh', title: '阶段', kind: 'main', render: (row) => <b>{row.zh}</b> },
                {
                  key: 'rows',
                  title: '行',
                  kind: 'number',
                  render: (row) => (
                    <Button
                      type="link"
                      aria-label={`${row.zh}的${row.rows}行`}
                      onClick={() => change({ view: 'list', stage: row.stage })}
                    >
                      {row.rows}
                    </Button>
                  ),
                },
                { key: 'units', title: '个', kind: 'number', render: (row) => row.units },
                { key: 'money', title: '投资（万元）', kind: 'number', render: (row) => tenThousands(row.investmentFen) },
                { key: 'done', title: '完成投资（万元）', kind: 'number', render: (row) => tenThousands(row.investedFen) },
              ]}
            />
            {left.rows > 0 && (
              <p className="quiet">
                其中取消、合并的{left.rows}行，印出的投资{tenThousands(left.investmentFen)}万元。
              </p>
            )}
          </Section>
        )}
      </Answered>
    </>
  );
}

function BySource({ money: { sources, stages }, open }: { money: MoneyByStage; open: (source: string) => void }) {
  const met = stages.filter(({ stage }) => sources.some((source) => source.byStage.some((cell) => cell.stage === stage)));
  return (
    <DataTable
      caption="资金按来源和阶段"
      rows={sources}
      rowKey={(row) => row.source}
      empty="还没有登记资金计划的项目。"
      columns={[
        { key: 'zh', title: '来源', kind: 'main', render: (row) => <b>{row.zh}</b> },
        {
          key: 'rows',
          title: '项目',
          kind: 'number',
          render: (row) => (
            <Button type="link" aria-label={`${row.zh}的${row.rows}个项目`} onClick={() => open(row.source)}>
              {row.rows}
            </Button>
          ),
        },
        { key: 'planned', title: '计划（万元）', kind: 'number', render: (row) => tenThousands(row.plannedFen) },
        { key: 'arrived', title: '到账（万元）', kind: 'number', render: (row) => tenThousands(row.arrivedFen) },
        { key: 'paid', title: '支付（万元）', kind: 'number', render: (row) => tenThousands(row.paidFen) },
        ...met.map(({ stage, zh }) => ({
          key: stage,
          title: `其中${zh}：支付`,
          kind: 'number' as const,
          deskOnly: true as const,
          render: (row: MoneyByStage['sources'][number]) => {
            const cell = row.byStage.find((c) => c.stage === stage);
            return cell ? tenThousands(cell.paidFen) : '';
          },
        })),
      ]}
    />
  );
}
