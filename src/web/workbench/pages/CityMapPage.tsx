/** 地图: the city by county, township and village; every number opens its records, every point has said itself where it is. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { inScope } from '../../../kernel/division/index.ts';
import {
  type Border,
  type MapRecord,
  type MapView,
  type PlaceCounts,
  type Tone,
  townshipsSaid,
  undrawnSaid,
} from '../../../kernel/map/index.ts';
import { CityMap } from '../../components/CityMap.tsx';
import { DataTable, KeysetTable } from '../../components/DataTable.tsx';
import { Page, Section } from '../../components/layout.tsx';
import { Tag } from '../../components/marks.tsx';
import { Answered } from '../../components/states.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { api } from '../../shared/api.ts';
import { type TextSearch, useTextSearch } from '../search.ts';
import { Chips } from './Chips.tsx';

const work = { open: '在办件', overdue: '超期办件' } as const;
type Work = keyof typeof work;
/** What the chips call the lines between units: no unit counts them. */
const BORDERS = 'borders';
const isWork = (measure: string): measure is Work => measure in work;

export function CityMapPage() {
  const [search] = useTextSearch();
  const query = useQuery({
    queryKey: ['/api/map', search.division ?? ''],
    queryFn: () => api.get<MapView>('/api/map', { division: search.division }),
  });
  return (
    <Answered query={query}>
      {(view) => (
        <Page
          title={`${view.name}地图`}
          lead="项目和设施按所在的地方数，点开就是它数的那些。图上的点是登记了经纬度的，没有登记的只在列表里；颜色深浅只说数多数少，村没有界线，看列表。"
        >
          <Path view={view} search={search} />
          <Places view={view} />
          {/* 全市一千多条，先选一样或者一个县 */}
          {(search.layer !== undefined || view.level !== 'city') && <Records view={view} />}
        </Page>
      )}
    </Answered>
  );
}

function Path({ view, search }: { view: MapView; search: TextSearch }) {
  if (view.path.length < 2) return null;
  return (
    <nav aria-label="从市到这里" className="map-path">
      {view.path.map(({ code, name }) =>
        code === view.division ? (
          <b key={code} aria-current="page">
            {name}
          </b>
        ) : (
          <span key={code}>
            <MapTo search={{ measure: search.measure, division: code }}>{name}</MapTo> ›{' '}
          </span>
        ),
      )}
    </nav>
  );
}

const MapTo = ({ search, children }: { search: TextSearch; children: ReactNode }) => (
  <Link to={'/map' as never} search={search as never}>
    {children}
  </Link>
);

function Places({ view }: { view: MapView }) {
  const [search, change] = useTextSearch();
  const measures = [
    ...view.layers.map(({ key, zh }) => ({ value: key, label: zh })),
    ...(view.borders ? [{ value: BORDERS, label: view.borders.zh }] : []),
    ...(view.total.work ? Object.entries(work).map(([value, label]) => ({ value, label })) : []),
  ];
  // 先看数最多的一样
  const [most] = [...view.layers].sort((a, b) => (view.total.counts[b.key] ?? 0) - (view.total.counts[a.key] ?? 0));
  const measure = measures.find(({ value }) => value === (search.measure ?? most?.key)) ?? measures[0];
  const figure = (row: PlaceCounts): number =>
    measure && isWork(measure.value) ? (row.work?.[measure.value] ?? 0) : (row.counts[measure?.value ?? ''] ?? 0);
  const plain = measure?.value === BORDERS;
  const layer = view.layers.find(({ key }) => key === measure?.value);
  const shades = new Map(
    view.places.map((row) => [row.place, plain ? { value: 0, text: '' } : { value: figure(row), text: String(figure(row)) }]),
  );
  const lines = plain || layer?.onBorders ? (view.borders?.rows ?? []) : [];
  const tones = plain ? view.borders?.tones : layer?.tones;
  const drawn = { lines, ...(tones ? { tones } : {}) };
  const spots = view.spots.filter(({ layer }) => !measure || isWork(measure.value) || layer === measure.value);
  const county =
    view.path.find(({ level }) => level === 'county')?.code ??
    (view.level === 'city' ? undefined : `${view.division.slice(0, 6)}000000`);
  const townships = view.townships?.missing.length === 0 ? view.townships : null;
  const township = plain ? undefined : townships?.outlines.find(({ id }) => inScope(view.division, id));
  const rows = [...(view.places.length > 1 ? [view.total] : []), ...view.places];
  return (
    <Section title={plain ? '界线' : view.places.length > 0 ? '各地有多少' : '这里有多少'}>
      <Chips
        label="图上看什么"
        options={measures}
        value={measure?.value ?? ''}
        onChange={(value) => change({ measure: value })}
      />
      <div className="board-pair">
        {county === undefined ? (
          <CityMap
            shades={shades}
            spots={spots}
            {...drawn}
            label={`各县（市、区）${measure?.label ?? ''}`}
            hrefOf={(code) => ({ to: '/map', search: { measure: search.measure, division: code } })}
          />
        ) : townships && view.level === 'county' && !plain ? (
          <CityMap
            outlines={townships.outlines}
            shades={shades}
            spots={spots}
            {...drawn}
            label={`${townshipsSaid(townships)}。各乡镇（街道）${measure?.label ?? ''}`}
            hrefOf={(code) => ({ to: '/map', search: { measure: search.measure, division: code } })}
          />
        ) : (
          <CityMap
            {...(township ? { outlines: [township], land: [township.id] } : { land: [county] })}
            spots={spots}
            {...drawn}
            label={`${
              plain
                ? '这里的界线'
                : spots.length > 0
                  ? `登记了位置的${measure?.label ?? ''}`
                  : `${measure?.label ?? ''}都没有登记位置`
            }。${township && townships ? townshipsSaid(townships) : undrawnSaid(view.townships)}`}
          />
        )}
        {plain && view.borders ? (
          <Borders borders={view.borders} />
        ) : (
          <DataTable
            caption="各地的项目、设施和办件"
            rows={rows.length > 0 ? rows : [view.total]}
            rowKey={(row) => `${row.place} ${row === view.total ? 'all' : row.exact}`}
            columns={[
              {
                key: 'name',
                title: '地区',
                kind: 'main',
                render: (row) =>
                  row === view.total ? (
                    <b>合计</b>
                  ) : row.exact ? (
                    `${row.name}（没有再往下分的）`
                  ) : (
                    <MapTo search={{ measure: search.measure, division: row.place }}>{row.name}</MapTo>
                  ),
              },
              ...view.layers.map(({ key, zh }) => ({
                key,
                title: zh,
                kind: 'number' as const,
                render: (row: PlaceCounts) =>
                  (row.counts[key] ?? 0) === 0 ? (
                    0
                  ) : (
                    <MapTo
                      search={{
                        measure: search.measure,
                        division: row.place,
                        layer: key,
                        exact: row !== view.total && row.exact ? '1' : undefined,
                      }}
                    >
                      {row.counts[key]}
                    </MapTo>
                  ),
              })),
              ...(view.total.work
                ? Object.entries(work).map(([key, zh]) => ({
                    key,
                    title: zh,
                    kind: 'number' as const,
                    render: (row: PlaceCounts) => <Cases row={row} of={key as Work} />,
                  }))
                : []),
            ]}
          />
        )}
      </div>
    </Section>
  );
}

