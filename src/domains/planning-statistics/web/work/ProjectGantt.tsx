/** 进度图: for each project what was planned over what came, on one line of months; the dates stand beside it in words. */
import { Link } from '@tanstack/react-router';
import { dayNumber, longDate } from '../../../../kernel/calendar/index.ts';
import type { PlainDate } from '../../../../kernel/schema/index.ts';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { DivisionName, Tag } from '../../../../web/components/marks.tsx';
import { useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { GanttRow } from '../../progress/content.ts';
import type { Figures } from './content.ts';
import { narrowing, ProjectFilters } from './ProjectFilters.tsx';

/** The days between which everything lies, by whole years. */
function spanOf(rows: readonly GanttRow[], today: PlainDate): { from: number; to: number; years: number[] } {
  const days = rows
    .flatMap((r) => [r.plannedStartOn, r.plannedFinishOn, r.startedOn, r.completedOn, r.usedOn])
    .filter((day) => day !== null);
  const years = [...days, today].map((day) => Number(day.slice(0, 4)));
  const [first, last] = [Math.min(...years), Math.max(...years)];
  return {
    from: dayNumber(`${first}-01-01` as PlainDate),
    to: dayNumber(`${last + 1}-01-01` as PlainDate),
    years: Array.from({ length: last - first + 1 }, (_, i) => first + i),
  };
}

const WIDTH = 600;

function Bars({ row, span, today }: { row: GanttRow; span: ReturnType<typeof spanOf>; today: PlainDate }) {
  const x = (day: PlainDate) => ((dayNumber(day) - span.from) / (span.to - span.from)) * WIDTH;
  const { plannedStartOn, plannedFinishOn, startedOn, completedOn } = row;
  return (
    <svg viewBox={`0 0 ${WIDTH} 36`} preserveAspectRatio="none" className="gantt" role="img" aria-label={saysOf(row)}>
      {span.years.map((year) => (
        <line key={year} x1={x(`${year}-01-01`)} x2={x(`${year}-01-01`)} y1="0" y2="36" stroke="var(--line)" />
      ))}
      {plannedStartOn && plannedFinishOn && (
        <rect
          x={x(plannedStartOn)}
          y="5"
          width={Math.max(3, x(plannedFinishOn) - x(plannedStartOn))}
          height="10"
          fill="var(--line-2)"
        />
      )}
      {startedOn && (
        <rect
          x={x(startedOn)}
          y="20"
          width={Math.max(3, x(completedOn ?? today) - x(startedOn))}
          height="10"
          fill={row.late ? 'var(--bad)' : completedOn ? 'var(--good)' : 'var(--accent)'}
        />
      )}
      <line x1={x(today)} x2={x(today)} y1="0" y2="36" stroke="var(--warn)" strokeDasharray="3 3" />
    </svg>
  );
}

const saysOf = (row: GanttRow): string =>
  [
    row.plannedStartOn && row.plannedFinishOn
      ? `计划${longDate(row.plannedStartOn)}至${longDate(row.plannedFinishOn)}`
      : '没有登记工期计划',
    row.startedOn ? `${longDate(row.startedOn)}开工` : '还没有开工',
    ...(row.completedOn ? [`${longDate(row.completedOn)}竣工`] : []),
    ...(row.usedOn ? [`${longDate(row.usedOn)}投用`] : []),
  ].join('，');

export function ProjectGantt({ figures }: { figures: Figures }) {
  const { today } = useSession();
  const [search] = useTextSearch();
  const list = useKeyset<GanttRow>('/api/projects/gantt', narrowing(search), 'after');
  const span = spanOf(list.rows, today);
  return (
    <Section title="计划和实际">
      <ProjectFilters figures={figures} />
      <p className="quiet">
        上面一条是计划的工期，下面一条是实际；红的是拖期的，虚线是今天。
        {list.rows.length > 0 && `从${span.years[0]}年到${span.years.at(-1)}年，细线是每年1月1日。`}
      </p>
      <KeysetTable
        caption="计划和实际"
        list={list}
        rowKey={(row) => row.id}
        empty="没有登记工期计划、也没有开工的项目。"
        columns={[
          {
            key: 'name',
            title: '项目',
            kind: 'main',
            wraps: true,
            render: (row) => (
              <Link to={'/projects/$projectId' as never} params={{ projectId: row.id } as never}>
                {row.name}
              </Link>
            ),
          },
          { key: 'place', title: '在哪里', deskOnly: true, render: (row) => <DivisionName name={row.divisionName} /> },
          {
            key: 'stage',
            title: '阶段',
            render: (row) => (
              <>
                <Tag tone="now">{row.stageZh}</Tag>
                {row.sideZh && <Tag>{row.sideZh}</Tag>}
                {row.late && <Tag tone="bad">拖期</Tag>}
              </>
            ),
          },
          {
            key: 'bars',
            title: '计划和实际',
            kind: 'wide',
            render: (row) => (
              <>
                <Bars row={row} span={span} today={today} />
                <span className="quiet">{saysOf(row)}</span>
              </>
            ),
          },
        ]}
      />
    </Section>
  );
}
