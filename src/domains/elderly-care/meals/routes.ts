/** Meals over HTTP: the till of a canteen, the county's months. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { RequestId, YearMonthText } from '../../../kernel/schema/index.ts';
import { withinTries } from '../outlets/tries.ts';
import { NewMeal, serveMeal, VoidMeal, voidMeal } from './serve.ts';
import { canteenMonths, guests, mealTill } from './views.ts';

const tills = ['care-outlet'] as const;

export const mealRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/care-till/meals',
    permission: allow(...tills),
    summary: '老年食堂收银：今天的助餐（留痕）',
    handler: ({ platform, actor }) => platform.context.write(actor, mealTill),
  }),
  route({
    method: 'GET',
    url: '/api/care-till/guests',
    permission: allow(...tills),
    summary: '老年食堂收银：按姓名在名册里找（留痕）',
    query: z.object({ q: z.string().trim().min(2).max(30) }),
    handler: ({ platform, actor, query }) => platform.context.write(actor, (tx) => guests(tx, query.q)),
  }),
  route({
    method: 'POST',
    url: '/api/care-till/meals',
    permission: allow(...tills),
    summary: '老年食堂收银：登记一餐',
    body: z.strictObject({ ...NewMeal.shape, requestId: RequestId }),
    handler({ platform, actor, body: { requestId, ...meal } }) {
      const said = { action: 'care-meal', requestId, body: meal };
      return withinTries(platform.context, actor, () => platform.context.once(actor, said, (tx) => serveMeal(tx, meal)));
    },
  }),
  stepOnce({
    url: '/api/care-till/meals/:id/void',
    summary: '老年食堂收银：取消一餐',
    by: tills,
    shape: VoidMeal,
    work: voidMeal,
  }),
  route({
    method: 'GET',
    url: '/api/elders/canteens',
    permission: allow('county-clerk', 'county-leader', 'finance-clerk', 'finance-reviewer', 'auditor'),
    summary: '老年食堂月度结算和疑点',
    query: z.object({ month: YearMonthText.optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => canteenMonths(tx, query.month)),
  }),
];
