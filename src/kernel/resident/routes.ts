/** Persons and households over HTTP. Everything is masked; a clear value asks for a purpose. */

import { z } from 'zod';
import { allow, officers, proxies } from '../access/index.ts';
import { auditView, whoLooked } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { type RouteContext, type RouteDefinition, route } from '../http/server.ts';
import { ok } from '../result/index.ts';
import { choice, Division, type PlainDate, PlainDateText, Uuid } from '../schema/index.ts';
import { changeHead } from './head.ts';
import { mergeRoutes } from './merge-routes.ts';
import { residentHands } from './offers.ts';
import { purposeFields, StatedPurpose, statePurpose } from './purposes.ts';
import {
  type AsOf,
  addressOfHousehold,
  DeathRegistration,
  decideAmendment,
  fillApplicant,
  fillFamily,
  findByIdNumber,
  getPerson,
  householdFile,
  membersOf,
  NewPerson,
  offerFamily,
  type PersonId,
  personFile,
  personFileSection,
  proposeAmendment,
  type Revealable,
  registerDeath,
  registerPerson,
  reportDeath,
  reveal,
  revealable,
  revocationReasons,
  searchPersons,
  withdrawDeathReport,
} from './server.ts';

const Person = z.strictObject({ id: z.union([Uuid, z.literal('me')]) });
const readers = allow(...officers, 'auditor');
/** What a correction of the register rests on. */
const Paper = z.string().trim().min(4, '请写明依据（至少4个字）').max(200);
const Purpose = z.strictObject({ purpose: z.string().trim().max(200) });

const OnDay = { validOn: PlainDateText.optional(), knownOn: PlainDateText.optional() };
/** A day, today when left out; of what was known, all until the end of that day. */
const asOfDay = (tx: Tx, { validOn, knownOn }: { validOn?: PlainDate | undefined; knownOn?: PlainDate | undefined }): AsOf => ({
  validOn: validOn ?? tx.today,
  ...(knownOn ? { knownAt: `${knownOn}T15:59:59.999Z` } : {}),
});

/** `me` is the resident who is signed in. */
const personOf = (actor: RouteContext['actor'], id: string): PersonId =>
  id === 'me' ? (actor.personId ?? '00000000-0000-0000-0000-000000000000') : id;

