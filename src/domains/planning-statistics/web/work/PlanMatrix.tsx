/** 各县对比: the indicators of which counties have published values, county by county. */
import { Link } from '@tanstack/react-router';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import type { MatrixRow } from '../../values/content.ts';
import { JudgedCell } from './PlanMarks.tsx';

export function PlanMatrix({ rows, caption }: { rows: readonly MatrixRow[]; caption: string }) {
  const counties = rows[0]?.cells ?? [];
  return (
    <DataTable
      caption={caption}
      rows={rows}
      rowKey={(row) => row.id}
      empty="还没有发布各县的数。"
      columns={[
        {
          key: 'name',
          title: '指标',
          kind: 'main',
          wraps: true,
          render: (row) => (
            <Link to={'/plan/indicators/$indicatorId' as never} params={{ indicatorId: row.id } as never}>
              {row.name}
            </Link>
          ),
        },
        ...counties.map(({ division, name }) => ({
          key: division,
          title: name,
          render: (row: MatrixRow) => {
            const judged = row.cells.find((cell) => cell.division === division)?.judged;
            return judged ? <JudgedCell of={judged} /> : <span className="quiet">没有发布</span>;
          },
        })),
      ]}
    />
  );
}
