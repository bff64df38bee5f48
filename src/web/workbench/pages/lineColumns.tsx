/** One payment in a list, the same in a batch and behind a figure. */
import { accountHolds, type LineRow } from '../../../kernel/payment/index.ts';
import type { Column } from '../../components/DataTable.tsx';
import { Day, DivisionName, Money, Month, PersonName, Tag } from '../../components/marks.tsx';
import { CorrectLine } from './CorrectLine.tsx';
import { EstateContact } from './EstateContact.tsx';

/** Sent back by the bank, or waiting because there is no account or none that the bank's file can write. */
const mayCorrect = (row: LineRow): boolean =>
  row.state === 'returned' || (row.state === 'on-hold' && accountHolds.some((code) => code === row.holdCode));

/** `corrects`: whether this officer may give a payment another account. */
export const lineColumns = (corrects: boolean): Column<LineRow>[] => [
  {
    key: 'person',
    title: '户主',
    kind: 'main',
    render: (row) =>
      row.personName ? <PersonName id={row.personId} name={row.personName} /> : <span className="quiet">不在您的辖区</span>,
  },
  { key: 'division', title: '所在地', render: (row) => <DivisionName name={row.divisionName} /> },
  {
    key: 'month',
    title: '月份',
    render: (row) => (
      <>
        <Month month={row.month} />
        {row.kind !== 'regular' && `（${row.kindZh}）`}
      </>
    ),
  },
  { key: 'amount', title: '金额', kind: 'number', render: (row) => <Money fen={row.amountFen} /> },
  {
    key: 'account',
    title: '账户',
    render: (row) => (row.last4 ? <span className="num">尾号{row.last4}</span> : <span className="quiet">没有账户</span>),
  },
  {
    key: 'state',
    title: '状态',
    kind: 'wide',
    render: (row) => (
      <>
        <Tag tone={row.state === 'paid' ? 'good' : row.state === 'returned' ? 'bad' : row.state === 'on-hold' ? 'warn' : 'plain'}>
          {row.stateZh}
        </Tag>
        {row.holdReason ?? row.returnReason}
        {row.paidOn && <Day on={row.paidOn} />}
        {corrects && mayCorrect(row) && <CorrectLine line={row} />}
        {corrects && row.payeeDead && <EstateContact line={row} />}
        {row.slipId && (
          <a href={`/api/documents/${row.slipId}/pdf`} target="_blank" rel="noreferrer">
            退票处理单
          </a>
        )}
      </>
    ),
  },
];