export const residentRoutes: readonly RouteDefinition[] = [
  ...mergeRoutes,
  route({
    method: 'GET',
    url: '/api/persons',
    permission: readers,
    summary: '找人（留痕）',
    query: z.object({
      text: z.string().trim().max(50).default(''),
      idNumber: z.string().trim().max(30).optional(),
      division: Division.optional(),
      cursor: z.string().max(200).optional(),
    }),
    handler: ({ platform, actor, query }) =>
      platform.context.write(actor, async (tx) => {
        if (query.idNumber) {
          const person = await findByIdNumber(tx, query.idNumber);
          return ok({ persons: person ? [person] : [], cursor: null });
        }
        return searchPersons(tx, {
          text: query.text,
          cursor: query.cursor ?? null,
          ...(query.division ? { division: query.division } : {}),
        });
      }),
  }),
  route({
    method: 'POST',
    url: '/api/persons',
    permission: allow(...residentHands.register),
    summary: '登记人员',
    body: NewPerson,
    handler: ({ platform, actor, body }) =>
      platform.context.write(actor, async (tx) => {
        const id = await registerPerson(tx, body);
        return id.ok ? ok({ id: id.value }) : id;
      }),
  }),
  route({
    method: 'GET',
    url: '/api/persons/:id',
    permission: allow('resident', ...officers, 'auditor'),
    summary: '一人一档（留痕）',
    params: Person,
    query: z.object({ sections: z.enum(['first', 'all']).default('first') }),
    handler: ({ platform, actor, params, query }) =>
      platform.context.write(actor, (tx) => personFile(tx, personOf(actor, params.id), query.sections)),
  }),
  route({
    method: 'GET',
    url: '/api/persons/:id/sections/:key',
    permission: allow('resident', ...officers, 'auditor'),
    summary: '一人一档的一个栏目（留痕）',
    params: Person.extend({ key: z.string().max(40) }),
    handler: ({ platform, actor, params }) =>
      platform.context.write(actor, (tx) => personFileSection(tx, personOf(actor, params.id), params.key)),
  }),
  route({
    method: 'GET',
    url: '/api/households/:id',
    permission: readers,
    summary: '一户一档（留痕）',
    params: z.strictObject({ id: Uuid }),
    query: z.object(OnDay),
    handler: ({ platform, actor, params, query }) =>
      platform.context.write(actor, (tx) => householdFile(tx, params.id, asOfDay(tx, query))),
  }),
  route({
    method: 'POST',
    url: '/api/households/:id/address',
    permission: allow(...residentHands.reveal),
    summary: '查看家庭某一天的详细地址（填写事由，留痕）',
    perMinute: 60,
    params: z.strictObject({ id: Uuid }),
    body: StatedPurpose.extend(OnDay),
    handler: ({ platform, actor, params, body }) =>
      platform.context.write(actor, async (tx) => {
        const { validOn, knownOn, ...stated } = body;
        const value = await addressOfHousehold(tx, { householdId: params.id, asOf: asOfDay(tx, { validOn, knownOn }), stated });
        return value.ok ? ok({ value: value.value }) : value;
      }),
  }),
  route({
    method: 'POST',
    url: '/api/households/:id/head',
    permission: allow(...residentHands.changeHead),
    summary: '变更户主',
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({
      headId: Uuid,
      on: PlainDateText,
      source: z.string().trim().min(2, '请写明依据').max(200),
      version: z.int().positive(),
    }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.write(actor, (tx) => changeHead(tx, { householdId: params.id, ...body })),
  }),
  route({
    method: 'GET',
    url: '/api/persons/:id/purposes',
    permission: allow(...residentHands.reveal),
    summary: '查看完整号码前要填的事由',
    params: z.strictObject({ id: Uuid }),
    handler: ({ platform, actor, params }) =>
      platform.context.read(actor, async (tx) => {
        const person = await getPerson(tx, params.id);
        return person.ok ? ok({ fields: await purposeFields(tx, [person.value.id]) }) : person;
      }),
  }),
  route({
    method: 'GET',
    url: '/api/households/:id/purposes',
    permission: allow(...residentHands.reveal),
    summary: '查看家庭地址前要填的事由',
    params: z.strictObject({ id: Uuid }),
    query: z.object(OnDay),
    handler: ({ platform, actor, params, query }) =>
      platform.context.read(actor, async (tx) => {
        const members = await membersOf(tx, params.id, asOfDay(tx, query));
        return {
          fields: await purposeFields(
            tx,
            members.map((m) => m.personId),
          ),
        };
      }),
  }),
  route({
    method: 'POST',
    url: '/api/persons/:id/reveal',
    permission: allow('resident', ...residentHands.reveal),
    summary: '查看完整号码（填写事由，留痕）',
    perMinute: 60,
    params: Person,
    body: StatedPurpose.extend({ field: z.enum(Object.keys(revealable) as Revealable[]) }),
    handler: ({ platform, actor, params, body: { field, ...given } }) =>
      platform.context.write(actor, async (tx) => {
        const personId = personOf(actor, params.id);
        const stated = await statePurpose(tx, [personId], given);
        if (!stated.ok) return stated;
        const value = await reveal(tx, { personId, field, ...stated.value });
        return value.ok ? ok({ value: value.value }) : value;
      }),
  }),
  route({
    method: 'POST',
    url: '/api/persons/:id/filling',
    permission: allow('resident', ...proxies),
    summary: '申请时带入申请人资料（留痕）；居民只带入本人的',
    perMinute: 60,
    params: Person,
    body: Purpose,
    handler: ({ platform, actor, params, body }) =>
      platform.context.write(actor, (tx) => fillApplicant(tx, { personId: personOf(actor, params.id), ...body })),
  }),
  route({
    method: 'POST',
    url: '/api/persons/:id/family/filling',
    permission: allow('resident', ...proxies),
    summary: '申请时从户籍带入家人（留痕）；居民只有本人那一户，号码遮住',
    perMinute: 60,
    params: Person,
    body: Purpose,
    handler: ({ platform, actor, params, body }) =>
      platform.context.write(actor, async (tx) => {
        const personId = personOf(actor, params.id);
        return personId === actor.personId ? ok(await offerFamily(tx, body)) : fillFamily(tx, { personId, ...body });
      }),
  }),
  route({
    method: 'GET',
    url: '/api/persons/:id/looked',
    permission: allow('resident', ...residentHands.whoLooked),
    summary: '谁看过我的资料',
    params: Person,
    query: z.object({ cursor: Uuid.optional() }),
    handler: ({ platform, actor, params, query }) =>
      platform.context.read(actor, async (tx) => {
        const page = await whoLooked(tx, personOf(actor, params.id), query.cursor ?? null);
        return { rows: page.items.map((row) => auditView(tx, row)), next: page.next };
      }),
  }),
  route({
    method: 'POST',
    url: '/api/persons/:id/death',
    permission: allow(...residentHands.reportDeath),
    summary: '报告死亡',
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({
      diedOn: PlainDateText,
      source: z.string().trim().min(2, '请写明来源').max(100),
    }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.write(actor, (tx) => reportDeath(tx, { personId: params.id, ...body })),
  }),
  route({
    method: 'POST',
    url: '/api/persons/:id/death/registration',
    permission: allow(...residentHands.registerDeath),
    summary: '凭证明或者两人上门核实登记死亡',
    params: z.strictObject({ id: Uuid }),
    body: DeathRegistration,
    handler: ({ platform, actor, params, body }) =>
      platform.context.write(actor, (tx) => registerDeath(tx, { personId: params.id, ...body })),
  }),
  route({
    method: 'POST',
    url: '/api/persons/:id/death/withdraw',
    permission: allow(...residentHands.amendDeath),
    summary: '撤回误报的死亡',
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({ reason: choice(revocationReasons), paper: Paper }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.write(actor, (tx) => withdrawDeathReport(tx, { personId: params.id, ...body })),
  }),
  route({
    method: 'POST',
    url: '/api/persons/:id/death/amendment',
    permission: allow(...residentHands.amendDeath),
    summary: '提出撤销死亡登记或者更正死亡日期',
    params: z.strictObject({ id: Uuid }),
    body: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('revoke'), reason: choice(revocationReasons), paper: Paper }),
      z.strictObject({ kind: z.literal('correct'), diedOn: PlainDateText, paper: Paper }),
    ]),
    handler: ({ platform, actor, params, body }) =>
      platform.context.write(actor, (tx) => proposeAmendment(tx, { personId: params.id, ...body })),
  }),
  route({
    method: 'POST',
    url: '/api/persons/:id/death/amendment/decision',
    permission: allow(...residentHands.decideAmendment),
    summary: '确认或者退回死亡登记的撤销、更正（另一人）',
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({ decision: z.enum(['confirm', 'reject']), note: z.string().trim().max(200).default('') }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.write(actor, (tx) => decideAmendment(tx, { personId: params.id, ...body })),
  }),
];
