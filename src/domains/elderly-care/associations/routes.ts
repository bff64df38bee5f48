/** 老年协会 over HTTP. */
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { RequestId } from '../../../kernel/schema/index.ts';
import {
  Election,
  electHead,
  enterAssociation,
  Log,
  logActivity,
  MoveForm,
  moveAssociation,
  NewAssociation,
  Plan,
  planYear,
} from './act.ts';
import { associationReaders, deciders, keepers } from './terms.ts';
import { AssociationFilter, associationList } from './views.ts';

const at = (what: string): string => `/api/senior-associations/:id/${what}`;

export const associationRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/senior-associations',
    permission: allow(...associationReaders),
    summary: '老年协会：登记、计划、活动',
    query: AssociationFilter,
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => associationList(tx, query)),
  }),
  route({
    method: 'POST',
    url: '/api/senior-associations',
    permission: allow(...keepers),
    summary: '登记一个老年协会',
    body: NewAssociation.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'senior-association.enter', requestId, body: given }, (tx) =>
        enterAssociation(tx, given),
      ),
  }),
  stepOnce({ url: at('stage'), summary: '老年协会登记、备案、注销', by: deciders, shape: MoveForm, work: moveAssociation }),
  stepOnce({ url: at('election'), summary: '老年协会换届', by: deciders, shape: Election, work: electHead }),
  stepOnce({ url: at('plan'), summary: '登记老年协会年度计划', by: keepers, shape: Plan, work: planYear }),
  stepOnce({ url: at('log'), summary: '记一次老年协会活动', by: keepers, shape: Log, work: logActivity }),
];
