/** What this capability seals, for a change of keys and for backups. */
import { defineSealed } from '../protect/server.ts';
import { ACCOUNT_DIGEST } from './accounts.ts';

defineSealed({
  table: 'payout_account',
  key: ['id'],
  sealed: ['account'],
  digests: { account_digest: (clear, _row, keys) => keys.digest(ACCOUNT_DIGEST, clear('account')!) },
  digestKey: 'digest_key',
  copies: [{ digest: 'account_digest', table: 'payment_line', column: 'account_digest', reference: 'account_id' }],
});

defineSealed({ table: 'entitlement_facts', key: ['version_id'], sealed: ['facts'] });
