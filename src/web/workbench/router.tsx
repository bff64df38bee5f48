/** The pages of the workbench; each is a chunk of its own. */
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { sessionQuery } from '../components/session.tsx';
import { Failed } from '../components/states.tsx';
import { NotFound, Shell } from './Shell.tsx';
import { textSearch } from './search.ts';

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

const page = <Path extends string>(path: Path, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => inside, path, validateSearch: textSearch, component });

const pages = [
  page(
    '/',
    lazyRouteComponent(() => import('./pages/Today.tsx'), 'Today'),
  ),
  page(
    '/cases',
    lazyRouteComponent(() => import('./pages/Cases.tsx'), 'Cases'),
  ),
  page(
    '/cases/$caseId',
    lazyRouteComponent(() => import('./pages/Case.tsx'), 'CasePage'),
  ),
  page(
    '/apply',
    lazyRouteComponent(() => import('./pages/Apply.tsx'), 'Apply'),
  ),
  page(
    '/apply/$itemId',
    lazyRouteComponent(() => import('./pages/ApplyForm.tsx'), 'ApplyForm'),
  ),
  page(
    '/persons',
    lazyRouteComponent(() => import('./pages/Persons.tsx'), 'Persons'),
  ),
  page(
    '/persons/$personId',
    lazyRouteComponent(() => import('./pages/Person.tsx'), 'PersonPage'),
  ),
  page(
    '/households/$householdId',
    lazyRouteComponent(() => import('./pages/Household.tsx'), 'HouseholdPage'),
  ),
  page(
    '/notices',
    lazyRouteComponent(() => import('./pages/Notices.tsx'), 'Notices'),
  ),
  page(
    '/batches',
    lazyRouteComponent(() => import('./pages/Batches.tsx'), 'Batches'),
  ),
  page(
    '/batches/$batchId',
    lazyRouteComponent(() => import('./pages/Batch.tsx'), 'BatchPage'),
  ),
  page(
    '/agreement',
    lazyRouteComponent(() => import('./pages/Agreement.tsx'), 'Agreement'),
  ),
  page(
    '/adjustments',
    lazyRouteComponent(() => import('./pages/Adjustments.tsx'), 'Adjustments'),
  ),
  page(
    '/overpayments',
    lazyRouteComponent(() => import('./pages/Overpayments.tsx'), 'Overpayments'),
  ),
  page(
    '/figures',
    lazyRouteComponent(() => import('./pages/Figures.tsx'), 'Figures'),
  ),
  page(
    '/figures/lines',
    lazyRouteComponent(() => import('./pages/FigureLines.tsx'), 'FigureLines'),
  ),
  page(
    '/emergency',
    lazyRouteComponent(() => import('../../domains/social-assistance/web/work/Emergency.tsx'), 'Emergency'),
  ),
  page(
    '/reserves',
    lazyRouteComponent(() => import('../../domains/social-assistance/web/work/Reserves.tsx'), 'Reserves'),
  ),
  page(
    '/departments',
    lazyRouteComponent(() => import('../../domains/social-assistance/web/work/Departments.tsx'), 'Departments'),
  ),
  page(
    '/referrals',
    lazyRouteComponent(() => import('../../domains/social-assistance/web/work/Referrals.tsx'), 'Referrals'),
  ),
  page(
    '/status',
    lazyRouteComponent(() => import('../../domains/social-assistance/web/work/Status.tsx'), 'Status'),
  ),
  page(
    '/subsidies/filings',
    lazyRouteComponent(() => import('../../domains/disability/web/work/Filings.tsx'), 'Filings'),
  ),
  page(
    '/subsidies/comparisons',
    lazyRouteComponent(() => import('../../domains/disability/web/work/Comparisons.tsx'), 'Comparisons'),
  ),
  page(
    '/tekun',
    lazyRouteComponent(() => import('../../domains/social-assistance/web/work/TekunWaiting.tsx'), 'TekunWaiting'),
  ),
  page(
    '/devices',
    lazyRouteComponent(() => import('../../domains/disability/web/work/Station.tsx'), 'Station'),
  ),
  page(
    '/rehab',
    lazyRouteComponent(() => import('../../domains/disability/web/work/Caseload.tsx'), 'Caseload'),
  ),
  page(
    '/rehab/figures',
    lazyRouteComponent(() => import('../../domains/disability/web/work/Funnel.tsx'), 'Funnel'),
  ),
  page(
    '/clues',
    lazyRouteComponent(() => import('./pages/Clues.tsx'), 'Clues'),
  ),
  page(
    '/clues/new',
    lazyRouteComponent(() => import('./pages/NewClue.tsx'), 'NewCluePage'),
  ),
  page(
    '/clues/$clueId',
    lazyRouteComponent(() => import('./pages/Clue.tsx'), 'CluePage'),
  ),
  page(
    '/tickets',
    lazyRouteComponent(() => import('./pages/Tickets.tsx'), 'Tickets'),
  ),
  page(
    '/tickets/new',
    lazyRouteComponent(() => import('./pages/Tickets.tsx'), 'NewTicketPage'),
  ),
  page(
    '/tickets/$ticketId',
    lazyRouteComponent(() => import('./pages/Ticket.tsx'), 'TicketPage'),
  ),
  page(
    '/feed',
    lazyRouteComponent(() => import('./pages/Feed.tsx'), 'Feed'),
  ),
  page(
    '/price-link',
    lazyRouteComponent(() => import('../../domains/social-assistance/web/work/PriceLink.tsx'), 'PriceLink'),
  ),
  page(
    '/parameters',
    lazyRouteComponent(() => import('./pages/Parameters.tsx'), 'Parameters'),
  ),
  page(
    '/sheets',
    lazyRouteComponent(() => import('./pages/Sheets.tsx'), 'Sheets'),
  ),
  page(
    '/decisions/$decisionId',
    lazyRouteComponent(() => import('./pages/Decision.tsx'), 'DecisionPage'),
  ),
  page(
    '/rehearsal',
    lazyRouteComponent(() => import('./pages/Rehearsals.tsx'), 'Rehearsals'),
  ),
  page(
    '/rehearsal/$draftId',
    lazyRouteComponent(() => import('./pages/Rehearsal.tsx'), 'Rehearsal'),
  ),
  page(
    '/rehearsal/$draftId/$subjectId',
    lazyRouteComponent(() => import('./pages/RehearsalCase.tsx'), 'RehearsalCase'),
  ),
  page(
    '/users',
    lazyRouteComponent(() => import('./pages/Users.tsx'), 'Users'),
  ),
  page(
    '/audit',
    lazyRouteComponent(() => import('./pages/Audit.tsx'), 'Audit'),
  ),
  page(
    '/messages',
    lazyRouteComponent(() => import('./pages/Messages.tsx'), 'Messages'),
  ),
  page(
    '/outbox',
    lazyRouteComponent(() => import('./pages/Outbox.tsx'), 'Outbox'),
  ),
];

export const makeRouter = (queries: QueryClient) =>
  createRouter({
    routeTree: root.addChildren([signIn, inside.addChildren(pages)]),
    basepath: '/work',
    context: { queries },
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultPendingMs: 200,
  });
