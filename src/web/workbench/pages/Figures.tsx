/** 数据: how many people, how much money, county by county; every figure opens the lines that it counts. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { plusMonths } from '../../../kernel/calendar/index.ts';
import type { FigureRow } from '../../../kernel/payment/index.ts';
import type { YearMonth } from '../../../kernel/schema/index.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { Page } from '../../components/layout.tsx';
import { Money } from '../../components/marks.tsx';
import { useSession } from '../../components/session.tsx';
import { Answered } from '../../components/states.tsx';
import { api } from '../../shared/api.ts';
import { longDate, longMonth, yuanDigits } from '../../shared/format.ts';
import { useTextSearch } from '../search.ts';
import { Chips } from './Chips.tsx';
import { useProgrammes } from './programmes.ts';

interface Figures {
  /** The month that was asked for; the last one that has been paid where none was. */
  month: YearMonth;
  rows: readonly FigureRow[];
  totals: readonly Omit<FigureRow, 'county' | 'countyName'>[];
}

/** What is on screen, for a spreadsheet. The byte-order mark tells the spreadsheet that it is UTF-8. */
function download(title: string, rows: readonly FigureRow[]): void {
  const lines = [
    ['县（市、区）', '发放人数', '户数', '金额（元）', '人均（元）'],
    ...rows.map((row) => [
      row.countyName,
      row.persons,
      row.households,
      yuanDigits(row.sumFen).replaceAll(',', ''),
      yuanDigits(row.averageFen).replaceAll(',', ''),
    ]),
  ];
  const url = URL.createObjectURL(
    new Blob([`\uFEFF${lines.map((line) => line.join(',')).join('\r\n')}\r\n`], { type: 'text/csv' }),
  );
  const link = Object.assign(document.createElement('a'), { href: url, download: `${title}.csv` });
  link.click();
  URL.revokeObjectURL(url);
}

export function Figures() {
  const session = useSession();
  const [search, change] = useTextSearch();
  const figures = useQuery({
    queryKey: ['/api/figures', search.month ?? '', search.programme ?? ''],
    queryFn: () => api.get<Figures>('/api/figures', { month: search.month, programme: search.programme }),
  });
  const now = session.today.slice(0, 7) as YearMonth;
  const month = (search.month as YearMonth | undefined) ?? figures.data?.month;
  // The month that is paid now and half a year back: a month without payments says so.
  const recent = Array.from({ length: 7 }, (_, i) => plusMonths(now, 1 - i));
  const months = month && !recent.includes(month) ? [...recent, month] : recent;
  const programmes = useProgrammes();
  const programme = programmes.find((p) => p.value === search.programme)?.label ?? '全部项目';
  const title = `${month ? longMonth(month) : ''}${programme}发放`;
  const waited = !search.month && month !== undefined && month < now;
  const total = figures.data?.totals[0];
  const largest = Math.max(1, ...(figures.data?.rows.map((row) => row.sumFen) ?? []));
  return (
    <Page
      title="数据"
      lead={`${title}。一个人同月领几项的，只数一人。数据来自银行回盘成功的明细，截至${longDate(session.today)}。`}
      aside={
        figures.data && figures.data.rows.length > 0 ? (
          <Button onClick={() => download(title, figures.data.rows)}>下载表格</Button>
        ) : null
      }
    >
      <div className="filters">
        <Chips
          label="月份"
          options={months.map((m) => ({ value: m, label: longMonth(m) }))}
          value={month ?? ''}
          onChange={(m) => change({ month: m })}
        />
        <Chips
          label="项目"
          options={[{ value: '', label: '全部项目' }, ...programmes]}
          value={search.programme ?? ''}
          onChange={(value) => change({ programme: value })}
        />
      </div>
      <div className="sheet">
        {waited && (
          <p className="quiet">
            {longMonth(now)}还没有到账的发放；这里是最近有到账的{longMonth(month)}，别的月份可以在上面选。
          </p>
        )}
        <Answered query={figures}>
          {({ rows, month }) => (
            <DataTable
              caption={title}
              rows={rows}
              rowKey={(row) => row.county}
              empty={`${longMonth(month)}还没有到账的发放。`}
              columns={[
                {
                  key: 'county',
                  title: '县（市、区）',
                  kind: 'main',
                  render: (row) => (
                    <Link
                      to="/figures/lines"
                      search={{ month, division: row.county, name: row.countyName, programme: search.programme }}
                    >
                      {row.countyName}
                    </Link>
                  ),
                },
                { key: 'persons', title: '人数', kind: 'number', render: (row) => row.persons.toLocaleString('zh-CN') },
                { key: 'households', title: '户数', kind: 'number', render: (row) => row.households.toLocaleString('zh-CN') },
                { key: 'sum', title: '金额', kind: 'number', render: (row) => <Money fen={row.sumFen} /> },
                { key: 'average', title: '人均', kind: 'number', render: (row) => <Money fen={row.averageFen} /> },
                {
                  key: 'bar',
                  title: '占比',
                  deskOnly: true,
                  render: (row) => (
                    <span
                      aria-hidden="true"
                      style={{
                        display: 'block',
                        width: `${(row.sumFen / largest) * 100}%`,
                        minWidth: 2,
                        height: 10,
                        background: 'var(--accent)',
                      }}
                    />
                  ),
                },
              ]}
              foot={
                total && (
                  <tr>
                    <th scope="row">合计</th>
                    <td className="cell-number" data-label="人数">
                      {total.persons.toLocaleString('zh-CN')}
                    </td>
                    <td className="cell-number" data-label="户数">
                      {total.households.toLocaleString('zh-CN')}
                    </td>
                    <td className="cell-number" data-label="金额">
                      <Money fen={total.sumFen} />
                    </td>
                    <td className="cell-number" data-label="人均">
                      <Money fen={total.averageFen} />
                    </td>
                    <td className="desk-only" />
                  </tr>
                )
              }
            />
          )}
        </Answered>
      </div>
    </Page>
  );
}
