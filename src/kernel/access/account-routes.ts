/** Accounts and duties over HTTP. */
import { z } from 'zod';
import { sql } from '../../database/sql.ts';
import { type RouteDefinition, route } from '../http/server.ts';
import { fail, ok } from '../result/index.ts';
import { Division, PlainDateText, Uuid } from '../schema/index.ts';
import {
  type AccountAction,
  accountActions,
  allow,
  type DutyCode,
  duties,
  EVERY_DOMAIN,
  isFitDuty,
  isOneOf,
  performerName,
  type Role,
  roles,
} from './index.ts';
import { actionsOn, addDuty, createUser, dutiesOf, endDuty, type Keys, keepAccount, listUsers, totpAddress } from './server.ts';

/** What is handed over once, with what an authenticator scans. */
const toHand = (city: string, { login, name, password, totpSecret }: Keys) => ({
  login,
  name,
  password,
  totpSecret,
  totpAddress: totpSecret ? totpAddress(`${city}民政`, login, totpSecret) : null,
});

export const accountRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/users',
    permission: allow('sys-admin', 'security-admin', 'county-leader', 'city-leader'),
    summary: '账号和岗位',
    query: z.object({ text: z.string().max(50).optional(), after: z.string().max(50).optional() }),
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx) => {
        const users = await listUsers(tx, query);
        const manages = isOneOf(actor, ['sys-admin']);
        return {
          rows: users.map((u) => ({
            ...u,
            actions: actionsOn(actor, u),
            mayGiveDuties: manages && u.active && u.id !== actor.id,
            divisionName: tx.divisions.fullName(u.division),
            duties: u.duties.map((d) => ({
              ...d,
              zh: performerName(d.duty ?? d.role),
              divisionName: tx.divisions.fullName(d.division),
              mayEnd: manages && (d.validTo === null || d.validTo > tx.today),
            })),
          })),
          next: users.length === 50 ? users.at(-1)!.login : null,
        };
      }),
  }),
  route({
    method: 'POST',
    url: '/api/users',
    permission: allow('sys-admin'),
    summary: '新建账号',
    body: z.strictObject({
      login: z.string().regex(/^[a-z][a-z0-9._-]{2,30}$/, '账号由小写字母开头，3至31位'),
      name: z.string().trim().min(2, '请填写姓名').max(50),
      division: Division,
      role: z.enum(Object.keys(roles) as Role[]),
      duty: z
        .enum(Object.keys(duties) as DutyCode[])
        .nullable()
        .default(null),
      /** Business domain of the duty; `all` where it serves every one. */
      domain: z.string().min(1).max(40).default(EVERY_DOMAIN),
    }),
    handler: ({ platform, actor, body }) =>
      platform.context.write(actor, async (tx) => {
        if (!isFitDuty(body, [])) return fail('DUTY_UNFIT');
        const { role, duty, division, domain } = body;
        const made = await createUser(tx, { ...body, duties: [{ role, duty, division, domain }] });
        return made.ok ? ok(toHand(platform.city.name, made.value)) : made;
      }),
  }),
  route({
    method: 'POST',
    url: '/api/users/:id/actions',
    permission: allow('sys-admin', 'security-admin'),
    summary: '办理账号：解锁、重置密码、更换动态码、停用、启用',
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({ action: z.enum(Object.keys(accountActions) as AccountAction[]) }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.write(actor, async (tx) => {
        const done = await keepAccount(tx, params.id, body.action);
        return done.ok ? ok(toHand(platform.city.name, done.value)) : done;
      }),
  }),
  route({
    method: 'POST',
    url: '/api/users/:id/duties',
    permission: allow('sys-admin'),
    summary: '增加岗位',
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({
      role: z.enum(Object.keys(roles) as Role[]),
      duty: z
        .enum(Object.keys(duties) as DutyCode[])
        .nullable()
        .default(null),
      /** Business domain of the duty; `all` where it serves every one. */
      domain: z.string().min(1).max(40).default(EVERY_DOMAIN),
      division: Division,
      validFrom: PlainDateText.optional(),
      validTo: PlainDateText.nullable().default(null),
    }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.write(actor, async (tx) => {
        const user = await tx.maybe<{ name: string; active: boolean }>(
          sql`select name, active from staff_user where id = ${params.id}`,
        );
        if (!user) return fail('NOT_FOUND');
        if (params.id === actor.id) return fail('OWN_DUTY');
        if (!user.active) return fail('ACCOUNT_UNFIT', { name: user.name });
        const held = (await dutiesOf(tx, params.id)).map((d) => d.role);
        if (!isFitDuty(body, held)) return fail('DUTY_UNFIT');
        await addDuty(tx, params.id, {
          ...body,
          domain: body.domain,
          ...(body.validFrom ? { validFrom: body.validFrom } : {}),
        });
        return ok({});
      }),
  }),
  route({
    method: 'POST',
    url: '/api/duties/:id/end',
    permission: allow('sys-admin'),
    summary: '结束岗位',
    params: z.strictObject({ id: Uuid }),
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => endDuty(tx, params.id)),
  }),
];
