/** 养老机构行政处罚 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { RequestId } from '../../../kernel/schema/index.ts';
import { Listing } from '../../../kernel/service/server.ts';
import {
  askHearing,
  decidePenalty,
  FinePaid,
  Hearing,
  holdHearing,
  NewPenalty,
  noticePenalty,
  openPenalty,
  PenaltyDecision,
  PenaltyNotice,
  PenaltyRecord,
  payFine,
  publishPenalty,
  recordPenalty,
  Statement,
  statePenalty,
} from './act.ts';
import { askRevocation, decideRevocation, FineReturned, RevocationAsk, RevocationDecision, returnFine } from './revoke.ts';
import { deciders, heads, officers, readers, revokers } from './terms.ts';
import { penaltyList } from './views.ts';

const Nothing = z.strictObject({});
const at = (what: string): string => `/api/care-penalties/:id/${what}`;

export const penaltyRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/care-penalties',
    permission: allow(...readers, ...officers, ...heads),
    summary: '养老机构行政处罚：立案、告知、听取申辩、决定、公开',
    query: Listing,
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => penaltyList(tx, query)),
  }),
  route({
    method: 'POST',
    url: '/api/care-penalties',
    permission: allow(...officers),
    summary: '执法：行政处罚立案',
    body: NewPenalty.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'care-penalty.open', requestId, body: given }, (tx) => openPenalty(tx, given)),
  }),
  stepOnce({ url: at('record'), summary: '执法：登记调查笔录', by: officers, shape: PenaltyRecord, work: recordPenalty }),
  stepOnce({ url: at('notice'), summary: '执法：告知拟作的处罚', by: officers, shape: PenaltyNotice, work: noticePenalty }),
  stepOnce({ url: at('statement'), summary: '机构：陈述、申辩', by: heads, shape: Statement, work: statePenalty }),
  stepOnce({ url: at('hearing-request'), summary: '机构：要求听证', by: heads, shape: Nothing, work: askHearing }),
  stepOnce({ url: at('hearing'), summary: '执法：登记听证', by: officers, shape: Hearing, work: holdHearing }),
  stepOnce({ url: at('decision'), summary: '县级领导：决定行政处罚', by: deciders, shape: PenaltyDecision, work: decidePenalty }),
  stepOnce({ url: at('publication'), summary: '执法：公开处罚决定', by: officers, shape: Nothing, work: publishPenalty }),
  stepOnce({ url: at('revocation'), summary: '提请撤销行政处罚', by: revokers, shape: RevocationAsk, work: askRevocation }),
  stepOnce({
    url: at('revocation-decision'),
    summary: '县级领导：决定撤销行政处罚',
    by: deciders,
    shape: RevocationDecision,
    work: decideRevocation,
  }),
  stepOnce({ url: at('return'), summary: '执法：登记罚款退还', by: officers, shape: FineReturned, work: returnFine }),
  stepOnce({ url: at('payment'), summary: '执法：登记罚款缴纳', by: officers, shape: FinePaid, work: payFine }),
];
