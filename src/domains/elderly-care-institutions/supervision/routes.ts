/** 养老机构监督 over HTTP: what any supervision has, and credit, self-checks and ratings beside it. */
import { z } from 'zod';
import { allow, type Performer } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { supervisionRoutes } from '../../../kernel/inspection/server.ts';
import { fail, type Result } from '../../../kernel/result/index.ts';
import { parseInput, Uuid } from '../../../kernel/schema/index.ts';
import { Listing } from '../../../kernel/service/server.ts';
import {
  askRepair,
  BadFaith,
  decideRepair,
  enterCredit,
  listBadFaith,
  NewCreditEntry,
  RepairAsk,
  RepairDecision,
} from './credit.ts';
import { careHomes } from './kind.ts';
import {
  applyRating,
  Committee,
  checkMaterials,
  decideRating,
  enterGrade,
  grantGrade,
  KnownGrade,
  Lowering,
  lowerGrade,
  Materials,
  OnSite,
  RatingApplication,
  scoreOnSite,
} from './rating.ts';
import { doSelfCheck, SelfCheck } from './self-check.ts';
import { assessors, committee, creditHands, creditLeaders, readers } from './terms.ts';
import { ratingList, standingList, standingView } from './views.ts';

const ById = z.strictObject({ id: Uuid });
const at = (path: string) => `${careHomes.api}${path}`;

/** One form about one record; `version` where the record has one. */
const step = <S extends z.ZodObject>(
  path: string,
  summary: string,
  by: readonly Performer[],
  input: S,
  run: (tx: Tx, of: { id: string; version: number }, given: z.infer<S>) => Promise<Result<unknown>>,
): RouteDefinition =>
  route({
    method: 'POST',
    url: at(path),
    permission: allow(...by),
    summary,
    params: ById,
    body: z.looseObject({ version: z.int().min(1).optional() }),
    handler: async ({ platform, actor, params, body: { version = 0, ...rest } }) => {
      const given = parseInput(input, rest);
      return given.ok ? platform.context.write(actor, (tx) => run(tx, { ...params, version }, given.value)) : given;
    },
  });

export const supervision: readonly RouteDefinition[] = [
  ...supervisionRoutes(careHomes),
  route({
    method: 'GET',
    url: at('/standings'),
    permission: allow(...readers),
    summary: '养老机构的信用、等级、隐患、检查',
    handler: ({ platform, actor }) => platform.context.read(actor, standingList),
  }),
  route({
    method: 'GET',
    url: at('/standings/own'),
    permission: allow('care-home-head'),
    summary: '本机构的信用、等级、自查',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, (tx) =>
        tx.actor.unitId ? standingView(tx, tx.actor.unitId) : Promise.resolve(fail('NOT_FOUND')),
      ),
  }),
  route({
    method: 'GET',
    url: at('/standings/:id'),
    permission: allow(...readers),
    summary: '一家养老机构的信用台账、等级、自查',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => standingView(tx, params.id)),
  }),
  step('/standings/:id/credit', '登记信用扣分', creditHands, NewCreditEntry, enterCredit),
  step('/standings/:id/bad-faith', '列入失信名单', creditLeaders, BadFaith, listBadFaith),
  step('/credit/:id/repair', '申请信用修复', ['care-home-head'], RepairAsk, askRepair),
  step('/repairs/:id/decision', '决定信用修复', creditLeaders, RepairDecision, decideRepair),
  route({
    method: 'POST',
    url: at('/self-checks'),
    permission: allow('care-home-head'),
    summary: '登记本月自查',
    body: SelfCheck,
    handler: ({ platform, actor, body }) => platform.context.write(actor, (tx) => doSelfCheck(tx, body)),
  }),
  route({
    method: 'GET',
    url: at('/ratings'),
    permission: allow(...readers),
    summary: '等级评定申报',
    query: Listing,
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => ratingList(tx, query)),
  }),
  route({
    method: 'POST',
    url: at('/ratings'),
    permission: allow('care-home-head'),
    summary: '申报等级评定',
    body: RatingApplication,
    handler: ({ platform, actor, body }) => platform.context.write(actor, (tx) => applyRating(tx, body)),
  }),
  step('/ratings/:id/materials', '审核等级评定材料', assessors, Materials, checkMaterials),
  step('/ratings/:id/scores', '登记现场得分', assessors, OnSite, scoreOnSite),
  step('/ratings/:id/decision', '登记委员会决定', committee, Committee, decideRating),
  step('/ratings/:id/grant', '授牌', assessors, z.strictObject({}), (tx, of) => grantGrade(tx, of)),
  step('/standings/:id/grade', '登记已有的等级', assessors, KnownGrade, enterGrade),
  step('/grades/:id/lowering', '降级、取消等级', committee, Lowering, lowerGrade),
];
