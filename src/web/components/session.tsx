/** Who is working, in which duty, on which business day. */
import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { levelOf } from '../../kernel/division/index.ts';
import type { Ability, DutyDesk, PlaceView } from '../../kernel/offer/index.ts';
import type { DivisionCode, PlainDate } from '../../kernel/schema/index.ts';
import { api } from '../shared/api.ts';

export interface Session {
  actor: {
    kind: 'public' | 'resident' | 'staff';
    id: string;
    name: string;
    roleZh: string;
    dutyZh: string | null;
    division: DivisionCode | null;
    divisionName: string | null;
    personId: string | null;
    /** The password is still the one that somebody else chose: nothing else is open. */
    passwordDue: boolean;
  };
  duties: readonly { id: string; zh: string; divisionName: string; current: boolean }[];
  /** Without a sign of life for so long, the session ends. */
  idleMinutes: number;
  demo: boolean;
  today: PlainDate;
  now: string;
  unread: number;
  city: { name: string; telephone: string };
}

export const sessionQuery = {
  queryKey: ['session'],
  queryFn: () => api.get<Session>('/api/session'),
  staleTime: 30_000,
} as const;

/** Who is working, with the menu and the abilities of the duty. */
export interface Working extends Session {
  readonly places: readonly PlaceView[];
  readonly abilities: ReadonlySet<Ability>;
}

/** What the duty of this session finds on its desk; fetched anew when the duty changes. */
export const useDesk = (session: Session | undefined | null) =>
  useQuery({
    queryKey: ['/api/desk', session?.actor.id, session?.duties.find((duty) => duty.current)?.id],
    queryFn: () => api.get<DutyDesk>('/api/desk'),
    enabled: session?.actor.kind === 'staff' && !session.actor.passwordDue,
    staleTime: Number.POSITIVE_INFINITY,
  });

const SessionContext = createContext<Working | null>(null);
export const SessionProvider = SessionContext.Provider;

export function useSession(): Working {
  const session = useContext(SessionContext);
  if (!session) throw new Error('no session here');
  return session;
}

export const useSessionQuery = () => useQuery({ ...sessionQuery, refetchInterval: 60_000 });

/** Whether the server would take this from the duty in which somebody works: it has said so itself. */
export const may = (session: Pick<Working, 'abilities'>, ability: Ability): boolean => session.abilities.has(ability);

/** Where this officer works: what lists and choices of places begin with. */
export const homeDivision = (session: Session): DivisionCode => session.actor.division ?? '000000000000';

/** The township in which this officer works; null for somebody of another level. */
export const ownTownship = (session: Session): DivisionCode | null =>
  levelOf(homeDivision(session)) === 'township' ? homeDivision(session) : null;
