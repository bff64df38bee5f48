/** What is known of a person's certificates: the facts of the federation, oldest versions included. */
import type { Tx } from '../../../kernel/context/server.ts';
import { type FactId, factHistory } from '../../../kernel/resident/server.ts';
import type { Certificate, CertificatePeriod } from './index.ts';

const KIND = 'disability-certificate';

/** Every certificate known of a person, with the ids of the facts that say so. */
export async function certificatesOf(tx: Tx, personId: string): Promise<{ periods: CertificatePeriod[]; factIds: FactId[] }> {
  const facts = (await factHistory(tx, { kind: 'person', id: personId })).filter((f) => f.kind === KIND);
  return {
    periods: facts.map((f) => ({ from: f.validFrom, to: f.validTo, certificate: f.value as Certificate })),
    factIds: facts.map((f) => f.id),
  };
}
