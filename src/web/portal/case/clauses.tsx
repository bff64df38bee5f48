import { type Clause, formatValue, verdictNames } from '../../../kernel/policy/index.ts';

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
        {(c.value || c.limit) && (
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
