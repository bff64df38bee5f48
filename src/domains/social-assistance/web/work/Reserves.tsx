/** 备用金台账: what each township still has, a month's statement with case, two officers and receipt of every outlay, and what is to be done. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { plusMonths } from '../../../../kernel/calendar/index.ts';
import type { FormField, YearMonth } from '../../../../kernel/schema/index.ts';
import { type Column, DataTable, KeysetTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { CaseLink, Day, Money, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, ownTownship, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading, Nothing } from '../../../../web/components/states.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import { longMonth } from '../../../../web/shared/format.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { ReserveRow, StatementLine, StatementView } from './reserve-content.ts';

const LIST = '/api/reserves';

export function Reserves() {
  const session = useSession();
  const [search, change] = useTextSearch();
  const list = useKeyset<ReserveRow>(LIST);
  const [advancing, setAdvancing] = useState(false);
  const queries = useQueryClient();
  const own = ownTownship(session);
  const township = search.township ?? own ?? undefined;
  const refresh = () => queries.invalidateQueries({ queryKey: [LIST] });
  // A township has a ledger from its first advance on.
  const none = own !== null && !list.waiting && !list.error && list.rows.length === 0;
  const ledger = own === null || list.rows.length > 0 ? township : undefined;
  return (
    <Page
      title="备用金台账"
      lead="县级拨付，乡镇用于急难先行救助；每笔有个案、两名经办人、领款收据和现场照片。"
      aside={
        may(session, 'POST /api/reserves/:township/advance') && (
          <Button type="primary" onClick={() => setAdvancing(true)}>
            首次拨付
          </Button>
        )
      }
    >
      {!own && (
        <div className="sheet">
          <KeysetTable
            caption="各乡镇备用金"
            list={list}
            rowKey={(row) => row.township}
            empty="还没有拨付过备用金。"
            columns={townshipColumns((code) => change({ township: code }))}
          />
        </div>
      )}
      {none && (
        <div className="sheet">
          <Nothing>县里还没有给本乡镇（街道）拨付过备用金。首次由县级财务经办按标准拨付，需要时请与他们联系。</Nothing>
        </div>
      )}
      {ledger && (
        <Township key={ledger} township={ledger} row={list.rows.find((r) => r.township === township) ?? null} refresh={refresh} />
      )}
      {advancing && (
        <FormDrawer
          title="首次拨付备用金"
          causes="按标准拨付（每个乡镇一次）；之后余额低于补充线时按补充申请拨付。"
          fields={advanceFields}
          division={homeDivision(session)}
          button="拨付"
          send={(input, requestId) =>
            api.post(`${LIST}/${String(input.township).slice(0, 9)}000/advance`, {
              documentNo: input.documentNo,
              requestId,
            })
          }
          onDone={refresh}
          onClose={() => setAdvancing(false)}
        />
      )}
    </Page>
  );
}

const advanceFields: readonly FormField[] = [
  {
    name: 'township',
    type: 'division',
    label: '乡镇（街道）',
    help: '选到该乡镇任一村（社区）即可',
    required: true,
    widget: 'division',
  },
  { name: 'documentNo', type: 'text', label: '拨款文号', required: true, min: 2, max: 60 },
];

const townshipColumns = (open: (code: string) => void): Column<ReserveRow>[] => [
  {
    key: 'name',
    title: '乡镇（街道）',
    kind: 'main',
    render: (row) => (
      <Button type="link" size="small" onClick={() => open(row.township)}>
        {row.name}
      </Button>
    ),
  },
  { key: 'balance', title: '余额', kind: 'number', render: (row) => <Money fen={row.balanceFen} /> },
  { key: 'line', title: '补充线', kind: 'number', render: (row) => <Money fen={row.lineFen} /> },
  {
    key: 'state',
    title: '状态',
    render: (row) =>
      row.refill ? <Tag tone="now">等补充</Tag> : row.low ? <Tag tone="bad">低于补充线</Tag> : <Tag tone="good">够用</Tag>,
  },
];

function Township({ township, row, refresh }: { township: string; row: ReserveRow | null; refresh: () => Promise<void> }) {
  const session = useSession();
  const [search, change] = useTextSearch();
  const { message } = App.useApp();
  const [closing, setClosing] = useState(false);
  const now = session.today.slice(0, 7) as YearMonth;
  const month = (search.month ?? now) as YearMonth;
  const statement = useQuery({
    queryKey: [LIST, township, month],
    queryFn: () => api.get<StatementView>(`${LIST}/${township}`, { month }),
  });
  const act = async (path: string, done: string) => {
    try {
      await api.post(path, { requestId: newRequestId() });
      message.success(done);
      await refresh();
    } catch (error) {
      message.error(apiErrorOf(error).message);
    }
  };
  if (statement.isPending) return <Loading />;
  if (!statement.data) return <Failed error={statement.error} retry={() => void statement.refetch()} />;
  const view = statement.data;
  const refill = row?.refill ?? null;
  return (
    <Section
      title={`${view.name}：${longMonth(month)}对账单`}
      aside={
        <a href={`${LIST}/${township}/statement?month=${month}`} download>
          导出
        </a>
      }
    >
      <Chips
        label="月份"
        options={[0, -1, -2, -3].map((n) => ({ value: plusMonths(now, n), label: longMonth(plusMonths(now, n)) }))}
        value={month}
        onChange={(value) => change({ month: value, ...(search.township ? { township: search.township } : {}) })}
      />
      <Facts
        rows={[
          {
            label: '现在余额',
            value: (
              <b>
                <Money fen={view.balanceFen} />
              </b>
            ),
          },
          { label: '期初', value: <Money fen={view.opening} /> },
          { label: '本月拨入', value: <Money fen={view.incoming} /> },
          { label: '本月支出', value: <Money fen={view.outgoing} /> },
          { label: '期末', value: <Money fen={view.closing} /> },
          ...(refill
            ? [
                {
                  label: '补充申请',
                  value: (
                    <>
                      <Money fen={refill.amountFen} />（<Day on={refill.proposedOn} />
                      提出）
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
      <div className="line">
        {refill && may(session, 'POST /api/reserve-refills/:id/pay') && (
          <Button type="primary" onClick={() => void act(`/api/reserve-refills/${refill.id}/pay`, '已拨付')}>
            拨付补充
          </Button>
        )}
        {!refill && row?.low && may(session, 'POST /api/reserves/:township/refill') && (
          <Button onClick={() => void act(`${LIST}/${township}/refill`, '已申请补充')}>申请补充</Button>
        )}
        {may(session, 'POST /api/reserves/:township/year-end') && <Button onClick={() => setClosing(true)}>办理年终结余</Button>}
      </div>
      <DataTable
        caption="备用金流水"
        rows={view.items}
        rowKey={(line) => line.entryId}
        empty="这个月没有收支。"
        columns={lineColumns(view)}
      />
      {view.next && <p className="quiet">本月较多，完整明细请导出。</p>}
      {closing && (
        <FormDrawer
          title="年终结余"
          causes="结转：留给下一年继续用；收回：余额全部退回县级专户。"
          fields={[
            { name: 'year', type: 'integer', label: '年度', required: true, min: 2020, max: 2200 },
            {
              name: 'choice',
              type: 'choice',
              label: '怎么办',
              required: true,
              choices: [
                { value: 'carry', label: '结转下年' },
                { value: 'return', label: '收回县级' },
              ],
            },
          ]}
          initial={{ year: Number(session.today.slice(0, 4)) - 1 }}
          division={homeDivision(session)}
          button="办理"
          send={(input, requestId) => api.post(`${LIST}/${township}/year-end`, { ...input, requestId })}
          onDone={refresh}
          onClose={() => setClosing(false)}
        />
      )}
    </Section>
  );
}

const lineColumns = (view: StatementView): Column<StatementLine>[] => {
  const outlay = (line: StatementLine) => (line.referenceId ? view.outlays[line.referenceId] : undefined);
  return [
    { key: 'day', title: '日期', render: (line) => <Day on={line.day} /> },
    {
      key: 'note',
      title: '摘要',
      kind: 'main',
      render: (line) => {
        const of = outlay(line);
        return of ? (
          <>
            <CaseLink id={of.caseId}>{of.applicantName}</CaseLink> {line.note} {of.split && <Tag tone="warn">疑似拆分</Tag>}
          </>
        ) : (
          line.note
        );
      },
    },
    { key: 'in', title: '收入', kind: 'number', render: (line) => (line.amount > 0 ? <Money fen={line.amount} /> : '') },
    { key: 'out', title: '支出', kind: 'number', render: (line) => (line.amount < 0 ? <Money fen={-line.amount} /> : '') },
    { key: 'balance', title: '余额', kind: 'number', render: (line) => <Money fen={line.balanceAfter} /> },
    {
      key: 'by',
      title: '经办人',
      render: (line) => {
        const of = outlay(line);
        return of ? `${of.firstName}、${of.secondName}` : line.byName;
      },
    },
    {
      key: 'files',
      title: '凭证',
      render: (line) => {
        const of = outlay(line);
        return of ? (
          <span className="line">
            <a href={`/api/files/${of.receiptFile}`} target="_blank" rel="noreferrer">
              收据
            </a>
            <a href={`/api/files/${of.photoFile}`} target="_blank" rel="noreferrer">
              照片
            </a>
          </span>
        ) : (
          ''
        );
      },
    },
  ];
};
