/** 日间照料 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { Uuid } from '../../../kernel/schema/index.ts';
import { dayHands, readers } from '../facilities/terms.ts';
import { CardPresent, DayCareEnd, endDayCare, enterDayCare, NewDayCare, Present, presentByBook, presentByCard } from './act.ts';
import { dayCareOf } from './views.ts';

export const dayCareRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/care-sites/:id/day-care',
    permission: allow(...readers),
    summary: '一处设施的日间照料：位子、名册、今天来了谁（留痕）',
    params: z.strictObject({ id: Uuid }),
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => dayCareOf(tx, params.id)),
  }),
  stepOnce({ url: '/api/care-sites/:id/day-care', summary: '登记日间照料', by: dayHands, shape: NewDayCare, work: enterDayCare }),
  stepOnce({
    url: '/api/care-sites/:id/day-care/cards',
    summary: '日间照料刷卡',
    by: dayHands,
    shape: CardPresent,
    work: presentByCard,
  }),
  stepOnce({
    url: '/api/day-care/:id/days',
    summary: '记一天日间照料（名册）',
    by: dayHands,
    shape: Present,
    work: presentByBook,
  }),
  stepOnce({ url: '/api/day-care/:id/end', summary: '结束日间照料', by: dayHands, shape: DayCareEnd, work: endDayCare }),
];
