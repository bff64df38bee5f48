/** 残疾人福利指标: the indicators against their targets, and who draws a subsidy by level, age and sex, by category and level. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Pyramid, type PyramidSide } from '../../../../web/components/charts.tsx';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Answered, Nothing } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { IndicatorBoard } from '../../../../web/workbench/pages/IndicatorBoard.tsx';
import { type Sex, sexes } from '../../certificate/terms.ts';
import type { LevelRow, Levels, PyramidLevel } from '../../indicators/content.ts';

export const Indicators = () => (
  <IndicatorBoard
    board="disability"
    zh="残疾人福利指标"
    lead="都从办理的记录里数出来，没有人填报；点开就是它数的那些。社区康复的人只有数，没有名单。"
  >
    <LevelCharts />
  </IndicatorBoard>
);

/** Who draws a subsidy: by level, age and sex, and by category and level. */
function LevelCharts() {
  const view = useQuery({
    queryKey: ['/api/disability/levels'],
    queryFn: () => api.get<Levels>('/api/disability/levels'),
  });
  return (
    <>
      <Section title="在领补贴的人：等级、年龄和性别">
        <Answered query={view}>{(levels) => <Pyramids levels={levels} />}</Answered>
      </Section>
      <Section title="在领补贴的人：类别和等级">
        <Answered query={view}>
          {({ rows }) => (
            <DataTable
              caption="在领补贴的人：类别和等级"
              rows={rows}
              rowKey={(row) => row.zh}
              columns={[
                { key: 'zh', title: '类别', kind: 'main', render: (row) => <b>{row.zh}</b> },
                ...['一级', '二级', '三级', '四级'].map((title, i) => ({
                  key: title,
                  title,
                  kind: 'number' as const,
                  render: (row: LevelRow) => row.cells[i],
                })),
              ]}
            />
          )}
        </Answered>
      </Section>
    </>
  );
}

function Pyramids({ levels: { pyramid, outside, opens } }: { levels: Levels }) {
  const longest = Math.max(
    1,
    ...pyramid.flatMap(({ rows }) => rows.flatMap((row) => [row.male.count ?? 0, row.female.count ?? 0])),
  );
  const empty = ({ rows }: PyramidLevel) => rows.every((row) => row.male.count === 0 && row.female.count === 0);
  const drawn = pyramid.filter((level) => !empty(level));
  if (drawn.length === 0) return <Nothing>还没有人在领两项补贴。</Nothing>;
  const side = (level: string, row: PyramidLevel['rows'][number], sex: Sex): PyramidSide => {
    const cell = row[sex];
    if (!opens || !cell.count) return cell;
    const open = (
      <Link
        to={'/disability/drawers' as never}
        search={{ level, band: String(row.band), sex } as never}
        aria-label={`${row.zh}，${sexes[sex]}，${cell.text}人`}
      >
        {cell.text}
      </Link>
    );
    return { ...cell, open };
  };
  return (
    <>
      <div className="board-pair">
        {drawn.map(({ level, zh, rows }) => (
          <Pyramid
            key={level}
            caption={zh}
            of={longest}
            rows={rows.map((row) => ({ zh: row.zh, left: side(level, row, 'male'), right: side(level, row, 'female') }))}
          />
        ))}
      </div>
      <p className="quiet">
        {drawn.length < pyramid.length &&
          `${pyramid
            .filter(empty)
            .map(({ zh }) => zh)
            .join('、')}没有人在领。`}
        {drawn.length > 1 && '几个图用同一把尺子。'}
        {opens ? '点人数，看是哪些人；看过的会留下记录。' : '少于5人的不写明，能减出来的也不写明。'}
        {outside && `另有${outside}人的登记不在您的范围内，不知道年龄，没有画进来。`}
      </p>
    </>
  );
}
