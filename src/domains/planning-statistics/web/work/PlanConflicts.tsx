/** 数据冲突: values that differ by their source, side by side, until a person of the city chooses. */
import { Link } from '@tanstack/react-router';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Moment, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import type { ConflictView } from '../../values/content.ts';

export function PlanConflicts({ rows }: { rows: readonly ConflictView[] }) {
  const session = useSession();
  return (
    <DataTable
      caption="来源不同的数"
      rows={rows}
      rowKey={(row) => row.id}
      empty="没有来源不一致的数。"
      columns={[
        {
          key: 'what',
          title: '指标',
          kind: 'main',
          wraps: true,
          render: (row) => (
            <>
              <Link
                to={'/plan/indicators/$indicatorId' as never}
                params={{ indicatorId: row.indicator } as never}
                search={{ division: row.division } as never}
              >
                {row.indicatorName}
              </Link>
              <br />
              <span className="quiet">
                {row.unitName}，截至{row.periodEnd}
              </span>
            </>
          ),
        },
        {
          key: 'values',
          title: '各来源的数',
          kind: 'wide',
          render: (row) =>
            row.values.map((v) => (
              <div key={v.id}>
                <b className="num">{v.text}</b> {v.parts && <span className="quiet">{v.parts}</span>} {v.sourceZh}
                {v.sourceText && `：${v.sourceText}`} {v.chosen && <Tag tone="good">核定用这个</Tag>}
              </div>
            )),
        },
        {
          key: 'state',
          title: '核定',
          kind: 'wide',
          render: (row) =>
            row.chosenAt ? (
              <span className="quiet">
                {row.reason}（{row.chosenName} <Moment at={row.chosenAt} />）
              </span>
            ) : (
              <>
                <Tag tone="bad">等核定</Tag>{' '}
                <Offers offers={row.offers} of={`${row.unitName}${row.indicatorName}`} division={homeDivision(session)} inRow />
              </>
            ),
        },
      ]}
    />
  );
}
