/** Where money came from and went, what lies idle, what the bank says otherwise, and how each level keeps its shares. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Bars } from '../../../../web/components/charts.tsx';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Day, Money, Month, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { type Indicator, IndicatorCards } from '../../../../web/workbench/pages/IndicatorCards.tsx';
import type { DifferenceRow, FundFlow, FundShares, IdleRow } from '../../funds/content.ts';
import { tenThousands } from './content.ts';

export function FundFlows({ year }: { year: number }) {
  const flow = useQuery({
    queryKey: ['/api/funds/flow', year],
    queryFn: () => api.get<FundFlow>('/api/funds/flow', { year: String(year) }),
  });
  return (
    <Answered query={flow}>
      {({ sources, rows }) => (
        <>
          <Section title={`${year}年各来源：到账、分配、支付`}>
            {sources.length > 0 && (
              <Bars
                caption="各来源已分配（万元）"
                of={Math.max(...sources.map((s) => s.budgetFen))}
                rows={sources.map((s) => ({
                  zh: s.sourceZh,
                  count: s.allocatedFen,
                  text: `${tenThousands(s.allocatedFen)}万元`,
                }))}
              />
            )}
            <DataTable
              caption="各来源的预算、到账、分配、支付"
              rows={sources}
              rowKey={(s) => s.sourceZh}
              empty={`${year}年还没有预算。`}
              columns={[
                { key: 'source', title: '来源', kind: 'main', render: (s) => <b>{s.sourceZh}</b> },
                { key: 'budget', title: '预算（万元）', kind: 'number', render: (s) => tenThousands(s.budgetFen) },
                { key: 'arrived', title: '到账（万元）', kind: 'number', render: (s) => tenThousands(s.arrivedFen) },
                { key: 'allocated', title: '已分配（万元）', kind: 'number', render: (s) => tenThousands(s.allocatedFen) },
                { key: 'paid', title: '已支付（万元）', kind: 'number', render: (s) => tenThousands(s.paidFen) },
              ]}
            />
          </Section>
          <Section title="来源 → 用途 → 地区">
            <DataTable
              caption="资金从来源到用途到地区"
              rows={rows}
              rowKey={(row) => `${row.sourceZh} ${row.purposeZh} ${row.placeName}`}
              empty={`${year}年还没有分配。`}
              columns={[
                { key: 'source', title: '来源', kind: 'main', render: (row) => <b>{row.sourceZh}</b> },
                { key: 'purpose', title: '用途', render: (row) => row.purposeZh },
                { key: 'place', title: '地区', render: (row) => row.placeName },
                { key: 'allocated', title: '已分配（万元）', kind: 'number', render: (row) => tenThousands(row.allocatedFen) },
                { key: 'paid', title: '已支付（万元）', kind: 'number', render: (row) => tenThousands(row.paidFen) },
              ]}
            />
          </Section>
        </>
      )}
    </Answered>
  );
}

export function FundIdle() {
  const idle = useQuery({ queryKey: ['/api/funds/idle'], queryFn: () => api.get<{ rows: IdleRow[] }>('/api/funds/idle') });
  return (
    <Section title="闲置资金">
      <Answered query={idle}>
        {({ rows }) => (
          <DataTable
            caption="闲置资金"
            rows={rows}
            rowKey={(row) => row.id}
            empty="没有闲置资金。"
            columns={[
              {
                key: 'name',
                title: '项目',
                kind: 'main',
                render: (row) => (
                  <Link to={'/funds/$accountId' as never} params={{ accountId: row.accountId } as never}>
                    {row.name}
                  </Link>
                ),
              },
              { key: 'county', title: '地区', render: (row) => row.divisionName },
              { key: 'source', title: '来源', render: (row) => row.sourceZh },
              { key: 'arrived', title: '到账', render: (row) => <Day on={row.arrivedOn} /> },
              { key: 'amount', title: '闲置金额', kind: 'number', render: (row) => <Money fen={row.amountFen} /> },
              { key: 'days', title: '已闲置', kind: 'number', render: (row) => `${row.days}日` },
              { key: 'kind', title: '情况', render: (row) => <Tag tone="warn">{row.kindZh}</Tag> },
            ]}
          />
        )}
      </Answered>
    </Section>
  );
}

export function FundDifferences() {
  const session = useSession();
  const list = useQuery({
    queryKey: ['/api/funds/differences'],
    queryFn: () => api.get<{ rows: DifferenceRow[] }>('/api/funds/differences'),
  });
  return (
    <Section title="对账差异">
      <Answered query={list}>
        {({ rows }) => (
          <DataTable
            caption="对账差异"
            rows={rows}
            rowKey={(row) => row.id}
            empty="没有差异。"
            columns={[
              { key: 'account', title: '专户', kind: 'main', render: (row) => <b>{row.accountName}</b> },
              { key: 'county', title: '地区', render: (row) => row.divisionName },
              { key: 'month', title: '月份', render: (row) => <Month month={row.month} /> },
              {
                key: 'amount',
                title: '差异',
                kind: 'number',
                render: (row) => (
                  <>
                    {row.amountFen > 0 ? '银行多' : '银行少'} <Money fen={Math.abs(row.amountFen)} />
                  </>
                ),
              },
              { key: 'note', title: '原因', kind: 'wide', render: (row) => row.note },
              {
                key: 'age',
                title: '已挂',
                render: (row) =>
                  row.settledOn ? (
                    <>
                      <Tag tone="good">已处理</Tag>
                      {row.settlement}
                    </>
                  ) : (
                    <Tag tone={row.days > 30 ? 'bad' : 'warn'}>{row.days}日</Tag>
                  ),
              },
              {
                key: 'do',
                title: '办理',
                kind: 'actions',
                render: (row) => <Offers offers={row.offers} of={row.note} division={homeDivision(session)} inRow />,
              },
            ]}
          />
        )}
      </Answered>
    </Section>
  );
}

const verdictTones = { met: 'good', missed: 'bad', none: 'plain' } as const;

export function FundShareView({ year }: { year: number }) {
  const shares = useQuery({
    queryKey: ['/api/funds/shares', year],
    queryFn: () => api.get<FundShares>('/api/funds/shares', { year: String(year) }),
  });
  return (
    <>
      <FundIndicators />
      <Answered query={shares}>
        {({ shares: rows, privateBaseZh, privateOtherZh, growth, growthPercent }) => (
          <>
            <Section title={`${year}年福彩公益金用于养老`}>
              <p className="quiet">
                按分配评，支付列在旁边；市和每个县各评各的，合计达到不能替没有达到的。拨给下级专户的在下级算；退回的资金在入账的那一年按原用途计负数。
              </p>
              <DataTable
                caption="福彩公益金养老占比"
                rows={rows}
                rowKey={(row) => row.divisionName}
                columns={[
                  { key: 'place', title: '地区', kind: 'main', render: (row) => <b>{row.divisionName}</b> },
                  { key: 'elderly', title: '用于养老（万元）', kind: 'number', render: (row) => tenThousands(row.elderlyFen) },
                  { key: 'total', title: '福彩公益金（万元）', kind: 'number', render: (row) => tenThousands(row.totalFen) },
                  { key: 'percent', title: '占比', kind: 'number', render: (row) => <b>{row.percent}</b> },
                  { key: 'spent', title: '按支付', kind: 'number', render: (row) => row.spentPercent },
                  { key: 'min', title: '不低于', kind: 'number', render: (row) => `${row.minPercent}%` },
                  { key: 'verdict', title: '结果', render: (row) => <Tag tone={verdictTones[row.verdict]}>{row.verdictZh}</Tag> },
                ]}
              />
            </Section>
            <Section title={`${year}年福彩公益金支持社会办养老`}>
              <p className="quiet">
                规划写明支持社会办的比例，没有写明占什么的比例：按参数评“{privateBaseZh}”，“{privateOtherZh}”列在旁边。
              </p>
              <DataTable
                caption="福彩公益金社会办占比"
                rows={rows}
                rowKey={(row) => row.divisionName}
                columns={[
                  { key: 'place', title: '地区', kind: 'main', render: (row) => <b>{row.divisionName}</b> },
                  { key: 'private', title: '用于社会办（万元）', kind: 'number', render: (row) => tenThousands(row.privateFen) },
                  { key: 'percent', title: privateBaseZh, kind: 'number', render: (row) => <b>{row.privatePercent}</b> },
                  { key: 'other', title: privateOtherZh, kind: 'number', render: (row) => row.privateOtherPercent },
                  { key: 'min', title: '不低于', kind: 'number', render: (row) => `${row.privateMinPercent}%` },
                  {
                    key: 'verdict',
                    title: '结果',
                    render: (row) => <Tag tone={verdictTones[row.privateVerdict]}>{row.privateVerdictZh}</Tag>,
                  },
                ]}
              />
            </Section>
            <Section title="经费自然增长">
              <DataTable
                caption="经费自然增长"
                rows={growth}
                rowKey={(row) => row.divisionName}
                columns={[
                  { key: 'place', title: '地区', kind: 'main', render: (row) => <b>{row.divisionName}</b> },
                  {
                    key: 'before',
                    title: `${year - 1}年预算（万元）`,
                    kind: 'number',
                    render: (row) => tenThousands(row.beforeFen),
                  },
                  { key: 'now', title: `${year}年预算（万元）`, kind: 'number', render: (row) => tenThousands(row.budgetFen) },
                  {
                    key: 'percent',
                    title: '增长',
                    kind: 'number',
                    render: (row) => (row.percent === null ? '—' : `${row.percent.toFixed(1)}%`),
                  },
                  {
                    key: 'met',
                    title: `不低于${growthPercent}%`,
                    render: (row) =>
                      row.met === null ? (
                        '上年没有预算'
                      ) : (
                        <Tag tone={row.met ? 'good' : 'bad'}>{row.met ? '达到' : '未达到'}</Tag>
                      ),
                  },
                ]}
              />
            </Section>
          </>
        )}
      </Answered>
    </>
  );
}

/** The figures of this month, for whoever reads figures; each opens what it counts. */
function FundIndicators() {
  const session = useSession();
  const month = session.today.slice(0, 7);
  const found = useQuery({
    queryKey: ['/api/indicators', 'funds', month],
    queryFn: () => api.get<{ indicators: Indicator[] }>('/api/indicators', { board: 'funds', month }),
    enabled: may(session, 'GET /api/indicators'),
  });
  return found.data && found.data.indicators.length > 0 ? (
    <Section title="指标">
      <IndicatorCards indicators={found.data.indicators} month={month} />
    </Section>
  ) : null;
}
