/** 家庭养老床位: beds in use, the month that is to be checked, and those that have ended. No bed of an institution. */

import { DataTable, More } from '../../../../web/components/DataTable.tsx';
import { Page } from '../../../../web/components/layout.tsx';
import { CaseLink, Day, DivisionName, Money, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import { longMonth } from '../../../../web/shared/format.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import { type BedPage, bedLists } from '../../family-bed/terms.ts';

export function FamilyBeds() {
  const session = useSession();
  const [search, change] = useTextSearch();
  const which = (search.list ?? 'active') as keyof typeof bedLists;
  const list = usePaged<BedPage>('/api/family-beds', { list: which });
  return (
    <Answered query={list}>
      {({ month, rows }) => (
        <Page
          title="家庭养老床位"
          lead="当月的上门次数、设备在线的小时两样都够标准才有运行补贴。上门次数取核实过的居家服务和有效探访，一天算一次。家庭床位不算机构床位。"
        >
          <div className="filters">
            <Chips
              label="看哪些"
              options={Object.entries(bedLists).map(([value, label]) => ({ value, label }))}
              value={which}
              onChange={(value) => change({ list: value })}
            />
          </div>
          <div className="sheet">
            <DataTable
              caption={`家庭养老床位，${bedLists[which]}`}
              rows={rows}
              rowKey={(row) => row.id}
              empty={
                which === 'active' ? '还没有在用的床位。申请的在“办件”里，正在装的在“适老化改造和家庭床位”里。' : '没有撤床的。'
              }
              columns={[
                { key: 'name', title: '老人', kind: 'main', render: (row) => <CaseLink id={row.caseId}>{row.name}</CaseLink> },
                { key: 'village', title: '住在', render: (row) => <DivisionName name={row.villageName} /> },
                { key: 'provider', title: '服务机构', render: (row) => row.provider },
                { key: 'from', title: '开始服务', render: (row) => <Day on={row.fromOn} /> },
                {
                  key: 'month',
                  title: longMonth(month),
                  render: (row) =>
                    row.month ? (
                      <span>
                        上门{row.month.visits}次，在线{row.month.hoursOnline}／{row.month.hoursTotal}小时
                        {row.month.typed && '（机构报的）'}
                      </span>
                    ) : (
                      '没有用满整月'
                    ),
                },
                {
                  key: 'state',
                  title: '状态',
                  render: (row) =>
                    row.endedOn ? (
                      <span>
                        <Day on={row.endedOn} />
                        撤床，{row.endReason}
                      </span>
                    ) : row.month ? (
                      <span>
                        <Tag tone={row.month.stateZh === '待核定' ? 'now' : 'plain'}>{row.month.stateZh}</Tag>{' '}
                        {row.month.amountFen ? <Money fen={row.month.amountFen} /> : null}
                      </span>
                    ) : (
                      <Tag tone="good">在用</Tag>
                    ),
                },
                { key: 'review', title: '复评', render: (row) => !row.endedOn && <Day on={row.reviewOn} /> },
                {
                  key: 'do',
                  title: '办理',
                  kind: 'actions',
                  render: (row) => <Offers offers={row.offers} of={row.name} division={homeDivision(session)} inRow />,
                },
              ]}
            />
            <More list={list.goesOn} />
          </div>
        </Page>
      )}
    </Answered>
  );
}
