import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { actorOf, actorOfRequest, createUser, endDuty, signOut, startStaffSession, switchDuty, systemActor } from './server.ts';

const 温泉街道 = '421202100000';
const 市 = '421200000000';
let city: Awaited<ReturnType<typeof freshContext>>;
let accounts = 0;

beforeAll(async () => {
  city = await freshContext();
});
afterAll(() => city.drop());

async function signedIn() {
  const user = await city.context.write(systemActor('test', 市), (tx) =>
    createUser(tx, {
      login: `recent-${++accounts}`,
      name: '李建国',
      division: 温泉街道,
      demonstration: true,
      duties: [
        { role: 'township-clerk', division: 温泉街道, domain: 'social-assistance' },
        { role: 'township-leader', division: 温泉街道, domain: 'social-assistance' },
      ],
    }),
  );
  if (!user.ok) throw new Error(user.code);
  const session = await startStaffSession(city.context, user.value.id);
  if (!session.ok) throw new Error(session.code);
  return session.value;
}
const asks = (token: string) => actorOfRequest(city.context, token);

describe('同一会话接连的请求', () => {
  test('两秒内不再查库', async () => {
    const { token } = await signedIn();
    const first = await asks(token);
    expect(first).toMatchObject({ role: 'township-clerk' });
    expect(await asks(token)).toBe(first);
  });

  test('退出登录，下一个请求就不认', async () => {
    const { token, sessionId } = await signedIn();
    await asks(token);
    await signOut(city.context, sessionId);
    expect(await asks(token)).toBeNull();
  });

  test('退出时正在查的那一次，不会把旧身份留下来', async () => {
    const { token, sessionId } = await signedIn();
    await Promise.all([asks(token), signOut(city.context, sessionId), asks(token)]);
    expect(await asks(token)).toBeNull();
  });

  test('切换岗位、岗位结束，下一个请求就按新的来', async () => {
    const { token } = await signedIn();
    const { actor, duties } = (await actorOf(city.context, token))!;
    await asks(token);
    const other = duties.find((d) => d.id !== actor.dutyId)!;
    await switchDuty(city.context, actor, other.id);
    expect(await asks(token)).toMatchObject({ role: 'township-leader' });
    city.clock.set('2026-03-03');
    await asks(token);
    await city.context.write(systemActor('test', 市), (tx) => endDuty(tx, other.id));
    expect(await asks(token)).toBeNull();
  });
});
