/** A computed decision: the amount, every clause with its figures and provision, and the arithmetic. The same record as the letter's. */
import { Link } from '@tanstack/react-router';
import type { Account, BreakdownLine, Clause, Outcome as OutcomeCode, Verdict } from '../../kernel/policy/index.ts';
import { accountRow, formatValue, outcomeNames, verdictNames, yuanDigits } from '../../kernel/policy/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../kernel/schema/index.ts';
import { Day, Money, Month, Nature } from './marks.tsx';

export interface DecisionView {
  id: string;
  kind: string;
  kindZh: string;
  asOf: PlainDate;
  outcome: OutcomeCode;
  amountFen: Fen | null;
  effectiveMonth: YearMonth | null;
  clauses: readonly Clause[];
  breakdown: readonly BreakdownLine[];
  account?: Account | null;
  /** Which category was computed and why, where it is not the one that was applied for. */
  computedAs?: string | null;
  /** What is recognised, where nothing is paid. */
  recognition?: string | null;
  note?: string | null;
  madeAt: string;
  /** Paid once, not every month. */
  once?: boolean;
}

const verdictMarks: Readonly<Record<Verdict, string>> = { met: '✓', unmet: '✕', unknown: '？' };

export function Clauses({ clauses }: { clauses: readonly Clause[] }) {
  return (
    <ol className="clauses">
      {clauses.map((clause) => (
        <li key={`${clause.name}${clause.basis}${clause.note ?? ''}`} className={`clause clause-${clause.verdict}`}>
          <p className="clause-name">
            <span className="verdict">
              <span aria-hidden="true">{verdictMarks[clause.verdict]}</span> {verdictNames[clause.verdict]}
            </span>
            {clause.name}
          </p>
          {(clause.value || clause.limit) && clause.value?.kind !== 'boolean' && (
            <p className="clause-figures num">
              实际 <b>{formatValue(clause.value, clause.limit)}</b>
              {clause.limit && (
                <>
                  ，标准{clause.relation ?? ''} <b>{formatValue(clause.limit, clause.value)}</b>
                </>
              )}
            </p>
          )}
          {clause.note && <p className="clause-note">{clause.note}</p>}
          <p className="clause-basis">
            依据：{clause.basis}
            {clause.parameter && (
              <>
                <span>
                  标准来源：{clause.parameter.source}（{clause.parameter.validFrom}起）
                </span>
                <Nature nature={clause.parameter.nature} />
              </>
            )}
          </p>
        </li>
      ))}
    </ol>
  );
}

export function Breakdown({
  lines,
  totalFen,
  once = false,
}: {
  lines: readonly BreakdownLine[];
  totalFen: Fen | null;
  once?: boolean;
}) {
  return (
    <table className="breakdown">
      <caption className="sr-only">计算过程</caption>
      <thead>
        <tr>
          <th scope="col">项目</th>
          <th scope="col">算式</th>
          <th scope="col" className="cell-number">
            金额（元）
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={`${line.label}${line.formula}`}>
            <td>{line.label}</td>
            <td className="num">{line.formula}</td>
            <td className="cell-number num">{yuanDigits(line.fen)}</td>
          </tr>
        ))}
      </tbody>
      {totalFen !== null && (
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              {once ? '一次性' : '每月'}
            </th>
            <td className="cell-number num">
              <b>{yuanDigits(totalFen)}</b>
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}

/** How the figure that the conditions compare came about: every item with what was done with it, then the sums. */
/** `titled`: the section around it says already what it is. */
export const AccountTable = ({ account, titled = false }: { account: Account; titled?: boolean }) => (
  <table className="breakdown account-sheet">
    <caption className={titled ? 'sr-only' : undefined}>{account.title}</caption>
    <thead>
      <tr>
        <th scope="col">项目和算式</th>
        <th scope="col" className="as">
          怎么计
        </th>
        <th scope="col" className="cell-number">
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
            <span className="num">{row.formula}</span>
            {row.reason && <span>{row.reason}</span>}
          </td>
          <td className="as">{row.treatment}</td>
          <td className="cell-number num">{row.amount}</td>
        </tr>
      ))}
    </tbody>
    <tfoot>
      {account.results.map((line) => (
        <tr key={line.label}>
          <th scope="row" colSpan={2}>
            {line.label}
            <span className="num">{line.formula}</span>
          </th>
          <td className="cell-number num">
            <b>{yuanDigits(line.fen)}</b>
          </td>
        </tr>
      ))}
    </tfoot>
  </table>
);

const Outcome = ({ decision }: { decision: DecisionView }) => (
  <>
    <strong>
      {decision.recognition && decision.outcome === 'eligible'
        ? `符合${decision.recognition}条件`
        : outcomeNames[decision.outcome]}
    </strong>
    {decision.amountFen !== null && decision.outcome === 'eligible' && (
      <span className="decision-amount">
        {decision.once ? '一次性' : '每月'} <Money fen={decision.amountFen} />
      </span>
    )}
    {decision.effectiveMonth && !decision.once && (
      <span>
        从<Month month={decision.effectiveMonth} />起
      </span>
    )}
    <span className="quiet">
      按 <Day on={decision.asOf} /> 的标准
    </span>
  </>
);

/** The clauses that stand in the way come first; those that are met open on demand. */
function Reasons({ decision }: { decision: DecisionView }) {
  const unmet = decision.clauses.filter((c) => c.verdict !== 'met');
  const met = decision.clauses.filter((c) => c.verdict === 'met');
  return (
    <>
      {decision.computedAs && <p className="note">{decision.computedAs}</p>}
      {decision.note && <p className="note">{decision.note}</p>}
      {unmet.length > 0 && <Clauses clauses={unmet} />}
      {met.length > 0 && (
        <details>
          <summary>符合的{met.length}条</summary>
          <Clauses clauses={met} />
        </details>
      )}
      {decision.account && <AccountTable account={decision.account} />}
      {decision.breakdown.length > 0 && (
        <Breakdown lines={decision.breakdown} totalFen={decision.amountFen} once={decision.once ?? false} />
      )}
      {decision.id !== 'preview' && (
        <p>
          <Link to="/decisions/$decisionId" params={{ decisionId: decision.id }}>
            为什么，重算一遍
          </Link>
        </p>
      )}
    </>
  );
}

/** `earlier`: a decision that a later one has followed is folded. */
export const DecisionCard = ({ decision, earlier }: { decision: DecisionView; earlier: boolean }) => (
  <article className={`decision decision-${decision.outcome}`} aria-label={decision.kindZh}>
    {earlier ? (
      <details>
        <summary>
          <b>{decision.kindZh}</b>
          <Outcome decision={decision} />
        </summary>
        <Reasons decision={decision} />
      </details>
    ) : (
      <>
        <h3>{decision.kindZh}</h3>
        <p className="decision-outcome">
          <Outcome decision={decision} />
        </p>
        <Reasons decision={decision} />
      </>
    )}
  </article>
);
