/** 三方对账: decided, sent, arrived — by county, programme and month; each difference says whose it is and opens its lines. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { plusMonths } from '../../../kernel/calendar/index.ts';
import type { AgreementRow, OtherMonthRow } from '../../../kernel/payment/index.ts';
import type { YearMonth } from '../../../kernel/schema/index.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { Page, Section } from '../../components/layout.tsx';
import { Money, Tag } from '../../components/marks.tsx';
import { useSession } from '../../components/session.tsx';
import { Failed, Loading } from '../../components/states.tsx';
import { api } from '../../shared/api.ts';
import { longMonth } from '../../shared/format.ts';
import { useTextSearch } from '../search.ts';
import { Chips } from './Chips.tsx';

const MONTHS = 7;

const linesOf = (month: YearMonth, row: AgreementRow) => ({
  month,
  division: row.county,
  programme: row.programme,
  name: `${row.countyName}${row.programmeZh}`,
});

/** The three sums of everything that is shown, and what is between the first and the last. */
function Totals({ rows }: { rows: readonly AgreementRow[] }) {
  const sum = (pick: (row: AgreementRow) => number) => rows.reduce((fen, row) => fen + pick(row), 0);
  const [decided, sent, received] = [sum((r) => r.decidedFen), sum((r) => r.sentFen), sum((r) => r.receivedFen)];
  return (
    <tr>
      <th scope="row">合计</th>
      <td className="cell-number">
        <Money fen={decided} />
      </td>
      <td className="cell-number">
        <Money fen={sent} />
      </td>
      <td className="cell-number">
        <Money fen={received} />
      </td>
      <td>
        {decided === received ? (
          '决定与到账一致'
        ) : (
          <>
            相差 <Money fen={decided - received} />
          </>
        )}
      </td>
    </tr>
  );
}

/** Why a batch of this month is not in the table above: it pays what another month owes. */
function Others({ rows, month }: { rows: readonly OtherMonthRow[]; month: YearMonth }) {
  return (
    <Section title={`${longMonth(month)}的批次里，给别的月份的`}>
      <p className="quiet">上面按待遇所属的月份对账；这些在本月发，算在它们自己的月份里。</p>
      <ul className="plain-list">
        {rows.map((row) => (
          <li key={`${row.batchId}${row.month}`} className="line">
            <Link to="/batches/$batchId" params={{ batchId: row.batchId }}>
              {row.countyName} {row.programmeZh}（{row.count}笔）
            </Link>
            <Money fen={row.fen} />
            <Link to="/agreement" search={{ month: row.month }}>
              算在{longMonth(row.month)}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function Agreement() {
  const session = useSession();
  const [search, change] = useTextSearch();
  const now = session.today.slice(0, 7) as YearMonth;
  const month = (search.month ?? now) as YearMonth;
  const found = useQuery({
    queryKey: ['/api/agreement', month],
    queryFn: () => api.get<{ rows: readonly AgreementRow[]; others: readonly OtherMonthRow[] }>('/api/agreement', { month }),
  });
  const months = Array.from({ length: MONTHS }, (_, i) => plusMonths(now, 1 - i));
  return (
    <Page
      title="三方对账"
      lead={`${longMonth(month)}：决定发多少、送了多少、到账多少。对不上的每一项都写明是什么、归谁办，点开看明细。`}
    >
      <div className="filters">
        <Chips
          label="月份"
          options={months.map((value) => ({ value: value === now ? '' : value, label: longMonth(value) }))}
          value={month === now ? '' : month}
          onChange={(value) => change({ month: value })}
        />
      </div>
      {found.isPending && <Loading />}
      {found.error && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.data && (
        <div className="sheet">
          <DataTable
            caption="三方对账"
            rows={found.data.rows}
            rowKey={(row) => `${row.county}${row.programme}`}
            empty="这个月没有应发的待遇。"
            foot={<Totals rows={found.data.rows} />}
            columns={[
              {
                key: 'what',
                title: '项目',
                kind: 'main',
                render: (row) => (
                  <Link to="/figures/lines" search={linesOf(month, row)}>
                    {row.countyName} {row.programmeZh}
                  </Link>
                ),
              },
              { key: 'decided', title: '决定', kind: 'number', render: (row) => <Money fen={row.decidedFen} /> },
              { key: 'sent', title: '送出', kind: 'number', render: (row) => <Money fen={row.sentFen} /> },
              { key: 'received', title: '到账', kind: 'number', render: (row) => <Money fen={row.receivedFen} /> },
              {
                key: 'differences',
                title: '差额和归属',
                kind: 'wide',
                render: (row) =>
                  row.differences.length === 0 ? (
                    <Tag tone="good">三方一致</Tag>
                  ) : (
                    <ul className="plain-list">
                      {row.differences.map((d) => (
                        <li key={d.kind} className="line">
                          <Money fen={d.fen} />
                          {d.state ? (
                            <Link to="/figures/lines" search={{ ...linesOf(month, row), state: d.state }}>
                              {d.zh}
                              {d.count !== null && `（${d.count}笔）`}
                            </Link>
                          ) : d.kind === 'overpaid' ? (
                            <Link to="/adjustments" search={{ direction: 'recovery' }}>
                              {d.zh}
                            </Link>
                          ) : d.kind === 'offset' || d.kind === 'debt' ? (
                            <Link to="/overpayments">{d.zh}</Link>
                          ) : d.kind === 'unlisted' ? (
                            <Link to="/batches" search={{ month, programme: row.programme }}>
                              {d.zh}
                            </Link>
                          ) : (
                            <span>{d.zh}</span>
                          )}
                          <span className="quiet">归{d.owner}</span>
                        </li>
                      ))}
                    </ul>
                  ),
              },
            ]}
          />
        </div>
      )}
      {found.data && found.data.others.length > 0 && <Others rows={found.data.others} month={month} />}
    </Page>
  );
}
