/** The buttons that an answer offers for the record that it shows, each with its form; what they are called, cause and ask for is said by the server. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { Offer } from '../../kernel/offer/index.ts';
import type { FormField } from '../../kernel/schema/index.ts';
import { api } from '../shared/api.ts';
import { ActionDrawer } from './ActionDrawer.tsx';
import { FormDrawer } from './FormDrawer.tsx';
import { useSession } from './session.tsx';
import { Failed } from './states.tsx';

interface Props {
  readonly offers: readonly Offer[];
  /** Whose record it is, for the head of the form. */
  readonly of?: string;
  readonly division: string;
  /** The first one is what the record waits for. */
  readonly first?: 'primary';
  /** In a row of a list: small, and called by whose row it is. */
  readonly inRow?: boolean;
  /** When the answer with these offers came, by the clock of the device: from there on moments are counted. */
  readonly asOf?: number;
  /** With what the server answered. */
  readonly onDone?: (answer: unknown) => Promise<void> | void;
}

export function Offers({ offers, of, division, first, inRow = false, asOf, onDone }: Props) {
  const queries = useQueryClient();
  const { actor } = useSession();
  const [open, setOpen] = useState<Offer | null>(null);
  const at = open?.fieldsAt;
  const asked = useQuery({
    queryKey: [at],
    queryFn: () => api.get<{ fields: readonly FormField[]; initial?: Readonly<Record<string, unknown>> }>(at!),
    enabled: at !== undefined,
    staleTime: 0,
    gcTime: 0,
  });
  const fields = at ? asked.data?.fields : open?.fields;
  const initial = { ...open?.initial, ...(at ? asked.data?.initial : {}) };
  return (
    <>
      {offers.map((offer, i) => (
        <Button
          key={offer.action}
          type={i === 0 && first ? first : 'default'}
          {...(inRow ? { size: 'small', 'aria-label': `${of}：${offer.zh}` } : {})}
          onClick={() => setOpen(offer)}
        >
          {offer.zh}
        </Button>
      ))}
      {open?.fieldsAt && asked.isError && <Failed error={asked.error} retry={() => void asked.refetch()} />}
      {open?.onTheSpot && fields && (
        <ActionDrawer
          subjectId={open.to}
          subject={of ?? ''}
          version={0}
          action={{ ...open, fields, initial }}
          division={division}
          {...(open.stamp && asOf !== undefined ? { stamping: { ...open.stamp, asOf } } : {})}
          send={async ({ input, requestId, stamp }) => {
            const answer = await api.post(open.to, { ...open.fixed, ...input, ...(stamp ? { stamp } : {}), requestId });
            await onDone?.(answer);
          }}
          onDone={() => {
            setOpen(null);
            void queries.invalidateQueries();
          }}
          onStale={() => void queries.invalidateQueries()}
          onClose={() => setOpen(null)}
        />
      )}
      {open && !open.onTheSpot && fields && (
        <FormDrawer
          title={of ? `${open.zh}：${of}` : open.zh}
          causes={open.causes}
          danger={open.danger}
          fields={fields}
          initial={initial}
          division={division}
          button={open.button}
          draft={`${actor.id}.${open.to}.${open.action}`}
          {...(open.foreseenAt ? { foresee: (input) => api.post<{ says: string }>(open.foreseenAt!, input) } : {})}
          send={(input) => api.post(open.to, { ...open.fixed, ...input })}
          onDone={async (answer) => {
            await queries.invalidateQueries();
            await onDone?.(answer);
          }}
          onStale={() => void queries.invalidateQueries()}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}
