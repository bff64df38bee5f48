/** How a test enters a record of a register and takes its steps, each by its own hand, as a browser would. */
import { expect } from 'vitest';
import { createUser, systemActor } from '../src/kernel/access/server.ts';
import { type Api, type Browser, requestId } from './api.ts';

export interface Refused {
  readonly code: string;
  readonly message: string;
  readonly fields?: readonly { path: string; message: string }[];
}
export type RegisterActs = ReturnType<typeof actsOn>;

export function actsOn(api: Api) {
  const card = (by: Browser, key: string, id: string) => by.get(`/api/registers/${key}/${id}`);
  const step = async (by: Browser, key: string, id: string, action: string, input: object = {}) => {
    const [{ version }] = (await api.owner.query('select version from register_entry where id = $1', [id])).rows;
    return by.call('POST', `/api/registers/${key}/${id}/steps`, { action, version, ...input });
  };
  return {
    card,
    /** Whatever is answered. */
    step,
    async enter(by: Browser, key: string, form: object): Promise<string> {
      return (await by.post(`/api/registers/${key}`, { ...form, requestId: requestId() })).id;
    },
    /** Must be refused: of the entry itself. */
    entryRefused: (by: Browser, key: string, form: object): Promise<Refused> =>
      by.refused(`/api/registers/${key}`, { ...form, requestId: requestId() }),
    async done(by: Browser, key: string, id: string, action: string, input: object = {}): Promise<void> {
      const { status, body } = await step(by, key, id, action, input);
      expect(status, `${key} ${action}: ${JSON.stringify(body)}`).toBe(200);
    },
    async refusal(by: Browser, key: string, id: string, action: string, input: object = {}): Promise<Refused> {
      const { status, body } = await step(by, key, id, action, input);
      expect(status, `${key} ${action} should be refused`).toBeGreaterThanOrEqual(400);
      return body.error;
    },
    /** To nine o'clock of a day, with what falls due on it. */
    async jump(day: string): Promise<void> {
      api.clock.set(`${day}T01:00:00.000Z`);
      await api.run();
    },
    /** Another hand of a duty that the demonstration has once only. */
    async another(
      login: string,
      name: string,
      role: 'county-clerk' | 'county-leader' | 'city-clerk',
      division: string,
    ): Promise<Browser> {
      await api.context.write(systemActor('test', api.context.city), (tx) =>
        createUser(tx, {
          login,
          name,
          division,
          demonstration: true,
          duties: [{ role, duty: null, division, domain: 'all', validFrom: '2026-01-01' }],
        }),
      );
      return api.staff(login);
    },
  };
}
