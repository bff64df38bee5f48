/** 救助指标: the indicators against their targets, and the work in five charts. Every figure opens what it counts. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { CityMap, useCountyNames } from '../../../../web/components/CityMap.tsx';
import { Bars, Pareto } from '../../../../web/components/charts.tsx';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Money } from '../../../../web/components/marks.tsx';
import { Failed, Loading, Nothing } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { IndicatorBoard } from '../../../../web/workbench/pages/IndicatorBoard.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { Board as Content, MapRow } from '../../indicators/content.ts';
import { WarningHeat } from './WarningHeat.tsx';

export function Board() {
  const board = useQuery({ queryKey: ['/api/assistance-board'], queryFn: () => api.get<Content>('/api/assistance-board') });
  return (
    <IndicatorBoard
      board="social-assistance"
      zh="救助指标"
      lead="都是从办件、发放和台账里数出来的，不用填报；点开就是它数的那些。"
    >
      {board.data ? <Charts board={board.data} /> : board.error ? <Failed error={board.error} /> : <Loading />}
    </IndicatorBoard>
  );
}

function Charts({ board }: { board: Content }) {
  const [submitted] = board.funnel;
  return (
    <>
      <div className="board-pair">
        <Section title={`低保办理时效（${board.year}年提交的）`}>
          <Bars caption="低保办理时效" rows={board.funnel} of={submitted?.count ?? 0} />
        </Section>
        <Section title={`临时救助金额档次（${board.year}年）`}>
          <Bars
            caption="临时救助金额档次"
            rows={board.aid.map((band) => ({ ...band, note: band.sumFen > 0 ? <Money fen={band.sumFen} /> : '' }))}
          />
        </Section>
        <Section title="没有销号的预警和线索">
          <Bars
            caption="预警时龄"
            rows={board.ages.map((age, i) => ({
              ...age,
              ...(i === 0 ? {} : { tone: i === 3 ? ('bad' as const) : ('warn' as const) }),
            }))}
          />
        </Section>
        <Section title="退回的发放，按原因（近一年）">
          {board.returns.length === 0 ? (
            <Nothing>近一年没有退回的款项。</Nothing>
          ) : (
            <Pareto caption="退回原因" rows={board.returns} />
          )}
        </Section>
      </div>
      <TownshipMap rows={board.map} />
      <Heat rows={board.heat} />
    </>
  );
}

/** With the names of the counties, which stand with their outlines. */
function Heat({ rows }: { rows: Content['heat'] }) {
  return <WarningHeat rows={rows} counties={useCountyNames()} />;
}

/** So many townships before one asks for all. */
const FIRST = 15;

/** Persons helped of a thousand residents; a place without a figure of its residents has none. */
const perThousand = (rows: readonly MapRow[]): number | null => {
  const counted = rows.filter((row) => row.residents !== null);
  const residents = counted.reduce((sum, row) => sum + (row.residents ?? 0), 0);
  return residents === 0 ? null : (counted.reduce((sum, row) => sum + row.helped, 0) * 1000) / residents;
};

function TownshipMap({ rows }: { rows: readonly MapRow[] }) {
  const [search, change] = useTextSearch();
  const county = search.county ?? null;
  const [all, setAll] = useState(false);
  const counties = [...new Set(rows.map((row) => row.county))];
  const shades = new Map(
    counties.map((county) => {
      const value = perThousand(rows.filter((row) => row.county === county));
      return [county, { value, text: value === null ? '没有人口数' : `${value.toFixed(value < 1 ? 2 : 1)}‰` }];
    }),
  );
  const sorted = rows
    .filter((row) => county === null || row.county === county)
    .sort((a, b) => (perThousand([b]) ?? -1) - (perThousand([a]) ?? -1));
  const listed = all ? sorted : sorted.slice(0, FIRST);
  return (
    <Section title="每千人救助人数（低保、特困）">
      <div className="board-pair">
        <CityMap
          shades={shades}
          label="各县（市、区）每千人救助人数，只计登记了人口的乡镇"
          hrefOf={(code) => ({ to: '.', search: { ...search, county: code === county ? undefined : code } })}
        />
        <div>
          {county && (
            <Button type="link" onClick={() => change({ county: undefined })}>
              看全部乡镇（街道）
            </Button>
          )}
          <DataTable
            caption="各乡镇每千人救助人数"
            rows={listed}
            rowKey={(row) => row.township}
            columns={[
              { key: 'name', title: '乡镇（街道）', kind: 'main', render: (row) => <b>{row.name}</b> },
              {
                key: 'helped',
                title: '救助人数',
                kind: 'number',
                render: (row) =>
                  row.helped === 0 ? (
                    0
                  ) : (
                    <Link
                      to={'/indicators/$key' as never}
                      params={{ key: 'people-helped' } as never}
                      search={{ division: row.township } as never}
                    >
                      {row.helped.toLocaleString('zh-CN')}
                    </Link>
                  ),
              },
              {
                key: 'residents',
                title: '常住人口',
                kind: 'number',
                render: (row) => row.residents?.toLocaleString('zh-CN') ?? '未登记',
              },
              {
                key: 'rate',
                title: '每千人',
                kind: 'number',
                render: (row) => perThousand([row])?.toFixed(2) ?? '—',
              },
            ]}
          />
          {sorted.length > listed.length && (
            <p className="more">
              <Button onClick={() => setAll(true)}>显示全部{sorted.length}个</Button>
            </p>
          )}
        </div>
      </div>
    </Section>
  );
}
