/** The pages of the workbench; each is a chunk of its own. */
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { pages as ofDisability } from '../../domains/disability/web/work/pages.ts';
import { pages as ofDivisions } from '../../domains/divisions/web/work/pages.ts';
import { pages as ofElderlyCare } from '../../domains/elderly-care/web/work/pages.ts';
import { pages as ofElderlyCareInstitutions } from '../../domains/elderly-care-institutions/web/work/pages.ts';
import { pages as ofPlanning } from '../../domains/planning-statistics/web/work/pages.ts';
import { pages as ofSocialAssistance } from '../../domains/social-assistance/web/work/pages.ts';
import { sessionQuery } from '../components/session.tsx';
import { Failed } from '../components/states.tsx';
import { ownPages } from './ownPages.ts';
import { NotFound, Shell } from './Shell.tsx';
import { textSearch } from './search.ts';
import { pageOrWaiting } from './unreached.tsx';

const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  notFoundComponent: NotFound,
  errorComponent: ({ error, reset }) => <Failed error={error} retry={reset} />,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: textSearch,
  component: lazyRouteComponent(() => import('./pages/SignIn.tsx'), 'SignIn'),
});

/** Everything else needs a member of staff; who comes without a session signs in and returns to the same place. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    const session = await context.queries.ensureQueryData(sessionQuery);
    if (session.actor.kind !== 'staff') throw redirect({ to: '/sign-in', search: { from: location.href } });
  },
});

/** One line for each domain; an address that two domains claim is refused by the router. */
const pages = [
  ownPages,
  ofSocialAssistance,
  ofDisability,
  ofElderlyCare,
  ofElderlyCareInstitutions,
  ofPlanning,
  ofDivisions,
].flatMap((each) => Object.entries(each));

const routes = pages.map(([path, load]) =>
  createRoute({
    getParentRoute: () => inside,
    path,
    validateSearch: textSearch,
    component: lazyRouteComponent(() => pageOrWaiting(load)().then((page) => ({ default: page }))),
  }),
);

export const makeRouter = (queries: QueryClient) =>
  createRouter({
    routeTree: root.addChildren([signIn, inside.addChildren(routes)]),
    basepath: '/work',
    context: { queries },
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultPendingMs: 200,
  });
