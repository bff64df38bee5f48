/** What the parts of the station's page share: a short form that is asked for, the looks of a unit's state. */
import type { FormField } from '../../../../kernel/schema/index.ts';
import { api, newRequestId } from '../../../../web/shared/api.ts';
import type { UnitState } from '../../devices/terms.ts';

export interface Ask {
  title: string;
  causes?: string;
  fields: readonly FormField[];
  initial?: Readonly<Record<string, unknown>>;
  button: string;
  danger?: boolean;
  send: (input: Record<string, unknown>) => Promise<unknown>;
}

export const tones: Readonly<Record<UnitState, 'plain' | 'good' | 'bad' | 'warn' | 'now'>> = {
  'in-stock': 'good',
  reserved: 'now',
  rented: 'now',
  'to-clean': 'warn',
  repair: 'warn',
  recalled: 'bad',
  scrapped: 'plain',
  allocated: 'plain',
};

/** Of the short assessment before a rental. */
export const verdictTones = { suits: 'good', 'with-care': 'warn', not: 'bad' } as const;

export type Forms = Record<
  'reserve' | 'unit' | 'renew' | 'trial' | 'lead' | 'staff' | 'course' | 'signIn' | 'place',
  readonly FormField[]
>;

/** Sends what was filled in to an address. */
export const sendTo = (path: string) => (input: Record<string, unknown>) =>
  api.post(path, { ...input, requestId: newRequestId() });
