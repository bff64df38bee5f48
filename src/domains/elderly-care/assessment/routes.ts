/** The assessment over HTTP: what the case engine's routes do not cover. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { addAssessor, assessorList, ChangeAssessor, NewAssessor, updateAssessor } from './assessors.ts';
import { toAssess } from './store.ts';
import { REASSESSMENT, type VisitRow } from './terms.ts';

export const assessmentRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/elders/assessments',
    permission: allow('capacity-assessor'),
    summary: '派给我的能力评估（留痕）',
    handler: ({ platform, actor }) =>
      platform.context.write(actor, async (tx): Promise<{ rows: VisitRow[] }> => {
        const rows = await toAssess(tx, actor.id);
        if (rows.length > 0)
          await recordAudit(tx, { action: 'capacity-assessment.listed', personIds: rows.map((row) => row.personId) });
        return {
          rows: rows.map(({ division, flags, personId: _, ...row }) => ({
            ...row,
            divisionName: tx.divisions.fullName(division),
            stateZh: '待评估',
            reassessment: flags.includes(REASSESSMENT),
          })),
        };
      }),
  }),
  route({
    method: 'GET',
    url: '/api/elders/assessors',
    permission: allow('county-clerk'),
    summary: '能力评估人员名册',
    handler: ({ platform, actor }) => platform.context.read(actor, assessorList),
  }),
  route({
    method: 'POST',
    url: '/api/elders/assessors',
    permission: allow('county-clerk'),
    summary: '登记能力评估人员',
    body: z.strictObject({ requestId: RequestId, input: NewAssessor }),
    handler: ({ platform, actor, body }) =>
      platform.context.once(actor, { action: 'assessor.add', requestId: body.requestId, body }, (tx) =>
        addAssessor(tx, body.input),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/elders/assessors/:id',
    permission: allow('county-clerk'),
    summary: '更改评估人员的利害关系、是否可以派',
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({ requestId: RequestId, input: ChangeAssessor }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'assessor.change', requestId: body.requestId, body: { ...params, ...body } }, (tx) =>
        updateAssessor(tx, { id: params.id, ...body.input }),
      ),
  }),
];