const toneTags = { good: 'good', warn: 'warn', bad: 'bad', plain: 'plain' } as const satisfies Record<Tone, string>;

function Borders({ borders: { zh, rows } }: { borders: NonNullable<MapView['borders']> }) {
  return (
    <DataTable
      caption={zh}
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'name',
          title: zh,
          kind: 'main',
          render: (row: Border) => (row.to ? <Link to={row.to as never}>{row.name}</Link> : row.name),
        },
        { key: 'state', title: '联合检查', kind: 'wide', render: (row) => <Tag tone={toneTags[row.tone]}>{row.state}</Tag> },
        { key: 'course', title: '走向', wraps: true, render: courseSaid },
      ]}
    />
  );
}

const courseSaid = ({ course, surveyed }: Border): string =>
  course.length === 0 ? '没有录入，图上不画' : `录入${course.length}个点，${surveyed ? '勘界成果' : '没有勘测的示意'}`;

function Cases({ row, of }: { row: PlaceCounts; of: Work }) {
  const count = row.work?.[of] ?? 0;
  // 没有再往下分的那一行，办件列表筛不出来：合计和各地的都能点开
  if (count === 0 || row.exact) return <>{count}</>;
  return (
    <Link
      to={'/cases' as never}
      search={{ view: 'all', division: row.place, ...(of === 'overdue' ? { light: 'overdue' } : {}) } as never}
    >
      {count}
    </Link>
  );
}

function Records({ view }: { view: MapView }) {
  const [search, change] = useTextSearch();
  const { division, layer, exact } = search;
  const list = useKeyset<MapRecord>('/api/map/records', { division, layer, exact }, 'cursor');
  const nameOf = (key: string) => view.layers.find((l) => l.key === key)?.zh ?? '';
  // 图上的编号按一样东西数：看哪一样，列表就写哪一样的号
  const numbers = new Map(
    view.spots.filter((spot) => spot.layer === (layer ?? search.measure)).map(({ id }, i) => [id, i + 1] as const),
  );
  return (
    <Section title={`${view.name}${exact ? '（没有再往下分的）' : ''}的${layer ? nameOf(layer) : '项目和设施'}`}>
      <Chips
        label="列表里看什么"
        options={[{ value: '', label: '全部' }, ...view.layers.map(({ key, zh }) => ({ value: key, label: zh }))]}
        value={layer ?? ''}
        onChange={(value) => change({ layer: value, exact: undefined })}
      />
      <KeysetTable
        caption={`${view.name}的项目和设施`}
        list={list}
        rowKey={(row) => `${row.layer} ${row.id}`}
        empty="这里还没有登记项目和设施。"
        columns={[
          {
            key: 'name',
            title: '名称',
            kind: 'main',
            wraps: true,
            render: (row) => (row.to ? <Link to={row.to as never}>{row.name}</Link> : <b>{row.name}</b>),
          },
          ...(numbers.size > 0
            ? [
                {
                  key: 'number',
                  title: '图上编号',
                  kind: 'number' as const,
                  render: (row: MapRecord) => numbers.get(row.id) ?? '—',
                },
              ]
            : []),
          { key: 'layer', title: '是什么', render: (row) => nameOf(row.layer) },
          { key: 'place', title: '在哪里', wraps: true, render: (row) => row.placeName },
          { key: 'says', title: '情况', kind: 'wide', wraps: true, render: (row) => row.says },
        ]}
      />
    </Section>
  );
}
