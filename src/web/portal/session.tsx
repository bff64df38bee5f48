import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { type ApiError, api, apiErrorOf } from '../shared/api.ts';
import { Trouble, Waiting } from './parts.tsx';

/** GET /api/session. */
export interface Session {
  actor: {
    kind: 'public' | 'resident' | 'staff' | 'system';
    id: string;
    name: string;
    roleZh: string;
    division: string | null;
    divisionName: string | null;
    personId: string | null;
  };
  demo: boolean;
  today: string;
  now: string;
  unread: number;
  city: { code: string; name: string; telephone: string };
}

interface Held {
  session: Session;
  /** Asks the server again: after signing in or out, after reading a message. */
  refresh: () => Promise<Session>;
}

const Context = createContext<Held | null>(null);

export function SessionProvider({ children }: { children: ReactNode }) {
  const [session, setSession] = useState<Session | null>(null);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const refresh = useCallback(async () => {
    const now = await api.get<Session>('/api/session');
    setSession(now);
    setTrouble(null);
    return now;
  }, []);
  useEffect(() => {
    refresh().catch((error: unknown) => setTrouble(apiErrorOf(error)));
  }, [refresh]);
  const held = useMemo(() => session && { session, refresh }, [session, refresh]);
  if (held) return <Context value={held}>{children}</Context>;
  if (trouble)
    return (
      <main className="wrap">
        <Trouble error={trouble} again={() => void refresh().catch((error: unknown) => setTrouble(apiErrorOf(error)))} />
      </main>
    );
  return <Waiting />;
}

export function useSession(): Held {
  const held = useContext(Context);
  if (!held) throw new Error('no session above');
  return held;
}

/** The number typed at sign-in, kept in memory only and gone with the page: it spares typing it again in the form. */
let typed: string | null = null;
export const rememberTyped = (idNumber: string | null): void => {
  typed = idNumber;
};
export const typedIdNumber = (): string | null => typed;
