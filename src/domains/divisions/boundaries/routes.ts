/** 界线 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { stepRoute } from '../step-route.ts';
import { CourseInput, enterCourse } from './course.ts';
import { Assessment, assessLine, DisputeStep, moveDispute, NewDispute, openDispute } from './disputes.ts';
import { Filing, fileInspection, NewInspection, Progress, planInspection, reportProgress } from './inspections.ts';
import { answerLandUse, LandUseAnswer } from './land-use.ts';
import { changeBasics, LineBasics, NewLine, registerLine } from './lines.ts';
import { addMarker, NewMarker, Repair, repairMarker, Visit, visitMarker } from './markers.ts';
import { cityKeepers, guardians, keepers, leaders, readers } from './terms.ts';
import { lineView, listLines, ownMarkerList } from './views.ts';

const ById = z.strictObject({ id: Uuid });

export const boundaryRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/boundary-lines',
    permission: allow(...readers),
    summary: '界线：何时该联合检查、进度、界桩',
    query: z.strictObject({ cursor: z.string().max(10).optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => listLines(tx, query.cursor)),
  }),
  route({
    method: 'POST',
    url: '/api/boundary-lines',
    permission: allow(...cityKeepers),
    summary: '登记一条界线',
    body: NewLine.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'boundary-line.register', requestId, body: given }, (tx) => registerLine(tx, given)),
  }),
  route({
    method: 'GET',
    url: '/api/boundary-lines/:id',
    permission: allow(...readers),
    summary: '一条界线：联合检查、界桩、争议、考核',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => lineView(tx, params.id)),
  }),
  route({
    method: 'GET',
    url: '/api/boundary-markers',
    permission: allow(...guardians),
    summary: '我管护的界桩，最久没有巡查的在前',
    handler: ({ platform, actor }) => platform.context.read(actor, ownMarkerList),
  }),
  stepRoute('/api/boundary-lines/:id/basics', '补录界线基本情况', cityKeepers, LineBasics, changeBasics),
  stepRoute('/api/boundary-lines/:id/course', '录入界线走向', cityKeepers, CourseInput, enterCourse),
  stepRoute('/api/boundary-lines/:id/inspections', '安排联合检查', keepers, NewInspection, planInspection),
  stepRoute('/api/boundary-lines/:id/markers', '登记界桩', keepers, NewMarker, addMarker),
  stepRoute('/api/boundary-lines/:id/disputes', '登记边界争议', keepers, NewDispute, openDispute),
  stepRoute('/api/boundary-lines/:id/assessments', '平安边界年度考核', cityKeepers, Assessment, assessLine),
  stepRoute('/api/joint-inspections/:id/progress', '联合检查报进度', keepers, Progress, reportProgress),
  stepRoute('/api/joint-inspections/:id/filing', '联合检查报告备案', keepers, Filing, fileInspection),
  stepRoute('/api/boundary-land-uses/:id/answers', '跨界用地：本侧表态', leaders, LandUseAnswer, answerLandUse),
  stepRoute('/api/boundary-disputes/:id/steps', '边界争议登记进展', keepers, DisputeStep, moveDispute),
  route({
    method: 'POST',
    url: '/api/boundary-markers/:id/visits',
    permission: allow(...guardians),
    summary: '界桩巡查；没有网络时记下的，有网络了送来，重送不会记两次',
    params: ById,
    body: Visit.extend({ requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'boundary-marker.visit', requestId, body: { ...params, ...given } }, (tx) =>
        visitMarker(tx, params, given),
      ),
  }),
  stepRoute('/api/boundary-markers/:id/repairs', '登记界桩修复', keepers, Repair, repairMarker),
];
