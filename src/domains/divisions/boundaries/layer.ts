/** 界线和界桩 on the map: lines by the state of their round, markers by how they stood when they were last seen. */
import { sql } from '../../../database/sql.ts';
import { isOneOf, type Performer } from '../../../kernel/access/index.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { levelOf, scopeRange } from '../../../kernel/division/index.ts';
import type { Border, Tone } from '../../../kernel/map/index.ts';
import { defineBorders, defineLayer } from '../../../kernel/map/server.ts';
import { kilometres, type Line, lineColumns } from './lines.ts';
import { inspectionDue, VISIT_DAYS, warningsBy } from './rules.ts';
import { lineLevels, markerKinds, markerStates, readers } from './terms.ts';

const tones = {
  bad: '联合检查逾期',
  warn: '一年内到期',
  good: '没有到期',
  plain: '上一轮的日期没有补录',
} as const satisfies Record<Tone, string>;

function borderOf(tx: Tx, line: Line): Border {
  const dueOn = line.lastFinishedOn && inspectionDue(line.lastFinishedOn);
  const tone: Tone = dueOn === null ? 'plain' : dueOn < tx.today ? 'bad' : warningsBy(dueOn, tx.today) > 0 ? 'warn' : 'good';
  return {
    id: line.id,
    name: line.name,
    sides: [line.division, line.otherDivision],
    says: `${lineLevels[line.level]}，${line.lengthMetres === null ? '协议长度还没有补录' : `协议长${kilometres(line.lengthMetres)}公里`}`,
    state: dueOn === null ? tones.plain : `${longDate(dueOn)}到期，${tones[tone]}`,
    tone,
    course: line.course ?? [],
    surveyed: line.courseKind === 'surveyed',
    to: `/boundaries/${line.id}`,
  };
}

defineBorders({
  zh: '界线',
  tones,
  readers,
  async rows(tx, unit) {
    const { lo, hi } = scopeRange(unit);
    // 村级管理线有几千条，看到县才画
    const levels = levelOf(unit) === 'city' ? ['county', 'township'] : ['county', 'township', 'village'];
    const lines = await tx.rows<Line>(sql`select ${lineColumns} from boundary_line where level = any(${levels}::text[])
      and ((division >= ${lo} and division < ${hi}) or (other_division >= ${lo} and other_division < ${hi})) order by level, division, other_division limit 3000`);
    return lines.map((line) => borderOf(tx, line));
  },
});

/** Whoever sends guardians on their rounds sees where the markers stand; their exact place is told to nobody outside. */
const markerReaders: readonly Performer[] = [...readers, 'township-clerk'];
const kinds = Object.keys(markerKinds) as (keyof typeof markerKinds)[];
const states = Object.keys(markerStates) as (keyof typeof markerStates)[];

defineLayer({
  key: 'markers',
  zh: '界桩',
  tones: { good: '完好', warn: '该巡查了', bad: '损坏、移动、丢失、淹没' },
  onBorders: true,
  readers: markerReaders,
  open: false,
  rows: async (tx) => sql`select m.id::text as id, m.division, l.name || m.no || '号' as name,
      (${kinds.map((kind) => markerKinds[kind])}::text[])[array_position(${kinds}::text[], m.kind)] || '，' || m.material || '，'
        || (${states.map((state) => markerStates[state])}::text[])[array_position(${states}::text[], m.state)]
        || case when m.visited_on is null then '，没有巡查过' else '，' || to_char(m.visited_on, 'FMYYYY年FMMM月FMDD日') || '巡查' end as says,
      split_part(m.position, ',', 2)::double precision as lon, split_part(m.position, ',', 1)::double precision as lat,
      case when m.state <> 'good' then 'bad' when m.visited_on is null or m.visited_on + ${VISIT_DAYS}::int < ${tx.today}::date then 'warn' else 'good' end as tone,
      ${isOneOf(tx.actor, readers) ? sql`'/boundaries/' || m.line_id` : sql`'/markers'`} as link
    from boundary_marker m join boundary_line l on l.id = m.line_id`,
});
