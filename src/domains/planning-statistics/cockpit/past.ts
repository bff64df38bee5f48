/** The cockpit of a year that is over: what was paid for it, how far the projects were at its end. What is only known as it stands today is not told. */
import type { Tx } from '../../../kernel/context/server.ts';
import { indicatorViews } from '../../../kernel/indicator/server.ts';
import type { DivisionCode, YearMonth } from '../../../kernel/schema/index.ts';
import { projectBoard } from '../progress/board.ts';
import type { Cockpit, Figure, Opens, PlaceFigures } from './content.ts';
import { type At, figure } from './figure.ts';
import type { Paid } from './paid.ts';

type Past = Pick<Cockpit, 'figures' | 'warnings' | 'places' | 'untold'>;

/** Indicators of the projects that say how far they were on a day; by units, and in money what was done. */
const counted = ['projects-started-units', 'projects-completed-units', 'projects-in-use-units', 'projects-invested'];

export async function pastFigures(tx: Tx, { division, level, year }: At, paid: Paid): Promise<Past> {
  const month = `${year}-12` as YearMonth;
  const { indicators } = await indicatorViews(tx, { board: projectBoard.key, month, division });
  const shown = indicators.filter(({ key }) => counted.includes(key));
  const opens = (key: string, place: DivisionCode): Opens => ({ to: `/indicators/${key}`, search: { month, division: place } });
  const projectsAt = (place: DivisionCode, numOf: (indicator: (typeof shown)[number]) => number): Figure[] =>
    shown.map((indicator) =>
      figure(indicator.key, `年底${indicator.zh}`, numOf(indicator), opens(indicator.key, place), {
        of: indicator.kind === 'money' ? 'fen' : 'count',
      }),
    );
  const yearOf = (place: DivisionCode): Opens => ({
    to: '/cockpit',
    search: { division: place, year: String(year) },
    hash: 'months',
  });
  const places = tx.divisions.children(division).map(({ code, name }): PlaceFigures => {
    const money = paid.byCounty.filter(({ county }) => county === code).reduce((sum, row) => sum + row.sumFen, 0);
    return {
      place: code,
      name,
      exact: false,
      opens: level === 'city' ? yearOf(code) : { to: '/map', search: { division: code } },
      figures: [
        ...(level === 'city' ? [figure('paid', `${year}年发放到账`, money, yearOf(code), { of: 'fen' })] : []),
        ...projectsAt(code, ({ areas }) => areas.find(({ area }) => area === code)?.num ?? 0),
      ],
    };
  });
  const total = paid.months.reduce((sum, row) => sum + row.sumFen, 0);
  return {
    figures: [
      figure('paid', `${year}年发放到账`, total, yearOf(division), { of: 'fen' }),
      ...projectsAt(division, ({ total }) => total.num),
    ],
    warnings: [],
    places,
    untold: [
      '在办件、超期、线索只按现在的状态数，过去某一年底有多少没有留存，不倒推。',
      '项目按那一年底以前报的阶段和月报数，用的是现在的项目表。',
    ],
  };
}
