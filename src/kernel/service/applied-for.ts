/** What every application says of its applicant, whoever sends it. */
import type { Tx } from '../context/server.ts';
import type { Id } from '../schema/index.ts';
import type { Opening } from './flows.ts';

type AppliedFor = Required<Pick<Opening, 'applicantPersonId' | 'applicantName' | 'agentPersonId' | 'persons' | 'flags'>>;

/** A resident who asks for somebody else is the agent (代办人); what an officer sends is marked as sent for the person (`proxy`) too. */
export function appliedFor(tx: Tx, personId: Id<'Person'>, name: string): AppliedFor {
  const { actor } = tx;
  const agentPersonId = actor.kind === 'resident' && actor.personId !== personId ? actor.personId : null;
  return {
    applicantPersonId: personId,
    applicantName: name,
    agentPersonId,
    persons: [{ personId, role: 'self' }],
    flags: agentPersonId !== null || actor.kind === 'staff' ? ['proxy'] : [],
  };
}
