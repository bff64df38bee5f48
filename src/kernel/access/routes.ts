/** Sign-in, session, accounts and duties over HTTP. */
import { z } from 'zod';
import { sql } from '../../database/sql.ts';
import { newId } from '../context/server.ts';
import { type RouteContext, type RouteDefinition, route } from '../http/server.ts';
import { unreadCount } from '../notice/server.ts';
import { findByIdNumber } from '../resident/server.ts';
import { fail, ok } from '../result/index.ts';
import { Division, PlainDateText, ResidentId, Uuid } from '../schema/index.ts';
import {
  allow,
  anyone,
  type DutyCode,
  duties,
  EVERY_DOMAIN,
  isFitDuty,
  performerName,
  type Role,
  roles,
  signedIn,
  systemActor,
} from './index.ts';
import {
  actorOf,
  addDuty,
  createUser,
  dutiesOf,
  endDuty,
  listUsers,
  requestSignInCode,
  signInResident,
  signInStaff,
  signOut,
  switchDuty,
} from './server.ts';

export const SESSION_COOKIE = 'mz_session';

const setCookie = ({ platform, reply }: Pick<RouteContext, 'platform' | 'reply'>, token: string): void => {
  reply.setCookie(SESSION_COOKIE, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: platform.publicUrl.startsWith('https:'),
  });
};

async function sessionView({ platform, request, actor }: Pick<RouteContext, 'platform' | 'request' | 'actor'>) {
  const token = request.cookies[SESSION_COOKIE];
  const view = token ? await actorOf(platform.context, token) : null;
  const who = view?.actor ?? actor;
  const { divisions } = platform.context;
  return {
    actor: {
      kind: who.kind,
      id: who.id,
      name: who.name,
      role: who.role,
      roleZh: roles[who.role],
      duty: who.duty,
      dutyZh: who.duty ? duties[who.duty].zh : null,
      division: who.division,
      divisionName: who.division ? divisions.fullName(who.division) : null,
      personId: who.personId,
    },
    duties: (view?.duties ?? []).map((d) => ({
      id: d.id,
      zh: performerName(d.duty ?? d.role),
      divisionName: divisions.fullName(d.division),
      current: d.id === who.dutyId,
    })),
    demo: platform.mode === 'demonstration',
    today: platform.clock.today(),
    now: platform.clock.now(),
    unread: who.kind === 'public' ? 0 : await platform.context.read(who, unreadCount),
    city: platform.city,
  };
}

const Login = z.string().trim().min(2, '请填写账号').max(40);
const residentOf = (context: RouteContext['platform']['context'], idNumber: string) =>
  context.read(systemActor('sign-in', context.city), (tx) => findByIdNumber(tx, idNumber));

export const accessRoutes: readonly RouteDefinition[] = [
  route({ method: 'GET', url: '/api/session', permission: anyone, summary: '当前登录', handler: sessionView }),
  route({
    method: 'POST',
    url: '/api/sign-in',
    permission: anyone,
    summary: '工作人员登录',
    perMinute: 30,
    body: z.strictObject({
      login: Login,
      password: z.string().min(1, '请填写密码').max(200),
      code: z.string().max(10).optional(),
    }),
    async handler(context) {
      const opened = await signInStaff(context.platform.context, context.body);
      if (opened.ok) setCookie(context, opened.value.token);
      return opened.ok ? ok({}) : opened;
    },
  }),
  route({
    method: 'POST',
    url: '/api/sign-out',
    permission: signedIn,
    summary: '退出登录',
    async handler({ platform, actor, reply }) {
      if (actor.sessionId) await signOut(platform.context, actor.sessionId);
      reply.clearCookie(SESSION_COOKIE, { path: '/' });
      return ok({});
    },
  }),
  route({
    method: 'POST',
    url: '/api/duty',
    permission: signedIn,
    summary: '切换岗位',
    body: z.strictObject({ dutyId: Uuid }),
    handler: ({ platform, actor, body }) => switchDuty(platform.context, actor, body.dutyId),
  }),
  route({
    method: 'POST',
    url: '/api/resident/code',
    permission: anyone,
    summary: '居民获取验证码',
    perMinute: 20,
    body: z.strictObject({ idNumber: ResidentId }),
    async handler({ platform, body, request }) {
      const person = await residentOf(platform.context, body.idNumber);
      // Whether somebody is registered, and with which telephone, is nobody's business who only knows a number.
      if (!person) return ok({ demoCode: null });
      const code = await requestSignInCode(platform.context, person.id);
      if (!code.ok) return code;
      if (platform.mode === 'demonstration') return ok({ demoCode: code.value });
      if (person.phone) {
        const text = `【民政】验证码${code.value}，5分钟内有效。不要告诉别人。`;
        try {
          await platform.sms.send({ id: newId(), personId: person.id, text });
        } catch (error) {
          request.log.error({ reason: (error as Error).message }, 'one-time code not sent');
          return fail('SMS_NOT_SENT');
        }
      }
      return ok({ demoCode: null });
    },
  }),
  route({
    method: 'POST',
    url: '/api/resident/sign-in',
    permission: anyone,
    summary: '居民登录',
    perMinute: 30,
    body: z.strictObject({ idNumber: ResidentId, code: z.string().regex(/^\d{6}$/, '验证码是6位数字') }),
    async handler(context) {
      const person = await residentOf(context.platform.context, context.body.idNumber);
      if (!person) return fail('CODE_WRONG');
      const opened = await signInResident(context.platform.context, { personId: person.id, code: context.body.code });
      if (opened.ok) setCookie(context, opened.value.token);
      return opened.ok ? ok({}) : opened;
    },
  }),
  route({
    method: 'GET',
    url: '/api/users',
    permission: allow('sys-admin', 'security-admin', 'county-leader', 'city-leader'),
    summary: '账号和岗位',
    query: z.object({ text: z.string().max(50).optional(), after: z.string().max(50).optional() }),
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx) => {
        const users = await listUsers(tx, query);
        return {
          rows: users.map((u) => ({
            ...u,
            divisionName: tx.divisions.fullName(u.division),
            duties: u.duties.map((d) => ({
              ...d,
              zh: performerName(d.duty ?? d.role),
              divisionName: tx.divisions.fullName(d.division),
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
      password: z.string().min(12, '初始密码至少12位').max(200),
      role: z.enum(Object.keys(roles) as Role[]),
      duty: z
        .enum(Object.keys(duties) as DutyCode[])
        .nullable()
        .default(null),
      /** Business domain of the duty; `all` where it serves every one. */
      domain: z.string().min(1).max(40).default(EVERY_DOMAIN),
    }),
    handler: ({ platform, actor, body }) =>
      platform.context.write(actor, async (tx) =>
        isFitDuty(body, [])
          ? createUser(tx, {
              ...body,
              duties: [{ role: body.role, duty: body.duty, division: body.division, domain: body.domain }],
            })
          : fail('DUTY_UNFIT'),
      ),
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
        const user = await tx.maybe(sql`select id from staff_user where id = ${params.id}`);
        if (!user) return fail('NOT_FOUND');
        if (params.id === actor.id) return fail('OWN_DUTY');
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

export { setCookie };
