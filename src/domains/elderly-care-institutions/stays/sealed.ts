/** What this part seals, for a change of keys and for backups. */
import { defineSealed } from '../../../kernel/protect/server.ts';

defineSealed(
  { table: 'care_admission', key: ['id'], sealed: ['contact_phone', 'standing', 'risks', 'contract'] },
  { table: 'care_stay', key: ['id'], sealed: ['level_to_consent'] },
  { table: 'care_risk', key: ['id'], sealed: ['risks'] },
  { table: 'care_plan', key: ['id'], sealed: ['content'] },
  { table: 'care_record', key: ['id'], sealed: ['content'] },
  { table: 'care_medication', key: ['id'], sealed: ['content'] },
  { table: 'care_handover', key: ['id'], sealed: ['notes'] },
  { table: 'care_patrol', key: ['id'], sealed: ['findings'] },
  { table: 'care_incident', key: ['id'], sealed: ['what'] },
  { table: 'care_incident_step', key: ['id'], sealed: ['content'] },
  { table: 'care_request', key: ['id'], sealed: ['content'] },
  { table: 'care_round', key: ['id'], sealed: ['findings'] },
  { table: 'care_round_advice', key: ['id'], sealed: ['advice'] },
  { table: 'care_referral', key: ['id'], sealed: ['reason', 'handover'] },
  { table: 'care_referral_step', key: ['id'], sealed: ['content'] },
  { table: 'care_restraint', key: ['id'], sealed: ['content', 'consent', 'ended_why'] },
  { table: 'care_restraint_check', key: ['id'], sealed: ['note'] },
  { table: 'care_evaluation', key: ['id'], sealed: ['words', 'answer'] },
  { table: 'care_escrow_entry', key: ['id'], sealed: ['payer'] },
  { table: 'care_bill', key: ['id'], sealed: ['objection', 'answer'] },
);
