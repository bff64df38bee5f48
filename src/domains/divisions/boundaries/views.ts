/** Lines as they are read: what is due when, how far the round is, how the markers stand, what may be done now. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { formOf } from '../../../kernel/schema/index.ts';
import { pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import { CourseInput, pointsText } from './course.ts';
import { Assessment, assessmentsOf, DisputeStep, disputesOf, NewDispute } from './disputes.ts';
import { Filing, type Inspection, inspectionsOf, NewInspection, Progress } from './inspections.ts';
import { answersTo, LandUseAnswer, landUsesOf, sidesOf, sideToAnswer } from './land-use.ts';
import { findLine, kilometres, type Line, LineBasics, lineColumns, NewLine, sideName } from './lines.ts';
import { type Marker, markersOf, markerView, NewMarker, ownMarkers, Repair, Visit } from './markers.ts';
import { inspectionDue, integrityOf, progressOf, warningsBy } from './rules.ts';
import {
  cityKeepers,
  courseKinds,
  disputeStates,
  grades,
  guardians,
  keepers,
  leaders,
  lineLevels,
  type MarkerState,
} from './terms.ts';

const briefOf = (tx: Tx, line: Line, open: Inspection | undefined, markers: readonly MarkerState[]) => {
  const dueOn = line.lastFinishedOn && inspectionDue(line.lastFinishedOn);
  return {
    id: line.id,
    name: line.name,
    levelZh: lineLevels[line.level],
    sides: [line.division, line.otherDivision].map((code) => ({ code, name: sideName(tx, line, code) })),
    length: line.lengthMetres === null ? null : kilometres(line.lengthMetres),
    dueOn,
    overdue: dueOn !== null && dueOn < tx.today,
    /** 0 to 3: twelve, six, three months before. */
    warned: dueOn === null ? 0 : warningsBy(dueOn, tx.today),
    progress: open ? progressOf([open]) : null,
    markers: integrityOf(markers),
  };
};

/** By level: with the lines of villages a city has some thousand. */
export async function listLines(tx: Tx, cursor?: string) {
  const stretch = stretchOf(cursor, 200);
  const found = await tx.rows<Line>(
    sql`select ${lineColumns} from boundary_line order by level, division, other_division, id ${within(stretch)}`,
  );
  const { rows: lines, next } = pageOf(found, stretch);
  const ids = lines.map((line) => line.id);
  const open = await tx.rows<Inspection>(
    sql`select line_id, planned_metres, done_metres from joint_inspection where line_id = any(${ids}::uuid[]) and filed_on is null`,
  );
  const markers = await tx.rows<{ lineId: string; state: MarkerState }>(
    sql`select line_id, state from boundary_marker where line_id = any(${ids}::uuid[]) limit 20000`,
  );
  return {
    rows: lines.map((line) =>
      briefOf(
        tx,
        line,
        open.find((i) => i.lineId === line.id),
        markers.filter((m) => m.lineId === line.id).map((m) => m.state),
      ),
    ),
    next,
    form: formOf(NewLine),
  };
}

const markerOffers = (tx: Tx, marker: Marker): Offer[] => {
  const fixed = { version: marker.version };
  return offersTo(tx.actor, [
    {
      action: 'visit',
      zh: '巡查',
      causes: '记下界桩的样子；坏了的通知两侧。没有网络也能记，有网络了自动送出。',
      by: guardians,
      fields: formOf(Visit),
      initial: { seenOn: tx.today },
      onTheSpot: true,
      to: `/api/boundary-markers/${marker.id}/visits`,
    },
    {
      action: 'repair',
      zh: '登记修复',
      causes: '界桩恢复完好。修复须双方到场。',
      by: keepers,
      when: marker.state !== 'good',
      fields: formOf(Repair),
      to: `/api/boundary-markers/${marker.id}/repairs`,
      fixed,
    },
  ]);
};

/** 我管的界桩: for the guardian's phone. */
export async function ownMarkerList(tx: Tx) {
  const markers = await ownMarkers(tx);
  const lines = await tx.rows<{ id: string; name: string }>(
    sql`select id, name from boundary_line where id = any(${markers.map((m) => m.lineId)}::uuid[])`,
  );
  const nameOf = new Map(lines.map((line) => [line.id, line.name]));
  return {
    rows: markers.map((m) => ({ ...markerView(tx, m), lineName: nameOf.get(m.lineId) ?? '', offers: markerOffers(tx, m) })),
  };
}

/** Land used on both sides: who said what, and what one's own side is still asked. */
async function landUseRows(tx: Tx, line: Line) {
  const uses = await landUsesOf(tx, line.id);
  const answers = await answersTo(
    tx,
    uses.map((use) => use.id),
  );
  return uses.map((use) => {
    const given = answers.filter(({ useId }) => useId === use.id);
    return {
      id: use.id,
      project: use.project,
      unit: use.unit,
      whereabouts: use.whereabouts,
      askedOn: use.askedOn,
      filingNo: use.filingNo,
      filedOn: use.filedOn,
      endedOn: use.endedOn,
      sides: sidesOf(use).map((code, i) => ({
        name: line.beyond !== null && code === line.otherDivision ? line.beyond : (tx.divisions.get(code)?.name ?? code),
        metres: i === 0 ? use.metresHere : use.metresThere,
        answer: given.find(({ division }) => division === code) ?? null,
      })),
      offers: offersTo(tx.actor, [
        {
          action: 'answer',
          zh: '表态',
          causes: '代表本侧答复，不能改；两侧都同意才能备案。',
          by: leaders,
          when: sideToAnswer(tx, use, given) !== null,
          fields: formOf(LandUseAnswer),
          to: `/api/boundary-land-uses/${use.id}/answers`,
        },
      ]),
    };
  });
}

