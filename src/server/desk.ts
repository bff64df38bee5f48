/** What a duty finds on its desk: its menu, and what its pages may send, both by the hands that the server itself allows by. */
import { isOneOf, signedIn } from '../kernel/access/index.ts';
import type { Domain } from '../kernel/http/domain.ts';
import { type RouteDefinition, route } from '../kernel/http/server.ts';
import { type Ability, type DutyDesk, type Place, placesTo, waitingFor } from '../kernel/offer/server.ts';
import { sheetsTo } from '../kernel/sheet/server.ts';
import { domains } from './domains.ts';
import { ownPlaces } from './places.ts';

/** Social assistance before the others, as most officers have more of it. */
export const allPlaces: readonly Place[] = [
  ...ownPlaces,
  ...(domains as readonly Domain[]).toReversed().flatMap(({ places }) => places ?? []),
];

/** An address that is open to certain duties only; what is open to everybody who has signed in need not be asked about. */
const closed = ({ permission, url }: RouteDefinition): boolean => permission.kind === 'performers' && url.startsWith('/api/');

export const waitingRoute: RouteDefinition = route({
  method: 'GET',
  url: '/api/desk/waiting',
  permission: signedIn,
  summary: '今天要办：办件以外等着当前岗位办的',
  handler: async ({ platform, actor }) => ({
    rows: actor.kind === 'staff' ? await platform.context.read(actor, waitingFor) : [],
  }),
});

export const deskRoute = (routes: () => readonly RouteDefinition[]): RouteDefinition =>
  route({
    method: 'GET',
    url: '/api/desk',
    permission: signedIn,
    summary: '当前岗位的菜单和可办的操作',
    handler: ({ platform, actor }): Promise<DutyDesk> =>
      Promise.resolve({
        places: actor.kind === 'staff' ? placesTo(actor, allPlaces, { demo: platform.mode === 'demonstration' }) : [],
        may: [
          ...routes()
            .filter((r) => closed(r) && r.permission.kind === 'performers' && isOneOf(actor, r.permission.performers))
            .map(({ method, url }) => `${method} ${url}` as Ability),
          ...sheetsTo(actor),
        ],
      }),
  });
