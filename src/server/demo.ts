/** What only a demonstration has: one-click sign-in, a clock that can be moved, a bank that answers at once. Production refuses all of it. */
import { z } from 'zod';
import { sql } from '../database/sql.ts';
import {
  type Actor,
  allow,
  anyone,
  type DutyCode,
  type Performer,
  performerName,
  type Role,
  signedIn,
  systemActor,
} from '../kernel/access/index.ts';
import { setCookie } from '../kernel/access/routes.ts';
import { startResidentSession, startStaffSession } from '../kernel/access/server.ts';
import { plusDays } from '../kernel/calendar/index.ts';
import type { Tx } from '../kernel/context/server.ts';
import { type Platform, type RouteDefinition, route } from '../kernel/http/server.ts';
import { type BankFile, bankAnswers, bankFilesOf, downloadBankFile, importBankResult } from '../kernel/payment/server.ts';
import { fail, ok } from '../kernel/result/index.ts';
import { type PlainDate, PlainDateText, Uuid } from '../kernel/schema/index.ts';
import { demoGroups, demoWords } from './demo-words.ts';

const demoOnly = (platform: Platform) => (platform.mode === 'demonstration' ? null : fail('DEMONSTRATION_ONLY'));
const city = (platform: Platform) => systemActor('demonstration', platform.city.code);

const demoWordsOf = (performer: Performer): { group: string; does: string } => {
  const { group, does } = demoWords[performer as keyof typeof demoWords];
  return { group: demoGroups[group], does };
};

/** Moves day by day, so that every due job runs on its own day. */
export async function moveClock(platform: Platform, to: PlainDate): Promise<number> {
  let days = 0;
  for (let day = platform.clock.today(); day < to; days++) {
    day = plusDays(day, 1);
    await platform.clock.moveTo(`${day}T09:00:00+08:00`);
    await platform.runDueJobs();
  }
  return days;
}

const FURTHEST = 400;

/** Everybody who can sign in with one click, also those whom a domain's stories have engaged. */
export const demonstrationUsers = (
  tx: Tx,
): Promise<{ login: string; name: string; role: Role; duty: DutyCode | null; division: string }[]> =>
  tx.rows(
    sql`select distinct on (u.login) u.login, u.name, d.role, d.duty, d.division from staff_user u join duty d on d.user_id = u.id where u.demonstration and u.active order by u.login, d.valid_from limit 60`,
  );

export const demoRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/demo/accounts',
    permission: anyone,
    summary: '演示账号',
    async handler({ platform }) {
      const refused = demoOnly(platform);
      if (refused) return refused;
      return platform.context.read(city(platform), async (tx) => {
        const users = await demonstrationUsers(tx);
        const residents = await tx.rows<{ personId: string; name: string; division: string; story: string }>(
          sql`select s.person_id, p.name, p.division, s.story from demonstration_story s join person p on p.id = s.person_id order by s.position limit 100`,
        );
        return ok({
          accounts: users.map((u) => ({
            login: u.login,
            name: u.name,
            zh: performerName(u.duty ?? u.role),
            ...demoWordsOf(u.duty ?? u.role),
            divisionName: tx.divisions.fullName(u.division),
            division: u.division,
          })),
          groups: Object.values(demoGroups),
          residents: residents.map((r) => ({
            personId: r.personId,
            name: r.name,
            story: r.story,
            divisionName: tx.divisions.fullName(r.division),
          })),
        });
      });
    },
  }),
  route({
    method: 'POST',
    url: '/api/demo/sign-in',
    permission: anyone,
    summary: '演示：一键登录',
    body: z.union([z.strictObject({ login: z.string().max(40) }), z.strictObject({ personId: Uuid })]),
    async handler(context) {
      const { platform, body } = context;
      const refused = demoOnly(platform);
      if (refused) return refused;
      if ('personId' in body) {
        const known = await platform.context.read(city(platform), (tx) =>
          tx.maybe(sql`select 1 as known from demonstration_story where person_id = ${body.personId}`),
        );
        if (!known) return fail('NOT_FOUND');
        setCookie(context, (await startResidentSession(platform.context, body.personId)).token);
        return ok({});
      }
      const user = await platform.context.read(city(platform), (tx) =>
        tx.maybe<{ id: string }>(sql`select id from staff_user where login = ${body.login} and demonstration`),
      );
      if (!user) return fail('NOT_FOUND');
      const opened = await startStaffSession(platform.context, user.id);
      if (opened.ok) setCookie(context, opened.value.token);
      return opened.ok ? ok({}) : opened;
    },
  }),
  route({
    method: 'POST',
    url: '/api/demo/clock',
    permission: signedIn,
    summary: '演示：拨动业务时钟',
    body: z.strictObject({ to: z.union([z.literal('next-day'), z.literal('next-due'), PlainDateText]) }),
    async handler({ platform, body }) {
      const refused = demoOnly(platform);
      if (refused) return refused;
      const today = platform.clock.today();
      let target: PlainDate = plusDays(today, 1);
      if (body.to === 'next-due') {
        const next = await platform.context.read(city(platform), (tx) =>
          tx.one<{ due: PlainDate | null }>(
            sql`select min(due_on) as due from service_case where closed_at is null and due_on >= ${today}::date`,
          ),
        );
        // A limit ends at 24:00: what it sets off happens on the day after.
        if (next.due) target = plusDays(next.due, 1);
      } else if (body.to !== 'next-day') target = body.to;
      if (target <= today || target > plusDays(today, FURTHEST))
        return fail('INVALID_INPUT', { count: 1 }, [{ path: 'to', message: `时钟只能向前拨，最多${FURTHEST}天` }]);
      const days = await moveClock(platform, target);
      return ok({ today: platform.clock.today(), ran: days });
    },
  }),
  route({
    method: 'POST',
    url: '/api/demo/bank',
    permission: allow('finance-clerk'),
    summary: '演示：各代发银行处理批次并返回结果文件',
    body: z.strictObject({ batchId: Uuid, returns: z.int().min(0).max(20).default(0) }),
    async handler({ platform, actor, body }) {
      const refused = demoOnly(platform);
      if (refused) return refused;
      const files = await platform.context.read(actor, (tx) => bankFilesOf(tx, body.batchId));
      if (files.length === 0) return fail('NOT_FOUND');
      let left = body.returns;
      let answered = await answerFor(platform, actor, files[0]!, left);
      for (const file of files.slice(1)) {
        if (!answered.ok) return answered;
        left = Math.max(0, left - answered.value.returned.count);
        answered = await answerFor(platform, actor, file, left);
      }
      return answered;
    },
  }),
];

/** One bank pays its file, but for the first lines that it is told to send back. */
async function answerFor(platform: Platform, actor: Actor, of: BankFile, returns: number) {
  const file = await platform.context.write(actor, (tx) => downloadBankFile(tx, of.id));
  if (!file.ok) return file;
  return importBankResult(platform.context, actor, {
    fileId: of.id,
    // It pays at once, whatever the pay day is.
    content: await bankAnswers(file.value.bytes, { format: file.value.format, returns, creditedOn: platform.clock.today() }),
    requestId: `demo-bank-${of.id}`,
  });
}