export async function lineView(tx: Tx, id: string): Promise<Result<unknown>> {
  const line = await findLine(tx, sql`id = ${id}`);
  if (!line) return fail('NOT_FOUND');
  const inspections = await inspectionsOf(tx, id);
  const markers = await markersOf(tx, id);
  const disputes = await disputesOf(tx, id);
  const open = inspections.find((i) => i.filedOn === null);
  const to = (what: string) => `/api/boundary-lines/${id}/${what}`;
  const fixed = { version: line.version };
  return ok({
    ...briefOf(
      tx,
      line,
      open,
      markers.map((m) => m.state),
    ),
    version: line.version,
    division: line.division,
    course: line.course && {
      points: line.course,
      surveyed: line.courseKind === 'surveyed',
      kindZh: courseKinds[line.courseKind!],
      source: line.courseSource!,
    },
    agreementNo: line.agreementNo,
    lastFinishedOn: line.lastFinishedOn,
    inspections: inspections.map((i) => ({
      ...i,
      leadName: tx.divisions.fullName(i.division),
      planned: kilometres(i.plannedMetres),
      done: kilometres(i.doneMetres),
      progress: progressOf([i]),
      offers: offersTo(tx.actor, [
        {
          action: 'progress',
          zh: '报进度',
          causes: '记下这一轮到今天检查了多长。',
          by: keepers,
          when: i.filedOn === null,
          fields: formOf(Progress),
          initial: { done: kilometres(i.doneMetres) },
          to: `/api/joint-inspections/${i.id}/progress`,
          fixed: { version: i.version },
        },
        {
          action: 'file',
          zh: '报告备案',
          causes: '双方签字的联检报告报批准界线的机关备案，本轮完成。',
          by: keepers,
          when: i.filedOn === null && i.doneMetres === i.plannedMetres,
          fields: formOf(Filing),
          to: `/api/joint-inspections/${i.id}/filing`,
          fixed: { version: i.version },
        },
      ]),
    })),
    markerRows: markers.map((m) => ({ ...markerView(tx, m), offers: markerOffers(tx, m) })),
    disputes: disputes.map((d) => ({
      ...d,
      stateZh: disputeStates[d.state],
      offers: offersTo(tx.actor, [
        {
          action: 'move',
          zh: '登记进展',
          causes: '记下争议到了哪一步；生效的写明结果。',
          by: keepers,
          when: d.state !== 'settled',
          fields: formOf(DisputeStep),
          initial: { state: d.state },
          to: `/api/boundary-disputes/${d.id}/steps`,
          fixed: { version: d.version },
        },
      ]),
    })),
    landUses: await landUseRows(tx, line),
    assessments: (await assessmentsOf(tx, id)).map((a) => ({ ...a, gradeZh: grades[a.grade] })),
    offers: offersTo(tx.actor, [
      {
        action: 'plan',
        zh: '安排联合检查',
        causes: '两侧商定以后登记牵头方和计划。',
        by: keepers,
        when: !open,
        fields: formOf(NewInspection),
        ...(line.lengthMetres === null ? {} : { initial: { planned: kilometres(line.lengthMetres), lead: line.division } }),
        to: to('inspections'),
        fixed,
      },
      {
        action: 'marker',
        zh: '登记界桩',
        causes: '编入本线界桩台账。',
        by: keepers,
        fields: formOf(NewMarker),
        to: to('markers'),
      },
      {
        action: 'dispute',
        zh: '登记争议',
        causes: '争议期间不得迁入居民、设立机构、开发资源。',
        by: keepers,
        fields: formOf(NewDispute),
        to: to('disputes'),
      },
      {
        action: 'basics',
        zh: '补录基本情况',
        causes: '长度以界线协议为准；上一轮完成的日期决定下一轮何时到期。',
        by: cityKeepers,
        fields: formOf(LineBasics),
        initial: {
          length: line.lengthMetres === null ? '' : kilometres(line.lengthMetres),
          agreementNo: line.agreementNo,
          lastFinishedOn: line.lastFinishedOn ?? '',
        },
        to: to('basics'),
        fixed,
      },
      {
        action: 'course',
        zh: '录入走向',
        causes: '地图上照这些点依次连线，原来录入的换成新的。对外只给粗略的走向。',
        by: cityKeepers,
        fields: formOf(CourseInput),
        ...(line.course
          ? { initial: { kind: line.courseKind, source: line.courseSource, points: pointsText(line.course) } }
          : {}),
        to: to('course'),
        fixed,
      },
      {
        action: 'assess',
        zh: '年度考核',
        causes: '争议、检查、界桩按记录算，其余由您填；一年一次，不能重来。',
        by: cityKeepers,
        fields: formOf(Assessment),
        initial: { year: Number(tx.today.slice(0, 4)) },
        to: to('assessments'),
      },
    ]),
  });
}
