/** 突发事件 over HTTP. Row-level security says whose: the home's own people, and the offices of its divisions. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { Uuid } from '../../../kernel/schema/index.ts';
import { BackOnDuty, backOnDuty, Concealed, findConcealed, OffDuty, takeOffDuty } from './abuse.ts';
import {
  Closed,
  closeIncident,
  FamilyTold,
  familyTold,
  Happened,
  happened,
  NewIncident,
  openIncident,
  Photographed,
  photograph,
  Raised,
  raiseIncident,
} from './act.ts';
import { leaders, officers, reporters, type StepKind, watchers } from './terms.ts';
import { incidentFile, incidentList } from './views.ts';

const to = (what: string): string => `/api/care-incidents/:id/${what}`;
const step = (kind: StepKind, summary: string, by: Parameters<typeof stepOnce>[0]['by']): RouteDefinition =>
  stepOnce({ url: to(kind), summary, by, shape: Happened, work: happened(kind) });

export const incidentRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/care-incidents',
    permission: allow(...reporters, ...watchers),
    summary: '突发事件和它们的时限',
    query: z.strictObject({ view: z.enum(['open', 'closed', 'minor']).default('open'), cursor: z.string().max(10).optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => incidentList(tx, query.view, query.cursor)),
  }),
  route({
    method: 'GET',
    url: '/api/care-incidents/:id',
    permission: allow(...reporters, ...watchers),
    summary: '一件突发事件',
    params: z.strictObject({ id: Uuid }),
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => incidentFile(tx, params.id)),
  }),
  stepOnce({
    url: '/api/institutions/:id/incidents',
    summary: '机构：报突发事件',
    by: reporters,
    shape: NewIncident,
    work: openIncident,
  }),
  stepOnce({ url: to('family'), summary: '机构：登记告知家属', by: reporters, shape: FamilyTold, work: familyTold }),
  step('located', '机构：走失的人找到了', reporters),
  step('police', '机构：登记报110', reporters),
  step('action', '机构：登记处置', reporters),
  step('county', '机构：登记电话报县', leaders),
  step('cause', '机构：写突发事件的原因', leaders),
  step('correction', '机构：写突发事件的整改', leaders),
  step('note', '县里对突发事件的意见', officers),
  stepOnce({ url: to('off-duty'), summary: '机构：疑似虐待的当事人离岗', by: leaders, shape: OffDuty, work: takeOffDuty }),
  stepOnce({ url: to('back-on-duty'), summary: '县级：当事人恢复上岗', by: officers, shape: BackOnDuty, work: backOnDuty }),
  stepOnce({ url: to('concealed'), summary: '县级：认定瞒报，扣信用分', by: officers, shape: Concealed, work: findConcealed }),
  stepOnce({ url: to('photos'), summary: '机构：突发事件的照片', by: leaders, shape: Photographed, work: photograph }),
  stepOnce({ url: to('raise'), summary: '突发事件升级', by: [...leaders, ...officers], shape: Raised, work: raiseIncident }),
  stepOnce({ url: to('closing'), summary: '突发事件结案', by: [...leaders, ...officers], shape: Closed, work: closeIncident }),
];
