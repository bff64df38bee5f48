/** Who is working, in which duty, on which business day. */
import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { DutyCode, Role } from '../../kernel/access/index.ts';
import { isOneOf, type Performer } from '../../kernel/access/index.ts';
import type { DivisionCode, PlainDate } from '../../kernel/schema/index.ts';
import { api } from '../shared/api.ts';

export interface Session {
  actor: {
    kind: 'public' | 'resident' | 'staff';
    id: string;
    name: string;
    role: Role;
    roleZh: string;
    duty: DutyCode | null;
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

const SessionContext = createContext<Session | null>(null);
export const SessionProvider = SessionContext.Provider;

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('no session here');
  return session;
}

export const useSessionQuery = () => useQuery({ ...sessionQuery, refetchInterval: 60_000 });

export const may = (session: Session, ...performers: Performer[]): boolean => isOneOf(session.actor, performers);

/** Where this officer works: what lists and choices of places begin with. */
export const homeDivision = (session: Session): DivisionCode => session.actor.division ?? '000000000000';
