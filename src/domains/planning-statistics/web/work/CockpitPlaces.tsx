/** Where it is: the counties on the map and in the table, the townships of a county as a list (they have no lines yet); every number opens its list. */
import { Link } from '@tanstack/react-router';
import { CityMap } from '../../../../web/components/CityMap.tsx';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { Cockpit, PlaceFigures } from '../../cockpit/content.ts';
import { Count, written } from './CockpitFigure.tsx';

export function CockpitPlaces({ view }: { view: Cockpit }) {
  const [search, change] = useTextSearch();
  const { places, level, name } = view;
  const measures = places[0]?.figures ?? [];
  const measure = measures.find(({ key }) => key === search.measure) ?? measures[0];
  if (!measure) return null;
  const figureOf = (row: PlaceFigures) => row.figures.find(({ key }) => key === measure.key)!;
  const title = level === 'city' ? '各县（市、区）' : '各乡镇（街道）';
  const shades = new Map(places.map((row) => [row.place, { value: figureOf(row).count, text: written(figureOf(row)) }]));
  const opens = new Map(places.map((row) => [row.place, row.opens]));
  return (
    <Section
      title={title}
      aside={
        <Link to={'/map' as never} search={{ division: view.division } as never}>
          项目和设施的地图
        </Link>
      }
    >
      {level === 'city' && (
        <Chips
          label="图上看什么"
          options={measures.map(({ key, zh }) => ({ value: key, label: zh }))}
          value={measure.key}
          onChange={(value) => change({ measure: value })}
        />
      )}
      <div className={level === 'city' ? 'board-pair' : ''}>
        {level === 'city' && (
          <CityMap
            shades={shades}
            label={`${name}各地${measure.zh}`}
            hrefOf={(code) => {
              const at = opens.get(code);
              return { to: at?.to ?? '/cockpit', search: { ...at?.search, measure: search.measure } };
            }}
          />
        )}
        <DataTable
          caption={title}
          rows={places}
          rowKey={(row) => `${row.place} ${row.exact}`}
          columns={[
            {
              key: 'name',
              title: '地区',
              kind: 'main',
              render: (row) =>
                row.opens ? (
                  <Link to={row.opens.to as never} search={row.opens.search as never}>
                    {row.name}
                  </Link>
                ) : (
                  `${row.name}（没有再往下分的）`
                ),
            },
            ...measures.map(({ key, zh, of }) => ({
              key,
              title: of === 'fen' ? `${zh}（万元）` : zh,
              kind: 'number' as const,
              render: (row: PlaceFigures) => <Count of={row.figures.find((f) => f.key === key)!} />,
            })),
          ]}
        />
      </div>
      <p className="quiet">
        {level === 'city' ? '点一个县看它的乡镇。' : '乡镇没有测绘的界线，用列表代替；点开一个乡镇，看它的项目、设施和办件。'}
      </p>
    </Section>
  );
}
