/** 养老服务人才 over HTTP: months, training, subsidies. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { RequestId, Uuid, YearMonthText } from '../../../kernel/schema/index.ts';
import { subsidyRoutes } from '../../../kernel/subsidy/server.ts';
import { claimBook, strikeLine } from './claims.ts';
import { enterMonth } from './months.ts';
import { ClassClosed, LineStruckForm, MonthSheet, NewClass, NewTraining, Scan, TrainingConfirmed } from './schema.ts';
import { employers, keepers, registerReaders, trainers, workforceReaders } from './terms.ts';
import { addTraining, closeClass, confirmTraining, openClass, scanIn } from './training.ts';
import { classList, monthPage, workerFile } from './views.ts';

export const workforceRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/care-workers/:id',
    permission: allow(...registerReaders),
    summary: '一名养老服务人员：经历、培训、证书、补贴',
    params: z.strictObject({ id: Uuid }),
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => workerFile(tx, params.id)),
  }),
  route({
    method: 'GET',
    url: '/api/care-months',
    permission: allow(...employers),
    summary: '单位：一个月的考勤、社保、工资',
    query: z.strictObject({ month: YearMonthText.optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => monthPage(tx, query.month)),
  }),
  route({
    method: 'POST',
    url: '/api/care-months',
    permission: allow(...employers),
    summary: '单位：填写一个月的考勤、社保、工资',
    body: MonthSheet.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'care-month.enter', requestId, body: given }, (tx) => enterMonth(tx, given)),
  }),
  route({
    method: 'GET',
    url: '/api/care-classes',
    permission: allow(...workforceReaders, ...employers),
    summary: '养老护理员培训班、学员和学时',
    handler: ({ platform, actor }) => platform.context.read(actor, classList),
  }),
  route({
    method: 'POST',
    url: '/api/care-classes',
    permission: allow(...trainers),
    summary: '开办养老护理员培训班',
    body: NewClass.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'care-class.open', requestId, body: given }, (tx) => openClass(tx, given)),
  }),
  stepOnce({ url: '/api/care-classes/:id/scan', summary: '培训班签到、签退', by: trainers, shape: Scan, work: scanIn }),
  stepOnce({ url: '/api/care-classes/:id/close', summary: '培训班结业', by: trainers, shape: ClassClosed, work: closeClass }),
  stepOnce({
    url: '/api/care-workers/:id/trainings',
    summary: '单位：补登培训',
    by: employers,
    shape: NewTraining,
    work: addTraining,
  }),
  stepOnce({
    url: '/api/care-trainings/:id/confirmation',
    summary: '县级：核对补登的培训证明',
    by: keepers,
    shape: TrainingConfirmed,
    work: confirmTraining,
  }),
  ...subsidyRoutes(claimBook),
  stepOnce({
    url: '/api/care-claims/:id/strike',
    summary: '县级：划掉申报里的一行',
    by: keepers,
    shape: LineStruckForm,
    work: strikeLine,
  }),
];
