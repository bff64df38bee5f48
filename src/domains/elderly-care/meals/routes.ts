/** Meals over HTTP: the till of a canteen, the county's months. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { attachment, type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { PlainDateText, RequestId, Uuid, YearMonthText } from '../../../kernel/schema/index.ts';
import { withinTries } from '../outlets/tries.ts';
import {
  cancelMeal,
  MealEnd,
  MealFor,
  mealActor,
  missOrdered,
  NewMenu,
  OnlineMeal,
  orderMealFor,
  orderOnline,
  publishMenu,
  serveOrdered,
} from './ahead.ts';
import { mealAskers, mealTills } from './ahead-terms.ts';
import { cookDay, mealBoard, mealForm, myMeals } from './ahead-views.ts';
import {
  approveCanteen,
  CanteenApproval,
  CanteenCount,
  CanteenPayment,
  CanteenReturn,
  claimApprovers,
  claimCounters,
  countCanteen,
  payCanteen,
  returnCanteen,
  runOf,
} from './claims.ts';
import { NewMealList, postMealList } from './eligibility/yearly-list.ts';
import { fileCanteen, OwnFiling, ownFilings, ownPlaque } from './own-filing.ts';
import { filers } from './own-filing-terms.ts';
import { NewMeal, serveMeal, VoidMeal, voidMeal } from './serve.ts';
import { canteenMonths, guests, mealTill } from './views.ts';

const tills = ['care-outlet'] as const;
const claimAt = (what: string): string => `/api/elders/canteen-claims/:id/${what}`;

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
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx) => {
        const months = await canteenMonths(tx, query.month);
        if (!months.ok) return months;
        const { month, rows } = months.value;
        const outlets = rows.map(({ outletId, subsidyFen, awardFen }) => ({ outletId, amountFen: subsidyFen + awardFen }));
        return { ...months.value, runs: await runOf(tx, month, outlets) };
      }),
  }),
  route({
    method: 'POST',
    url: '/api/elders/canteen-claims',
    permission: allow(...claimCounters),
    summary: '县级：核定一家老年食堂一个月的拨付',
    body: CanteenCount.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'canteen-claim.count', requestId, body: given }, (tx) => countCanteen(tx, given)),
  }),
  stepOnce({
    url: claimAt('approval'),
    summary: '县级领导：批准老年食堂拨付',
    by: claimApprovers,
    shape: CanteenApproval,
    work: approveCanteen,
  }),
  stepOnce({
    url: claimAt('return'),
    summary: '县级领导：退回老年食堂拨付',
    by: claimApprovers,
    shape: CanteenReturn,
    work: returnCanteen,
  }),
  stepOnce({
    url: claimAt('payment'),
    summary: '县级：登记老年食堂拨付',
    by: claimCounters,
    shape: CanteenPayment,
    work: payCanteen,
  }),
  route({
    method: 'GET',
    url: '/api/care-till/meal-orders',
    permission: allow(...mealTills),
    summary: '食堂：一天的做饭单、送餐单和菜单（留痕）',
    query: z.object({ day: PlainDateText.optional() }),
    handler: ({ platform, actor, query }) => platform.context.write(actor, (tx) => cookDay(tx, query.day)),
  }),
  route({
    method: 'POST',
    url: '/api/care-till/menus',
    permission: allow(...mealTills),
    summary: '食堂：公布菜单',
    body: NewMenu.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'meal-menu.publish', requestId, body: given }, (tx) => publishMenu(tx, given)),
  }),
  stepOnce({
    url: '/api/care-till/meal-orders/:id/serve',
    summary: '食堂：订的取了、送到了',
    by: mealTills,
    shape: z.strictObject({}),
    work: serveOrdered,
  }),
  stepOnce({
    url: '/api/care-till/meal-orders/:id/miss',
    summary: '食堂：订的没有取',
    by: mealTills,
    shape: MealEnd,
    work: missOrdered,
  }),
  route({
    method: 'GET',
    url: '/api/meal-orders',
    permission: allow(...mealAskers, 'township-leader', 'county-clerk', 'county-leader', 'city-clerk', 'city-leader', 'auditor'),
    summary: '老年食堂：菜单公布、订了几份、没有取几份',
    handler: ({ platform, actor }) => mealBoard(platform.context, actor),
  }),
  route({
    method: 'GET',
    url: '/api/meal-orders/form',
    permission: allow(...mealAskers),
    summary: '替老人订餐的表：本县公布了菜单的食堂',
    handler: ({ platform, actor }) => mealForm(platform.context, actor),
  }),
  route({
    method: 'POST',
    url: '/api/meal-orders',
    permission: allow(...mealAskers),
    summary: '村里、热线替老人订餐',
    body: MealFor.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body }) => orderMealFor(platform.context, actor, body),
  }),
  route({
    method: 'GET',
    url: '/api/canteen-filings',
    permission: allow(...filers),
    summary: '我们食堂的备案：到哪一步、备案牌',
    handler: ({ platform, actor }) => ownFilings(platform.context, actor),
  }),
  route({
    method: 'GET',
    url: '/api/canteen-filings/:id/plaque',
    permission: allow(...filers),
    summary: '我们食堂的备案牌（PDF，留痕）',
    params: z.strictObject({ id: Uuid }),
    async handler({ platform, actor, params }) {
      const printed = await ownPlaque(platform, actor, params.id);
      return printed.ok ? attachment('application/pdf', printed.value.name, printed.value.bytes) : printed;
    },
  }),
  route({
    method: 'POST',
    url: '/api/canteen-filings',
    permission: allow(...filers),
    summary: '经营者申报老年食堂备案',
    body: OwnFiling.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body }) => fileCanteen(platform.context, actor, body),
  }),
  route({
    method: 'POST',
    url: '/api/meal-lists',
    permission: allow('village-worker'),
    summary: '张贴今年的助餐补贴名单',
    body: NewMealList.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(mealActor(platform.context, actor), { action: 'meal-list.post', requestId, body: given }, (tx) =>
        postMealList(tx, actor.division!, given),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/my/meals',
    permission: allow('resident'),
    summary: '这两周老年食堂吃什么，我订的',
    handler: ({ platform, actor }) => myMeals(platform.context, actor),
  }),
  route({
    method: 'POST',
    url: '/api/my/meals',
    permission: allow('resident'),
    summary: '给自己、家人订餐',
    body: OnlineMeal.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body }) => orderOnline(platform.context, actor, body),
  }),
  route({
    method: 'POST',
    url: '/api/my/meals/:id/cancellation',
    permission: allow('resident'),
    summary: '取消订餐',
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({ requestId: RequestId }),
    handler: ({ platform, actor, params, body }) => cancelMeal(platform.context, actor, { ...params, ...body }),
  }),
];
