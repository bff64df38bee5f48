import { type Account, accountRow, type Clause, formatValue, verdictNames, yuanDigits } from '../../../kernel/policy/index.ts';

/** Each condition as a sentence: what it is, how it is with this family, what the standard is, where it is written. What fails comes first. */
export function ClauseList({ clauses }: { clauses: readonly Clause[] }) {
  const order = { unmet: 0, unknown: 1, met: 2 } as const;
  const marks = { unmet: '✕', unknown: '？', met: '✓' } as const;
  return [...clauses]
    .sort((a, b) => order[a.verdict] - order[b.verdict])
    .map((c) => (
      <div className="clause" key={`${c.name} ${c.basis}`}>
        <b>
          <span className={`verdict ${c.verdict}`}>
            <span aria-hidden="true">{marks[c.verdict]} </span>
            {verdictNames[c.verdict]}
          </span>
          ：{c.name}
        </b>
        {(c.value || c.limit) && c.value?.kind !== 'boolean' && (
          <p className="num">
            {c.value && `您家是${formatValue(c.value, c.limit)}`}
            {c.value && c.limit && '，'}
            {c.limit && `标准是${c.relation ?? ''}${formatValue(c.limit, c.value)}`}。
          </p>
        )}
        {c.note && <p>{c.note}</p>}
        <p className="quiet">
          依据：{c.basis}
          {c.parameter && `；标准依据：${c.parameter.source}`}{' '}
          {c.parameter?.nature === 'assumption' && <span className="mark">假定值，待确认</span>}
        </p>
      </div>
    ));
}

/** How a figure came about: every item with what was done with it, then the sums. */
export const AccountTable = ({ account }: { account: Account }) => (
  <table className="account-sheet">
    <thead>
      <tr>
        <th scope="col">项目和算式</th>
        <th scope="col" className="as">
          怎么计
        </th>
        <th scope="col" className="amount">
          金额（元）
        </th>
      </tr>
    </thead>
    <tbody>
      {account.lines.map(accountRow).map((row, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the sheet never changes its order, and two lines may say the same
        <tr key={i}>
          <td>
            {row.what}
            <span className="quiet num">{row.formula}</span>
            {row.reason && <span className="quiet">{row.reason}</span>}
          </td>
          <td className="as">{row.treatment}</td>
          <td className="amount num">{row.amount}</td>
        </tr>
      ))}
    </tbody>
    <tfoot>
      {account.results.map((line) => (
        <tr key={line.label}>
          <th scope="row" colSpan={2}>
            {line.label}
            <span className="quiet num">{line.formula}</span>
          </th>
          <td className="amount num">
            <b>{yuanDigits(line.fen)}</b>
          </td>
        </tr>
      ))}
    </tfoot>
  </table>
);
