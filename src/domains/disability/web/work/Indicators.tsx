/** 残疾人福利指标: the indicators against their targets, and who draws a subsidy by category and level. */
import { useQuery } from '@tanstack/react-query';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { IndicatorBoard } from '../../../../web/workbench/pages/IndicatorBoard.tsx';
import type { LevelRow } from '../../indicators/content.ts';

export const Indicators = () => (
  <IndicatorBoard
    board="disability"
    zh="残疾人福利指标"
    lead="都从办理的记录里数出来，没有人填报；点开就是它数的那些。社区康复的人只有数，没有名单。"
  >
    <Levels />
  </IndicatorBoard>
);

/** Who draws a subsidy: counts only. */
function Levels() {
  const view = useQuery({
    queryKey: ['/api/disability/levels'],
    queryFn: () => api.get<{ rows: readonly LevelRow[] }>('/api/disability/levels'),
  });
  return (
    <Section title="在领补贴的人：类别和等级">
      <Answered query={view}>
        {({ rows }) => (
          <DataTable
            caption="在领补贴的人：类别和等级"
            rows={rows}
            rowKey={(row) => row.zh}
            columns={[
              { key: 'zh', title: '类别', kind: 'main', render: (row) => <b>{row.zh}</b> },
              ...['一级', '二级', '三级', '四级'].map((title, i) => ({
                key: title,
                title,
                kind: 'number' as const,
                render: (row: LevelRow) => row.cells[i],
              })),
            ]}
          />
        )}
      </Answered>
    </Section>
  );
}
