/** Sign-in, session, accounts and duties over HTTP. */
import { z } from 'zod';
import { newId } from '../context/server.ts';
import { type RouteContext, type RouteDefinition, route } from '../http/server.ts';
import { unreadCount } from '../notice/server.ts';
import { findByCurrentNumber } from '../resident/server.ts';
import { fail, ok } from '../result/index.ts';
import { ResidentId, Uuid } from '../schema/index.ts';
import { accountRoutes } from './account-routes.ts';
import { deputyRoutes } from './deputy-routes.ts';
import { anyone, duties, idleMinutes, nameFor, performerName, roles, signedIn, signedInAtAll, systemActor } from './index.ts';
import { actorOf, changeOwnPassword, requestSignInCode, signInResident, signInStaff, signOut, switchDuty } from './server.ts';

export const SESSION_COOKIE = 'mz_session';
/** A page says with it that it asks by itself, while nobody is there: that does not prolong the session. */
export const isAway = (request: RouteContext['request']): boolean => request.headers['x-minzheng-away'] !== undefined;

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
  const view = token ? await actorOf(platform.context, token, isAway(request)) : null;
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
      passwordDue: who.passwordDue ?? false,
    },
    duties: (view?.duties ?? []).map((d) => ({
      id: d.id,
      zh: `${performerName(d.duty ?? d.role)}${d.standsInFor ? nameFor(d.standsInFor.name) : ''}`,
      divisionName: divisions.fullName(d.division),
      current: d.id === who.dutyId,
    })),
    idleMinutes: idleMinutes(who),
    demo: platform.mode === 'demonstration',
    today: platform.clock.today(),
    now: platform.clock.now(),
    unread: who.kind === 'public' || who.passwordDue ? 0 : await platform.context.read(who, unreadCount),
    city: platform.city,
  };
}

const Login = z.string().trim().min(2, '请填写账号').max(40);
const residentOf = (context: RouteContext['platform']['context'], idNumber: string) =>
  context.read(systemActor('sign-in', context.city), (tx) => findByCurrentNumber(tx, idNumber));

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
    permission: signedInAtAll,
    summary: '退出登录',
    async handler({ platform, actor, reply }) {
      if (actor.sessionId) await signOut(platform.context, actor.sessionId);
      reply.clearCookie(SESSION_COOKIE, { path: '/' });
      return ok({});
    },
  }),
  route({
    method: 'POST',
    url: '/api/password',
    permission: signedInAtAll,
    summary: '更换自己的密码',
    perMinute: 30,
    body: z.strictObject({
      password: z.string().min(1, '请填写原密码').max(200),
      fresh: z.string().min(1, '请填写新密码').max(200),
    }),
    handler: ({ platform, actor, body }) => changeOwnPassword(platform.context, actor, body),
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
  ...accountRoutes,
  ...deputyRoutes,
];

export { setCookie };
