/** 老年食堂月度结算: what each canteen comes to, with what to look at before it is paid. */
import { useQuery } from '@tanstack/react-query';
import { monthOf, plusMonths } from '../../../../kernel/calendar/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page } from '../../../../web/components/layout.tsx';
import { DivisionName, Money, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { longMonth, yuan } from '../../../../web/shared/format.ts';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { CanteenRun } from '../../meals/ahead-content.ts';
import type { CanteenMonths } from '../../meals/terms.ts';

const PATH = '/api/elders/canteens';

export function Canteens() {
  const [search, change] = useTextSearch();
  const session = useSession();
  const { today } = session;
  // The month that is over is the one to be paid.
  const wanted = search.month ?? plusMonths(monthOf(today), -1);
  const found = useQuery({
    queryKey: [PATH, wanted],
    queryFn: () => api.get<CanteenMonths & { runs: readonly CanteenRun[] }>(PATH, { month: wanted }),
  });
  return (
    <Page
      title="老年食堂结算"
      lead="每餐的补贴加运营奖补，按核验过的餐数算。有疑点的先查清再拨，疑点本身不扣钱。"
      aside={
        <input
          aria-label="月份"
          type="month"
          value={wanted}
          max={today.slice(0, 7)}
          onChange={(e) => e.target.value && change({ month: e.target.value })}
        />
      }
    >
      <Answered query={found}>
        {({ month, rows, totalFen, runs }) => (
          <>
            <p>
              {longMonth(month)}共应拨<b className="num">{yuan(totalFen)}</b>
              {month === today.slice(0, 7) && '，这个月还没有完'}。
            </p>
            <div className="sheet">
              <DataTable
                caption="老年食堂结算"
                rows={rows}
                rowKey={(row) => row.outletId}
                empty="还没有登记老年食堂。在“养老服务网点”里登记。"
                columns={[
                  { key: 'name', title: '食堂', kind: 'main', render: (row) => row.name },
                  { key: 'place', title: '在哪里', render: (row) => <DivisionName name={row.villageName} /> },
                  { key: 'meals', title: '登记', kind: 'number', render: (row) => `${row.meals}份` },
                  { key: 'subsidised', title: '有补贴', kind: 'number', render: (row) => `${row.subsidised}份` },
                  { key: 'subsidy', title: '餐补', kind: 'number', render: (row) => <Money fen={row.subsidyFen} /> },
                  { key: 'award', title: '运营奖补', kind: 'number', render: (row) => <Money fen={row.awardFen} /> },
                  {
                    key: 'doubts',
                    title: '疑点',
                    kind: 'wide',
                    render: (row) =>
                      row.doubts.length === 0
                        ? '没有'
                        : row.doubts.map((doubt) => (
                            <div key={doubt}>
                              <Tag tone="warn">要查</Tag> {doubt}
                            </div>
                          )),
                  },
                  {
                    key: 'run',
                    title: '拨付',
                    wraps: true,
                    render: (row) => {
                      const run = runs.find(({ outletId }) => outletId === row.outletId);
                      return (
                        run?.stateZh && (
                          <>
                            <Tag tone={run.tone}>{run.stateZh}</Tag> {yuan(run.amountFen ?? 0)} {run.says}
                          </>
                        )
                      );
                    },
                  },
                  {
                    key: 'do',
                    title: '办理',
                    kind: 'actions',
                    render: (row) => (
                      <Offers
                        offers={runs.find(({ outletId }) => outletId === row.outletId)?.offers ?? []}
                        of={`${row.name}${longMonth(month)}`}
                        division={homeDivision(session)}
                        inRow
                      />
                    ),
                  },
                ]}
              />
            </div>
          </>
        )}
      </Answered>
    </Page>
  );
}
