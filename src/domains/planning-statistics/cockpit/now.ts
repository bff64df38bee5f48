/** The cockpit of today: open and overdue work, clues, the money of the year, projects, what needs a decision. */
import { openClues } from '../../../kernel/clue/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { openWork } from '../../../kernel/service/server.ts';
import { projectAlarms, projectPlaces } from '../projects/counts.ts';
import { overview } from '../statistics/views.ts';
import type { Cockpit, Figure, Opens, PlaceFigures } from './content.ts';
import { type At, figure } from './figure.ts';
import type { Paid } from './paid.ts';

const casesAt = (division: DivisionCode, light?: 'overdue'): Opens => ({
  to: '/cases',
  search: { view: 'all', division, ...(light ? { light } : {}) },
});
const cluesAt = (division: DivisionCode, level?: 'red' | 'orange'): Opens => ({
  to: '/clues',
  search: { view: 'all', division, ...(level ? { level } : {}) },
});

type Numbers<K extends string> = Readonly<Record<K, number>>;
const sumOf = <K extends string>(rows: readonly Numbers<K>[], key: K): number => rows.reduce((sum, row) => sum + row[key], 0);

type Now = Pick<Cockpit, 'figures' | 'warnings' | 'places' | 'untold'>;

export async function nowFigures(tx: Tx, { division, level, year }: At, paid: Paid): Promise<Result<Now, 'PARAM_MISSING'>> {
  const work = await openWork(tx, division);
  const clues = await openClues(tx, division);
  const { places: counties } = await projectPlaces(tx, { division });
  const library = level === 'city' ? counties : (counties.find(({ place }) => place === division)?.townships ?? []);
  const [month] = paid.months;
  const own = await lateReports(tx, division);
  if (!own.ok) return own;
  const placeOf = (place: DivisionCode, name: string, exact: boolean): PlaceFigures => {
    const known = work.find((row) => row.place === place);
    const told = clues.find((row) => row.place === place);
    const projects = library.find((row) => row.place === place);
    // 落在上一级、没有再往下分的，办件和线索的列表筛不出来
    const open = (opens: Opens) => (exact ? null : opens);
    const projectList = { to: '/projects', search: { division: place, ...(exact ? { exact: '1' } : {}) } };
    const money = paid.byCounty.filter(({ county }) => county === place);
    return {
      place,
      name,
      exact,
      opens: exact
        ? null
        : level === 'city'
          ? { to: '/cockpit', search: { division: place } }
          : { to: '/map', search: { division: place } },
      figures: [
        figure('overdue', '超期办件', known?.overdue ?? 0, open(casesAt(place, 'overdue')), { bad: true }),
        figure('open', '在办件', known?.open ?? 0, open(casesAt(place))),
        figure('clues', '待核查线索', told?.open ?? 0, open(cluesAt(place))),
        ...(level === 'city'
          ? [
              figure(
                'paid',
                `${year}年发放到账`,
                sumOf(money, 'sumFen'),
                open({ to: '/cockpit', search: { division: place, year: String(year) }, hash: 'months' }),
                {
                  of: 'fen',
                },
              ),
            ]
          : []),
        figure('projects', '规划项目（行）', projects?.rows ?? 0, projectList),
        figure('investment', '规划投资', projects?.investmentFen ?? 0, projectList, { of: 'fen' }),
      ],
    };
  };
  const itself = placeOf(division, tx.divisions.get(division)?.name ?? division, true);
  const overdue = figure('overdue', '超期办件', sumOf(work, 'overdue'), casesAt(division, 'overdue'), { bad: true });
  const warnings: Figure[] = [
    overdue,
    figure('red', '红色线索', sumOf(clues, 'red'), cluesAt(division, 'red'), { bad: true }),
    figure('late-clues', '逾期未核的线索', sumOf(clues, 'overdue'), cluesAt(division, 'orange'), { bad: true }),
    ...own.value,
    ...(await projectAlarms(tx, division)).map(({ alarm, zh, rows }) =>
      figure(`project-${alarm}`, `项目：${zh}`, rows, { to: '/projects', search: { view: 'list', division, alarm } }),
    ),
  ];
  return ok({
    figures: [
      figure('open', '在办件', sumOf(work, 'open'), casesAt(division)),
      overdue,
      figure('clues', '待核查的线索和预警', sumOf(clues, 'open'), cluesAt(division)),
      ...(month ? [figure('month', `${Number(month.month.slice(5))}月发放到账`, month.sumFen, month.opens, { of: 'fen' })] : []),
      figure(
        'paid',
        `${year}年发放到账`,
        sumOf(paid.months, 'sumFen'),
        { to: '/cockpit', search: { division, year: String(year) }, hash: 'months' },
        { of: 'fen' },
      ),
      figure('projects', '规划项目（行）', sumOf(library, 'rows'), { to: '/projects', search: { division } }),
      figure('investment', '规划投资', sumOf(library, 'investmentFen'), { to: '/projects', search: { division } }, { of: 'fen' }),
    ],
    warnings: warnings.filter(({ count }) => count > 0),
    places: [
      ...tx.divisions.children(division).map(({ code, name }) => placeOf(code, name, false)),
      ...(itself.figures.some(({ count }) => count > 0) ? [itself] : []),
    ],
    untold: [],
  });
}

/** Reports that are due and have not been sent, of the units of one's own chain; somebody else's are not looked into. */
async function lateReports(tx: Tx, division: DivisionCode): Promise<Result<Figure[], 'PARAM_MISSING'>> {
  if (division !== (tx.actor.division ?? tx.city)) return ok([]);
  const found = await overview(tx);
  if (!found.ok) return found;
  const late = found.value.periods.reduce((sum, { below }) => sum + below.late, 0);
  return ok([figure('late-reports', '下级逾期未报的统计报表', late, { to: '/statistics', search: {} }, { bad: true })]);
}
