/** 预警热力: open warnings by township, the darker the more; each tile opens its list. Figures are said in words, colour only helps. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Section } from '../../../../web/components/layout.tsx';
import { Nothing } from '../../../../web/components/states.tsx';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import type { HeatRow } from '../../indicators/content.ts';

const ways = [
  { value: 'open', label: '全部' },
  { value: 'enter', label: '可能需要救助' },
  { value: 'leave', label: '可能不再符合' },
  { value: 'overdue', label: '超过期限' },
] as const;
type Way = (typeof ways)[number]['value'];

const STEPS = 5;
/** 0 where there is nothing, then as many equal steps as there are shades. */
const stepOf = (count: number, most: number): number => (count === 0 ? 0 : Math.ceil((count / most) * STEPS));
const query = { open: {}, enter: { direction: 'in' }, leave: { direction: 'out' }, overdue: { level: 'orange' } } as const;

export function WarningHeat({ rows, counties }: { rows: readonly HeatRow[]; counties: ReadonlyMap<string, string> }) {
  const [way, setWay] = useState<Way>('open');
  const most = Math.max(1, ...rows.map((row) => row[way]));
  const groups = [...Map.groupBy(rows, (row) => row.county)];
  return (
    <Section title="预警热力（没有销号的，按乡镇）">
      <div className="filters">
        <Chips label="看哪一种" options={ways} value={way} onChange={(value) => setWay(value as Way)} />
      </div>
      {rows.every((row) => row[way] === 0) && <Nothing>现在没有这样的预警。</Nothing>}
      {groups.map(([county, townships]) => (
        <section key={county} className="heat">
          {groups.length > 1 && (
            <h3>
              {counties.get(county) ?? county} {townships.reduce((sum, row) => sum + row[way], 0)}条
            </h3>
          )}
          <ul>
            {townships.map((row) => (
              <li key={row.township} data-step={stepOf(row[way], most)}>
                <Link to="/clues" search={{ view: 'all', division: row.township, ...query[way] } as never}>
                  {row.name} <b className="num">{row[way]}</b>
                  <span className="sr-only">条</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p className="quiet">颜色越深越多；点开就是那里的清单。</p>
    </Section>
  );
}
