/** Accounts and duties over HTTP. */
import { z } from 'zod';
import { sql } from '../../database/sql.ts';
import { type RouteDefinition, route } from '../http/server.ts';
import { offersTo } from '../offer/index.ts';
import { fail, ok } from '../result/index.ts';
import { Division, type FormField, PlainDateText, Uuid } from '../schema/index.ts';
import {
  type AccountAction,
  accountActions,
  allow,
  duties,
  EVERY_DOMAIN,
  heldAs,
  isFitDuty,
  isOneOf,
  type Performer,
  performerName,
  roles,
} from './index.ts';
import { actionsOn, addDuty, createUser, dutiesOf, endDuty, type Keys, keepAccount, listUsers, totpAddress } from './server.ts';
import { unitField, unitNames, unitOfDuty } from './units.ts';

/** What is handed over once, with what an authenticator scans. */
const toHand = (city: string, { login, name, password, totpSecret }: Keys) => ({
  login,
  name,
  password,
  totpSecret,
  totpAddress: totpSecret ? totpAddress(`${city}民政`, login, totpSecret) : null,
});

/** Who makes accounts and gives duties. */
const keepers = ['sys-admin'] as const satisfies readonly Performer[];

const performers = [...Object.keys(roles), ...Object.keys(duties)] as [Performer, ...Performer[]];
const Post = z.enum(performers);

/** 财务经办 is a duty of the role 县级经办: both stand in one list, as an officer knows them. What no member of staff can hold is not in it. */
const post: FormField = {
  name: 'post',
  type: 'choice',
  label: '岗位',
  required: true,
  choices: performers.filter((p) => isFitDuty(heldAs(p), [])).map((p) => ({ value: p, label: performerName(p) })),
};
const place: FormField = { name: 'division', type: 'division', label: '地区', required: true, format: 'division' };
const accountForm = (unit: readonly FormField[]): readonly FormField[] => [
  { name: 'name', type: 'text', label: '姓名', required: true, min: 2, max: 50 },
  { name: 'login', type: 'text', label: '账号', required: true, min: 3, max: 31, help: '小写字母开头，3至31位' },
  place,
  post,
  ...unit,
];
const dutyForm = (unit: readonly FormField[]): readonly FormField[] => [
  place,
  post,
  ...unit,
  { name: 'validFrom', type: 'date', label: '从哪天起', required: false, format: 'plain-date', help: '不填为今天' },
  { name: 'validTo', type: 'date', label: '到哪天止', required: false, format: 'plain-date', help: '代理等临时岗位填写' },
];

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
        const manages = isOneOf(actor, keepers);
        const units = await unitNames(
          tx,
          users.flatMap((u) => u.duties.flatMap((d) => d.unitId ?? [])),
        );
        return {
          offers: offersTo(actor, [
            {
              action: 'create',
              zh: '新建账号',
              causes: '一人一号。初始密码和动态码只显示这一次，请当面交给本人。',
              by: keepers,
              fieldsAt: '/api/users/account-form',
              to: '/api/users',
            },
          ]),
          rows: users.map((u) => ({
            ...u,
            actions: actionsOn(actor, u),
            offers: offersTo(actor, [
              {
                action: 'addDuty',
                zh: '增加岗位',
                causes: '从这天起可以换到这个岗位办理；名字和岗位都留在记录上。',
                by: keepers,
                when: u.active && u.id !== actor.id,
                fieldsAt: '/api/users/duty-form',
                to: `/api/users/${u.id}/duties`,
              },
            ]),
            divisionName: tx.divisions.fullName(u.division),
            duties: u.duties.map((d) => ({
              ...d,
              zh: performerName(d.duty ?? d.role),
              unitName: d.unitId === null ? null : (units.get(d.unitId) ?? null),
              divisionName: tx.divisions.fullName(d.division),
              mayEnd: manages && (d.validTo === null || d.validTo > tx.today),
            })),
          })),
          next: users.length === 50 ? users.at(-1)!.login : null,
        };
      }),
  }),
  route({
    method: 'GET',
    url: '/api/users/duty-form',
    permission: allow(...keepers),
    summary: '增加岗位的表',
    handler: ({ platform, actor }) => platform.context.read(actor, async (tx) => ({ fields: dutyForm(await unitField(tx)) })),
  }),
  route({
    method: 'GET',
    url: '/api/users/account-form',
    permission: allow(...keepers),
    summary: '新建账号的表',
    handler: ({ platform, actor }) => platform.context.read(actor, async (tx) => ({ fields: accountForm(await unitField(tx)) })),
  }),
  route({
    method: 'POST',
    url: '/api/users',
    permission: allow(...keepers),
    summary: '新建账号',
    body: z.strictObject({
      login: z.string().regex(/^[a-z][a-z0-9._-]{2,30}$/, '账号由小写字母开头，3至31位'),
      name: z.string().trim().min(2, '请填写姓名').max(50),
      division: Division,
      post: Post,
      /** The body that the duty is held in, for duties that are. */
      unitId: Uuid.optional(),
      /** Business domain of the duty; `all` where it serves every one. */
      domain: z.string().min(1).max(40).default(EVERY_DOMAIN),
    }),
    handler: ({ platform, actor, body }) =>
      platform.context.write(actor, async (tx) => {
        const held = heldAs(body.post);
        if (!isFitDuty(held, [])) return fail('DUTY_UNFIT');
        const { login, name, division, domain } = body;
        const unit = await unitOfDuty(tx, body);
        if (!unit.ok) return unit;
        const duty = { ...held, division, domain, unitId: unit.value };
        const made = await createUser(tx, { login, name, division, duties: [duty] });
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
    permission: allow(...keepers),
    summary: '增加岗位',
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({
      post: Post,
      /** Business domain of the duty; `all` where it serves every one. */
      domain: z.string().min(1).max(40).default(EVERY_DOMAIN),
      division: Division,
      unitId: Uuid.optional(),
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
        const given = heldAs(body.post);
        if (!isFitDuty(given, held)) return fail('DUTY_UNFIT');
        const unit = await unitOfDuty(tx, body);
        if (!unit.ok) return unit;
        const { domain, division, validFrom, validTo } = body;
        const duty = { ...given, domain, division, unitId: unit.value, validTo, ...(validFrom ? { validFrom } : {}) };
        await addDuty(tx, params.id, duty);
        return ok({});
      }),
  }),
  route({
    method: 'POST',
    url: '/api/duties/:id/end',
    permission: allow(...keepers),
    summary: '结束岗位',
    params: z.strictObject({ id: Uuid }),
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => endDuty(tx, params.id)),
  }),
];
