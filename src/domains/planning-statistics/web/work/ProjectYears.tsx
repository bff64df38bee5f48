/** 年度计划: what begins and what is finished in a year, as planned and as it came, with its money. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { YearOfPlan } from '../../progress/content.ts';
import { type Figures, tenThousands } from './content.ts';
import { narrowing, ProjectFilters } from './ProjectFilters.tsx';

export function ProjectYears({ figures }: { figures: Figures }) {
  const [search, change] = useTextSearch();
  const filter = narrowing(search);
  const years = useQuery({
    queryKey: ['/api/projects', 'years', filter],
    queryFn: () => api.get<{ rows: readonly YearOfPlan[] }>('/api/projects/years', filter),
  });
  const opens = (row: YearOfPlan, key: 'starts' | 'finishes', count: number, zh: string) =>
    count === 0 ? (
      '0'
    ) : (
      <Button
        type="link"
        aria-label={`${row.year}年${zh}${count}行`}
        onClick={() => change({ view: 'list', [key]: String(row.year) })}
      >
        {count}
      </Button>
    );
  return (
    <Section title="年度计划">
      <ProjectFilters figures={figures} />
      <p className="quiet">
        计划按登记的工期算，没有登记工期的不在里面；实际按月报的阶段算。当年完成是年底的累计减去上年底的累计，首次月报以前完成的算在首报的那一年。
      </p>
      <Answered query={years}>
        {({ rows }) => (
          <DataTable
            caption="年度计划"
            rows={rows}
            rowKey={(row) => String(row.year)}
            empty="还没有登记工期计划、也没有月报。"
            columns={[
              { key: 'year', title: '年度', kind: 'main', render: (row) => <b>{row.year}年</b> },
              {
                key: 'toStart',
                title: '计划开工',
                kind: 'number',
                render: (row) => opens(row, 'starts', row.toStart, '计划开工'),
              },
              { key: 'startMoney', title: '投资（万元）', kind: 'number', render: (row) => tenThousands(row.toStartFen) },
              { key: 'started', title: '实际开工', kind: 'number', render: (row) => row.started },
              {
                key: 'toFinish',
                title: '计划竣工',
                kind: 'number',
                render: (row) => opens(row, 'finishes', row.toFinish, '计划竣工'),
              },
              { key: 'finishMoney', title: '投资（万元）', kind: 'number', render: (row) => tenThousands(row.toFinishFen) },
              { key: 'finished', title: '实际竣工', kind: 'number', render: (row) => row.finished },
              { key: 'done', title: '当年完成投资（万元）', kind: 'number', render: (row) => tenThousands(row.doneFen) },
            ]}
          />
        )}
      </Answered>
    </Section>
  );
}
