/** The binding indicators: value, target, course over the years, status in words. */
import { Link } from '@tanstack/react-router';
import { Trend } from '../../../../web/components/charts.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Tag } from '../../../../web/components/marks.tsx';
import type { Cockpit, Goal } from '../../cockpit/content.ts';
import { trendKinds } from '../../figures/trend.ts';

export function CockpitGoals({ view }: { view: Cockpit }) {
  const { plan, past, year } = view;
  if (!plan) return null;
  return (
    <Section
      title={past ? `约束性指标：${year}年的数` : `约束性指标：${plan.name}`}
      aside={past ? null : <span className="quiet">时间过去{Math.floor(plan.time * 100)}%</span>}
    >
      <ul className="goals">
        {plan.indicators.map((row) => (
          <li key={row.id}>
            <Link to={row.opens.to as never} search={row.opens.search as never}>
              {row.name}
            </Link>
            <span className="goal-value num">{row.value ?? '—'}</span>
            <span className="quiet">
              目标{row.target ? `${row.target.value}${row.unit}（${row.target.year}年）` : '没有印出'}
            </span>
            <span className="goal-status">
              {row.statusZh && <Tag tone={row.met ? 'good' : row.status === 'onTime' ? 'now' : 'warn'}>{row.statusZh}</Tag>}
              <span className="quiet">{[row.source, row.note].filter(Boolean).join('，')}</span>
              {row.now && (
                <Link to={row.now.opens.to as never} search={row.now.opens.search as never}>
                  平台现在数的{row.now.text}
                </Link>
              )}
            </span>
            <Course row={row} years={view.years} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Course({ row, years }: { row: Goal; years: readonly number[] }) {
  const first = Math.min(years[0]!, ...row.trend.map(({ x }) => Math.floor(x)));
  return (
    <Trend
      label={`${row.name}的走势，虚线是目标`}
      points={row.trend.map(({ at, x, value, text, kind }) => ({
        x,
        value,
        says: `${at}　${text}，${trendKinds[kind]}`,
        ring: kind === 'printed',
      }))}
      target={row.target ? Number(row.target.value) : null}
      from={first}
      to={years.at(-1)! + 1}
    />
  );
}
